"""What takes too long is ended, by one timer for all."""

import asyncio
import time

import pytest

from bot.patience import within


async def _late(seconds: float) -> str:
    with within(seconds):
        await asyncio.sleep(5)
    return "in time"


async def test_what_is_in_time_goes_on() -> None:
    with within(0.02):
        await asyncio.sleep(0)
    began = time.monotonic()
    await asyncio.sleep(0.04)  # nothing is ended once the block is left
    assert time.monotonic() - began > 0.03


async def test_what_takes_longer_is_a_time_out() -> None:
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        await _late(0.02)
    assert time.monotonic() - began < 2
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0


async def test_each_has_its_own_time_whichever_began_first() -> None:
    ended: list[float] = []

    async def one(seconds: float) -> None:
        with pytest.raises(TimeoutError):
            await _late(seconds)
        ended.append(seconds)

    await asyncio.gather(*map(one, (0.06, 0.02, 0.04, 0.02)))
    assert ended == [0.02, 0.02, 0.04, 0.06]


async def test_the_outer_time_ends_what_is_within_the_inner_one() -> None:
    inner: list[type[BaseException]] = []

    async def outer() -> None:
        with within(0.02):
            try:
                await _late(5)
            except BaseException as error:
                inner.append(type(error))
                raise

    with pytest.raises(TimeoutError):
        await outer()
    assert inner == [asyncio.CancelledError]


async def test_the_inner_time_leaves_the_outer_one_alone() -> None:
    with within(5):
        with pytest.raises(TimeoutError):
            await _late(0.02)
        await asyncio.sleep(0.02)


async def test_a_cancellation_from_elsewhere_stays_one() -> None:
    task = asyncio.create_task(_late(5))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_cancellation_counts_where_the_time_is_over_as_well() -> None:
    task = asyncio.create_task(_late(0.02))
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_later(0.02, task.cancel)
    time.sleep(0.04)  # noqa: ASYNC251 - both come in the very same turn of the loop
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_what_goes_wrong_in_the_block_is_told_as_it_is() -> None:
    with pytest.raises(ValueError, match="no"), within(5):
        raise ValueError("no")


def test_each_loop_has_a_timer_of_its_own() -> None:
    for _ in range(2):
        with pytest.raises(TimeoutError):
            asyncio.run(_late(0.02))


def test_without_a_task_nothing_can_be_ended() -> None:
    told: list[str] = []

    def outside() -> None:
        try:
            with within(1):
                told.append("in the block")
        except RuntimeError as error:
            told.append(str(error))

    async def main() -> None:
        asyncio.get_running_loop().call_soon(outside)
        await asyncio.sleep(0.01)

    asyncio.run(main())
    assert told == ["Only a task can be ended in time."]
