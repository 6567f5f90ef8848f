"""What came of a simulated year: what must not be in it, and its figures."""

import itertools
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from storage import verify
from tests.bot.engine.house import House
from tests.torture.office import Wire

URGENT = frozenset({"high", "critical"})


@dataclass(frozen=True)
class Way:
    """How a year is lived: with hours, chains and handover or without, and on which share of the days it is down."""

    name: str
    hours: bool = True
    down: float = 0.0


@dataclass
class Lived:
    """What came of a year."""

    way: Way
    days: int
    minutes: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    calls: Counter[str] = field(default_factory=Counter)
    outside: int = 0
    outside_now: int = 0
    told: Counter[str] = field(default_factory=Counter)
    open_at_end: int = 0
    alone: int = 0
    handed: tuple[int, int] = (0, 0)
    kept: tuple[int, int] = (0, 0)
    troubles: list[str] = field(default_factory=list)


async def judge(house: House, wire: Wire, lived: Lived) -> None:
    """Find what must not be, at the end of the year."""
    keys = Counter(told.key for told in wire.told)
    lived.troubles += [f"{key} was posted {count} times" for key, count in keys.items() if count > 1]
    climbed = await house.rows(
        "SELECT handoff_id, json_extract(data, '$.rung') FROM audit WHERE kind = 'deadline_rung'"
    )
    said = Counter(int(key.split(":")[1]) for key in keys if key.startswith("thread:") and ":rung:" in key)
    meant = Counter(number for number, _ in climbed)
    twice = [each for each, count in Counter(climbed).items() if count > 1]
    lived.troubles += [f"H-{number} climbed to rung {rung} more than once" for number, rung in twice]
    lived.troubles += [
        f"H-{number} climbed {meant[number]} rungs and {said[number]} were told"
        for number in sorted(meant | said)
        if meant[number] != said[number]
    ]
    near = await house.rows("SELECT handoff_id, json_extract(data, '$.rung') FROM audit WHERE kind = 'deadline_near'")
    lived.troubles += [f"H-{n} was reminded {c} times at rung {r}" for (n, r), c in Counter(near).items() if c > 1]
    unwatched = "SELECT id FROM handoff h WHERE closed_at IS NULL AND held = 0 AND deadline_at IS NOT NULL"
    unwatched += " AND NOT EXISTS (SELECT 1 FROM due WHERE kind = 'deadline' AND subject = h.id)"
    lived.troubles += [f"H-{n} waits, and no clock runs for it" for (n,) in await house.rows(unwatched)]
    left = await house.rows(
        "SELECT DISTINCT c.shift_id FROM shift_case c JOIN shift s ON s.id = c.shift_id JOIN handoff h"
        " ON h.id = c.handoff_id WHERE c.taken_by = '' AND coalesce(h.closed_at, '9') > s.accept_by"
    )
    untold = {number for (number,) in left} - {int(k.split(":")[1]) for k in keys if re.match(r"shift:\d+:left", k)}
    lived.troubles += [f"shift {number}: not taken, and nobody was told" for number in sorted(untold)]
    taken = await house.rows("SELECT count(*), coalesce(sum(taken_by <> ''), 0) FROM shift_case")
    lived.handed = (int(taken[0][0]), int(taken[0][1]))
    kept = await house.rows(
        "SELECT count(*), coalesce(sum(how = 'message' AND told_as <> id), 0) FROM asked"
        " WHERE until IS NOT NULL AND what <> 'later'"
    )
    lived.kept = (int(kept[0][0]), int(kept[0][1]))
    still = await house.rows("SELECT count(*) FROM handoff WHERE closed_at IS NULL")
    lived.open_at_end = int(still[0][0])
    lived.alone = int((await house.rows("SELECT count(*) FROM handoff WHERE way = 'act'"))[0][0])
    found = await house.read(lambda db: list(verify.findings(db)))
    lived.troubles += [f"verify: {each.what}" for each in found]


def figures(lived: Lived) -> dict[str, object]:
    times = sorted(itertools.chain.from_iterable(lived.minutes.values()))
    calls = sum(lived.calls.values()) / 40 / lived.days
    told = {
        "decided by people": len(times),
        "done alone": lived.alone,
        "open at the end": lived.open_at_end,
        "median, min": round(statistics.median(times)),
        "p95, h": _p95(times),
        "p95 of high and critical, h": _p95(sorted(itertools.chain(*(lived.minutes[risk] for risk in URGENT)))),
        "handed over, of them taken": f"{lived.handed[0]}, {lived.handed[1]}",
        "calls a person and day": round(calls, 2),
        "notices kept back, of them merged into others": f"{lived.kept[0]}, {lived.kept[1]}",
        "outside hours": lived.outside,
        "outside, for a risk that says now": lived.outside_now,
    }
    return {f"{name} ({lived.way.name})": value for name, value in told.items()}


def _p95(minutes: Sequence[float]) -> float | None:
    """Hours; `minutes` in order."""
    return round(minutes[int(len(minutes) * 0.95)] / 60, 1) if minutes else None
