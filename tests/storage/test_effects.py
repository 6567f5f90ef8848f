"""The ledger of effects, and the values that may run once."""

import sqlite3

import pytest

from bot import states
from storage import effects
from storage.sqlite import Db
from tests.storage.rows import NOW, later, new_handoff, start_effect

STATES = ["started", "done", "failed", "in_doubt"]


def test_an_effect_comes_back_as_it_was_started(db: Db) -> None:
    about = new_handoff(db)
    key = start_effect(db, about)
    found = effects.get(db, key)
    assert found is not None
    assert (found.state, found.args, found.attempts, found.result, found.ended_at) == (
        "started",
        about.args,
        1,
        None,
        None,
    )
    assert effects.get(db, "H-9-9") is None


def test_a_key_starts_once(db: Db) -> None:
    about = new_handoff(db)
    start_effect(db, about)
    with pytest.raises(sqlite3.IntegrityError):
        start_effect(db, about)


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("after", STATES)
def test_a_move_compares_before_it_sets(db: Db, before: str, after: str) -> None:
    key = start_effect(db, new_handoff(db))
    db.execute("UPDATE effect SET state = ?", (before,))
    others = [state for state in STATES if state != before]
    assert not any(effects.move(db, key, other, after, NOW) for other in others)
    assert effects.move(db, key, before, after, later(minutes=1), result={"ok": 1}, error="why")
    found = effects.get(db, key)
    assert found is not None
    assert (found.state, found.result, found.error) == (after, {"ok": 1}, "why")
    assert (found.ended_at is not None) is states.final(states.EFFECT, after)


@pytest.mark.parametrize("before", STATES)
def test_an_end_is_given_once(db: Db, before: str) -> None:
    key = start_effect(db, new_handoff(db))
    effects.move(db, key, "started", before, NOW)
    effects.try_again(db, key)
    is_open = not states.final(states.EFFECT, before)
    tried = effects.finish(db, key, "failed", later(minutes=1), result='{"ok":1}', error="why", cause="refused")
    assert tried == (2 if is_open else None)
    found = effects.get(db, key)
    assert found is not None
    assert (found.state, found.error) == (("failed", "why") if is_open else (before, ""))
    assert found.result == ({"ok": 1} if is_open else None)
    assert effects.finish(db, "H-9-9", "done", NOW, result=None, error="", cause="") is None


def test_attempts_are_counted(db: Db) -> None:
    key = start_effect(db, new_handoff(db))
    assert [effects.try_again(db, key), effects.try_again(db, key)] == [2, 3]


def test_open_ones_are_started_or_in_doubt(db: Db) -> None:
    keys = [start_effect(db, new_handoff(db, str(index))) for index in range(4)]
    effects.move(db, keys[0], "started", "done", NOW, result={})
    effects.move(db, keys[1], "started", "failed", NOW)
    effects.move(db, keys[2], "started", "in_doubt", NOW)
    assert {each.key for each in effects.open_ones(db)} == {keys[2], keys[3]}


def test_an_empty_result_is_not_no_result(db: Db) -> None:
    key = start_effect(db, new_handoff(db))
    effects.move(db, key, "started", "done", NOW, result={})
    found = effects.get(db, key)
    assert found is not None
    assert found.result == {}


def test_a_value_has_one_holder_until_it_is_released(db: Db) -> None:
    first, second = new_handoff(db, "a").id, new_handoff(db, "b").id
    assert effects.holder(db, "refunds/issue.order", "1042") is None
    assert effects.claim(db, "refunds/issue.order", "1042", first) == first
    assert effects.claim(db, "refunds/issue.order", "1042", second) == first
    assert effects.claim(db, "refunds/issue.order", "1042", first) == first
    assert effects.claim(db, "refunds/other.order", "1042", second) == second
    effects.release(db, first)
    assert effects.holder(db, "refunds/issue.order", "1042") is None
    assert effects.holder(db, "refunds/other.order", "1042") == second


def test_what_will_never_run_is_written_down_as_not_tried(db: Db) -> None:
    about = new_handoff(db)
    effects.never(db, key="H-1-1", handoff=about, why="taken back", now=NOW)
    found = effects.get(db, "H-1-1")
    assert found is not None
    assert (found.state, found.error, found.attempts, found.ended_at) == ("failed", "taken back", 0, NOW)
    with pytest.raises(sqlite3.IntegrityError):
        start_effect(db, about, "H-1-1")


def test_the_effects_of_a_handoff_and_the_one_that_a_doubt_is_about(db: Db) -> None:
    first, doubt = new_handoff(db, "a"), new_handoff(db, "b")
    key = start_effect(db, first)
    assert [each.key for each in effects.of_handoff(db, first.id)] == [key]
    assert [each.key for each in effects.of_handoff(db, doubt.id)] == []
    assert [each.key for each in effects.of_handoff(db, doubt.id, key)] == [key]
