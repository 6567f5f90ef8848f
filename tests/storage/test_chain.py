"""The record's links: any edit, deletion or reordering is found; rows are only ever appended."""

import sqlite3
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import audit, chain
from storage.sqlite import Db, to_json
from tests.storage.rows import NOW, later, new_handoff

Rows = list[dict[str, Any]]


def build(count: int) -> Rows:
    """A clean chain of so many rows."""
    rows: Rows = []
    previous = chain.START
    for seq in range(1, count + 1):
        row: dict[str, Any] = {
            "seq": seq,
            "at": f"2026-11-22T14:{seq:02d}",
            "kind": "requested",
            "actor": "T1/U1",
            "request_id": seq,
            "run_id": None,
            "handoff_id": None,
            "data": to_json({"n": seq}),
        }
        row["hash"] = previous = chain.link(previous, row)
        rows.append(row)
    return rows


ROWS = st.integers(2, 25).map(build)
VALUES = st.none() | st.integers() | st.text()


@given(ROWS)
@settings(max_examples=20)
def test_a_clean_chain_has_no_wrong_row(rows: Rows) -> None:
    assert chain.first_wrong(rows) is None


@given(st.data())
def test_an_edit_of_any_column_is_found_at_its_row(data: st.DataObject) -> None:
    rows = data.draw(ROWS)
    row = data.draw(st.sampled_from(rows))
    column = data.draw(st.sampled_from(sorted(set(row) - {"seq"})))
    value = data.draw(VALUES.filter(lambda value: value != row[column]))
    number = row["seq"]
    row[column] = value
    assert chain.first_wrong(rows) == number


@given(st.data())
def test_an_edit_with_a_new_hash_is_found_at_the_next_row(data: st.DataObject) -> None:
    rows = data.draw(ROWS)
    index = data.draw(st.integers(0, len(rows) - 2))
    rows[index]["actor"] = "T1/U9"
    rows[index]["hash"] = chain.link(rows[index - 1]["hash"] if index else chain.START, rows[index])
    assert chain.first_wrong(rows) == index + 2


@given(st.data())
def test_a_deletion_before_the_end_is_found(data: st.DataObject) -> None:
    rows = data.draw(ROWS)
    index = data.draw(st.integers(0, len(rows) - 2))
    del rows[index]
    assert chain.first_wrong(rows) == index + 1


@given(st.data())
def test_a_deletion_that_renumbers_the_rest_is_found(data: st.DataObject) -> None:
    rows = data.draw(ROWS)
    index = data.draw(st.integers(0, len(rows) - 2))
    del rows[index]
    for seq, row in enumerate(rows, start=1):
        row["seq"] = seq
    assert chain.first_wrong(rows) == index + 1


@given(st.integers(2, 9))
def test_a_chain_that_does_not_count_from_one_is_wrong(first: int) -> None:
    """Its links fit; somebody cut the beginning off and linked the rest anew."""
    rows, previous = build(9)[first - 1 :], chain.START
    for row in rows:
        row["hash"] = previous = chain.link(previous, row)
    assert chain.first_wrong(rows) == 1


@given(st.data())
def test_two_rows_in_each_others_place_are_found(data: st.DataObject) -> None:
    rows = data.draw(ROWS)
    first, second = sorted(data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=2, max_size=2, unique=True)))
    rows[first], rows[second] = rows[second], rows[first]
    assert chain.first_wrong(rows) == first + 1
    rows[first]["seq"], rows[second]["seq"] = first + 1, second + 1
    assert chain.first_wrong(rows) == first + 1


@given(st.data())
def test_an_inserted_row_is_found(data: st.DataObject) -> None:
    rows = data.draw(ROWS)
    index = data.draw(st.integers(0, len(rows) - 1))
    rows.insert(index, dict(rows[index]))
    assert chain.first_wrong(rows) is not None


def test_the_digest_does_not_know_the_order_of_arguments() -> None:
    assert chain.digest({"a": 1, "b": 2}) == chain.digest({"b": 2, "a": 1})
    assert chain.digest({"a": 1}) != chain.digest({"a": "1"})


