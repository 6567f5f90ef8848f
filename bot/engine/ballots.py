"""A ballot on its way into the record: what it is about, why it may be refused, and the row that it becomes.

Every function is part of the transaction of the press.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from bot.engine import guard
from bot.engine.keys import as_typed, once_key, once_value
from bot.engine.world import Ballot, Click, World
from bot.permissions import AGREES, Refusal, may_decide, needed_later, open_stage
from bot.policy import over_limits, reasons_after
from bot.workflows import Step
from storage import chain, decisions, effects, handoffs, presses, requests
from storage.decisions import Added
from storage.models import OVERRIDE_STAGE, Decision, Handoff, Request, Who, known
from storage.sqlite import Db

# What can be said about each kind of handoff with a ballot; a doubt is settled, a question is answered.
_FITS = {
    "approval": {"approve", "edit", "reject", "take_over"},
    "case": {"reject", "take_over"},
    "question": {"take_over"},
    "doubt": set[str](),
}


class Scene(NamedTuple):
    """What a press is about, as the transaction finds it: see `presses.About`.

    `step` is as its rules make it for these arguments.
    """

    handoff: Handoff
    request: Request
    step: Step | None
    earlier: tuple[Decision, ...]
    shown_at: datetime | None
    reads: bool
    others: bool


def scene(db: Db, world: World, handoff_id: int) -> Scene:
    """The scene of a handoff.

    Raises:
        LookupError: there is no such handoff.
    """
    handoff, request, earlier, shown_at, reads, others = presses.about(db, handoff_id)
    return Scene(handoff, request, world.shelf.step_of(handoff), earlier, shown_at, reads, others)


def right(world: World, handoff: Handoff, request: Request, who: Who) -> Refusal:
    """Why this person may not decide this handoff by today's rules; empty where they may."""
    return _right(world, world.shelf.step_of(handoff), handoff, request, who)


def _right(world: World, step: Step | None, handoff: Handoff, request: Request, who: Who) -> Refusal:
    if step is not None:
        return may_decide(step, handoff, request, who, world.people)
    workflow = world.shelf.workflow(handoff.workflow)  # about no step: whoever decides one of them decides this
    steps = workflow.steps.values() if workflow else ()
    found = {may_decide(each, handoff, request, who, world.people) for each in steps}
    nobody: Refusal = "not_approver" if world.people.is_person(who) else "stranger"
    return next((why for why in _BY_STEP if why in found), nobody)


_BY_STEP: tuple[Refusal, ...] = ("", "own_request", "guest", "not_approver", "stranger")
"""What the steps of a workflow say of one person, the first that is said by any."""


def refusal(db: Db, world: World, found: Scene, who: Who, ballot: Ballot) -> dict[str, Any]:
    """Why this ballot of this person is refused, for an answer and for the record; empty where it counts."""
    handoff = found.handoff
    mine = [each for each in found.earlier if each.person == who and each.revision == handoff.revision]
    why = _right(world, found.step, handoff, found.request, who)
    if why and not (why == "not_approver" and any(each.stage < handoff.stage for each in mine)):
        return {"what": why}
    if handoff.closed_at is not None:
        return {"what": "late", "verdict": ballot.verdict}
    if handoff.looking_since:
        return {"what": "looking"}
    if handoff.revision != ballot.revision or ballot.digest not in {"", handoff.args_digest}:
        return {"what": "changed", "verdict": ballot.verdict}  # a restored database may give a number twice
    if mine:
        return {"what": "decided_before"}
    return _unfit(db, world, found, who, ballot)


def _unfit(db: Db, world: World, found: Scene, who: Who, ballot: Ballot) -> dict[str, Any]:
    handoff, step = found.handoff, found.step
    if ballot.verdict not in _FITS[handoff.kind]:
        return {"what": "changed", "verdict": ballot.verdict}
    if ballot.verdict not in AGREES:
        return {}
    if step is None:
        return {"what": "gone"}
    if ballot.verdict == "approve" and ballot.stage not in {0, handoff.stage}:
        return {"what": "changed", "verdict": ballot.verdict}  # it was pressed as part of another stage
    if told_over_limit(db, world, found, step, who, ballot):
        return {"what": "own_words"}
    return once_elsewhere(db, found, ballot.args or handoff.args) or _kept_for_later(
        world, found, step, who, ballot.args
    )


def told_over_limit(db: Db, world: World, found: Scene, step: Step, who: Who, ballot: Ballot) -> bool:
    """Whether this person approves beyond a limit what they told the agent about: they could not type it in Edit."""
    if step.self_approval or ballot.verdict != "approve" or not over_limits(step, found.handoff.args):
        return False
    noted = any(note.who == who for note in requests.notes(db, found.request.id))
    return noted or who in guard.advisers(db, world, found.request)


