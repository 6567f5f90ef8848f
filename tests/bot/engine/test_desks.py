"""People's own digests: once a local date, over downtime, clock changes and travel; nothing in them is lost."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agents import GiveUp, Question
from bot.desk import Queue
from bot.digest import own_day
from bot.hours import ALWAYS, Hours, Week
from bot.people import Member, People
from storage import asked, handoffs, requests
from storage.models import Who
from tests.bot.engine.house import JONAS, MARIA, PEOPLE, WEI, House, proposal

QUEUED = (
    "SELECT json_extract(payload, '$.user'), json_extract(payload, '$.day'), json_extract(payload, '$.late') "
    "FROM outbox WHERE kind = 'own' ORDER BY id"
)
UTC_ZONE = ZoneInfo("UTC")


def living(zones: dict[str, str]) -> People:
    """The people of the house, some of them in other zones."""
    moved = {
        user: Member(**{**member.__dict__, "zone": zones.get(user, member.zone)})
        for user, member in PEOPLE.members.items()
    }
    return replace(PEOPLE, members=moved)


async def queued(house: House, who: Who) -> list[tuple[str, bool]]:
    """The days of one person's digests, and whether each was late."""
    return [(str(day), bool(late)) for user, day, late in await house.rows(QUEUED) if user == who.user]


async def tick(house: House, **spent: float) -> None:
    house.clock.advance(**spent)
    await house.engine.digests.claim()


async def test_whoever_has_something_gets_one_at_nine_and_nobody_else(house: House) -> None:
    await tick(house)
    await house.card(proposal("patient"))
    for _ in range(3):
        await tick(house, hours=8)
    assert await queued(house, MARIA) == [("2026-11-24", True)]  # 23 Nov 10:00 was too late for that day's
    assert await queued(house, JONAS) == [("2026-11-24", True)]
    assert await queued(house, Who("T1", "UELSE")) == []
    assert await house.rows("SELECT count(*) FROM audit WHERE kind = 'own_digest_queued'") == [
        (len(await house.rows(QUEUED)),)
    ]


async def test_an_empty_one_is_not_sent_and_its_day_is_over(house: House) -> None:
    await tick(house)
    await tick(house, hours=23)
    assert await house.rows(QUEUED) == []
    await house.card(proposal("patient"))
    await tick(house, hours=1)
    assert await queued(house, MARIA) == []
    await tick(house, days=1, hours=-1)
    assert await queued(house, MARIA) == [("2026-11-25", False)]


async def test_it_comes_at_nine_where_each_of_them_is(house: House) -> None:
    house.world.people = living({"UWEI": "Asia/Singapore", "UMARIA": "America/New_York"})
    house.clock.now = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    await tick(house)
    await house.card(proposal("patient"))
    at = {}
    for _ in range(60):
        await tick(house, minutes=30)
        for who in (WEI, MARIA):
            if await queued(house, who) and who not in at:
                at[who] = house.clock.now
    assert at == {
        WEI: datetime(2026, 11, 23, 1, tzinfo=UTC),
        MARIA: datetime(2026, 11, 23, 14, tzinfo=UTC),
    }


async def test_it_holds_what_waits_what_was_asked_and_what_ended(house: House) -> None:
    first, second = await house.card(proposal("patient")), await house.card(proposal("keyless"))
    start = house.clock.now
    house.clock.advance(minutes=5)
    await house.decide(first)
    await house.settle()
    told = await house.engine.desks.own(JONAS, start.date(), start, house.clock() + timedelta(seconds=1), late=False)
    assert [each.handoff.id for each in told.ended] == [first.id]
    assert [row.handoff.id for _, row in told.asked if row] == [second.id]
    assert (told.total_waiting, told.total_asked, told.total_ended, told.empty) == (0, 1, 1, False)
    mine = await house.engine.desks.own(MARIA, start.date(), start, house.clock(), late=False)
    assert ([row.handoff.id for row in mine.waiting], mine.total_ended) == ([second.id], 0)
    later = await house.engine.desks.own(
        JONAS, start.date(), house.clock() + timedelta(seconds=1), house.clock(), late=False
    )
    assert later.ended == ()


async def test_what_ended_is_in_exactly_one_digest(house: House) -> None:
    """Also where one day's was not sent at all, because Baton was down."""
    await tick(house)
    for days in (1, 3, 1):
        card = await house.card(proposal("keyless"))
        await house.decide(card)
        await house.settle()
        await house.kill()
        house.clock.advance(days=days)
        await house.start()
        house.clock.now = house.clock.now.replace(hour=9, minute=0)
        await tick(house)
    spans = await house.rows(
        "SELECT json_extract(payload, '$.start'), json_extract(payload, '$.end') FROM outbox "
        "WHERE kind = 'own' AND json_extract(payload, '$.user') = 'UJONAS' ORDER BY id"
    )
    ended = []
    for start, end in spans:
        between = (datetime.fromisoformat(start), datetime.fromisoformat(end))
        told = await house.engine.desks.own(JONAS, date(2026, 11, 24), *between, late=False)
        ended += [each.handoff.id for each in told.ended]
    assert (len(spans), len(ended), len(set(ended))) == (3, 3, 3)


