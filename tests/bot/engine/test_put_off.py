"""An agent may ask for time; it may not ask for ever."""

from bot.agents import Later
from bot.engine.runs import PUT_OFF_AT_MOST
from storage import handoffs
from tests.bot.engine.house import House, proposal


async def test_an_agent_that_asks_for_time_is_asked_again_and_the_requester_hears_it(house: House) -> None:
    house.agent.moves = [Later(60, "the model is busy"), proposal()]
    request_id = await house.ask()
    assert (await house.run(request_id)).state == "working"
    assert await house.said("put_off") == 1
    house.clock.advance(seconds=61)
    await house.settle()
    assert (await house.open_of(request_id)).kind == "approval"


async def test_an_agent_that_only_asks_for_time_hands_over(house: House) -> None:
    house.agent.moves = [Later(60, "the model is busy.")] * (PUT_OFF_AT_MOST + 3)
    request_id = await house.ask()
    for _ in range(PUT_OFF_AT_MOST):
        assert await house.read(lambda db: handoffs.of_request(db, request_id)) == []
        house.clock.advance(seconds=61)
        await house.settle()
    case = await house.open_of(request_id)
    assert case.kind == "case"
    assert case.question == "The agent put this off 12 times: the model is busy. So this comes without its work."
    assert await house.due() == [("deadline", case.id)]


async def test_time_asked_for_in_between_does_not_add_up(house: House) -> None:
    house.agent.moves = [*[Later(60, "busy")] * PUT_OFF_AT_MOST, proposal()]
    request_id = await house.ask()
    for _ in range(PUT_OFF_AT_MOST):
        house.clock.advance(seconds=61)
        await house.settle()
    assert (await house.open_of(request_id)).kind == "approval"
