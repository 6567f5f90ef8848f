"""The bot as a child: it runs until it is told to stop, or kills itself at a numbered point."""

import asyncio
import contextlib
import itertools
import logging
import os
import signal
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from bot import hours, rota
from bot.engine import erasing, giving, reaching
from bot.errors import BatonError
from handlers import app
from storage.models import Who
from tests.torture.ground import Site, enter
from tests.torture.processes import Child, Line

TICK_SECONDS = 0.5
TOGETHER_SECONDS = 1.5
"""What comes so soon after another interruption is told by itself: two minutes are long for a torture."""
SHIFT_AFTER_SECONDS = 3.0
"""A shift ends so much after its minute: something must be open by then."""
RETAIN_SECONDS = 1.5
"""Words that are too old are looked for so often."""
LATER_SECONDS = 1.5
"""Who wants to be reminded in an hour is reminded so soon."""
_NEVER = 0

Point = Callable[[str], None]


class Points:
    """Counts the points that the bot comes by; at number `last` the process ends as by a power cut."""

    def __init__(self, line: Line, last: int = _NEVER) -> None:
        self._numbers, self._line, self._last = itertools.count(1), line, last
        self.seen = 0

    def __call__(self, name: str) -> None:
        """Come by a point."""
        self.seen = next(self._numbers)
        if self.seen == self._last:
            self._line.send({"point": name, "number": self.seen})
            os.kill(os.getpid(), signal.SIGKILL)


class Company:
    """What is beside a bot in its process. This one does nothing."""

    def before(self) -> None:
        """Called before the bot is made."""

    async def beside(self, baton: app.Baton) -> None:
        """Runs while the bot does, and is cancelled at its end."""

    def told(self) -> dict[str, Any]:
        """What it has to say at the end."""
        return {}


def start(site: Site, last: int = _NEVER, company: Company | None = None, *, pace: bool = False) -> Child:
    """Fork a bot. It says `{"ready": true}`, then `{"point": …}` as it dies or `{"seen": …}` as it stops."""
    beside = company or Company()
    return Child(lambda line: asyncio.run(_run(site, line, last, beside, pace=pace)), site.folder / "bot.log")


async def _run(site: Site, line: Line, last: int, company: Company, *, pace: bool) -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(process)d %(name)s %(message)s", force=True)
    enter(site)
    points = Points(line, last)
    company.before()
    _hurry()
    watch_calls(points)
    _watch_acks(points)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with app.running(site.settings, site.clock, pace=pace, point=points) as baton:
        line.send({"ready": True})
        tasks = [asyncio.create_task(work) for work in (_tick(baton), company.beside(baton))]
        await stop.wait()
        for task in tasks:
            task.cancel()
    line.send({"seen": points.seen, **company.told()})


def _hurry() -> None:
    """What takes minutes and days takes a moment in this process."""
    reaching.TOGETHER = timedelta(seconds=TOGETHER_SECONDS)
    rota.moment = lambda *when: hours.moment(*when) + timedelta(seconds=SHIFT_AFTER_SECONDS)  # type: ignore[attr-defined]
    erasing.EVERY = timedelta(seconds=RETAIN_SECONDS)
    moments = giving.Giving.moments

    async def soon(self: giving.Giving, who: Who) -> dict[str, datetime]:
        return await moments(self, who) | {"hour": self._world.clock() + timedelta(seconds=LATER_SECONDS)}

    giving.Giving.moments = soon  # type: ignore[method-assign]


async def _tick(baton: app.Baton) -> None:
    """The clock's look at the digests, many times as often: each slot must be claimed once all the same."""
    while True:
        await asyncio.sleep(TICK_SECONDS)
        with contextlib.suppress(BatonError):
            await baton.engine.digests.claim()
            await baton.turns()


def watch_calls(point: Point) -> None:
    """Put a point before and after each call of Slack, in this process alone."""
    call: Callable[..., Awaitable[Any]] = AsyncWebClient.api_call

    async def called(self: AsyncWebClient, api_method: str, **more: Any) -> Any:
        point(f"before {api_method}")
        answer = await call(self, api_method, **more)
        point(f"behind {api_method}")
        return answer

    AsyncWebClient.api_call = called  # type: ignore[method-assign, assignment]


def _watch_acks(point: Point) -> None:
    acknowledge: Callable[..., Awaitable[Any]] = SocketModeClient.send_socket_mode_response

    async def acked(self: SocketModeClient, response: Any) -> Any:
        point("before ack")
        await acknowledge(self, response)
        point("after ack")

    SocketModeClient.send_socket_mode_response = acked  # type: ignore[method-assign, assignment]
