"""Who is on call, and who is called when the turn or the shift changes: in their hours, once, and not on leave."""

import hashlib
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.hours import Week
from storage import asked
from storage.models import Who
from tests.bot.engine import shift_house
from tests.bot.engine.house import ALEX, DANA, ELSE, MARIA, House, proposal
from tests.bot.engine.shift_house import EVENING, audited, handed, mentioned, tick

TURNS = "SELECT payload FROM outbox WHERE key LIKE 'oncall:%'"


@pytest.fixture
def sun(build: Callable[..., House], tmp_path: Path) -> House:
    """Monday at noon in Lisbon; the clock has ticked before."""
    house = build(folder=shift_house.folder(tmp_path / "flows"))
    house.clock.now = EVENING - timedelta(hours=6)
    return house


async def test_rights_change_with_the_minute_of_the_turn(sun: House) -> None:
    await tick(sun)
    sun.clock.now = EVENING - timedelta(seconds=1)
    card = await sun.card(proposal())
    other = await sun.card(proposal(order_id="1007"))
    assert await sun.decide(card, MARIA) == "decided"
    sun.clock.advance(seconds=1)
    assert await sun.decide(other, MARIA) == "not_approver"
    assert await sun.decide(other, DANA) == "decided"


def hands_nothing_over(house: House) -> None:
    """No region has one after it."""
    path = house.folder / "schedule.yml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "next:" not in line), encoding="utf-8")


async def test_who_is_called_to_the_shift_is_not_told_again_by_the_turn(sun: House) -> None:
    await handed(sun, 2)
    assert await mentioned(sun, "call") == [["UDANA"]]
    assert [each["people"] for each in await audited(sun, "on_call")] == [["UDANA"]]
    assert await sun.rows(TURNS) == []
    who = Who("T1", "UDANA")
    assert len(await sun.read(lambda db: asked.interruptions(db, who, EVENING - timedelta(hours=1)))) == 1


async def test_who_is_on_call_outside_their_hours_hears_of_it_in_the_morning(sun: House) -> None:
    """Dana's turn begins at 18:00 UTC; she works from 20:00 UTC."""
    hands_nothing_over(sun)
    await tick(sun)
    await sun.engine.habits.keep(sun.click(DANA), Week.parse("Mon-Sun 20:00-23:00"), None)
    sun.clock.now = EVENING - timedelta(minutes=5)
    await sun.card(proposal())
    await tick(sun, minutes=5)
    assert await sun.rows(TURNS) == []
    desk = "SELECT json_extract(payload, '$.user') FROM outbox WHERE kind = 'desk'"
    await tick(sun, minutes=119)
    assert await sun.rows(desk) == []
    await tick(sun, minutes=1)
    assert await sun.rows(desk) == [("UDANA",)]


async def test_owners_hear_in_time_of_a_turn_of_somebody_on_leave(sun: House) -> None:
    """The right stays with her, nothing calls her, and the deadline goes on."""
    await tick(sun)
    assert await sun.engine.watches.on_leave() == []
    await sun.engine.habits.keep(sun.click(DANA), None, date(2026, 11, 25))
    sun.clock.now = EVENING - timedelta(minutes=30)
    (ahead,) = await sun.engine.watches.on_leave()
    assert (ahead.names, ahead.turn.start, ahead.begun) == (("Dana",), EVENING, False)
    card = await sun.card(proposal())
    await tick(sun, minutes=30)
    assert [each.begun for each in await sun.engine.watches.on_leave()] == [True]
    assert await mentioned(sun, "call") == [] == await sun.rows(TURNS)
    assert await sun.rows("SELECT count(*) FROM asked") == [(0,)]
    await tick(sun, minutes=30)
    assert await mentioned(sun, "left") == [["SHEADS"]]
    assert await sun.decide(card, DANA) == "decided"


async def test_a_risk_that_says_now_calls_them_at_any_hour(sun: House) -> None:
    path = sun.folder / "refunds" / "workflow.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("deadline: 2h", "deadline: 2h\n    risk: high"), "utf-8")
    await tick(sun)
    await sun.engine.habits.keep(sun.click(DANA), Week.parse("Mon-Sun 20:00-23:00"), None)
    await handed(sun)
    assert await mentioned(sun, "call") == [["UDANA"]]


