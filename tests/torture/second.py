"""One refund asked for twice: two people by different ways, and by hand in the shop while the cards stand."""

import asyncio
import logging
import random
import time
from dataclasses import replace
from pathlib import Path

from bot.agents import Case, Finished, Log, Move
from bot.engine import actions
from storage.store import Store
from tests.bot.engine.house import DANA, JONAS, MARIA, WEI, House, proposal, write_folder
from tests.bot.engine.outside import OUTSIDE
from tests.torture.report import Report

FIRST_ORDER = 1000


class Clerk:
    """Looks the order up, then proposes to refund it, once."""

    version = "clerk-1"

    async def next(self, case: Case, log: Log) -> Move:
        """The next move."""
        if case.outcomes:
            return Finished()
        await log.read("find_order", {"order_id": case.text})
        return proposal("once", case.text)


def second(folder: Path, orders: int, seed: int = 1) -> Report:
    """So many orders, each asked for twice."""
    started = time.monotonic()
    logging.disable(logging.CRITICAL)
    actions.PAUSES_SECONDS = (0.0, 0.0, 0.0)
    OUTSIDE.reset()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "baton.db"
    Store.open(path).close()
    by_hand, again = asyncio.run(_all(House(write_folder(folder / "workflows"), path), orders, random.Random(seed)))
    done = [args["order_id"] for _, args in OUTSIDE.happened]
    troubles = [f"order {order} was refunded {done.count(order)} times" for order in set(done) if done.count(order) > 1]
    troubles += [f"order {order} was refunded by hand, and once more" for order in sorted(by_hand & set(done))]
    missed = {str(FIRST_ORDER + number) for number in range(orders)} - by_hand - set(done)
    troubles += [f"order {order} was refunded by nobody" for order in sorted(missed)]
    if again != len(by_hand):
        troubles.append(f"{again} cards asked again, {len(by_hand)} had to")
    figures: dict[str, object] = {
        "orders": orders,
        "asked for": 2 * orders,
        "by hand meanwhile": len(by_hand),
        "cards that asked again": again,
        "refunds by Baton": len(done),
    }
    return Report("second", figures, troubles, time.monotonic() - started)


async def _all(house: House, orders: int, chance: random.Random) -> tuple[set[str], int]:
    """Which orders were refunded by hand, and how many cards asked again because a fact had changed."""
    house.agent = Clerk()  # type: ignore[assignment]
    by_hand = set[str]()
    for number in range(orders):
        order = str(FIRST_ORDER + number)
        first, other = house.incoming(order, JONAS), replace(house.incoming(order, WEI), via="slash")
        submit = house.engine.requests.submit
        asked = await asyncio.gather(submit(first, "refunds"), submit(other, "refunds"))
        await house.settle()
        if chance.random() < 0.5:
            by_hand.add(order)
            OUTSIDE.orders[order] = {"paid": "0.00", "facts": [{"text": "Refunded by hand", "source": "orders"}]}
        cards = [await house.open_of(each) for each in asked if each]
        chance.shuffle(cards)
        deciders = chance.sample([MARIA, DANA], 2)
        await asyncio.gather(*(house.decide(card, who) for card, who in zip(cards, deciders, strict=True)))
        await house.settle()
        for card in [each for request in asked if request for each in await house.handoffs(request)]:
            if card.closed_at is None:  # it holds the other one, or asks again: Maria sees why
                await house.decide(card, MARIA, "reject")
                await house.settle()
    again = await house.rows("SELECT count(*) FROM audit WHERE kind = 'facts_changed'")
    await house.kill()
    return by_hand, int(again[0][0])
