"""A health notice as a message: what happened, what it means, whether somebody must act. Pure."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handlers.slack.blocks import Bold, Line, Message, Piece, moment, notice, prose, reading, rich, said, words

_HOLE = re.compile(r"\{(\w+)\}")


def health(payload: Mapping[str, Any], now: datetime) -> Message:
    """The notice of an outbox row: its title in bold, if it has one, then what it means; moments in their places."""
    times = {name: datetime.fromisoformat(at) for name, at in payload.get("times", {}).items()}
    told = _filled(str(payload["text"]), times, now)
    if not payload.get("title"):
        return said(told)
    title = _filled(str(payload["title"]), times, now)
    bold = [Bold(piece) if isinstance(piece, str) else piece for piece in title]
    return Message(notice(reading(title)), [rich(words(bold, told))])


def _filled(text: str, times: Mapping[str, datetime], now: datetime) -> Line:
    """`text` with `{name}` as that moment; other braces are anybody's words and stay."""
    pieces: list[Piece] = []
    end = 0
    for hole in _HOLE.finditer(text):
        if hole[1] in times:
            pieces += [_spaced(text[end : hole.start()]), moment(times[hole[1]], now)]
            end = hole.end()
    return [piece for piece in (*pieces, _spaced(text[end:])) if piece]


def _spaced(text: str) -> str:
    """Foreign words on one line, with the blanks at their ends kept: a moment stands beside them."""
    inner = prose(text)
    return f"{' ' * text.startswith(' ')}{inner}{' ' * text.endswith(' ')}" if inner else " " * bool(text)
