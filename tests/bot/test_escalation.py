"""Who is asked next, who waits for the morning, who is left out: the plan that the engine climbs by."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.escalation import Asks, Crew, Ends, Plan, Waits, ahead, hours_of, next_rung, reached
from bot.hours import ALWAYS, Hours, Own, Week
from bot.people import Group, Member, People
from bot.rules import Stage
from bot.workflows import Rung, Step, Team
from tests.handlers.told import REFUND

OFFICE = Week.parse("Mon-Fri 09:00-18:00")
GROUPS = {
    "@nobody": [],
    "@leads": ["maria", "dana"],
    "@heads": ["alex"],
    "@all": ["maria", "dana", "alex", "wei"],
    "wei": ["wei"],
}
ZONES = {"maria": "Europe/Lisbon", "dana": "America/New_York", "alex": "Europe/Berlin", "wei": "Asia/Singapore"}
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # 10:00 Lisbon, 05:00 New York, 11:00 Berlin, 18:00 Singapore
NIGHT = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)  # Friday: 20:00 Lisbon, 15:00 New York, 21:00 Berlin, 04:00 Singapore


class Four:
    """Four people in four zones who keep office hours; some are away."""

    def __init__(self, **back_on: date) -> None:
        self.back_on = back_on

    def users(self, references: Iterable[str], at: datetime | None = None) -> list[str]:
        return sorted({user for each in references for user in GROUPS[each]})

    def hours(self, user: str) -> Hours:
        return Hours(OFFICE, ZoneInfo(ZONES[user]), back_on=self.back_on.get(user))


def step(*rungs: Rung, risk: str = "normal", deadline: float = 1800, remind: float = 0) -> Step:
    stages = (Stage(("@leads",), 1, "click"),)
    made = replace(REFUND, stages=stages, escalate=rungs, deadline_seconds=deadline, remind_seconds=remind)
    return replace(made, risk=risk)  # type: ignore[arg-type]


def nxt(made: Step, now: datetime, asked: tuple[str, ...] = (), away: date | None = None) -> Plan:
    return next_rung(made, 0, asked, Four(**({"alex": away} if away else {})), now)


def test_the_double_is_a_crew() -> None:
    crew: Crew = Four()
    assert crew.users(["@heads"]) == ["alex"]


def test_who_is_at_work_is_asked_at_once() -> None:
    assert nxt(step(Rung("@heads")), MONDAY) == Plan(Asks(1, "@heads", ("alex",)))


def test_nobody_is_asked_twice() -> None:
    plan = next_rung(
        step(Rung("@leads"), Rung("@leads"), Rung("@all", away="ask")), 1, ("maria", "dana"), Four(), MONDAY
    )
    assert plan.next == Asks(3, "@all", ("alex", "wei"))
    assert plan.passed_over == (("@leads", "nobody of it who was not asked already"),)


def test_a_rung_waits_for_its_morning() -> None:
    plan = nxt(step(Rung("@heads")), NIGHT)
    assert plan.next == Waits(1, "@heads", datetime(2026, 11, 23, 8, 0, tzinfo=UTC))


def test_the_first_at_work_is_asked_and_the_others_in_their_own_hours() -> None:
    plan = nxt(step(Rung("@all")), MONDAY, ("maria", "dana"))
    assert plan.next == Asks(1, "@all", ("alex",), (("wei", datetime(2026, 11, 24, 1, 0, tzinfo=UTC)),))


def test_a_rung_may_skip_who_is_not_at_work() -> None:
    plan = nxt(step(Rung("@all", away="skip")), MONDAY, ("maria", "dana"))
    assert plan.next == Asks(1, "@all", ("alex",), (), (("wei", "Mon 18:00 there"),))


def test_a_rung_of_which_nobody_works_is_passed_over_where_it_skips() -> None:
    plan = nxt(step(Rung("@heads", away="skip"), Rung("wei", away="ask")), NIGHT)
    assert plan == Plan(Asks(2, "wei", ("wei",)), (("@heads", "nobody of it is at work"),))


def test_a_rung_that_is_nobody_is_passed_over_and_said_to_be() -> None:
    plan = nxt(step(Rung("@nobody"), Rung("wei", away="ask")), NIGHT)
    assert plan == Plan(Asks(2, "wei", ("wei",)), (("@nobody", "nobody in it may decide"),))


@pytest.mark.parametrize("risk", ["high", "critical"])
@pytest.mark.parametrize("away", ["wait", "skip", "ask"])
def test_a_risk_that_says_now_waits_for_nobody(risk: str, away: str) -> None:
    plan = nxt(step(Rung("@heads", away=away), risk=risk), NIGHT)  # type: ignore[arg-type]
    assert plan.next == Asks(1, "@heads", ("alex",))


def test_nobody_waits_for_a_holiday_of_weeks() -> None:
    assert isinstance(nxt(step(Rung("@heads")), MONDAY, away=date(2026, 12, 7)).next, Ends)
    plan = nxt(step(Rung("@all")), MONDAY, asked=(), away=date(2026, 12, 7))
    assert isinstance(plan.next, Asks)
    assert plan.next.left == (("alex", "away until 7 Dec"),)


def test_who_may_decide_from_the_first_can_be_a_rung_too() -> None:
    assert nxt(step(Rung("@leads", away="ask")), MONDAY).next == Asks(1, "@leads", ("dana", "maria"))


def test_after_the_last_rung_there_is_nobody_left() -> None:
    assert next_rung(step(Rung("@heads")), 1, (), Four(), MONDAY) == Plan(Ends(1))
    assert next_rung(step(), 1, (), Four(), MONDAY) == Plan(Ends(1)), "of a step that had more rungs before"


def test_a_reminder_comes_to_who_is_at_work_and_to_the_others_in_their_hours() -> None:
    found = reached(step(), ["maria", "dana"], Four(), MONDAY)
    assert found.now == ("maria",)
    assert found.later == (("dana", datetime(2026, 11, 23, 14, 0, tzinfo=UTC)),)
    assert reached(step(risk="critical"), ["maria", "dana"], Four(), MONDAY).now == ("maria", "dana")


def test_the_whole_chain_is_known_ahead_of_time() -> None:
    made = step(Rung("@heads", 3600), Rung("wei"), deadline=1800, remind=600)
    told = [(event.kind, event.at, event.to) for event in ahead(made, Four(), NIGHT)]
    hour, half = timedelta(hours=1), timedelta(minutes=30)
    alex = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    wei = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    assert told == [
        ("card", NIGHT, ""),
        ("remind", NIGHT + timedelta(minutes=50), ""),
        ("waits", NIGHT + hour, "@heads"),
        ("rung", alex, "@heads"),
        ("remind", alex + timedelta(minutes=20), ""),
        ("rung", alex + half, "wei"),
        ("remind", alex + half + timedelta(minutes=20), ""),
        ("hold", alex + hour, ""),
    ]
    assert wei > alex  # Monday 08:30 UTC is 16:30 in Singapore: still at work


def test_a_card_without_a_deadline_stays() -> None:
    assert [event.kind for event in ahead(step(Rung("@heads"), deadline=0), Four(), MONDAY)] == ["card", "stays"]


# Whose hours ---------------------------------------------------------------------------------------------------------

PEOPLE = People(
    team="T1",
    members={
        "U1": Member("U1", "T1", "Maria", "maria", zone="Europe/Lisbon"),
        "U2": Member("U2", "T1", "Wei", "wei", zone="Asia/Singapore"),
        "U3": Member("U3", "T1", "Ana", "ana", zone="Not/AZone"),
    },
    groups={"S1": Group("S1", "night", "Night", frozenset({"U2"}))},
)
NIGHTS = Week.parse("Mon-Sun 22:00-06:00")
TEAM = Team(
    timezone="Europe/Berlin",
    hours={"everyone": OFFICE, "@night": NIGHTS},
    holidays={"everyone": frozenset({date(2026, 12, 25)}), "Asia/Singapore": frozenset({date(2027, 2, 8)})},
)


def test_hours_are_ones_own_then_the_groups_then_everybodys() -> None:
    early = Week.parse("Mon-Thu 07:00-15:00")
    assert hours_of("U1", PEOPLE, TEAM, Own()).week == OFFICE
    assert hours_of("U2", PEOPLE, TEAM, Own()).week == NIGHTS
    assert hours_of("U2", PEOPLE, TEAM, Own(early)).week == early
    assert hours_of("U1", PEOPLE, Team(), Own()).week == ALWAYS


def test_the_zone_is_slacks_unless_the_file_names_one() -> None:
    assert hours_of("U2", PEOPLE, TEAM, Own()).zone == ZoneInfo("Asia/Singapore")
    named = replace(TEAM, hours={"everyone": replace(OFFICE, zone="UTC")})
    assert hours_of("U2", PEOPLE, named, Own()).zone == ZoneInfo("UTC")
    assert hours_of("U2", PEOPLE, named, Own(OFFICE)).zone == ZoneInfo("Asia/Singapore")
    assert hours_of("U3", PEOPLE, TEAM, Own()).zone == ZoneInfo("Europe/Berlin")


def test_holidays_of_everybody_and_of_a_region_are_added_up() -> None:
    assert hours_of("U2", PEOPLE, TEAM, Own()).holidays == {date(2026, 12, 25), date(2027, 2, 8)}
    assert hours_of("U1", PEOPLE, TEAM, Own()).holidays == {date(2026, 12, 25)}
