"""The desk: App Home, one window for all that waits, and one's own digest."""

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.stories.stage import (
    ALERTS,
    BOT,
    DANA,
    JONAS,
    MARIA,
    Stage,
    card,
    cards_in,
    changed,
    direct,
    has_button,
    message,
    text_of,
    until,
    whisper,
)
from workspace.driver import Person

LISBON = ZoneInfo("Europe/Lisbon")


async def asked(stage: Stage, *errands: str) -> tuple[Person, Person]:
    """Maria at her App Home, and Jonas who asked for these."""
    maria, jonas, _ = await stage.person(MARIA), await stage.person(JONAS), await stage.person(DANA)
    for errand in errands:
        await jonas.say(ALERTS, f"plain {errand}")
        await card(maria, f"Run {errand}?", ALERTS)
    await stage.quiet()
    await maria.open_home()
    return maria, jonas


async def home(person: Person, words: str) -> dict[str, Any]:
    """Somebody's App Home, once it shows these words."""
    await until(lambda: any(words in text_of(view["blocks"]) for view in homes(person)), words)
    return homes(person)[-1]


def homes(person: Person) -> list[dict[str, Any]]:
    return [event["view"] for event in person.heard if event["type"] == "home" and event["view"]]


async def window(person: Person, words: str) -> dict[str, Any]:
    """The window that shows these words now."""
    await until(lambda: person.views() and words in text_of(person.views()[-1]), words)
    return person.views()[-1]


async def test_all_that_waits_is_decided_in_one_window(errands: Stage) -> None:
    await errands.start()
    maria, _ = await asked(errands, "boil eggs", "wash cups", "water plants")
    view = await home(maria, "3 wait for you")
    assert not has_button(view, "Approve")
    await maria.click(view, button="Review all 3")
    first = await window(maria, "Run boil eggs?")
    assert "2 more wait for you." in text_of(first)
    await maria.click(first, button="Approve")
    second = await window(maria, "Run wash cups?")
    assert "H-1" in text_of(second)
    await maria.click(second, button="Reject")
    reason = await window(maria, "Why?")
    await maria.submit(reason, {"own.reason": "Not today"})
    third = await window(maria, "Run water plants?")
    assert "more wait" not in text_of(third)
    await maria.click(third, button="Approve")
    await window(maria, "Nothing waits for you.")
    await home(maria, "Nothing waits for you")
    await errands.quiet()
    assert sorted(errands.journal()) == ["H-1-1 boil eggs", "H-3-1 water plants"]
    told = [text_of(each) for each in await maria.history(await maria.direct(BOT))]
    assert not [each for each in told if "more wait" in each]


async def test_next_leaves_one_and_what_others_decided_is_left_out(errands: Stage) -> None:
    await errands.start()
    maria, _ = await asked(errands, "boil eggs", "wash cups", "water plants", "feed cats")
    dana = await errands.person(DANA)
    view = await home(maria, "4 wait for you")
    await maria.click(view, button="Review all 4")
    first = await window(maria, "Run boil eggs?")
    shown = await card(dana, "Run wash cups?", ALERTS)
    await dana.click(ALERTS, shown["ts"], "Reject")
    await dana.submit(await window(dana, "Why?"), {"own.reason": "Not today"})
    await errands.quiet()
    await maria.click(first, button="Next")
    third = await window(maria, "Run water plants?")
    assert "Left out, because they were decided or changed meanwhile: H-2." in text_of(third)
    await maria.click(third, button="Approve")
    fourth = await window(maria, "Run feed cats?")
    await maria.click(fourth, button="Approve")
    await window(maria, "Run boil eggs?")


