"""What is told of handoffs begins with one look, which brings what several would."""

from typing import Any

import pytest

from storage import decisions, effects, handoffs, hours, inquiries, requests, told
from storage.sqlite import Db
from tests.storage.rows import DANA, MARIA, NOW, decide, handoff, new_handoff


def test_a_handoff_with_nothing_beside_it(db: Db) -> None:
    stored = new_handoff(db)
    found = told.about(db, stored.id)
    assert found.handoff == handoffs.get(db, stored.id)
    assert found.request == requests.get(db, stored.request_id)
    assert found[2:] == (None, (), False, False, False, False, False)


def test_what_there_is_beside_it(db: Db) -> None:
    stored = new_handoff(db)
    requests.add_note(
        db, request_id=stored.request_id, source_key="n", who=MARIA, kind="add", text="and the other", now=NOW
    )
    inquiries.add(db, handoff_id=stored.id, source_key="i", who=MARIA, text="why?", now=NOW)
    made: dict[str, Any] = {"run_id": stored.run_id, "name": "order", "input": {}, "output": {}}
    made |= {"milliseconds": 0, "now": NOW}
    requests.rest_on(db, [requests.add_turn(db, kind="read", **made)], stored.id, 1)
    hours.put(db, MARIA, "Mon-Fri 09:00-18:00", "", NOW)
    assert told.about(db, stored.id)[4:] == (True, True, True, True, False)
    assert told.about(db, new_handoff(db, "b").id)[4:] == (False, False, False, True, False)


def test_all_decisions_oldest_first(db: Db) -> None:
    stored = new_handoff(db)
    made = [decide(db, stored, revision=revision, person=who) for revision, who in ((2, MARIA), (1, DANA), (1, MARIA))]
    found = told.about(db, stored.id).decisions
    assert [each.id for each in found] == made
    assert found == decisions.of_handoff(db, stored.id)


def test_the_effect_of_the_newest_revision(db: Db) -> None:
    stored = new_handoff(db)
    about: dict[str, Any] = {"handoff_id": stored.id, "step": stored.step, "args": {"amount": 1}, "now": NOW}
    effects.start(db, key=f"H-{stored.id}-1", revision=1, **about)
    assert told.about(db, stored.id).effect == effects.get(db, f"H-{stored.id}-1")
    handoffs.revise(db, stored.model_copy(update={"revision": 2}), str(MARIA), NOW)
    assert told.about(db, stored.id).effect is None


def test_the_effect_that_a_handoff_names(db: Db) -> None:
    first = new_handoff(db)
    effects.start(db, key="H-1-1", handoff_id=first.id, revision=1, step=first.step, args={}, now=NOW)
    doubt = new_handoff(db, "b", kind="doubt", effect_key="H-1-1")
    assert told.about(db, doubt.id).effect == effects.get(db, "H-1-1")


def test_no_such_handoff(db: Db) -> None:
    with pytest.raises(LookupError, match="no handoff 7"):
        told.about(db, 7)


def test_what_came_of_a_request_is_told_oldest_first(db: Db) -> None:
    first = new_handoff(db)
    handoffs.close(db, first.id, 1, "approved", NOW)
    decide(db, first, note="it is late")
    key = f"H-{first.id}-1"
    effects.start(db, key=key, handoff_id=first.id, revision=1, step=first.step, args={"amount": 1}, now=NOW)
    effects.finish(db, key, "failed", NOW, result='{"seen":1}', error="too late", cause="refused")
    begun = ("failed", "refused", "too late", first.args, NOW, {"seen": 1}, NOW)
    second = handoffs.add(db, handoff(first.run_id, first.request_id), "agent")
    own = (first.run_id, "approval")
    assert told.ends(db, first.request_id) == [
        (first.id, *own, "approved", first.step, "", "approve", "it is late", *begun),
        (second, *own, "waiting", first.step, "", "", "", "", "", "", first.args, None, None, None),
    ]
    new_handoff(db, "b")
    assert len(told.ends(db, first.request_id)) == 2
