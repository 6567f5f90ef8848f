"""The one writer: grouped commits.

What is to be written runs where it was asked for, in the event loop: rows are touched in microseconds, and a hop to
another thread and another core costs more than that. So does a COMMIT while the disk is quick; once one took longer,
the next ones are waited for in a thread, until the disk is quick again. What is asked for meanwhile waits, and goes
into one BEGIN IMMEDIATE together. One that fails undoes itself alone, and a COMMIT that fails fails them all. When its
await returns, a write is durable.
"""

import asyncio
import contextlib
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from contextvars import Context, copy_context
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from storage.sqlite import DatabaseTrouble, Db, connect

T = TypeVar("T")
_GROUP = 50
SOON_SECONDS = 0.02
LOCKED_SECONDS = 5.0
QUICK_SECONDS = 0.005
"""A disk that takes longer for a COMMIT is waited for in a thread."""
_LOOK_AGAIN_SECONDS = 0.01


class StoreFailed(Exception):
    """The database did not take a write or give a read. Nothing of the write stands. The cause says why."""


def _pass_by(name: str) -> None:
    """Nothing stops here."""


class _Job(NamedTuple):
    """Something to be written, and who waits for it. What `rides` along can be found out again, and be run again."""

    work: Callable[[Db], Any]
    done: "asyncio.Future[Any]"
    context: Context
    rides: bool


_Answer = tuple["asyncio.Future[Any]", Any, BaseException | None]


