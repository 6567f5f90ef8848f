"""CPU and latency of one handoff: Baton's engine with its whole record, bare sqlite3, and LangGraph's SqliteSaver.

The same handoff everywhere: accept, agent checkpoint, post, wait, decide, execute once, done; agent and Slack are
no-ops. The floor is seven durable transactions on plain tables (accept, work, post, decide, begin, end, done), WAL,
synchronous=FULL. Baton goes through the methods that its handlers call, with the whole record: inbox, audit chain,
revisions, decisions, evidence, outbox and what stands where. Slack as a no-op draws no card; what drawing adds is
printed beside it. They are run in turn, several rounds, and the median is printed. LangGraph is taken where it is
installed:

    pip install langgraph langgraph-checkpoint-sqlite
    python bench/handoff.py [--handoffs 200] [--rounds 5] [--strict]
"""

import argparse
import asyncio
import contextlib
import gc
import itertools
import os
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.agents import Case, Finished, Log, Move, Proposal
from bot.engine import Ballot, Click, Engine, Incoming, World
from bot.people import Member, People
from bot.shelf import Shelf
from handlers.slack import post as sending
from handlers.slack.blocks import Message
from handlers.slack.post import Post
from storage.models import Who
from storage.store import Store

WORKFLOW = """
workflow: refunds
channel: C1
agent: tools:NoAgent
steps:
  refund:
    title: Refund an order
    tool: tools:refund
    approvers: [U1]
"""
TOOLS = """
import time
from pydantic import BaseModel
from bot.tools import Call, tool

class Refund(BaseModel):
    order_id: str
    amount: str

ran = []

@tool(effect=True, idempotent=True)
async def refund(args: Refund, call: Call) -> dict:
    ran.append(time.perf_counter())
    return {"ok": True}

class NoAgent:
    async def next(self, case, log):
        ...
"""


class Measured:
    """CPU seconds of this process and the latencies of one run."""

    def __init__(self) -> None:
        self.latencies: list[float] = []
        self._start = _cpu()

    def result(self, handoffs: int) -> tuple[float, float]:
        """CPU milliseconds for each handoff, p50 milliseconds from decision to executed."""
        return (_cpu() - self._start) / handoffs * 1000, statistics.median(self.latencies) * 1000


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


FLOOR_SCHEMA = """
CREATE TABLE handoff(id INTEGER PRIMARY KEY, req_key TEXT UNIQUE, team TEXT, channel TEXT, thread_ts TEXT,
  workflow TEXT, step TEXT, state TEXT, version INTEGER, payload TEXT, draft TEXT, summary TEXT, assignee TEXT,
  created_at TEXT, updated_at TEXT, closed_at TEXT);
CREATE INDEX handoff_channel ON handoff(channel, created_at) WHERE closed_at IS NULL;
CREATE INDEX handoff_updated ON handoff(updated_at) WHERE closed_at IS NULL;
CREATE TABLE decision(id INTEGER PRIMARY KEY, handoff_id INTEGER, round INTEGER, who TEXT, verdict TEXT, edited TEXT,
  reason TEXT, slack_action_key TEXT UNIQUE, step TEXT, at TEXT, UNIQUE(handoff_id, round));
CREATE INDEX decision_at ON decision(at, verdict);
CREATE INDEX decision_step ON decision(step, at, verdict);
CREATE TABLE effect(key TEXT PRIMARY KEY, handoff_id INTEGER, kind TEXT, state TEXT, idem_key TEXT, request TEXT,
  result TEXT, started_at TEXT, ended_at TEXT);
CREATE TABLE event(id INTEGER PRIMARY KEY, handoff_id INTEGER, at TEXT, actor TEXT, kind TEXT, from_state TEXT,
  to_state TEXT, data TEXT);
CREATE INDEX event_handoff ON event(handoff_id);
"""
PAYLOAD = '{"order_id": "1042", "text": "Hi, 1042 never showed up, the customer wants her money back"}'


