"""Tools of a server in the engine: reads, steps, deaths in the middle, definitions that change."""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.agents import Case, Log, Move, Proposal
from bot.engine.plugged import Plugged, keep, plugged
from bot.errors import BatonError, ConfigError
from bot.plugins.plugs import Plugs
from bot.tools import ToolRefused
from storage import verify
from tests.bot.engine.house import MARIA, Agent, House
from tests.bot.plugins.kit import ADDS, READ, Small, definition

FLOW = """\
workflow: refunds
channel: "#refunds"
reads: [mcp:small/look{reads}]
steps:
  send:
    title: Send it
    tool: mcp:small/{step}
    approvers: ["@leads"]
    timeout: {timeout}
    risk: {risk}
    allow: {{to: ["*@example.com"]}}
"""
TEAM = """\
owners: [UDANA]
servers:
  small:
    command: [{python}, {script}, {folder}]
    trusted: true
    timeout: 2s
    env: {{SMALL_KEY: "${{SMALL_KEY}}"}}
"""
SENT = {"to": "a@example.com", "amount": 5.0}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    """The small server with a read and a step."""
    monkeypatch.setattr("bot.plugins.server.PAUSES_SECONDS", (0.05, 0.1, 0.2))
    monkeypatch.setattr(logging.getLogger("mcp"), "level", logging.CRITICAL)
    monkeypatch.setenv("SMALL_KEY", "small-secret-1234")
    made = Small(tmp_path / "small")
    made.tell(definition("look"), definition("send", ADDS))
    return made


@pytest.fixture
def flows(tmp_path: Path, small: Small) -> Callable[..., Path]:
    """Write the team's folder."""

    def write(reads: str = "", step: str = "send", timeout: str = "5s", risk: str = "normal") -> Path:
        folder = tmp_path / "flows"
        (folder / "refunds").mkdir(parents=True, exist_ok=True)
        text = FLOW.format(reads=reads, step=step, timeout=timeout, risk=risk)
        (folder / "refunds" / "workflow.yml").write_text(text)
        python, script, place = small.entry().command
        (folder / "team.yml").write_text(TEAM.format(python=python, script=script, folder=place))
        return folder

    return write


class Looking(Agent):
    """Looks something up before each move, and keeps what it heard."""

    heard: list[Any]

    async def next(self, case: Case, log: Log) -> Move:
        """The next of the list, after a look."""
        self.heard = getattr(self, "heard", [])
        try:
            self.heard.append(await log.read("small_look", {"to": "x"}))
        except BatonError as error:
            self.heard.append(error)
        return await super().next(case, log)


Open = Callable[[Path], Awaitable[tuple[House, Plugs]]]


@pytest.fixture
async def opened(database: Path) -> AsyncIterator[Open]:
    """Make a house with the small server behind it."""
    async with contextlib.AsyncExitStack() as stack:

        async def make(folder: Path) -> tuple[House, Plugs]:
            house = House(folder, database)
            stack.push_async_callback(end, house)
            plugs = await stack.enter_async_context(plugged(house.folder, house.store, house.clock))
            house.world.shelf.plug(plugs)
            house.agent = Looking([])
            return house, plugs

        yield make


async def end(house: House) -> None:
    """The process ends, if it did not end before."""
    if not house.store._closed:
        await house.kill()


def propose(**args: Any) -> Proposal:
    """What the agents of these tests propose."""
    return Proposal("send", {**SENT, **args}, 0.9)


def sent(small: Small) -> list[str]:
    """What was done, without looks."""
    return [line for line in small.done if not line.startswith("look")]


async def test_a_step_runs_once_with_what_was_shown(opened: Open, flows: Callable[..., Path], small: Small) -> None:
    house, _ = await opened(flows())
    card = await house.card(propose())
    assert card.reasons == ("Every “Send it” is reviewed for now.",)
    await house.decide(card, MARIA)
    await house.settle()
    assert sent(small) == [f"send {json.dumps(SENT, sort_keys=True)}"]
    effect = await house.effect("H-1-1")
    assert effect is not None
    assert (effect.state, effect.result) == ("done", {"text": "did send"})


