"""Shows secret values to those who may decide: each time on a click of theirs, each time in the record."""

from bot import secrecy as names
from bot.engine import secrecy
from bot.engine.refusing import refuse
from bot.engine.verdicts import Verdicts
from bot.engine.world import Click, World
from storage import audit, due, handoffs, requests
from storage.sqlite import Db


class Showing:
    """Opens secret values for people."""

    def __init__(self, world: World, verdicts: Verdicts) -> None:
        self._world, self._verdicts = world, verdicts

    async def show(self, click: Click, handoff_id: int) -> dict[str, str]:
        """Placeholder to value, of all secret values of a handoff's request; empty where this person may not see them.

        Raises:
            Sealed: they cannot be opened; the text says why.
        """
        self._world.shelf.refresh()
        return await self._world.write(lambda db: self._show(db, click, handoff_id))

    def _show(self, db: Db, click: Click, handoff_id: int) -> dict[str, str]:
        now = self._world.clock()
        if not due.receive(db, click.key, "click", {}, now, handled=True):
            return {}
        handoff = handoffs.get(db, handoff_id)
        refusal = self._verdicts.right(handoff, requests.get(db, handoff.request_id), click.who)
        if refusal:
            refuse(self._world, db, click, "show", {"what": refusal}, handoff)
            return {}
        found = secrecy.values(db, self._world, handoff.request_id)
        audit.add(
            db,
            now,
            "secrets_shown",
            str(click.who),
            request=handoff.request_id,
            run=handoff.run_id,
            handoff=handoff.id,
            data={"secrets": sorted(number for name in found for number in names.numbers_in(name))},
        )
        return found
