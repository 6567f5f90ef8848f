"""Backups: a copy of a database that may be in use, checked; and a checked copy put in a database's place."""

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from sqlite_utils import Database

from storage import audit, codes, verify, whose
from storage.migrations import migrations
from storage.sqlite import Db, connect
from storage.store import take_lock
from storage.verify import Finding

Told = TypeVar("Told")


class BackupFailed(Exception):
    """Nothing was written or put in place. The text says why, for people."""


@dataclass(frozen=True)
class Left:
    """What a database knew when another one took its place.

    `size` and `head` of its record, the highest id of each table, its actions: key to state; and by person
    (`team/user`) when it last erased somebody's words, and how their codes stand.
    """

    size: int
    head: str
    ids: dict[str, int]
    actions: dict[str, str]
    erased: dict[str, str]
    codes: dict[str, str]


@dataclass(frozen=True)
class Restored(Generic[Told]):
    """Where the database is kept that was there before, what that one knew, and what the one in its place knows.

    `told` is what preparing the copy returned.
    """

    kept: Path | None
    before: Left | None
    now: Left
    told: Told


def back_up(source: Path, target: Path) -> tuple[int, list[Finding]]:
    """Copy the database at `source`, which may be in use, to the new file `target`, and check the copy.

    Returns:
        How many entries its record has, and what does not fit in it. The copy is kept all the same: it is as the
        original is.

    Raises:
        BackupFailed: `target` exists or comes to, or the copy cannot be made or is not sound.
    """
    for there in (target, *_logs(target)):  # a log that is left there would be played into the backup
        if there.exists() or there.is_symlink():
            raise BackupFailed(f"{there} is there already, and is left as it is. Name another file.")
    with _said(f"The backup {target} could not be made"), _temporary(target, "partial") as beside:
        copy(source, beside)
        checked = check(beside)
        _sync(beside)
        _name(beside, target)
        _sync(target.parent)
    return checked


def restore(path: Path, backup: Path, prepare: Callable[[Db, Left | None], Told]) -> Restored[Told]:
    """Put a checked copy of `backup` in the place of the database at `path`, all at once or not at all.

    `prepare` changes the copy before, in one transaction; it is handed what the old database knew, None where there is
    none, it cannot be read, or a newer Baton made it.

    Raises:
        BackupFailed: a file is missing or not sound, or the record in it is not whole; or `backup` is none.
        Unopenable: a bot runs on the database, or what stands there is none of Baton's.
    """
    if not backup.exists():
        raise BackupFailed(f"There is no backup {backup}.")
    if path.exists() and backup.samefile(path):
        raise BackupFailed(f"{backup} is the database {path} itself. Nothing was changed. Name a backup of it.")
    if backup.resolve().parent == path.resolve().parent and backup.name.startswith(f"{path.name}.restoring"):
        raise BackupFailed(
            f"{backup} is what a restore left that was stopped, and may be half made. Nothing was changed. Name the "
            "backup itself, or rename this file if it is one."
        )
    lock = take_lock(path, to_replace=True)
    try:
        with _said(f"{backup} was not restored; {path} is as it was"), _temporary(path, "restoring") as beside:
            _, findings = check(backup)
            if findings:
                raise BackupFailed(f"The record in {backup} is not whole: {findings[0].what} Try an older one.")
            copy(backup, beside)
            before = left(path)
            told = _prepare(beside, prepare, before)
            check(beside)
            now = _left(beside)
            _sync(beside)
            kept = _set_aside(path)
            beside.replace(path)
            _sync(path.parent)
            return Restored(kept, before, now, told)
    finally:
        os.close(lock)


def _name(beside: Path, target: Path) -> None:
    """Unlike a rename, a link never takes the place of another file."""
    try:
        try:
            os.link(beside, target)
        except FileExistsError:
            raise
        except OSError:  # a file system without links: the name is taken first, so that what is replaced is ours
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            beside.replace(target)
    except FileExistsError as error:
        raise BackupFailed(
            f"While the copy was made, {target} came to be there; it is left as it is, and the copy is gone. Name "
            "another file."
        ) from error


@contextlib.contextmanager
def _said(what: str) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise BackupFailed(f"{what}: {error}.") from error


