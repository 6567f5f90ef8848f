"""The desk, its windows, queues, digests and reminders on any record: legal, inert, short enough to read."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.desk import Card, Home, Own, Queue
from bot.digest import Row
from bot.story import Story
from handlers.slack import cards, digests, home, own, review, waiting
from handlers.slack.blocks import Block, Message
from tests.handlers.anything import KINDS, MARK, STATES, brimful, foreign, stories
from tests.handlers.golden import kept
from tests.handlers.rules import broken, characters, inert, wrapped
from tests.handlers.told import ASKED, HANDOFF, REFUND_STORY, REQUEST, changed, decision
from workspace.blocks import validate_view, view_too_large, visible_text

relaxed = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
ended = st.sampled_from([state for state in STATES if state != "waiting"]).flatmap(stories)
LONG = ("x" * 300, ("a" * 39 + " ") * 60, "&" * 3000, "\u202e" * 100, "שלום " * 600, "\u200b" * 40, "👩‍👩‍👧" * 40)
NOW = ASKED + timedelta(minutes=5)
PHONES = 60
"""Lines on a phone that a digest, a queue or a brief may take: three screens."""


def row(number: int, text: str, **values: Any) -> Row:
    handoff = HANDOFF.model_copy(update={"id": number, **values})
    return Row(handoff, text, text, late=bool(number % 2), code=bool(number % 3))


def wrong(view: Block, mark: str = "") -> list[str]:
    """What in a window or a Home is against Slack's rules or ours."""
    return [*validate_view(view), *(["too large"] if view_too_large(view) else []), *inert(view["blocks"], mark)]


def homely(text: str, many: int) -> Home:
    shown = tuple(row(number, text) for number in range(1, min(many, 10) + 1))
    request = REQUEST.model_copy(update={"text": text})
    return Home(
        waiting=shown,
        total_waiting=many,
        asked=tuple((request, each if index % 2 else None) for index, each in enumerate(shown[:5])),
        total_asked=many,
        decided=many,
        median_minutes=many / 7,
        changed_later=many // 3,
        open=many * 2,
        late=many // 2,
        now=NOW,
        autonomy=(many, many, many),
        digest="09:00",
        zone=text,
    )


def daily(text: str, many: int, ended: tuple[Story, ...] = ()) -> Own:
    shown = tuple(row(number, text) for number in range(1, min(many, 5) + 1))
    request = REQUEST.model_copy(update={"text": text})
    return Own(
        day=date(2026, 11, 24),
        late=bool(many % 2),
        covers_from=ASKED - timedelta(days=1),
        covers_to=ASKED,
        waiting=shown,
        total_waiting=many,
        total_late=many // 2,
        asked=tuple((request, each if index % 2 else None) for index, each in enumerate(shown[:3])),
        total_asked=many,
        ended=ended,
        total_ended=many if ended else 0,
        held=many,
        entries=18204,
        head="9f3c51d0" + "0" * 56,
        now=NOW,
    )


# As drawn ------------------------------------------------------------------------------------------------------------


def test_home_is_as_drawn() -> None:
    asks = ("Refund EUR 49.90 for order 1042?", "Grant billing to Jonas?", "Refund EUR 18.00 for order 1044?")
    rows = tuple(Row(HANDOFF.model_copy(update={"id": 7 + n}), ask, "Maria", late=n == 2) for n, ask in enumerate(asks))
    mine = Row(HANDOFF.model_copy(update={"id": 2220}), "Access to staging?", "Alex", late=False)
    told = Home(
        waiting=(rows[0], replace(rows[1], code=True), rows[2]),
        total_waiting=3,
        asked=((REQUEST.model_copy(update={"text": "Access to staging"}), mine),),
        total_asked=1,
        decided=12,
        median_minutes=4.0,
        changed_later=2,
        open=5,
        late=1,
        now=NOW,
        autonomy=(1, 3, 1),
        digest="09:00",
        zone="Lisbon",
    )
    view = home.home(told)
    assert wrong(view) == []
    now, before = kept("home", Message("Home", view["blocks"]))
    assert now == before
    assert "[ Approve ]" not in visible_text(view["blocks"])


def test_who_is_asked_back_reads_so_in_home_and_digest() -> None:
    question = HANDOFF.model_copy(update={"kind": "question", "question": "Which order?"})
    asked = ((REQUEST, Row(question, "Which order?", "Maria or Head of support", late=False)),)
    told = replace(_nothing(), asked=asked, total_asked=1)
    lines = visible_text(home.home(told)["blocks"])
    assert lines[0] == "Nothing waits for your decision; an answer does, below"
    assert any(line.endswith("waits for your answer until 14:32 UTC: “Which order?”") for line in lines)
    assert "Maria" not in "".join(lines)
    mine = own.digest(replace(daily("x", 0, ()), waiting=(), total_waiting=0, asked=asked, total_asked=1))
    assert any("with you, for an answer until" in line for line in visible_text(mine.blocks))


