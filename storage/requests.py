"""Requests, what was added to them, and the runs of agents on them."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from storage.models import Note, Request, Run, Via, Who, known
from storage.sqlite import Db, from_json, insert, to_json, to_text, to_time, unnamed


def add(
    db: Db,
    *,
    source_key: str,
    via: Via,
    workflow: str,
    requester: Who,
    text: str,
    channel: str,
    message_ts: str,
    reply_channel: str,
    reply_thread: str,
    salt: str,
    now: datetime,
) -> int:
    """Insert a request and return its id; 0 where this very message or command made one before."""
    row = {
        "source_key": source_key,
        "via": via,
        "workflow": workflow,
        "requester": str(requester),
        "text": text,
        "channel": channel,
        "message_ts": message_ts,
        "reply_channel": reply_channel,
        "reply_thread": reply_thread,
        "salt": salt,
        "created_at": to_text(now),
    }
    try:
        return insert(db, "request", row)
    except sqlite3.IntegrityError:
        if by_source(db, source_key):
            return 0
        raise


COLUMNS = tuple(Request.model_fields)
"""Of a request, in the order in which `from_columns` takes them."""
_FROM_REQUEST = f"SELECT {', '.join(COLUMNS)} FROM request"  # noqa: S608 - the names of our own fields
_REQUEST_BY_ID = f"{_FROM_REQUEST} WHERE id = ?"


def from_columns(row: Sequence[Any]) -> Request:
    """A request from a row's `COLUMNS`."""
    return _request(tuple(row))


@lru_cache(64)
def _request(row: tuple[Any, ...]) -> Request:
    """The same row is read many times while a case is worked on, and nothing in a request can be changed."""
    values = dict(zip(COLUMNS, row, strict=True))
    values["requester"] = Who.parse(values["requester"])
    values["created_at"] = to_time(values["created_at"])
    return known(Request, values)


def get(db: Db, request_id: int) -> Request:
    """The request with this id.

    Raises:
        LookupError: there is none.
    """
    row = db.execute(_REQUEST_BY_ID, (request_id,)).fetchone()
    if row is None:
        raise LookupError(f"no request {request_id}")
    return from_columns(row)


def by_source(db: Db, source_key: str) -> Request | None:
    """The request that this message or command made, if it did."""
    row = db.execute(f"{_FROM_REQUEST} WHERE source_key = ?", (source_key,)).fetchone()
    return from_columns(row) if row else None


def by_reply(db: Db, channel: str, thread: str) -> Request | None:
    """The newest request that is answered in this thread."""
    row = db.execute(
        f"{_FROM_REQUEST} WHERE reply_channel = ? AND reply_thread = ? ORDER BY id DESC LIMIT 1",
        (channel, thread),
    ).fetchone()
    return from_columns(row) if row else None


def open_of(db: Db, who: Who, *, chosen: bool = False) -> list[Request]:
    """The open requests of a person, newest first; `chosen` those alone that are for a workflow already."""
    rows = db.execute(
        f"{_FROM_REQUEST} WHERE requester = ? AND closed_at IS NULL AND source_key NOT LIKE 'planted:%' "
        "AND (workflow <> '' OR NOT ?) ORDER BY id DESC LIMIT 20",
        (str(who), chosen),
    ).fetchall()
    return [from_columns(row) for row in rows]


def salt(db: Db, request_id: int) -> str:
    """The salt under which the record holds this request's words."""
    return str(db.execute("SELECT salt FROM request WHERE id = ?", (request_id,)).fetchone()["salt"])


def set_text(db: Db, request_id: int, text: str) -> None:
    """The original message was edited."""
    db.execute("UPDATE request SET text = ? WHERE id = ?", (text, request_id))


def set_workflow(db: Db, request_id: int, workflow: str) -> bool:
    """Which workflow it is for; False where that was said before."""
    cursor = db.execute("UPDATE request SET workflow = ? WHERE id = ? AND workflow = ''", (workflow, request_id))
    return cursor.rowcount == 1