async def test_who_takes_over_after_hours_is_not_called_and_the_ladder_waits_for_its_own(sun: House) -> None:
    """New York's people and the heads work from three: what nobody took is theirs in one message then."""
    (sun.folder / "team.yml").write_text(
        'owners: ["@else"]\nhours: {everyone: "Mon-Sun 15:00-21:00 America/New_York"}\n', encoding="utf-8"
    )
    await handed(sun)
    assert await mentioned(sun, "call") == []
    await tick(sun, minutes=30)
    assert await mentioned(sun, "left") == [[]]
    desk = "SELECT json_extract(payload, '$.user') FROM outbox WHERE kind = 'desk'"
    assert await sun.rows(desk) == []
    await tick(sun, minutes=90)
    await tick(sun, minutes=2)  # the rung was asked first
    assert ("UALEX",) in await sun.rows(desk)


async def test_where_the_ladder_is_on_leave_the_owners_are_told(sun: House) -> None:
    await tick(sun)
    for who in [Who("T1", user) for user in sorted(sun.people.users(["@heads"]))]:
        await sun.engine.habits.keep(sun.click(who), None, date(2026, 12, 1))
    await handed(sun)
    await tick(sun, minutes=30)
    assert await mentioned(sun, "left") == [[ELSE.user]]


async def test_when_the_turn_changes_cards_are_drawn_again_and_the_next_one_hears_of_them(sun: House) -> None:
    hands_nothing_over(sun)
    await tick(sun)
    sun.clock.now = EVENING - timedelta(minutes=5)
    card = await sun.card(proposal())
    leads = await sun.card(proposal("leads", "1007"))
    drawn = "SELECT count(*) FROM outbox WHERE kind = 'card' AND handoff_id = ?"
    before = [await sun.rows(drawn, each.id) for each in (card, leads)]
    await tick(sun, minutes=5)
    await tick(sun)
    after = [await sun.rows(drawn, each.id) for each in (card, leads)]
    assert [a[0][0] - b[0][0] for a, b in zip(after, before, strict=True)] == [1, 0]
    told = await sun.rows(TURNS)
    assert [json.loads(payload)["user"] for (payload,) in told] == ["UDANA"]
    assert [each["people"] for each in await audited(sun, "on_call")] == [["UDANA"]]
    story = await sun.engine.outbox.story(card.id)
    assert story is not None
    assert (story.decides, story.first_approvers) == ("Dana (on call)", ("UDANA",))


async def test_a_role_may_hold_a_rotation(sun: House) -> None:
    hands_nothing_over(sun)
    (sun.folder / "team.yml").write_text("roles: {night_watch: ['oncall:alerts']}\n", encoding="utf-8")
    path = sun.folder / "refunds" / "workflow.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("oncall:alerts", "role:night_watch"), encoding="utf-8")
    await tick(sun)
    sun.clock.now = EVENING - timedelta(minutes=5)
    card = await sun.card(proposal())
    await tick(sun, minutes=5)
    assert [json.loads(one)["user"] for (one,) in await sun.rows(TURNS)] == ["UDANA"]
    assert await sun.decide(card, MARIA) == "not_approver"
    assert await sun.decide(card, DANA) == "decided"


async def test_nobody_is_told_of_a_turn_while_nothing_waits(sun: House) -> None:
    await tick(sun)
    await tick(sun, hours=6)
    assert await sun.rows(TURNS) == []
    assert len(await audited(sun, "on_call")) == 1


async def test_who_approved_on_call_still_counts_when_the_next_one_is(sun: House) -> None:
    path = sun.folder / "refunds" / "workflow.yml"
    text = path.read_text(encoding="utf-8").replace("deadline: 2h", "deadline: 5h\n    quorum: 2")
    path.write_text(text, encoding="utf-8")
    await tick(sun)
    sun.clock.now = EVENING - timedelta(minutes=1)
    card = await sun.card(proposal())
    assert await sun.decide(card, MARIA) == "counted"
    sun.clock.advance(minutes=2)
    assert await sun.decide(card, DANA) == "decided"
    assert ALEX.user not in sun.world.people.users(("oncall:alerts",))


async def test_the_record_names_the_schedule_in_force(sun: House) -> None:
    await sun.engine.record.rules()
    path = sun.folder / "schedule.yml"
    path.write_text(path.read_text(encoding="utf-8") + "# another\n", encoding="utf-8")
    sun.world.shelf.refresh()
    await sun.engine.record.rules()
    await sun.engine.record.rules()
    first, second = [each["schedule"] for each in await audited(sun, "rules")]
    assert first != second == hashlib.sha256(path.read_bytes()).hexdigest()
