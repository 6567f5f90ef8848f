"""What is queued again while its work is just ending, or while the engine stops, is not left standing."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bot.agents import Case, Proposal
from bot.errors import StorageError
from storage.sqlite import Db
from tests.bot.engine.house import JONAS, House, proposal
from tests.bot.engine.outside import Outside
from tests.bot.engine.test_queued import at_work, in_an_advance, until


@contextmanager
def slow_disk(house: House, seconds: float) -> Iterator[None]:
    """Each COMMIT takes so long, and is waited for in a thread of its own."""

    def point(name: str) -> None:
        if name == "before write":
            time.sleep(seconds)

    house.store.point, house.store._took_seconds = point, 1.0
    yield
    house.store.point, house.store._took_seconds = lambda name: None, 0.0


async def one_at_the_agent(house: House) -> tuple[int, asyncio.Event]:
    """A request whose agent makes its move once the event is set."""
    go = asyncio.Event()

    async def moves(case: Case) -> Proposal:
        await go.wait()
        return proposal()

    house.agent.moves = [moves, proposal(amount="10.00")]
    request_id = await house.ask(settle=False)
    await until(lambda: house.agent.cases)
    return request_id, go


async def looked_twice(house: House) -> None:
    """Soon, not after half a minute."""
    await until(lambda: len(house.agent.cases) == 2 and not house.engine._under_way)


async def test_what_is_added_in_the_commit_of_the_move_is_looked_at_at_once(house: House) -> None:
    async with at_work(house):
        request_id, go = await one_at_the_agent(house)
        with slow_disk(house, 0.05):
            before = asyncio.create_task(house.store.write(lambda db: None))
            await asyncio.sleep(0.005)
            go.set()
            await asyncio.sleep(0.005)
            await house.engine.requests.heard(house.click(JONAS, "n1"), request_id, "it came after all, at a neighbour")
            await before
        await looked_twice(house)
    assert len(house.agent.cases[1].notes) == 1


async def test_what_is_added_in_the_round_of_the_move_is_looked_at_at_once(house: House) -> None:
    async with at_work(house):
        request_id, go = await one_at_the_agent(house)
        now = asyncio.Event()

        async def adds() -> None:
            await now.wait()
            await house.engine.requests.heard(house.click(JONAS, "n1"), request_id, "it came after all, at a neighbour")

        added = asyncio.create_task(adds())
        await asyncio.sleep(0.01)
        go.set()
        now.set()
        await added
        await looked_twice(house)
    assert len(house.agent.cases[1].notes) == 1


async def test_a_look_between_a_failure_and_its_end_does_not_lose_the_run(house: House) -> None:
    do, read, failed = house.engine._do, house.world.read, list[str]()

    async def looked_at(kind: str, subject: int) -> None:
        await do(kind, subject)
        await house.engine.start_due()  # as where the loop that looks wakes in this very round

    async def failing(work: Callable[[Db], Any]) -> Any:
        if in_an_advance() and not failed:
            failed.append("full")
            raise StorageError("full")
        return await read(work)

    house.engine._do = looked_at  # type: ignore[method-assign]
    house.world.read = failing  # type: ignore[method-assign]
    house.agent.moves = [proposal()]
    async with at_work(house):
        request_id = await house.ask(settle=False)
        await until(lambda: house.agent.cases and not house.engine._under_way)
    assert (await house.run(request_id)).state == "parked"


async def test_a_run_that_was_being_written_as_the_engine_stopped_waits_for_the_next_start(house: House) -> None:
    house.agent.moves = [proposal()]
    async with at_work(house):
        with slow_disk(house, 0.1):
            asked = asyncio.create_task(house.ask(settle=False))
            await asyncio.sleep(0.02)
    await house.engine.stop()
    request_id = await asked
    await asyncio.sleep(0.05)
    assert (house.agent.cases, house.engine._under_way) == ([], {})
    await house.restart()
    assert len(await house.handoffs(request_id)) == 1


async def test_an_approval_that_was_being_written_as_the_engine_stopped_runs_at_the_next_start(
    house: House, outside: Outside
) -> None:
    card = await house.card(proposal("keyed"))
    with slow_disk(house, 0.1):
        async with at_work(house):
            decided = asyncio.create_task(house.decide(card))
            await asyncio.sleep(0.02)
        await house.engine.stop()
        await decided
        await asyncio.sleep(0.05)
    assert (outside.happened, house.engine._under_way) == ([], {})
    await house.restart()
    await house.settle()
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert (effect.state, len(outside.happened)) == ("done", 1)
