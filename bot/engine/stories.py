"""A handoff with everything that people are told about it, loaded from the record."""

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from bot.engine import times
from bot.engine.keys import as_typed, effect_key, once_key, once_value, undo_key
from bot.engine.repeats import open_for
from bot.engine.world import World
from bot.escalation import urgent
from bot.people import People, listed
from bot.permissions import AGREES, agreed, deciders, stage_of
from bot.rules import PROVEN
from bot.story import Alike, Past, Round, Story
from bot.workflows import Step, Workflow
from storage import asked, autonomy, codes, decisions, effects, handoffs, inquiries, precedents, requests
from storage.acts import Alone
from storage.models import AUTONOMY, Decision, Handoff, Inquiry, Note, Request
from storage.sqlite import Db
from storage.told import About, about

Told = TypeVar("Told", Request, Note, Inquiry, Decision)
NEAREST = 5
MAX_SHOWN = 2500


def story(db: Db, world: World, handoff_id: int) -> Story | None:
    """The story of a handoff; None where its workflow is gone.

    Raises:
        LookupError: there is no such handoff.
    """
    there = about(db, handoff_id)
    handoff, request, people = there.handoff, there.request, world.people
    workflow = world.shelf.workflow(handoff.workflow)
    if workflow is None:
        return None
    verdicts = tuple(_read(people, each, "note") for each in there.decisions)
    own = workflow.steps.get(handoff.step)
    step = own.ruled(handoff.args) if own else None
    references = _deciding(people, workflow, step, handoff, request, verdicts)
    notes = tuple(_read(people, each, "text") for each in requests.notes(db, request.id)) if there.notes else ()
    talked = _talked(db, people, handoff_id) if there.inquiries else ()
    past = _past(db, people, handoff) if there.earlier else ()
    labels = {ref: people.label(ref) for ref in references}
    alone = autonomy.alone(db, handoff_id) if handoff.way == "act" else None
    rounds, lapsed = _rounds(people, step, handoff, request, verdicts)
    ruling = step or next(iter(workflow.steps.values()))
    return Story(
        handoff=handoff,
        request=as_read(people, request if len(request.text) <= MAX_SHOWN else _shortened(request)),
        step=step,
        workflow=workflow,
        notes=notes,
        decisions=verdicts,
        effect=there.effect,
        names=_names(people, there, notes, talked, alone, past) | labels,
        first_approvers=_mentioned(db, world, people, ruling, there, references),
        decides=listed(labels.values()),
        next_rung=_next_rung(db, people, ruling, handoff, request, verdicts),
        alike=_alike(db, people, handoff),
        same=_same(db, handoff, step),
        now=world.clock(),
        quorum=step.stage(handoff.stage).quorum if step else 1,
        more_chars=max(0, len(request.text) - MAX_SHOWN),
        earlier=handoffs.revision_args(db, handoff_id, handoff.revision - 1) if handoff.revision > 1 else None,
        reads=() if handoff.brief.facts or not there.reads else requests.reads_behind(db, handoff_id),
        inquiries=talked,
        alone=alone,
        proofs=codes.proofs(db, handoff_id) if any(each.proof in PROVEN for each in verdicts) else {},
        undo=effects.get(db, undo_key(handoff)) if alone and alone.undone_by else None,
        rounds=rounds,
        lapsed=lapsed,
        past=past,
        replaced=handoff.state == "withdrawn" and requests.run(db, handoff.run_id).state != "withdrawn",
    )


def _names(
    people: People,
    there: About,
    notes: Sequence[Note],
    talked: Sequence[Inquiry],
    alone: Alone | None,
    past: Sequence[Past],
) -> dict[str, str]:
    """What people call who asked, who said something of it, and whom it was given to."""
    users = {there.request.requester.user, *[each.person.user for each in there.decisions]}
    users.update([note.who.user for note in notes], [each.who.user for each in talked])
    users.update([each.decision.person.user for each in past])
    if there.handoff.given:
        users.add(there.handoff.given)
    if alone is not None:
        users |= {who.partition("/")[2] for who in (alone.report_by, alone.verdict_by, alone.undone_by) if who}
    return {user: people.name(user) for user in users} | {AUTONOMY.user: "Baton, alone"}


def as_read(people: People, request: Request) -> Request:
    """A request whose words are as people read them."""
    return _read(people, request, "text")


def _read(people: People, told: Told, *fields: str) -> Told:
    """The same with its words as people read them: Slack's ids of people and channels by name."""
    words = {field: text for field in fields if "<" in (text := getattr(told, field))}
    return told.model_copy(update={field: people.read(text) for field, text in words.items()}) if words else told


def _talked(db: Db, people: People, handoff_id: int) -> tuple[Inquiry, ...]:
    """What people asked the agent about the case, and what it answered."""
    return tuple(_read(people, each, "text", "answer") for each in inquiries.of_handoff(db, handoff_id))


def _past(db: Db, people: People, handoff: Handoff) -> tuple[Past, ...]:
    """What people decided and answered on the same request before this handoff, oldest first."""
    earlier = [each for each in handoffs.of_request(db, handoff.request_id) if each.id < handoff.id]
    said = [(each, decisions.of_handoff(db, each.id)) for each in earlier]
    newest = [(each, _read(people, found[-1], "note")) for each, found in said if found]
    return tuple(Past(each, decision, effects.get(db, effect_key(each))) for each, decision in newest)


def _shortened(request: Request) -> Request:
    return request.model_copy(update={"text": request.text[:MAX_SHOWN]})


