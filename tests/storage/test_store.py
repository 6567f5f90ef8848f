"""The store: one writer, grouped commits, durable when awaited; readers with one view; one process."""

import asyncio
import contextlib
import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from storage import audit, due, whose
from storage.sqlite import Db, connect, data_version
from storage.store import Reader, Store, StoreFailed, Unopenable
from tests.storage.rows import NOW

ROOT = Path(__file__).parents[2]


def slots(db: Db) -> set[str]:
    """What is in the table, whoever looks."""
    return {row["slot"] for row in db.execute("SELECT slot FROM slot")}


def put(slot: str) -> Callable[[Db], bool]:
    return lambda db: due.claim_slot(db, "job", slot, NOW)


def put_and_raise(slot: str, error: Exception) -> Callable[[Db], None]:
    def work(db: Db) -> None:
        due.claim_slot(db, "job", slot, NOW)
        raise error

    return work


def put_and_spoil_the_commit(db: Db) -> None:
    """A constraint that is only looked at by COMMIT."""
    due.claim_slot(db, "job", "spoilt", NOW)
    db.execute("PRAGMA defer_foreign_keys = ON")
    db.execute("INSERT INTO note(request_id, source_key, who, kind, text, at) VALUES (99, 'x', '', '', '', '')")


class Gate:
    """Holds one commit until it is opened, so that what is written meanwhile is one group."""

    def __init__(self, store: Store, work: Callable[[Db], object] = lambda db: None) -> None:
        self._reached, self._open = threading.Event(), threading.Event()
        self._store, self._before = store, store.point
        store.point, store._took_seconds = self._wait, 1.0
        self._held = asyncio.ensure_future(store.write(work))

    def _wait(self, name: str) -> None:
        self._store.point = self._before
        self._reached.set()
        self._open.wait(10)

    async def reached(self) -> None:
        assert await asyncio.to_thread(self._reached.wait, 10)

    async def open(self) -> None:
        self._open.set()
        await self._held


async def as_one_group(store: Store, works: Sequence[Callable[[Db], object]]) -> list[object]:
    gate = Gate(store)
    await gate.reached()
    written: list[Awaitable[object]] = [asyncio.ensure_future(store.write(work)) for work in works]
    await asyncio.sleep(0)
    await gate.open()
    return await asyncio.gather(*written, return_exceptions=True)


async def test_what_was_awaited_is_there_for_any_other_connection(store: Store, path: Path) -> None:
    assert await store.write(put("a"))
    other = connect(path, read_only=True)
    assert slots(other) == {"a"}
    other.close()


async def test_a_write_that_fails_undoes_itself_alone(store: Store) -> None:
    works = [put("a"), put_and_raise("b", ValueError("mine")), put("c"), put_and_raise("d", KeyError("k"))]
    first, second, third, fourth = await as_one_group(store, works)
    assert (first, third) == (True, True)
    assert isinstance(second, ValueError)
    assert isinstance(fourth, KeyError)
    assert await store.read(slots) == {"a", "c"}


async def test_a_group_is_one_transaction(store: Store) -> None:
    seen: list[bool] = []
    await as_one_group(store, [lambda db: seen.append(db.in_transaction) for _ in range(3)])
    other = connect(store.path, read_only=True)
    before = data_version(other)
    await as_one_group(store, [put(str(index)) for index in range(50)])
    after = data_version(other)
    other.close()
    assert seen == [True, True, True]
    assert after - before <= 2  # the gate's own commit and that of the fifty


async def test_a_failed_commit_fails_all_of_its_group(store: Store) -> None:
    answers = await as_one_group(store, [put("a"), put_and_spoil_the_commit, put("b")])
    assert [type(each) for each in answers] == [StoreFailed] * 3
    assert await store.read(slots) == set()
    assert await store.write(put("after"))
    assert await store.read(slots) == {"after"}


@pytest.mark.parametrize("seed", range(6))
async def test_of_any_group_exactly_the_successes_stand(store: Store, seed: int) -> None:
    dice = random.Random(seed)
    fails = {str(index): dice.random() < 0.4 for index in range(60)}
    works = [put_and_raise(slot, ValueError(slot)) if bad else put(slot) for slot, bad in fails.items()]
    answers = await as_one_group(store, works)
    assert [isinstance(answer, ValueError) for answer in answers] == list(fails.values())
    assert await store.read(slots) == {slot for slot, bad in fails.items() if not bad}


async def test_a_reader_does_not_see_what_is_not_committed(store: Store) -> None:
    gate = Gate(store, put("a"))
    await gate.reached()
    assert await store.scan(slots) == await store.read(slots) == set()
    await gate.open()
    assert await store.scan(slots) == await store.read(slots) == {"a"}


