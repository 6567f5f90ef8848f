"""Reminders, rungs by people's hours, giving, private reminders, and what is kept back: each once, in their hours."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.engine.habits import FARTHEST_DAYS
from bot.errors import BadInput
from bot.hours import Week
from bot.workflows import Team
from storage.models import Handoff, Who
from tests.bot.engine.house import (
    ALEX,
    DANA,
    GUEST,
    JONAS,
    MARIA,
    OLGA,
    PEOPLE,
    STEPS,
    WEI,
    House,
    proposal,
    workflow_text,
    write_folder,
)
from tests.bot.engine.outside import Outside

OFFICE = Week.parse("Mon-Fri 09:00-18:00")
ZONES = {"UMARIA": "Europe/Lisbon", "UDANA": "America/New_York", "UWEI": "Asia/Singapore", "UALEX": "America/New_York"}
IN_ZONES = replace(
    PEOPLE, members={user: replace(who, zone=ZONES.get(user, "UTC")) for user, who in PEOPLE.members.items()}
)
TIMED = {
    "reminds": ("keyless", {"deadline": "30m", "remind": "10m", "escalate": '["@heads"]'}),
    "late_one": ("keyless", {"deadline": "30m", "remind": "10m", "escalate": "[{to: UOLGA, after: 20m}]"}),
    "skips": ("keyless", {"deadline": "30m", "escalate": '[{to: "@heads", away: skip}, {to: UOLGA, away: ask}]'}),
    "asks": ("keyless", {"deadline": "30m", "escalate": '[{to: "@heads", away: ask}]'}),
    "again": ("keyless", {"deadline": "30m", "escalate": "[UOLGA, UOLGA]"}),
    "now": ("keyless", {"deadline": "30m", "remind": "10m", "risk": "high", "escalate": '["@heads"]'}),
}


@pytest.fixture(scope="module")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The steps with reminders and rungs, which nobody changes."""
    return write_folder(tmp_path_factory.mktemp("flows"), workflow_text({**STEPS, **TIMED}))


@pytest.fixture
def timed(build: Callable[..., House], flows: Path) -> House:
    """A house at 10:00 UTC on a Monday; Dana and Alex sleep, Maria and Olga work, Wei works until 10:00."""
    house = build(folder=flows)
    keep_hours(house)
    return house


def keep_hours(house: House, **more: Any) -> None:
    house.people = house.world.people = IN_ZONES
    house.world.shelf.team = Team(hours={"everyone": OFFICE}, **more)


async def pass_time(house: House, **spent: float) -> None:
    house.clock.advance(**spent)
    await house.settle()


async def told(house: House, what: str) -> list[list[str]]:
    """Whom each message of this kind in a thread mentions."""
    found = await house.rows(
        "SELECT json_extract(payload, '$.to') FROM outbox "
        "WHERE kind = 'thread' AND json_extract(payload, '$.what') = ? ORDER BY id",
        what,
    )
    return [eval(each[0]) for each in found]


async def asked(house: House, card: Handoff) -> list[tuple[str, str, bool, str]]:
    return [
        (str(who).removeprefix("T1/U"), str(what), told_at is not None, str(how))
        for who, what, told_at, how in await house.rows(
            "SELECT person, what, told_at, how FROM asked WHERE handoff_id = ? ORDER BY id", card.id
        )
    ]


async def bundles(house: House) -> list[tuple[str, int]]:
    """Each direct message with what was kept back: to whom, about how many cases."""
    found = await house.rows(
        "SELECT json_extract(payload, '$.user'), json_array_length(payload, '$.ids') FROM outbox WHERE kind = 'desk'"
    )
    return [(str(user), int(many)) for user, many in found]


# Reminders -----------------------------------------------------------------------------------------------------------


async def test_a_reminder_comes_once_to_who_is_at_work(timed: House) -> None:
    card = await timed.card(proposal("reminds"))
    await pass_time(timed, minutes=19)
    assert await told(timed, "remind") == []
    await pass_time(timed, minutes=1)
    assert await told(timed, "remind") == [["UMARIA"]]
    await timed.engine.deadlines.passed(card.id)
    await timed.restart()
    keep_hours(timed)
    await pass_time(timed, minutes=5)
    assert await told(timed, "remind") == [["UMARIA"]]
    assert ("DANA", "remind", False, "") in await asked(timed, card)


