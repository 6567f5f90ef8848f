"""What happens to a request before anything runs: additions, edits, deletion and withdrawal."""

from typing import Any

import pytest

from bot.agents import Finished, GiveUp, Question
from bot.engine import stories
from bot.engine.requests import MAX_TEXT
from bot.errors import BadInput
from storage import verify
from storage.models import Who
from tests.bot.engine.house import (
    DANA,
    JONAS,
    MARIA,
    House,
    proposal,
)
from tests.bot.engine.outside import Outside

COUNTS = "SELECT (SELECT count(*) FROM request), (SELECT count(*) FROM run), (SELECT count(*) FROM audit)"


# Additions and edits


async def test_an_addition_makes_the_agent_look_again(house: House) -> None:
    card = await house.card(proposal(), proposal(amount="12.00"))
    click = house.click(JONAS)
    await house.engine.requests.add(click, card.request_id, "only 12")
    await house.settle()
    assert await house.told(click) == "added"
    newer = await house.handoff(card.id)
    assert (newer.revision, newer.looking_since, newer.args["amount"]) == (2, None, "12.00")
    assert house.agent.cases[-1].words == "1042 never came\nonly 12"
    assert await house.said("revised") == 1


async def test_an_addition_is_noted_once(house: House) -> None:
    card = await house.card(proposal(), proposal(), proposal())
    for _ in range(3):
        await house.engine.requests.heard(house.click(JONAS, "note:1"), card.request_id, "only 12")
        await house.settle()
    assert (await house.handoff(card.id)).revision == 2


async def test_only_the_requester_adds_by_button(house: House) -> None:
    card = await house.card()
    click = house.click(MARIA)
    await house.engine.requests.add(click, card.request_id, "hm")
    assert await house.told(click) == "not_yours"
    assert (await house.handoff(card.id)).looking_since is None


@pytest.mark.parametrize("text", [" ", "x" * (MAX_TEXT + 1)])
async def test_an_addition_that_cannot_be_used_changes_nothing(house: House, text: str) -> None:
    card = await house.card()
    with pytest.raises(BadInput):
        await house.engine.requests.heard(house.click(JONAS, "note:1"), card.request_id, text)
    assert (await house.handoff(card.id)).looking_since is None


async def test_a_reply_to_an_ended_request_opens_it_again_where_nothing_ran(house: House) -> None:
    card = await house.card()
    await house.decide(card, MARIA, "reject")
    await house.settle()
    house.agent.moves = [proposal(amount="5.00")]
    await house.engine.requests.heard(house.click(JONAS, "note:1"), card.request_id, "please look at the photo")
    await house.settle()
    assert (await house.open_of(card.request_id)).args["amount"] == "5.00"
    assert [outcome.verdict for outcome in house.agent.cases[-1].outcomes] == ["reject"]


async def test_a_card_knows_what_was_decided_and_answered_on_its_request_before(house: House) -> None:
    asked = await house.card(Question("Which order?", ("1042", "1044")))
    await house.engine.verdicts.respond(house.click(JONAS), asked.id, "1042")
    house.agent.moves = [proposal()]
    await house.settle()
    first = await house.open_of(asked.request_id)
    await house.decide(first, MARIA, "reject", note="Need more facts first")
    await house.settle()
    house.agent.moves = [proposal(amount="5.00")]
    await house.engine.requests.heard(house.click(JONAS, "note:1"), asked.request_id, "please look at the photo")
    await house.settle()
    card = await house.open_of(asked.request_id)
    told = await house.read(lambda db: stories.story(db, house.world, card.id))
    assert [(each.handoff.id, each.decision.verdict, each.decision.note) for each in told.past] == [
        (asked.id, "respond", "1042"),
        (first.id, "reject", "Need more facts first"),
    ]
    assert told.names["UMARIA"] == "Maria"
    assert (await house.read(lambda db: stories.story(db, house.world, asked.id))).past == ()


