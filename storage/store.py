"""The store: one writer thread, read-only readers beside it.

Writes are grouped: all that wait go into one BEGIN IMMEDIATE, each in a savepoint of its own, so that one that fails
undoes itself alone and a COMMIT that fails fails them all. When its await returns, a write is durable.
"""

import asyncio
import contextlib
import fcntl
import os
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from storage.migrations import migrations
from storage.sqlite import DatabaseTrouble, Db, connect

T = TypeVar("T")
_GROUP = 200
SOON_SECONDS = 0.02


class StoreFailed(Exception):
    """The database did not take a write or give a read. Nothing of the write stands. The cause says why."""


class Unopenable(Exception):
    """The database cannot be opened: in use, not writable, or no SQLite file. The text says which."""


def _go_on(name: str) -> None:
    """Nothing stops here."""


_Job = tuple[Callable[[Db], Any], "asyncio.Future[Any]"]
_Answer = tuple["asyncio.Future[Any]", Any, BaseException | None]


class Store:
    """The open database. Make it with `Store.open`."""

    def __init__(self, path: Path, lock: int, writer: Db) -> None:
        self.path = path
        self._lock = lock
        self._writer = writer
        # A seam: called with a name around every durable step, so that tests can stop the process at each.
        self.point: Callable[[str], None] = _go_on
        self._jobs: queue.SimpleQueue[list[_Job] | None] = queue.SimpleQueue()
        self._riders: list[_Job] = []
        self._timer: asyncio.TimerHandle | None = None
        self._closed = False
        self._broken = False
        self._local = threading.local()
        self._open_readers: list[Db] = []
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="reader")
        self._thread = threading.Thread(target=self._write_for_ever, name="writer", daemon=True)
        self._thread.start()

    @classmethod
    def open(cls, path: Path) -> "Store":
        """Open and migrate the database at `path`, made if it is missing, and hold its lock.

        Raises:
            Unopenable: another process holds it, or it cannot be written.
        """
        lock = take_lock(path)
        try:
            db = connect(path, read_only=False)
            path.chmod(0o600)
            # Migrations read with plain tuples; the writer's own rows have names.
            db.row_factory = None
            migrations.apply(Database(db))
            db.row_factory = sqlite3.Row
        except (sqlite3.Error, OSError) as error:
            os.close(lock)
            raise Unopenable(f"The database {path} cannot be used: {error}.") from error
        return cls(path, lock, db)

    async def write(self, work: Callable[[Db], T]) -> T:
        """Run `work(db)` in the writer thread, in a transaction; return its result once it is durable.

        Raises:
            StoreFailed: the database refused, or is closed; nothing stands.
            Exception: whatever `work` raised; nothing of it stands.
        """
        if self._closed:
            raise StoreFailed("The database is closed.")
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._hand_over((work, done))
        return await done

    async def soon(self, work: Callable[[Db], T]) -> T:
        """`write`, but before the next write and in its transaction, or by itself SOON_SECONDS from now.

        For what nobody waits for, and what can be found out again if the process dies meanwhile.

        Raises:
            StoreFailed, Exception: as with `write`.
        """
        if self._closed:
            raise StoreFailed("The database is closed.")
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._riders.append((work, done))
        if self._timer is None:
            self._timer = loop.call_later(SOON_SECONDS, self._hand_over)
        return await done

    def _hand_over(self, *jobs: _Job) -> None:
        """Give the writer what waits to ride along, and then these, as one piece."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        group, self._riders = [*self._riders, *jobs], []
        if group:
            self._jobs.put(group)

    async def read(self, work: Callable[[Db], T]) -> T:
        """Run `work(db)` on a read-only connection, here and now: for look-ups by an index, which take microseconds.

        A hop to another thread costs more than the look-up itself; a reader never waits for the writer (WAL).

        Raises:
            StoreFailed: the database cannot be read.
        """
        return self._read(work)

    async def scan(self, work: Callable[[Db], T]) -> T:
        """Run `work(db)` on a read-only connection in another thread: for reads that grow with what is stored.

        Raises:
            StoreFailed: the database cannot be read.
        """
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)

    def close(self) -> None:
        """Finish the waiting writes, then close and give the lock back."""
        self._closed = True
        self._hand_over()
        self._jobs.put(None)
        self._thread.join()
        self._readers.shutdown()
        for db in (*self._open_readers, self._writer):
            db.close()
        os.close(self._lock)

    def _read(self, work: Callable[[Db], T]) -> T:
        try:
            db = getattr(self._local, "db", None)
            if db is None:
                db = self._local.db = connect(self.path, read_only=True)
                self._open_readers.append(db)
            return _in_one_view(db, work)
        except sqlite3.Error as error:
            raise StoreFailed(f"The database cannot be read: {error}.") from error

    def _write_for_ever(self) -> None:
        while (group := self._jobs.get()) is not None:
            stop = False
            while len(group) < _GROUP and not self._jobs.empty():
                more = self._jobs.get()
                if more is None:
                    stop = True
                    break
                group += more
            self._write_group(group)
            if stop:
                return

    def _write_group(self, group: list[_Job]) -> None:
        answers: list[_Answer] = []
        try:
            self.point("before write")
            self._mend()
            self._writer.execute("BEGIN IMMEDIATE")
            for work, done in group:
                answers.append((done, *self._one(work)))
            self._writer.execute("COMMIT")
            self.point("after write")
        except Exception as error:  # noqa: BLE001 - whatever it is, this thread must live
            self._roll_back()
            answers = [(done, None, _failed(error)) for _, done in group]
        _tell(answers)

    def _one(self, work: Callable[[Db], Any]) -> tuple[Any, BaseException | None]:
        self._writer.execute("SAVEPOINT one")
        try:
            result = work(self._writer)
        except Exception as error:  # whatever the work raised belongs to its caller
            if not self._writer.in_transaction:  # the database itself gave up: the whole group is gone
                raise sqlite3.OperationalError(f"the transaction was lost: {error}") from error
            self._writer.execute("ROLLBACK TO one")
            self._writer.execute("RELEASE one")
            return None, _failed(error) if type(error) in DatabaseTrouble else error
        self._writer.execute("RELEASE one")
        return result, None

    def _roll_back(self) -> None:
        try:
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
        except sqlite3.Error:
            self._broken = True

    def _mend(self) -> None:
        """A connection that could not even roll back is given up for a new one; closing it undoes what was open."""
        if self._broken:
            self._writer.close()
            self._writer = connect(self.path, read_only=False)
            self._broken = False


class Reader:
    """The database opened read-only beside a bot that may be running. It has no writer."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise Unopenable(f"There is no database {path}.")
        try:
            self._db = connect(path, read_only=True)
        except sqlite3.Error as error:
            raise Unopenable(f"The database {path} cannot be read: {error}.") from error

    async def read(self, work: Callable[[Db], T]) -> T:
        """Run `work(db)`.

        Raises:
            StoreFailed: the database cannot be read.
        """
        try:
            return _in_one_view(self._db, work)
        except sqlite3.Error as error:
            raise StoreFailed(f"The database cannot be read: {error}.") from error

    async def scan(self, work: Callable[[Db], T]) -> T:
        """The same as `read`."""
        return await self.read(work)

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


def _in_one_view(db: Db, work: Callable[[Db], T]) -> T:
    """Run `work` so that all its statements see the record as of one moment."""
    db.execute("BEGIN")
    try:
        return work(db)
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def _failed(error: Exception) -> StoreFailed:
    failed = StoreFailed(f"The database did not take this: {error}.")
    failed.__cause__ = error
    return failed


def _tell(answers: list[_Answer]) -> None:
    """Wake those who wait, each loop once; one that is closed waits for nothing any more."""
    for loop in {done.get_loop() for done, _, _ in answers}:
        theirs = [answer for answer in answers if answer[0].get_loop() is loop]
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle, theirs)


def _settle(answers: list[_Answer]) -> None:
    for done, result, trouble in answers:
        if done.done():  # whoever waited was cancelled; the write stands
            continue
        if trouble is None:
            done.set_result(result)
        else:
            done.set_exception(trouble)


def take_lock(path: Path) -> int:
    """Be the only one who may write the database at `path`, until the returned handle is closed.

    Raises:
        Unopenable: a bot runs on it.
    """
    lock_path = path.with_name(path.name + ".lock")
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
