"""Decisions: one person's verdict on one revision. Rows are never changed."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from storage.models import OVERRIDE_STAGE, Decision, Who, known
from storage.sqlite import Db, columns, from_json, insert, to_json, to_text, to_time, to_time_or_none
from storage.verify import fingerprint, sealed_words


class Added(NamedTuple):
    """A decision with the id it got, and what the record says of its row: see `attested`."""

    decision: Decision
    attested: dict[str, Any]


def add(db: Db, decision: Decision, *, workflow: str, step: str, salt: str) -> int:
    """Insert a decision; its `id` is ignored. Returns the id it got.

    Raises:
        sqlite3.IntegrityError: this person decided this revision already.
    """
    return put(db, decision, workflow=workflow, step=step, salt=salt).decision.id


def put(db: Db, decision: Decision, *, workflow: str, step: str, salt: str) -> Added:
    """`add`, and what the record is to say of it, without reading it back."""
    before = to_json(decision.args_before)
    row: dict[str, Any] = {
        **decision.__dict__,
        "person": str(decision.person),
        "private": int(decision.private),
        "by_requester": int(decision.by_requester),
        "args_before": before,
        "args_after": before if decision.args_after is decision.args_before else to_json(decision.args_after),
        "shown_at": to_text(decision.shown_at) if decision.shown_at else None,
        "decided_at": to_text(decision.decided_at),
        "workflow": workflow,
        "step": step,
        "salt": salt,
    }
    del row["id"]
    number = insert(db, "decision", row)
    attested = {"id": number, "row": fingerprint(row), "words": sealed_words(row)}
    return Added(decision.model_copy(update={"id": number}), attested)


def attested(db: Db, decision_id: int) -> dict[str, Any]:
    """What the record says of a decision's row: its id, and the fingerprint that `verify` compares."""
    row = db.execute("SELECT * FROM decision WHERE id = ?", (decision_id,)).fetchone()
    values = columns(row)
    return {"id": decision_id, "row": fingerprint(values), "words": sealed_words(values)}


def person(db: Db, decision_id: int) -> str:
    """Who took a decision, as `team/user`."""
    return str(db.execute("SELECT person FROM decision WHERE id = ?", (decision_id,)).fetchone()["person"])


COLUMNS = tuple(Decision.model_fields)
"""Of a decision, in the order in which `from_columns` takes them."""
_DECISIONS = f"SELECT {', '.join(COLUMNS)} FROM decision"  # noqa: S608 - the names of our own fields
_OF_HANDOFF = f"{_DECISIONS} WHERE handoff_id = ? ORDER BY id"


def from_columns(row: Sequence[Any]) -> Decision:
    """A decision from a row's `COLUMNS`."""
    values = dict(zip(COLUMNS, row, strict=True))
    values["person"] = Who.parse(values["person"])
    values["private"] = bool(values["private"])
    values["by_requester"] = bool(values["by_requester"])
    values["args_before"] = from_json(values["args_before"])
    values["args_after"] = from_json(values["args_after"])
    values["shown_at"] = to_time_or_none(values["shown_at"])
    values["decided_at"] = to_time(values["decided_at"])
    return known(Decision, values)


def of_handoff(db: Db, handoff_id: int) -> tuple[Decision, ...]:
    """All decisions on a handoff, oldest first."""
    return tuple([from_columns(row) for row in db.execute(_OF_HANDOFF, (handoff_id,))])


def reasons(db: Db, request_id: int) -> list[tuple[Who, str, str]]:
    """Who said why they decided so about a request, at which step, and what they said; oldest first."""
    rows = db.execute(
        "SELECT d.person, h.step, d.note FROM handoff h JOIN decision d ON d.handoff_id = h.id "
        "WHERE h.request_id = ? AND d.note <> '' AND d.verdict IN ('approve', 'edit', 'reject') ORDER BY d.id",
        (request_id,),
    ).fetchall()
    return [(Who.parse(row["person"]), row["step"], row["note"]) for row in rows]


def on_step(db: Db, workflow: str, step: str, limit: int) -> list[Decision]:
    """The newest decisions on a step, newest first."""
    rows = db.execute(
        f"{_DECISIONS} WHERE workflow = ? AND step = ? ORDER BY decided_at DESC LIMIT ?",
        (workflow, step, limit),
    ).fetchall()
    return [from_columns(row) for row in rows]


def minutes_of(db: Db, who: Who, since: datetime) -> list[float]:
    """How many minutes each decision of this person since then took, from card or opening; an answer is none."""
    rows = db.execute(
        "SELECT d.decided_at, d.shown_at, h.opened_at FROM decision d JOIN handoff h ON h.id = d.handoff_id "
        "WHERE d.decided_at >= ? AND d.person = ? AND d.verdict <> 'respond'",
        (to_text(since), str(who)),
    ).fetchall()
    return [
        (to_time(row["decided_at"]) - to_time(row["shown_at"] or row["opened_at"])).total_seconds() / 60 for row in rows
    ]


def overrides(db: Db, workflow: str, start: datetime, end: datetime) -> list[Decision]:
    """What owners approved under override in a workflow in [start, end), oldest first."""
    rows = db.execute(
        f"{_DECISIONS} WHERE decided_at >= ? AND decided_at < ? AND +workflow = ? AND stage = ? ORDER BY id",
        (to_text(start), to_text(end), workflow, OVERRIDE_STAGE),
    ).fetchall()
    return [from_columns(row) for row in rows]


def counts(db: Db, workflow: str, start: datetime, end: datetime) -> tuple[Counter[str], Counter[str]]:
    """How many decisions of a workflow in [start, end): by verdict, and by person (`team/user`).

    An answer is no decision of a person on what the agent proposed: it counts as a verdict, and for nobody.
    """
    # The plus keeps SQLite from walking through all that a workflow ever decided: the window is what is small.
    rows = db.execute(
        "SELECT verdict, person FROM decision WHERE decided_at >= ? AND decided_at < ? AND +workflow = ? "
        "AND proof <> 'certificate'",
        (to_text(start), to_text(end), workflow),
    ).fetchall()
    return Counter(row["verdict"] for row in rows), Counter(
        row["person"] for row in rows if row["verdict"] != "respond"
    )
