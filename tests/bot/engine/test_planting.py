"""Planted mistakes: off by default, like any other card until decided, and nothing comes of approving one."""

from dataclasses import replace
from typing import Any

import pytest

from bot import proofs
from bot.autonomy.certificate import Planted
from bot.engine import Ballot
from storage import autonomy, verify
from storage.models import Handoff, Who
from tests.bot.engine import earning
from tests.bot.engine.house import DANA, JONAS, MARIA, House
from tests.bot.engine.outside import Outside


async def on(house: House, share: float = 0.2) -> None:
    """Planted mistakes are on, and two decided cases are there to take them from."""
    house.world.shelf.team = replace(house.world.shelf.team, planted=share)
    await house.engine.record.rules()


async def planted(house: House) -> Handoff:
    """A planted card."""
    for number in range(2):
        await earning.approved(house, f"100{number}")
    await on(house)
    base = await earning.approved(house, "1009")
    await house.engine.planting.plant(base.id)
    ((number,),) = await house.rows("SELECT handoff_id FROM planted")
    return await house.handoff(number)


async def test_they_are_off_by_default(house: House) -> None:
    for number in range(20):
        await earning.approved(house, f"10{number:02}")
    assert await house.rows("SELECT count(*) FROM due WHERE kind = 'plant'") == [(0,)]


async def test_switching_them_on_and_off_tells_the_channel(house: House) -> None:
    await house.engine.record.rules()
    await on(house, 0.04)
    await on(house, 0.04)
    await on(house, 0.0)
    assert [told["share"] for told in await earning.channel(house, "planting")] == [0.04, 0.0]


async def test_they_come_about_as_often_as_the_team_wants(house: House) -> None:
    await on(house)
    for number in range(60):
        await earning.approved(house, f"10{number:02}")
    ((many,),) = await house.rows(
        "SELECT (SELECT count(*) FROM due WHERE kind = 'plant') + (SELECT count(*) FROM planted)"
    )
    assert 5 <= many <= 25


async def test_one_looks_like_any_other_card(house: House) -> None:
    card = await planted(house)
    real = await house.card(earning.proposed(order_id="1042"))
    assert (card.state, card.kind, card.reasons) == ("waiting", "approval", real.reasons)
    assert card.deadline_at is not None
    told = await house.rows("SELECT count(*) FROM outbox WHERE kind = 'requester' AND handoff_id = ?", card.id)
    assert told == [(0,)]


@pytest.mark.parametrize(
    ("verdict", "caught"), [("approve", False), ("reject", True), ("edit", True), ("take_over", None)]
)
async def test_what_becomes_of_one(house: House, outside: Outside, verdict: str, caught: bool | None) -> None:
    card = await planted(house)
    ran, counts = len(outside.calls), (await earning.state(house)).counts
    said = len(await house.rows("SELECT id FROM outbox WHERE kind = 'requester'"))
    house.clock.advance(seconds=9)
    more: dict[str, Any] = {"args": {**card.args, "order_id": "1000" if card.args["order_id"] != "1000" else "1001"}}
    await house.decide(card, DANA, verdict, **(more if verdict == "edit" else {}))
    assert await house.rows("SELECT kind FROM due WHERE subject = ? AND kind <> 'plant'", card.id) == []
    await house.settle()
    house.clock.advance(days=1)
    await house.settle()
    assert len(outside.calls) == ran, "nothing runs"
    assert len(await house.rows("SELECT id FROM outbox WHERE kind = 'requester'")) == said, "nobody outside hears"
    after = await earning.state(house)
    assert after.counts == counts, "it is no evidence"
    assert after.planted == (None if caught is None else Planted(1, int(caught)))
    assert (await house.handoff(card.id)).closed_at is not None
    assert await house.rows("SELECT caught FROM planted") == [(None if caught is None else int(caught),)]
    assert await house.read(lambda db: list(verify.findings(db))) == []
    assert await house.read(proofs.findings) == []


