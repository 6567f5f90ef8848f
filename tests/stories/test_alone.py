"""Acting alone, through Slack: receipts, This was wrong, Reopen, checks, the hour, what owners hold, the overview."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from handlers.slack.pages import why_window
from tests.stories import stage as stages
from tests.stories.stage import (
    ALERTS,
    ALEX,
    DANA,
    MARIA,
    Stage,
    card,
    changed,
    has_button,
    message,
    text_of,
    until,
    whisper,
)
from workspace.driver import Person

Json = dict[str, object]


@pytest.fixture
async def alerts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """The sample bank, with sample history one decision short of the limit."""
    monkeypatch.setenv("SHOP_DB", str(tmp_path / "shop.db"))
    async with Stage(tmp_path, stages.copy_workflows(tmp_path / "workflows", "alerts")) as made:
        await made.start()
        assert await made.baton.engine.afterwards.sample("alerts", "clear_alert", [0.96] * 75)
        yield made


def draw_of(stage: Stage, number: float) -> None:
    """Every draw from here on is this number."""
    stage.baton.engine.runs._earned._draw = lambda seed, handoff_id, revision: number  # type: ignore[method-assign]


async def earned(stage: Stage, maria: Person) -> None:
    """Maria's approval makes it act alone."""
    draw_of(stage, 0.99)
    alex = await stage.person(ALEX)
    await alex.say(ALERTS, "A-5536 please")
    shown = await card(maria, "Clear alert A-5536?", ALERTS)
    await stage.quiet()
    await stage.advance(5)
    await maria.click(ALERTS, shown["ts"], "Approve")
    await said(maria, "acts alone from now on, when its score is 0.95 or more.")


async def said(person: Person, words: str) -> stages.Json:
    return await message(person, ALERTS, lambda m: words in text_of(m), words)


async def asks(stage: Stage, alert: str) -> None:
    await (await stage.person(ALEX)).say(ALERTS, f"{alert} please")


def state(stage: Stage, alert: str) -> str:
    return str(stage.shop("SELECT state FROM alerts WHERE alert = ?", alert)[0]["state"])


async def test_a_receipt_tells_why_and_is_taken_back(alerts: Stage) -> None:
    maria = await alerts.person(MARIA)
    await earned(alerts, maria)
    await asks(alerts, "A-5540")
    receipt = await said(maria, "Cleared alert A-5540 without asking")
    told = text_of(receipt)
    assert (
        "Why this: 2 transfers, EUR 365.00 in all, both to a payee used 31 times before (transfers).\n"
        "Why alone: at most 5.0% of such clearings are wrong, with 95% confidence: 76 reviewed, none changed. Limit 5%."
    ) in told
    assert "· score 0.98, acts alone from 0.95 · 1 in 5 is picked at random for a person to check" in told
    assert "<@" not in str(receipt), "no mention"
    assert state(alerts, "A-5540") == "cleared"
    await maria.click(ALERTS, receipt["ts"], "Reopen alert")
    after = text_of(await changed(maria, ALERTS, receipt["ts"], "Alert A-5540 is open again (Maria)."))
    assert "Reopen alert" not in after
    assert state(alerts, "A-5540") == "open"
    await alerts.quiet()
    keys = [row["key"] for row in alerts.shop("SELECT key FROM alert_changes ORDER BY changed_at")]
    assert keys == ["H-1-1", "H-2-1", "H-2-1-undo"]


async def test_this_was_wrong_is_counted_answered_and_takes_back(alerts: Stage) -> None:
    maria = await alerts.person(MARIA)
    await earned(alerts, maria)
    for alert, answer in (("A-5543", "Two more"), ("A-5540", "One more"), ("A-5541", "")):
        await asks(alerts, alert)
        receipt = await said(maria, f"Cleared alert {alert} without asking")
        await maria.click(ALERTS, receipt["ts"], "This was wrong")
        await maria.submit(await maria.wait_for_view(), {"own.report": "decision"})
        more = f"{answer} like this and the step asks first again." if answer else "The step asks first again."
        answer_shown = await whisper(maria, f"Counted, and alert {alert} is open again. {more}")
        assert not has_button(answer_shown, "Pause it now"), "only an owner may pause it"
    told = await said(maria, "“Clear an alert” asks first again.")
    words = text_of(told)
    assert (
        "Why: of the last 3 that people looked at, 3 were wrong: H-2, H-3, H-4. At your limit it should be 1 in 20."
        in words
    )
    assert "Now: 3 that ran since the first wrong one:" in words
    assert DANA in str(told), "owners are mentioned"
    await maria.click(ALERTS, told["ts"], "Look through the 3")
    listed = text_of(await maria.wait_for_view())
    assert "Cleared alert A-5543" in listed
    await asks(alerts, "A-5544")
    assert "Every clearing is reviewed for now." in text_of(await card(maria, "Clear alert A-5544?", ALERTS))


