"""Facts are looked up again before what rests on them runs: all of them, and as the agent knew them last."""

from collections.abc import Awaitable, Callable

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
