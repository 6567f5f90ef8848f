"""Verdicts: one outcome, bound to what was shown; late, stale, replayed and racing clicks; quorum, edit, once, undo."""

import asyncio
from dataclasses import replace

import pytest

from bot.engine import Ballot
from bot.errors import BadInput
from bot.people import Group
from storage import chain
from storage.models import Handoff, Who
from tests.bot.engine.house import ALEX, DANA, ELSE, JONAS, MARIA, PEOPLE, WEI, House, proposal
from tests.bot.engine.outside import Lost, Outside

CHEAPER = {"order_id": "1042", "amount": "44.95"}


def without(who: Who) -> dict[str, Group]:
    group = PEOPLE.groups["SLEADS"]
    return {"SLEADS": replace(group, users=group.users - {who.user})}


async def test_a_decision_keeps_all_that_evidence_needs(house: House) -> None:
    card = await house.card()
    house.clock.advance(minutes=3)
    await house.decide(card, note="fits", words="with pleasure", private=True, proof="click")
    (found,) = await house.decisions(card.id)
    assert (found.person, found.verdict, found.note, found.words, found.private) == (
        MARIA,
        "approve",
        "fits",
        "with pleasure",
        True,
    )
    assert (found.digest_shown, found.digest_run) == (chain.digest(card.args), chain.digest(card.args))
    assert (found.score, found.agent_version, found.proof) == (0.9, "scripted-1", "click")
    assert found.policy_hash == house.world.shelf.workflows["refunds"].hash
    assert found.draw == card.draw
    assert (found.by_requester, found.decided_at) == (False, house.clock.now)


@pytest.mark.parametrize("first", ["approve", "reject", "take_over", "edit"])
@pytest.mark.parametrize("second", ["approve", "reject", "take_over"])
async def test_the_second_person_is_told_it_is_decided(house: House, outside: Outside, first: str, second: str) -> None:
    card = await house.card()
    assert await house.decide(card, MARIA, first, args=CHEAPER if first == "edit" else None) == "decided"
    assert await house.decide(card, DANA, second) == "late"
    await house.settle()
    assert len(outside.happened) == (1 if first in {"approve", "edit"} else 0)
    assert len(await house.decisions(card.id)) == 1


async def test_a_click_on_an_older_card_decides_nothing(house: House, outside: Outside) -> None:
    card = await house.card(proposal(), proposal(amount="12.00"))
    await house.engine.requests.add("note:1", card.request_id, JONAS, "only 12, sorry")
    await house.settle()
    newer = await house.handoff(card.id)
    assert (newer.revision, newer.args["amount"]) == (2, "12.00")
    for verdict in ("approve", "reject", "take_over"):
        assert await house.decide(card, MARIA, verdict) == "changed"
    assert await house.decide(newer, MARIA) == "decided"
    await house.settle()
    assert [args["amount"] for _, args in outside.happened] == ["12.00"]


async def test_nobody_decides_while_the_agent_looks_again(house: House, outside: Outside) -> None:
    card = await house.card(proposal(), "hang")
    await house.engine.requests.add("note:1", card.request_id, JONAS, "wait")
    await house.engine.start_due()
    await house.agent.reached.wait()
    for verdict in ("approve", "reject", "take_over"):
        assert await house.decide(card, MARIA, verdict) == "looking"
    assert await house.decide(card, ELSE) == "not_approver"
    assert outside.calls == []
    house.agent.go_on.set()
    await house.settle()
    assert (await house.handoff(card.id)).state == "withdrawn"


@pytest.mark.parametrize("verdict", ["approve", "reject", "take_over"])
async def test_a_click_delivered_twice_counts_once(house: House, outside: Outside, verdict: str) -> None:
    card = await house.card(proposal("two"))
    assert await house.decide(card, MARIA, verdict, key="k") == await house.decide(card, MARIA, verdict, key="k")
    assert len(await house.decisions(card.id)) == 1
    answers = await house.rows("SELECT count(*) FROM outbox WHERE kind = 'answer'")
    assert answers <= [(1,)]
    await house.settle()
    assert outside.calls == []


async def test_a_refused_click_delivered_twice_is_refused_once(house: House) -> None:
    card = await house.card()
    for _ in range(2):
        await house.decide(card, ELSE, key="k")
    assert await house.rows("SELECT count(*) FROM audit WHERE kind = 'decision_refused'") == [(1,)]


async def test_a_replay_after_a_restart_counts_once(house: House, outside: Outside) -> None:
    card = await house.card()
    await house.decide(card, MARIA, key="k")
    await house.restart()
    await house.decide(card, MARIA, key="k")
    await house.settle()
    assert len(outside.happened) == 1