def set_reply(db: Db, request_id: int, channel: str, thread: str) -> None:
    """Where the requester is answered, once that is known."""
    db.execute("UPDATE request SET reply_channel = ?, reply_thread = ? WHERE id = ?", (channel, thread, request_id))


def close(db: Db, request_id: int, now: datetime) -> None:
    """Nothing more will happen on this request."""
    db.execute("UPDATE request SET closed_at = ? WHERE id = ? AND closed_at IS NULL", (to_text(now), request_id))


def reopen(db: Db, request_id: int) -> None:
    """Work goes on."""
    db.execute("UPDATE request SET closed_at = NULL WHERE id = ?", (request_id,))


def is_open(db: Db, request_id: int) -> bool:
    """Whether work on it may still go on."""
    return db.execute("SELECT 1 FROM request WHERE id = ? AND closed_at IS NULL", (request_id,)).fetchone() is not None


def add_note(db: Db, *, request_id: int, source_key: str, who: Who, kind: str, text: str, now: datetime) -> bool:
    """Append a note; False where this very message is noted already."""
    cursor = db.execute(
        "INSERT OR IGNORE INTO note(request_id, source_key, who, kind, text, at) VALUES (?, ?, ?, ?, ?, ?)",
        (request_id, source_key, str(who), kind, text, to_text(now)),
    )
    return cursor.rowcount == 1


def notes(db: Db, request_id: int) -> tuple[Note, ...]:
    """What was added to a request, oldest first."""
    rows = db.execute("SELECT * FROM note WHERE request_id = ? ORDER BY id", (request_id,)).fetchall()
    return tuple(map(_note, rows))


def noted_from(db: Db, source_key: str) -> Note | None:
    """What a message added to a request, as it was edited last; None where it added nothing."""
    row = db.execute(
        "SELECT * FROM note WHERE source_key IN (?1, 'answer:' || ?1)"
        " OR (source_key > ?1 || '#' AND source_key < ?1 || '$') ORDER BY id DESC LIMIT 1",
        (source_key,),
    ).fetchone()
    return _note(row) if row else None


def _note(row: sqlite3.Row) -> Note:
    return Note(
        id=row["id"],
        request_id=row["request_id"],
        who=Who.parse(row["who"]),
        kind=row["kind"],
        text=row["text"],
        at=to_time(row["at"]),
    )


def add_run(db: Db, request_id: int, agent: str, agent_version: str, now: datetime) -> int:
    """A queued run; returns its id."""
    at = to_text(now)
    cursor = db.execute(
        "INSERT INTO run(request_id, state, agent, agent_version, created_at, updated_at) "
        "VALUES (?, 'queued', ?, ?, ?, ?)",
        (request_id, agent, agent_version, at, at),
    )
    return int(cursor.lastrowid or 0)


_RUN = tuple(Run.model_fields)
_FROM_RUN = f"SELECT {', '.join(_RUN)} FROM run"  # noqa: S608 - the names of our own fields
_RUN_BY_ID = f"{_FROM_RUN} WHERE id = ?"


def _run(row: Sequence[Any]) -> Run:
    values = dict(zip(_RUN, row, strict=True))
    values["created_at"] = to_time(values["created_at"])
    values["updated_at"] = to_time(values["updated_at"])
    return known(Run, values)


def run(db: Db, run_id: int) -> Run:
    """The run with this id.

    Raises:
        LookupError: there is none.
    """
    row = db.execute(_RUN_BY_ID, (run_id,)).fetchone()
    if row is None:
        raise LookupError(f"no run {run_id}")
    return _run(row)


class Start(NamedTuple):
    """What the work on a run starts from, and which rows there are of it, so that nobody looks for those there are not.

    `notes` and `handoffs` are those of the request, `reads` are those of the run; `due`: a row says when it goes on.
    """

    run: Run
    request: Request
    notes: bool
    handoffs: bool
    reads: bool
    due: bool


