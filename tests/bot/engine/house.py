"""A small world for the engine: a real database, a workflow folder, a clock, a scripted agent, and people."""

import asyncio
import copy
import functools
import json
import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.agents import Case, Finished, Log, Move, Proposal
from bot.engine import Ballot, Click, Engine, Incoming, World
from bot.people import Group, Member, People
from bot.shelf import Shelf
from bot.workflows import Workflow
from storage import decisions, effects, handoffs, requests
from storage.models import Decision, Effect, Handoff, Request, Run, Who
from storage.sqlite import Db
from storage.store import Store

PATIENCE_SECONDS = 20.0
"""How long everything that is due may take: what takes so long would take for ever."""
START = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
JONAS, MARIA, DANA, WEI = Who("T1", "UJONAS"), Who("T1", "UMARIA"), Who("T1", "UDANA"), Who("T1", "UWEI")
ALEX, OLGA, ELSE = Who("T1", "UALEX"), Who("T1", "UOLGA"), Who("T1", "UELSE")
GUEST, VISITOR, ROBOT, GONE = Who("T1", "UGUEST"), Who("T1", "UVISITOR"), Who("T1", "UROBOT"), Who("T1", "UGONE")
FOREIGN, UNKNOWN = Who("T2", "UMARIA"), Who("T1", "UNOBODY")

MEMBERS = {
    member.id: member
    for member in (
        *(Member(who.user, "T1", who.user[1:].capitalize(), who.user[1:].lower())
          for who in (JONAS, MARIA, DANA, WEI, ALEX, OLGA, ELSE)),
        Member("UGUEST", "T1", "Guest", "guest", restricted=True),
        Member("UVISITOR", "T1", "Visitor", "visitor", restricted=True),
        Member("UROBOT", "T1", "Robot", "robot", is_bot=True),
        Member("UGONE", "T1", "Gone", "gone", deleted=True),
    )
}  # fmt: skip
LEADS = frozenset({"UMARIA", "UDANA", "UWEI", "UJONAS", "UGUEST", "UROBOT", "UGONE"})
PEOPLE = People(
    team="T1",
    bot_user="UBATON",
    members=MEMBERS,
    groups={
        "SLEADS": Group("SLEADS", "leads", "Leads", LEADS),
        "SHEADS": Group("SHEADS", "heads", "Heads", frozenset({"UALEX"})),
    },
    channels={"refunds": "C1", "access": "C2"},
    joined=frozenset({"C1", "C2"}),
)

TOOLS = """
from bot.tools import tool
from tests.bot.engine.outside import OUTSIDE, Order, Refund


@tool(effect=True, idempotent=True)
def keyed(args: Refund, call):
    return OUTSIDE.act(args, call, idempotent=True)


@tool(effect=True)
def keyless(args: Refund, call):
    return OUTSIDE.act(args, call, idempotent=False)


@tool(effect=True)
def looked(args: Refund, call):
    return OUTSIDE.act(args, call, idempotent=False)


@looked.readback
def found(args, call):
    return OUTSIDE.read_back(call)


@tool(effect=True, idempotent=True)
def keyed_looked(args: Refund, call):
    return OUTSIDE.act(args, call, idempotent=True)


@keyed_looked.readback
def keyed_found(args, call):
    return OUTSIDE.read_back(call)


@tool(effect=True)
async def waits(args: Refund, call):
    return await OUTSIDE.act_async(args, call, idempotent=False)


@tool(effect=True)
def checked(args: Refund, call):
    return OUTSIDE.act(args, call, idempotent=False)


@checked.check
def problems(args, call):
    return OUTSIDE.check()


@tool(effect=True, idempotent=True)
def reversible(args: Refund, call):
    return OUTSIDE.act(args, call, idempotent=True)


@reversible.undo
def reverse(args: Refund, call):
    return OUTSIDE.act(args, call, idempotent=True)


@tool(effect=False)
def find_order(args: Order):
    return OUTSIDE.orders.get(args.order_id, {"paid": "49.90"})
"""

_STEP = """  {name}:
    title: Refund an order
    tool: tools:{tool}
    approvers: ["@leads"]
    timeout: 20s
{more}"""

