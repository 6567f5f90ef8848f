"""All servers of a team, and their tools as `Tool`s.

What a server says of a tool is in force once it is pinned: written into the record with its sha256. A tool that is
another one now is not called until the new definition is pinned, which tells the owners.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.errors import ConfigError
from bot.plugins import definitions
from bot.plugins.definitions import Definition
from bot.plugins.entries import Entry
from bot.plugins.schemas import as_sent, model_of
from bot.plugins.server import Server, ServerTrouble
from bot.tools import Tool

MOST_TOLD = 1_000
"""Characters of a description that an agent is given."""
Place = tuple[str, str]
"""A tool's server and its name there."""
_REFERENCE = re.compile(r"mcp:([a-z0-9][a-z0-9-]{0,39})/([^\s\"'\[\]{},]{1,128})")


@dataclass(frozen=True)
class Pinned:
    """The definition in force of a tool; `changed_at` is when it took the place of another one."""

    definition: Definition
    changed_at: datetime | None = None


class AnyArguments(BaseModel):
    """Stands in for the model of a tool whose server was not asked."""

    model_config = ConfigDict(extra="allow")


def named(folder: Path) -> set[Place]:
    """The tools of servers that the workflow files in `folder` speak of."""
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in folder.glob("*/workflow.yml"))
    return {(found[1], found[2]) for text in texts for found in _REFERENCE.finditer(text)}


def place(reference: str) -> Place:
    """`mcp:SERVER/TOOL` in its parts.

    Raises:
        ConfigError: it has another form.
    """
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ConfigError("mcp:SERVER/TOOL is expected, for example mcp:git/git_log")
    return found[1], found[2]


class Plugs:
    """The servers of a team by name. `version` rises with every change of what is in force."""

    def __init__(self, servers: Mapping[str, Entry] | None = None) -> None:
        """`servers` with their variables filled in."""
        entries = dict(servers or {})
        self.version = 0
        self.stirred = asyncio.Event()
        self._entries = entries
        self._pinned: dict[Place, Pinned] = {}
        self._servers = {name: Server(name, entry, self.stirred.set) for name, entry in entries.items()}

    @property
    def named(self) -> bool:
        """Whether there is any server."""
        return bool(self._entries)

    async def start(self) -> None:
        """Start every server, and wait until each answered or failed once."""
        await asyncio.gather(*(server.start() for server in self._servers.values()))

    async def close(self) -> None:
        """End every server."""
        await asyncio.gather(*(server.close() for server in self._servers.values()))

    def counts(self) -> dict[str, int]:
        """How many tools each server has that can be called now."""
        return {name: len(server.tools) for name, server in self._servers.items() if server.reachable}

    def unreachable(self) -> dict[str, str]:
        """The servers that cannot be called now, with why."""
        return {name: server.why for name, server in self._servers.items() if not server.reachable}

    def unpinned(self) -> dict[Place, Definition]:
        """What servers say now and is not in force yet."""
        return {
            (name, tool): definition
            for name, server in self._servers.items()
            for tool, definition in server.tools.items()
            if (name, tool) not in self._pinned or self._pinned[name, tool].definition != definition
        }

    def pinned(self, where: Place) -> Pinned | None:
        """The definition in force of a tool."""
        return self._pinned.get(where)

    def pin(self, found: Mapping[Place, Pinned]) -> None:
        """Put these into force."""
        if found:
            self._pinned |= found
            self.version += 1

    def tool(self, reference: str, *, effect: bool, harmless: bool = False) -> Tool:
        """The tool that `mcp:SERVER/TOOL` names, as a step's (`effect`) or as a read.

        `harmless`: the workflow file itself says that it has no effect.

        Raises:
            ConfigError: there is no such server or tool, or it may not be a read; one sentence without file and line.
        """
        where = server, name = place(reference)
        _check_known(server, self._entries)
        found = self._pinned.get(where)
        if found is None:
            raise ConfigError(self._missing(server, name))
        hints, trusted = found.definition.hints, self._entries[server].trusted
        if not effect and not harmless and (why := definitions.no_read(hints)):
            raise ConfigError(f"{why}; {{tool: {reference}, effect: false}} says so in its place")
        return Tool(
            function=_calling(self._servers[server], found.definition, effect=effect),
            effect=effect,
            idempotent=False,  # a hint is no promise: nothing is ever tried twice under it
            model=model_of(name, found.definition.schema),
            takes_call=False,
            called=called(where),
            definition=found.definition.digest,
            changed_at=found.changed_at,
            always=_always(server, hints, effect=effect, trusted=trusted),
            vouched=definitions.vouched(hints, trusted=trusted),
            risky=effect and hints.may_destroy,
        )

    def _missing(self, server: str, name: str) -> str:
        why = self.unreachable().get(server, "")
        if why and not any(known == server for known, _ in self._pinned):
            return f"the server {server} is not reachable, so nobody knows what {name} is: {why}"
        known = ", ".join(tool for at, tool in self._pinned if at == server)
        return f"the server {server} has no tool {name}; it has {known[:300]}"


class Unplugged(Plugs):
    """Where no server is started: to look at what is recorded, names are enough. `known` are those of team.yml, None
    where that is not asked.
    """

    def __init__(self, known: Collection[str] | None = None) -> None:
        super().__init__()
        self._known = known

    def tool(self, reference: str, *, effect: bool, harmless: bool = False) -> Tool:
        """A tool whose arguments are not known and that nobody can call.

        Raises:
            ConfigError: its server is none of those that are known; one sentence without file and line.
        """
        where = place(reference)
        if self._known is not None:
            _check_known(where[0], self._known)
        return Tool(_nobody, effect, False, AnyArguments, takes_call=False, called=called(where), met=False)


def _check_known(server: str, known: Collection[str]) -> None:
    if server not in known:
        told = ", ".join(known) or "none"
        raise ConfigError(f"team.yml names no server {server} (a new one wants a restart); known are {told}")


def called(where: Place) -> str:
    """What a tool goes by in a workflow: server and name, as a word."""
    return re.sub(r"\W", "_", "_".join(where))[:64]


def _always(server: str, hints: definitions.Hints, *, effect: bool, trusted: bool) -> str:
    if effect:
        return definitions.always(server, hints, trusted=trusted)
    return "" if not hints.may_change else "Always asked: a tool that it looks things up with may change them."


async def _nobody(args: BaseModel) -> dict[str, Any]:
    raise ServerTrouble("Its server was not started here.")


Calling = Callable[[BaseModel], Awaitable[dict[str, Any]]]


def _calling(server: Server, definition: Definition, *, effect: bool) -> Calling:
    async def call(args: BaseModel) -> dict[str, Any]:
        return await server.call(definition, as_sent(args), effect=effect)

    told = " ".join(definition.description.split())[:MOST_TOLD]
    call.__doc__ = f"Its server says of it: {told}" if told else None
    return call
