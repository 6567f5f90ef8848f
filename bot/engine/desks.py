"""A person's own digest: at their local hour, once for each local date, and only where there is something to tell."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.desk import Own
from bot.digest import instant, own_day
from bot.engine import stories
from bot.engine.times import hours_of
from bot.engine.verdicts import Verdicts
from bot.engine.waiting import Waiting, row, rows
from bot.engine.world import Click, World
from storage import asked, audit, desk, due, handoffs, outbox, requests
from storage.desk import Habit
from storage.models import Who
from storage.sqlite import Db

LATE_AFTER = timedelta(minutes=5)
LOOKED_BACK = timedelta(days=4)
"""Who asked for something that ended longer ago has had their digest: no weekend is longer."""
WAITING_ROWS, ASKED_ROWS, ENDED_ROWS = 5, 3, 5
NEVER = "never"


class _Turn(NamedTuple):
    """A local date of a person that has come. One that does not tell is passed over: the next one tells it."""

    habit: Habit
    day: date
    tells: bool


class Desks:
    """The digests of people."""

    def __init__(self, world: World, verdicts: Verdicts) -> None:
        self._world, self._waiting = world, Waiting(world, verdicts)

    async def claim(self) -> None:
        """Queue everybody's own digest that is due and holds something, each (person, local date) once."""
        now = self._world.clock()
        known = await self._world.scan(desk.habits)
        if any(habit.upto and habit.upto > now for habit in known.values()):
            await self._world.mark(lambda db: desk.not_yet(db, now))
        turns = await self._world.scan(lambda db: self._turns(db, now))
        if quiet := [turn for turn in turns if not turn.tells]:
            await self._world.mark(partial(_pass_over, quiet, now))
        for turn in (each for each in turns if each.tells):
            await self._claim(turn.habit, turn.day, now)

    def _turns(self, db: Db, now: datetime) -> list[_Turn]:
        """Whose date has come, each once."""
        known = desk.habits(db)
        found: list[_Turn] = []
        for who in self._people(db, now):
            habit = known.get(who, Habit(who, "", None, None))
            at, zone = self.at(habit), self.zone(who)
            today = now.astimezone(zone).date()
            yesterday, last = today - timedelta(days=1), habit.day
            if at is None or (last and last >= today):
                continue
            passed = instant(today, at, zone) <= now
            if last is None:  # seen for the first time: a time of today that has passed is not made up for
                found.append(_Turn(habit, today if passed else yesterday, tells=False))
            elif passed or last < yesterday:  # else nobody's hours need to be looked up
                hours = hours_of(db, self._world, who.user)
                day = own_day(last, at, zone, now, hours)
                off = passed and not hours.open_on(today)
                found += [_Turn(habit, day or today, tells=day is not None)] if day or off else []
        return found

    def _people(self, db: Db, now: datetime) -> list[Who]:
        """Everybody who decides something, and everybody who asked for something that is open or ended of late."""
        people = self._world.people
        steps = [step for flow in self._world.shelf.workflows.values() for step in flow.steps.values()]
        references = {ref for step in steps for ref in step.ever}
        deciding = {Who(people.team, user) for user in people.users(references)}
        return sorted(who for who in deciding | desk.askers(db, now - LOOKED_BACK) if people.is_person(who))

    def at(self, habit: Habit) -> time | None:
        """The local time of somebody's digest; None where they get none."""
        if habit.digest == NEVER:
            return None
        return time.fromisoformat(habit.digest) if habit.digest else self._world.shelf.team.digest

    def zone(self, who: Who) -> ZoneInfo:
        """Where somebody is, as Slack says; the team's zone where that is no zone we know."""
        member = self._world.people.members.get(who.user)
        try:
            return ZoneInfo(member.zone if member else self._world.shelf.team.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return self._world.shelf.team.zone

    async def _claim(self, habit: Habit, day: date, now: datetime) -> None:
        """Claim this date; what there is to tell is queued with it, nothing where there is none."""
        who, at, zone = habit.who, self.at(habit), self.zone(habit.who)
        moment = instant(day, at, zone) if at else now
        start, late = habit.upto or now - timedelta(days=1), now - moment > LATE_AFTER
        told = await self.own(who, day, start, now, late=late)
        payload = {"user": who.user, "day": day.isoformat(), "late": late}
        payload |= {"start": start.isoformat(), "end": now.isoformat()}

        def work(db: Db) -> None:
            if not desk.claim(db, who, day, now) or told.empty:
                return
            key = f"own:{who}:{day.isoformat()}"
            outbox.add(db, key=key, lane=f"own:{who}", kind="own", payload=payload, now=now)
            audit.add(db, now, "own_digest_queued", "baton", data={"person": str(who), "day": day.isoformat()})

        await (self._world.mark if told.empty else self._world.write)(work)

    async def own(self, who: Who, day: date, start: datetime, end: datetime, *, late: bool) -> Own:
        """A person's digest: what waits for them now, what they asked, and what happened in [start, end)."""

        def work(db: Db) -> Own:
            mine = self._waiting.mine(db, who)
            open_requests = requests.open_of(db, who, chosen=True)
            ended = desk.ended(db, who, start, end)
            told = [stories.story(db, self._world, each) for each in ended[-ENDED_ROWS:]]
            held = [each for each in asked.kept_between(db, start, end) if each.who == who]
            entries, head = audit.head(db)
            at_work = [(each, handoffs.of_request(db, each.id)) for each in open_requests[:ASKED_ROWS]]
            return Own(
                day=day,
                late=late,
                covers_from=start,
                covers_to=end,
                waiting=tuple(rows(db, self._world, mine[:WAITING_ROWS])),
                total_waiting=len(mine),
                total_late=sum(each.late for each in mine),
                asked=tuple(
                    (
                        stories.as_read(self._world.people, each),
                        row(db, self._world, found[-1].id) if found and found[-1].closed_at is None else None,
                    )
                    for each, found in at_work
                ),
                total_asked=len(open_requests),
                ended=tuple(each for each in told if each),
                total_ended=len(ended),
                held=len({each.handoff_id for each in held}),
                entries=entries,
                head=head,
                now=self._world.clock(),
            )

        return await self._world.scan(work)

    async def held_back(self, who: Who, start: datetime, end: datetime) -> tuple[int, ...]:
        """The handoffs of which notices to this person were kept back for a while in [start, end)."""
        found = await self._world.scan(lambda db: asked.kept_between(db, start, end))
        return tuple(dict.fromkeys(each.handoff_id for each in found if each.who == who))

    async def choose(self, click: Click, digest: str) -> None:
        """Somebody says when they want their own digest: a local time, or `never`."""
        now = self._world.clock()

        def work(db: Db) -> None:
            if due.receive(db, click.key, "click", {}, now, handled=True):
                desk.choose(db, click.who, digest)
                audit.add(db, now, "own_digest_chosen", str(click.who), data={"at": digest})

        await self._world.mark(work)


def _pass_over(turns: Sequence[_Turn], now: datetime, db: Db) -> None:
    for turn in turns:
        desk.claim(db, turn.habit.who, turn.day, turn.habit.upto or now)
