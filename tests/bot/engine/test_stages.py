"""Stages, one after the other, each with people of its own; and rules, which raise what a case asks for."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.engine import stories
from bot.people import Group
from storage.models import Handoff, Who
from tests.bot.engine import earning
from tests.bot.engine.house import (
    ALEX,
    DANA,
    ELSE,
    JONAS,
    MARIA,
    OLGA,
    PEOPLE,
    WEI,
    House,
    proposal,
    write_folder,
)
from tests.bot.engine.outside import Outside

STEPS = """
workflow: refunds
channel: "#refunds"
reads: [tools:find_order]
steps:
  two:
    title: Refund an order
    tool: tools:keyless
    stages:
      - {approvers: ["@leads"]}
      - {approvers: ["role:compliance"]}
    deadline: 10m
    escalate: ["@heads"]
  watched:
    title: Refund an order
    tool: tools:keyless
    approvers: ["@leads"]
    escalate: ["@heads"]
    rules: [{when: {amount: {over: 100}}, stages: [{approvers: [UALEX, UOLGA]}]}]
  three:
    title: Refund an order
    tool: tools:keyless
    stages:
      - {approvers: ["@leads"], quorum: 2}
      - {approvers: ["role:compliance"]}
      - {approvers: ["@heads"]}
  tight:
    title: Refund an order
    tool: tools:keyless
    stages:
      - {approvers: [UMARIA, UDANA]}
      - {approvers: [UDANA]}
  own:
    title: Refund an order
    tool: tools:keyless
    self_approval: true
    stages: [{approvers: ["@leads"]}, {approvers: ["role:compliance"]}]
  ruled:
    title: Refund an order
    tool: tools:reversible
    approvers: ["@leads"]
    once: [order_id]
    rules:
      - {when: {amount: {over: 100}}, quorum: 2}
      - {when: {amount: {over: 500}}, risk: critical, stages: [{approvers: ["role:compliance"]}]}
      - {when: {kind: {is: Shipping}}, risk: high}
"""
TEAM = 'roles: {compliance: ["@olga", UDANA]}\n'


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose steps have stages and rules."""
    folder = write_folder(tmp_path_factory.mktemp("staged"), STEPS)
    (folder / "team.yml").write_text(TEAM, encoding="utf-8")
    return folder


@pytest.fixture
async def house(build: Callable[..., House], staged: Path) -> House:
    """A house of that folder."""
    return build(folder=staged)


async def stage(house: House, card: Handoff) -> int:
    return (await house.handoff(card.id)).stage


async def events(house: House, kind: str) -> list[Any]:
    return [row[0] for row in await house.rows("SELECT json_extract(data, '$.next') FROM audit WHERE kind = ?", kind)]


async def lose(house: House, who: Who, group: str = "SLEADS") -> None:
    """This person is taken out of the group."""
    old = PEOPLE.groups[group]
    groups = {**PEOPLE.groups, group: replace(old, users=old.users - {who.user})}
    house.world.people = replace(PEOPLE, groups=groups)


# One after the other


async def test_each_stage_asks_its_own_people_in_order(house: House, outside: Outside) -> None:
    card = await house.card(proposal("two"))
    assert await house.decide(card, OLGA) == "not_approver"  # it is not her turn
    assert await house.decide(card, MARIA) == "counted"
    assert await stage(house, card) == 2
    assert await house.decide(card, WEI) == "not_approver"  # his turn is over
    assert await house.decide(card, OLGA) == "decided"
    await house.settle()
    assert [call.decided_by for call in outside.calls] == [("UMARIA", "UOLGA")]
    assert await events(house, "stage_passed") == [2]
    assert [each.stage for each in await house.decisions(card.id)] == [1, 2]


async def test_three_stages_with_a_quorum_in_the_first(house: House, outside: Outside) -> None:
    card = await house.card(proposal("three"))
    reached = []
    for who in (MARIA, WEI, OLGA):
        assert await house.decide(card, who) == "counted"
        reached.append(await stage(house, card))
    assert reached == [1, 2, 3]
    assert await house.decide(card, ALEX) == "decided"
    await house.settle()
    assert len(outside.calls) == 1


