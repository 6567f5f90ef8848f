"""What is written soon: with the next write, or by itself when its time has come."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from storage import due
from storage.sqlite import Db
from storage.store import Store
from tests.storage.rows import NOW


class Jumping(asyncio.SelectorEventLoop):
    """A loop whose clock jumps where it is told to, so that nobody waits and nobody is too slow."""

    ahead = 0.0

    def time(self) -> float:
        return super().time() + self.ahead

    async def jump(self, seconds: float) -> None:
        self.ahead += seconds
        for _ in range(5):
            await asyncio.sleep(0)


def slots(db: Db) -> set[str]:
    return {row["slot"] for row in db.execute("SELECT slot FROM slot")}


def put(slot: str) -> Callable[[Db], bool]:
    return lambda db: due.claim_slot(db, "job", slot, NOW)


async def rides(store: Store, slot: str) -> "asyncio.Task[bool]":
    """It waits now to be written."""
    task = asyncio.create_task(store.soon(put(slot)))
    await asyncio.sleep(0)
    return task


def commits(store: Store) -> list[str]:
    """A list that grows by one with each commit."""
    seen: list[str] = []
    store.point = lambda name: seen.append(name) if name == "after write" else None
    return seen


def run(path: Path, work: Callable[[Store, Jumping], Coroutine[Any, Any, None]]) -> None:
    store = Store.open(path / "baton.db")
    store.soon_seconds = 1000.0
    try:
        with asyncio.Runner(loop_factory=Jumping) as runner:
            loop = runner.get_loop()
            assert isinstance(loop, Jumping)
            runner.run(work(store, loop))
    finally:
        store.close()


def test_alone_it_is_written_when_its_time_has_come(tmp_path: Path) -> None:
    async def work(store: Store, loop: Jumping) -> None:
        waits = await rides(store, "a")
        await loop.jump(999)
        assert await store.read(slots) == set()
        await loop.jump(2)
        assert waits.done()
        assert await store.read(slots) == {"a"}

    run(tmp_path, work)


def test_with_the_next_write_it_is_one_commit(tmp_path: Path) -> None:
    async def work(store: Store, loop: Jumping) -> None:
        seen = commits(store)
        waits = await rides(store, "a")
        await store.write(put("b"))
        assert await waits
        assert (len(seen), await store.read(slots)) == (1, {"a", "b"})

    run(tmp_path, work)


def test_who_comes_later_is_not_written_by_the_bell_of_those_before(tmp_path: Path) -> None:
    async def work(store: Store, loop: Jumping) -> None:
        first = await rides(store, "a")
        await store.write(put("b"))
        assert await first
        seen = commits(store)
        await loop.jump(600)
        later = await rides(store, "c")
        await loop.jump(600)  # the bell of the first rings
        assert (later.done(), seen) == (False, [])
        another = await rides(store, "d")
        await loop.jump(600)  # and that of the second
        assert (await later, await another) == (True, True)
        assert (len(seen), await store.read(slots)) == (1, {"a", "b", "c", "d"})

    run(tmp_path, work)


def test_a_bell_of_a_loop_that_ended_rings_for_nobody(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "baton.db")
    store.soon_seconds = 0.01

    async def before() -> None:
        waits = await rides(store, "a")
        await store.write(put("b"))
        await waits

    async def after() -> None:
        async with asyncio.timeout(10):
            assert await store.soon(put("c"))

    asyncio.run(before())
    asyncio.run(after())
    store.close()


def test_what_waits_is_written_when_the_store_closes(tmp_path: Path) -> None:
    async def work(store: Store, loop: Jumping) -> None:
        waits = await rides(store, "a")
        store.close()
        assert await waits

    store = Store.open(tmp_path / "baton.db")
    store.soon_seconds = 1000.0
    with asyncio.Runner(loop_factory=Jumping) as runner:
        loop = runner.get_loop()
        assert isinstance(loop, Jumping)
        runner.run(work(store, loop))
    again = Store.open(tmp_path / "baton.db")
    assert asyncio.run(again.read(slots)) == {"a"}
    again.close()
