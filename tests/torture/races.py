"""Races: two people within 20 ms, every click delivered twice, slow tools, a slow agent, and stale cards afterwards."""

import asyncio
import copy
import random
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

from tests.stories.stage import text_of
from tests.torture import bot, checks
from tests.torture.ground import ALERTS, JONAS, Json, Site, enter, lay, open_workspace
from tests.torture.processes import PATIENCE_SECONDS, Child, Line
from tests.torture.report import Report
from workspace import typed
from workspace.form import filled_in, find
from workspace.interactions import RefusedError
from workspace.messages import Draft
from workspace.office import Office
from workspace.seed import DEFAULT, Group, Person, Seed

LANES = 20
WITHIN_SECONDS = 0.02
STALE_SECONDS = 2.0
VERDICTS = ("Approve", "Reject", "Edit")
SPEEDS = ("fast", "slowly")


@dataclass
class Tally:
    """What was counted, and what must not be."""

    races: int = 0
    presses: int = 0
    won: dict[str, int] = field(default_factory=dict)
    apart: list[float] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


def crowd() -> Seed:
    """The usual workspace with two more people for each lane, who may all decide."""
    made = [f"U{number:03}RACE" for number in range(2 * LANES)]
    people = tuple(Person(each, each.lower(), each.title(), "", "Lisbon", "Europe/Lisbon", "8a5a00") for each in made)
    groups = (Group("S05RACE", "racers", "Racers", tuple(made)), *DEFAULT.groups)
    return replace(DEFAULT, people=(*DEFAULT.people, *people), groups=groups)


