"""Digests through the engine: zones, local times and every day of two years, through downtime and clock jumps."""

import asyncio
import logging
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.digest import instant
from storage.store import Store
from tests.bot.engine import house
from tests.bot.engine.house import STEPS, House, workflow_text, write_folder
from tests.bot.test_digest import CALENDAR, TIMES
from tests.torture.model import MEMORY, opened
from tests.torture.processes import Child, Line
from tests.torture.report import Report

Case = tuple[str, int, int]
"""A zone, which of TIMES and which of RIDES."""
Looks = Iterator[datetime]


def steady(moments: Sequence[datetime], chance: random.Random) -> Looks:
    """The bot looks just before each moment, at it, and a minute later."""
    for moment in moments:
        yield from (moment - timedelta(seconds=1), moment, moment + timedelta(minutes=1))


def down(moments: Sequence[datetime], chance: random.Random) -> Looks:
    """The bot is down over most moments, for up to 13 days."""
    now = moments[0]
    while now < moments[-1]:
        yield now
        now += timedelta(minutes=chance.choice((7, 600, 1440, 4000, 18_700)))
    yield moments[-1]


def jumping(moments: Sequence[datetime], chance: random.Random) -> Looks:
    """The wall clock is set back and forward."""
    now = moments[0]
    while now < moments[-1]:
        yield now
        now += timedelta(minutes=chance.choice((30, 700, 1440, 3000, 10_080, -1, -60, -1440, -3000)))
    yield moments[-1]


RIDES: tuple[Callable[[Sequence[datetime], random.Random], Looks], ...] = (steady, down, jumping)


def days(folder: Path, cases: Sequence[Case], workers: int) -> Report:
    """Each case, for two years."""
    started = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    children = [Child(_worker(cases[n::workers]), folder / f"worker-{n}.log") for n in range(workers)]
    told, troubles = 0, list[str]()
    for number, child in enumerate(children):
        while (said := child.line.receive()) is not None:
            told += said["told"]
            troubles += said["troubles"]
        if child.join():
            troubles.append(f"a worker ended by itself; see {folder}/worker-{number}.log")
    figures: dict[str, object] = {
        "zones": len({zone for zone, _, _ in cases}),
        "local times": len({at for _, at, _ in cases}),
        "days": len(CALENDAR),
        "ways (steady, down, clock set)": len({ride for _, _, ride in cases}),
        "digests, each exactly once": told,
    }
    return Report("digests", figures, troubles, time.monotonic() - started)


def _worker(cases: Sequence[Case]) -> Callable[[Line], None]:
    def work(line: Line) -> None:
        logging.disable(logging.CRITICAL)
        house.opened = opened
        tempfile.tempdir = str(MEMORY) if MEMORY.is_dir() else None
        with tempfile.TemporaryDirectory() as place:
            for zone, at, ride in cases:
                folder = _folder(Path(place) / f"{zone.replace('/', '-')}-{at}", zone, at)
                line.send(asyncio.run(_ride(folder, zone, at, RIDES[ride])))

    return work


def _folder(folder: Path, zone: str, at: int) -> Path:
    text = workflow_text({"keyless": STEPS["keyless"]}, digest=f'"{TIMES[at]:%H:%M}"')
    write_folder(folder, text)
    (folder / "team.yml").write_text(f"timezone: {zone}\n", encoding="utf-8")
    return folder


async def _ride(folder: Path, zone: str, at: int, ride: Callable[..., Looks]) -> dict[str, Any]:
    path = folder.with_name(f"{folder.name}-{ride.__name__}.db")
    Store.open(path).close()
    made = House(folder, path)
    moments = [instant(day, TIMES[at], ZoneInfo(zone)) for day in CALENDAR]
    made.clock.now = moments[0] - timedelta(seconds=1)
    await made.engine.digests.claim()
    for now in ride(moments, random.Random(f"{zone} {at}")):
        made.clock.now = now
        await made.engine.digests.claim()
    rows = await made.rows(
        "SELECT json_extract(payload, '$.day'), created_at FROM outbox WHERE kind = 'digest' ORDER BY id"
    )
    await made.kill()
    told = [(date.fromisoformat(day), datetime.fromisoformat(queued)) for day, queued in rows]
    where = f"{zone} {TIMES[at]:%H:%M} {ride.__name__}"
    return {"told": len(told), "troubles": [f"{where}: {each}" for each in _wrong(told, moments)]}


def _wrong(told: Sequence[tuple[date, datetime]], moments: Sequence[datetime]) -> Iterator[str]:
    """What is not exactly once, or before its moment."""
    found = [day for day, _ in told]
    if (found[0], found[-1]) != (CALENDAR[0], CALENDAR[-1]):
        yield f"from {found[0]} to {found[-1]}, not to {CALENDAR[-1]}"
    for before, after in pairwise(found):
        if after - before != timedelta(days=1):
            yield f"after {before} comes {after}"
    due = dict(zip(CALENDAR, moments, strict=True))
    for day, queued in told:
        if queued < due[day]:
            yield f"{day} was told at {queued}, before its moment"
