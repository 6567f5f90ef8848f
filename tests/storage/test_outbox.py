"""The outbox: one row at a time in a lane, and where things stand."""

from storage import handoffs, outbox
from storage.sqlite import Db
from tests.storage.rows import NOW, later, new_handoff


def put(db: Db, key: str, lane: str = "card:1", kind: str = "card") -> bool:
    return outbox.add(db, key=key, lane=lane, kind=kind, now=NOW, handoff=1, payload={"key": key})


def keys(db: Db, minutes: float = 0) -> list[str]:
    return [row.key for row in outbox.first_of_each_lane(db, later(minutes=minutes))]


def test_a_key_is_told_once(db: Db) -> None:
    assert put(db, "a")
    assert not put(db, "a", lane="other")
    (row,) = outbox.first_of_each_lane(db, NOW)
    assert (row.key, row.lane, row.kind, row.handoff_id, row.payload) == ("a", "card:1", "card", 1, {"key": "a"})
    outbox.done(db, row.id, "sent", NOW)
    assert not put(db, "a")


def test_lanes_go_side_by_side_and_each_in_order(db: Db) -> None:
    put(db, "a1", "a")
    put(db, "b1", "b")
    put(db, "a2", "a")
    assert keys(db) == ["a1", "b1"]
    outbox.done(db, 1, "sent", NOW)
    assert keys(db) == ["b1", "a2"]


def test_a_delayed_row_holds_up_its_lane_only(db: Db) -> None:
    put(db, "a1", "a")
    put(db, "a2", "a")
    put(db, "b1", "b")
    outbox.later(db, 1, later(minutes=5), "rate limited")
    assert keys(db) == ["b1"]
    assert keys(db, minutes=5) == ["a1", "b1"]


def test_the_next_time_is_that_of_a_row_which_can_go(db: Db) -> None:
    assert outbox.next_at(db) is None
    put(db, "a1", "a")
    put(db, "a2", "a")
    outbox.later(db, 1, later(minutes=5), "rate limited")
    assert outbox.next_at(db) == later(minutes=5)
    put(db, "b1", "b")
    assert outbox.next_at(db) == NOW


def test_a_clock_that_was_ahead_puts_nothing_off(db: Db) -> None:
    """Six hours ahead, as a machine may be until it has asked for the time."""
    put(db, "waits for no clock")
    put(db, "tried in vain", "other")
    outbox.later(db, 2, later(minutes=5), "not reached: TimeoutError")
    outbox.add(db, key="at ten", lane="hour", kind="autonomy", now=NOW, at=later(minutes=50))
    assert keys(db, minutes=-6 * 60) == ["waits for no clock", "tried in vain", "at ten"]
    outbox.later(db, 2, later(minutes=-6 * 60 + 5), "not reached: TimeoutError")
    assert keys(db, minutes=-6 * 60) == ["waits for no clock", "at ten"], "from then on it waits by the clock of now"
    assert keys(db, minutes=-5) == ["waits for no clock", "tried in vain"], "an hour or less is waited for"


def test_what_a_newer_row_stands_for_is_replaced(db: Db) -> None:
    put(db, "c1")
    put(db, "t1", kind="thread")
    put(db, "c2")
    put(db, "x1", lane="card:2")
    newest = outbox.newest(db, "card:1", "card")
    put(db, "c3")
    assert (newest, outbox.newest(db, "card:9", "card")) == (3, 0)
    (first,) = [row for row in outbox.first_of_each_lane(db, NOW) if row.key == "c1"]
    outbox.drawn(db, first, newest, NOW)
    left = [row["key"] for row in db.execute("SELECT key FROM outbox WHERE sent_at IS NULL ORDER BY id")]
    assert left == ["t1", "x1", "c3"]
    told = db.execute("SELECT outcome, attempts FROM outbox WHERE lane = 'card:1' AND sent_at IS NOT NULL ORDER BY id")
    assert [tuple(row) for row in told] == [("sent", 1), ("replaced", 0)]


