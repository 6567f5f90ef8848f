"""The ledger of effects: one row and one key for each action in the outside world."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from storage.erase import hidden_value
from storage.models import Effect, Handoff, known
from storage.sqlite import Db, from_json, insert, to_json, to_text, to_time, to_time_or_none


def start(
    db: Db, *, key: str, handoff_id: int, revision: int, step: str, args: Mapping[str, Any], now: datetime
) -> Effect:
    """Write down that the action is about to happen, and return it as written.

    Raises:
        sqlite3.IntegrityError: it was started before.
    """
    values = {"key": key, "handoff_id": handoff_id, "revision": revision, "step": step, "state": "started"}
    given = dict(args)
    insert(db, "effect", {**values, "attempts": 1, "args": to_json(given), "started_at": to_text(now)})
    open_end = {"result": None, "error": "", "cause": "", "started_at": now, "ended_at": None}
    return known(Effect, {**values, "attempts": 1, "args": given, **open_end})


def never(db: Db, *, key: str, handoff: Handoff, why: str, now: datetime) -> None:
    """Write down that an approved action will not be tried: nothing happened, and why."""
    start(db, key=key, handoff_id=handoff.id, revision=handoff.revision, step=handoff.step, args=handoff.args, now=now)
    move(db, key, "started", "failed", now, error=why, cause="never")
    db.execute("UPDATE effect SET attempts = 0 WHERE key = ?", (key,))


COLUMNS = tuple(Effect.model_fields)
"""Of an effect, in the order in which `from_columns` takes them."""


def from_columns(row: Sequence[Any]) -> Effect:
    """An effect from a row's `COLUMNS`."""
    values = dict(zip(COLUMNS, row, strict=True))
    values["args"] = from_json(values["args"])
    values["result"] = from_json(values["result"]) if values["result"] else None
    values["started_at"] = to_time(values["started_at"])
    values["ended_at"] = to_time_or_none(values["ended_at"])
    return known(Effect, values)


_EFFECTS = f"SELECT {', '.join(COLUMNS)} FROM effect"  # noqa: S608 - the names of our own fields
_EFFECT_BY_KEY = f"{_EFFECTS} WHERE key = ?"


def get(db: Db, key: str) -> Effect | None:
    """The effect under this key."""
    row = db.execute(_EFFECT_BY_KEY, (key,)).fetchone()
    return from_columns(row) if row else None


def of_handoff(db: Db, handoff_id: int, key: str = "") -> list[Effect]:
    """The effects of a handoff, and the one under `key` that a doubt is about."""
    rows = db.execute(f"{_EFFECTS} WHERE handoff_id = ? OR key = ? ORDER BY started_at", (handoff_id, key))
    return [from_columns(row) for row in rows]


def open_ones(db: Db) -> list[Effect]:
    """Effects that have no end yet: started, or in doubt."""
    rows = db.execute(f"{_EFFECTS} WHERE ended_at IS NULL ORDER BY started_at").fetchall()
    return [from_columns(row) for row in rows]


def try_again(db: Db, key: str) -> int:
    """Count another attempt; returns how many in all."""
    db.execute("UPDATE effect SET attempts = attempts + 1 WHERE key = ?", (key,))
    return int(db.execute("SELECT attempts FROM effect WHERE key = ?", (key,)).fetchone()["attempts"])


def move(
    db: Db,
    key: str,
    before: str,
    after: str,
    now: datetime,
    *,
    result: Mapping[str, Any] | None = None,
    error: str = "",
    cause: str = "",
) -> bool:
    """Compare and set the state; False where somebody was first."""
    ended = to_text(now) if after in {"done", "failed"} else None
    cursor = db.execute(
        "UPDATE effect SET state = ?, result = ?, error = ?, cause = ?, ended_at = ? WHERE key = ? AND state = ?",
        (after, to_json(dict(result)) if result is not None else None, error, cause, ended, key, before),
    )
    return cursor.rowcount == 1


def finish(db: Db, key: str, state: str, now: datetime, *, result: str | None, error: str, cause: str) -> int | None:
    """Give an effect its end where it has none; returns how often it was tried, None where there is no open one.

    `result` is canonical JSON.
    """
    rows = db.execute(
        "UPDATE effect SET state = ?, result = ?, error = ?, cause = ?, ended_at = ? "
        "WHERE key = ? AND ended_at IS NULL RETURNING attempts",
        (state, result, error, cause, to_text(now), key),
    ).fetchall()
    return int(rows[0]["attempts"]) if rows else None


def claim(db: Db, step: str, value: str, handoff_id: int) -> int:
    """Claim a `once` value for a handoff; returns the handoff that holds it, which may be another."""
    held = holder(db, step, value)
    if held is None:
        db.execute("INSERT INTO once(step, value, handoff_id) VALUES (?, ?, ?)", (step, value, handoff_id))
    return held or handoff_id


def holder(db: Db, step: str, value: str, typed: str = "") -> int | None:
    """The handoff that holds a `once` value, or the value as it was `typed`: rows of earlier versions have that."""
    typed = typed or value
    row = db.execute(
        "SELECT handoff_id FROM once WHERE step = ? AND value IN (?, ?, ?, ?)",
        (step, value, typed, hidden_value(value), hidden_value(typed)),
    ).fetchone()
    return int(row["handoff_id"]) if row else None


def release(db: Db, handoff_id: int) -> None:
    """The effect did not happen: its `once` values are free again."""
    db.execute("DELETE FROM once WHERE handoff_id = ?", (handoff_id,))
