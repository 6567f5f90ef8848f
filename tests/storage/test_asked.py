"""Whom a case was brought before: once each, told once, counted by message; and people's own hours."""

from storage import asked, hours
from storage.hours import Kept
from storage.sqlite import Db
from tests.storage.rows import DANA, MARIA, NOW, later, new_handoff


def test_somebody_is_asked_once_for_the_same_thing(db: Db) -> None:
    about = new_handoff(db)
    assert asked.add(db, about.id, MARIA, "rung", 1, NOW)
    assert asked.add(db, about.id, MARIA, "rung", 1, later(hours=1)) is None
    assert asked.add(db, about.id, MARIA, "rung", 2, NOW)
    assert asked.add(db, about.id, MARIA, "remind", 1, NOW)
    assert [each.number for each in asked.of_handoff(db, about.id, "rung")] == [1, 2]


def test_what_is_kept_back_is_told_once(db: Db) -> None:
    about = new_handoff(db)
    row = asked.add(db, about.id, MARIA, "rung", 1, NOW, later(hours=1))
    assert row is not None
    assert asked.kept(db, MARIA, NOW) == []
    assert [each.id for each in asked.kept(db, MARIA, later(hours=1))] == [row]
    assert asked.kept(db, DANA, later(hours=1)) == []
    asked.told(db, [row], "message", later(hours=1))
    asked.told(db, [row], "overtaken", later(hours=2))
    found = asked.get(db, row)
    assert found is not None
    assert (found.told_at, found.how) == (later(hours=1), "message")
    assert asked.kept(db, MARIA, later(hours=9)) == []


def test_what_one_message_told_is_one_interruption(db: Db) -> None:
    about = new_handoff(db)
    asked.add(db, about.id, MARIA, "rung", 1, NOW)
    rows = [asked.add(db, about.id, MARIA, "remind", number, NOW, later(minutes=1)) or 0 for number in (1, 2, 3)]
    asked.told(db, rows[:2], "message", later(minutes=2))
    asked.told(db, rows[2:], "overtaken", later(minutes=3))
    assert asked.interruptions(db, MARIA, later(hours=-1)) == [NOW, later(minutes=2)]
    assert asked.interruptions(db, MARIA, NOW) == [later(minutes=2)]


def test_another_stage_begins_with_nobody_asked(db: Db) -> None:
    about = new_handoff(db)
    asked.add(db, about.id, MARIA, "rung", 1, NOW)
    asked.add(db, about.id, MARIA, "later", 1, NOW, later(hours=1))
    asked.begin_anew(db, about.id)
    assert asked.of_handoff(db, about.id, "rung") == []
    assert len(asked.of_handoff(db, about.id, "later")) == 1
    assert asked.add(db, about.id, MARIA, "rung", 1, later(hours=2))
    asked.begin_anew(db, about.id)
    assert len(asked.interruptions(db, MARIA, later(hours=-1))) == 2


def test_a_digest_finds_what_was_kept_back_and_no_private_reminder(db: Db) -> None:
    about = new_handoff(db)
    asked.add(db, about.id, MARIA, "rung", 1, NOW)
    asked.add(db, about.id, MARIA, "remind", 1, NOW, later(hours=1))
    asked.add(db, about.id, MARIA, "later", 1, NOW, later(hours=1))
    assert [each.what for each in asked.kept_between(db, NOW, later(hours=1))] == ["remind"]
    assert asked.kept_between(db, later(minutes=1), later(hours=1)) == []
    assert len(asked.waiting(db, MARIA)) == 1


def test_put_off_moves_only_what_waits(db: Db) -> None:
    about = new_handoff(db)
    now_told = asked.add(db, about.id, MARIA, "rung", 1, NOW) or 0
    waits = asked.add(db, about.id, MARIA, "remind", 1, NOW, later(hours=1)) or 0
    asked.put_off(db, [now_told, waits], later(hours=5))
    assert [each.id for each in asked.kept(db, MARIA, later(hours=5))] == [waits]
    assert asked.kept(db, MARIA, later(hours=4)) == []


def test_ones_hours_are_the_newest_that_were_set(db: Db) -> None:
    assert hours.get(db, MARIA) == Kept("", "")
    hours.put(db, MARIA, "Mon-Fri 09:00-18:00", "", NOW)
    hours.put(db, MARIA, "", "2026-12-01", later(hours=1))
    assert hours.get(db, MARIA) == Kept("", "2026-12-01")
