"""What the preview says of a chain is what the engine does on a moving clock, in nights when clocks change as well."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.escalation import Event
from bot.hours import Week
from bot.workflows import Team
from tests.bot.engine.house import PEOPLE, House, proposal, workflow_text, write_folder

ZONES = ("Europe/Lisbon", "America/New_York", "Australia/Sydney", "Asia/Singapore", "UTC")
WEEKS = ("Mon-Fri 09:00-18:00", "Mon-Sun 22:00-06:00", "Mon-Sun 01:00-03:00", "Mon-Sun 09:00-18:00")
OPENED = (
    "2026-03-07T20:00", "2026-03-28T20:00", "2026-04-04T10:00", "2026-10-03T10:00", "2026-10-24T20:00",
    "2026-10-31T20:00", "2026-12-24T18:00", "2027-03-27T23:30",
)  # fmt: skip
RUNGS = ('"@leads"', '"@heads"', "UOLGA", "UELSE", "UDANA", "UWEI", "UALEX", "UMARIA")
CAST = frozenset({"UMARIA", "UDANA", "UWEI"})
TOGETHER = timedelta(minutes=3)
"""What comes shortly after something else is told with it."""
Told = tuple[datetime, str, str]


def drawn(dice: random.Random) -> dict[str, str]:
    """The keys of a step with a chain of any shape."""
    after = ("", ", after: 45m", ", after: 3h")
    rungs = [
        f"{{to: {dice.choice(RUNGS)}, away: {dice.choice(['wait', 'skip', 'ask'])}{dice.choice(after)}}}"
        for _ in range(dice.randint(0, 4))
    ]
    return {
        "deadline": dice.choice(["30m", "2h", "5h"]),
        "remind": dice.choice(["0s", "10m", "25m"]),
        "escalate": f"[{', '.join(rungs)}]",
        "on_timeout": dice.choice(["hold", "expire"]),
        "risk": dice.choice(["normal", "normal", "high"]),
    }


def foretold(events: tuple[Event, ...]) -> list[Told]:
    return [
        (at, event.kind, user)
        for event in events
        if event.asks and event.kind != "card"
        for user, at in (*((each, event.at) for each in event.asks.now), *event.asks.later)
    ]


async def happened(house: House) -> list[Told]:
    """Everything that is due happens, each at its moment; whom it told of what."""
    moment = "SELECT min(at) FROM due WHERE kind IN ('tell', 'deadline')"
    while at := (await house.rows(moment))[0][0]:
        house.clock.now = max(datetime.fromisoformat(at), house.clock.now)
        await house.settle()
    rows = await house.rows("SELECT told_at, what, person FROM asked WHERE how <> 'overtaken'")
    return [(datetime.fromisoformat(at), what, person.removeprefix("T1/")) for at, what, person in rows]


def without(these: list[Told], those: list[Told]) -> list[Told]:
    return [a for a in these if not any(a[1:] == b[1:] and abs(a[0] - b[0]) <= TOGETHER for b in those)]


@pytest.mark.parametrize("seed", range(24))
async def test_what_was_foretold_happens_and_nothing_else(
    build: Callable[..., House], tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    house = build(folder=write_folder(tmp_path / "flows", workflow_text({"chain": ("keyless", drawn(dice))})))
    members = {user: replace(member, zone=dice.choice(ZONES)) for user, member in PEOPLE.members.items()}
    groups = {**PEOPLE.groups, "SLEADS": replace(PEOPLE.groups["SLEADS"], users=CAST)}
    house.people = house.world.people = replace(PEOPLE, members=members, groups=groups)
    hours = {"everyone": Week.parse(dice.choice(WEEKS)), "UALEX": Week.parse("Mon-Sun 02:30-10:00")}
    days = {"everyone": frozenset({date(2026, 12, 25)})}
    house.world.shelf.team = Team(interruptions=99, hours=hours, holidays=days)
    house.clock.now = datetime.fromisoformat(f"{dice.choice(OPENED)}+00:00") + timedelta(minutes=dice.randrange(600))
    step = house.world.shelf.workflows["refunds"].steps["chain"]
    events = (await house.engine.habits.ahead(step, house.clock.now)).events
    card = await house.card(proposal("chain"))
    told = await happened(house)
    assert (without(foretold(events), told), without(told, foretold(events))) == ([], [])
    found = await house.handoff(card.id)
    assert (found.held, found.closed_at is not None) == (events[-1].kind == "hold", events[-1].kind == "expire")
