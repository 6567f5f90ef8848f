"""How a step is told: templates are filled with values, and values are never templates."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.loading import load
from bot.workflows import Step, Team, Words, fill, plain
from tests.bot.engine.house import write_folder

ARGS = {"order_id": "1042", "amount": "49.90", "kind": "goods"}


@pytest.fixture(scope="module")
def step(tmp_path_factory: pytest.TempPathFactory) -> Step:
    """The plain step of the engine's tests."""
    return load(write_folder(tmp_path_factory.mktemp("flows")))[0]["refunds"].steps["keyless"]


def test_without_words_the_title_speaks(step: Step) -> None:
    assert step.ask(ARGS) == "Refund an order: 1042, EUR 49.90, goods?"
    assert step.done(ARGS) == "Done: Refund an order: 1042, EUR 49.90, goods"
    assert step.undone({}) == "Not done: Refund an order"
    assert step.each == "“Refund an order”"


def test_with_words_they_are_filled(step: Step) -> None:
    words = Words(ask="Refund {amount} for {order_id}?", done="Refunded {amount}", undone="Not refunded", each="refund")
    told = replace(step, words=words)
    assert [told.ask(ARGS), told.done(ARGS), told.undone(ARGS), told.each] == [
        "Refund EUR 49.90 for 1042?",
        "Refunded EUR 49.90",
        "Not refunded",
        "refund",
    ]


def test_every_argument_is_shown_in_the_models_order_also_unknown_ones(step: Step) -> None:
    shown = step.shown({"extra": True, "amount": "1", "note": None, "order_id": "1042"})
    assert list(shown.items()) == [("order_id", "1042"), ("amount", "EUR 1"), ("extra", "yes")]


def test_long_values_are_left_out_of_the_title(step: Step) -> None:
    assert "x" * 31 not in step.ask({"order_id": "x" * 31})


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("5000.00", "EUR 5,000.00"),
        (10240, "EUR 10,240"),
        ("999.90", "EUR 999.90"),
        ("-5000", "EUR -5000"),
        ("5000x", "EUR 5000x"),
        ("1e9", "EUR 1e9"),
    ],
)
def test_a_large_amount_is_read_with_commas(step: Step, value: object, read: str) -> None:
    assert step.value("amount", value) == read
    assert step.value("order_id", "104200") == "104200"


def test_labels_and_units_come_from_the_model(step: Step) -> None:
    assert [step.label(name) for name in ("order_id", "amount", "no_such")] == ["Order", "Amount", "No such"]
    assert [step.unit(name) for name in ("amount", "order_id", "no_such")] == ["EUR", "", ""]


@pytest.mark.parametrize(
    ("value", "words"),
    [(True, "yes"), (False, "no"), (0, "0"), ("", ""), (["a", True], "a, yes"), (("a",), "a"), (1.5, "1.5"),
     ({"a": [1, 2]}, "a: 1, 2"), (None, "None")],
)  # fmt: skip
def test_values_in_words(value: Any, words: str) -> None:
    assert plain(value) == words


def test_a_value_that_is_not_there_is_a_dash() -> None:
    assert fill("Refund {amount} for {order}", {"order": "7"}) == "Refund – for 7"


@given(st.text())
def test_a_value_is_never_read_as_a_template(value: str) -> None:
    assert fill("<{a}>", {"a": value, "b": "secret"}) == f"<{value}>"


@given(st.text(alphabet=st.characters(exclude_characters="{}")))
def test_a_template_without_braces_is_itself(template: str) -> None:
    assert fill(template, {"a": "1"}) == template


def test_a_team_without_a_file_lives_in_utc() -> None:
    assert (Team().owners, str(Team().zone), Team().ops) == ((), "UTC", "")
