"""Forty people in five zones for a simulated year: when each of them works, is away, and looks up. The judge's own.

Nothing of Baton is used here: what is inside somebody's hours is decided a second time, by other code.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

YEAR = 2026
REGIONS = {
    "lisbon": "Europe/Lisbon",
    "berlin": "Europe/Berlin",
    "newyork": "America/New_York",
    "singapore": "Asia/Singapore",
    "sydney": "Australia/Sydney",
}
HOLIDAYS = {
    "lisbon": ("2026-01-01", "2026-04-25", "2026-06-10", "2026-12-08", "2026-12-25"),
    "berlin": ("2026-01-01", "2026-05-01", "2026-10-03", "2026-12-25", "2026-12-26"),
    "newyork": ("2026-01-01", "2026-07-04", "2026-11-26", "2026-12-25"),
    "singapore": ("2026-01-01", "2026-02-17", "2026-08-09", "2026-12-25"),
    "sydney": ("2026-01-01", "2026-01-26", "2026-04-25", "2026-12-25", "2026-12-28"),
}
OPENS, CLOSES = time(9), time(17, 30)


@dataclass(frozen=True)
class Worker:
    """A person: `away` are days off, as (first, last)."""

    user: str
    region: str
    away: tuple[tuple[date, date], ...]
    zone: ZoneInfo = field(compare=False, repr=False, default_factory=lambda: ZoneInfo("UTC"))

    def works(self, at: datetime) -> bool:
        """Whether this moment is inside their hours."""
        local = at.astimezone(self.zone)
        return self.day(local.date()) and OPENS <= local.time() < CLOSES

    def day(self, day: date) -> bool:
        """Whether they work on this local day."""
        off = day.isoformat() in HOLIDAYS[self.region] or any(first <= day <= last for first, last in self.away)
        return day.weekday() < 5 and not off

    def absent(self, at: datetime) -> bool:
        """Whether they are on leave: nothing reaches them."""
        return any(first <= at.astimezone(self.zone).date() <= last for first, last in self.away)

    def begins(self, at: datetime) -> datetime:
        """The moment itself where they work at it, else the next start of their day."""
        if self.works(at):
            return at
        day = at.astimezone(self.zone).date()
        for more in range(90):
            start = datetime.combine(day + timedelta(days=more), OPENS, self.zone).astimezone(UTC)
            if start >= at and self.day(day + timedelta(days=more)):
                return start
        raise AssertionError(f"{self.user} never works again after {at}")

    def after_work(self, at: datetime, hours: float) -> datetime:
        """The moment so many of their working hours after `at`."""
        left = timedelta(hours=hours)
        now = self.begins(at)
        while True:
            local = now.astimezone(self.zone)
            end = datetime.combine(local.date(), CLOSES, self.zone).astimezone(UTC)
            if now + left <= end:
                return now + left
            left -= end - now
            now = self.begins(end)


def crowd(chance: random.Random, each: int = 8) -> dict[str, Worker]:
    """So many people in each region, each with 25 days of leave in three pieces."""
    people = {}
    for region, zone in REGIONS.items():
        for number in range(each):
            user = f"U{region.upper()}{number}"
            away = tuple(_leave(chance, days) for days in (14, 7, 4))
            people[user] = Worker(user, region, away, ZoneInfo(zone))
    return people


def _leave(chance: random.Random, days: int) -> tuple[date, date]:
    first = date(YEAR, 1, 5) + timedelta(days=chance.randrange(350))
    return first, first + timedelta(days=days - 1)
