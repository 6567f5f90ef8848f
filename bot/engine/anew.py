"""Handoffs that stand for one before them: the same proposal asked anew, and a doubt about its effect."""

from datetime import timedelta

from bot.engine import moves, secrecy, tell, times
from bot.engine.world import World
from bot.escalation import patience_seconds
from storage import audit, handoffs
from storage.models import Brief, Effect, Handoff, Way
from storage.sqlite import Db


def ask_anew(
    world: World, db: Db, handoff: Handoff, author: str, *, brief: Brief | None = None, way: Way = "never"
) -> int:
    """The same proposal as a new handoff, because the approved one did not run; returns its id.

    It is no evidence, as a second card of one proposal; `way` is given where the first one is none.
    """
    now = world.clock()
    step = world.shelf.step(handoff.workflow, handoff.step)
    seconds = patience_seconds(step, 0) if step else 0
    deadline = now + timedelta(seconds=seconds) if seconds else None
    again = {"id": 0, "state": "waiting", "revision": 1, "rung": 0, "stage": 1, "opened_at": now, "revised_at": now}
    again |= {"closed_at": None, "held": False, "deadline_at": deadline, "brief": brief or handoff.brief}
    again |= {"way": way, "given": ""}
    new_id = handoffs.add(db, handoff.model_copy(update=again), author)
    times.start(db, world, handoffs.get(db, new_id), now)
    audit.add(
        db,
        now,
        "handoff_opened",
        author,
        request=handoff.request_id,
        run=handoff.run_id,
        handoff=new_id,
        data={
            "kind": handoff.kind,
            "step": handoff.step,
            "digest": handoff.args_digest,
            "again": handoff.id,
            "way": way,
            "card": handoffs.attested(db, new_id, 1),
        },
    )
    return new_id


def open_doubt(world: World, db: Db, handoff: Handoff, effect: Effect, why: str, look: str) -> None:
    """Nobody knows whether an effect happened: `why`, and what the tool's own `look` gave. A person settles it.

    Nothing where the effect has an end, or is in doubt already.
    """
    now = world.clock()
    _, why = secrecy.told_back(db, world, handoff, None, why)
    if not moves.effect(db, effect.key, "started", "in_doubt", now, error=why):
        return
    step = world.shelf.step(handoff.workflow, handoff.step)
    seconds = patience_seconds(step, 0) if step else 0
    doubt = handoff.model_copy(
        update={
            "id": 0,
            "kind": "doubt",
            "state": "waiting",
            "revision": 1,
            "stage": 1,
            "rung": 0,
            "held": False,
            "question": why,
            "brief": Brief(assessment=look),
            "reasons": (),
            "effect_key": effect.key,
            "given": "",
            "opened_at": now,
            "revised_at": now,
            "closed_at": None,
            "looking_since": None,
            "deadline_at": now + timedelta(seconds=seconds) if seconds else None,
        }
    )
    doubt_id = handoffs.add(db, doubt, "baton")
    times.start(db, world, doubt.model_copy(update={"id": doubt_id}), now)
    seq = audit.add(
        db,
        now,
        "effect_in_doubt",
        "baton",
        request=handoff.request_id,
        run=handoff.run_id,
        handoff=doubt_id,
        data={"key": effect.key, "card": handoffs.attested(db, doubt_id, 1)},
    )
    tell.card(db, handoff.id, seq, now)
    tell.card(db, doubt_id, seq, now)
    tell.requester(db, handoff.request_id, doubt_id, "in_doubt", now)
