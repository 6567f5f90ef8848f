"""The record as a whole: checkpoints, the rules in force, and a handoff's whole story for an export."""

from typing import Any

from bot import checkpoints
from bot.checkpoints import Checkpoint
from bot.engine.world import World
from storage import audit, chain, decisions, effects, handoffs, requests
from storage.models import Record as Row
from storage.sqlite import Db, to_text


class Record:
    """What is attested, and to whom."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def checkpoint(self, private_key: str) -> Checkpoint:
        """Sign where the record stands now."""
        size, head = await self._world.read(audit.head)
        return checkpoints.sign(private_key, to_text(self._world.clock()), size, head)

    async def rules(self) -> None:
        """Put the workflow files that are in force into the record, if they are not the ones that it names last."""
        shelf = self._world.shelf
        files = {workflow.id: workflow.hash for workflow in shelf.workflows.values()}
        team = {"owners": list(shelf.team.owners), "timezone": shelf.team.timezone, "ops": shelf.team.ops}
        now = self._world.clock()
        data = {"files": files, "team": chain.digest(team)}

        def work(db: Db) -> None:
            if audit.last_rules(db) != data:
                audit.add(db, now, "rules", "baton", data=data)

        await self._world.write(work)

    async def story(self, handoff_id: int) -> dict[str, Any]:
        """Everything that the record holds about a handoff, its request and its neighbours, as JSON values.

        Raises:
            LookupError: there is no such handoff.
        """
        return await self._world.scan(lambda db: whole_story(db, handoff_id))


def whole_story(db: Db, handoff_id: int) -> dict[str, Any]:
    """See Record.story."""
    handoff = handoffs.get(db, handoff_id)
    request = requests.get(db, handoff.request_id)
    together = handoffs.of_request(db, request.id)
    size, head = audit.head(db)
    return {
        "handoff": _plain(handoff),
        "request": _plain(request),
        "notes": [_plain(note) for note in requests.notes(db, request.id)],
        "run": _plain(requests.run(db, handoff.run_id)),
        "turns": requests.turns(db, handoff.run_id),
        "revisions": handoffs.revisions(db, handoff_id),
        "decisions": [_plain(each) for each in decisions.of_handoff(db, handoff_id)],
        "effects": [_plain(each) for each in effects.of_handoff(db, handoff_id, handoff.effect_key)],
        "other_handoffs": [_plain(each) for each in together if each.id != handoff_id],
        "record": [dict(row) for row in audit.of_request(db, request.id)],
        "head": {"size": size, "hash": head},
    }


def _plain(row: Row) -> dict[str, Any]:
    return row.model_dump(mode="json")
