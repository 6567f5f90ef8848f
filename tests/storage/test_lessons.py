"""What agents may learn from: found by walking the decisions from the end that is asked for, never by sorting them."""

import sqlite3

import pytest

from storage import lessons
from storage.lessons import Fit
from storage.sqlite import Db
from tests.storage.rows import NOW, later


def test_no_query_sorts_or_walks_another_table(db: Db) -> None:
    seen: list[str] = []
    db.set_trace_callback(lambda statement: seen.append(statement))
    lessons.are_new(db, "refunds", 7, 10)
    lessons.newest(db, "refunds")
    lessons.upto(db, "refunds", 7)
    db.set_trace_callback(None)
    assert len(seen) == 3
    for statement in seen:
        plan = [str(row["detail"]) for row in db.execute(f"EXPLAIN QUERY PLAN {statement}")]
        assert not any("TEMP B-TREE" in step or "SCAN h" in step or "SCAN r" in step for step in plan), plan
        assert "decision_step" not in " ".join(plan), plan


def test_the_last_fit_of_a_workflow_is_its_own(db: Db) -> None:
    assert lessons.last(db, "refunds") is None
    for workflow, number in (("refunds", 1), ("refunds", 2), ("access", 1)):
        lessons.add(db, workflow, Fit(number, 10 * number, number, later(days=number)))
    assert lessons.last(db, "refunds") == Fit(2, 20, 2, later(days=2))
    assert lessons.last(db, "alerts") is None


def test_a_number_is_given_once(db: Db) -> None:
    lessons.add(db, "refunds", Fit(1, 10, 3, NOW))
    with pytest.raises(sqlite3.IntegrityError):
        lessons.add(db, "refunds", Fit(1, 12, 4, NOW))
