"""Handoffs and what each revision of them showed."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from storage.models import Brief, Handoff, known
from storage.seals import shown
from storage.sqlite import Db, Row, columns, from_json, insert, to_json, to_text, to_time

_LISTS = ("choices", "reasons", "alike")
COLUMNS = tuple(Handoff.model_fields)
"""Of a handoff, in the order in which `from_columns` takes them."""
_TIMES = ("looking_since", "deadline_at", "opened_at", "revised_at", "closed_at")


def add(db: Db, handoff: Handoff, author: str) -> int:
    """Insert a new handoff with its first revision; its `id` is ignored. Returns the id it got.

    Raises:
        sqlite3.IntegrityError: the run has an open handoff already.
    """
    args, brief = to_json(handoff.args), _brief_text(handoff.brief)
    row = {**handoff.__dict__, "args": args, "brief": brief}
    del row["id"]
    for name in _LISTS:
        row[name] = to_json(row[name]) if row[name] else "[]"
    for name in _TIMES:
        row[name] = to_text(row[name]) if row[name] else None
    handoff_id = insert(db, "handoff", row)
    _add_revision(db, handoff_id, handoff, args, brief, author, handoff.opened_at)
    return handoff_id


def _add_revision(db: Db, number: int, handoff: Handoff, args: str, brief: str, author: str, now: datetime) -> None:
    """Keep what this revision shows."""
    db.execute(
        "INSERT INTO revision(handoff_id, revision, args, args_digest, brief, author, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (number, handoff.revision, args, handoff.args_digest, brief, author, to_text(now)),
    )


def _brief_text(brief: Brief) -> str:
    """As its `model_dump` in canonical JSON: all that it is made of is plain, but for its doubts and facts."""
    values = {**brief.__dict__, "doubts": [each.__dict__ for each in brief.doubts]}
    values["facts"] = [each.__dict__ for each in brief.facts]
    return to_json(values)


def revise(db: Db, handoff: Handoff, author: str, now: datetime) -> bool:
    """Put `handoff`'s proposal in the place of the one before it; False where it is not waiting any more."""
    args, brief = to_json(handoff.args), _brief_text(handoff.brief)
    cursor = db.execute(
        "UPDATE handoff SET revision = ?, stage = 1, step = ?, args = ?, args_digest = ?, brief = ?, reasons = ?, "
        "score = ?, agent_version = ?, policy_hash = ?, draw = ?, alike = ?, way = ?, version = ?, epoch = ?, "
        "rate = ?, weight = ?, looking_since = NULL, revised_at = ? "
        "WHERE id = ? AND closed_at IS NULL AND revision = ?",
        (
            handoff.revision,
            handoff.step,
            args,
            handoff.args_digest,
            brief,
            to_json(list(handoff.reasons)),
            handoff.score,
            handoff.agent_version,
            handoff.policy_hash,
            handoff.draw,
            to_json(list(handoff.alike)),
            handoff.way,
            handoff.version,
            handoff.epoch,
            handoff.rate,
            handoff.weight,
            to_text(now),
            handoff.id,
            handoff.revision - 1,
        ),
    )
    if cursor.rowcount == 1:
        _add_revision(db, handoff.id, handoff, args, brief, author, now)
        return True
    return False


def _handoff(row: Row) -> Handoff:
    return _record(columns(row))


def from_columns(row: Sequence[Any]) -> Handoff:
    """A handoff from a row's `COLUMNS`."""
    return _record(dict(zip(COLUMNS, row, strict=True)))


def _record(values: dict[str, Any]) -> Handoff:
    for name in _TIMES:
        if values[name] is not None:
            values[name] = to_time(values[name])
    values["args"] = from_json(values["args"])
    values["brief"] = _brief(values["brief"])
    values["held"] = bool(values["held"])
    for name in _LISTS:
        values[name] = _listed(values[name])
    return known(Handoff, values)


