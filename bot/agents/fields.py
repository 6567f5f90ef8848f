"""Rules that fill typed fields from plain text. Pure: what stands in no text is not made up.

`fields_of(model)` tells what a pydantic model wants; `said(field, scans, asker)` what the texts say about it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from bot.agents.scan import Scan, Spot, readings

Kind = Literal["id", "person", "name", "amount", "whole", "choice", "flag", "date", "text", "other"]
Where = Literal["text", "read", "asker", "examples"]

_KINDS: tuple[tuple[type, Kind], ...] = (
    (bool, "flag"),
    (int, "whole"),
    (Decimal, "amount"),
    (float, "amount"),
    (datetime, "other"),
    (date, "date"),
)
_PEOPLE = frozenset({"user", "person", "member", "employee", "colleague", "assignee", "grantee", "mention", "who"})
_NAMES = frozenset({"name", "called", "fullname", "surname"})
_EMPTY = frozenset(
    {"id", "ids", "no", "nr", "num", "number", "ref", "reference", "code", "key", "of", "the", "a", "for"}
)
# A pattern that everyday words fit says nothing about what is an id.
_EVERYDAY = ("order", "please", "access", "Hello", "refund")
_NOTHING = re.compile(r"(?:\bnot|\bnever|n['’]t|\binstead of|\brather than|\bno)\s+(?:\w+\s+){0,2}#?$", re.IGNORECASE)
_OTHER_THING = re.compile(
    r"\b(?:invoice|ticket|customer|account|tracking|parcel|phone|zip|postcode|case|alert|room|version|item|article|order"
    r"|contract|card|address|street|reference)s?(?:\s*(?:number|no\.?|nr\.?|id|is|was|:|=))*\s*#?$",
    re.IGNORECASE,
)
_MYSELF = re.compile(r"\b(?:i|me|my|myself|mine|i['’]\w+)\b", re.IGNORECASE)
_ME_TOO = re.compile(r"\b(?:me and|and me|myself|for me|give me|let me in)\b", re.IGNORECASE)
_PAY = re.compile(
    r"\b(?:pay|paid|refund|give|return|credit|charge|amount|sum|total|only|just|back)(?:ed|s)?\s+"
    r"(?:(?:back|her|him|them|me|us|of|the)\s+)*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[`\"“„]([^`\"“”„\n]{1,60})[`\"”“]")
_UNANNOUNCED = 0.8  # how sure an id is that nothing announces, where there are others
_NAME = re.compile(r"(?<![.!?\n] )(?<!^)\b[A-ZÀ-Þ][a-zà-ÿ]+(?:[ -][A-ZÀ-Þ][a-zà-ÿ]+)*\b")


@dataclass(frozen=True)
class Value:
    """A value for a field in its JSON form. `sure` is 0 to 1; `where` says what it stands in."""

    value: Any
    sure: float
    where: Where = "text"


@dataclass(frozen=True)
class Field:
    """What a model wants in one place.

    `names` are the words that announce it, `choices` its possible JSON values, `known` values that the examples name.
    """

    name: str
    kind: Kind
    names: frozenset[str]
    required: bool
    many: bool
    unit: str
    choices: tuple[Any, ...]
    adapter: TypeAdapter[Any]
    known: tuple[str, ...] = ()

    def accepts(self, value: Any) -> Any:
        """The JSON form of `value`, or None where the model would refuse it."""
        try:
            return self.adapter.dump_python(self.adapter.validate_python(value), mode="json")
        except (ValidationError, ValueError, TypeError, ArithmeticError):
            return None


@lru_cache(maxsize=256)
def fields_of(model: type[BaseModel]) -> dict[str, Field]:
    """The fields of `model` by name, in its order."""
    return {name: _field(name, info) for name, info in model.model_fields.items()}


def _field(name: str, info: FieldInfo) -> Field:
    annotation = _bare(info.annotation)
    many = get_origin(annotation) in (list, tuple, set, frozenset)
    if many:
        annotation, metadata = _item(annotation)
    else:
        metadata = list(info.metadata)
    adapter: TypeAdapter[Any] = TypeAdapter(Annotated[annotation, *metadata] if metadata else annotation)
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    words = frozenset(re.findall(r"[a-z]+", f"{name} {info.title or ''}".lower().replace("_", " ")))
    names = (words - _EMPTY) or words
    choices = _choices(annotation)
    kind = "choice" if choices else _kind(annotation, adapter, names)
    return Field(name, kind, names, info.is_required(), many, str(extra.get("unit", "")), choices, adapter)


def _bare(annotation: Any) -> Any:
    """The annotation without `| None`."""
    if get_origin(annotation) in (Union, UnionType):
        left = [part for part in get_args(annotation) if part is not NoneType]
        return _bare(left[0]) if len(left) == 1 else annotation
    return annotation


def _item(annotation: Any) -> tuple[Any, list[Any]]:
    """What a list holds, and its metadata."""
    inner = _bare((get_args(annotation) or (str,))[0])
    return (get_args(inner)[0], list(inner.__metadata__)) if get_origin(inner) is Annotated else (inner, [])


def _choices(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) is Literal:
        return tuple(value.value if isinstance(value, Enum) else value for value in get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return tuple(member.value for member in annotation)
    return ()


def _kind(annotation: Any, adapter: TypeAdapter[Any], names: frozenset[str]) -> Kind:
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    for known, kind in _KINDS:
        if isinstance(annotation, type) and issubclass(annotation, known):
            return kind
    return _kind_of_text(adapter, names) if annotation is str else "other"


def _kind_of_text(adapter: TypeAdapter[Any], names: frozenset[str]) -> Kind:
    loose = any(_fits(adapter, word) for word in _EVERYDAY)
    if _fits(adapter, "U01ABCDEF") and (not loose or names & _PEOPLE):
        return "person"
    if not loose:
        return "id"
    return "name" if names & _NAMES else "text"


def _fits(adapter: TypeAdapter[Any], value: Any) -> bool:
    try:
        adapter.validate_python(value)
    except (ValidationError, ValueError, TypeError, ArithmeticError):
        return False
    return True


def said(field: Field, scans: Sequence[Scan], asker: str, taken: frozenset[str] = frozenset()) -> list[Value]:
    """The values that the texts offer for `field`, distinct, the surest first; the newest text that has any decides.

    Args:
        field: what is wanted.
        scans: the texts, newest first.
        asker: the Slack user id of the requester, for "give me access".
        taken: tokens that are the value of another field, which a bare number therefore is not.
    """
    for scan in scans:
        found: dict[str, Value] = {}
        for value in _RULES[field.kind](field, scan, asker):
            form = None if str(value.value) in taken else field.accepts(value.value)
            if form is not None:
                best = max(found.get(str(form), value), value, key=lambda one: one.sure)
                found[str(form)] = Value(form, best.sure, best.where)
        if found:
            return sorted(found.values(), key=lambda one: -one.sure)
    return []


def settled(values: list[Value]) -> list[Value]:
    """`values` without those that are clearly weaker than the best one."""
    return [value for value in values if value.sure >= values[0].sure - 0.15]


def _before(scan: Scan, spot: Spot) -> str:
    return scan.text[max(0, spot.start - 40) : spot.start]


def _announced(field: Field, scan: Scan, spot: Spot) -> bool:
    """Whether one of the field's names stands right before or behind `spot`."""
    names = "|".join(f"{re.escape(name)}s?" for name in sorted(field.names))
    joined = r"(?:\s*(?:number|no\.?|nr\.?|id|ref|is|was|of|the|to|either|:|=|\())*\s*"
    listed = r"(?:#?\S{1,20}?\s?(?:\bor\b|\band\b|,|/|&)\s?)*\s*#?$"
    if re.search(rf"\b(?:{names}){joined}{listed}", _before(scan, spot), re.IGNORECASE):
        return True
    return bool(re.match(rf"\s+(?:{names})\b", scan.text[spot.end : spot.end + 30], re.IGNORECASE))


