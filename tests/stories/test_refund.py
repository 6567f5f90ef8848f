"""One refund, from the first word to the shop's database: approve, edit, reject, and who may."""

import asyncio

from tests.stories.stage import (
    DANA,
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


async def test_approve_refunds_exactly_once_and_everybody_is_told(stage: Stage, maria: Person, jonas: Person) -> None:
    asked = await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    assert "Against: “Delivered 12 Nov, left at door”" in text_of(shown)
    await reply(jonas, REFUNDS, asked, "Got it: H-1. A person decides refunds; Maria or Head of support, by")
    await maria.click(REFUNDS, shown["ts"], "Approve")
    folded = await changed(maria, REFUNDS, shown["ts"], "Refunded EUR 49.90, order 1042.")
    assert "Approved as shown by Maria" in text_of(folded)
    assert not has_button(folded, "Approve")
    await reply(maria, REFUNDS, shown["ts"], "Refunded EUR 49.90, order 1042.")
    await reply(jonas, REFUNDS, asked, "Done: refunded EUR 49.90, order 1042.")
    await stage.quiet()
    assert [(row["key"], row["amount_cents"], row["decided_by"]) for row in stage.refunds("1042")] == [
        ("H-1-1", 4990, "U02MARIA")
    ]
    told = "SELECT kind FROM audit WHERE handoff_id IS NOT NULL OR kind = 'requested' ORDER BY seq"
    assert [row["kind"] for row in stage.record(told)] == [
        *("requested", "handoff_opened", "decision_approve", "effect_started", "effect_done"),
    ]


async def test_a_double_click_refunds_once(stage: Stage, maria: Person, jonas: Person) -> None:
    await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    await asyncio.gather(*(maria.click(REFUNDS, shown["ts"], "Approve") for _ in range(3)))
    await changed(maria, REFUNDS, shown["ts"], "Refunded EUR 49.90, order 1042.")
    await stage.quiet()
    assert len(stage.refunds("1042")) == 1
    assert len(stage.audited("decision_approve")) == 1
    assert len(await maria.thread(REFUNDS, shown["ts"])) == 2


async def test_the_second_of_two_people_is_told_who_decided(
    stage: Stage, maria: Person, jonas: Person, dana: Person
) -> None:
    await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    await dana.click(REFUNDS, shown["ts"], "Reject")
    window = await dana.wait_for_view()
    await maria.click(REFUNDS, shown["ts"], "Approve")
    await dana.submit(window, {})
    told = await whisper(dana, "Maria approved this at")
    assert ", before your Reject. Nothing else was done." in text_of(told)
    assert has_button(told, "Open it")
    await stage.quiet()
    assert len(stage.refunds("1042")) == 1
    assert [row["actor"] for row in stage.audited("decision_refused")] == [f"T01BATON/{DANA}"]


async def test_two_clicks_at_the_same_moment_have_one_winner(
    stage: Stage, maria: Person, jonas: Person, dana: Person
) -> None:
    await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    await asyncio.gather(
        maria.click(REFUNDS, shown["ts"], "Approve"), dana.select(REFUNDS, shown["ts"], "more", "Take over")
    )
    await stage.quiet()
    won = stage.record("SELECT state FROM handoff")[0]["state"]
    winner, loser, tried = {
        "approved": ("Maria approved", dana, "Take over"),
        "taken_over": ("Dana took over", maria, "Approve"),
    }[won]
    told = await whisper(loser, f"{winner} this at")
    assert f"before your {tried}. Nothing else was done." in text_of(told)
    assert len(stage.refunds("1042")) == (won == "approved")


async def test_edit_shows_errors_at_the_field_then_runs_the_edited_amount(
    stage: Stage, maria: Person, jonas: Person
) -> None:
    asked = await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    await maria.click(REFUNDS, shown["ts"], "Edit")
    window = await maria.wait_for_view()
    assert "Paid EUR 49.90" in text_of(window)
    for typed, error in (
        ("94.90", "More than was paid (EUR 49.90)."),
        ("501", "At most EUR 500."),
        ("-1", "Not an amount: more than 0, at most two decimals, for example 49.90."),
    ):
        answer = await maria.submit(window, {"arg.amount": typed})
        assert answer["errors"] == {"arg.amount": error}
    answer = await maria.submit(window, {"arg.order_id": "x"})
    assert answer["errors"] == {"arg.order_id": "Not an order number: 3 to 8 digits."}
    assert stage.refunds("1042") == []
    typed_in = {"arg.amount": "44.95", "own.why": "shipping is not refunded", "own.words": "The postage stays with us."}
    assert "errors" not in await maria.submit(window, typed_in)
    folded = await changed(maria, REFUNDS, shown["ts"], "Refunded EUR 44.95, order 1042.")
    assert "Maria changed amount 49.90 → 44.95: “shipping is not refunded”" in text_of(folded)
    done = await reply(jonas, REFUNDS, asked, "Done: refunded EUR 44.95, order 1042.")
    assert "“The postage stays with us.”" in text_of(done)
    await stage.quiet()
    assert [(row["key"], row["amount_cents"]) for row in stage.refunds("1042")] == [("H-1-2", 4495)]


async def test_an_edit_that_changes_nothing_is_told_at_the_field(stage: Stage, maria: Person, jonas: Person) -> None:
    await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    await maria.click(REFUNDS, shown["ts"], "Edit")
    window = await maria.wait_for_view()
    answer = await maria.submit(window, {"arg.amount": "49.90"})
    assert list(answer["errors"].values()) == ["Nothing is changed. Cancel, then press Approve."]
    assert stage.record("SELECT state FROM handoff") == [{"state": "waiting"}]


async def test_reject_in_two_taps_runs_nothing_and_tells_the_reason(stage: Stage, maria: Person, jonas: Person) -> None:
    asked = await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    await maria.click(REFUNDS, shown["ts"], "Reject")
    await maria.submit(await maria.wait_for_view(), {})
    folded = await changed(maria, REFUNDS, shown["ts"], "Not refunded, order 1042.")
    assert "Rejected by Maria" in text_of(folded)
    assert "Need more facts first." in text_of(folded)
    assert "Nothing ran." in text_of(folded)
    await reply(jonas, REFUNDS, asked, "Not approved. Maria’s reason: need more facts first.")
    await stage.quiet()
    assert stage.refunds("1042") == []
    assert stage.record("SELECT * FROM effect") == []


async def test_a_private_reason_never_reaches_the_person_who_asked(stage: Stage, maria: Person, jonas: Person) -> None:
    asked = await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    await maria.click(REFUNDS, shown["ts"], "Reject")
    await maria.submit(await maria.wait_for_view(), {"own.reason": "Looks like fraud"})
    await reply(jonas, REFUNDS, asked, "Not approved.")
    await stage.quiet()
    seen = await jonas.history(REFUNDS) + await jonas.thread(REFUNDS, asked) + await jonas.thread(REFUNDS, shown["ts"])
    assert not any("fraud" in text_of(message) for message in seen)
    assert stage.record("SELECT note, private FROM decision") == [{"note": "Looks like fraud", "private": 1}]


async def test_another_reason_wants_words(stage: Stage, maria: Person, jonas: Person) -> None:
    asked = await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    await maria.click(REFUNDS, shown["ts"], "Reject")
    window = await maria.wait_for_view()
    answer = await maria.submit(window, {"own.reason": "Another reason"})
    assert list(answer["errors"]) == ["own.other"]
    words = "Delivered with a photo, please ask the customer to check with neighbours."
    typed = {"own.reason": "Another reason", "own.other": "there is a photo", "own.words": words}
    assert "errors" not in await maria.submit(window, typed)
    told = await reply(jonas, REFUNDS, asked, f"Not done. Maria: “{words}”")
    assert "photo, please" in text_of(told)
    assert "Reply here with anything new and I look again." in text_of(told)


async def test_nobody_decides_their_own_request(stage: Stage, maria: Person, dana: Person) -> None:
    await maria.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    for label in ("Approve", "Edit", "Reject"):
        await maria.click(REFUNDS, shown["ts"], label)
    told = await whisper(maria, "You asked for this, so somebody else decides: Head of support.")
    assert told["channel"] == REFUNDS
    assert maria.views() == []
    await stage.quiet()
    assert stage.refunds("1042") == []
    await dana.click(REFUNDS, shown["ts"], "Approve")
    await changed(maria, REFUNDS, shown["ts"], "Refunded EUR 49.90, order 1042.")


async def test_somebody_without_the_right_is_told_who_decides(stage: Stage, maria: Person, jonas: Person) -> None:
    wei = await stage.person(WEI)
    await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    await wei.click(REFUNDS, shown["ts"], "Approve")
    await whisper(wei, "Maria and Head of support decide refunds; nothing was changed.")
    await wei.click(REFUNDS, shown["ts"], "Edit")
    await stage.quiet()
    assert wei.views() == []
    assert stage.refunds("1042") == []
    assert stage.record("SELECT state FROM handoff") == [{"state": "waiting"}]


async def test_over_the_limit_a_card_says_so(stage: Stage, maria: Person, jonas: Person) -> None:
    await jonas.say(
        REFUNDS, "The stand mixer from 1066 arrived with a broken motor, she wants the whole EUR 649.00 back"
    )
    shown = await card(maria, "Refund EUR 649.00 for order 1066?")
    assert "Over EUR 500." in text_of(shown)
    await maria.click(REFUNDS, shown["ts"], "Edit")
    answer = await maria.submit(await maria.wait_for_view(), {"arg.amount": "600"})
    assert answer["errors"] == {"arg.amount": "At most EUR 500."}


async def test_taking_over_ends_the_agents_work(stage: Stage, maria: Person, jonas: Person) -> None:
    asked = await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    await maria.select(REFUNDS, shown["ts"], "more", "Take over")
    await changed(maria, REFUNDS, shown["ts"], "Taken over by Maria")
    await reply(jonas, REFUNDS, asked, "Maria took this over and answers you. Baton does nothing more with H-1.")
    await stage.quiet()
    assert stage.refunds("1042") == []
    assert stage.record("SELECT state FROM run") == [{"state": "taken_over"}]


async def test_show_everything_is_open_to_all_and_changes_nothing(stage: Stage, maria: Person, jonas: Person) -> None:
    await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    await jonas.select(REFUNDS, shown["ts"], "more", "Show everything")
    window = await jonas.wait_for_view()
    assert ASKED in text_of(window)
    assert stage.record("SELECT state FROM handoff") == [{"state": "waiting"}]


async def test_of_two_requests_for_one_order_one_runs(stage: Stage, maria: Person, jonas: Person, dana: Person) -> None:
    await jonas.say(REFUNDS, ASKED)
    first = await card(maria, QUESTION)
    await jonas.say(REFUNDS, "Once more: order 1042 was never delivered, please refund EUR 49.90")
    second = await card(maria, "H-1 already asks for a refund with order 1042. Only one of them can run.")
    assert first["ts"] != second["ts"]
    await maria.click(REFUNDS, first["ts"], "Approve")
    await changed(maria, REFUNDS, first["ts"], "Refunded EUR 49.90, order 1042.")
    await dana.click(REFUNDS, second["ts"], "Approve")
    await whisper(dana, "Not approved: H-1 ran for a refund with order 1042.")
    await stage.quiet()
    assert len(stage.refunds("1042")) == 1
    assert len(await cards_in(maria, REFUNDS)) == 2


async def test_the_next_card_is_one_press_away(stage: Stage, maria: Person, jonas: Person) -> None:
    await jonas.say(REFUNDS, ASKED)
    first = await card(maria, QUESTION)
    await jonas.say(REFUNDS, "Order 1063: we sent her the wrong item, a black milk frother. Refund please")
    await card(maria, "for order 1063?")
    await maria.click(REFUNDS, first["ts"], "Approve")
    told = await whisper(maria, "Done. 1 more waits for you.")
    assert has_button(told, "Next")


async def test_only_the_buttons_decide(stage: Stage, maria: Person, jonas: Person) -> None:
    await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, QUESTION)
    await maria.say(REFUNDS, "ok, do it", thread_ts=shown["ts"])
    told = await whisper(maria, "Only the buttons decide, so that the record is sure who it was.")
    assert "Facts for the agent: mention Baton." in text_of(told)
    await stage.quiet()
    assert stage.refunds("1042") == []
    assert stage.record("SELECT state FROM handoff") == [{"state": "waiting"}]
