"""Facts are looked up again before what rests on them runs: all of them, and as the agent knew them last."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.agents import Case, Log, Move, Question
from storage.models import Handoff
from tests.bot.engine.house import JONAS, Agent, House, proposal
from tests.bot.engine.outside import Outside

Turn = Callable[[Log], Awaitable[Move]]


class Reader(Agent):
    """An agent whose moves read."""

    def __init__(self, *turns: Turn) -> None:
        super().__init__([])
        self.turns = list(turns)

    async def next(self, case: Case, log: Log) -> Move:
        """The next of its turns."""
        return await self.turns.pop(0)(log) if self.turns else await super().next(case, log)


async def asks(log: Log) -> Move:
    """It looks the order up, and asks the person."""
    await log.read("find_order", {"order_id": "1042"})
    return Question("Was it damaged?")


async def remembers(log: Log) -> Move:
    """It proposes by what it looked up before."""
    (seen,) = await log.seen()
    return proposal(amount=str(seen.answer["paid"]))


async def reads(log: Log) -> Move:
    """It looks the order up, and proposes."""
    order = await log.read("find_order", {"order_id": "1042"})
    return proposal(amount=str(order["paid"]))


async def card_of(house: House, *turns: Turn) -> Handoff:
    """The card after a question and its answer."""
    house.agent = Reader(*turns)
    question = await house.open_of(await house.ask())
    await house.engine.verdicts.respond(house.click(JONAS), question.id, "yes")
    await house.settle()
    return await house.open_of(question.request_id)


@pytest.mark.parametrize("changed", [True, False])
async def test_what_an_agent_remembers_is_looked_up_again(house: House, outside: Outside, changed: bool) -> None:
    card = await card_of(house, asks, remembers)
    assert card.args["amount"] == "49.90"
    outside.orders = {"1042": {"paid": "1.00"}} if changed else {}
    await house.decide(card)
    await house.settle()
    assert len(outside.happened) == (not changed)
    if changed:
        again = await house.open_of(card.request_id)
        assert "Paid was 49.90, is 1.00." in again.brief.doubts[0].what


async def test_what_changed_before_the_card_is_no_change_after_it(house: House, outside: Outside) -> None:
    async def reads_twice(log: Log) -> Move:
        await log.read("find_order", {"order_id": "1042"})
        outside.orders = {"1042": {"paid": "12.00"}}
        return await reads(log)

    house.agent = Reader(reads_twice)
    card = await house.open_of(await house.ask())
    assert card.args["amount"] == "12.00"
    await house.decide(card)
    await house.settle()
    assert [args["amount"] for _, args in outside.happened] == ["12.00"]


def changed(house: House, step: str = "keyless") -> None:
    """The server of the step's tool says something else of it from now on."""
    workflow = house.world.shelf.workflows["refunds"]
    tool = replace(workflow.steps[step].tool, changed_at=house.clock())
    steps = {**workflow.steps, step: replace(workflow.steps[step], tool=tool)}
    house.world.shelf.workflows["refunds"] = replace(workflow, steps=steps)


@pytest.mark.parametrize("looked_up", [[], ["1042"]])
@pytest.mark.parametrize("verdict", ["approve", "edit"])
async def test_a_card_from_before_its_tool_changed_asks_once_more(
    house: House, outside: Outside, looked_up: list[str], verdict: str
) -> None:
    house.agent.reads = looked_up
    card = await house.card()
    house.clock.advance(minutes=1)
    changed(house)
    house.clock.advance(minutes=1)
    await house.decide(card, verdict=verdict, args={**card.args, "amount": "12.00"} if verdict == "edit" else None)
    await house.settle()
    assert outside.calls == []
    again = await house.open_of(card.request_id)
    assert "The tool changed on 23 Nov." in again.brief.doubts[0].what
    await house.decide(again)
    await house.settle()
    assert len(outside.happened) == 1


async def test_a_card_that_tells_of_the_change_runs(house: House, outside: Outside) -> None:
    card = await house.card()
    house.clock.advance(minutes=1)
    changed(house)
    house.agent.moves = [proposal(amount="12.00")]
    await house.engine.requests.heard(house.click(JONAS), card.request_id, "only 12.00")
    await house.settle()
    card = await house.handoff(card.id)
    assert "The tool changed on 23 Nov." in card.reasons
    await house.decide(card)
    await house.settle()
    assert len(outside.happened) == 1
