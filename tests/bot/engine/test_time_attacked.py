"""What strangers tried against hours, gifts and reminders: odd days, two at once, people who leave, clocks set back."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.engine import stories
from bot.errors import BadInput
from bot.hours import Week
from bot.workflows import Team
from storage.models import Who
from tests.bot.engine.house import (
    DANA,
    MARIA,
    STEPS,
    WEI,
    House,
    proposal,
    workflow_text,
    write_folder,
)
from tests.bot.engine.test_people_time import IN_ZONES, OFFICE, TIMED, keep_hours, pass_time, told


@pytest.fixture
def timed(build: Callable[..., House], tmp_path: Path) -> House:
    """A house at 10:00 UTC on a Monday; Dana and Alex sleep, Maria and Olga work, Wei works until 10:00."""
    house = build(folder=write_folder(tmp_path / "flows", workflow_text({**STEPS, **TIMED})))
    keep_hours(house)
    return house


async def morning(house: House, who: Who) -> str:
    return f"{(await house.engine.giving.moments(who))['morning']:%a %H:%M}"


@pytest.mark.parametrize(
    ("week", "now", "expected"),
    [
        ("Mon-Fri 09:00-18:00", "2026-11-24T00:30", "Tue 09:00"),
        ("Mon-Fri 09:00-18:00", "2026-11-24T07:00", "Tue 09:00"),
        ("Mon-Fri 09:00-18:00", "2026-11-24T10:00", "Wed 09:00"),
        ("Mon-Sun 22:00-06:00", "2026-11-24T23:00", "Wed 22:00"),
        ("Mon-Sun 22:00-06:00", "2026-11-24T10:00", "Tue 22:00"),
        ("Mon-Sun 00:00-24:00", "2026-11-24T00:30", "Tue 09:00"),
        ("Mon-Sun 00:00-24:00", "2026-11-24T10:00", "Wed 09:00"),
        ("Mon-Fri 00:00-24:00", "2026-11-27T10:00", "Mon 09:00"),
    ],
)
async def test_the_next_morning_is_the_next_beginning_of_work(timed: House, week: str, now: str, expected: str) -> None:
    timed.world.shelf.team = Team(hours={"everyone": Week.parse(week)})
    timed.clock.now = datetime.fromisoformat(f"{now}+00:00")
    assert await morning(timed, MARIA) == expected


async def test_two_who_give_it_to_the_same_person_are_not_told_that_they_cannot(timed: House) -> None:
    card = await timed.card(proposal("reminds"))
    await timed.engine.giving.give(timed.click(DANA), card.id, "UMARIA")
    with pytest.raises(BadInput) as refused:
        await timed.engine.giving.give(timed.click(WEI), card.id, "UMARIA")
    assert refused.value.fields["give"] == "It is with Maria already. Choose somebody else, or close this."


async def test_a_clock_that_was_ahead_keeps_nothing_back(timed: House) -> None:
    await timed.card(proposal("again", order_id="1042"))
    timed.clock.advance(days=1)
    await timed.settle()
    assert await told(timed, "rung") == [["UOLGA"]]
    timed.clock.advance(days=-1)
    await timed.card(proposal("again", order_id="1043"))
    await pass_time(timed, minutes=30)
    assert await told(timed, "rung") == [["UOLGA"], ["UOLGA"]]


async def test_a_clock_that_was_ahead_keeps_no_card_back(timed: House) -> None:
    """What waits while Slack is not reached goes out once it is, though the clock was set back meanwhile."""
    outbox = timed.engine.outbox
    await timed.card(proposal("again", order_id="1042"))
    (card, asked) = sorted(await outbox.ready(), key=lambda row: row.lane)
    await outbox.later(card, 300.0, "not reached: ClientConnectorError")
    timed.clock.advance(hours=-6)
    assert {row.lane for row in await outbox.ready()} == {card.lane, asked.lane}
    await outbox.later(card, 7200.0, "rate limited")
    assert {row.lane for row in await outbox.ready()} == {asked.lane}, "Slack is not asked without a pause"
    timed.clock.advance(hours=1)
    assert {row.lane for row in await outbox.ready()} == {card.lane, asked.lane}


async def test_who_is_back_is_not_away_any_more(timed: House) -> None:
    await timed.engine.habits.keep(timed.click(MARIA), OFFICE, date(2026, 11, 25))
    assert (await timed.engine.habits.of(MARIA)).own.back_on == date(2026, 11, 25)
    timed.clock.advance(days=2)
    assert (await timed.engine.habits.of(MARIA)).own.back_on is None


async def test_ones_own_times_are_read_where_they_count(timed: House) -> None:
    timed.world.shelf.team = Team(hours={"everyone": Week.parse("Mon-Fri 09:00-18:00 Asia/Singapore")})
    shown = await timed.engine.habits.of(DANA)
    await timed.engine.habits.keep(timed.click(DANA), OFFICE, None)
    assert shown.zone == (await timed.engine.habits.of(DANA)).hours.zone


async def test_a_case_that_was_given_to_somebody_who_left_is_with_the_others(timed: House) -> None:
    card = await timed.card(proposal("reminds"))
    await timed.engine.giving.give(timed.click(MARIA), card.id, "UWEI")
    gone = {**IN_ZONES.members, "UWEI": replace(IN_ZONES.members["UWEI"], deleted=True)}
    timed.people = timed.world.people = replace(IN_ZONES, members=gone)
    await pass_time(timed, minutes=20)
    assert await told(timed, "remind") == [["UMARIA"]]


async def test_a_case_given_to_somebody_who_loses_the_right_is_said_to_be_with_the_others_at_once(timed: House) -> None:
    card, kept = await timed.card(proposal("reminds")), await timed.card(proposal("reminds", order_id="1043"))
    await timed.engine.giving.give(timed.click(MARIA), card.id, "UWEI")
    await timed.engine.giving.give(timed.click(MARIA), kept.id, "UDANA")
    leads = replace(IN_ZONES.groups["SLEADS"], users=IN_ZONES.groups["SLEADS"].users - {"UWEI"})
    timed.people = timed.world.people = replace(IN_ZONES, groups={**IN_ZONES.groups, "SLEADS": leads})
    before = await timed.rows("SELECT max(id) FROM outbox")
    for _ in range(2):
        await timed.engine.giving.let_go()
    assert [(await timed.handoff(each.id)).given for each in (card, kept)] == ["", "UDANA"]
    assert await timed.rows("SELECT kind, handoff_id FROM outbox WHERE id > ?", before[0][0]) == [("card", card.id)]
    story = await timed.read(lambda db: stories.story(db, timed.world, card.id))
    assert story.decides == "Leads"


async def test_what_has_gone_up_is_not_said_to_be_still_with_somebody(timed: House) -> None:
    card = await timed.card(proposal("reminds"))
    await timed.engine.giving.give(timed.click(MARIA), card.id, "UDANA")
    await pass_time(timed, minutes=30)
    await pass_time(timed, hours=3, minutes=30)
    told_to = "SELECT payload ->> '$.ids' FROM outbox WHERE kind = 'desk' AND payload ->> '$.user' = 'UDANA'"
    ((ids,),) = await timed.rows(told_to)
    (kept,) = await timed.engine.interruptions.bundle(json.loads(ids))
    assert kept.what == "open"


async def test_next_comes_to_all_that_waits_though_a_window_keeps_only_some(timed: House) -> None:
    cards = [await timed.card(proposal("reminds", order_id=f"10{number}")) for number in range(50, 55)]
    seen: list[int] = []
    ahead: tuple[int, ...] = ()
    for _ in cards:
        card = await timed.engine.overview.walk(MARIA, 0, ahead)
        assert card.story is not None
        seen.append(card.story.handoff.id)
        ahead = card.ahead[:1]
    assert seen == [each.id for each in cards]


async def test_what_was_kept_back_of_a_stage_that_is_over_is_not_told(
    build: Callable[..., House], tmp_path: Path
) -> None:
    stages = "[{approvers: [UDANA, UMARIA]}, {approvers: [UDANA]}]"
    keys = {"deadline": "0s", "stages": stages}
    text = workflow_text({"two_stages": ("keyless", keys)}).replace('    approvers: ["@leads"]\n', "")
    house = build(folder=write_folder(tmp_path / "flows", text))
    keep_hours(house)
    card = await house.card(proposal("two_stages"))
    await house.engine.giving.give(house.click(MARIA), card.id, "UDANA")
    await house.decide(card, MARIA)
    assert (await house.handoff(card.id)).stage == 2
    await pass_time(house, hours=4)
    found = await house.rows("SELECT what, how FROM asked WHERE person = 'T1/UDANA' ORDER BY id")
    assert found == [("given", "overtaken"), ("stage", "message")]