class Floor:
    """The tables and indexes of a durable handoff and nothing else: one transaction for each of seven moves."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=FULL")
        for statement in FLOOR_SCHEMA.split(";"):
            self.db.execute(statement)

    def move(self, number: int, before: str, after: str, *more: tuple[str, tuple[Any, ...]]) -> None:
        """Compare and set the state, with what goes along, and its event."""
        now = datetime.now(UTC).isoformat()
        closed = now if after == "done" else None
        self.db.execute("BEGIN IMMEDIATE")
        if before:
            changed = self.db.execute(
                "UPDATE handoff SET state=?, version=version+1, updated_at=?, closed_at=? WHERE id=? AND state=?",
                (after, now, closed, number, before),
            ).rowcount
            assert changed == 1
        for sql, values in more:
            self.db.execute(sql, values)
        self.db.execute(
            "INSERT INTO event(handoff_id, at, actor, kind, from_state, to_state, data) VALUES (?,?,?,?,?,?,?)",
            (number, now, "U1", "move", before, after, PAYLOAD),
        )
        self.db.execute("COMMIT")


def floor(folder: Path, handoffs: int) -> tuple[float, float]:
    """Seven transactions a handoff on bare sqlite3."""
    bare = Floor(folder / "floor.db")
    measured = Measured()
    for number in range(1, handoffs + 1):
        now = datetime.now(UTC).isoformat()
        row: tuple[Any, ...] = (number, f"m{number}", "T1", "C1", "1.0", "refunds", "refund", "accepted", 1, PAYLOAD)
        row += ("", "", "", now, now)
        bare.move(number, "", "accepted", (f"INSERT INTO handoff VALUES ({','.join('?' * 15)}, NULL)", row))
        bare.move(number, "accepted", "posting", ("UPDATE handoff SET draft=? WHERE id=?", (PAYLOAD, number)))
        bare.move(number, "posting", "waiting", ("UPDATE handoff SET thread_ts=? WHERE id=?", ("2.0", number)))
        started = time.perf_counter()
        decided = (number, 1, "U1", "approve", "", "", f"c{number}", "refund", now)
        bare.move(number, "waiting", "decided", (f"INSERT INTO decision VALUES (NULL, {','.join('?' * 9)})", decided))
        effect = (f"e{number}", number, "refund", "started", f"e{number}", PAYLOAD, "", now, None)
        bare.move(number, "decided", "executing", ("INSERT INTO effect VALUES (?,?,?,?,?,?,?,?,?)", effect))
        measured.latencies.append(time.perf_counter() - started)
        ended = ("UPDATE effect SET state='done', result=?, ended_at=? WHERE key=?", (PAYLOAD, now, f"e{number}"))
        bare.move(number, "executing", "executed", ended)
        bare.move(number, "executed", "done")
    result = measured.result(handoffs)
    bare.db.close()
    return result


class NoAgent:
    """Proposes at once, and is finished after the outcome."""

    version = "none"

    async def next(self, case: Case, log: Log) -> Move:
        """One proposal, then the end."""
        return Finished() if case.outcomes else Proposal("refund", {"order_id": case.text, "amount": "1.00"}, 0.9)


class NoSlack:
    """Takes every message and gives each a place."""

    def __init__(self) -> None:
        self._number = 0
        self.has_card, self.has_outcome = asyncio.Event(), asyncio.Event()

    async def post(self, channel: str, message: Any, key: str, thread: str = "") -> tuple[str, str]:
        """A new place."""
        self._number += 1
        if key.startswith("card:"):
            self.has_card.set()
        if ":outcome:" in key:
            self.has_outcome.set()
        return channel, f"{self._number}.0"

    async def update(self, place: Any, message: Any, key: str) -> bool:
        """Done."""
        return True

    async def tidy(self, place: Any, message: Any, key: str) -> bool:
        """Changed, silently."""
        return True

    async def whisper(self, user: str, channel: str, thread: str, message: Any) -> None:
        """Heard."""

    async def dm(self, user: str) -> str:
        """A direct message."""
        return "D1"

    async def find(self, *args: Any) -> None:
        """Nothing was posted before."""


def make_house(folder: Path) -> tuple[Store, Engine, Post, NoSlack]:
    """Store, engine, the way out and what stands for Slack, on a fresh database with a one-step workflow."""
    flows = folder / "workflows" / "refunds"
    flows.mkdir(parents=True, exist_ok=True)
    (flows / "workflow.yml").write_text(WORKFLOW, encoding="utf-8")
    (flows / "tools.py").write_text(TOOLS, encoding="utf-8")
    store = Store.open(folder / "baton.db")
    members = {user: Member(user, "T1", user) for user in ("U1", "U2")}
    people = People("T1", "UB", members, {}, {"refunds": "C1"}, frozenset({"C1"}))
    agent = NoAgent()
    world = World(
        store, Shelf(folder / "workflows"), lambda: datetime.now(UTC), random.Random(1), lambda _: agent, people
    )
    engine = Engine(world)
    slack = NoSlack()
    return store, engine, Post(engine, slack), slack  # type: ignore[arg-type]


NOTHING = Message("", [])


class Undrawn:
    """Stands for the modules that draw: whatever is asked of it is one empty message."""

    def __getattr__(self, name: str) -> Callable[..., Message]:
        """Draws nothing."""
        return _nothing


def _nothing(*args: Any, **more: Any) -> Message:
    return NOTHING


@contextlib.contextmanager
def drawing_nothing() -> Iterator[None]:
    """Slack as a no-op: the doors load, send and mark as always, and draw nothing."""
    kept = {name: getattr(sending, name) for name in ("cards", "says", "texts", "fingerprint")}
    for name in ("cards", "says", "texts"):
        setattr(sending, name, Undrawn())
    sending.fingerprint = lambda message: ""
    try:
        yield
    finally:
        for name, was in kept.items():
            setattr(sending, name, was)


def baton_undrawn(folder: Path, handoffs: int) -> tuple[float, float]:
    """`baton`, drawing nothing."""
    with drawing_nothing():
        return asyncio.run(baton(folder, handoffs))


async def baton(folder: Path, handoffs: int) -> tuple[float, float]:
    """The engine's own methods, one handoff after the other, with the loops that the app runs beside them.

    The next request comes when the outcome of the one before is told. What was still to be marked then counts, too.
    """
    store, engine, post, slack = make_house(folder)
    gc.freeze()  # as `baton run` does
    tool = engine.world.shelf.workflows["refunds"].steps["refund"].tool
    ran = tool.function.__globals__["ran"]
    measured = Measured()
    loops = [asyncio.create_task(work) for work in (engine.work_for_ever(), post.work_for_ever())]
    for number in range(1, handoffs + 1):
        incoming = Incoming(f"m{number}", "message", f"{number}", Who("T1", "U2"), "C1", f"{number}", "C1", f"{number}")
        slack.has_card.clear()
        slack.has_outcome.clear()
        await engine.requests.submit(incoming, "refunds")
        await slack.has_card.wait()
        started = time.perf_counter()
        await engine.verdicts.decide(Click(f"c{number}", Who("T1", "U1"), "C1"), Ballot(number, 1, "approve"))
        await slack.has_outcome.wait()
        measured.latencies.append(ran[-1] - started)
    await engine.settle()
    await post.settle()
    for loop in loops:
        loop.cancel()
    result = measured.result(handoffs)
    gc.unfreeze()
    await asyncio.gather(*loops, return_exceptions=True)
    ended = await store.read(lambda db: db.execute(WHOLE).fetchone()[:])
    store.close()
    assert ended == (handoffs, handoffs, 0), ended
    return result


WHOLE = """
SELECT (SELECT count(*) FROM run WHERE state = 'finished'), (SELECT count(*) FROM effect WHERE state = 'done'),
  (SELECT count(*) FROM outbox WHERE sent_at IS NULL)
