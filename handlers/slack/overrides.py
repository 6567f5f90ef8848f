"""Approve anyway: the window with the whole card and the reason, and what is told of it. Pure."""

from typing import Any

from bot.owners import LEAST, MOST
from bot.signing import Asked
from bot.story import Story
from handlers.slack import cards
from handlers.slack.blocks import (
    Block,
    Bold,
    Line,
    Mention,
    Message,
    Piece,
    clipped,
    cut,
    field,
    is_target,
    modal,
    prose,
    rich,
    said,
    words,
)
from handlers.slack.buttons import ref
from handlers.slack.ids import VALUE, Field, Meta, Window
from handlers.slack.outcomes import at, name, override_of
from handlers.slack.prove import proof_fields

_WHY = "Why can nobody else approve it?"
_HINT = "Everybody who was passed over reads it, and it stands in the record. For example: nobody answers since noon."


def window(story: Story, asked: Asked, channel: str = "") -> Block:
    """The whole card without its buttons, what an override is, the reason, and the proof that the step asks for."""
    card = [block for block in cards.card(story).blocks if block["type"] != "actions"]
    element = {"type": "plain_text_input", "action_id": VALUE, "multiline": True, "min_length": LEAST}
    reason = field(Field.OVERRIDE, _WHY, {**element, "max_length": MOST}, _HINT)
    blocks = [*card, {"type": "divider"}, rich(words(*_told(story))), reason, *proof_fields(story, asked)]
    return modal(Window.OVERRIDE, "Approve anyway", "Approve anyway", blocks, str(Meta(ref(story), 0, channel, "")))


def _told(story: Story) -> list[Line]:
    deadline = story.handoff.deadline_at
    until: list[Piece] = [" until ", at(story, deadline)] if deadline else []
    return [
        [Bold("You approve this as an owner, instead of those who decide.")],
        [f"{prose(story.decides)} can still decide it", *until, ", and are told what you do and why."],
        ["It is marked as an override wherever it stands, and never counts as evidence."],
    ]


def read(values: Any) -> str:
    """The reason as it was typed; empty where nothing was."""
    return str(values.get(Field.OVERRIDE, {}).get(VALUE, {}).get("value") or "").strip()


def thread(story: Story) -> Message | None:
    """In the card's thread: those who were passed over, by mention, with who and why."""
    decision = override_of(story)
    if decision is None:
        return None
    people: list[Piece] = []
    for target in [target for target in story.first_approvers if is_target(target)][:5]:
        people += [", " if people else "", Mention(target)]
    lead: Line = [*people, ": "] if people else []
    why = cut(prose(decision.note), 300)
    who = clipped(name(story, decision.person), 32)
    return said([*lead, f"{who} approved this under override, as an owner: “{why}” Nobody else had to agree."])


def done(story: Story) -> Message:
    """To the owner alone."""
    told = "Those who decide are told, with your reason"
    return said([f"Approved under override. {told}; it is marked wherever it stands, and is never evidence."])