def _nothing() -> Home:
    return Home(waiting=(), total_waiting=0, asked=(), decided=0, median_minutes=None, open=0, late=0, now=NOW)


def test_a_walk_says_what_became_of_the_last_one_and_how_many_wait() -> None:
    done = replace(changed(REFUND_STORY, state="rejected", closed_at=NOW, id=2213))
    other = replace(changed(REFUND_STORY, state="approved", closed_at=NOW, id=2215))
    view = review.window(Card(REFUND_STORY, (2216, 2217), (done, other), 1, 2), 2213)
    assert wrong(view) == []
    lines = visible_text(view["blocks"])
    assert lines[1] == "Left out, because they were decided or changed meanwhile: H-2215."
    assert lines[-2:] == ["2 more wait for you.", "[ Next ]"]
    now, before = kept("modal_review", Message(view["title"]["text"], view["blocks"]))
    assert now == before
    over = review.window(Card(None, (), (done,), 0, 0), 2213)
    assert wrong(over) == []
    assert visible_text(over["blocks"])[-1] == "Nothing waits for you."


def test_ones_own_digest_is_as_drawn() -> None:
    told = daily("Refund EUR 49.90 for order 1042?", 3, (changed(REFUND_STORY, state="expired", closed_at=NOW),))
    message = own.digest(replace(told, signed_at=NOW, total_ended=1))
    assert broken(message) == []
    now, before = kept("digest_own", message)
    assert now == before


def test_an_empty_one_is_known_as_empty() -> None:
    assert daily("x", 0).empty
    assert not daily("x", 1).empty
    assert not replace(daily("x", 0), held=1).empty


# On anything ---------------------------------------------------------------------------------------------------------


@relaxed
@given(foreign, st.integers(0, 1000))
def test_any_home_is_legal(text: str, many: int) -> None:
    assert wrong(home.home(homely(text, many)), MARK) == []


@relaxed
@given(foreign, st.integers(1, 1000), st.lists(ended, max_size=2))
def test_any_own_digest_is_legal(text: str, many: int, over: list[Story]) -> None:
    message = own.digest(daily(text, many, tuple(over)))
    assert broken(message, MARK) == []
    assert wrapped(visible_text(message.blocks)) <= PHONES


@relaxed
@given(st.lists(ended, max_size=2), stories(state="waiting"), st.integers(0, 999))
def test_any_stop_of_a_walk_is_legal_and_shows_the_card_as_it_is(gone: list[Story], story: Story, left: int) -> None:
    closed = tuple(changed(each, id=number, closed_at=NOW) for number, each in enumerate(gone, start=1))
    view = review.window(Card(story, tuple(range(left)), closed, len(closed), left), 1)
    assert wrong(view, MARK) == []
    card = cards.card(story).blocks
    assert any(view["blocks"][start : start + len(card)] == card for start in range(3))


@relaxed
@given(st.lists(stories(state="waiting"), min_size=1, max_size=3))
def test_what_was_kept_back_is_legal(told: list[Story]) -> None:
    assert wrong(own.kept_window(told), MARK) == []
    assert broken(waiting.bundle([("rung", each) for each in told], NOW), MARK) == []


def over(text: str) -> Story:
    """A rejected case with words as long as this."""
    story = changed(brimful("approval", text), state="rejected", closed_at=NOW)
    return replace(story, decisions=(decision("reject", revision=2, note=text, words=text),))


# Full to the brim ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_a_thousand_open_with_the_longest_of_words_fit(text: str) -> None:
    drawn: dict[str, Callable[[], Message]] = {
        "queue": lambda: digests.queue(Queue([row(n, text) for n in range(1, 16)], 1000, 400, 0, "", NOW)),
        "own": lambda: own.digest(daily(text, 1000, (over(text),) * 5)),
        "bundle": lambda: waiting.bundle([("rung", brimful(kind, text)) for kind in KINDS * 3], NOW),
    }
    for name, draw in drawn.items():
        message = draw()
        assert broken(message) == [], name
        assert characters(message.blocks) <= 4000, name
    for view in (
        home.home(homely(text, 1000)),
        home.queue_window(Queue([row(n, text) for n in range(1, 16)], 1000, 400, 15, "", NOW)),
        own.kept_window([brimful(kind, text) for kind in KINDS * 3]),
        review.window(Card(brimful("approval", text), tuple(range(1000)), (over(text),) * 4, 900, 999), 1),
    ):
        assert wrong(view) == []
