"""Setting up one-time codes in words: the picture's message, the windows, and what people hear of it. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.signing import Picture, Standing
from handlers.slack.blocks import (
    Block,
    Bold,
    Line,
    Message,
    Piece,
    actions,
    button,
    context,
    modal,
    moment,
    notice,
    plain,
    prose,
    reading,
    rich,
    said,
    words,
)
from handlers.slack.ids import Action, Meta, Window
from handlers.slack.prove import code_field

ALT = "A QR code that holds the secret of your one-time codes"
_GROUP = 5


def picture(shown: Picture, file: str) -> Message:
    """The direct message with the picture, the secret as text, and the way to the first code."""
    lead: Line = ["Set up your codes: scan this with an authenticator app, or type the secret in by hand."]
    secret: Line = ["Secret  ", Bold(shown.seed)]
    rest: Line = ["It counts once you typed the first code. This message goes away then, or after 10 minutes."]
    image = {"type": "image", "slack_file": {"id": file}, "alt_text": ALT}
    go = button(
        "Type the first code", Action.FIRST_CODE, "codes", "Type the first code of your authenticator", "primary"
    )
    blocks = [rich(words(lead)), image, rich(words(secret, rest)), actions(go)]
    blocks += [context(plain(shown.hint))] if shown.hint else []
    return Message(notice("Set up your codes: scan the picture."), blocks)


def set_up_button(label: str = "Set up codes") -> Block:
    """Begins it."""
    return button(label, Action.SET_UP_CODES, "codes", label)


def first_modal() -> Block:
    """The window for the first code."""
    hint = "What your authenticator shows now. It changes every 30 seconds."
    return modal(Window.FIRST_CODE, "The first code", "Set up", [_focused(hint)], str(Meta()))


def anew_modal() -> Block:
    """Who has codes proves it before there are new ones."""
    hint = "From the authenticator you have now, or a recovery code. Without either, an owner resets your codes."
    lead = rich(words(["Your codes stay as they are until the first right code of the new ones."]))
    return modal(Window.ANEW, "Set up codes anew", "Go on", [lead, _focused(hint)], str(Meta()))


def _focused(hint: str) -> Block:
    made = code_field(hint)
    made["element"]["focus_on_load"] = True
    return made


def recovery_window(recovery: Sequence[str]) -> Block:
    """The recovery codes, once."""
    lead: Line = ["Your codes are set up. Each of these works once in the place of a code, without your phone."]
    rest: Line = ["They are shown only here and only now. Write them down, and not into Slack."]
    listed = [[Bold(f"{each[:_GROUP]}-{each[_GROUP:]}")] for each in recovery]
    return modal(Window.PAGE, "Recovery codes", "", [rich(words(lead, rest)), rich(words(*listed))], str(Meta()))


def standing(stands: Standing, now: datetime) -> Message:
    """`/handoff codes`."""
    if not stands.able:
        return said(["Codes cannot be kept here: BATON_SECRET_KEY is not set. Tell an owner."])
    if stands.set_up_at is None:
        told = "You have no codes. Steps with high stakes may ask for one when you approve."
        return said([told], buttons=[set_up_button()])
    if stands.locked_at is not None:
        since = moment(stands.locked_at, now)
        return said(["Your codes have been locked since ", since, ". An owner can reset them."])
    left = "1 recovery code is" if stands.left == 1 else f"{stands.left} recovery codes are"
    line: Line = ["Your codes have been set up since ", moment(stands.set_up_at, now), f". {left} left."]
    return said(line, buttons=[set_up_button("Set up anew")])


def none_yet() -> Message:
    """Approving wants a code, and this person has none."""
    told = "Approving this asks for a one-time code, and you have none yet. Nothing was done. It takes a minute:"
    return said([told], buttons=[set_up_button()])


_PLAIN: Mapping[str, str] = {
    "codes_sent": "A picture for your authenticator comes into your direct messages with Baton. Is none there in a "
    "minute? Tell an owner: Baton may not be able to write to you.",
    "codes_locked": "Your codes are locked, so you cannot approve this. An owner can reset them.",
    "codes_none": "This person has no codes. Nothing was changed.",
    "codes_own": "Nobody resets their own codes; another owner can. Nothing was changed.",
    "codes_reset": "Done. They set up new ones with /handoff codes, and every owner is told.",
    "needs_code": "Approving this asks for a code. Nothing was done; press Approve on the card.",
    "needs_typing": "Approving this asks you to type a value. Nothing was done; press Approve on the card.",
}
PLAIN = _PLAIN
"""Answers that are one sentence, by their kind."""


def told(facts: Mapping[str, Any], name: Callable[[str], str], now: datetime) -> Message:
    """What somebody hears about codes: their own, or as an owner somebody else's."""
    at = moment(datetime.fromisoformat(facts["at"]), now)
    line = _TOLD[facts["what"]](facts, lambda user: prose(name(user)), at)
    return Message(notice(reading(line)), [rich(words(line))])


def _where(facts: Mapping[str, Any]) -> str:
    return f" at {facts['handoff']}" if facts.get("handoff") else ""


_Told = Callable[[Mapping[str, Any], Callable[[str], str], Piece], Line]
_TOLD: Mapping[str, _Told] = {
    "done": lambda facts, name, at: [
        "Your codes have been set up since ", at, ". Was that not you? Tell an owner at once."
    ],
    "done_other": lambda facts, name, at: [f"{name(facts['who'])} set up one-time codes ", at, "."],
    "reset": lambda facts, name, at: [f"{name(facts['by'])} reset your codes ", at, f". {_ANEW}"],
    "reset_other": lambda facts, name, at: [
        f"{name(facts['by'])} reset the codes of {name(facts['who'])} ", at, f". {_MARKED}"
    ],
    "locked": lambda facts, name, at: ["Your codes have been locked since ", at, f": {_ten(facts)} {_THIEF}"],
    "locked_other": lambda facts, name, at: [
        f"The codes of {name(facts['who'])} have been locked since ", at, f": {_ten(facts)} {_ASK}"
    ],
}  # fmt: skip
_ANEW = "Set up new ones with /handoff codes."
_MARKED = "What they approve with new ones is marked for a day."
_THIEF = "If that was not you, somebody uses your Slack account: tell an owner, who can also reset your codes."
_ASK = (
    "Ask them, and not in Slack, whether it was them; /handoff codes reset and their handle lets them set up new ones."
)


def _ten(facts: Mapping[str, Any]) -> str:
    return f"10 wrong ones in a row{_where(facts)}. Nothing was done."