async def test_who_decided_one_learns_what_it_was(house: House) -> None:
    card = await planted(house)
    house.clock.advance(seconds=9)
    click = house.click(MARIA)
    await house.engine.verdicts.decide(click, Ballot(card.id, 1, "approve"))
    told = await house.answer(click)
    assert (told["what"], told["caught"], told["label"], told["share"]) == ("planted", False, "Order", 0.2)


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ({"amount": "49.90"}, {"amount": "49.9"}, False),
        ({"note": "Never came"}, {"note": "never  came "}, False),
        ({"amount": "49.90"}, {"amount": "49.91"}, True),
        ({"note": "never came"}, {"note": "broken"}, True),
    ],
)
async def test_another_spelling_of_a_value_is_no_mistake(
    house: House, one: dict[str, Any], other: dict[str, Any], differ: bool
) -> None:
    await on(house)
    for args in (one, other):
        await earning.approved(house, "1001", step="keyless", **args)
    third = await house.card(earning.proposed("keyless", "1001"))
    await house.engine.planting.plant(third.id)
    fields = await house.rows("SELECT field FROM planted")
    assert fields == ([(next(iter(one)),)] if differ else [])


async def test_what_did_not_run_is_no_case_to_take_one_from(house: House, outside: Outside) -> None:
    """It may have been taken back, or refused: then it was wrong itself."""
    await on(house)
    outside.otherwise = "refuse"
    for number in range(2):
        await earning.approved(house, f"100{number}", step="keyless")
    base = await earning.approved(house, "1009", step="keyless")
    await house.engine.planting.plant(base.id)
    assert await house.rows("SELECT count(*) FROM planted") == [(0,)]


async def test_one_is_no_case_that_was_handled(house: House, outside: Outside) -> None:
    card = await planted(house)
    house.clock.advance(seconds=9)
    await house.decide(card, DANA, "reject")
    house.agent.reads, outside.orders = ["1042"], {"1042": {"paid": "1.00"}}
    real = await house.card(earning.proposed("reversible", "1042"))
    outside.orders = {}
    await house.decide(real)  # what it rests on changed meanwhile: it is asked again
    await house.settle()
    await house.decide(await house.open_of(real.request_id), DANA)
    await house.settle()
    house.clock.advance(seconds=1)
    (stand,) = [each for each in await house.engine.insights.stands() if each.step.name == "reversible"]
    assert (stand.handled, stand.right) == (4, (0, 4))


async def test_what_had_to_ask_in_any_case_is_none_to_take_one_from(house: House) -> None:
    """Its card said why, and with the same doubt or orders on it the planted one would not."""
    await on(house)
    move, doubt = earning.proposed("keyless"), {"doubts": [{"what": "Lost?", "changes_answer": True}]}
    for number in range(2):
        args = {**move.args, "order_id": f"100{number}"}
        card = await house.card(move.__class__(move.step, args, move.score, doubt))
        await house.decide(card)
        await house.settle()
    real = await house.card(earning.proposed("keyless", "1009"))
    await house.engine.planting.plant(real.id)
    assert await house.rows("SELECT count(*) FROM planted") == [(0,)]


@pytest.mark.parametrize("who", [JONAS, MARIA])
async def test_none_is_planted_beside_a_card_that_changed_meanwhile(house: House, who: Who) -> None:
    """It says that the request changed, or that somebody wrote about it, which is not so of the planted one."""
    await on(house)
    for number in range(2):
        await earning.approved(house, f"100{number}", step="keyless")
    real = await house.card(earning.proposed("keyless", "1009"))
    house.agent.moves[:0] = [earning.proposed("keyless", "1008")]
    await house.engine.requests.heard(house.click(who), real.request_id, "it was order 1008")
    await house.settle()
    assert (await house.handoff(real.id)).revision == 2
    await house.engine.planting.plant(real.id)
    assert await house.rows("SELECT count(*) FROM planted") == [(0,)]


async def test_nobody_deciding_one_closes_it_quietly(house: House) -> None:
    card = await planted(house)
    house.clock.advance(days=3)
    await house.settle()
    assert (await house.handoff(card.id)).state == "expired"
    assert await house.read(lambda db: autonomy.catches(db, "refunds", "reversible")) == {}


async def test_one_is_no_case_of_the_person_who_asked_for_the_real_one(house: House) -> None:
    await planted(house)
    told = await house.engine.overview.home(JONAS)
    assert told.asked == ()