def once_elsewhere(db: Db, found: Scene, args: Mapping[str, Any]) -> dict[str, Any]:
    """Why these arguments may not run: another handoff stands for the same; empty where none does."""
    handoff, step = found.handoff, found.step
    for name in step.once if step and handoff.way != "plant" else ():
        if args.get(name) is None:
            continue
        key = once_key(handoff.workflow, handoff.step, name)
        holder = effects.holder(db, key, once_value(args, name), as_typed(args, name))
        if holder not in {None, handoff.id}:
            return {"what": "once", "holder": f"H-{holder}", "field": name}
    return {}


def _kept_for_later(
    world: World, found: Scene, step: Step, who: Who, edited: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Nobody decides in two stages: who alone can decide a later one does not decide this one."""
    handoff = found.handoff
    if edited is not None:
        step, handoff = step.ruled(edited), _anew(handoff, edited)
        if may_decide(step, handoff, found.request, who, world.people):
            return {}
    number = needed_later(step, handoff, found.request, found.earlier, who, world.people)
    return {"what": "needed_later", "stage": number} if number else {}


def not_to_undo(world: World, found: Scene, who: Who) -> str:
    """Why this person may not take an approval back; empty where they may, as long as it has not begun."""
    handoff = found.handoff
    if not world.people.is_person(who):
        return "stranger"
    if handoff.state != "approved":
        return "not_approved"
    agreed = (each.person for each in found.earlier if each.revision == handoff.revision and each.verdict in AGREES)
    return "" if who in agreed else "not_decider"


def edited(db: Db, world: World, found: Scene, who: Who, ballot: Ballot) -> Scene:
    """The scene after an edit: a new revision, which is asked from the first stage, by what its values ask for."""
    newer = _anew(found.handoff, ballot.args or {})
    brief = guard.after_edit(found.step, found.handoff, newer.args)
    step = found.step.ruled(newer.args) if found.step else None
    reasons = reasons_after(newer.reasons, found.step, step) if found.step and step else newer.reasons
    newer = newer.model_copy(update={"brief": brief, "reasons": reasons})
    handoffs.revise(db, newer, str(who), world.clock())
    return found._replace(handoff=newer, step=step)


def _anew(handoff: Handoff, args: Mapping[str, Any]) -> Handoff:
    """The handoff with other values: from its first stage, and that one's ladder from below where it was passed."""
    typed = {"args": dict(args), "args_digest": chain.digest(dict(args))}
    rung = handoff.rung if handoff.stage == 1 else 0
    return handoff.model_copy(update={"revision": handoff.revision + 1, "stage": 1, "rung": rung, **typed})


def record(db: Db, world: World, click: Click, before: Scene, after: Scene, ballot: Ballot) -> Added:
    """Keep the decision; `before` is what its card showed, `after` what it agrees to."""
    shown, run = before.handoff, after.handoff
    return decisions.put(
        db,
        known(
            Decision,
            {
                "id": 0,
                "handoff_id": run.id,
                "revision": run.revision,
                "stage": OVERRIDE_STAGE if ballot.override else _seat(world, before, after, click.who),
                "person": click.who,
                "verdict": ballot.verdict,
                "note": ballot.note,
                "words": ballot.words,
                "private": ballot.private,
                "proof": ballot.proof,
                "args_before": shown.args,
                "args_after": run.args,
                "digest_shown": shown.args_digest,
                "digest_run": run.args_digest,
                "shown_at": before.shown_at,
                "decided_at": world.clock(),
                "by_requester": click.who == before.request.requester,
                "score": shown.score,
                "agent_version": shown.agent_version,
                "policy_hash": shown.policy_hash,
                "draw": shown.draw,
            },
        ),
        workflow=run.workflow,
        step=run.step,
        salt=world.salt(),
    )


def _seat(world: World, before: Scene, after: Scene, who: Who) -> int:
    """The stage that a decision counts in: an edit in the first where its person may decide that, else in theirs.

    Where its values leave them no stage that they may decide, it counts in none: one after the last.
    """
    step, stood = after.step, before.handoff.stage
    if step is None:
        return stood
    if after.handoff.revision == before.handoff.revision:
        return min(stood, len(step.stages))
    own = after.handoff.model_copy(update={"stage": stood, "rung": before.handoff.rung})
    seats = [seat for seat in (after.handoff, own) if seat.stage <= len(step.stages)]
    rightful = (seat.stage for seat in seats if not may_decide(step, seat, after.request, who, world.people))
    return next(rightful, len(step.stages) + 1)


def still_open(world: World, found: Scene) -> int | None:
    """The stage that still lacks somebody's agreement to this revision; None where everybody needed has agreed."""
    if found.step is None:
        return None
    return open_stage(found.step, found.handoff, found.request, found.earlier, world.people)
