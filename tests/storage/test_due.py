"""What is due when, slots, and the inbox."""

from storage import due
from storage.sqlite import Db
from tests.storage.rows import NOW, later


def test_ready_is_oldest_first_up_to_now_and_limited(db: Db) -> None:
    due.put(db, "act", 1, later(minutes=2))
    due.put(db, "advance", 1, later(minutes=1))
    due.put(db, "deadline", 1, later(minutes=3))
    assert due.ready(db, NOW) == []
    assert [each.kind for each in due.ready(db, later(minutes=2))] == ["advance", "act"]
    assert due.ready(db, later(minutes=9), limit=1) == [due.Due("advance", 1, later(minutes=1))]


def test_a_new_appointment_replaces_the_one_before(db: Db) -> None:
    due.put(db, "act", 1, NOW)
    due.put(db, "act", 1, later(hours=1))
    assert due.ready(db, NOW) == []
    assert due.next_after(db, NOW) == later(hours=1)


def test_dropping_says_whether_it_was_there(db: Db) -> None:
    due.put(db, "act", 1, NOW)
    assert due.drop(db, "act", 1)
    assert not due.drop(db, "act", 1)
    assert due.next_after(db, NOW) is None


def test_what_is_due_now_is_not_next(db: Db) -> None:
    due.put(db, "act", 1, NOW)
    assert due.next_after(db, NOW) is None
    due.put(db, "act", 2, later(seconds=1))
    assert due.next_after(db, NOW) == later(seconds=1)


def test_a_slot_is_claimed_once(db: Db) -> None:
    assert due.last_slot(db, "digest:a") is None
    assert due.claim_slot(db, "digest:a", "2026-11-22", NOW)
    assert not due.claim_slot(db, "digest:a", "2026-11-22", later(days=1))
    assert due.claim_slot(db, "digest:b", "2026-11-23", NOW)
    assert due.claim_slot(db, "digest:a", "2026-11-21", NOW)
    assert due.last_slot(db, "digest:a") == "2026-11-22"


def test_an_envelope_is_received_once_and_waits_until_it_is_handled(db: Db) -> None:
    assert due.receive(db, "e1", "event", {"text": "hi"}, NOW, handled=False)
    assert not due.receive(db, "e1", "event", {"text": "other"}, NOW, handled=False)
    assert due.receive(db, "e0", "event", {"n": 0}, later(seconds=-1), handled=False)
    assert [(each.key, each.payload) for each in due.unhandled(db)] == [("e0", {"n": 0}), ("e1", {"text": "hi"})]
    due.handled(db, "e0", NOW)
    assert [each.key for each in due.unhandled(db)] == ["e1"]
    assert db.execute("SELECT payload FROM inbox WHERE key = 'e0'").fetchone()["payload"] == ""
    assert not due.receive(db, "e0", "event", {"n": 0}, NOW, handled=False)


def test_a_click_is_received_as_handled_and_holds_no_text(db: Db) -> None:
    assert due.receive(db, "c1", "click", {"words": "secret"}, NOW, handled=True)
    assert due.unhandled(db) == []
    assert db.execute("SELECT payload FROM inbox").fetchone()["payload"] == ""


def test_failures_are_counted_and_told(db: Db) -> None:
    due.receive(db, "e1", "event", {}, NOW, handled=False)
    assert [due.failed(db, "e1"), due.failed(db, "e1")] == [1, 2]
    assert due.unhandled(db)[0].failures == 2


def test_forgetting_keeps_what_is_unhandled_or_young(db: Db) -> None:
    due.receive(db, "old", "click", {}, NOW, handled=True)
    due.receive(db, "waiting", "event", {}, NOW, handled=False)
    due.receive(db, "young", "click", {}, later(days=2), handled=True)
    assert due.forget(db, later(days=1)) == 1
    assert {row["key"] for row in db.execute("SELECT key FROM inbox")} == {"waiting", "young"}