@pytest.mark.parametrize("text", ["thanks", "Thank you so much", "ok", "Danke!", "great, perfect"])
async def test_thanks_open_nothing_again(house: House, text: str) -> None:
    card = await house.card()
    await house.decide(card, MARIA, "reject")
    await house.settle()
    await house.engine.requests.heard(house.click(JONAS, "note:1"), card.request_id, text)
    await house.settle()
    assert (await house.run(card.request_id)).state == "finished"
    assert len(house.agent.cases) == 2


async def test_nothing_is_opened_again_where_something_ran(house: House, outside: Outside) -> None:
    card = await house.card()
    await house.decide(card)
    await house.settle()
    click = house.click(JONAS)
    house.agent.moves = [proposal()]
    await house.engine.requests.add(click, card.request_id, "and the shipping")
    await house.settle()
    assert await house.told(click) == "noted"
    assert len(outside.happened) == 1
    assert len(await house.handoffs(card.request_id)) == 1


@pytest.mark.parametrize("how", ["refused", "dropped", "taken back"])
async def test_a_reply_opens_again_what_was_approved_and_did_not_happen(
    house: House, outside: Outside, how: str
) -> None:
    outside.plan = {"refused": ["refuse"], "dropped": ["lost_before"]}.get(how, [])
    card = await house.card(proposal("undoable" if how == "taken back" else "keyless"))
    await house.decide(card)
    await house.settle()
    if how == "dropped":
        doubt = await house.open_of(card.request_id)
        await house.engine.actions.settle(house.click(DANA), doubt.id, "drop")
    elif how == "taken back":
        await house.engine.verdicts.undo(house.click(MARIA), card.id)
        await house.decide(await house.open_of(card.request_id), DANA, "reject", note="no")
    await house.settle()
    house.agent.moves = [proposal(amount="5.00")]
    await house.engine.requests.heard(house.click(JONAS), card.request_id, "please look at the photo")
    await house.settle()
    assert (await house.open_of(card.request_id)).args["amount"] == "5.00"
    assert outside.happened == []


async def test_words_that_change_nothing_any_more_are_answered(house: House, outside: Outside) -> None:
    card = await house.card()
    await house.decide(card)
    await house.settle()
    click = house.click(JONAS)
    await house.engine.requests.heard(click, card.request_id, "and the shipping")
    assert await house.told(click) == "noted"


@pytest.mark.parametrize("end", ["take_over", "withdraw"])
async def test_an_addition_to_what_is_taken_over_or_withdrawn_is_too_late(house: House, end: str) -> None:
    card = await house.card()
    if end == "withdraw":
        await house.engine.requests.withdraw(house.click(JONAS), card.request_id)
    else:
        await house.decide(card, MARIA, "take_over")
    click = house.click(JONAS)
    await house.engine.requests.add(click, card.request_id, "one more thing")
    await house.settle()
    assert await house.told(click) == "noted"
    assert len(house.agent.cases) == 1


async def test_an_edit_of_the_message_replaces_its_text(house: House) -> None:
    incoming = house.incoming("1042 never came", key="message:9")
    request_id = await house.engine.requests.submit(incoming, "refunds")
    assert request_id is not None
    house.agent.moves = [proposal(), proposal(order_id="1044")]
    await house.settle()
    await house.engine.requests.edited("message:9", "edit:1", JONAS, "1044 never came")
    await house.settle()
    assert (house.agent.cases[-1].text, house.agent.cases[-1].words) == ("1044 never came", "1044 never came")
    assert (await house.open_of(request_id)).revision == 2


@pytest.mark.parametrize(
    ("who", "text"), [(MARIA, "1044"), (JONAS, "1042 never came"), (JONAS, " 1042 never came "), (JONAS, "  ")]
)
async def test_an_edit_by_another_or_of_nothing_changes_nothing(house: House, who: Who, text: str) -> None:
    request_id = await house.engine.requests.submit(house.incoming(key="message:9"), "refunds")
    assert request_id is not None
    house.agent.moves = [proposal()]
    await house.settle()
    await house.engine.requests.edited("message:9", "edit:1", who, text)
    await house.settle()
    assert len(house.agent.cases) == 1
    assert (await house.request(request_id)).text == "1042 never came"


