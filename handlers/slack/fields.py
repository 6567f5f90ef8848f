"""One typed input for each argument of a step, chosen by its pydantic type, and the way back to JSON. Pure."""

import hashlib
import json
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from bot.errors import BadInput
from handlers.slack.blocks import Block, exact, options, prose

LONGEST = 3000
"""Characters that an input of Slack holds."""
MOST_OPTIONS = 100

State = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """How arguments of one type are typed in: the element that holds a value, and the value that its state means.

    `element(value, choices)` gets the argument as it is now (None: none yet). `read(state, choices)` gives the
    argument as JSON, None where the input is empty; it raises ValueError with a sentence for the field.
    """

    element: Callable[[Any, tuple[Any, ...]], Block]
    read: Callable[[State, tuple[Any, ...]], Any]


@dataclass(frozen=True)
class Typed:
    """The input of one argument: its kind, its choices (as JSON), whether it may stay empty."""

    kind: Kind
    choices: tuple[Any, ...] = ()
    optional: bool = False


def typed(info: FieldInfo | None, value: Any) -> Typed:
    """The input for a field of the tool's model; `value` decides where the model does not know the argument."""
    if info is None:
        return Typed(_TEXT if isinstance(value, str) else _JSON)
    inner, nullable = _unwrapped(info.annotation)
    kind, choices = _kind(inner)
    return Typed(kind, choices, nullable or not info.is_required())


def initial(typed: Typed, value: Any) -> Block:
    """The element with the argument as it is now."""
    return typed.kind.element(value, typed.choices)


def editable(typed: Typed, value: Any) -> bool:
    """Whether Slack's input can hold this value whole."""
    return typed.kind not in (_TEXT, _LINES, _JSON) or len(_as_text(typed, value)) <= LONGEST


def _as_text(typed: Typed, value: Any) -> str:
    return str(initial(typed, value).get("initial_value", "")) if value is not None else ""


def read(typed: Typed, state: State, value: Any) -> Any:
    """The argument that was typed; the very `value` of before where nothing was touched.

    Raises:
        ValueError: a sentence for the field.
    """
    found = typed.kind.read(state, typed.choices)
    if value is None:
        return found
    before = typed.kind.read(_untouched(initial(typed, value)), typed.choices)
    return value if found == before or (typed.kind in _NUMBERS and _number(found) == _number(before)) else found


