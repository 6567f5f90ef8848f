"""The condition of a database: damage, what waits in it, and the SQLite that reads it. Only reads."""

import sqlite3
from datetime import datetime
from typing import NamedTuple

from storage.sqlite import Db, to_time_or_none


class Waiting(NamedTuple):
    """How many rows wait, and since when the oldest does."""

    rows: int
    since: datetime | None


def version() -> tuple[int, ...]:
    """The version of SQLite that Python came with: (3, 51, 3)."""
    return sqlite3.sqlite_version_info


def has_reset_bug(found: tuple[int, ...]) -> bool:
    """Whether two connections that write or checkpoint at once may damage a database in WAL mode.

    From 3.7.0 to 3.51.2; mended in 3.51.3, and before that in 3.50.7 and 3.44.6.
    """
    mended = any(line <= found < (*line[:2], 99) for line in ((3, 50, 7), (3, 44, 6)))
    return (3, 7, 0) <= found < (3, 51, 3) and not mended


def damage(db: Db) -> list[str]:
    """What SQLite's quick check finds; empty where the file is sound."""
    try:
        return [str(row[0]) for row in db.execute("PRAGMA quick_check(3)") if row[0] != "ok"]
    except sqlite3.DatabaseError as error:
        return [str(error)]


def waiting(db: Db) -> tuple[Waiting, Waiting]:
    """What is to be told and is not told yet, and what came in and nobody has worked on yet."""
    out = db.execute("SELECT count(*), min(created_at) FROM outbox WHERE sent_at IS NULL").fetchone()
    into = db.execute("SELECT count(*), min(received_at) FROM inbox WHERE handled_at IS NULL").fetchone()
    return Waiting(out[0], to_time_or_none(out[1])), Waiting(into[0], to_time_or_none(into[1]))
