"""Who is on call when, and when a region's day begins and ends. Pure.

Every turn has one beginning and one end, and the end is the next one's beginning, whatever the clocks of a zone do.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.hours import Week, moment

FAR = timedelta(days=60)
_MONDAY = date(2024, 1, 1)
_YEAR = (datetime(2027, 1, 4, tzinfo=UTC), datetime(2028, 1, 10, tzinfo=UTC))
PREFIX = "oncall:"


@dataclass(frozen=True)
class Watch:
    """Who is on call in [start, end), as references; nobody where `people` is empty."""

    start: datetime
    end: datetime
    people: tuple[str, ...]
    region: str = ""
    override: bool = False


@dataclass(frozen=True)
class Region:
    """Where people work the same hours: a `week` in a zone of its own.

    At the end of its day, what is open with its `people` goes to the region `next`, to take within `accept_seconds`;
    what is not taken stays, and `ladder` is told.
    """

    name: str
    title: str
    week: Week
    people: tuple[str, ...]
    channel: str = ""
    next: str = ""
    accept_seconds: float = 1800
    ladder: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """Whose clock its day goes by."""
        return ZoneInfo(self.week.zone)

    def shift(self, day: date) -> tuple[datetime, datetime]:
        """From when until when the day runs that begins on this local date."""
        last = day + timedelta(days=self.week.end <= self.week.start)
        return moment(day, self.week.start, self.zone), moment(last, self.week.end, self.zone)

    def shifts(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime, date]]:
        """The days that touch [start, end), oldest first: from when, until when, of which local date."""
        day = start.astimezone(self.zone).date() - timedelta(days=2)
        while True:
            opens, closes = self.shift(day)
            if opens >= end:
                return
            if closes > start and day.weekday() in self.week.days:
                yield opens, closes, day
            day += timedelta(days=1)


@dataclass(frozen=True)
class Turns:
    """People by turn: each of `people` is one turn of `days` days, handed over at `at` on the clock of `zone`.

    `first` is the local date on which the first turn began; it goes round before it, too.
    """

    zone: str
    at: time
    days: int
    first: date
    people: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Leg:
    """A region's part of following the sun: its people by weekly turn, or all of them where none are named."""

    region: Region
    people: tuple[tuple[str, ...], ...] = ()

    def of(self, day: date) -> tuple[str, ...]:
        """Who of the region is on call in the day that begins on this local date; turns change on Mondays."""
        return self.people[(day - _MONDAY).days // 7 % len(self.people)] if self.people else self.region.people


@dataclass(frozen=True)
class Override:
    """Other people for a while: [start, end)."""

    start: datetime
    end: datetime
    people: tuple[str, ...]


@dataclass(frozen=True)
class Rota:
    """A rotation: people by `turns`, or region by region (`legs`); what is overridden comes before both."""

    name: str
    title: str
    zone: str
    turns: Turns | None = None
    legs: tuple[Leg, ...] = ()
    overrides: tuple[Override, ...] = ()

    @property
    def everybody(self) -> tuple[str, ...]:
        """Everybody who is ever on call, by reference."""
        turns = self.turns.people if self.turns else ()
        legs = (people for leg in self.legs for people in leg.people or (leg.region.people,))
        found = (*turns, *legs, *(each.people for each in self.overrides))
        return tuple(dict.fromkeys(reference for people in found for reference in people))


@dataclass(frozen=True)
class Schedule:
    """`schedule.yml`: rotations and regions by name. `hash` is the sha256 of the file, empty where there is none."""

    rotations: Mapping[str, Rota] = field(default_factory=dict)
    regions: Mapping[str, Region] = field(default_factory=dict)
    hash: str = ""


@dataclass(frozen=True)
class OnCall:
    """Who is on call in each rotation in [start, end): the same people all that time. `ever` are all who ever are."""

    start: datetime
    end: datetime
    people: Mapping[str, tuple[str, ...]]
    ever: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, reference: str) -> tuple[str, ...]:
        """Who is on call where the reference names a rotation; nobody for any other reference."""
        return self.people.get(reference.removeprefix(PREFIX), ()) if reference.startswith(PREFIX) else ()


NOBODY = OnCall(datetime.min.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC), {})


def on_call(rota: Rota, at: datetime) -> Watch:
    """Who is on call at a moment, since when and until when."""
    start, end = at - FAR, at + FAR
    for each in rota.overrides:
        if each.start <= at < each.end:
            return Watch(each.start, each.end, each.people, override=True)
        start = max(start, each.end) if each.end <= at else start
        end = min(end, each.start) if each.start > at else end
    watch = _turn(rota.turns, at) if rota.turns else _leg(rota.legs, at)
    return Watch(max(watch.start, start), min(watch.end, end), watch.people, watch.region)


def _turn(turns: Turns, at: datetime) -> Watch:
    zone, length = ZoneInfo(turns.zone), timedelta(days=turns.days)
    number = (at.astimezone(zone).date() - turns.first) // length + 1
    while moment(turns.first + number * length, turns.at, zone) > at:
        number -= 1
    start, end = (moment(turns.first + each * length, turns.at, zone) for each in (number, number + 1))
    return Watch(start, end, turns.people[number % len(turns.people)])


def _leg(legs: tuple[Leg, ...], at: datetime) -> Watch:
    """Where hours overlap, whoever began first keeps it until their day ends."""
    shifts = [
        (opens, index, closes, day, leg)
        for index, leg in enumerate(legs)
        for opens, closes, day in leg.region.shifts(at - timedelta(days=8), at + timedelta(days=8))
    ]
    here = min((each for each in shifts if each[0] <= at < each[2]), default=None, key=lambda each: each[:2])
    if here is None:
        start = max((each[2] for each in shifts if each[2] <= at), default=at - FAR)
        return Watch(start, min((each[0] for each in shifts if each[0] > at), default=at + FAR), ())
    opens, index, closes, day, leg = here
    earlier = [each[2] for each in shifts if each[:2] < (opens, index) and opens < each[2] <= at]
    return Watch(max(earlier, default=opens), closes, leg.of(day), leg.region.name)


def changes(rota: Rota, start: datetime, end: datetime) -> list[Watch]:
    """Every watch that touches [start, end), oldest first; one follows the other without a hole."""
    found = [on_call(rota, start)]
    while found[-1].end < end:
        found.append(on_call(rota, found[-1].end))
    return found


def until(rota: Rota, watch: Watch) -> tuple[datetime, Watch]:
    """When others than those of `watch` are on call, and that watch; 60 days ahead at most."""
    after = on_call(rota, watch.end)
    while after.people == watch.people and after.end - watch.end < FAR:
        after = on_call(rota, after.end)
    return after.start, after


@lru_cache(maxsize=64)
def gaps(legs: tuple[Leg, ...]) -> tuple[Watch, ...]:
    """When nobody is on call in a year that begins on a Monday: the same answer in any year, so a file that starts
    today starts tomorrow."""
    rota = Rota("", "", "UTC", legs=legs)
    return tuple(each for each in changes(rota, *_YEAR) if not each.people)


def everywhere(schedule: Schedule, at: datetime) -> OnCall:
    """Who is on call in each rotation at a moment, and for how long that stays so."""
    watches = {name: on_call(rota, at) for name, rota in schedule.rotations.items()}
    start = max((watch.start for watch in watches.values()), default=at)
    end = min((watch.end for watch in watches.values()), default=at + FAR)
    ever = {name: rota.everybody for name, rota in schedule.rotations.items()}
    return OnCall(start, end, {name: watch.people for name, watch in watches.items()}, ever)
