"""When a digest is due: each local day has exactly one moment, in order, whatever clocks and zones do."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest import due_days, instant, next_due

ZONES = [
    "UTC",
    "Europe/Lisbon",
    "Europe/Berlin",
    "Europe/Dublin",  # summer is its standard time
    "America/New_York",
    "America/St_Johns",
    "America/Havana",  # the clocks go forward at midnight
    "America/Santiago",  # the clocks go back at midnight
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Africa/Casablanca",  # changes around Ramadan
    "Asia/Beirut",
    "Asia/Singapore",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # half an hour of summer time
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Antarctica/Troll",  # two hours of summer time
]
TIMES = [time(0, 0), time(0, 30), time(1, 30), time(2, 0), time(2, 30), time(3, 0), time(9, 0), time(23, 30)]
FIRST, DAYS = date(2026, 1, 1), 730
CALENDAR = [FIRST + timedelta(days=number) for number in range(DAYS)]
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize("name", ZONES)
def test_each_day_has_one_moment_and_they_come_in_order(name: str) -> None:
    zone = ZoneInfo(name)
    for at in TIMES:
        moments = [instant(day, at, zone) for day in CALENDAR]
        assert all(before < after for before, after in pairwise(moments))
        for day, moment in zip(CALENDAR, moments, strict=True):
            local = moment.astimezone(zone)
            if local.replace(tzinfo=None) == datetime.combine(day, at):
                assert not local.fold  # of two, the first
            else:  # skipped: as many minutes after the jump
                jumped = local.replace(tzinfo=None) - datetime.combine(day, at)
                assert timedelta(0) < jumped <= timedelta(hours=2)
                assert local.utcoffset() != (moment - jumped).astimezone(zone).utcoffset()


@pytest.mark.parametrize("name", ZONES)
def test_each_day_is_due_from_its_moment_on_and_not_before(name: str) -> None:
    zone = ZoneInfo(name)
    for at in TIMES:
        last = CALENDAR[0]
        for day in CALENDAR[1:]:
            moment = instant(day, at, zone)
            assert due_days(last, at, zone, moment) == [day]
            if day.day < 3:
                assert due_days(last, at, zone, moment - MOMENT) == []
                assert next_due(at, zone, moment - MOMENT) == moment
            last = day


def test_the_zones_really_skip_and_repeat_times() -> None:
    """The table above would prove nothing otherwise."""
    skipped = instant(date(2026, 3, 29), time(2, 30), ZoneInfo("Europe/Berlin"))
    assert skipped == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    twice = instant(date(2026, 10, 25), time(2, 30), ZoneInfo("Europe/Berlin"))
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    midnight = instant(date(2026, 4, 24), time(0, 0), ZoneInfo("Africa/Cairo"))
    assert midnight.astimezone(ZoneInfo("Africa/Cairo")).time() == time(1, 0)


def test_without_a_claim_only_today_counts() -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert due_days(None, time(9), ZoneInfo("UTC"), now) == [date(2026, 11, 22)]
    assert due_days(None, time(13), ZoneInfo("UTC"), now) == []


def test_downtime_is_caught_up_oldest_first_but_not_for_ever() -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert due_days(date(2026, 11, 19), time(9), ZoneInfo("UTC"), now) == [date(2026, 11, day) for day in (20, 21, 22)]
    assert due_days(date(2025, 1, 1), time(9), ZoneInfo("UTC"), now) == [date(2026, 11, day) for day in range(9, 23)]


def test_a_clock_behind_the_last_claim_has_nothing_due() -> None:
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    for last in (20, 21, 25):
        assert due_days(date(2026, 11, last), time(9), ZoneInfo("UTC"), now) == []


CLOCK = st.lists(st.sampled_from([1, 5, 60, 600, 1440, 3000, 10080, -1, -60, -1440, -3000]), min_size=1, max_size=80)


@given(st.sampled_from(ZONES), st.sampled_from(TIMES), st.integers(0, 520_000), CLOCK)
def test_whatever_the_clock_does_each_day_is_claimed_once_and_none_is_left_out(
    name: str, at: time, start: int, jumps: list[int]
) -> None:
    """The bot looks at the clock now and then; between two looks it was down, or the clock was set."""
    zone = ZoneInfo(name)
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=start)
    last = now.astimezone(zone).date() - timedelta(days=1)
    claimed: list[date] = []
    for minutes in jumps:
        now += timedelta(minutes=minutes)
        found = due_days(last, at, zone, now)
        claimed += found
        assert all(instant(day, at, zone) <= now for day in found)
        last = found[-1] if found else last
    assert len(claimed) == len(set(claimed))
    assert claimed == sorted(claimed)
    assert all(after - before == timedelta(days=1) for before, after in pairwise(claimed))
