"""Small constructors for Slack's blocks that cannot be misused.

A line is made of pieces: plain strings (anybody's words), `Bold`, `Italic`, `Time`, `Mention`. Strings only ever reach
Slack inside plain_text objects and rich_text text elements, where nothing in them is read as markup. Mrkdwn is written
in one place, `marked`, from our own words, times and ids.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

Block = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """What is posted: `text` for the lock screen (at most 110 characters, escaped) and the blocks."""

    text: str
    blocks: list[Block]


@dataclass(frozen=True)
class Bold:
    """Words in bold: values and block titles only."""

    text: str


@dataclass(frozen=True)
class Italic:
    """Words in italics: sources."""

    text: str


@dataclass(frozen=True)
class Time:
    """A moment (aware UTC) that Slack shows in the reader's own zone.

    A `day` is near ("Today 14:02"), for where it may begin a line or stand alone; a `date` never is ("Nov 4, 2026").
    """

    at: datetime
    form: Literal["time", "seconds", "day", "date"] = "time"


@dataclass(frozen=True)
class Mention:
    """A user or a user group that is told. Anything but an id is refused."""

    id: str

    def __post_init__(self) -> None:
        if not is_target(self.id):
            raise ValueError(f"No id of a user or a group: {self.id!r}")


Piece = str | Bold | Italic | Time | Mention
Line = Sequence[Piece]

# Times ---------------------------------------------------------------------------------------------------------------

_FORMATS = {"time": "{time}", "seconds": "{time_secs}", "day": "{date_short_pretty} {time}", "date": "{date_short}"}
_FALLBACKS = {"time": "%H:%M UTC", "seconds": "%H:%M:%S UTC", "day": "%d %b %H:%M UTC", "date": "%d %b"}


def moment(at: datetime, now: datetime) -> Time:
    """A time of day, with its day where it is half a day or more away from `now`."""
    return Time(at, "time" if abs(at - now) < timedelta(hours=12) else "day")


def fallback(time: Time) -> str:
    """What is read where Slack cannot show the time: "14:02 UTC"."""
    return (
        time.at.astimezone(UTC)
        .strftime(_FALLBACKS[time.form])
        .removeprefix("0" if time.form in {"day", "date"} else "")
    )


def _stamp(time: Time) -> int:
    return max(0, int(time.at.timestamp()))


# Foreign words -------------------------------------------------------------------------------------------------------

_TARGET = re.compile(r"[USW][A-Z0-9]{1,30}")
_BLANK = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_ENTITY = re.compile(r"&(?=(?:amp|lt|gt);)")
_MARKS_IN_A_ROW = 3
# Letters, figures and signs of which each is seen and none turns the reading direction: nearly every text, at once.
_OPEN = re.compile(
    "[\n\x20-\x7e\xa1-\xac\xae-\u02ff\u0391-\u03a1\u03b1-\u03c9\u0400-\u0481"
    "\u2010-\u2015\u2018-\u201f\u2022\u2026\u20a0-\u20bf\u2190-\u21ff\u4e00-\u9fff]*"
)


def is_target(reference: str) -> bool:
    """Whether this is the id of a user or a user group, and so can be mentioned."""
    return _TARGET.fullmatch(reference) is not None


def revealed(text: str) -> str:
    """`text` with everything that cannot be seen made visible: ⟨U+202E⟩. Newlines stay."""
    if _OPEN.fullmatch(text):
        return text
    shown: list[str] = []
    marks = 0
    for before, char in zip(" " + text, text, strict=False):
        kind = unicodedata.category(char)
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        joins_emoji = char in "\ufe0f\u200d" and (unicodedata.category(before) in {"So", "Sk"} or before == "\ufe0f")
        hidden = kind in _HIDDEN or _BLANK.match(char) or (kind == "Zs" and char != " ") or marks > _MARKS_IN_A_ROW
        shown.append(char if char == "\n" or joins_emoji or not hidden else f"⟨U+{ord(char):04X}⟩")
    return "".join(shown)


def prose(text: str) -> str:
    """Foreign words on one line: runs of white space become one space, what is hidden is shown."""
    return " ".join(revealed(re.sub(r"[ \t\r\n\xa0]+", " ", text)).split())


def exact(text: str) -> str:
    """A value on one line with nothing lost: line ends as ⏎, blanks at its ends between quotes."""
    shown = revealed(text).replace("\n", "⏎")
    return f"“{shown}”" if not shown or shown != shown.strip() else shown


def isolated(text: str) -> str:
    """`text` so that right-to-left letters in it cannot move the words around it."""
    turned = not _OPEN.fullmatch(text) and any(unicodedata.bidirectional(char) in {"R", "AL", "AN"} for char in text)
    return f"\u2068{text}\u2069" if turned else text


def cut(text: str, most: int) -> str:
    """At most `most` characters; what is left out is counted: "… (412 more)"."""
    if len(text) <= most:
        return text
    kept = most - len(f"… ({len(text):,} more)")
    return f"{text[:kept]}… ({len(text) - kept:,} more)" if kept >= 0 else clipped(text, most)


def clipped(text: str, most: int) -> str:
    """At most `most` characters, ending in "…" where something is left out. For names and titles."""
    return text if len(text) <= most else text[: max(0, most - 1)].rstrip() + "…"


def slack_length(text: str) -> int:
    """Characters as Slack may count them: escaped, and in UTF-16."""
    return len(escaped(text).encode("utf-16-le", "replace")) // 2


def escaped(text: str) -> str:
    """`text` for a place where Slack reads markup: & < > as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fitted(text: str, limit: int) -> str:
    """The longest beginning of `text` that Slack counts as `limit` characters or fewer, never empty."""
    if slack_length(text) <= limit:
        return text or "–"
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if slack_length(text[:middle] + "…") <= limit else (low, middle - 1)
    return text[:low] + "…"


