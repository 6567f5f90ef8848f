"""What goes out on a clock: the digests of workflows and of people, and the picture of a week."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from slack_sdk.errors import SlackApiError

from bot import weeks
from bot.checkpoints import Checkpoint
from bot.desk import Own
from bot.digest import Digest
from bot.engine import Engine
from bot.errors import BatonError
from bot.workflows import Workflow
from handlers.slack import digests, own
from handlers.slack.blocks import Message
from handlers.slack.out import Out, Place, answered, passing
from storage.models import Outgoing, Who

Dated = TypeVar("Dated", Digest, Own)
Sign = Callable[[int, str], Awaitable[Checkpoint]]
"""Signs and keeps a place in the record: how many entries, and the last one's hash."""
PICTURE_TRIES = 6
"""Slack needs a moment until it shows a file; after so many tries the week goes without its picture."""
log = logging.getLogger(__name__)


class Say(Protocol):
    """Posts once, however often it is tried; `more` goes into the message's metadata."""

    def __call__(
        self, row: Outgoing, channel: str, message: Message, *, thread: str = ..., key: str = ..., **more: str
    ) -> Coroutine[Any, Any, Place]:
        """Where it stands."""


class DigestsOut:
    """Sends the rows of the kinds `digest`, `own` and `picture`."""

    def __init__(self, engine: Engine, out: Out, say: Say, sign: Sign | None) -> None:
        self._engine, self._out, self._say, self._sign = engine, out, say, sign

    async def workflow(self, row: Outgoing) -> None:
        """A workflow's digest, in its channel."""
        workflow = await self._workflow(row)
        if workflow is None:
            return
        day = date.fromisoformat(row.payload["day"])
        told = await self._engine.digests.of(workflow, day, late=bool(row.payload["late"]))
        told, more = await self._signed(told)
        await self._say(row, self._channel(workflow), digests.digest(told), **more)
        await self._engine.outbox.sent(row)

    async def own(self, row: Outgoing) -> None:
        """A person's own digest, as a direct message."""
        facts, world = row.payload, self._engine.world
        start, end = datetime.fromisoformat(facts["start"]), datetime.fromisoformat(facts["end"])
        who, day = Who(world.people.team, facts["user"]), date.fromisoformat(facts["day"])
        told = await self._engine.desks.own(who, day, start, end, late=bool(facts["late"]))
        if told.empty:
            await self._engine.outbox.never(row, "nothing is left to tell")
            return
        told, more = await self._signed(told)
        await self._say(row, await self._out.dm(who.user), own.digest(told), **more)
        await self._engine.outbox.sent(row)

    async def picture(self, row: Outgoing) -> None:
        """The picture of a workflow's last weeks, in its channel; without matplotlib the week goes without it."""
        workflow = await self._workflow(row)
        if workflow is None:
            return
        found = await self._engine.digests.weeks(workflow, date.fromisoformat(row.payload["day"]))
        drawn = await asyncio.to_thread(weeks.draw, found) if found else None
        if drawn is None:
            await self._engine.outbox.never(row, "nothing to draw, or nothing to draw it with")
            return
        try:
            await self._shown(row, workflow, found, drawn)
        except SlackApiError as error:
            if passing(error) or (row.attempts < PICTURE_TRIES and answered(error) != "missing_scope"):
                raise
            log.warning("%s: Slack does not take the picture: %s", row.key, answered(error))
            await self._engine.outbox.never(row, answered(error))

    async def _shown(self, row: Outgoing, workflow: Workflow, found: tuple[weeks.Week, ...], drawn: bytes) -> None:
        """Put the file into Slack, once; then the message that shows it."""
        outbox, key = self._engine.outbox, f"file:{row.key}"
        kept = await outbox.place(key)
        number = kept[0] if kept else await self._out.upload(drawn, f"{row.key.replace(':', '-')}.png", alt(found))
        if kept is None:
            await outbox.stands(key, (number, ""))
        await self._say(row, self._channel(workflow), digests.picture(workflow.title, found, number))
        await outbox.sent(row)

    def _channel(self, workflow: Workflow) -> str:
        return self._engine.world.people.channel(workflow.channel) or workflow.channel

    async def _workflow(self, row: Outgoing) -> Workflow | None:
        workflow = self._engine.world.shelf.workflow(row.payload["workflow"])
        if workflow is None:
            await self._engine.outbox.never(row, "its workflow is gone")
        return workflow

    async def _signed(self, told: Dated) -> tuple[Dated, dict[str, str]]:
        """The digest with a checkpoint of the record as it tells it, where one can be kept; the message carries it."""
        if self._sign is None or not told.entries:
            return told, {}
        try:
            signed = await self._sign(told.entries, told.head)
        except BatonError:
            log.exception("the digest goes out without a checkpoint")
            return told, {}
        return replace(told, signed_at=datetime.fromisoformat(signed.at)), {"checkpoint": signed.line()}


def alt(found: tuple[weeks.Week, ...]) -> str:
    """The picture for those who cannot see it."""
    return f"Bars of each week’s decisions, and a line of what was open: {weeks.spoken(found)}"[:1000]
