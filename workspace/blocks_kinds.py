"""The kinds of value that Block Kit is made of, each with the check Slack makes on it.

A kind answers `faults(value, at)`: one line per fault, worded as Slack words it, with `at` as the JSON pointer of the
value. The tables in `workspace.blocks_tables` are built from these kinds and hold no code.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from workspace.blocks_text import text_length

Faults = Iterator[str]
Rule = Callable[[Mapping[str, Any], str], Faults]


class Kind(Protocol):
    """Anything that can check a value."""

    def faults(self, value: object, at: str) -> Faults:
        """Yield one line for each fault of `value`, which stands at the JSON pointer `at`."""
        ...


def fault(at: str, message: str) -> str:
    """One line in the manner of Slack's `response_metadata.messages`."""
    return f"[ERROR] {message} [json-pointer:{at}]"


def _is_date(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _is_zone(text: str) -> bool:
    try:
        return bool(ZoneInfo(text).key)
    except (ValueError, OSError, LookupError):
        return False


def _is_url(text: str) -> bool:
    try:
        return bool(urlsplit(text).scheme)
    except ValueError:
        return False


FORMS: dict[str, Callable[[str], bool]] = {
    "date (YYYY-MM-DD)": _is_date,
    "time (HH:mm)": lambda text: bool(re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text)),
    "time zone": _is_zone,
    "number": lambda text: bool(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text)),
    "color (#RRGGBB)": lambda text: bool(re.fullmatch(r"#[0-9A-Fa-f]{6}", text)),
    "URL": _is_url,
    "HTTPS URL": lambda text: _is_url(text) and text.startswith("https://"),
}


@dataclass(frozen=True)
class Str:
    """A string of `least` to `most` characters, counted after escaping, in one of the `FORMS` where one is named."""

    most: int | None = None
    least: int = 1
    form: str = ""

    def faults(self, value: object, at: str) -> Faults:
        """See `Kind`."""
        if not isinstance(value, str):
            yield fault(at, "must provide a string")
            return
        size = text_length(value)
        if size < self.least:
            yield fault(at, f"must be more than {self.least - 1} characters")
        elif self.most is not None and size > self.most:
            yield fault(at, f"must be less than {self.most + 1} characters")
        elif self.form and not FORMS[self.form](value):
            yield fault(at, f"must be a valid {self.form}")


@dataclass(frozen=True)
class Flag:
    """A boolean."""

    def faults(self, value: object, at: str) -> Faults:
        """See `Kind`."""
        if not isinstance(value, bool):
            yield fault(at, "must be a boolean")


@dataclass(frozen=True)
class Whole:
    """A whole number from `least` to `most`."""

    least: int
    most: int | None = None

    def faults(self, value: object, at: str) -> Faults:
        """See `Kind`."""
        if isinstance(value, bool) or not isinstance(value, int):
            yield fault(at, "must provide an integer")
        elif value < self.least:
            yield fault(at, f"must be greater than {self.least - 1}")
        elif self.most is not None and value > self.most:
            yield fault(at, f"must be less than {self.most + 1}")


