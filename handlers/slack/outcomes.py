"""What is said of a handoff in every place: who, what, and how it ended. Pure."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from bot.story import Past, Story
from bot.workflows import plain as worded
from handlers.slack.blocks import Bold, Line, Piece, Time, clipped, cut, exact, moment, prose
from storage.models import Brief, Decision, Who

Told = tuple[Line, tuple[str | Time, ...]]
"""An ending: a line with people's words in it, and a rest of our own words."""

_HIDDEN_ENDS = "?.! "
ORDERS = "The text tries to give orders; read it with care."


def name(story: Story, who: Who) -> str:
    """What people call somebody."""
    return called(story, who.user)


def called(story: Story, reference: str) -> str:
    """What people call a user id or a handle."""
    return clipped(prose(story.names.get(reference, reference)), 32) or "Somebody"


def asker(story: Story) -> str:
    """The name of the person who asked."""
    return name(story, story.request.requester)


def at(story: Story, when: Any) -> Time:
    """A moment as this story tells it."""
    return moment(when, story.now)


def question(story: Story) -> str:
    """The decision as a question with the real values, on one line."""
    handoff = story.handoff
    if handoff.kind == "approval" and story.step:
        return prose(story.step.ask(handoff.args)) or f"{prose(story.step.title)}?"
    if handoff.kind == "doubt":
        return f"{clipped(act(story), 37)}: did it happen? Baton does not know."
    if handoff.kind == "question":
        return prose(handoff.question) or "One question"
    return f"Who takes this? “{clipped(prose(story.request.text), 56)}”"


def act(story: Story) -> str:
    """The act in words, without an end mark: "Refund EUR 49.90 for order 1042"."""
    if story.step:
        return prose(story.step.ask(story.handoff.args)).rstrip(_HIDDEN_ENDS) or prose(story.step.title)
    if story.handoff.kind == "question":
        return prose(story.handoff.question).rstrip(_HIDDEN_ENDS) or "One question"
    return f"“{clipped(prose(story.request.text), 60)}”"


def each(story: Story) -> str:
    """What one such act is called: "refund", or "this"."""
    return prose(story.step.words.each) if story.step and story.step.words.each else ""


def several(noun: str) -> str:
    """The plural of an English noun, as far as an ending tells it."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def span(time: timedelta) -> str:
    """How long, rounded as people say it: "30 min", "2 h", "3 days"."""
    minutes = round(time.total_seconds() / 60)
    if minutes < 1:
        return "under 1 min"
    if minutes < 120:
        return f"{minutes} min"
    hours = round(minutes / 60)
    return f"{hours} h" if hours < 48 else f"{round(hours / 24)} days"


def changes(story: Story, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What changed between two sets of arguments: "amount 49.90 → 44.95, reason Other → Lost"."""
    names = [field for field in {**before, **after} if before.get(field) != after.get(field)]
    told = [f"{_label(story, field)} {_brief(before.get(field))} → {_brief(after.get(field))}" for field in names]
    return cut(", ".join(told), 160)


def _label(story: Story, field: str) -> str:
    label = clipped(prose(story.step.label(field) if story.step else field), 24)
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _brief(value: Any) -> str:
    return "nothing" if value is None else clipped(exact(worded(value)), 40)


def counted(story: Story) -> list[Decision]:
    """The approvals that count now: those of what the card shows."""
    return [
        decision
        for decision in story.decisions
        if decision.revision == story.handoff.revision and decision.verdict in {"approve", "edit"}
    ]


def asks_code(story: Story) -> bool:
    """Whether those who approve now are asked for a code."""
    step, handoff = story.step, story.handoff
    return step is not None and step.ruled(handoff.args).stage(handoff.stage).sign_off == "code"