async def test_an_edit_after_the_end_opens_nothing(house: House) -> None:
    request_id = await house.engine.requests.submit(house.incoming(key="message:9"), "refunds")
    assert request_id is not None
    house.agent.moves = [Finished("Nothing to do.")]
    await house.settle()
    await house.engine.requests.edited("message:9", "edit:1", JONAS, "1044 never came")
    await house.settle()
    assert len(house.agent.cases) == 1
    assert (await house.request(request_id)).text == "1042 never came"


@pytest.fixture
async def replied(house: House) -> int:
    """A request that waits for a decision, and what Jonas added to it in its thread."""
    request_id = await house.engine.requests.submit(house.incoming(key="message:9"), "refunds")
    assert request_id is not None
    house.agent.moves = [proposal(), proposal(amount="30.00"), proposal(amount="20.00"), proposal(amount="30.00")]
    await house.settle()
    reply = house.click(JONAS, "message:10")
    await house.engine.heard(reply, await house.request(request_id), "only EUR 30")
    await house.settle()
    assert (await house.open_of(request_id)).args["amount"] == "30.00"
    return request_id


async def test_an_edit_of_a_reply_is_news_each_time(house: House, replied: int) -> None:
    await house.engine.requests.edited("message:10", "edit:1", JONAS, "only EUR 20")
    await house.settle()
    assert [each.text for each in house.agent.cases[-1].notes] == ["only EUR 30", "only EUR 20"]
    assert (await house.open_of(replied)).args["amount"] == "20.00"
    await house.engine.requests.edited("message:10", "edit:1", JONAS, "only EUR 20")
    await house.engine.requests.edited("message:10", "edit:2", JONAS, "only EUR 20 ")
    await house.settle()
    assert len(house.agent.cases) == 3, "the same words again are no news"
    await house.engine.requests.edited("message:10", "edit:3", JONAS, "only EUR 30")
    await house.settle()
    assert (await house.open_of(replied)).args["amount"] == "30.00"
    assert await house.read(lambda db: list(verify.findings(db))) == []


@pytest.mark.parametrize(("message", "who"), [("message:10", MARIA), ("message:1", JONAS), ("message:100", JONAS)])
async def test_an_edit_of_no_reply_of_ones_own_is_none(house: House, replied: int, message: str, who: Who) -> None:
    await house.engine.requests.edited(message, "edit:1", who, "only EUR 20")
    await house.settle()
    assert len(house.agent.cases) == 2


async def test_an_edit_of_a_reply_after_the_end_opens_nothing(house: House, replied: int) -> None:
    house.agent.moves = [Finished("Nothing to do.")]
    assert await house.decide(await house.open_of(replied), MARIA, "reject", note="Not entitled") == "decided"
    await house.settle()
    looked = len(house.agent.cases)
    await house.engine.requests.edited("message:10", "edit:1", JONAS, "only EUR 20")
    await house.settle()
    assert len(house.agent.cases) == looked


async def test_an_edit_of_an_unknown_message_is_nobodys(house: House) -> None:
    await house.engine.requests.edited("message:77", "edit:1", JONAS, "1044")
    await house.engine.requests.deleted("message:77")
    assert await house.rows(COUNTS) == [(0, 0, 0)]


# Withdrawal


async def withdraw(house: House, request_id: int, who: Who = JONAS) -> str:
    click = house.click(who)
    await house.engine.requests.withdraw(click, request_id)
    return await house.told(click)


async def test_a_queued_request_is_withdrawn_before_the_agent_looks(house: House) -> None:
    request_id = await house.ask(settle=False)
    assert await withdraw(house, request_id) == ""
    await house.settle()
    assert (await house.run(request_id)).state == "withdrawn"
    assert house.agent.cases == []
    assert await house.said("withdrawn") == 1


async def test_a_request_withdrawn_while_the_agent_works_gets_no_card(house: House) -> None:
    house.agent.moves = ["hang"]
    request_id = await house.ask(settle=False)
    await house.engine.start_due()
    await house.agent.reached.wait()
    await withdraw(house, request_id)
    house.agent.go_on.set()
    await house.settle()
    assert (await house.run(request_id)).state == "withdrawn"
    assert await house.handoffs(request_id) == []
    assert await house.due() == []


