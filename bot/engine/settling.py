"""How a doubt is settled: who may, what it asks for beside the press, and the row that it becomes.

An act that is done again may happen twice, and a dropped one gives the value back that it holds alone (`once`), so that
it can be asked for anew. Neither takes less than the approval did; where that took several people, nobody does it again
alone. Saying that it happened runs nothing and frees nothing: a press is enough.
"""

from dataclasses import replace
from typing import Any

from bot.engine import ballots, proving, tell
from bot.engine.ballots import Scene
from bot.engine.proving import Proof
from bot.engine.world import Ballot, Click, World
from bot.errors import BadInput
from bot.permissions import done_again_by_one
from bot.signing import NOTHING, Asked
from bot.workflows import Step
from storage import audit, decisions
from storage.models import Decision, Handoff, Who
from storage.sqlite import Db


def asked(step: Step | None, doubt: Handoff, verdict: str) -> Asked:
    """What this settlement asks for beside the press, by today’s rules."""
    if step is None or not _weighs(step, doubt, verdict):
        return NOTHING
    return replace(proving.asked(step, _approval(step, doubt)), perhaps=False)


def _weighs(step: Step, doubt: Handoff, verdict: str) -> bool:
    """Whether it may run a second time, or lets the same be asked for a second time."""
    frees = any(doubt.args.get(name) is not None for name in step.once)
    return (verdict == "again" and not step.tool.idempotent) or (verdict == "drop" and frees)


def _approval(step: Step, doubt: Handoff) -> Handoff:
    """The doubt as if it were approved once more, at the stage that asks for the best proof."""
    return doubt.model_copy(update={"kind": "approval", "stage": proving.proven_stage(step, 1)})


def refusal(world: World, found: Scene, who: Who, verdict: str) -> dict[str, Any]:
    """Why this person may not settle it so, whatever they type; empty where they may."""
    doubt, step = found.handoff, found.step
    why: str = ballots.right(world, doubt, found.request, who) or ("" if doubt.kind == "doubt" else "changed")
    why = why or ("late" if doubt.closed_at is not None else "")
    if not why and verdict == "again":
        why = "gone" if step is None else "" if done_again_by_one(step) else "needs_others"
    return {"what": why, "verdict": verdict} if why else {}


def prove(
    world: World, db: Db, click: Click, found: Scene, verdict: str, ballot: Ballot, code: proving.Given
) -> Proof | BadInput | dict[str, Any]:
    """What proves this settlement, used up; or what stands at the field; or why it cannot be looked at."""
    step, doubt = found.step, found.handoff
    if step is None or not asked(step, doubt, verdict):
        return proving.CLICKED
    as_if = _approval(step, doubt)
    ballot = replace(ballot, verdict="approve", stage=as_if.stage)  # a doubt itself goes through no stages
    missing = proving.missing(step, as_if, ballot)
    if missing:
        return {"what": "changed" if missing["what"] == "changed" else "needs_proof", "verdict": verdict}
    return proving.prove(world, db, click, ballot, as_if, step, code)


def record(world: World, db: Db, click: Click, found: Scene, verdict: str, proof: Proof) -> None:
    """Keep the settlement with its proof, and tell of it."""
    now, doubt = world.clock(), found.handoff
    own = found.request.requester == click.who
    row = _settlement(doubt, click, verdict, proof, world, by_requester=own)
    number = decisions.add(db, row, workflow=doubt.workflow, step=doubt.step, salt=world.salt())
    proving.keep(db, click.who, doubt, proof, number, now)
    data = {"key": doubt.effect_key, "verdict": verdict, **decisions.attested(db, number)}
    ids = {"request": doubt.request_id, "run": doubt.run_id, "handoff": doubt.id}
    seq = audit.add(db, now, "doubt_settled", str(click.who), **ids, data=data)
    tell.card(db, doubt.id, seq, now)
    tell.answer(db, click, {"what": "decided"}, now, doubt.id)


def _settlement(
    doubt: Handoff, click: Click, verdict: str, proof: Proof, world: World, *, by_requester: bool
) -> Decision:
    """The decision row of a settled doubt; its `note` holds the button."""
    return Decision(
        id=0,
        handoff_id=doubt.id,
        revision=doubt.revision,
        stage=doubt.stage,
        person=click.who,
        verdict="respond",
        note=verdict,
        words="",
        private=False,
        proof=proof.kind,
        args_before=doubt.args,
        args_after=doubt.args,
        digest_shown=doubt.args_digest,
        digest_run=doubt.args_digest,
        shown_at=None,
        decided_at=world.clock(),
        by_requester=by_requester,
        score=None,
        agent_version=doubt.agent_version,
        policy_hash=doubt.policy_hash,
        draw=None,
    )