async def test_who_has_agreed_is_not_reminded(timed: House) -> None:
    card = await timed.card(proposal("two"))
    step = replace(timed.world.shelf.workflows["refunds"].steps["two"], remind_seconds=600.0)
    flow = timed.world.shelf.workflows["refunds"]
    timed.world.shelf.workflows["refunds"] = replace(flow, steps={**flow.steps, "two": step})
    other = await timed.card(proposal("two", order_id="1043"))
    await timed.decide(other, MARIA)
    await pass_time(timed, minutes=20)
    assert {who for who, what, _, _ in await asked(timed, other) if what == "remind"} == {"DANA", "WEI"}
    assert card.id != other.id


async def test_a_decision_before_it_leaves_nothing_to_remind_of(timed: House) -> None:
    card = await timed.card(proposal("reminds"))
    await timed.decide(card)
    await pass_time(timed, hours=1)
    assert await asked(timed, card) == []


async def test_a_new_rung_is_reminded_anew_and_by_its_own_time(timed: House) -> None:
    card = await timed.card(proposal("late_one"))
    assert card.deadline_at == timed.clock.now + timedelta(minutes=20)
    await pass_time(timed, minutes=10)
    await pass_time(timed, minutes=10)
    await pass_time(timed, minutes=20)
    assert await told(timed, "remind") == [["UMARIA"], ["UOLGA"]]
    assert await told(timed, "rung") == [["UOLGA"]]


# Rungs and hours -----------------------------------------------------------------------------------------------------


async def test_a_rung_waits_for_its_morning_and_is_asked_then_once(timed: House) -> None:
    card = await timed.card(proposal("reminds"))
    await pass_time(timed, minutes=30)
    found = await timed.handoff(card.id)
    assert (found.rung, found.deadline_at) == (0, timed.clock.now.replace(hour=14, minute=0))
    assert (await timed.said("waits"), await timed.said("deadline"), await told(timed, "rung")) == (2, 0, [])
    await timed.restart()
    keep_hours(timed)
    await pass_time(timed, hours=3, minutes=29)
    assert await told(timed, "rung") == []
    await pass_time(timed, minutes=1)
    assert await told(timed, "rung") == [["SHEADS"]]
    found = await timed.handoff(card.id)
    assert (found.rung, found.deadline_at) == (1, timed.clock.now + timedelta(minutes=30))
    assert await timed.decide(found, ALEX) == "decided"


async def test_downtime_over_the_morning_loses_no_rung(timed: House) -> None:
    await timed.card(proposal("reminds"))
    await pass_time(timed, minutes=30)
    timed.clock.advance(hours=6)
    await timed.restart()
    keep_hours(timed)
    await timed.settle()
    assert await told(timed, "rung") == [["SHEADS"]]


async def test_a_rung_that_skips_who_sleeps_goes_on_at_once(timed: House) -> None:
    card = await timed.card(proposal("skips"))
    await pass_time(timed, minutes=30)
    assert (await timed.handoff(card.id)).rung == 2
    assert await told(timed, "rung") == [["UOLGA"]]
    assert await timed.decide(card, ALEX) == "decided"  # the rung that was passed over may decide


@pytest.mark.parametrize("step", ["asks", "now"])
async def test_a_rung_is_asked_at_night_where_its_author_or_the_risk_says_so(timed: House, step: str) -> None:
    await timed.card(proposal(step))
    await pass_time(timed, minutes=20)
    await pass_time(timed, minutes=10)
    assert await told(timed, "rung") == [["SHEADS"]]


async def test_a_risk_that_says_now_reminds_at_night_too(timed: House) -> None:
    await timed.card(proposal("now"))
    await pass_time(timed, minutes=20)
    assert await told(timed, "remind") == [["UDANA", "UMARIA", "UWEI"]]


async def test_nobody_is_asked_twice_for_the_same_thing(timed: House) -> None:
    card = await timed.card(proposal("again"))
    await pass_time(timed, minutes=30)
    assert (await timed.handoff(card.id)).rung == 1
    assert await told(timed, "rung") == [["UOLGA"]]
    await pass_time(timed, minutes=30)
    assert (await timed.handoff(card.id)).held
    assert await asked(timed, card) == [("OLGA", "rung", True, "mention")]


async def next_rung(house: House, card: Handoff) -> str:
    """Who comes next, as its card says."""
    story = await house.engine.outbox.story(card.id)
    assert story is not None
    return story.next_rung


async def test_who_has_agreed_is_no_rung_any_more(build: Callable[..., House], tmp_path: Path) -> None:
    keys = {"deadline": "30m", "quorum": "2", "escalate": "[UMARIA, UOLGA]"}
    house = build(folder=write_folder(tmp_path / "flows", workflow_text({"pair": ("keyless", keys)})))
    card = await house.card(proposal("pair"))
    assert await next_rung(house, card) == "Maria"
    await house.decide(card, MARIA)
    assert await next_rung(house, card) == "Olga"
    await pass_time(house, minutes=30)
    assert (await house.handoff(card.id)).rung == 2
    assert await told(house, "rung") == [["UOLGA"]]