@pytest.mark.parametrize(("tool", "happened"), [("dies_before", 0), ("dies_after", 1), ("refuses", 0), ("hangs", 0)])
async def test_a_step_that_breaks_off_is_in_doubt_and_never_runs_again_by_itself(
    opened: Open,
    flows: Callable[..., Path],
    small: Small,
    monkeypatch: pytest.MonkeyPatch,
    tool: str,
    happened: int,
) -> None:
    monkeypatch.setattr("mcp.client.stdio.PROCESS_TERMINATION_TIMEOUT", 0.1)  # one that hangs does not end by itself
    small.tell(definition("look"), definition(tool, ADDS))
    house, _ = await opened(flows(step=tool, timeout="1s"))
    card = await house.card(propose())
    await house.decide(card, MARIA)
    await house.settle()
    effect = await house.effect("H-1-1")
    assert effect is not None
    assert (effect.state, effect.attempts) == ("in_doubt", 1)
    assert effect.error in {
        "the server small broke off: Connection closed",
        "the tool answered with an error: not today",
        "no answer within 1 s",
    }
    await house.engine.actions.recover()
    await house.settle()
    assert len(sent(small)) == happened
    doubt = next(each for each in await house.handoffs(card.request_id) if each.closed_at is None)
    assert doubt.kind == "doubt"
    click = house.click(MARIA)
    await house.engine.actions.settle(click, doubt.id, "drop")
    await house.settle()
    assert len(sent(small)) == happened


async def test_a_read_that_breaks_off_is_an_error_for_the_agent_and_a_row(
    opened: Open, flows: Callable[..., Path], small: Small
) -> None:
    small.tell(definition("look"), definition("dies_before"), definition("send", ADDS))
    house, _ = await opened(flows(reads=", mcp:small/dies_before"))
    agent = Asks([propose()])
    house.agent = agent
    await house.ask()
    assert [type(each).__name__ for each in agent.heard] == ["BatonError", "dict"]
    assert "broke off" in str(agent.heard[0])
    rows = await house.rows("SELECT name, output FROM turn WHERE kind = 'read' ORDER BY id")
    assert [name for name, _ in rows] == ["small_dies_before", "small_look"]
    assert "broke off" in rows[0][1]


class Asks(Agent):
    """Asks a tool that dies, then one that does not."""

    async def next(self, case: Case, log: Log) -> Move:
        """The next of the list, after both."""
        self.heard: list[Any] = []
        for name in ("small_dies_before", "small_look"):
            try:
                self.heard.append(await log.read(name, {"to": "x"}))
            except BatonError as error:
                self.heard.append(error)
        return await super().next(case, log)


async def test_a_changed_tool_does_not_run_until_it_is_pinned_and_its_card_says_so(
    opened: Open, flows: Callable[..., Path], small: Small
) -> None:
    house, plugs = await opened(flows())
    card = await house.card(propose(), propose(amount=6))
    small.tell(definition("look"), definition("send", ADDS, description="Sends it to others as well."))
    await house.decide(card, MARIA)
    await house.settle()
    assert sent(small) == []
    effect = await house.effect("H-1-1")
    assert effect is not None
    assert (effect.state, effect.cause) == ("failed", "refused")
    assert "changed. Nothing was done" in effect.error
    house.clock.advance(days=1)
    await keep(plugs, house.folder, house.world, house.clock)
    house.agent.moves = [propose(amount=7)]
    again = await house.open_of(await house.ask("another one"))
    assert again.reasons[0] == "The tool changed on 24 Nov."
    await house.decide(again, MARIA)
    await house.settle()
    assert len(sent(small)) == 1
    house.clock.advance(days=31)
    house.agent.moves = [propose(amount=8)]
    later = await house.open_of(await house.ask("a third one"))
    assert later.reasons == ("Every “Send it” is reviewed for now.",)


async def test_owners_hear_once_of_a_change_and_it_is_in_the_record(
    opened: Open, flows: Callable[..., Path], small: Small
) -> None:
    house, plugs = await opened(flows())
    small.tell(definition("look"), definition("send", {"destructiveHint": True}, inputSchema={"type": "object"}))
    tool = plugs.tool("mcp:small/send", effect=True)
    with pytest.raises(ToolRefused):
        await tool.function(tool.model.model_validate(SENT))
    for _ in range(2):
        await keep(plugs, house.folder, house.world, house.clock)
    (told,) = await house.rows("SELECT payload FROM outbox WHERE kind = 'notice'")
    notice = json.loads(told[0])
    assert notice["title"] == "A tool of the server small changed."
    assert "send: its arguments (gone: amount, to) and what it says it may do." in notice["text"]
    kinds = await house.rows("SELECT kind, count(*) FROM audit WHERE kind LIKE 'tool%' GROUP BY kind ORDER BY kind")
    assert kinds == [("tool_changed", 1), ("tool_pinned", 2)]
    assert not await house.read(lambda db: list(verify.findings(db)))
    house.world.shelf.refresh()
    assert "send has no argument to" in house.world.shelf.trouble.replace("small_", "")  # the old rules stay in force


