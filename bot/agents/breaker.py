"""Keeps a provider that does not answer from being asked by every run at once. No network, no clock of its own."""

from dataclasses import dataclass
from datetime import datetime, timedelta

THRESHOLD = 5
REST = timedelta(minutes=5)


@dataclass
class Breaker:
    """Shared by all runs that use one provider.

    Open after THRESHOLD attempts in a row that failed, or at once where the provider wants an owner. While it is open,
    one attempt in REST is let through; when it succeeds, all may go on.
    """

    failures: int = 0
    why: str = ""
    since: datetime | None = None
    next_at: datetime | None = None
    cards: int = 0
    asks_owner: bool = False

    def blocked(self, now: datetime) -> str:
        """Why nothing may be sent now; empty = it may. While it is open, that lets one attempt through."""
        if self.next_at is None:
            return ""
        if now < self.next_at:
            return self.why
        self.next_at = now + REST
        return ""

    def failed(self, why: str, now: datetime, *, owner: bool = False) -> bool:
        """Count an attempt that failed; True where it is open now, or still."""
        self.failures += 1
        self.since = self.since or now
        if owner or self.failures >= THRESHOLD or self.next_at is not None:
            self.why, self.next_at = why, now + REST
            self.asks_owner = owner
        return self.next_at is not None

    def worked(self) -> bool:
        """An attempt succeeded; True where it was open until now."""
        was_open = self.next_at is not None
        self.failures, self.why, self.since, self.next_at, self.cards, self.asks_owner = 0, "", None, None, 0, False
        return was_open
