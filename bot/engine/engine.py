"""All of the engine in one place, and the loop that does what is due."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from bot.engine import stories, tell
from bot.engine.actions import Actions
from bot.engine.afterwards import Afterwards
from bot.engine.beginning import Begun
from bot.engine.deadlines import Deadlines
from bot.engine.desks import Desks
from bot.engine.digesting import Digests
from bot.engine.enrolling import Enrolling
from bot.engine.erasing import Erasing
from bot.engine.giving import Giving
from bot.engine.habits import Habits
from bot.engine.handback import Handback
from bot.engine.inquiries import Inquiries
from bot.engine.insights import Insights
from bot.engine.interruptions import Interruptions
from bot.engine.learning import Learning
from bot.engine.outgoing import Outbox
from bot.engine.overriding import Overriding
from bot.engine.overview import Overview
from bot.engine.planting import Planting
from bot.engine.record import Record
from bot.engine.refusing import refused
from bot.engine.requests import Requests
from bot.engine.routing import Routing
from bot.engine.runs import Runs
from bot.engine.shifts import Shifts
from bot.engine.showing import Showing
from bot.engine.stuck import Failing, Stuck
from bot.engine.undoing import Undoing
from bot.engine.verdicts import Verdicts
from bot.engine.watches import Watches
from bot.engine.world import LONGEST_SLEEP_SECONDS, Click, Sleeper, World, nobody
from bot.errors import StorageError
from bot.story import Story
from storage import due, handoffs, outbox, requests
from storage.models import Handoff, Request, Who
from storage.sqlite import Db

LAST_SECONDS = 3.0
READY_AT_ONCE = 200  # beside what is under way: a slow model must not hold up what people decided
_CORRECT = "Correct the file; it is read again by itself."
log = logging.getLogger(__name__)


class Engine:
    """Requests come in, runs go on, people decide, actions happen, deadlines pass."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.requests = Requests(world)
        self.runs = Runs(world)
        self.verdicts = Verdicts(world)
        self.inquiries = Inquiries(world, self.requests)
        self.routing = Routing(world, self.requests)
        self.handback = Handback(world, self.requests, self.verdicts)
        self.actions = Actions(world, self.verdicts)
        self.deadlines = Deadlines(world, self.verdicts)
        self.interruptions = Interruptions(world, self.verdicts)
        self.giving = Giving(world)
        self.habits = Habits(world)
        self.overriding = Overriding(world, self.verdicts)
        self.outbox = Outbox(world)
        self.enrolling = Enrolling(world)
        self.desks = Desks(world, self.verdicts)
        self.overview = Overview(world, self.verdicts, self.desks)
        self.digests = Digests(world, self.desks)
        self.shifts, self.watches = Shifts(world, self.verdicts), Watches(world)
        self.record = Record(world)
        self.afterwards = Afterwards(world, self.verdicts)
        self.undoing = Undoing(world)
        self.showing = Showing(world, self.verdicts)
        self.erasing = Erasing(world, self.requests)
        self.planting = Planting(world)
        self.insights = Insights(world)
        self.learning = Learning(world)
        self._work: dict[str, Callable[[int], Awaitable[None]]] = {
            "advance": self.runs.advance,
            "act": self.actions.act,
            "undo": self.undoing.undo,
            "plant": self.planting.plant,
            "deadline": self.deadlines.passed,
            "shift": self.shifts.passed,
            "tell": self.interruptions.tell,
            "answer": self.inquiries.answer,
            "route": self.routing.route,
            "retention": self.erasing.retain,
            "codes": self.enrolling.expire,
        }
        self.stuck = Stuck()
        self._under_way: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._look_again, self._search_at = False, 0.0
        self._again: set[tuple[str, int]] = set()
        """What is to be looked for once it is not under way any more."""
        self._stopped = False
        self._told: str | None = None
        world.run_at_once = self._run_at_once

    def workflow_of(self, channel: str) -> str | None:
        """The workflow whose channel this is, or the only one there is; None where somebody must choose."""
        self.world.shelf.refresh()
        workflows = self.world.shelf.workflows
        here = [flow.id for flow in workflows.values() if self.world.people.channel(flow.channel) == channel]
        if len(here) == 1:
            return here[0]
        return next(iter(workflows)) if len(workflows) == 1 else None

    def listening(self, channel: str, bot: str) -> str | None:
        """The workflow that listens to people (`bot` empty) or to this bot in this channel; a list is for both."""
        for flow in self.world.shelf.workflows.values():
            hears = bool(flow.listen) if not bot else isinstance(flow.listen, tuple) and bot in flow.listen
            if hears and self.world.people.channel(flow.channel) == channel:
                return flow.id
        return None

    async def thread_of(self, channel: str, thread: str) -> tuple[Request, int] | None:
        """The request that a thread is about, and the handoff whose card stands over it (0: the requester's own)."""

        def work(db: Db) -> tuple[Request, int] | None:
            kind, _, number = (outbox.post_key(db, channel, thread) or "").partition(":")
            if kind == "card":
                return requests.get(db, handoffs.get(db, int(number)).request_id), int(number)
            if kind == "said":
                return requests.get(db, int(number.split(":")[0])), 0
            own = requests.by_reply(db, channel, thread)
            return (own, 0) if own else None

        return await self.world.read(work)

    async def newest_handoff(self, request: Request) -> Handoff | None:
        """The handoff that a request is at, or came to last; None where there is none yet."""
        found = await self.world.read(lambda db: handoffs.of_request(db, request.id))
        return found[-1] if found else None

    async def question_to(self, request: Request, who: Who) -> bool:
        """Whether the agent waits for an answer that this person may give in words."""
        waiting = await self.world.read(lambda db: self._asking(db, request))
        return waiting is not None and waiting.kind == "question" and self._answers(waiting, request, who)

    async def only_open_request(self, who: Who) -> Request | None:
        """The one open request of this person; None where there are none or several."""
        found = await self.world.read(lambda db: requests.open_of(db, who))
        return found[0] if len(found) == 1 else None

    async def heard(self, click: Click, request: Request, text: str) -> None:
        """Somebody wrote about a request: the answer to its open question, or news about it.

        `click` says who and where, and its key is that of their message.
        """
        if click.key == request.source_key:
            return  # the same message, by the other event that Slack sends for a mention
        waiting = await self.world.read(lambda db: self._asking(db, request))
        if waiting is not None and waiting.kind == "question" and self._answers(waiting, request, click.who):
            await self.verdicts.respond(click, waiting.id, text)
        else:
            await self.requests.heard(click, request.id, text)

    def _answers(self, question: Handoff, request: Request, who: Who) -> bool:
        """Whether what this person writes is the answer to the open question."""
        return who == request.requester or (
            question.audience == "channel" and not self.verdicts.right(question, request, who)
        )

    def _asking(self, db: Db, request: Request) -> Handoff | None:
        """The open handoff of a request; none before its workflow is chosen."""
        return handoffs.open_of_run(db, requests.last_run(db, request.id).id) if request.workflow else None

    async def ended(self, source_key: str) -> Story | None:
        """The newest handoff of the request that this message made, once it is closed and its effect has an end."""

        def work(db: Db) -> Story | None:
            request = requests.by_source(db, source_key)
            found = handoffs.of_request(db, request.id) if request else []
            story = stories.story(db, self.world, found[-1].id) if found else None
            if story is None or story.handoff.state == "waiting":
                return None
            running = story.handoff.state == "approved" and (story.effect is None or story.effect.ended_at is None)
            return None if running else story

        return await self.world.read(work)

    async def refuse_stranger(self, click: Click, press: str) -> bool:
        """Whether this is nobody of this workspace; if so, they are told, and the record has it."""
        strange = {} if self.world.people.is_person(click.who) else {"what": "stranger"}
        return await refused(self.world, click, press, strange)

    async def refuse_guest(self, click: Click, press: str, handoff_id: int = 0) -> bool:
        """Whether this is a guest who asks for what may come from channels that they are not in; if so, they are told.

        Raises:
            LookupError: there is no such handoff.
        """
        hidden = await self.overview.hidden(click.who, handoff_id)
        return await refused(self.world, click, press, {"what": "guest_sees"} if hidden else {})

    async def say(self, click: Click, said: Mapping[str, Any]) -> None:
        """Tell one person something."""
        now = self.world.clock()
        await self.world.write(lambda db: tell.answer(db, click, said, now))

    async def notice(
        self,
        cause: str,
        text: str,
        *,
        title: str = "",
        times: Mapping[str, datetime] | None = None,
        stands: bool = True,
    ) -> None:
        """Tell the owners something about Baton's own health: one message for each `cause`, see `tell.notice`."""
        now = self.world.clock()
        await self.world.write(lambda db: tell.notice(db, cause, text, now, title=title, times=times, stands=stands))

    async def notice_over(self, cause: str, text: str, times: Mapping[str, datetime] | None = None) -> None:
        """A cause has ended; nothing is told where it never was."""
        now = self.world.clock()
        await self.world.write(lambda db: tell.notice_over(db, cause, text, now, times))

    async def notices(self) -> frozenset[str]:
        """The causes that are being told now."""
        standing = await self.world.read(lambda db: outbox.standing(db, "notice:"))
        return frozenset(key.removeprefix("notice:") for key in standing)

    async def work_for_ever(self) -> None:
        """Do what is due, when it is due; sleep without polling until something changes or the next row is due."""
        self.world.starts, self._stopped = self._starts, False
        with Sleeper(self.world.due_stirred) as sleeper:
            while True:
                self.world.due_stirred.clear()
                try:
                    next_at = await self.start_due()
                except Exception:
                    log.exception("what is due could not be read; it is tried again")
                    next_at = None
                    await asyncio.sleep(1)
                await sleeper.sleep(self._seconds_until(next_at))

    def _seconds_until(self, moment: datetime | None) -> float:
        if moment is None:
            return LONGEST_SLEEP_SECONDS
        return min(LONGEST_SLEEP_SECONDS, max(0.01, (moment - self.world.clock()).total_seconds()))

    async def start_due(self) -> datetime | None:
        """Start everything that is due and not under way; returns when the next row is due that is not ready yet."""
        now = self.world.clock()
        await self._tell_of_broken_files()
        most = READY_AT_ONCE + len(self._under_way)
        ready, next_at = await self.world.read(lambda db: due.soonest(db, now, most))
        self._look_again |= len(ready) >= most
        for row in ready:
            self._start(row.kind, row.subject)
        await self._start_queued()
        return next_at

    async def _start_queued(self) -> None:
        """Start the queued runs that nobody started: at first, after trouble, and now and then whatever happened."""
        if time.monotonic() < self._search_at:
            return
        most = READY_AT_ONCE + len(self._under_way)
        found = await self.world.read(lambda db: requests.queued(db, most))
        if len(found) < most:
            self._search_at = time.monotonic() + LONGEST_SLEEP_SECONDS
        else:
            self._look_again = True
        for run_id in found:
            if ("advance", run_id) not in self._under_way:
                self._start("advance", run_id)

    def _start(self, kind: str, subject: int) -> None:
        key = (kind, subject)
        if key in self._under_way:
            self._again.add(key)  # it may be due or queued once more, for what came while it was worked on
        else:
            task = asyncio.create_task(self._do(kind, subject), name=f"{kind} {subject}")
            self._under_way[key] = task
            task.add_done_callback(partial(self._ended, key))

    def _starts(self, run_id: int) -> Callable[[], None] | None:
        """What starts a run that is being queued: nobody needs to look for it, where there is room for one more."""
        return partial(self._start_queued_run, run_id) if len(self._under_way) < READY_AT_ONCE else None

    def _start_queued_run(self, run_id: int) -> None:
        if not self._stopped:  # else it stopped while this was being written: the next start finds it queued
            self._start("advance", run_id)

    async def _tell_of_broken_files(self) -> None:
        """Whoever found a file broken first, a click or the clock: the owners hear of it."""
        trouble = self.world.shelf.trouble
        if trouble == self._told:
            return
        if trouble:
            log.error("%s", trouble)
            await self.notice("workflows", f"{trouble} {_CORRECT}", title="A workflow file cannot be used.")
        else:
            await self.notice_over("workflows", "The workflow files are fine again, and in force as they are now.")
        self._told = trouble

    def _ended(self, key: tuple[str, int], task: asyncio.Task[None]) -> None:
        self._under_way.pop(key, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s of %s ended with an error", *key, exc_info=error)
        if key in self._again:  # a search before this moment did not see it
            self._again.discard(key)
            self._look_again, self._search_at = True, 0.0
        if self._look_again:
            self._look_again = False
            self.world.due_stirred.set()

    def _run_at_once(self, begun: Begun) -> None:
        """What was begun with its decision needs no due row: it is found begun where this process ends first."""
        if self._stopped:
            log.warning("%s was begun as the bot stopped; it is settled at the next start", begun.handoff.name)
            return
        key = ("act", begun.handoff.id)
        task = asyncio.create_task(self.actions.run(begun), name=f"act {begun.handoff.id}")
        self._under_way[key] = task
        task.add_done_callback(partial(self._ended, key))

    async def _do(self, kind: str, subject: int) -> None:
        try:
            await self._work[kind](subject)
        except StorageError:
            # A database in trouble: the row stays, or the run stays queued, and it is tried again.
            log.exception("%s of %s could not be recorded; it stays due", kind, subject)
            await asyncio.sleep(1)
            self._again.add((kind, subject))
        except Exception as error:
            # A bug: the same, ever more rarely; owners hear of it where it does not pass.
            pause = self.stuck.failed((kind, subject), error, self.world.clock())
            log.exception("%s of %s failed; it stays due, and is tried again in %.0f s", kind, subject, pause)
            await asyncio.sleep(pause)
            self._again.add((kind, subject))
        else:
            self.stuck.went_on((kind, subject))

    def failing(self) -> list[Failing]:
        """What is due and fails again and again by an error of Baton's own."""
        return self.stuck.told(self._under_way)

    async def settle(self) -> None:
        """Do everything that is due now, and what becomes due by that, until nothing is left (tests, shutdown)."""
        while True:
            await self.start_due()
            if not self._under_way:
                return
            await asyncio.gather(*self._under_way.values())

    async def stop(self) -> None:
        """Let go of what is under way; it is found due, queued, or its effect started, at the next start."""
        self.world.starts, self._search_at, self._stopped = nobody, 0.0, True
        tasks = list(self._under_way.values())
        if tasks:
            await asyncio.wait(tasks, timeout=LAST_SECONDS)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
