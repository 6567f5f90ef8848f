"""What fails by an error of Baton's own: when each is tried again, and what its owners are told of it."""

import time
from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

TOLD_FROM = 3
"""So often it has failed in a row before anybody is told: a failure that passes by itself is in the log alone."""
MOST_PAUSE_SECONDS = 60.0
_OVER_SECONDS = 60.0


@dataclass(frozen=True)
class Failing:
    """Due work that failed so many times in a row: its name as in the log, since when, and the error's kind."""

    name: str
    times: int
    since: datetime
    error: str
    again_at: float
    """By the process's own clock, in seconds: whoever sets the clock of the machine puts nothing off."""


class Stuck:
    """Counts what fails, and says how long to wait before it is tried again: 1 s, then twice as long each time."""

    def __init__(self) -> None:
        self.first_seconds = 1.0
        self._failing: dict[tuple[str, int], Failing] = {}

    def failed(self, key: tuple[str, int], error: Exception, now: datetime) -> float:
        """It failed once more; returns the seconds to wait, at most a minute."""
        before = self._failing.get(key)
        times, since = (before.times + 1, before.since) if before else (1, now)
        pause = min(self.first_seconds * 2.0 ** min(times - 1, 30), MOST_PAUSE_SECONDS)
        name = f"{key[0]} of {key[1]}"
        self._failing[key] = Failing(name, times, since, type(error).__name__, time.monotonic() + pause)
        return pause

    def went_on(self, key: tuple[str, int]) -> None:
        """It did not fail this time."""
        self._failing.pop(key, None)

    def told(self, under_way: Container[tuple[str, int]] = ()) -> list[Failing]:
        """What fails again and again, oldest first.

        What is not `under_way`, and was not tried again when it was to be, is not due any more.
        """
        last = time.monotonic() - _OVER_SECONDS
        self._failing = {key: each for key, each in self._failing.items() if key in under_way or last < each.again_at}
        return [each for each in self._failing.values() if each.times >= TOLD_FROM]
