"""A bad wire: a plan of faults for a while, and one single fault on every call of Slack that Baton makes."""

import asyncio
import contextlib
import itertools
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.torture import bot, checks, proving, ways
from tests.torture.ground import ALERTS, GENERAL, Ground, Json, Site, control, enter, new_site
from tests.torture.people import Crowd
from tests.torture.processes import PATIENCE_SECONDS, Child, Line
from tests.torture.report import Report
from workspace.driver import PersonError

FOR_EVER = 10**9
PLAN = (
    {"kind": "reset_after", "chance": 0.15, "times": FOR_EVER},
    {"kind": "http_500", "chance": 0.05, "times": FOR_EVER},
    {"kind": "http_429", "chance": 0.10, "times": FOR_EVER},
    {"kind": "duplicate", "chance": 0.10, "times": FOR_EVER},
)
ABORT_SECONDS = 4.0
CONVERGE_SECONDS = 30.0
KINDS = ("http_429", "http_500", "reset_before", "reset_after")

Play = Callable[[Crowd, Site], Awaitable[Json]]


def _with_a_bot(folder: Path, play: Play, ends: dict[str, int], *, pace: bool, name: str) -> Report:
    """A workspace, a bot and people who play; then what holds."""
    started = time.monotonic()
    ground = Ground(folder, ack_seconds=3.0)
    site = new_site(ground, folder / "run")
    baton = bot.start(site, pace=pace)
    if not baton.line.receive():
        ground.stop()
        return Report(name, {}, [f"the bot did not start; see {site.folder}/bot.log"])
    people = Child(lambda line: asyncio.run(_people(site, line, play, ends)), folder / "people.log")
    told: Json = {}
    try:
        told = people.line.receive() or {"troubles": [f"the people went away; see {folder}/people.log"]}
        baton.kill(signal.SIGTERM)
        baton.join()
        people.line.send("check")
        told["troubles"] += people.line.receive() or []
    finally:
        for child in (people, baton):
            child.kill()
            child.join()
        ground.stop()
    figures = {key: value for key, value in told.items() if key != "troubles"}
    return Report(name, figures, told["troubles"], time.monotonic() - started)


async def _people(site: Site, line: Line, play: Play, ends: dict[str, int]) -> None:
    enter(site)
    async with Crowd(site) as crowd:
        beside = asyncio.create_task(crowd.second_jobs())
        told = await play(crowd, site)
        await _until_quiet(crowd)
        beside.cancel()
        line.send({**told, "troubles": crowd.troubles})
        if line.receive() is not None:
            line.send(await checks.violations(site, ends))


async def _until_quiet(crowd: Crowd) -> None:
    try:
        await crowd.until(lambda: checks.is_quiet(crowd.site), "everything to be sent and done")
    except TimeoutError as error:
        crowd.troubles.append(str(error))


async def _switch(site: Site, given: Json) -> Json:
    return await asyncio.to_thread(control, site.page, "faults", given)


# --- the plan -----------------------------------------------------------------------------------------------------


def storm(folder: Path, seconds: float, dirty: int, every: float) -> Report:
    """The plan for so many seconds, a request every so often, and `dirty` cards decided just before it ends."""
    numbers = range(int(seconds / every))
    ends = {f"storm{number}": 1 for number in numbers} | {f"last{number}": 1 for number in range(dirty)}

    async def play(crowd: Crowd, site: Site) -> Json:
        for number in range(dirty):
            await crowd.jonas.say(ALERTS, f"sure last{number}")
        for number in range(dirty):
            await crowd.card(f"last{number}")
        await crowd.until(lambda: checks.is_quiet(site), "the cards to stand")
        await _switch(site, {"seed": 7, "add": list(PLAN)})
        aborting = asyncio.create_task(_abort(site))
        asked = [asyncio.create_task(_ask(crowd, number, number * every)) for number in numbers]
        await asyncio.sleep(seconds)
        last = [asyncio.create_task(ways.approved(crowd, f"last{number}")) for number in range(dirty)]
        await crowd.until(lambda: len(crowd.record(_DECIDED)) == dirty, "the last decisions")
        hits = sum(rule["hits"] for rule in (await _switch(site, {}))["rules"])
        aborting.cancel()
        await _switch(site, {"seed": 7})
        return {"seconds of faults": seconds, "faults": hits, **await _converged(crowd, site, asked + last)}

    return _with_a_bot(folder, play, ends, pace=True, name="storm")


_DECIDED = (
    "SELECT 1 FROM handoff h JOIN request r ON r.id = h.request_id"
    " WHERE r.text LIKE 'sure last%' AND h.state = 'approved'"
)


async def _ask(crowd: Crowd, number: int, after: float) -> None:
    await asyncio.sleep(after)
    step = ("sure", "seen")[number % 2]
    await crowd.jonas.say(ALERTS, f"{step} storm{number}")
    await ways.approved(crowd, f"storm{number}")