STEPS: dict[str, tuple[str, dict[str, str]]] = {
    "keyed": ("keyed", {}),
    "keyless": ("keyless", {}),
    "looked": ("looked", {}),
    "keyed_looked": ("keyed_looked", {}),
    "waits": ("waits", {}),
    "checked": ("checked", {}),
    "two": ("keyless", {"quorum": "2"}),
    "reversible": ("reversible", {"once": "[order_id]"}),
    "own": ("keyless", {"self_approval": "true"}),
    "own_two": ("keyless", {"self_approval": "true", "quorum": "2"}),
    "undoable": ("keyless", {"undo": "5s"}),
    "once": ("keyless", {"once": "[order_id]"}),
    "once_undo": ("keyless", {"once": "[order_id]", "undo": "5s"}),
    "once_note": ("keyless", {"once": "[note]"}),
    "limited": ("keyless", {"max": "{amount: 500}"}),
    "ladder": ("keyless", {"deadline": "10m", "escalate": '["@heads", UOLGA]', "on_timeout": "hold"}),
    "ends": ("keyless", {"deadline": "10m", "escalate": '["@heads"]', "on_timeout": "expire"}),
    "patient": ("keyless", {"deadline": "0s"}),
    "quick": ("keyless", {"timeout": "0.4s"}),
    "quick_keyed": ("keyed", {"timeout": "0.4s"}),
    "quick_looked": ("looked", {"timeout": "0.4s"}),
    "quick_waits": ("waits", {"timeout": "0.4s"}),
}


def workflow_text(steps: Mapping[str, tuple[str, dict[str, str]]] = STEPS, **top: str) -> str:
    """A workflow file with these steps."""
    head = {"workflow": "refunds", "channel": '"#refunds"', "reads": "[tools:find_order]", "digest": '"09:00"'} | top
    body = [f"{name}: {value}" for name, value in head.items()] + ["steps:"]
    for name, (tool, keys) in steps.items():
        more = "".join(f"    {key}: {value}\n" for key, value in keys.items())
        text = _STEP.format(name=name, tool=tool, more=more)
        if "timeout" in keys:
            text = text.replace("    timeout: 20s\n", "")
        body.append(text.rstrip("\n"))
    return "\n".join(body) + "\n"


def write_folder(folder: Path, text: str = "", name: str = "refunds") -> Path:
    """A folder of workflows with one in it."""
    (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / name / "workflow.yml").write_text(text or workflow_text(), encoding="utf-8")
    (folder / name / "tools.py").write_text(TOOLS, encoding="utf-8")
    return folder


class Clock:
    """A time that moves only when it is told to."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **spent: float) -> None:
        """Let so much time pass; negative values set the clock back."""
        self.now += timedelta(**spent)


Scripted = Move | Exception | Callable[[Case], Any] | str | None


class Agent:
    """Makes the moves of a list, then has finished. An exception is raised; a function is asked; `hang` hangs."""

    version = "scripted-1"

    def __init__(self, moves: list[Scripted]) -> None:
        self.moves = moves
        self.cases: list[Case] = []
        self.reads: list[str] = []
        self.reached, self.go_on = asyncio.Event(), asyncio.Event()

    async def next(self, case: Case, log: Log) -> Move:
        """The next of the list."""
        self.cases.append(case)
        for order in self.reads:
            await log.read("find_order", {"order_id": order})
        move: Any = self.moves.pop(0) if self.moves else Finished()
        if move == "hang":
            self.reached.set()
            await self.go_on.wait()
            return Finished()
        if isinstance(move, Exception):
            raise move
        if callable(move):
            move = move(case)
            move = await move if asyncio.iscoroutine(move) else move
        return move  # type: ignore[no-any-return]


def proposal(step: str = "keyless", order_id: str = "1042", amount: str = "49.90", **more: Any) -> Proposal:
    """A proposal of the tests' usual refund."""
    return Proposal(step, {"order_id": order_id, "amount": amount, **more}, 0.9, "looks right")


def opened(database: Path) -> Store:
    """The store without its waits: no test here takes the power away."""
    store = Store.open(database)
    store.soon_seconds = 0.0
    store._writer.execute("PRAGMA synchronous = OFF")
    return store


@functools.cache
def _shelf(folder: Path) -> Shelf:
    """The shelf of a folder: read once, as YAML takes longer than everything else in a house."""
    return Shelf(folder)