async def test_reviewers_who_miss_too_much_take_the_right_back(house: House) -> None:
    await earning.earned(house)
    await on(house)
    real = await house.card(earning.proposed(order_id="1700", score=0.2))
    for number in range(10):
        await house.engine.planting.plant(real.id)
        ((card,),) = await house.rows("SELECT max(handoff_id) FROM planted")
        house.clock.advance(seconds=9)
        await house.decide(await house.handoff(card), DANA, "approve" if number % 2 else "reject")
    assert (await earning.state(house)).open == -1
    (told,) = await earning.channel(house, "closed")
    assert "planted 5 of 10 caught" in told["standing"]


@pytest.mark.tampers
async def test_the_record_attests_for_whom_it_was_planted(house: House) -> None:
    card = await planted(house)
    change = "UPDATE request SET requester = 'T1/UOLGA' WHERE id = ?"
    await house.store.write(lambda db: db.execute(change, (card.request_id,)))
    (found,) = await house.read(lambda db: list(verify.findings(db)))
    assert f"Who made request {card.request_id}, or how it came in, is not what entry" in found.what


async def beside(house: House, step: str = "keyless") -> Handoff:
    """A planted card of a step that may act again on the same order."""
    for number in range(2):
        await earning.approved(house, f"100{number}", step=step, score=0.2)
    await on(house)
    base = await earning.approved(house, "1009", step=step, score=0.2)
    await house.engine.planting.plant(base.id)
    ((number,),) = await house.rows("SELECT handoff_id FROM planted")
    house.clock.advance(seconds=9)
    return await house.handoff(number)


@pytest.mark.parametrize("who", [MARIA, JONAS])
@pytest.mark.parametrize("way", ["said", "asked"])
async def test_news_for_the_agent_of_one_closes_it(house: House, outside: Outside, who: Who, way: str) -> None:
    card = await beside(house)
    ran, cases = len(outside.happened), len(house.agent.cases)
    house.agent.moves[:0] = [earning.proposed("keyless", "1009")]
    click, text = house.click(who), "Order 1009 was paid on 12 November, with EUR 77.00?"
    if way == "said":
        await house.engine.requests.heard(click, card.request_id, text)
    else:
        await house.engine.inquiries.ask(click, card.id, text)
    await house.settle()
    told = await house.answer(click)
    assert (told["what"], told["caught"]) == ("planted", None)
    assert (await house.handoff(card.id)).state == "withdrawn"
    assert len(await house.handoffs(card.request_id)) == 1
    assert (len(outside.happened), len(house.agent.cases)) == (ran, cases), "the agent does not look again"
    assert await house.rows("SELECT caught FROM planted") == [(None,)]
    assert await house.read(lambda db: list(verify.findings(db))) == []


@pytest.mark.parametrize("who", [MARIA, JONAS])
async def test_one_that_was_decided_never_begins_again(house: House, outside: Outside, who: Who) -> None:
    await earning.earned(house, "keyless")
    card = await beside(house)
    await house.decide(card, DANA, "reject", note="another order")
    ran = len(outside.happened)
    house.agent.moves[:0] = [earning.proposed("keyless", "1009")]
    click = house.click(who)
    await house.engine.requests.heard(click, card.request_id, "The customer wrote again.")
    await house.settle()
    assert "planted mistake" in (await house.answer(click))["text"]
    assert len(await house.handoffs(card.request_id)) == 1
    assert len(outside.happened) == ran
    assert await house.read(lambda db: list(verify.findings(db))) == []


async def test_one_that_was_taken_over_is_not_handed_back(house: House) -> None:
    card = await beside(house)
    await house.decide(card, DANA, "take_over")
    click = house.click(DANA)
    assert await house.engine.handback.refuse(click, card.id)
    assert await house.told(click) == "not_yours_any_more"
    click = house.click(DANA)
    await house.engine.handback.hand_back(click, card.id, "Look again, please.")
    await house.settle()
    assert await house.told(click) == "not_yours_any_more"
    assert len(await house.handoffs(card.request_id)) == 1
