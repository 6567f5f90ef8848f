"""What the writing connection knows of the outbox by itself is what is stored, whatever happens to it."""

import asyncio
import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from storage import erase, outbox
from storage.sqlite import Db
from storage.store import Store
from storage.writer import StoreFailed, writing
from tests.storage.rows import NOW, later

LANES = ("card:1", "card:2", "request:1", "answer:x")


@pytest.fixture
def known(path: Path) -> Any:
    """A writing connection that knows what is unsent: nothing."""
    db = writing(path)
    db.execute("PRAGMA synchronous = OFF")
    assert outbox.next_at(db) is None
    assert db.unsent == {}
    yield db
    db.close()


def put(db: Db, key: str, lane: str = "card:1", kind: str = "card", at: datetime | None = None) -> bool:
    return outbox.add(db, key=key, lane=lane, kind=kind, now=NOW, at=at, handoff=1, payload={"key": key, "at": (1, 2)})


def looks(db: Db) -> list[Any]:
    """All that the way out asks of the outbox."""
    return [
        *(
            outbox.first_of_each_lane(db, later(minutes=minutes), busy)
            for minutes in (0, 10, -90)
            for busy in ((), LANES[:2])
        ),
        *(outbox.of_card(db, lane, NOW) for lane in LANES),
    ]


def looked_up(db: Db, look: Callable[[Db], Any]) -> Any:
    """The same by the rows."""
    kept, db.unsent = db.unsent, None
    try:
        return look(db)
    finally:
        db.unsent = kept


@pytest.mark.parametrize("seed", range(8))
def test_it_says_what_the_rows_say(known: Db, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_MOST_KNOWN", 200)
    chance, number = random.Random(seed), 0
    for _ in range(60):
        rows = list(known.unsent or ())
        match chance.choice(("add", "add", "add", "same", "late", "done", "drawn", "later")):
            case "add":
                number += 1
                put(known, str(number), chance.choice(LANES), chance.choice(("card", "thread")))
            case "late":
                number += 1
                put(known, str(number), chance.choice(LANES), at=later(minutes=5))
            case "same" if number:
                assert not put(known, str(chance.randint(1, number)))
            case "done" if rows:
                outbox.done(known, chance.choice(rows), chance.choice(("sent", "failed: why")), NOW)
            case "drawn":
                for row in outbox.first_of_each_lane(known, NOW)[:1]:
                    outbox.drawn(known, row, outbox.newest(known, row.lane, "card"), NOW)
            case "later" if rows and chance.random() < 0.2:
                outbox.later(known, chance.choice(rows), later(minutes=5), "not reached")
                assert known.unsent is None
                outbox.next_at(known)
        assert known.unsent is not None
        assert known.unsent == outbox.unsent(known)
        assert looks(known) == looked_up(known, looks)
        known.only_writer, kept = False, known.unsent
        from_memory, known.unsent = outbox.next_at(known), None
        assert from_memory == outbox.next_at(known)
        known.only_writer, known.unsent = True, kept


def test_what_is_known_needs_no_look(known: Db) -> None:
    put(known, "a")
    asked: list[str] = []
    known.set_trace_callback(asked.append)
    (row,) = outbox.first_of_each_lane(known, NOW)
    assert (row.key, row.payload, asked) == ("a", {"key": "a", "at": [1, 2]}, [])


def test_too_much_is_not_kept(known: Db, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_MOST_KNOWN", 2)
    for key in "abc":
        assert known.unsent is not None
        put(known, key, lane=key)
    assert known.unsent is None
    assert outbox.next_at(known) == NOW
    assert known.unsent is None
    outbox.done(known, 1, "sent", NOW)
    outbox.next_at(known)
    assert list(known.unsent or ()) == [2, 3]


def test_an_erasure_and_a_restored_backup_are_looked_up(known: Db) -> None:
    put(known, "a")
    erase.erase(known, [1], NOW)
    assert known.unsent is None
    outbox.next_at(known)
    outbox.attempt_all(known)
    assert known.unsent is None


async def test_what_is_undone_was_never_queued(store: Store) -> None:
    def fails(db: Db) -> None:
        put(db, "b")
        raise ValueError("undone")

    await store.read(outbox.next_at)
    await store.write(lambda db: put(db, "a"))
    assert [row[1] for row in (rest(store).unsent or {}).values()] == ["a"]
    with pytest.raises(ValueError, match="undone"):
        await store.write(fails)
    assert rest(store).unsent is None
    await store.read(outbox.next_at)
    with pytest.raises(ValueError, match="undone"):
        await store.read(fails)
    assert rest(store).unsent is None
    assert [row.key for row in await store.read(lambda db: outbox.first_of_each_lane(db, NOW))] == ["a"]


async def test_one_that_fails_beside_another_is_forgotten(store: Store) -> None:
    await store.read(outbox.next_at)

    def fails(db: Db) -> None:
        put(db, "b")
        raise ValueError("undone")

    rode = asyncio.ensure_future(store.soon(lambda db: put(db, "a")))
    await asyncio.sleep(0)
    with pytest.raises(ValueError, match="undone"):
        await store.write(fails)
    assert await rode
    assert rest(store).unsent is None
    found = await store.read(lambda db: outbox.first_of_each_lane(db, NOW))
    assert [row.key for row in found] == ["a"]


async def test_a_savepoint_that_is_undone_is_forgotten(store: Store) -> None:
    await store.read(outbox.next_at)

    def fails(db: Db) -> None:
        put(db, "b")
        raise ValueError("undone")

    store._took_seconds = 1.0  # as on a slow disk: what comes meanwhile goes into one transaction
    first = asyncio.ensure_future(store.write(lambda db: put(db, "a")))
    await asyncio.sleep(0)
    assert store.at_rest is None
    answers = await asyncio.gather(
        store.write(fails), store.write(lambda db: put(db, "c")), first, return_exceptions=True
    )
    assert [type(answer) for answer in answers] == [ValueError, bool, bool]
    assert rest(store).unsent is None
    found = await store.read(lambda db: outbox.first_of_each_lane(db, NOW))
    assert [row.key for row in found] == ["a"]


async def test_a_commit_that_fails_leaves_nothing_known(store: Store) -> None:
    await store.read(outbox.next_at)

    def refuse(name: str) -> None:
        if name == "before write":
            raise OSError("the disk is full")

    store.point = refuse
    with pytest.raises(StoreFailed):
        await store.write(lambda db: put(db, "a"))
    assert rest(store).unsent is None
    assert await store.read(lambda db: outbox.first_of_each_lane(db, NOW)) == []


async def test_a_reader_never_knows(store: Store) -> None:
    await store.scan(outbox.next_at)
    assert rest(store).unsent is None
    assert await store.scan(lambda db: db.unsent) is None


def rest(store: Store) -> Db:
    db = store.at_rest
    assert db is not None
    return db


def test_nothing_is_at_rest_in_a_store_that_is_closed(path: Path) -> None:
    store = Store.open(path)
    assert store.at_rest is not None
    store.close()
    assert store.at_rest is None
