"""A house with three regions around the clock: Lisbon to New York to Singapore, and a rotation that follows them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.bot.engine.house import House, proposal, workflow_text, write_folder

EVENING = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
"""When Lisbon's Monday ends."""

SCHEDULE = """\
regions:
  lisbon:
    hours: Mon-Sun 09:00-18:00 Europe/Lisbon
    people: ["@maria"]
    channel: "#refunds"
    next: new-york
    ladder: "@heads"
  new-york:
    hours: Mon-Sun 09:00-21:00 America/New_York
    people: ["@dana"]
    channel: "#refunds"
    next: singapore
  singapore:
    hours: Mon-Sun 09:00-18:00 Asia/Singapore
    people: ["@wei", "@olga"]
    channel: "#refunds"
    next: lisbon
rotations:
  alerts:
    follow: [lisbon, new-york, {region: singapore, people: ["@wei"]}]
"""
STEPS = {"keyless": ("keyless", {"deadline": "2h", "escalate": '["@heads"]'}), "leads": ("keyless", {})}


def folder(path: Path) -> Path:
    """A folder of workflows whose first step is decided by whoever is on call."""
    text = workflow_text(STEPS).replace('approvers: ["@leads"]', 'approvers: ["oncall:alerts"]', 1)
    write_folder(path, text)
    (path / "schedule.yml").write_text(SCHEDULE, encoding="utf-8")
    (path / "team.yml").write_text('owners: ["@else"]\n', encoding="utf-8")
    return path


async def tick(house: House, **spent: float) -> None:
    """So much time passes, and the clock's tick comes."""
    house.clock.advance(**spent)
    await house.engine.shifts.claim()
    await house.engine.watches.claim()
    await house.settle()


async def briefs(house: House, what: str = "brief") -> list[int]:
    """The shifts that were told so, one for each message."""
    found = await house.rows(
        "SELECT json_extract(payload, '$.shift') FROM outbox WHERE kind = 'shift' "
        "AND json_extract(payload, '$.what') = ? ORDER BY id",
        what,
    )
    return [int(number) for (number,) in found]


async def mentioned(house: House, what: str) -> list[list[str]]:
    """Whom each of these messages calls."""
    found = await house.rows(
        "SELECT json_extract(payload, '$.to') FROM outbox WHERE kind = 'shift' "
        "AND json_extract(payload, '$.what') = ? ORDER BY id",
        what,
    )
    return [json.loads(to) for (to,) in found]


async def shifts(house: House) -> list[tuple[str, str, str]]:
    """Every shift: of which region, of which date, to which region."""
    return [(a, b, c) for a, b, c in await house.rows("SELECT region, day, next FROM shift ORDER BY id")]


async def audited(house: House, kind: str) -> list[dict[str, Any]]:
    """What the record says in entries of a kind."""
    found = await house.rows("SELECT data FROM audit WHERE kind = ? ORDER BY seq", kind)
    return [json.loads(data) for (data,) in found]


async def handed(house: House, count: int = 1) -> list[int]:
    """So many open cases with Maria, and Lisbon's day has ended; returns their ids."""
    await tick(house)
    house.clock.now = EVENING - timedelta(minutes=30)
    cards = [(await house.card(proposal(order_id=str(1000 + index)))).id for index in range(count)]
    await tick(house, minutes=30)
    return cards
