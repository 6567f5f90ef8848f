"""What `/handoff` understands: five forms at first, the rest under More. Pure."""

from collections.abc import Sequence

from handlers.slack.blocks import Block, Bold, Line, Message, button, modal, rich, said, words
from handlers.slack.ids import Action, Meta, Window

Form = tuple[str, str]

SHOWN: tuple[Form, ...] = (
    ("<request>", "asks for something, in your own words"),
    ("queue", "what is open and who has it"),
    ("status H-12", "how one handoff stands"),
    ("autonomy", "what acts alone, and why"),
    ("digest", "the numbers of the day, now"),
)
"""What help tells first."""

MORE: tuple[Form, ...] = (
    ("oncall", "who is on call now, until when, and who is next"),
    ("override H-12", "approves what is stuck, with a reason, instead of those who decide; owners only"),
    ("codes", "sets up the one-time codes that some steps ask for"),
    ("codes reset @person", "takes somebody’s codes away, so that they set up new ones; owners only"),
    ("lessons", "what the agents learned from corrections"),
    ("pause STEP why", "a step asks first from now on, such as refunds/issue_refund; owners only"),
    ("cap STEP 20", "a step acts alone at most so often a day; owners only"),
    ("resume STEP why", "a step may act alone again as far as its evidence allows; owners only"),
    ("pause all why", "nothing acts alone any more; owners only"),
    ("resume all why", "takes that back; owners only"),
    ("help", "the first five"),
    ("more", "this"),
)
"""The rest: every other form that the command takes stands here."""

INCOMPLETE = {
    "status": "status H-12, or what is open: /handoff queue.",
    "override": "override H-12, which opens a window for the reason.",
    "pause": "pause refunds/issue_refund why, or: /handoff pause all why.",
    "cap": "cap refunds/issue_refund 20.",
    "resume": "resume refunds/issue_refund why, or: /handoff resume all why.",
}
"""What each word wants after it."""


def first(command: str = "/handoff") -> Message:
    """The five forms, and a button for the rest."""
    more = button("More", Action.FORMS, "more", f"More forms of {command}")
    return said(*_lines(command, SHOWN), buttons=[more])


def instead(text: str, command: str = "/handoff") -> Message | None:
    """For what is no request: a form without what it is about is asked which one, another single word gets help."""
    word, *more = text.lower().split()
    if word in INCOMPLETE and len(more) <= (word == "status"):  # "status xyz" is about no handoff either
        return said([f"Which one? {command} {INCOMPLETE[word]} Nothing was changed or asked for."])
    return None if more else first(command)


def rest(command: str = "/handoff") -> Message:
    """The rest, as a message."""
    return said(*_lines(command, MORE))


def window(command: str = "/handoff") -> Block:
    """Every form, in a window."""
    lines = _lines(command, (*SHOWN, *MORE))
    return modal(Window.PAGE, f"What {command} takes", "", [rich(words(*lines))], str(Meta()))


def _lines(command: str, forms: Sequence[Form]) -> list[Line]:
    return [[Bold(f"{command} {form}"), f"  {told}"] for form, told in forms]
