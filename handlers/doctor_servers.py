"""`baton doctor` and MCP servers: do they start, and have they the tools that the workflow files speak of?"""

from pathlib import Path

from bot.engine.plugged import tried
from bot.errors import ConfigError
from bot.loading import load
from handlers.finding import Finding, fine, stops, wrong


async def look_at_servers(folder: Path) -> list[Finding]:
    """A finding for each server that the workflow files in `folder` speak of, and one for the first wrong tool."""
    try:
        async with tried(folder) as plugs:
            found = [fine(f"The server {name} answers, tools: {count}") for name, count in plugs.counts().items()]
            found += [_away(name, why) for name, why in plugs.unreachable().items()]
            if plugs.named and not plugs.unreachable():
                load(folder, plugs)
    except ConfigError as error:
        why = "Baton does not start with a tool that it cannot hold to what the file says."
        return [stops(str(error), why, "Correct the file, or the server.")]
    return found


def _away(name: str, why: str) -> Finding:
    return wrong(
        f"The server {name} is not reachable: {why}",
        "Its look-ups fail and its steps do not run; where it never answered before, Baton does not start.",
        "Start it by hand with what its entry in team.yml says.",
    )
