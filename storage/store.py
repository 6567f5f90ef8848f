"""The store: the writer, read-only readers beside it, and the lock that keeps it to one process."""

import asyncio
import fcntl
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from storage import whose
from storage.sqlite import Db, connect
from storage.whose import Foreign, Newer, Unopenable
from storage.writer import StoreFailed, Writer, is_locked, writing

__all__ = ["Reader", "Store", "StoreFailed", "Unopenable", "take_lock"]

T = TypeVar("T")


class Store(Writer):
    """The open database. Make it with `Store.open`. It is used from one event loop at a time."""

    def __init__(self, path: Path, lock: int, writer: Db) -> None:
        super().__init__(path, writer)
        self._lock = lock
        self._local = threading.local()
        self._open_readers: list[Db] = []
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="reader")

    @classmethod
    def open(cls, path: Path) -> "Store":
        """Open and migrate the database at `path`, made if it is missing, and hold its lock.

        Raises:
            Unopenable: another process holds it, it cannot be written, or it is none of this Baton's.
        """
        from sqlite_utils import Database  # only here: importing it takes 0.1 s, and a `Reader` does without

        from storage.migrations import migrations

        lock = take_lock(path)
        try:
            db = connect(path, read_only=False)
            path.chmod(0o600)
            # Migrations read with plain tuples; the writer's own rows have names.
            db.row_factory = None
            _once_free(db, lambda: migrations.apply(Database(db)))
            db.close()
            db = writing(path)
        except (sqlite3.Error, OSError) as error:
            os.close(lock)
            raise Unopenable(f"The database {path} cannot be used: {error}.") from error
        return cls(path, lock, db)

    async def read(self, work: Callable[[Db], T]) -> T:
        """Run `work(db)` in one view, here and now: for look-ups by an index, which take microseconds.

        A hop to another thread costs more than the look-up itself; a reader never waits for the writer (WAL). While
        nothing is written, the writing connection is asked: a reader fetches each page anew after a write, and nobody
        else writes meanwhile, so that it needs no transaction; what would write begins one, and is undone. `work`
        returns values, never a cursor: one that is left open would hold the writer to this view.

        Raises:
            StoreFailed: the database cannot be read.
        """
        if self._busy:
            return self._read(work)
        db = self._writer
        try:
            if not db.in_transaction:  # as after a failure that could not even be rolled back
                found = work(db)
                if not db.in_transaction:
                    return found
        except sqlite3.Error:
            pass
        finally:
            if db.in_transaction:  # it wrote
                self._roll_back()
        return self._read(work)  # it waits for other processes, and refuses what would write

    @property
    def at_rest(self) -> Db | None:
        """The writing connection while nothing is written, so that what it knows by itself is durable; else None."""
        return None if self._busy or self._closed or self._writer.in_transaction else self._writer

    async def scan(self, work: Callable[[Db], T]) -> T:
        """Run `work(db)` on a read-only connection in another thread: for reads that grow with what is stored.

        Raises:
            StoreFailed: the database cannot be read.
        """
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)

    def close(self) -> None:
        """Finish the waiting writes, then close and give the lock back."""
        self._end()
        self._readers.shutdown()
        for db in (*self._open_readers, self._writer):
            db.close()
        os.close(self._lock)

    def _read(self, work: Callable[[Db], T]) -> T:
        return self._look_up(lambda db: _in_one_view(db, work))

    def _look_up(self, work: Callable[[Db], T]) -> T:
        try:
            db = getattr(self._local, "db", None)
            if db is None:
                db = self._local.db = connect(self.path, read_only=True)
                self._open_readers.append(db)
            return work(db)
        except sqlite3.Error as error:
            raise StoreFailed(_unreadable(error)) from error