async def test_one_read_sees_one_moment(store: Store) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def twice(db: Db) -> tuple[set[str], set[str]]:
        first = slots(db)
        reached.set()
        go_on.wait(10)
        return first, slots(db)

    reading = asyncio.ensure_future(store.scan(twice))
    assert await asyncio.to_thread(reached.wait, 10)
    await store.write(put("a"))
    go_on.set()
    assert await reading == (set(), set())
    assert await store.scan(slots) == {"a"}


async def test_a_reader_that_failed_reads_the_present_next_time(store: Store) -> None:
    def fail(db: Db) -> None:
        slots(db)
        raise ValueError("mine")

    for _ in range(4):
        with pytest.raises(ValueError, match="mine"):
            await store.scan(fail)
    await store.write(put("a"))
    assert [await store.scan(slots) for _ in range(4)] == [{"a"}] * 4


async def test_a_look_up_sees_nothing_of_a_write_that_is_not_durable(store: Store) -> None:
    gate = Gate(store)
    await gate.reached()
    assert await store.read(slots) == set()
    await gate.open()


async def test_a_look_up_that_the_writer_fails_is_made_by_a_reader(store: Store) -> None:
    await store.write(put("a"))
    asked: list[Db] = []

    def look(db: Db) -> set[str]:
        asked.append(db)
        if db is store._writer:
            raise sqlite3.OperationalError("database is locked")
        return slots(db)

    assert await store.read(look) == {"a"}
    assert [db is store._writer for db in asked] == [True, False]
    assert not store._writer.in_transaction
    assert await store.write(put("b"))


async def test_readers_cannot_write(store: Store) -> None:
    with pytest.raises(StoreFailed, match="readonly"):
        await store.read(put("a"))
    assert await store.read(slots) == set()


async def test_a_look_up_that_writes_and_raises_leaves_the_record_whole(store: Store) -> None:
    def wrong(db: Db) -> None:
        audit.add(db, NOW, "requested", "T1/U1")
        raise LookupError("nothing there")

    await store.write(lambda db: audit.add(db, NOW, "requested", "T1/U1"))
    with pytest.raises(LookupError, match="nothing there"):
        await store.read(wrong)
    await store.write(lambda db: audit.add(db, NOW, "requested", "T1/U1"))
    assert await store.read(audit.first_wrong) is None
    assert (await store.read(audit.head))[0] == 2


async def test_a_cancelled_wait_does_not_stop_the_write(store: Store) -> None:
    gate = Gate(store)
    await gate.reached()
    waiting = asyncio.ensure_future(store.write(put("a")))
    await asyncio.sleep(0)
    waiting.cancel()
    await gate.open()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await store.write(put("b"))
    assert await store.read(slots) == {"a", "b"}


async def test_a_full_disk_refuses_and_recovers_without_a_restart(store: Store) -> None:
    def limit(db: Db) -> None:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + 2}")

    await store.write(limit)
    big = "x" * 100_000
    with pytest.raises(StoreFailed, match="full"):
        await store.write(put(big))
    await store.write(lambda db: db.execute("PRAGMA max_page_count = 1000000").fetchone())
    assert await store.read(slots) == set()
    assert await store.write(put("a"))


async def test_a_full_disk_takes_no_neighbour_along_unsaid(store: Store) -> None:
    await store.write(lambda db: db.execute("PRAGMA max_page_count = 1").fetchone())
    answers = await as_one_group(store, [put(str(index) * 50_000) for index in range(5)])
    await store.write(lambda db: db.execute("PRAGMA max_page_count = 1000000").fetchone())
    stands = await store.read(slots)
    for index, answer in enumerate(answers):
        assert isinstance(answer, StoreFailed) is (str(index) * 50_000 not in stands)


async def test_a_locked_database_refuses_and_recovers(store: Store, path: Path) -> None:
    store.locked_seconds = 0.03
    other = connect(path, read_only=False)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreFailed, match="locked"):
        await store.write(put("a"))
    other.execute("ROLLBACK")
    other.close()
    assert await store.write(put("b"))
    assert await store.read(slots) == {"b"}


async def test_a_lock_holds_up_nobody_but_the_writes(store: Store, path: Path) -> None:
    other = connect(path, read_only=False)
    other.execute("BEGIN IMMEDIATE")
    written = [asyncio.ensure_future(store.write(put(slot))) for slot in ("a", "b")]
    for _ in range(5):
        assert await store.read(slots) == set()
        await asyncio.sleep(0.005)
    assert not any(each.done() for each in written)
    other.execute("ROLLBACK")
    other.close()
    assert await asyncio.gather(*written) == [True, True]
    assert await store.read(slots) == {"a", "b"}