def asked_again(story: Story, before: Mapping[str, Any] | None, most: int = 160) -> Line:
    """Why a card that was there before asks again, and what is new, in at most `most` characters."""
    handoff = story.handoff
    changed = [note for note in story.notes if note.kind != "answer" and note.at <= handoff.revised_at]
    lead: Line = ["The case changed"]
    if changed and changed[-1].kind == "fact":
        what = cut(prose(changed[-1].text).rstrip("."), most)
        lead = ["What was looked up changed ", at(story, changed[-1].at), f": {what}"]
    elif changed:
        lead = [f"{clipped(name(story, changed[-1].who), most)} changed the request ", at(story, changed[-1].at)]
    void = " Earlier answers do not count." if story.decisions else ""
    return [*lead, f". The agent looked again; {cut(news(story, before), most)}.{void}"]


def news(story: Story, before: Mapping[str, Any] | None) -> str:
    """What is new since the arguments `before`: "the amount is now EUR 44.95"."""
    if before is None:
        return "this is what it proposes now"
    shown = story.step.shown(story.handoff.args) if story.step else {}
    told = [
        f"the {_label(story, field)} is now {clipped(exact(value), 40)}"
        for field, value in shown.items()
        if before.get(field) != story.handoff.args.get(field)
    ]
    return ", ".join(told) if told else "its proposal is the same"


def holder(story: Story) -> str:
    """Who has it now: who was given it, the newest rung, or everybody who may decide."""
    if story.handoff.given:
        return called(story, story.handoff.given)
    step = story.step or next(iter(story.workflow.steps.values()), None)
    rung = story.handoff.rung
    reached = step is not None and 0 < rung <= len(step.escalate)
    return called(story, step.escalate[rung - 1].to) if step and reached else prose(story.decides)


def looked_up(story: Story) -> str:
    """What stands where no fact is told: what the agent looked up all the same, if anything."""
    if not story.reads:
        return "Nothing was looked up."
    return cut(f"Looked up: {prose(', '.join(story.reads)).replace('_', ' ')}. No fact was noted.", 160)


def decided_before(story: Story) -> list[Past]:
    """The earlier cards of the same request on which somebody decided, oldest first; an answer is no decision."""
    return [each for each in story.past if each.decision.verdict in _DECIDED]


def past_told(story: Story, past: Past, most: int = 60, *, private: bool = False) -> Line:
    """What was decided on such a card, and why, in at most `most` characters of a reason.

    "H-3, same request: rejected by Maria 14:09: “Need more facts first”"
    """
    decision, effect = past.decision, past.effect
    ran = _BECAME.get(effect.state, "") if effect else ""
    why = f": “{cut(prose(decision.note), most)}”" if decision.note.strip() else "."
    why = ". The reason is private." if decision.private and not private else why
    by = f"{past_brief(past)} by {clipped(name(story, decision.person), 20)} "
    return [by, at(story, decision.decided_at), f"{ran}{why}"]


def past_brief(past: Past) -> str:
    """The same in a few words: "H-3, same request: rejected"."""
    return f"{past.handoff.name}, same request: {_DECIDED[past.decision.verdict]}"


_DECIDED = {
    "approve": "approved",
    "edit": "edited",
    "reject": "rejected",
    "take_over": "taken over",
}
_BECAME = {"done": ", and done", "failed": ", but not done", "in_doubt": ", and it is not known whether it was done"}


def last(story: Story) -> Decision | None:
    """The newest decision, whoever took it."""
    return story.decisions[-1] if story.decisions else None


# Endings -------------------------------------------------------------------------------------------------------------


def ending(story: Story) -> Told:
    """How a closed handoff ended, in two lines: who decided what, then what ran."""
    line, rest = (_planted if story.handoff.way == "plant" else _ENDINGS[story.handoff.state])(story)
    return line, (*rest, f"{' ' if rest else ''}· {story.handoff.name}")


def _planted(story: Story) -> Told:
    """A planted mistake, once it is decided."""
    decision = last(story)
    verdict = {"approve": "approved it", "edit": "changed it", "reject": "rejected it"}
    did = verdict.get(decision.verdict, "took it over") if decision else ""
    who = f"{name(story, decision.person)} {did} " if decision else "Nobody decided it "
    when = decision.decided_at if decision else story.handoff.closed_at or story.now
    return (_title("Planted mistake"), f" {act(story)}: {who}", at(story, when), "."), ("Nothing ran.",)