async def _abort(site: Site) -> None:
    while True:
        await asyncio.sleep(ABORT_SECONDS)
        await _switch(site, {"now": "abort_tcp"})


async def _converged(crowd: Crowd, site: Site, tasks: list["asyncio.Task[None]"]) -> Json:
    """How long after the faults the cards differ from the record, and until everybody has what they want.

    What this process overslept, the machine was busy with others: the bot is given that time on top.
    """
    started, equal, overslept = time.monotonic(), 0.0, 0.0
    dirty = len((await checks.differing(site))[0])
    while True:
        differing, looked = await checks.differing(site)
        equal = equal if equal or differing else looked - started
        if not differing and all(task.done() for task in tasks):
            break
        if time.monotonic() - started > PATIENCE_SECONDS:
            crowd.troubles += [f"not converged: {each}" for each in differing]
            break
        fell_asleep = time.monotonic()
        await asyncio.sleep(0.25)
        overslept += time.monotonic() - fell_asleep - 0.25 if not equal else 0.0
    for task in tasks:
        task.cancel()
    if dirty <= 20 and not 0 < equal <= CONVERGE_SECONDS + overslept:
        crowd.troubles.append(f"{dirty} dirty cards needed {equal:.1f} s after the faults")
    return {"dirty cards": dirty, "equal after, s": round(equal, 1), "overslept, s": round(overslept, 1)}


# --- one by one ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Single:
    """A single fault on one call: `after` so many calls of the method that went well."""

    flow: str
    method: str
    kind: str
    after: int = 0
    before: tuple[Json, ...] = ()


