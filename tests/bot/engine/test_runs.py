"""Runs: every kind of move, agents that fail, and a request that changes while one looks."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.agents import Case, Finished, GiveUp, Log, Move, Proposal, Question
from bot.errors import BatonError, ConfigError, StorageError
from bot.tools import ToolRefused
from storage import requests
from storage.models import Brief, Fact
from storage.sqlite import Db
from tests.bot.engine.house import DANA, JONAS, MARIA, Agent, House, proposal
from tests.bot.engine.outside import Outside


async def test_a_proposal_becomes_a_card_with_all_that_a_decision_needs(house: House) -> None:
    card = await house.card(Proposal("keyless", {"order_id": "1042", "amount": 49.9}, 0.8, "looks right"))
    assert (card.kind, card.state, card.step, card.revision, card.rung) == ("approval", "waiting", "keyless", 1, 0)
    assert card.args == {"order_id": "1042", "amount": "49.9", "kind": "goods"}
    assert (card.score, card.brief.assessment, card.agent_version) == (0.8, "looks right", "scripted-1")
    assert card.reasons == ("Every “Refund an order” is reviewed for now.",)
    assert card.draw is not None
    assert 0 <= card.draw < 1
    assert (await house.run(card.request_id)).state == "parked"
    assert await house.said("got_it") == 1
    assert await house.rows("SELECT kind FROM outbox WHERE handoff_id = ? AND kind = 'card'", card.id) == [("card",)]


@pytest.mark.parametrize(
    ("score", "kept"), [(None, None), (-3, 0.0), (97, 0.0), (float("inf"), 0.0), (float("nan"), 0.0), (0.25, 0.25)]
)
async def test_a_score_lies_between_none_and_one(house: House, score: Any, kept: float | None) -> None:
    card = await house.card(Proposal("keyless", {"order_id": "1042", "amount": 1}, score))
    assert card.score == kept


class _Measured(Fact):
    """An agent's own kind of fact."""

    confidence: float = 0.5


class _Wider(Brief):
    """An agent's own kind of brief."""

    mood: str = "sure"


@pytest.mark.parametrize(
    ("brief", "kept"),
    [
        (Brief(facts=(_Measured(text="paid"),)), Brief(facts=(Fact(text="paid"),))),
        (_Wider(assessment="fine"), Brief(assessment="fine")),
        (Brief().model_copy(update={"facts": ({"text": "paid"},)}), Brief(facts=(Fact(text="paid"),))),
        (Brief().model_copy(update={"unfound": {"amount"}}), Brief(unfound=("amount",))),
    ],
)
async def test_a_brief_of_an_agents_own_kinds_is_kept_as_one_that_can_be_read(
    house: House, brief: Brief, kept: Brief
) -> None:
    card = await house.card(replace(proposal(), brief=brief))
    told = {"assessment", "facts", "unfound"}
    assert card.brief.model_dump(include=told) == kept.model_dump(include=told)
    assert type(card.brief) is Brief


async def test_a_brief_that_is_none_is_kept_as_its_assessment(house: House) -> None:
    card = await house.card(replace(proposal(), brief=Brief(assessment="fine").model_copy(update={"facts": 7})))
    assert "facts: 7" in card.brief.assessment
    assert "assessment: fine" in card.brief.assessment


async def test_a_question_goes_to_the_requester_and_has_no_card(house: House) -> None:
    card = await house.card(Question("Which order?", ("1042", "1044")))
    assert (card.kind, card.question, card.choices) == ("question", "Which order?", ("1042", "1044"))
    assert await house.said("question") == 1
    assert await house.rows("SELECT count(*) FROM outbox WHERE kind = 'card'") == [(0,)]


async def test_giving_up_makes_a_case_for_a_person(house: House) -> None:
    card = await house.card(GiveUp("A legal threat.", Brief(facts=(Fact(text="lawyer"),))))
    assert (card.kind, card.question, card.brief.facts[0].text) == ("case", "A legal threat.", "lawyer")


