"""People's time on the wire: a reminder, giving to someone, being reminded later, and one's own hours."""

from datetime import timedelta
from typing import Any

from tests.stories.stage import (
    ALERTS,
    DANA,
    JONAS,
    MARIA,
    REFUNDS,
    Stage,
    card,
    changed,
    direct,
    reply,
    text_of,
    until,
    whisper,
)
from workspace.driver import Person


async def window(person: Person, words: str) -> dict[str, Any]:
    """The window that shows these words now."""
    await until(lambda: person.views() and words in text_of(person.views()[-1]), words)
    return person.views()[-1]


async def test_a_card_is_given_by_name_and_the_next_rung_takes_it(
    stage: Stage, maria: Person, jonas: Person, dana: Person
) -> None:
    await jonas.say(REFUNDS, "Hi, 1042 never showed up, the customer wants her money back")
    shown = await card(maria, "Refund EUR 49.90 for order 1042?")
    await jonas.select(REFUNDS, shown["ts"], "more", "Give to someone")
    await whisper(jonas, "decide refunds")
    await maria.select(REFUNDS, shown["ts"], "more", "Give to someone")
    view = await window(maria, "To whom?")
    await maria.submit(view, {"own.give": DANA})
    given = await reply(dana, REFUNDS, shown["ts"], "Maria gave this to")
    assert DANA in str(given["blocks"])
    assert "It is with you until" in text_of(given)
    await changed(maria, REFUNDS, shown["ts"], "with <@U04DANA>")
    await stage.quiet()
    await stage.advance(31 * 60)
    await reply(maria, REFUNDS, shown["ts"], "No answer by")
    await maria.click(REFUNDS, shown["ts"], "Approve")
    await changed(maria, REFUNDS, shown["ts"], "Refunded EUR 49.90, order 1042.")


async def test_a_private_reminder_comes_as_a_direct_message_that_opens_the_card(
    stage: Stage, maria: Person, jonas: Person
) -> None:
    await jonas.say(REFUNDS, "Hi, 1042 never showed up, the customer wants her money back")
    shown = await card(maria, "Refund EUR 49.90 for order 1042?")
    await maria.select(REFUNDS, shown["ts"], "more", "Remind me later")
    view = await window(maria, "When?")
    assert "In an hour" in text_of(view)
    await maria.submit(view, {"own.later": "hour"})
    await whisper(maria, "A reminder comes")
    await stage.quiet()
    await stage.advance(61 * 60)
    told = await direct(maria, "You wanted to be reminded.")
    await maria.click(await maria.direct("U01BATON"), told["ts"], "Review")
    inside = await window(maria, "Runs if you approve")
    await maria.click(inside, button="Approve")
    await changed(maria, REFUNDS, shown["ts"], "Refunded EUR 49.90, order 1042.")


async def test_ones_own_hours_are_set_in_app_home_and_kept(stage: Stage, maria: Person) -> None:
    await maria.open_home()
    home = await maria.wait_for_home()
    assert "none set, so you can be reached at any time" in text_of(home["blocks"])
    await maria.click(home, button="Change")
    view = await window(maria, "Local times of Europe/Lisbon")
    day = (stage.clock() + timedelta(days=3)).date().isoformat()
    past = (stage.clock() - timedelta(days=3)).date().isoformat()
    values: dict[str, object] = {"own.days": ["Mon", "Tue", "Wed", "Thu"], "own.from": "08:30", "own.to": "16:30"}
    refused = await maria.submit(view, {**values, "own.back_on": past})
    assert "This is today or past" in str(refused)
    await maria.submit(await window(maria, "Local times"), {**values, "own.back_on": day})

    def words() -> str:
        assert maria.home_view is not None
        return text_of(maria.home_view["blocks"])

    await until(lambda: "Mon to Thu 08:30 to 16:30 Lisbon · away until" in words(), "hours")
    assert stage.record("SELECT week, back_on FROM hours") == [{"week": "Mon,Tue,Wed,Thu 08:30-16:30", "back_on": day}]


async def test_who_has_it_is_reminded_by_mention_and_what_comes_together_comes_as_one(errands: Stage) -> None:
    path = errands.workflows / "errands" / "workflow.yml"
    text = path.read_text(encoding="utf-8").replace("    deadline: 10m", "    deadline: 10m\n    remind: 4m")
    path.write_text(text, encoding="utf-8")
    await errands.start()
    maria, jonas = await errands.person(MARIA), await errands.person(JONAS)
    names = ("boil eggs", "wash cups", "water plants")
    cards = []
    for name in names:
        await jonas.say(ALERTS, f"plain {name}")
        cards.append(await card(maria, f"Run {name}?", ALERTS))
    await errands.quiet()
    await errands.advance(6 * 60 + 30)
    first = await reply(maria, ALERTS, cards[0]["ts"], "this is still with you until")
    assert "Run boil eggs? Nothing has run." in text_of(first)
    await errands.quiet()
    await errands.advance(2 * 60)
    told = await direct(maria, "2 wait for you.")
    assert "Run wash cups?" in text_of(told)
    assert "Run water plants?" in text_of(told)
