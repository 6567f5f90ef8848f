"""How the tests of autonomy let a step earn its right, and what they look at."""

import json
from datetime import timedelta
from typing import Any

from bot.agents import Proposal
from bot.autonomy.state import State, from_row
from storage import autonomy, handoffs
from storage.acts import Alone, Evidence
from storage.models import Handoff, Who
from storage.sqlite import Db
from tests.bot.engine.house import DANA, JONAS, MARIA, WEI, House

SCORE = 0.97


def proposed(step: str = "reversible", order_id: str = "1042", score: float | None = SCORE, **more: Any) -> Proposal:
    """A proposal that may act alone once the step has earned it."""
    return Proposal(step, {"order_id": order_id, "amount": "49.90", **more}, score, "looks right")


def draw_of(house: House, number: float) -> None:
    """Every draw from here on is this number."""
    house.engine.runs._earned._draw = lambda seed, handoff_id, revision: number  # type: ignore[method-assign]


async def sample(house: House, step: str = "reversible", many: int = 74, score: float = SCORE) -> None:
    """Sample history of the step, as the demo has it."""
    workflow = house.world.shelf.workflows["refunds"]

    def work(db: Db) -> bool:
        return house.engine.runs._earned.sample(db, workflow, workflow.steps[step], "scripted-1", [score] * many)

    assert await house.world.write(work)


async def approved(house: House, order_id: str, who: Who = MARIA, seconds: float = 10, **more: Any) -> Handoff:
    """A card of the step that this person approves after so many seconds."""
    asker = more.pop("asker", JONAS)
    house.agent.moves[:0] = [proposed(order_id=order_id, **more)]
    card = await house.open_of(await house.ask(who=asker))
    await shown(house, card)
    house.clock.advance(seconds=seconds)
    await house.decide(card, who)
    await house.settle()
    return await house.handoff(card.id)


async def shown(house: House, card: Handoff) -> None:
    """The card stands in Slack from now on."""
    await house.world.write(lambda db: handoffs.set_shown(db, card.id, card.revision, house.clock()))


async def earned(house: House, step: str = "reversible") -> None:
    """The step acts alone: sample history, and two approvals of different people."""
    draw_of(house, 0.99)
    await sample(house, step)
    for number, who in enumerate((MARIA, DANA)):
        await approved(house, f"100{number}", who, step=step)
    assert (await state(house, step)).open >= 0


async def acts(house: House, order_id: str, **more: Any) -> Handoff:
    """A request that the step handles alone; its handoff."""
    house.agent.moves[:0] = [proposed(order_id=order_id, **more)]
    request_id = await house.ask()
    found: list[Handoff] = await house.read(lambda db: handoffs.of_request(db, request_id))
    return found[-1]


async def state(house: House, step: str = "reversible") -> State:
    """The certificate as it stands."""
    found = await house.read(lambda db: autonomy.newest(db, "refunds", step))
    return from_row(found.state)


async def alone(house: House, handoff: Handoff) -> Alone:
    """The act alone of a handoff."""
    found: Alone = await house.read(lambda db: autonomy.alone(db, handoff.id))
    return found


async def evidence(house: House, step: str = "reversible") -> list[Evidence]:
    """Everything that happened to the newest certificate of the step, without sample history."""
    found = await house.read(lambda db: autonomy.newest(db, "refunds", step))
    rows: list[Evidence] = await house.read(
        lambda db: autonomy.evidence(db, (found.workflow, found.step, found.version))
    )
    return [row for row in rows if row.kind != "sample"]


async def channel(house: House, what: str) -> list[dict[str, Any]]:
    """What the channel is told about autonomy."""
    rows = await house.rows("SELECT payload FROM outbox WHERE kind = 'autonomy' ORDER BY id")
    return [told for (payload,) in rows if (told := json.loads(payload))["what"] == what]


def later(house: House, **spent: float) -> None:
    """Let time pass."""
    house.clock.now += timedelta(**spent)


ALL = (MARIA, DANA, WEI)
