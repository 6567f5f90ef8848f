"""The change of shift and who is on call, through Slack: the brief, the one question, and what nobody took."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.stories.stage import (
    ALERTS,
    DANA,
    JONAS,
    MARIA,
    WEI,
    Json,
    Stage,
    card,
    changed,
    message,
    reply,
    text_of,
    whisper,
)
from workspace.driver import Person

EVENING = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
SCHEDULE = """\
regions:
  lisbon:
    hours: Mon-Sun 09:00-18:00 Europe/Lisbon
    people: [U02MARIA]
    channel: "#alerts"
    next: new-york
    ladder: "@head-of-support"
  new-york:
    hours: Mon-Sun 09:00-21:00 America/New_York
    people: [U04DANA, U05ALEX]
    channel: "#alerts"
    next: singapore
  singapore:
    hours: Mon-Sun 09:00-18:00 Asia/Singapore
    people: [U06WEI]
rotations:
  alerts:
    follow: [lisbon, {region: new-york, people: [U04DANA]}, singapore]
"""


@pytest.fixture
async def evening(errands: Stage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Half an hour before Lisbon goes home; the errands are decided by whoever is on call."""
    monkeypatch.setattr("handlers.clock.TURNS_SECONDS", 0.1)
    (errands.workflows / "schedule.yml").write_text(SCHEDULE, encoding="utf-8")
    path = errands.workflows / "errands" / "workflow.yml"
    text = path.read_text(encoding="utf-8").replace('[U02MARIA, "@head-of-support"]', '["oncall:alerts"]')
    path.write_text(text.replace("deadline: 10m", "deadline: 2h"), encoding="utf-8")
    errands.clock.ahead = EVENING - timedelta(minutes=30) - datetime.now(UTC)
    await errands.start()
    return errands


async def asked(stage: Stage, *whats: str) -> list[Json]:
    """The open cards of these errands."""
    maria, jonas = await stage.person(MARIA), await stage.person(JONAS)
    found = []
    for what in whats:
        await jonas.say(ALERTS, what)
        found.append(await card(maria, f"Run {what.partition(' ')[2]}?", ALERTS))
    await stage.quiet()
    return found


async def brief(person: Person, words: str) -> Json:
    """The brief, once it says so."""
    return await message(person, ALERTS, lambda m: "hands over to" in text_of(m) and words in text_of(m), words)


async def test_an_evening_is_handed_over_by_a_click_and_one_question(evening: Stage) -> None:
    shown = await asked(evening, "plain boil eggs", "sure buy bread", "late water plants")
    dana, maria, wei = [await evening.person(user) for user in (DANA, MARIA, WEI)]
    assert "on call" in text_of(await maria.command("/handoff", "oncall", ALERTS)).lower()
    await evening.advance(30 * 60)
    told = await brief(dana, "3 open")
    words = text_of(told)
    assert "Lisbon hands over to New York, Tue 24 Nov · 3 open" in words
    assert "From Maria, to Dana and Alex" in words
    assert "H-1 Run boil eggs. To do: decide. If not: goes to Head of support." in words
    await wei.click(ALERTS, told["ts"], "Accept all 3")
    await whisper(wei, "Dana or Alex takes this over; nothing was changed.")
    await dana.click(ALERTS, told["ts"], "Choose")
    window = await dana.wait_for_view()
    await dana.submit(window, {"own.take": ["1", "2"], "own.first": "2"})
    await whisper(dana, "Yours now: H-1, H-2. First: H-2.")
    half = await brief(dana, "Dana does this first.")
    assert "Accept it" in text_of(half)
    await changed(dana, ALERTS, shown[0]["ts"], f"for <@{DANA}>")
    await maria.click(ALERTS, shown[0]["ts"], "Approve")
    await whisper(maria, "nothing was changed")
    await dana.click(ALERTS, shown[0]["ts"], "Approve")
    await evening.quiet()
    await evening.advance(31 * 60)
    await reply(dana, ALERTS, told["ts"], "of New York took H-3 by")
    await brief(dana, "1 not accepted in time: stays with Maria, and Head of support was told.")
    await dana.click(ALERTS, shown[2]["ts"], "Approve")
    assert evening.journal() == ["H-1-1 boil eggs"]