@lru_cache(256)
def _listed(text: str) -> tuple[Any, ...]:
    """Mostly the same few, as each has none."""
    return tuple(from_json(text))


@lru_cache(256)
def _brief(text: str) -> Brief:
    """The same text is read many times while its card stands."""
    return Brief.model_validate_json(text)


def get(db: Db, handoff_id: int) -> Handoff:
    """The handoff with this id.

    Raises:
        LookupError: there is none.
    """
    row = db.execute("SELECT * FROM handoff WHERE id = ?", (handoff_id,)).fetchone()
    if row is None:
        raise LookupError(f"no handoff {handoff_id}")
    return _handoff(row)


def next_id(db: Db) -> int:
    """The id that the next handoff gets: there is one writer, and ids are never given twice."""
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'handoff'").fetchone()
    return int(row["seq"]) + 1 if row else 1


def request_of(db: Db, handoff_id: int) -> int | None:
    """The request that a handoff belongs to; None where there is no such handoff."""
    row = db.execute("SELECT request_id FROM handoff WHERE id = ?", (handoff_id,)).fetchone()
    return int(row["request_id"]) if row else None


def open_of_run(db: Db, run_id: int) -> Handoff | None:
    """The run's open handoff, if it has one."""
    row = db.execute("SELECT * FROM handoff WHERE run_id = ? AND closed_at IS NULL", (run_id,)).fetchone()
    return _handoff(row) if row else None


def of_run(db: Db, run_id: int) -> list[Handoff]:
    """All handoffs of a run, oldest first."""
    rows = db.execute(
        "SELECT * FROM handoff WHERE request_id = (SELECT request_id FROM run WHERE id = ?) AND run_id = ? ORDER BY id",
        (run_id, run_id),
    ).fetchall()
    return [_handoff(row) for row in rows]


def of_request(db: Db, request_id: int) -> list[Handoff]:
    """All handoffs of a request, oldest first."""
    rows = db.execute("SELECT * FROM handoff WHERE request_id = ? ORDER BY id", (request_id,)).fetchall()
    return [_handoff(row) for row in rows]


def open_ones(db: Db, workflow: str | None = None, limit: int = 200) -> list[Handoff]:
    """Open handoffs, oldest first; of one workflow, or of all."""
    where = "closed_at IS NULL" + (" AND workflow = ?" if workflow else "")
    rows = db.execute(
        f"SELECT * FROM handoff WHERE {where} ORDER BY opened_at LIMIT ?",  # noqa: S608 - two fixed texts
        (workflow, limit) if workflow else (limit,),
    ).fetchall()
    return [_handoff(row) for row in rows]


def another_open(db: Db, handoff_id: int) -> bool:
    """Whether any other handoff waits for a person."""
    # Left to itself, SQLite walks through every closed handoff in another index.
    row = db.execute(
        "SELECT 1 FROM handoff INDEXED BY handoff_open WHERE closed_at IS NULL AND id <> ? LIMIT 1", (handoff_id,)
    ).fetchone()
    return row is not None


def open_args(db: Db, workflow: str, step: str) -> list[tuple[int, dict[str, Any]]]:
    """The open handoffs of a step, oldest first, each with its arguments."""
    rows = db.execute(
        "SELECT id, args FROM handoff INDEXED BY handoff_open WHERE workflow = ? AND closed_at IS NULL AND step = ? "
        "ORDER BY id",
        (workflow, step),
    )
    return [(row["id"], from_json(row["args"])) for row in rows]


def close(db: Db, handoff_id: int, revision: int, state: str, now: datetime) -> bool:
    """Compare and set the outcome; False where the handoff is closed, or was revised meanwhile."""
    cursor = db.execute(
        "UPDATE handoff SET state = ?, closed_at = ?, deadline_at = NULL, looking_since = NULL "
        "WHERE id = ? AND revision = ? AND closed_at IS NULL",
        (state, to_text(now), handoff_id, revision),
    )
    return cursor.rowcount == 1


