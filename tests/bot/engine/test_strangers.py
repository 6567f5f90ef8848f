"""An agent, a record and a Slack as others bring them: no memory, cards of another record, words heard twice."""

import pytest

from bot.agents import Case, GiveUp, Move, Question
from bot.engine import Ballot
from storage import precedents
from storage.models import Handoff, Verdict
from tests.bot.engine.house import DANA, JONAS, MARIA, House, Scripted, proposal
from tests.bot.engine.outside import Outside

FOREVER = 12


def always(move: Move) -> list[Scripted]:
    return [lambda case: move for _ in range(FOREVER)]


async def nobody_answers(house: House, request_id: int) -> list[Handoff]:
    for _ in range(FOREVER):
        house.clock.advance(hours=1)
        await house.settle()
    return await house.handoffs(request_id)


@pytest.mark.parametrize("move", [proposal("ends"), Question("Which order?"), GiveUp("It is hard.")])
async def test_an_agent_without_a_memory_does_not_ask_for_ever(house: House, move: Move) -> None:
    house.agent.moves = always(move)
    request_id = await house.ask()
    asked = await nobody_answers(house, request_id)
    states = {GiveUp: ["waiting"], Question: ["expired", "waiting"]}  # what nobody answers is a person's case
    assert [each.state for each in asked] == states.get(move.__class__, ["expired"])


async def test_what_was_rejected_is_not_asked_again_until_somebody_says_more(house: House) -> None:
    house.agent.moves = always(proposal())
    card = await house.open_of(await house.ask())
    await house.decide(card, MARIA, "reject")
    await house.settle()
    assert (await house.run(card.request_id)).state == "finished"
    await house.engine.requests.heard(house.click(JONAS, "note:1"), card.request_id, "it is the right order")
    await house.settle()
    again = await house.open_of(card.request_id)
    assert (again.id != card.id, again.args) == (True, card.args)


@pytest.mark.parametrize("verdict", ["approve", "edit"])
async def test_what_is_done_is_not_asked_again(house: House, outside: Outside, verdict: str) -> None:
    house.agent.moves = always(proposal())
    card = await house.open_of(await house.ask())
    args = {"order_id": "1042", "amount": "12.00"} if verdict == "edit" else None
    await house.decide(card, MARIA, verdict, args=args)
    await house.settle()
    assert [len(await house.handoffs(card.request_id)), len(outside.happened)] == [1, 1]
    assert (await house.run(card.request_id)).state == "finished"


async def test_what_failed_may_be_asked_again(house: House, outside: Outside) -> None:
    outside.plan = ["refuse"]
    house.agent.moves = always(proposal())
    card = await house.open_of(await house.ask())
    await house.decide(card, MARIA)
    await house.settle()
    assert (await house.open_of(card.request_id)).args == card.args


async def test_what_was_dropped_is_told_as_a_sentence(house: House, outside: Outside) -> None:
    outside.plan = ["lost_after"]

    def hand_over(case: Case) -> Move:
        return GiveUp(case.outcomes[-1].error)

    card = await house.card(proposal(), hand_over)
    await house.decide(card, MARIA)
    await house.settle()
    await house.engine.actions.settle(house.click(DANA), (await house.open_of(card.request_id)).id, "drop")
    await house.settle()
    case = await house.open_of(card.request_id)
    assert case.question == "Nobody knew whether it happened; Dana looked and dropped it."


@pytest.mark.parametrize("verdict", ["approve", "edit", "reject", "take_over"])
async def test_a_card_that_showed_something_else_decides_nothing(
    house: House, outside: Outside, verdict: Verdict
) -> None:
    """A card of the time before a backup was put back may bear the number of another handoff."""
    card = await house.card()
    click = house.click(MARIA)
    args = {"order_id": "1042", "amount": "12.00"} if verdict == "edit" else None
    await house.engine.verdicts.decide(click, Ballot(card.id, 1, verdict, args=args, digest="0" * 64))
    await house.settle()
    assert await house.told(click) == "changed"
    assert ((await house.handoff(card.id)).state, outside.happened) == ("waiting", [])
    await house.engine.verdicts.decide(house.click(MARIA), Ballot(card.id, 1, "approve", digest=card.args_digest))
    await house.settle()
    assert len(outside.happened) == 1


async def test_a_mention_that_comes_as_two_events_is_no_addition(house: House) -> None:
    """Slack sends a message and a mention for the same words; in a thread the second one looks like a reply."""
    card = await house.card()
    request = await house.request(card.request_id)
    await house.engine.heard(house.click(JONAS, request.source_key), request, request.text)
    await house.settle()
    assert ((await house.handoff(card.id)).revision, len(house.agent.cases)) == (1, 1)


async def test_words_before_the_workflow_is_chosen_are_an_addition(house: House) -> None:
    request_id = await house.engine.requests.submit(house.incoming(), None)
    assert request_id is not None
    request = await house.request(request_id)
    await house.engine.heard(house.click(JONAS, "message:later"), request, "and 1044")
    await house.engine.requests.choose(house.click(JONAS), request_id, "refunds")
    await house.settle()
    assert house.agent.cases[-1].words.splitlines() == [request.text, "and 1044"]


async def test_two_who_approve_one_thing_are_one_case(house: House) -> None:
    first = await house.card(proposal("two"))
    for who in (MARIA, DANA):
        await house.decide(first, who)
    edited = await house.card(proposal("two", order_id="1044"))
    await house.decide(edited, MARIA, "edit", args={"order_id": "1044", "amount": "1.00"}, note="shipping")
    await house.decide(await house.handoff(edited.id), DANA)
    await house.settle()
    found = await house.read(lambda db: precedents.decided(db, [first.id, edited.id]))
    assert [(each.verdict, each.note) for each in found] == [("approve", ""), ("edit", "shipping")]
