"""The sample workflow `refunds`: what its reads tell, and that money goes back once and never too much."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from threading import Barrier
from types import ModuleType
from typing import Any

import pytest
from pydantic import ValidationError

from bot.tools import Call, ToolRefused
from storage.models import Doubt, Fact

Look = Callable[..., dict[str, Any]]
Under = Callable[..., Call]


def refund(tools: ModuleType, order_id: str = "1042", amount: str = "49.90", reason: str = "Wrong item") -> Any:
    return tools.Refund(order_id=order_id, amount=amount, reason=reason)


def paid_back(database: Path, order_id: str) -> list[tuple[str, int]]:
    connection = sqlite3.connect(database)
    rows = connection.execute("SELECT key, amount_cents FROM refunds WHERE order_id = ?", [order_id]).fetchall()
    connection.close()
    return rows


def wrong(tools: ModuleType, **args: Any) -> dict[str, str]:
    with pytest.raises(ValidationError) as caught:
        tools.Refund(**args)
    return {str(error["loc"][0]): error["msg"] for error in caught.value.errors()}


def test_the_first_order_of_the_demo_reads_as_its_card_says(refunds: ModuleType, look: Look) -> None:
    found = look(refunds.find_order, order_id="1042")
    assert (found["order_id"], found["amount"]) == ("1042", "49.90")
    assert [(fact["text"], fact["source"], fact["against"]) for fact in found["facts"]] == [
        ("Paid EUR 49.90 on 3 Nov, not refunded so far", "orders", False),
        ("“Delivered 12 Nov, left at door”", "shipments", True),
    ]
    assert [Doubt(**doubt) for doubt in found["doubts"]] == [
        Doubt(
            what="Delivered or lost? The carrier says delivered 12 Nov, the customer says not.",
            changes_answer=True,
            settled_by="the carrier’s photo",
            field="reason",
        )
    ]


@pytest.mark.parametrize(("order_id", "amount"), [("1044", "18.00"), ("871", "12.00"), ("988", "320.00")])
def test_known_orders_have_their_known_amounts(refunds: ModuleType, look: Look, order_id: str, amount: str) -> None:
    assert look(refunds.find_order, order_id=order_id)["amount"] == amount


def test_a_partly_refunded_order_offers_the_rest_and_says_what_went_back(refunds: ModuleType, look: Look) -> None:
    found = look(refunds.find_order, order_id="1024")
    assert found["amount"] == "36.00"
    assert Fact(text="EUR 18.00 of it refunded on 4 Nov", source="refunds", against=True, field="amount") in [
        Fact(**fact) for fact in found["facts"]
    ]


@pytest.mark.parametrize(
    ("order_id", "sentence"),
    [
        ("7777", "No order 7777 in the shop."),
        ("1038", "Order 1038 was refunded in full already (EUR 24.00, last on 10 Nov)."),
        ("1080", "Order 1080 was not paid, so there is nothing to refund."),
    ],
)
def test_an_order_without_anything_to_refund_is_refused(
    refunds: ModuleType, look: Look, order_id: str, sentence: str
) -> None:
    with pytest.raises(ToolRefused) as caught:
        look(refunds.find_order, order_id=order_id)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("order_id", "doubt"),
    [
        ("1029", "Lost or late? In transit since 31 Oct."),
        ("1078", "Cancel in place of a refund? The order is not shipped yet."),
        ("1071", "All of it or one charge? EUR 11.90 and EUR 11.90 were paid."),
    ],
)
def test_what_the_records_leave_open_is_a_doubt(refunds: ModuleType, look: Look, order_id: str, doubt: str) -> None:
    assert doubt in [found["what"] for found in look(refunds.find_order, order_id=order_id)["doubts"]]


def test_every_read_answers_in_the_shape_of_a_card(refunds: ModuleType, look: Look, database: Path) -> None:
    """Each order is either refused or has facts and doubts that a brief takes, within the card's widths."""
    with pytest.raises(ToolRefused):
        look(refunds.find_order, order_id="7777")
    connection = sqlite3.connect(database)
    order_ids = [row[0] for row in connection.execute("SELECT order_id FROM orders")]
    connection.close()
    refused = 0
    for order_id in order_ids:
        try:
            found = look(refunds.find_order, order_id=order_id)
        except ToolRefused:
            refused += 1
            continue
        assert all(len(Fact(**fact).text) <= 120 for fact in found["facts"])
        assert all(len(Doubt(**doubt).what) <= 160 for doubt in found["doubts"])
        assert Decimal(found["amount"]) > 0
    assert (len(order_ids), refused) == (26, 3)