def set_looking(db: Db, handoff_id: int, since: datetime | None) -> None:
    """The agent looks again (since then), or no longer does (None)."""
    text = to_text(since) if since else None
    db.execute("UPDATE handoff SET looking_since = ? WHERE id = ? AND closed_at IS NULL", (text, handoff_id))


def set_rung(db: Db, handoff_id: int, rung: int, deadline: datetime | None, *, held: bool) -> None:
    """One more deadline has passed."""
    db.execute(
        "UPDATE handoff SET rung = ?, deadline_at = ?, held = ?, given = '' WHERE id = ? AND closed_at IS NULL",
        (rung, to_text(deadline) if deadline else None, int(held), handoff_id),
    )


def set_given(db: Db, handoff_id: int, user: str) -> None:
    """Somebody gave it to this user; '' = it is with everybody who may decide it."""
    db.execute("UPDATE handoff SET given = ? WHERE id = ? AND closed_at IS NULL", (user, handoff_id))


def given_ones(db: Db) -> list[int]:
    """The open handoffs that somebody gave to somebody."""
    rows = db.execute("SELECT id FROM handoff INDEXED BY handoff_open WHERE closed_at IS NULL AND given <> ''")
    return [int(row["id"]) for row in rows]


def set_stage(db: Db, handoff_id: int, stage: int, deadline: datetime | None) -> None:
    """The people of a stage are asked: no deadline of theirs has passed."""
    db.execute(
        "UPDATE handoff SET stage = ?, rung = 0, deadline_at = ?, held = 0, given = '' "
        "WHERE id = ? AND closed_at IS NULL",
        (stage, to_text(deadline) if deadline else None, handoff_id),
    )


def set_shown(db: Db, handoff_id: int, revision: int, now: datetime) -> None:
    """Slack has the card of this revision; the first time counts."""
    db.execute(
        "UPDATE revision SET shown_at = ? WHERE handoff_id = ? AND revision = ? AND shown_at IS NULL",
        (to_text(now), handoff_id, revision),
    )


def revision_args(db: Db, handoff_id: int, revision: int) -> dict[str, Any]:
    """The arguments that a revision showed."""
    row = db.execute(
        "SELECT args FROM revision WHERE handoff_id = ? AND revision = ?", (handoff_id, revision)
    ).fetchone()
    return dict(from_json(row["args"]))


def revisions(db: Db, handoff_id: int) -> list[dict[str, Any]]:
    """What each revision showed, oldest first: revision, args, args_digest, brief, author, at, shown_at."""
    rows = db.execute(
        "SELECT revision, args, args_digest, brief, author, at, shown_at FROM revision WHERE handoff_id = ? "
        "ORDER BY revision",
        (handoff_id,),
    ).fetchall()
    return [{**columns(row), "args": from_json(row["args"]), "brief": from_json(row["brief"])} for row in rows]


def attested(db: Db, handoff_id: int, revision: int) -> str:
    """What the record says of a revision beside its arguments: the seal of its words, which `verify` compares."""
    row = db.execute(
        "SELECT r.salt, v.brief, h.question, h.choices FROM revision v JOIN handoff h ON h.id = v.handoff_id "
        "JOIN request r ON r.id = h.request_id WHERE v.handoff_id = ? AND v.revision = ?",
        (handoff_id, revision),
    ).fetchone()
    return shown(*row)


def closed_between(db: Db, workflow: str, start: datetime, end: datetime) -> list[Handoff]:
    """Handoffs of a workflow closed in [start, end), oldest first."""
    rows = db.execute(
        # The plus: the window is what is small, not what a workflow ever closed.
        "SELECT * FROM handoff WHERE +workflow = ? AND closed_at >= ? AND closed_at < ? ORDER BY closed_at",
        (workflow, to_text(start), to_text(end)),
    ).fetchall()
    return [_handoff(row) for row in rows]