class Reader:
    """The database opened read-only beside a bot that may be running. It has no writer."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise Unopenable(f"There is no database {path}. `baton run` makes it.")
        try:
            self._db = connect(path, read_only=True)
        except sqlite3.Error as error:
            raise Unopenable(f"The database {path} cannot be read: {error}.") from error
        try:
            self.older = _made_by(self._db, path) != whose.MIGRATIONS
        except Unopenable:
            self._db.close()
            raise

    async def read(self, work: Callable[[Db], T]) -> T:
        """Run `work(db)`.

        Raises:
            StoreFailed: the database cannot be read.
        """
        try:
            return _in_one_view(self._db, work)
        except sqlite3.Error as error:
            raise StoreFailed(_unreadable(error)) from error

    async def scan(self, work: Callable[[Db], T]) -> T:
        """The same as `read`."""
        return await self.read(work)

    @property
    def version(self) -> int:
        """Always odd: another process may write at any moment."""
        return 1

    @property
    def at_rest(self) -> Db | None:
        """None: it has no writing connection."""
        return None

    async def write(self, work: Callable[[Db], T]) -> T:
        """Refuse.

        Raises:
            StoreFailed: always.
        """
        raise StoreFailed("This command only reads the database.")

    async def soon(self, work: Callable[[Db], T]) -> T:
        """Refuse, like `write`."""
        return await self.write(work)

    def close(self) -> None:
        """Close the connection."""
        self._db.close()


def _unreadable(error: sqlite3.Error) -> str:
    """Why the database cannot be read; where it is not the file itself, what helps."""
    why = f"The database cannot be read: {error}."
    if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_CANTOPEN:
        why += " SQLite makes a file beside it: where nothing can be written there, copy it to where something can."
    return why


def _once_free(db: Db, migrate: Callable[[], None]) -> None:
    """Migrate, once no other process holds the database: who opens a new one only to read locks it for a moment, too.

    SQLite itself waits where a transaction begins by writing. Those of sqlite-utils look first, and fail at once.
    """
    end = time.monotonic() + whose.WAIT_SECONDS
    while True:
        try:
            return migrate()
        except sqlite3.OperationalError as error:
            if db.in_transaction:
                db.execute("ROLLBACK")
            if not is_locked(error) or time.monotonic() > end:
                raise
        time.sleep(0.01)


def _made_by(db: Db, path: Path) -> tuple[str, ...]:
    """The migrations that made it; of a damaged file all of them, as whoever reads it says more."""
    try:
        made = whose.applied(db, path)
    except sqlite3.Error:
        return whose.MIGRATIONS
    if not made:
        raise Unopenable(f"The database {path} is empty. `baton run` makes it.")
    return tuple(made)


def _in_one_view(db: Db, work: Callable[[Db], T]) -> T:
    """Run `work` so that all its statements see the record as of one moment."""
    db.execute("BEGIN")
    try:
        return work(db)
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def take_lock(path: Path, *, to_replace: bool = False) -> int:
    """Be the only one who may write the database at `path`, until the returned handle is closed.

    Args:
        path: where it is, or will be.
        to_replace: another one takes its place, so that a newer Baton's will do.

    Raises:
        Unopenable: a bot runs on it, it cannot be used, or it is none of this Baton's: nothing is changed then.
    """
    lock_path = path.with_name(path.name + ".lock")
    new = not lock_path.exists()
    lock = _locked(lock_path, path)
    try:
        whose.look(path)
    except Newer:
        if not to_replace:
            os.close(lock)
            raise
    except Foreign:
        if new:
            lock_path.unlink(missing_ok=True)
        os.close(lock)
        raise
    except sqlite3.OperationalError as error:
        os.close(lock)
        raise Unopenable(f"The database {path} cannot be used: {error}.") from error
    return lock


def _locked(lock_path: Path, path: Path) -> int:
    try:
        lock = os.open(lock_path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise Unopenable(f"The database {path} cannot be used: {error.strerror}.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise Unopenable(
            f"Another Baton runs on {path}. One process for each database: stop that one first."
        ) from error
    return lock
