"""kill -9 at the worst moments, with Baton as a process of its own: nothing is doubled, nothing lost."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

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
    copy_workflows,
    environment,
    reply,
    text_of,
    until,
)
from workspace.driver import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Errands:
    """A workspace with the errands and `baton run` beside it, shared by the stories of this file.

    Each story asks for something of its own, so that its card and its lines in the journal are told apart.
    """

    def __init__(self, stage: Stage, bot: Bot, maria: Person, jonas: Person) -> None:
        self.stage, self.bot, self.maria, self.jonas = stage, bot, maria, jonas

    async def again(self) -> None:
        """Kill the bot, if it lives, and start it again."""
        await self.bot.kill()
        await self.bot.start()

    async def card(self, words: str) -> str:
        """Jonas asks for an errand; the ts of its card."""
        await self.jonas.say(ALERTS, words)
        return str((await card(self.maria, f"Run {words.partition(' ')[2]}?", ALERTS))["ts"])

    async def approve(self, ts: str) -> None:
        """Maria approves."""
        await self.maria.click(ALERTS, ts, "Approve")

    async def approve_and_die(self, ts: str) -> None:
        """Maria approves, and what runs then ends the bot, at times before the click was answered."""
        click = asyncio.create_task(self.approve(ts))
        await self.bot.died()
        click.cancel()
        await asyncio.gather(click, return_exceptions=True)

    async def ran(self, ts: str, what: str) -> list[str]:
        """Wait until the card says that it ran and nothing is left to do; the journal's lines about it."""
        await changed(self.maria, ALERTS, ts, f"Ran {what}.")
        await self.stage.quiet()
        return self.lines(what)

    def lines(self, what: str) -> list[str]:
        """The journal's lines about an errand."""
        return [line for line in self.stage.journal() if line.endswith(f" {what}")]

    async def cards(self, what: str) -> int:
        """How many cards ask for an errand."""
        return sum(f"Run {what}?" in text_of(m) for m in await cards_in(self.maria, ALERTS) if "thread_ts" not in m)

    async def seen(self, fits: Callable[[Json], bool]) -> None:
        """Wait for a new entry in the log of the wire; the moment counts, so it looks as often as it can."""
        traffic = self.stage.ws.office.traffic
        before = traffic.latest(1)[-1]["n"]
        async with asyncio.timeout(10):
            while True:
                if any(entry["n"] > before and fits(entry) for entry in traffic.latest(50)):
                    return
                await asyncio.sleep(0)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Errands]:
    folder = tmp_path_factory.mktemp("killed")
    workflows = copy_workflows(folder / "workflows", "errands")
    file = workflows / "errands" / "workflow.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("undo: 20s", "undo: 1s"), encoding="utf-8")
    async with Stage(folder, workflows) as stage, Bot(environment(stage)) as bot:
        yield Errands(stage, bot, await stage.person(MARIA), await stage.person(JONAS))


@pytest_asyncio.fixture(loop_scope="module")
async def errands(shared: Errands) -> Errands:
    if not shared.bot.runs:
        await shared.again()
    return shared


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


async def test_between_click_and_effect_it_runs_once_after_the_restart(errands: Errands) -> None:
    shown = await errands.card("late boil eggs")
    await errands.approve(shown)
    await errands.bot.kill()
    assert errands.lines("boil eggs") == []
    await errands.bot.start()
    assert len(await errands.ran(shown, "boil eggs")) == 1


async def test_right_after_the_click_was_acked(errands: Errands) -> None:
    shown = await errands.card("sure boil rice")
    await errands.approve(shown)
    await errands.again()
    assert len(await errands.ran(shown, "boil rice")) == 1


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_within_a_tool_without_a_key_it_is_in_doubt(errands: Errands, moment: str) -> None:
    what = f"die-{moment} eggs"
    shown = await errands.card(f"plain {what}")
    await errands.approve_and_die(shown)
    await errands.bot.start()
    doubt = await card(errands.maria, f"Run {what}: did it happen? Baton does not know.", ALERTS, "It happened")
    assert "the bot stopped in the middle of it" in text_of(doubt)
    await errands.stage.quiet()
    ran = len(errands.lines(what))
    assert ran == (moment == "after")
    await errands.again()
    await errands.maria.click(ALERTS, doubt["ts"], "It happened" if ran else "Do it again")
    assert len(await errands.ran(shown, what)) == 1


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_within_a_tool_with_a_key_it_runs_once(errands: Errands, moment: str) -> None:
    what = f"die-{moment} milk"
    shown = await errands.card(f"sure {what}")
    await errands.approve_and_die(shown)
    await errands.bot.start()
    assert len(await errands.ran(shown, what)) == 1


async def test_within_the_agent_it_looks_again(errands: Errands) -> None:
    await errands.jonas.say(ALERTS, "stop fry fish")
    await errands.bot.died()
    assert await errands.cards("fry fish") == 0
    await errands.bot.start()
    await card(errands.maria, "Run fry fish?", ALERTS)
    await errands.stage.quiet()
    assert await errands.cards("fry fish") == 1


async def test_right_after_the_ack_of_an_event(errands: Errands) -> None:
    waiting = asyncio.create_task(errands.seen(lambda e: e["kind"] == "events_api" and e.get("acked_ms") is not None))
    await asyncio.gather(waiting, errands.jonas.say(ALERTS, "plain bake bread"))
    await errands.again()
    await card(errands.maria, "Run bake bread?", ALERTS)
    await errands.stage.quiet()
    assert await errands.cards("bake bread") == 1


async def test_as_the_card_is_posted(errands: Errands) -> None:
    waiting = asyncio.create_task(
        errands.seen(lambda e: e["name"] == "chat.postMessage" and "Run brew tea?" in str(e.get("request")))
    )
    await asyncio.gather(waiting, errands.jonas.say(ALERTS, "plain brew tea"))
    await errands.again()
    shown = await card(errands.maria, "Run brew tea?", ALERTS)
    await errands.stage.quiet()
    await until(lambda: known(errands.stage, shown["ts"]), "the card to be known")
    assert await errands.cards("brew tea") == 1
    await errands.approve(shown["ts"])
    assert len(await errands.ran(shown["ts"], "brew tea")) == 1


def known(stage: Stage, ts: str) -> list[Json]:
    return stage.record("SELECT * FROM post WHERE ts = ?", ts)
