"""A handoff with everything that people are told about it, loaded from the record."""

from collections import Counter

from bot.engine.keys import effect_key, once_key, once_value, undo_key
from bot.engine.world import World
from bot.permissions import deciders
from bot.rules import PROVEN
from bot.story import Alike, Story
from bot.workflows import Step, Workflow
from storage import autonomy, codes, decisions, effects, handoffs, inquiries, precedents, requests
from storage.models import AUTONOMY, Handoff, Request
from storage.sqlite import Db

NEAREST = 5
MAX_SHOWN = 2500


def story(db: Db, world: World, handoff_id: int) -> Story | None:
    """The story of a handoff; None where its workflow is gone.

    Raises:
        LookupError: there is no such handoff.
    """
    handoff = handoffs.get(db, handoff_id)
    workflow = world.shelf.workflow(handoff.workflow)
    if workflow is None:
        return None
    request = requests.get(db, handoff.request_id)
    step = workflow.steps.get(handoff.step)
    references = _deciding(world, workflow, step, handoff.rung, request)
    verdicts = decisions.of_handoff(db, handoff_id)
    notes = requests.notes(db, request.id)
    talked = inquiries.of_handoff(db, handoff_id)
    users = {request.requester.user, *(each.person.user for each in verdicts), *(note.who.user for note in notes)}
    users |= {each.who.user for each in talked}
    alone = autonomy.alone(db, handoff_id) if handoff.way == "act" else None
    if alone is not None:
        users |= {who.partition("/")[2] for who in (alone.report_by, alone.verdict_by, alone.undone_by) if who}
    people = world.people
    users |= {handoff.given} if handoff.given else set()
    names = {user: people.name(user) for user in users} | {ref: people.label(ref) for ref in references}
    names |= {AUTONOMY.user: "Baton, alone"} if alone else {}
    ladder = tuple(each.to for each in (step or next(iter(workflow.steps.values()))).escalate)
    return Story(
        handoff=handoff,
        request=request if len(request.text) <= MAX_SHOWN else _shortened(request),
        step=step,
        workflow=workflow,
        notes=notes,
        decisions=verdicts,
        effect=effects.get(db, handoff.effect_key or effect_key(handoff)),
        names=names,
        first_approvers=people.targets(_with_now(references, ladder, handoff)),
        decides=people.labels(references),
        next_rung=people.label(ladder[handoff.rung]) if handoff.rung < len(ladder) else "",
        alike=_alike(db, handoff),
        same=_same(db, handoff, step),
        now=world.clock(),
        quorum=step.quorum if step else 1,
        more_chars=max(0, len(request.text) - MAX_SHOWN),
        earlier=handoffs.revision_args(db, handoff_id, handoff.revision - 1) if handoff.revision > 1 else None,
        reads=() if handoff.brief.facts else requests.reads_behind(db, handoff_id),
        inquiries=talked,
        alone=alone,
        proofs=codes.proofs(db, handoff_id) if any(each.proof in PROVEN for each in verdicts) else {},
        proofs=codes.proofs(db, handoff_id) if any(each.proof in PROVEN for each in verdicts) else {},
        undo=effects.get(db, undo_key(handoff)) if alone and alone.undone_by else None,
        replaced=handoff.state == "withdrawn" and requests.run(db, handoff.run_id).state != "withdrawn",
    )


def _shortened(request: Request) -> Request:
    return request.model_copy(update={"text": request.text[:MAX_SHOWN]})


def _deciding(world: World, workflow: Workflow, step: Step | None, rung: int, request: Request) -> tuple[str, ...]:
    """Who decides, by reference: without the person who asked, where they may not decide their own request."""
    if step is None:
        return _all_approvers(workflow, rung)
    all_of_them = deciders(step, rung)
    others = tuple(ref for ref in all_of_them if world.people.resolve(ref) != request.requester.user)
    return all_of_them if step.self_approval else others or all_of_them


def _all_approvers(workflow: Workflow, rung: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ref for step in workflow.steps.values() for ref in deciders(step, rung)))


def _with_now(references: tuple[str, ...], ladder: tuple[str, ...], handoff: Handoff) -> tuple[str, ...]:
    """Who is mentioned: who was given it, else the newest rung alone, or at first everybody who may decide."""
    if handoff.given:
        return (handoff.given,)
    return (ladder[handoff.rung - 1],) if 0 < handoff.rung <= len(ladder) else references


def _alike(db: Db, handoff: Handoff) -> Alike:
    """How people decided the like cases that were found when the agent proposed this."""
    if handoff.kind != "approval" or handoff.closed_at is not None or not handoff.alike:
        return Alike()
    found = [each for each in precedents.decided(db, handoff.alike) if each.verdict in _COUNTED]
    many = Counter(each.verdict for each in found)
    edits = [each.note for each in found if each.verdict == "edit"]
    nearest = tuple(f"H-{each.handoff_id} {_COUNTED[each.verdict]}: “{each.text[:160]}”" for each in found[:NEAREST])
    return Alike(many["approve"], many["edit"], many["reject"], edits[0] if edits else "", nearest)


_COUNTED = {"approve": "approved", "edit": "edited", "reject": "rejected"}


def _same(db: Db, handoff: Handoff, step: Step | None) -> tuple[str, ...]:
    """Sentences about other handoffs for a value that may run only once."""
    if step is None or handoff.kind != "approval" or handoff.closed_at is not None or handoff.way == "plant":
        return ()
    told: list[str] = []
    for name in step.once:
        value = once_value(handoff.args, name)
        what = f"a {step.words.each} with" if step.words.each else "the same:"
        what += f" {step.label(name).lower()} {value}"
        holder = effects.holder(db, once_key(handoff.workflow, handoff.step, name), value)
        if holder is not None and holder != handoff.id:
            held = effects.get(db, effect_key(handoffs.get(db, holder)))
            ran = held is not None and held.state == "done"
            told.append(
                f"H-{holder} ran for {what}. It cannot run again."
                if ran
                else f"H-{holder} already stands for {what}. Only one of them can run."
            )
            continue
        others = handoffs.open_with(db, handoff.workflow, handoff.step, name, value, handoff.id)
        told += [f"{other.name} already asks for {what}. Only one of them can run." for other in others[:1]]
    return tuple(told)
