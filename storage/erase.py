"""Words that are to go: where they stand in the tables, and how they are taken out. Ids, states, hashes, times stay.

Rows are kept and their texts emptied: what the record attests of them is not held against them any more, because an
entry of the record names the requests whose words were erased.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from storage.sqlite import DatabaseTrouble, Db, connect, to_json, to_text
from storage.verify import fingerprint

_CHOSEN = (  # which rows: filled before the statements below
    "CREATE TEMP TABLE IF NOT EXISTS gone(kind TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (kind, id))",
    "DELETE FROM temp.gone",
    "INSERT INTO temp.gone SELECT 'request', value FROM json_each(:ids)",
    "INSERT INTO temp.gone SELECT 'handoff', id FROM handoff WHERE request_id IN (SELECT value FROM json_each(:ids))",
    "INSERT INTO temp.gone SELECT 'run', id FROM run WHERE request_id IN (SELECT value FROM json_each(:ids))",
)
_MADE = {  # what agents and tools wrote about these requests, and values that were made of words
    "look-ups": "UPDATE turn SET input = '{}', output = '{}' WHERE kind = 'read' AND run_id IN "
    "(SELECT id FROM temp.gone WHERE kind = 'run')",
    "talks with a model": "UPDATE talk SET body = x'', facts = '{}' WHERE run_id IN "
    "(SELECT id FROM temp.gone WHERE kind = 'run')",
    "handoffs": "UPDATE handoff SET args = '{}', question = '', choices = '[]', brief = '{}', reasons = '[]' "
    "WHERE request_id IN (SELECT id FROM temp.gone WHERE kind = 'request')",
    "versions of cards": "UPDATE revision SET args = '{}', brief = '{}' WHERE handoff_id IN "
    "(SELECT id FROM temp.gone WHERE kind = 'handoff')",
    "actions": "UPDATE effect SET args = '{}', error = '', result = CASE WHEN result IS NULL THEN NULL ELSE '{}' END "
    "WHERE handoff_id IN (SELECT id FROM temp.gone WHERE kind = 'handoff')",
    "secret values": "UPDATE secret SET sealed = '' WHERE request_id IN "
    "(SELECT id FROM temp.gone WHERE kind = 'request')",
    "messages kept": "UPDATE outbox SET payload = '{}', sent_at = coalesce(sent_at, :now), "
    "outcome = CASE WHEN sent_at IS NULL THEN 'failed: erased' ELSE outcome END "
    "WHERE request_id IN (SELECT id FROM temp.gone WHERE kind = 'request') "
    "OR handoff_id IN (SELECT id FROM temp.gone WHERE kind = 'handoff')",
    "answers of agents": "UPDATE inquiry SET answer = '', sources = '[]' WHERE handoff_id IN "
    "(SELECT id FROM temp.gone WHERE kind = 'handoff')",
    "decisions (their values)": "UPDATE decision SET args_before = '{}', args_after = '{}' WHERE handoff_id IN "
    "(SELECT id FROM temp.gone WHERE kind = 'handoff')",
}
_SAID = {  # what people wrote; only one person's where `who` is not empty
    "notes and answers": "UPDATE note SET text = '' WHERE request_id IN "
    "(SELECT id FROM temp.gone WHERE kind = 'request') AND :who IN ('', who)",
    "decisions (their reasons)": "UPDATE decision SET note = '', words = '', salt = '' WHERE handoff_id IN "
    "(SELECT id FROM temp.gone WHERE kind = 'handoff') AND :who IN ('', person)",
    "questions to agents": "UPDATE inquiry SET text = '' WHERE handoff_id IN "
    "(SELECT id FROM temp.gone WHERE kind = 'handoff') AND :who IN ('', who)",
    "requests": "UPDATE request SET text = '' WHERE id IN (SELECT id FROM temp.gone WHERE kind = 'request') "
    "AND (:who = '' OR id IN (SELECT a.request_id FROM audit a, json_each(a.data, '$.said_by') s "
    "WHERE a.kind = 'requested' AND s.value = :who))",  # a thread that was handed over, in which they wrote
}
_QUOTES = {  # where other requests repeat what was said in an earlier case
    "talks with a model": "UPDATE talk SET body = x'', facts = '{}' WHERE run_id IN "
    "(SELECT id FROM run WHERE request_id IN (SELECT value FROM json_each(?)))",
    "answers of agents": "UPDATE inquiry SET answer = '', sources = '[]' WHERE handoff_id IN "
    "(SELECT id FROM handoff WHERE request_id IN (SELECT value FROM json_each(?)))",
}
_NAMED = re.compile(rb'"H-(\d+)\\?"')  # how an earlier case is named: in JSON, also within a text of it
_AFTER = (
    "UPDATE request SET salt = '' WHERE id IN (SELECT id FROM temp.gone WHERE kind = 'request')",
    """DELETE FROM due WHERE kind IN ('act', 'undo', 'plant', 'deadline') AND subject IN
    (SELECT id FROM temp.gone WHERE kind = 'handoff')""",
)


class NotCompacted(Exception):
    """The file could not be written anew; the text says why."""


class Place(NamedTuple):
    """A message of ours in Slack, or (`thread` true) a thread with messages of ours under it."""

    channel: str
    ts: str
    thread: bool = False


def requests_of(db: Db, who: str) -> list[int]:
    """The requests that a person (`team/user`) made, and the cards that were made of them; those not erased yet.

    A missing salt does not mean erased: it goes with the words of anybody who wrote about a request.
    """
    rows = db.execute(
        "SELECT id FROM request WHERE requester = ? AND (text <> '' OR salt <> '') UNION "
        "SELECT id FROM request WHERE source_key LIKE 'planted:%' AND (text <> '' OR salt <> '') AND workflow IN "
        "(SELECT workflow FROM request WHERE requester = ?) ORDER BY id",
        (who, who),
    )
    return [int(row[0]) for row in rows]


def touched_by(db: Db, who: str) -> list[int]:
    """Requests of others in which this person's words stand, those not erased yet.

    Notes, reasons, edits, questions; and messages of theirs in a thread that somebody handed over.
    """
    rows = db.execute(
        "SELECT r.id FROM request r WHERE r.requester <> :who AND ("
        "r.id IN (SELECT request_id FROM note WHERE who = :who AND text <> '') OR r.id IN ("
        "SELECT h.request_id FROM decision d JOIN handoff h ON h.id = d.handoff_id WHERE d.person = :who "
        "AND (d.note <> '' OR d.words <> '' OR (d.verdict = 'edit' AND d.args_after <> '{}'))) OR r.id IN ("
        "SELECT h.request_id FROM inquiry i JOIN handoff h ON h.id = i.handoff_id WHERE i.who = :who AND i.text <> '')"
        " OR r.text <> '' AND r.id IN (SELECT a.request_id FROM audit a, json_each(a.data, '$.said_by') s "
        "WHERE a.kind = 'requested' AND s.value = :who)) ORDER BY r.id",
        {"who": who},
    )
    return [int(row[0]) for row in rows]


def quoting(db: Db, ids: Iterable[int]) -> list[int]:
    """Other requests whose talk with a model, or whose answers, show cases of these requests as earlier ones."""
    chosen = set(ids)
    rows = db.execute(
        "SELECT id FROM handoff WHERE request_id IN (SELECT value FROM json_each(?))", (to_json(list(chosen)),)
    )
    theirs = {int(row[0]) for row in rows}
    said = db.execute("SELECT r.request_id, t.body FROM talk t JOIN run r ON r.id = t.run_id WHERE t.body <> x''")
    found = {int(row[0]) for row in said if theirs & {int(each) for each in _NAMED.findall(row[1])}}
    answers = db.execute("SELECT h.request_id, i.sources FROM inquiry i JOIN handoff h ON h.id = i.handoff_id")
    found |= {int(row[0]) for row in answers if theirs & {int(each) for each in _NAMED.findall(row[1].encode())}}
    return sorted(found - chosen)


def quoting_gone(db: Db) -> list[int]:
    """Closed requests whose talk with a model, or whose answers, still show an earlier case whose own words went."""
    rows = db.execute("SELECT id FROM request WHERE text = '' AND salt = ''").fetchall()
    found = quoting(db, (row[0] for row in rows))
    waiting = set(open_among(db, found))
    return [each for each in found if each not in waiting]


def erase_quotes(db: Db, ids: Sequence[int]) -> dict[str, int]:
    """Take out what models were told and said about these requests, and what agents answered; how many rows."""
    db.execute("PRAGMA secure_delete = ON")
    chosen = (to_json(list(ids)),)
    return {what: db.execute(statement, chosen).rowcount for what, statement in _QUOTES.items()}


def erased_of(db: Db, who: str) -> list[int]:
    """Requests whose words went before, with time or by this person's wish: messages about them may still stand."""
    rows = db.execute(
        "SELECT value FROM audit, json_each(audit.data, '$.requests') "
        "WHERE kind = 'texts_erased' AND json_extract(data, '$.person') = :who "
        "UNION SELECT id FROM request WHERE requester = :who AND salt = ''",
        {"who": who},
    )
    return [int(row[0]) for row in rows]


