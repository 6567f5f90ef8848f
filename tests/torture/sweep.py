"""The crash sweep: kill -9 at numbered points and at random instants; then everything comes to its end, once."""

import asyncio
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.torture import bot, checks, erasing, scenario
from tests.torture.ground import Ground, Site, enter, new_site
from tests.torture.people import Crowd
from tests.torture.processes import PATIENCE_SECONDS, Child, Line, wait
from tests.torture.report import Report

MOST_SECONDS = 2 * PATIENCE_SECONDS
KILLS_IN_A_RUN = 8
LONGEST_PAUSE_SECONDS = 1.2
ERASED_IN_SHORT = 4
DEATHS_IN_SHORT = 6
"""A short sweep lets so many bots of one run die at numbered points, a long one only the first."""


@dataclass(frozen=True)
class Task:
    """One run: its stories, the points where one bot after the other dies, the pauses before further kills."""

    stories: tuple[int, ...]
    points: tuple[int, ...] = ()
    """Each is counted from the start of its bot."""
    pauses: tuple[float, ...] = ()
    company: bot.Company | None = None
    erases: tuple[int, ...] | None = None
    """Points of `baton erase` at the end, at which it is killed; None = nobody is erased."""


@dataclass
class Run:
    """What became of one run: where its bot was killed, how often, and what was wrong in the end."""

    points: list[str] = field(default_factory=list)
    kills: int = 0
    seen: int = 0
    erasing: int = 0
    """How many points an erasure to its end comes by."""
    told: dict[str, Any] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)


