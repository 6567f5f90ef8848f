"""The request changes after it was asked: additions, edits, withdrawal; and questions to the person who asked."""

import pytest

from tests.stories.stage import (
    BOT,
    JONAS,
    MARIA,
    REFUNDS,
    Stage,
    card,
    cards_in,
    changed,
    direct,
    has_button,
    reply,
    text_of,
    whisper,
)
from workspace.driver import Person

ASKED = "Hi, 1042 never showed up, the customer wants her money back"
QUESTION = "Refund EUR 49.90 for order 1042?"
LESS = "Only EUR 30.00 of it, she keeps the lid"
AGAIN = "Refund EUR 30.00 for order 1042?"


async def test_adding_something_makes_the_card_ask_again(stage: Stage, maria: Person, jonas: Person) -> None:
    asked = await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    got_it = await reply(jonas, REFUNDS, asked, "Got it: H-1.")
    await maria.click(REFUNDS, shown["ts"], "Edit")
    open_window = await maria.wait_for_view()
    await jonas.click(REFUNDS, got_it["ts"], "Add something")
    await jonas.submit(await jonas.wait_for_view(), {"own.add": LESS})
    again = await changed(maria, REFUNDS, shown["ts"], AGAIN)
    assert "Jonas changed the request" in text_of(again)
    await reply(maria, REFUNDS, shown["ts"], "The agent looked again; the amount is now EUR 30.00.")
    await stage.press_old(MARIA, REFUNDS, shown, "Approve")
    await whisper(maria, "The case changed: the amount is now EUR 30.00. Nothing was done")
    answer = await maria.submit(open_window, {"arg.amount": "20.00"})
    assert "The case changed while this was open" in "".join(answer["errors"].values())
    await stage.quiet()
    assert stage.refunds("1042") == []
    await maria.click(REFUNDS, shown["ts"], "Approve")
    await changed(maria, REFUNDS, shown["ts"], "Refunded EUR 30.00, order 1042.")
    assert [row["amount_cents"] for row in stage.refunds("1042")] == [3000]
    assert len(await cards_in(maria, REFUNDS)) == 1


async def test_a_reply_in_the_requesters_thread_adds(stage: Stage, maria: Person, jonas: Person) -> None:
    asked = await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    await jonas.say(REFUNDS, LESS, thread_ts=asked)
    await changed(maria, REFUNDS, shown["ts"], AGAIN)


async def test_an_edit_of_a_reply_in_the_requesters_thread_counts(stage: Stage, maria: Person, jonas: Person) -> None:
    asked = await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    added = await jonas.say(REFUNDS, "Only EUR 40.00 of it, she keeps the lid", thread_ts=asked)
    await changed(maria, REFUNDS, shown["ts"], "Refund EUR 40.00 for order 1042?")
    await jonas.edit(REFUNDS, added, LESS)
    await changed(maria, REFUNDS, shown["ts"], AGAIN)


async def test_words_to_one_person_stand_where_they_pressed(stage: Stage, maria: Person, jonas: Person) -> None:
    asked = await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    got_it = await reply(jonas, REFUNDS, asked, "Got it: H-1.")
    await jonas.click(REFUNDS, got_it["ts"], "Add something")
    await jonas.submit(await jonas.wait_for_view(), {"own.add": LESS})
    await reply(maria, REFUNDS, shown["ts"], "The agent looked again; the amount is now EUR 30.00.")
    await jonas.click(REFUNDS, shown["ts"], "Approve")  # its thread has words by now; nobody has it open
    told = [await whisper(jonas, words) for words in ("Added. The agent looks again", "nothing was changed.")]
    assert [each.get("thread_ts") for each in told] == [asked, None]


async def test_a_mention_in_the_cards_thread_adds(stage: Stage, maria: Person, jonas: Person) -> None:
    await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    await maria.say(REFUNDS, f"@baton {LESS}", thread_ts=shown["ts"])
    again = await changed(maria, REFUNDS, shown["ts"], AGAIN)
    assert "Maria changed the request" in text_of(again)


async def test_editing_the_original_makes_the_card_ask_again(stage: Stage, maria: Person, jonas: Person) -> None:
    asked = await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    await jonas.edit(REFUNDS, asked, "Hi, 1042 never showed up, refund EUR 30.00 of it")
    again = await changed(maria, REFUNDS, shown["ts"], AGAIN)
    assert "refund EUR 30.00 of it" in text_of(again)
    await stage.press_old(MARIA, REFUNDS, shown, "Approve")
    await whisper(maria, "The case changed: the amount is now EUR 30.00. Nothing was done")
    assert stage.refunds("1042") == []


async def test_deleting_the_original_withdraws(stage: Stage, maria: Person, jonas: Person) -> None:
    asked = await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    await jonas.delete(REFUNDS, asked)
    folded = await changed(maria, REFUNDS, shown["ts"], "Jonas withdrew the request")
    assert not has_button(folded, "Approve")
    await stage.press_old(MARIA, REFUNDS, shown, "Approve")
    await whisper(maria, "Jonas withdrew this at")
    await stage.quiet()
    assert stage.refunds("1042") == []


