"""Whose database a file is, before anything is written to it: a file of others is left as it is."""

import contextlib
import sqlite3
from pathlib import Path

MIGRATIONS = (
    "m001_first", "m002_record", "m003_lean", "m004_agents", "m005_autonomy", "m006_people", "m007_light",
    "m008_decisions", "m009_settled",
)  # fmt: skip
"""The names of storage/migrations.py, for those who only read: importing that one takes 0.1 s."""

WAIT_SECONDS = 5.0
"""How long others may keep the file locked before it cannot be used."""


class Unopenable(Exception):
    """The database cannot be opened: in use, not writable, or none of Baton's. The text says which."""


class Foreign(Unopenable):
    """The file holds something, and it is not Baton's."""


class Newer(Unopenable):
    """A newer Baton made it, and this one may misread it."""


def look(path: Path) -> None:
    """Refuse to write to the file at `path` if it is a database of others, or of a newer Baton.

    Raises:
        Foreign: it is of others.
        Newer: it is of a newer Baton.
        sqlite3.OperationalError: the file cannot be read now. One that is damaged is said by whoever reads more of it.
    """
    if not path.exists():
        return
    uri = f"{path.absolute().as_uri()}?mode=rw"  # to read is not enough: what a kill left half done is undone first
    with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS)) as db:
        try:
            applied(db, path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            return


def applied(db: sqlite3.Connection, path: Path) -> list[str]:
    """The migrations that made this database, oldest first; none of one that is still empty.

    Raises:
        Foreign: it holds something else.
        Newer: one of them is not known here.
        sqlite3.Error: it cannot be read.
    """
    held = [str(row[0]) for row in db.execute(_TABLES)]
    made = []
    if "_sqlite_migrations" in held:
        rows = db.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'baton' ORDER BY name")
        made = [str(row[0]) for row in rows]
    others = [name for name in held if name != "_sqlite_migrations"]
    if others and not made:
        raise Foreign(f"{path} is no database of Baton’s: it holds {_few(others)}. It is left as it is.")
    unknown = [name for name in made if name not in MIGRATIONS]
    if unknown:
        raise Newer(
            f"{path} was made by a newer Baton: {unknown[0]} is not known here. Use that version, or put a backup from "
            "before back: baton export --restore FILE."
        )
    return made


_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' ORDER BY name"


def _few(tables: list[str]) -> str:
    more = f" and {len(tables) - 3} more" if len(tables) > 3 else ""
    return f"the table{'s' if len(tables) > 1 else ''} {', '.join(tables[:3])}{more}"
