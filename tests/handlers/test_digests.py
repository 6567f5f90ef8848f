"""The digest as drawn, the queue and the status."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.desk import Home, Queue
from bot.digest import Digest, Row
from bot.story import Story
from handlers.slack import digests
from handlers.slack.blocks import Message
from handlers.slack.home import home
from tests.handlers.anything import MARK, foreign, stories
from tests.handlers.golden import kept
from tests.handlers.rules import broken
from tests.handlers.test_cards import APPROVED, ONE_OF_TWO
from tests.handlers.told import ASKED, HANDOFF, REFUND_STORY, changed
from workspace.blocks import visible_text

NOW = ASKED + timedelta(hours=3)


def row(number: int, *, late: bool = False, **values: object) -> Row:
    handoff = HANDOFF.model_copy(update={"id": number, "opened_at": ASKED, **values})
    return Row(handoff, f"Refund EUR 1.00 for order {number}?", "Head of support", late)


QUIET = Digest(
    workflow="refunds",
    title="Refunds",
    day=date(2026, 11, 24),
    covers_from=ASKED - timedelta(days=1),
    covers_to=ASKED,
    rows=(),
    open=3,
    oldest_at=ASKED,
    verdicts={"approve": 11, "edit": 2, "reject": 1},
    deciders={"U02MARIA": 9, "U06WEI": 5},
    median_minutes=6.2,
    entries=18204,
    head="9f3c51d0" + "0" * 56,
    now=NOW,
    names={"U02MARIA": "Maria", "U06WEI": "Wei"},
)
LATE = replace(QUIET, rows=(row(2209, late=True),), total_late=1, open=2, waiting_for_answer=2)


def read(message: Message) -> list[str]:
    return [" ".join(line.split()) for line in visible_text(message.blocks)]


def test_a_quiet_channel_gets_one_line_and_the_record() -> None:
    assert read(digests.digest(QUIET)) == [
        "Refunds · Tuesday 24 Nov: nothing late, 3 open, 14 decided (Maria 9, Wei 5).",
        "Record 18,204 entries · head 9f3c 51d0",
    ]


def test_late_comes_first_and_the_record_last() -> None:
    assert read(digests.digest(LATE)) == [
        "Refunds · Tuesday 24 Nov",
        "Late H-2209 Refund EUR 1.00 for order 2209: 3 h, with Head of support",
        "Open 2, oldest since 3 h · 2 more wait for an answer from outside",
        "Decided 14: approved 11, edited 2, rejected 1 · Maria 9, Wei 5 · half within 6 min",
        "Record 18,204 entries · head 9f3c 51d0",
        "[ Show what is open ]",
    ]


@pytest.mark.parametrize(("name", "told"), [("quiet", QUIET), ("late", LATE)])
def test_digest_is_as_its_golden_file(name: str, told: Digest) -> None:
    message = digests.digest(told)
    assert broken(message) == []
    now, before = kept(f"digest_{name}", message)
    assert now == before


def test_a_late_digest_says_for_which_day() -> None:
    late = replace(QUIET, late=True, day=date(2026, 11, 23))
    assert read(digests.digest(late))[0].startswith(
        "Refunds · Tuesday 24 Nov (for Monday 23 Nov, sent late): nothing late"
    )
    same = replace(QUIET, late=True)
    assert read(digests.digest(same))[0].startswith("Refunds · Tuesday 24 Nov (sent late): nothing late")


@pytest.mark.parametrize(
    ("minutes", "half"), [(0.0, "1 min"), (0.4, "1 min"), (119.0, "119 min"), (600.0, "10 h"), (4320.0, "3 days")]
)
def test_how_soon_half_was_decided_is_told_as_people_say_it(minutes: float, half: str) -> None:
    assert read(digests.digest(replace(LATE, median_minutes=minutes)))[3].endswith(f"· half within {half}")
    told = Home((), 0, (), 12, minutes, 0, 0, NOW)
    assert f"You decided 12 this week · half within {half}. Only you see this." in read(
        Message("", home(told)["blocks"])
    )


def test_many_late_ones_are_counted() -> None:
    many = replace(QUIET, rows=tuple(row(number, late=True) for number in range(5)), total_late=9, open=9)
    assert "4 more are late" in read(digests.digest(many))


def test_a_day_without_anything_is_still_told() -> None:
    empty = replace(QUIET, open=0, oldest_at=None, verdicts={}, deciders={}, median_minutes=None, entries=0)
    assert read(digests.digest(empty)) == ["Refunds · Tuesday 24 Nov: nothing late, 0 open, 0 decided."]
    assert read(digests.several([])) == ["There is no workflow here, so there is nothing to tell."]


def test_several_digests_stand_in_one_message() -> None:
    message = digests.several([QUIET, LATE])
    assert broken(message) == []
    assert read(message) == read(digests.digest(QUIET)) + read(digests.digest(LATE))


def test_as_many_digests_as_fit_are_whole_and_every_workflow_is_told() -> None:
    each = replace(LATE, changed=tuple(f"{'<&>' * 40}{number}" for number in range(5)))
    message = digests.several([each] * 30)
    assert broken(message) == []
    lines = read(message)
    whole = lines.count(read(digests.digest(each))[0])
    short = [line for line in lines if line.endswith(f": {each.total_late} late, {each.open} open.")]
    assert whole >= 3
    assert len(short) == 20
    assert lines[-1] == f"{30 - whole - 20} more workflows. The whole digest: /handoff digest in the channel of each."
    assert read(digests.several([QUIET] * 6)) == read(digests.digest(QUIET)) * 6
    assert broken(digests.several([QUIET] * 60)) == []


def test_the_queue_counts_what_it_does_not_show() -> None:
    rows = [row(1, late=True), row(2, deadline_at=None, held=True), *(row(number) for number in range(3, 16))]
    found = Queue(rows, 40, 7, 0, "", ASKED)
    lines = read(digests.queue(found))
    assert lines[:3] == [
        "40 open, 7 wait for you · 1 to 15",
        "H-1 Refund EUR 1.00 for order 1? by 14:32 UTC · late · Head of support",
        "H-2 Refund EUR 1.00 for order 2? held · Head of support",
    ]
    assert lines[-1] == "[ Review all 7 ] [ Show 25 more ]"
    second = read(digests.queue(replace(found, first=15), paged=True))
    assert second[-1] == "[ Review all 7 ] [ Earlier ] [ Show 10 more ]"
    empty = Queue([], 0, 0, 0, "", ASKED)
    assert read(digests.queue(empty)) == ["Nothing is open. Nobody has to decide anything."]


def test_the_queue_counts_the_questions_that_wait_for_those_who_asked() -> None:
    found = Queue([row(1)], 1, 0, 0, "", ASKED, unanswered=2)
    assert read(digests.queue(found))[-1] == "2 questions wait for an answer of those who asked."
    alone = replace(found, rows=[], total=0, unanswered=1)
    told = "Nobody has to decide anything. 1 question waits for an answer of the person who asked."
    assert read(digests.queue(alone)) == [told]


def test_status_says_who_it_waits_for_and_until_when() -> None:
    assert read(digests.status(REFUND_STORY, ("C1", "1.0"))) == [
        "Refund EUR 49.90 for order 1042?",
        "H-2214 · Jonas asked 14:02 UTC · waits for Maria or Head of support until 14:32 UTC",
        "Its card is in #C1",
        "[ Show everything ]",
    ]
    assert "Approved by 1 of 2: Dana 15:20 UTC" in read(digests.status(ONE_OF_TWO))
    question = changed(REFUND_STORY, kind="question", question="Which order?", deadline_at=None)
    assert read(digests.status(question))[1].endswith("waits for Jonas, held until somebody decides")


def test_status_says_who_has_it_now_as_its_card_does() -> None:
    given = replace(changed(REFUND_STORY, given="U06WEI"), names={**REFUND_STORY.names, "U06WEI": "Wei"})
    assert " · waits for Wei until " in read(digests.status(given))[1]
    assert " · waits for Head of support until " in read(digests.status(changed(REFUND_STORY, rung=1)))[1]
    held = changed(REFUND_STORY, rung=1, held=True, deadline_at=None)
    assert read(digests.status(held))[1].endswith("waits for Maria or Head of support, held until somebody decides")


def test_status_of_a_closed_one_says_how_it_ended() -> None:
    assert read(digests.status(APPROVED))[0].startswith("Refunded EUR 49.90, order 1042. Approved as shown by Maria")


relaxed = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@relaxed
@given(stories())
def test_any_status_is_harmless(story: Story) -> None:
    assert broken(digests.status(story, ("C1", "1.0")), MARK) == []


@relaxed
@given(st.lists(foreign, max_size=30), st.booleans())
def test_any_digest_and_queue_are_harmless(texts: list[str], late: bool) -> None:
    rows = tuple(Row(HANDOFF, text, text, late) for text in texts)
    told = replace(QUIET, title=MARK + "x", rows=rows[:5], total_late=len(rows), late=late)
    told = replace(told, names={"U1": MARK}, deciders={"U1": 1})
    assert broken(digests.digest(told), MARK) == []
    assert broken(digests.queue(Queue(rows[:15], len(rows), 1, 0, "", ASKED)), MARK) == []
