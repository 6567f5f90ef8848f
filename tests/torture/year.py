"""A year of a team in five zones, through the engine and the way out: who is told what when, and how soon they decide.

Slack is a list of what was posted; the people are `crowd.py`. The same year is lived with hours, chains and handover,
without them, and with the bot down for three hours on a fifth of the days.
"""

import asyncio
import heapq
import itertools
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.agents import Case, Finished, Log, Move, Proposal
from bot.engine import Ballot
from handlers.slack.post import Post
from storage import hours
from storage.models import Who
from storage.store import Store
from tests.bot.engine import house
from tests.bot.engine.house import House
from tests.torture import model, office
from tests.torture.crowd import CLOSES, REGIONS, YEAR, crowd
from tests.torture.processes import Child, Line
from tests.torture.reckoning import URGENT, Lived, Way, figures, judge
from tests.torture.report import Report

Act = Callable[[], Awaitable[None]]

RISKS = ("low", "normal", "high", "critical")
SHARES = (35, 45, 15, 5)
FIRST = datetime(YEAR, 1, 5, tzinfo=UTC)


LOOKS_HOURS = 3.0
"""Working hours after which somebody who may decide happens to look into the channel, on average."""
REACTS_MINUTES = {True: 12.0, False: 20.0}
"""How soon somebody acts who is called, on average: at work, and out of bed."""
HEARS = {True: 0.85, False: 0.7}
"""How often they do at all, called by themselves; each of a group that is called does so many times less often."""
LOOKS_INTO = 0.6
"""How often somebody who looks into the channel takes up a card that called nobody."""
READS_DIGEST = 0.8
"""How often somebody takes up what their own digest lists."""
DOWN = timedelta(hours=3)


async def nothing() -> None:
    """A moment at which the clock looks."""


class Clerk:
    """Proposes one refund of the risk that the request names first."""

    version = "clerk-1"

    async def next(self, case: Case, log: Log) -> Move:
        """The next move."""
        if case.outcomes:
            return Finished()
        risk, order = case.text.split()
        return Proposal(risk, {"order_id": order, "amount": "49.90"}, 0.5, "looks right")


