"""Whose a file is: what is not Baton's is refused and left as it is, what is empty is made."""

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from storage import backup, whose
from storage.migrations import migrations
from storage.store import Reader, Store, Unopenable, take_lock

SHOP = "no database of Baton’s: it holds the tables customers, orders, refunds and 1 more"


def shop(path: Path, journal: str = "DELETE") -> None:
    """Somebody else's database, that others may read."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA journal_mode = {journal}")
        for table in ("orders", "refunds", "customers", "stock"):
            db.execute(f"CREATE TABLE {table}(id INTEGER PRIMARY KEY AUTOINCREMENT)")
    path.chmod(0o644)


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
@pytest.mark.parametrize("opened", [Store.open, take_lock])
def test_a_database_of_others_is_left_as_it_is(tmp_path: Path, journal: str, opened: Callable[[Path], object]) -> None:
    path = tmp_path / "shop.db"
    shop(path, journal)
    before = path.read_bytes()
    with pytest.raises(Unopenable, match=SHOP):
        opened(path)
    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o777 == 0o644
    assert list(tmp_path.iterdir()) == [path], "nothing is left beside it, no lock either"


def test_a_lock_file_that_was_there_stays(tmp_path: Path) -> None:
    shop(tmp_path / "shop.db")
    (tmp_path / "shop.db.lock").touch()
    with pytest.raises(Unopenable, match=SHOP):
        Store.open(tmp_path / "shop.db")
    assert (tmp_path / "shop.db.lock").exists()


def test_a_database_of_others_that_is_in_use_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "shop.db"
    shop(path)
    monkeypatch.setattr(whose, "WAIT_SECONDS", 0.1)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Unopenable, match="database is locked"):
            take_lock(path)


BEGUN = "CREATE TABLE _sqlite_migrations(id INTEGER PRIMARY KEY, migration_set, name, applied_at)"


@pytest.mark.parametrize("made", ["", BEGUN])
def test_what_is_empty_is_made(tmp_path: Path, made: str) -> None:
    """Also what the first start left that was killed before its first migration."""
    path = tmp_path / "baton.db"
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.executescript(made)
    path.touch()
    with pytest.raises(Unopenable, match=r"is empty\. `baton run` makes it"):
        Reader(path)
    Store.open(path).close()
    Reader(path).close()


def test_a_reader_refuses_what_is_not_ours(tmp_path: Path) -> None:
    shop(tmp_path / "shop.db")
    with pytest.raises(Unopenable, match=SHOP):
        Reader(tmp_path / "shop.db")


@pytest.mark.parametrize("opened", [Store.open, take_lock, Reader, backup.check])
def test_what_a_newer_baton_made_is_refused(path: Path, opened: Callable[[Path], object]) -> None:
    made_by_a_newer_one(path)
    path.chmod(0o640)
    before = path.read_bytes()
    said = r"was made by a newer Baton: m099_future is not known here\. Use that version, or put a backup .* --restore"
    for _ in range(2):  # the lock was given back
        with pytest.raises((Unopenable, backup.BackupFailed), match=said):
            opened(path)
    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o777 == 0o640


def made_by_a_newer_one(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        db.execute("INSERT INTO _sqlite_migrations(migration_set, name) VALUES ('baton', 'm099_future')")


def test_the_names_are_those_of_the_migrations(path: Path) -> None:
    assert tuple(each.name for each in migrations._migrations) == whose.MIGRATIONS
    reader = Reader(path)
    assert not reader.older
    reader.close()
