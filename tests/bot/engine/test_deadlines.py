"""Deadlines: the next rung, then hold or expire, each once; and never an approval."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.agents import GiveUp, Question
from tests.bot.engine.house import ALEX, DANA, JONAS, MARIA, Clock, House, proposal, workflow_text, write_folder
from tests.bot.engine.outside import Outside


async def pass_time(house: House, **spent: float) -> None:
    house.clock.advance(**spent)
    await house.settle()


async def test_nothing_happens_before_the_deadline(house: House) -> None:
    card = await house.card(proposal("ladder"))
    await pass_time(house, minutes=9, seconds=59)
    assert await house.handoff(card.id) == card


async def test_the_ladder_is_climbed_rung_by_rung_then_held(house: House, outside: Outside) -> None:
    card = await house.card(proposal("ladder"))
    for rung in (1, 2):
        await pass_time(house, minutes=10)
        found = await house.handoff(card.id)
        assert (found.rung, found.held, found.state) == (rung, False, "waiting")
        assert found.deadline_at == house.clock.now + timedelta(minutes=10)
        assert (await house.said("rung"), await house.said("deadline")) == (rung, rung)
    await pass_time(house, minutes=10)
    found = await house.handoff(card.id)
    assert (found.rung, found.held, found.deadline_at, found.state) == (2, True, None, "waiting")
    assert (await house.said("held"), await house.said("deadline")) == (1, 3)
    await pass_time(house, days=30)
    assert (await house.handoff(card.id)).state == "waiting"
    assert (await house.said("held"), await house.said("deadline")) == (1, 3)
    assert outside.calls == []


async def test_what_expires_does_not_run_and_the_agent_hears_that_nobody_answered(
    house: House, outside: Outside
) -> None:
    card = await house.card(proposal("ends"))
    await pass_time(house, minutes=10)
    assert (await house.handoff(card.id)).rung == 1
    await pass_time(house, minutes=10)
    assert (await house.handoff(card.id)).state == "expired"
    assert [each.verdict for each in house.agent.cases[-1].outcomes] == ["expired"]
    assert await house.decide(card, MARIA) == "late"
    await pass_time(house, days=1)
    assert outside.calls == []
    assert await house.decisions(card.id) == ()


@pytest.mark.parametrize("step", ["keyless", "ladder", "ends", "own", "two", "undoable", "once", "limited"])
async def test_no_deadline_ever_approves(house: House, outside: Outside, step: str) -> None:
    card = await house.card(proposal(step))
    for _ in range(6):
        await pass_time(house, minutes=30)
    assert (await house.handoff(card.id)).state in {"waiting", "expired"}
    assert outside.calls == []
    assert await house.rows("SELECT count(*) FROM decision") == [(0,)]


async def test_without_a_deadline_it_waits_for_ever(house: House) -> None:
    card = await house.card(proposal("patient"))
    await pass_time(house, days=365)
    assert (await house.handoff(card.id)) == card
    assert card.deadline_at is None


async def test_a_question_that_nobody_answers_ends_and_the_agent_goes_on(house: House) -> None:
    card = await house.card(Question("Which order?", ()), GiveUp("nobody says which"))
    await pass_time(house, minutes=10)
    assert (await house.handoff(card.id)).state == "expired"
    assert (await house.open_of(card.request_id)).kind == "case"


async def test_a_case_is_held(house: House) -> None:
    card = await house.card(GiveUp("hard"))
    await pass_time(house, minutes=10)
    found = await house.handoff(card.id)
    assert (found.state, found.held) == ("waiting", True)


async def test_a_doubt_never_expires(house: House, outside: Outside) -> None:
    outside.plan = ["lost_after"]
    card = await house.card(proposal("ends"))
    await house.decide(card)
    await house.settle()
    doubt = await house.open_of(card.request_id)
    for _ in range(5):
        await pass_time(house, minutes=10)
    found = await house.handoff(doubt.id)
    assert (found.state, found.held, found.rung) == ("waiting", True, 1)


async def test_a_decision_ends_the_clock(house: House) -> None:
    card = await house.card(proposal("ladder"))
    await house.decide(card)
    await house.settle()
    assert await house.due() == []
    await pass_time(house, hours=5)
    assert await house.said("deadline") == 0


async def test_an_approval_of_one_of_two_does_not_stop_the_clock(house: House) -> None:
    card = await house.card(proposal("two"))
    await house.decide(card)
    await pass_time(house, minutes=30)
    assert (await house.handoff(card.id)).held


async def test_a_new_look_keeps_rung_and_deadline(house: House) -> None:
    card = await house.card(proposal("ladder"), proposal("ladder", amount="5.00"))
    await pass_time(house, minutes=10)
    before = await house.handoff(card.id)
    await house.engine.requests.heard(house.click(JONAS, "note:1"), card.request_id, "only 5")
    await house.settle()
    after = await house.handoff(card.id)
    assert (after.revision, after.rung, after.deadline_at) == (2, 1, before.deadline_at)
    assert await house.decide(after, ALEX) == "decided"


async def test_after_long_downtime_one_rung_is_climbed_not_all(house: House) -> None:
    card = await house.card(proposal("ladder"))
    house.clock.advance(days=3)
    await house.restart()
    found = await house.handoff(card.id)
    assert (found.rung, found.held) == (1, False)
    assert await house.said("rung") == 1


async def test_a_restart_at_the_deadline_climbs_once(house: House) -> None:
    card = await house.card(proposal("ladder"))
    house.clock.advance(minutes=10)
    for _ in range(3):
        await house.restart()
    assert (await house.handoff(card.id)).rung == 1
    assert await house.said("rung") == 1


async def test_a_deadline_that_is_told_twice_climbs_once(house: House) -> None:
    card = await house.card(proposal("ladder"))
    house.clock.advance(minutes=10)
    for _ in range(3):
        await house.engine.deadlines.passed(card.id)
    await house.settle()
    assert (await house.handoff(card.id)).rung == 1


async def test_a_clock_set_back_delays_and_loses_nothing(house: House) -> None:
    card = await house.card(proposal("ladder"))
    await pass_time(house, hours=-2)
    await pass_time(house, hours=2)
    assert (await house.handoff(card.id)).rung == 0
    await pass_time(house, minutes=10)
    assert (await house.handoff(card.id)).rung == 1


async def test_a_clock_set_back_between_look_and_act_loses_no_deadline(house: House) -> None:
    card = await house.card(proposal("ladder"))
    await house.engine.deadlines.passed(card.id)  # found due by a clock that was ahead
    await pass_time(house, minutes=10)
    assert (await house.handoff(card.id)).rung == 1


async def test_a_deadline_outlives_a_workflow_that_is_gone_for_a_while(house: House) -> None:
    card = await house.card(proposal("ladder"))
    flows = dict(house.world.shelf.workflows)
    house.world.shelf.workflows = {}
    await pass_time(house, minutes=10)
    house.world.shelf.workflows = flows
    await pass_time(house, minutes=5)
    assert (await house.handoff(card.id)).rung == 1


async def test_the_ladder_is_todays(build: Any, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "flows")
    house: House = build(folder=folder)
    card = await house.card(proposal("ladder"))
    text = workflow_text().replace('escalate: ["@heads", UOLGA]', "escalate: []")
    (folder / "refunds" / "workflow.yml").write_text(text, encoding="utf-8")
    await pass_time(house, minutes=10)
    found = await house.handoff(card.id)
    assert (found.rung, found.held) == (0, True)


async def test_many_deadlines_at_once_pass_once_each(house: House) -> None:
    cards = [await house.card(proposal("ladder", order_id=f"10{number}")) for number in range(10, 40)]
    await pass_time(house, minutes=10)
    assert {(await house.handoff(card.id)).rung for card in cards} == {1}
    assert await house.said("rung") == len(cards)


async def test_who_answers_at_the_last_moment_or_too_late_gets_one_outcome(house: House, outside: Outside) -> None:
    first, second = await house.card(proposal("ends")), await house.card(proposal("ends"))
    await pass_time(house, minutes=10)
    house.clock.advance(minutes=10)
    assert await house.decide(first, DANA) == "decided"
    await house.settle()
    assert await house.decide(second, DANA) == "late"
    assert len(outside.happened) == 1


def test_the_clock_of_these_tests_moves_only_when_told() -> None:
    clock = Clock()
    assert clock() == clock()