async def test_withdrawing_ends_it(stage: Stage, maria: Person, jonas: Person) -> None:
    asked = await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    got_it = await reply(jonas, REFUNDS, asked, "Got it: H-1.")
    await maria.click(REFUNDS, got_it["ts"], "Withdraw")
    await whisper(maria, "Jonas asked for this, and only Jonas can do this. Nothing was changed.")
    await jonas.click(REFUNDS, got_it["ts"], "Withdraw")
    await changed(maria, REFUNDS, shown["ts"], "Jonas withdrew the request")
    await reply(jonas, REFUNDS, asked, "Withdrawn. Nothing was done.")
    assert not has_button(await changed(jonas, REFUNDS, got_it["ts"], "The answer is below."), "Withdraw")
    await stage.quiet()
    assert stage.refunds("1042") == []


async def test_too_late_to_withdraw(stage: Stage, maria: Person, jonas: Person) -> None:
    asked = await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    got_it = await reply(jonas, REFUNDS, asked, "Got it: H-1.")
    await maria.click(REFUNDS, shown["ts"], "Approve")
    await changed(maria, REFUNDS, shown["ts"], "Refunded EUR 49.90, order 1042.")
    over = await changed(jonas, REFUNDS, got_it["ts"], "Got it: H-1. The answer is below.")
    assert not has_button(over, "Add something")
    await stage.quiet()
    await stage.press_old(JONAS, REFUNDS, got_it, "Withdraw")
    await whisper(jonas, "Too late to change: it is decided already.")
    await jonas.say(REFUNDS, "thanks!", thread_ts=asked)
    await stage.quiet()
    assert len(stage.refunds("1042")) == 1
    assert len(stage.record("SELECT * FROM run")) == 1


async def test_after_a_reject_new_facts_are_looked_at(stage: Stage, maria: Person, jonas: Person) -> None:
    """And Withdraw, which does nothing then, says the same."""
    asked = await jonas.say(REFUNDS, ASKED)
    first = await card(maria, QUESTION)
    got_it = await reply(jonas, REFUNDS, asked, "Got it: H-1.")
    await maria.click(REFUNDS, first["ts"], "Reject")
    await maria.submit(await maria.wait_for_view(), {})
    await reply(jonas, REFUNDS, asked, "Reply here with anything new and I look again.")
    await changed(jonas, REFUNDS, got_it["ts"], "Got it: H-1. The answer is below.")
    await stage.press_old(JONAS, REFUNDS, got_it, "Withdraw")
    await whisper(jonas, "Reply in the thread of your request with anything new and I look again.")
    await stage.quiet()
    await jonas.say(REFUNDS, f"{LESS}, and the neighbours have no parcel", thread_ts=asked)
    second = await card(maria, AGAIN)
    assert second["ts"] != first["ts"]


async def test_a_question_is_answered_by_a_button(stage: Stage, maria: Person, jonas: Person) -> None:
    asked = await jonas.say(REFUNDS, "The cups came broken, the order is 1044 or 1047, I am not sure. Refund please")
    question = await reply(jonas, REFUNDS, asked, "One question before I go on:")
    assert "then a person takes it." in text_of(question)
    await maria.click(REFUNDS, question["ts"], "1044, EUR 18.00")
    await whisper(maria, "Jonas asked for this, and only Jonas can do this.")
    await jonas.click(REFUNDS, question["ts"], "1044, EUR 18.00")
    shown = await card(maria, "Refund EUR 18.00 for order 1044?")
    folded = await changed(jonas, REFUNDS, question["ts"], "Jonas answered")
    assert "“1044, EUR 18.00”" in text_of(folded)
    assert "1047, EUR 36.00" not in text_of(folded), "its buttons are gone"
    await stage.press_old(JONAS, REFUNDS, question, "1047, EUR 36.00")
    await whisper(jonas, "You answered this already: “1044, EUR 18.00”. Nothing else was done.")
    await maria.click(REFUNDS, shown["ts"], "Approve")
    await reply(jonas, REFUNDS, asked, "Done: refunded EUR 18.00, order 1044.")
    assert stage.refunds("1047") == []


@pytest.mark.parametrize("how", ["thread", "window"])
async def test_a_question_is_answered_in_words(stage: Stage, maria: Person, jonas: Person, how: str) -> None:
    asked = await jonas.say(REFUNDS, "A customer never got her parcel and wants a refund, can you do that today?")
    question = await reply(jonas, REFUNDS, asked, "One question before I go on: which order?")
    await stage.quiet()
    assert await cards_in(maria, REFUNDS) == [question] or all("thread_ts" in m for m in await cards_in(maria, REFUNDS))
    if how == "thread":
        await jonas.say(REFUNDS, "it is 1042", thread_ts=asked)
    else:
        await jonas.click(REFUNDS, question["ts"], "Answer")
        await jonas.submit(await jonas.wait_for_view(), {"own.answer": "it is 1042"})
    await card(maria, QUESTION)
    assert stage.record("SELECT kind, state FROM handoff ORDER BY id")[0] == {"kind": "question", "state": "answered"}


async def test_a_question_by_direct_message_is_answered_there(stage: Stage, maria: Person, jonas: Person) -> None:
    await jonas.command("/handoff", "A customer never got her parcel and wants a refund, do that today?", REFUNDS)
    await direct(jonas, "One question before I go on: which order?")
    await jonas.say(await jonas.direct(BOT), "1042")
    await card(maria, QUESTION)
    assert len(stage.record("SELECT * FROM request")) == 1
