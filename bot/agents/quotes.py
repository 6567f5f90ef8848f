"""Is it there? Quotes of a model against their sources, and the values of arguments against all of them. Pure."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from bot.agents.draft import Evidence

_SPACE = re.compile(r"\s+")
_WITH_DIGITS = re.compile(r"(?<![^\W_])[^\W_]*\d[\w.,:@/+-]*", re.UNICODE)
_NUMBER = re.compile(r"\d[\d.,'’\u00a0\u202f]*\d|\d")
_LEAST = 3
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class Source:
    """Something that the model was given: its id, what people call it, its words as data, what it was asked with."""

    id: str
    label: str
    data: Any
    args: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Its words: as the model saw them, and each text in it by itself."""
        return (_plain(json.dumps(self.data, ensure_ascii=False, default=str)), *map(_plain, leaves(self.data)))

    def says(self, quote: str) -> bool:
        """Whether `quote` stands in it, character for character; only how many spaces does not matter."""
        wanted = _plain(quote)
        if len(wanted) < _LEAST:
            return wanted != "" and wanted in self.texts
        return any(wanted in text for text in self.texts)


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def leaves(value: Any) -> Iterator[str]:
    """Every text and number in a JSON value, as text."""
    if isinstance(value, Mapping):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from leaves(each)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


@dataclass(frozen=True)
class Checked:
    """Evidence sorted by whether its quote is there: each with the source, or what is invented."""

    found: tuple[tuple[Evidence, Source], ...]
    invented: tuple[Evidence, ...]


def check(evidence: Iterable[Evidence], sources: Mapping[str, Source]) -> Checked:
    """Hold each quote against the source that it names."""
    found, invented = [], []
    for each in evidence:
        source = sources.get(each.source_id.strip())
        if source is not None and source.says(each.quote):
            found.append((each, source))
        else:
            invented.append(each)
    return Checked(tuple(found), tuple(invented))


def unfound(args: Mapping[str, Any], model: type[BaseModel], sources: Sequence[Source]) -> tuple[str, ...]:
    """The arguments with an id, an amount or a name that stands in no source.

    A choice out of a fixed list, a yes or no, and the words of a free text are the model's own; numbers and ids in a
    free text are not.
    """
    known = _Known([text for source in sources for text in leaves(source.data)])
    return tuple(name for name, value in args.items() if not _choice(model, name) and not known.all_of(value))


def _choice(model: type[BaseModel], name: str) -> bool:
    field = model.model_fields.get(name)
    return field is not None and any(get_origin(each) is Literal for each in _within(field.annotation))


def _within(annotation: Any) -> Iterator[Any]:
    yield annotation
    for each in get_args(annotation):
        yield from _within(each)


class _Known:
    """All that the sources say."""

    def __init__(self, texts: list[str]) -> None:
        self.text = _plain(" \n ".join(texts)).casefold()
        self.numbers = {number for found in _NUMBER.findall(self.text) for number in _numbers(found)}

    def all_of(self, value: Any) -> bool:
        """Whether every id, amount and name in `value` is known."""
        return all(map(self._knows, leaves(value)))

    def _knows(self, value: str) -> bool:
        words = _plain(value).casefold()
        if not words or self._stands(words):
            return True
        if " " not in words:
            return self._token(words)
        return all(self._token(token.rstrip(".,:")) for token in _WITH_DIGITS.findall(words))

    def _token(self, token: str) -> bool:
        return self._stands(token) or bool(_numbers(token) & self.numbers) or self._day(token)

    def _stands(self, words: str) -> bool:
        """Whether these words are there by themselves: 42 is not in 1042, nor 90 in 49.90."""
        return bool(re.search(rf"(?<!\w)(?<!\d[.,]){re.escape(words)}(?!\w)(?![.,]\d)", self.text))

    def _day(self, token: str) -> bool:
        """Whether a date is there in another form: 30 Nov, November 30, 30.11."""
        try:
            day = date.fromisoformat(token[:10])
        except ValueError:
            return False
        month = _MONTHS[day.month - 1]
        forms = rf"\b0?{day.day}(?:st|nd|rd|th|\.)? (?:of )?{month}|\b{month}[a-z]*\.? 0?{day.day}\b"
        return bool(re.search(rf"{forms}|\b0?{day.day}[./]0?{day.month}\b|\b0?{day.month}/0?{day.day}\b", self.text))


def _numbers(text: str) -> set[Decimal]:
    """What a number may mean: 1.234,50 and 1,234.50 are the same, 1.234 may be either, 49.90 is never 4990."""
    bare = re.sub(r"['’\u00a0\u202f]", "", text)
    last = max(bare.rfind("."), bare.rfind(","))
    whole, part = (bare[:last], bare[last + 1 :]) if last >= 0 else (bare, "")
    digits = re.sub(r"[.,]", "", whole)
    forms = {f"{digits}.{part}"} if last >= 0 else {digits}
    if len(part) == 3:  # it may have been a thousands separator
        forms.add(digits + part)
    found = set()
    for form in forms:
        try:
            found.add(Decimal(form))
        except InvalidOperation:
            continue
    return found
