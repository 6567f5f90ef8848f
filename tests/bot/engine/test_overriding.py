"""Approve anyway: by an owner, with a reason, marked, and never evidence."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.engine import Ballot
from bot.errors import BadInput
from bot.workflows import Team
from storage import autonomy, lessons, verify
from storage.models import Handoff, Who
from tests.bot.engine import earning
from tests.bot.engine.coded import code, enrolled, sealed
from tests.bot.engine.house import (
    ALEX,
    DANA,
    ELSE,
    GONE,
    JONAS,
    MARIA,
    WEI,
    House,
    proposal,
    workflow_text,
    write_folder,
)
from tests.bot.engine.outside import Outside

WHY = "Nobody has answered since noon."


@pytest.fixture
async def house(house: House) -> House:
    """A house whose owner is Alex, who decides nothing here; Jonas, who asks, is an owner, too."""
    house.world.shelf.team = Team(owners=("UALEX", "UJONAS", "UGONE"))
    return house


async def override(house: House, card: Handoff, who: Who = ALEX, **more: Any) -> str:
    """Approve anyway; what the person is told."""
    click = house.click(who)
    shown: dict[str, Any] = {"note": WHY, "digest": card.args_digest, "stage": card.stage} | more
    await house.engine.overriding.override(
        click, Ballot(card.id, shown.pop("revision", card.revision), "approve", **shown)
    )
    return await house.told(click)


async def test_an_owner_approves_what_nobody_else_does(house: House, outside: Outside) -> None:
    card = await house.card(proposal("two"))
    await house.decide(card, MARIA)
    assert await override(house, card) == "overridden"
    await house.settle()
    assert (await house.handoff(card.id)).state == "approved"
    assert len(outside.happened) == 1
    first, last = await house.decisions(card.id)
    assert (first.override, last.override, last.person, last.note) == (False, True, ALEX, WHY)
    assert await house.said("overridden") == 1, "those who were passed over are told"
    ((actor, told),) = await house.rows(
        "SELECT actor, json_extract(data, '$.override') FROM audit WHERE kind = 'decision_approve' AND actor = ?",
        str(ALEX),
    )
    assert (actor, told) == (str(ALEX), 1)


async def test_an_owner_who_approved_already_overrides_for_the_rest(house: House, outside: Outside) -> None:
    house.world.shelf.team = Team(owners=("UDANA",))
    card = await house.card(proposal("two"))
    await house.decide(card, DANA)
    assert await override(house, card, DANA) == "overridden"
    await house.settle()
    assert [each.stage for each in await house.decisions(card.id)] == [1, 0]
    assert len(outside.happened) == 1


@pytest.mark.parametrize(
    ("who", "told"),
    [
        (MARIA, "owners"),
        (ELSE, "owners"),
        (GONE, "stranger"),
        (Who("T2", "UALEX"), "stranger"),
        (JONAS, "own_override"),
    ],
)
async def test_nobody_else_overrides_and_no_owner_what_they_asked_for(
    house: House, outside: Outside, who: Who, told: str
) -> None:
    card = await house.card(proposal("own"))
    assert await override(house, card, who) == told
    await house.settle()
    assert ((await house.handoff(card.id)).state, outside.calls) == ("waiting", [])
    assert await house.decisions(card.id) == ()
    refused = await house.rows("SELECT actor, data FROM audit WHERE kind = 'press_refused'")
    assert refused == [(str(who), f'{{"press":"override","why":"{told}"}}')]


async def test_without_owners_nobody_overrides(house: House) -> None:
    house.world.shelf.team = Team()
    card = await house.card()
    click = house.click(ALEX)
    assert await house.engine.overriding.refuse(click, card.id)
    assert (await house.answer(click))["who"] == ""


@pytest.mark.parametrize("why", ["", "   ", "because", "x" * 501])
async def test_the_reason_is_asked_for(house: House, why: str) -> None:
    card = await house.card()
    with pytest.raises(BadInput) as told:
        await override(house, card, note=why)
    assert "own.override" in told.value.fields
    assert (await house.handoff(card.id)).state == "waiting"


async def test_what_was_shown_is_what_is_approved(house: House) -> None:
    card = await house.card()
    assert await override(house, card, digest="0" * 64) == "changed"
    assert await override(house, card, revision=2) == "changed"
    await house.decide(card)
    assert await override(house, card) == "late"


async def test_an_override_runs_nothing_twice(house: House, outside: Outside) -> None:
    first, second = await house.card(proposal("once")), await house.card(proposal("once"))
    await house.decide(first, WEI)
    assert await override(house, second) == "once"
    await house.settle()
    assert len(outside.happened) == 1


async def test_beyond_a_limit_an_owner_does_not_override_their_own_words(house: House, outside: Outside) -> None:
    card = await house.card(proposal("limited"))
    house.agent.moves[:0] = [proposal("limited", amount="900")]
    await house.engine.requests.heard(house.click(ALEX), card.request_id, "It is EUR 900 in truth.")
    await house.settle()
    now = await house.handoff(card.id)
    assert await override(house, now, revision=2) == "own_words"
    await house.settle()
    assert (outside.calls, (await house.handoff(card.id)).state) == ([], "waiting")


async def test_a_planted_one_is_never_overridden(house: House, outside: Outside) -> None:
    *_, base = [await earning.approved(house, f"100{number}") for number in range(3)]
    house.world.shelf.team = replace(house.world.shelf.team, planted=0.2)
    await house.engine.planting.plant(base.id)
    ((number,),) = await house.rows("SELECT handoff_id FROM planted")
    card = await house.handoff(number)
    ran = len(outside.calls)
    assert not await house.engine.overriding.refuse(house.click(ALEX), card.id), "it looks like any other"
    assert await override(house, card) == "planted"
    await house.settle()
    assert (await house.handoff(card.id)).closed_at is not None
    assert (await house.decisions(card.id), len(outside.calls), await house.said("overridden")) == ((), ran, 0)
    assert await house.rows("SELECT caught FROM planted") == [(None,)]
    assert [row.kind for row in await earning.evidence(house) if row.kind == "planted"] == []


async def test_it_is_never_evidence_nor_an_example(house: House) -> None:
    await earning.sample(house)
    house.agent.moves[:0] = [earning.proposed(order_id="1042")]
    card = await house.open_of(await house.ask())
    await earning.shown(house, card)
    house.clock.advance(seconds=30)
    await override(house, card)
    await house.settle()
    counted = [row.why for row in await earning.evidence(house) if row.kind == "decision"]
    assert counted == ["under override"]
    assert await house.read(lambda db: autonomy.approved(db, "refunds", "reversible", 5)) == []
    assert await house.read(lambda db: lessons.newest(db, "refunds")) == 0
    assert await house.rows("SELECT count(*) FROM precedent") == [(0,)]


async def test_it_stands_in_the_digest_and_the_export(house: House) -> None:
    card = await house.card()
    await override(house, card)
    await house.settle()
    house.clock.advance(seconds=1)
    workflow = house.world.shelf.workflows["refunds"]
    digest = await house.engine.digests.of(workflow, house.clock().date())
    assert digest.overrides == ((card.name, "Alex", WHY),)
    story = await house.engine.record.story(card.id)
    assert [each["override"] for each in story["decisions"]] == [True]
    assert await house.rows("SELECT decision, stage, reason FROM decisions") == [("approved under override", 0, WHY)]


@pytest.mark.tampers
async def test_a_mark_that_is_taken_away_is_found(house: House) -> None:
    card = await house.card()
    await override(house, card)
    await house.settle()
    assert list(await house.read(lambda db: list(verify.findings(db)))) == []
    await house.store.write(lambda db: db.execute("UPDATE decision SET stage = 1 WHERE handoff_id = ?", (card.id,)))
    found = await house.read(lambda db: list(verify.findings(db)))
    assert ["attests the decision of UALEX" in each.what for each in found] == [True]


async def test_one_press_is_one_override(house: House, outside: Outside) -> None:
    card = await house.card()
    click = house.click(ALEX, "the same")
    ballot = Ballot(card.id, 1, "approve", note=WHY, digest=card.args_digest, stage=1)
    for _ in range(2):
        await house.engine.overriding.override(click, ballot)
    await house.settle()
    assert len(await house.decisions(card.id)) == len(outside.happened) == 1


CODED = {
    "coded": ("keyless", {"sign_off": "code"}),
    "later": ("keyless", {"rules": "[{when: {amount: {over: 1}}, stages: [{approvers: [UOLGA], sign_off: code}]}]"}),
    "final": ("keyless", {"confirm": "order_id"}),
}


@pytest.fixture
async def coded(build: Any, tmp_path: Path) -> House:
    """A house whose steps ask for codes, or for a typed value; its owner has codes."""
    house: House = build(folder=write_folder(tmp_path / "flows", workflow_text(CODED)))
    house.world.shelf.team = Team(owners=("UALEX",))
    sealed(house)
    await enrolled(house, ALEX)
    return house


@pytest.mark.parametrize("step", ["coded", "later"])
async def test_it_lowers_no_proof(coded: House, outside: Outside, step: str) -> None:
    """Also where only a stage asks for a code that was not reached yet."""
    card = await coded.card(proposal(step))
    assert await override(coded, card) == "needs_code"
    with pytest.raises(BadInput) as told:
        await override(coded, card, code="000000")
    assert "own.code" in told.value.fields
    assert (await coded.handoff(card.id)).state == "waiting"
    assert await override(coded, card, code=code(coded, ALEX)) == "overridden"
    (decision,) = await coded.decisions(card.id)
    assert (decision.proof, decision.stage) == ("code", 0)
    await coded.settle()
    assert len(outside.happened) == 1
    assert list(await coded.read(lambda db: list(verify.findings(db)))) == []


async def test_what_cannot_be_taken_back_is_typed(coded: House) -> None:
    card = await coded.card(proposal("final"))
    assert await override(coded, card) == "needs_typing"
    with pytest.raises(BadInput):
        await override(coded, card, typed="1043")
    assert await override(coded, card, typed="1042") == "overridden"


async def test_a_code_is_good_for_one_override(coded: House) -> None:
    first, second = await coded.card(proposal("coded")), await coded.card(proposal("coded", order_id="1044"))
    shown = code(coded, ALEX)
    assert await override(coded, first, code=shown) == "decided", "and one more waits"
    with pytest.raises(BadInput):
        await override(coded, second, code=shown)
    assert (await coded.handoff(second.id)).state == "waiting"


async def test_it_can_be_taken_back_while_it_waits(house: House, outside: Outside) -> None:
    card = await house.card(proposal("undoable"))
    assert await override(house, card) == "undo"
    click = house.click(ALEX)
    await house.engine.verdicts.undo(click, card.id)
    await house.settle()
    assert (await house.told(click), outside.calls) == ("undone", [])


async def test_an_override_of_a_card_under_a_look_waits(house: House) -> None:
    card = await house.card()
    await house.engine.requests.heard(house.click(JONAS, "note:1"), card.request_id, "it is 1044")
    assert await override(house, card) == "looking"


async def test_it_outlives_a_restart_and_runs_once(house: House, outside: Outside) -> None:
    card = await house.card(proposal("keyed"))
    await override(house, card)
    await house.restart()
    assert len(outside.happened) == 1
    assert (await house.handoff(card.id)).state == "approved"