def old_ones(db: Db, workflow: str, closed_before: datetime, most: int) -> list[int]:
    """Requests of a workflow that were closed before then, and still have their words; the oldest first."""
    rows = db.execute(
        "SELECT id FROM request WHERE workflow = ? AND closed_at < ? AND (text <> '' OR salt <> '') AND NOT EXISTS ("
        "SELECT 1 FROM handoff h WHERE h.request_id = request.id AND h.closed_at IS NULL) ORDER BY id LIMIT ?",
        (workflow, to_text(closed_before), most),
    )
    return [int(row[0]) for row in rows]


def open_among(db: Db, ids: Iterable[int]) -> list[int]:
    """Those of these requests on which something is still to happen."""
    rows = db.execute(
        "SELECT id FROM request WHERE id IN (SELECT value FROM json_each(?)) AND (closed_at IS NULL OR EXISTS "
        "(SELECT 1 FROM handoff h WHERE h.request_id = request.id AND h.closed_at IS NULL) OR EXISTS "
        "(SELECT 1 FROM effect e JOIN handoff h ON h.id = e.handoff_id WHERE h.request_id = request.id "
        "AND e.ended_at IS NULL)) ORDER BY id",
        (to_json(list(ids)),),
    )
    return [int(row[0]) for row in rows]