def _denied(scan: Scan, spot: Spot) -> bool:
    return bool(_NOTHING.search(_before(scan, spot)))


def _ids(field: Field, scan: Scan, asker: str) -> Iterator[Value]:
    """An id that is announced beats one that is not; one that is announced as something else comes last."""
    found = dict(_chunks(field, scan))
    lone = len(found) == 1
    for form, sure in found.items():
        yield Value(form, 0.93 if lone and sure == _UNANNOUNCED else sure)


def _chunks(field: Field, scan: Scan) -> Iterator[tuple[str, float]]:
    for spot in scan.tokens:
        form = next((form for form in readings(spot.value) if field.accepts(form) is not None), None)
        if form is not None and not _denied(scan, spot):
            named, other = _announced(field, scan, spot), bool(_OTHER_THING.search(_before(scan, spot)))
            marked = spot.value.startswith("#") and not other
            yield form, 0.98 if named or marked else 0.6 if other else _UNANNOUNCED


def _people(field: Field, scan: Scan, asker: str) -> Iterator[Value]:
    for spot in scan.mentions:
        if not _denied(scan, spot):
            yield Value(spot.value, 0.95)
    if asker and (_ME_TOO if scan.mentions else _MYSELF).search(scan.text):
        yield Value(asker, 0.9, "asker")
    yield from _texts(field, scan, asker)