def test_a_loop_that_ended_leaves_the_turn_to_the_next(path: Path) -> None:
    store = Store.open(path)
    reached, ended = threading.Event(), threading.Event()

    def wait(name: str) -> None:
        reached.set()
        ended.wait(10)

    async def leave() -> None:
        store.point, store._took_seconds = wait, 1.0
        _left_behind = [asyncio.ensure_future(store.write(put(slot))) for slot in ("a", "b")]
        assert await asyncio.to_thread(reached.wait, 10)

    async def come_after() -> set[str]:
        ended.set()
        assert await store.write(put("c"))
        return await store.read(slots)

    asyncio.run(leave())
    assert asyncio.run(come_after()) == {"a", "b", "c"}
    store.close()


async def test_what_is_written_on_an_answer_waits_for_no_other_answer(store: Store) -> None:
    """Who was answered goes on before the next group begins, and is in it."""
    store._took_seconds = 1.0
    begun: list[str] = []

    def noted(slot: str) -> Callable[[Db], bool]:
        return lambda db: begun.append(slot) or due.claim_slot(db, "job", slot, NOW)  # type: ignore[func-returns-value]

    async def two(first: str, second: str) -> None:
        await store.write(noted(first))
        await store.write(noted(second))

    await asyncio.gather(two("a", "d"), two("b", "e"), two("c", "f"))
    assert begun == ["a", "b", "c", "d", "e", "f"]


async def test_a_read_only_database_refuses_and_recovers(store: Store) -> None:
    store._writer.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreFailed, match="readonly"):
        await store.write(put("a"))
    store._writer.execute("PRAGMA query_only = OFF")
    assert await store.write(put("b"))
    assert await store.read(slots) == {"b"}


async def test_a_corrupt_database_is_a_failure_of_the_store(store: Store) -> None:
    with pytest.raises(StoreFailed, match="malformed") as caught:
        await store.write(put_and_raise("a", sqlite3.DatabaseError("database disk image is malformed")))
    assert isinstance(caught.value.__cause__, sqlite3.DatabaseError)


