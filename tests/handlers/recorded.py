"""A real database, made through the engine: every kind of decision, effect and change of mind, once."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.agents import GiveUp, Question
from storage.models import Handoff, Who
from tests.bot.engine.house import ALEX, DANA, JONAS, MARIA, WEI, House, proposal, write_folder
from tests.bot.engine.outside import OUTSIDE

CANARY = "Zaubernuss"
"""A word of a requester."""


def make(folder: Path) -> Path:
    """The database in `folder`; returns its path. The bot that wrote it has stopped."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.engine.actions.PAUSES_SECONDS", (0.0, 0.0, 0.0))
        OUTSIDE.reset()
        asyncio.run(_live(write_folder(folder / "workflows"), folder / "baton.db"))
        OUTSIDE.reset()
    return folder / "baton.db"


def go_on(workflows: Path, database: Path) -> House:
    """A house on a database that another one left, two hours later."""
    house = House(workflows, database)
    house.clock.advance(hours=2)
    house._keys = 10_000  # its messages are new ones
    return house


async def _live(workflows: Path, database: Path) -> None:
    house = House(workflows, database)
    await house.engine.record.rules()
    for each in (_decided, _two, _changes_of_mind, _doubts, _requests, _unhappy, _talked, _held, _open):
        await each(house)
        house.clock.advance(minutes=3)
    await house.settle()
    await house.kill()


async def _decide(house: House, card: Handoff, who: Who, verdict: str = "approve", **ballot: Any) -> None:
    await house.decide(card, who, verdict, **ballot)
    await house.settle()


async def _talked(house: House) -> None:
    """Somebody asks the agent, takes the case over, hands it back, and somebody else takes it over."""
    card = await house.card(proposal("keyless", "1099"))
    await house.engine.inquiries.ask(house.click(DANA), card.id, "Is 77.70 <b>right</b>?")
    house.agent.moves = [proposal("keyless", "1099")]
    await house.settle()
    await _decide(house, await house.open_of(card.request_id), MARIA, "take_over")
    house.agent.moves = [proposal("keyless", "1099", "7.00")]
    await house.engine.handback.hand_back(house.click(MARIA), card.id, "only 7.00 of it")
    await house.settle()
    await _decide(house, await house.open_of(card.request_id), DANA, "take_over")


async def _decided(house: House) -> None:
    house.agent.reads = ["1042"]
    card = await house.card(proposal("keyless"))
    house.agent.reads = []
    await _decide(house, card, MARIA, words="on its way")
    card = await house.card(proposal("keyless", "1043", note="<b>bold</b> & \u202egnirts"))
    await _decide(house, card, DANA, "edit", args={"order_id": "1043", "amount": "44.95"}, note="no shipping")
    card = await house.card(proposal("keyed", "1044"))
    await _decide(house, card, MARIA, "reject", note="looks like fraud", private=True)
    await _decide(house, card, DANA)
    await _decide(house, await house.card(proposal("keyless", "1045")), ALEX)
    await _decide(house, await house.card(proposal("keyless", "1046")), WEI, "take_over")


async def _two(house: House) -> None:
    card = await house.card(proposal("two", "1050"))
    await _decide(house, card, MARIA)
    await _decide(house, card, DANA)
    await house.settle()
    card = await house.card(proposal("two", "1051"))
    await _decide(house, card, MARIA)


async def _changes_of_mind(house: House) -> None:
    card = await house.card(proposal("undoable", "1060"))
    await house.decide(card, MARIA)
    await house.engine.verdicts.undo(house.click(MARIA), card.id)
    again = await house.open_of(card.request_id)
    await _decide(house, again, DANA)
    house.clock.advance(seconds=6)
    await house.settle()
    OUTSIDE.orders["1061"] = {"paid": "49.90"}
    house.agent.reads = ["1061"]
    card = await house.card(proposal("keyless", "1061"))
    house.agent.reads = []
    OUTSIDE.orders["1061"] = {"paid": "0.00", "facts": [{"text": "Refunded by hand", "source": "orders"}]}
    await _decide(house, card, MARIA)


async def _doubts(house: House) -> None:
    for order, verdict in (("1070", "happened"), ("1071", "again"), ("1072", "drop"), ("1073", "")):
        OUTSIDE.plan = ["lost_after"]
        card = await house.card(proposal("keyless", order))
        await _decide(house, card, MARIA)
        doubt = await house.open_of(card.request_id)
        if verdict:
            await house.engine.actions.settle(house.click(DANA), doubt.id, verdict)
            await house.settle()
    OUTSIDE.plan = ["refuse"]
    await _decide(house, await house.card(proposal("keyless", "1074")), MARIA)
    await house.settle()


async def _requests(house: House) -> None:
    asked = house.engine.requests
    number = await asked.submit(house.incoming("1080 is late", key="message:open"), "refunds")
    house.agent.moves[:0] = [
        proposal("keyless", "1080"),
        proposal("keyless", "1080", "30.00"),
        proposal("keyless", "1081"),
    ]
    await house.settle()
    await asked.heard(house.click(JONAS, "note:1"), number or 0, f"only 30 of it, {CANARY}")
    await house.settle()
    await asked.edited("message:open", "edit:1", JONAS, f"1081 is late, not 1080, {CANARY}")
    await house.settle()
    card = await house.open_of(number or 0)
    await _decide(house, card, MARIA)
    await asked.edited("message:open", "edit:2", JONAS, "1081 is late, thank you")
    await asked.submit(house.incoming("for whom?", key="message:unchosen"), None)
    await asked.edited("message:unchosen", "edit:3", JONAS, "for whom is this?")
    card = await house.card(proposal("keyless", "1082"))
    await asked.withdraw(house.click(JONAS), card.request_id)


async def _unhappy(house: House) -> None:
    card = await house.card(Question("Which order?", ("1090", "1091")), proposal("keyless", "1090"))
    await house.engine.verdicts.respond(house.click(JONAS), card.id, "1090")
    await house.settle()
    card = await house.card(GiveUp("This is not clear."), proposal("keyless", "1092"))
    await house.engine.verdicts.respond(house.click(MARIA), card.id, "It is order 1092.")
    await house.settle()
    await house.card(proposal("ends", "1093"))
    house.agent.moves[:0] = [RuntimeError("no")] * 3
    await house.ask()
    for _ in range(3):
        house.clock.advance(minutes=11)
        await house.settle()


async def _held(house: House) -> None:
    """Values that may run only once: one is held, one was freed as its tool refused, one by a change of mind."""
    await _decide(house, await house.card(proposal("once", "1100")), MARIA)
    OUTSIDE.plan = ["refuse"]
    await _decide(house, await house.card(proposal("once", "1101")), MARIA)
    card = await house.card(proposal("once_undo", "1102"))
    await house.decide(card, MARIA)
    await house.engine.verdicts.undo(house.click(MARIA), card.id)
    await _decide(house, await house.open_of(card.request_id), DANA, "take_over")


async def _open(house: House) -> Handoff:
    return await house.card(proposal("keyless", "1099"))