async def test_finishing_ends_run_and_request(house: House) -> None:
    house.agent.moves = [Finished("Nothing to do.")]
    request_id = await house.ask()
    assert (await house.run(request_id)).state == "finished"
    assert await house.rows("SELECT closed_at IS NULL FROM request") == [(0,)]
    assert await house.said("finished") == 1
    assert await house.due() == []


async def test_the_agent_is_called_after_each_outcome_with_all_of_them(house: House) -> None:
    card = await house.card(proposal(), Question("Sure?", ()), proposal(order_id="1044"))
    await house.decide(card, MARIA, "reject", note="wrong order")
    await house.settle()
    question = await house.open_of(card.request_id)
    await house.engine.verdicts.respond(house.click(JONAS), question.id, "1044 then")
    await house.settle()
    second = await house.open_of(card.request_id)
    await house.decide(second)
    await house.settle()
    outcomes = house.agent.cases[-1].outcomes
    assert [(each.verdict, each.note) for each in outcomes] == [
        ("reject", "wrong order"),
        ("respond", "1044 then"),
        ("approve", ""),
    ]
    assert [len(case.outcomes) for case in house.agent.cases] == [0, 1, 2, 3]
    assert (await house.run(card.request_id)).state == "finished"


# Moves that do not fit

BAD: list[tuple[Any, str]] = [
    (Proposal("fly", {}), "a step that this workflow does not have: fly"),
    (Proposal("keyless", {}), "values that do not fit. Order: This is needed."),
    (Proposal("keyless", {"order_id": "1042", "amount": "-1"}), "Amount: It must be more than 0."),
    (Proposal("keyless", {"order_id": "abc", "amount": "1"}), "Order: It does not have the form"),
    (Proposal("keyless", None), ""),  # type: ignore[arg-type]
    (Proposal("keyless", "1042"), ""),  # type: ignore[arg-type]
    (Proposal("keyless", {"order_id": "1042", "amount": 1}, "high"), ""),  # type: ignore[arg-type]
    (Proposal(["keyless"], {}), ""),  # type: ignore[arg-type]
    (None, ""),
    ("refund it", ""),
    ({"step": "keyless"}, ""),
]


@pytest.mark.parametrize(("move", "words"), BAD, ids=[str(number) for number in range(len(BAD))])
async def test_a_move_that_does_not_fit_becomes_a_case_and_says_why(
    house: House, outside: Outside, move: Any, words: str
) -> None:
    house.agent.moves = [lambda _: move for _ in range(3)]
    request_id = await house.ask()
    for _ in range(4):
        house.clock.advance(minutes=1)
        await house.settle()
    card = await house.open_of(request_id)
    assert card.kind == "case"
    assert words in card.question
    assert card.question
    assert outside.calls == []


@pytest.mark.parametrize(
    "move",
    [
        Question(7, (1, 2)),  # type: ignore[arg-type]
        GiveUp(None),  # type: ignore[arg-type]
        GiveUp("hard", ["not", "a", "brief"]),  # type: ignore[arg-type]
        GiveUp("hard", {"unknown": "keys", "doubts": 7}),
        Question("Which?", None),  # type: ignore[arg-type]
    ],
)
async def test_a_sloppy_move_still_reaches_a_person(house: House, move: Any) -> None:
    house.agent.moves = [lambda _: move for _ in range(3)]
    request_id = await house.ask()
    for _ in range(4):
        house.clock.advance(minutes=1)
        await house.settle()
    assert (await house.open_of(request_id)).kind in {"question", "case"}


# Agents that fail


async def test_an_agent_that_fails_is_asked_three_times_ever_later_then_a_person(house: House) -> None:
    house.agent.moves = [ValueError("boom")] * 5
    request_id = await house.ask()
    assert len(house.agent.cases) == 1
    for seconds, calls in ((1, 1), (1, 2), (3, 2), (1, 3)):
        house.clock.advance(seconds=seconds)
        await house.settle()
        assert len(house.agent.cases) == calls
    card = await house.open_of(request_id)
    assert (card.kind, card.question) == (
        "case",
        "The agent failed (ValueError). So this comes without its work.",
    )
    house.clock.advance(minutes=5)
    await house.settle()
    assert len(house.agent.cases) == 3