def test_what_was_reported_is_a_fact_and_no_argument(refunds: ModuleType, look: Look) -> None:
    """A customer may report one thing and ask for another; the request says which it is."""
    found = look(refunds.find_order, order_id="1063")
    assert "reason" not in found
    assert found["facts"][-1]["text"] == "Customer reported on 17 Nov: wrong item"


def test_a_customer_with_two_orders_gets_a_list_and_no_guess(refunds: ModuleType, look: Look) -> None:
    found = look(refunds.orders_of_customer, email="A.Sousa@mail.example")
    assert [order["order_id"] for order in found["orders"]] == ["1044", "1042"]
    assert "order_id" not in found


def test_a_customer_with_one_order_means_that_one(refunds: ModuleType, look: Look) -> None:
    found = look(refunds.orders_of_customer, email="h.lind@mail.example")
    assert (found["order_id"], found["amount"]) == ("988", "320.00")


def test_an_unknown_customer_is_refused(refunds: ModuleType, look: Look) -> None:
    with pytest.raises(ToolRefused, match=r"No orders of nobody@mail\.example in the shop\."):
        look(refunds.orders_of_customer, email="nobody@mail.example")


def test_one_key_refunds_once(refunds: ModuleType, under: Under, database: Path) -> None:
    first = refunds.issue_refund(refund(refunds, amount="20"), under("H-1-1"))
    second = refunds.issue_refund(refund(refunds, amount="20"), under("H-1-1"))
    assert first == second
    assert first["amount"] == "20.00"
    assert paid_back(database, "1042") == [("H-1-1", 2000)]


def test_an_order_is_refunded_in_parts_up_to_what_was_paid(refunds: ModuleType, under: Under, database: Path) -> None:
    refunds.issue_refund(refund(refunds, amount="20"), under("H-1-1"))
    refunds.issue_refund(refund(refunds, amount="29.90"), under("H-2-1"))
    with pytest.raises(ToolRefused, match="Order 1042 was refunded in full already"):
        refunds.issue_refund(refund(refunds, amount="0.01"), under("H-3-1"))
    assert paid_back(database, "1042") == [("H-1-1", 2000), ("H-2-1", 2990)]


@pytest.mark.parametrize(
    ("order_id", "amount", "field", "sentence"),
    [
        ("1042", "49.91", "amount", "More than was paid (EUR 49.90)."),
        ("1024", "36.01", "amount", "More than is left to refund (EUR 36.00 of EUR 54.00)."),
        ("1038", "1", "order_id", "Order 1038 was refunded in full already (EUR 24.00, last on 10 Nov)."),
        ("7777", "1", "order_id", "No order 7777 in the shop."),
    ],
)
def test_the_check_and_the_effect_refuse_alike(
    refunds: ModuleType, under: Under, database: Path, order_id: str, amount: str, field: str, sentence: str
) -> None:
    args = refund(refunds, order_id, amount)
    assert refunds.issue_refund.checks(args, under()) == {field: sentence}
    before = paid_back(database, order_id)
    with pytest.raises(ToolRefused) as caught:
        refunds.issue_refund(args, under())
    assert str(caught.value) == sentence
    assert paid_back(database, order_id) == before


def test_the_check_is_silent_before_and_after_the_refund_it_is_about(refunds: ModuleType, under: Under) -> None:
    """After, because a retry under the same key is no second refund."""
    args = refund(refunds)
    assert refunds.issue_refund.checks(args, under("H-1-1")) == {}
    refunds.issue_refund(args, under("H-1-1"))
    assert refunds.issue_refund.checks(args, under("H-1-1")) == {}
    assert "order_id" in refunds.issue_refund.checks(args, under("H-2-1"))


