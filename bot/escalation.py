"""Who is asked next where nobody answers, when, and who is not. Pure: data and a moment in, a plan out.

The engine climbs by `next_rung`, and `baton workflow preview` shows the same plan ahead of time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.hours import ALWAYS, Hours, Own, Week
from bot.people import People
from bot.workflows import Rung, Step, Team

URGENT = frozenset({"high", "critical"})
"""Risks that say now: nobody's hours are waited for."""
LONGEST_WAIT = timedelta(days=4)
"""A rung waits for the morning after a long weekend, and no longer: who is away for weeks is passed over."""
EVERYONE = "everyone"
_CLOSED_BY_THEN = "closed before they are at work"


class Crew(Protocol):
    """The people of a step as they are now: whom a reference stands for, and when each works."""

    def users(self, references: Iterable[str], at: datetime | None = None) -> Sequence[str]:
        """The users that these references stand for and that may decide; who is on call, at that moment."""
        ...

    def hours(self, user: str) -> Hours:
        """When this user works."""
        ...


@dataclass(frozen=True)
class Asks:
    """A rung is reached. `now` are asked at once, `later` each at the start of their hours; `left` out, and why."""

    rung: int
    to: str
    now: tuple[str, ...]
    later: tuple[tuple[str, datetime], ...] = ()
    left: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Waits:
    """Nobody of the next rung is at work before `until`: it is reached then."""

    rung: int
    to: str
    until: datetime


@dataclass(frozen=True)
class Ends:
    """There is nobody left to ask. No rung goes back, though the step may have fewer than it had."""

    rung: int


@dataclass(frozen=True)
class Plan:
    """What comes next, and the rungs that are passed over on the way with the reason for each."""

    next: Asks | Waits | Ends
    passed_over: tuple[tuple[str, str], ...] = ()


def urgent(step: Step) -> bool:
    """Whether the risk says now."""
    return step.risk in URGENT


def patience_seconds(step: Step, rung: int) -> float:
    """How long it is with those of this rung (0 = the approvers) before the next one; 0 = for ever."""
    own = step.escalate[rung].after_seconds if rung < len(step.escalate) else None
    return step.deadline_seconds if own is None else own


def reminds_at(step: Step, deadline: datetime, since: datetime) -> datetime | None:
    """When those whom it is with since then are reminded of this deadline; None where they are not."""
    at = deadline - timedelta(seconds=step.remind_seconds)
    return at if step.remind_seconds and at > since else None


def next_rung(step: Step, rung: int, asked: Iterable[str], crew: Crew, now: datetime) -> Plan:
    """What comes after `rung`, whose time is over; `asked` are the users of earlier rungs, who are not asked twice.

    The card interrupts nobody: who may decide from the first can be a rung, too, and is then asked by name.
    """
    over: list[tuple[str, str]] = []
    before = frozenset(asked)
    for number, each in enumerate(step.escalate[rung:], start=rung + 1):
        able = crew.users([each.to], now)
        fresh = [user for user in able if user not in before]
        found = _reached(each, number, fresh, crew, now, at_once=urgent(step)) if fresh else None
        if found is not None:
            return Plan(found, tuple(over))
        over.append((each.to, _why_over(able, fresh)))
    return Plan(Ends(max(rung, len(step.escalate))), tuple(over))


def _why_over(able: Sequence[str], fresh: Sequence[str]) -> str:
    if not able:
        return "nobody in it may decide"
    return "nobody of it is at work" if fresh else "nobody of it who was not asked already"


def _reached(
    rung: Rung, number: int, users: Sequence[str], crew: Crew, now: datetime, *, at_once: bool
) -> Asks | Waits | None:
    """Who of a rung is asked; None where it is passed over."""
    if at_once or rung.away == "ask":
        return Asks(number, rung.to, tuple(users))
    here = tuple(user for user in users if crew.hours(user).works(now))
    others = [user for user in users if user not in here]
    if rung.away == "skip":
        left = tuple((user, crew.hours(user).why_not(now)) for user in others)
        return Asks(number, rung.to, here, left=left) if here else None
    later = _soon(others, crew, now)
    left = tuple((user, crew.hours(user).why_not(now)) for user in others if user not in dict(later))
    if here:
        return Asks(number, rung.to, here, later, left)
    return Waits(number, rung.to, min(at for _, at in later)) if later else None


def _soon(users: Iterable[str], crew: Crew, now: datetime) -> tuple[tuple[str, datetime], ...]:
    """When each of these is at work next, where that is soon enough to wait for."""
    starts = ((user, crew.hours(user).starts(now)) for user in users)
    return tuple((user, at) for user, at in starts if at is not None and at - now <= LONGEST_WAIT)


