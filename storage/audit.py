"""The record: one row for each change, linked by chain.py. Never updated, never deleted."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storage import chain
from storage.sqlite import Db, Row, to_json, to_text, to_time, to_time_or_none
from storage.verify import hashes, head

__all__ = ["add", "first_wrong", "hashes", "head", "in_force_since", "last_rules", "of_handoff", "of_request"]


def add(
    db: Db,
    at: datetime,
    kind: str,
    actor: str,
    *,
    request: int | None = None,
    run: int | None = None,
    handoff: int | None = None,
    data: Mapping[str, Any] | None = None,
) -> int:
    """Append one row and return its number. `data` holds ids, states and hashes, never a person's words."""
    before, previous = db.head or head(db)
    row = (before + 1, to_text(at), kind, actor, request, run, handoff, to_json(data) if data else "{}")
    link = chain.link_columns(previous, *row)
    db.execute(
        "INSERT INTO audit(seq, at, kind, actor, request_id, run_id, handoff_id, data, hash) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*row, link),
    )
    db.head = before + 1, link
    return before + 1


def of_handoff(db: Db, handoff_id: int) -> list[Row]:
    """All rows of one handoff, in order."""
    return db.execute(
        "SELECT * FROM audit WHERE request_id = (SELECT request_id FROM handoff WHERE id = ?) AND handoff_id = ? "
        "ORDER BY seq",
        (handoff_id, handoff_id),
    ).fetchall()


def of_request(db: Db, request_id: int) -> list[Row]:
    """All rows of one request, in order."""
    return db.execute("SELECT * FROM audit WHERE request_id = ? ORDER BY seq", (request_id,)).fetchall()


def last_rules(db: Db) -> dict[str, Any] | None:
    """The data of the newest row about the rules in force."""
    row = db.execute("SELECT data FROM audit WHERE kind = 'rules' ORDER BY seq DESC LIMIT 1").fetchone()
    return dict(json.loads(row["data"])) if row else None


def in_force_since(db: Db, workflow: str, file: str, before: int) -> datetime | None:
    """Since when a workflow's file with this hash was in force at the entry `before`; None where that is not known."""
    since = None
    for row in db.execute("SELECT at, data FROM audit WHERE kind = 'rules' AND seq < ? ORDER BY seq DESC", (before,)):
        if json.loads(row["data"])["files"].get(workflow) != file:
            break
        since = row["at"]
    return to_time_or_none(since)


_CHANGES = (
    "kind BETWEEN 'autonomy_' AND 'autonomy_z' "  # the very words of the index, or it is not used
    "AND kind IN ('autonomy_earned', 'autonomy_widened', 'autonomy_revoked', 'autonomy_held', 'autonomy_resumed')"
)


def autonomy_changes(db: Db, start: datetime, end: datetime) -> list[tuple[str, dict[str, Any], datetime]]:
    """(kind, data, when) of what changed in what steps may do alone, in [start, end)."""
    rows = db.execute(
        f"SELECT kind, data, at FROM audit WHERE {_CHANGES} AND at >= ? AND at < ? ORDER BY at",  # noqa: S608
        (to_text(start), to_text(end)),
    )
    return [(row["kind"], json.loads(row["data"]), to_time(row["at"])) for row in rows]


def first_wrong(db: Db) -> int | None:
    """The number of the first row that does not follow from the one before it; None where all do."""
    return chain.first_wrong(dict(row) for row in db.execute("SELECT * FROM audit ORDER BY seq"))


def erased(db: Db) -> dict[str, str]:
    """Whose words (`team/user`) were erased, here or in a database that this one took the place of, and when last."""
    return {row["person"]: row["at"] for row in db.execute(_ERASED)}


_ERASED = """
SELECT person, max(at) AS at FROM (
  SELECT json_extract(data, '$.person') AS person, at FROM audit WHERE kind = 'texts_erased'
  UNION ALL SELECT key, value FROM audit, json_each(audit.data, '$.erased') WHERE audit.kind = 'restored'
) WHERE person IS NOT NULL GROUP BY person
"""
