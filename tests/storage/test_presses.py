"""What a press is about: one look brings what several brought."""

from typing import Any

import pytest

from storage import handoffs, presses, requests
from storage.models import Brief
from storage.sqlite import Db
from tests.storage.rows import MARIA, NOW, decide, later, new_handoff


def test_everything_that_belongs_to_a_handoff(db: Db) -> None:
    stored = new_handoff(db, brief=Brief(assessment="fits"), deadline_at=later(hours=1))
    first = decide(db, stored, revision=2)
    found = presses.about(db, stored.id)
    assert found.handoff == handoffs.get(db, stored.id)
    assert found.request == requests.get(db, stored.request_id)
    assert [each.id for each in found.earlier] == [first]
    assert (found.shown_at, found.reads, found.others) == (None, False, False)


def test_the_first_showing_of_the_revision_counts(db: Db) -> None:
    stored = new_handoff(db)
    handoffs.set_shown(db, stored.id, 1, NOW)
    handoffs.set_shown(db, stored.id, 1, later(hours=1))
    assert presses.about(db, stored.id).shown_at == NOW
    handoffs.revise(db, stored.model_copy(update={"revision": 2}), str(MARIA), NOW)
    assert presses.about(db, stored.id).shown_at is None


def test_a_read_that_it_rests_on(db: Db) -> None:
    stored = new_handoff(db)
    made: dict[str, Any] = {"run_id": stored.run_id, "name": "order", "input": {}, "output": {}}
    made |= {"milliseconds": 0, "now": NOW}
    requests.rest_on(db, [requests.add_turn(db, kind="move", **made)], stored.id, 1)
    assert not presses.about(db, stored.id).reads
    requests.rest_on(db, [requests.add_turn(db, kind="read", **made)], stored.id, 1)
    assert presses.about(db, stored.id).reads


def test_another_handoff_waits(db: Db) -> None:
    first, second = new_handoff(db, "a"), new_handoff(db, "b")
    assert presses.about(db, first.id).others
    handoffs.close(db, second.id, 1, "rejected", NOW)
    assert not presses.about(db, first.id).others
    assert presses.about(db, second.id).others


def test_no_such_handoff(db: Db) -> None:
    with pytest.raises(LookupError, match="no handoff 7"):
        presses.about(db, 7)