async def test_an_old_card_still_decides_after_a_restart(house: House, outside: Outside) -> None:
    card = await house.card()
    await house.restart()
    assert await house.decide(card) == "decided"
    await house.settle()
    assert len(outside.happened) == 1


async def test_of_racing_clicks_one_wins_and_all_are_answered(house: House, outside: Outside) -> None:
    card = await house.card()
    people = [MARIA, DANA, WEI] * 8
    verdicts = ["approve", "reject", "take_over", "approve"] * 6
    told = await asyncio.gather(
        *(house.decide(card, who, verdict) for who, verdict in zip(people, verdicts, strict=True))
    )
    await house.settle()
    assert sorted(told) == ["decided"] + ["late"] * 23
    assert len(await house.decisions(card.id)) == 1
    state = (await house.handoff(card.id)).state
    assert len(outside.happened) == (1 if state == "approved" else 0)


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
    await house.engine.requests.add("note:1", card.request_id, JONAS, "it came half")
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


# Once


async def test_of_two_cards_for_one_value_only_one_may_run(house: House, outside: Outside) -> None:
    first, second = await house.card(proposal("once")), await house.card(proposal("once", amount="10.00"))
    other = await house.card(proposal("once", order_id="1044"))
    assert await house.decide(first) == "decided"
    click = house.click(DANA)
    await house.engine.verdicts.decide(click, Ballot(second.id, 1, "approve"))
    answer = await house.answer(click)
    assert (answer["what"], answer["holder"], answer["field"]) == ("once", f"H-{first.id}", "order_id")
    assert await house.decide(other) == "decided"
    await house.settle()
    assert await house.decide(second, DANA) == "once"
    assert [key for key, _ in outside.happened] == [f"H-{first.id}-1", f"H-{other.id}-1"]
    assert await house.decide(second, DANA, "reject") == "decided"


async def test_a_value_is_free_again_after_what_did_not_happen(house: House, outside: Outside) -> None:
    outside.plan = ["refuse"]
    first, second = await house.card(proposal("once")), await house.card(proposal("once"))
    await house.decide(first)
    await house.settle()
    assert await house.decide(second) == "decided"
    await house.settle()
    assert len(outside.happened) == 1


async def test_a_value_is_held_while_it_is_in_doubt_and_by_how_that_ends(house: House, outside: Outside) -> None:
    outside.plan = ["lost_before"]
    first, second = await house.card(proposal("once")), await house.card(proposal("once"))
    await house.decide(first)
    await house.settle()
    assert await house.decide(second) == "once"
    doubt = await house.open_of(first.request_id)
    await house.engine.actions.settle(house.click(DANA), doubt.id, "drop")
    assert await house.decide(second) == "decided"


async def test_an_edit_to_a_value_that_is_held_is_refused(house: House, outside: Outside) -> None:
    first, second = await house.card(proposal("once")), await house.card(proposal("once", order_id="1044"))
    await house.decide(first)
    assert await house.decide(second, DANA, "edit", args=CHEAPER) == "once"
    assert await house.decide(second, DANA) == "decided"


async def test_an_approval_edited_away_does_not_hold_the_first_value(house: House, outside: Outside) -> None:
    first, second = await house.card(proposal("once")), await house.card(proposal("once"))
    await house.decide(first, MARIA, "edit", args={**CHEAPER, "order_id": "1044"})
    assert await house.decide(second) == "decided"
    await house.settle()
    assert sorted(args["order_id"] for _, args in outside.happened) == ["1042", "1044"]


async def test_what_is_taken_back_frees_its_value(house: House, outside: Outside) -> None:
    first, second = await house.card(proposal("once_undo")), await house.card(proposal("once_undo"))
    await house.decide(first)
    assert await house.decide(second) == "once"
    await house.engine.verdicts.undo(house.click(MARIA), first.id)
    assert await house.decide(second) == "undo"
    assert await house.decide(await house.open_of(first.request_id), DANA) == "once"
    house.clock.advance(seconds=5)
    await house.settle()
    assert [key for key, _ in outside.happened] == [f"H-{second.id}-1"]


async def test_where_facts_changed_the_value_is_free_again(house: House, outside: Outside) -> None:
    house.agent.reads = ["1042"]
    first, second = await house.card(proposal("once")), await house.card(proposal("once"))
    outside.orders = {"1042": {"paid": "1.00"}}
    await house.decide(first)
    await house.settle()
    outside.orders = {}
    assert await house.decide(second, DANA) == "decided"
    await house.settle()
    assert [key for key, _ in outside.happened] == [f"H-{second.id}-1"]


