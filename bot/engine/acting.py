"""Acting alone: the decision that no person takes, and what is told once it has run."""

from collections.abc import Sequence
from typing import Any

from bot import standing
from bot.engine import attesting, moves, recall, tell
from bot.engine.earned import Earned
from bot.engine.world import World
from bot.workflows import Step
from storage import audit, autonomy, decisions, due, requests
from storage.acts import Alone
from storage.models import AUTONOMY, Decision, Handoff, Way
from storage.sqlite import Db


def decide(world: World, db: Db, handoff: Handoff, step: Step, alone: Alone) -> None:
    """The decision by `autonomy`: the same rows as a person's, and the act is due."""
    now = world.clock()
    decision = decisions.add(
        db, _decision(world, handoff), workflow=handoff.workflow, step=handoff.step, salt=world.salt()
    )
    moves.close(db, handoff, "approved", now)
    autonomy.add_alone(db, alone.model_copy(update={"handoff_id": handoff.id}))
    held = attesting.held(db, handoff, step)
    figures = {"bound": alone.bound, "evidence": alone.evidence_id, "draw": handoff.draw, "rate": handoff.rate}
    audit.add(
        db,
        now,
        "decision_approve",
        str(AUTONOMY),
        request=handoff.request_id,
        run=handoff.run_id,
        handoff=handoff.id,
        data={
            "revision": handoff.revision,
            "stage": handoff.stage,
            "proof": "certificate",
            "shown": handoff.args_digest,
            "run": handoff.args_digest,
            "closed": True,
            "alone": {**figures, **{name: getattr(alone, name) for name in ("number", "picked", "epoch", "version")}},
            **decisions.attested(db, decision),
            **held,
        },
    )
    due.put(db, "act", handoff.id, now)


def _decision(world: World, handoff: Handoff) -> Decision:
    return Decision(
        id=0,
        handoff_id=handoff.id,
        revision=handoff.revision,
        stage=handoff.stage,
        person=AUTONOMY,
        verdict="approve",
        note="",
        words="",
        private=False,
        proof="certificate",
        args_before=handoff.args,
        args_after=handoff.args,
        digest_shown=handoff.args_digest,
        digest_run=handoff.args_digest,
        shown_at=None,
        decided_at=world.clock(),
        by_requester=False,
        score=handoff.score,
        agent_version=handoff.agent_version,
        policy_hash=handoff.policy_hash,
        draw=handoff.draw,
    )


def held_back(world: World, db: Db, handoff: Handoff) -> bool:
    """An act alone that may not run alone any more becomes a card; asked in the transaction that begins it."""
    alone = autonomy.alone(db, handoff.id) if handoff.way == "act" else None
    reason = Earned(world).stands(db, handoff) if alone else ""
    if alone and reason:
        recall.to_card(world, db, alone, reason)
    return bool(reason)


def counted_late(world: World, db: Db, handoff: Handoff, verdicts: Sequence[Decision]) -> dict[str, Any]:
    """Where an approval could be taken back for a while, it counts once it is not: what the record says of it.

    Whether it could is what the file said when it was given, and may not be what it says now.
    """
    if not _uncounted(db, handoff):
        return {}
    return Earned(world).closed(db, handoff, verdicts, requests.get(db, handoff.request_id))


def counted_undone(world: World, db: Db, handoff: Handoff, verdicts: Sequence[Decision]) -> tuple[dict[str, Any], Way]:
    """An approval is taken back before it ran: what the record says of it, and the way of the card that asks again.

    Approved as proposed, it says nothing yet, and what people decide next is the evidence. Where they had changed it,
    that is: the next card shows their values.
    """
    if any(map(standing.wrong, verdicts)):
        return counted_late(world, db, handoff, verdicts), "never"
    return {}, handoff.way if _uncounted(db, handoff) else "never"


def _uncounted(db: Db, handoff: Handoff) -> bool:
    """Whether it is evidence, and was not counted yet."""
    return handoff.way in {"ask", "check"} and not autonomy.is_counted(db, handoff.id)


def ended(world: World, db: Db, handoff: Handoff, state: str, seq: int) -> None:
    """An act alone has its end (`done` or `failed`): count it, and tell."""
    now = world.clock()
    alone = autonomy.alone(db, handoff.id)
    if alone is None:
        return
    if state != "done":
        tell.card(db, handoff.id, seq, now)
        return
    autonomy.ran(db, handoff.id, now)
    tell.receipt(db, handoff, alone.own, seq, now)
    if alone.picked:
        tell.check(db, handoff, seq, now)
    else:
        Earned(world).happened(db, handoff, "act")
