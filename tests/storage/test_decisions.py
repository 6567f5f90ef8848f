"""Decisions: one for each person and revision, never changed."""

import sqlite3

import pytest

from storage import decisions
from storage.sqlite import Db
from tests.storage.rows import DANA, MARIA, NOW, decide, decision, later, new_handoff


def test_a_decision_comes_back_as_it_was_put(db: Db) -> None:
    about = new_handoff(db)
    given = decision(about, note="n", words="w", private=True, by_requester=True, shown_at=NOW, verdict="reject")
    decisions.add(db, given, workflow="refunds", step="issue_refund", salt="s")
    (found,) = decisions.of_handoff(db, about.id)
    assert found == given.model_copy(update={"id": found.id})


def test_one_person_decides_a_revision_once_whatever_the_verdict(db: Db) -> None:
    about = new_handoff(db)
    decide(db, about)
    with pytest.raises(sqlite3.IntegrityError):
        decide(db, about, verdict="reject")
    decide(db, about, DANA)
    decide(db, about, revision=2)
    decide(db, about, stage=2)
    assert len(decisions.of_handoff(db, about.id)) == 4


def test_reasons_are_those_of_verdicts_on_the_request(db: Db) -> None:
    about, other = new_handoff(db, "a"), new_handoff(db, "b")
    decide(db, about, verdict="reject", note="too much")
    decide(db, about, DANA, verdict="respond", note="1042")
    decide(db, about, DANA, stage=2)
    decide(db, other, verdict="edit", note="shipping")
    assert decisions.reasons(db, about.request_id) == [(MARIA, "issue_refund", "too much")]


def test_the_newest_on_a_step_come_first(db: Db) -> None:
    about, other = new_handoff(db, "a"), new_handoff(db, "b", step="other")
    decide(db, about, decided_at=later(minutes=1))
    decide(db, about, DANA, decided_at=later(minutes=3))
    decide(db, other, decided_at=later(minutes=2))
    assert [each.person for each in decisions.on_step(db, "refunds", "issue_refund", 10)] == [DANA, MARIA]
    assert [each.person for each in decisions.on_step(db, "refunds", "issue_refund", 1)] == [DANA]
    assert decisions.on_step(db, "access", "issue_refund", 10) == []


def test_counts_are_by_verdict_and_person_in_a_half_open_window(db: Db) -> None:
    about = new_handoff(db, "a")
    decide(db, about, decided_at=NOW)
    decide(db, about, revision=2, verdict="edit", decided_at=later(minutes=5))
    decide(db, about, DANA, verdict="reject", decided_at=later(minutes=5))
    decide(db, about, DANA, revision=2, decided_at=later(minutes=10))
    decide(db, new_handoff(db, "b", workflow="access"), decided_at=NOW)
    verdicts, people = decisions.counts(db, "refunds", NOW, later(minutes=10))
    assert verdicts == {"approve": 1, "edit": 1, "reject": 1}
    assert people == {str(MARIA): 2, str(DANA): 1}


def test_a_decision_needs_its_handoff(db: Db) -> None:
    about = new_handoff(db).model_copy(update={"id": 99})
    with pytest.raises(sqlite3.IntegrityError):
        decide(db, about)


def test_an_answer_is_nobodys_decision(db: Db) -> None:
    about = new_handoff(db)
    decide(db, about)
    decide(db, about, DANA, verdict="respond", note="happened")
    verdicts, people = decisions.counts(db, "refunds", NOW, later(minutes=1))
    assert (dict(verdicts), dict(people)) == ({"approve": 1, "respond": 1}, {str(MARIA): 1})
