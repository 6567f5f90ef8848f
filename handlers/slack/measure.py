"""How much of a phone a list of blocks takes: what a reader sees, wrapped. For the blocks that cards are made of."""

import re
import textwrap
from collections.abc import Callable, Sequence

from handlers.slack.blocks import Block

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


def phone_lines(blocks: Sequence[Block], width: int = 40) -> int:
    """How many lines these blocks take on a phone."""
    return sum(1 if len(line) <= width else len(textwrap.wrap(line, width)) for line in visible(blocks))
