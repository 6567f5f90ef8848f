"""What goes out about the change of shift: the brief and its thread, and a word to whoever is on call from now on."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.engine import Engine
from bot.handover import Handover
from handlers.slack import shifts
from handlers.slack.blocks import Message
from handlers.slack.out import Out, Place
from storage.models import Outgoing, Who


class Say(Protocol):
    """Posts once, however often it is tried."""

    def __call__(
        self, row: Outgoing, channel: str, message: Message, /, *, thread: str = "", key: str = ""
    ) -> Awaitable[Place]:
        """Where it stands."""


PATIENCE = 30
"""So often it is looked whether the brief stands, a second apart: it goes out before its thread does."""


class ShiftsOut:
    """Sends the rows of kind `shift`."""

    def __init__(self, engine: Engine, out: Out, say: Say) -> None:
        self._engine, self._out, self._say = engine, out, say

    async def send(self, row: Outgoing) -> None:
        """One row."""
        what = row.payload["what"]
        if what == "on_call":
            await self._on_call(row)
            return
        told = await self._engine.shifts.handover(row.payload["shift"])
        if what == "brief":
            await self._brief(row, told)
        else:
            await self._in_thread(row, told, shifts.call if what == "call" else shifts.left)

    async def _brief(self, row: Outgoing, told: Handover) -> None:
        """Posted once, then changed to who took what."""
        message, place = shifts.brief(told), await self._engine.outbox.place(row.lane)
        if place is None or not await self._out.update(place, message, row.lane):
            channel = await self._engine.shifts.channel(told.number)
            if not channel:
                await self._engine.outbox.never(row, "its region is gone")
                return
            place = await self._say(row, channel, message, key=row.lane)
        await self._engine.outbox.sent(row, place, row.lane)

    async def _in_thread(
        self, row: Outgoing, told: Handover, draw: Callable[[Handover, tuple[str, ...]], Message | None]
    ) -> None:
        outbox = self._engine.outbox
        place = await outbox.place(f"shift:{told.number}")
        if place is None and row.attempts < PATIENCE:
            await outbox.later(row, 1, "its brief is not posted yet")
            return
        if place is None:
            await outbox.never(row, "its brief could not be posted")
            return
        message = draw(told, tuple(row.payload.get("to") or ()))
        if message is None:
            await outbox.never(row, "overtaken")
            return
        await self._say(row, place[0], message, thread=place[1])
        await outbox.sent(row)

    async def _on_call(self, row: Outgoing) -> None:
        facts, world = row.payload, self._engine.world
        rota = world.shelf.team.schedule.rotations.get(facts["rotation"])
        mine = await self._engine.overview.waiting(Who(world.people.team, facts["user"]))
        message = shifts.on_call(facts, rota.title, len(mine), world.clock()) if rota else None
        if message is None:
            await self._engine.outbox.never(row, "overtaken")
            return
        await self._say(row, await self._out.dm(facts["user"]), message)
        await self._engine.outbox.sent(row)
