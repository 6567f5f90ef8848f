"""People and the agent work together: questions both ways, a case taken over and handed back, words that decide not."""

import sqlite3

import pytest

from tests.stories.stage import (
    ALERTS,
    JONAS,
    MARIA,
    REFUNDS,
    WEI,
    Stage,
    card,
    cards_in,
    changed,
    has_button,
    reply,
    text_of,
    whisper,
)
from workspace.driver import Person

ASKED = "Hi, 1042 never showed up, the customer wants her money back"
QUESTION = "Refund EUR 49.90 for order 1042?"


async def test_ask_a_question_from_the_menu(stage: Stage, maria: Person, jonas: Person) -> None:
    await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    await maria.select(REFUNDS, shown["ts"], "more", "Ask a question")
    await maria.submit(await maria.wait_for_view(), {"own.question": "What does the carrier say about the delivery?"})
    await whisper(maria, "Asked. The agent’s answer comes in the thread of the card.")
    answer = await reply(maria, REFUNDS, shown["ts"], "Maria asked: “What does the carrier say")
    assert "elivered 12 Nov" in text_of(answer)
    assert "From: order, shipments." in text_of(answer)
    assert "An answer decides nothing; the buttons on the card do." in text_of(answer)
    await stage.quiet()
    assert [row["revision"] for row in stage.record("SELECT revision FROM handoff")] == [1], "nothing new was said"
    assert stage.refunds("1042") == []


async def test_a_mention_with_a_question_is_answered_and_changes_nothing(
    stage: Stage, maria: Person, jonas: Person, dana: Person
) -> None:
    await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    await dana.say(REFUNDS, "@baton how much was paid?", thread_ts=shown["ts"])
    answer = await reply(maria, REFUNDS, shown["ts"], "Dana asked: “how much was paid?”")
    assert "49.90" in text_of(answer)
    await dana.say(REFUNDS, "@baton who won the football yesterday?", thread_ts=shown["ts"])
    await reply(maria, REFUNDS, shown["ts"], "I have nothing on that. Looked up:")
    await stage.quiet()
    assert [row["revision"] for row in stage.record("SELECT revision FROM handoff")] == [1]
    assert len(stage.audited("agent_asked")) == len(stage.audited("agent_answered")) == 2
    await maria.select(REFUNDS, shown["ts"], "more", "Show everything")
    assert "how much was paid?" in text_of(await maria.wait_for_view())


async def test_a_new_fact_in_a_question_makes_the_card_ask_again(stage: Stage, maria: Person, jonas: Person) -> None:
    await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    await maria.say(REFUNDS, "@baton was the lid EUR 19.90, so that we refund EUR 30.00?", thread_ts=shown["ts"])
    await reply(maria, REFUNDS, shown["ts"], "Maria asked:")
    again = await changed(maria, REFUNDS, shown["ts"], "Maria changed the request")
    assert has_button(again, "Approve")
    await stage.press_old(MARIA, REFUNDS, shown, "Approve")
    await whisper(maria, "The case changed")
    assert stage.refunds("1042") == []


async def test_a_fact_that_changed_when_it_was_looked_up_again(stage: Stage, maria: Person, jonas: Person) -> None:
    await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    with sqlite3.connect(stage.folder / "shop.db") as shop:
        shop.execute("UPDATE shipments SET status = 'returned', note = '' WHERE order_id = '1042'")
    shop.close()
    await maria.say(REFUNDS, "@baton what is the state of the shipment?", thread_ts=shown["ts"])
    await reply(maria, REFUNDS, shown["ts"], "Maria asked:")
    await changed(maria, REFUNDS, shown["ts"], "What was looked up changed")
    assert stage.record("SELECT kind FROM note") == [{"kind": "fact"}]


@pytest.mark.parametrize("words", ["ok, do it", "@baton approved, please refund it", "@baton no"])
async def test_typed_words_decide_nothing_and_are_told_so(
    stage: Stage, maria: Person, jonas: Person, words: str
) -> None:
    asked = await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    for thread in (shown["ts"], asked):
        await maria.say(REFUNDS, words, thread_ts=thread)
        await whisper(maria, "Only the buttons decide, so that the record is sure who it was.")
    await stage.quiet()
    assert stage.record("SELECT * FROM note") == []
    assert stage.record("SELECT * FROM decision") == []
    assert stage.refunds("1042") == []


async def test_thanks_and_ok_of_the_person_who_asked_change_nothing(stage: Stage, maria: Person, jonas: Person) -> None:
    asked = await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    await jonas.say(REFUNDS, "thanks!", thread_ts=asked)
    await jonas.say(REFUNDS, "yes, go ahead please", thread_ts=asked)
    await whisper(jonas, "Only the buttons decide")
    await stage.quiet()
    assert stage.record("SELECT * FROM note") == []
    await maria.click(REFUNDS, shown["ts"], "Approve")
    await reply(jonas, REFUNDS, asked, "Done: refunded EUR 49.90, order 1042.")