async def test_a_clock_that_was_a_day_ahead_leaves_nothing_out(house: House) -> None:
    await tick(house)
    await house.card(proposal("patient"))
    await tick(house, days=1)
    house.clock.advance(days=-1)
    await tick(house, minutes=1)
    card = await house.card(proposal("keyless", order_id="1043"))
    assert await house.decide(card) == "decided"
    await house.settle()
    for _ in range(3):
        await tick(house, hours=16)
    assert [day for day, _ in await queued(house, JONAS)] == ["2026-11-24", "2026-11-25"]
    told = await house.rows("SELECT payload FROM outbox WHERE kind = 'own' ORDER BY id DESC LIMIT 1")
    span = json.loads(told[0][0])
    closed_at = (await house.handoff(card.id)).closed_at
    assert closed_at is not None
    assert datetime.fromisoformat(span["start"]) <= closed_at


async def test_another_hour_and_none_at_all(house: House) -> None:
    await tick(house)
    await house.card(proposal("patient"))
    await house.engine.desks.choose(house.click(MARIA), "17:00")
    await house.engine.desks.choose(house.click(WEI), "never")
    await tick(house, hours=23)
    assert (await queued(house, MARIA), await queued(house, WEI)) == ([], [])
    await tick(house, hours=8)
    assert (await queued(house, MARIA), await queued(house, WEI)) == ([("2026-11-24", False)], [])
    await house.engine.desks.choose(house.click(MARIA), "18:00")
    await tick(house, hours=2)
    assert len(await queued(house, MARIA)) == 1
    assert (await house.engine.overview.home(MARIA)).digest == "18:00"
    assert (await house.engine.overview.home(WEI)).digest == "never"
    assert await house.rows("SELECT count(*) FROM audit WHERE kind = 'own_digest_chosen'") == [(3,)]


WORKDAYS = Hours(Week(frozenset(range(5)), time(9), time(18)), UTC_ZONE)
SATURDAY = datetime(2026, 11, 28, 9, tzinfo=UTC)


def test_a_day_off_has_none_and_the_next_day_of_work_has_it() -> None:
    last = date(2026, 11, 27)
    for hours in range(47):
        assert own_day(last, time(9), UTC_ZONE, SATURDAY + timedelta(hours=hours), WORKDAYS) is None
    assert own_day(last, time(9), UTC_ZONE, SATURDAY + timedelta(hours=48), WORKDAYS) == date(2026, 11, 30)
    holiday = Hours(WORKDAYS.week, UTC_ZONE, frozenset({date(2026, 11, 30)}))
    assert own_day(last, time(9), UTC_ZONE, SATURDAY + timedelta(hours=48), holiday) is None


def test_a_late_one_does_not_come_in_the_evening() -> None:
    monday = datetime(2026, 11, 30, 9, tzinfo=UTC)
    found = [
        hour
        for hour in range(24)
        if own_day(date(2026, 11, 27), time(9), UTC_ZONE, monday + timedelta(hours=hour), WORKDAYS)
    ]
    assert found == list(range(9))


def test_a_time_outside_the_hours_is_kept() -> None:
    early = datetime(2026, 11, 30, 7, 20, tzinfo=UTC)
    assert own_day(date(2026, 11, 27), time(7), UTC_ZONE, early, WORKDAYS) == date(2026, 11, 30)


ZONES = (
    "Europe/Lisbon",
    "America/New_York",
    "Asia/Singapore",
    "Pacific/Auckland",
    "Pacific/Honolulu",
    "Asia/Kathmandu",
)
MOVES = st.lists(st.tuples(st.sampled_from(ZONES), st.integers(1, 60)), min_size=1, max_size=40)


@given(st.integers(0, 520_000), MOVES, st.sampled_from([time(0), time(2, 30), time(9), time(23, 30)]))
def test_a_traveller_gets_no_date_twice_and_no_two_within_a_night(
    start: int, moves: list[tuple[str, int]], at: time
) -> None:
    """Zones change between looks, as do the clocks in them; looks are up to two and a half days apart."""
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=start)
    last = now.astimezone(ZoneInfo(moves[0][0])).date() - timedelta(days=1)
    days: list[date] = []
    silent = now
    before = ""
    for name, hours in moves:
        zone = ZoneInfo(name)
        if name != before:
            silent, before = now, name
        for _ in range(hours):
            now += timedelta(hours=1)
            day = own_day(last, at, zone, now, Hours(ALWAYS, zone))
            if day:
                days.append(day)
                last, silent = day, now
            # westward over the date line a date comes again; who moves on before its hour gets none there
            assert now - silent <= timedelta(hours=2 * 24 + 2), "whoever stays gets one"
    assert days == sorted(set(days))


@pytest.mark.parametrize("zone", ["Europe/Lisbon", "America/New_York", "Pacific/Chatham"])
def test_each_local_date_of_a_year_has_one(zone: str) -> None:
    here, last = ZoneInfo(zone), date(2025, 12, 31)
    found = []
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=12)
    first = now.astimezone(here).date()
    for _ in range(365 * 48):
        now += timedelta(minutes=30)
        day = own_day(last, time(2, 30), here, now, Hours(ALWAYS, here))
        if day:
            found.append(day)
            last = day
    assert found[1:] == [found[1] + timedelta(days=index) for index in range(len(found) - 1)]
    assert found[0] - first <= timedelta(days=1)
    assert len(found) >= 364


