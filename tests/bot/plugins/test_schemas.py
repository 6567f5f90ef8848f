"""JSON Schemas as models: what fits, what does not, and what of a hostile one is not taken."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ConfigError
from bot.misfits import fields_of
from bot.plugins.schemas import as_sent, model_of
from handlers.slack import fields

SCHEMA = {
    "type": "object",
    "properties": {
        "title": {"type": "string", "minLength": 2, "maxLength": 5, "title": "Heading"},
        "count": {"type": "integer", "minimum": 1, "exclusiveMaximum": 10},
        "share": {"type": ["number", "null"], "maximum": 1},
        "kind": {"enum": ["goods", "shipping"], "default": "goods"},
        "code": {"type": "string", "pattern": "^A-[0-9]+$"},
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 2},
        "part": {"$ref": "#/$defs/part"},
        "either": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        "from": {"type": "string"},
        "schema": {"type": "boolean"},
        "x-y": {"type": "string"},
        "free": {"type": "object"},
    },
    "required": ["title"],
    "$defs": {"part": {"type": "object", "properties": {"old": {"type": "string"}}, "required": ["old"]}},
}
FITTING = {
    "title": "abc", "count": 3, "share": 0.5, "kind": "shipping", "code": "A-12", "tags": ["a"], "part": {"old": "x"},
    "either": 4, "from": "me", "schema": True, "x-y": "z", "free": {"any": [1]},
}  # fmt: skip


def wrong(args: dict[str, Any]) -> set[str]:
    """The arguments that do not fit."""
    with pytest.raises(ValueError, match="validation error") as caught:
        model_of("make", SCHEMA).model_validate({"title": "abc", **args})
    return set(fields_of(caught.value))  # type: ignore[arg-type]


def test_what_fits_is_sent_as_the_schema_names_it() -> None:
    model = model_of("make", SCHEMA)
    assert as_sent(model.model_validate(FITTING)) == FITTING
    kept = model.model_validate(FITTING).model_dump(mode="json", exclude_none=True)
    assert as_sent(model.model_validate(kept)) == FITTING  # what a card showed, and what was approved
    assert set(kept) >= {"arg_from", "arg_schema", "arg_x_y"}


def test_what_is_left_out_is_not_sent_and_defaults_are_shown() -> None:
    assert as_sent(model_of("make", SCHEMA).model_validate({"title": "abc"})) == {"title": "abc", "kind": "goods"}


@pytest.mark.parametrize(
    ("args", "field"),
    [
        ({"title": "a"}, "title"),
        ({"title": "abcdef"}, "title"),
        ({"count": 0}, "count"),
        ({"count": 10}, "count"),
        ({"share": 1.5}, "share"),
        ({"kind": "gift"}, "kind"),
        ({"code": "B-1"}, "code"),
        ({"tags": ["a", "b", "c"]}, "tags"),
        ({"part": {}}, "part"),
        ({"part": {"old": "x", "new": "y"}}, "part"),
        ({"either": "x"}, "either"),
        ({"x-y": 5}, "arg_x_y"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(args: dict[str, Any], field: str) -> None:
    assert wrong(args) == {field}


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "array"}, "none of an object"),
        ({"properties": {"a": {"$ref": "https://evil.example/schema.json"}}}, "which is not in it"),
        ({"properties": {"a": {"$ref": "#/$defs/gone"}}}, "which is not in it"),
        ({"properties": {"a": {"$ref": "#/properties/a"}}}, "which is not in it"),
        ({"properties": {"x-y": {}, "x.y": {}}}, "two of its arguments are called arg_x_y"),
    ],
)
def test_what_is_no_schema_of_arguments_is_refused(schema: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        model_of("make", schema)


def test_a_schema_that_holds_itself_is_refused_and_not_followed_for_ever() -> None:
    node = {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}}}
    with pytest.raises(ConfigError, match="nested too deeply"):
        model_of("make", {"properties": {"head": {"$ref": "#/$defs/node"}}, "$defs": {"node": node}})


@pytest.mark.parametrize(
    "around",
    [
        lambda inner: {"anyOf": [inner] * 8},
        lambda inner: {"type": "array", "items": {"oneOf": [inner] * 8}},
        lambda inner: {"type": "object", "properties": {f"p{number}": inner for number in range(8)}},
    ],
)
def test_a_schema_that_grows_as_it_is_read_is_refused_at_once(around: Callable[[dict[str, Any]], Any]) -> None:
    """Five levels of eight references each are 32,768 parts; eleven would keep the whole bot busy for hours."""
    levels = {f"a{number}": around({"$ref": f"#/$defs/a{number + 1}"}) for number in range(5)}
    schema = {"properties": {"a": {"$ref": "#/$defs/a0"}}, "$defs": {**levels, "a5": {"type": "string"}}}
    with pytest.raises(ConfigError, match="too many parts"):
        model_of("make", schema)


def test_a_hostile_pattern_takes_no_time() -> None:
    model = model_of("make", {"properties": {"a": {"type": "string", "pattern": "^(a+)+$"}}})
    begun = time.perf_counter()
    with pytest.raises(ValueError, match="pattern"):
        model.model_validate({"a": "a" * 5000 + "!"})
    assert time.perf_counter() - begun < 1


def test_a_pattern_that_cannot_be_held_is_left_to_the_server() -> None:
    model = model_of("make", {"properties": {"a": {"type": "string", "pattern": "(?=x)y"}}})
    assert as_sent(model.model_validate({"a": "z"})) == {"a": "z"}


@pytest.mark.parametrize(
    "bound",
    [{"maxLength": 0.5}, {"maxLength": -1}, {"minLength": True}, {"maximum": float("inf")}, {"multipleOf": 0},
     {"minimum": float("nan")}, {"minimum": "5"}, {"maxItems": 1e400}],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["string", "number", "integer", "array"])
def test_a_bound_that_makes_no_sense_holds_nothing(bound: dict[str, Any], kind: str) -> None:
    model = model_of("make", {"properties": {"a": {"type": kind, **bound}}})
    value: Any = {"string": "abcdef", "number": 7.5, "integer": 7, "array": [1, 2]}[kind]
    assert as_sent(model.model_validate({"a": value})) == {"a": value}


def test_every_argument_has_an_input_in_the_edit_window() -> None:
    model = model_of("make", SCHEMA)
    kinds = {name: fields.initial(fields.typed(info, None), None)["type"] for name, info in model.model_fields.items()}
    assert kinds["title"] == "plain_text_input"
    assert kinds["count"] == "number_input"
    assert kinds["kind"] == "static_select"
    assert kinds["arg_schema"] == "static_select"
    assert len(kinds) == len(SCHEMA["properties"])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
keywords = st.sampled_from(
    ["type", "enum", "const", "items", "anyOf", "allOf", "pattern", "minimum", "maxLength", "default", "title", "$ref",
     "properties", "required", "additionalProperties", "description", "format", "multipleOf", "minItems"]
)  # fmt: skip
schemas = st.dictionaries(keywords, json_values | st.sampled_from(["string", "object", "array", "integer"]), max_size=5)


@given(st.dictionaries(st.text(max_size=12), schemas, max_size=4))
def test_any_schema_makes_a_model_or_is_refused(properties: dict[str, Any]) -> None:
    try:
        model = model_of("any", {"type": "object", "properties": properties})
    except ConfigError:
        return
    assert len(model.model_fields) == len(properties)
