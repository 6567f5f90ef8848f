"""Working with people: what the model is told of decisions, what it may ask, what it answers, what it may cost."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.agents import Answer
from bot.budgets import Budgets, Limit, Price, Spent
from bot.engine.cases import case as case_of
from bot.engine.talk import RunTalk
from bot.errors import BatonError
from storage import requests
from tests.bot.agents.conftest import MODEL, Desk, Open
from tests.bot.engine.house import JONAS, MARIA
from tests.bot.engine.outside import OUTSIDE
from tests.fakes.messages import Json, Messages, evidence, failed, proposes, text, uses

REFUND = {"order_id": "1042", "amount": "49.90", "kind": "goods", "note": None}
GOOD = proposes("keyless", REFUND)
DONE = uses(("finish", {"text": "All done."}))
PRICED = Budgets(prices={MODEL: Price(Decimal(2), Decimal(10))})


def told(model: Messages) -> Json:
    """The data in the newest message to the model."""
    block = model.requests[-1]["messages"][-1]["content"][0]
    words = block.get("content") or block["text"]
    data: Json = json.loads(words.split("\n")[-2])
    return data


async def test_an_edit_is_told_as_data_and_the_models_turn_stays_as_it_was(desk: Open) -> None:
    house, model = await desk(GOOD, DONE)
    card = await house.open_of(await house.ask())
    args = {**card.args, "amount": "44.95"}
    await house.decide(card, MARIA, "edit", args=args, note="shipping is not refunded")
    await house.settle()
    outcome = told(model)["outcomes"][0]
    assert outcome["verdict"] == "edited"
    assert outcome["changed"] == {"amount": {"from": "49.90", "to": "44.95"}}
    assert outcome["reason"] == "shipping is not refunded"
    turn = model.requests[-1]["messages"][1]
    assert turn["role"] == "assistant"
    assert turn["content"][0]["input"]["arguments"] == REFUND
    assert [each["amount"] for _, each in OUTSIDE.happened] == ["44.95"]


async def test_a_rejection_is_told_with_its_reason_and_another_move_may_follow(desk: Open) -> None:
    other = proposes("keyless", REFUND | {"amount": "9.90"})
    house, model = await desk(GOOD, other)
    card = await house.open_of(await house.ask("1042 never came, 9.90 is enough"))
    await house.decide(card, MARIA, "reject", note="Need more facts first")
    await house.settle()
    outcome = told(model)["outcomes"][0]
    assert (outcome["verdict"], outcome["reason"]) == ("rejected", "Need more facts first")
    assert (await house.open_of(card.request_id)).args["amount"] == "9.90"


async def test_a_question_is_asked_and_its_answer_goes_back_as_data(desk: Open) -> None:
    asks = uses(
        (
            "ask",
            {"question": "Which order?", "choices": ["1042", "1044"], "to": "requester", "about": "keyless.order_id"},
        )
    )
    house, model = await desk(asks, GOOD)
    question = await house.open_of(await house.ask("It never came"))
    assert (question.kind, question.question, question.choices) == ("question", "Which order?", ("1042", "1044"))
    await house.engine.verdicts.respond(house.click(JONAS), question.id, "1042")
    await house.settle()
    data = told(model)
    assert "1042" in json.dumps(data)
    card = await house.open_of(question.request_id)
    assert (card.step, card.brief.unfound) == ("keyless", ("amount",))


async def test_a_note_while_the_card_stands_makes_a_new_revision(desk: Open) -> None:
    house, model = await desk(GOOD, proposes("keyless", REFUND | {"amount": "20.00"}))
    card = await house.open_of(await house.ask())
    await house.engine.requests.heard(house.click(JONAS, "note:1"), card.request_id, "Only 20.00 please")
    await house.settle()
    again = await house.open_of(card.request_id)
    assert (again.id, again.revision, again.args["amount"], again.brief.unfound) == (card.id, 2, "20.00", ())
    assert told(model)["notes"][0]["source_id"] == "note:1"


async def test_look_ups_beside_a_move_come_first(desk: Open) -> None:
    both = uses(("find_order", {"order_id": "1042"}), ("propose_keyless", dict(GOOD.content[0]["input"])))
    house, model = await desk(both, GOOD)
    assert (await house.open_of(await house.ask())).step == "keyless"
    results = model.requests[1]["messages"][-1]["content"]
    assert [each.get("is_error", False) for each in results] == [False, True]
    assert await house.rows("SELECT count(*) FROM turn WHERE kind = 'read'") == [(1,)]


async def test_a_proposal_rests_on_every_look_up_of_the_run(desk: Open) -> None:
    house, _ = await desk(uses(("find_order", {"order_id": "1042"})), GOOD, GOOD)
    card = await house.open_of(await house.ask())
    await house.engine.requests.heard(house.click(JONAS, "note:1"), card.request_id, "It is urgent")
    await house.settle()
    grounds = await house.read(lambda db: requests.grounds(db, card.id))
    assert [args for _, args, _ in grounds] == [{"order_id": "1042"}]


# --- answers -----------------------------------------------------------------------------------------------------


async def answer(house: Desk, request_id: int, question: str) -> Answer:
    """Ask the agent about its case, as the engine does."""
    request, run = await house.request(request_id), await house.run(request_id)
    case = await house.read(lambda db: case_of(db, house.world, run, request))
    workflow = house.world.shelf.workflows["refunds"]
    log = RunTalk(house.world, workflow, request, run)
    found: Answer = await house._agent_of(workflow).answer(case, log, question)
    return found


ANSWER: dict[str, Any] = {"text": "EUR 49.90 was paid.", "evidence": [evidence("Paid", '"paid": "49.90"', "read:1")]}


async def test_a_question_about_the_case_is_answered_from_its_look_ups_with_sources(desk: Open) -> None:
    house, model = await desk(uses(("find_order", {"order_id": "1042"})), GOOD, uses(("answer", ANSWER)))
    request = await house.ask()
    assert await answer(house, request, "What was paid?") == Answer("EUR 49.90 was paid.", ("order",))
    asked = told(model)
    assert asked["question"] == "What was paid?"
    assert asked["looked_up"][0]["answer"] == {"paid": "49.90"}
    assert (await house.open_of(request)).revision == 1
    assert await answer(house, request, "What was paid?") == Answer("EUR 49.90 was paid.", ("order",))
    assert len(model.requests) == 3


async def test_an_answer_may_look_up_more_but_never_proposes(desk: Open) -> None:
    more = uses(("find_order", {"order_id": "1043"}))
    house, model = await desk(GOOD, GOOD, more, uses(("answer", ANSWER)))
    request = await house.ask()
    assert (await answer(house, request, "And 1043?")).sources == ("order",)
    assert model.requests[2]["messages"][-1]["content"][0]["is_error"]
    assert await house.rows("SELECT count(*) FROM handoff") == [(1,)]


async def test_an_answer_with_an_invented_quote_says_so(desk: Open) -> None:
    lie = {"text": "It was refunded.", "evidence": [evidence("Refunded", "refunded on Monday", "request")]}
    house, _ = await desk(GOOD, uses(("answer", lie)))
    said = await answer(house, await house.ask(), "Was it refunded?")
    assert said == Answer("It was refunded. (1 of its quotes stands in no source.)", ())


@pytest.mark.parametrize("trouble", [failed(529, "overloaded_error"), failed(401), text("")])
async def test_where_there_is_no_answer_the_person_hears_why(desk: Open, trouble: Any) -> None:
    house, model = await desk(GOOD, otherwise=replace(trouble, content=()) if trouble.stop else trouble)
    request = await house.ask()
    with pytest.raises(BatonError, match="no answer now"):
        await answer(house, request, "Why?")
    assert len(model.requests) <= 4


# --- budgets -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("run", "day", "reason"),
    [
        (Limit(tokens=4000), Limit(), "The budget for one case is used up ("),
        (Limit(money=Decimal("0.005")), Limit(), "The budget for one case is used up (USD 0.02"),
        (Limit(), Limit(tokens=4000), "Today’s budget for the model is used up ("),
        (Limit(), Limit(money=Decimal("0.005")), "Today’s budget for the model is used up (USD 0.02"),
    ],
)
async def test_a_budget_that_is_used_up_ends_with_a_person(desk: Open, run: Limit, day: Limit, reason: str) -> None:
    look = uses(("find_order", {"order_id": "1042"}))
    house, model = await desk(otherwise=look, budgets=replace(PRICED, run=run, day=day))
    await house.ask()
    assert (await house.reasons())[0].startswith(reason)
    assert 1 <= len(model.requests) <= 3
    notices = await house.rows("SELECT payload FROM outbox WHERE kind = 'notice'")
    assert bool(notices) is reason.startswith("Today")


async def test_a_run_takes_no_longer_than_its_budget(desk: Open) -> None:
    def slow(asked: Json) -> Any:
        house.clock.advance(seconds=50)
        return uses(("find_order", {"order_id": "1042"}))

    house, model = await desk(otherwise=slow, budgets=Budgets(run=Limit(seconds=120)))
    await house.ask()
    assert len(model.requests) == 3
    assert (await house.reasons())[0].startswith("The budget for one case is used up (2 min)")


async def test_money_without_a_price_is_never_spent(desk: Open) -> None:
    house, model = await desk(otherwise=GOOD, budgets=Budgets(run=Limit(money=Decimal(1))))
    await house.ask()
    assert model.requests == []
    assert (await house.reasons())[0].startswith("No price is known for claude-sonnet-5-5")


async def test_the_card_says_model_look_ups_and_cost(desk: Open) -> None:
    house, _ = await desk(uses(("find_order", {"order_id": "1042"})), GOOD, budgets=PRICED)
    card = await house.open_of(await house.ask())
    assert card.brief.how == "Model claude-sonnet-5-5, 1 look-up, USD 0.02."
    spent = await house.rows("SELECT sum(tokens), sum(money_millionths) FROM talk")
    assert spent[0][0] > 5000
    assert 10_000 < spent[0][1] < 25_000


def test_what_was_used_up_is_told_in_money_or_tokens() -> None:
    assert PRICED.told(Spent(money=Decimal("0.004")), priced=True) == "under USD 0.01"
    assert PRICED.told(Spent(tokens=12_300), priced=False) == "12,300 tokens"


async def test_a_talk_keeps_its_model_and_new_rules_begin_a_new_talk(desk: Open) -> None:
    house, model = await desk(uses(("find_order", {"order_id": "1042"})), GOOD, GOOD, GOOD)
    card = await house.open_of(await house.ask())
    house.provider.model = "another-model"
    await house.engine.requests.heard(house.click(JONAS, "note:1"), card.request_id, "It is urgent")
    await house.settle()
    assert [each["model"] for each in model.requests] == [MODEL] * 3
    assert len(model.requests[2]["messages"]) == 5
    flows = house.world.shelf.workflows
    house.world.shelf.workflows = {"refunds": replace(flows["refunds"], instructions="Be kind.")}
    await house.engine.requests.heard(house.click(JONAS, "note:2"), card.request_id, "Very urgent")
    await house.settle()
    assert model.requests[3]["model"] == "another-model"
    opening = model.requests[3]["messages"]
    assert len(opening) == 1
    assert '"tool": "find_order"' in opening[0]["content"][0]["text"]
    assert model.refused == []
