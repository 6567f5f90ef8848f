"""Digests through the engine: once for each day over restarts, downtime, DST and set clocks; and what they hold."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.agents import GiveUp, Question
from handlers.slack.digests import digest
from storage import asked, lessons
from storage.lessons import Fit
from storage.sqlite import Db
from tests.bot.engine.house import ALEX, DANA, ELSE, JONAS, MARIA, WEI, House, proposal, workflow_text, write_folder
from tests.bot.engine.outside import Outside
from tests.stories.stage import text_of

QUEUED = "SELECT json_extract(payload, '$.day'), json_extract(payload, '$.late') FROM outbox WHERE kind = 'digest'"


async def queued(house: House) -> list[tuple[str, bool]]:
    """The digests so far: the day, and whether it was late."""
    return [(str(day), bool(late)) for day, late in await house.rows(f"{QUEUED} ORDER BY id")]


async def tick(house: House, **spent: float) -> None:
    house.clock.advance(**spent)
    await house.engine.digests.claim()


async def test_a_first_start_after_the_hour_waits_for_tomorrow(house: House) -> None:
    await tick(house)
    await tick(house, hours=22, minutes=59)
    assert await queued(house) == []
    await tick(house, minutes=1)
    assert await queued(house) == [("2026-11-24", False)]


async def test_a_first_start_before_the_hour_sends_todays(house: House) -> None:
    await tick(house, hours=-2)
    await tick(house, hours=1)
    assert await queued(house) == [("2026-11-23", False)]


async def test_a_first_start_at_the_hour_sends_todays(house: House) -> None:
    await tick(house, hours=-1, seconds=20)
    assert await queued(house) == [("2026-11-23", False)]


async def test_each_day_once_over_restarts_and_many_looks(house: House) -> None:
    await tick(house)
    for _ in range(24 * 3):
        await tick(house, hours=1)
        await asyncio.gather(*(house.engine.digests.claim() for _ in range(3)))
        if house.clock.now.hour in {8, 9, 10}:
            await house.restart()
            await tick(house)
    assert await queued(house) == [(f"2026-11-{day}", False) for day in (24, 25, 26)]
    assert await house.rows("SELECT count(*) FROM audit WHERE kind = 'digest_queued'") == [(3,)]


async def test_downtime_is_made_up_for_and_said(house: House) -> None:
    await tick(house)
    house.clock.advance(days=2, hours=23, minutes=4)
    await house.restart()
    await tick(house)
    assert await queued(house) == [("2026-11-24", True), ("2026-11-25", True), ("2026-11-26", False)]


async def test_a_clock_set_back_and_forward_sends_nothing_twice(house: House) -> None:
    await tick(house)
    await tick(house, days=1)
    await tick(house, days=-3)
    await tick(house, days=3)
    await tick(house, hours=-2)
    await tick(house, hours=2)
    await tick(house, days=1)
    assert [day for day, _ in await queued(house)] == ["2026-11-24", "2026-11-25"]


async def test_it_says_when_it_wants_to_be_asked_again(house: House) -> None:
    assert await house.engine.digests.claim() == house.clock.now + timedelta(hours=1)
    house.clock.now = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    assert await house.engine.digests.claim() == datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def berlin(build: Callable[..., House], tmp_path: Path) -> House:
    """A team in Berlin with three workflows: at 02:30, at 09:00, without a digest."""
    folder = tmp_path / "flows"
    for name, at in (("refunds", '"02:30"'), ("access", '"09:00"'), ("quiet", '""')):
        text = workflow_text({"keyless": ("keyless", dict[str, str]())}, workflow=name, digest=at)
        write_folder(folder, text, name)
    (folder / "team.yml").write_text("timezone: Europe/Berlin\n", encoding="utf-8")
    return build(folder=folder)


@pytest.mark.parametrize(
    ("zone", "sent"), [("Asia/Singapore", "2026-11-23T23:30Z"), ("America/New_York", "2026-11-25T00:30Z")]
)
async def test_a_late_digest_knows_todays_date_as_the_team_reads_it(
    build: Callable[..., House], tmp_path: Path, zone: str, sent: str
) -> None:
    folder = tmp_path / "flows"
    write_folder(folder, workflow_text({"keyless": ("keyless", dict[str, str]())}, digest='"07:00"'))
    (folder / "team.yml").write_text(f"timezone: {zone}\n", encoding="utf-8")
    house = build(folder=folder)
    house.clock.now = datetime.fromisoformat(sent)
    (workflow,) = house.engine.world.shelf.workflows.values()
    told = await house.engine.digests.of(workflow, date(2026, 11, 24), late=True)
    assert text_of(digest(told).blocks).startswith(f"{workflow.title} · Tuesday 24 Nov (sent late):")


@pytest.mark.parametrize("start", [datetime(2026, 3, 27, 12, tzinfo=UTC), datetime(2026, 10, 23, 12, tzinfo=UTC)])
async def test_dst_neither_doubles_nor_skips_a_day(berlin: House, start: datetime) -> None:
    berlin.clock.now = start
    await tick(berlin)
    for _ in range(24 * 4 * 4):
        await tick(berlin, minutes=15)
    found = await berlin.rows(
        "SELECT lane, json_extract(payload, '$.day') FROM outbox WHERE kind = 'digest' ORDER BY id"
    )
    first = start.date()
    for lane in ("digest:refunds", "digest:access"):
        days = [str(day) for name, day in found if name == lane]
        assert days == [str(first + timedelta(days=number)) for number in range(1, 5)]
    assert {name for name, _ in found} == {"digest:refunds", "digest:access"}


# What they hold


async def test_a_digest_counts_what_was_decided_in_its_day(house: House, outside: Outside) -> None:
    house.clock.now = datetime(2026, 11, 23, 8, tzinfo=UTC)
    before = await house.card()
    await house.decide(before)
    house.clock.now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    cards = [await house.card() for _ in range(4)]
    house.clock.advance(minutes=10)
    await house.decide(cards[0], MARIA)
    house.clock.advance(minutes=10)
    await house.decide(cards[1], MARIA, "edit", args={"order_id": "1042", "amount": "1.00"})
    house.clock.advance(minutes=10)
    await house.decide(cards[2], DANA, "reject")
    await house.settle()
    await house.card(Question("Which?", ()))
    house.clock.now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    flow = house.world.shelf.workflows["refunds"]
    found = await house.engine.digests.of(flow, date(2026, 11, 24))
    assert found.verdicts == {"approve": 1, "edit": 1, "reject": 1}
    assert found.deciders == {"UMARIA": 2, "UDANA": 1}
    assert found.names == {"UMARIA": "Maria", "UDANA": "Dana"}
    assert found.median_minutes == 20
    assert (found.open, found.oldest_at, found.total_late) == (1, cards[3].opened_at, 1)
    assert [row.handoff.id for row in found.rows] == [cards[3].id]
    assert (found.waiting_for_answer, found.late) == (1, False)
    assert (found.entries, found.head) == (await house.rows("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1"))[0]


async def test_a_late_digest_covers_its_own_day(house: House) -> None:
    house.clock.now = datetime(2026, 11, 23, 10, tzinfo=UTC)
    await house.decide(await house.card())
    house.clock.now = datetime(2026, 11, 24, 10, tzinfo=UTC)
    await house.decide(await house.card(), DANA, "reject")
    house.clock.now = datetime(2026, 11, 25, 10, tzinfo=UTC)
    flow = house.world.shelf.workflows["refunds"]
    first = await house.engine.digests.of(flow, date(2026, 11, 24), late=True)
    second = await house.engine.digests.of(flow, date(2026, 11, 25), late=True)
    assert (first.verdicts, second.verdicts) == ({"approve": 1}, {"reject": 1})
    assert first.covers_to == second.covers_from == datetime(2026, 11, 24, 9, tzinfo=UTC)


async def test_every_decision_is_in_exactly_one_digest_however_late_it_is_sent(house: House) -> None:
    flow = house.world.shelf.workflows["refunds"]
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    for seconds in (-1, 0, 1, 200):
        house.clock.now = at + timedelta(seconds=seconds)
        await house.decide(await house.card())
    found = []
    for day, sent in ((24, timedelta(minutes=4)), (25, timedelta(hours=5)), (26, timedelta(0))):
        house.clock.now = datetime(2026, 11, day, 9, tzinfo=UTC) + sent
        digest = await house.engine.digests.of(flow, date(2026, 11, day), late=False)
        found.append(sum(digest.verdicts.values()))
        assert not digest.late
    assert found == [1, 3, 0]


async def test_an_empty_day_has_a_digest_of_nothing(house: House) -> None:
    found = await house.engine.digests.of(house.world.shelf.workflows["refunds"], date(2026, 11, 23))
    assert (found.open, found.verdicts, found.deciders, found.median_minutes) == (0, {}, {}, None)


# The queue


async def test_the_queue_is_oldest_first_and_ones_own_come_first(house: House) -> None:
    moves: list[Any] = [proposal("keyless"), GiveUp("hard"), proposal("ladder"), Question("Which?", ())]
    cards = []
    for move in moves:
        cards.append(await house.card(move))
        house.clock.advance(minutes=1)
    await house.decide(await house.card(), MARIA, "reject")
    found = await house.engine.overview.queue()
    assert ([row.handoff.id for row in found.rows], found.total) == ([card.id for card in cards[:3]], 3)
    assert found.rows[0].ask == "Refund an order: 1042, EUR 49.90, goods?"
    assert (found.rows[1].ask, found.rows[0].late) == ("Who takes this? “1042 never came”", False)
    house.clock.advance(minutes=10)
    await house.settle()
    found = await house.engine.overview.queue(ALEX)
    assert (found.rows[0].handoff.id, found.mine) == (cards[2].id, 1)
    assert found.rows[0].late
    assert (await house.engine.overview.queue(ALEX, 2)).rows[0].handoff.id == cards[1].id


async def test_what_waits_for_somebody(house: House) -> None:
    assert await house.engine.overview.waiting(MARIA) == ()
    first, second = await house.card(proposal("two")), await house.card()
    assert await house.engine.overview.waiting(MARIA) == (first.id, second.id)
    await house.decide(first, MARIA)
    assert await house.engine.overview.waiting(MARIA) == (second.id,)
    for who in (ELSE, JONAS):
        assert await house.engine.overview.waiting(who) == ()


async def test_the_status_of_a_handoff_or_of_none(house: House) -> None:
    card = await house.card()
    story, place = await house.engine.overview.status(card.id)
    assert story is not None
    assert (story.handoff, place) == (card, None)
    assert await house.engine.overview.status(77) == (None, None)


async def test_a_digest_tells_what_the_agent_learned_and_what_was_kept_back(house: House) -> None:
    house.clock.now = datetime(2026, 11, 23, 10, tzinfo=UTC)
    for note in ("shipping is not refunded", "shipping is not refunded", ""):
        await house.decide(await house.card(), MARIA, "edit", note=note, args={"order_id": "1042", "amount": "1.00"})
    secret = await house.card()
    await house.decide(secret, MARIA, "edit", note="fraud", private=True, args={"order_id": "1042", "amount": "2.00"})
    card = await house.card(proposal("patient"))
    later = house.clock.now + timedelta(hours=12)

    def both(db: Db) -> None:
        for who in (DANA, WEI):
            asked.add(db, card.id, who, "rung", 1, house.clock.now, later)

    await house.world.write(both)
    flow = house.world.shelf.workflows["refunds"]
    house.clock.now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    found = await house.engine.digests.of(flow, date(2026, 11, 24))
    assert (found.learned, found.held) == ((("shipping is not refunded", 2),), 2)
    house.clock.now = datetime(2026, 11, 25, 9, tzinfo=UTC)
    found = await house.engine.digests.of(flow, date(2026, 11, 25))
    assert (found.learned, found.held) == ((), 0)
    fit = Fit(1, 3, 3, house.clock.now)
    await house.world.write(lambda db: lessons.add(db, "refunds", fit))
    house.clock.advance(hours=1)
    found = await house.engine.digests.of(flow, date(2026, 11, 26))
    assert found.learned == (("shipping is not refunded", 2),)  # one that learns now and then goes by it only now


async def test_the_weeks_count_what_people_decided_and_what_was_open(house: House) -> None:
    flow = house.world.shelf.workflows["refunds"]
    assert await house.engine.digests.weeks(flow, date(2026, 11, 24)) == ()
    for day, decided in ((10, 2), (20, 1)):
        house.clock.now = datetime(2026, 11, day, 10, tzinfo=UTC)
        cards = [await house.card(proposal("patient")) for _ in range(3)]
        for card in cards[:decided]:
            await house.decide(card)
        await house.settle()  # the next proposal is not for a run whose action ends only now
    house.clock.now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    found = await house.engine.digests.weeks(flow, date(2026, 11, 24))
    assert [(str(each.end), each.decided, each.alone, each.open) for each in found] == [
        ("2026-11-17", 2, 0, 1),
        ("2026-11-24", 1, 0, 3),
    ]
    house.clock.now = datetime(2027, 2, 24, 9, tzinfo=UTC)
    assert await house.engine.digests.weeks(flow, date(2027, 2, 24)) == ()


async def test_a_week_has_one_picture_with_its_first_digest(house: House) -> None:
    await tick(house)
    for _ in range(9):
        await tick(house, days=1)
        await house.restart()
        await tick(house)
    found = await house.rows("SELECT key FROM outbox WHERE kind = 'picture' ORDER BY id")
    assert [key for (key,) in found] == ["picture:refunds:2026-W48", "picture:refunds:2026-W49"]
