"""What Baton writes into Slack's ids and gets back with a click: typed, and nothing else."""

import json
import re
from dataclasses import asdict, dataclass
from enum import StrEnum


class Action(StrEnum):
    """The `action_id` of every button and menu. `CHOICE` carries its index: `choice.0`."""

    APPROVE = "approve"
    EDIT = "edit"
    REJECT = "reject"
    MORE = "more"
    TAKE_OVER = "take_over"
    SHOW = "show"
    ANSWER = "answer"
    CHOICE = "choice"
    HAPPENED = "happened"
    AGAIN = "again"
    DROP = "drop"
    ADD = "add"
    WITHDRAW = "withdraw"
    WORKFLOW = "workflow"
    OPEN = "open"
    REVIEW = "review"
    REVIEW_ALL = "review_all"
    NEXT = "next"
    DIGEST_AT = "digest_at"
    KEPT = "kept"
    QUEUE = "queue"
    GIVE = "give"
    LATER = "later"
    HOURS = "hours"
    UNDO = "undo"
    ASK = "ask"
    HAND_BACK = "hand_back"
    WRONG = "wrong"
    TAKE_BACK = "take_back"
    WHY = "why"
    BEHIND = "behind"
    SEEN_RIGHT = "seen_right"
    SEEN_WRONG = "seen_wrong"
    NOT_SURE = "not_sure"
    HOUR = "hour"
    THROUGH = "through"
    STAND = "stand"
    STANDS = "stands"
    KEEP_ASKING = "keep_asking"
    RESUME = "resume"
    PAUSE_ALL = "pause_all"
    FORMS = "forms"
    SHIFT_ALL = "shift_all"
    SHIFT_SOME = "shift_some"
    SECRETS = "secrets"
    SET_UP_CODES = "set_up_codes"
    FIRST_CODE = "first_code"


class Window(StrEnum):
    """The `callback_id` of every modal."""

    EDIT = "edit"
    REJECT = "reject"
    ANSWER = "answer"
    ADD = "add"
    SHOW = "show"
    ASK = "ask"
    BACK = "back"
    WRONG = "wrong"
    PAUSE_ALL = "pause_all"
    GIVE = "give"
    LATER = "later"
    HOURS = "hours"
    SHIFT = "shift"
    PAGE = "page"
    APPROVE = "approve"
    AGAIN = "again"
    DROP = "drop"
    FIRST_CODE = "first_code"
    ANEW = "anew"
    OVERRIDE = "override"


class Field(StrEnum):
    """The `block_id` of every input that is no argument of a step."""

    WHY = "own.why"
    WORDS = "own.words"
    REASON = "own.reason"
    OTHER = "own.other"
    ANSWER = "own.answer"
    ADD = "own.add"
    QUESTION = "own.question"
    BACK = "own.back"
    REPORT = "own.report"
    CODE = "own.code"
    TYPED = "own.typed"
    OVERRIDE = "own.override"
    TAKE = "own.take"
    FIRST = "own.first"
    GIVE = "own.give"
    LATER = "own.later"
    DAYS = "own.days"
    FROM = "own.from"
    TO = "own.to"
    BACK_ON = "own.back_on"


VALUE = "value"
"""The `action_id` of every input element: the block says which one it is."""

_REF = re.compile(r"([0-9]{1,15})\.([0-9]{1,9})\.([0-9]{1,9})(?:\.(.*))?", re.S)
_ARGUMENT = "arg."
_MENU = "menu."


@dataclass(frozen=True)
class Ref:
    """What a card showed: a handoff at one revision and stage, and the digest of its arguments (empty in menus)."""

    handoff: int
    revision: int
    stage: int
    digest: str = ""

    def __str__(self) -> str:
        """The form in a button's `value`."""
        return ".".join((str(self.handoff), str(self.revision), str(self.stage), self.digest)).removesuffix(".")

    @classmethod
    def parse(cls, text: str) -> "Ref":
        """The inverse of str().

        Raises:
            ValueError: the text is none of ours.
        """
        found = _REF.fullmatch(text)
        if found is None:
            raise ValueError("no reference of ours")
        handoff, revision, stage, digest = found.groups(default="")
        return cls(int(handoff), int(revision), int(stage), digest)


@dataclass(frozen=True)
class Meta:
    """The `private_metadata` of a modal: what it is about, and the message it was opened from.

    `channel` and `thread` are where what came of it is answered; a window on top of another has those of that one.
    `walk` are the handoffs still ahead of somebody who goes through all that waits for them; None where nobody does.
    """

    ref: Ref | None = None
    request_id: int = 0
    channel: str = ""
    ts: str = ""
    walk: tuple[int, ...] | None = None
    thread: str = ""

    def __str__(self) -> str:
        """The form in `private_metadata`, JSON."""
        told = {**asdict(self), "ref": str(self.ref) if self.ref else ""}
        return json.dumps({name: each for name, each in told.items() if each is not None}, separators=(",", ":"))

    @classmethod
    def parse(cls, text: str) -> "Meta":
        """The inverse of str().

        Raises:
            ValueError: the text is none of ours.
        """
        found = json.loads(text)
        ref = Ref.parse(found["ref"]) if found["ref"] else None
        walk = tuple(int(each) for each in found["walk"]) if "walk" in found else None
        thread = str(found.get("thread", ""))
        return cls(ref, int(found["request_id"]), str(found["channel"]), str(found["ts"]), walk, thread)


def menu_value(action: Action, ref: Ref) -> str:
    """The `value` of an option of a card's overflow menu."""
    return f"{action}:{ref}"


def read_menu(value: str) -> tuple[Action, Ref]:
    """The inverse of `menu_value`.

    Raises:
        ValueError: the value is none of ours.
    """
    action, _, ref = value.partition(":")
    return Action(action), Ref.parse(ref)


def choice(index: int) -> str:
    """The `action_id` of the button for one choice of a question."""
    return f"{Action.CHOICE}.{index}"


def action_of(action_id: str) -> tuple[Action, int]:
    """An `action_id` and, for a choice, its index (else 0).

    Raises:
        ValueError: the id is none of ours.
    """
    name, _, index = action_id.partition(".")
    return Action(name), int(index or 0)


def argument(name: str) -> str:
    """The `block_id` of the input for one argument."""
    return f"{_ARGUMENT}{name}"


def menu_block(key: str) -> str:
    """The `block_id` of the menu that asks which workflow; `key` finds the waiting text again."""
    return f"{_MENU}{key}"


def read_menu_block(block_id: str) -> str:
    """The inverse of `menu_block`."""
    return block_id.removeprefix(_MENU)