"""


def langgraph(folder: Path, handoffs: int) -> tuple[float, float]:
    """The same with interrupt and resume on SqliteSaver; imported only here."""
    from langgraph.checkpoint.sqlite import SqliteSaver
    from langgraph.graph import END, START, StateGraph
    from langgraph.types import Command, interrupt

    graph: Any = StateGraph(dict)
    graph.add_node("work", lambda state: {**state, "draft": 1})
    graph.add_node("post", lambda state: {**state, "posted": 1})
    graph.add_node("wait", lambda state: {**state, "verdict": interrupt("ok?")})
    graph.add_node("execute", lambda state: {**state, "executed": 1})
    graph.add_node("done", lambda state: {**state, "done": 1})
    path = (START, "work", "post", "wait", "execute", "done", END)
    for one, two in itertools.pairwise(path):
        graph.add_edge(one, two)
    with SqliteSaver.from_conn_string(str(folder / "langgraph.db")) as saver:
        saver.conn.execute("PRAGMA journal_mode=WAL")
        saver.conn.execute("PRAGMA synchronous=FULL")
        app = graph.compile(checkpointer=saver)
        measured = Measured()
        for number in range(handoffs):
            config = {"configurable": {"thread_id": str(number)}}
            app.invoke({"id": number}, config, durability="sync")
            started = time.perf_counter()
            app.invoke(Command(resume="approve"), config, durability="sync")
            measured.latencies.append(time.perf_counter() - started)
        return measured.result(handoffs)


def run(what: Callable[[Path], tuple[float, float]]) -> tuple[float, float]:
    """One run in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return what(Path(folder))


def main() -> int:
    """Measure in turn and print the medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--handoffs", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--strict", action="store_true", help="exit with 1 where a limit is missed")
    asked = parser.parse_args()
    each: dict[str, Callable[[Path], tuple[float, float]]] = {
        "bare sqlite3": lambda folder: floor(folder, asked.handoffs),
        "baton": lambda folder: baton_undrawn(folder, asked.handoffs),
        "with cards": lambda folder: asyncio.run(baton(folder, asked.handoffs)),
    }
    try:
        import langgraph.checkpoint.sqlite  # noqa: F401

        each["langgraph"] = lambda folder: langgraph_run(folder, asked.handoffs)
    except ImportError:
        print("langgraph is not installed; it is left out")
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in each}
    for _ in range(asked.rounds):
        for name, what in each.items():
            found[name].append(run(what))
    medians = {name: tuple(map(statistics.median, zip(*rows, strict=True))) for name, rows in found.items()}
    print(f"{asked.handoffs} handoffs, median of {asked.rounds} rounds")
    for name, (cpu, latency) in medians.items():
        print(f"  {name:13} {cpu:7.2f} ms CPU a handoff   {latency:7.2f} ms p50 decision to executed")
    ratio = [medians["baton"][i] / medians["bare sqlite3"][i] for i in (0, 1)]
    print(f"  baton / bare sqlite3: CPU {ratio[0]:.2f} (limit 3), latency {ratio[1]:.2f} (limit 2)")
    missed = ratio[0] > 3 or ratio[1] > 2
    if "langgraph" in medians:
        share = medians["baton"][0] / medians["langgraph"][0]
        missed |= share > 1 / 3
        print(f"  baton / langgraph: CPU {share:.2f} (limit 0.33)")
    print(f"  load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return int(asked.strict and missed)


langgraph_run = langgraph

if __name__ == "__main__":
    sys.exit(main())