def singles(kinds: tuple[str, ...], *, short: bool) -> list[Single]:
    """Every call of Slack in each way of a request, with each kind of fault."""
    lost = ({"kind": "reset_after", "on": "chat.postMessage", "times": 1},)
    others = tuple({"kind": kind, "on": "conversations.open", "times": 1} for kind in KINDS[:-1])
    direct = [Single("slash", "conversations.open", KINDS[-1], before=others)]  # called once for each person
    lost_result = ({"kind": "reset_after", "on": "chat.postMessage", "times": 1, "after": 2},)
    calls = [
        *(("approve", "chat.postMessage", after, ()) for after in range(1 if short else 4)),
        *(("approve", "chat.update", after, ()) for after in range(1 if short else 2)),
        ("approve", "chat.postEphemeral", 0, ()),
        ("approve", "conversations.history", 0, lost),
        ("approve", "conversations.replies", 0, lost_result),
        ("reject", "views.open", 0, ()),
        ("slash", "chat.postMessage", 0, ()),
        ("menu", "chat.postEphemeral", 0, ()),
        ("shortcut", "conversations.replies", 0, ()),
        ("home", "views.publish", 0, ()),
        ("review", "views.push", 0, ()),
        ("review", "views.update", 0, ()),
        ("picture", "files.getUploadURLExternal", 0, ()),
        ("picture", "files.completeUploadExternal", 0, ()),
        ("picture", "files.delete", 0, ()),  # of the picture before
        ("picture", "chat.delete", 0, ()),
    ]
    found = [Single(flow, method, kind, after, before) for flow, method, after, before in calls for kind in kinds]
    return direct + [each for number, each in enumerate(found) if not short or (number + number // len(kinds)) % 2]


def one_by_one(folder: Path, *, short: bool) -> Report:
    """Each single fault, one after the other, with a request that goes all its way meanwhile."""
    wanted = singles(KINDS, short=short)
    ends = {_tag(number, each): int(each.flow not in NO_EFFECT) for number, each in enumerate(wanted)}
    ends["waiting"] = 1

    async def play(crowd: Crowd, site: Site) -> Json:
        await crowd.jonas.say(ALERTS, "sure waiting")  # so that there is always one more to decide
        await crowd.card("waiting")
        for number, each in enumerate(wanted):
            await _one(crowd, site, each, _tag(number, each))
        await ways.approved(crowd, "waiting")
        entries = (await asyncio.to_thread(control, site.page, "log", {"limit": FOR_EVER}))["entries"]
        called = {entry["name"] for entry in entries if entry["kind"] == "web_api"}
        missed = [each for each in wanted if not any(_struck(entry, each) for entry in entries)]
        crowd.troubles += [f"did not strike: {each}" for each in missed]
        methods = {each.method for each in wanted}
        crowd.troubles += [f"without a fault: {each}" for each in sorted(called - methods - set(STARTING))]
        return {"single faults": sum(1 + len(each.before) for each in wanted), "methods": len(methods)}

    return _with_a_bot(folder, play, ends, pace=False, name="singles")


def _tag(number: int, single: Single) -> str:
    return f"{single.flow}{number}"


def _struck(entry: Json, single: Single) -> bool:
    return (entry["kind"], entry["name"], entry["status"]) == ("fault", single.kind, single.method)


async def _one(crowd: Crowd, site: Site, single: Single, tag: str) -> None:
    print(time.monotonic(), tag, single, flush=True)
    rule = {"kind": single.kind, "on": single.method, "times": 1, "after": single.after}
    await _switch(site, {"seed": 1, "add": [*single.before, rule]})
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await FLOWS[single.flow](crowd, tag)
        await crowd.until(lambda: checks.is_quiet(site), "everything to be sent and done")
    except TimeoutError as error:
        crowd.troubles.append(f"{single}: {error}")


async def _approve(crowd: Crowd, tag: str) -> None:
    await ways.said(crowd, f"sure {tag}", tag)


async def _reject(crowd: Crowd, tag: str) -> None:
    await crowd.jonas.say(ALERTS, f"sure {tag}")
    place = await crowd.card(tag)
    before = len(crowd.maria.whispers)
    await crowd.maria.click(*place, "Reject")
    await crowd.until(lambda: crowd.maria.views() or len(crowd.maria.whispers) > before, "an answer to Reject")
    await ways.by_window(crowd, crowd.maria, place, "Reject", {"own.reason": "Not today"}, tag)


async def _slash(crowd: Crowd, tag: str) -> None:
    await crowd.command(tag, f"sure {tag}")
    await ways.approved(crowd, tag)


async def _menu(crowd: Crowd, tag: str) -> None:
    await crowd.command(tag, f"sure {tag}", GENERAL)
    await ways.approved(crowd, tag)


async def _shortcut(crowd: Crowd, tag: str) -> None:
    ts = await crowd.maria.say(GENERAL, f"sure {tag}")
    await crowd.jonas.shortcut("hand_off", GENERAL, ts)
    await ways.approved(crowd, tag)


async def _home(crowd: Crowd, tag: str) -> None:
    crowd.maria.home_view = None
    crowd.maria.heard.clear()
    await crowd.maria.open_home()
    await crowd.until(lambda: any(each["type"] == "home" for each in crowd.maria.heard), "the Home")


async def _review(crowd: Crowd, tag: str) -> None:
    """From App Home into the card's window, from there into that of Edit, and back."""
    await crowd.jonas.say(ALERTS, f"sure {tag}")
    await crowd.card(tag)
    while not crowd.over(tag):
        await crowd.maria.open_home()
        for block in (crowd.maria.home_view or {}).get("blocks", ()):
            if f"Do {tag}," in str(block):
                await _edit_in(crowd, {**(crowd.maria.home_view or {}), "blocks": [block]}, tag)
        await asyncio.sleep(0.2)
    await crowd.maria.close(everything=True)


async def _edit_in(crowd: Crowd, home: Json, tag: str) -> None:
    """Press again what did not show a window within a second, as people do."""
    with contextlib.suppress(TimeoutError, PersonError, LookupError):
        await crowd.maria.click(home, button="Review")
        card = await crowd.maria.wait_for_view(1.0)
        while not crowd.over(tag):
            await crowd.maria.click(card, button="Edit")
            views = await crowd.maria.wait_for(lambda person: person.views()[1:], 1.0, "Edit")
            await crowd.send(crowd.maria, views[-1], {"arg.times": "3"})
            await crowd.until(lambda: crowd.over(tag), "the end", 5.0)


async def _picture(crowd: Crowd, tag: str) -> None:
    """A new picture for one's codes; the one before goes away."""
    before = proving.pictures(crowd)
    while not proving.pictures(crowd) - before:
        await proving.ask_for_picture(crowd)
        with contextlib.suppress(TimeoutError):
            await crowd.until(lambda: proving.pictures(crowd) - before, "a new picture", 15.0)


NO_EFFECT = {"reject", "home", "picture"}
FLOWS: dict[str, Callable[[Crowd, str], Awaitable[None]]] = {
    "approve": _approve,
    "reject": _reject,
    "slash": _slash,
    "menu": _menu,
    "shortcut": _shortcut,
    "home": _home,
    "review": _review,
    "picture": _picture,
}


# --- at the start -------------------------------------------------------------------------------------------------

STARTING = ("auth.test", "users.list", "conversations.list", "usergroups.list", "apps.connections.open")


def starts(folder: Path, *, short: bool) -> Report:
    """A single fault on each call that a start makes: the bot comes up all the same."""
    started, troubles, number = time.monotonic(), [], 0
    ground = Ground(folder)
    wanted = list(itertools.product(STARTING, KINDS))[:: 4 if short else 1]
    for method, kind in wanted:
        site = new_site(ground, folder / "run")
        ground.control("faults", {"seed": 1, "add": [{"kind": kind, "on": method, "times": 1}]})
        baton = bot.start(site)
        said: Any = baton.line.receive()
        number += bool(said and said.get("ready"))
        if not (said and said.get("ready")):
            troubles.append(f"did not start after a single {kind} of {method}")
        baton.kill(signal.SIGTERM)
        baton.join()
    ground.stop()
    return Report("starts", {"starts": len(wanted), "ready": number}, troubles, time.monotonic() - started)
