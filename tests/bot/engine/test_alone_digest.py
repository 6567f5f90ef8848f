"""What the digest tells of acts alone."""

from datetime import timedelta

from bot.engine import record
from handlers.history import history
from handlers.page import Names, page
from handlers.slack.digests import digest
from handlers.slack.pages import lessons
from storage import audit
from tests.bot.engine import earning
from tests.bot.engine.house import MARIA, House
from tests.stories.stage import text_of


async def test_the_digest_tells_what_changed_and_what_ran_alone(house: House) -> None:
    await earning.earned(house)
    earning.draw_of(house, 0.05)
    acts = [await earning.acts(house, f"104{number}") for number in range(3)]
    await house.engine.afterwards.look(house.click(MARIA), acts[0].id, "right")
    await house.engine.afterwards.report(house.click(MARIA), acts[1].id, "decision")
    house.clock.now += timedelta(minutes=1)
    told = await house.engine.digests.of(house.world.shelf.workflows["refunds"], house.clock().date())
    shown = "\n".join(text_of(block) for block in digest(told).blocks)
    assert "Changed" in shown
    assert "Refund an order acts alone from score 0.95" in shown
    assert "Refund an order: 3 times · 1 checked, 0 wrong · 1 reported" in shown
    assert told.deciders == {"UMARIA": 1, "UDANA": 1}, "nobody is called autonomy"


async def test_a_looser_line_is_told_beside_the_one_before(house: House) -> None:
    data = {"workflow": "refunds", "step": "reversible", "from": 0.9, "was": 0.95}
    await house.world.write(lambda db: audit.add(db, house.clock(), "autonomy_widened", "baton", data=data))
    house.clock.now += timedelta(minutes=1)
    told = await house.engine.digests.of(house.world.shelf.workflows["refunds"], house.clock().date())
    assert told.changed == ("Refund an order acts alone from score 0.90 (was 0.95)",)


async def test_a_quiet_digest_says_that_none_ran_alone(house: House) -> None:
    await house.card()
    told = await house.engine.digests.of(house.world.shelf.workflows["refunds"], house.clock().date())
    assert "0 decided, none alone." in "\n".join(text_of(block) for block in digest(told).blocks)


async def test_lessons_tell_what_changed_because_of_which_decisions(house: House) -> None:
    await earning.earned(house)
    house.agent.moves[:0] = [earning.proposed(order_id="1950", score=0.2)]
    card = await house.open_of(await house.ask())
    await house.decide(card, MARIA, "edit", args={"order_id": "1950", "amount": "44.95"}, note="no shipping")
    shown = "\n".join(text_of(block) for block in lessons(await house.engine.insights.taught(), house.clock()).blocks)
    assert f"{card.name}: Maria changed amount EUR 49.90 → EUR 44.95: “no shipping”" in shown
    assert "Refund an order acts alone from score 0.95" in shown


async def test_the_export_tells_why_nobody_was_asked_and_lists_what_ran_alone(house: House) -> None:
    await earning.earned(house)
    act = await earning.acts(house, "1042")
    await house.engine.afterwards.report(house.click(MARIA), act.id, "ask")
    await house.settle()
    step = house.world.shelf.workflows["refunds"].steps["reversible"]
    shown = page(await house.engine.record.story(act.id), Names({}, step))
    for words in ("Why nobody was asked", "76 reviewed, none changed", "at most 5.0% wrong", "Reported wrong."):
        assert words in shown
    assert "Baton, acting alone approved it as shown" in shown
    since, until = house.clock() - timedelta(days=1), house.clock() + timedelta(days=1)
    told = await house.read(lambda db: record.everything(db, since, until))
    assert told["alone"] == [act.id]
    listed = history(told, {}, {})
    assert "3 actions ran, 1 of them alone" in listed
    assert "Reported wrong." in listed