@pytest.mark.parametrize("before", [(), (MARIA,), (MARIA, WEI, OLGA)], ids=["first", "within", "last"])
async def test_one_reject_ends_it_in_any_stage(house: House, outside: Outside, before: tuple[Who, ...]) -> None:
    card = await house.card(proposal("three"))
    for who in before:
        await house.decide(card, who)
    veto = {0: MARIA, 1: WEI, 3: ALEX}[len(before)]
    assert await house.decide(card, veto, "reject") == "decided"
    await house.settle()
    assert (await house.handoff(card.id)).state == "rejected"
    assert outside.calls == []


async def test_nobody_decides_in_two_stages(house: House, outside: Outside) -> None:
    card = await house.card(proposal("two"))
    assert await house.decide(card, DANA) == "counted"  # a lead, and of compliance
    assert await house.decide(card, DANA) == "decided_before"
    assert await house.decide(card, DANA, "reject") == "decided_before"
    assert await house.decide(card, OLGA) == "decided"


async def test_a_press_on_the_card_of_a_stage_counts_in_no_other(house: House, outside: Outside) -> None:
    card = await house.card(proposal("two"))
    assert await house.decide(card, MARIA, stage=1) == "counted"
    assert await house.decide(card, DANA, stage=1) == "changed", "who decides both stages saw the first one"
    assert (await stage(house, card), outside.calls) == (2, [])
    assert await house.decide(card, DANA, stage=2) == "decided"


async def test_who_alone_can_decide_later_does_not_decide_now(house: House, outside: Outside) -> None:
    card = await house.card(proposal("tight"))
    assert await house.decide(card, DANA) == "needed_later"
    assert await house.decide(card, MARIA) == "counted"
    assert await house.decide(card, DANA) == "decided"
    await house.settle()
    assert len(outside.calls) == 1


async def test_whoever_asked_decides_in_no_stage(house: House) -> None:
    house.agent.moves[:0] = [proposal("two")]
    card = await house.open_of(await house.ask(who=DANA))
    assert await house.decide(card, DANA) == "own_request"
    await house.decide(card, MARIA)
    assert await house.decide(card, DANA) == "own_request"
    assert await house.decide(card, OLGA) == "decided"


async def test_an_own_request_is_marked_where_it_may_be_approved(house: House) -> None:
    house.agent.moves[:0] = [proposal("own")]
    card = await house.open_of(await house.ask(who=DANA))
    await house.decide(card, DANA)
    await house.decide(card, OLGA)
    assert [each.by_requester for each in await house.decisions(card.id)] == [True, False]


# An edit


async def test_an_edit_between_the_stages_asks_again_from_the_first(house: House, outside: Outside) -> None:
    card = await house.card(proposal("two"))
    await house.decide(card, MARIA)
    cheaper = {"order_id": "1042", "amount": "44.95"}
    assert await house.decide(card, OLGA, "edit", args=cheaper) == "counted"
    again = await house.handoff(card.id)
    assert (again.stage, again.revision) == (1, 2)
    assert await house.decide(again, OLGA) == "not_approver"
    assert await house.decide(again, WEI) == "decided"  # Olga agreed to these values when she typed them
    await house.settle()
    assert [call.decided_by for call in outside.calls] == [("UOLGA", "UWEI")]
    effect = await house.effect(f"H-{card.id}-2")
    assert effect is not None
    assert effect.args["amount"] == "44.95"


async def test_who_may_decide_the_first_stage_counts_there_with_an_edit(house: House) -> None:
    card = await house.card(proposal("two"))
    await house.decide(card, MARIA)
    await house.decide(card, DANA, "edit", args={"order_id": "1042", "amount": "44.95"})
    again = await house.handoff(card.id)
    assert (again.stage, again.revision) == (2, 2)
    assert await house.decide(again, DANA) == "decided_before"
    assert await house.decide(again, OLGA) == "decided"


