"""What goes out about one-time codes: the picture, its end, and what people and owners are told."""

from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Protocol

import segno

from bot.engine import Engine
from handlers.slack import enrol
from handlers.slack.blocks import Message
from handlers.slack.out import Out, Place
from storage.models import Outgoing


class Say(Protocol):
    """Posts once, however often it is tried."""

    def __call__(self, row: Outgoing, channel: str, message: Message, /) -> Awaitable[Place]:
        """Where it stands."""


class Earlier(Protocol):
    """Looks for what an earlier attempt may have posted."""

    def __call__(self, row: Outgoing, channel: str, thread: str, key: str, /) -> Awaitable[Place | None]:
        """Where it stands; None where there was no earlier attempt, or it did not get through."""


class CodesOut:
    """Sends the rows of kind `codes`."""

    def __init__(self, engine: Engine, out: Out, say: Say, earlier: Earlier) -> None:
        self._engine, self._out, self._say, self._earlier = engine, out, say, earlier
        self._send: dict[str, Callable[[Outgoing], Awaitable[None]]] = {
            "set_up": self._picture,
            "take_away": self._take_away,
        }

    async def send(self, row: Outgoing) -> None:
        """One row."""
        await self._send.get(row.payload["what"], self._told)(row)

    async def _told(self, row: Outgoing) -> None:
        people = self._engine.world.people
        message = enrol.told(row.payload, people.name, self._engine.world.clock())
        await self._say(row, await self._channel(row.payload["to"]), message)
        await self._engine.outbox.sent(row)

    async def _channel(self, to: str) -> str:
        return to if to.startswith(("C", "G")) else await self._out.dm(to)

    async def _picture(self, row: Outgoing) -> None:
        """The QR code and its message; the file is noted before anybody sees it, so that it is found to be deleted."""
        code_id, enrolling = int(row.payload["codes"]), self._engine.enrolling
        shown = await enrolling.picture(code_id)
        if shown is None:
            # Whoever saw the picture before its place was recorded may have typed the first code already.
            seen = await self._earlier(row, await self._out.dm(row.payload["to"]), "", row.key)
            if seen is not None:
                await self._out.remove(seen)
            await self._engine.outbox.never(row, "not set up any more")
            return
        file = await enrolling.file(code_id)
        if not file:
            file = await self._out.upload(qr(shown.address), "codes.png", enrol.ALT)
            await enrolling.drawn(code_id, file)
        place = await self._say(row, await self._out.dm(shown.user), enrol.picture(shown, file))
        await self._engine.outbox.sent(row, place, f"picture:{code_id}")

    async def _take_away(self, row: Outgoing) -> None:
        code_id = int(row.payload["codes"])
        place = await self._engine.outbox.place(f"picture:{code_id}")
        if place is not None:
            await self._out.remove(place)
        file = await self._engine.enrolling.file(code_id)
        if file:
            await self._out.remove_file(file)
        await self._engine.enrolling.gone(code_id)
        await self._engine.outbox.sent(row)


def qr(address: str) -> bytes:
    """The address as a QR code: a PNG, eight pixels for each module."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="png", scale=8, border=4)
    return drawn.getvalue()
