"""A press that did nothing, in words: who may instead, and what to do next. Pure.

Only the person who pressed reads them. Those about a card that has moved on stand in `texts.py`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.story import Story
from handlers.slack import texts
from handlers.slack.blocks import Message, button, clipped, cut, prose, said
from handlers.slack.buttons import ref
from handlers.slack.ids import Action
from handlers.slack.outcomes import act, asker, counted, each, last, name, several

Facts = Mapping[str, Any]
UNCHANGED = "Nothing was changed."


def _named(facts: Facts, field: str) -> str:
    return clipped(prose(str(facts.get(field, ""))), 120)


def stranger(story: Story | None, facts: Facts) -> Message:
    """Somebody of another workspace, a bot, or whoever left."""
    return said([f"Only people of this workspace can do this, and your account is none of them. {UNCHANGED}"])


def guest(story: Story | None, facts: Facts) -> Message:
    """A guest who is in a group of approvers: the file does not name them."""
    lead = "You are a guest here, and guests decide only where the workflow file names them by themselves."
    if story is None:
        return said([f"{lead} {UNCHANGED}"])
    what = several(each(story)) if each(story) else "this"
    ask = button("Ask a question", Action.ASK, str(ref(story)), f"Ask the agent about {story.handoff.name}")
    return said([f"{lead} {prose(story.decides)} can decide {what}; nothing was changed."], buttons=[ask])


def not_yours(story: Story | None, facts: Facts) -> Message:
    """Somebody else's request."""
    whose = asker(story) if story else _named(facts, "whose")
    who = f"{whose} asked for this, and only {whose}" if whose else "Only the person who asked"
    return said([f"{who} can do this. {UNCHANGED} What you know about it can be told in the thread of its card."])


def not_decider(story: Story | None, facts: Facts) -> Message:
    """Undo, by somebody who did not approve it."""
    people = [name(story, one.person) for one in counted(story)] if story else []
    who = f": {' or '.join(dict.fromkeys(people))}" if people else ""
    return said([f"Only who approved this can take it back{who}. {UNCHANGED}"])


def not_taker(story: Story | None, facts: Facts) -> Message:
    """Hand back, by somebody who did not take it over and could not have."""
    taker, others = _named(facts, "taker"), prose(story.decides) if story else ""
    who = others if taker in others else f"{taker} or {others}" if others else taker
    return said([f"{taker} has this in hand. {who} can hand it back. {UNCHANGED}"])


def owners(story: Story | None, facts: Facts) -> Message:
    """What only owners may do, by somebody who is none."""
    who = _named(facts, "who")
    if who:
        return said([f"Only an owner can do this: {who}. {UNCHANGED}"])
    do = "Whoever runs Baton names one under owners in team.yml; it is read again by itself."
    return said([f"Only an owner can do this, and there is none. {UNCHANGED} {do}"])


def own_override(story: Story | None, facts: Facts) -> Message:
    """An owner who asked for it: no override either."""
    return said([f"You asked for this, so you do not override it. Another owner may. {UNCHANGED}"])


def own_words(story: Story | None, facts: Facts) -> Message:
    """Approve, beyond a limit, by somebody who told the agent about the case."""
    who = f"somebody else approves it: {prose(story.decides)}" if story else "somebody else approves it"
    return said([f"This is over its limit, and you told the agent about it, so {who}. {UNCHANGED}"])


def no_override(story: Story | None, facts: Facts) -> Message:
    """An override of what is no approval."""
    return said([f"Only a proposal that waits for approval can be approved anyway, and this is none. {UNCHANGED}"])


def not_alone(story: Story | None, facts: Facts) -> Message:
    """This was wrong, on what did not run alone."""
    return said([f"This did not run alone, so there is nothing to count. {UNCHANGED}"])


def not_back(story: Story | None, facts: Facts) -> Message:
    """Take back, where there is nothing to take back."""
    what = f"{act(story)}: it" if story else "It"
    return said([f"{what} is taken back already, or cannot be. {UNCHANGED}"])


def reported_before(story: Story | None, facts: Facts) -> Message:
    """This was wrong, after somebody else said so."""
    return said([f"{_named(facts, 'name')} said so before you. It counts once."])


def looked_before(story: Story | None, facts: Facts) -> Message:
    """A check that somebody else made already."""
    return said([f"{_named(facts, 'name')} said {_named(facts, 'verdict')} before you. {UNCHANGED}"])


def too_late(story: Story | None, facts: Facts) -> Message:
    """A request is decided; `again` where something new in its thread is looked at all the same."""
    reply = "Reply in the thread of your request with anything new and I look again."
    do = reply if facts.get("again") else "For something new, ask again."
    return said([f"Too late to change: it is decided already. {UNCHANGED} {do}"])


def answered_before(story: Story) -> Message:
    """A second answer of the same person to the same question: the first one stands."""
    decision = last(story)
    first = f": “{cut(prose(decision.note), 120)}”" if decision and decision.note.strip() else ""
    do = "Something new? Write it in the thread of your request."
    return said([f"You answered this already{first}. Nothing else was done. {do}"])


REFUSALS: Mapping[str, Callable[[Story | None, Facts], Message]] = {
    "stranger": stranger,
    "guest": guest,
    "guest_sees": lambda story, facts: texts.sentence(
        "You are a guest here: your channels show you their cards, and App Home what is yours. Nothing was shown."
    ),
    "guest_adds": lambda story, facts: texts.sentence(
        "You are a guest here, and guests tell the agent nothing about what others asked for. "
        f"{UNCHANGED} A member can write it in this thread."
    ),
    "not_yours": not_yours,
    "not_decider": not_decider,
    "not_approved": lambda story, facts: texts.sentence(
        f"This is not approved, so there is nothing to undo. {UNCHANGED}"
    ),
    "not_taker": not_taker,
    "owners": owners,
    "own_override": own_override,
    "own_words": own_words,
    "no_override": no_override,
    "not_alone": not_alone,
    "not_back": not_back,
    "reported_before": reported_before,
    "looked_before": looked_before,
    "needs_others": lambda story, facts: texts.sentence(
        f"Several people approve this step, so nobody alone does it again. {UNCHANGED} "
        "Did it not happen? Drop it and ask anew; then they approve again."
    ),
    "needs_proof": lambda story, facts: texts.sentence(
        f"This asks for a code or a value, as its approval did. {UNCHANGED} Press the button on the card again."
    ),
    "gone": lambda story, facts: texts.sentence(f"This step is not in the workflow file any more. {UNCHANGED}"),
    "too_late": too_late,
    "not_yours_any_more": lambda story, facts: texts.sentence(
        f"Nobody has this in hand any more, so there is nothing to hand back. {UNCHANGED}"
    ),
    "chosen_before": lambda story, facts: texts.sentence(f"That was chosen already. {UNCHANGED}"),
}