async def test_a_weekend_is_told_on_monday(house: House) -> None:
    week = Week(frozenset(range(5)), time(9), time(18))
    house.world.shelf.team = replace(house.world.shelf.team, hours={"everyone": week})
    house.clock.now = datetime(2026, 11, 27, 10, tzinfo=UTC)  # a Friday
    await tick(house)
    await house.decide(await house.card(proposal("keyless")))
    await house.settle()
    await house.card(proposal("patient"))
    for _ in range(24 * 3):
        await tick(house, hours=1)
    assert await queued(house, JONAS) == [("2026-11-30", False)]
    ((start, end),) = await house.rows(
        "SELECT json_extract(payload, '$.start'), json_extract(payload, '$.end') FROM outbox "
        "WHERE kind = 'own' AND json_extract(payload, '$.user') = 'UJONAS'"
    )
    assert start < "2026-11-27T10:01"
    assert end == "2026-11-30T09:00:00+00:00"


async def test_what_was_given_to_somebody_comes_first_for_them_and_last_for_others(house: House) -> None:
    cards = [await house.card(proposal("patient")) for _ in range(3)]
    await house.world.write(lambda db: handoffs.set_given(db, cards[2].id, WEI.user))
    ids = [each.id for each in cards]
    assert await house.engine.overview.waiting(WEI) == (ids[2], ids[0], ids[1])
    assert await house.engine.overview.waiting(MARIA) == tuple(ids)
    await house.world.write(lambda db: handoffs.set_given(db, cards[0].id, WEI.user))
    assert await house.engine.overview.waiting(MARIA) == (ids[1], ids[0], ids[2])
    assert (await house.engine.overview.queue(MARIA)).rows[1].waits_for == "Wei"


async def test_after_a_rung_the_queue_says_who_has_it_now(house: House) -> None:
    await house.card(proposal("ladder"))
    told = [(await house.engine.overview.queue()).rows[0].waits_for]
    for _ in range(3):
        house.clock.advance(minutes=10)
        await house.settle()
        told.append((await house.engine.overview.queue()).rows[0].waits_for)
    assert told == ["Leads", "Heads", "Olga", "Leads, Heads or Olga"]


async def test_an_open_question_waits_for_the_person_who_asked(house: House) -> None:
    question = await house.card(Question("Which order?", ("1042", "1044")))
    mine = (await house.engine.overview.home(JONAS)).asked
    assert [(row.handoff.id, row.asks_back, row.ask) for _, row in mine if row] == [(question.id, True, "Which order?")]
    assert [(found.unanswered, found.total) for found in await _queues(house)] == [(1, 0)] * 3
    assert (await house.engine.overview.queue(workflow="other")).unanswered == 0
    await house.engine.verdicts.respond(house.click(JONAS), question.id, "1042")
    assert [found.unanswered for found in await _queues(house)] == [0] * 3


async def test_who_answered_a_question_has_decided_nothing(house: House) -> None:
    question = await house.card(Question("Which order?", ("1042", "1044")))
    await house.engine.verdicts.respond(house.click(JONAS), question.id, "1042")
    told = await house.engine.overview.home(JONAS)
    assert (told.decided, told.median_minutes) == (0, None)


async def _queues(house: House) -> list[Queue]:
    overview = house.engine.overview
    return [await overview.queue(), await overview.queue(MARIA), await overview.queue(workflow="refunds")]


@pytest.mark.tampers
async def test_a_case_is_titled_by_its_own_words(house: House) -> None:
    case = await house.card(GiveUp("The text fits no step of this workflow."))
    (row,) = (await house.engine.overview.queue(MARIA)).rows
    assert (row.handoff.id, row.ask) == (case.id, "Who takes this? “1042 never came”")
    assert not row.asks_back
    await house.world.write(lambda db: requests.set_text(db, case.request_id, "why \n" * 60))
    (row,) = (await house.engine.overview.queue(MARIA)).rows
    assert row.ask == f"Who takes this? “{('why ' * 14)[:55].rstrip()}…”"


async def test_what_was_kept_back_is_told_and_shown(house: House) -> None:
    card, start = await house.card(proposal("patient")), house.clock.now
    later = start + timedelta(hours=12)
    await house.world.write(lambda db: asked.add(db, card.id, MARIA, "rung", 1, start, later))
    await house.world.write(lambda db: asked.add(db, card.id, WEI, "rung", 1, start, None))
    end = start + timedelta(days=1)
    assert (await house.engine.desks.own(MARIA, start.date(), start, end, late=False)).held == 1
    assert (await house.engine.desks.own(WEI, start.date(), start, end, late=False)).held == 0
    assert await house.engine.desks.held_back(MARIA, start, end) == (card.id,)
    assert await house.engine.desks.held_back(MARIA, end, end + timedelta(days=1)) == ()