async def test_no_value_is_no_value_that_two_could_share(house: House, outside: Outside) -> None:
    for _ in range(2):
        assert await house.decide(await house.card(proposal("once_note"))) == "decided"
    assert await house.decide(await house.card(proposal("once_note", note="a"))) == "decided"
    assert await house.decide(await house.card(proposal("once_note", note="a"))) == "once"


async def test_racing_approvals_for_one_value_run_one(house: House, outside: Outside) -> None:
    cards = [await house.card(proposal("once", amount=str(number))) for number in range(1, 9)]
    told = await asyncio.gather(*(house.decide(card) for card in cards))
    await house.settle()
    assert sorted(told) == ["decided"] + ["once"] * 7
    assert len(outside.happened) == 1


# Undo


async def test_an_approval_waits_and_then_runs(house: House, outside: Outside) -> None:
    card = await house.card(proposal("undoable"))
    assert await house.decide(card) == "undo"
    await house.settle()
    assert outside.calls == []
    house.clock.advance(seconds=5)
    await house.settle()
    assert len(outside.happened) == 1


async def test_what_is_taken_back_in_time_does_not_run_and_is_asked_anew(house: House, outside: Outside) -> None:
    card = await house.card(proposal("undoable"))
    await house.decide(card)
    click = house.click(MARIA)
    await house.engine.verdicts.undo(click, card.id)
    again = await house.open_of(card.request_id)
    assert (await house.answer(click))["again"] == f"H-{again.id}"
    assert (again.kind, again.args, again.args_digest) == ("approval", card.args, card.args_digest)
    house.clock.advance(minutes=5)
    await house.settle()
    assert outside.calls == []
    assert await house.decide(again, MARIA) == "undo"
    house.clock.advance(seconds=5)
    await house.settle()
    assert [key for key, _ in outside.happened] == [f"H-{again.id}-1"]


async def test_the_agent_hears_of_the_second_answer_not_of_what_was_taken_back(house: House) -> None:
    card = await house.card(proposal("undoable"))
    await house.decide(card)
    await house.engine.verdicts.undo(house.click(MARIA), card.id)
    await house.decide(await house.open_of(card.request_id), DANA, "reject", note="no")
    await house.settle()
    assert house.agent.cases[-1].outcomes[-1].verdict == "reject"
    assert not any(each.verdict == "approve" and not each.error for each in house.agent.cases[-1].outcomes)


async def test_too_late_to_take_back(house: House, outside: Outside) -> None:
    card = await house.card(proposal("undoable"))
    await house.decide(card)
    house.clock.advance(seconds=5)
    await house.settle()
    click = house.click(MARIA)
    await house.engine.verdicts.undo(click, card.id)
    assert await house.told(click) == "ran_already"
    assert len(outside.happened) == 1


@pytest.mark.parametrize("who", [JONAS, DANA, ALEX, ELSE])
async def test_only_the_decider_takes_back(house: House, outside: Outside, who: Who) -> None:
    card = await house.card(proposal("undoable"))
    await house.decide(card)
    click = house.click(who)
    await house.engine.verdicts.undo(click, card.id)
    assert await house.told(click) == "not_yours"
    house.clock.advance(seconds=5)
    await house.settle()
    assert len(outside.happened) == 1


async def test_taking_back_twice_asks_anew_once(house: House) -> None:
    card = await house.card(proposal("undoable"))
    await house.decide(card)
    first, second = house.click(MARIA), house.click(MARIA)
    await asyncio.gather(
        house.engine.verdicts.undo(first, card.id),
        house.engine.verdicts.undo(second, card.id),
        house.engine.verdicts.undo(first, card.id),
    )
    assert {await house.told(first), await house.told(second)} == {"undone", "ran_already"}
    assert len(await house.handoffs(card.request_id)) == 2


async def test_a_rejection_cannot_be_taken_back(house: House) -> None:
    card = await house.card(proposal("undoable"))
    assert await house.decide(card, MARIA, "reject") == "decided"
    click = house.click(MARIA)
    await house.engine.verdicts.undo(click, card.id)
    assert await house.told(click) == "ran_already"
    assert (await house.handoff(card.id)).state == "rejected"


async def test_the_wait_outlives_a_restart(house: House, outside: Outside) -> None:
    card = await house.card(proposal("undoable"))
    await house.decide(card)
    await house.restart()
    assert outside.calls == []
    house.clock.advance(seconds=5)
    await house.settle()
    assert len(outside.happened) == 1


async def test_who_takes_over_ends_the_run(house: House, outside: Outside) -> None:
    card = await house.card()
    await house.decide(card, MARIA, "take_over")
    await house.settle()
    assert (await house.run(card.request_id)).state == "taken_over"
    assert outside.calls == []
    assert len(house.agent.cases) == 1
    assert await house.said("taken_over") == 1