def _number(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _untouched(element: Block) -> State:
    """The state that Slack sends for an element that nobody touched."""
    return {
        "value": element.get("initial_value"),
        "selected_option": element.get("initial_option"),
        "selected_options": element.get("initial_options", []),
        "selected_date": element.get("initial_date"),
        "selected_time": element.get("initial_time"),
        "selected_date_time": element.get("initial_date_time"),
    }


# Types ---------------------------------------------------------------------------------------------------------------


def _unwrapped(annotation: Any) -> tuple[Any, bool]:
    """A type without Annotated and None, and whether None was allowed."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _unwrapped(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        members = [member for member in get_args(annotation) if member is not types.NoneType]
        if len(members) == 1:
            return _unwrapped(members[0])[0], True
        return object, len(members) < len(get_args(annotation))
    return annotation, False


def _kind(annotation: Any) -> tuple[Kind, tuple[Any, ...]]:
    choices = _choices(annotation)
    if choices:
        return (_CHOICE, choices) if len(choices) <= MOST_OPTIONS else (_TEXT, ())
    if get_origin(annotation) in (list, set, tuple, frozenset):
        inner = _unwrapped(get_args(annotation)[0])[0] if get_args(annotation) else object
        among = _choices(inner)
        if among and len(among) <= MOST_OPTIONS:
            return _CHOICES, among
        return (_LINES, ()) if inner is str else (_JSON, ())
    return _KINDS.get(annotation, _JSON), ()


def _choices(annotation: Any) -> tuple[Any, ...]:
    if annotation is bool:
        return (True, False)
    if get_origin(annotation) is Literal:
        return tuple(choice.value if isinstance(choice, Enum) else choice for choice in get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return tuple(member.value for member in annotation)
    return ()


# Kinds ---------------------------------------------------------------------------------------------------------------


def _text_element(value: Any, choices: tuple[Any, ...]) -> Block:
    text = "" if value is None else str(value)
    return {"type": "plain_text_input", "multiline": len(text) > 60 or "\n" in text, **_holding(text)}


def _holding(text: str) -> Block:
    return {"max_length": LONGEST, **({"initial_value": text} if text else {})}


def _read_text(state: State, choices: tuple[Any, ...]) -> str | None:
    return state.get("value") or None


def _lines_element(value: Any, choices: tuple[Any, ...]) -> Block:
    text = "\n".join(str(item) for item in value) if isinstance(value, list | tuple) else ""
    return {"type": "plain_text_input", "multiline": True, **_holding(text)}


def _read_lines(state: State, choices: tuple[Any, ...]) -> list[str]:
    return [line for line in (state.get("value") or "").split("\n") if line.strip()]


def _json_element(value: Any, choices: tuple[Any, ...]) -> Block:
    text = "" if value is None else json.dumps(value, ensure_ascii=False, default=str)
    return {"type": "plain_text_input", "multiline": True, **_holding(text)}


def _read_json(state: State, choices: tuple[Any, ...]) -> Any:
    text = state.get("value")
    try:
        return json.loads(text) if text else None
    except ValueError as error:
        raise ValueError("Not JSON. Write it as it stood: quotes, brackets and commas included.") from error


def _number_element(decimals: bool) -> Callable[[Any, tuple[Any, ...]], Block]:
    def element(value: Any, choices: tuple[Any, ...]) -> Block:
        text = _number_text(value)
        return {"type": "number_input", "is_decimal_allowed": decimals} | ({"initial_value": text} if text else {})

    return element


def _number_text(value: Any) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return ""
    text = f"{number:f}" if number.is_finite() and abs(number.adjusted()) < 30 else ""
    return text if len(text) <= 60 else ""


def _read_number(state: State, choices: tuple[Any, ...]) -> str | None:
    text = (state.get("value") or "").strip()
    return text or None


def _read_int(state: State, choices: tuple[Any, ...]) -> int | str | None:
    text = _read_number(state, choices)
    try:
        return int(text) if text else None
    except ValueError as error:
        raise ValueError("A whole number, digits only.") from error


def _read_float(state: State, choices: tuple[Any, ...]) -> float | None:
    text = _read_number(state, choices)
    try:
        return float(text) if text else None
    except ValueError as error:
        raise ValueError("A number, digits and a point.") from error


def _choice_pairs(choices: tuple[Any, ...]) -> list[tuple[str, str]]:
    return [(_choice_label(choice), choice_value(choice)) for choice in choices]


def _choice_label(choice: Any) -> str:
    return {True: "Yes", False: "No"}[choice] if isinstance(choice, bool) else exact(str(choice))


def choice_value(choice: Any) -> str:
    """A short name for a choice that stays the same when others come and go."""
    return hashlib.sha256(json.dumps(choice, default=str).encode()).hexdigest()[:24]


def _chosen(choices: tuple[Any, ...], value: Any) -> Any:
    found = {choice_value(choice): choice for choice in choices}
    if value not in found:
        raise ValueError("This choice is no longer offered. Close and look again.")
    return found[value]


def _choice_element(value: Any, choices: tuple[Any, ...]) -> Block:
    listed = options(_choice_pairs(choices))
    now = [option for option in listed if value is not None and option["value"] == choice_value(value)]
    return {"type": "static_select", "options": listed} | ({"initial_option": now[0]} if now else {})


def _read_choice(state: State, choices: tuple[Any, ...]) -> Any:
    option = state.get("selected_option")
    return _chosen(choices, option["value"]) if option else None


def _choices_element(value: Any, choices: tuple[Any, ...]) -> Block:
    listed = options(_choice_pairs(choices))
    held = {choice_value(item) for item in value} if isinstance(value, list | tuple) else set()
    now = [option for option in listed if option["value"] in held]
    return {"type": "multi_static_select", "options": listed} | ({"initial_options": now} if now else {})


def _read_choices(state: State, choices: tuple[Any, ...]) -> list[Any]:
    return [_chosen(choices, option["value"]) for option in state.get("selected_options") or []]


def _date_element(value: Any, choices: tuple[Any, ...]) -> Block:
    day = _parsed(date.fromisoformat, value)
    return {"type": "datepicker"} | ({"initial_date": day.isoformat()} if day else {})


def _time_element(value: Any, choices: tuple[Any, ...]) -> Block:
    moment = _parsed(time.fromisoformat, value)
    return {"type": "timepicker"} | ({"initial_time": f"{moment:%H:%M}"} if moment is not None else {})


def _instant_element(value: Any, choices: tuple[Any, ...]) -> Block:
    moment = _parsed(datetime.fromisoformat, value)
    stamp = int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()) if moment else 0
    return {"type": "datetimepicker"} | ({"initial_date_time": stamp} if 10**9 <= stamp < 10**10 else {})


def _parsed(parse: Callable[[str], Any], value: Any) -> Any:
    try:
        return parse(str(value))
    except (ValueError, OverflowError):
        return None


def _read_instant(state: State, choices: tuple[Any, ...]) -> str | None:
    stamp = state.get("selected_date_time")
    return datetime.fromtimestamp(int(stamp), UTC).isoformat().replace("+00:00", "Z") if stamp else None


_TEXT = Kind(_text_element, _read_text)
_LINES = Kind(_lines_element, _read_lines)
_JSON = Kind(_json_element, _read_json)
_CHOICE = Kind(_choice_element, _read_choice)
_CHOICES = Kind(_choices_element, _read_choices)
_NUMBERS = (
    Kind(_number_element(decimals=True), _read_number),
    Kind(_number_element(decimals=True), _read_float),
    Kind(_number_element(decimals=False), _read_int),
)
_KINDS: dict[Any, Kind] = {
    str: _TEXT,
    **dict(zip((Decimal, float, int), _NUMBERS, strict=True)),
    date: Kind(_date_element, lambda state, choices: state.get("selected_date")),
    time: Kind(_time_element, lambda state, choices: state.get("selected_time")),
    datetime: Kind(_instant_element, _read_instant),
}


def wrong(name: str, error: ValueError) -> BadInput:
    """What the person is told at the field `name`."""
    return BadInput("One field cannot be used.", {name: prose(str(error))})