async def test_a_broken_rule_is_the_callers_own_affair(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        await store.write(put_and_raise("a", sqlite3.IntegrityError("UNIQUE")))


async def test_a_work_that_ends_the_transaction_fails_its_group(store: Store) -> None:
    def end_it(db: Db) -> None:
        db.execute("ROLLBACK")
        raise ValueError("mine")

    answers = await as_one_group(store, [put("a"), end_it, put("b")])
    assert [type(each) for each in answers] == [StoreFailed] * 3
    assert await store.read(slots) == set()
    assert await store.write(put("after"))


async def test_closing_finishes_what_waits(path: Path) -> None:
    store = Store.open(path)
    written = [asyncio.ensure_future(store.write(put(str(index)))) for index in range(20)]
    await asyncio.sleep(0)
    store.close()
    assert await asyncio.gather(*written) == [True] * 20


async def test_a_write_after_closing_is_refused(path: Path) -> None:
    store = Store.open(path)
    store.close()
    with pytest.raises(StoreFailed, match="closed"):
        async with asyncio.timeout(2):
            await store.write(put("late"))


def test_the_pragmas_are_set(path: Path) -> None:
    db = connect(path, read_only=False)
    found = [db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")]
    db.close()
    assert found == ["wal", 2, 1]


def test_the_database_is_only_for_its_owner(path: Path) -> None:
    path.chmod(0o644)
    Store.open(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.with_name("baton.db.lock").stat().st_mode) == 0o600


def test_a_second_store_is_locked_out_and_told_why(path: Path) -> None:
    first = Store.open(path)
    with pytest.raises(Unopenable, match="Another Baton runs on"):
        Store.open(path)
    first.close()
    Store.open(path).close()


def test_a_new_database_waits_for_who_looks_into_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that opens it for the first time holds it for a moment, just after the first look for tables."""
    path, create, freed = tmp_path / "baton.db", Database.create_table, list[bool]()

    def held(self: Database, *args: Any, **more: Any) -> Any:
        if not freed:
            other = connect(path, read_only=False)
            other.execute("BEGIN IMMEDIATE")
            threading.Timer(0.2, free, [other]).start()
        return create(self, *args, **more)

    def free(other: Db) -> None:
        freed.append(True)
        other.close()

    monkeypatch.setattr(Database, "create_table", held)
    Store.open(path).close()
    assert freed
    Reader(path).close()


def test_a_new_database_that_stays_held_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whose, "WAIT_SECONDS", 0.1)
    path, create = tmp_path / "baton.db", Database.create_table
    with contextlib.closing(connect(path, read_only=False)) as other:

        def held(self: Database, *args: Any, **more: Any) -> Any:
            if not other.in_transaction:
                other.execute("BEGIN IMMEDIATE")
            return create(self, *args, **more)

        monkeypatch.setattr(Database, "create_table", held)
        with pytest.raises(Unopenable, match="database is locked"):
            Store.open(path)


def in_another_process(code: str, path: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", code, str(path)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


OPEN = """
import sys, pathlib
from storage.store import Store, Unopenable
try:
    Store.open(pathlib.Path(sys.argv[1])).close()
    print("opened")
except Unopenable as error:
    print(error)
"""

WRITE = """
import asyncio, sys, pathlib
from datetime import UTC, datetime
from storage import due
from storage.store import Store
async def main():
    store = Store.open(pathlib.Path(sys.argv[1]))
    for number in range(100000):
        await store.write(lambda db: due.claim_slot(db, "job", str(number), datetime(2026, 1, 1, tzinfo=UTC)))
        print(number, flush=True)
asyncio.run(main())
"""


def test_a_second_process_is_locked_out(path: Path) -> None:
    first = Store.open(path)
    told, _ = in_another_process(OPEN, path).communicate(timeout=30)
    first.close()
    again, _ = in_another_process(OPEN, path).communicate(timeout=30)
    assert told.startswith("Another Baton runs on")
    assert again == "opened\n"


def test_what_a_killed_process_was_told_stands_and_its_lock_is_free(path: Path) -> None:
    process = in_another_process(WRITE, path)
    assert process.stdout is not None
    with process:
        told = [process.stdout.readline() for _ in range(20)]
        os.kill(process.pid, signal.SIGKILL)
        told += process.stdout.read().splitlines(keepends=True)
    numbers = {line.strip() for line in told if line.endswith("\n")}
    store = Store.open(path)
    db = connect(path, read_only=True)
    stands = slots(db)
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    db.close()
    store.close()
    assert len(numbers) >= 20
    assert numbers <= stands
    assert len(stands - numbers) <= 1


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.mkdir(), "unable to open"),
        (lambda path: path.write_bytes(b"no database at all, just some text" * 100), "not a database"),
    ],
)
def test_what_is_no_database_is_said(tmp_path: Path, make: Callable[[Path], None], words: str) -> None:
    path = tmp_path / "baton.db"
    make(path)
    with pytest.raises(Unopenable, match=words):
        Store.open(path)
    with pytest.raises(Unopenable, match=words):  # the lock was given back
        Store.open(path)


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unopenable, match="No such file or directory"):
        Store.open(tmp_path / "nowhere" / "baton.db")


async def test_the_reader_reads_beside_a_running_bot_and_never_writes(store: Store, path: Path) -> None:
    await store.write(put("a"))
    reader = Reader(path)
    assert await reader.read(slots) == {"a"}
    with pytest.raises(StoreFailed, match="only reads"):
        await reader.write(put("b"))
    with pytest.raises(StoreFailed, match="readonly"):
        await reader.read(put("b"))
    await store.write(put("c"))
    assert await reader.read(slots) == {"a", "c"}
    reader.close()


def test_the_reader_makes_no_database(tmp_path: Path) -> None:
    with pytest.raises(Unopenable, match="There is no database"):
        Reader(tmp_path / "baton.db")
    assert list(tmp_path.iterdir()) == []


async def test_the_reader_says_when_it_cannot_read(tmp_path: Path) -> None:
    path = tmp_path / "baton.db"
    path.write_bytes(b"no database at all, just some text" * 100)
    reader = Reader(path)
    with pytest.raises(StoreFailed, match="cannot be read"):
        await reader.read(slots)
    reader.close()


async def test_whoever_is_written_behind_another_in_one_commit_sees_that_something_was_written(store: Store) -> None:
    store._took_seconds = 1.0  # as after a slow COMMIT: the next one is waited for in the thread
    seen: list[tuple[bool, int, int]] = []

    def other_slots(db: Db) -> int:
        return int(db.execute("SELECT count(*) FROM slot WHERE slot = 'other'").fetchone()[0])

    async def looks_and_writes() -> None:
        await store.write(put("first"))
        begun = store.version
        before = await store.read(other_slots)
        await store.write(lambda db: seen.append((begun == store.version, before, other_slots(db))))

    one = asyncio.create_task(looks_and_writes())
    await asyncio.sleep(0)
    await asyncio.gather(one, store.write(put("other")))
    assert seen == [(False, 0, 1)]
