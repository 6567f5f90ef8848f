"""A shift that is handed over, as people see it: word for word, at any size, and whatever stands in the records."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.handover import Handover, Item, ordered, when
from bot.workflows import Stage
from handlers.slack import shifts
from handlers.slack.blocks import Message
from tests.handlers.anything import MARK, stories
from tests.handlers.golden import kept
from tests.handlers.rules import broken, characters, inert, parts
from tests.handlers.test_cards import DOUBT
from tests.handlers.told import DANA, REFUND_STORY, REPORT_STORY, changed, decision
from workspace.blocks import validate_view, visible_text

NOW = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
BY = NOW + timedelta(minutes=25)
assert REPORT_STORY.step is not None
CODED = replace(REPORT_STORY.step, stages=(Stage(("U02MARIA", "@head-of-support"), 2, "code"),))
SECOND = replace(
    changed(REPORT_STORY, deadline_at=NOW + timedelta(hours=1)),
    step=CODED,
    decisions=(decision("approve", person=DANA),),
    now=NOW,
)
WAITING = changed(REFUND_STORY, id=2219, kind="question", question="Which order?", deadline_at=NOW + timedelta(days=2))


def handover(*items: Item, closed: bool = False, ladder: str = "Head of support") -> Handover:
    return Handover(
        number=7,
        region="New York",
        next="Singapore",
        day=date(2026, 11, 25),
        givers=("Dana",),
        takers=("Wei",),
        items=items,
        accept_by=BY,
        ladder=ladder,
        closed=closed,
        now=NOW,
    )


FOUR = handover(
    Item(SECOND, "now"),
    Item(changed(REFUND_STORY, id=2229, deadline_at=None, held=True), "today"),
    Item(changed(DOUBT, id=2226), "today"),
    Item(WAITING, "waiting"),
)
TAKEN = replace(FOUR, items=(replace(FOUR.items[0], taken_by="Wei", first=True), *FOUR.items[1:]))
ALL = replace(FOUR, items=tuple(replace(each, taken_by="Wei") for each in FOUR.items), closed=True)
SAID: dict[str, Message | None] = {
    "shift_brief": shifts.brief(FOUR),
    "shift_half_taken": shifts.brief(TAKEN),
    "shift_taken": shifts.brief(ALL),
    "shift_not_taken": shifts.brief(replace(TAKEN, closed=True)),
    "shift_call": shifts.call(FOUR, ("U06WEI",)),
    "shift_left": shifts.left(TAKEN, ("S01HEADS",)),
    "shift_yours": shifts.taken({"cases": [2236, 2229], "first": 2236, "lost": 1}),
    "shift_looked_after": shifts.taken(
        {"cases": [2236, 2229, 2226], "watched": [2229, 2226], "first": 2229, "lost": 0}
    ),
    "shift_nothing_left": shifts.taken({"cases": [], "first": 0, "lost": 2}),
    "shift_not_yours": shifts.not_yours({"takers": "Wei or Olga"}),
    "shift_over": shifts.over({"givers": "Dana"}),
    "on_call_now": shifts.on_call({"until": BY.isoformat()}, "Alerts", 3, NOW),
}


def read(message: Message | None) -> str:
    assert message is not None
    return " ".join(visible_text(message.blocks))


@pytest.mark.parametrize("name", SAID)
def test_each_text_is_word_for_word_what_was_agreed(name: str) -> None:
    message = SAID[name]
    assert message is not None
    now, golden = kept(name, message)
    assert now == golden
    assert broken(message) == []


def test_the_brief_says_by_when_what_to_do_what_else_happens_and_what_to_watch() -> None:
    told = read(SAID["shift_brief"])
    assert "New York hands over to Singapore, Wed 25 Nov · 4 open, 1 cannot wait" in told
    assert "Dana approved. To do: one more person with a code." in told
    assert "In doubt: " in told
    assert "To do: look whether it happened. If not: it stays as it is." in told
    assert "Waits for the answer of Jonas until 26 Nov 14:05 UTC. Nothing to do." in told
    assert "Not accepted by 14:30 UTC: stays with Dana, and Head of support is told." in told


def test_what_cannot_wait_comes_first() -> None:
    late, risky = NOW + timedelta(hours=9), changed(REPORT_STORY, deadline_at=NOW + timedelta(hours=5))
    found = {
        "soon": changed(REFUND_STORY, id=4, deadline_at=BY + timedelta(minutes=59)),
        "risky": risky,
        "today": changed(REFUND_STORY, id=3, deadline_at=NOW + timedelta(hours=5)),
        "held": changed(REFUND_STORY, id=2, deadline_at=None),
        "later": changed(REFUND_STORY, id=1, deadline_at=late),
        "waiting": WAITING,
    }
    items = [Item(story, when(story, NOW, NOW + timedelta(hours=8), BY)) for story in reversed(found.values())]
    assert [each.when for each in ordered(items)] == ["now", "now", "today", "today", "later", "waiting"]
    assert [each.story for each in ordered(items)] == list(found.values())


def test_buttons_go_with_what_is_left() -> None:
    def buttons(told: Handover) -> list[str]:
        return [part["text"]["text"] for part in parts(shifts.brief(told).blocks) if part.get("type") == "button"]

    one = replace(FOUR, items=(*ALL.items[:3], FOUR.items[3]))
    assert buttons(FOUR) == ["Accept all 4", "Choose"]
    assert buttons(TAKEN) == ["Accept all 3", "Choose"]
    assert buttons(one) == ["Accept it"]
    assert buttons(ALL) == buttons(replace(TAKEN, closed=True)) == []


def test_what_was_settled_since_needs_nobody() -> None:
    told = replace(FOUR, items=(Item(changed(REFUND_STORY, state="approved", closed_at=NOW), "today"),))
    assert "Settled since." in read(shifts.brief(told))
    assert "Nothing is left to do." in read(shifts.brief(told))
    assert shifts.call(told, ("U06WEI",)) is shifts.left(told, ()) is None


def test_without_anybody_to_tell_it_only_says_what_stays() -> None:
    told = read(shifts.brief(handover(*FOUR.items, ladder="")))
    assert "Not accepted by 14:30 UTC: stays with Dana." in told
    assert read(shifts.left(FOUR, ())).startswith("Nobody of Singapore took H-")


def test_nobody_is_told_of_being_on_call_while_nothing_waits() -> None:
    assert shifts.on_call({"until": BY.isoformat()}, "Alerts", 0, NOW) is None


@pytest.mark.parametrize(
    ("count", "boxes", "radio"),
    [(4, "checkboxes", "radio_buttons"), (40, "multi_static_select", "static_select")],
)
def test_the_windows_take_as_many_as_there_are(count: int, boxes: str, radio: str) -> None:
    told = handover(*(Item(changed(REFUND_STORY, id=number), "today") for number in range(1, count + 1)))
    some, everything = shifts.window(told, some=True, channel="C1"), shifts.window(told, some=False)
    assert validate_view(some) == validate_view(everything) == []
    assert [block["element"]["type"] for block in some["blocks"]] == [boxes, radio]
    assert [block["element"]["type"] for block in everything["blocks"]] == [radio]
    assert (some["title"]["text"], everything["title"]["text"]) == ("Choose what you take", f"Accept all {count}")


def test_what_comes_first_must_be_among_what_is_taken() -> None:
    def values(*taken: int, first: int = 0) -> dict[str, object]:
        picked = {"selected_option": {"value": str(first)} if first else None}
        return {
            "own.take": {"value": {"selected_options": [{"value": str(each)} for each in taken]}},
            "own.first": {"value": picked},
        }

    assert shifts.read_window(values(1, 2, first=2)) == ((1, 2), 2)
    assert shifts.read_window(values(1, 2)) == ((1, 2), 0)
    assert shifts.read_window(values(3)) == ((3,), 3)
    assert shifts.read_window({"own.first": {"value": {"selected_option": {"value": "5"}}}}) == ((), 5)
    with pytest.raises(BadInput) as caught:
        shifts.read_window(values(1, first=2))
    assert caught.value.fields == {"own.first": "This one is not among those you take."}


TIMES = st.sampled_from(("now", "today", "later", "waiting"))
ITEMS = st.builds(Item, stories(), TIMES, st.sampled_from(("", MARK * 60, "<!channel>")), st.booleans())


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ITEMS, min_size=1, max_size=3), st.integers(1, 60), st.booleans())
def test_any_records_make_a_brief_that_slack_takes(items: list[Item], times: int, closed: bool) -> None:
    people = tuple(MARK * 60 for _ in range(times))
    told = replace(
        handover(*(items * times)[:120], closed=closed), region=MARK * 80, next="*x* " * 30, ladder=MARK * 90
    )
    told = replace(told, givers=people, takers=people)
    messages = [shifts.brief(told), shifts.call(told, ("U1",) * 40), shifts.left(told, ("S1",)), shifts.left(told, ())]
    assert [found for each in messages if each for found in broken(each, MARK)] == []
    assert characters(messages[0].blocks if messages[0] else []) <= 5000
    for some in (True, False):
        view = shifts.window(told, some=some)
        if told.untaken:
            assert validate_view(view) + inert(view["blocks"], MARK) == []
