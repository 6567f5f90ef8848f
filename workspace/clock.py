"""Time in the workspace: a clock whose long timers can run faster or jump, so that nobody has to wait for them."""

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(order=True)
class Timer:
    """Something to do at a moment (epoch seconds of the clock)."""

    at: float
    number: int
    action: Callable[[], None] = field(compare=False)
    cancelled: bool = field(default=False, compare=False)

    def cancel(self) -> None:
        """Make sure that the action does not run any more."""
        self.cancelled = True


class Clock:
    """Epoch seconds that pass `scale` times as fast as on the wall and can be moved forward.

    `wall` and `monotonic` return seconds; tests pass their own.
    """

    def __init__(
        self,
        wall: Callable[[], float] = time.time,  # noqa: TID251 - the one place of the workspace that reads the wall clock
        monotonic: Callable[[], float] = time.monotonic,
        scale: float = 1.0,
    ) -> None:
        self._monotonic = monotonic
        self._origin = wall()
        self._since = monotonic()
        self._jumped = 0.0
        self._timers: list[Timer] = []
        self._numbers = itertools.count()
        self._wakeup: asyncio.TimerHandle | None = None
        self.scale = scale

    def now(self) -> float:
        """Return the time of the workspace in epoch seconds."""
        return self._origin + (self._monotonic() - self._since) * self.scale

    def short(self) -> float:
        """Return seconds that jumps move but the scale does not: for deadlines that a client must meet in real time."""
        return self._monotonic() + self._jumped

    def set_scale(self, scale: float) -> None:
        """Let time pass `scale` times as fast from now on; `scale` is more than 0."""
        self._origin, self._since = self.now(), self._monotonic()
        self.scale = scale
        self._arm()

    def advance(self, seconds: float) -> None:
        """Jump forward; what falls due runs at once, in its order."""
        self._origin += seconds
        self._jumped += seconds
        self._run_due()

    def call_later(self, seconds: float, action: Callable[[], None]) -> Timer:
        """Run `action` after so many seconds of this clock."""
        timer = Timer(self.now() + max(seconds, 0.0), next(self._numbers), action)
        heapq.heappush(self._timers, timer)
        self._arm()
        return timer

    async def sleep(self, seconds: float) -> None:
        """Wait for so many seconds of this clock."""
        over = asyncio.Event()
        timer = self.call_later(seconds, over.set)
        try:
            await over.wait()
        finally:
            timer.cancel()

    def stop(self) -> None:
        """Forget all timers."""
        self._timers.clear()
        self._arm()

    def _run_due(self) -> None:
        while self._timers and self._timers[0].at <= self.now():
            timer = heapq.heappop(self._timers)
            if not timer.cancelled:
                timer.action()
        self._arm()

    def _arm(self) -> None:
        if self._wakeup is not None:
            self._wakeup.cancel()
            self._wakeup = None
        while self._timers and self._timers[0].cancelled:
            heapq.heappop(self._timers)
        if self._timers:
            delay = max(self._timers[0].at - self.now(), 0.0) / self.scale
            self._wakeup = asyncio.get_running_loop().call_later(delay, self._run_due)
