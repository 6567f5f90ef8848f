"""`baton digest`: what the digests say now, in the terminal. Opens the database read-only."""

import random
from collections.abc import Callable
from datetime import datetime

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import settings
from bot.agents.choose import Agents
from bot.engine import Engine, World
from bot.errors import ConfigError
from bot.people import People
from bot.shelf import Shelf
from handlers.slack import digests
from handlers.slack.directory import fetch
from handlers.slack.measure import visible
from handlers.slack.out import UNREACHABLE
from storage.store import Reader, Unopenable


async def text(workflow_id: str | None, clock: Callable[[], datetime]) -> str:
    """The digests of all workflows, or of one, as plain lines.

    Raises:
        ConfigError: no such workflow, or the database or the files cannot be read.
    """
    found = settings.read(tokens=False)
    shelf = Shelf(found.workflows)
    if workflow_id is not None and workflow_id not in shelf.workflows:
        raise ConfigError(f"There is no workflow {workflow_id}; known are {', '.join(shelf.workflows)}.")
    try:
        reader = Reader(found.database)
    except Unopenable as error:
        raise ConfigError(f"{error} BATON_DB names the file.") from error
    world = World(reader, shelf, clock, random.SystemRandom(), Agents().make, await people(found))
    made = Engine(world).digests
    today = clock().astimezone(shelf.team.zone).date()
    chosen = [workflow_id] if workflow_id else list(shelf.workflows)
    told = [digests.digest(await made.of(shelf.workflows[each], today)) for each in chosen]
    reader.close()
    return "\n\n".join("\n".join(visible(message.blocks)) for message in told)


async def people(found: settings.Settings) -> People:
    """Names from Slack where the token is there; else ids stand in for them."""
    if not found.bot_token:
        return People()
    client = AsyncWebClient(token=found.bot_token, base_url=found.api_url, timeout=5, retry_handlers=[])
    try:
        me = await client.auth_test()
        return await fetch(client, str(me["team_id"]), str(me["user_id"]))
    except (SlackApiError, *UNREACHABLE):
        return People()