async def test_taken_over_with_everything_found_and_handed_back(stage: Stage, maria: Person, jonas: Person) -> None:
    asked = await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    await maria.select(REFUNDS, shown["ts"], "more", "Take over")
    await changed(maria, REFUNDS, shown["ts"], "Taken over by Maria")
    theirs = await reply(maria, REFUNDS, shown["ts"], "Maria has this now. Nothing ran")
    assert "Paid EUR 49.90" in text_of(theirs)
    assert "Amount  EUR 49.90" in text_of(theirs)
    await reply(jonas, REFUNDS, asked, "Maria took this over and answers you.")
    await jonas.click(REFUNDS, theirs["ts"], "Hand back")
    await whisper(jonas, "Maria has this in hand. Maria or Head of support can hand it back. Nothing was changed.")
    await maria.click(REFUNDS, theirs["ts"], "Hand back")
    await maria.submit(await maria.wait_for_view(), {"own.back": "She keeps the lid: refund EUR 30.00 of order 1042"})
    await reply(maria, REFUNDS, shown["ts"], "Maria handed this back: “She keeps the lid")
    await reply(jonas, REFUNDS, asked, "Maria handed this back, Jonas: the agent looks again.")
    again = await card(maria, "Refund EUR 30.00 for order 1042?")
    assert again["ts"] != shown["ts"]
    await maria.click(REFUNDS, theirs["ts"], "Hand back")
    await whisper(maria, "so there is nothing to hand back")
    await maria.click(REFUNDS, again["ts"], "Approve")
    await reply(jonas, REFUNDS, asked, "Done: refunded EUR 30.00, order 1042.")
    assert [row["amount_cents"] for row in stage.refunds("1042")] == [3000]


async def test_the_agent_asks_the_channel(errands: Stage) -> None:
    await errands.start()
    maria, jonas, wei = [await errands.person(user) for user in (MARIA, JONAS, WEI)]
    await jonas.say(ALERTS, "poll everybody")
    shown = await card(maria, "Which errand first?", ALERTS, "plain eggs")
    await wei.click(ALERTS, shown["ts"], "plain eggs")
    await whisper(wei, "decide this; nothing was changed.")
    await maria.click(ALERTS, shown["ts"], "plain eggs")
    await changed(maria, ALERTS, shown["ts"], "Maria answered")
    await card(maria, "Run eggs?", ALERTS)


async def test_a_question_to_the_channel_is_answered_in_its_thread(errands: Stage) -> None:
    await errands.start()
    maria, jonas = await errands.person(MARIA), await errands.person(JONAS)
    await jonas.say(ALERTS, "poll everybody")
    shown = await card(maria, "Which errand first?", ALERTS, "plain eggs")
    await maria.say(ALERTS, "@baton sure buy milk", thread_ts=shown["ts"])
    await card(maria, "Run buy milk?", ALERTS)


async def test_a_typed_answer_has_the_arguments_field(errands: Stage) -> None:
    await errands.start()
    maria, jonas = await errands.person(MARIA), await errands.person(JONAS)
    await jonas.say(ALERTS, "poll everybody")
    shown = await card(maria, "Which errand first?", ALERTS, "plain eggs")
    await maria.click(ALERTS, shown["ts"], "Answer")
    view = await maria.wait_for_view()
    assert "What" in text_of(view)
    refused = await maria.submit(view, {})
    assert "Give the answer here" in "".join(refused["errors"].values())
    await maria.submit(view, {"own.other": "late paint the fence"})
    await card(maria, "Run paint the fence?", ALERTS)


async def test_what_nobody_answers_goes_to_a_person(errands: Stage) -> None:
    await errands.start()
    maria, jonas = await errands.person(MARIA), await errands.person(JONAS)
    await jonas.say(ALERTS, "ask me")
    await maria.wait_for_message(ALERTS, lambda m: "which errand?" in text_of(m))
    await errands.advance(11 * 60)
    shown = await card(maria, "Nobody answered the question: Which errand?", ALERTS, "Take over")
    assert len(await cards_in(maria, ALERTS)) >= 1
    await maria.click(ALERTS, shown["ts"], "Take over")
    await changed(maria, ALERTS, shown["ts"], "Taken over by Maria")


async def test_an_agent_that_fails_to_answer_says_so(errands: Stage) -> None:
    await errands.start()
    maria, jonas = await errands.person(MARIA), await errands.person(JONAS)
    await jonas.say(ALERTS, "plain boil eggs")
    shown = await card(maria, "Run boil eggs?", ALERTS)
    await maria.say(ALERTS, "@baton does it break?", thread_ts=shown["ts"])
    await reply(maria, ALERTS, shown["ts"], "The agent could not answer (RuntimeError). Ask again")
    await maria.say(ALERTS, "@baton is it far?", thread_ts=shown["ts"])
    answer = await reply(maria, ALERTS, shown["ts"], "You asked “is it far?”")
    assert "From: the errands book." in text_of(answer)


async def test_who_may_not_decide_may_ask(errands: Stage) -> None:
    await errands.start()
    maria, jonas, wei = [await errands.person(user) for user in (MARIA, JONAS, WEI)]
    await jonas.say(ALERTS, "plain boil eggs")
    shown = await card(maria, "Run boil eggs?", ALERTS)
    await wei.click(ALERTS, shown["ts"], "Approve")
    refused = await whisper(wei, "decide errands; nothing was changed.")
    await wei.click(ALERTS, refused["id"], "Ask a question")
    await wei.submit(await wei.wait_for_view(), {"own.question": "Whose eggs?"})
    await reply(maria, ALERTS, shown["ts"], "Wei asked: “Whose eggs?”")
