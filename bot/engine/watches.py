"""Who is on call changes: cards say the new name at once, and whoever takes over hears what waits."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from bot import rota
from bot.engine import reaching, tell
from bot.engine.shifts import references
from bot.engine.times import hours_of
from bot.engine.world import World
from bot.escalation import urgent
from bot.rota import PREFIX, Rota, Watch
from storage import asked, audit, due, handoffs
from storage.models import Handoff, Who
from storage.sqlite import Db, to_text

MOST = 1000
IN_TIME = timedelta(days=1)


class Absence(NamedTuple):
    """A turn whose people (by name) are all on leave, now or when it begins; `begun` is whether it has."""

    rota: Rota
    names: tuple[str, ...]
    turn: Watch
    begun: bool


class Watches:
    """Turns of the rotations. Rights change by themselves, at every click; this is what people see of it."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def claim(self) -> None:
        """Tell of every turn that has begun, each once."""
        self._world.shelf.refresh()
        for each in self._world.shelf.team.schedule.rotations.values():
            await self._change(each)

    async def _change(self, each: Rota) -> None:
        job, watch = f"oncall:{each.name}", rota.on_call(each, self._world.clock())
        slot = to_text(watch.start)
        last = await self._world.read(lambda db: due.last_slot(db, job))
        if last is None or slot > last:
            await self._world.write(lambda db: self._begin(db, each, watch, slot, first=last is None))

    def _begin(self, db: Db, each: Rota, watch: Watch, slot: str, *, first: bool) -> None:
        """The first time that a rotation is seen, nobody took over from anybody."""
        now, people = self._world.clock(), self._world.people
        before = people.users(rota.on_call(each, watch.start - timedelta(seconds=1)).people)
        users = people.users(watch.people)
        if not due.claim_slot(db, f"oncall:{each.name}", slot, now) or first or users == before:
            return
        data = {"rotation": each.name, "people": sorted(users), "until": to_text(watch.end)}
        seq = audit.add(db, now, "on_call", "baton", data=data)
        waiting = [one for one in handoffs.open_ones(db, limit=MOST) if self._is_with(one, each.name)]
        for one in waiting:
            tell.card_of(db, one, seq, now)
        steps = (self._world.shelf.step_of(one) for one in waiting)
        at_once = any(step is not None and urgent(step) for step in steps)
        cases = [one.id for one in waiting]
        fresh = [user for user in sorted(users - before) if not self._told_just_now(db, user, cases)]
        for user in reaching.summon(db, self._world, cases, fresh, "oncall", seq, at_once=at_once):
            tell.on_call(db, user, each.name, watch.end, seq, now)

    def _told_just_now(self, db: Db, user: str, cases: Sequence[int]) -> bool:
        """Whether there is nothing left to tell: nothing waits, or the change of shift has called them to all of it."""
        who, since = Who(self._world.people.team, user), self._world.clock() - reaching.TOGETHER
        return asked.told_since(db, who, since).issuperset(cases)

    async def on_leave(self) -> list[Absence]:
        """Every turn that runs now, or begins within a day, and of whose people everybody is on leave then."""
        now, schedule = self._world.clock(), self._world.shelf.team.schedule
        found: list[Absence] = []
        for each in schedule.rotations.values():
            watch = rota.on_call(each, now)
            turns = [watch, rota.on_call(each, watch.end)] if watch.end - now <= IN_TIME else [watch]
            absences = [await self._world.read(partial(self._absence, each, turn)) for turn in turns]
            found += [absence for absence in absences if absence][:1]
        return found

    def _absence(self, each: Rota, turn: Watch, db: Db) -> Absence | None:
        now, people = self._world.clock(), self._world.people
        at = max(turn.start, now)
        users = [user for user in sorted(people.users(turn.people)) if people.is_person(Who(people.team, user))]
        if not users or not all(hours_of(db, self._world, user).away(at) for user in users):
            return None
        return Absence(each, tuple(people.name(user) for user in users), turn, begun=turn.start <= now)

    def _is_with(self, handoff: Handoff, rotation: str) -> bool:
        """By name, or by a role that holds the rotation."""
        people, named = self._world.people, references(self._world, handoff)
        return f"{PREFIX}{rotation}" in (name for each in named for name in people.in_role(each) or (each,))
