"""Reading texts: amounts, dates, ids, choices; and the promise that no value is made up."""

import json
import re
import time
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from bot.agents import Proposal
from bot.agents.base import ScriptedLog
from bot.agents.fields import fields_of
from bot.agents.orders import visible
from bot.agents.rules import said, settled, unheld
from bot.agents.scan import Scan, number
from storage.models import Brief
from tests.bot.bills import BILLS, EXAMPLES, case, log, workflow

TODAY = date(2026, 11, 22)


class Colour(Enum):
    DARK_RED = "dark-red"
    BLUE = "blue"


class Everything(BaseModel):
    order_id: Annotated[str, Field(pattern=r"^\d{3,8}$")]
    amount: Annotated[Decimal, Field(gt=0, json_schema_extra={"unit": "EUR"})]
    boxes: int
    colour: Colour
    mode: Literal["fast", "slow"]
    express: bool
    due: date
    user: Annotated[str, Field(pattern=r"^U[A-Z0-9]{4,}$")]
    tags: list[Literal["old", "new", "sold"]] = []
    codes: list[Annotated[str, Field(pattern=r"^[A-Z]{2}-\d+$")]] = []
    note: str | None = None


def read(name: str, text: str) -> list[Any]:
    values = said(fields_of(Everything)[name], (Scan(text, TODAY),), "U03JONAS")
    return [value.value for value in settled(values)]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("EUR 49.90", ["49.90"]),
        ("49,90 €", ["49.90"]),
        ("€1,200.50 and 1.200,50 EUR", ["1200.50", "1200.50"]),
        ("order 1042 EUR 49.90", ["49.90"]),
        ("49.90 EUR for 1042", ["49.90"]),
        ("EUR49.90", ["49.90"]),
        ("12 euros, 5 €", ["12", "5"]),
        ("20 EUR 30 EUR", ["20", "30"]),
        ("1'250.00 CHF", ["1250.00"]),
        ("twelve euros back, fifty dollars", ["12", "50"]),
        ("one hundred twelve euros, twenty-two dollars", []),
        ("refund 18.00 please", ["18.00"]),
        ("EUR 1.200", ["1200"]),
        ("on 3.11.2026 at 14:02, 20%, in 2026, +49 170 1234567, version 1.2.3", []),
        ("EUR 10²", []),
        ("EUR 5k, -5 EUR, 1042, 3 days, 2x", []),
    ],
)
def test_amounts(text: str, amounts: list[str]) -> None:
    assert [str(spot.value) for spot in Scan(text, TODAY).amounts] == amounts


def test_a_long_number_takes_no_time() -> None:
    field, scan = fields_of(Everything)["amount"], Scan("1" * 8000, TODAY)
    begun = time.process_time()
    assert unheld(field, [scan], nothing_said=True) == []
    assert time.process_time() - begun < 0.3
    assert unheld(field, [Scan("50% of it", TODAY)], nothing_said=True) == ["The request asks for a part (“50%”)."]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,200.50", "1200.50"), ("49,9", "49.9"), ("1.200", "1200"), ("12", "12"), ("1.2.3", None), ("1,2,3", None)],
)
def test_numbers_as_people_mean_them(text: str, value: str | None) -> None:
    assert number(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2026-11-03", ["2026-11-03"]),
        ("3 Nov", ["2026-11-03"]),
        ("Nov 3rd, 2025", ["2025-11-03"]),
        ("3.11.26", ["2026-11-03"]),
        ("25/12/2026", ["2026-12-25"]),
        ("today or tomorrow", ["2026-11-22", "2026-11-23"]),
        ("03/04/2026", ["2026-03-04", "2026-04-03"]),
        ("31 Feb", []),
    ],
)
def test_dates(text: str, dates: list[str]) -> None:
    assert sorted(spot.value.isoformat() for spot in Scan(text, TODAY).dates) == dates


@pytest.mark.parametrize(
    ("name", "text", "values"),
    [
        ("order_id", "Order 1042 please", ["1042"]),
        ("order_id", "#1042: EUR 1200 back", ["1042"]),
        ("order_id", "refund 1200 for order 1042", ["1042"]),
        ("order_id", "orders 1042 and 1044", ["1042", "1044"]),
        ("order_id", "order no 1042 (invoice 20261042)", ["1042"]),
        ("order_id", "sends 1036 back. Refund 115", ["1036"]),
        ("order_id", "1036: wrong one. 115 back", ["1036"]),
        ("order_id", "refund 1052", ["1052"]),
        ("amount", "1036: wrong one. 115 back", ["115"]),
        ("order_id", "1042, not 1044", ["1042"]),
        ("order_id", "invoice 77001, order no. 1042", ["1042"]),
        ("order_id", "see <https://shop.example/orders/1042?ref=99999|the order>", ["1042"]),
        ("order_id", "in 2026 at 14:02 on 12.11.2026, 300%, 500 days, 49.90", []),
        ("amount", "order 1042, EUR 49.90", ["49.90"]),
        ("amount", "USD 49.90", []),
        ("boxes", "send 3 boxes", [3]),
        ("boxes", "send 3 boxes of 12 bottles", [3]),
        ("colour", "the Dark Red one", ["dark-red"]),
        ("colour", "blue, not dark-red", ["blue"]),
        ("colour", "blueish", []),
        ("mode", "fast or slow?", ["fast", "slow"]),
        ("express", "with express", [True]),
        ("express", "no express please", [False]),
        ("express", "as usual", []),
        ("due", "by 4 December", ["2026-12-04"]),
        ("user", "for <@U06WEI>", ["U06WEI"]),
        ("user", "I need it", ["U03JONAS"]),
        ("user", "give <@U06WEI> the same", ["U06WEI"]),
        ("user", "for a colleague", []),
        ("tags", "old and new", ["old", "new"]),
        ("codes", "AB-12, CD-7 and ef-9", ["AB-12", "CD-7"]),
        ("note", "anything at all", []),
    ],
)
def test_fields(name: str, text: str, values: list[Any]) -> None:
    assert read(name, text) == values


