"""The JSON Schema of a tool's arguments as a pydantic model, so that cards and windows show them like any other's.

Everything that people decide on is held to the schema here: types, choices, ranges, lengths, forms, nested objects.
What has no counterpart is left to the server, which checks its own arguments again. No pattern runs in Python's `re`,
which a hostile one could keep busy for ever, and no reference leaves the schema.
"""

import keyword
import re
from collections.abc import Mapping, Sequence
from types import GenericAlias
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Field, PydanticUserError, TypeAdapter, create_model
from pydantic_core import SchemaError

from bot.errors import ConfigError

Schema = Mapping[str, Any]
DEEPEST = 12
MOST_PARTS = 5_000
_BOUNDS = {
    "minimum": "ge",
    "maximum": "le",
    "exclusiveMinimum": "gt",
    "exclusiveMaximum": "lt",
    "multipleOf": "multiple_of",
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_length",
    "maxItems": "max_length",
}
_PLAIN: Mapping[str, Any] = {"string": str, "integer": int, "number": float, "boolean": bool, "null": None}
_NUMBERS = {"ge", "le", "gt", "lt", "multiple_of"}


class _Root(dict[str, Any]):
    """The whole schema, which says how many parts were made of it: references to references make billions of few."""

    parts = 0

    def part(self) -> None:
        """One more."""
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise ConfigError("the schema of its arguments has too many parts")


class Arguments(BaseModel):
    """What the models of all plugin tools have in common."""

    model_config = ConfigDict(
        validate_by_name=True, validate_by_alias=True, loc_by_alias=False, protected_namespaces=()
    )


def model_of(name: str, schema: Schema) -> type[BaseModel]:
    """The model of a tool's arguments. Fields go by the schema's names where Python can hold them.

    Raises:
        ConfigError: the schema is none of an object, refers to what is not in it, or makes no sense.
    """
    if not isinstance(schema, Mapping) or schema.get("type", "object") != "object":
        raise ConfigError("the schema of its arguments is none of an object")
    try:
        return _object(name, schema, _Root(schema), 0)
    except (SchemaError, PydanticUserError, RecursionError) as error:
        raise ConfigError("the schema of its arguments cannot be made sense of") from error


def as_sent(model: BaseModel) -> dict[str, Any]:
    """The arguments under the schema's own names, without those that were left out."""
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


def _object(name: str, schema: Schema, root: _Root, depth: int) -> type[BaseModel]:
    if depth > DEEPEST:
        raise ConfigError("the schema of its arguments is nested too deeply")
    properties = schema.get("properties")
    required = schema.get("required")
    must = set(required) if isinstance(required, Sequence) and not isinstance(required, str) else set()
    fields: dict[str, Any] = {}
    for key, each in (properties if isinstance(properties, Mapping) else {}).items():
        safe = _safe(str(key))
        if safe in fields:
            raise ConfigError(f"two of its arguments are called {safe}")
        fields[safe] = _field(str(key), safe, each, root, key in must, depth)
    unnamed = bool(schema.get("additionalProperties", False)) or (depth > 0 and not fields)
    config = ConfigDict(extra="allow" if unnamed else "forbid")
    base = type("Arguments", (Arguments,), {"model_config": config, "__module__": __name__})
    return create_model(_class_name(name), __base__=base, **fields)


def _field(key: str, safe: str, each: Any, root: _Root, required: bool, depth: int) -> tuple[Any, Any]:
    schema = _resolved(each, root)
    kind = _type(schema, root, depth)
    default = schema.get("default")
    title, description = _line(schema.get("title"), 60), _line(schema.get("description"), 300)
    told: dict[str, Any] = {"title": title, "description": description}
    if safe != key:
        told |= {"alias": key, "title": title or _line(key, 60)}
    if required:
        return kind, Field(**told)
    if default is not None and _fits(kind, default):
        return kind, Field(default=default, **told)
    return kind | None, Field(default=None, **told)


def _line(text: Any, most: int) -> str | None:
    return " ".join(text.split())[:most] or None if isinstance(text, str) else None


def _fits(kind: Any, value: Any) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValueError:
        return False
    return True


