"""Who is on call changes: cards say the new name at once, and whoever takes over hears what waits."""

from datetime import timedelta

from bot import rota
from bot.engine import tell
from bot.engine.shifts import references
from bot.engine.world import World
from bot.rota import PREFIX, Rota, Watch
from storage import audit, due, handoffs
from storage.models import Handoff
from storage.sqlite import Db, to_text

MOST = 1000


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
        for user in sorted(users - before) if waiting else ():
            tell.on_call(db, user, each.name, watch.end, seq, now)

    def _is_with(self, handoff: Handoff, rotation: str) -> bool:
        """By name, or by a role that holds the rotation."""
        people, named = self._world.people, references(self._world, handoff)
        return f"{PREFIX}{rotation}" in (name for each in named for name in people.in_role(each) or (each,))
