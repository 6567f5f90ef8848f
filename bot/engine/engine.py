"""All of the engine in one place, and the loop that does what is due."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from bot.engine.actions import Actions
from bot.engine.deadlines import Deadlines
from bot.engine.outgoing import Outbox
from bot.engine.overview import Overview
from bot.engine.requests import Requests
from bot.engine.runs import Runs
from bot.engine.verdicts import Verdicts
from bot.engine.world import World
from storage import due

LONGEST_SLEEP_SECONDS = 30.0
LAST_SECONDS = 3.0
log = logging.getLogger(__name__)


class Engine:
    """Requests come in, runs go on, people decide, actions happen, deadlines pass."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.requests = Requests(world)
        self.runs = Runs(world)
        self.verdicts = Verdicts(world)
        self.actions = Actions(world, self.verdicts)
        self.deadlines = Deadlines(world, self.verdicts)
        self.outbox = Outbox(world)
        self.overview = Overview(world, self.verdicts)
        self._work: dict[str, Callable[[int], Awaitable[None]]] = {
            "advance": self.runs.advance,
            "act": self.actions.act,
            "deadline": self.deadlines.passed,
        }
        self._under_way: dict[tuple[str, int], asyncio.Task[None]] = {}

    async def work_for_ever(self) -> None:
        """Do what is due, when it is due; sleep without polling until something changes or the next row is due."""
        while True:
            self.world.due_stirred.clear()
            try:
                next_at = await self.start_due()
            except Exception:
                log.exception("what is due could not be read; it is tried again")
                next_at = None
                await asyncio.sleep(1)
            await self._sleep(next_at)

    async def _sleep(self, until: datetime | None) -> None:
        seconds = LONGEST_SLEEP_SECONDS
        if until is not None:
            seconds = min(seconds, max(0.01, (until - self.world.clock()).total_seconds()))
        try:
            async with asyncio.timeout(seconds):
                await self.world.due_stirred.wait()
        except TimeoutError:
            return

    async def start_due(self) -> datetime | None:
        """Start everything that is due and not under way; returns when the next row is due that is not ready yet."""
        now = self.world.clock()
        for row in await self.world.read(lambda db: due.ready(db, now)):
            key = (row.kind, row.subject)
            if key not in self._under_way:
                task = asyncio.create_task(self._do(row.kind, row.subject), name=f"{row.kind} {row.subject}")
                self._under_way[key] = task
                task.add_done_callback(partial(self._ended, key))
        return await self.world.read(lambda db: due.next_after(db, now))

    def _ended(self, key: tuple[str, int], _: asyncio.Task[None]) -> None:
        self._under_way.pop(key, None)
        self.world.due_stirred.set()

    async def _do(self, kind: str, subject: int) -> None:
        try:
            await self._work[kind](subject)
        except Exception:
            # A bug or a database in trouble: the row stays, and is tried again.
            log.exception("%s of %s failed; it stays due", kind, subject)
            await asyncio.sleep(1)

    async def settle(self) -> None:
        """Do everything that is due now, and what becomes due by that, until nothing is left (tests, shutdown)."""
        while True:
            await self.start_due()
            if not self._under_way:
                return
            await asyncio.gather(*self._under_way.values())

    async def stop(self) -> None:
        """Let go of what is under way; its rows stay due, or their effects are found started at the next start."""
        tasks = list(self._under_way.values())
        if tasks:
            await asyncio.wait(tasks, timeout=LAST_SECONDS)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