def erase(db: Db, ids: Sequence[int], now: datetime, *, who: str = "") -> dict[str, int]:
    """Take the words of these requests out; with `who` (`team/user`) of other people's words only what is theirs.

    Returns:
        How many rows, by what they hold.
    """
    db.unsent = None
    db.execute("PRAGMA secure_delete = ON")  # what is freed is overwritten
    for statement in _CHOSEN:
        db.execute(statement, {"ids": to_json(list(ids))} if ":ids" in statement else {})
    counts: dict[str, int] = {}
    for what, statement in (_MADE | _SAID).items():
        values = {name: value for name, value in (("now", to_text(now)), ("who", who)) if f":{name}" in statement}
        counts[what] = db.execute(statement, values).rowcount
    for statement in _AFTER:
        db.execute(statement)
    _once(db)
    db.execute("DELETE FROM temp.gone")
    return counts


def _once(db: Db) -> None:
    """What may run only once is still held, by the hash of its value."""
    rows = db.execute(
        "SELECT step, value FROM once WHERE handoff_id IN (SELECT id FROM temp.gone WHERE kind = 'handoff') "
        "AND value NOT LIKE 'sha256:%'"
    ).fetchall()
    for row in rows:
        db.execute(
            "UPDATE OR IGNORE once SET value = ? WHERE step = ? AND value = ?",
            (hidden_value(row["value"]), row["step"], row["value"]),
        )


