"""When people work: weeks as files write them, and the moments that follow from them. Pure.

Every local time has exactly one moment, whatever the clocks do: one that they skip comes that many minutes after the
jump, and of one that comes twice the first counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FARTHEST_DAYS = 400
_WEEK = re.compile(r"([A-Za-z,\- ]+?)\s+(\d\d:\d\d)\s*-\s*(\d\d:\d\d)(?:\s+(\S+))?")
_EXPECTED = 'days and hours such as "Mon-Fri 09:00-18:00" are expected, with a time zone behind them or without'


@dataclass(frozen=True)
class Week:
    """Days of work (0 = Monday) and their local hours. An `end` at or before `start` is on the next day.

    `zone` is the name of a time zone; empty = each person's own.
    """

    days: frozenset[int]
    start: time
    end: time
    zone: str = ""

    @classmethod
    def parse(cls, text: str) -> "Week":
        """A week as files write it: "Mon-Fri 09:00-18:00", "Sat,Sun 22:00-06:00 Asia/Singapore".

        Raises:
            ValueError: it is none; the text says what is expected.
        """
        found = _WEEK.fullmatch(text.strip())
        if found is None:
            raise ValueError(_EXPECTED)
        days, start, end, zone = found.groups(default="")
        return cls(frozenset(_days(days)), _clock(start), _clock(end), zone_named(zone) if zone else "")

    @property
    def text(self) -> str:
        """The form in files; the inverse of `parse`."""
        days = ",".join(DAYS[day] for day in sorted(self.days))
        return f"{days} {self.start:%H:%M}-{self.end:%H:%M} {self.zone}".rstrip()

    def __str__(self) -> str:
        """The form for people: "Mon to Fri 09:00 to 18:00", "always"."""
        if self == ALWAYS:
            return "always"
        return f"{_told(self.days)} {self.start:%H:%M} to {self.end:%H:%M}"


ALWAYS = Week(frozenset(range(7)), time(0), time(0))
"""Of whom nobody said when they work: they can be reached at any time."""


@dataclass(frozen=True)
class Own:
    """What a person set for themselves. `week` None = as the team's file says; `back_on` is a local date."""

    week: Week | None = None
    back_on: date | None = None


@dataclass(frozen=True)
class Hours:
    """When one person, or one group, works. `back_on`: away until that local date."""

    week: Week
    zone: ZoneInfo
    holidays: frozenset[date] = frozenset()
    back_on: date | None = None

    def works(self, at: datetime) -> bool:
        """Whether this moment (aware) is within the hours."""
        return self.starts(at) == at

    def starts(self, at: datetime) -> datetime | None:
        """`at` itself while at work, else the next moment (UTC) that is; None where none comes within 400 days."""
        return next((max(start, at) for start, end in self._spans(at) if end > at), None)

    def ends(self, at: datetime) -> datetime | None:
        """When the work of this moment ends, or of the next time at work; None as in `starts`."""
        return next((end for _, end in self._spans(at) if end > at), None)

    def begins(self, at: datetime) -> datetime | None:
        """The next moment after this one at which work begins; None as in `starts`."""
        return next((start for start, _ in self._spans(at) if start > at), None)

    def away(self, at: datetime) -> bool:
        """Whether this moment is in an absence that they set themselves."""
        return self.back_on is not None and at.astimezone(self.zone).date() < self.back_on

    def why_not(self, at: datetime) -> str:
        """Why nobody is at work at this moment, in a few words; empty while they are."""
        if self.works(at):
            return ""
        local = at.astimezone(self.zone)
        if self.back_on and self.away(at):
            return f"away until {self.back_on.day} {self.back_on:%b}"
        return "holiday" if local.date() in self.holidays else f"{local:%a %H:%M} there"

    def _spans(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The times at work from the day before `at` on, in order."""
        first = at.astimezone(self.zone).date() - timedelta(days=1)
        for day in (first + timedelta(days=index) for index in range(FARTHEST_DAYS)):
            if self.open_on(day):
                over = timedelta(days=self.week.end <= self.week.start)
                start, end = moment(day, self.week.start, self.zone), moment(day + over, self.week.end, self.zone)
                if start < end:
                    yield start, end

    def open_on(self, day: date) -> bool:
        """Whether this local date is a day of work."""
        return (
            day.weekday() in self.week.days and day not in self.holidays and not (self.back_on and day < self.back_on)
        )


@dataclass(frozen=True)
class Habit:
    """What a person set for themselves, when they work by that, when they would without it, and where times of their
    own are read.
    """

    own: Own
    hours: Hours
    without: Hours
    zone: ZoneInfo


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment of a local time on a day, in UTC."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def midnight(now: datetime, zone: ZoneInfo) -> datetime:
    """When the day that it is there began."""
    return moment(now.astimezone(zone).date(), time(0), zone)


def time_of_day(text: str) -> time:
    """A local time as files write it: "09:00", or "9:00". Raises ValueError."""
    found = time.fromisoformat(text.zfill(5))
    if found.tzinfo:
        raise ValueError(f"{text} has a time zone of its own")
    return found


def zone_named(name: str) -> str:
    """The name, if there is such a time zone. Raises ValueError."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name} is no time zone; a name such as Europe/Lisbon is expected") from error


def _days(text: str) -> Iterator[int]:
    for part in text.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        yield from _between(_day(first), _day(last or first))


def _day(text: str) -> int:
    if text.capitalize() not in DAYS:
        raise ValueError(_EXPECTED)
    return DAYS.index(text.capitalize())


def _between(first: int, last: int) -> Iterator[int]:
    return ((first + index) % 7 for index in range((last - first) % 7 + 1))


def _clock(text: str) -> time:
    """A time of day; 24:00 is the midnight that ends it."""
    try:
        return time(0) if text == "24:00" else time.fromisoformat(text)
    except ValueError as error:
        raise ValueError(_EXPECTED) from error


def _told(days: frozenset[int]) -> str:
    """Days in words: "Mon to Fri", "Mon, Wed and Sat"."""
    row = sorted(days)
    if len(row) > 2 and row == list(range(row[0], row[-1] + 1)):
        return f"{DAYS[row[0]]} to {DAYS[row[-1]]}"
    names = [DAYS[day] for day in row]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