class Year:
    """One year: the engine, the way out, and everybody's acts in the order of their moments."""

    def __init__(self, folder: Path, way: Way, cases: int, days: int, seed: int) -> None:
        self.way, self.cases, self.days = way, cases, days
        self.chance = random.Random(seed)
        self.crowd = crowd(random.Random(seed))
        folder.mkdir(parents=True, exist_ok=True)
        self.house = House(office.write(folder / "workflows", self.crowd, hours=way.hours), folder / "baton.db")
        self.house.agent = Clerk()  # type: ignore[assignment]
        self.house.people = office.staff(self.crowd)
        self.house.world.people = self.house.people
        self.house.clock.now = FIRST
        self.wire = office.Wire(self.house.clock, dict(self.house.people.groups))
        self.post = Post(self.house.engine, self.wire)  # type: ignore[arg-type]
        self.lived = Lived(way, days)
        self.risks: dict[int, str] = {}
        self._acts: list[tuple[datetime, int, Act]] = []
        self._numbers = itertools.count()
        self._sleeps: list[tuple[datetime, datetime]] = []

    def plan(self, at: datetime, act: Act) -> None:
        """Somebody does something at this moment, or as soon as Baton is there again."""
        for start, end in self._sleeps:
            if start <= at < end:
                at = end + timedelta(minutes=self.chance.uniform(1, 30))
        heapq.heappush(self._acts, (at, next(self._numbers), act))

    async def live(self) -> Lived:
        """The year, and a fortnight for what is still open then."""
        self._plan_downtime()
        self._plan_requests()
        if self.way.hours:
            self._plan_leave()
            self._plan_closings()
        end = FIRST + timedelta(days=self.days + 14)
        now = FIRST
        while now < end:
            now = await self._turn(now)
        await judge(self.house, self.wire, self.lived)
        await self.house.kill()
        return self.lived

    async def _turn(self, now: datetime) -> datetime:
        """Everything of one moment; returns the next one."""
        self.house.clock.now = now
        while self._acts and self._acts[0][0] <= now:
            await heapq.heappop(self._acts)[2]()
        engine = self.house.engine
        ticks = await engine.digests.claim()
        await engine.shifts.claim()
        await engine.watches.claim()
        while True:
            await engine.settle()
            await self.post.settle()
            if not self.wire.fresh:
                break
            for told in self._taken():
                await self._hear(told)
        moments = [each for each in (await engine.start_due(), await engine.outbox.next_at(), ticks) if each]
        moments += [self._acts[0][0]] if self._acts else []
        later = max(min(moments, default=now + timedelta(hours=1)), now + timedelta(seconds=1))
        for start, wakes in self._sleeps:
            if start <= later < wakes:
                await self.house.restart()
                self.post = Post(self.house.engine, self.wire)  # type: ignore[arg-type]
                return wakes
        return later

    def _taken(self) -> list[office.Told]:
        fresh, self.wire.fresh = self.wire.fresh, []
        return fresh

    # What people plan ------------------------------------------------------------------------------------------------

    def _plan_requests(self) -> None:
        for number in range(self.cases):
            at = FIRST + timedelta(seconds=self.chance.uniform(0, self.days * 86400))
            who = self.chance.choice(list(self.crowd.values()))
            if self.chance.random() < 0.7:
                at = who.after_work(at, self.chance.uniform(0, 1))
            risk = self.chance.choices(RISKS, SHARES)[0]
            self.plan(at, partial(self._ask, who.user, f"{risk} {1000 + number}"))

    def _plan_downtime(self) -> None:
        for day in range(self.days):
            if self.chance.random() < self.way.down:
                start = FIRST + timedelta(days=day, seconds=self.chance.uniform(0, 86400))
                self._sleeps.append((start, start + DOWN))

    def _plan_leave(self) -> None:
        for worker in self.crowd.values():
            for first, last in worker.away:
                at = datetime.combine(first, datetime.min.time(), worker.zone).astimezone(UTC)
                self.plan(max(at, FIRST), partial(self._leave, worker.user, last + timedelta(days=1)))

    def _plan_closings(self) -> None:
        """The clock looks every few seconds; here, at the end of each region's day."""
        for day in range(self.days + 14):
            for zone in REGIONS.values():
                local = datetime.combine(FIRST.date() + timedelta(days=day), CLOSES, ZoneInfo(zone))
                self.plan(local.astimezone(UTC), nothing)

    async def _ask(self, user: str, text: str) -> None:
        await self.house.ask(text, Who(office.TEAM, user), settle=False)

    async def _leave(self, user: str, back_on: date) -> None:
        now = self.house.clock()
        await self.house.world.write(lambda db: hours.put(db, Who(office.TEAM, user), "", back_on.isoformat(), now))

    async def _decide(self, user: str, number: int, willing: float = 1.0) -> None:
        """This person looks at a card, and says something where they may and want to."""
        handoff = await self.house.handoff(number)
        if handoff.closed_at is not None or self.chance.random() > willing:
            return
        request, who = await self.house.request(handoff.request_id), Who(office.TEAM, user)
        if self.house.engine.verdicts.right(handoff, request, who):
            return
        verdict: Any = "approve" if self.chance.random() < 0.92 else "reject"
        ballot = Ballot(number, handoff.revision, verdict, note="no" if verdict == "reject" else "")
        await self.house.engine.verdicts.decide(self.house.click(who), ballot)
        closed = await self.house.handoff(number)
        if closed.closed_at is not None:
            took = (closed.closed_at - closed.opened_at).total_seconds() / 60
            self.lived.minutes[closed.step].append(took)

    async def _take(self, user: str, number: int, willing: float) -> None:
        """This person takes a shift that was handed over, if they want to."""
        if self.chance.random() <= willing:
            await self.house.engine.shifts.take(self.house.click(Who(office.TEAM, user)), number, ())

    # What people hear ------------------------------------------------------------------------------------------------

    async def _hear(self, told: office.Told) -> None:
        if told.key.startswith("shift:"):
            told = replace(told, handoffs=await self._untaken(int(told.key.split(":")[1])))
        if told.key.startswith("oncall:"):
            waiting = await self.house.engine.overview.waiting(Who(office.TEAM, told.key.split(":")[1]))
            told = replace(told, handoffs=tuple(waiting))
        for number in told.handoffs:
            if number not in self.risks:
                self.risks[number] = (await self.house.handoff(number)).step
        kind = told.key.split(":")[0]
        self.lived.told[kind] += 1
        if kind == "card":
            self._glances(told.handoffs[0], told.at)
        if kind == "requester":
            return
        for user in sorted(told.called):
            self._called(user, told)

    async def _untaken(self, shift: int) -> tuple[int, ...]:
        """What this shift is told about: open, and nobody has taken it."""
        found = await self.house.rows(
            "SELECT c.handoff_id FROM shift_case c JOIN handoff h ON h.id = c.handoff_id"
            " WHERE c.shift_id = ? AND c.taken_by = '' AND h.closed_at IS NULL",
            shift,
        )
        return tuple(int(number) for (number,) in found)

    def _glances(self, number: int, at: datetime) -> None:
        desk = [each for each in self.crowd.values() if each.user in self.house.people.groups["SDESK"].users]
        times = sorted(
            (each.after_work(at, self.chance.expovariate(1 / LOOKS_HOURS)), each.user)
            for each in self.chance.sample(desk, 6)
        )
        for moment, user in times[:3]:
            self.plan(moment, partial(self._decide, user, number, LOOKS_INTO))

    def _called(self, user: str, told: office.Told) -> None:
        worker = self.crowd[user]
        works = worker.works(told.at)
        if told.key.startswith(("digest:", "own:")):
            moment, willing = worker.begins(told.at) + timedelta(minutes=self.chance.uniform(5, 60)), READS_DIGEST
        else:
            self.lived.calls[user] += 1
            self._within(user, told, works)
            awake = works or self._now(told)
            start = told.at if awake else worker.begins(told.at)
            moment = start + timedelta(minutes=self.chance.expovariate(1 / REACTS_MINUTES[works or not awake]))
            willing = HEARS[works or not awake] / len(told.called)
        if worker.absent(moment):
            return
        if told.key.startswith("shift:"):
            self.plan(moment, partial(self._take, user, int(told.key.split(":")[1]), willing))
        else:
            for number in told.handoffs:
                self.plan(moment, partial(self._decide, user, number, willing))

    def _now(self, told: office.Told) -> bool:
        """Whether one of the cases that this is about has a risk that says now."""
        return any(self.risks[number] in URGENT for number in told.handoffs)

    def _within(self, user: str, told: office.Told, works: bool) -> None:
        if works:
            return
        if self._now(told):
            self.lived.outside_now += 1
            return
        self.lived.outside += 1
        if self.way.hours:
            self.lived.troubles.append(
                f"{user} was called by {told.key} at {told.at:%a %d %b %H:%M} UTC, outside hours"
            )


