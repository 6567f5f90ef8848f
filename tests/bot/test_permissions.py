"""Who may ask, who may decide, and whether anybody ever could."""

from dataclasses import replace

import pytest

from bot.holes import impossible
from bot.loading import load
from bot.people import Group, People
from bot.permissions import deciders, may_ask, may_decide
from bot.workflows import Rung, Stage, Step, Workflow
from storage.models import Request, Who
from tests.bot.engine.house import JONAS, MARIA, MEMBERS, PEOPLE, START, write_folder
from tests.storage.rows import handoff


@pytest.fixture(scope="module")
def flow(tmp_path_factory: pytest.TempPathFactory) -> Workflow:
    """The workflow of the engine's tests."""
    return load(write_folder(tmp_path_factory.mktemp("flows")))[0]["refunds"]


@pytest.fixture
def step(flow: Workflow) -> Step:
    """A plain step, approved by the leads, with two rungs."""
    return replace(flow.steps["keyless"], escalate=(Rung("@heads"), Rung("UOLGA")))


REQUEST = Request(
    id=1, source_key="m", via="message", workflow="refunds", requester=JONAS, text="", channel="C1", message_ts="",
    reply_channel="", reply_thread="", created_at=START,
)  # fmt: skip


def test_rungs_add_deciders_and_take_none_away(step: Step) -> None:
    assert [deciders(step, rung) for rung in range(4)] == [
        ("@leads",),
        ("@leads", "@heads"),
        ("@leads", "@heads", "UOLGA"),
        ("@leads", "@heads", "UOLGA"),
    ]


@pytest.mark.parametrize(
    ("rung", "able"), [(0, {"UMARIA"}), (1, {"UMARIA", "UALEX"}), (2, {"UMARIA", "UALEX", "UOLGA"})]
)
def test_who_may_decide_at_which_rung(step: Step, rung: int, able: set[str]) -> None:
    card = handoff(1, 1, rung=rung)
    asked = [Who("T1", user) for user in ("UMARIA", "UALEX", "UOLGA", "UELSE")]
    assert {who.user for who in asked if not may_decide(step, card, REQUEST, who, PEOPLE)} == able


def test_the_requester_decides_only_where_the_step_says_so(step: Step) -> None:
    card = handoff(1, 1)
    assert may_decide(step, card, REQUEST, JONAS, PEOPLE) == "own_request"
    assert may_decide(replace(step, self_approval=True), card, REQUEST, JONAS, PEOPLE) == ""
    assert may_decide(step, card, REQUEST.model_copy(update={"requester": MARIA}), JONAS, PEOPLE) == ""


def test_nobody_decides_in_a_workspace_that_is_not_known(step: Step) -> None:
    assert may_decide(step, handoff(1, 1), REQUEST, MARIA, People()) == "stranger"


def test_a_bot_asks_only_where_it_is_listened_to_by_name(flow: Workflow) -> None:
    bot = Who("T1", "BALERT")
    assert not may_ask(flow, bot, PEOPLE)
    assert not may_ask(replace(flow, listen=True), bot, PEOPLE)
    named = replace(flow, listen=("BALERT",))
    assert may_ask(named, bot, PEOPLE)
    assert may_ask(named, JONAS, PEOPLE)
    assert not may_ask(named, Who("T2", "BALERT"), PEOPLE)
    assert not may_ask(named, Who("T1", "BOTHER"), PEOPLE)


@pytest.mark.parametrize(
    ("approvers", "quorum", "words"),
    [
        (("@leads",), 1, ""),
        (("@leads",), 4, ""),
        (("@leads", "UGUEST"), 5, ""),  # a guest whom the file names
        (("@leads",), 5, "5 must approve, and 4 of the approvers can"),
        (("UMARIA",), 2, "2 must approve, and 1 of the approvers can"),
        (("UMARIA", "@nobody"), 2, "nobody here is called @nobody"),
        (("@nobody",), 1, "1 must approve, and 0 of the approvers can; nobody here is called @nobody"),
        (("UROBOT",), 1, "0 of the approvers can"),
        (("UGONE",), 1, "0 of the approvers can"),
        (("@",), 1, "nobody here is called @"),
    ],
)
def test_a_step_that_nobody_can_approve_is_said(
    step: Step, approvers: tuple[str, ...], quorum: int, words: str
) -> None:
    found = impossible(replace(step, stages=(Stage(approvers, quorum),), escalate=()), PEOPLE)
    assert (words in found) if words else (found == "")


def test_an_empty_group_cannot_approve(step: Step) -> None:
    empty = replace(PEOPLE, groups={"S9": Group("S9", "leads", "Leads", frozenset())}, members=MEMBERS)
    assert "0 of the approvers can" in impossible(step, empty)
