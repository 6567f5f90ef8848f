"""Every answer of one or a few lines: to the person who asked, into a card's thread, to one person alone. Pure.

Each says what happened, what did not, and what to do next, if anything.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.story import Story
from handlers.slack.approvals import wanted
from handlers.slack.blocks import (
    Block,
    Line,
    Message,
    Piece,
    Time,
    actions,
    button,
    cut,
    notice,
    prose,
    rich,
    said,
    words,
)
from handlers.slack.buttons import choices, ref
from handlers.slack.ids import Action
from handlers.slack.outcomes import (
    NOT_DONE,
    act,
    asked_again,
    asker,
    at,
    changes,
    counted,
    done,
    each,
    ending,
    last,
    name,
    news,
    override_of,
    several,
    undone,
)

# In the thread of the card -------------------------------------------------------------------------------------------


def result(story: Story) -> Message:
    """What came of a closed handoff: the same words as its folded card, as a new message."""
    line, rest = ending(story)
    return said([*line, " ", *rest])


def asks_again(story: Story, before: Mapping[str, Any]) -> Message:
    """The request changed and the card asks anew; `before` are the arguments that it showed until now."""
    return said(asked_again(story, before))


# To the person who asked ---------------------------------------------------------------------------------------------


def got_it(story: Story) -> Message:
    """The request is with a person now: who, until when, where the answer comes."""
    what = f"A person decides {several(each(story))}" if each(story) else "A person decides this"
    deadline = story.handoff.deadline_at
    by: list[Piece] = [", by ", at(story, deadline)] if deadline else []
    line = [f"Got it: {story.handoff.name}. {what}; {prose(story.decides)}", *by, ". I answer here."]
    return said(line, buttons=_own(story))


def over(story: Story) -> Message:
    """What stands in the place of a question, or of “Got it”, once its handoff is over: no buttons."""
    if story.handoff.kind == "question":
        return ask(story)
    return said([f"Got it: {story.handoff.name}. The answer is below."])


def _own(story: Story) -> list[Block]:
    request = str(story.request.id)
    return [
        button("Add something", Action.ADD, request, f"Add something to {story.handoff.name}"),
        button("Withdraw", Action.WITHDRAW, request, f"Withdraw {story.handoff.name}"),
    ]


def received(request_id: int) -> Message:
    """The request was taken, and nothing more is known yet."""
    request = str(request_id)
    buttons = [
        button("Add something", Action.ADD, request, "Add something to this request"),
        button("Withdraw", Action.WITHDRAW, request, "Withdraw this request"),
    ]
    return said(["Got it. The agent looks at it now; I answer in a direct message."], buttons=buttons)


def maybe_done(story: Story) -> Message:
    """It was approved and started, and nobody knows whether it happened."""
    return said(["Approved, but it is not known whether it was done. A person looks; I answer here."])


def outcome(story: Story) -> Message:
    """What the requester is told of a handoff that closed."""
    return _OUTCOMES[story.handoff.state](story)


def _approved(story: Story) -> Message:
    effect = story.effect
    if effect is None or effect.state == "started":
        return said(["Approved; it is being done now. I answer here when it is."])
    if effect.state == "in_doubt":
        return maybe_done(story)
    if effect.state == "failed":
        why = cut(prose(effect.error).rstrip(". "), 300)
        return said([f"Not done. It was approved, {NOT_DONE[effect.cause][0].format(why)}. {_again(story)}"])
    edit = next((decision for decision in counted(story) if decision.verdict == "edit"), None)
    told = [_done(story)]
    if edit:
        own = f": “{cut(prose(edit.words), 1000)}”" if edit.words.strip() else "."
        told.append(f"{name(story, edit.person)} changed {changes(story, edit.args_before, edit.args_after)}{own}")
    override = override_of(story)
    if override:
        told.append(f"{name(story, override.person)} approved it as an owner, instead of those who decide.")
    others = [one for one in counted(story) if one is not edit and one.words.strip()]
    told += [f"{name(story, one.person)}: “{cut(prose(one.words), 1000)}”" for one in others]
    return said([" ".join(told)])


def _done(story: Story) -> str:
    """ "Done: refunded EUR 49.90, order 1042."; a step without words of its own says "Done" already."""
    text = done(story)
    return f"{text}." if text.startswith("Done: ") else f"Done: {_lowered(text)}."


def _again(story: Story) -> str:
    """Where to say more: a direct message holds many requests, so that only its thread tells which one is meant."""
    where = "here" if story.request.reply_thread else "in the thread of this message"
    return f"Reply {where} with anything new and I look again."


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _rejected(story: Story) -> Message:
    decision = last(story)
    if decision is None or decision.private or not (decision.words.strip() or decision.note.strip()):
        words_for = prose(decision.words) if decision else ""
        told = f"Not done. {_quoted(story, words_for)}" if words_for else "Not approved."
        return said([f"{told} {_again(story)}"])
    if decision.words.strip():
        return said([f"Not done. {_quoted(story, decision.words)} {_again(story)}"])
    reason = cut(_lowered(prose(decision.note)).rstrip("."), 300)
    return said([f"Not approved. {name(story, decision.person)}’s reason: {reason}. {_again(story)}"])


def _quoted(story: Story, text: str) -> str:
    decision = last(story)
    who = name(story, decision.person) if decision else "A person"
    return f"{who}: “{cut(prose(text), 1000)}”"


def _taken_over(story: Story) -> Message:
    decision = last(story)
    who = name(story, decision.person) if decision else "A person"
    return said([f"{who} took this over and answers you. Baton does nothing more with {story.handoff.name}."])


def _expired(story: Story) -> Message:
    return said([f"Nobody answered in time, so {story.handoff.name} is closed. Nothing was done. {_again(story)}"])


def _withdrawn(story: Story) -> Message:
    return said([f"Withdrawn: {story.handoff.name}. Nothing was done."])


def _answered(story: Story) -> Message:
    return said(["Noted. The agent goes on; I answer here."])


def _settled(story: Story) -> Message:
    happened = story.effect is not None and story.effect.state == "done"
    return said([_done(story) if happened else f"{undone(story)}. {_again(story)}"])


_OUTCOMES = {
    "approved": _approved,
    "rejected": _rejected,
    "answered": _answered,
    "settled": _settled,
    "taken_over": _taken_over,
    "expired": _expired,
    "withdrawn": _withdrawn,
}


def ask(story: Story) -> Message:
    """A question to the requester, with its choices as buttons; what became of it once that is known."""
    if story.handoff.closed_at is not None:
        return said(*ending(story))
    line = f"One question before I go on: {_lowered(prose(story.handoff.question))}"
    deadline = story.handoff.deadline_at
    until: Line = ["Until ", at(story, deadline), ", then a person takes it."] if deadline else []
    other = "Another" if story.handoff.choices else "Answer"
    blocks = [rich(words([line])), actions(*choices(story, other)), *([rich(words(until))] if until else [])]
    return Message(notice(line), blocks)


# To one person alone -------------------------------------------------------------------------------------------------

_VERBS = {
    "approve": "approved",
    "edit": "edited",
    "reject": "rejected",
    "respond": "answered",
    "take_over": "took over",
}
_TRIED = {
    Action.APPROVE: "Approve",
    Action.EDIT: "Edit",
    Action.REJECT: "Reject",
    Action.TAKE_OVER: "Take over",
    Action.ANSWER: "answer",
    Action.CHOICE: "answer",
    Action.HAPPENED: "answer",
    Action.AGAIN: "answer",
    Action.DROP: "answer",
}


def too_late(story: Story, tried: Action) -> Message:
    """Somebody was first: who, when, and that nothing else was done."""
    decision = last(story)
    before = f", before your {_TRIED.get(tried, 'click')}. Nothing else was done."
    show = [button("Open it", Action.SHOW, str(ref(story)), f"Show everything about {story.handoff.name}")]
    if decision is None or story.handoff.state in {"expired", "withdrawn"}:
        closed = at(story, story.handoff.closed_at or story.now)
        who = "The agent looked again and" if story.replaced else asker(story)
        ended = {"expired": "Nobody answered, so this was closed at ", "withdrawn": f"{who} withdrew this at "}
        return said([ended.get(story.handoff.state, "This was closed at "), closed, before], buttons=show)
    verb = "approved this under override at" if decision.override else f"{_VERBS[decision.verdict]} this at"
    return said([f"{name(story, decision.person)} {verb} ", at(story, decision.decided_at), before], buttons=show)


def already_yours(story: Story) -> Message:
    """The same person pressed twice while others are still asked."""
    return said([f"You decided this already. {wanted(story)}"])


def counted_one(story: Story) -> Message:
    """An approval counts, and more people must agree."""
    if story.handoff.state != "waiting":
        return said(["Your approval counts."])
    return said([f"Your approval counts. {wanted(story)}"])


def holds_it(story: Story, other: str) -> Message:
    """The same thing stands elsewhere already: only one of the two can run. `other` is its name ("H-12")."""
    ran = next((told for told in story.same if told.startswith(f"{other} ran ")), "")
    if ran:
        return said([f"Not approved: {prose(ran)} Reject this one."])
    return said([f"Not approved: {prose(other)} already stands for the same. Only one of them can run; reject one."])


def may_undo(story: Story, runs_at: datetime) -> Message:
    """Approved, and it waits a little: the decider may take it back until `runs_at` (aware UTC)."""
    undo = button("Undo", Action.UNDO, str(ref(story)), f"Undo: {act(story)}")
    return said(["Approved. Runs at ", Time(runs_at, "seconds"), "."], buttons=[undo])


def taken_back(story: Story, again: str) -> Message:
    """The approval was taken back before it ran; `again` is the name of the card that asks anew."""
    return said([f"Taken back. Nothing ran; {prose(again)} asks again."])


def ran_already(story: Story) -> Message:
    """The approval was taken back too late, or somebody else did before."""
    if story.effect and story.effect.cause == "never":
        return said([f"Nothing ran: {cut(prose(story.effect.error), 160)}."])
    return said(["Too late to take back: it runs or has run. The card says what came of it."])


def may_not_decide(story: Story) -> Message:
    """This person does not decide here: who does."""
    who = " and ".join(prose(story.decides).rsplit(" or ", 1))
    what = several(each(story)) if each(story) else "this"
    ask = button("Ask a question", Action.ASK, str(ref(story)), f"Ask the agent about {story.handoff.name}")
    decide = f"{who} decide {what}" if " and " in who else f"Only {who} may decide {what}"  # a group, or one person
    return said([f"{decide}; nothing was changed."], buttons=[ask])


def own_request(story: Story) -> Message:
    """The requester pressed a button on their own request."""
    return said([f"You asked for this, so somebody else decides: {prose(story.decides)}."])


def only_buttons() -> Message:
    """Somebody typed "ok, do it" in a card's thread."""
    words_only = "Only the buttons decide, so that the record is sure who it was."
    return said([f"{words_only} Facts for the agent: mention Baton."])