WAYS = (
    Way("with hours, chains and handover"),
    Way("without", hours=False),
    Way("with, and down for 3 h on 20% of the days", down=0.2),
)


def year(folder: Path, cases: int, days: int, workers: int, seed: int = 1) -> Report:
    """The year in each of its ways, each in a process of its own, so many at a time."""
    started = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    report = Report("year", {"people": 40, "handoffs": cases, "days": days})
    for first in range(0, len(WAYS), workers):
        numbers = range(first, min(first + workers, len(WAYS)))
        made = [Child(_worker(folder / str(n), n, cases, days, seed), folder / f"way-{n}.log") for n in numbers]
        for number, child in zip(numbers, made, strict=True):
            while (said := child.line.receive()) is not None:
                report.figures |= said["figures"]
                report.violations += said["troubles"]
            if child.join():
                report.violations.append(f"{WAYS[number].name}: it ended by itself; see {folder}/way-{number}.log")
    report.seconds = time.monotonic() - started
    return report


def _worker(folder: Path, number: int, cases: int, days: int, seed: int) -> Callable[[Line], None]:
    def work(line: Line) -> None:
        lived = lives(folder, WAYS[number], cases, days, seed)
        line.send({"figures": figures(lived), "troubles": [f"{lived.way.name}: {each}" for each in lived.troubles]})

    return work


def lives(folder: Path, way: Way, cases: int, days: int, seed: int) -> Lived:
    """One year in one way."""
    logging.disable(logging.CRITICAL)
    house.opened = _opened
    return asyncio.run(Year(folder, way, cases, days, seed).live())


def _opened(database: Path) -> Store:
    """In the place of that of `house`: the tables are made once, before the year."""
    if not database.exists():
        Store.open(database).close()
    return model.opened(database)
