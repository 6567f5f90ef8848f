"""Requests, notes, runs and turns."""

import sqlite3
from typing import Any

import pytest

from storage import requests
from storage.models import Who
from storage.sqlite import Db
from tests.storage.rows import DANA, JONAS, NOW, later, new_handoff, new_request, new_run


def test_a_request_comes_back_as_it_was_put(db: Db) -> None:
    found = requests.get(db, new_request(db, text="grüße\n‮ 🙂"))
    assert found.requester == JONAS
    assert (found.text, found.via, found.created_at) == ("grüße\n‮ 🙂", "message", NOW)
    assert requests.by_source(db, "message:1") == found
    assert requests.by_source(db, "message:2") is None


def test_the_same_message_cannot_be_two_requests(db: Db) -> None:
    first = new_request(db)
    assert new_request(db) == 0
    assert new_request(db, "message:2") == first + 1
    with pytest.raises(sqlite3.IntegrityError):
        new_request(db, "message:3", text=None)


def test_an_unknown_request_is_a_lookup_error(db: Db) -> None:
    with pytest.raises(LookupError, match="no request 7"):
        requests.get(db, 7)
    with pytest.raises(LookupError, match="no run 7"):
        requests.run(db, 7)
    with pytest.raises(LookupError, match="no run for request 7"):
        requests.last_run(db, 7)


def test_a_thread_belongs_to_its_newest_request(db: Db) -> None:
    new_request(db, "message:1")
    newer = new_request(db, "message:2")
    found = requests.by_reply(db, "C1", "1.1")
    assert found is not None
    assert found.id == newer
    assert requests.by_reply(db, "C1", "9.9") is None


def test_open_requests_of_a_person_newest_first_and_only_theirs(db: Db) -> None:
    first, second = new_request(db, "a"), new_request(db, "b")
    new_request(db, "c", requester=DANA)
    new_request(db, "d", requester=Who("T2", "UJONAS"))
    closed = new_request(db, "e")
    requests.close(db, closed, NOW)
    assert [each.id for each in requests.open_of(db, JONAS)] == [second, first]


def test_closing_keeps_the_first_time_and_reopening_undoes_it(db: Db) -> None:
    request_id = new_request(db)
    requests.close(db, request_id, NOW)
    requests.close(db, request_id, later(hours=1))
    assert not requests.is_open(db, request_id)
    closed_at = db.execute("SELECT closed_at FROM request").fetchone()["closed_at"]
    assert closed_at.startswith("2026-11-22T14:02")
    requests.reopen(db, request_id)
    assert requests.is_open(db, request_id)


def test_a_workflow_is_chosen_once(db: Db) -> None:
    request_id = new_request(db, workflow="")
    assert requests.set_workflow(db, request_id, "refunds")
    assert not requests.set_workflow(db, request_id, "access")
    assert requests.get(db, request_id).workflow == "refunds"


def test_text_and_reply_place_change(db: Db) -> None:
    request_id = new_request(db)
    requests.set_text(db, request_id, "1044, sorry")
    requests.set_reply(db, request_id, "D9", "5.5")
    found = requests.get(db, request_id)
    assert (found.text, found.reply_channel, found.reply_thread) == ("1044, sorry", "D9", "5.5")
    assert requests.salt(db, request_id) == "salt"


def test_a_note_is_kept_once_and_notes_keep_their_order(db: Db) -> None:
    request_id = new_request(db)
    add: dict[str, Any] = {"request_id": request_id, "who": JONAS, "now": NOW}
    assert requests.add_note(db, source_key="n1", kind="add", text="first", **add)
    assert requests.add_note(db, source_key="n2", kind="answer", text="second", **add)
    assert not requests.add_note(db, source_key="n1", kind="add", text="again", **add)
    assert [(note.kind, note.text, note.who) for note in requests.notes(db, request_id)] == [
        ("add", "first", JONAS),
        ("answer", "second", JONAS),
    ]


def test_a_run_moves_only_from_where_it_is(db: Db) -> None:
    _, run_id = new_run(db)
    assert requests.move_run(db, run_id, "queued", "working", later(minutes=1), closed=False)
    assert not requests.move_run(db, run_id, "queued", "parked", later(minutes=2), closed=False)
    found = requests.run(db, run_id)
    assert (found.state, found.updated_at) == ("working", later(minutes=1))
    assert requests.move_run(db, run_id, "working", "finished", later(minutes=3), closed=True)
    assert db.execute("SELECT closed_at FROM run").fetchone()["closed_at"] is not None


def test_the_last_run_counts_failures_and_knows_its_agent(db: Db) -> None:
    request_id, _ = new_run(db)
    second = requests.add_run(db, request_id, "", "", NOW)
    assert [requests.count_failure(db, second), requests.count_failure(db, second)] == [1, 2]
    assert requests.worked(db, second, "parked", later(minutes=1), "offline", "7", closed=False)
    assert not requests.worked(db, second, "parked", later(minutes=2), "claude", "8", closed=False)
    found = requests.last_run(db, request_id)
    assert (found.id, found.failures, found.agent, found.agent_version) == (second, 2, "offline", "7")
    assert (found.state, found.updated_at) == ("parked", later(minutes=1))


def test_turns_keep_order_input_and_output(db: Db) -> None:
    _, run_id = new_run(db)
    for index, output in enumerate([{"paid": "49.90"}, ["a"], None]):
        requests.add_turn(
            db,
            run_id=run_id,
            kind="read",
            name=f"look{index}",
            input={"n": index},
            output=output,
            milliseconds=index,
            now=NOW,
        )
    found = requests.turns(db, run_id)
    assert [(turn["name"], turn["input"], turn["output"]) for turn in found] == [
        ("look0", {"n": 0}, {"paid": "49.90"}),
        ("look1", {"n": 1}, ["a"]),
        ("look2", {"n": 2}, None),
    ]


def test_a_run_needs_its_request(db: Db) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        requests.add_run(db, 99, "", "", NOW)


def read(db: Db, run_id: int, answer: object) -> int:
    return requests.add_turn(
        db, run_id=run_id, kind="read", name="find", input={"n": 1}, output={"paid": answer}, milliseconds=1, now=NOW
    )


def test_a_proposal_rests_on_the_reads_of_its_newest_revision(db: Db) -> None:
    about = new_handoff(db)
    first, second = read(db, about.run_id, 1), read(db, about.run_id, 2)
    requests.rest_on(db, [first], about.id, 1)
    assert requests.grounds(db, about.id) == [("find", {"n": 1}, {"paid": 1})]
    requests.rest_on(db, [second], about.id, 2)
    assert requests.grounds(db, about.id) == [("find", {"n": 1}, {"paid": 2})]
    assert requests.grounds(db, 99) == []


def test_what_is_asked_anew_rests_on_the_same_reads(db: Db) -> None:
    about, again = new_handoff(db), new_handoff(db, "message:2")
    requests.rest_on(db, [read(db, about.run_id, 1)], about.id, 1)
    requests.same_grounds(db, about.id, again.id)
    assert requests.grounds(db, again.id) == [("find", {"n": 1}, {"paid": 1})]


def test_a_request_is_made_anew_where_its_row_changed(db: Db) -> None:
    number = new_request(db)
    before = requests.get(db, number)
    assert requests.get(db, number) is before
    requests.set_text(db, number, "1043 never came")
    assert (requests.get(db, number).text, before.text) == ("1043 never came", "1042 never came")
