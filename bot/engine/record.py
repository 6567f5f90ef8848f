"""The record as a whole: checkpoints, the rules in force, and a handoff's whole story for an export."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot import checkpoints
from bot.checkpoints import Checkpoint
from bot.engine import tell
from bot.engine.world import World
from bot.owners import owners_of
from storage import (
    audit,
    autonomy,
    chain,
    decisions,
    effects,
    handoffs,
    history,
    inquiries,
    requests,
    rulings,
    verify,
)
from storage.models import Record as Row
from storage.sqlite import Db, to_text
from storage.verify import Finding


class Record:
    """What is attested, and to whom."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def checkpoint(self, private_key: str) -> Checkpoint:
        """Sign where the record stands now."""
        size, head = await self._world.read(audit.head)
        return checkpoints.sign(private_key, to_text(self._world.clock()), size, head)

    async def sign(self, private_key: str, size: int, head: str) -> Checkpoint:
        """Sign a place in the record that was read before."""
        return checkpoints.sign(private_key, to_text(self._world.clock()), size, head)

    async def follow(self, place: tuple[int, str] | None, limit: int) -> tuple[Finding | None, tuple[int, str]]:
        """Follow the chain for at most `limit` entries from `place` on (None: from the first), so that nobody waits.

        Returns:
            What does not follow, if anything, and the place to go on from; the same place at the end of the chain.
        """
        begin = place or (0, chain.START)
        wrong, after, head = await self._world.scan(lambda db: verify.follow(db, *begin, limit))
        return wrong, (after, head)

    async def hashes(self, sizes: Iterable[int]) -> tuple[int, dict[int, str]]:
        """How many entries there are, and the hash of each of these that exists."""
        return await self._world.scan(lambda db: held(db, sizes))

    async def rules(self) -> None:
        """Put the workflow files that are in force into the record, if they are not the ones that it names last."""
        shelf = self._world.shelf
        files = {workflow.id: workflow.hash for workflow in shelf.workflows.values()}
        team = {"owners": list(shelf.team.owners), "timezone": shelf.team.timezone, "ops": shelf.team.ops}
        now = self._world.clock()
        data: dict[str, Any] = {"files": files, "team": chain.digest(team), "owners": self.owners()}
        data |= {"planted": shelf.team.planted} if shelf.team.planted else {}
        data |= {"schedule": shelf.team.schedule.hash} if shelf.team.schedule.hash else {}

        def work(db: Db) -> None:
            before = audit.last_rules(db)
            if before == data:
                return
            seq = audit.add(db, now, "rules", "files", data=data)
            if (before or {}).get("planted", 0) != shelf.team.planted:
                for flow in shelf.workflows.values():
                    step = next(iter(flow.steps))
                    tell.channel(db, "planting", flow.id, step, seq, now, share=shelf.team.planted)

        await self._world.write(work)

    def owners(self) -> list[str]:
        """The owners of today, by id: who may pause, override and reset from now on."""
        return list(owners_of(self._world.people, self._world.shelf.team))

    async def story(self, handoff_id: int) -> dict[str, Any]:
        """Everything that the record holds about a handoff, its request and its neighbours, as JSON values.

        Raises:
            LookupError: there is no such handoff.
        """
        return await self._world.scan(lambda db: whole_story(db, handoff_id))


def is_known(db: Db, handoff_id: int) -> bool:
    """Whether there is such a handoff."""
    return handoffs.request_of(db, handoff_id) is not None


def held(db: Db, sizes: Iterable[int]) -> tuple[int, dict[int, str]]:
    """How many entries there are, and the hash of each of these that exists."""
    return audit.head(db)[0], audit.hashes(db, sizes)


def everything(db: Db, start: datetime, end: datetime) -> dict[str, Any]:
    """The handoffs opened in [start, end), one short row each, and where the record stands, as JSON values."""
    size, head = audit.head(db)
    rows = history.between(db, start, end)
    alone = [row["id"] for row in rows if row["way"] == "act" and row["effect"] == "done"]
    told = {"from": to_text(start), "to": to_text(end), "handoffs": rows, "alone": alone}
    told["rulings"] = rulings.between(db, start, end)
    return {**told, "head": {"size": size, "hash": head}}


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
        "decisions": [_plain(each) | {"override": each.override} for each in decisions.of_handoff(db, handoff_id)],
        "inquiries": [_plain(each) for each in inquiries.of_handoff(db, handoff_id)],
        "effects": [_plain(each) for each in effects.of_handoff(db, handoff_id, handoff.effect_key)],
        "other_handoffs": [_plain(each) for each in together if each.id != handoff_id],
        "alone": _plain(alone) if (alone := autonomy.alone(db, handoff_id)) else None,
        "record": [dict(row) for row in audit.of_request(db, request.id)],
        "head": {"size": size, "hash": head},
    }


def _plain(row: Row) -> dict[str, Any]:
    return row.model_dump(mode="json")