def reached(step: Step, users: Sequence[str], crew: Crew, now: datetime) -> Asks:
    """Who of those whom it is with can be told something now, and who in their next hours."""
    here = tuple(user for user in users if urgent(step) or crew.hours(user).works(now))
    return Asks(0, "", here, _soon((user for user in users if user not in here), crew, now))


@dataclass(frozen=True)
class Person:
    """Somebody to whom a case can be given; `why_not` says why they are not at work now, empty while they are."""

    user: str
    name: str
    why_not: str


# Ahead of time -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Event:
    """Something that would happen at a moment. Of `card` and `remind`, `asks` says who would be told."""

    at: datetime
    kind: Literal["card", "remind", "rung", "waits", "over", "stays", "hold", "expire"]
    asks: Asks | None = None
    to: str = ""
    why: str = ""
    until: datetime | None = None


@dataclass(frozen=True)
class Ahead:
    """A whole chain ahead of time, and the hours of everybody in it."""

    events: tuple[Event, ...]
    hours: Mapping[str, Hours]


def ahead(step: Step, crew: Crew, opened: datetime) -> Iterator[Event]:
    """Everything that would happen to a card of this step that nobody answers, in order."""
    found = tuple(_chain(step, crew, opened))
    end = found[-1]
    return (_told_before(event, end.at) if end.kind == "expire" else event for event in found)


def _told_before(event: Event, end: datetime) -> Event:
    """An event of a chain that ends then: who is at work only later is not told any more."""
    if event.asks is None:
        return event
    later = tuple((user, at) for user, at in event.asks.later if at < end)
    left = tuple((user, _CLOSED_BY_THEN) for user, at in event.asks.later if at >= end)
    return replace(event, asks=replace(event.asks, later=later, left=(*event.asks.left, *left)))


def _chain(step: Step, crew: Crew, opened: datetime) -> Iterator[Event]:
    holders = tuple(crew.users(step.stage(1).approvers, opened))
    asked, rung, at = set[str](), 0, opened
    yield Event(opened, "card", Asks(0, "", holders))
    while seconds := patience_seconds(step, rung):
        deadline = at + timedelta(seconds=seconds)
        remind = reminds_at(step, deadline, at)
        if remind:
            yield Event(remind, "remind", reached(step, holders, crew, remind))
        at, plan = deadline, next_rung(step, rung, asked, crew, deadline)
        yield from _passed_over(plan, at)
        while isinstance(plan.next, Waits):
            yield Event(at, "waits", to=plan.next.to, until=plan.next.until)
            at = plan.next.until
            plan = next_rung(step, plan.next.rung - 1, asked, crew, at)
            yield from _passed_over(plan, at)
        if isinstance(plan.next, Ends):
            yield Event(at, step.on_timeout)
            return
        rung, holders = plan.next.rung, (*plan.next.now, *(user for user, _ in plan.next.later))
        asked |= set(holders)
        yield Event(at, "rung", plan.next, plan.next.to)
    yield Event(at, "stays")


def _passed_over(plan: Plan, at: datetime) -> Iterator[Event]:
    return (Event(at, "over", to=to, why=why) for to, why in plan.passed_over)


# Whose hours ---------------------------------------------------------------------------------------------------------


def hours_of(user: str, people: People, team: Team, own: Own) -> Hours:
    """When a user works: as they say themselves, else as the team's file says, else always. Holidays are added up."""
    member = people.members.get(user)
    slack = (member.zone if member else "") or team.timezone
    given = _given(user, slack, people, team.hours)
    week = own.week or given or ALWAYS
    zone = "" if own.week else week.zone
    days = frozenset(day for key, listed in team.holidays.items() if _means(key, user, slack, people) for day in listed)
    return Hours(week, _zone(zone or slack, team), days, own.back_on)


def _given(user: str, zone: str, people: People, weeks: Mapping[str, Week]) -> Week | None:
    """The first week of the file that is meant for this user; what is for everyone comes last."""
    for key, week in weeks.items():
        if key != EVERYONE and _means(key, user, zone, people):
            return week
    return weeks.get(EVERYONE)


def _means(key: str, user: str, zone: str, people: People) -> bool:
    if "/" in key or key == EVERYONE:
        return key in {zone, EVERYONE}
    return user in people.users([key])


def _zone(name: str, team: Team) -> ZoneInfo:
    """A zone that this machine does not know is the team's: Slack's list is not ours."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return team.zone