# What is kept back ---------------------------------------------------------------------------------------------------


async def test_what_came_at_night_is_one_message_in_the_morning(timed: House) -> None:
    cards = [await timed.card(proposal("reminds", order_id=f"10{number}")) for number in range(50, 53)]
    await pass_time(timed, minutes=20)
    assert await bundles(timed) == []
    await timed.decide(cards[0], MARIA)
    await pass_time(timed, hours=3, minutes=39)
    assert "UDANA" not in dict(await bundles(timed))
    await pass_time(timed, minutes=1)  # 14:00 UTC: New York begins
    assert ("UDANA", 2) in await bundles(timed)
    assert [each for each in await asked(timed, cards[0]) if each[0] == "DANA"] == [
        ("DANA", "remind", True, "overtaken")
    ]
    await pass_time(timed, hours=1)
    assert len([user for user, _ in await bundles(timed) if user == "UDANA"]) == 1


async def test_ten_alike_become_one_mention_and_one_message(timed: House) -> None:
    for number in range(10):
        await timed.card(proposal("again", order_id=f"20{number:02}"))
    await pass_time(timed, minutes=30)
    assert [to for to in await told(timed, "rung") if to] == [["UOLGA"]]
    await pass_time(timed, minutes=2)
    assert await bundles(timed) == [("UOLGA", 9)]


async def test_a_person_is_interrupted_so_often_an_hour_and_no_more(timed: House) -> None:
    keep_hours(timed, interruptions=2)
    for number in range(5):
        await timed.card(proposal("again", order_id=f"30{number:02}"))
        timed.clock.advance(minutes=3)
    await timed.settle()
    for _ in range(5):
        await pass_time(timed, minutes=3)
    await pass_time(timed, minutes=15)
    for _ in range(4):
        await pass_time(timed, minutes=3)
    assert len([to for to in await told(timed, "rung") if to]) == 2
    assert await bundles(timed) == []
    await pass_time(timed, minutes=50)
    assert await bundles(timed) == [("UOLGA", 3)]


async def test_what_was_kept_back_is_told_once_through_restarts(timed: House) -> None:
    await timed.card(proposal("reminds"))
    await pass_time(timed, minutes=20)
    timed.clock.advance(hours=5)
    for _ in range(3):
        await timed.restart()
        keep_hours(timed)
        await timed.settle()
    assert [user for user, _ in await bundles(timed)].count("UDANA") == 1


# Hours ---------------------------------------------------------------------------------------------------------------


async def test_ones_own_hours_count_from_now_on(timed: House) -> None:
    card = await timed.card(proposal("reminds"))
    await timed.engine.habits.keep(timed.click(ALEX), Week.parse("Mon-Fri 05:00-12:00"), None)
    await pass_time(timed, minutes=30)
    assert await told(timed, "rung") == [["SHEADS"]]
    habit = await timed.engine.habits.of(ALEX)
    assert (str(habit.hours.week), habit.hours.zone.key) == ("Mon to Fri 05:00 to 12:00", "America/New_York")
    assert (await timed.handoff(card.id)).rung == 1


async def test_a_clock_set_back_tells_what_was_kept_back_once_and_not_too_soon(timed: House) -> None:
    await timed.card(proposal("reminds"))
    await pass_time(timed, minutes=20)
    await pass_time(timed, hours=-3)
    await pass_time(timed, hours=3)
    assert "UDANA" not in dict(await bundles(timed))
    await pass_time(timed, hours=4)
    await pass_time(timed, hours=-2)
    await pass_time(timed, hours=2)
    assert [user for user, _ in await bundles(timed)].count("UDANA") == 1


async def test_who_is_away_for_long_is_passed_over_and_named(timed: House) -> None:
    await timed.engine.habits.keep(timed.click(ALEX), None, date(2026, 12, 7))
    card = await timed.card(proposal("reminds"))
    await pass_time(timed, minutes=30)
    assert (await timed.handoff(card.id)).held
    assert await told(timed, "rung") == []


async def test_new_hours_let_out_what_was_kept_back(timed: House) -> None:
    await timed.card(proposal("reminds"))
    await pass_time(timed, minutes=20)
    await timed.engine.habits.keep(timed.click(DANA), Week.parse("Mon-Fri 05:00-12:00"), None)
    await timed.settle()
    assert await bundles(timed) == [("UDANA", 1)]


