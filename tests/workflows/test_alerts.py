"""The sample workflow `alerts`: what its reads tell, what its agent makes of it, and that an alert changes once."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.agents import Case, Finished, GiveUp, Outcome, Proposal, Question
from bot.tools import Call, Tool, ToolRefused
from storage.models import Fact, Who
from tests.workflows.conftest import call, load

Look = Callable[..., dict[str, Any]]
Under = Callable[..., Call]
NOW = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)


@pytest.fixture
def alerts(database: Path) -> ModuleType:
    return load("alerts", "tools")


class Reads:
    """The agent's log over the sample's own reads."""

    def __init__(self, tools: ModuleType) -> None:
        self.tools = tools

    async def read(self, tool: str, args: Any) -> dict[str, Any]:
        found: Tool = getattr(self.tools, tool)
        answer: dict[str, Any] = found(found.model(**args), call(""))
        return answer


def case(text: str, *outcomes: Outcome) -> Case:
    return Case(1, 1, "alerts", text, Who("T", "U05ALEX"), "Alex", (), outcomes, NOW)


def state(database: Path, alert: str) -> str:
    connection = sqlite3.connect(database)
    found = connection.execute("SELECT state FROM alerts WHERE alert = ?", [alert]).fetchone()
    connection.close()
    return str(found[0])


def test_the_facts_say_how_well_the_other_side_is_known(alerts: ModuleType, look: Look) -> None:
    known, unknown = look(alerts.find_transfers, alert="A-5536"), look(alerts.find_transfers, alert="A-5543")
    assert [fact["text"] for fact in known["facts"]] == [
        "2 transfers, EUR 310.00 in all, both to a payee used 14 times before"
    ]
    assert not known["facts"][0]["against"]
    assert unknown["facts"][0]["text"] == "2 transfers, EUR 389.00 in all, both to a payee never seen before"
    assert unknown["facts"][0]["against"]
    bank = alerts.bank
    two = [bank.Transfer(False, other, Decimal(5), NOW.date(), 38) for other in ("A", "B")]
    assert alerts.known(two) == "to 2 payees, each seen 38 times or more before"
    assert all(Fact.model_validate(fact) for fact in [*known["facts"], *unknown["facts"]])


def test_the_sums_of_the_sports_club(alerts: ModuleType, look: Look) -> None:
    found = look(alerts.find_transfers, alert="A-5531")
    assert (found["total_in"], found["total_out"], found["senders"]) == ("10240.00", "10120.00", 9)
    assert found["period"] == "14 Nov to 19 Nov 2026"


def test_an_alert_is_cleared_once_and_opened_again_once(alerts: ModuleType, under: Under, database: Path) -> None:
    args = alerts.Clearing(alert="A-5536", why="Usual for this account")
    first = alerts.clear_alert(args, under("H-1-1"))
    assert alerts.clear_alert(args, under("H-1-1")) == first
    assert state(database, "A-5536") == "cleared"
    with pytest.raises(ToolRefused, match="cleared already"):
        alerts.clear_alert(args, under("H-2-1"))
    again = alerts.reopen(args, under("H-1-1-undo"))
    assert alerts.reopen(args, under("H-1-1-undo")) == again
    assert state(database, "A-5536") == "open"
    with pytest.raises(ToolRefused, match="is not cleared"):
        alerts.reopen(args, under("H-9-1-undo"))


def test_a_report_closes_its_alert(alerts: ModuleType, under: Under, database: Path) -> None:
    args = alerts.Report(
        alert="A-5531",
        account="77-3018",
        period="14 Nov to 19 Nov 2026",
        total_in="10240",
        total_out="10120",
        narrative="Many senders, one payee.",
    )
    alerts.file_report(args, under("H-3-1"))
    assert state(database, "A-5531") == "reported"
    assert alerts.file_report.read_back(args, under("H-3-1"))["action"] == "reported"
    assert alerts.file_report.checks(args, under("H-4-1")) == {"alert": "A-5531 is reported already."}


async def test_the_agent_clears_what_is_small_and_scores_what_moves_much_lower(alerts: ModuleType) -> None:
    agent = load("alerts", "agent").AlertAgent()
    scores = {}
    for number in ("A-5536", "A-5543", "A-5547"):
        move = await agent.next(case(f"{number}, please"), Reads(alerts))
        assert isinstance(move, Proposal)
        assert move.step == "clear_alert"
        scores[number] = move.score or 0
    assert scores["A-5536"] >= 0.95
    assert scores["A-5543"] >= 0.95, "its weak spot: it does not weigh whether the payee is known"
    assert 0.8 < scores["A-5547"] < 0.9


async def test_the_agent_reports_many_senders_and_one_payee(alerts: ModuleType) -> None:
    move = await load("alerts", "agent").AlertAgent().next(case("A-5531"), Reads(alerts))
    assert isinstance(move, Proposal)
    assert (move.step, move.args["total_in"]) == ("file_report", "10240.00")


async def test_the_agent_asks_gives_up_and_ends(alerts: ModuleType) -> None:
    agent, reads = load("alerts", "agent").AlertAgent(), Reads(alerts)
    assert isinstance(await agent.next(case("can you look"), reads), Question)
    assert isinstance(await agent.next(case("A-9999"), reads), GiveUp)
    done = Outcome("clear_alert", "approve", {})
    assert await agent.next(case("A-5536", done), reads) == Finished()