def decisions_of(db: Db, ids: Iterable[int]) -> dict[str, str]:
    """How the decisions on these requests stand now, for the record: id to fingerprint."""
    rows = db.execute(
        "SELECT d.* FROM decision d JOIN handoff h ON h.id = d.handoff_id "
        "WHERE h.request_id IN (SELECT value FROM json_each(?)) ORDER BY d.id",
        (to_json(list(ids)),),
    )
    return {str(row["id"]): fingerprint(row) for row in rows}


def hidden_value(value: str) -> str:
    """How a `once` value stands after its words were erased."""
    return f"sha256:{hashlib.sha256(value.encode('utf-8', 'surrogatepass')).hexdigest()}"


def person_rows(db: Db, who: str) -> dict[str, int]:
    """Words of a person that belong to no request: why an owner held a step, what was answered only to them."""
    user = who.partition("/")[2]
    held = db.execute("UPDATE hold SET why = '' WHERE by = ? AND why <> ''", (who,)).rowcount
    ruled = db.execute("UPDATE ruling SET why = '', salt = '' WHERE person = ? AND salt <> ''", (who,)).rowcount
    told = db.execute(
        "UPDATE outbox SET payload = '{}' WHERE kind IN ('answer', 'menu', 'desk') AND sent_at IS NOT NULL "
        "AND json_extract(payload, '$.user') = ?",
        (user,),
    ).rowcount
    return {"reasons of pauses": held + ruled, "answers to them": told}


def persons(db: Db, user: str) -> list[str]:
    """Who is known here by this user id, as `team/user`."""
    rows = db.execute(
        "SELECT requester AS who FROM request UNION SELECT who FROM note UNION SELECT person FROM decision "
        "UNION SELECT who FROM inquiry UNION SELECT by FROM hold UNION SELECT person FROM ruling "
        "UNION SELECT s.value FROM audit a, json_each(a.data, '$.said_by') s WHERE a.kind = 'requested'"
    )
    return sorted({str(row["who"]) for row in rows if str(row["who"]).partition("/")[2] == user})


def places(db: Db, ids: Iterable[int]) -> list[Place]:
    """Where Baton's own messages about these requests stand in Slack."""
    found: dict[tuple[str, str], Place] = {}
    for request in ids:
        handoffs = [row[0] for row in db.execute("SELECT id FROM handoff WHERE request_id = ?", (request,))]
        keys = [f"{kind}:{each}" for each in handoffs for kind in ("card", "check")]
        for key in keys:
            row = db.execute("SELECT channel, ts FROM post WHERE key = ? AND ts <> ''", (key,)).fetchone()
            if row:
                found[row["channel"], row["ts"]] = Place(row["channel"], row["ts"], thread=True)
        said = db.execute(
            "SELECT channel, ts FROM post WHERE key >= ? AND key < ? AND ts <> ''",
            (f"said:{request}:", f"said:{request};"),
        )
        for row in said:
            found.setdefault((row["channel"], row["ts"]), Place(row["channel"], row["ts"]))
    return list(found.values())


def gone(db: Db, place: Place) -> None:
    """This message does not stand there any more."""
    db.execute("DELETE FROM post WHERE channel = ? AND ts = ?", (place.channel, place.ts))


def unlock(lock: int) -> None:
    """Give back what `take_lock` returned."""
    os.close(lock)


def compact(path: Path) -> None:
    """Write the database file anew without what was freed, and empty what stood beside it. Nobody else may use it.

    Raises:
        NotCompacted: it could not be written, as the disk is full or somebody reads it; the database is as it was.
    """
    try:
        db = connect(path, read_only=False)
    except DatabaseTrouble as error:
        raise NotCompacted(str(error)) from error
    try:
        db.execute("PRAGMA secure_delete = ON")
        db.execute("INSERT INTO precedent_words(precedent_words) VALUES ('optimize')")
        _emptied(db)
        db.execute("VACUUM")
        _emptied(db)
    except DatabaseTrouble as error:
        raise NotCompacted(str(error)) from error
    finally:
        db.close()


def _emptied(db: Db) -> None:
    """Empty the log into the file. SQLite raises nothing where a reader holds what stood there before."""
    if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        raise NotCompacted("another program reads it and keeps the old pages there; end that one")