async def test_a_check_afterwards_is_asked_and_folds(alerts: Stage) -> None:
    maria = await alerts.person(MARIA)
    await earned(alerts, maria)
    draw_of(alerts, 0.05)
    await asks(alerts, "A-5540")
    asked = await said(maria, "Was clearing A-5540 right?")
    assert [has_button(asked, label) for label in ("Right", "Wrong", "Not sure")] == [True] * 3
    assert "2 transfers, EUR 365.00 in all" in text_of(asked)
    await maria.click(ALERTS, asked["ts"], "Wrong")
    await changed(maria, ALERTS, asked["ts"], "Maria")
    await said(maria, "Alert A-5540 is open again")
    rows = alerts.record("SELECT kind, wrong FROM evidence WHERE kind = 'check'")
    assert rows == [{"kind": "check", "wrong": 1}]


async def test_why_alone_tells_it_all(alerts: Stage) -> None:
    maria = await alerts.person(MARIA)
    await until(lambda: alerts.baton.desk.signed() is not None, "the checkpoint of the start")
    await earned(alerts, maria)
    await asks(alerts, "A-5540")
    receipt = await said(maria, "Cleared alert A-5540 without asking")
    await maria.click(ALERTS, receipt["ts"], "Why alone?")
    page = text_of(await maria.wait_for_view())
    for words in (
        "Cleared alert A-5540. Arguments as run,", ". Limit 5%. From score 0.95.",
        "76 decisions by 1 person", "75 of them are sample history.", "None changed", "Score 0.98.", "The draw",
        "0.99; under 0.20 a person checks it afterwards.", ", to be opened once its day is over.",
        "To recompute it all: baton verify H-2",
    ):  # fmt: skip
        assert words in page, page
    assert re.search(r"alerts / Clear an alert, file of \d{1,2} \w{3}\. Limit 5%", page), page
    assert re.search(r"Last checkpoint \d\d:\d\d UTC, the next one covers this\. To recompute it all", page), page
    assert re.search(r"76 decisions by 1 person, \d\d:\d\d UTC to \d\d:\d\d UTC, at this score", page), page
    await maria.click(await maria.wait_for_view(), "", "The decision")
    listed = await maria.wait_for(
        lambda each: [v for v in each.views() if "H-1  Maria  as" in text_of(v)], 10, "a list"
    )
    assert len(listed) == 1


async def test_why_alone_counts_the_decisions_that_it_lists(alerts: Stage) -> None:
    maria = await alerts.person(MARIA)
    await earned(alerts, maria)
    await asks(alerts, "A-5540")
    await said(maria, "Cleared alert A-5540 without asking")
    found = await alerts.baton.engine.insights.why(2)
    assert found is not None
    assert found.reviewed == len(await alerts.baton.engine.insights.behind(2) or ())
    for many, label in (
        (0, "The decisions"),
        (1, "The decision"),
        (2, "The 2 decisions"),
        (1412, "The 1,412 decisions"),
    ):
        assert has_button(why_window(replace(found, reviewed=many), None), label)


async def test_a_report_from_why_alone_is_answered_where_the_receipt_stands(alerts: Stage) -> None:
    maria = await alerts.person(MARIA)
    await earned(alerts, maria)
    await asks(alerts, "A-5540")
    receipt = await said(maria, "Cleared alert A-5540 without asking")
    await maria.click(ALERTS, receipt["ts"], "Why alone?")
    await maria.click(await maria.wait_for_view(), "", "This was wrong")
    window = await maria.wait_for(lambda each: [v for v in each.views() if "What was wrong?" in text_of(v)], 10, "it")
    await maria.submit(window[0], {"own.report": "decision"})
    assert "thread_ts" not in await whisper(maria, "Counted, and alert A-5540 is open again. Two more")