def test_the_read_back_knows_by_key_whether_it_happened(refunds: ModuleType, under: Under) -> None:
    args = refund(refunds, amount="44.95")
    assert refunds.issue_refund.read_back(args, under("H-1-2")) is None
    done = refunds.issue_refund(args, under("H-1-2"))
    assert refunds.issue_refund.read_back(args, under("H-1-2")) == done
    assert refunds.issue_refund.read_back(args, under("H-1-3")) is None


def test_a_key_of_another_refund_never_passes_for_this_one(refunds: ModuleType, under: Under) -> None:
    """A shop that outlived Baton's database has old refunds under keys that come again."""
    refunds.issue_refund(refund(refunds, "871", "12"), under("H-1-1"))
    args = refund(refunds)
    with pytest.raises(ToolRefused, match=r"another refund under H-1-1: order 871, EUR 12\.00"):
        refunds.issue_refund(args, under("H-1-1"))
    assert refunds.issue_refund.read_back(args, under("H-1-1")) is None


def test_of_two_refunds_at_once_only_what_was_paid_goes_back(refunds: ModuleType, under: Under, database: Path) -> None:
    """Two threads, two keys, the whole amount each, on a database that both have to make first."""
    start = Barrier(2)

    def run(key: str) -> str:
        start.wait()
        try:
            return str(refunds.issue_refund(refund(refunds), under(key))["amount"])
        except ToolRefused as refusal:
            return str(refusal)

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(run, ["H-1-1", "H-2-1"]))
    assert answers[0] == "49.90"
    assert answers[1].startswith("Order 1042 was refunded in full already")
    assert [cents for _, cents in paid_back(database, "1042")] == [4990]


def test_nobody_writes_between_the_check_and_the_refund(shop: ModuleType, database: Path) -> None:
    with shop.opened(write=True):
        other = sqlite3.connect(database, timeout=0, isolation_level=None)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


def test_two_threads_under_one_key_refund_once(refunds: ModuleType, under: Under, database: Path) -> None:
    start = Barrier(2)

    def run(_: int) -> Any:
        start.wait()
        return refunds.issue_refund(refund(refunds), under("H-1-1"))

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(run, range(2)))
    assert answers[0] == answers[1]
    assert paid_back(database, "1042") == [("H-1-1", 4990)]


@pytest.mark.parametrize("amount", ["0", "-5", "49.999", "NaN", "Infinity", "much", "", "10000000000"])
def test_an_amount_that_is_none_is_said_at_its_field(refunds: ModuleType, amount: str) -> None:
    assert wrong(refunds, order_id="1042", amount=amount, reason="Wrong item") == {
        "amount": "Not an amount: more than 0, at most two decimals, for example 49.90."
    }


@pytest.mark.parametrize("order_id", ["12", "123456789", "10 42", "A1042", "", "١٠٤٢"])
def test_an_order_number_that_is_none_is_said_at_its_field(refunds: ModuleType, order_id: str) -> None:
    assert wrong(refunds, order_id=order_id, amount="1", reason="Wrong item") == {
        "order_id": "Not an order number: 3 to 8 digits."
    }


def test_a_reason_that_is_none_is_said_at_its_field(refunds: ModuleType) -> None:
    assert wrong(refunds, order_id="1042", amount="1", reason="Because")["reason"].startswith("Not a reason: one of")


def test_amounts_have_two_decimals_whatever_was_typed(refunds: ModuleType) -> None:
    typed = [refund(refunds, amount=amount).amount for amount in ("49.9", " 49.90 ", "49.900")]
    assert [str(amount) for amount in typed] == ["49.90", "49.90", "49.90"]


def test_a_database_that_cannot_be_opened_refuses_and_nothing_happens(
    refunds: ModuleType, under: Under, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_DB", str(tmp_path / "nowhere" / "shop.db"))
    with pytest.raises(ToolRefused, match=r"The shop's database cannot be opened .* SHOP_DB names its file\."):
        refunds.issue_refund(refund(refunds), under())
    assert not (tmp_path / "nowhere").exists()


def test_a_day_of_another_year_is_told_with_its_year(refunds: ModuleType, look: Look, under: Under) -> None:
    later = under("", now=under().now.replace(year=2027))
    found = refunds.find_order(refunds.OrderNumber(order_id="1042"), later)
    assert found["facts"][0]["text"] == "Paid EUR 49.90 on 3 Nov 2026, not refunded so far"
