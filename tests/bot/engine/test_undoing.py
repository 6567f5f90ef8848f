"""Taking an act alone back where the tool does not answer, or says no."""

from dataclasses import replace

import pytest

from bot.engine import undoing
from handlers.page import Names, page
from handlers.slack import receipts
from storage import verify
from tests.bot.engine import earning
from tests.bot.engine.house import MARIA, House
from tests.bot.engine.outside import Outside
from tests.stories.stage import text_of


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "PAUSE_SECONDS", 0.0)


@pytest.mark.parametrize(
    ("plan", "state", "told"),
    [
        (["lost_after"] * 3, "in_doubt", "took it back, and whether that happened is not known: no answer came back"),
        (["lost_after", "refuse"], "in_doubt", "whether that happened is not known: It was refunded before."),
        (["refuse"], "failed", "could not take it back: It was refunded before."),
        (["lost_after", "done"], "done", "Maria)."),
    ],
)
@pytest.mark.tampers
async def test_how_taking_back_ended_is_told_as_far_as_it_is_known(
    house: House, outside: Outside, plan: list[str], state: str, told: str
) -> None:
    await earning.earned(house)
    act = await earning.acts(house, "1042")
    outside.plan = list(plan)
    await house.engine.afterwards.undo(house.click(MARIA), act.id)
    await house.settle()
    effect = await house.effect(f"{act.name}-1-undo")
    assert effect is not None
    assert effect.state == state
    story = await house.engine.outbox.story(act.id)
    assert story is not None
    assert told in "\n".join(text_of(block) for block in receipts.receipt(story).blocks)
    assert "<p>Approved. It ran, once.</p>" in page(await house.engine.record.story(act.id), Names())
    once = f"SELECT effect FROM decisions WHERE handoff = '{act.name}'"
    assert await house.rows(once) == [("done",)], "a row for each decision, whatever became of taking it back"
    calls = len(outside.calls)
    await house.restart()
    assert len(outside.calls) == calls, "what has an end is not tried again"
    assert await house.read(lambda db: list(verify.findings(db))) == []
    await house.store.write(lambda db: db.execute("UPDATE effect SET error = 'No.' WHERE key = ?", (effect.key,)))
    assert [each.what for each in await house.read(lambda db: list(verify.findings(db)))] == [
        f"Why the action {effect.key} did not end well is not what the record attests."
    ]


async def test_a_refusal_after_a_restart_says_nothing_of_the_try_before_it(house: House, outside: Outside) -> None:
    await earning.earned(house)
    act = await earning.acts(house, "1042")
    await house.engine.afterwards.undo(house.click(MARIA), act.id)
    assert await house.world.write(lambda db: house.engine.undoing._begin(db, act.id))
    outside.plan = ["refuse"]
    await house.restart()
    effect = await house.effect(f"{act.name}-1-undo")
    assert effect is not None
    assert (effect.state, effect.error) == ("in_doubt", "It was refunded before.")


async def test_what_is_to_be_taken_back_waits_for_its_step(house: House, outside: Outside) -> None:
    await earning.earned(house)
    act = await earning.acts(house, "1042")
    await house.engine.afterwards.undo(house.click(MARIA), act.id)
    workflow = house.world.shelf.workflows["refunds"]
    less = {name: step for name, step in workflow.steps.items() if name != act.step}
    house.world.shelf.workflows["refunds"] = replace(workflow, steps=less)
    await house.settle()
    ((notice,),) = await house.rows("SELECT payload FROM outbox WHERE kind = 'notice'")
    assert f"{act.name} is to be taken back, but the step reversible is gone" in notice
    house.world.shelf.workflows["refunds"] = workflow
    house.clock.advance(minutes=1)
    await house.settle()
    effect = await house.effect(f"{act.name}-1-undo")
    assert effect is not None
    assert effect.state == "done"