@pytest.mark.parametrize(
    "back_on", [date(2026, 11, 23), date(2020, 1, 1), date(2026, 11, 24) + timedelta(FARTHEST_DAYS)]
)
async def test_a_day_back_must_be_ahead(timed: House, back_on: date) -> None:
    with pytest.raises(BadInput) as refused:
        await timed.engine.habits.keep(timed.click(MARIA), OFFICE, back_on)
    assert list(refused.value.fields) == ["own.back_on"]
    assert (await timed.engine.habits.of(MARIA)).own.week is None


# Give to someone -----------------------------------------------------------------------------------------------------


async def test_a_case_is_given_to_somebody_who_is_told_and_others_may_still_decide(timed: House) -> None:
    card = await timed.card(proposal("reminds"))
    people = await timed.engine.giving.people(WEI, card.id)
    assert [(each.name, bool(each.why_not)) for each in people] == [("Maria", False), ("Dana", True)]
    await timed.engine.giving.give(timed.click(WEI), card.id, "UMARIA")
    assert (await timed.handoff(card.id)).given == "UMARIA"
    assert await told(timed, "given") == [["UMARIA"]]
    assert await timed.rows("SELECT actor, json_extract(data, '$.to') FROM audit WHERE kind = 'handoff_given'") == [
        ("T1/UWEI", "UMARIA")
    ]
    assert await timed.decide(await timed.handoff(card.id), DANA) == "decided"


async def test_whom_it_was_given_to_is_reminded_alone_and_the_next_rung_takes_it_from_them(timed: House) -> None:
    card = await timed.card(proposal("late_one"))
    await timed.engine.giving.give(timed.click(WEI), card.id, "UMARIA")
    await pass_time(timed, minutes=10)
    assert [each[0] for each in await asked(timed, card) if each[1] == "remind"] == ["MARIA"]
    await pass_time(timed, minutes=10)
    found = await timed.handoff(card.id)
    assert (found.given, found.rung) == ("", 1)


async def test_who_sleeps_is_told_in_their_morning(timed: House) -> None:
    card = await timed.card(proposal("patient"))
    await timed.engine.giving.give(timed.click(MARIA), card.id, "UDANA")
    assert await told(timed, "given") == [[]]
    await pass_time(timed, hours=4)
    assert await bundles(timed) == [("UDANA", 1)]


@pytest.mark.parametrize(("who", "why"), [(JONAS, "own_request"), (OLGA, "not_approver"), (GUEST, "guest")])
async def test_only_who_may_decide_may_give(timed: House, who: Who, why: str) -> None:
    card = await timed.card(proposal("reminds"))
    click = timed.click(who)
    assert await timed.engine.giving.refuse(click, card.id)
    assert await timed.told(click) == why
    again = timed.click(who)
    await timed.engine.giving.give(again, card.id, "UMARIA")
    assert (await timed.told(again), (await timed.handoff(card.id)).given) == (why, "")


@pytest.mark.parametrize("user", ["UJONAS", "UOLGA", "UGONE", "UROBOT", "UMARIA", "UNOBODY"])
async def test_it_is_given_only_to_others_who_may_decide(timed: House, user: str) -> None:
    card = await timed.card(proposal("reminds"))
    with pytest.raises(BadInput, match="cannot be given"):
        await timed.engine.giving.give(timed.click(MARIA), card.id, user)
    assert (await timed.handoff(card.id)).given == ""


async def test_nothing_is_given_that_is_decided(timed: House) -> None:
    card = await timed.card(proposal("reminds"))
    await timed.decide(card, DANA)
    click = timed.click(MARIA)
    assert await timed.engine.giving.refuse(click, card.id)
    assert await timed.told(click) == "late"
    with pytest.raises(BadInput, match="cannot be given"):
        await timed.engine.giving.give(timed.click(MARIA), card.id, "UWEI")


async def test_the_same_window_sent_twice_gives_once(timed: House) -> None:
    card = await timed.card(proposal("reminds"))
    for _ in range(2):
        await timed.engine.giving.give(timed.click(MARIA, "view:1"), card.id, "UWEI")
    assert len(await told(timed, "given")) == 1


# Remind me later -----------------------------------------------------------------------------------------------------


async def test_the_moments_are_of_ones_own_day(timed: House) -> None:
    def local(found: dict[str, datetime]) -> dict[str, str]:
        return {key: f"{at:%a %H:%M}" for key, at in found.items()}

    moments = timed.engine.giving.moments
    assert local(await moments(MARIA)) == {"hour": "Mon 11:00", "afternoon": "Mon 14:00", "morning": "Tue 09:00"}
    assert local(await moments(WEI)) == {"hour": "Mon 19:00", "morning": "Tue 09:00"}
    timed.clock.advance(days=4)
    assert local(await moments(MARIA))["morning"] == "Mon 09:00"


