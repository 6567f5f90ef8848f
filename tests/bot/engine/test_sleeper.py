"""Whoever works on what is due, or on what is to be told, sleeps until something stirs or its time has come."""

import asyncio
import time

from bot.engine.world import Sleeper


async def test_it_sleeps_until_its_time_has_come() -> None:
    event, started = asyncio.Event(), time.monotonic()
    with Sleeper(event) as sleeper:
        await sleeper.sleep(0.02)
    assert event.is_set()
    assert time.monotonic() - started >= 0.015


async def test_what_stirs_wakes_it_and_the_next_sleep_may_be_shorter() -> None:
    event = asyncio.Event()
    with Sleeper(event) as sleeper:
        asyncio.get_running_loop().call_soon(event.set)
        await sleeper.sleep(60)
        event.clear()
        async with asyncio.timeout(10):
            await sleeper.sleep(0.01)
        event.clear()
        async with asyncio.timeout(10):
            await sleeper.sleep(0.01)
    assert event.is_set()


async def test_a_timer_that_rings_soon_enough_is_kept() -> None:
    event = asyncio.Event()
    with Sleeper(event) as sleeper:
        asyncio.get_running_loop().call_soon(event.set)
        await sleeper.sleep(0.02)
        event.clear()
        async with asyncio.timeout(10):
            await sleeper.sleep(60)
    assert event.is_set()


async def test_nothing_rings_once_it_is_over() -> None:
    event = asyncio.Event()
    with Sleeper(event) as sleeper:
        asyncio.get_running_loop().call_soon(event.set)
        await sleeper.sleep(0.01)
    event.clear()
    await asyncio.sleep(0.03)
    assert not event.is_set()
