"""Act, check or ask: the table of `policy.decide` with a certificate; and what a version is made of."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import policy, standing
from bot.autonomy.state import Look
from bot.loading import load
from bot.policy import BY_SCORE_OR_DRAW, Act, Ask, Audit, Flags, Standing
from bot.workflows import Stage, Step, Workflow
from storage.models import Brief, Doubt
from tests.bot.engine.house import write_folder

ARGS = {"order_id": "1042", "amount": "49.90"}
MAY = Standing(Look(alone=True, rate=0.1, weight=1.0), earned=True, acts_from=0.95)
LOW = replace(MAY, look=Look(alone=False, rate=1.0, weight=0.1))
REVIEWED = "Every “Refund an order” is reviewed for now."


@pytest.fixture(scope="module")
def flow(tmp_path_factory: pytest.TempPathFactory) -> Workflow:
    return load(write_folder(tmp_path_factory.mktemp("flows")))[0]["refunds"]


@pytest.fixture(scope="module")
def reversible(flow: Workflow) -> Step:
    return flow.steps["reversible"]


@pytest.mark.parametrize(
    ("stands", "draw", "decided"),
    [
        (policy.ASKS, 0.5, Ask((REVIEWED,), counts=True)),
        (MAY, 0.5, Act(check=False)),
        (MAY, 0.1, Act(check=False)),
        (MAY, 0.09, Act(check=True)),
        (LOW, 0.5, Ask(("Score 0.82, acts alone from 0.95.",), counts=True)),
        (replace(MAY, hold="Paused by Dana."), 0.5, Ask(("Paused by Dana.",), counts=True)),
    ],
)
def test_where_it_can_be_taken_back(reversible: Step, stands: Standing, draw: float, decided: Any) -> None:
    assert policy.decide(reversible, ARGS, Brief(), score=0.829, standing=stands, draw=draw) == decided


@pytest.mark.parametrize(
    ("stands", "draw", "decided"),
    [
        (MAY, 0.5, Act(check=False)),
        (MAY, 0.09, Audit((BY_SCORE_OR_DRAW,))),
        (LOW, 0.5, Ask((BY_SCORE_OR_DRAW,), counts=True)),
    ],
)
def test_where_it_cannot_be_taken_back_nothing_tells_a_check_from_a_low_score(
    flow: Workflow, stands: Standing, draw: float, decided: Any
) -> None:
    assert policy.decide(flow.steps["keyed"], ARGS, Brief(), score=0.82, standing=stands, draw=draw) == decided


@pytest.mark.parametrize(
    ("change", "args", "brief", "flags"),
    [
        ({"risk": "critical", "error_limit": None}, {}, Brief(), Flags()),
        ({"error_limit": None}, {}, Brief(), Flags()),
        ({}, {"amount": "500.01"}, Brief(), Flags()),
        ({}, {}, Brief(orders=True), Flags()),
        ({}, {}, Brief(doubts=(Doubt(what="?", changes_answer=True),)), Flags()),
        ({}, {}, Brief(), Flags(outside=("x@y.z",))),
        ({}, {}, Brief(), Flags(changed="24 Nov")),
        ({}, {}, Brief(), Flags(always=("H-1 stands for the same.",))),
        ({"risk": "high"}, {}, Brief(), Flags(untrusted=("Order",))),
    ],
)
def test_these_ask_whatever_the_evidence_says(
    flow: Workflow, change: dict[str, Any], args: dict[str, str], brief: Brief, flags: Flags
) -> None:
    step = replace(flow.steps["limited"], **change)
    for draw in (0.0, 0.5, 0.999):
        decided = policy.decide(step, {**ARGS, **args}, brief, flags, score=1.0, standing=MAY, draw=draw)
        assert isinstance(decided, Ask)
        assert not decided.counts, "such a case never acts alone, so it is no evidence for those that do"


@pytest.mark.parametrize(
    ("agent", "change", "why"),
    [
        ("2", {}, "The agent changed on 24 Nov"),
        ("1", {"code": "other"}, "The code of the workflow changed on 24 Nov"),
        ("1", {"instructions": "other", "agent": "claude"}, "The agent changed and the instructions changed on 24 Nov"),
        ("1", {"title": "Another title", "channel": "#x", "min_seconds": 9}, ""),
    ],
)
def test_what_begins_a_certificate_anew(
    flow: Workflow, reversible: Step, agent: str, change: dict[str, Any], why: str
) -> None:
    before = standing.parts_of(flow, reversible, "1")
    after = standing.parts_of(replace(flow, **change), reversible, agent)
    assert standing.changed(before, after, datetime(2026, 11, 24, tzinfo=UTC)) == why
    assert (standing.version_of(before) == standing.version_of(after)) is not bool(why)


@pytest.mark.parametrize(
    ("change", "anew"),
    [
        ({"title": "Pay back"}, True),
        ({"risk": "high"}, True),
        ({"max": {}}, False),
        ({"max": {"amount": 1}}, True),
        ({"allow": {}}, False),
        ({"allow": {"note": ("*@attacker.test", "*@example.com")}}, True),
        (
            {"stages": (Stage(("UX",), 1, "click"),), "deadline_seconds": 1.0, "escalate": (), "error_limit": None},
            False,
        ),
    ],
)
def test_of_a_step_only_what_the_agent_does_with_it(
    flow: Workflow, reversible: Step, change: dict[str, Any], anew: bool
) -> None:
    before = standing.version_of(standing.parts_of(flow, reversible, "1"))
    after = standing.version_of(standing.parts_of(flow, replace(reversible, **change), "1"))
    assert (before != after) is anew


def test_a_step_without_lists_keeps_the_version_that_databases_hold(flow: Workflow, reversible: Step) -> None:
    assert standing.parts_of(flow, reversible, "1")["step"] == "f0d0953137cb7abd"


def test_the_order_of_a_list_is_no_other_version(flow: Workflow, reversible: Step) -> None:
    here, there = ({"note": patterns} for patterns in (("*@a.test", "*@b.test"), ("*@b.test", "*@a.test")))
    parts = [standing.parts_of(flow, replace(reversible, allow=allow), "1") for allow in (here, there)]
    assert parts[0] == parts[1]
