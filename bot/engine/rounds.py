"""From one stage of a decision to another: its people are told, their deadline begins anew, the ladder from below."""

from collections.abc import Iterable
from datetime import timedelta

from bot import escalation
from bot.engine import reaching, tell, times
from bot.engine.world import World
from bot.permissions import deciders
from bot.workflows import Step
from storage import asked, audit, decisions, due, handoffs, requests
from storage.models import Decision, Handoff
from storage.sqlite import Db


def move(world: World, db: Db, before: Handoff, after: Handoff, stage: int, by: Decision | None = None) -> int:
    """Ask the people of `stage`, because of the decision `by` or of a new proposal; returns the record's number."""
    step = world.shelf.step_of(after)
    if step is None:
        raise LookupError(f"no step {after.step}")
    now = world.clock()
    enter(world, db, after, step, stage)
    passed = stage > before.stage and after.revision == before.revision
    ids = {"request": after.request_id, "run": after.run_id, "handoff": after.id}
    data = {"stage": before.stage, "next": stage, "of": len(step.stages), "revision": after.revision}
    seq = audit.add(db, now, "stage_passed" if passed else "stage_again", "baton", **ids, data=data)
    asks = deciders(step, 0, stage)
    to = _told(world, db, after, step, asks, seq)
    facts = {"stage": stage, "passed": passed, "decision": by.id if by else 0}
    tell.thread(db, after, "stage", now, number=seq, to=list(to), who=world.people.labels(asks), **facts)
    return seq


def _told(world: World, db: Db, handoff: Handoff, step: Step, asks: Iterable[str], number: int) -> tuple[str, ...]:
    """Bring it before the people of a stage; the ids that mention those who are told at once."""
    people, crew = world.people, times.Crew(db, world, step, requests.get(db, handoff.request_id).requester)
    said = {each.person.user for each in decisions.of_handoff(db, handoff.id) if each.revision == handoff.revision}
    users = [user for user in crew.users(asks) if user not in said]
    at_once = escalation.urgent(step)
    told = reaching.reach(db, world, handoff, users, "stage", number, at_once=at_once)
    found: list[str] = []
    for reference in asks:
        those = [user for user in told if user in people.users([reference])]
        found += reaching.targets(people, [reference], those)
    return tuple(dict.fromkeys(found))


def enter(world: World, db: Db, handoff: Handoff, step: Step, stage: int) -> None:
    """Begin a stage: nobody of it was late so far."""
    now, seconds = world.clock(), escalation.patience_seconds(step, 0)
    deadline = now + timedelta(seconds=seconds) if seconds else None
    handoffs.set_stage(db, handoff.id, stage, deadline)
    asked.begin_anew(db, handoff.id)
    due.drop(db, "deadline", handoff.id)
    begun = {"stage": stage, "rung": 0, "held": False, "given": "", "deadline_at": deadline}
    times.start(db, world, handoff.model_copy(update=begun), now)
