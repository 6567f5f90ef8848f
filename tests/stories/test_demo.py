"""The demo's grey lines: each comes however late a card is decided, and says only what is so at that moment."""

import asyncio
import json
from pathlib import Path

import pytest

from handlers import demo
from tests.stories import stage as stages
from tests.stories.stage import ALERTS, ALEX, HOUSE, MARIA, Stage, card, message, reply, text_of
from tests.stories.test_alone import draw_of
from workspace.seed import DEFAULT

ENOUGH = "Demo: The evidence is enough by now: this step acts alone, and the channel was told what it took."


def sample(alert: str) -> stages.Json:
    """The demo's own sample about this alert."""
    inbox: list[stages.Json] = json.loads((HOUSE / "workflows" / "demo.json").read_text(encoding="utf-8"))
    return next(item for item in inbox if alert in item["text"])


async def test_each_grey_line_comes_late_and_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three cards wait longer than the demo does for one; they are approved in another order than they came in."""
    monkeypatch.setattr(demo, "PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(demo, "BREATH_SECONDS", 0.0)
    monkeypatch.setenv("SHOP_DB", str(tmp_path / "shop.db"))
    house = tmp_path / "house"
    (house / "workflows").mkdir(parents=True)
    told = json.dumps([sample(alert) for alert in ("A-5536", "A-5538", "A-5540")])
    (house / "workflows" / "demo.json").write_text(told, encoding="utf-8")
    async with Stage(tmp_path, stages.copy_workflows(tmp_path / "workflows", "alerts")) as stage:
        await stage.start()
        draw_of(stage, 0.99)
        maria, alex = await stage.person(MARIA), await stage.person(ALEX)
        pacing = asyncio.create_task(demo._pace(stage.ws.page, stage.baton, house, quiet=False))
        cards = {alert: await card(maria, f"Clear alert {alert}?", ALERTS) for alert in ("A-5536", "A-5538", "A-5540")}
        await stage.advance(5)
        for alert, line in (
            ("A-5540", "Demo: A person was asked: as it stands, this step asks first."),
            ("A-5538", ENOUGH),
            ("A-5536", ENOUGH),
        ):
            await maria.click(ALERTS, cards[alert]["ts"], "Approve")
            assert line in text_of(await reply(maria, ALERTS, cards[alert]["ts"], "Demo: In the shop’s database, once"))
        await pacing
        ts = await alex.say(ALERTS, "A-5543 please")
        receipt = await message(maria, ALERTS, lambda m: "A-5543 without asking" in text_of(m), "a receipt")
        await demo.when_decided(
            stage.baton, f"message:{stage.baton.engine.world.people.team}:{ALERTS}:{ts}", sample("A-5543")
        )
        await reply(maria, ALERTS, receipt["ts"], "Demo: A payee never seen before: the receipt tells it")


async def test_a_request_that_is_withdrawn_has_no_note(stage: Stage) -> None:
    """Nobody decided it, so that nothing is said of a decision."""
    jonas = await stage.person(stages.JONAS)
    item = sample("A-5536") | {"note": "A person decided."}
    ts = await jonas.say(stages.REFUNDS, "Hi, 1042 never showed up, the customer wants her money back")
    shown = await card(jonas, "order 1042?")
    await jonas.delete(stages.REFUNDS, ts)
    team = stage.baton.engine.world.people.team
    await demo.when_decided(stage.baton, f"message:{team}:{stages.REFUNDS}:{ts}", item)
    line = await reply(jonas, stages.REFUNDS, shown["ts"], "Demo: In the shop’s database: nothing under H-1-1.")
    assert "A person decided." not in text_of(line)


async def test_the_quiet_demo_promises_no_card_and_what_it_says_to_write_gets_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_DB", str(tmp_path / "shop.db"))
    async with Stage(tmp_path, stages.copy_workflows(tmp_path / "workflows", "refunds", "alerts")) as stage:
        await stage.start()
        jonas = await stage.person(stages.JONAS)
        await demo._pace(stage.ws.page, stage.baton, HOUSE, quiet=True)
        welcome = await message(jonas, "C01START", lambda m: "Welcome." in text_of(m), "the welcome")
        assert "waits there" not in text_of(welcome)
        _, *written = text_of(welcome).split("write “")
        await jonas.say(stages.REFUNDS, written[0].partition("”")[0])
        await card(jonas, "Refund EUR 49.90 for order 1042?")
        await jonas.say(ALERTS, written[1].partition("”")[0])
        await card(jonas, "Clear alert A-5536?", ALERTS)


@pytest.mark.parametrize("told", [demo.WELCOME, demo.QUIET])
def test_the_welcome_offers_as_many_things_to_try_as_the_channel_says(told: str) -> None:
    topic = next(room.topic for room in DEFAULT.rooms if room.name == "start-here")
    steps = [line for line in told.splitlines() if line[:1].isdigit()]
    assert (topic, [line[:2] for line in steps]) == ("Three things to try", ["1.", "2.", "3."])
