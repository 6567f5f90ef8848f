"""The inbox, what is due when, and which scheduled slots have run."""

import json
from datetime import datetime
from typing import Any, NamedTuple

from storage.sqlite import Db, to_json, to_text, to_time


class Due(NamedTuple):
    """Something that must happen: `advance` a run, `act` on a handoff, a `deadline` of one."""

    kind: str
    subject: int
    at: datetime


class Envelope(NamedTuple):
    """An event as Slack sent it."""

    key: str
    payload: dict[str, Any]
    failures: int


def put(db: Db, kind: str, subject: int, at: datetime) -> None:
    """It is due at `at`; an earlier appointment of the same thing is replaced."""
    db.dues.append(at)
    db.execute(
        "INSERT INTO due(kind, subject, at) VALUES (?, ?, ?) ON CONFLICT(kind, subject) DO UPDATE SET at = excluded.at",
        (kind, subject, to_text(at)),
    )


def drop(db: Db, kind: str, subject: int) -> bool:
    """It is not due any more; False where it was not."""
    return db.execute("DELETE FROM due WHERE kind = ? AND subject = ?", (kind, subject)).rowcount == 1


def ready(db: Db, now: datetime, limit: int = 200) -> list[Due]:
    """What is due now, oldest first."""
    rows = db.execute("SELECT * FROM due WHERE at <= ? ORDER BY at LIMIT ?", (to_text(now), limit)).fetchall()
    return [Due(row["kind"], row["subject"], to_time(row["at"])) for row in rows]


def soonest(db: Db, now: datetime, limit: int) -> tuple[list[Due], datetime | None]:
    """What is due now, oldest first and at most `limit`, and when the next thing is, if that is not all."""
    ready: list[Due] = []
    for row in db.execute("SELECT kind, subject, at FROM due ORDER BY at LIMIT ?", (limit,)):
        found = Due(row["kind"], row["subject"], to_time(row["at"]))
        if found.at > now:
            return ready, found.at
        ready.append(found)
    return ready, None


def next_after(db: Db, now: datetime) -> datetime | None:
    """When the next thing is due that is not due yet."""
    row = db.execute("SELECT min(at) AS at FROM due WHERE at > ?", (to_text(now),)).fetchone()
    return to_time(row["at"]) if row["at"] else None


def all_of(db: Db, kind: str) -> list[int]:
    """The subjects of everything of this kind that is due now or later."""
    return [int(row["subject"]) for row in db.execute("SELECT subject FROM due WHERE kind = ? ORDER BY at", (kind,))]


def claim_slot(db: Db, job: str, slot: str, now: datetime) -> bool:
    """Claim a slot of a scheduled job; False where it has run."""
    cursor = db.execute("INSERT OR IGNORE INTO slot(job, slot, at) VALUES (?, ?, ?)", (job, slot, to_text(now)))
    return cursor.rowcount == 1


def last_slot(db: Db, job: str) -> str | None:
    """The newest slot of a job that has run (slots sort as text)."""
    row = db.execute("SELECT max(slot) AS slot FROM slot WHERE job = ?", (job,)).fetchone()
    return row["slot"] if row["slot"] else None


def receive(db: Db, key: str, kind: str, payload: dict[str, Any], now: datetime, *, handled: bool) -> bool:
    """Put an envelope into the inbox; False where it is known."""
    cursor = db.execute(
        "INSERT OR IGNORE INTO inbox(key, kind, payload, received_at, handled_at) VALUES (?, ?, ?, ?, ?)",
        (key, kind, "" if handled else to_json(payload), to_text(now), to_text(now) if handled else None),
    )
    return cursor.rowcount == 1


def give_back(db: Db, key: str) -> None:
    """The envelope did not count: the same press may come again."""
    db.execute("DELETE FROM inbox WHERE key = ?", (key,))


def unhandled(db: Db, limit: int = 100) -> list[Envelope]:
    """Envelopes that nobody has worked on yet, oldest first."""
    rows = db.execute("SELECT * FROM inbox WHERE handled_at IS NULL ORDER BY received_at LIMIT ?", (limit,)).fetchall()
    return [Envelope(row["key"], json.loads(row["payload"]), row["failures"]) for row in rows]


def handled(db: Db, key: str, now: datetime) -> None:
    """The envelope is worked off; its text is not kept twice."""
    db.execute("UPDATE inbox SET handled_at = ?, payload = '' WHERE key = ?", (to_text(now), key))


def failed(db: Db, key: str) -> int:
    """Working on it failed; returns how often so far."""
    db.execute("UPDATE inbox SET failures = failures + 1 WHERE key = ?", (key,))
    return int(db.execute("SELECT failures FROM inbox WHERE key = ?", (key,)).fetchone()["failures"])


def forget(db: Db, before: datetime) -> int:
    """Delete handled envelopes received before then; returns how many."""
    return db.execute("DELETE FROM inbox WHERE handled_at IS NOT NULL AND received_at < ?", (to_text(before),)).rowcount
