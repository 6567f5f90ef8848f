"""The outbox: what is to be told, and where in Slack it stands once it is.

The writing connection may know by itself what is unsent (`Db.unsent`): whatever changes that here, changes it there.
"""

from collections.abc import Container, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from storage.models import Outgoing
from storage.sqlite import Db, from_json, to_json, to_text, to_time


def add(
    db: Db,
    *,
    key: str,
    lane: str,
    kind: str,
    now: datetime,
    handoff: int | None = None,
    request: int | None = None,
    payload: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> bool:
    """Queue something to be told, not before `at`; False where `key` is queued or told already."""
    db.outs += 1
    created = to_text(now)
    ready = created if at is None else to_text(at)
    words = to_json(dict(payload)) if payload else "{}"
    cursor = db.execute(
        "INSERT OR IGNORE INTO outbox(key, lane, kind, handoff_id, request_id, payload, next_at, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (key, lane, kind, handoff, request, words, ready, created),
    )
    if cursor.rowcount != 1:
        return False
    if db.unsent is not None:
        number = int(cursor.lastrowid or 0)
        db.unsent[number] = (number, key, lane, kind, handoff, request, words, 0, created, ready)
        if len(db.unsent) > _MOST_KNOWN:
            db.unsent = None
    return True


LONGEST_WAIT = timedelta(hours=1)
"""What seems to wait longer was put off by a clock that was ahead then, and was set back since."""
_MOST_KNOWN = 20  # what is known is gone through at each look, and read anew at each rest
_COLUMNS = Outgoing._fields
_FIELDS = ", ".join(f"o.{name}" for name in (*_COLUMNS, "next_at"))
_LANE, _KIND, _NEXT_AT = _COLUMNS.index("lane"), _COLUMNS.index("kind"), len(_COLUMNS)
_ATTEMPTS, _CREATED_AT = _COLUMNS.index("attempts"), _COLUMNS.index("created_at")


def _outgoing(row: Sequence[Any]) -> Outgoing:
    """From the columns in the order of the record's fields, and when it is ready."""
    number, key, lane, kind, handoff, request, words, attempts, created, _ready = row
    return Outgoing(number, key, lane, kind, handoff, request, from_json(words), attempts, to_time(created))


def first_of_each_lane(db: Db, now: datetime, busy: Container[str] = (), limit: int = 100) -> list[Outgoing]:
    """The oldest unsent row of each lane that is not `busy`, where its time has come."""
    moment = to_text(now), to_text(now + LONGEST_WAIT)
    if db.unsent is None:
        rows = db.execute(_FIRST_OF_EACH_LANE, (*moment, limit)).fetchall()
    else:
        rows = [row for row in _firsts(db.unsent) if _is_ready(row, *moment)][:limit]
    return [_outgoing(row) for row in rows if row[_LANE] not in busy]


def _is_ready(row: Sequence[Any], now: str, latest: str) -> bool:
    """Whether its time has come; what was to go out at once, and was not tried yet, waits for no clock."""
    at = row[_NEXT_AT]
    return bool(at <= now or at > latest or (row[_ATTEMPTS] == 0 and at == row[_CREATED_AT]))


def _firsts(unsent: Mapping[int, Sequence[Any]]) -> list[Sequence[Any]]:
    firsts: dict[str, Sequence[Any]] = {}
    for row in unsent.values():
        firsts.setdefault(row[_LANE], row)
    return list(firsts.values())


# The plus: by the index of unsent rows, not through all that was ever sent.
_FIRST_OF_EACH_LANE = f"""
SELECT {_FIELDS} FROM outbox o WHERE o.sent_at IS NULL
AND (o.next_at <= ? OR o.next_at > ? OR (o.attempts = 0 AND o.next_at = o.created_at)) AND NOT EXISTS (
  SELECT 1 FROM outbox earlier WHERE earlier.lane = o.lane AND earlier.sent_at IS NULL AND earlier.id < o.id
) ORDER BY +o.id LIMIT ?
"""  # noqa: S608 - the names of our own fields


def next_at(db: Db) -> datetime | None:
    """When the next row that is the first of its lane wants to go out.

    The only writing connection finds out with it what is unsent, and knows it from then on, unless that is much. It is
    asked whenever nothing is on its way, so that what is known is seldom old.
    """
    if db.only_writer:
        db.unsent = unsent(db)
    if db.unsent is not None:
        return to_time(min(row[_NEXT_AT] for row in _firsts(db.unsent))) if db.unsent else None
    row = db.execute(
        "SELECT min(next_at) AS at FROM outbox o WHERE sent_at IS NULL AND NOT EXISTS ("
        "  SELECT 1 FROM outbox earlier WHERE earlier.lane = o.lane AND earlier.sent_at IS NULL AND earlier.id < o.id)"
    ).fetchone()
    return to_time(row["at"]) if row["at"] else None


def unsent(db: Db) -> dict[int, tuple[Any, ...]] | None:
    """All that is not told yet, by its number and in that order; None where that is much."""
    rows = db.execute(_UNSENT, (_MOST_KNOWN + 1,)).fetchall()
    return {row[0]: tuple(row) for row in rows} if len(rows) <= _MOST_KNOWN else None


_UNSENT = f"SELECT {_FIELDS} FROM outbox o WHERE o.sent_at IS NULL ORDER BY +o.id LIMIT ?"  # noqa: S608 - as above


def newest(db: Db, lane: str, kind: str) -> int:
    """The id of the newest unsent row of this kind in the lane; 0 where there is none."""
    row = db.execute(
        "SELECT max(id) AS id FROM outbox WHERE lane = ? AND kind = ? AND sent_at IS NULL", (lane, kind)
    ).fetchone()
    return int(row["id"] or 0)


class OfCard(NamedTuple):
    """What a card goes out with. `place` is where it stands, None where it does not stand yet; `newest` the newest row
    of its lane that wants it drawn, 0 where there is none; `thread` what its lane tells next in its thread.
    """

    place: tuple[str, str] | None
    newest: int
    thread: tuple[Outgoing, ...]


def of_card(db: Db, lane: str, now: datetime) -> OfCard:
    """Where the card of a lane stands, and what the lane still has to tell, as far as its time has come."""
    newest, thread, moment = 0, list[Outgoing](), (to_text(now), to_text(now + LONGEST_WAIT))
    next_ones = True
    for row in _of_lane(db, lane):
        if row[_KIND] == "card":
            newest = row[0]
        elif next_ones and row[_KIND] == "thread" and _is_ready(row, *moment):
            thread.append(_outgoing(row))
        else:
            next_ones = False
    return OfCard(post(db, lane), newest, tuple(thread))


def _of_lane(db: Db, lane: str) -> list[Sequence[Any]]:
    """What is unsent of a lane, the oldest first."""
    if db.unsent is not None:
        return [row for row in db.unsent.values() if row[_LANE] == lane]
    return db.execute(_OF_LANE, (lane,)).fetchall()


_OF_LANE = f"SELECT {_FIELDS} FROM outbox o WHERE o.lane = ? AND o.sent_at IS NULL ORDER BY o.id"  # noqa: S608 - our own


def drawn(db: Db, row: Outgoing, newest: int, now: datetime) -> None:
    """A card is out, and stands for those of its lane up to `newest`, too."""
    if newest <= row.id:
        done(db, row.id, "sent", now)
        return
    db.execute(
        "UPDATE outbox SET sent_at = ?, outcome = CASE id WHEN ? THEN 'sent' ELSE 'replaced' END, "
        "attempts = attempts + (id = ?) WHERE lane = ? AND kind = 'card' AND sent_at IS NULL AND id <= ?",
        (to_text(now), row.id, row.id, row.lane, newest),
    )
    if db.unsent is not None:
        for each in _of_lane(db, row.lane):
            if each[_KIND] == "card" and each[0] <= newest:
                del db.unsent[each[0]]


def done(db: Db, row_id: int, outcome: str, now: datetime) -> None:
    """It is out (`sent`), or will never be (`failed: why`)."""
    db.execute(
        "UPDATE outbox SET sent_at = ?, outcome = ?, attempts = attempts + 1 WHERE id = ? AND sent_at IS NULL",
        (to_text(now), outcome, row_id),
    )
    if db.unsent is not None:
        db.unsent.pop(row_id, None)


def later(db: Db, row_id: int, at: datetime, why: str) -> None:
    """Try it again at `at`."""
    db.unsent = None
    db.execute(
        "UPDATE outbox SET next_at = ?, attempts = attempts + 1, outcome = ? WHERE id = ?", (to_text(at), why, row_id)
    )


def set_post(db: Db, key: str, channel: str, ts: str, now: datetime, shown: str = "") -> None:
    """Remember where a thing stands in Slack, and the fingerprint of what it shows."""
    db.execute(
        "INSERT INTO post(key, channel, ts, at, shown) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT(key) DO UPDATE SET channel = excluded.channel, ts = excluded.ts, shown = excluded.shown",
        (key, channel, ts, to_text(now), shown),
    )


def cards(db: Db, since: datetime, limit: int = 200) -> list[tuple[int, str]]:
    """The newest handoffs with a card that are open, or closed since then, with the fingerprint of what it showed."""
    rows = db.execute(
        "SELECT id FROM ("
        "  SELECT id FROM handoff INDEXED BY handoff_open WHERE closed_at IS NULL AND kind <> 'question' UNION ALL"
        "  SELECT id FROM handoff INDEXED BY handoff_ended WHERE closed_at >= ? AND kind <> 'question'"
        ") ORDER BY +id DESC LIMIT ?",  # by the two indexes: never through all that was ever asked
        (to_text(since), limit),
    ).fetchall()
    found = []
    for row in rows:
        card = db.execute("SELECT shown FROM post WHERE key = ?", (f"card:{row['id']}",)).fetchone()
        if card is not None:
            found.append((row["id"], card["shown"]))
    return found


def post(db: Db, key: str) -> tuple[str, str] | None:
    """Channel and ts of a thing in Slack, None where it does not stand there yet."""
    row = db.execute("SELECT channel, ts FROM post WHERE key = ?", (key,)).fetchone()
    return (row["channel"], row["ts"]) if row else None


def post_key(db: Db, channel: str, ts: str) -> str | None:
    """The inverse: what stands at this place."""
    row = db.execute("SELECT key FROM post WHERE channel = ? AND ts = ?", (channel, ts)).fetchone()
    return str(row["key"]) if row else None


def standing(db: Db, prefix: str) -> dict[str, str]:
    """What is being said without a place of its own, under keys that begin with `prefix`: key to words."""
    rows = db.execute(
        "SELECT key, shown FROM post WHERE key >= ? AND key < ? AND ts = ''", (prefix, f"{prefix}\U0010ffff")
    ).fetchall()
    return {str(row["key"]): str(row["shown"]) for row in rows}


def as_posted(db: Db, prefix: str) -> list[tuple[str, tuple[str, str]]]:
    """The messages under keys that begin with `prefix` and that nothing changed since: key, and where it stands."""
    rows = db.execute(
        "SELECT key, channel, ts FROM post WHERE key >= ? AND key < ? AND shown = ''", (prefix, f"{prefix}\U0010ffff")
    ).fetchall()
    return [(key, (channel, ts)) for key, channel, ts in rows]


def folded(db: Db, key: str) -> None:
    """Its buttons are gone: it stays as it is."""
    db.execute("UPDATE post SET shown = 'folded' WHERE key = ?", (key,))


def forget(db: Db, key: str) -> None:
    """It is not being said any more."""
    db.execute("DELETE FROM post WHERE key = ?", (key,))


def forget_under(db: Db, prefix: str) -> None:
    """The messages under keys that begin with `prefix` are left as they are from now on."""
    db.execute("DELETE FROM post WHERE key >= ? AND key < ?", (prefix, f"{prefix}\U0010ffff"))


def last_id(db: Db) -> int:
    """The number of the newest row."""
    return int(db.execute("SELECT coalesce(max(id), 0) AS id FROM outbox").fetchone()["id"])


def attempt_all(db: Db) -> None:
    """Whatever is not told may have been told already: it is looked for in Slack before it is posted."""
    db.unsent = None
    db.execute("UPDATE outbox SET attempts = attempts + 1 WHERE sent_at IS NULL")


def oldest_unsent(db: Db) -> tuple[datetime, str] | None:
    """When the oldest thing was queued that is not told yet, and what its last attempt came to.

    Notices are not counted, nor what is to wait for a later moment and was not tried yet.
    """
    row = db.execute(
        "SELECT created_at, outcome FROM outbox WHERE sent_at IS NULL AND kind <> 'notice' "
        "AND (attempts > 0 OR next_at <= created_at) ORDER BY created_at LIMIT 1"
    ).fetchone()
    return (to_time(row["created_at"]), str(row["outcome"])) if row else None