class Writer:
    """The writing connection, who waits for it, and the thread that waits for the disk."""

    def __init__(self, path: Path, writer: Db) -> None:
        self.path = path
        self._writer = writer
        # A seam: called with a name around every durable step, so that tests can stop the process at each.
        self.point: Callable[[str], None] = _pass_by
        self.locked_seconds = LOCKED_SECONDS
        """How long a write waits for another process that holds the database."""
        self.soon_seconds = SOON_SECONDS
        self._waiting: list[_Job] = []
        self._riders: list[_Job] = []
        self._riding_since = 0.0
        self._bell: asyncio.AbstractEventLoop | None = None
        """The loop in which a timer is set for those who ride along."""
        # Whoever sets `_busy` owns the writing connection: the loop, then the thread that commits, then the loop.
        self._busy = False
        self._turn = threading.Lock()
        self._closed = False
        self._broken = False
        self._took_seconds = 0.0
        self.version = 0
        """Grows with each commit, and with each write that others follow in one: where it is what it was, nothing was
        written since. Odd while a commit is being made: nobody knows then what a reader sees.
        """
        self._disk: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._wait_for_the_disk, name="writer", daemon=True)
        self._thread.start()

    async def write(self, work: Callable[[Db], T]) -> T:
        """Run `work(db)` in a transaction, here and now or once the one before it is durable; return its result then.

        `work` only reads and writes rows: the event loop waits for it.

        Raises:
            StoreFailed: the database refused, or is closed; nothing stands.
            Exception: whatever `work` raised; nothing of it stands.
        """
        job = self._job(work, rides=False)
        self._hand_over(job)
        done: asyncio.Future[T] = job.done
        return await done

    async def soon(self, work: Callable[[Db], T]) -> T:
        """`write`, but before the next write and in its transaction, or by itself `soon_seconds` from now.

        For what nobody waits for, and what can be found out again if the process dies meanwhile.

        Raises:
            StoreFailed, Exception: as with `write`.
        """
        job = self._job(work, rides=True)
        loop = asyncio.get_running_loop()
        if not self._riders:
            self._riding_since = loop.time()
        self._riders.append(job)
        if self._bell is not loop:
            self._set_bell(loop)
        done: asyncio.Future[T] = job.done
        return await done

    def _set_bell(self, loop: asyncio.AbstractEventLoop) -> None:
        self._bell = loop
        loop.call_at(self._riding_since + self.soon_seconds, self._ring, loop)

    def _ring(self, loop: asyncio.AbstractEventLoop) -> None:
        """Write what rides along, unless it went with others. Those who came since then are waited for anew."""
        self._bell = None
        if self._riders and loop.time() < self._riding_since + self.soon_seconds:
            self._set_bell(loop)
        elif self._riders:
            self._hand_over()

    def _job(self, work: Callable[[Db], T], *, rides: bool) -> _Job:
        if self._closed:
            raise StoreFailed("The database is closed.")
        return _Job(work, asyncio.get_running_loop().create_future(), copy_context(), rides)

    def _hand_over(self, *jobs: _Job) -> None:
        """Write what waits to ride along, and then these: now, or when the disk has taken what it was given."""
        with self._turn:
            self._waiting += self._riders
            self._waiting += jobs
            self._riders = []
            mine = not self._busy
            self._busy = True
        if mine:
            self._go_on()

    def _end(self) -> None:
        """Finish the waiting writes; nothing is written from now on."""
        self._closed = True
        with self._turn:
            self._waiting += self._riders
            self._riders = []
        self._disk.put(None)
        self._thread.join()

    # The writer -----------------------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        """Work off what waits, up to a COMMIT that the disk's thread waits for; nothing waits: the turn is over."""
        while (group := self._next()) is not None:
            try:
                self._begin()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next ones must be served
                if is_locked(error):
                    self._disk.put(partial(self._after_the_lock, group))
                    return
                self._fail(group, error)
            else:
                answers = self._work_off(group)
                if answers and self._took_seconds > QUICK_SECONDS:
                    self._disk.put(partial(self._commit, answers))
                    return
                if answers:
                    _settle_last_first(self._durable(answers))

    def _next(self) -> list[_Job] | None:
        with self._turn:
            group, self._waiting = self._waiting[:_GROUP], self._waiting[_GROUP:]
            self._busy = bool(group)
        return group or None

    def _begin(self) -> None:
        self._mend()
        self._writer.execute("BEGIN IMMEDIATE")

    def _work_off(self, group: list[_Job]) -> list[_Answer]:
        """Run them in the transaction that is open; what they came to, if it is to be committed, else nothing."""
        if len(group) == 1 or sum([not job.rides for job in group]) <= 1:
            return self._together(group)
        answers: list[_Answer] = []
        try:
            answers.extend((job.done, *self._one(job)) for job in group)
        except Exception as error:  # noqa: BLE001 - the transaction is gone
            self._fail(group, error)
            return []
        return answers

    def _together(self, group: list[_Job]) -> list[_Answer]:
        """Those that ride along and the last one, without savepoints: where one fails, the others begin anew.

        What rides along may be run twice, and the last one has not run where one before it fails.
        """
        answers: list[_Answer] = []
        for job in group:
            try:
                answers.append((job.done, job.context.run(job.work, self._writer), None))
            except Exception as error:  # noqa: BLE001 - whatever the work raised belongs to its caller
                lost = not self._writer.in_transaction
                self._roll_back()
                with self._turn:
                    self._waiting[:0] = [other for other in group if other is not job]
                _tell([(job.done, None, _failed(error) if lost or type(error) in DatabaseTrouble else error)])
                return []
        return answers

    def _one(self, job: _Job) -> tuple[Any, BaseException | None]:
        self._writer.execute("SAVEPOINT one")
        try:
            result = job.context.run(job.work, self._writer)
        except Exception as error:  # whatever the work raised belongs to its caller
            if not self._writer.in_transaction:  # the database itself gave up: the whole group is gone
                raise sqlite3.OperationalError(f"the transaction was lost: {error}") from error
            self._writer.execute("ROLLBACK TO one")
            self._writer.execute("RELEASE one")
            self._writer.forget()
            return None, _failed(error) if type(error) in DatabaseTrouble else error
        self._writer.execute("RELEASE one")
        self.version += 2
        return result, None

    def _fail(self, group: list[_Job], error: Exception) -> None:
        self._roll_back()
        _tell([(job.done, None, _failed(error)) for job in group])

    def _roll_back(self) -> None:
        self._writer.forget()
        try:
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
        except sqlite3.Error:
            self._broken = True

    def _mend(self) -> None:
        """A connection that could not even roll back is given up for a new one; closing it undoes what was open."""
        if self._broken:
            self._writer.close()
            self._writer = writing(self.path)
            self._broken = False

    # The thread that waits for the disk -----------------------------------------------------------------------------

    def _wait_for_the_disk(self) -> None:
        while (task := self._disk.get()) is not None:
            task()
        self._finish()

    def _commit(self, answers: list[_Answer]) -> None:
        self._told(self._durable(answers), answers[0][0].get_loop())

    def _durable(self, answers: list[_Answer]) -> list[_Answer]:
        started = time.monotonic()
        self.version += 1
        try:
            self.point("before write")
            self._writer.execute("COMMIT")
            self.point("after write")
        except Exception as error:  # noqa: BLE001 - whatever it is, this thread must live
            self._roll_back()
            answers = [(done, None, _failed(error)) for done, _, _ in answers]
        self.version += 1
        self._took_seconds = time.monotonic() - started
        return answers

    def _after_the_lock(self, group: list[_Job]) -> None:
        """Another process holds the database: wait for it here, so that nobody else does."""
        answers = self._work_off(group) if self._unlocked(group) else []
        self._told(self._durable(answers) if answers else [], group[0].done.get_loop())

    def _told(self, answers: list[_Answer], loop: asyncio.AbstractEventLoop) -> None:
        """Give the turn back to the loop with the answers; one that is closed takes nothing, and waits for nothing."""
        theirs = [answer for answer in answers if answer[0].get_loop() is loop]
        if len(theirs) < len(answers):
            _tell([answer for answer in answers if answer[0].get_loop() is not loop])
        try:
            loop.call_soon_threadsafe(self._landed, theirs)
        except RuntimeError:
            self._finish()

    def _landed(self, answers: list[_Answer]) -> None:
        """Who waited goes first: what they write next is in the next group."""
        _settle(answers)
        asyncio.get_running_loop().call_soon(self._go_on)

    def _unlocked(self, group: list[_Job]) -> bool:
        deadline = time.monotonic() + self.locked_seconds
        while True:
            try:
                self._begin()
            except Exception as error:  # noqa: BLE001 - whatever it is, this thread must live
                if not is_locked(error) or time.monotonic() > deadline:
                    self._fail(group, error)
                    return False
                time.sleep(_LOOK_AGAIN_SECONDS)
            else:
                return True

    def _finish(self) -> None:
        """The last ones, when the store is closed: no loop goes on any more."""
        while (group := self._next()) is not None:
            if self._unlocked(group) and (answers := self._work_off(group)):
                _tell(self._durable(answers))