async def test_an_edit_that_ends_a_stage_gives_its_people_no_other(house: House, outside: Outside) -> None:
    card = await house.card(proposal("watched", amount="400"))
    assert await house.decide(card, MARIA) == "counted"
    cheap = {"order_id": "1042", "amount": "90"}  # nothing under 100 asks for the stage that Alex decides
    assert await house.decide(card, ALEX, "edit", args=cheap) == "only_changed"
    told = await house.read(lambda db: stories.story(db, house.world, card.id))
    assert (told.rounds, [each.person for each in told.lapsed]) == ((), [ALEX])
    await house.settle()
    assert outside.calls == []  # nobody was late, so his rung gives him no right yet
    again = await house.handoff(card.id)
    assert (again.stage, again.revision, again.rung) == (1, 2, 0)
    assert await house.decide(again, ALEX) == "not_approver"
    assert await house.decide(again, MARIA) == "decided"


async def test_edited_values_may_need_more(house: House, outside: Outside) -> None:
    card = await house.card(proposal("ruled"))
    dear = {"order_id": "1042", "amount": "640"}
    assert await house.decide(card, MARIA, "edit", args=dear) == "counted"
    again = await house.handoff(card.id)
    assert again.reasons[0] == "Over EUR 100."
    assert await house.decide(again, WEI) == "counted"
    assert await stage(house, card) == 2
    assert await house.decide(again, OLGA) == "decided"
    await house.settle()
    assert len(outside.calls) == 1


async def test_edited_values_may_need_less(house: House, outside: Outside) -> None:
    card = await house.card(proposal("ruled", amount="640"))
    assert card.reasons[:2] == ("Over EUR 100.", "Over EUR 500.")
    await house.decide(card, MARIA, "edit", args={"order_id": "1042", "amount": "40"})
    await house.settle()
    assert len(outside.calls) == 1
    reasons = (await house.handoff(card.id)).reasons
    assert not [each for each in reasons if "Over EUR" in each or "critical" in each]


# People who come and go


async def test_an_approval_of_somebody_who_left_does_not_count_at_the_end(house: House, outside: Outside) -> None:
    card = await house.card(proposal("two"))
    await house.decide(card, MARIA)
    await lose(house, MARIA)
    assert await house.decide(card, OLGA) == "counted"
    assert await stage(house, card) == 1
    assert await events(house, "stage_again") == [1]
    assert await house.decide(card, WEI) == "decided"
    await house.settle()
    assert len(outside.calls) == 1


async def test_somebody_new_in_the_group_decides_at_once(house: House) -> None:
    card = await house.card(proposal("two"))
    leads = PEOPLE.groups["SLEADS"]
    assert await house.decide(card, ELSE) == "not_approver"
    more = Group(leads.id, leads.handle, leads.name, leads.users | {ELSE.user})
    house.world.people = replace(PEOPLE, groups={**PEOPLE.groups, leads.id: more})
    assert await house.decide(card, ELSE) == "counted"


# Time


async def test_each_stage_has_its_own_deadline_and_ladder(house: House) -> None:
    card = await house.card(proposal("two"))
    house.clock.advance(minutes=11)
    await house.settle()
    assert (await house.handoff(card.id)).rung == 1
    assert await house.decide(card, MARIA) == "counted"
    assert await house.decide(card, ALEX) == "not_approver"  # compliance is not late yet
    after = await house.handoff(card.id)
    assert (after.stage, after.rung, after.held) == (2, 0, False)
    assert after.deadline_at is not None
    assert (after.deadline_at - house.clock.now).total_seconds() == 600
    house.clock.advance(minutes=11)
    await house.settle()
    assert (await house.handoff(card.id)).rung == 1
    assert await house.said("rung") == 2
    assert await house.decide(card, ALEX) == "decided"


async def test_a_rung_decides_in_the_stage_that_is_late_and_in_no_other(house: House, outside: Outside) -> None:
    card = await house.card(proposal("two"))
    house.clock.advance(minutes=11)
    await house.settle()
    assert await house.decide(card, ALEX) == "counted"
    house.clock.advance(minutes=11)
    await house.settle()
    assert await house.decide(card, ALEX) == "decided_before"
    assert await house.decide(card, OLGA) == "decided"  # and what Alex decided as a rung still counts
    await house.settle()
    assert len(outside.calls) == 1


