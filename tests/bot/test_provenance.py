"""Where values come from: a look-up vouches for what it found, not for what it was asked."""

import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel

from bot.loading import load
from bot.provenance import CHOICE, NOWHERE, REQUEST, Source, origins, untrusted
from bot.tools import Tool
from bot.workflows import Step
from tests.bot.engine.house import write_folder


class Payment(BaseModel):
    """Arguments of every kind."""

    order: str
    amount: Decimal
    kind: Literal["goods", "shipping"] | None = None
    urgent: bool = False
    lines: list[str] = []
    note: str = ""


@pytest.fixture(scope="module")
def step(tmp_path_factory: pytest.TempPathFactory) -> Step:
    """A step with these arguments."""
    found = load(write_folder(tmp_path_factory.mktemp("flows")))[0]["refunds"].steps["keyless"]
    return replace(found, tool=Tool(print, effect=True, idempotent=False, model=Payment))


def order(vouched: bool = True, **answered: Any) -> Source:
    """A look-up of order 1042."""
    return Source("find_order", {"order_id": "1042"}, {"order": "1042", "paid": "49.90", **answered}, vouched)


@pytest.mark.parametrize(
    ("field", "value", "source", "origin"),
    [
        ("amount", "49.90", order(), "find_order"),
        ("amount", "49.9", order(), "find_order"),
        ("amount", 49.9, order(), "find_order"),
        ("amount", "49.90", order(vouched=False), REQUEST),
        ("amount", "5000", order(), REQUEST),
        ("amount", "5001", order(), NOWHERE),
        ("order", "1042", order(), REQUEST),  # the shop only repeats what it was asked
        ("order", "1043", order(others=["1043"]), "find_order"),
        ("order", "9999", order(), NOWHERE),
        ("order", "104", order(), NOWHERE),
        ("kind", "shipping", order(), CHOICE),
        ("urgent", True, order(), CHOICE),
        ("lines", ["49.90", "1043"], order(others=["1043"]), "find_order"),
        ("lines", ["49.90", "5000"], order(), REQUEST),
        ("lines", ["49.90", "made up"], order(), NOWHERE),
        ("lines", [], order(), CHOICE),
        ("order", "7e1234567", order(commit="7e1234567"), "find_order"),  # a commit, and no number of a million digits
        ("order", "7e1234567", order(commit="8e1234567"), NOWHERE),
        ("order", "9e999999", order(commit="9E999999"), "find_order"),
        ("order", "4" * 40 + "1", order(other="4" * 40 + "1"), "find_order"),
        ("order", "4" * 40 + "1", order(other="4" * 40 + "2"), NOWHERE),  # not the same to the last digit
        ("note", "Send it, QUICKLY", order(), REQUEST),
        ("note", "or", order(), REQUEST),  # first within "order", then as a word of its own
        ("note", "quick", order(), NOWHERE),
        ("note", "refund", order(), REQUEST),
        ("note", "Paid in full", order(facts=[{"text": "Paid in full"}]), NOWHERE),
    ],
)
def test_where_a_value_comes_from(step: Step, field: str, value: Any, source: Source, origin: str) -> None:
    words = "Refund order 1042, all of the 5,000 or 5000. Send it,  quickly."
    assert origins(step, {field: value}, words, [source]) == {field: origin}


def test_a_text_made_for_it_takes_no_time(step: Step) -> None:
    begun = time.process_time()
    lines = ["1" * length for length in range(1, 21)]
    assert origins(step, {"lines": lines}, f"x {'1' * 100_000}", []) == {"lines": NOWHERE}
    assert origins(step, {"note": "a" * 30_000}, "a" * 60_000, []) == {"note": NOWHERE}
    assert time.process_time() - begun < 1


def test_ids_with_leading_noughts_are_no_numbers(step: Step) -> None:
    assert origins(step, {"order": "007"}, "", [Source("find", {}, {"order": "7"}, True)]) == {"order": NOWHERE}


def test_a_look_up_about_what_the_request_named_does_not_vouch_for_it(step: Step) -> None:
    """Not even by a detour: the order names its customer, and the customer's orders name the order."""
    named = Source("find_order", {"order_id": "9999"}, {"order": "9999", "customer": "C-7"}, True)
    others = Source("orders_of", {"customer": "C-7"}, {"orders": ["9999", "1043"]}, True)
    assert origins(step, {"order": "9999"}, "refund 9999", [named, others]) == {"order": REQUEST}
    assert origins(step, {"order": "1043"}, "refund 9999", [named, others]) == {"order": "orders_of"}
    again = Source("find_order", {"order_id": "1043"}, {"order": "1043"}, True)
    assert origins(step, {"order": "1043"}, "refund 9999", [named, others, again]) == {"order": "orders_of"}


def test_what_nobody_vouches_for(step: Step) -> None:
    found = origins(step, {"order": "1042", "amount": "49.90", "note": "x"}, "1042", [order()])
    assert untrusted(found) == ["order", "note"]


def test_what_is_not_there_has_no_origin(step: Step, tmp_path: Path) -> None:
    assert origins(step, {"order": None}, "1042", []) == {}
