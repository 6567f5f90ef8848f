"""The way out: rows of the outbox to Slack, one lane after the other, each with our own retries.

An attempt that may have reached Slack is looked for (by its key in the message's metadata) before it is posted again.
"""

import asyncio
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError

from bot import correlation
from bot.engine import Engine
from bot.engine.world import Sleeper
from bot.errors import BatonError, StorageError
from bot.owners import owners_of
from bot.story import Story
from bot.workflows import Step
from handlers.slack import cards, modals, notices, receipts, says, texts, waiting
from handlers.slack.blocks import Message
from handlers.slack.codes_out import CodesOut
from handlers.slack.digests_out import DigestsOut, Sign
from handlers.slack.out import UNREACHABLE, Out, Place, answered, passing, retry_after
from handlers.slack.shifts_out import ShiftsOut
from storage.models import Outgoing, Who

AT_ONCE = 24
LONGEST_PAUSE_SECONDS = 300.0
_WAITS = {"channel_not_found", "not_in_channel", "is_archived", "invalid_auth", "account_inactive", "token_revoked"}
_HOPELESS = {"user_not_found", "user_not_in_channel", "cannot_dm_bot", "user_disabled", "users_not_found"}
_SILENT = "nothing to say"
_Failed = tuple[Outgoing, Exception]
log = logging.getLogger(__name__)