async def test_an_agent_that_fails_once_goes_on(house: House) -> None:
    house.agent.moves = [ValueError("boom"), proposal()]
    request_id = await house.ask()
    house.clock.advance(seconds=2)
    await house.settle()
    assert (await house.open_of(request_id)).kind == "approval"


async def test_words_fit_for_people_are_passed_on(house: House) -> None:
    house.agent.moves = [BatonError("The model did not answer (overloaded).")] * 3
    request_id = await house.ask()
    for _ in range(3):
        house.clock.advance(minutes=1)
        await house.settle()
    assert (await house.open_of(request_id)).question.startswith("The model did not answer (overloaded).")


async def test_an_agent_that_hangs_is_left_after_its_time(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.runs.AGENT_SECONDS", 0.02)
    house.agent.moves = ["hang"] * 3
    request_id = await house.ask()
    for _ in range(3):
        house.clock.advance(minutes=1)
        await house.settle()
    card = await house.open_of(request_id)
    assert (card.kind, len(house.agent.cases)) == ("case", 3)
    assert "took longer than" in card.question


async def test_an_agent_that_cannot_be_made_is_an_agent_that_fails(house: House) -> None:
    def make(_: object) -> Agent:
        raise ConfigError("The offline agent is not installed.")

    house.world.make_agent = make
    request_id = await house.ask()
    for _ in range(3):
        house.clock.advance(minutes=1)
        await house.settle()
    card = await house.open_of(request_id)
    assert card.question.startswith("The offline agent is not installed.")


async def test_failing_on_the_second_look_closes_the_card_and_hands_over(house: House, outside: Outside) -> None:
    card = await house.card(proposal(), *[ValueError("boom")] * 3)
    await house.engine.requests.heard(house.click(JONAS, "note:1"), card.request_id, "wait")
    for _ in range(4):
        await house.settle()
        house.clock.advance(minutes=1)
    found = await house.handoffs(card.request_id)
    assert [(each.kind, each.state) for each in found] == [("approval", "withdrawn"), ("case", "waiting")]


# Changes while the agent works


async def working(house: House, *moves: Any) -> int:
    """A request whose agent is in the middle of its first look."""
    house.agent.moves = ["hang", *moves]
    request_id = await house.ask(settle=False)
    await house.engine.start_due()
    await house.agent.reached.wait()
    return request_id


async def test_a_change_while_the_agent_works_is_looked_at_before_anything_is_shown(house: House) -> None:
    request_id = await working(house, proposal(amount="12.00"))
    await house.engine.requests.heard(house.click(JONAS, "note:1"), request_id, "only 12")
    house.agent.go_on.set()
    await house.settle()
    card = await house.open_of(request_id)
    assert (card.revision, card.args["amount"], len(house.agent.cases)) == (1, "12.00", 2)
    assert [len(case.notes) for case in house.agent.cases] == [0, 1]


async def test_the_end_of_a_run_is_not_taken_from_an_agent_that_did_not_see_the_change(house: House) -> None:
    request_id = await working(house, proposal())
    await house.engine.requests.heard(house.click(JONAS, "note:1"), request_id, "one more thing")
    house.agent.go_on.set()
    await house.settle()
    assert (await house.run(request_id)).state == "parked"


async def test_a_failure_on_an_old_text_does_not_count(house: House) -> None:
    async def fail(_: object) -> None:
        house.agent.reached.set()
        await house.agent.go_on.wait()
        raise ValueError("boom")

    house.agent.moves = [fail, proposal()]
    request_id = await house.ask(settle=False)
    await house.engine.start_due()
    await house.agent.reached.wait()
    await house.engine.requests.heard(house.click(JONAS, "note:1"), request_id, "more")
    house.agent.go_on.set()
    await house.settle()
    assert (await house.run(request_id)).failures == 0
    assert (await house.open_of(request_id)).kind == "approval"


async def test_a_database_in_trouble_is_no_failure_of_the_agent(house: House) -> None:
    house.agent.moves = [StorageError("Not recorded."), proposal()]
    request_id = await house.ask()
    assert (await house.run(request_id)).failures == 0
    assert (await house.open_of(request_id)).kind == "approval"


@pytest.mark.parametrize("state", ["queued", "working"])
async def test_a_run_that_was_worked_on_when_the_process_ended_is_taken_up_again(house: House, state: str) -> None:
    request_id = await working(house, proposal())
    await house.store.write(lambda db: db.execute("UPDATE run SET state = ?", (state,)))
    await house.restart()
    assert (await house.open_of(request_id)).kind == "approval"
    assert len(house.agent.cases) == 2


async def test_one_run_is_worked_on_by_one_agent_at_a_time(house: House) -> None:
    await working(house)
    for _ in range(3):
        await house.engine.start_due()
        await asyncio.sleep(0)
    assert len(house.agent.cases) == 1


async def test_many_runs_are_worked_on_side_by_side(house: House) -> None:
    house.agent.moves = ["hang"] * 5
    for _ in range(5):
        await house.ask(settle=False)
    await house.engine.start_due()
    await house.agent.reached.wait()
    await asyncio.sleep(0.05)
    assert len(house.agent.cases) == 5
    house.agent.go_on.set()
    await house.settle()
    assert await house.rows("SELECT DISTINCT state FROM run") == [("finished",)]


# One open handoff

SECOND: list[tuple[Any, list[tuple[str, str]]]] = [
    (proposal(amount="1.00"), [("approval", "waiting")]),
    (proposal("two"), [("approval", "waiting")]),
    (Question("Which?", ()), [("approval", "withdrawn"), ("question", "waiting")]),
    (GiveUp("hard"), [("approval", "withdrawn"), ("case", "waiting")]),
    (Finished(), [("approval", "withdrawn")]),
]


@pytest.mark.parametrize(("move", "stand"), SECOND, ids=range(5))
async def test_a_second_look_leaves_at_most_one_open(house: House, move: Any, stand: list[tuple[str, str]]) -> None:
    card = await house.card(proposal(), move)
    await house.engine.requests.heard(house.click(JONAS, "note:1"), card.request_id, "hm")
    await house.settle()
    found = await house.handoffs(card.request_id)
    assert [(each.kind, each.state) for each in found] == stand
    assert len([row for row in await house.due() if row[0] == "deadline"]) == sum(s == "waiting" for _, s in stand)


@pytest.mark.parametrize("first", [Question("Which?", ()), GiveUp("hard")])
async def test_after_a_question_or_case_a_new_look_opens_a_card(house: House, first: Any) -> None:
    before = await house.card(first, proposal())
    await house.engine.requests.heard(house.click(DANA, "note:1"), before.request_id, "it is 1042")
    await house.settle()
    assert (await house.open_of(before.request_id)).kind == "approval"
    assert (await house.handoff(before.id)).state == "withdrawn"


async def test_the_step_may_change_with_a_new_look_and_its_own_rules_hold(house: House, outside: Outside) -> None:
    card = await house.card(proposal("keyless"), proposal("two"))
    await house.engine.requests.heard(house.click(JONAS, "note:1"), card.request_id, "hm")
    await house.settle()
    newer = await house.handoff(card.id)
    assert (newer.step, newer.revision) == ("two", 2)
    assert await house.decide(newer) == "counted"


async def test_a_deadline_or_a_person_while_the_agent_looks_again_leaves_one_open(house: House) -> None:
    card = await house.card(proposal("ends"), "hang", proposal("ends"))
    await house.engine.requests.heard(house.click(JONAS, "note:1"), card.request_id, "hm")
    await house.engine.start_due()
    await house.agent.reached.wait()
    for _ in range(2):
        house.clock.advance(minutes=10)
        await house.engine.deadlines.passed(card.id)
    assert (await house.handoff(card.id)).state == "expired"
    house.agent.go_on.set()
    await house.settle()
    assert len([each for each in await house.handoffs(card.request_id) if each.closed_at is None]) <= 1


# Reads


async def test_reads_are_kept_with_their_answers(house: House, outside: Outside) -> None:
    outside.orders = {"1042": {"paid": "49.90"}}
    house.agent.reads = ["1042"]
    card = await house.card()
    found = await house.rows("SELECT kind, name, input, output FROM turn ORDER BY id")
    assert found[0] == ("read", "find_order", '{"order_id":"1042"}', '{"paid":"49.90"}')
    assert found[1][:2] == ("move", "Proposal")
    assert card.kind == "approval"


async def test_an_agent_that_reads_what_is_not_there_fails_with_the_reason(house: House) -> None:
    async def look(case: Any) -> None:
        raise ToolRefused("There is no order 9999.")

    house.agent.moves = [look] * 3
    request_id = await house.ask()
    for _ in range(3):
        house.clock.advance(minutes=1)
        await house.settle()
    assert "no order 9999" in (await house.open_of(request_id)).question


async def test_where_a_fact_changed_before_the_effect_nothing_runs_and_the_card_asks_again(
    house: House, outside: Outside
) -> None:
    outside.orders = {"1042": {"paid": "49.90"}}
    house.agent.reads = ["1042"]
    card = await house.card()
    outside.orders = {"1042": {"paid": "0.00"}}
    house.agent.reads = []
    await house.decide(card)
    await house.settle()
    assert outside.calls == []
    again = await house.open_of(card.request_id)
    assert (again.kind, again.args, again.id > card.id) == ("approval", card.args, True)
    assert "Paid was 49.90, is 0.00." in again.brief.doubts[0].what
    await house.decide(again)
    await house.settle()
    assert [key for key, _ in outside.happened] == [f"H-{again.id}-1"]


async def test_where_no_fact_changed_it_runs(house: House, outside: Outside) -> None:
    outside.orders = {"1042": {"paid": "49.90"}}
    house.agent.reads = ["1042"]
    card = await house.card()
    house.agent.reads = []
    await house.decide(card)
    await house.settle()
    assert len(outside.happened) == 1


class Odd(Agent):
    """Says what no database takes, or raises what would end the process, its own task, or the row of its failure."""

    error: BaseException | None = None

    async def next(self, case: Case, log: Log) -> Move:
        """Half a letter."""
        if self.error:
            raise self.error
        return GiveUp("\ud800")


@pytest.mark.parametrize(("error", "told"), [(None, "cannot be kept (UnicodeEncodeError)"),
                                             (SystemExit(3), "The agent raised SystemExit."),
                                             (asyncio.CancelledError(), "The agent raised CancelledError."),
                                             (BatonError("No \ud83d."), "No \ufffd.")])  # fmt: skip
async def test_what_cannot_be_kept_ends_with_a_person(house: House, error: BaseException | None, told: str) -> None:
    house.agent = Odd([])
    house.agent.error = error
    request_id = await house.ask()
    for _ in range(4):
        house.clock.advance(seconds=600)
        await house.settle()
    card = await house.open_of(request_id)
    assert (card.kind, told in card.question) == ("case", True)


async def test_a_commit_that_ends_while_an_agent_starts_counts_as_a_change(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    request_id = await house.ask(settle=False)
    run, real = (await house.run(request_id)).id, requests.start

    def slow(db: Db, run_id: int) -> requests.Start:
        found = real(db, run_id)
        house.store.version += 2  # the disk's thread has committed meanwhile
        return found

    runs = house.engine.runs
    quiet = await house.read(lambda db: runs._begin(db, run))
    assert await house.read(lambda db: runs._still(db, quiet)) is quiet
    monkeypatch.setattr(requests, "start", slow)
    begun = await house.read(lambda db: runs._begin(db, run))
    again = await house.read(lambda db: runs._still(db, begun))
    assert again is not begun
    assert again.reads
    await house.settle()