def test_a_bare_number_that_is_an_id_is_no_amount() -> None:
    scans = (Scan("refund 1042, 20 back", TODAY),)
    amount = fields_of(Everything)["amount"]
    assert [value.value for value in said(amount, scans, "")] == ["1042", "20"]
    assert [value.value for value in said(amount, scans, "", frozenset({"1042"}))] == ["20"]


def test_the_newest_text_that_has_a_value_decides() -> None:
    scans = (Scan("thanks", TODAY), Scan("I meant 1044", TODAY), Scan("order 1042", TODAY))
    assert [value.value for value in said(fields_of(Everything)["order_id"], scans, "")] == ["1044"]


# No value is made up.

SOME = """pay bill B-1042 B-1044 B-7777 S204 EUR 49.90 94,90 20 1,200.50 please by card cash bank transfer remind in 5
days the supplier 12 December today not or and reference 7731 B1042 b-1042 #B-2000 € $ 3x 100% polite I <@U06WEI>"""
WORDS = st.sampled_from(SOME.split())


def stands(value: Any, field: str, text: str, reads: Mapping[str, Any]) -> bool:
    """Whether a proposed value stands in the text, in what was read, or among the fixed choices."""
    if field in ("method", "polite"):
        return True
    if field == "by":
        return any(spot.value.isoformat() == value for spot in Scan(text, TODAY).dates)
    if field == "amount":
        numbers = [number(found) for found in re.findall(r"\d+(?:[.,']\d+)*", text)]
        return Decimal(value) in numbers or value in json.dumps(reads)
    return str(value) in text or json.dumps(value) in json.dumps(reads)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(WORDS, st.text(max_size=12)), max_size=25).map(" ".join))
async def test_every_proposed_value_stands_somewhere(text: str) -> None:
    pytest.importorskip("sklearn", reason="the extra offline is not installed")
    from bot.agents.offline import OfflineAgent

    flow, answers = workflow(), log()
    made = await OfflineAgent(flow).next(case(text), answers)
    for name, args in answers.reads:
        assert all(str(value) in visible(text) or value in BILLS for value in args.values()), name
    if isinstance(made, Proposal):
        results = [BILLS.get(args.get("bill", ""), {}) | args for _, args in answers.reads]
        assert all(stands(value, field, visible(text), {"rows": results}) for field, value in made.args.items()), made
        flow.steps[made.step].tool.model.model_validate(dict(made.args))
        assert made.score is not None
        assert 0 <= made.score <= 1


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_scan(text: str) -> None:
    scan = Scan(text, TODAY)
    spots = [*scan.amounts, *scan.wholes, *scan.dates, *scan.tokens, *scan.mentions]
    assert all(0 <= spot.start < spot.end <= len(scan.text) for spot in spots)


class Told(BaseModel):
    bill: Annotated[str, Field(pattern=r"^B-[0-9]{4}$")]
    topic: str


async def test_free_text_is_filled_only_where_the_examples_have_a_clear_rule() -> None:
    pytest.importorskip("sklearn", reason="the extra offline is not installed")
    from bot.agents.offline import OfflineAgent
    from bot.tools import tool

    @tool(effect=True)
    def tell(args: Told) -> dict[str, Any]:
        return {}

    kinds = (("is late", "Delay"), ("is damaged", "Damage"), ("is too high", "Price"))
    clear = tuple(
        (f"tell them that bill B-{1000 + i} {words}", "tell", {"bill": f"B-{1000 + i}", "topic": topic})
        for i, (words, topic) in enumerate(kinds * 5)
    )
    free = tuple((text, step, {**args, "topic": f"topic {i}"}) for i, (text, step, args) in enumerate(clear))
    others = tuple(each for each in EXAMPLES if each[1] is None)
    asked = case("tell them that bill B-1042 is late")

    made = await OfflineAgent(workflow({"tell": tell}, (), clear + others)).next(asked, ScriptedLog())
    assert isinstance(made, Proposal)
    assert isinstance(made.brief, Brief)
    assert (made.args, made.brief.unfound) == ({"bill": "B-1042", "topic": "Delay"}, ("topic",))

    made = await OfflineAgent(workflow({"tell": tell}, (), free + others)).next(asked, ScriptedLog())
    assert getattr(made, "text", "") == "Which topic?"