@dataclass(frozen=True)
class Real:
    """A finite number; `positive` excludes zero and everything below."""

    positive: bool = False

    def faults(self, value: object, at: str) -> Faults:
        """See `Kind`."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < float("inf"):
            yield fault(at, "must provide a number")
        elif self.positive and value <= 0:
            yield fault(at, "must be greater than 0")


@dataclass(frozen=True)
class OneOf:
    """One of a few strings."""

    values: tuple[str, ...]

    def faults(self, value: object, at: str) -> Faults:
        """See `Kind`."""
        if value not in self.values:
            yield fault(at, "must be a valid enum value")


@dataclass(frozen=True)
class Anything:
    """An object whose inside Slack does not publish."""

    def faults(self, value: object, at: str) -> Faults:
        """See `Kind`."""
        if not isinstance(value, Mapping):
            yield fault(at, "must provide an object")


@dataclass(frozen=True)
class Items:
    """A list of `least` to `most` values of one kind; `gaps` allows null in place of a value."""

    of: Kind
    most: int | None = None
    least: int = 1
    gaps: bool = False

    def faults(self, value: object, at: str) -> Faults:
        """See `Kind`."""
        if not isinstance(value, list):
            yield fault(at, "must provide an array")
            return
        if len(value) < self.least:
            yield fault(at, f"must provide at least {self.least} items")
        if self.most is not None and len(value) > self.most:
            yield fault(at, f"no more than {self.most} items allowed")
        for index, item in enumerate(value):
            if item is not None or not self.gaps:
                yield from self.of.faults(item, f"{at}/{index}")


@dataclass(frozen=True)
class Shape:
    """An object: the keys it must have, those it may have, and the rules between them.

    Rules run only on an object whose parts are sound, so that they can trust what they read.
    """

    must: Mapping[str, Kind]
    may: Mapping[str, Kind]
    rules: tuple[Rule, ...] = ()

    def faults(self, value: object, at: str) -> Faults:
        """See `Kind`."""
        if not isinstance(value, Mapping):
            yield fault(at, "must provide an object")
            return
        found = [*self._missing(value, at), *self._parts(value, at)]
        yield from found
        if not found:
            for rule in self.rules:
                yield from rule(value, at)

    def _missing(self, value: Mapping[str, Any], at: str) -> Faults:
        for key in self.must:
            if key not in value:
                yield fault(at, f"missing required field: {key}")

    def _parts(self, value: Mapping[str, Any], at: str) -> Faults:
        known = {**self.must, **self.may}
        for key, part in value.items():
            if key in known:
                yield from known[key].faults(part, f"{at}/{key}")
            elif key != "type":
                yield fault(at, f"invalid additional property: {key}")


@dataclass(frozen=True)
class Typed:
    """An object told apart by its `type`; `names` narrows the shapes that are allowed in this place.

    The shapes are looked up when a value is checked, so a table may refer to itself.
    """

    shapes: Mapping[str, Shape]
    names: frozenset[str] | None = None

    def faults(self, value: object, at: str) -> Faults:
        """See `Kind`."""
        if not isinstance(value, Mapping):
            yield fault(at, "must provide an object")
        elif "type" not in value:
            yield fault(at, "missing required field: type")
        elif not self._allows(value["type"]):
            yield fault(f"{at}/type", f"unsupported type: {value['type']}")
        else:
            yield from self.shapes[value["type"]].faults(value, at)

    def _allows(self, name: object) -> bool:
        return isinstance(name, str) and name in (self.shapes if self.names is None else self.names)


# Rules between the parts of one object ------------------------------------------------------------------------------


def at_least_one(*keys: str) -> Rule:
    """One or more of these keys must be there."""

    def rule(value: Mapping[str, Any], at: str) -> Faults:
        if not any(key in value for key in keys):
            yield fault(at, f"must define at least one of {', '.join(f'`{key}`' for key in keys)}")

    return rule


def exactly_one(*keys: str) -> Rule:
    """One of these keys must be there, and only one."""

    def rule(value: Mapping[str, Any], at: str) -> Faults:
        if sum(key in value for key in keys) != 1:
            yield fault(at, f"must define exactly one of {', '.join(f'`{key}`' for key in keys)}")

    return rule


def never(message: str, found: Callable[[Mapping[str, Any]], bool], where: str = "") -> Rule:
    """A combination that is refused with `message` if `found` sees it; `where` is the part that Slack points at."""

    def rule(value: Mapping[str, Any], at: str) -> Faults:
        if found(value):
            yield fault(at + where, message)

    return rule


def distinct(listed: str, key: str) -> Rule:
    """The objects under `listed` may not repeat each other's `key`."""

    def rule(value: Mapping[str, Any], at: str) -> Faults:
        yield from repeated(key, ((item, f"{at}/{listed}/{i}") for i, item in enumerate(value.get(listed, ()))))

    return rule


def repeated(key: str, found: Iterable[tuple[Mapping[str, Any], str]]) -> Faults:
    """A fault for every object whose `key` an earlier one has already."""
    seen = set()
    for item, at in found:
        if key in item and item[key] in seen:
            yield fault(f"{at}/{key}", f'`{key}` "{item[key]}" already exists')
        seen.add(item.get(key))


def initial_among(value: Mapping[str, Any], at: str) -> Faults:
    """What is chosen at first must be one of the options, to the letter."""
    groups = value.get("option_groups", ())
    options = [*value.get("options", ()), *(option for group in groups for option in group["options"])]
    chosen = [(f"/initial_options/{i}", option) for i, option in enumerate(value.get("initial_options", ()))]
    chosen += [("/initial_option", value["initial_option"])] if "initial_option" in value else []
    for where, option in chosen:
        if option not in options:
            yield fault(at + where, "must match one of the options")


def length_order(value: Mapping[str, Any], at: str) -> Faults:
    """`min_length` <= length of `initial_value` <= `max_length`, as far as they are given."""
    least, most = value.get("min_length", 0), value.get("max_length", 3000)
    if least > most:
        yield fault(f"{at}/min_length", "must not be greater than `max_length`")
    elif value.get("initial_value") and not least <= text_length(value["initial_value"]) <= most:
        yield fault(f"{at}/initial_value", "must be within `min_length` and `max_length`")


def number_order(value: Mapping[str, Any], at: str) -> Faults:
    """`min_value` <= `initial_value` <= `max_value`, as far as they are given; whole unless decimals are allowed."""
    numbers = {key: Decimal(value[key]) for key in ("min_value", "initial_value", "max_value") if key in value}
    if list(numbers.values()) != sorted(numbers.values()):
        yield fault(at, "must keep `min_value`, `initial_value` and `max_value` in order")
    for key in numbers:
        if "." in value[key] and not value["is_decimal_allowed"]:
            yield fault(f"{at}/{key}", "must be a whole number")


def table_form(value: Mapping[str, Any], at: str) -> Faults:
    """Every row is as wide as the first one, which holds no rich text."""
    head, *rows = value["rows"]
    for index, row in enumerate(rows, start=1):
        if len(row) != len(head):
            yield fault(f"{at}/rows/{index}", "must have as many cells as the first row")
    for index, cell in enumerate(head):
        if cell["type"] == "rich_text":
            yield fault(f"{at}/rows/0/{index}/type", "unsupported type: rich_text")


def series_form(value: Mapping[str, Any], at: str) -> Faults:
    """Every series of a chart has a name of its own, and one point for each category."""
    categories = value["axis_config"]["categories"]
    yield from repeated("name", ((series, f"{at}/series/{i}") for i, series in enumerate(value["series"])))
    for index, series in enumerate(value["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(set(categories)):
            yield fault(f"{at}/series/{index}/data", "must have one point for each category")