@given(st.text(), st.text(), st.text(min_size=1), st.text(min_size=1))
def test_sealed_words_say_nothing_without_their_salt(text: str, other: str, salt: str, second: str) -> None:
    assert chain.sealed(salt, text) == chain.sealed(salt, text)
    assert (chain.sealed(salt, text) == chain.sealed(salt, other)) is (text == other)
    assert text not in chain.sealed(salt, text) or len(text) < 8
    assert (chain.sealed("s1", text) == chain.sealed("s2", text)) is False


def fill(db: Db, count: int = 5) -> int:
    about = new_handoff(db)
    for index in range(count):
        audit.add(db, later(minutes=index), "kind", "baton", request=1, run=1, handoff=about.id, data={"n": index})
    return about.id


def test_the_record_numbers_and_links_its_rows(db: Db) -> None:
    assert audit.head(db) == (0, chain.START)
    assert [audit.add(db, NOW, "a", "baton"), audit.add(db, NOW, "b", "baton", data={"x": "ü"})] == [1, 2]
    entries, head = audit.head(db)
    assert entries == 2
    assert head == db.execute("SELECT hash FROM audit WHERE seq = 2").fetchone()["hash"]
    assert audit.first_wrong(db) is None


def test_the_rows_of_a_handoff_come_in_order(db: Db) -> None:
    about = fill(db)
    audit.add(db, NOW, "other", "baton", handoff=about + 1)
    assert [row["seq"] for row in audit.of_handoff(db, about)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 'nobody' WHERE seq = 2",
        "UPDATE audit SET hash = '' WHERE seq = 2",
        "DELETE FROM audit WHERE seq = 5",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit SELECT seq, at, kind, 'x', request_id, run_id, handoff_id, data, hash FROM audit",
    ],
)
def test_the_record_is_append_only(db: Db, statement: str) -> None:
    fill(db)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute(statement)
    assert audit.head(db)[0] == 5
    assert audit.first_wrong(db) is None


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("UPDATE audit SET actor = 'nobody' WHERE seq = 3", 3),
        ("UPDATE audit SET data = '{}' WHERE seq = 5", 5),
        ("UPDATE audit SET handoff_id = NULL WHERE seq = 1", 1),
        ("DELETE FROM audit WHERE seq = 2", 2),
        ("UPDATE audit SET seq = 9 WHERE seq = 4", 4),
    ],
)
def test_tampering_past_the_triggers_is_found(db: Db, statement: str, wrong: int) -> None:
    fill(db)
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {name}")
    db.execute(statement)
    assert audit.first_wrong(db) == wrong


def test_the_newest_rules_and_single_hashes_are_found(db: Db) -> None:
    assert audit.last_rules(db) is None
    for number in range(3):
        audit.add(db, NOW, "rules", "baton", data={"n": number})
        audit.add(db, NOW, "other", "baton", request=7)
    assert audit.last_rules(db) == {"n": 2}
    found = audit.hashes(db, [1, 6, 7])
    assert set(found) == {1, 6}
    assert found[6] == audit.head(db)[1]
    assert [row["seq"] for row in audit.of_request(db, 7)] == [2, 4, 6]


def test_a_file_is_in_force_since_it_was_last_changed(db: Db) -> None:
    for minutes, kept in enumerate(["a", "b", "b", "a", "a", "c"]):
        audit.add(db, later(minutes=minutes), "rules", "files", data={"files": {"refunds": kept}, "n": minutes})
    assert audit.in_force_since(db, "refunds", "a", 6) == later(minutes=3)
    assert audit.in_force_since(db, "refunds", "b", 4) == later(minutes=1)
    assert audit.in_force_since(db, "refunds", "a", 2) == later(minutes=0)
    assert audit.in_force_since(db, "refunds", "b", 6) is None
    assert audit.in_force_since(db, "access", "a", 6) is None