async def test_whom_only_a_rule_names_is_given_cases_and_has_a_digest(
    build: Callable[..., House], tmp_path: Path
) -> None:
    text = STEPS[: STEPS.index("  two:")] + STEPS[STEPS.index("  watched:") : STEPS.index("  three:")]
    house = build(folder=write_folder(tmp_path / "ruled", text.replace("UALEX, UOLGA", "UELSE, UOLGA")))
    await house.engine.digests.claim()
    card = await house.card(proposal("watched", amount="400"))
    await house.decide(card, MARIA)
    await house.engine.giving.give(house.click(OLGA), card.id, ELSE.user)
    assert (await house.handoff(card.id)).given == ELSE.user
    house.clock.advance(hours=23.5)
    await house.engine.digests.claim()
    told = await house.rows("SELECT json_extract(payload, '$.user') FROM outbox WHERE kind = 'own' ORDER BY 1")
    assert {user for (user,) in told} >= {ELSE.user, OLGA.user}


async def test_the_next_people_are_told_once(house: House) -> None:
    card = await house.card(proposal("three"))
    for who in (MARIA, WEI):
        await house.decide(card, who)
    assert await house.said("stage") == 1
    ((told,),) = await house.rows("SELECT payload FROM outbox WHERE key LIKE 'thread:%:stage:%'")
    assert '"who":"compliance"' in told.replace(" ", "")


async def test_a_changed_request_asks_again_from_the_first_stage(house: House) -> None:
    card = await house.card(proposal("two"))
    await house.decide(card, MARIA)
    house.agent.moves[:0] = [proposal("two", amount="30")]
    request = await house.request(card.request_id)
    await house.engine.heard(house.click(JONAS, "note:1"), request, "only 30")
    await house.settle()
    again = await house.handoff(card.id)
    assert (again.revision, again.stage) == (2, 1)
    assert await house.decide(again, OLGA) == "not_approver"
    assert await house.decide(again, MARIA) == "counted"


# Rules


@pytest.mark.parametrize(
    ("amount", "kind", "risk", "asks"),
    [
        ("49.90", "goods", "normal", [("@leads", 1)]),
        ("100", "goods", "normal", [("@leads", 1)]),
        ("100.01", "goods", "normal", [("@leads", 2)]),
        ("500.01", "goods", "critical", [("@leads", 2), ("role:compliance", 1)]),
        ("49.90", "shipping", "high", [("@leads", 1)]),
    ],
)
def test_what_a_value_asks_for(house: House, amount: str, kind: str, risk: str, asks: list[Any]) -> None:
    step = house.world.shelf.workflows["refunds"].steps["ruled"]
    ruled = step.ruled({"order_id": "1", "amount": amount, "kind": kind})
    assert (ruled.risk, [(each.approvers[0], each.quorum) for each in ruled.stages]) == (risk, asks)
    assert ruled.ruled({"order_id": "1", "amount": "1", "kind": "goods"}) is step


async def test_a_step_that_acts_alone_asks_where_a_rule_holds(house: House, outside: Outside) -> None:
    await earning.earned(house, "ruled")
    ran = len(outside.calls)
    house.agent.moves[:0] = [earning.proposed("ruled", "2000")]
    await house.ask()
    assert len(outside.calls) == ran + 1
    card = await house.card(earning.proposed("ruled", "2001", amount="640"))
    assert card.reasons[0] == "Over EUR 100."
    assert (card.way, len(outside.calls)) == ("never", ran + 1)


async def test_a_rule_that_came_since_holds_back_what_has_not_run(house: House, outside: Outside) -> None:
    await earning.earned(house, "ruled")
    house.agent.moves[:0] = [earning.proposed("ruled", "2000")]
    (alone,) = await house.handoffs(await house.ask())
    earned = house.engine.runs._earned
    assert await house.read(lambda db: earned.stands(db, alone)) == ""
    dear = alone.model_copy(update={"args": {**alone.args, "amount": "101"}})
    assert await house.read(lambda db: earned.stands(db, dear)) == "Over EUR 100."