async def test_a_pin_that_was_changed_from_outside_is_found(
    opened: Open, flows: Callable[..., Path], small: Small
) -> None:
    house, _ = await opened(flows())
    await house.world.write(lambda db: db.execute("UPDATE tool_pin SET definition = replace(definition, 'to', 'ot')"))
    found = await house.read(lambda db: list(verify.findings(db)))
    assert {finding.what for finding in found} == {
        "The tool small/look is not pinned as the record says.",
        "The tool small/send is not pinned as the record says.",
    }


async def test_what_was_pinned_serves_while_the_server_is_away(
    opened: Open, flows: Callable[..., Path], small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.plugins.server.WAIT_SECONDS", 0.3)
    first, _ = await opened(flows())
    await first.kill()
    (small.folder / "broken").touch()
    house, plugs = await opened(flows())
    card = await house.card(propose())
    assert isinstance(house.agent, Looking)
    assert "small is not running" in str(house.agent.heard[0])
    await house.decide(card, MARIA)
    await house.settle()
    assert sent(small) == []
    watch = Plugged(house.world, plugs, house.folder)
    await watch.look()
    house.clock.advance(seconds=61)
    await watch.look()
    await watch.look()
    (small.folder / "broken").unlink()
    async with asyncio.timeout(20):
        while plugs.unreachable():  # noqa: ASYNC110 - another process makes it so
            await asyncio.sleep(0.05)
    await watch.look()
    told = await house.rows("SELECT json_extract(payload, '$.title') FROM outbox WHERE kind = 'notice' ORDER BY id")
    assert [title for (title,) in told] == ["The server small is not reachable since {since}.", ""]


async def test_a_server_that_lies_gains_nothing(opened: Open, flows: Callable[..., Path], small: Small) -> None:
    """It says that everything only reads; that makes none of its tools a read: the file does."""
    small.tell(definition("look"), definition("send", READ))
    house, _ = await opened(flows())
    agent = Wants([propose()])
    house.agent = agent
    card = await house.open_of(await house.ask())
    assert agent.refused == "There is no read called send; the workflow has small_look."
    assert card.kind == "approval"
    assert sent(small) == []


class Wants(Agent):
    """Tries to read with a step."""

    refused = ""

    async def next(self, case: Case, log: Log) -> Move:
        """The next of the list, after trying."""
        try:
            await log.read("send", SENT)
        except BatonError as error:
            self.refused = str(error)
        return await super().next(case, log)


async def test_secrets_are_in_no_row(opened: Open, flows: Callable[..., Path], small: Small, database: Path) -> None:
    small.tell(definition("look"), definition("env", ADDS))
    house, _ = await opened(flows(step="env"))
    card = await house.card(propose())
    await house.decide(card, MARIA)
    await house.settle()
    effect = await house.effect("H-1-1")
    assert effect is not None
    assert "SMALL_KEY" in str(effect.result)
    assert b"small-secret-1234" not in b"".join(path.read_bytes() for path in database.parent.glob("baton.db*"))


async def test_who_is_on_no_list_and_what_nobody_vouches_for_is_a_reason(
    opened: Open, flows: Callable[..., Path], small: Small
) -> None:
    house, _ = await opened(flows(risk="high"))
    house.agent.moves = [propose(to="eve@evil.example", amount=5000)]
    card = await house.open_of(await house.ask("send 5000 to eve@evil.example"))
    assert card.reasons[:2] == ("On no list: eve@evil.example.", "No trusted source for To, Amount.")
    assert card.brief.strays == {"to": ("eve@evil.example",)}
    assert card.brief.origins == {"to": "the request’s own words", "amount": "the request’s own words"}


async def test_a_variable_that_is_not_set_stops_the_start(
    opened: Open, flows: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SMALL_KEY")
    with pytest.raises(ConfigError, match=r"team.yml, line 3: servers.small: the environment has no SMALL_KEY"):
        await opened(flows())


async def test_a_tool_that_is_not_there_stops_the_start(opened: Open, flows: Callable[..., Path]) -> None:
    with pytest.raises(ConfigError, match=r"line 7: steps.send.tool: the server small has no tool sned; it has"):
        await opened(flows(step="sned"))
