"""How fast Slack may be called: a bucket for each method, and for posts one for each channel as well.

Slack's tiers (calls a minute): 2 = 20, 3 = 50, 4 = 100; chat.postMessage about one a second and channel, short bursts
allowed (docs.slack.dev/apis/web-api/rate-limits). A 429 shuts the bucket for as long as its Retry-After says.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

TIERS_A_MINUTE = {"chat.update": 50, "conversations.history": 50, "conversations.replies": 50, "conversations.open": 50}
OTHERS_A_MINUTE = 100
POSTS_A_MINUTE = 60
BURST = 20


@dataclass
class _Bucket:
    per_second: float
    tokens: float
    at: float
    shut_until: float = 0.0

    def wait(self, now: float) -> float:
        """Take a token; returns how many seconds to wait before the call."""
        self.tokens = min(float(BURST), self.tokens + (now - self.at) * self.per_second) - 1
        self.at = now
        return max(0.0, self.shut_until - now, -self.tokens / self.per_second)


class Pace:
    """Waits before a call where Slack would refuse it. `clock` gives monotonic seconds."""

    def __init__(self, clock: Callable[[], float], *, on: bool = True) -> None:
        self._clock, self._on = clock, on
        self._buckets: dict[str, _Bucket] = {}

    def _bucket(self, method: str, channel: str) -> _Bucket:
        posts = method in {"chat.postMessage", "chat.postEphemeral"}
        key = f"{method} {channel}" if posts else method
        if key not in self._buckets:
            rate = POSTS_A_MINUTE if posts else TIERS_A_MINUTE.get(method, OTHERS_A_MINUTE)
            self._buckets[key] = _Bucket(rate / 60, float(BURST), self._clock())
        return self._buckets[key]

    async def turn(self, method: str, channel: str = "") -> None:
        """Return when this call may go out."""
        if not self._on:
            return
        seconds = self._bucket(method, channel).wait(self._clock())
        if seconds > 0:
            await asyncio.sleep(seconds)

    def spare(self, method: str) -> bool:
        """Whether so many calls are left that one more keeps nobody waiting."""
        bucket, now = self._bucket(method, ""), self._clock()
        left = min(float(BURST), bucket.tokens + (now - bucket.at) * bucket.per_second)
        return not self._on or (left > BURST / 2 and bucket.shut_until <= now)

    def shut(self, method: str, channel: str, seconds: float) -> None:
        """Slack said no for this long."""
        bucket = self._bucket(method, channel)
        bucket.shut_until = max(bucket.shut_until, self._clock() + seconds)
