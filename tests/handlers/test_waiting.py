"""What is said about time: word for word, and harmless over any record; and the windows about people's time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings

from bot.errors import BadInput
from bot.escalation import Person
from bot.hours import ALWAYS, Habit, Hours, Own, Week
from bot.story import Story
from handlers.slack import away, waiting
from handlers.slack.blocks import Block, Message
from handlers.slack.cards import card
from handlers.slack.ids import VALUE, Field
from tests.handlers.anything import MARK, stories
from tests.handlers.golden import kept
from tests.handlers.rules import broken, inert
from tests.handlers.told import ASKED, DANA, REFUND_STORY, REPORT_STORY, changed, decision
from tests.handlers.windows import golden, untouched
from workspace.blocks import validate_message_blocks, validate_view, visible_text

RUNG = replace(changed(REFUND_STORY, rung=1, deadline_at=ASKED + timedelta(minutes=60)), next_rung="")
GIVEN = replace(changed(REFUND_STORY, given="U06WEI"), first_approvers=("U06WEI",))
PASSED = (ASKED + timedelta(minutes=30)).isoformat()
MORNING = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
HELD = replace(changed(REFUND_STORY, deadline_at=None, held=True))
PARTLY = replace(REPORT_STORY, decisions=(decision(),))
BOTH = (decision(), decision(id=2, person=DANA))
MANY = [("rung", changed(REFUND_STORY, id=2214 + index)) for index in range(12)]


def read(message: Message) -> str:
    """What a reader in UTC sees."""
    return " ".join(visible_text(message.blocks)).replace(" UTC", "")


def said(message: Message | None) -> Message:
    assert message is not None
    return message


SAID: list[tuple[str, Message, str]] = [
    (
        "remind",
        said(waiting.remind(REFUND_STORY, {"to": ["U02MARIA", "U06WEI"]})),
        "@U02MARIA, @U06WEI, this is still with you until 14:32: Refund EUR 49.90 for order 1042? Nothing has run.",
    ),
    (
        "rung_left_out",
        waiting.rung(RUNG, {"passed": PASSED, "to": ["U02MARIA"], "left": [["Dana", "holiday"]]}),
        "No answer by 14:32. @U02MARIA, it is with you until 15:02. Not asked: Dana (holiday). Nothing has run.",
    ),
    (
        "rung_without_a_mention",
        waiting.rung(RUNG, {"passed": PASSED, "to": []}),
        "No answer by 14:32. Head of support has it until 15:02. Nothing has run.",
    ),
    (
        "waits",
        waiting.waits(REFUND_STORY, {"passed": PASSED, "until": MORNING.isoformat(), "who": "Head of support"}),
        ("No answer by 14:32. Head of support is asked when at work again, 25 Nov 09:00. Nothing has run."),
    ),
    (
        "rung_after_one_of_two",
        waiting.rung(PARTLY, {"passed": PASSED, "to": ["U06WEI"]}),
        (
            "Maria approved; one more person is missing. No other answer by 14:32. @U06WEI, it is with you until 18:00."
            " Nothing has run."
        ),
    ),
    (
        "waits_after_one_of_two",
        waiting.waits(PARTLY, {"passed": PASSED, "until": MORNING.isoformat(), "who": "Wei"}),
        (
            "Maria approved; one more person is missing. No other answer by 14:32. Wei is asked when at work again, "
            "25 Nov 09:00. Nothing has run."
        ),
    ),
    (
        "still_waiting_after_one_of_two",
        waiting.still_waiting(PARTLY),
        ("Maria approved; one more person is missing. compliance officers has it until 18:00. Nothing has been done."),
    ),
    (
        "held_after_two_of_four",
        waiting.still_waiting(changed(replace(PARTLY, quorum=4, decisions=BOTH), held=True, deadline_at=None)),
        (
            "Maria and Dana approved; 2 more people are missing. "
            "It is held until somebody decides: compliance officers. Nothing has been done."
        ),
    ),
    (
        "waits_on_after_one_of_two",
        waiting.waits_on(PARTLY, {"until": MORNING.isoformat(), "who": "Wei"}),
        (
            "Maria approved; one more person is missing. Wei is asked when at work again, 25 Nov 09:00. "
            "Nothing has been done."
        ),
    ),
    (
        "waits_on",
        waiting.waits_on(REFUND_STORY, {"until": MORNING.isoformat(), "who": "Head of support"}),
        ("Nobody has answered yet. Head of support is asked when at work again, 25 Nov 09:00. Nothing has been done."),
    ),
    (
        "given",
        waiting.given(GIVEN, {"by": "Maria", "who": "Wei", "to": ["U06WEI"]}),
        "Maria gave this to @U06WEI. It is with you until 14:32. Nothing has run.",
    ),
    (
        "given_at_night",
        waiting.given(GIVEN, {"by": "Maria", "who": "Wei", "to": []}),
        "Maria gave this to Wei. It is with them until 14:32. Nothing has run.",
    ),
    (
        "reminds_at",
        waiting.reminds_at(REFUND_STORY, {"at": PASSED}),
        "A reminder comes 14:32, to you alone, if H-2214 is open then.",
    ),
    (
        "kept_one",
        waiting.bundle([("rung", REFUND_STORY)], ASKED),
        ("Refund EUR 49.90 for order 1042? · by 14:32 · H-2214. Nobody before you has answered. [ Review ]"),
    ),
    (
        "kept_two",
        waiting.bundle([("later", REFUND_STORY), ("given", HELD)], ASKED),
        (
            "2 wait for you. They came together, or outside your hours. "
            "Refund EUR 49.90 for order 1042? · by 14:32 · H-2214 [ Review ] "
            "Refund EUR 49.90 for order 1042? · held · H-2214 [ Review ]"
        ),
    ),
]


@pytest.mark.parametrize(("name", "message", "words"), SAID, ids=[name for name, _, _ in SAID])
def test_it_says_what_it_should(name: str, message: Message, words: str) -> None:
    assert read(message) == words
    assert broken(message) == []
    now, before = kept(f"text_{name}", message)
    assert now == before


def test_a_card_says_whom_it_was_given_to() -> None:
    now, before = kept("card_given", card(GIVEN))
    assert "with @U06WEI ·" in " ".join(visible_text(card(GIVEN).blocks))
    assert now == before


def test_nobody_is_reminded_of_what_is_decided_or_held() -> None:
    assert waiting.remind(changed(REFUND_STORY, state="approved", closed_at=ASKED), {"to": ["U02MARIA"]}) is None
    assert waiting.remind(HELD, {"to": ["U02MARIA"]}) is None


def test_many_are_told_as_ten_and_how_many_more() -> None:
    told = waiting.bundle(MANY, ASKED)
    assert read(told).count("[ Review ]") == 10
    assert read(told).endswith("2 more: /handoff queue")
    assert validate_message_blocks(told.blocks) == []


TOLD: list[Callable[[Story], Message | None]] = [
    lambda story: waiting.remind(story, {"to": ["U1", MARK]}),
    lambda story: waiting.rung(story, {"passed": PASSED, "to": [], "left": [[MARK * 40, "Mon 18:00 there"]] * 5}),
    lambda story: waiting.waits(story, {"passed": PASSED, "until": PASSED, "who": MARK * 50}),
    lambda story: waiting.waits_on(story, {"until": PASSED, "who": MARK * 50}),
    lambda story: waiting.given(story, {"by": MARK * 50, "who": MARK * 50, "to": []}),
    lambda story: waiting.reminds_at(story, {"at": PASSED}),
    lambda story: waiting.bundle([("rung", story)] * 11, story.now),
    lambda story: waiting.bundle([("later", story)], story.now),
    waiting.still_waiting,
]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(stories(state="waiting"))
def test_any_record_keeps_every_text_harmless(story: Story) -> None:
    assert [found for tell in TOLD if (told := tell(story)) for found in broken(told, MARK)] == []


# Windows -------------------------------------------------------------------------------------------------------------

LISBON = Hours(Week.parse("Mon-Fri 09:00-18:00"), ZoneInfo("Europe/Lisbon"))
FREE = Hours(ALWAYS, ZoneInfo("America/New_York"))
PERSONS = [Person("U02MARIA", "Maria", ""), Person("U06WEI", "Wei", "Tue 02:10 there")]
HABIT = Habit(Own(Week.parse("Mon-Thu 08:30-16:30"), date(2026, 11, 26)), LISBON, LISBON, LISBON.zone)


def test_give_names_those_at_work_first_and_says_who_is_not() -> None:
    view = away.give_modal(REFUND_STORY, PERSONS, "C1", "1.1")
    golden("give", view)
    assert away.read_give(untouched(view)) == "U02MARIA"
    with pytest.raises(BadInput, match="Nobody was chosen"):
        away.read_give({})


def test_give_holds_any_number_of_people() -> None:
    crowd = [Person(f"U{index}", MARK * 20, "holiday") for index in range(150)]
    view = away.give_modal(REFUND_STORY, crowd)
    assert validate_view(view) == []
    assert inert(view["blocks"]) == []
    assert validate_view(away.nobody_modal(REFUND_STORY)) == []


def test_later_offers_moments_of_ones_own_day() -> None:
    moments = {"hour": ASKED, "afternoon": ASKED + timedelta(hours=2), "morning": MORNING}
    view = away.later_modal(REFUND_STORY, moments, "C1", "1.1")
    golden("later", view)
    assert away.read_later(untouched(view)) == "hour"
    with pytest.raises(BadInput, match="No moment was chosen"):
        away.read_later({})


@pytest.mark.parametrize(("name", "habit"), [("hours", HABIT), ("hours_none", Habit(Own(), FREE, FREE, FREE.zone))])
def test_ones_hours_can_be_read_and_sent_back_as_they_are(name: str, habit: Habit) -> None:
    view = away.hours_modal(habit)
    golden(name, view)
    assert away.read_hours(untouched(view), habit.own.week) == (habit.own.week, habit.own.back_on)


def chosen(view: Block, block: Field, **value: Any) -> dict[str, Any]:
    return {**untouched(view), block: {VALUE: value}}


def test_a_night_is_a_week_too_and_a_time_must_stand_there() -> None:
    view = away.hours_modal(HABIT)
    week, _ = away.read_hours(chosen(view, Field.TO, selected_time="06:00"), HABIT.own.week)
    assert week == Week(frozenset(range(4)), time(8, 30), time(6))
    with pytest.raises(BadInput) as refused:
        away.read_hours(chosen(view, Field.FROM, selected_time=None), HABIT.own.week)
    assert refused.value.fields == {Field.FROM: "Choose a time of day."}


def test_times_without_days_are_not_dropped_in_silence() -> None:
    view = away.hours_modal(Habit(Own(), FREE, FREE, FREE.zone))
    with pytest.raises(BadInput) as refused:
        away.read_hours(chosen(view, Field.TO, selected_time="16:30"), None)
    assert refused.value.fields == {Field.DAYS: "Choose the days that these times are for."}
    back = {**untouched(away.hours_modal(HABIT)), Field.DAYS: {VALUE: {"selected_options": []}}}
    assert away.read_hours(back, HABIT.own.week) == (None, HABIT.own.back_on)


@pytest.mark.parametrize(
    ("habit", "told"),
    [
        (Habit(Own(), LISBON, LISBON, LISBON.zone), "Work hours  Mon to Fri 09:00 to 18:00 Lisbon [ Change ]"),
        (Habit(Own(), FREE, FREE, FREE.zone), "Work hours  none set, so you can be reached at any time [ Change ]"),
        (HABIT, "Work hours  Mon to Fri 09:00 to 18:00 Lisbon · away until 26 Nov [ Change ]"),
    ],
)
def test_app_home_tells_ones_hours(habit: Habit, told: str) -> None:
    assert " ".join(visible_text(away.line(habit))) == told
