"""Rate limits: a bucket for each method by its tier, one for each channel that is posted to, one for all posts."""

import math
from dataclasses import dataclass

from workspace.clock import Clock

PER_MINUTE = {"t1": 1, "t2": 20, "t3": 50, "t4": 100}
"""Calls a minute by tier. Tier 5 is special: only posting has a limit of its own."""
CHANNEL_BURST, CHANNEL_PER_MINUTE = 10, 60
"""Posts to one channel: one a second, with short bursts."""
TEAM_PER_MINUTE = 300
"""Posts to all channels together."""


@dataclass
class Bucket:
    """Allowance that refills evenly."""

    size: float
    per_second: float
    filled: float
    at: float

    def take(self, now: float) -> float:
        """Take one and return 0, or return the seconds until there will be one."""
        self.filled = min(self.size, self.filled + (now - self.at) * self.per_second)
        self.at = now
        if self.filled >= 1:
            self.filled -= 1
            return 0.0
        return (1 - self.filled) / self.per_second


class Limits:
    """Says when a call comes too soon. `on` False lets everything pass."""

    def __init__(self, clock: Clock, on: bool = True) -> None:
        self._clock = clock
        self._buckets: dict[str, Bucket] = {}
        self.on = on

    def wait_for_method(self, method: str, tier: str) -> int:
        """Count a call; return 0, or the whole seconds to wait before the next one."""
        per_minute = PER_MINUTE.get(tier)
        return self._take(f"method {method}", per_minute, per_minute) if per_minute else 0

    def wait_for_post(self, channel: str) -> int:
        """Count a post to a channel; return 0, or the whole seconds to wait before the next one."""
        wait = self._take(f"channel {channel}", CHANNEL_BURST, CHANNEL_PER_MINUTE)
        return wait or self._take("posts", TEAM_PER_MINUTE, TEAM_PER_MINUTE)

    def clear(self) -> None:
        """Forget what was used."""
        self._buckets.clear()

    def _take(self, name: str, size: int, per_minute: int) -> int:
        if not self.on:
            return 0
        now = self._clock.now()
        bucket = self._buckets.setdefault(name, Bucket(size, per_minute / 60, size, now))
        return math.ceil(bucket.take(now))