def done(story: Story) -> str:
    """What happened, without a full stop."""
    return prose(story.step.done(_ran(story))) if story.step else act(story)


def undone(story: Story) -> str:
    """What did not happen, without a full stop."""
    return prose(story.step.undone(_ran(story))) if story.step else f"Nothing done: {act(story)}"


def _ran(story: Story) -> Mapping[str, Any]:
    return story.effect.args if story.effect else story.handoff.args


def _title(text: str) -> Bold:
    return Bold(f"{clipped(text, 90)}.")


NOT_DONE = {
    "": ("then refused: “{}”", "Nothing was changed."),
    "refused": ("then refused: “{}”", "Nothing was changed."),
    "dropped": ("then in doubt, and dropped by {} after a look", "Baton did not run it again."),
    "absent": ("but it did not happen: {}", "The tool’s own look found nothing."),
    "never": ("but it was not run: {}", "Nothing was changed."),
}
"""Why an approved action is not done, by its cause; the gap takes the tool's words, or a name."""


def _approved(story: Story) -> Told:
    effect = story.effect
    decided = _deciders(story)
    if effect and effect.state == "done":
        edited = any(decision.verdict == "edit" for decision in counted(story))
        end = ". Done " if edited else ", done "
        return (_title(done(story)), " ", *decided, end, at(story, effect.ended_at or story.now), "."), ()
    if effect and effect.state == "failed":
        why = cut(prose(effect.error).rstrip(". "), 160)
        told, after = NOT_DONE[effect.cause]
        return (_title(undone(story)), " ", *decided, f". {told[:1].upper()}{told[1:].format(why)}."), (after,)
    if effect and effect.state == "in_doubt":
        return (_title(act(story)), " ", *decided, "."), ("Whether it ran is not known; a card of its own asks.",)
    running = ("Running since ", at(story, effect.started_at), ".") if effect else (_not_begun(story),)
    return (_title(act(story)), " ", *decided, "."), running


def _not_begun(story: Story) -> str:
    """Approved a moment ago: it waits for an undo, or it is being begun."""
    return "Not run yet." if story.step is None or story.step.undo_seconds else "It runs now."


def _deciders(story: Story) -> list[Piece]:
    """ "Approved as shown by Dana 15:20 and Maria 15:40", or who changed what."""
    approvals = counted(story) or list(story.decisions[-1:])
    edit = next((decision for decision in approvals if decision.verdict == "edit"), None)
    told = edit_told(story, edit) if edit else []
    override = override_of(story)
    if override is not None:
        why = cut(prose(override.note).rstrip("."), 160)
        before: list[Piece] = [". ", *told] if told else []
        who = name(story, override.person)
        return [f"Approved under override by {who} ", *proven(story, override), f": “{why}”", *before]
    people = [decision for decision in approvals if decision is not edit]
    for index, decision in enumerate(people):
        lead = " and " if index else (". Approved by " if edit else "Approved as shown by ")
        told += [f"{lead}{name(story, decision.person)} ", *proven(story, decision)]
    return told or ["Approved"]


def override_of(story: Story) -> Decision | None:
    """The owner's override by which a handoff was approved; None where those approved it who decide."""
    return next((decision for decision in counted(story) if decision.override), None)


def proven(story: Story, decision: Decision) -> list[Piece]:
    """When somebody decided, and with what proof where it was more than a click: "15:20, with code"."""
    told: list[Piece] = [at(story, decision.decided_at)]
    if decision.by_requester and decision.verdict in {"approve", "edit"}:
        told.append(", own request")
    if decision.proof in _PROOFS:
        told.append(f", {_PROOFS[decision.proof]}")
    since = story.proofs.get(decision.id)
    if since is not None and decision.decided_at - since < FRESH:
        told.append(f" set up {span(decision.decided_at - since)} before")
    return told


_PROOFS = {"code": "with code", "recovery": "with a recovery code"}
FRESH = timedelta(hours=24)
"""Codes that somebody has since less than this are marked: they may have been set up after a reset."""


