"""Who is on call when: turns, regions, other people for a while, and clocks that change."""

import itertools
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.hours import Week
from bot.rota import Leg, Override, Region, Rota, Schedule, Turns, changes, everywhere, gaps, on_call, until

LISBON = Region("lisbon", "Lisbon", Week.parse("Mon-Sun 09:00-18:00 Europe/Lisbon"), ("@maria",))
NEW_YORK = Region("new-york", "New York", Week.parse("Mon-Sun 09:00-21:00 America/New_York"), ("@dana", "@alex"))
SINGAPORE = Region("singapore", "Singapore", Week.parse("Mon-Sun 09:00-18:00 Asia/Singapore"), ("@wei",))
SUN = Rota("alerts", "Alerts", "UTC", legs=(Leg(LISBON), Leg(NEW_YORK, (("@dana",), ("@alex",))), Leg(SINGAPORE)))
WEEKLY = Turns("Europe/Lisbon", time(9), 7, date(2026, 11, 2), (("@maria",), ("@jonas",), ("@dana", "@wei")))
TURNS = Rota("refunds", "Refunds", "Europe/Lisbon", turns=WEEKLY)


def utc(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "people"),
    [
        ("2026-11-02 09:00", ("@maria",)),
        ("2026-11-09 08:59", ("@maria",)),
        ("2026-11-09 09:00", ("@jonas",)),
        ("2026-11-16 09:00", ("@dana", "@wei")),
        ("2026-11-23 09:00", ("@maria",)),
        ("2026-11-02 08:59", ("@dana", "@wei")),
    ],
)
def test_turns_go_round_at_the_hour_and_before_the_first_one_too(at: str, people: tuple[str, ...]) -> None:
    assert on_call(TURNS, utc(at)).people == people


def test_the_hour_of_handing_over_follows_the_zones_clock() -> None:
    before, after = on_call(TURNS, utc("2027-03-24 12:00")), on_call(TURNS, utc("2027-03-30 12:00"))
    assert (before.end, after.start) == (utc("2027-03-29 08:00"), utc("2027-03-29 08:00"))
    assert before.end - before.start == timedelta(days=7) - timedelta(hours=1)


@pytest.mark.parametrize(
    ("at", "people", "start", "end"),
    [
        ("2026-11-24 12:00", ("@maria",), "2026-11-24 10:00", "2026-11-24 18:00"),
        ("2026-11-24 16:00", ("@maria",), "2026-11-24 10:00", "2026-11-24 18:00"),
        ("2026-11-24 18:00", ("@alex",), "2026-11-24 18:00", "2026-11-25 02:00"),
        ("2026-12-01 18:00", ("@dana",), "2026-12-01 18:00", "2026-12-02 02:00"),
        ("2026-11-25 01:30", ("@alex",), "2026-11-24 18:00", "2026-11-25 02:00"),
        ("2026-11-25 02:00", ("@wei",), "2026-11-25 02:00", "2026-11-25 10:00"),
    ],
)
def test_the_sun_is_followed_and_whoever_began_first_keeps_it_to_the_end_of_their_day(
    at: str, people: tuple[str, ...], start: str, end: str
) -> None:
    watch = on_call(SUN, utc(at))
    assert (watch.people, watch.start, watch.end) == (people, utc(start), utc(end))


def test_others_may_take_it_for_a_while() -> None:
    other = Override(utc("2026-11-24 12:00"), utc("2026-11-24 20:00"), ("@jonas",))
    rota = Rota("alerts", "Alerts", "UTC", legs=SUN.legs, overrides=(other,))
    told = [
        (each.people, each.end - each.start, each.override)
        for each in changes(rota, utc("2026-11-24 11:00"), utc("2026-11-24 21:00"))
    ]
    assert told == [
        (("@maria",), timedelta(hours=2), False),
        (("@jonas",), timedelta(hours=8), True),
        (("@alex",), timedelta(hours=6), False),
    ]