@contextlib.contextmanager
def _temporary(path: Path, ending: str) -> Iterator[Path]:
    """A new file of our own beside `path`, empty and its owner's only; not there afterwards unless it got its place.

    Its name is nobody else's, so that a file of somebody, or of another backup at work, is never taken for it. A kill
    leaves it there: `left_over` finds it.
    """
    handle, name = tempfile.mkstemp(prefix=f"{path.name}.{ending}-", dir=path.parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(name + suffix).unlink(missing_ok=True)


def left_over(folder: Path) -> list[Path]:
    """Files in `folder` that look like what a backup or a restore leaves that is stopped, or is at work."""
    return sorted(found for ending in ("partial", "restoring") for found in folder.glob(f"*.{ending}-????????"))


def copy(source: Path, target: Path) -> None:
    """An online copy as one file; `target` is there, and empty."""
    with contextlib.closing(connect(source, read_only=True)) as read, contextlib.closing(_plain(target)) as written:
        read.backup(written)
        written.execute("PRAGMA journal_mode = DELETE")


def _plain(path: Path) -> Db:
    return sqlite3.connect(path, isolation_level=None, factory=Db)


def check(path: Path) -> tuple[int, list[Finding]]:
    """How many entries the record in this file has, and what does not fit in it.

    Raises:
        BackupFailed: the file is damaged, or no database of Baton's.
    """
    with contextlib.closing(connect(path, read_only=True)) as db:
        try:
            damage = [row[0] for row in db.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]
            damage += [f"a row of {row[0]} has lost its {row[2]}" for row in db.execute("PRAGMA foreign_key_check")][:3]
            known = whose.applied(db, path)
        except whose.Unopenable as error:
            raise BackupFailed(str(error)) from error
        except sqlite3.DatabaseError as error:
            damage, known = [str(error)], []
        if damage:
            raise BackupFailed(f"{path} is damaged: {'; '.join(damage)}.")
        if not known:
            raise BackupFailed(f"{path} is no database of Baton’s: it is empty.")
        return audit.head(db)[0], list(verify.findings(db))


def left(path: Path) -> Left | None:
    """What the database at `path` knows; None where there is none, it cannot be read, or a newer Baton made it."""
    if not path.exists():
        return None
    try:
        return _left(path)
    except (sqlite3.Error, whose.Unopenable):
        return None


def _left(path: Path) -> Left:
    with contextlib.closing(connect(path, read_only=True)) as db:
        whose.applied(db, path)
        ids = {row["name"]: row["seq"] for row in db.execute("SELECT name, seq FROM sqlite_sequence")}
        actions = {row["key"]: row["state"] for row in db.execute("SELECT key, state FROM effect WHERE attempts > 0")}
        return Left(*audit.head(db), ids, actions, audit.erased(db), codes.standings(db))


def skip_ids(db: Db, known: Mapping[str, int], more: int) -> None:
    """Give ids from here on that are higher than any known one, and by `more` than those in this database."""
    for row in db.execute("SELECT name, seq FROM sqlite_sequence").fetchall():
        highest = max(row["seq"] + more, known.get(row["name"], 0))
        db.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (highest, row["name"]))
    missing = known.keys() - {row["name"] for row in db.execute("SELECT name FROM sqlite_sequence")}
    for name in missing:
        db.execute("INSERT INTO sqlite_sequence(name, seq) VALUES (?, ?)", (name, known[name]))


def _prepare(path: Path, prepare: Callable[[Db, Left | None], Told], before: Left | None) -> Told:
    with contextlib.closing(_plain(path)) as db:
        migrations.apply(Database(db))
        db.row_factory = sqlite3.Row
        db.execute("BEGIN IMMEDIATE")
        told = prepare(db, before)
        db.execute("COMMIT")
        return told


def _set_aside(path: Path) -> Path | None:
    """Keep the old database under another name; until the new one takes its place, it has both.

    Where only a log of it is left, that is kept: beside the new database it would be played into that one.
    """
    there = path.exists()
    if there:
        with contextlib.suppress(sqlite3.Error), contextlib.closing(_plain(path)) as db:
            db.execute("PRAGMA journal_mode = DELETE")  # what its log holds goes into the one file; a damaged one stays
    kept = next(name for name in _names(path) if not any(map(Path.exists, (name, *_logs(name)))))
    if there:
        try:
            os.link(path, kept)
        except OSError:  # a file system without links
            shutil.copy2(path, kept)
            _sync(kept)
    moved = [log.replace(beside) for log, beside in zip(_logs(path), _logs(kept), strict=True) if log.exists()]
    return kept if there else next(iter(moved), None)


def _logs(path: Path) -> list[Path]:
    return [path.with_name(path.name + suffix) for suffix in ("-wal", "-shm", "-journal")]


def _names(path: Path) -> Iterator[Path]:
    yield path.with_name(f"{path.name}.before-restore")
    for number in range(2, 1000):
        yield path.with_name(f"{path.name}.before-restore-{number}")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