class House:
    """An engine on a database file, with short ways to ask, click and look."""

    def __init__(self, folder: Path, database: Path, *moves: Scripted, world: type[World] = World) -> None:
        self.folder, self.database = folder, database
        self.clock, self.agent, self.people = Clock(), Agent(list(moves)), PEOPLE
        self._keys = 0
        self._kind = world
        self.store = opened(database)
        self.world = self._world()
        self.engine = Engine(self.world)

    def _world(self) -> World:
        shelf = copy.copy(_shelf(self.folder))
        shelf.workflows = dict(shelf.workflows)
        shelf.refresh()
        return self._kind(self.store, shelf, self.clock, random.Random(7), self._agent_of, self.people)

    def _agent_of(self, workflow: Workflow) -> Agent:
        return self.agent

    async def kill(self) -> None:
        """The process ends: what is under way never comes back, the file and its lock are free."""
        tasks = list(self.engine._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.store.close()

    async def start(self) -> None:
        """A new process on the same file, as the app starts it."""
        self.store = opened(self.database)
        self.world = self._world()
        self.engine = Engine(self.world)
        await self.engine.actions.recover()
        await self.settle()

    async def restart(self) -> None:
        """Kill and start."""
        await self.kill()
        await self.start()

    async def settle(self) -> None:
        """Everything that is due happens."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self.engine.settle()

    def click(self, who: Who, key: str = "") -> Click:
        """A press; a new one, unless a key is given."""
        self._keys += 1
        return Click(key or f"click:{self._keys}", who, "C1")

    def incoming(self, text: str = "1042 never came", who: Who = JONAS, key: str = "", **more: Any) -> Incoming:
        """A message in the workflow's channel."""
        self._keys += 1
        return Incoming(key or f"message:{self._keys}", "message", text, who, "C1", "1.1", "C1", "1.1", **more)

    async def ask(self, text: str = "1042 never came", who: Who = JONAS, *, settle: bool = True) -> int:
        """A request; returns its id once its card would stand."""
        request_id = await self.engine.requests.submit(self.incoming(text, who), "refunds")
        assert request_id is not None
        if settle:
            await self.settle()
        return request_id

    async def card(self, *moves: Scripted) -> Handoff:
        """The open handoff of a new request, after the agent made these moves."""
        self.agent.moves[:0] = moves or (proposal(),)
        return await self.open_of(await self.ask())

    async def decide(
        self, handoff: Handoff, who: Who = MARIA, verdict: Any = "approve", key: str = "", **ballot: Any
    ) -> str:
        """A verdict on what the card shows (or on another `revision`); returns what the person is told.

        Who decided sees it on the card; they are told a word only where more waits for them. `silent` = neither.
        """
        click = self.click(who, key)
        revision = ballot.pop("revision", handoff.revision)
        await self.engine.verdicts.decide(click, Ballot(handoff.id, revision, verdict, **ballot))
        told = await self.told(click)
        if told:
            return told
        closed = (await self.handoff(handoff.id)).closed_at is not None
        mine = [each for each in await self.decisions(handoff.id) if each.person == who and each.verdict == verdict]
        return "decided" if closed and mine else "silent"

    async def told(self, click: Click) -> str:
        """What the person was told after this press; empty where nothing was."""
        found = await self.rows(
            "SELECT json_extract(payload, '$.what') FROM outbox WHERE key = ?", f"answer:{click.key}"
        )
        return str(found[0][0]) if found else ""

    async def answer(self, click: Click) -> dict[str, Any]:
        """All that the answer to a press holds."""
        (found,) = await self.rows("SELECT payload FROM outbox WHERE key = ?", f"answer:{click.key}")
        return dict(json.loads(found[0]))

    async def read(self, work: Callable[[Db], Any]) -> Any:
        """Look into the database."""
        return await self.store.read(work)

    async def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query, as plain tuples."""
        found = await self.store.read(lambda db: [tuple(row) for row in db.execute(statement, values).fetchall()])
        return list(found)

    async def open_of(self, request_id: int) -> Handoff:
        """The open handoff of a request."""
        found = [each for each in await self.handoffs(request_id) if each.closed_at is None]
        assert len(found) == 1, found
        return found[0]

    async def handoffs(self, request_id: int) -> list[Handoff]:
        """All handoffs of a request."""
        return list(await self.read(lambda db: handoffs.of_request(db, request_id)))

    async def handoff(self, handoff_id: int) -> Handoff:
        """A handoff as it stands now."""
        found: Handoff = await self.read(lambda db: handoffs.get(db, handoff_id))
        return found

    async def request(self, request_id: int) -> Request:
        """A request as it stands now."""
        found: Request = await self.read(lambda db: requests.get(db, request_id))
        return found

    async def run(self, request_id: int) -> Run:
        """The last run of a request."""
        found: Run = await self.read(lambda db: requests.last_run(db, request_id))
        return found

    async def effect(self, key: str) -> Effect | None:
        """The effect under a key."""
        found: Effect | None = await self.read(lambda db: effects.get(db, key))
        return found

    async def decisions(self, handoff_id: int) -> tuple[Decision, ...]:
        """The decisions on a handoff."""
        return tuple(await self.read(lambda db: decisions.of_handoff(db, handoff_id)))

    async def due(self) -> list[tuple[str, int]]:
        """What is due now or later: kind and subject."""
        return [(str(kind), int(subject)) for kind, subject in await self.rows("SELECT kind, subject FROM due")]

    async def said(self, what: str) -> int:
        """How many messages of this kind the requester or the thread were sent."""
        found = await self.rows(
            "SELECT count(*) FROM outbox WHERE kind IN ('requester', 'thread') AND json_extract(payload, '$.what') = ?",
            what,
        )
        return int(found[0][0])
