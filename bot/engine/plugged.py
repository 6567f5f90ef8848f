"""Plugins beside the engine: their servers run, their tools are pinned in the record, owners hear of changes."""

import asyncio
import contextlib
import importlib.util
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

from bot import hidden
from bot.engine import tell
from bot.engine.world import World
from bot.errors import ConfigError
from bot.loading import load_team
from bot.plugins.definitions import Definition, differences
from bot.plugins.entries import Entry
from bot.plugins.plugs import Pinned, Place, Plugs, named
from bot.plugins.secrets import filled, secrets
from bot.settings import environment, install
from bot.where import place
from storage import audit, pins
from storage.pins import Pin
from storage.sqlite import Db

PATIENCE = timedelta(seconds=60)
"""A server that is back within this is no news."""
LOOK_SECONDS = 30.0
T = TypeVar("T")
log = logging.getLogger(__name__)


class Records(Protocol):
    """Where pins are kept: the store at the start, the engine's world from then on."""

    def write(self, work: Callable[[Db], T]) -> Awaitable[T]:
        """One transaction."""

    def read(self, work: Callable[[Db], T]) -> Awaitable[T]:
        """A look-up."""


@contextlib.asynccontextmanager
async def plugged(folder: Path, records: Records, clock: Callable[[], datetime]) -> AsyncIterator[Plugs]:
    """The servers that the workflow files in `folder` speak of, started, their tools pinned, until the block is left.

    Raises:
        ConfigError: team.yml asks for what is not there: a variable, or the extra `mcp`.
    """
    plugs = Plugs(_entries(folder))
    plugs.pin({(pin.server, pin.tool): _pinned(pin) for pin in await records.read(pins.all_of)})
    try:
        await plugs.start()
        await keep(plugs, folder, records, clock)
        yield plugs
    finally:
        await plugs.close()


@contextlib.asynccontextmanager
async def tried(folder: Path) -> AsyncIterator[Plugs]:
    """The same servers for a look at them alone: nothing is recorded, everything that they say is in force.

    Raises:
        ConfigError: as `plugged`.
    """
    plugs = Plugs(_entries(folder))
    try:
        await plugs.start()
        plugs.pin({where: Pinned(definition) for where, definition in plugs.unpinned().items()})
        yield plugs
    finally:
        await plugs.close()


def _entries(folder: Path) -> dict[str, Entry]:
    used = {server for server, _ in named(folder)}
    found: dict[str, Entry] = {}
    for name, entry in load_team(folder / "team.yml").servers.items() if used else ():
        if name not in used:
            continue
        hidden.hide(secrets(entry, environment()))
        try:
            found[name] = filled(entry, environment())
        except ConfigError as error:
            raise ConfigError(f"{place(folder / 'team.yml', 'servers', name)}: {error}.") from error
    if found and importlib.util.find_spec("mcp") is None:
        raise ConfigError(f"The servers of {folder / 'team.yml'} need the extra mcp: {install('mcp')}.")
    return found


async def keep(plugs: Plugs, folder: Path, records: Records, clock: Callable[[], datetime]) -> None:
    """Put what servers say now into the record, and only then into force."""
    fresh = plugs.unpinned()
    if fresh:
        spoken_of = await asyncio.to_thread(named, folder)
        plugs.pin(await records.write(lambda db: _pin(db, fresh, spoken_of, clock())))


def _pin(db: Db, fresh: Mapping[Place, Definition], spoken_of: set[Place], now: datetime) -> dict[Place, Pinned]:
    before = {(pin.server, pin.tool): pin for pin in pins.all_of(db)}
    found: dict[Place, Pinned] = {}
    told: dict[str, list[str]] = {}
    for where, definition in fresh.items():
        known = before.get(where)
        if known is not None and known.digest == definition.digest:
            found[where] = _pinned(known)
            continue
        changed_at = now if known else None
        pins.put(db, Pin(*where, definition.text, definition.digest, changed_at), now)
        data = {"tool": "/".join(where), "sha256": definition.digest, "was": known.digest if known else ""}
        audit.add(db, now, "tool_changed" if known else "tool_pinned", "baton", data=data)
        found[where] = Pinned(definition, changed_at)
        if known and where in spoken_of:
            changes = differences(Definition.parse(known.definition), definition)
            told.setdefault(where[0], []).append(f"{where[1]}: {' and '.join(changes) or 'how it is written'}")
    for server, lines in told.items():
        tell.notice(db, f"tools:{server}", _changed(lines), now, title=_title(server, len(lines)), stands=False)
    return found


def _pinned(pin: Pin) -> Pinned:
    return Pinned(Definition.parse(pin.definition), pin.changed_at)


def _title(server: str, count: int) -> str:
    return f"{'A tool' if count == 1 else f'{count} tools'} of the server {server} changed."


def _changed(lines: list[str]) -> str:
    shown = "; ".join(re.sub(r"\s+", " ", line)[:200] for line in lines[:10])
    return (
        f"Other than before: {shown}. Steps that stand on it ask first from here on, and their cards say so. Nothing "
        "ran with the changed tool. You need to look whether it still does what your people approve; if not, take it "
        "out of the workflow file."
    )


class Plugged:
    """Watches the servers of a running bot."""

    def __init__(self, world: World, plugs: Plugs, folder: Path) -> None:
        self._world, self._plugs, self._folder = world, plugs, folder
        self._since: dict[str, datetime] = {}
        self._told: set[str] = set()

    async def work_for_ever(self) -> None:
        """Pin what changes, and tell the owners of servers that stay away. Without servers there is nothing to do."""
        while self._plugs.named:
            self._plugs.stirred.clear()
            try:
                await keep(self._plugs, self._folder, self._world, self._world.clock)
                await self.look()
            except Exception:
                log.exception("what the servers say could not be recorded; it is tried again")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._plugs.stirred.wait()

    async def look(self) -> None:
        """Tell of each server that is away for longer than PATIENCE, once, and when it is back."""
        now = self._world.clock()
        away = self._plugs.unreachable()
        self._since = {name: self._since.get(name, now) for name in away}
        late = {name for name, since in self._since.items() if now - since >= PATIENCE}
        for name in late - self._told:
            title = f"The server {name} is not reachable since {{since}}."
            text = (
                f"{away[name].rstrip('.')}. Its look-ups fail and its steps do not run; nothing is lost, and it is "
                "started again by itself. You need to look at it, or at its entry in team.yml."
            )
            await self._tell(name, title, text, self._since[name])
        for name in self._told - set(away):
            await self._world.write(lambda db, name=name: tell.notice_over(db, f"server:{name}", _BACK, now))  # type: ignore[misc]
        self._told = (self._told | late) & set(away)

    async def _tell(self, name: str, title: str, text: str, since: datetime) -> None:
        now = self._world.clock()
        times = {"since": since}
        await self._world.write(lambda db: tell.notice(db, f"server:{name}", text, now, title=title, times=times))


_BACK = "The server answers again, and its tools can be used."