async def test_owners_pause_and_resume_and_others_do_not(alerts: Stage) -> None:
    maria, dana = await alerts.person(MARIA), await alerts.person(DANA)
    await earned(alerts, maria)
    await maria.command("/handoff", "pause all", ALERTS)
    await whisper(maria, "Only an owner can do this: Dana. Nothing was changed.")
    await dana.command("/handoff", "pause all", ALERTS)
    await whisper(dana, "Everything asks first from now on.")
    await asks(alerts, "A-5540")
    assert "Paused by Dana." in text_of(await card(maria, "Clear alert A-5540?", ALERTS))
    shown = await dana.command("/handoff", "autonomy", ALERTS)
    told = text_of(shown)
    assert "Clear an alert · alerts   paused by Dana" in told
    assert "Resume everything" in told
    (paused,) = alerts.record("SELECT at FROM hold")
    (line,) = [each["elements"][0]["elements"] for each in shown["blocks"] if "paused by Dana" in text_of(each)][:1]
    days = [each["timestamp"] for each in line if each["type"] == "date"]
    assert days == [int(datetime.fromisoformat(paused["at"]).timestamp())], "a day as whoever reads it has it"
    await dana.command("/handoff", "resume all", ALERTS)
    await whisper(dana, "Everything is not paused any more")
    await asks(alerts, "A-5541")
    await said(maria, "Cleared alert A-5541 without asking")


async def test_the_overview_tells_every_step(alerts: Stage) -> None:
    maria = await alerts.person(MARIA)
    before = text_of(await maria.command("/handoff", "autonomy", ALERTS))
    assert "Clear an alert · alerts   asks first" in before
    assert "75 reviewed, none changed. Limit 5%: 1 more without a change." in before
    assert "File a report · alerts   always asks (critical)" in before
    await earned(alerts, maria)
    await asks(alerts, "A-5540")
    await said(maria, "Cleared alert A-5540 without asking")
    after = text_of(await maria.command("/handoff", "autonomy", ALERTS))
    assert "Clear an alert · alerts   acts alone when its score is 0.95 or more" in after
    assert (
        "At most 5.0% wrong: 76 reviewed, none changed. Limit 5%. Alone this week: 1 of 2. Checked 0, wrong 0." in after
    )
    assert "Of each 100 clearings that proved right, 50 still reached a person (100 before)." in after
    assert "1 decision." in after
    lessons = text_of(await maria.command("/handoff", "lessons", ALERTS))
    assert "Clear an alert acts alone from score 0.95" in lessons


async def test_a_report_is_always_asked(alerts: Stage) -> None:
    dana = await alerts.person(DANA)
    await (await alerts.person(stages.WEI)).say(ALERTS, "A-5531 looks bad")
    shown = text_of(await card(dana, "File a report on account 77-3018?", ALERTS))
    assert "critical, cannot be taken back" in shown
    assert "Always asked: critical steps never act alone." in shown


async def test_the_home_says_how_many_act_alone_and_shows_them(alerts: Stage) -> None:
    maria = await alerts.person(MARIA)
    await earned(alerts, maria)
    await alerts.quiet()
    await maria.open_home()
    view = await maria.wait_for_home()
    assert "Autonomy: 1 acts alone." in text_of(view["blocks"])
    await maria.click(view, "", "See")
    assert "acts alone when its score is 0.95 or more" in text_of(await maria.wait_for_view())


async def test_owners_pause_cap_and_resume_one_step(alerts: Stage) -> None:
    maria, dana = await alerts.person(MARIA), await alerts.person(DANA)
    await earned(alerts, maria)
    await dana.command("/handoff", "cap alerts/clear_alert 1", ALERTS)
    await whisper(dana, "“Clear an alert” acts alone at most 1 times a day from now on.")
    await asks(alerts, "A-5540")
    await said(maria, "Cleared alert A-5540 without asking")
    await asks(alerts, "A-5541")
    capped = text_of(await card(maria, "Clear alert A-5541?", ALERTS))
    assert "1 acted alone today, as many as Dana allows." in capped
    await dana.command("/handoff", "pause alerts/clear_alert new group list", ALERTS)
    await whisper(dana, "“Clear an alert” asks first from now on.")
    told = text_of(await dana.command("/handoff", "autonomy", ALERTS))
    assert "Clear an alert · alerts   paused by Dana" in told
    assert "“new group list”" in told
    await dana.command("/handoff", "resume alerts/clear_alert", ALERTS)
    await whisper(dana, "“Clear an alert” is not paused any more")
    await asks(alerts, "A-5546")
    await said(maria, "Cleared alert A-5546 without asking")