def start(db: Db, run_id: int) -> Start:
    """The run with this id, and its request.

    Raises:
        LookupError: there is none.
    """
    row = db.execute(_START, (run_id,)).fetchone()
    if row is None:
        raise LookupError(f"no run {run_id}")
    end = len(_RUN)
    return Start(_run(row[:end]), from_columns(row[end:-4]), *map(bool, row[-4:]))


_START = f"""
SELECT {unnamed(_RUN, "n")}, {unnamed(COLUMNS, "q")},
  EXISTS (SELECT 1 FROM note WHERE request_id = q.id) AS c,
  EXISTS (SELECT 1 FROM handoff WHERE request_id = q.id) AS c,
  EXISTS (SELECT 1 FROM turn WHERE run_id = n.id AND kind = 'read') AS c,
  EXISTS (SELECT 1 FROM due WHERE kind = 'advance' AND subject = n.id) AS c
FROM run n JOIN request q ON q.id = n.request_id WHERE n.id = ?
"""  # noqa: S608 - the names of our own fields


def queued(db: Db, limit: int) -> list[int]:
    """The queued runs of open requests that no due row puts off, oldest first and at most `limit`."""
    rows = db.execute(_QUEUED, (limit,)).fetchall()
    return [int(row["id"]) for row in rows]


# CROSS JOIN: from the few requests that are open to their runs, never the other way round.
_QUEUED = """
SELECT n.id FROM request q INDEXED BY request_own CROSS JOIN run n ON n.request_id = q.id
WHERE q.closed_at IS NULL AND n.state = 'queued'
  AND NOT EXISTS (SELECT 1 FROM due WHERE kind = 'advance' AND subject = n.id)
ORDER BY n.id LIMIT ?
"""


def last_run(db: Db, request_id: int) -> Run:
    """The newest run on a request."""
    row = db.execute(f"{_FROM_RUN} WHERE request_id = ? ORDER BY id DESC LIMIT 1", (request_id,)).fetchone()
    if row is None:
        raise LookupError(f"no run for request {request_id}")
    return _run(row)


def move_run(db: Db, run_id: int, before: str, after: str, now: datetime, *, closed: bool) -> bool:
    """Compare and set the state; False where somebody was first."""
    cursor = db.execute(
        "UPDATE run SET state = ?, updated_at = ?, closed_at = ? WHERE id = ? AND state = ?",
        (after, to_text(now), to_text(now) if closed else None, run_id, before),
    )
    return cursor.rowcount == 1


def count_failure(db: Db, run_id: int) -> int:
    """Count one more failure of the agent; returns how many in all."""
    db.execute("UPDATE run SET failures = failures + 1 WHERE id = ?", (run_id,))
    return int(db.execute("SELECT failures FROM run WHERE id = ?", (run_id,)).fetchone()["failures"])


def worked(db: Db, run_id: int, after: str, now: datetime, agent: str, version: str, *, closed: bool) -> bool:
    """Compare and set the state of a run at work, and which agent works on it; False where it is not at work."""
    cursor = db.execute(
        "UPDATE run SET state = ?, agent = ?, agent_version = ?, updated_at = ?, closed_at = ? "
        "WHERE id = ? AND state IN ('queued', 'working')",
        (after, agent, version, to_text(now), to_text(now) if closed else None, run_id),
    )
    return cursor.rowcount == 1


def add_turn(
    db: Db,
    *,
    run_id: int,
    kind: str,
    name: str,
    input: Mapping[str, Any],  # noqa: A002 - the column's name
    output: Any,
    milliseconds: int,
    now: datetime,
    call: str = "",
) -> int:
    """Append a read or a move to the run's log; returns its id. `call` is the call of a model that a read answers."""
    cursor = db.execute(
        "INSERT INTO turn(run_id, kind, name, input, output, milliseconds, at, call) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (run_id, kind, name, to_json(dict(input)), to_json(output), milliseconds, to_text(now), call),
    )
    return int(cursor.lastrowid or 0)


