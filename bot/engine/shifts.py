"""The change of shift: what is open with a region's people at the end of their day goes to the next as one brief."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot import rota
from bot.engine import reaching, stories, tell
from bot.engine.refusing import refuse
from bot.engine.times import hours_of
from bot.engine.verdicts import Verdicts
from bot.engine.world import Click, World
from bot.escalation import urgent
from bot.handover import Handover, Item, ordered, when
from bot.hours import ALWAYS
from bot.permissions import deciders, stage_of
from bot.rota import Region
from storage import audit, due, handoffs, requests, shifts
from storage.models import Handoff, Who
from storage.shifts import Shift
from storage.sqlite import Db

BACK = timedelta(days=14)
MOST = 1000
JUST_NOW = timedelta(minutes=1)


class Shifts:
    """Regions hand over at the end of their day: each (region, local date) once, whatever was down meanwhile."""

    def __init__(self, world: World, verdicts: Verdicts) -> None:
        self._world, self._verdicts = world, verdicts

    async def claim(self) -> None:
        """Hand over every day that has ended."""
        self._world.shelf.refresh()
        for region in self._world.shelf.team.schedule.regions.values():
            if region.next:
                await self._end(region)

    # A region's day ends ----------------------------------------------------------------------------------------------

    async def _end(self, region: Region) -> None:
        """After a downtime the newest day is handed over, late; those before it are in it."""
        now, job = self._world.clock(), f"shift:{region.name}"
        ended = [(day.isoformat(), closes) for _, closes, day in region.shifts(now - BACK, now) if closes <= now]
        if not ended:
            return
        last = await self._world.read(lambda db: due.last_slot(db, job))
        fresh = [(day, closes) for day, closes in ended if last is None or day > last]
        if not fresh:
            return

        def work(db: Db) -> None:
            claimed = [due.claim_slot(db, job, day, now) for day, _ in fresh]
            # The first time that a region is seen, a day that ended before is not made up for.
            if claimed[-1] and (last is not None or now - fresh[-1][1] < JUST_NOW):
                self._hand_over(db, region, *fresh[-1])

        await self._world.write(work)

    def _hand_over(self, db: Db, region: Region, day: str, ended: datetime) -> None:
        now = self._world.clock()
        found = self._open_with(db, region, ended)
        if not found:
            return
        to = self._world.shelf.team.schedule.regions[region.next]
        starts, _ = _next_day(to, max(now, ended))
        accept_by = starts + timedelta(seconds=region.accept_seconds)
        number = shifts.add(db, region.name, day, to.name, ended, accept_by, found)
        due.put(db, "shift", number, starts if starts > now else accept_by)
        data = {"shift": number, "region": region.name, "day": day, "next": to.name, "cases": found}
        seq = audit.add(db, now, "shift_ended", "baton", data=data)
        tell.shift(db, number, "brief", seq, now)
        if starts <= now:
            self._call(db, shifts.get(db, number))

    def _open_with(self, db: Db, region: Region, ended: datetime) -> list[int]:
        """What was with somebody of the region when its day ended, whoever is on call now."""
        then = rota.everywhere(self._world.shelf.team.schedule, ended - timedelta(seconds=1))
        people = replace(self._world.people, on_call=then)
        own = people.users(region.people)
        return [
            each.id
            for each in handoffs.open_ones(db, limit=MOST)
            if each.opened_at < ended
            and not own.isdisjoint({each.given} if each.given else people.users(references(self._world, each)))
        ]

    async def passed(self, number: int) -> None:
        """The next region's day begins: it is called. Or it is too late: what nobody took stays, the ladder is told."""
        self._world.shelf.refresh()
        await self._world.write(lambda db: self._passed(db, number))

    def _passed(self, db: Db, number: int) -> None:
        now, shift = self._world.clock(), shifts.get(db, number)
        if shift.accept_by > now and shift.closed_at is None:
            due.put(db, "shift", number, shift.accept_by)
            self._call(db, shift)
            return
        due.drop(db, "shift", number)
        if not shifts.close(db, number, now):
            return
        left = self._untaken(db, number)
        if left:
            seq = audit.add(db, now, "shift_left", "baton", data={"shift": number, "cases": left})
            to = self._summon(db, shift, left, self._ladder(db, shift), "left")
            tell.shift(db, number, "left", seq, now, to=to)
        tell.shift(db, number, "brief", audit.head(db)[0], now)

    def _call(self, db: Db, shift: Shift) -> None:
        """Those who take over, once: nobody is called a second time where the clock was ahead for a moment."""
        region, left = self._world.shelf.team.schedule.regions.get(shift.next), self._untaken(db, shift.id)
        if region is None or not left:
            return
        to = self._summon(db, shift, left, region.people, "shift", before=shift.accept_by)
        if to:
            tell.shift(db, shift.id, "call", audit.head(db)[0], self._world.clock(), to=to)

    def _ladder(self, db: Db, shift: Shift) -> tuple[str, ...]:
        """Who is told what nobody took: the region's ladder; the owners, where it has none or all of it is on leave."""
        team, now = self._world.shelf.team, self._world.clock()
        given = team.schedule.regions.get(shift.region)
        if given is None or not given.ladder:
            return team.owners
        here = (user for user in self._active((given.ladder,)) if not hours_of(db, self._world, user).away(now))
        return (given.ladder,) if any(here) else team.owners

    def _summon(
        self,
        db: Db,
        shift: Shift,
        cases: Sequence[int],
        references: Sequence[str],
        what: str,
        before: datetime | None = None,
    ) -> tuple[str, ...]:
        """Bring the cases before those people, each as they may be interrupted; the ids that mention who is now."""
        steps = (self._world.shelf.step_of(handoffs.get(db, each)) for each in cases)
        at_once = any(step is not None and urgent(step) for step in steps)
        users, number = self._active(references), shift.id
        called = reaching.summon(db, self._world, cases, users, what, number, at_once=at_once, before=before)
        return reaching.targets(self._world.people, references, called)

    def _active(self, references: Sequence[str]) -> list[str]:
        people = self._world.people
        return [user for user in sorted(people.users(references)) if people.is_person(Who(people.team, user))]

    @staticmethod
    def _untaken(db: Db, number: int) -> list[int]:
        waiting = (each.handoff_id for each in shifts.cases(db, number) if each.taken_by is None)
        return [each for each in waiting if handoffs.get(db, each).closed_at is None]

    # Somebody takes it ------------------------------------------------------------------------------------------------

    async def take(self, click: Click, number: int, wanted: Collection[int], first: int = 0) -> None:
        """This person of the next region takes these cases (none named: all), and does `first` first.

        Raises:
            LookupError: there is no such shift.
        """
        self._world.shelf.refresh()
        await self._world.write(lambda db: self._take(db, click, number, wanted, first))

    def _take(self, db: Db, click: Click, number: int, wanted: Collection[int], first: int) -> None:
        now, shift = self._world.clock(), shifts.get(db, number)
        if not due.receive(db, click.key, "click", {}, now, handled=True):
            return
        why = self._why_not(shift, click.who)
        if why:
            refuse(self._world, db, click, "take_shift", {"what": why, **self._named(shift)})
            return
        taken = [each for each in self._untaken(db, number) if each in wanted or not wanted]
        # Two regions whose days end at once may hand over the same case: it is taken in both.
        offers = {each: shifts.offering(db, shift.next, each) for each in taken}
        watched = [each for each in taken if not self._theirs(db, handoffs.get(db, each), click.who)]
        for each, numbers in offers.items():
            for one in numbers:
                self._take_one(db, one, each, click.who, first=each == first, theirs=each not in watched)
        for one in sorted({number, *(one for numbers in offers.values() for one in numbers)}):
            if not self._untaken(db, one):
                shifts.close(db, one, now)
                due.drop(db, "shift", one)
            tell.shift(db, one, "brief", audit.head(db)[0], now)
        lost, first = len(set(wanted) - set(taken)), first if first in taken else 0
        said = {"what": "shift_taken", "cases": taken, "watched": watched, "first": first, "lost": lost}
        tell.answer(db, click, said, now)

    def _theirs(self, db: Db, handoff: Handoff, who: Who) -> bool:
        """Whether it is with whoever takes it: what others decide, they only look after."""
        return handoff.kind == "question" or not self._verdicts.right(
            handoff, requests.get(db, handoff.request_id), who
        )

    def _take_one(self, db: Db, number: int, handoff_id: int, who: Who, *, first: bool, theirs: bool) -> None:
        """It is with whoever took it, where they may decide it: a shift gives nobody a right."""
        now, handoff = self._world.clock(), handoffs.get(db, handoff_id)
        shifts.take(db, number, handoff_id, who, now, first=first)
        ids = {"request": handoff.request_id, "run": handoff.run_id, "handoff": handoff_id}
        seq = audit.add(db, now, "shift_taken", str(who), **ids, data={"shift": number, "first": first})
        if handoff.kind != "question" and theirs:
            handoffs.set_given(db, handoff_id, who.user)
            tell.card(db, handoff_id, seq, now)

    def _why_not(self, shift: Shift, who: Who) -> str:
        region = self._world.shelf.team.schedule.regions.get(shift.next)
        people = self._world.people
        if region is None or not people.is_person(who) or who.user not in people.users(region.people):
            return "not_of_shift"
        return "shift_over" if shift.closed_at is not None else ""

    def _named(self, shift: Shift) -> dict[str, str]:
        """Who hands over and who takes over, in words."""
        regions, people = self._world.shelf.team.schedule.regions, self._world.people
        given, taken = regions.get(shift.region), regions.get(shift.next)
        named = {"givers": given.people if given else (), "takers": taken.people if taken else ()}
        return {key: people.labels(references, "or") for key, references in named.items()}

    async def refused(self, click: Click, number: int) -> bool:
        """Whether this person may not take this shift; if so, they are told, and the record has it.

        Raises:
            LookupError: there is no such shift.
        """
        shift = await self._world.read(lambda db: shifts.get(db, number))
        why = self._why_not(shift, click.who)

        def work(db: Db) -> None:
            if due.receive(db, click.key, "click", {}, self._world.clock(), handled=True):
                refuse(self._world, db, click, "take_shift", {"what": why, **self._named(shift)})

        if why:
            await self._world.write(work)
        return bool(why)

    # What it looks like -----------------------------------------------------------------------------------------------

    async def handover(self, number: int) -> Handover:
        """The brief as it stands now; a region that is not in the schedule any more has nobody.

        Raises:
            LookupError: there is no such shift.
        """
        return await self._world.scan(lambda db: self._brief(db, shifts.get(db, number)))

    def _brief(self, db: Db, shift: Shift) -> Handover:
        people, team = self._world.people, self._world.shelf.team
        given, taken = self._region(shift.region), self._region(shift.next)
        ladder = (given.ladder,) if given.ladder else team.owners
        return Handover(
            number=shift.id,
            region=given.title,
            next=taken.title,
            day=shift.ended_at.astimezone(taken.zone).date(),
            givers=tuple(people.label(each) for each in given.people),
            takers=tuple(people.label(each) for each in taken.people),
            items=self._items(db, shift, taken),
            accept_by=shift.accept_by,
            ladder=people.labels(ladder) if ladder else "",
            closed=shift.closed_at is not None,
            now=self._world.clock(),
        )

    def _region(self, name: str) -> Region:
        found = self._world.shelf.team.schedule.regions.get(name)
        return found or Region(name, name, replace(ALWAYS, zone=self._world.shelf.team.timezone), ())

    def _items(self, db: Db, shift: Shift, to: Region) -> tuple[Item, ...]:
        starts, ends = _next_day(to, shift.ended_at)
        found = []
        for case in shifts.cases(db, shift.id):
            story = stories.story(db, self._world, case.handoff_id)
            if story is not None:
                name = self._world.people.name(case.taken_by.user) if case.taken_by else ""
                found.append(Item(story, when(story, starts, ends, shift.accept_by), name, case.first))
        return ordered(found)

    async def channel(self, number: int) -> str:
        """Where a shift is handed over; empty where its region has no such channel any more.

        Raises:
            LookupError: there is no such shift.
        """
        shift = await self._world.read(lambda db: shifts.get(db, number))
        region = self._world.shelf.team.schedule.regions.get(shift.region)
        return self._world.people.channel(region.channel) or region.channel if region else ""


def references(world: World, handoff: Handoff) -> tuple[str, ...]:
    """Who decides a handoff, by reference; where its step was taken away, whoever decides any of its workflow."""
    step = world.shelf.step_of(handoff)
    if step is not None:
        return deciders(step, handoff.rung, stage_of(handoff))
    workflow = world.shelf.workflow(handoff.workflow)
    steps = workflow.steps.values() if workflow else ()
    return tuple(reference for each in steps for reference in deciders(each, handoff.rung))


def _next_day(region: Region, at: datetime) -> tuple[datetime, datetime]:
    """The day of a region that runs at a moment, from then on, or its next one."""
    return next((max(at, opens), closes) for opens, closes, _ in region.shifts(at, at + timedelta(days=30)))
