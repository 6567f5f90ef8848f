"""What people asked the agent about a handoff, and what it answered."""

import json
from collections.abc import Sequence
from datetime import datetime

from storage.models import Inquiry, Who, known
from storage.sqlite import Db, Row, to_json, to_text, to_time, to_time_or_none


def add(db: Db, *, handoff_id: int, source_key: str, who: Who, text: str, now: datetime) -> int | None:
    """Append a question; None where this very message or window asked it already."""
    cursor = db.execute(
        "INSERT OR IGNORE INTO inquiry(handoff_id, source_key, who, text, asked_at) VALUES (?, ?, ?, ?, ?)",
        (handoff_id, source_key, str(who), text, to_text(now)),
    )
    return int(cursor.lastrowid or 0) if cursor.rowcount == 1 else None


def get(db: Db, inquiry_id: int) -> Inquiry:
    """The question with this id.

    Raises:
        LookupError: there is none.
    """
    row = db.execute("SELECT * FROM inquiry WHERE id = ?", (inquiry_id,)).fetchone()
    if row is None:
        raise LookupError(f"no inquiry {inquiry_id}")
    return _inquiry(row)


def of_handoff(db: Db, handoff_id: int) -> tuple[Inquiry, ...]:
    """What was asked about a handoff, oldest first."""
    rows = db.execute("SELECT * FROM inquiry WHERE handoff_id = ? ORDER BY id", (handoff_id,)).fetchall()
    return tuple(map(_inquiry, rows))


def answer(db: Db, inquiry_id: int, text: str, sources: Sequence[str], now: datetime) -> bool:
    """Keep the agent's answer; False where there is one."""
    cursor = db.execute(
        "UPDATE inquiry SET answer = ?, sources = ?, answered_at = ? WHERE id = ? AND answered_at IS NULL",
        (text, to_json(list(sources)), to_text(now), inquiry_id),
    )
    return cursor.rowcount == 1


def _inquiry(row: Row) -> Inquiry:
    return known(
        Inquiry,
        {
            "id": row["id"],
            "handoff_id": row["handoff_id"],
            "who": Who.parse(row["who"]),
            "text": row["text"],
            "answer": row["answer"],
            "sources": tuple(json.loads(row["sources"])),
            "asked_at": to_time(row["asked_at"]),
            "answered_at": to_time_or_none(row["answered_at"]),
        },
    )
