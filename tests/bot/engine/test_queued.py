"""Runs that go on at once have no due row: they are started in memory, and found again wherever that fails."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from bot.agents import Later
from bot.engine import World
from bot.errors import StorageError
from storage import due
from storage.sqlite import Db
from tests.bot.engine.house import House, proposal
from tests.bot.engine.outside import Outside


@asynccontextmanager
async def at_work(house: House) -> AsyncIterator[None]:
    """The engine works, as in a living process."""
    loop = asyncio.create_task(house.engine.work_for_ever())
    await asyncio.sleep(0.02)
    try:
        yield
    finally:
        loop.cancel()
        await asyncio.gather(loop, return_exceptions=True)


async def until(true: Callable[[], Any]) -> None:
    """Wait for it."""
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never came")


async def hang(*args: object, **more: object) -> None:
    """Nothing comes of it in this process."""
    await asyncio.Event().wait()


def in_an_advance() -> bool:
    """Whether it is a run's own task that asks."""
    task = asyncio.current_task()
    return task is not None and task.get_name().startswith("advance")


def not_started(house: House) -> None:
    house.world.starts = lambda run_id: lambda: None


def agent_not_asked(house: House) -> None:
    house.engine._work["advance"] = hang


def agent_looks(house: House) -> None:
    house.agent.moves[:0] = ["hang"]


def move_not_recorded(house: House) -> None:
    write = house.world.write

    async def hanging(work: Callable[[Db], Any], *, soon: bool = False) -> Any:
        return await (hang() if in_an_advance() else write(work, soon=soon))

    house.world.write = hanging  # type: ignore[method-assign]


@pytest.mark.parametrize("dies", [not_started, agent_not_asked, agent_looks, move_not_recorded])
async def test_a_new_run_is_found_again_wherever_the_process_ends(house: House, dies: Callable[[House], None]) -> None:
    async with at_work(house):
        dies(house)
        house.agent.moves += [proposal()]
        request_id = await house.ask(settle=False)
        await asyncio.sleep(0.05)
        assert (await house.run(request_id)).state == "queued"
        assert await house.due() == []
    house.agent.moves = [proposal()]
    house.agent.cases.clear()
    await house.restart()
    assert len(house.agent.cases) == len(await house.handoffs(request_id)) == 1
    assert (await house.run(request_id)).state == "parked"


@pytest.mark.parametrize("dies", [not_started, agent_not_asked, agent_looks, move_not_recorded])
async def test_a_run_with_an_outcome_is_found_again_wherever_the_process_ends(
    house: House, outside: Outside, dies: Callable[[House], None]
) -> None:
    card = await house.card()
    async with at_work(house):
        dies(house)
        await house.decide(card)
        await until(lambda: outside.happened)
        await asyncio.sleep(0.05)
        assert (await house.run(card.request_id)).state == "queued"
        assert await house.due() == []
    house.agent.moves = []
    house.agent.cases.clear()
    await house.restart()
    assert len(outside.happened) == len(house.agent.cases) == 1
    assert (await house.run(card.request_id)).state == "finished"


@pytest.mark.parametrize("what", ["read", "write"])
async def test_a_run_that_the_database_fails_is_tried_again(house: House, what: str) -> None:
    good, failures = getattr(house.world, what), list[str]()

    async def failing(work: Callable[[Db], Any], **how: bool) -> Any:
        if in_an_advance() and not failures:
            failures.append(what)
            raise StorageError("The disk is full.")
        return await good(work, **how)

    setattr(house.world, what, failing)
    house.agent.moves = [proposal(), proposal()]
    async with at_work(house):
        request_id = await house.ask(settle=False)
        await until(lambda: failures)
        assert await house.handoffs(request_id) == []
        await until(lambda: not house.engine._under_way and house.agent.cases)
        await asyncio.sleep(0.1)
    assert len(await house.handoffs(request_id)) == 1
    assert (await house.run(request_id)).failures == 0


async def test_a_start_that_got_lost_is_made_up_for(house: House) -> None:
    house.agent.moves = [proposal()]
    async with at_work(house):
        not_started(house)
        request_id = await house.ask(settle=False)
        await house.engine.start_due()
        assert not house.engine._under_way
        house.engine._search_at -= 30  # half a minute passes
        await house.engine.start_due()
        await until(lambda: not house.engine._under_way)
    assert len(await house.handoffs(request_id)) == 1


async def test_a_stopped_engine_starts_nothing_and_leaves_a_row(house: House) -> None:
    async with at_work(house):
        pass
    await house.engine.stop()
    request_id = await house.ask(settle=False)
    assert not house.engine._under_way
    assert await house.due() == [("advance", (await house.run(request_id)).id)]


@pytest.mark.parametrize("move", [Later(60, "the shop is slow"), RuntimeError("no model")])
async def test_a_run_that_is_put_off_is_not_taken_for_one_that_goes_on_at_once(
    house: House, move: Later | Exception
) -> None:
    house.agent.moves = [move, proposal()]
    async with at_work(house):
        request_id = await house.ask(settle=False)
        await until(lambda: house.agent.cases and not house.engine._under_way)
        assert [kind for kind, _ in await house.due()] == ["advance"]
        house.engine._search_at = 0.0
        await house.engine.start_due()
        assert not house.engine._under_way
    house.clock.advance(seconds=60)
    await house.settle()
    assert len(await house.handoffs(request_id)) == 1
    assert len(house.agent.cases) == 2
    assert "advance" not in [kind for kind, _ in await house.due()]


async def test_the_rows_of_the_version_before_are_worked_off(house: House) -> None:
    async with at_work(house):
        not_started(house)
        house.agent.moves = [proposal()]
        request_id = await house.ask(settle=False)
    run = await house.run(request_id)
    await house.store.write(lambda db: due.put(db, "advance", run.id, house.clock()))
    await house.restart()
    assert len(house.agent.cases) == len(await house.handoffs(request_id)) == 1
    assert [kind for kind, _ in await house.due()] == ["deadline"]


async def test_many_queued_runs_are_all_found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_work(house):
        not_started(house)
        numbers = [await house.ask(settle=False) for _ in range(7)]
    monkeypatch.setattr("bot.engine.engine.READY_AT_ONCE", 2)
    house.agent.moves = [proposal() for _ in numbers]
    await house.kill()
    await house.start()
    assert [len(await house.handoffs(number)) for number in numbers] == [1] * 7
    assert len(house.agent.cases) == 7


@pytest.mark.parametrize(("seconds", "wakes"), [(0, True), (29, True), (31, False)])
async def test_what_is_due_much_later_wakes_nobody(house: House, seconds: int, wakes: bool) -> None:
    world: World = house.world
    at = house.clock() + timedelta(seconds=seconds)
    world.due_stirred.clear()
    await world.write(lambda db: due.put(db, "deadline", 1, at))
    assert world.due_stirred.is_set() == wakes
