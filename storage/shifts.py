"""Shifts that were handed over: what was open then, and who took what."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from storage.models import Who
from storage.sqlite import Db, Row, insert, to_text, to_time, to_time_or_none


class Shift(NamedTuple):
    """The end of a region's day. `closed_at` is set once everything was taken, or the next rung was told."""

    id: int
    region: str
    day: str
    next: str
    ended_at: datetime
    accept_by: datetime
    closed_at: datetime | None


class Case(NamedTuple):
    """Something that was open then. `taken_by` None: nobody has taken it. `first`: what they do first."""

    handoff_id: int
    taken_by: Who | None
    taken_at: datetime | None
    first: bool


def add(db: Db, region: str, day: str, to: str, ended: datetime, accept_by: datetime, cases: Iterable[int]) -> int:
    """A region's day has ended with these handoffs open; returns the id of the shift.

    Raises:
        sqlite3.IntegrityError: this day was handed over already.
    """
    times = {"ended_at": to_text(ended), "accept_by": to_text(accept_by)}
    number = insert(db, "shift", {"region": region, "day": day, "next": to, **times})
    for each in cases:
        insert(db, "shift_case", {"shift_id": number, "handoff_id": each})
    return number


def get(db: Db, number: int) -> Shift:
    """The shift with this id.

    Raises:
        LookupError: there is none.
    """
    row = db.execute("SELECT * FROM shift WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise LookupError(f"no shift {number}")
    times = (to_time(row["ended_at"]), to_time(row["accept_by"]), to_time_or_none(row["closed_at"]))
    return Shift(row["id"], row["region"], row["day"], row["next"], *times)


def cases(db: Db, number: int) -> list[Case]:
    """What was open at the end of a shift, oldest first."""
    rows = db.execute("SELECT * FROM shift_case WHERE shift_id = ? ORDER BY handoff_id", (number,))
    return [_case(row) for row in rows]


def _case(row: Row) -> Case:
    taken = Who.parse(row["taken_by"]) if row["taken_by"] else None
    return Case(row["handoff_id"], taken, to_time_or_none(row["taken_at"]), bool(row["first"]))


def take(db: Db, number: int, handoff_id: int, who: Who, now: datetime, *, first: bool) -> bool:
    """This person takes it; False where somebody has."""
    cursor = db.execute(
        "UPDATE shift_case SET taken_by = ?, taken_at = ?, first = ? "
        "WHERE shift_id = ? AND handoff_id = ? AND taken_at IS NULL",
        (str(who), to_text(now), int(first), number, handoff_id),
    )
    return cursor.rowcount == 1


def offering(db: Db, to: str, handoff_id: int) -> list[int]:
    """The shifts that hand this over to a region, where nobody has taken it yet and it is not too late."""
    rows = db.execute(
        "SELECT s.id FROM shift s JOIN shift_case c ON c.shift_id = s.id "
        "WHERE s.next = ? AND s.closed_at IS NULL AND c.handoff_id = ? AND c.taken_at IS NULL ORDER BY s.id",
        (to, handoff_id),
    )
    return [int(row["id"]) for row in rows]


def waits(db: Db, number: int, handoff_id: int, *, over: bool) -> bool:
    """Whether nobody has taken this of a shift; `over`: also where it is too late for that."""
    row = db.execute(
        "SELECT s.closed_at FROM shift_case c JOIN shift s ON s.id = c.shift_id "
        "WHERE c.shift_id = ? AND c.handoff_id = ? AND c.taken_at IS NULL",
        (number, handoff_id),
    ).fetchone()
    return row is not None and (over or row["closed_at"] is None)


def close(db: Db, number: int, now: datetime) -> bool:
    """Nothing more is to be taken, or told; False where that was so already."""
    return (
        db.execute("UPDATE shift SET closed_at = ? WHERE id = ? AND closed_at IS NULL", (to_text(now), number)).rowcount
        == 1
    )
