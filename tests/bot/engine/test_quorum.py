"""Several people must agree, each with the right to, on the newest revision; and edits, told at their fields."""

from dataclasses import replace

import pytest

from bot.errors import BadInput
from bot.people import Group
from bot.workflows import Rung
from storage.models import Handoff, Who
from tests.bot.engine.house import DANA, JONAS, MARIA, PEOPLE, WEI, House, proposal
from tests.bot.engine.outside import Lost, Outside

CHEAPER = {"order_id": "1042", "amount": "44.95"}


def without(who: Who) -> dict[str, Group]:
    group = PEOPLE.groups["SLEADS"]
    return {"SLEADS": replace(group, users=group.users - {who.user})}


# Quorum


async def test_two_must_approve_where_the_step_says_so(house: House, outside: Outside) -> None:
    card = await house.card(proposal("two"))
    assert await house.decide(card, MARIA) == "counted"
    await house.settle()
    assert outside.calls == []
    assert await house.decide(card, DANA) == "decided"
    await house.settle()
    assert [call.decided_by for call in outside.calls] == [("UMARIA", "UDANA")]


async def test_one_person_is_not_two(house: House, outside: Outside) -> None:
    card = await house.card(proposal("two"))
    assert await house.decide(card, MARIA) == "counted"
    for verdict in ("approve", "reject", "take_over"):
        assert await house.decide(card, MARIA, verdict) == "decided_before"
    await house.settle()
    assert outside.calls == []


async def test_one_reject_ends_it(house: House, outside: Outside) -> None:
    card = await house.card(proposal("two"))
    await house.decide(card, MARIA)
    assert await house.decide(card, DANA, "reject") == "decided"
    assert await house.decide(card, WEI) == "late"
    await house.settle()
    assert outside.calls == []


async def test_the_approval_of_somebody_who_lost_the_right_does_not_count(house: House, outside: Outside) -> None:
    card = await house.card(proposal("two"))
    await house.decide(card, MARIA)
    house.world.people = replace(PEOPLE, groups=without(MARIA))
    assert await house.decide(card, DANA) == "counted"
    await house.settle()
    assert outside.calls == []
    assert await house.decide(card, WEI) == "decided"
    await house.settle()
    assert len(outside.happened) == 1


async def test_a_rung_that_was_never_reached_keeps_nobodys_approval(house: House, outside: Outside) -> None:
    flow = house.world.shelf.workflows["refunds"]
    ladder = replace(flow.steps["two"], escalate=(Rung("@heads"), Rung("UMARIA")), deadline_seconds=600.0)
    house.world.shelf.workflows["refunds"] = replace(flow, steps={**flow.steps, "two": ladder})
    card = await house.card(proposal("two"))
    await house.decide(card, MARIA)
    house.world.people = replace(PEOPLE, groups={**PEOPLE.groups, **without(MARIA)})
    assert await house.decide(card, DANA) == "counted", "Maria is of the second rung, and nobody was late"
    await house.settle()
    assert outside.calls == []
    assert await house.decide(card, WEI) == "decided"


async def test_an_approval_counts_again_once_its_rung_is_reached(house: House) -> None:
    flow = house.world.shelf.workflows["refunds"]
    ladder = replace(flow.steps["two"], escalate=(Rung("UMARIA"),), deadline_seconds=600.0)
    house.world.shelf.workflows["refunds"] = replace(flow, steps={**flow.steps, "two": ladder})
    card = await house.card(proposal("two"))
    await house.decide(card, MARIA)
    house.world.people = replace(PEOPLE, groups={**PEOPLE.groups, **without(MARIA)})
    house.clock.advance(minutes=11)
    await house.settle()
    assert (await house.handoff(card.id)).rung == 1
    assert await house.decide(card, DANA) == "decided"


async def test_an_approver_who_left_the_company_does_not_count(house: House) -> None:
    card = await house.card(proposal("two"))
    await house.decide(card, MARIA)
    gone = replace(PEOPLE.members["UMARIA"], deleted=True)
    house.world.people = replace(PEOPLE, members={**PEOPLE.members, "UMARIA": gone})
    assert await house.decide(card, DANA) == "counted"


async def test_an_edit_at_quorum_two_asks_the_others_again(house: House, outside: Outside) -> None:
    card = await house.card(proposal("two"))
    assert await house.decide(card, MARIA) == "counted"
    assert await house.decide(card, DANA, "edit", args=CHEAPER) == "counted"
    newer = await house.handoff(card.id)
    assert (newer.revision, newer.state, newer.args["amount"]) == (2, "waiting", "44.95")
    await house.settle()
    assert outside.calls == []
    assert await house.decide(card, WEI) == "changed"
    assert await house.decide(newer, DANA) == "decided_before"
    assert await house.decide(newer, MARIA) == "decided"
    await house.settle()
    assert [(key, args["amount"]) for key, args in outside.happened] == [(f"H-{card.id}-2", "44.95")]


