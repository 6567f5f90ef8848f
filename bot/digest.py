"""What a digest says, as data; and when it is due. Pure but for the reads it is handed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.hours import Hours
from storage.models import Handoff

NIGHTLY = timedelta(hours=1)


@dataclass(frozen=True)
class Row:
    """One open handoff in a digest or a queue. `code`: whoever approves it now gives a code."""

    handoff: Handoff
    ask: str
    waits_for: str
    late: bool
    channel: str = ""
    ts: str = ""
    code: bool = False

    @property
    def asks_back(self) -> bool:
        """Whether it waits for an answer of the person who asked, and for nobody else."""
        return self.handoff.kind == "question" and self.handoff.audience == "requester"


@dataclass(frozen=True)
class AloneRow:
    """What a step did alone in a digest's time: in words ("Cleared 41 alerts"), and what people said of it."""

    told: str
    acts: int
    checked: int
    wrong: int
    reported: int


@dataclass(frozen=True)
class Digest:
    """A workflow's day. `late` is set where it is sent for a day before today, or late for today.

    `rows` are the oldest of its `total_late` open handoffs that are late. `changed` are sentences about what its steps
    may do alone since then, `alone` what they did alone. `signed_at` is when a checkpoint of `entries` and `head` was
    signed, None where none was. `overrides` are the handoffs that owners approved under override: name, who, why.
    `learned` are reasons of edits that the agent goes by since then, each with how many gave it; `held` counts notices
    that were kept back until people were at work. `now` is in the team's time zone, as `day` is.
    """

    workflow: str
    title: str
    day: date
    covers_from: datetime
    covers_to: datetime
    rows: tuple[Row, ...]
    verdicts: Mapping[str, int]
    deciders: Mapping[str, int]
    median_minutes: float | None
    entries: int
    head: str
    now: datetime
    late: bool = False
    total_late: int = 0
    open: int = 0
    oldest_at: datetime | None = None
    signed_at: datetime | None = None
    waiting_for_answer: int = 0
    names: Mapping[str, str] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    alone: tuple[AloneRow, ...] = ()
    overrides: tuple[tuple[str, str, str], ...] = ()
    learned: tuple[tuple[str, int], ...] = ()
    held: int = 0


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment of a local time on a day, in UTC.

    A time that the clocks skip becomes the moment that many minutes after the jump; one that comes twice is the first.
    So every (day, time) has exactly one moment, whatever the zone does.
    """
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def due_days(last: date | None, at: time, zone: ZoneInfo, now: datetime, most: int = 14) -> list[date]:
    """The local dates whose digest is due and not claimed, oldest first, at most `most`.

    `last` is the newest claimed date. Without one there is nothing to catch up: only today counts.
    """
    today = now.astimezone(zone).date()
    first = last + timedelta(days=1) if last else today
    days = [first + timedelta(days=index) for index in range((today - first).days + 1)]
    return [day for day in days if instant(day, at, zone) <= now][-most:]


def own_day(last: date, at: time, zone: ZoneInfo, now: datetime, hours: Hours) -> date | None:
    """The local date whose digest a person is to get now; None where that is none.

    Only today's: what was missed on days off, or while nobody was there to tell it, stands in the next one. Later than
    an hour after its time it comes only while they are at work. `last` is the newest claimed date: whoever travels
    comes to a later date sooner or later, and to the same one never again.
    """
    today = now.astimezone(zone).date()
    for day in (today, today - timedelta(days=1)):  # an hour late may be after midnight
        since = now - instant(day, at, zone)
        due = day > last and since >= timedelta() and hours.open_on(day)
        if due and (since <= NIGHTLY or (day == today and hours.works(now))):
            return day
    return None


def next_due(at: time, zone: ZoneInfo, now: datetime) -> datetime:
    """The next moment of this local time after `now`, in UTC."""
    today = now.astimezone(zone).date()
    return next(
        moment for moment in (instant(today + timedelta(days=days), at, zone) for days in range(-1, 4)) if moment > now
    )
