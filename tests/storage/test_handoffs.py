"""Handoffs and their revisions."""

import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import chain, handoffs
from storage.models import Brief, Doubt, Fact
from storage.sqlite import Db, to_json
from tests.storage.rows import MARIA, NOW, handoff, later, new_handoff, new_run

FINAL = ["approved", "rejected", "answered", "settled", "taken_over", "expired", "withdrawn"]
JSON_ARGS = st.dictionaries(
    st.text(max_size=10), st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text(), max_size=3)
)


def test_a_handoff_comes_back_as_it_was_put(db: Db) -> None:
    stored = new_handoff(db, choices=("1042", "1044"), question="Which one?")
    again = handoff(stored.run_id, stored.request_id, choices=("1042", "1044"), question="Which one?")
    assert stored == again.model_copy(update={"id": stored.id})
    assert stored.name == f"H-{stored.id}"


@given(args=JSON_ARGS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_arguments_come_back_under_the_same_digest(db: Db, args: dict[str, object]) -> None:
    db.execute("SAVEPOINT example")
    stored = new_handoff(db, args=args)
    db.execute("ROLLBACK TO example")
    assert stored.args == args
    assert chain.digest(stored.args) == stored.args_digest


def test_a_brief_is_kept_as_canonical_json(db: Db) -> None:
    brief = Brief(
        doubts=(Doubt(what="two orders", changes_answer=True, field="order_id"),),
        facts=(Fact(text="paid twice", source="order", against=True),),
        unfound=("amount",),
        orders=True,
        origins={"order_id": "order"},
        strays={"note": ("https://a.example/x",)},
    )
    stored = new_handoff(db, brief=brief)
    rows = db.execute("SELECT brief FROM handoff UNION ALL SELECT brief FROM revision").fetchall()
    assert [row["brief"] for row in rows] == [to_json(brief.model_dump(mode="json"))] * 2
    assert stored.brief == brief


def test_an_unknown_handoff_is_a_lookup_error(db: Db) -> None:
    with pytest.raises(LookupError, match="no handoff 3"):
        handoffs.get(db, 3)


def test_a_run_has_at_most_one_open_handoff(db: Db) -> None:
    first = new_handoff(db)
    with pytest.raises(sqlite3.IntegrityError):
        handoffs.add(db, handoff(first.run_id, first.request_id), "agent")
    assert handoffs.close(db, first.id, 1, "rejected", NOW)
    second = handoffs.add(db, handoff(first.run_id, first.request_id), "agent")
    found = handoffs.open_of_run(db, first.run_id)
    assert found is not None
    assert found.id == second
    assert [each.id for each in handoffs.of_run(db, first.run_id)] == [first.id, second]
    assert [each.id for each in handoffs.of_request(db, first.request_id)] == [first.id, second]


@pytest.mark.parametrize("state", FINAL)
def test_the_first_outcome_stands(db: Db, state: str) -> None:
    stored = new_handoff(db, looking_since=NOW)
    assert handoffs.close(db, stored.id, 1, state, later(minutes=1))
    for other in FINAL:
        assert not handoffs.close(db, stored.id, 1, other, later(minutes=2))
    found = handoffs.get(db, stored.id)
    assert (found.state, found.closed_at, found.deadline_at, found.looking_since) == (
        state,
        later(minutes=1),
        None,
        None,
    )
    assert handoffs.open_of_run(db, stored.run_id) is None


def test_closing_needs_the_newest_revision(db: Db) -> None:
    stored = new_handoff(db)
    newer = stored.model_copy(update={"revision": 2})
    assert handoffs.revise(db, newer, str(MARIA), NOW)
    assert not handoffs.close(db, stored.id, 1, "approved", NOW)
    assert handoffs.close(db, stored.id, 2, "approved", NOW)


def test_a_revision_replaces_what_is_shown_and_keeps_what_was(db: Db) -> None:
    stored = new_handoff(db, looking_since=NOW, stage=2)
    args = {"order_id": "1042", "amount": "44.95"}
    newer = stored.model_copy(update={"revision": 2, "args": args, "args_digest": chain.digest(args), "score": None})
    assert handoffs.revise(db, newer, "agent", later(minutes=5))
    found = handoffs.get(db, stored.id)
    assert (found.revision, found.stage, found.args, found.score) == (2, 1, args, None)
    assert (found.looking_since, found.revised_at, found.opened_at) == (None, later(minutes=5), NOW)
    assert handoffs.revision_args(db, stored.id, 1) == stored.args
    assert handoffs.revision_args(db, stored.id, 2) == args
    authors = [row["author"] for row in db.execute("SELECT author FROM revision ORDER BY revision")]
    assert authors == ["agent", "agent"]


def test_a_revision_on_an_old_one_or_on_a_closed_handoff_changes_nothing(db: Db) -> None:
    stored = new_handoff(db)
    assert not handoffs.revise(db, stored.model_copy(update={"revision": 3}), "agent", NOW)
    handoffs.close(db, stored.id, 1, "expired", NOW)
    assert not handoffs.revise(db, stored.model_copy(update={"revision": 2}), "agent", NOW)
    assert db.execute("SELECT count(*) AS n FROM revision").fetchone()["n"] == 1


def test_open_ones_are_oldest_first_of_one_workflow_or_all(db: Db) -> None:
    second = new_handoff(db, "b", opened_at=later(minutes=2))
    first = new_handoff(db, "a", opened_at=later(minutes=1), workflow="access")
    closed = new_handoff(db, "c")
    handoffs.close(db, closed.id, 1, "rejected", NOW)
    assert [each.id for each in handoffs.open_ones(db)] == [first.id, second.id]
    assert [each.id for each in handoffs.open_ones(db, "refunds")] == [second.id]
    assert [each.id for each in handoffs.open_ones(db, limit=1)] == [first.id]


def test_open_args_are_those_of_the_open_ones_of_a_step_oldest_first(db: Db) -> None:
    mine = new_handoff(db, "a")
    other = new_handoff(db, "b", args={"order_id": "1044"})
    new_handoff(db, "d", step="other")
    new_handoff(db, "f", workflow="access")
    handoffs.close(db, new_handoff(db, "e").id, 1, "rejected", NOW)
    found = handoffs.open_args(db, "refunds", "issue_refund")
    assert found == [(mine.id, mine.args), (other.id, {"order_id": "1044"})]


def test_looking_and_rung_change_only_open_handoffs(db: Db) -> None:
    stored = new_handoff(db)
    handoffs.set_looking(db, stored.id, later(minutes=1))
    handoffs.set_rung(db, stored.id, 1, None, held=True)
    found = handoffs.get(db, stored.id)
    assert found.looking_since == later(minutes=1)
    assert (found.rung, found.deadline_at, found.held) == (1, None, True)
    handoffs.set_looking(db, stored.id, None)
    assert handoffs.get(db, stored.id).looking_since is None
    handoffs.close(db, stored.id, 1, "rejected", NOW)
    handoffs.set_looking(db, stored.id, NOW)
    handoffs.set_rung(db, stored.id, 5, NOW, held=False)
    after = handoffs.get(db, stored.id)
    assert (after.looking_since, after.rung) == (None, 1)


def test_closed_between_takes_the_start_and_leaves_the_end(db: Db) -> None:
    for key, minute in (("a", 0), ("b", 5), ("c", 10)):
        handoffs.close(db, new_handoff(db, key).id, 1, "approved", later(minutes=minute))
    found = handoffs.closed_between(db, "refunds", NOW, later(minutes=10))
    assert [each.closed_at for each in found] == [NOW, later(minutes=5)]
    assert handoffs.closed_between(db, "access", NOW, later(minutes=20)) == []


def test_a_handoff_needs_its_run(db: Db) -> None:
    request_id, _ = new_run(db)
    with pytest.raises(sqlite3.IntegrityError):
        handoffs.add(db, handoff(99, request_id), "agent")


def test_another_open_handoff(db: Db) -> None:
    first = new_handoff(db, "a")
    assert not handoffs.another_open(db, first.id)
    second = new_handoff(db, "b")
    assert handoffs.another_open(db, first.id)
    handoffs.close(db, second.id, 1, "rejected", NOW)
    assert not handoffs.another_open(db, first.id)


def test_the_request_and_the_revisions_of_a_handoff(db: Db) -> None:
    stored = new_handoff(db)
    handoffs.revise(db, stored.model_copy(update={"revision": 2, "args": {"order_id": "7"}}), str(MARIA), NOW)
    found = handoffs.revisions(db, stored.id)
    assert [(row["revision"], row["author"]) for row in found] == [(1, "agent"), (2, "T1/UMARIA")]
    assert found[1]["args"] == {"order_id": "7"}
    assert (handoffs.request_of(db, stored.id), handoffs.request_of(db, 99)) == (stored.request_id, None)