def edit_told(story: Story, edit: Decision) -> list[Piece]:
    """ "Maria changed amount 49.90 → 44.95: “shipping is not refunded”"."""
    why = f": “{cut(prose(edit.note), 160)}”" if edit.note.strip() else ""
    proof = f", {_PROOFS[edit.proof]}," if edit.proof in _PROOFS else ""
    return [f"{name(story, edit.person)}{proof} changed {changes(story, edit.args_before, edit.args_after)}{why}"]


def _rejected(story: Story) -> Told:
    decision = last(story)
    if decision is None:
        return (_title(undone(story)), " Rejected."), ("Nothing ran.",)
    why = f": {cut(prose(decision.note).rstrip('.'), 160)}." if decision.note.strip() else "."
    why = ". The reason is private." if decision.private else why
    told = f" Rejected by {name(story, decision.person)} "
    return (_title(undone(story)), told, at(story, decision.decided_at), why), ("Nothing ran.",)


def _answered(story: Story) -> Told:
    decision = last(story)
    if decision is None:
        return (_about(story), " Answered."), ("The agent goes on.",)
    told = f": “{cut(prose(decision.note), 160)}”"
    who = f" {name(story, decision.person)} answered "
    return (_about(story), who, at(story, decision.decided_at), told), ("The agent goes on.",)


_SETTLED: dict[str, tuple[Callable[[Story], str], str, str]] = {
    "happened": (lambda story: done(story), "it happened", "Closed."),
    "again": (lambda story: act(story), "do it again", "It runs once more."),
    "drop": (lambda story: undone(story), "drop it", "Closed undone."),
}


def _settled(story: Story) -> Told:
    decision = last(story)
    if decision is None:
        return (_title(act(story)), " Settled."), ("Closed.",)
    title, verdict, rest = _SETTLED.get(decision.note, (act, "settled", "Closed."))
    when = at(story, decision.decided_at)
    return (_title(title(story)), f" {name(story, decision.person)} ", when, f": {verdict}."), (rest,)


def _taken_over(story: Story) -> Told:
    decision = last(story)
    who = name(story, decision.person) if decision else "A person"
    when = (" ", at(story, decision.decided_at)) if decision else ()
    return (_about(story), f" Taken over by {who}", *when, "."), _not_run(story)


def _expired(story: Story) -> Told:
    closed = story.handoff.closed_at or story.now
    return (_unresolved(story), " Nobody answered by ", at(story, closed), "."), _not_run(story)


def _withdrawn(story: Story) -> Told:
    closed = at(story, story.handoff.closed_at or story.now)
    if story.replaced:
        line: Line = [_unresolved(story), " The agent looked again ", closed, "; this is not asked any more."]
        return line, _not_run(story)
    return (_unresolved(story), f" {asker(story)} withdrew the request ", closed, "."), _not_run(story)


def _unresolved(story: Story) -> Bold:
    return _title(undone(story)) if story.handoff.kind == "approval" else _about(story)


def _about(story: Story) -> Bold:
    """What it was about: a question as it was asked, anything else by its act."""
    asked = clipped(question(story), 90)
    return Bold(asked) if story.handoff.kind == "question" and asked.endswith(("?", ".", "!")) else _title(act(story))


def _not_run(story: Story) -> tuple[str]:
    return ("Whether it ran is still not known.",) if story.handoff.kind == "doubt" else ("Nothing ran.",)


_ENDINGS: dict[str, Callable[[Story], Told]] = {
    "approved": _approved,
    "rejected": _rejected,
    "answered": _answered,
    "settled": _settled,
    "taken_over": _taken_over,
    "expired": _expired,
    "withdrawn": _withdrawn,
}


def marks(brief: Brief, field: str) -> str:
    """What stands behind an argument's value where somebody should look twice."""
    told = ["found in no source"] if field in brief.unfound else []
    told += ["on no list"] if field in brief.strays else []
    return f" ({', '.join(told)})" if told else ""
