"""When people work: weeks as files write them, local times through changes of the clocks, holidays and absences."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.hours import ALWAYS, Hours, Week, moment

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
OFFICE = Week.parse("Mon-Fri 09:00-18:00")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "days", "start", "end", "zone", "told"),
    [
        ("Mon-Fri 09:00-18:00", {0, 1, 2, 3, 4}, "09:00", "18:00", "", "Mon to Fri 09:00 to 18:00"),
        (
            "sat,sun 22:00-06:00 Asia/Singapore",
            {5, 6},
            "22:00",
            "06:00",
            "Asia/Singapore",
            "Sat and Sun 22:00 to 06:00",
        ),
        ("Fri-Mon 08:00 - 24:00", {4, 5, 6, 0}, "08:00", "00:00", "", "Mon, Fri, Sat and Sun 08:00 to 00:00"),
        ("Mon-Sun 00:00-24:00", set(range(7)), "00:00", "00:00", "", "always"),
        ("Wed 10:00-12:00", {2}, "10:00", "12:00", "", "Wed 10:00 to 12:00"),
    ],
)
def test_a_week_is_read_and_told(text: str, days: set[int], start: str, end: str, zone: str, told: str) -> None:
    week = Week.parse(text)
    assert week == Week(frozenset(days), time.fromisoformat(start), time.fromisoformat(end), zone)
    assert str(week) == told


@pytest.mark.parametrize("text", ["", "9-5", "Mon-Fri", "Mon-Fry 09:00-18:00", "Mon-Fri 09:00-25:00", "Mon 9:00-18:00"])
def test_what_is_no_week_says_what_is_expected(text: str) -> None:
    with pytest.raises(ValueError, match="days and hours such as"):
        Week.parse(text)


def test_a_zone_that_does_not_exist_is_named() -> None:
    with pytest.raises(ValueError, match="Mars/Base is no time zone"):
        Week.parse("Mon-Fri 09:00-18:00 Mars/Base")


@pytest.mark.parametrize(
    ("now", "starts", "ends"),
    [
        ("2026-11-23T09:00", "2026-11-23T09:00", "2026-11-23T17:00"),  # Monday 10:00 in Berlin
        ("2026-11-23T07:59", "2026-11-23T08:00", "2026-11-23T17:00"),
        ("2026-11-23T17:00", "2026-11-24T08:00", "2026-11-24T17:00"),  # the end is not within
        ("2026-11-20T18:00", "2026-11-23T08:00", "2026-11-23T17:00"),  # over the weekend
        ("2026-03-27T18:00", "2026-03-30T07:00", "2026-03-30T16:00"),  # the clocks go forward on Sunday
        ("2026-10-23T18:00", "2026-10-26T08:00", "2026-10-26T17:00"),  # and back
    ],
)
def test_work_starts_and_ends_by_the_local_clock(now: str, starts: str, ends: str) -> None:
    hours = Hours(OFFICE, BERLIN)
    assert (hours.starts(at(now)), hours.ends(at(now))) == (at(starts), at(ends))
    assert hours.works(at(now)) is (now == starts)


def test_a_night_shift_belongs_to_the_day_it_begins_on() -> None:
    hours = Hours(Week.parse("Fri 22:00-06:00"), BERLIN)
    assert hours.works(at("2026-11-28T04:59"))  # Saturday 05:59
    assert not hours.works(at("2026-11-28T05:00"))
    assert not hours.works(at("2026-11-27T04:00"))


def test_holidays_and_absence_are_local_dates() -> None:
    hours = Hours(OFFICE, NEW_YORK, frozenset({date(2026, 12, 25)}), date(2026, 12, 29))
    assert hours.starts(at("2026-12-24T15:00")) == at("2026-12-29T14:00")
    assert hours.why_not(at("2026-12-24T15:00")) == "away until 29 Dec"
    home = Hours(OFFICE, NEW_YORK, frozenset({date(2026, 12, 25)}))
    assert home.starts(at("2026-12-25T15:00")) == at("2026-12-28T14:00")
    assert home.why_not(at("2026-12-25T15:00")) == "holiday"
    assert home.why_not(at("2026-12-26T15:00")) == "Sat 10:00 there"
    assert home.why_not(at("2026-12-28T15:00")) == ""


def test_who_comes_back_in_two_years_has_no_next_start() -> None:
    assert Hours(OFFICE, BERLIN, back_on=date(2028, 12, 1)).starts(at("2026-11-23T09:00")) is None


@settings(max_examples=60, deadline=None)
@given(
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Africa/Cairo"]),
    days=st.frozensets(st.integers(0, 6), min_size=1),
    minutes=st.tuples(st.integers(0, 1439), st.integers(0, 1439)),
    after=st.integers(0, 2 * 366 * 24 * 3600),
)
def test_every_next_start_is_at_work_and_nothing_before_it_is(
    zone: str, days: frozenset[int], minutes: tuple[int, int], after: int
) -> None:
    start, end = (time(each // 60, each % 60) for each in minutes)
    hours = Hours(Week(days, start, end), ZoneInfo(zone))
    now = at("2026-01-01T00:00") + timedelta(seconds=after)
    found = hours.starts(now)
    assert found is not None
    assert hours.works(found)
    assert found >= now
    assert found == now or not hours.works(found - timedelta(microseconds=1))
    assert found == now or not hours.works(now + (found - now) / 2)


def test_a_time_that_the_clocks_skip_comes_after_the_jump() -> None:
    assert moment(date(2026, 3, 29), time(2, 30), BERLIN) == at("2026-03-29T01:30")
    assert moment(date(2026, 10, 25), time(2, 30), BERLIN) == at("2026-10-25T00:30")


def test_of_whom_nobody_says_anything_is_always_there() -> None:
    hours = Hours(ALWAYS, BERLIN)
    assert all(hours.works(at("2026-03-28T00:00") + timedelta(minutes=17 * index)) for index in range(300))
