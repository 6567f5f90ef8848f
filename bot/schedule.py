"""What may stand in schedule.yml, and the schedule that it makes. Pure."""

from datetime import date, datetime, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator

from bot.hours import DAYS, Week, moment, time_of_day, zone_named
from bot.rota import PREFIX, Leg, Override, Region, Rota, Schedule, Turns, Watch, gaps

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Text = Annotated[str, StringConstraints(min_length=1)]
_FIRST = date(2024, 1, 1)
Keys = tuple[str | int, ...]


def _near(day: date) -> date:
    """Days that can be counted from, in every time zone."""
    if not 2000 <= day.year < 2200:
        raise ValueError("a date between 2000 and 2199 is expected")
    return day


class Wrong(Exception):
    """Something in the file cannot be; `keys` say where."""

    def __init__(self, keys: Keys, text: str) -> None:
        super().__init__(text)
        self.keys, self.text = keys, text


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RegionFile(_File):
    """One of `regions`: people who work the same hours, and to whom they hand over at the end of their day."""

    title: str = ""
    hours: Text
    people: Annotated[list[Text], Field(min_length=1)]
    channel: str = ""
    next: str = ""
    accept: Text = "30m"
    ladder: str = ""


class LegFile(_File):
    """One of `follow`, with turns of its own."""

    region: Text
    people: Annotated[list[Text | list[Text]], Field(min_length=1)]


class OverrideFile(_File):
    """One of `overrides`: other people for a while, in the rotation's time zone."""

    from_: Annotated[datetime, Field(alias="from")]
    to: datetime
    people: Annotated[list[Text], Field(min_length=1)]

    @field_validator("from_", "to", mode="before")
    @classmethod
    def _local(cls, value: object) -> datetime:
        try:
            found = value if isinstance(value, datetime) else datetime.strptime(str(value), "%Y-%m-%d %H:%M")  # noqa: DTZ007 - its zone is the rotation's
        except ValueError as error:
            raise ValueError("a local date and time such as 2026-12-24 18:00 is expected") from error
        if found.tzinfo:
            raise ValueError("a local time is expected, in the rotation's time zone, without a zone of its own")
        _near(found.date())
        return found


class RotationFile(_File):
    """One of `rotations`: `people` by turn, or `follow` from region to region."""

    title: str = ""
    timezone: str = ""
    hands_over: str = "Monday 09:00"
    first: Annotated[date, AfterValidator(_near)] = _FIRST
    people: list[Text | list[Text]] = []
    follow: list[Text | LegFile] = []
    overrides: list[OverrideFile] = []
    gaps: Literal["refused", "told"] = "refused"


class ScheduleFile(_File):
    """A schedule.yml."""

    regions: dict[Name, RegionFile] = {}
    rotations: dict[Name, RotationFile] = {}


def made(file: ScheduleFile, zone: str) -> Schedule:
    """The schedule of a file; `zone` is the team's, for whatever names none.

    Raises:
        Wrong: something cannot be.
    """
    regions = {name: _region(name, each, zone, file) for name, each in file.regions.items()}
    return Schedule({name: _rota(name, each, zone, regions) for name, each in file.rotations.items()}, regions)


def unknown(reference: str, schedule: Schedule) -> str:
    """What is wrong with a reference to who is on call; empty for any other, and where the rotation is known."""
    name = reference.removeprefix(PREFIX)
    if not reference.startswith(PREFIX) or name in schedule.rotations:
        return ""
    known = ", ".join(schedule.rotations)
    return f"schedule.yml has no rotation {name}; " + (f"it has {known}" if known else "it has none")


def _region(name: str, file: RegionFile, zone: str, whole: ScheduleFile) -> Region:
    keys: Keys = ("regions", name)
    try:
        week = Week.parse(file.hours)
    except ValueError as error:
        raise Wrong((*keys, "hours"), str(error)) from error
    _no_rotation((*keys, "people"), file.people)
    if file.next and (file.next not in whole.regions or file.next == name):
        others = ", ".join(each for each in whole.regions if each != name) or "no other"
        raise Wrong((*keys, "next"), f"another region is expected; there is {others}")
    if file.next and not file.channel:
        raise Wrong((*keys, "next"), "a `channel` is expected beside it: the handover is written there")
    week = Week(week.days, week.start, week.end, week.zone or zone)
    title, accept = file.title or name.replace("-", " ").title(), _seconds((*keys, "accept"), file.accept)
    return Region(name, title, week, tuple(file.people), file.channel, file.next, accept, file.ladder)


