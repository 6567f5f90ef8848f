"""The rules of EXPERIENCE.md §1 that hold for every message, as functions that name what is broken."""

import re
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from handlers.slack.blocks import Block, Message
from workspace.blocks import too_long, validate_message_blocks, visible_text

ROOMS = {"low": (900, 24), "normal": (900, 24), "high": (1500, 40), "critical": (2300, 40)}
OURS = frozenset("\u2068\u2069\ufe0f\u200d\n")
PLAIN_LEAVES = {"text", "date", "user", "usergroup", "channel"}
TOKEN = re.compile(r"<!date\^\d+\^[^|<>]*\|[^<>]*>|<@[UW][A-Z0-9]+>|<!subteam\^S[A-Z0-9]+>")


def parts(block: Any) -> Iterator[dict[str, Any]]:
    """Every object in a block, at any depth."""
    if isinstance(block, dict):
        yield block
        for value in block.values():
            yield from parts(value)
    elif isinstance(block, list):
        for value in block:
            yield from parts(value)


def strings(block: Any) -> Iterator[str]:
    """Every string in a block, at any depth."""
    if isinstance(block, str):
        yield block
    elif isinstance(block, dict):
        for value in block.values():
            yield from strings(value)
    elif isinstance(block, list):
        for value in block:
            yield from strings(value)


def wrapped(lines: Sequence[str]) -> int:
    """Lines on a phone of 40 characters."""
    return sum(max(1, len(textwrap.wrap(" ".join(line.split()), 40))) for line in lines)


def buttons_at(blocks: list[Block]) -> int:
    """The phone line on which the first row of buttons stands."""
    index = next(index for index, block in enumerate(blocks) if block["type"] == "actions")
    return wrapped(visible_text(blocks[: index + 1]))


def characters(blocks: list[Block]) -> int:
    """Visible characters."""
    return sum(len(" ".join(line.split())) for line in visible_text(blocks))


def broken(message: Message, mark: str = "") -> list[str]:
    """What in a message breaks a rule that holds for all of them; `mark` stands in every foreign string."""
    found = validate_message_blocks(message.blocks)
    found += ["too long for Slack"] if too_long(message.blocks) else []
    found += [f"text of {len(message.text)}"] if not 0 < len(message.text) <= 110 else []
    found += ["New message"] if "new message" in message.text.lower() else []
    found += [f"markup in text: {message.text}"] if re.search(r"[<>]", message.text) else []
    return found + inert(message.blocks, mark)


def inert(blocks: Any, mark: str = "") -> list[str]:
    """Foreign text where Slack reads markup, live elements that are not ours, and characters that nobody sees."""
    found: list[str] = []
    for part in parts(blocks):
        kind = part.get("type")
        if kind == "mrkdwn":
            bare = TOKEN.sub("", part["text"])
            found += [f"foreign words in mrkdwn: {bare}"] if mark and mark in bare else []
            found += [f"live token: {bare}"] if re.search(r"[<>*_~`]|https?:", bare) else []
        if kind == "plain_text":
            found += [f"emoji drawn: {part}"] if part.get("emoji") is not False else []
        if kind in {"rich_text_section", "rich_text_quote", "rich_text_preformatted"}:
            found += [f"live {leaf['type']}" for leaf in part["elements"] if leaf["type"] not in PLAIN_LEAVES]
    for text in strings(blocks):
        hidden = [char for char in text if char not in OURS and unicodedata.category(char) in HIDDEN]
        found += [f"hidden {hidden!r}"] if hidden else []
    return found


HIDDEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def beyond(message: Message, risk: str) -> list[str]:
    """Where an open card takes more room than its risk allows."""
    most, line = ROOMS[risk]
    found = [f"{characters(message.blocks)} characters"] if characters(message.blocks) > most else []
    found += [f"buttons at {buttons_at(message.blocks)}"] if buttons_at(message.blocks) > line else []
    header = visible_text(message.blocks[:1])[0]
    return found + ([f"header of {len(header)}"] if len(header) > 75 else [])