def _named(field: Field, scan: Scan, asker: str) -> Iterator[Value]:
    for found in _NAME.finditer(scan.text):
        yield Value(found[0], 0.7)


def _amounts(field: Field, scan: Scan, asker: str) -> Iterator[Value]:
    for spot in scan.amounts:
        if not _denied(scan, spot) and not (field.unit and spot.unit and field.unit != spot.unit):
            yield Value(str(spot.value), 0.97 if spot.unit or not field.unit else 0.9)
    for spot in scan.wholes:
        if not _denied(scan, spot) and not _OTHER_THING.search(_before(scan, spot)):
            yield Value(
                str(spot.value), 0.85 if _announced(field, scan, spot) or _paid(scan, spot) or scan.answer else 0.6
            )


def _paid(scan: Scan, spot: Spot) -> bool:
    return bool(_PAY.search(_before(scan, spot)) or re.match(r"\s+(?:back|off|in total)\b", scan.text[spot.end :]))


def _wholes(field: Field, scan: Scan, asker: str) -> Iterator[Value]:
    names = "|".join(f"{re.escape(name.removesuffix('s'))}s?" for name in sorted(field.names))
    for found in re.finditer(rf"(?<![\w.,:/-])(\d{{1,18}})\s?(?:{names})\b", scan.text, re.IGNORECASE):
        yield Value(int(found[1]), 0.95)
    for spot in scan.wholes:
        if not _denied(scan, spot) and not _OTHER_THING.search(_before(scan, spot)):
            yield Value(spot.value, 0.9 if _announced(field, scan, spot) or scan.answer else 0.6)


def _words(scan: Scan, phrase: str) -> Iterator[Spot]:
    loose = r"[\s_-]+".join(re.escape(word) for word in re.split(r"[\s_-]+", phrase.strip()) if word)
    for found in re.finditer(rf"(?<![\w-]){loose}(?![\w-])", scan.text, re.IGNORECASE) if loose else ():
        yield Spot(found.start(), found.end(), phrase)


def _picked(field: Field, scan: Scan, asker: str) -> Iterator[Value]:
    for choice in field.choices:
        if any(not _denied(scan, spot) for spot in _words(scan, str(choice))):
            yield Value(choice, 0.95)


def _flags(field: Field, scan: Scan, asker: str) -> Iterator[Value]:
    for spot in (spot for name in sorted(field.names) for spot in _words(scan, name)):
        yes = re.match(r"\s*[:=]?\s*(?:yes|true|on)\b", scan.text[spot.end : spot.end + 12], re.IGNORECASE)
        no = re.match(r"\s*[:=]?\s*(?:no|false|off)\b", scan.text[spot.end : spot.end + 12], re.IGNORECASE)
        denied = re.search(r"\b(?:not|no|without|never|don['’]t)\s+(?:\w+\s+)?$", _before(scan, spot), re.IGNORECASE)
        yield Value(bool(yes) or not (no or denied), 0.9)
    if scan.answer and re.fullmatch(r"\W*(yes|no)\W*", scan.text, re.IGNORECASE):
        yield Value(scan.text.strip(" .!").lower() == "yes", 0.95)


def _dates(field: Field, scan: Scan, asker: str) -> Iterator[Value]:
    for spot in scan.dates:
        yield Value(spot.value.isoformat(), 0.95 if _announced(field, scan, spot) or len(scan.dates) == 1 else 0.75)


def _texts(field: Field, scan: Scan, asker: str) -> Iterator[Value]:
    """Free text: only values that the examples name, and what stands quoted or alone beside the field's own name."""
    for known in field.known:
        if any(not _denied(scan, spot) for spot in _words(scan, known)):
            yield Value(known, 0.95)
    quoted = [found[1].strip() for found in _QUOTED.finditer(scan.text)]
    for spot in scan.tokens:
        if spot.value in quoted and _announced(field, scan, spot):
            yield Value(spot.value, 0.9)


def _none(field: Field, scan: Scan, asker: str) -> Iterator[Value]:
    yield from ()


_RULES = {
    "id": _ids,
    "person": _people,
    "name": _named,
    "amount": _amounts,
    "whole": _wholes,
    "choice": _picked,
    "flag": _flags,
    "date": _dates,
    "text": _texts,
    "other": _none,
}
