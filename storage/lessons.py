"""What agents may learn from: requests with what people decided about them; and when each workflow last learned.

The texts stay here: a fit is told by its number and by the last decision in it, so that it can be made again, without
what was erased since.
"""

import json
from collections import Counter
from datetime import datetime
from typing import Any, NamedTuple

from storage.models import AUTONOMY, Verdict
from storage.sqlite import Db, insert, to_text, to_time

MOST = 5000


class Lesson(NamedTuple):
    """A request's text with the step that was proposed for it, the verdict, and the arguments as they were decided."""

    text: str
    step: str
    verdict: Verdict
    args: dict[str, Any]


class Fit(NamedTuple):
    """One time that a workflow's agent learned: from the `lessons` newest decisions up to the id `upto`."""

    number: int
    upto: int
    lessons: int
    at: datetime


def last(db: Db, workflow: str) -> Fit | None:
    """When this workflow's agent last learned from decisions; None where it never did."""
    row = db.execute(
        "SELECT number, upto, lessons, at FROM fit WHERE workflow = ? ORDER BY number DESC LIMIT 1", (workflow,)
    ).fetchone()
    return Fit(row["number"], row["upto"], row["lessons"], to_time(row["at"])) if row else None


def add(db: Db, workflow: str, fit: Fit) -> None:
    """The workflow's agent learned.

    Raises:
        sqlite3.IntegrityError: there is a fit with this number.
    """
    insert(db, "fit", {**fit._asdict(), "workflow": workflow, "at": to_text(fit.at)})


def are_new(db: Db, workflow: str, upto: int, fewest: int) -> bool:
    """Whether people took at least so many decisions after the one with the id `upto`."""
    rows = db.execute(f"SELECT d.id {_OF} AND d.id > ? ORDER BY d.id LIMIT ?", (*_of(workflow), upto, fewest))
    return len(rows.fetchall()) >= fewest


def newest(db: Db, workflow: str) -> int:
    """The id of the newest decision that people took on a proposal; 0 where there is none."""
    row = db.execute(f"SELECT d.id AS id {_OF} ORDER BY d.id DESC LIMIT 1", _of(workflow)).fetchone()
    return int(row["id"]) if row else 0


def upto(db: Db, workflow: str, decision_id: int, most: int = MOST) -> list[Lesson]:
    """The newest `most` decisions of people up to this one, the oldest first; one a handoff, none without its text."""
    rows = db.execute(
        "SELECT d.handoff_id AS handoff, d.step AS step, d.verdict AS verdict, d.args_after AS args, r.text AS text "
        f"{_OF} AND d.id <= ? ORDER BY d.id DESC LIMIT ?",
        (*_of(workflow), decision_id, most),
    ).fetchall()
    last_words = {row["handoff"]: row for row in reversed(rows)}
    return [_lesson(row) for row in last_words.values() if row["text"].strip()]


def taught(db: Db, workflow: str, start: datetime, end: datetime) -> Counter[str]:
    """The reasons of the edits that the agent has gone by since [start, end), each with how many gave it.

    One that learns now and then goes by them once it has learned; one that sees like cases sees them at once.
    """
    fits = db.execute("SELECT upto, at FROM fit WHERE workflow = ? ORDER BY number", (workflow,)).fetchall()
    known = max((row["upto"] for row in fits if row["at"] < to_text(start)), default=0)
    now = max((row["upto"] for row in fits if row["at"] < to_text(end)), default=0)
    rows = db.execute(
        f"SELECT d.note AS note {_OF} AND d.verdict = 'edit' AND d.note <> '' AND d.private = 0 AND d.id > ? "
        "AND d.id <= ? ORDER BY d.id",
        (*_of(workflow), known, now),
    ).fetchall()
    if not fits:
        rows = db.execute(
            "SELECT d.note AS note FROM decision d CROSS JOIN handoff h ON h.id = d.handoff_id WHERE d.decided_at >= ? "
            "AND d.decided_at < ? AND +d.workflow = ? AND d.verdict = 'edit' AND d.note <> '' AND d.private = 0 "
            "AND h.way <> 'plant' AND d.agent_version NOT LIKE 'offline%' ORDER BY d.id",
            (to_text(start), to_text(end), workflow),
        ).fetchall()
    return Counter(str(row["note"]) for row in rows)


# Walked by id from the end asked for until there is enough: the plus keeps SQLite from sorting all of the workflow's.
_OF = (
    "FROM decision d CROSS JOIN handoff h ON h.id = d.handoff_id CROSS JOIN request r ON r.id = h.request_id "
    "WHERE +d.workflow = ? AND d.person <> ? AND d.verdict IN ('approve', 'edit', 'reject') AND h.kind = 'approval' "
    "AND h.way <> 'plant' AND d.stage > 0 "  # what an owner overrode is no example
    "AND NOT EXISTS (SELECT 1 FROM effect e WHERE e.handoff_id = h.id AND e.cause = 'never')"  # it was asked again
)


def _of(workflow: str) -> tuple[str, str]:
    return workflow, str(AUTONOMY)


def _lesson(row: Any) -> Lesson:
    return Lesson(row["text"], row["step"], row["verdict"], json.loads(row["args"]))