async def test_two_edits_at_quorum_two_count_for_the_newest_alone(house: House, outside: Outside) -> None:
    card = await house.card(proposal("two"))
    await house.decide(card, MARIA, "edit", args=CHEAPER)
    second = await house.handoff(card.id)
    assert await house.decide(second, DANA, "edit", args={**CHEAPER, "amount": "40.00"}) == "counted"
    third = await house.handoff(card.id)
    assert await house.decide(third, MARIA) == "decided"
    await house.settle()
    assert [args["amount"] for _, args in outside.happened] == ["40.00"]
    assert outside.calls[0].key == f"H-{card.id}-3"


async def test_an_approval_of_before_the_agent_looked_again_does_not_count(house: House, outside: Outside) -> None:
    card = await house.card(proposal("two"), proposal("two"))
    await house.decide(card, MARIA)
    await house.engine.requests.heard(house.click(JONAS, "note:1"), card.request_id, "it came half")
    await house.settle()
    newer = await house.handoff(card.id)
    assert await house.decide(newer, DANA) == "counted"
    await house.settle()
    assert outside.calls == []
    assert await house.decide(newer, MARIA) == "decided"


# Edits


async def edit_fails(house: House, card: Handoff, **args: str) -> dict[str, str]:
    """An edit that is not taken; what stands at its fields."""
    with pytest.raises(BadInput) as caught:
        await house.decide(card, MARIA, "edit", args={**CHEAPER, **args})
    assert await house.decisions(card.id) == ()
    assert (await house.handoff(card.id)).revision == 1
    return caught.value.fields


async def test_values_that_do_not_fit_are_told_at_their_fields(house: House) -> None:
    card = await house.card()
    fields = await edit_fails(house, card, amount="minus", order_id="x", kind="food")
    assert set(fields) == {"amount", "order_id", "kind"}
    assert all(text.endswith(".") for text in fields.values())


async def test_an_edit_over_the_limit_is_told_at_its_field(house: House) -> None:
    card = await house.card(proposal("limited"))
    assert await edit_fails(house, card, amount="500.01") == {"amount": "At most EUR 500."}
    assert await house.decide(card, MARIA, "edit", args={**CHEAPER, "amount": "500"}) == "decided"


async def test_a_proposal_over_the_limit_always_asks_and_says_so(house: House) -> None:
    card = await house.card(proposal("limited", amount="501"))
    assert card.reasons[0] == "Over EUR 500."


async def test_an_edit_of_nothing_is_told(house: House) -> None:
    card = await house.card()
    fields = await edit_fails(house, card, amount="49.90")
    assert fields == {"order_id": "Nothing is changed. Cancel, then press Approve."}


async def test_the_tools_own_check_is_told_at_its_field(house: House, outside: Outside) -> None:
    outside.checked = {"amount": "More than was paid (EUR 40.00)."}
    card = await house.card(proposal("checked"))
    assert await edit_fails(house, card) == outside.checked
    outside.checked = {}
    assert await house.decide(card, MARIA, "edit", args=CHEAPER) == "decided"


async def test_a_check_that_fails_takes_no_edit(house: House, outside: Outside) -> None:
    outside.checked = Lost()
    card = await house.card(proposal("checked"))
    fields = await edit_fails(house, card)
    assert "Could not be checked just now" in fields["order_id"]


async def test_after_a_wrong_edit_the_same_window_may_be_sent_again(house: House, outside: Outside) -> None:
    card = await house.card()
    with pytest.raises(BadInput):
        await house.decide(card, MARIA, "edit", key="view:1", args={**CHEAPER, "amount": "x"})
    assert await house.decide(card, MARIA, "edit", key="view:1", args=CHEAPER) == "decided"


async def test_an_edit_of_a_closed_or_newer_card_is_late_or_stale(house: House) -> None:
    card = await house.card(proposal("two"))
    await house.decide(card, MARIA, "edit", args=CHEAPER)
    assert await house.decide(card, DANA, "edit", args={**CHEAPER, "amount": "1.00"}) == "changed"
    await house.decide(await house.handoff(card.id), DANA, "reject")
    assert await house.decide(card, WEI, "edit", args=CHEAPER) == "late"