# Text objects --------------------------------------------------------------------------------------------------------


def plain(text: str, limit: int = 3000) -> Block:
    """A plain_text object, in which nothing is markup, not even `:tada:`, and nothing moves the words around it."""
    shown = fitted(text, limit)
    if isolated(shown) != shown:
        shown = isolated(fitted(text, limit - 2))
    return {"type": "plain_text", "text": _ENTITY.sub("&amp;", shown), "emoji": False}


def marked(*parts: str | Time | Mention) -> Block:
    """A mrkdwn object. The strings are our own words: constants and numbers, never anybody's text."""
    return {"type": "mrkdwn", "text": "".join(_token(part) for part in parts), "verbatim": True}


def _token(part: str | Time | Mention) -> str:
    match part:
        case Time():
            return f"<!date^{_stamp(part)}^{_FORMATS[part.form]}|{fallback(part)}>"
        case Mention():
            return f"<!subteam^{part.id}>" if part.id.startswith("S") else f"<@{part.id}>"
    return escaped(part)


def leaf(piece: Piece) -> Block:
    """A piece as an element of rich text."""
    match piece:
        case Bold():
            return {"type": "text", "text": isolated(piece.text), "style": {"bold": True}}
        case Italic():
            return {"type": "text", "text": isolated(piece.text), "style": {"italic": True}}
        case Time():
            return {
                "type": "date", "timestamp": _stamp(piece), "format": _FORMATS[piece.form], "fallback": fallback(piece)
            }  # fmt: skip
        case Mention():
            key = "usergroup" if piece.id.startswith("S") else "user"
            return {"type": key, f"{key}_id": piece.id}
    return {"type": "text", "text": isolated(piece)}


def reading(line: Line) -> str:
    """A line as it is read, with times in UTC."""
    return "".join(_read(piece) for piece in line)


def _read(piece: Piece) -> str:
    match piece:
        case Time():
            return fallback(piece)
        case Mention():
            return f"@{piece.id}"
        case Bold() | Italic():
            return piece.text
    return piece


# Blocks --------------------------------------------------------------------------------------------------------------


def header(text: str) -> Block:
    """A header; Slack takes 150 characters, ours are 75 at most."""
    most = 75 if isolated(text) == text else 73  # two more characters hold what reads from right to left together
    return {"type": "header", "text": plain(clipped(text, most), 150)}


def context(*elements: Block) -> Block:
    """Small print of at most ten text objects."""
    return {"type": "context", "elements": list(elements)}


def rich(*elements: Block) -> Block:
    """A rich_text block. It never folds."""
    return {"type": "rich_text", "elements": list(elements)}


def _leaves(line: Line) -> list[Block]:
    return [leaf(piece) for piece in line if not isinstance(piece, str | Bold | Italic) or _read(piece)]


def words(*lines: Line) -> Block:
    """A rich_text section, one line under the other."""
    spread: list[Piece] = []
    for line in lines:
        spread += ["\n", *line] if spread else line
    return {"type": "rich_text_section", "elements": _leaves(spread)}


def bullets(*lines: Line) -> Block:
    """A list with a dot before each line."""
    return {"type": "rich_text_list", "style": "bullet", "elements": [words(line) for line in lines]}


def quote(line: Line) -> Block:
    """Somebody's own words."""
    return {"type": "rich_text_quote", "elements": _leaves(line)}


def actions(*elements: Block) -> Block:
    """A row of buttons and menus."""
    return {"type": "actions", "elements": list(elements)}


def button(label: str, action_id: str, value: str, act: str = "", style: str = "", url: str = "") -> Block:
    """A button; `act` names the act for those who hear it instead of seeing the card, `style` primary or danger."""
    made: Block = {"type": "button", "text": plain(label, 75), "action_id": action_id, "value": value}
    made["accessibility_label"] = fitted(act or label, 75)
    return made | ({"style": style} if style else {}) | ({"url": url} if url else {})


def options(pairs: Iterable[tuple[str, str]]) -> list[Block]:
    """Options of a menu from (label, value)."""
    return [{"text": plain(label, 75), "value": value} for label, value in pairs]


def said(*lines: Line, buttons: Sequence[Block] = ()) -> Message:
    """A message of a few lines, with buttons under it; its `text` is the lines, cut to 110 characters."""
    text = " ".join(reading(line) for line in lines)
    return Message(notice(text), [rich(words(*lines)), *([actions(*buttons)] if buttons else [])])


def notice(text: str) -> str:
    """Words for a lock screen: at most 110 characters, and nothing in them is markup."""
    return escaped(fitted(prose(text), 110))


# Windows -------------------------------------------------------------------------------------------------------------


def modal(callback_id: str, title: str, submit: str, blocks: list[Block], metadata: str) -> Block:
    """A window; without `submit` it can only be closed."""
    view: Block = {"type": "modal", "callback_id": callback_id, "title": plain(clipped(title, 24), 24)}
    view |= {"private_metadata": metadata, "close": plain("Cancel" if submit else "Close", 24), "blocks": blocks}
    return view | ({"submit": plain(submit, 24)} if submit else {})


def field(block_id: str, label: str, element: Block, hint: str = "", *, optional: bool = False) -> Block:
    """An input of a window."""
    made: Block = {"type": "input", "block_id": block_id, "label": plain(label, 150), "optional": optional}
    made["element"] = element
    return made | ({"hint": plain(hint, 1000)} if hint else {})