def read_for_call(db: Db, run_id: int, call: str) -> tuple[int, dict[str, Any]] | None:
    """The id and the answer that were kept for a call of the model; None where it was not made yet."""
    row = db.execute(
        "SELECT id, output FROM turn WHERE run_id = ? AND call = ? AND call <> ''", (run_id, call)
    ).fetchone()
    return (int(row["id"]), dict(from_json(row["output"]))) if row else None


def reads_for_calls(db: Db, run_id: int) -> tuple[int, ...]:
    """The ids of all reads that a model asked for in this run."""
    rows = db.execute(
        "SELECT id FROM turn WHERE run_id = ? AND kind = 'read' AND call <> '' ORDER BY id", (run_id,)
    ).fetchall()
    return tuple(int(row["id"]) for row in rows)


def rest_on(db: Db, turn_ids: Iterable[int], handoff_id: int, revision: int) -> None:
    """The handoff's revision rests on these reads."""
    for turn_id in turn_ids:
        db.execute("UPDATE turn SET handoff_id = ?, revision = ? WHERE id = ?", (handoff_id, revision, turn_id))


def grounds(db: Db, handoff_id: int) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """The reads that the newest proposal of a handoff rests on: tool, arguments, answer."""
    rows = db.execute(
        "SELECT name, input, output FROM turn WHERE handoff_id = ? AND kind = 'read' "
        "AND revision = (SELECT max(revision) FROM turn WHERE handoff_id = ?) ORDER BY id",
        (handoff_id, handoff_id),
    ).fetchall()
    return [(row["name"], from_json(row["input"]), from_json(row["output"])) for row in rows]


def reads(db: Db, turn_ids: Iterable[int]) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """These reads, in their order: tool, arguments, answer."""
    found = [db.execute("SELECT name, input, output FROM turn WHERE id = ?", (each,)).fetchone() for each in turn_ids]
    return [(row["name"], from_json(row["input"]), from_json(row["output"])) for row in found if row]


def reads_of(db: Db, run_id: int) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """All reads of a run, oldest first: tool, arguments, answer."""
    rows = db.execute("SELECT name, input, output FROM turn WHERE run_id = ? AND kind = 'read' ORDER BY id", (run_id,))
    return [(row["name"], from_json(row["input"]), from_json(row["output"])) for row in rows]


def reads_behind(db: Db, handoff_id: int) -> tuple[str, ...]:
    """The names of all reads that a handoff rests on, each once."""
    rows = db.execute(
        "SELECT name FROM turn WHERE handoff_id = ? AND kind = 'read' GROUP BY name ORDER BY min(id)", (handoff_id,)
    ).fetchall()
    return tuple(row["name"] for row in rows)


def same_grounds(db: Db, handoff_id: int, new_id: int) -> None:
    """The same proposal is asked anew, on the same reads."""
    db.execute("UPDATE turn SET handoff_id = ?, revision = 1 WHERE handoff_id = ?", (new_id, handoff_id))


def last_moves(db: Db, run_id: int, name: str) -> int:
    """How many moves of this name the log of a run ends with, one after the other."""
    other = "SELECT max(id) FROM turn WHERE run_id = :run AND kind = 'move' AND name <> :name"
    row = db.execute(
        f"SELECT count(*) FROM turn WHERE run_id = :run AND kind = 'move' AND id > coalesce(({other}), 0)",  # noqa: S608
        {"run": run_id, "name": name},
    ).fetchone()
    return int(row[0])


def turns(db: Db, run_id: int) -> list[dict[str, Any]]:
    """The log of a run, oldest first: kind, name, input, output, milliseconds, at."""
    rows = db.execute("SELECT * FROM turn WHERE run_id = ? ORDER BY id", (run_id,)).fetchall()
    return [{**dict(row), "input": from_json(row["input"]), "output": from_json(row["output"])} for row in rows]