def writing(path: Path) -> Db:
    """A connection that waits for no other process: whoever holds the database is waited for by the disk's thread.

    What writes through it outside of a transaction begins one (`isolation_level`), so that it can be undone.
    """
    db = connect(path, read_only=False)
    db.isolation_level = "DEFERRED"
    db.execute("PRAGMA busy_timeout = 0")
    db.only_writer = True
    return db


def _failed(error: Exception) -> StoreFailed:
    failed = StoreFailed(f"The database did not take this: {error}.")
    failed.__cause__ = error
    return failed


def is_locked(error: Exception) -> bool:
    """Whether it failed because another process holds the database."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def _tell(answers: list[_Answer]) -> None:
    """Wake those who wait, each loop once; one that is closed waits for nothing any more."""
    for loop in {done.get_loop() for done, _, _ in answers}:
        theirs = [answer for answer in answers if answer[0].get_loop() is loop]
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle, theirs)


def _settle_last_first(answers: list[_Answer]) -> None:
    """Whoever is written for goes on at once; what rode along is not waited for by anybody, and comes after that."""
    *before, last = answers
    if before:
        asyncio.get_running_loop().call_soon(_settle, before)
    _settle([last])


def _settle(answers: list[_Answer]) -> None:
    for done, result, trouble in answers:
        if done.done():  # whoever waited was cancelled; the write stands
            continue
        if trouble is None:
            done.set_result(result)
        else:
            done.set_exception(trouble)
