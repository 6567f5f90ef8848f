"""Connections. WAL, synchronous=FULL, foreign keys on; one writer, any number of read-only readers."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from json import encoder
from pathlib import Path
from typing import Any

import pydantic_core

from storage.whole import whole

Row = sqlite3.Row


class Db(sqlite3.Connection):
    """A connection. What the writing one knows of itself spares it look-ups.

    `head` is the number and the hash of the record's last entry, None where that must be looked up. `dues` are the
    moments that something was made due for in the transaction, `outs` counts what was ever queued to be told: whoever
    works on those is woken. `then` is what is to be called once what is being written is durable.

    `unsent` is what is to be told and is not told yet, by its number and in that order, None where that must be looked
    up (storage/outbox.py): only the one connection that writes, `only_writer`, ever knows it.
    """

    head: tuple[int, str] | None = None
    dues: list[datetime]
    outs = 0
    then: list[Callable[[], None]]
    only_writer = False
    unsent: dict[int, tuple[Any, ...]] | None = None

    def forget(self) -> None:
        """Something was undone: what it knows of what is stored may not be so."""
        self.head = self.unsent = None


# What a caller may catch when the database itself, not the statement, is the trouble.
DatabaseTrouble = (sqlite3.OperationalError, sqlite3.DatabaseError)


def connect(path: Path, *, read_only: bool) -> Db:
    """Open `path`; only the writer may create it.

    Raises:
        sqlite3.OperationalError: the file cannot be opened.
    """
    mode = "ro" if read_only else "rwc"
    # Made in one thread and used in another, by one thread at a time: the store sees to that.
    db = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=5.0,
        check_same_thread=False,
        cached_statements=512,
        factory=Db,
    )
    db.row_factory = sqlite3.Row
    db.dues = []
    db.execute("PRAGMA foreign_keys = ON")
    if not read_only:
        db.execute("PRAGMA page_size = 2048")  # of a new file; docs/decisions/0035
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA wal_autocheckpoint = 4000")
    return db


def data_version(db: Db) -> int:
    """A number that changes whenever another connection has written."""
    return int(db.execute("PRAGMA data_version").fetchone()[0])


def to_text(moment: datetime) -> str:
    """An aware time as fixed-width UTC text, so that text order is time order."""
    global _last
    if moment is _last[0]:
        return _last[1]
    utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    text = _UTC % (utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second, utc.microsecond)
    _last = moment, text
    return text


_UTC = "%04d-%02d-%02dT%02d:%02d:%02d.%06d+00:00"  # what isoformat makes in twice the time
_last: tuple[datetime | None, str] = (None, "")


to_time = datetime.fromisoformat
"""The inverse of to_text."""


def to_time_or_none(text: str | None) -> datetime | None:
    """to_time, None staying None."""
    return None if text is None else to_time(text)


# Made once: json.dumps makes an encoder at each call, and an encoder makes the one in C at each call.
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
_make = getattr(encoder, "c_make_encoder", None)  # it may be missing, and has no types
_in_c = _make and _make(None, str, encoder.encode_basestring, None, ":", ",", True, False, True)


def to_json(value: Any) -> str:
    """Canonical JSON: sorted keys, no spaces, UTF-8. The form that is hashed.

    Raises:
        ValueError, TypeError: JSON cannot hold it: it holds itself, goes too deep, or has a number of too many digits.
    """
    try:
        text = whole("".join(_in_c(value, 0)) if _in_c and type(value) is not str else _canonical.encode(value))
    except RecursionError as error:
        raise ValueError("this goes too deep for JSON") from error
    if text.count("[") + text.count("{") > _DEEP:
        from_json(text)  # what goes deeper than it reads would be a row that nobody can ever read again
    return text


_DEEP = 150
"""Brackets from which on a text may go too deep to be read."""


from_json: Callable[[str], Any] = pydantic_core.from_json
"""The inverse of to_json; pydantic's reader takes a third of the time of Python's own."""


def plain(db: Db, query: str, values: tuple[int | None, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Rows as tuples: by name each column takes as long as all of them do so."""
    cursor = db.cursor()
    cursor.row_factory = None
    return cursor.execute(query, values)


def columns(row: Row) -> dict[str, Any]:
    """A row by its columns' names: `dict(row)` looks for each name among all of them, and takes eight times as long."""
    return dict(zip(row.keys(), row, strict=True))


def unnamed(names: Iterable[str], table: str) -> str:
    """Columns of a table for a SELECT, for who takes them by position.

    sqlite3 makes a text of each column's name whenever a query is run; one of a single letter is made already.
    """
    return ", ".join([f"{table}.{name} AS c" for name in names])


def insert(db: Db, table: str, values: Mapping[str, Any]) -> int:
    """Insert one row and return its rowid. Table and column names come from the code, never from people."""
    cursor = db.execute(_insertion(table, tuple(values)), tuple(values.values()))
    return int(cursor.lastrowid or 0)


@cache
def _insertion(table: str, names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" for _ in names)
    return f'INSERT INTO "{table}" ({columns}) VALUES ({marks})'  # noqa: S608
