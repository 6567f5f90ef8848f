"""Time passes: deadlines go up the ladder and never approve; the digest comes at its hour, once."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.stories.stage import (
    ALERTS,
    DANA,
    JONAS,
    MARIA,
    REFUNDS,
    Stage,
    card,
    cards_in,
    changed,
    reply,
    text_of,
    whisper,
)
from workspace.driver import Person

LISBON = ZoneInfo("Europe/Lisbon")


async def test_nobody_answers_so_it_goes_up_and_is_held(
    stage: Stage, maria: Person, jonas: Person, dana: Person
) -> None:
    asked = await jonas.say(REFUNDS, "Hi, 1042 never showed up, the customer wants her money back")
    shown = await card(maria, "Refund EUR 49.90 for order 1042?")
    await stage.quiet()
    await stage.advance(31 * 60)
    rung = text_of(await reply(maria, REFUNDS, shown["ts"], "No answer by"))
    assert "it is with you until" in rung
    assert "Nothing has run." in rung
    await reply(jonas, REFUNDS, asked, "Nobody has answered yet. Head of support has it until")
    await stage.quiet()
    await stage.advance(31 * 60)
    await reply(maria, REFUNDS, shown["ts"], "It is held until somebody decides: Maria or Head of support.")
    await stage.quiet()
    await stage.advance(7 * 24 * 3600)
    await stage.quiet()
    assert stage.refunds("1042") == []
    held = await changed(maria, REFUNDS, shown["ts"], "No deadline any more: it is held until somebody decides")
    assert "late" in text_of(await dana.command("/handoff", "queue", REFUNDS))
    await dana.click(REFUNDS, held["ts"], "Approve")
    await changed(maria, REFUNDS, shown["ts"], "Refunded EUR 49.90, order 1042.")


async def test_the_rung_that_was_reached_may_decide(errands: Stage) -> None:
    path = errands.workflows / "errands" / "workflow.yml"
    text = path.read_text(encoding="utf-8").replace('[U02MARIA, "@head-of-support"]', "[U02MARIA]")
    path.write_text(text, encoding="utf-8")
    await errands.start()
    maria, jonas, dana = [await errands.person(user) for user in (MARIA, JONAS, DANA)]
    await jonas.say(ALERTS, "plain boil eggs")
    shown = await card(maria, "Run boil eggs?", ALERTS)
    await dana.click(ALERTS, shown["ts"], "Approve")
    await whisper(dana, "Only Maria may decide errands; nothing was changed.")
    await errands.quiet()
    await errands.advance(11 * 60)
    await reply(maria, ALERTS, shown["ts"], "it is with you until")
    await dana.click(ALERTS, shown["ts"], "Approve")
    await changed(maria, ALERTS, shown["ts"], "Ran boil eggs.")


async def test_on_timeout_expire_closes_it_unrun(errands: Stage) -> None:
    await errands.start()
    maria, jonas = await errands.person(MARIA), await errands.person(JONAS)
    asked = await jonas.say(ALERTS, "sure boil eggs")
    shown = await card(maria, "Run boil eggs?", ALERTS)
    await errands.quiet()
    await errands.advance(11 * 60)
    await changed(maria, ALERTS, shown["ts"], "Nobody answered by")
    await reply(jonas, ALERTS, asked, "Nobody answered in time, so H-1 is closed. Nothing was done.")
    await errands.press_old(MARIA, ALERTS, shown, "Approve")
    await whisper(maria, "Nobody answered, so this was closed at")
    await errands.quiet()
    assert errands.journal() == []


async def test_a_question_that_nobody_answers_goes_to_a_person(errands: Stage) -> None:
    await errands.start()
    maria, jonas = await errands.person(MARIA), await errands.person(JONAS)
    asked = await jonas.say(ALERTS, "ask")
    question = await reply(jonas, ALERTS, asked, "One question before I go on: which errand?")
    await errands.quiet()
    await errands.advance(31 * 60)
    await changed(jonas, ALERTS, question["ts"], "Nobody answered by")
    await errands.quiet()
    states = errands.record("SELECT kind, state FROM handoff ORDER BY id")
    assert states[0] == {"kind": "question", "state": "expired"}
    assert errands.journal() == []
    assert maria.user == MARIA


async def test_a_deadline_that_passed_while_baton_was_down(errands: Stage) -> None:
    await errands.start()
    maria, jonas = await errands.person(MARIA), await errands.person(JONAS)
    await jonas.say(ALERTS, "plain boil eggs")
    shown = await card(maria, "Run boil eggs?", ALERTS)
    await errands.quiet()
    await errands.stop()
    errands.clock.ahead += timedelta(minutes=11)
    await errands.start()
    await reply(maria, ALERTS, shown["ts"], "it is with you until")
    await maria.click(ALERTS, shown["ts"], "Approve")
    await changed(maria, ALERTS, shown["ts"], "Ran boil eggs.")


async def digests(person: Person) -> list[str]:
    return [text_of(m) for m in await cards_in(person, ALERTS) if text_of(m).startswith("Errands · ")]


def at(stage: Stage, day: datetime, moment: time) -> None:
    """Set the bot's clock to this local time of that day."""
    wanted = datetime.combine(day.date(), moment, LISBON)
    stage.clock.ahead = wanted.astimezone(UTC) - datetime.now(UTC)


async def test_the_digest_comes_at_its_hour_once_over_restarts(errands: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.clock.DIGESTS_SECONDS", 0.1)
    path = errands.workflows / "errands" / "workflow.yml"
    path.write_text(path.read_text(encoding="utf-8") + 'digest: "09:00"\n', encoding="utf-8")
    maria = await errands.person(MARIA)
    today = datetime.now(LISBON) + timedelta(days=1)
    at(errands, today, time(8, 59))
    await errands.start()
    await errands.quiet()
    assert await digests(maria) == []
    at(errands, today, time(9, 0, 1))
    first = text_of(await changed_digest(maria))
    day = f"{today:%A} {today.day} {today:%b}"
    assert first.startswith(f"Errands · {day}: nothing late, 0 open, 0 decided, none alone.")
    for _ in range(2):
        await errands.stop()
        await errands.start()
        await errands.quiet()
    assert len(await digests(maria)) == 1
    await errands.stop()
    at(errands, today + timedelta(days=1), time(10, 30))
    await errands.start()
    await errands.quiet()
    late = await digests(maria)
    assert len(late) == 2
    assert "(sent late)" in late[1]
    assert len(errands.record("SELECT * FROM slot WHERE job = 'digest:errands'")) == 3


async def changed_digest(person: Person) -> dict[str, object]:
    return await person.wait_for_message(ALERTS, lambda m: text_of(m).startswith("Errands · "), 10)