def more_wait(count: int) -> Message:
    """The decision is taken; `count` others wait for this person, one button away."""
    following = button("Next", Action.REVIEW_ALL, "next", "See the next one that waits for you")
    return said([f"Done. {count} more {'waits' if count == 1 else 'wait'} for you."], buttons=[following])


def looking_again(story: Story) -> Message:
    """The request changed and the agent is at it: clicks wait."""
    since = story.handoff.looking_since or story.now
    who = asker(story)
    line: Line = [f"{who} changed the request ", at(story, since), " and the agent looks again. Nothing was changed; "]
    return said([*line, "decide when this card asks anew."])


def card_changed(story: Story) -> Message:
    """The click was on an older state of the card."""
    return said([f"The case changed: {_newest(story)}. Nothing was done; look at the card again and decide."])


def stale(story: Story) -> str:
    """For the field of a window: the case changed while it was open."""
    return f"The case changed while this was open: {_newest(story)}. Close and look again."


def _newest(story: Story) -> str:
    return cut(news(story, story.earlier), 160) if story.earlier is not None else "the agent looked again"


def sentence(text: str) -> Message:
    """One sentence for one person, such as the text of a `BatonError`."""
    return said([prose(text)])


def sorry() -> Message:
    """A bug: it is in the log, and nothing is lost."""
    return said(["Something went wrong on Baton’s side. Nothing was changed, and it is in the log. Try once more."])


# Around requests -----------------------------------------------------------------------------------------------------


def empty_request(command: str = "/handoff") -> Message:
    """Nothing was asked for."""
    return said([f"There is no request in this. Write what you need after {command}, or: {command} help"])


def unknown_handoff(shown: str) -> Message:
    """No such handoff: what to write instead."""
    return said([f"There is no {cut(prose(shown), 40)} here. See what is open with: /handoff queue"])