def _seconds(keys: Keys, text: str) -> float:
    number, unit = text[:-1], {"m": 60, "h": 3600}.get(text[-1], 0)
    if not number.isdecimal() or not 300 <= int(number) * unit <= 43200:
        raise Wrong(keys, "a duration from 5m to 12h is expected, such as 30m")
    return float(int(number) * unit)


def _rota(name: str, file: RotationFile, team_zone: str, regions: dict[str, Region]) -> Rota:
    keys: Keys = ("rotations", name)
    zone = _zone((*keys, "timezone"), file.timezone or team_zone)
    if bool(file.people) == bool(file.follow):
        raise Wrong(keys, "either `people` by turn or `follow` with regions is expected")
    legs = tuple(_leg((*keys, "follow", index), each, regions) for index, each in enumerate(file.follow))
    turns = _turns(keys, file, zone) if file.people else None
    overrides = tuple(_override((*keys, "overrides", index), each, zone) for index, each in enumerate(file.overrides))
    _one_at_a_time((*keys, "overrides"), overrides)
    if legs and file.gaps == "refused" and (found := gaps(legs)):
        raise Wrong((*keys, "follow"), _told(found))
    return Rota(name, file.title or name.replace("-", " ").capitalize(), zone, turns, legs, overrides)


def _turns(keys: Keys, file: RotationFile, zone: str) -> Turns:
    day, _, clock = file.hands_over.rpartition(" ")
    names = [each.casefold() for each in DAYS]
    try:
        at = time_of_day(clock)
        weekday = names.index(day.strip().casefold()[:3]) if day else None
    except ValueError as error:
        expected = "a day and an hour such as Monday 09:00 is expected, or an hour alone for a turn of one day"
        raise Wrong((*keys, "hands_over"), expected) from error
    people = tuple(_turn((*keys, "people", index), each) for index, each in enumerate(file.people))
    if weekday is None:
        return Turns(zone, at, 1, file.first, people)
    return Turns(zone, at, 7, file.first + timedelta(days=(weekday - file.first.weekday()) % 7), people)


def _turn(keys: Keys, entry: str | list[str]) -> tuple[str, ...]:
    people = (entry,) if isinstance(entry, str) else tuple(entry)
    if not people:
        raise Wrong(keys, "somebody is expected in each turn")
    _no_rotation(keys, people)
    return people


def _no_rotation(keys: Keys, people: list[str] | tuple[str, ...]) -> None:
    if any(each.startswith((PREFIX, "role:")) for each in people):
        raise Wrong(keys, "people and groups are expected, not another rotation or a role")


def _leg(keys: Keys, entry: str | LegFile, regions: dict[str, Region]) -> Leg:
    name = entry if isinstance(entry, str) else entry.region
    if name not in regions:
        known = ", ".join(regions) or "none"
        raise Wrong(keys, f"one of `regions` is expected; there is {known}")
    if isinstance(entry, str):
        return Leg(regions[name])
    people = tuple(_turn((*keys, "people", index), each) for index, each in enumerate(entry.people))
    return Leg(regions[name], people)


def _override(keys: Keys, file: OverrideFile, zone: str) -> Override:
    start, end = (moment(each.date(), each.time(), ZoneInfo(zone)) for each in (file.from_, file.to))
    if end <= start:
        raise Wrong((*keys, "to"), "a time after `from` is expected")
    _no_rotation((*keys, "people"), file.people)
    return Override(start, end, tuple(file.people))


def _one_at_a_time(keys: Keys, overrides: tuple[Override, ...]) -> None:
    for index, each in enumerate(overrides):
        if any(each.start < other.end and other.start < each.end for other in overrides[:index]):
            raise Wrong((*keys, index), "it overlaps an earlier override, so two would be right at once")


def _zone(keys: Keys, name: str) -> str:
    try:
        return zone_named(name)
    except ValueError as error:
        raise Wrong(keys, str(error)) from error


def _told(found: tuple[Watch, ...]) -> str:
    """ "nobody is on call from Mon 04 Jan 23:00 to Tue 05 Jan 01:00 (UTC), and 364 more times a year; …"."""
    first, form = found[0], "%a %d %b %H:%M"
    more = f", and {len(found) - 1} more times a year" if len(found) > 1 else ""
    when = f"from {first.start:{form}} to {first.end:{form}} (UTC)"
    return f"nobody is on call {when}{more}; add hours to a region, or write `gaps: told` if that is meant"
