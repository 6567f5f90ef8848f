"""What every part of the engine shares, and what the doors hand to it."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self, TypeVar

from bot import rota
from bot.agents import Agent
from bot.errors import StorageError
from bot.people import People
from bot.shelf import Shelf
from bot.workflows import Team, Workflow
from storage import due
from storage.models import Verdict, Via, Who
from storage.sealing import Sealer
from storage.sqlite import Db
from storage.store import Reader, Store, StoreFailed

T = TypeVar("T")
LONGEST_SLEEP_SECONDS = 30.0
"""Whoever works on what is due looks at least so often: only what is due before that wakes them."""


def nobody(run_id: int) -> None:
    """Nobody works in this process."""


@dataclass(frozen=True)
class Incoming:
    """A request on its way in. `source_key` is the same however often the message or command is delivered.

    `reply_channel`/`reply_thread` is where the requester is answered; empty = in a direct message. `handed`: the text
    is a thread or a file, and may be longer than what people type. `said_by`: whose messages of a thread are in it.
    """

    source_key: str
    via: Via
    text: str
    who: Who
    channel: str
    message_ts: str = ""
    reply_channel: str = ""
    reply_thread: str = ""
    envelope: str = ""
    handed: bool = False
    said_by: tuple[Who, ...] = ()


@dataclass(frozen=True)
class Click:
    """A press of a button, or a modal sent. `key` is the same on every delivery of the same press.

    `channel` (and `thread`) is where the answer is shown to the person; empty = in a direct message.
    """

    key: str
    who: Who
    channel: str = ""
    thread: str = ""


@dataclass(frozen=True)
class Ballot:
    """What a person decides about a handoff as its card showed it. `args` only for an edit.

    `digest` is that of the arguments that the card showed; empty where it showed none (menus). `stage` is the one that
    it showed, 0 where it showed none; `code` and `typed` what stood in a window that asked for a code or a value, None
    where nothing was asked. `proof` is what the engine found itself: what a door says there is worth nothing.
    `override`: by an owner, instead of those who decide.
    """

    handoff_id: int
    revision: int
    verdict: Verdict
    note: str = ""
    words: str = ""
    private: bool = False
    args: Mapping[str, Any] | None = None
    proof: str = "click"
    digest: str = ""
    stage: int = 0
    code: str | None = field(default=None, repr=False)
    typed: str | None = None
    override: bool = False


_UNREADABLE = "The database cannot be read just now. Nothing was changed; try again soon."


@dataclass
class World:
    """The engine's surroundings. `snapshot` is replaced whole whenever Slack was asked again.

    `sealer` seals what no plain cell may hold; None without BATON_SECRET_KEY.
    `refused` holds when the database did not take a write, until somebody was told. `starts` gives what starts a run
    in this process as soon as that is durable; None where nobody works here, or has no room for one more.
    """

    store: Store | Reader
    shelf: Shelf
    clock: Callable[[], datetime]
    random: random.Random
    make_agent: Callable[[Workflow], Agent]
    snapshot: People = field(default_factory=People)
    point: Callable[[str], None] = lambda name: None
    sealer: Sealer | None = None
    refused: list[datetime] = field(default_factory=list)
    due_stirred: asyncio.Event = field(default_factory=asyncio.Event)
    out_stirred: asyncio.Event = field(default_factory=asyncio.Event)
    run_at_once: Callable[[Any], None] | None = None
    starts: Callable[[int], Callable[[], None] | None] = nobody
    _known: tuple[Team | None, People | None, People] = field(default=(None, None, People()), init=False, repr=False)

    @property
    def people(self) -> People:
        """Who is who, in which role, and who is on call at this moment."""
        team, (basis, snapshot, known) = self.shelf.team, self._known
        rotations = bool(team.schedule.rotations)
        if not rotations and not team.roles:
            return self.snapshot
        same = basis is team and snapshot is self.snapshot
        if not same or (rotations and not known.on_call.start <= self.clock() < known.on_call.end):
            known = self.people_by(team)
            self._known = team, self.snapshot, known
        return known

    @people.setter
    def people(self, snapshot: People) -> None:
        """Slack was asked again, or told of a change."""
        self.snapshot = snapshot

    def people_by(self, team: Team, at: datetime | None = None) -> People:
        """The same by the roles and rotations of this team file, at this moment (None = now)."""
        on_call = rota.everywhere(team.schedule, at or self.clock()) if team.schedule.rotations else rota.NOBODY
        return replace(self.snapshot, roles=team.roles, on_call=on_call)

    async def write(self, work: Callable[[Db], T], *, soon: bool = False) -> T:
        """One transaction; who works on what is due, or on what is to be told, is woken where there is more of it.

        All of it happens at one moment: the clock stands still meanwhile. `soon` as with `mark_soon`.

        Raises:
            StorageError: the database did not take it; nothing stands.
        """
        then: list[Callable[[], None]] = []

        def noted(db: Db) -> T:
            then.clear()  # what rides along may be run twice
            db.then, db.dues, outs = then, [], db.outs
            clock, now = self.clock, self.clock()
            self.clock = lambda: now
            try:
                result = work(db)
            finally:
                self.clock = clock
            if db.dues and (min(db.dues) - now).total_seconds() < LONGEST_SLEEP_SECONDS:
                then.append(self.due_stirred.set)
            if db.outs > outs:
                then.append(self.out_stirred.set)
            return result

        result = await self._taken(self.store.soon(noted) if soon else self.store.write(noted))
        for each in then:
            each()
        return result

    def advance(self, db: Db, run_id: int) -> None:
        """A queued run goes on at once; a row says so only where it cannot start here, see docs/decisions/0036.

        Part of a `write`.
        """
        start = self.starts(run_id)
        if start is None:
            due.put(db, "advance", run_id, self.clock())
        else:
            db.then.append(start)

    async def mark(self, work: Callable[[Db], T]) -> T:
        """One transaction after which nothing new is to be done: nobody is woken.

        Raises:
            StorageError: the database did not take it; nothing stands.
        """
        return await self._taken(self.store.write(work))

    async def mark_soon(self, work: Callable[[Db], T]) -> T:
        """The same, together with the next write, or a moment later: for what can be found out again.

        Raises:
            StorageError: the database did not take it; nothing stands.
        """
        return await self._taken(self.store.soon(work))

    async def _taken(self, written: Awaitable[T]) -> T:
        try:
            return await written
        except StoreFailed as error:
            self.refused = [*self.refused[:1], self.clock()]  # the first and the last are enough
            raise StorageError(
                "Not recorded: the database does not take it just now. Nothing was changed; try again soon."
            ) from error

    async def scan(self, work: Callable[[Db], T]) -> T:
        """A read that grows with what is stored, in another thread.

        Raises:
            StorageError: the database cannot be read.
        """
        try:
            return await self.store.scan(work)
        except StoreFailed as error:
            raise StorageError(_UNREADABLE) from error

    async def read(self, work: Callable[[Db], T]) -> T:
        """A look-up by an index.

        Raises:
            StorageError: the database cannot be read.
        """
        try:
            return await self.store.read(work)
        except StoreFailed as error:
            raise StorageError(_UNREADABLE) from error

    def salt(self) -> str:
        """A fresh salt for words that the record seals."""
        return f"{self.random.getrandbits(128):032x}"


class Sleeper:
    """Sleeps until `event` is set, or so long: then a timer sets it. Used in a `with`, by one task.

    A timer that rings soon enough is kept for the next sleep: being woken once too often in half a minute costs less
    than a timer at each.
    """

    def __init__(self, event: asyncio.Event) -> None:
        self._event = event
        self._timer: asyncio.TimerHandle | None = None

    async def sleep(self, seconds: float) -> None:
        """Until something stirs, or for so many seconds at most."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        if self._timer is None or self._timer.when() > until:
            self._stop()
            self._timer = loop.call_at(until, self._ring)
        await self._event.wait()

    def _ring(self) -> None:
        self._timer = None
        self._event.set()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def __enter__(self) -> Self:
        """It sleeps in the loop that runs."""
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing rings any more."""
        self._stop()
