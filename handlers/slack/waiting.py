"""Every text about a card that waits: reminders, the next rung, who it was given to, what was kept back. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.story import Story
from handlers.slack import approvals
from handlers.slack.blocks import (
    Bold,
    Line,
    Mention,
    Message,
    Piece,
    Time,
    actions,
    button,
    clipped,
    is_target,
    moment,
    notice,
    prose,
    rich,
    said,
    words,
)
from handlers.slack.buttons import ref
from handlers.slack.ids import Action
from handlers.slack.outcomes import at, holder, question

Facts = Mapping[str, Any]
_MOST_MENTIONED = 10
_MOST_LEFT_OUT = 3
_MOST_TOGETHER = 10
QUESTION = 75
"""So much of a question stands in a line; the card has it whole."""
_NOT_DONE = "Nothing has been done."

# In the thread of the card -------------------------------------------------------------------------------------------


def rung(story: Story, facts: Facts) -> Message:
    """Nobody answered by `passed`: the next ones are told, by mention; who is not at work is named."""
    lead = _no_answer(story, facts)
    if story.handoff.held:
        return said([*lead, f"It is held until somebody decides: {prose(story.decides)}. {_unrun(story)}"])
    who = _mentions(facts.get("to") or ())
    has = ", it is with you" if who else " has it"
    return said([*lead, *(who or [holder(story)]), has, *_until(story), f". {_left_out(facts)}{_unrun(story)}"])


def waits(story: Story, facts: Facts) -> Message:
    """Nobody of the next rung is at work: when they are asked."""
    until = datetime.fromisoformat(facts["until"])
    return said([*_no_answer(story, facts), f"{_asked_at(facts)} ", at(story, until), f". {_unrun(story)}"])


def _no_answer(story: Story, facts: Facts) -> Line:
    """The deadline that passed, and who has approved, where one is not enough."""
    so_far, passed = approvals.missing(story), at(story, datetime.fromisoformat(facts["passed"]))
    return [f"{so_far}No other answer by " if so_far else "No answer by ", passed, ". "]


def remind(story: Story, facts: Facts) -> Message | None:
    """The deadline is close: those whom it is with, by mention. Nothing once it is decided."""
    if story.handoff.closed_at is not None or story.handoff.held:
        return None
    who = _mentions(facts.get("to") or ())
    what = clipped(prose(question(story)), 150)
    return said([*who, ", this is still with you", *_until(story), f": {what} {_unrun(story)}"])


def given(story: Story, facts: Facts) -> Message:
    """Somebody gave it to somebody else, who is told: by mention, or in their own hours."""
    who = _mentions(facts.get("to") or ())
    named = who or [clipped(prose(facts["who"]), 60)]
    has = ". It is with you" if who else ". It is with them"
    return said([f"{clipped(prose(facts['by']), 60)} gave this to ", *named, has, *_until(story), f". {_unrun(story)}"])


THREAD: Mapping[str, Callable[[Story, Facts], Message | None]] = {
    "rung": rung,
    "held": rung,
    "waits": waits,
    "remind": remind,
    "given": given,
}


def _mentions(targets: Sequence[str]) -> list[Piece]:
    found: list[Piece] = []
    for target in [each for each in targets if is_target(each)][:_MOST_MENTIONED]:
        found += [", " if found else "", Mention(target)]
    return found


def _until(story: Story) -> list[Piece]:
    deadline = story.handoff.deadline_at
    return [" until ", at(story, deadline)] if deadline else []


def _left_out(facts: Facts) -> str:
    """Who of the rung is not asked, and why: "Not asked: Dana (away until 26 Nov). "."""
    left = [f"{clipped(prose(name), 40)} ({why})" for name, why in facts.get("left") or ()]
    more = len(left) - _MOST_LEFT_OUT
    told = ", ".join(left[:_MOST_LEFT_OUT]) + (f" and {more} more" if more > 0 else "")
    return f"Not asked: {told}. " if left else ""


def _asked_at(facts: Facts) -> str:
    return f"{clipped(prose(facts['who']), 60)} is asked when at work again,"


def _unrun(story: Story) -> str:
    return "Nothing was tried again." if story.handoff.kind == "doubt" else "Nothing has run."


# To the person who asked ---------------------------------------------------------------------------------------------


def still_waiting(story: Story) -> Message:
    """A deadline passed: who has it now."""
    if story.handoff.held:
        return said([f"{_so_far(story)}It is held until somebody decides: {prose(story.decides)}. {_NOT_DONE}"])
    return said([f"{_so_far(story)}{holder(story)} has it", *_until(story), f". {_NOT_DONE}"])


def waits_on(story: Story, facts: Facts) -> Message:
    """A deadline passed outside the hours of whoever comes next."""
    until = datetime.fromisoformat(facts["until"])
    return said([f"{_so_far(story)}{_asked_at(facts)} ", at(story, until), f". {_NOT_DONE}"])


def _so_far(story: Story) -> str:
    return approvals.missing(story) or "Nobody has answered yet. "


# To one person alone -------------------------------------------------------------------------------------------------


def reminds_at(story: Story, facts: Facts) -> Message:
    """A private reminder is set."""
    until = datetime.fromisoformat(facts["at"])
    return said(["A reminder comes ", at(story, until), f", to you alone, if {story.handoff.name} is open then."])


# To one person, in a direct message ----------------------------------------------------------------------------------

_WHY = {
    "later": "You wanted to be reminded",
    "given": "It was given to you",
    "rung": "Nobody before you has answered",
    "stage": "Those before you approved, and now it is with you",
    "remind": "It is still with you",
    "open": "It went on to others meanwhile; you may still decide it",
    "shift": "It was handed over with the shift",
    "left": "Nobody took it when the shift changed",
    "oncall": "You are on call now",
}


def bundle(cases: Sequence[tuple[str, Story]], now: datetime) -> Message:
    """What was kept back for a person, each case with its own button; `cases` are (why, story), at least one."""
    if len(cases) == 1:
        return _one(*cases[0], now)
    lead = f"{len(cases)} wait for you."
    wished = {what for what, _ in cases} == {"later"}
    why = "You wanted to be reminded of them." if wished else "They came together, or outside your hours."
    blocks = [rich(words([Bold(lead), f" {why}"]))]
    for _, story in cases[:_MOST_TOGETHER]:
        blocks += [rich(words([clipped(question(story), QUESTION), *_by(story, now)])), actions(_review(story))]
    left = len(cases) - _MOST_TOGETHER
    blocks += [rich(words([f"{left} more: /handoff queue"]))] if left > 0 else []
    return Message(notice(f"{lead} First: {question(cases[0][1])}"), blocks)


def _one(what: str, story: Story, now: datetime) -> Message:
    line: Line = [clipped(question(story), QUESTION), *_by(story, now), f". {_WHY[what]}."]
    return said(line, buttons=[_review(story)])


def _by(story: Story, now: datetime) -> list[Piece | Time]:
    deadline = story.handoff.deadline_at
    by: list[Piece | Time] = [" by ", moment(deadline, now)] if deadline else [" held"]
    return [" ·", *by, f" · {story.handoff.name}"]


def _review(story: Story) -> dict[str, Any]:
    return button("Review", Action.REVIEW, str(ref(story)), f"Review: {question(story)}")