def test_an_hour_without_anybody_is_found_even_where_only_one_clock_changed() -> None:
    assert gaps(SUN.legs) == ()
    early = Region("new-york", "New York", Week.parse("Mon-Sun 09:00-20:00 America/New_York"), ("@dana",))
    found = gaps((Leg(LISBON), Leg(early), Leg(SINGAPORE)))
    assert found[0].people == ()
    assert found[0].end - found[0].start == timedelta(hours=1)
    assert {each.start.month for each in found} == set(range(3, 12))


def test_a_gap_is_a_watch_of_nobody() -> None:
    rota = Rota("alerts", "Alerts", "UTC", legs=(Leg(LISBON),))
    watch = on_call(rota, utc("2026-11-24 03:00"))
    assert (watch.people, watch.start, watch.end) == ((), utc("2026-11-23 18:00"), utc("2026-11-24 09:00"))


def test_until_looks_past_turns_of_the_same_people() -> None:
    turns = Turns("UTC", time(9), 1, date(2026, 11, 23), (("@maria",), ("@maria",), ("@wei",)))
    rota = Rota("x", "X", "UTC", turns=turns)
    ends, after = until(rota, on_call(rota, utc("2026-11-23 10:00")))
    assert (ends, after.people) == (utc("2026-11-25 09:00"), ("@wei",))
    alone = Rota("x", "X", "UTC", turns=Turns("UTC", time(9), 1, date(2026, 11, 23), (("@maria",),)))
    assert until(alone, on_call(alone, utc("2026-11-23 10:00")))[0] > utc("2027-01-01 00:00")


def test_everywhere_tells_how_long_nothing_changes() -> None:
    now = everywhere(Schedule({"alerts": SUN, "refunds": TURNS}), utc("2026-11-24 12:00"))
    assert now.people == {"alerts": ("@maria",), "refunds": ("@maria",)}
    assert (now.start, now.end) == (utc("2026-11-24 10:00"), utc("2026-11-24 18:00"))
    assert now.of("oncall:alerts") == ("@maria",)
    assert now.of("oncall:nobody") == now.of("alerts") == ()


ZONES = st.sampled_from(
    ("Europe/Lisbon", "America/New_York", "Asia/Singapore", "Australia/Lord_Howe", "Asia/Kathmandu")
)
CLOCKS = st.times().map(lambda each: each.replace(second=0, microsecond=0))
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
WEEKS = st.builds(Week, st.frozensets(st.integers(0, 6), min_size=1), CLOCKS, CLOCKS, ZONES)
REGIONS = st.builds(Region, st.just("r"), st.just("R"), WEEKS, st.just(("@a",)))
FOLLOWS = st.lists(REGIONS.map(Leg), min_size=1, max_size=4).map(lambda legs: Rota("x", "X", "UTC", legs=tuple(legs)))
BY_TURN = st.builds(
    Turns, ZONES, CLOCKS, st.sampled_from((1, 7)), st.just(date(2026, 6, 1)), st.just((("@a",), ("@b",), ("@c",)))
).map(lambda turns: Rota("x", "X", "UTC", turns=turns))


@given(st.one_of(FOLLOWS, BY_TURN), MOMENTS)
def test_one_watch_follows_the_other_without_a_hole(rota: Rota, at: datetime) -> None:
    watches = changes(rota, at, at + timedelta(days=5))
    assert watches[0].start <= at < watches[0].end
    for earlier, later in itertools.pairwise(watches):
        assert earlier.start < earlier.end == later.start
        middle = later.start + (later.end - later.start) / 2
        assert on_call(rota, later.start) == on_call(rota, middle) == later


@given(REGIONS, MOMENTS)
def test_each_local_date_has_one_day_of_work_at_most(region: Region, at: datetime) -> None:
    days = [day for _, _, day in region.shifts(at, at + timedelta(days=9))]
    assert days == sorted(set(days))
    assert {day.weekday() for day in days} == region.week.days


def test_everybody_of_a_rotation_is_known() -> None:
    rota = Rota("alerts", "Alerts", "UTC", legs=SUN.legs)
    assert rota.everybody == ("@maria", "@dana", "@alex", "@wei")
    assert everywhere(Schedule({"alerts": rota}), utc("2026-11-24 12:00")).ever == {"alerts": rota.everybody}
