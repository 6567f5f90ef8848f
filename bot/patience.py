"""How long something may take: as `asyncio.timeout`, but with one timer for all, as hardly anything is ever late."""

import asyncio
from math import inf
from types import TracebackType


class _Watch:
    """Ends what takes too long in one loop. A timer that rings soon enough is kept for whatever begins next."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._under_way: set[within] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._rings_at = inf

    def add(self, each: "within") -> None:
        """It is to end in time."""
        self._under_way.add(each)
        if each.until < self._rings_at:
            self._ring_at(each.until)

    def drop(self, each: "within") -> None:
        """It has ended."""
        self._under_way.discard(each)

    def _ring_at(self, moment: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._rings_at = self.loop.call_at(moment, self._ring), moment

    def _ring(self) -> None:
        self._timer, self._rings_at, now = None, inf, self.loop.time()
        for each in [each for each in self._under_way if each.until <= now]:
            self.drop(each)
            each.end()
        if self._under_way:
            self._ring_at(min(each.until for each in self._under_way))


_watch: _Watch | None = None  # that of the loop which runs; one that is replaced goes on with what it has


class within:  # noqa: N801 - it is called like a function
    """What is awaited in the block may take so many seconds.

    Raises:
        TimeoutError: it took longer; it was cancelled.
        RuntimeError: this is no task.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._over = False

    def __enter__(self) -> None:
        """From here on."""
        global _watch  # one for each loop, and a process mostly has one
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        if task is None:
            raise RuntimeError("Only a task can be ended in time.")
        if _watch is None or _watch.loop is not loop:
            _watch = _Watch(loop)
        self._task, self._cancelled, self._by = task, task.cancelling(), _watch
        self.until = loop.time() + self._seconds
        _watch.add(self)

    def end(self) -> None:
        """Its time is over."""
        self._over = True
        self._task.cancel()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Up to here. A cancellation that came from elsewhere stays one."""
        self._by.drop(self)
        if self._over and self._task.uncancel() <= self._cancelled and kind is asyncio.CancelledError:
            raise TimeoutError from error
