"""A step earns the right to act alone, acts, and loses it: the whole path through the engine."""

import json

import pytest

from bot.autonomy.draw import fits
from bot.autonomy.state import acts_from
from storage import verify
from storage.models import AUTONOMY
from tests.bot.engine import earning
from tests.bot.engine.house import DANA, MARIA, WEI, House
from tests.bot.engine.outside import Outside


async def test_two_approvals_after_sample_history_earn_the_right(house: House, outside: Outside) -> None:
    earning.draw_of(house, 0.99)
    await earning.sample(house)
    await earning.approved(house, "1001", MARIA)
    assert (await earning.state(house)).open == -1
    assert await earning.channel(house, "earned") == []
    await earning.approved(house, "1002", DANA)
    assert acts_from(await earning.state(house)) == 0.95
    (told,) = await earning.channel(house, "earned")
    assert told["acts"] == "acts alone when its score is 0.95 or more"
    assert told["took"].startswith("What it took: 76 reviewed decisions, none changed: at most 5.0% wrong")


async def test_an_act_alone_takes_the_same_road(house: House, outside: Outside) -> None:
    await earning.earned(house)
    act = await earning.acts(house, "1042")
    assert (act.way, act.state, act.reasons) == ("act", "approved", ())
    (decision,) = await house.decisions(act.id)
    assert (decision.person, decision.proof, decision.digest_run) == (AUTONOMY, "certificate", act.args_digest)
    effect = await house.effect(f"{act.name}-1")
    assert effect is not None
    assert effect.state == "done"
    assert outside.calls[-1].decided_by == ("autonomy",)
    assert (await earning.alone(house, act)).ran_at is not None
    assert [row.kind for row in await earning.evidence(house)][-2:] == ["request", "act"]
    assert await house.read(lambda db: list(verify.findings(db))) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("DELETE FROM alone", "acted alone, as entry"),
        ("UPDATE alone SET picked = 0", "acted alone, or what was said of it, is not what"),
        ("UPDATE alone SET epoch = 9", "acted alone, or what was said of it, is not what"),
        ("UPDATE alone SET verdict = 'wrong'", "acted alone, or what was said of it, is not what"),
        ("UPDATE alone SET verdict_by = 'T1/UDANA'", "acted alone, or what was said of it, is not what"),
        ("UPDATE alone SET report = '', report_by = ''", "acted alone, or what was said of it, is not what"),
        ("UPDATE alone SET undone_by = ''", "acted alone, or what was said of it, is not what"),
        ("UPDATE alone SET verdict_at = NULL", "acted alone, or what was said of it, is not what"),
        ("UPDATE alone SET report_at = NULL", "acted alone, or what was said of it, is not what"),
        ("UPDATE alone SET ran_at = NULL", "acted alone, or what was said of it, is not what"),
        ("UPDATE alone SET step = 'keyed'", "acted alone, or what was said of it, is not what"),
        ("UPDATE alone SET workflow = 'access'", "acted alone, or what was said of it, is not what"),
        ("UPDATE alone SET handoff_id = 1", "No entry attests that H-1 acted alone"),
    ],
)  # fmt: skip
@pytest.mark.tampers
async def test_an_act_alone_that_was_changed_beside_the_record_is_found(house: House, change: str, words: str) -> None:
    await earning.earned(house)
    earning.draw_of(house, 0.0)
    act = await earning.acts(house, "1042")
    house.clock.advance(seconds=30)
    await house.engine.afterwards.look(house.click(WEI), act.id, "right")
    await house.engine.afterwards.report(house.click(WEI), act.id, "decision")
    await house.settle()
    found = await earning.alone(house, act)
    assert (found.picked, found.verdict, found.report, found.undone_by) == (True, "right", "decision", "T1/UWEI")
    assert await house.read(lambda db: list(verify.findings(db))) == []
    await house.store.write(lambda db: db.execute(change))
    assert any(words in each.what for each in await house.read(lambda db: list(verify.findings(db))))


async def test_below_the_line_a_person_is_asked_and_told_why(house: House) -> None:
    await earning.earned(house)
    house.agent.moves[:0] = [earning.proposed(order_id="1042", score=0.82)]
    card = await house.open_of(await house.ask())
    assert (card.way, card.reasons) == ("ask", ("Score 0.82, acts alone from 0.95.",))


async def test_reports_take_it_back(house: House, outside: Outside) -> None:
    await earning.earned(house)
    done = [await earning.acts(house, f"104{number}") for number in range(3)]
    for number, act in enumerate(done):
        state = await earning.state(house)
        click = house.click(MARIA)
        await house.engine.afterwards.report(click, act.id, "decision")
        await house.settle()
        told = await house.answer(click)
        if state.open < 0:
            assert number == 2
            break
        assert told["what"] == "reported"
        assert told["reopens"]
    assert (await earning.state(house)).open == -1
    (told,) = await earning.channel(house, "revoked")
    assert told["wrong"] == [act.id for act in done[: len(told["wrong"])]]
    assert told["since"] == [act.id for act in done]
    assert outside.calls[-1].key.endswith("-undo")
    next_one = await earning.acts(house, "1050")
    assert (next_one.state, next_one.reasons) == ("waiting", ("Every “Refund an order” is reviewed for now.",))


@pytest.mark.parametrize("order", ["1042"])
async def test_the_record_holds_the_seed_sealed_before_its_first_draw(house: House, order: str) -> None:
    await house.card()
    rows = [kind for (kind,) in await house.rows("SELECT kind FROM audit ORDER BY seq")]
    assert rows.index("seed_sealed") < rows.index("handoff_opened")
    later = rows.count("seed_opened")
    house.clock.advance(days=1)
    await house.card()
    rows = [kind for (kind,) in await house.rows("SELECT kind FROM audit ORDER BY seq")]
    assert (later, rows.count("seed_opened"), rows.count("seed_sealed")) == (0, 1, 2)


async def test_a_seed_is_opened_the_day_after_even_if_nothing_is_proposed(house: House) -> None:
    await house.card()
    await house.engine.digests.claim()
    assert await house.rows("SELECT opened_at FROM seed") == [(None,)]
    house.clock.advance(days=1)
    await house.engine.digests.claim()
    ((data,),) = await house.rows("SELECT data FROM audit WHERE kind = 'seed_opened'")
    ((sealed,),) = await house.rows("SELECT data FROM audit WHERE kind = 'seed_sealed'")
    told, promised = json.loads(data), json.loads(sealed)
    assert fits(bytes.fromhex(told["seed"]), promised["seal"])
    assert told["day"] == promised["day"] == "2026-11-23"
