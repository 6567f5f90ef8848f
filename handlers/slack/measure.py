"""How much of a phone a list of blocks takes, as a reader sees it, and how much room a card and its parts may take."""

import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.slack.blocks import Block, slack_length

_DATE = re.compile(r"<!date\^[^|]*\|([^>]*)>")
_MENTION = re.compile(r"<(?:@|!subteam\^)\w+>")
_NAME = "@" + "n" * 16


def visible(blocks: Sequence[Block]) -> list[str]:
    """The lines of a card as a reader sees them, a mention counted as a name of 16 letters."""
    return [" ".join(line.split()) for block in blocks for line in _VISIBLE[block["type"]](block)]


def _rich_lines(block: Block) -> list[str]:
    lines: list[str] = []
    for part in block["elements"]:
        if part["type"] == "rich_text_list":
            lines += ["• " + _shown(item) for item in part["elements"]]
        else:
            lines += _shown(part).split("\n")
    return lines


def _shown(part: Block) -> str:
    return "".join(one.get("text") or one.get("fallback") or _NAME for one in part["elements"])


def _text(element: Block) -> str:
    if element["type"] == "plain_text":
        return str(element["text"])
    return _MENTION.sub(_NAME, _DATE.sub(r"\1", element["text"]))


def _control(element: Block) -> str:
    return f"[ {element['text']['text']} ]" if element["type"] == "button" else "[…]"


_VISIBLE: dict[str, Callable[[Block], list[str]]] = {
    "header": lambda block: [block["text"]["text"]],
    "context": lambda block: [" ".join(_text(element) for element in block["elements"])],
    "rich_text": _rich_lines,
    "section": lambda block: [_text(block["text"])],
    "actions": lambda block: ["  ".join(_control(element) for element in block["elements"])],
}


def characters(blocks: Sequence[Block]) -> int:
    """How many characters a reader sees."""
    return sum(len(line) for line in visible(blocks))


def taken(blocks: Sequence[Block]) -> int:
    """How much of a message's `ROOM_OF_ALL` they take: every text, escaped, and something for each block."""
    found, waiting = 45 * len(blocks), list[Any](blocks)
    while waiting:
        part = waiting.pop()
        waiting.extend(part.values() if isinstance(part, dict) else part if isinstance(part, list) else ())
        if isinstance(part, dict) and isinstance(part.get("text"), str):
            found += slack_length(part["text"])
    return found


ROOM_OF_ALL = 12_000
"""Slack refuses a message with blocks of about 13,200 characters in all (measured; `taken` says what it counts)."""


def phone_lines(blocks: Sequence[Block], width: int = 40) -> int:
    """How many lines these blocks take on a phone."""
    return sum(1 if len(line) <= width else len(textwrap.wrap(line, width)) for line in visible(blocks))


@dataclass(frozen=True)
class Room:
    """What a card may take: visible characters, and the phone line at which its buttons stand at the latest."""

    characters: int
    line: int


ROOMS = {"low": Room(900, 24), "normal": Room(900, 24), "high": Room(1500, 40), "critical": Room(2300, 40)}
PHONE = 40
"""Characters in a line of a phone."""


@dataclass(frozen=True)
class Size:
    """How much of each part is shown: characters, and how many doubts, arguments (`rows`), facts and people."""

    title: int
    words: int
    doubts: int
    doubt: int
    args: int
    rows: int
    facts: int
    fact: int
    alike: int
    people: int
    small: int


SIZES = (
    Size(75, 160, 2, 160, 600, 20, 3, 120, 100, 4, 110),
    Size(75, 160, 2, 160, 360, 14, 3, 120, 100, 4, 110),
    Size(75, 160, 2, 160, 240, 12, 3, 120, 100, 4, 100),
    Size(75, 160, 2, 160, 160, 10, 3, 100, 80, 4, 90),
    Size(75, 120, 2, 130, 160, 8, 2, 90, 70, 3, 80),
    Size(75, 70, 2, 160, 140, 8, 2, 60, 50, 2, 60),  # doubts go before evidence, also where it is tight
    Size(75, 80, 2, 100, 140, 7, 2, 80, 50, 3, 70),
    Size(75, 60, 2, 80, 140, 6, 2, 60, 0, 2, 60),
    Size(75, 40, 2, 70, 100, 5, 1, 60, 0, 2, 50),
    Size(75, 40, 1, 60, 60, 4, 1, 36, 0, 2, 40),
    Size(60, 36, 1, 40, 30, 2, 0, 30, 0, 1, 30),
    Size(56, 30, 1, 36, 20, 1, 0, 24, 0, 1, 20),
    Size(56, 30, 1, 36, 20, 0, 0, 24, 0, 1, 20),  # one of many values in 20 characters tells less than what warns
    Size(40, 30, 1, 36, 20, 0, 0, 24, 0, 1, 20),
)
