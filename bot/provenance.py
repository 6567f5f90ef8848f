"""Where the values of a proposal come from: a trusted look-up, words that anybody could have written, or nowhere. Pure.

A look-up vouches for what it found, not for what it was asked: an order number that the request names and the shop
repeats is still the request's. A choice among the model's own values carries nothing of anybody's.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from bot.workflows import Step

CHOICE, REQUEST, NOWHERE = "a choice of the step", "the request’s own words", "no source that is known"
PERSON = "the person who edited it"


@dataclass(frozen=True)
class Source:
    """A look-up or an earlier step of the same request, as it was asked and answered.

    `vouched` False: what it answered is foreign text, like the request itself.
    """

    name: str
    asked: Mapping[str, Any]
    answered: Mapping[str, Any]
    vouched: bool


def origins(step: Step, args: Mapping[str, Any], words: str, sources: Sequence[Source]) -> dict[str, str]:
    """For each argument where its value comes from: CHOICE, REQUEST, NOWHERE, or the names of the look-ups.

    Args:
        step: the step proposed.
        args: its arguments, as JSON.
        words: the request and what was added to it.
        sources: what was looked up or done for this request.
    """
    trusted, told = _vouched(sources), [words]
    for each in sources:
        told += _leaves([each.asked, each.answered])
    foreign, choices = _plain(" ".join(told)), _choices(step.tool.model)
    found: dict[str, str] = {}
    for name, value in args.items():
        if value is not None:
            found[name] = CHOICE if name in choices else _origin(value, trusted, foreign)
    return found


def untrusted(found: Mapping[str, str]) -> list[str]:
    """The arguments that no trusted source vouches for."""
    return [name for name, origin in found.items() if origin in (REQUEST, NOWHERE)]


def _origin(value: Any, trusted: Mapping[str, str], foreign: str) -> str:
    names: dict[str, None] = {}
    requested = False
    for text in _leaves(value):
        leaf = _plain(text)
        if leaf in trusted:
            names[trusted[leaf]] = None
        elif _within(leaf, foreign):
            requested = True
        else:
            return NOWHERE
    return REQUEST if requested else ", ".join(names) or CHOICE


def _vouched(sources: Sequence[Source]) -> dict[str, str]:
    """Values that a trusted look-up found by itself, with its name; none that was asked for before it was found."""
    found: dict[str, str] = {}
    asked: set[str] = set()
    for each in sources:
        asked |= {_plain(text) for text in _leaves(each.asked)} - found.keys()
        for text in _leaves(each.answered) if each.vouched else ():
            if _plain(text) not in asked:
                found.setdefault(_plain(text), each.name)
    return found


def _leaves(value: Any) -> list[str]:
    """Every text and number in a JSON value; yes, no and nothing carry nothing of anybody's."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, Mapping):
        return [text for key, item in value.items() if key not in _TOLD for text in _leaves(item)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in _leaves(item)]
    return [] if isinstance(value, bool) or value is None or not str(value).strip() else [str(value)]


_TOLD = {"facts", "doubts"}  # sentences for people; no argument is taken from them


def _plain(text: str) -> str:
    """A value as it is compared: numbers by what they are worth, words without case and extra blanks."""
    bare = " ".join(text.split()).casefold()
    try:
        number = Decimal(bare)
    except InvalidOperation:
        return bare
    plain = (
        number.is_finite() and abs(number.adjusted()) < _MOST_DIGITS and len(number.as_tuple().digits) <= _MOST_DIGITS
    )
    return f"{number.normalize():f}" if plain and not _like_an_id(bare) else bare


_MOST_DIGITS = 28
"""What has more is an id, and two of them are one only to the last digit; 7e1234567 is the number of a commit."""


def _like_an_id(text: str) -> bool:
    return text.startswith("0") and text.isdigit() and len(text) > 1


def _within(leaf: str, foreign: str) -> bool:
    """Whether it stands there as a word of its own, numbers with or without cents."""
    forms = (leaf, f"{leaf}0", f"{leaf}.00", leaf.replace(".", ","))
    return any(form and _stands(form, foreign) for form in forms)


def _stands(form: str, text: str) -> bool:
    """Whether `form` is in `text` with no letter, digit or underscore right before or behind it."""
    at = text.find(form)
    end = at + len(form)
    if at < 0:
        return False
    if not (_in_word(text[at - 1 : at]) or _in_word(text[end : end + 1])):
        return True  # mostly it does so where it is first, and a pattern takes a hundred times as long to make
    return re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text) is not None


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"


@lru_cache(maxsize=256)
def _choices(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(name for name, field in model.model_fields.items() if _chosen(field.annotation))


def _chosen(annotation: Any) -> bool:
    """Whether values of this type are one of a few that the model itself names."""
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        return all(each is NoneType or _chosen(each) for each in get_args(annotation))
    if origin is Annotated:
        return _chosen(get_args(annotation)[0])
    if origin in (list, tuple, set, frozenset):
        return bool(get_args(annotation)) and all(_chosen(each) for each in get_args(annotation) if each is not ...)
    return origin is Literal or annotation is bool or (isinstance(annotation, type) and issubclass(annotation, Enum))