async def test_a_private_reminder_comes_back_once_to_its_person_alone(timed: House) -> None:
    card = await timed.card(proposal("patient"))
    click = timed.click(OLGA)
    await timed.engine.giving.remind(click, card.id, "hour")
    assert await timed.told(click) == "later"
    await pass_time(timed, minutes=59)
    assert await bundles(timed) == []
    await pass_time(timed, minutes=1)
    assert await bundles(timed) == [("UOLGA", 1)]
    await pass_time(timed, days=3)
    assert await bundles(timed) == [("UOLGA", 1)]


async def test_nobody_is_reminded_of_what_is_decided(timed: House) -> None:
    card = await timed.card(proposal("patient"))
    await timed.engine.giving.remind(timed.click(MARIA), card.id, "hour")
    await timed.decide(card, DANA)
    await pass_time(timed, hours=2)
    assert await bundles(timed) == []
    with pytest.raises(BadInput) as refused:
        await timed.engine.giving.remind(timed.click(MARIA), card.id, "hour")
    assert "decided meanwhile" in refused.value.fields["later"]


async def test_a_moment_that_has_passed_is_not_taken(timed: House) -> None:
    card = await timed.card(proposal("patient"))
    timed.clock.advance(hours=6)
    with pytest.raises(BadInput, match="No such moment"):
        await timed.engine.giving.remind(timed.click(MARIA), card.id, "afternoon")


# The card ------------------------------------------------------------------------------------------------------------


async def rung_by(house: House, card: Handoff) -> tuple[str, ...]:
    story = await house.engine.outbox.story(card.id)
    assert story is not None
    return story.first_approvers


async def test_a_card_rings_only_those_at_work_unless_the_risk_says_now(timed: House) -> None:
    assert await rung_by(timed, await timed.card(proposal("reminds"))) == ("UMARIA",)
    assert await rung_by(timed, await timed.card(proposal("now"))) == ("SLEADS",)
    timed.clock.advance(hours=4)
    late = await timed.card(proposal("patient"))
    assert await rung_by(timed, late) == ("UDANA", "UMARIA")
    await timed.engine.giving.give(timed.click(MARIA), late.id, "UWEI")
    assert await rung_by(timed, late) == ("UWEI",)


async def test_a_card_that_nobody_else_decides_rings_not_the_one_who_asked(
    build: Callable[..., House], tmp_path: Path
) -> None:
    """Whoever is on call asks, at night."""
    text = workflow_text({"own": ("keyless", {"deadline": "30m", "escalate": "[UOLGA]"})})
    house = build(folder=write_folder(tmp_path / "flows", text.replace('approvers: ["@leads"]', "approvers: [UWEI]")))
    keep_hours(house)
    house.clock.advance(hours=4)
    house.agent.moves[:0] = [proposal("own")]
    card = await house.open_of(await house.ask(who=WEI))
    assert await rung_by(house, card) == ()


async def test_without_hours_the_whole_group_is_rung(build: Callable[..., House]) -> None:
    house = build()
    card = await house.card(proposal("ladder"))
    assert await rung_by(house, card) == ("SLEADS",)
    await house.engine.habits.keep(house.click(WEI), OFFICE, date(2026, 11, 26))
    assert "SLEADS" not in await rung_by(house, card)


# A new stage ---------------------------------------------------------------------------------------------------------


async def test_another_stage_asks_its_rungs_anew(build: Callable[..., House], tmp_path: Path) -> None:
    stages = '[{approvers: ["@leads"]}, {approvers: [UELSE]}]'
    text = workflow_text({"staged": ("keyless", {"deadline": "30m", "stages": stages, "escalate": "[UOLGA]"})})
    house = build(folder=write_folder(tmp_path / "flows", text.replace('    approvers: ["@leads"]\n', "")))
    card = await house.card(proposal("staged"))
    await pass_time(house, minutes=30)
    await house.decide(await house.handoff(card.id), MARIA)
    await pass_time(house, minutes=30)
    found = await house.handoff(card.id)
    assert (found.stage, found.rung) == (2, 1)
    assert await told(house, "rung") == [["UOLGA"], ["UOLGA"]]


async def test_time_alone_never_acts(timed: House, outside: Outside) -> None:
    for step in TIMED:
        await timed.card(proposal(step))
    for _ in range(40):
        await pass_time(timed, hours=2)
    assert outside.calls == []
    assert await timed.rows("SELECT count(*) FROM decision") == [(0,)]
