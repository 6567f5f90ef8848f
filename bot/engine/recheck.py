"""What a proposal rests on, looked up again right before it runs: what changed is asked anew, and nothing runs."""

import logging
from dataclasses import replace
from datetime import timedelta

from bot import correlation
from bot.engine import acting, guard, reads, tell
from bot.engine.anew import ask_anew
from bot.engine.keys import effect_key
from bot.engine.world import World
from bot.errors import StorageError
from storage import audit, decisions, due, effects, handoffs, requests
from storage.models import Effect, Handoff
from storage.sqlite import Db

TRIES = 3
log = logging.getLogger(__name__)


class Recheck:
    """Looks once more at the facts behind what was approved."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def passes(self, handoff_id: int) -> bool:
        """Whether it may begin now; if not, it is asked anew, or due a little later.

        Raises:
            StorageError: our own trouble: it stays due, and no try is counted.
        """
        try:
            changed = await self._changed_facts(handoff_id)
        except StorageError:
            raise
        except Exception as error:
            log.exception("what H-%s rests on could not be looked up again", handoff_id)
            kind = type(error).__name__
            await self._world.write(lambda db: self._stumble(db, handoff_id, kind))
            return False
        if changed is None or not changed.told:
            return True
        await self._world.write(lambda db: self._ask_again(db, handoff_id, changed))
        return False

    async def _changed_facts(self, handoff_id: int) -> reads.Changes | None:
        """Look up again what the proposal rests on; never for a doubt that a person settled."""
        handoff, begun, grounds = await self._world.read(lambda db: _basis(db, handoff_id))
        correlation.enter(handoff.request_id)
        workflow = self._world.shelf.workflow(handoff.workflow)
        if workflow is None or begun is not None:
            return None
        changes = await reads.look_again(self._world, workflow, handoff.request_id, grounds)
        step = workflow.steps.get(handoff.step)
        # An act alone becomes a card by `acting.held_back`, which says the same.
        tool = guard.changed_since(self._world, step, handoff) if step and handoff.way != "act" else ""
        return replace(changes, told=(tool, *changes.told)) if tool else changes

    def _stumble(self, db: Db, handoff_id: int, kind: str) -> None:
        """The look broke: tried again as often in all as the agent of the run may fail, then people are asked."""
        handoff = handoffs.get(db, handoff_id)
        failures = requests.count_failure(db, handoff.run_id)
        if failures >= TRIES:
            unknown = f"What it rests on could not be looked up again before it ran ({kind})."
            new_id = self._ask_again(db, handoff_id, reads.Changes((unknown,), (), ()))
            if new_id:
                requests.same_grounds(db, handoff_id, new_id)  # they are looked up again before that one runs, too
        elif due.drop(db, "act", handoff_id):
            due.put(db, "act", handoff_id, self._world.clock() + timedelta(seconds=2**failures))

    def _ask_again(self, db: Db, handoff_id: int, changed: reads.Changes) -> int:
        """The facts are not what they were: nothing runs, and the same proposal is asked anew with the difference.

        Returns the new handoff's id; 0 where it has begun, or is not due any more.
        """
        now = self._world.clock()
        handoff = handoffs.get(db, handoff_id)
        if not due.drop(db, "act", handoff_id) or effects.get(db, effect_key(handoff)):
            return 0
        effects.release(db, handoff_id)
        counted = acting.counted_late(self._world, db, handoff, decisions.of_handoff(db, handoff_id))
        why = {"reasons": ("What it looked up changed before it ran.",)} if handoff.way == "act" else {}
        asked = handoff.model_copy(update=why)
        new_id = ask_anew(self._world, db, asked, "baton", brief=changed.brief(handoff.brief))
        effects.never(
            db,
            key=effect_key(handoff),
            handoff=handoff,
            why=f"the facts changed before it ran; H-{new_id} asks again",
            now=now,
        )
        rows = [
            requests.add_turn(
                db, run_id=handoff.run_id, kind="read", name=tool, input=args, output=answer, milliseconds=0, now=now
            )
            for tool, args, answer in changed.fresh
        ]
        requests.rest_on(db, rows, new_id, 1)
        again = [reads.attested(turn, *read) for turn, read in zip(rows, changed.fresh, strict=True)]
        seq = audit.add(
            db,
            now,
            "facts_changed",
            "baton",
            request=handoff.request_id,
            run=handoff.run_id,
            handoff=handoff_id,
            data={"asked_again": new_id, "reads": again, **counted},
        )
        tell.card(db, new_id, seq, now)
        if handoff.way == "act":  # who asked has heard nothing yet
            tell.requester(db, handoff.request_id, new_id, "got_it", now)
        else:
            tell.card(db, handoff_id, seq, now)
            tell.thread(db, handoff, "result", now)
        return new_id


def _basis(db: Db, handoff_id: int) -> tuple[Handoff, Effect | None, list[reads.Ground]]:
    """A handoff, its action if it was begun, and the reads that its proposal rests on."""
    handoff = handoffs.get(db, handoff_id)
    return handoff, effects.get(db, effect_key(handoff)), requests.grounds(db, handoff_id)
