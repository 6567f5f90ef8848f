"""The change of shift: one brief for each region and date, taken by a click; what nobody takes is told further up."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from storage import verify
from storage.sqlite import Db
from tests.bot.engine import shift_house
from tests.bot.engine.house import DANA, ELSE, GONE, JONAS, MARIA, OLGA, WEI, House, proposal
from tests.bot.engine.shift_house import EVENING, audited, briefs, handed, mentioned, shifts, tick


@pytest.fixture
def sun(build: Callable[..., House], tmp_path: Path) -> House:
    """Monday at noon in Lisbon; the clock has ticked before."""
    house = build(folder=shift_house.folder(tmp_path / "flows"))
    house.clock.now = EVENING - timedelta(hours=6)
    return house


async def test_what_is_open_goes_to_the_next_region_as_one_brief(sun: House) -> None:
    cards = await handed(sun, 3)
    assert await shifts(sun) == [("lisbon", "2026-11-23", "new-york")]
    assert await briefs(sun) == [1]
    told = await sun.engine.shifts.handover(1)
    assert (told.region, told.next, told.givers, told.takers) == ("Lisbon", "New York", ("Maria",), ("Dana",))
    assert [item.story.handoff.id for item in told.items] == cards
    assert (told.accept_by, told.ladder, told.closed) == (EVENING + timedelta(minutes=30), "Heads", False)
    assert await audited(sun, "shift_ended") == [
        {"shift": 1, "region": "lisbon", "day": "2026-11-23", "next": "new-york", "cases": cards}
    ]


async def test_nothing_open_is_no_brief(sun: House) -> None:
    await tick(sun)
    await tick(sun, hours=6)
    assert await shifts(sun) == []


@pytest.mark.parametrize(("seconds", "handed_over"), [(20, 1), (70, 0)])
async def test_a_first_start_makes_up_for_a_moment_only(sun: House, seconds: int, handed_over: int) -> None:
    sun.clock.now = EVENING - timedelta(minutes=1)
    await sun.card(proposal())
    await tick(sun, seconds=60 + seconds)
    assert len(await shifts(sun)) == handed_over


async def test_only_what_was_with_the_region_goes_on(sun: House) -> None:
    """Whoever is on call now, and what came after the end, is not looked at."""
    await tick(sun)
    sun.clock.now = EVENING - timedelta(minutes=30)
    own = await sun.card(proposal())
    elses = await sun.card(proposal(order_id="1007"))
    await sun.world.write(lambda db: db.execute("UPDATE handoff SET given = 'UALEX' WHERE id = ?", (elses.id,)))
    sun.clock.now = EVENING + timedelta(minutes=5)
    await sun.card(proposal(order_id="1008"))
    await sun.engine.shifts.claim()
    told = await sun.engine.shifts.handover(1)
    assert [item.story.handoff.id for item in told.items] == [own.id]


async def test_each_region_and_date_once_over_restarts_and_many_looks(sun: House) -> None:
    await tick(sun)
    await sun.card(proposal("leads"))
    for _ in range(24 * 2):
        await tick(sun, hours=1)
        await asyncio.gather(*(sun.engine.shifts.claim() for _ in range(3)))
        if sun.clock.now.hour in {2, 10, 18}:
            await sun.restart()
            await tick(sun)
    found = await shifts(sun)
    assert len(found) == len(set(found)) == 6
    assert {day for _, day, _ in found} == {"2026-11-23", "2026-11-24", "2026-11-25"}
    assert len(set(await briefs(sun))) == 6


async def test_after_a_downtime_the_newest_day_is_handed_over_late(sun: House) -> None:
    await tick(sun)
    await sun.card(proposal("leads"))
    await sun.kill()
    sun.clock.now = EVENING + timedelta(days=3, hours=1)
    await sun.start()
    await tick(sun)
    assert sorted(await shifts(sun)) == [
        ("lisbon", "2026-11-26", "new-york"),
        ("new-york", "2026-11-25", "singapore"),
        ("singapore", "2026-11-26", "lisbon"),
    ]
    told = await sun.engine.shifts.handover(1)
    assert told.accept_by == sun.clock.now + timedelta(minutes=30)


async def test_a_clock_set_back_hands_nothing_over_twice(sun: House) -> None:
    await handed(sun)
    await tick(sun, hours=-20)
    await tick(sun, hours=20)
    assert [each for each in await shifts(sun) if each[0] == "lisbon"] == [("lisbon", "2026-11-23", "new-york")]


@pytest.mark.parametrize("start", [datetime(2026, 3, 6, 12, tzinfo=UTC), datetime(2026, 10, 23, 12, tzinfo=UTC)])
async def test_summer_time_neither_doubles_nor_skips_a_shift(sun: House, start: datetime) -> None:
    sun.clock.now = start
    await tick(sun)
    await sun.card(proposal("leads"))
    for _ in range(24 * 4):
        await tick(sun, hours=1)
    found = await shifts(sun)
    assert len(found) == len(set(found)) == 12


# Taking it ------------------------------------------------------------------------------------------------------------


async def test_all_is_taken_by_one_click_and_the_card_says_who_has_it(sun: House) -> None:
    cards = await handed(sun, 2)
    click = sun.click(DANA)
    await sun.engine.shifts.take(click, 1, (), first=cards[1])
    await sun.engine.shifts.take(click, 1, (), first=cards[1])
    answer = await sun.answer(click)
    assert (answer["what"], answer["cases"], answer["first"], answer["lost"]) == ("shift_taken", cards, cards[1], 0)
    assert answer["watched"] == []
    assert [(await sun.handoff(each)).given for each in cards] == ["UDANA", "UDANA"]
    told = await sun.engine.shifts.handover(1)
    assert [(item.taken_by, item.first) for item in told.items] == [("Dana", False), ("Dana", True)]
    assert told.closed
    entries = await sun.rows("SELECT actor, handoff_id, data FROM audit WHERE kind = 'shift_taken'")
    assert [(actor, handoff) for actor, handoff, _ in entries] == [("T1/UDANA", each) for each in cards]
    assert [json.loads(data) for _, _, data in entries] == [{"shift": 1, "first": each == cards[1]} for each in cards]
    assert ("shift", 1) not in await sun.due()


async def test_some_are_taken_and_the_rest_by_somebody_else(sun: House) -> None:
    await tick(sun)
    sun.clock.now = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    cards = [(await sun.card(proposal(order_id=str(1000 + index)))).id for index in range(3)]
    await tick(sun, minutes=30)
    number = (await briefs(sun))[-1]
    await sun.engine.shifts.take(sun.click(WEI), number, cards[:2], first=cards[0])
    late = sun.click(OLGA)
    await sun.engine.shifts.take(late, number, cards[1:])
    answer = await sun.answer(late)
    assert (answer["cases"], answer["lost"]) == ([cards[2]], 1)
    told = await sun.engine.shifts.handover(number)
    assert [item.taken_by for item in told.items] == ["Wei", "Wei", "Olga"]


async def test_what_comes_after_a_hundred_cases_is_not_taken_for_taken(sun: House) -> None:
    cards = await handed(sun, 102)
    await sun.engine.shifts.take(sun.click(DANA), 1, cards[:101])
    told = await sun.engine.shifts.handover(1)
    assert [item.story.handoff.id for item in told.untaken] == cards[101:]


async def test_what_two_regions_hand_over_at_once_is_taken_in_both(build: Any, tmp_path: Path) -> None:
    path, plan = shift_house.folder(tmp_path / "flows"), shift_house.SCHEDULE
    porto = plan[plan.index("  lisbon:") : plan.index("  new-york:")].replace("lisbon", "porto")
    text = plan.replace("rotations:", porto.replace("maria", "wei") + "rotations:")
    (path / "schedule.yml").write_text(text, encoding="utf-8")
    sun = build(folder=path)
    await tick(sun)
    sun.clock.now = EVENING - timedelta(minutes=30)
    await sun.card(proposal("leads"))
    await tick(sun, minutes=30)
    await sun.engine.shifts.take(sun.click(DANA), 1, ())
    await tick(sun, hours=1)
    assert (await briefs(sun), await briefs(sun, "left")) == ([1, 2, 1, 2], [])
    told = [await sun.engine.shifts.handover(number) for number in (1, 2)]
    assert [[item.taken_by for item in each.items] for each in told] == [["Dana"], ["Dana"]]
    assert await sun.read(lambda db: list(verify.findings(db))) == []


@pytest.mark.parametrize(
    ("gone", "told", "names"),
    [("new-york", "SHEADS", ("Lisbon", "new-york")), ("lisbon", "UELSE", ("lisbon", "New York"))],
)
async def test_a_region_that_goes_from_the_schedule_leaves_nothing_untold(
    sun: House, gone: str, told: str, names: tuple[str, str]
) -> None:
    cards = await handed(sun, 2)
    (sun.folder / "schedule.yml").write_text(shift_house.SCHEDULE.replace(gone, "boston"), encoding="utf-8")
    await tick(sun, minutes=30)
    assert await mentioned(sun, "left") == [[told]]
    brief = await sun.engine.shifts.handover(1)
    assert (brief.region, brief.next, [item.story.handoff.id for item in brief.untaken]) == (*names, cards)


async def test_a_shift_gives_nobody_a_right(sun: House) -> None:
    """Olga works in Singapore and is not on call: she looks after it, and the card is not with her."""
    await tick(sun)
    sun.clock.now = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    card = await sun.card(proposal())
    await tick(sun, minutes=30)
    click = sun.click(OLGA)
    await sun.engine.shifts.take(click, (await briefs(sun))[-1], ())
    answer = await sun.answer(click)
    assert (answer["cases"], answer["watched"]) == ([card.id], [card.id])
    after = await sun.handoff(card.id)
    assert (after.given, await sun.decide(after, OLGA)) == ("", "not_approver")


@pytest.mark.parametrize("who", [MARIA, WEI, JONAS, GONE])
async def test_nobody_but_the_next_region_takes_it(sun: House, who: Any) -> None:
    await handed(sun)
    click, window = sun.click(who), sun.click(who)
    await sun.engine.shifts.take(click, 1, ())
    assert await sun.engine.shifts.refused(window, 1)
    answer = await sun.answer(click)
    assert (answer["what"], answer["givers"], answer["takers"]) == ("not_of_shift", "Maria", "Dana")
    assert [each["why"] for each in await audited(sun, "press_refused")] == ["not_of_shift"] * 2
    assert not await audited(sun, "shift_taken")
    assert not await sun.engine.shifts.refused(sun.click(DANA), 1)


async def test_what_was_decided_meanwhile_is_not_taken(sun: House) -> None:
    first, second = await handed(sun, 2)
    assert await sun.decide(await sun.handoff(first), DANA) == "decided"
    await sun.settle()
    click = sun.click(DANA)
    await sun.engine.shifts.take(click, 1, (first, second), first=first)
    answer = await sun.answer(click)
    assert (answer["cases"], answer["first"], answer["lost"]) == ([second], 0, 1)


async def test_what_nobody_takes_in_time_stays_and_the_next_rung_is_told_once(sun: House) -> None:
    cards = await handed(sun, 2)
    await sun.engine.shifts.take(sun.click(DANA), 1, cards[:1])
    await tick(sun, minutes=29)
    assert await briefs(sun, "left") == []
    await sun.restart()
    await tick(sun, minutes=1)
    await sun.restart()
    await tick(sun, minutes=1)
    assert await briefs(sun, "left") == [1]
    assert await audited(sun, "shift_left") == [{"shift": 1, "cases": cards[1:]}]
    assert await mentioned(sun, "left") == [["SHEADS"]]
    late = sun.click(DANA)
    await sun.engine.shifts.take(late, 1, ())
    assert await sun.told(late) == "shift_over"
    assert (await sun.handoff(cards[1])).given == ""


async def test_without_a_rung_of_its_own_the_owners_are_told(sun: House) -> None:
    await tick(sun)
    sun.clock.now = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    await sun.card(proposal())
    await tick(sun, minutes=30)
    await tick(sun, minutes=30)
    assert await mentioned(sun, "left") == [[ELSE.user]]


async def test_those_who_take_over_are_called_when_their_day_begins(sun: House) -> None:
    """New York ends at 21:00 there; were Singapore still asleep, its hour would be waited for."""
    path = sun.folder / "schedule.yml"
    text = path.read_text(encoding="utf-8").replace("09:00-18:00 Asia/Singapore", "11:00-18:00 Asia/Singapore")
    path.write_text(text.replace("    follow:", "    gaps: told\n    follow:"), encoding="utf-8")
    await tick(sun)
    sun.clock.now = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    await sun.card(proposal())
    await tick(sun, minutes=30)
    assert await mentioned(sun, "call") == []
    await tick(sun, minutes=60)
    assert await mentioned(sun, "call") == [["UOLGA"]]
    how = "SELECT what, how FROM asked WHERE person = 'T1/UWEI' ORDER BY id"
    assert await sun.rows(how) == [("oncall", "mention"), ("shift", "")]
    await tick(sun, minutes=2)
    assert await sun.rows(how) == [("oncall", "mention"), ("shift", "message")]
    assert await briefs(sun, "left") == []
    await tick(sun, minutes=28)
    assert await briefs(sun, "left") == await briefs(sun, "call")


@pytest.mark.tampers
async def test_verify_finds_out_who_did_not_take_it(sun: House) -> None:
    cards = await handed(sun, 2)
    await sun.engine.shifts.take(sun.click(DANA), 1, cards[:1])
    assert await sun.read(lambda db: list(verify.findings(db))) == []

    def taken(card: int, db: Db) -> None:
        db.execute("UPDATE shift_case SET taken_by = 'T1/UMARIA', taken_at = 'x' WHERE handoff_id = ?", (card,))

    for count, card in enumerate(cards, start=1):
        await sun.world.write(partial(taken, card))
        found = await sun.read(lambda db: [each.what for each in verify.findings(db)])
        assert [each for each in found if "is not whom the record names" in each] == found
        assert len(found) == count
    await sun.world.write(lambda db: db.execute("DELETE FROM shift_case"))
    (gone,) = await sun.read(lambda db: list(verify.findings(db)))
    assert gone.what.endswith("is gone.")
