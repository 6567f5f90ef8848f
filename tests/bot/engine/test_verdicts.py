"""Verdicts: one outcome, bound to what was shown; late, stale, replayed and racing clicks."""

import asyncio
from dataclasses import replace

import pytest

from bot.people import Group
from storage import chain
from storage.models import Who
from tests.bot.engine.house import DANA, ELSE, JONAS, MARIA, PEOPLE, WEI, House, proposal
from tests.bot.engine.outside import Outside

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
    await house.engine.requests.heard(house.click(JONAS, "note:1"), card.request_id, "only 12, sorry")
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
    await house.engine.requests.heard(house.click(JONAS, "note:1"), card.request_id, "wait")
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
    card = await house.card(proposal("keyed"))
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


async def test_who_takes_over_ends_the_run(house: House, outside: Outside) -> None:
    card = await house.card()
    await house.decide(card, MARIA, "take_over")
    await house.settle()
    assert (await house.run(card.request_id)).state == "taken_over"
    assert outside.calls == []
    assert len(house.agent.cases) == 1
    assert await house.said("taken_over") == 2, "the person who asked, and the thread"
