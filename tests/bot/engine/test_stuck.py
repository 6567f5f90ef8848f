"""Due work that an error of Baton's own keeps from going on: tried ever more rarely, told to the owners, told over."""

import asyncio
from pathlib import Path

from bot.engine.stuck import Stuck
from bot.settings import Settings
from handlers.health import Health
from handlers.record import Ledger
from tests.bot.engine.house import START, House

DAMAGED = "UPDATE handoff SET brief = 7 WHERE id = ?"
NOTICES = "SELECT json_extract(payload, '$.title'), json_extract(payload, '$.text') FROM outbox WHERE lane = ?"


def test_it_waits_twice_as_long_each_time_up_to_a_minute() -> None:
    stuck = Stuck()
    pauses = [stuck.failed(("act", 7), ValueError("x"), START) for _ in range(40)]
    assert pauses[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert pauses[-1] == 60
    assert [(each.name, each.times, each.error) for each in stuck.told()] == [("act of 7", 40, "ValueError")]
    stuck.went_on(("act", 7))
    assert stuck.told() == []
    assert stuck.failed(("act", 7), ValueError("x"), START) == 1


def test_two_failures_are_told_to_nobody() -> None:
    stuck = Stuck()
    for _ in range(2):
        stuck.failed(("act", 7), ValueError("x"), START)
    assert stuck.told() == []


def test_what_takes_long_until_it_fails_is_told_all_the_same() -> None:
    stuck, key = Stuck(), ("advance", 7)
    stuck.first_seconds = -100.0  # as where it was to be tried again long ago, and still is at work
    for _ in range(3):
        stuck.failed(key, ValueError("x"), START)
        assert all(each.name == "advance of 7" for each in stuck.told({key}))
    assert len(stuck.told({key})) == 1
    assert stuck.told() == []


async def test_owners_hear_of_what_cannot_go_on_and_of_its_end(house: House, tmp_path: Path) -> None:
    """A damaged row: the deadline of its card fails each time it comes, until somebody mends it."""
    card = await house.card()
    (whole,) = await house.rows("SELECT brief FROM handoff WHERE id = ?", card.id)
    health = Health(house.engine, Ledger.open(Settings("", "", "", tmp_path / "baton.db", house.folder, "")))
    await house.store.write(lambda db: db.execute(DAMAGED, (card.id,)))
    house.engine.stuck.first_seconds = 0.0
    house.clock.advance(hours=5)
    for told in (0, 0, 1):
        await house.engine.start_due()
        await asyncio.gather(*house.engine._under_way.values())
        await health.look()
        assert len(await house.rows(NOTICES, "notice:stuck")) == told
    ((title, text),) = await house.rows(NOTICES, "notice:stuck")
    assert title == "Something that is due fails again and again since {since}."
    assert f"at: deadline of {card.id} (ValidationError). Nothing is lost" in text
    await house.store.write(lambda db: db.execute("UPDATE handoff SET brief = ? WHERE id = ?", (*whole, card.id)))
    await house.settle()
    await health.look()
    assert [text for _, text in await house.rows(NOTICES, "notice:stuck")][1:] == [
        "What failed goes on, or is not due any more, as of {until}."
    ]
