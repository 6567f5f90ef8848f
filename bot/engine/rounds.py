"""From one stage of a decision to another: its people are told, their deadline begins anew, the ladder from below."""

from datetime import timedelta

from bot.engine import tell, times
from bot.engine.world import World
from bot.escalation import patience_seconds
from bot.workflows import Step
from storage import asked, audit, due, handoffs
from storage.models import Decision, Handoff
from storage.sqlite import Db


def move(world: World, db: Db, before: Handoff, after: Handoff, step: Step, stage: int, by: Decision) -> int:
    """Ask the people of `stage`, because of the decision `by`; returns the number of the record's entry."""
    now = world.clock()
    enter(world, db, after, step, stage)
    passed = stage > before.stage and after.revision == before.revision
    seq = audit.add(
        db,
        now,
        "stage_passed" if passed else "stage_again",
        "baton",
        request=after.request_id,
        run=after.run_id,
        handoff=after.id,
        data={"stage": before.stage, "next": stage, "of": len(step.stages), "revision": after.revision},
    )
    facts = {"stage": stage, "passed": passed, "decision": by.id}
    tell.thread(db, after, "stage", now, number=by.id, **facts)
    return seq


def enter(world: World, db: Db, handoff: Handoff, step: Step, stage: int) -> None:
    """Begin a stage: nobody of it was late so far."""
    now, seconds = world.clock(), patience_seconds(step, 0)
    deadline = now + timedelta(seconds=seconds) if seconds else None
    handoffs.set_stage(db, handoff.id, stage, deadline)
    asked.begin_anew(db, handoff.id)
    due.drop(db, "deadline", handoff.id)
    begun = {"stage": stage, "rung": 0, "held": False, "given": "", "deadline_at": deadline}
    times.start(db, world, handoff.model_copy(update=begun), now)
