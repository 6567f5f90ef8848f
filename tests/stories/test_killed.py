"""kill -9 at the worst moments, with Baton as a process of its own: nothing is doubled, nothing lost."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.stories.stage import (
    ALERTS,
    JONAS,
    MARIA,
    REFUNDS,
    Bot,
    Json,
    Stage,
    card,
    cards_in,
    changed,
    environment,
    reply,
    text_of,
    until,
)


async def test_between_card_and_click_the_old_card_decides(tmp_path: Path, samples: Path) -> None:
    async with Stage(tmp_path, samples) as stage, Bot(environment(stage)) as bot:
        maria, jonas = await stage.person(MARIA), await stage.person(JONAS)
        asked = await jonas.say(REFUNDS, "Hi, 1042 never showed up, the customer wants her money back")
        shown = await card(maria, "Refund EUR 49.90 for order 1042?")
        await bot.kill()
        await bot.start()
        await maria.click(REFUNDS, shown["ts"], "Approve")
        await changed(maria, REFUNDS, shown["ts"], "Refunded EUR 49.90, order 1042.")
        await reply(jonas, REFUNDS, asked, "Done: refunded EUR 49.90, order 1042.")
        await stage.quiet()
        assert [row["key"] for row in stage.refunds("1042")] == ["H-1-1"]
        assert len(await cards_in(maria, REFUNDS)) == 1


async def test_between_click_and_effect_it_runs_once_after_the_restart(errands: Stage) -> None:
    path = errands.workflows / "errands" / "workflow.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("undo: 20s", "undo: 1s"), encoding="utf-8")
    async with Bot(environment(errands)) as bot:
        maria, shown = await asked(errands, "late boil eggs")
        await maria.click(ALERTS, shown["ts"], "Approve")
        await bot.kill()
        assert errands.journal() == []
        await bot.start()
        await changed(maria, ALERTS, shown["ts"], "Ran boil eggs.")
        await errands.quiet()
        assert errands.journal() == ["H-1-1 boil eggs"]


async def asked(stage: Stage, words: str) -> tuple[Any, Json]:
    """Jonas asks for an errand; Maria, and the card."""
    maria, jonas = await stage.person(MARIA), await stage.person(JONAS)
    await jonas.say(ALERTS, words)
    return maria, await card(maria, "Run ", ALERTS)


async def test_right_after_the_click_was_acked(errands: Stage) -> None:
    async with Bot(environment(errands)) as bot:
        maria, shown = await asked(errands, "sure boil eggs")
        await maria.click(ALERTS, shown["ts"], "Approve")
        await bot.kill()
        await bot.start()
        await changed(maria, ALERTS, shown["ts"], "Ran boil eggs.")
        await errands.quiet()
        assert errands.journal() == ["H-1-1 boil eggs"]
        assert len(errands.audited("decision_approve")) == 1


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_within_a_tool_without_a_key_it_is_in_doubt(errands: Stage, moment: str) -> None:
    async with Bot(environment(errands)) as bot:
        maria, shown = await asked(errands, f"plain die-{moment} eggs")
        await maria.click(ALERTS, shown["ts"], "Approve")
        await bot.died()
        await bot.start()
        doubt = await card(maria, "did it happen? Baton does not know.", ALERTS, "It happened")
        assert "the bot stopped in the middle of it" in text_of(doubt)
        await errands.quiet()
        ran = ["H-1-1 die-after eggs"] * (moment == "after")
        assert errands.journal() == ran
        await bot.kill()
        await bot.start()
        await maria.click(ALERTS, doubt["ts"], "It happened" if ran else "Do it again")
        await changed(maria, ALERTS, shown["ts"], f"Ran die-{moment} eggs.")
        await errands.quiet()
        assert errands.journal() == [f"H-1-1 die-{moment} eggs"]


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_within_a_tool_with_a_key_it_runs_once(errands: Stage, moment: str) -> None:
    async with Bot(environment(errands)) as bot:
        maria, shown = await asked(errands, f"sure die-{moment} eggs")
        await maria.click(ALERTS, shown["ts"], "Approve")
        await bot.died()
        await bot.start()
        await changed(maria, ALERTS, shown["ts"], f"Ran die-{moment} eggs.")
        await errands.quiet()
        assert errands.journal() == [f"H-1-1 die-{moment} eggs"]


async def test_within_the_agent_it_looks_again(errands: Stage) -> None:
    async with Bot(environment(errands)) as bot:
        maria, jonas = await errands.person(MARIA), await errands.person(JONAS)
        await jonas.say(ALERTS, "stop boil eggs")
        await bot.died()
        assert await cards_in(maria, ALERTS) == []
        await bot.start()
        await card(maria, "Run boil eggs?", ALERTS)
        await errands.quiet()
        assert len(await cards_in(maria, ALERTS)) == 1
        assert len(errands.record("SELECT * FROM request")) == 1


async def seen(stage: Stage, fits: Callable[[Json], bool]) -> None:
    """Wait for an entry in the log of the wire, looking as often as possible."""
    async with asyncio.timeout(10):
        while not any(fits(entry) for entry in stage.ws.office.traffic.latest(50)):
            await asyncio.sleep(0)


async def test_right_after_the_ack_of_an_event(errands: Stage) -> None:
    async with Bot(environment(errands)) as bot:
        maria, jonas = await errands.person(MARIA), await errands.person(JONAS)
        await jonas.say(ALERTS, "plain boil eggs")
        await seen(errands, lambda entry: entry["kind"] == "events_api" and entry.get("acked_ms") is not None)
        await bot.kill()
        await bot.start()
        await card(maria, "Run boil eggs?", ALERTS)
        await errands.quiet()
        assert len(await cards_in(maria, ALERTS)) == 1


async def test_as_the_card_is_posted(errands: Stage) -> None:
    async with Bot(environment(errands)) as bot:
        maria, jonas = await errands.person(MARIA), await errands.person(JONAS)
        await jonas.say(ALERTS, "plain boil eggs")
        await seen(errands, lambda entry: entry["kind"] == "web_api" and entry["name"] == "chat.postMessage")
        await bot.kill()
        await bot.start()
        shown = await card(maria, "Run boil eggs?", ALERTS)
        await errands.quiet()
        await until(lambda: errands.record("SELECT * FROM post WHERE key = 'card:1'"), "the card to be known")
        top = [m for m in await cards_in(maria, ALERTS) if "thread_ts" not in m]
        assert len(top) == 1, [text_of(m) for m in top]
        await maria.click(ALERTS, shown["ts"], "Approve")
        await changed(maria, ALERTS, shown["ts"], "Ran boil eggs.")