def test_what_a_card_goes_out_with(db: Db) -> None:
    assert outbox.of_card(db, "card:1", NOW) == (None, 0, ())
    for key, kind in (("c1", "card"), ("t1", "thread"), ("c2", "card"), ("t2", "thread")):
        put(db, key, kind=kind)
    for key in ("t3", "t4"):
        put(db, key, kind="thread")
    outbox.later(db, 5, later(hours=1), "not reached")
    place, newest, thread = outbox.of_card(db, "card:1", NOW)
    assert (place, newest, [row.key for row in thread]) == (None, 3, ["t1", "t2"])
    outbox.set_post(db, "card:1", "C1", "1.1", NOW)
    assert outbox.of_card(db, "card:1", NOW).place == ("C1", "1.1")
    outbox.done(db, 2, "sent", NOW)
    assert [row.key for row in outbox.of_card(db, "card:1", later(hours=1)).thread] == ["t2", "t3", "t4"]
    for number in range(1, 7):
        outbox.done(db, number, "sent", NOW)
    assert outbox.of_card(db, "card:1", NOW) == (("C1", "1.1"), 0, ())


def test_done_counts_once_and_keeps_the_first_outcome(db: Db) -> None:
    put(db, "a")
    outbox.later(db, 1, NOW, "not reached")
    outbox.done(db, 1, "sent", NOW)
    outbox.done(db, 1, "failed: late", later(hours=1))
    row = db.execute("SELECT outcome, attempts FROM outbox").fetchone()
    assert (row["outcome"], row["attempts"]) == ("sent", 2)


def test_a_place_is_found_both_ways_and_may_move(db: Db) -> None:
    assert outbox.post(db, "card:1") is None
    outbox.set_post(db, "card:1", "C1", "1.1", NOW)
    assert outbox.post(db, "card:1") == ("C1", "1.1")
    assert outbox.post_key(db, "C1", "1.1") == "card:1"
    outbox.set_post(db, "card:1", "C1", "2.2", NOW)
    assert outbox.post(db, "card:1") == ("C1", "2.2")
    assert outbox.post_key(db, "C1", "1.1") is None


def test_a_limit_is_kept(db: Db) -> None:
    for index in range(5):
        put(db, str(index), lane=str(index))
    assert len(outbox.first_of_each_lane(db, NOW, limit=3)) == 3


def test_the_cards_that_may_be_wrong_are_open_or_young_and_were_posted(db: Db) -> None:
    shown, closed, old, question, unposted = (
        new_handoff(db, key, kind="question" if key == "d" else "approval").id for key in "abcde"
    )
    for handoff_id, minutes in ((closed, 10), (old, 0)):
        handoffs.close(db, handoff_id, 1, "approved", later(minutes=minutes))
    for handoff_id in (shown, closed, old, question):
        outbox.set_post(db, f"card:{handoff_id}", "C1", f"{handoff_id}.1", NOW, f"print {handoff_id}")
    assert outbox.cards(db, later(minutes=5)) == [(closed, f"print {closed}"), (shown, f"print {shown}")]
    assert unposted not in dict(outbox.cards(db, NOW))
    assert outbox.cards(db, NOW, limit=2) == [(old, f"print {old}")]


def test_what_is_being_said_is_known_by_its_key(db: Db) -> None:
    outbox.set_post(db, "notice:model", "", "", NOW, "The model does not answer.")
    outbox.set_post(db, "notice:model:C1", "C1", "1.1", NOW)
    outbox.set_post(db, "other", "", "", NOW, "x")
    assert outbox.standing(db, "notice:") == {"notice:model": "The model does not answer."}
    outbox.forget(db, "notice:model")
    assert outbox.standing(db, "notice:") == {}
    outbox.forget_under(db, "notice:")
    assert (outbox.post(db, "notice:model:C1"), outbox.post(db, "other")) == (None, ("", ""))


def test_the_oldest_unsent_leaves_notices_out(db: Db) -> None:
    assert outbox.oldest_unsent(db) is None
    outbox.add(db, key="n", lane="n", kind="notice", now=later(minutes=-5))
    put(db, "a")
    outbox.later(db, 2, later(minutes=5), "not reached")
    assert outbox.oldest_unsent(db) == (NOW, "not reached")
    assert outbox.last_id(db) == 2
    outbox.done(db, 2, "sent", NOW)
    assert outbox.oldest_unsent(db) is None


def test_what_waits_for_its_hour_is_not_late(db: Db) -> None:
    outbox.add(db, key="receipts:1", lane="receipts:1", kind="autonomy", now=NOW, at=later(hours=1))
    assert outbox.oldest_unsent(db) is None
    assert outbox.first_of_each_lane(db, NOW) == []
    (row,) = outbox.first_of_each_lane(db, later(hours=1))
    outbox.later(db, row.id, later(hours=2), "not reached")
    assert outbox.oldest_unsent(db) == (NOW, "not reached")