async def test_a_card_that_somebody_else_decides_first_says_so_in_the_window(errands: Stage) -> None:
    await errands.start()
    maria, _ = await asked(errands, "boil eggs", "wash cups")
    dana = await errands.person(DANA)
    await maria.click(await home(maria, "2 wait for you"), button="Review all 2")
    first = await window(maria, "Run boil eggs?")
    shown = await card(dana, "Run boil eggs?", ALERTS)
    await dana.click(ALERTS, shown["ts"], "Approve")
    await changed(dana, ALERTS, shown["ts"], "Ran boil eggs.")
    await maria.click(first, button="Approve")
    second = await window(maria, "Run wash cups?")
    assert "Approved as shown by Dana" in text_of(second)
    await errands.quiet()
    assert errands.journal() == ["H-1-1 boil eggs"]


@pytest.mark.parametrize("button", ["Edit", "Reject"])
async def test_the_window_of_a_card_that_was_decided_meanwhile_is_not_left_as_it_is(
    errands: Stage, button: str
) -> None:
    await errands.start()
    maria, _ = await asked(errands, "boil eggs", "wash cups")
    dana = await errands.person(DANA)
    await maria.click(await home(maria, "2 wait for you"), button="Review all 2")
    first = await window(maria, "Run boil eggs?")
    shown = await card(dana, "Run boil eggs?", ALERTS)
    await dana.click(ALERTS, shown["ts"], "Approve")
    await changed(dana, ALERTS, shown["ts"], "Ran boil eggs.")
    await maria.click(first, button=button)
    assert "Approved as shown by Dana" in text_of(await window(maria, "Run wash cups?"))


async def test_the_word_after_a_decision_opens_the_next(errands: Stage) -> None:
    await errands.start()
    maria, _ = await asked(errands, "boil eggs", "wash cups")
    shown = await card(maria, "Run boil eggs?", ALERTS)
    await maria.click(ALERTS, shown["ts"], "Approve")
    told = await whisper(maria, "Done. 1 more waits for you.")
    await maria.click(told["channel"], told["id"], "Next")
    await window(maria, "Run wash cups?")