def _deciding(
    people: People, workflow: Workflow, step: Step | None, handoff: Handoff, request: Request, said: Sequence[Decision]
) -> tuple[str, ...]:
    """Who decides, by reference: without who has decided, and who asked where they may not decide their own."""
    if step is None:
        return _all_approvers(workflow, handoff.rung)
    out = set() if step.self_approval else {request.requester.user}
    if handoff.state == "waiting":
        out.update([each.person.user for each in said if each.revision == handoff.revision])
    all_of_them = deciders(step, handoff.rung, stage_of(handoff))
    return tuple([ref for ref in all_of_them if people.resolve(ref) not in out]) or all_of_them


def _next_rung(db: Db, people: People, step: Step, handoff: Handoff, request: Request, said: Sequence[Decision]) -> str:
    """Who comes next, in words: the first rung with somebody who has not decided, asked it, or been asked before."""
    later = step.escalate[handoff.rung :]
    if not later:
        return ""
    known = {each.person.user for each in said if each.revision == handoff.revision}
    known |= set() if step.self_approval else {request.requester.user}
    if handoff.rung or handoff.given:
        known |= {each.who.user for each in asked.of_handoff(db, handoff.id, "rung", "given")}
    return next((people.label(each.to) for each in later if people.users([each.to]) - known), "")


def _rounds(
    people: People, step: Step | None, handoff: Handoff, request: Request, said: Sequence[Decision]
) -> tuple[tuple[Round, ...], tuple[Decision, ...]]:
    """The stages of an open approval (none where one person is enough), and the approvals that do not count in it."""
    if step is None or handoff.state != "waiting" or handoff.kind != "approval":
        return (), ()
    one_is_enough = len(step.stages) == 1 and step.quorum == 1
    if one_is_enough and not said:
        return (), ()
    found, left = [], {each.id: each for each in said if _agrees(each, handoff)}
    for number, stage in enumerate(step.stages, start=1):
        count = agreed(step, handoff, request, said, people, number)
        given = tuple(each for each in left.values() if each.person in count and each.stage == number)
        rung = handoff.rung if number == handoff.stage else 0
        who = [ref for ref in deciders(step, rung, number) if step.self_approval or not _asked(people, ref, request)]
        found.append(Round(people.labels(who), stage.quorum, stage.sign_off == "code", given))
    counting = {each.id for stage in found for each in stage.given}
    lapsed = tuple(each for each in left.values() if each.id not in counting)
    return (() if one_is_enough else tuple(found)), lapsed


def _agrees(decision: Decision, handoff: Handoff) -> bool:
    return decision.revision == handoff.revision and decision.verdict in AGREES


def _asked(people: People, reference: str, request: Request) -> bool:
    return people.resolve(reference) == request.requester.user


def _all_approvers(workflow: Workflow, rung: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ref for step in workflow.steps.values() for ref in deciders(step, rung)))


def _with_now(references: tuple[str, ...], step: Step, handoff: Handoff) -> tuple[str, ...]:
    """Who is mentioned: who was given it, else the newest rung alone, or at first everybody who may decide."""
    if handoff.given:
        return (handoff.given,)
    return (step.escalate[handoff.rung - 1].to,) if 0 < handoff.rung <= len(step.escalate) else references


def _mentioned(
    db: Db,
    world: World,
    people: People,
    step: Step,
    there: About,
    references: tuple[str, ...],
) -> tuple[str, ...]:
    """Of those whom a new card is for, who may be rung now: a mention rings, and only a risk rings outside hours."""
    handoff = there.handoff
    targets = people.targets(_with_now(references, step, handoff))
    first = handoff.rung == 0 and not handoff.given and handoff.closed_at is None
    if not first or urgent(step):
        return targets
    return times.at_work(db, world, step, there.request.requester, targets, kept=there.hours)


def _alike(db: Db, people: People, handoff: Handoff) -> Alike:
    """How people decided the like cases that were found when the agent proposed this."""
    if handoff.kind != "approval" or handoff.closed_at is not None or not handoff.alike:
        return _UNLIKE
    found = [each for each in precedents.decided(db, handoff.alike) if each.verdict in _COUNTED]
    many = Counter(each.verdict for each in found)
    edits = [each.note for each in found if each.verdict == "edit"]
    near = [(each, people.read(each.text)[:160]) for each in found[:NEAREST]]
    nearest = tuple(f"H-{each.handoff_id} {_COUNTED[each.verdict]}: “{text}”" for each, text in near)
    return Alike(many["approve"], many["edit"], many["reject"], edits[0] if edits else "", nearest)


_UNLIKE = Alike()
_COUNTED = {"approve": "approved", "edit": "edited", "reject": "rejected"}


def _same(db: Db, handoff: Handoff, step: Step | None) -> tuple[str, ...]:
    """Sentences about other handoffs for a value that may run only once."""
    if step is None or handoff.kind != "approval" or handoff.closed_at is not None or handoff.way == "plant":
        return ()
    told: list[str] = []
    for name in (each for each in step.once if handoff.args.get(each) is not None):
        value = as_typed(handoff.args, name)
        what = f"a {step.words.each} with" if step.words.each else "the same:"
        what += f" {step.label(name).lower()} {value}"
        key = once_key(handoff.workflow, handoff.step, name)
        holder = effects.holder(db, key, once_value(handoff.args, name), value)
        if holder is not None and holder != handoff.id:
            held = effects.get(db, effect_key(handoffs.get(db, holder)))
            ran = held is not None and held.state == "done"
            told.append(
                f"H-{holder} ran for {what}. It cannot run again."
                if ran
                else f"H-{holder} already stands for {what}. Only one of them can run."
            )
            continue
        other = open_for(db, handoff, name, handoff.id)
        told += [f"H-{other} already asks for {what}. Only one of them can run."] if other else []
    return tuple(told)
