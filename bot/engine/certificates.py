"""The state of a certificate as its row keeps it, written and read once: most cases change a small part of it."""

from typing import Any, TypeVar

from bot.autonomy import state as states
from bot.autonomy.state import State
from storage.sqlite import from_json, to_json

K = TypeVar("K")
V = TypeVar("V")


def written(state: State) -> str:
    """A state as its row keeps it: canonical JSON. A part that was written before, the very same, is not again."""
    row, told = states.to_row(state), []
    for name in _PARTS:
        value = row[name]
        part = _texts.get(id(value)) or _keep(_texts, id(value), (value, to_json(value)))
        told.append(part[1])
    text = _STATE % tuple(told)
    _keep(_by_text, text, state)
    return text


def read(text: str) -> State:
    """The inverse; what was just written is not taken apart again."""
    return _by_text.get(text) or _keep(_by_text, text, states.from_row(from_json(text)))


def _keep(known: dict[K, V], key: K, value: V) -> V:
    """Remember this, too, and the one that was remembered first no more."""
    if len(known) >= MOST_REMEMBERED:
        del known[next(iter(known))]
    known[key] = value
    return value


MOST_REMEMBERED = 64
_by_text: dict[str, State] = {}  # a text says the same state for ever
_PARTS = sorted(states.to_row(states.start(0.5)))
_STATE = to_json(dict.fromkeys(_PARTS, 0)).replace(":0", ":%s")
_texts: dict[int, tuple[Any, str]] = {}  # by the id of a part, which no other has while it is held here