class Lane:
    """Two people who race each other again and again."""

    def __init__(self, office: Office, number: int, tally: Tally, cards: dict[str, Json], seed: int) -> None:
        self._office, self._tally, self._cards = office, tally, cards
        self._pair = [f"U{2 * number + each:03}RACE" for each in (0, 1)]
        self._chance = random.Random(seed + number)
        self._channel = office.state.channels[ALERTS]

    async def race(self, number: int) -> None:
        """Jonas asks, both press, and some press once more on what they saw before."""
        verdict, speed = VERDICTS[number % 3], SPEEDS[number // 3 % 2]
        tag = f"r{number}-{speed}"
        ponder = " 1 ponder" if number % 8 == 7 else ""
        text, blocks = typed.message(self._office.state, f"sure {tag}{ponder}")
        self._office.messages.post(self._channel, Draft(JONAS, text, blocks))
        card = await self._until(lambda: self._cards.get(tag), f"the card of {tag}")
        seen = copy.deepcopy(card)
        first, second = self._chance.sample(self._pair, 2)
        view = await self._window(second, card, verdict) if verdict != "Approve" else None
        started = [0.0, 0.0]
        await asyncio.gather(
            self._soon(0, started, lambda: self._press(first, seen, "Approve", card)),
            self._soon(1, started, lambda: self._other(second, seen, view, verdict, card)),
        )
        self._tally.apart.append(abs(started[0] - started[1]))
        if self._chance.random() < 0.5:
            await asyncio.sleep(self._chance.uniform(0, STALE_SECONDS))
            await self._press(self._chance.choice(self._pair), seen, self._chance.choice(VERDICTS), card, stale=True)
        await self._until(lambda: _ended(card), f"the end of {tag}: {text_of(card)}")
        self._office.views.clear(second)
        self._office.views.clear(first)
        self._tally.races += 1

    async def _soon(self, index: int, started: list[float], act: Callable[[], Any]) -> None:
        await asyncio.sleep(self._chance.uniform(0, WITHIN_SECONDS))
        started[index] = time.monotonic()
        await act()

    async def _until(self, true: Callable[[], Any], what: str) -> Any:
        end = time.monotonic() + PATIENCE_SECONDS
        while not (found := true()):
            if time.monotonic() > end:
                raise TimeoutError(f"waited {PATIENCE_SECONDS:g} s for {what}")
            await asyncio.sleep(0.01)
        return found

    async def _window(self, user: str, card: Json, label: str) -> Json:
        await self._click(user, card, label)
        stack = await self._until(lambda: self._office.state.stacks.get(user), f"the window of {label}")
        return stack[-1]  # type: ignore[no-any-return]

    async def _click(self, user: str, card: Json, label: str) -> None:
        block, element = find(card, label)
        action = {"block_id": block["block_id"], "action_id": element["action_id"], "type": element["type"]}
        await self._office.interactions.message_action(user, self._channel, card, action, {})

    async def _press(self, user: str, seen: Json, label: str, card: Json, *, stale: bool = False) -> None:
        """Press what was seen, and see that something comes of it."""
        before = self._whispers(user)
        self._tally.presses += 1
        try:
            await self._click(user, seen, label)
        except RefusedError as error:
            self._tally.troubles.append(f"not acked: {label} by {user}: {error.error}")
            return
        await self._answered(user, label, before, card, stale=stale)

    async def _other(self, user: str, seen: Json, view: Json | None, label: str, card: Json) -> None:
        if view is None:
            await self._press(user, seen, label, card)
            return
        before = self._whispers(user)
        self._tally.presses += 1
        values = {"Edit": ("arg.times", "2"), "Reject": ("own.reason", "Not today")}[label]
        block, element = find(view, values[0])
        state = {block["block_id"]: {element["action_id"]: filled_in(element, values[1])}}
        answer = await self._office.interactions.submit(user, view, state)
        if not answer.get("errors"):
            await self._answered(user, label, before, card, stale=False)

    def _whispers(self, user: str) -> int:
        return len(self._office.messages.ephemerals_of(user, ALERTS))

    async def _answered(self, user: str, label: str, before: int, card: Json, *, stale: bool) -> None:
        """A word to the person alone, a window, or the card with their name."""

        def seen() -> bool:
            told = self._whispers(user) > before or bool(self._office.state.stacks.get(user))
            return told or (not stale and user.title() in text_of(card))

        try:
            await self._until(seen, f"an answer to {label} by {user}")
        except TimeoutError as error:
            self._tally.troubles.append(f"silent: {error}")


def _ended(card: Json) -> str:
    """Which end the card shows; empty while it shows none."""
    text = text_of(card)
    return next((end for end in ("Did ", "Not done") if text.startswith(end)), "") if "Not run yet" not in text else ""


async def _watch(office: Office, cards: dict[str, Json]) -> None:
    """Find each new card by what it is about."""
    channel, known = office.state.channels[ALERTS], 0
    while True:
        await asyncio.sleep(0.01)
        messages = list(channel.messages.values())
        for message in messages[known:]:
            text = text_of(message)
            if message.get("bot_id") and text.startswith("Do r"):
                cards[text.split()[1].rstrip(",")] = message
        known = len(messages)


def races(folder: Path, count: int, seed: int = 1) -> Report:
    """So many races, LANES of them at a time."""
    started = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    people = Child(lambda line: asyncio.run(_people(line, folder / "run", count, seed)), folder / "people.log")
    baton: Child | None = None
    tally: Json = {}
    try:
        site = lay(folder / "run", people.line.receive(), '["@racers"]')
        baton = bot.start(site)
        baton.line.receive()
        people.line.send({"behind": site.behind.total_seconds()})
        tally = people.line.receive() or {"troubles": ["the people went away"]}
        baton.kill(signal.SIGTERM)
        baton.join()
        people.line.send("check")
        tally["troubles"] += people.line.receive() or []
    finally:
        for child in filter(None, (people, baton)):
            child.kill()
            child.join()
    figures = {name: value for name, value in tally.items() if name != "troubles"}
    return Report("races", figures, tally["troubles"], time.monotonic() - started)


async def _people(line: Line, folder: Path, count: int, seed: int) -> None:
    workspace = await open_workspace(20.0, crowd())
    line.send(workspace.announcement())
    told = await asyncio.to_thread(line.receive)
    site = Site(folder, timedelta(seconds=told["behind"]), **workspace.announcement())
    enter(site)
    workspace.office.faults.arm({"kind": "duplicate", "times": 10**9})
    tally, cards = Tally(), dict[str, Json]()
    watching = asyncio.create_task(_watch(workspace.office, cards))
    lanes = [Lane(workspace.office, number, tally, cards, seed) for number in range(LANES)]
    await asyncio.gather(*(_run(lane, range(number, count, LANES), tally) for number, lane in enumerate(lanes)))
    await _quiet(site, tally)
    watching.cancel()
    line.send(_figures(tally, workspace.office, cards))
    await asyncio.to_thread(line.receive)
    found = await checks.violations(site, {})
    journal = [each.split()[2] for each in site.journal()]
    for tag, card in cards.items():
        if journal.count(tag) != (_ended(card) == "Did "):
            found.append(f"contradicted: {text_of(card)!r}, and it happened {journal.count(tag)} times")
    line.send(found)


async def _run(lane: Lane, numbers: Sequence[int], tally: Tally) -> None:
    for number in numbers:
        try:
            await lane.race(number)
        except (TimeoutError, RefusedError, LookupError) as error:
            tally.troubles.append(f"race {number}: {type(error).__name__}: {error}")


async def _quiet(site: Site, tally: Tally) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not checks.is_quiet(site):
        if time.monotonic() > end:
            tally.troubles.append("not everything is sent and done")
            return
        await asyncio.sleep(0.1)


def _figures(tally: Tally, office: Office, cards: dict[str, Json]) -> Json:
    acks = sorted(e["acked_ms"] for e in office.traffic.latest(10**9) if e["kind"] == "interactive" and "acked_ms" in e)
    ends = [_ended(card) for card in cards.values()]
    return {
        "races": tally.races,
        "presses": tally.presses,
        "each delivered": "twice",
        "ran": ends.count("Did "),
        "rejected": ends.count("Not done"),
        "apart, ms, median": round(quantiles([1000 * each for each in tally.apart], n=2)[0], 1),
        "ack ms p50/p99": "/".join(str(round(quantiles(acks, n=100)[each])) for each in (49, 98)),
        "troubles": tally.troubles,
    }
