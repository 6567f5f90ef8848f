"""What was said to a model and what it answered: append only, byte for byte, one row for each turn and each call."""

import hashlib
import json
from datetime import datetime

from storage.models import Said, known
from storage.sqlite import Db, Row, insert, to_json, to_text, to_time

Sums = tuple[int, int, int, int]
_SUMS = (
    "SELECT coalesce(sum(calls), 0), coalesce(sum(tokens), 0), coalesce(sum(milliseconds), 0), "
    "coalesce(sum(money_millionths), 0) FROM talk WHERE "
)


def add(db: Db, said: Said) -> int:
    """Append a row (its `id` is not looked at); returns its id."""
    return insert(
        db,
        "talk",
        {
            "run_id": said.run_id,
            "thread": said.thread,
            "kind": said.kind,
            "body": said.body,
            "facts": to_json(said.facts),
            "calls": said.calls,
            "tokens": said.tokens,
            "money_millionths": said.money_millionths,
            "milliseconds": said.milliseconds,
            "at": to_text(said.at),
        },
    )


def of_run(db: Db, run_id: int, thread: str) -> tuple[Said, ...]:
    """The talk of a run under one thread, oldest first, without what was erased; what was lost never had a body."""
    rows = db.execute(
        "SELECT * FROM talk WHERE run_id = ? AND thread = ? AND (body <> x'' OR kind = 'lost') ORDER BY id",
        (run_id, thread),
    ).fetchall()
    return tuple(map(_said, rows))


def _said(row: Row) -> Said:
    columns = dict(row)
    return known(Said, {**columns, "facts": json.loads(columns["facts"]), "at": to_time(columns["at"])})


def keep_prompt(db: Db, body: bytes, now: datetime) -> str:
    """Keep the fixed part of a request once; returns its sha256, under which rows name it."""
    digest = hashlib.sha256(body).hexdigest()
    db.execute("INSERT OR IGNORE INTO prompt(digest, body, at) VALUES (?, ?, ?)", (digest, body, to_text(now)))
    return digest


def prompt(db: Db, digest: str) -> bytes | None:
    """The fixed part of requests that rows name by its sha256."""
    row = db.execute("SELECT body FROM prompt WHERE digest = ?", (digest,)).fetchone()
    return bytes(row["body"]) if row else None


def spent_by_run(db: Db, run_id: int) -> Sums:
    """Calls, tokens, milliseconds and millionths of money of one run."""
    return _sums(db.execute(f"{_SUMS} run_id = ?", (run_id,)).fetchone())


def spent_since(db: Db, moment: datetime) -> Sums:
    """The same of all runs since `moment`."""
    return _sums(db.execute(f"{_SUMS} at >= ?", (to_text(moment),)).fetchone())


def _sums(row: Row) -> Sums:
    return int(row[0]), int(row[1]), int(row[2]), int(row[3])