def _resolved(schema: Any, root: _Root) -> Schema:
    """The schema itself, or the part of `root` that its $ref names; an empty one where it is none."""
    seen: set[str] = set()
    while isinstance(schema, Mapping) and "$ref" in schema:
        reference = str(schema["$ref"])
        if not reference.startswith("#") or reference in seen:
            raise ConfigError(f"the schema of its arguments refers to {reference[:80]}, which is not in it")
        seen.add(reference)
        found: Any = root
        for part in filter(None, reference.removeprefix("#").split("/")):
            step = part.replace("~1", "/").replace("~0", "~")
            found = found.get(step) if isinstance(found, Mapping) else None
        if found is None:
            raise ConfigError(f"the schema of its arguments refers to {reference[:80]}, which is not in it")
        schema = {**found, **{key: value for key, value in schema.items() if key != "$ref"}} if found else {}
    return schema if isinstance(schema, Mapping) else {}


def _type(schema: Schema, root: _Root, depth: int) -> Any:
    root.part()
    if depth > DEEPEST:
        raise ConfigError("the schema of its arguments is nested too deeply")
    choices = _choices(schema)
    if choices:
        return Literal[choices]
    for key in ("anyOf", "oneOf"):
        if isinstance(schema.get(key), list) and schema[key]:
            return _either([_type(_resolved(each, root), root, depth + 1) for each in schema[key]])
    if isinstance(schema.get("allOf"), list):
        merged: dict[str, Any] = {}
        for each in (*schema["allOf"], {key: value for key, value in schema.items() if key != "allOf"}):
            merged |= _resolved(each, root)
        return _type(merged, root, depth + 1)
    kinds = schema.get("type")
    if isinstance(kinds, list):
        return _either([_single({**schema, "type": kind}, root, depth) for kind in kinds])
    return _single(schema, root, depth)


def _choices(schema: Schema) -> tuple[Any, ...]:
    listed = [schema["const"]] if "const" in schema else schema.get("enum")
    if not isinstance(listed, list) or not listed or len(listed) > 1000:
        return ()
    plain = all(isinstance(each, str | bool | int) or each is None for each in listed)
    return tuple(dict.fromkeys(listed)) if plain else ()


def _either(kinds: list[Any]) -> Any:
    return Union[tuple(kinds)] if kinds else Any  # noqa: UP007 - the members are only known now


def _single(schema: Schema, root: _Root, depth: int) -> Any:
    kind = schema.get("type")
    if kind == "object" and isinstance(schema.get("properties"), Mapping):
        return _object("Part", schema, root, depth + 1)
    if kind == "object" or (kind is None and "properties" in schema):
        return dict[str, Any]
    if kind == "array":
        inner: Any = _type(_resolved(schema.get("items", {}), root), root, depth + 1)
        return _bounded(GenericAlias(list, (inner,)), schema, {"minItems", "maxItems"})
    if kind in ("integer", "number"):
        return _bounded(_PLAIN[kind], schema, {key for key, name in _BOUNDS.items() if name in _NUMBERS})
    if kind == "string":
        return _formed(_bounded(str, schema, {"minLength", "maxLength"}), schema)
    return _PLAIN.get(str(kind), Any)


def _bounded(kind: Any, schema: Schema, keys: set[str]) -> Any:
    held = {_BOUNDS[key]: schema[key] for key in keys if _holds(_BOUNDS[key], schema.get(key))}
    return Annotated[kind, Field(**held)] if held else kind


def _holds(bound: str, value: Any) -> bool:
    """Whether a value is one that this bound can have: lengths are whole and not below nought."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 2**53:
        return False
    if bound in _NUMBERS:
        return bound != "multiple_of" or value > 0
    return isinstance(value, int) and value >= 0


def _formed(kind: Any, schema: Schema) -> Any:
    """A text that must have a form; a form that pydantic's linear-time engine cannot hold is left to the server."""
    pattern = schema.get("pattern")
    if not isinstance(pattern, str) or len(pattern) > 500:
        return kind
    formed = Annotated[kind, Field(pattern=pattern)]
    try:
        TypeAdapter(formed)
    except Exception:  # noqa: BLE001 - whatever the engine says of a foreign pattern
        return kind
    return formed


def _safe(name: str) -> str:
    """A name that pydantic takes for a field."""
    if (
        name.isidentifier()
        and not keyword.iskeyword(name)
        and not name.startswith("_")
        and not hasattr(Arguments, name)
    ):
        return name
    return f"arg_{re.sub(r'[^A-Za-z0-9_]', '_', name)}"[:60]


def _class_name(name: str) -> str:
    return "".join(part.capitalize() for part in re.findall(r"[A-Za-z0-9]+", name)) or "Arguments"