def crash(folder: Path, points: int, instants: int, workers: int, seed: int = 1) -> Report:
    """Sweep over so many numbered points and so many random instants, spread over the scenario."""
    started = time.monotonic()
    groups = [tuple(range(len(scenario.STORIES)))] if points >= 100 else scenario.GROUPS
    clean = work(folder / "clean", [Task(group, erases=None if index else ()) for index, group in enumerate(groups)], 1)
    seen, erasing = [run.seen for run in clean] + [0] * len(groups), max((run.erasing for run in clean), default=0)
    deaths = 1 if points >= 100 else DEATHS_IN_SHORT
    each = points // len(groups) // deaths
    tasks = [
        Task(group, _places(number, each, deaths, seen[index]))
        for number in range(each)
        for index, group in enumerate(groups)
    ]
    tasks = [replace(task, erases=kills) for task, kills in zip(tasks, _erasures(len(tasks), erasing), strict=True)]
    chance = random.Random(seed)
    for _ in range(-(-instants // KILLS_IN_A_RUN)):
        pauses = tuple(chance.uniform(0.02, LONGEST_PAUSE_SECONDS) for _ in range(KILLS_IN_A_RUN))
        tasks.append(Task(groups[len(tasks) % len(groups)], (), pauses))
    runs = clean + work(folder, tasks, workers)
    return _report(runs, time.monotonic() - started)


def _places(number: int, runs: int, deaths: int, seen: int) -> tuple[int, ...]:
    """Where the bots of run `number` die, so that all runs together spread their deaths over the points of a whole."""
    return (1 + number * seen // (runs * deaths), *[seen // deaths] * (deaths - 1))


def _erasures(tasks: int, points: int) -> list[tuple[int, ...] | None]:
    """At which points `baton erase` dies after each task: one after each in a long sweep, a few after one in a short.

    `points` is how many there are.
    """
    if tasks >= 100:
        return [(1 + number * points // tasks,) for number in range(tasks)]
    few = tuple(1 + (2 * number + 1) * points // (2 * ERASED_IN_SHORT) for number in range(ERASED_IN_SHORT))
    return [few, *[None] * (tasks - 1)]


def _report(runs: Sequence[Run], seconds: float) -> Report:
    names = Counter(point for run in runs for point in run.points)
    instants = names.pop("an instant", 0)
    figures: dict[str, object] = {
        "runs": len(runs),
        "kills at numbered points": names.total(),
        "kinds of points": len(names),
        "kills at random instants": instants,
        "points in a whole run": max((run.seen for run in runs), default=0),
    }
    return Report("crash", figures, [trouble for run in runs for trouble in run.troubles], seconds)


def work(folder: Path, tasks: Sequence[Task], workers: int) -> list[Run]:
    """Let some workers do the tasks, each in a process of its own with a workspace of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    children = [Child(_worker(folder, n, tasks[n::workers]), folder / f"worker-{n}.log") for n in range(workers)]
    runs: list[Run] = []
    for worker in children:
        while (said := worker.line.receive()) is not None:
            runs.append(Run(**said))
        if worker.join():
            runs.append(Run(troubles=[f"a worker ended by itself; see {folder}"]))
    return runs


def _worker(folder: Path, number: int, tasks: Sequence[Task]) -> Callable[[Line], None]:
    def working(line: Line) -> None:
        ground = Ground(folder / f"worker-{number}")
        for task in tasks:
            run = one(ground, folder / f"worker-{number}" / "run", task)
            if run.troubles:
                kept = folder / f"failed-{number}-{(*task.points, 0)[0]}-{time.monotonic():.0f}"
                shutil.copytree(folder / f"worker-{number}" / "run", kept)
                (kept / "troubles.txt").write_text("\n".join([str(task), *run.troubles]), encoding="utf-8")
                run.troubles = [
                    f"{each} [{task.points or task.pauses or task.company}, {kept}]" for each in run.troubles
                ]
            line.send(asdict(run))
        ground.stop()

    return working


def one(ground: Ground, folder: Path, task: Task) -> Run:
    """One run from an empty database to the end of all its stories."""
    site, result = new_site(ground, folder), Run()
    people = Child(lambda line: asyncio.run(_people(site, line, task.stories)), folder / "people.log")
    points = [*task.points, 0]
    baton = bot.start(site, points.pop(0), task.company)
    try:
        baton = _until_quiet(site, people, baton, points, list(task.pauses), result)
        baton.kill(signal.SIGTERM)
        baton.join()
        result.told = _last_words(baton)
        result.seen = result.told.get("seen", 0)
        people.line.send("check")
        found = people.line.receive()
        result.troubles += ["the people went away"] if found is None else found
        if task.erases is not None:
            _erase(site, task.erases, result)
    except TimeoutError as error:
        result.troubles.append(str(error))
    except ChildProcessError as error:
        result.troubles.append(f"{error}; see bot.log")
    finally:
        for child in (people, baton):
            child.kill()
            child.join()
    return result


def _erase(site: Site, kills: tuple[int, ...], result: Run) -> None:
    found = erasing.erased(site, kills)
    result.troubles += found.troubles
    result.points += found.died
    result.kills += len(found.died)
    result.erasing = found.seen


def _until_quiet(site: Site, people: Child, baton: Child, points: list[int], pauses: list[float], result: Run) -> Child:
    """Let it go on, over deaths of the bot, until the people have what they want; the bot that lives then."""
    end = time.monotonic() + MOST_SECONDS
    while time.monotonic() < end:
        pause = pauses[0] if pauses else end - time.monotonic()
        happened = wait([people.line, baton.handle], pause)
        if people.line in happened:
            result.troubles += people.line.receive() or []
            return baton
        if baton.handle not in happened and pauses:
            baton.kill()
        status = baton.join()
        result.kills += 1
        result.points.append(_last_words(baton).get("point", "an instant"))
        if status != -signal.SIGKILL:
            raise ChildProcessError(f"the bot ended by itself ({status})")
        pauses = pauses[1:]
        baton = bot.start(site, points.pop(0) if points else 0)
    raise TimeoutError(f"not over within {MOST_SECONDS:g} s")


def _last_words(baton: Child) -> dict[str, Any]:
    """What a bot that is gone had said last."""
    found: dict[str, Any] = {}
    while (said := baton.line.receive()) is not None:
        found = said
    return found


async def _people(site: Site, line: Line, stories: Sequence[int]) -> None:
    enter(site)
    chosen = [scenario.STORIES[number] for number in stories]
    async with Crowd(site) as crowd:
        await scenario.play(crowd, chosen)
        line.send(crowd.troubles)
        if line.receive() is not None:
            line.send(await checks.violations(site, scenario.ends(chosen)))
