"""The log of everything that went between the workspace and the app: what the inspector and the tests look at."""

from collections import deque

from workspace.clock import Clock
from workspace.feed import Feed
from workspace.jsontypes import Json

KEPT = 2000
"""Entries that are remembered."""


class Traffic:
    """A ring of entries `{n, at, kind, name, status, envelope_id?, acked_ms?, request?, response?}`."""

    def __init__(self, clock: Clock, feed: Feed) -> None:
        self._clock = clock
        self._feed = feed
        self._entries: deque[Json] = deque(maxlen=KEPT)
        self._count = 0

    def add(self, kind: str, name: str, status: str, **more: object) -> Json:
        """Log something and return its entry, for `change`."""
        self._count += 1
        entry: Json = {"n": self._count, "at": self._clock.now(), "kind": kind, "name": name, "status": status, **more}
        self._entries.append(entry)
        self._feed.traffic(entry)
        return entry

    def change(self, entry: Json, **more: object) -> None:
        """Complete an entry, for instance when its ack came."""
        entry.update(more)
        self._feed.traffic(entry)

    def latest(self, limit: int) -> list[Json]:
        """Return the newest entries, oldest first."""
        return list(self._entries)[-limit:] if limit > 0 else []

    def clear(self) -> None:
        """Forget all entries."""
        self._entries.clear()