async def test_ones_own_digest_comes_at_the_hour_that_was_chosen(
    errands: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.clock.DIGESTS_SECONDS", 0.1)
    day = datetime.now(LISBON) + timedelta(days=1)
    errands.clock.ahead = datetime.combine(day.date(), time(8), LISBON).astimezone(UTC) - datetime.now(UTC)
    await errands.start()
    maria, _ = await asked(errands, "boil eggs", "wash cups")
    view = await home(maria, "Your digest")
    await maria.select(view, "", "digest_at", "08:30")
    await home(maria, "at 08:30, Lisbon time")
    await errands.advance(31 * 60)
    shown = await direct(maria, f"Your day · {day:%A} {day.day} {day:%b}")
    assert "2 for you" in text_of(shown)
    for _ in range(2):
        await errands.stop()
        await errands.start()
        await errands.quiet()
    mine = [text_of(each) for each in await cards_in(maria, await maria.direct(BOT))]
    assert len([each for each in mine if each.startswith("Your day")]) == 1
    await maria.click(await maria.direct(BOT), shown["ts"], "Review all 2")
    await window(maria, "Run boil eggs?")


async def test_the_first_digest_of_a_week_has_its_picture_once(errands: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("matplotlib")
    monkeypatch.setattr("handlers.clock.DIGESTS_SECONDS", 0.1)
    path = errands.workflows / "errands" / "workflow.yml"
    minute = datetime.now(LISBON).replace(second=0, microsecond=0)  # what is in Slack is looked for by its time
    path.write_text(path.read_text(encoding="utf-8") + f'digest: "{minute:%H:%M}"\n', encoding="utf-8")
    errands.clock.ahead = minute - timedelta(seconds=50) - datetime.now(UTC)
    await errands.start()
    maria, _ = await asked(errands, "boil eggs")
    await maria.click(await home(maria, "1 waits for you"), button="Review")
    await maria.click(await window(maria, "Run boil eggs?"), button="Approve")
    await errands.quiet()
    await errands.advance(51)
    shown = await message(maria, ALERTS, lambda m: "slack_file" in str(m["blocks"]), "the picture")
    assert "Errands, the last week: 1 decided by people" in text_of(shown["blocks"][0])
    number = shown["blocks"][1]["slack_file"]["id"]
    file = errands.ws.office.state.files[number]
    assert file.content.startswith(b"\x89PNG")
    assert "1 by people, 0 alone, 0 open" in file.alt_text
    await errands.quiet()
    # the bot dies after the message and before it knows: the same file, and no second message
    await errands.stop()
    with sqlite3.connect(errands.folder / "baton.db") as db:
        db.execute("UPDATE outbox SET sent_at = NULL, outcome = '', attempts = 1 WHERE kind = 'picture'")
    db.close()
    await errands.start()
    await errands.quiet()
    pictures = [each for each in await cards_in(maria, ALERTS) if "slack_file" in str(each["blocks"])]
    assert (len(pictures), list(errands.ws.office.state.files)) == (1, [number])


async def test_the_queue_goes_on_and_leads_to_what_is_ones_own(errands: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.overview.QUEUE_ROWS", 2)
    await errands.start()
    maria, jonas = await asked(errands, "boil eggs", "wash cups", "feed cats")
    told = await maria.command("/handoff", "queue", ALERTS)
    assert "3 open, 3 wait for you · 1 to 2" in text_of(told)
    assert "3 open · 1 to 2" in text_of(await jonas.command("/handoff", "queue", ALERTS))
    await maria.click(await home(maria, "3 wait for you"), button="Queue")
    await maria.click(await window(maria, "1 to 2"), button="Show the last one")
    second = await window(maria, "3 to 3")
    assert "Run feed cats?" in text_of(second)
    await maria.click(second, button="Earlier")
    await maria.click(await window(maria, "1 to 2"), button="Review all 3")
    await window(maria, "Run boil eggs?")
    assert len(maria.views()) == 1


@contextlib.contextmanager
def locked(stage: Stage) -> Iterator[None]:
    """Another program holds the database, for longer than Baton waits."""
    stage.baton.engine.world.store.locked_seconds = 0.05  # type: ignore[union-attr]
    with contextlib.closing(sqlite3.connect(stage.folder / "baton.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_what_is_withdrawn_in_app_home_does_not_stand_there_any_more(errands: Stage) -> None:
    await errands.start()
    _, jonas = await asked(errands, "boil eggs", "wash cups")
    await jonas.open_home()
    before = await home(jonas, "wash cups")
    seen = len(homes(jonas))
    await jonas.click(before, button="Withdraw")
    await until(lambda: len(homes(jonas)) > seen, "his App Home to be drawn anew")
    assert text_of(homes(jonas)[-1]["blocks"]).count("with Maria") == text_of(before["blocks"]).count("with Maria") - 1


async def test_what_could_not_be_recorded_is_said_wherever_it_was_pressed(errands: Stage) -> None:
    await errands.start()
    _, jonas = await asked(errands, "boil eggs")
    got_it = await message(jonas, ALERTS, lambda each: has_button(each, "Withdraw"), "Withdraw")
    dana = await errands.person(DANA)
    await dana.command("/handoff", "autonomy", ALERTS)
    told = await whisper(dana, "Autonomy")
    await dana.click(told["channel"], told["id"], "Pause everything")
    pause = await window(dana, "Stop all acting alone now?")
    await jonas.open_home()
    desk = await home(jonas, "You asked")
    with locked(errands):
        await jonas.click(desk, button="Withdraw")
        await direct(jonas, "Not recorded: the database does not take it just now. Nothing was changed")
        await jonas.click(ALERTS, got_it["ts"], "Withdraw")
        assert (await whisper(jonas, "Not recorded"))["thread_ts"] == got_it["thread_ts"]
        await dana.submit(pause, {})
        assert "Nothing was changed; try again soon." in text_of(await window(dana, "Not recorded"))
    await errands.quiet()
    assert errands.record("SELECT * FROM hold") == []
    assert errands.record("SELECT state FROM handoff") == [{"state": "waiting"}]
