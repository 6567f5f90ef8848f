"""Whom a handoff was brought before beside its card, when they were told, and what was kept back for when."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from storage.models import Who
from storage.sqlite import Db, Row, to_text, to_time, to_time_or_none


class Asked(NamedTuple):
    """One of these rows. `until` None = told at once; `told_at` None = still kept back."""

    id: int
    handoff_id: int
    who: Who
    what: str
    number: int
    at: datetime
    until: datetime | None
    told_at: datetime | None
    how: str


def add(
    db: Db,
    handoff_id: int,
    who: Who,
    what: str,
    number: int,
    now: datetime,
    until: datetime | None = None,
    told_as: int | None = None,
) -> int | None:
    """Somebody is asked, by a mention now or later by a message; its id, None where this was so already.

    `told_as` is the row whose mention tells this, too.
    """
    cursor = db.execute(
        "INSERT OR IGNORE INTO asked(handoff_id, person, what, number, at, until, told_at, told_as, how) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            handoff_id,
            str(who),
            what,
            number,
            to_text(now),
            to_text(until) if until else None,
            None if until else to_text(now),
            told_as,
            "" if until else "mention",
        ),
    )
    return int(cursor.lastrowid or 0) if cursor.rowcount == 1 else None


def get(db: Db, asked_id: int) -> Asked | None:
    """The row of this id."""
    row = db.execute("SELECT * FROM asked WHERE id = ?", (asked_id,)).fetchone()
    return _asked(row) if row else None


def _asked(row: Row) -> Asked:
    return Asked(
        row["id"],
        row["handoff_id"],
        Who.parse(row["person"]),
        row["what"],
        row["number"],
        to_time(row["at"]),
        to_time_or_none(row["until"]),
        to_time_or_none(row["told_at"]),
        row["how"],
    )


def of_handoff(db: Db, handoff_id: int, *what: str) -> list[Asked]:
    """Everybody whom this handoff's stage was brought before in one of these ways, in order."""
    rows = db.execute("SELECT * FROM asked WHERE handoff_id = ? AND number >= 0 ORDER BY id", (handoff_id,)).fetchall()
    return [_asked(row) for row in rows if row["what"] in what]


def begin_anew(db: Db, handoff_id: int) -> None:
    """Another stage is asked: who was asked about the one before may be asked again, and is not reminded of it."""
    db.execute(
        "UPDATE asked SET number = -id WHERE handoff_id = ? AND number >= 0 "
        "AND what NOT IN ('later', 'shift', 'left', 'oncall')",
        (handoff_id,),
    )


def kept(db: Db, who: Who, now: datetime) -> list[Asked]:
    """What was kept back for this person until now or earlier, oldest first."""
    rows = db.execute(
        "SELECT * FROM asked WHERE person = ? AND told_at IS NULL AND until <= ? ORDER BY id", (str(who), to_text(now))
    ).fetchall()
    return [_asked(row) for row in rows]


def waiting(db: Db, who: Who) -> list[int]:
    """The ids of everything that is kept back for this person, but for their own reminders."""
    rows = db.execute(
        "SELECT id FROM asked WHERE person = ? AND told_at IS NULL AND what <> 'later' ORDER BY id", (str(who),)
    )
    return [int(row["id"]) for row in rows.fetchall()]


def interruptions(db: Db, who: Who, since: datetime) -> list[datetime]:
    """When this person was interrupted after `since`, in order; what one message told counts once."""
    rows = db.execute(
        "SELECT min(told_at) AS at FROM asked WHERE person = ? AND told_at > ? AND how <> 'overtaken' "
        "GROUP BY coalesce(told_as, id) ORDER BY 1",
        (str(who), to_text(since)),
    ).fetchall()
    return [to_time(row["at"]) for row in rows]


def told_since(db: Db, who: Who, since: datetime) -> set[int]:
    """The handoffs that this person was told of after `since`."""
    rows = db.execute(
        "SELECT DISTINCT handoff_id FROM asked WHERE person = ? AND told_at > ? AND how <> 'overtaken'",
        (str(who), to_text(since)),
    )
    return {int(row["handoff_id"]) for row in rows.fetchall()}


def told(db: Db, ids: Sequence[int], how: str, now: datetime) -> None:
    """One message told these, or they were `overtaken`: nothing is left to tell."""
    db.executemany(
        "UPDATE asked SET told_at = ?, told_as = ?, how = ? WHERE id = ? AND told_at IS NULL",
        [(to_text(now), ids[0], how, each) for each in ids],
    )


def put_off(db: Db, ids: Iterable[int], until: datetime) -> None:
    """They are kept back longer."""
    db.executemany("UPDATE asked SET until = ? WHERE id = ? AND told_at IS NULL", [(to_text(until), i) for i in ids])


def kept_between(db: Db, start: datetime, end: datetime) -> list[Asked]:
    """What was kept back for a while in [start, end), private reminders aside: for digests."""
    rows = db.execute(
        "SELECT * FROM asked WHERE until IS NOT NULL AND at >= ? AND at < ? AND what <> 'later' ORDER BY id",
        (to_text(start), to_text(end)),
    ).fetchall()
    return [_asked(row) for row in rows]
