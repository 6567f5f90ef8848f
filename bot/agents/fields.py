"""What a tool's pydantic model wants, field by field, as the rules that read texts need it. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

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