@pytest.mark.parametrize("move", [proposal(), Question("Which?", ()), GiveUp("hard")])
async def test_a_waiting_handoff_is_withdrawn_with_its_request(house: House, outside: Outside, move: Any) -> None:
    card = await house.card(move)
    assert await withdraw(house, card.request_id) == ""
    assert (await house.handoff(card.id)).state == "withdrawn"
    assert (await house.run(card.request_id)).state == "withdrawn"
    assert await house.due() == []
    if card.kind == "approval":
        assert await house.decide(card) == "late"
    await house.settle()
    assert outside.calls == []


async def test_only_the_requester_withdraws(house: House) -> None:
    card = await house.card()
    assert await withdraw(house, card.request_id, MARIA) == "not_yours"
    assert (await house.handoff(card.id)).state == "waiting"


@pytest.mark.parametrize("step", ["keyless", "undoable"])
async def test_what_is_approved_cannot_be_withdrawn(house: House, outside: Outside, step: str) -> None:
    card = await house.card(proposal(step))
    await house.decide(card)
    assert await withdraw(house, card.request_id) == "too_late"
    await house.engine.requests.deleted("message:1")
    house.clock.advance(seconds=5)
    await house.settle()
    assert len(outside.happened) == 1


async def test_withdrawing_twice_is_too_late(house: House) -> None:
    card = await house.card()
    assert [await withdraw(house, card.request_id) for _ in range(2)] == ["", "too_late"]


async def test_a_deleted_message_is_a_withdrawn_request(house: House) -> None:
    request_id = await house.engine.requests.submit(house.incoming(key="message:9"), "refunds")
    assert request_id is not None
    house.agent.moves = [proposal()]
    await house.settle()
    await house.engine.requests.deleted("message:9")
    assert (await house.run(request_id)).state == "withdrawn"
    assert [each.state for each in await house.handoffs(request_id)] == ["withdrawn"]


# Threads


async def test_what_the_requester_writes_answers_an_open_question_else_adds(house: House) -> None:
    card = await house.card(Question("Which order?", ()), proposal(order_id="1044"), proposal(order_id="1044"))
    request = await house.request(card.request_id)
    await house.engine.heard(house.click(JONAS, "message:8"), request, "1044")
    await house.settle()
    assert (await house.handoff(card.id)).state == "answered"
    assert house.agent.cases[-1].outcomes[0].note == "1044"
    await house.engine.heard(house.click(JONAS, "message:9"), request, "and be quick")
    await house.settle()
    assert [note.text for note in house.agent.cases[-1].notes] == ["1044", "and be quick"]


async def test_what_others_write_about_a_question_is_an_addition(house: House) -> None:
    card = await house.card(Question("Which order?", ()), Question("Which order?", ()))
    await house.engine.heard(house.click(DANA, "message:8"), await house.request(card.request_id), "1044 I think")
    await house.settle()
    assert house.agent.cases[-1].notes[0].who == DANA
    assert (await house.open_of(card.request_id)).kind == "question"


async def test_a_thread_is_found_by_card_and_by_the_requesters_own(house: House) -> None:
    card = await house.card()
    (row,) = [each for each in await house.engine.outbox.ready() if each.kind == "card"]
    await house.engine.outbox.sent(row, ("C1", "5.5"), f"card:{card.id}")
    of_card, own = await house.engine.thread_of("C1", "5.5"), await house.engine.thread_of("C1", "1.1")
    assert of_card is not None
    assert own is not None
    assert (of_card[0].id, of_card[1], own[0].id, own[1]) == (card.request_id, True, card.request_id, False)
    assert await house.engine.thread_of("C1", "7.7") is None


async def test_the_only_open_request_of_a_person(house: House) -> None:
    assert await house.engine.only_open_request(JONAS) is None
    card = await house.card()
    found = await house.engine.only_open_request(JONAS)
    assert found is not None
    assert found.id == card.request_id
    await house.card()
    assert await house.engine.only_open_request(JONAS) is None