class Post:
    """Sends what the outbox holds."""

    def __init__(self, engine: Engine, out: Out, sign: Sign | None = None) -> None:
        self._engine, self._out = engine, out
        timed = DigestsOut(engine, out, self._say, sign)
        self._since = engine.world.clock()
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._tried: set[int] = set()
        """Rows that this process tried to send and could not mark: they are looked for like any other attempt."""
        self._send: dict[str, Callable[[Outgoing], Awaitable[None]]] = {
            "card": self._card,
            "thread": self._thread,
            "requester": self._requester,
            "answer": self._answer,
            "menu": self._menu,
            "desk": self._desk,
            "digest": timed.workflow,
            "own": timed.own,
            "picture": timed.picture,
            "notice": self._notice,
            "autonomy": self._autonomy,
            "codes": CodesOut(engine, out, self._say, self._earlier).send,
            "shift": ShiftsOut(engine, out, self._say).send,
        }

    async def work_for_ever(self) -> None:
        """Send what wants to go out; sleep until something changes or a retry is due."""
        with Sleeper(self._engine.world.out_stirred) as sleeper:
            while True:
                if self._lanes:
                    await asyncio.sleep(0)  # what stirs us ends some of them, too: one look is for all of it
                self._engine.world.out_stirred.clear()
                try:
                    await self._start_ready()
                    seconds = await self._pause()
                except Exception:
                    log.exception("the outbox could not be read; it is tried again")
                    seconds = 1.0
                await sleeper.sleep(seconds)

    async def _pause(self) -> float:
        if self._lanes:
            return 30.0  # whichever ends first wakes us
        next_at = await self._engine.outbox.next_at()
        return 30.0 if next_at is None else min(30.0, max(0.05, (next_at - self._engine.world.clock()).total_seconds()))

    async def _start_ready(self) -> None:
        room = AT_ONCE - len(self._lanes)
        for row in (await self._engine.outbox.ready(self._lanes))[:room]:
            self._lanes[row.lane] = asyncio.create_task(self._one(row), name=f"post {row.key}")

    async def settle(self) -> None:
        """Send everything that is ready, until nothing is left (tests, shutdown)."""
        while True:
            await self._start_ready()
            if not self._lanes:
                return
            await asyncio.gather(*self._lanes.values(), return_exceptions=True)

    async def _one(self, row: Outgoing) -> None:
        world = self._engine.world
        correlation.enter(row.request_id)
        try:
            world.point(f"before sending {row.kind}")
            await self._send[row.kind](row)
            world.point(f"after sending {row.kind}")
            log.info("%s is told", row.key)
        except Exception as error:  # noqa: BLE001 - told and tried again in `_failed`
            await self._failed(row, error)
        else:
            self._tried.discard(row.id)
        finally:
            del self._lanes[row.lane]
            world.out_stirred.set()

    async def _failed(self, row: Outgoing, error: Exception) -> None:
        """Mark that it is tried again; where that cannot be marked, remember it, and leave the database a moment."""
        self._tried.add(row.id)
        try:
            await self._put_off(row, error)
        except BatonError:
            log.warning("%s: what became of it is not recorded", row.key)
            await asyncio.sleep(pause(1))
        else:
            self._tried.discard(row.id)

    async def _put_off(self, row: Outgoing, error: Exception) -> None:
        outbox, why = self._engine.outbox, type(error).__name__
        if isinstance(error, SlackApiError):
            await self._slack_said_no(row, error)
        elif isinstance(error, UNREACHABLE):
            log.warning("%s: Slack was not reached: %s", row.key, why)
            await outbox.later(row, pause(row.attempts), f"not reached: {why}")
        elif isinstance(error, StorageError):
            log.warning("%s: what became of it is not recorded", row.key)
            await outbox.later(row, pause(row.attempts), "not recorded")
        else:
            log.error("%s could not be sent", row.key, exc_info=error)
            await outbox.later(row, pause(row.attempts + 3), "a bug; see the log")

    async def _slack_said_no(self, row: Outgoing, error: SlackApiError) -> None:
        why = answered(error)
        status = getattr(error.response, "status_code", 200)
        seconds = retry_after(error)
        if seconds is not None:
            await self._engine.outbox.later(row, seconds, "rate limited")
        elif why in _HOPELESS or (row.kind in {"answer", "menu"} and not passing(error)):
            log.warning("%s cannot be sent: %s", row.key, why)
            await self._engine.outbox.never(row, why)
        else:
            level = logging.WARNING if why in _WAITS or status >= 500 else logging.ERROR
            log.log(level, "%s: Slack answered %s %s", row.key, why, getattr(error.response, "data", ""))
            await self._engine.outbox.later(row, pause(row.attempts + (2 if why in _WAITS else 0)), why)

    async def _story(self, row: Outgoing) -> Story | None:
        story = await self._engine.outbox.story(row.handoff_id) if row.handoff_id else None
        correlation.enter(story.request.id if story else row.request_id)
        return story

    async def _card(self, row: Outgoing) -> None:
        """The card, and what is to be told in its thread next: one mark is for all of them."""
        outbox = self._engine.outbox
        story, place, newest, thread = await outbox.basis(row)
        if story is None:
            await outbox.later(row, 60, "its workflow is gone")
            return
        correlation.enter(story.request.id)
        message = cards.card(story)
        if place is None or not await self._out.update(place, message, row.lane):
            channel = self._engine.world.people.channel(story.workflow.channel) or story.workflow.channel
            place = await self._earlier(row, channel, "", row.lane)
            if place is None or not await self._out.update(place, message, row.lane):  # the record may have gone on
                place = await self._out.post(channel, message, row.lane)
        told, failed = await self._along(thread, place) if thread else ({}, None)
        await outbox.card_shown(row, newest, story, place, fingerprint(message), told)
        self._tried.difference_update(told)
        if failed is not None:
            await self._failed(*failed)

    async def _along(self, thread: Sequence[Outgoing], place: Place) -> tuple[dict[int, str], _Failed | None]:
        """Send these one after the other, up to the first that fails: what became of each, and which failed, and how.

        Until they are marked, they count as tried.
        """
        told: dict[int, str] = {}
        for row in thread:
            try:
                self._engine.world.point(f"before sending {row.kind}")
                outcome = await self._in_thread(row, place)
                self._engine.world.point(f"after sending {row.kind}")
            except Exception as error:  # noqa: BLE001 - told and tried again once the card is marked
                return told, (row, error)
            self._tried.add(row.id)
            told[row.id] = outcome
            log.info("%s is told", row.key)
        return told, None

    async def _in_thread(self, row: Outgoing, place: Place) -> str:
        """Say it below the card that stands there; what becomes of the row: `sent`, or `failed` and why."""
        story = await self._story(row)
        message = says.thread(story, row.payload) if story else None
        if message is None:
            return f"failed: {_SILENT}"
        await self._say(row, place[0], message, thread=place[1])
        return "sent"

    async def reconcile(self) -> int:
        """Compare what each card showed last with what it should show, and redraw those that differ; how many."""
        redrawn = 0
        for handoff_id, shown in await self._engine.outbox.cards():
            story = await self._engine.outbox.story(handoff_id)
            if story is not None and fingerprint(cards.card(story)) != shown:
                redrawn += await self._engine.outbox.redraw(handoff_id)
        return redrawn

    async def _thread(self, row: Outgoing) -> None:
        place = await self._engine.outbox.place(row.lane)
        if place is not None and await self._in_thread(row, place) == "sent":
            await self._engine.outbox.sent(row)
        else:
            await self._engine.outbox.never(row, _SILENT)

    async def _requester(self, row: Outgoing) -> None:
        outbox = self._engine.outbox
        story, request = await outbox.asked(row)
        message = says.requester(story, row.payload) if request else None
        if request is None or message is None:
            await outbox.never(row, "overtaken")
            return
        folded = await self._fold(request.id)
        channel = request.reply_channel or await self._out.dm(request.requester.user)
        place = await self._say(row, channel, message, thread=request.reply_thread)
        await outbox.sent(row, place, f"said:{request.id}:{row.key}", folded)

    async def _fold(self, request_id: int) -> list[str]:
        """Where a question to who asked has found its end, or a card, its message says so, once, and its buttons go."""
        folded = []
        for story, key, place in await self._engine.outbox.over(request_id):
            message = texts.over(story)
            if story.handoff.kind == "question":
                await self._out.update(place, message, key)
            elif not await self._out.tidy(place, message, key):
                continue  # the next message for them may have calls to spare
            folded.append(f"said:{request_id}:{key}")
        return folded

    async def _answer(self, row: Outgoing) -> None:
        outbox = self._engine.outbox
        facts = row.payload
        story = await self._story(row)
        if facts["what"] == "decided":
            message = await self._more(row)
        else:
            message = says.answer(story, facts, self._engine.world.shelf.workflows)
        if message is None:
            await outbox.never(row, "nothing to add")
            return
        await self._out.whisper(facts["user"], facts["channel"], facts["thread"], message)
        await outbox.sent(row)

    async def _more(self, row: Outgoing) -> Message | None:
        """How many more wait for this person; who decided in a window sees it there."""
        world, facts = self._engine.world, row.payload
        mine = await self._engine.overview.waiting(Who(world.people.team, facts["user"])) if facts["channel"] else ()
        return texts.more_wait(len(mine)) if mine else None

    async def _desk(self, row: Outgoing) -> None:
        """What was kept back for a person, in one direct message."""
        kept = await self._engine.interruptions.bundle(row.payload["ids"])
        if not kept:
            await self._engine.outbox.never(row, "overtaken")
            return
        message = waiting.bundle([(each.what, each.story) for each in kept], self._engine.world.clock())
        place = await self._say(row, await self._out.dm(row.payload["user"]), message)
        # What tells of one case is found again when its words are erased.
        key = f"said:{kept[0].story.request.id}:{row.id}" if len(kept) == 1 else ""
        await self._engine.outbox.sent(row, place, key)

    async def _menu(self, row: Outgoing) -> None:
        facts = row.payload
        request = await self._engine.outbox.request(row.request_id or 0)
        workflows = list(self._engine.world.shelf.workflows.values())
        message = modals.workflow_menu(str(request.id), request.text, workflows)
        await self._out.whisper(facts["user"], facts["channel"], facts["thread"], message)
        await self._engine.outbox.sent(row)

    async def _autonomy(self, row: Outgoing) -> None:
        """A check, an hour's receipts, or a word on what a step may do alone, in its workflow's channel."""
        outbox, facts = self._engine.outbox, row.payload
        workflow = self._engine.world.shelf.workflow(facts["workflow"])
        step = workflow.steps.get(facts["step"]) if workflow else None
        if workflow is None or step is None:
            await outbox.never(row, "its workflow is gone")
            return
        channel = self._engine.world.people.channel(workflow.channel) or workflow.channel
        if facts["what"] == "check":
            await self._check(row, channel)
            return
        message = await self._told(step, facts)
        if message is None:
            await outbox.never(row, _SILENT)
            return
        await self._say(row, channel, message)
        await outbox.sent(row)

    async def _told(self, step: Step, facts: Mapping[str, Any]) -> Message | None:
        if facts["what"] == "hour":
            start = datetime.fromisoformat(facts["hour"])
            found = await self._engine.insights.hour(facts["workflow"], facts["step"], start)
            return receipts.hour(found, self._engine.world.clock()) if found else None
        if facts["what"] == "revoked":
            people, team = self._engine.world.people, self._engine.world.shelf.team
            return receipts.taken_back(step, facts, [people.resolve(each) for each in team.owners])
        return receipts.TOLD[facts["what"]](step, facts)

    async def _check(self, row: Outgoing, channel: str) -> None:
        """The question after an act: posted once, then changed to what was said."""
        outbox = self._engine.outbox
        story = await self._story(row)
        if story is None:
            await outbox.never(row, "its workflow is gone")
            return
        message, place = receipts.check(story), await outbox.place(row.lane)
        if place is None or not await self._out.update(place, message, row.lane):
            place = await self._say(row, channel, message, key=row.lane)
        await outbox.sent(row, place, row.lane)

    async def _notice(self, row: Outgoing) -> None:
        """One message for each cause and channel: posted once, changed until the last word on the cause."""
        outbox, cause = self._engine.outbox, f"notice:{row.payload.get('cause', row.key)}:"
        message = notices.health(row.payload, self._engine.world.clock())
        for channel in await self._ears():
            place, key = await outbox.place(cause + channel), f"{row.key}:{channel}"
            if place is None or not await self._out.update(place, message, key):
                place = await self._say(row, channel, message, key=key)
            await outbox.stands(cause + channel, place)
        if row.payload.get("stands"):
            await outbox.sent(row)
        else:
            await outbox.told(row, cause)

    async def _ears(self) -> list[str]:
        """Who hears of Baton's health: the channel that the team named for it, else each owner in a direct message."""
        people, team = self._engine.world.people, self._engine.world.shelf.team
        ops = people.channel(team.ops) if team.ops else ""
        if ops in people.joined:
            return [ops]
        found = []
        for user in owners_of(people, team):
            try:
                found.append(await self._out.dm(user))
            except SlackApiError as error:
                if answered(error) not in _HOPELESS:
                    raise
                log.warning("the owner %s cannot be told: %s", user, answered(error))
        return found

    async def _say(
        self, row: Outgoing, channel: str, message: Message, *, thread: str = "", key: str = "", **more: str
    ) -> Place:
        """Post once."""
        key = key or row.key
        earlier = await self._earlier(row, channel, thread, key)
        return earlier or await self._out.post(channel, message, key, thread, **more)

    async def _earlier(self, row: Outgoing, channel: str, thread: str, key: str) -> Place | None:
        """Where an earlier attempt, of this process or the one before, got through; None where there was none."""
        if row.attempts or row.created_at < self._since or row.id in self._tried:
            return await self._out.find(channel, thread, key, row.created_at)
        return None


def fingerprint(message: Message) -> str:
    """sha256 of a message's blocks: the same blocks need no update."""
    return hashlib.sha256(json.dumps(message.blocks, sort_keys=True).encode()).hexdigest()


def pause(attempts: int) -> float:
    """Seconds until the next attempt: half a second, doubled each time, five minutes at most."""
    return float(min(LONGEST_PAUSE_SECONDS, 0.5 * 2 ** min(attempts, 12)))
