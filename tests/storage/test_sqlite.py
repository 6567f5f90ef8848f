"""Times and JSON as they are stored."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.models import Who
from storage.sqlite import from_json, to_json, to_text, to_time, to_time_or_none
from storage.whole import whole

ZONES = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-9, minutes=-30))])
TIMES = st.builds(
    lambda second, micro, zone: datetime.fromtimestamp(second, zone) + timedelta(microseconds=micro),
    st.integers(0, 4_000_000_000),
    st.integers(0, 999_999),
    ZONES,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(TIMES)
def test_a_time_comes_back_as_the_same_moment_in_utc(moment: datetime) -> None:
    found = to_time(to_text(moment))
    assert found == moment
    assert found.utcoffset() == timedelta(0)
    assert to_text(moment) == moment.astimezone(UTC).isoformat(timespec="microseconds")


@given(TIMES, TIMES)
def test_the_order_of_texts_is_the_order_of_times(one: datetime, other: datetime) -> None:
    assert (to_text(one) < to_text(other)) is (one < other)


def test_no_time_stays_no_time() -> None:
    assert to_time_or_none(None) is None
    assert to_time_or_none("2026-11-22T14:02:00.000000+00:00") == datetime(2026, 11, 22, 14, 2, tzinfo=UTC)


@given(st.dictionaries(st.text(), JSON))
def test_json_is_canonical_and_comes_back(value: dict[str, object]) -> None:
    text = to_json(value)
    assert json.loads(text) == value
    assert to_json(dict(reversed(value.items()))) == text
    assert to_json(json.loads(text)) == text


@pytest.mark.parametrize("text", ["plain", "Grüße", "😀", "a\0b"])
def test_what_can_be_kept_stays_as_it_is(text: str) -> None:
    assert whole(text) is text


def test_half_a_letter_is_replaced_wherever_it_stands() -> None:
    assert whole("ü \ud83d and \udc00.") == "ü \ufffd and \ufffd."
    assert to_json({"\ud83d": ["ok \ud83d", "😀"]}) == '{"\ufffd":["ok \ufffd","😀"]}'
    assert to_json("\ud83d") == '"\ufffd"'


@given(st.from_regex(r"T[A-Z0-9]{1,10}", fullmatch=True), st.from_regex(r"U[A-Z0-9]{1,10}", fullmatch=True))
def test_a_person_comes_back(team: str, user: str) -> None:
    assert Who.parse(str(Who(team, user))) == Who(team, user)


@pytest.mark.parametrize("levels", [10, 190, 250, 900, 100_000])
@pytest.mark.parametrize("around", [lambda inner: [inner], lambda inner: {"in": inner}])
def test_what_is_written_can_be_read_again(levels: int, around: Callable[[Any], Any]) -> None:
    value: Any = 1
    for _ in range(levels):
        value = around(value)
    if levels < 200:
        assert from_json(to_json(value)) == value
        return
    with pytest.raises(ValueError, match=r"recursion limit|too deep"):
        to_json(value)


def test_brackets_in_words_are_no_depth() -> None:
    value = {"text": "[" * 5000, "rows": [[1]] * 5000}
    assert from_json(to_json(value)) == value
