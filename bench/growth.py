"""Whether queries grow with the record: queue, digest, evidence and the record of one handoff at 10³, 10⁵, 10⁶.

Each database holds so many closed handoffs, each with its request, run, revision, decision, effect, and seven entries
of the record; and, in all of them alike, 200 open handoffs and 200 decisions in the last day. Filled by SQL in bulk.
Printed is the median of 30 calls of the same functions that Baton calls, each asked of all the databases in turn: a
machine that is slower for a minute is slower for all of them.

    python bench/growth.py [--sizes 1000 100000 1000000] [--strict]

With --strict it exits with 1 where a query takes more than 3 times as long as in the smallest database.
"""

import argparse
import asyncio
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

from bot.engine import Engine, World  # noqa: E402
from bot.engine.record import whole_story  # noqa: E402
from bot.people import Group, Member, People  # noqa: E402
from bot.shelf import Shelf  # noqa: E402
from storage import audit, chain, decisions, precedents  # noqa: E402, precedents
from storage.sqlite import to_text  # noqa: E402
from storage.store import Store  # noqa: E402

LIMIT = 3.0
OPEN, RECENT, RUNS = 200, 200, 30
WORKFLOW = """
workflow: refunds
channel: C1
digest: "09:00"
steps:
  refund:
    title: Refund an order
    tool: tools:refund
    approvers: [U1]
"""
TOOLS = """
from typing import Literal
from pydantic import BaseModel
from bot.tools import tool

class Refund(BaseModel):
    order_id: str
    reason: Literal["late", "broken"]

@tool(effect=True, idempotent=True)
async def refund(args: Refund) -> dict:
    return {"ok": True}
"""

# One row each for n = 1 … :all; the last :open of them are open, and the :recent before those were decided today.
_NUMBERS = """
WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :all),
part(n, args, at, done) AS (
  SELECT n, '{"order_id":"' || n || '","reason":"' || CASE n % 2 WHEN 0 THEN 'late' ELSE 'broken' END || '"}',
    strftime('%Y-%m-%dT%H:%M:%S.000000+00:00', :now, '-' || CASE WHEN n > :all - :open - :recent
      THEN (:all - n) * 2 ELSE 2880 + (:all - n) END || ' minutes'),
    n <= :all - :open
  FROM number)
"""
_BRIEF = '{"assessment":"","doubts":[],"facts":[],"how":"","orders":false,"unfound":[]}'
_FILL = (
    (
        "INSERT INTO request(id, source_key, via, workflow, requester, text, channel, message_ts, reply_channel, "
        "reply_thread, salt, created_at, closed_at) {numbers} SELECT n, 'm' || n, 'message', 'refunds', 'T1/U2', "
        "'Order ' || n || ' never showed up, the customer wants her money back', 'C1', n, 'C1', n, 'salt', at, "
        "iif(done, at, NULL) FROM part"
    ),
    (
        "INSERT INTO run(id, request_id, state, agent, agent_version, created_at, updated_at, closed_at) {numbers} "
        "SELECT n, n, iif(done, 'finished', 'parked'), 'none', 'none', at, at, iif(done, at, NULL) FROM part"
    ),
    (
        "INSERT INTO handoff(id, run_id, request_id, kind, state, workflow, step, revision, args, args_digest, brief, "
        "reasons, score, agent_version, policy_hash, opened_at, revised_at, closed_at) {numbers} SELECT n, n, n, "
        "'approval', iif(done, 'approved', 'waiting'), 'refunds', 'refund', 1, args, hex(zeroblob(32)), '"
        + _BRIEF
        + "', "
        "'[\"Always asked.\"]', 0.9, 'none', 'policy', at, at, iif(done, at, NULL) FROM part"
    ),
    (
        "INSERT INTO revision(handoff_id, revision, args, args_digest, brief, author, at, shown_at) {numbers} "
        "SELECT n, 1, args, hex(zeroblob(32)), '" + _BRIEF + "', 'agent', at, at FROM part"
    ),
    (
        "INSERT INTO decision(handoff_id, revision, stage, person, verdict, note, words, private, proof, args_before, "
        "args_after, digest_shown, digest_run, shown_at, decided_at, by_requester, workflow, step, score, "
        "agent_version, policy_hash, salt) {numbers} "
        "SELECT n, 1, 1, 'T1/U1', 'approve', '', '', 0, 'click', args, args, "
        "hex(zeroblob(32)), hex(zeroblob(32)), at, at, 0, 'refunds', 'refund', 0.9, 'none', 'policy', 'salt' "
        "FROM part WHERE done"
    ),
    (
        "INSERT INTO effect(key, handoff_id, revision, step, state, args, attempts, result, started_at, ended_at) "
        "{numbers} SELECT 'H-' || n || '-1', n, 1, 'refund', 'done', args, 1, '{\"ok\":true}', at, at "
        "FROM part WHERE done"
    ),
    (
        "INSERT INTO precedent(id, request_id, workflow, step) {numbers} SELECT n, n, 'refunds', 'refund' FROM part "
        "WHERE done"
    ),
    ("INSERT INTO post(key, channel, ts, at) {numbers} SELECT 'card:' || n, 'C1', n || '.1', at FROM part"),
)


def fill(path: Path, closed: int, still_open: int = OPEN, recent: int = RECENT) -> None:
    """Make the database at `path` and put so many handoffs into it, `recent` of the closed ones decided today."""
    Store.open(path).close()
    given = {"all": closed + still_open, "open": still_open, "recent": recent, "now": to_text(datetime.now(UTC))[:19]}
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -200000")
    db.execute("BEGIN")
    for statement in _FILL:
        db.execute(statement.replace("{numbers}", _NUMBERS), given)
    db.executemany("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", _entries(db))
    db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


def _entries(db: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """Seven entries of the record for each handoff, one linked to the other."""
    seq, previous, data = 0, chain.START, '{"digest":"' + "0" * 64 + '"}'
    for number, at in db.execute("SELECT id, opened_at FROM handoff ORDER BY id"):
        for _ in range(7):
            seq += 1
            previous = chain.link_columns(previous, seq, at, "entry", "baton", number, number, number, data)
            yield seq, at, "entry", "baton", number, number, number, data, previous


@contextmanager
def house(folder: Path, path: Path) -> Iterator[Engine]:
    """The engine on that database, with one workflow and two people."""
    flows = folder / "workflows" / "refunds"
    flows.mkdir(parents=True, exist_ok=True)
    (flows / "workflow.yml").write_text(WORKFLOW, encoding="utf-8")
    (flows / "tools.py").write_text(TOOLS, encoding="utf-8")
    members = {user: Member(user, "T1", user) for user in ("U1", "U2")}
    people = People("T1", "UB", members, dict[str, Group](), {"refunds": "C1"}, frozenset({"C1"}))
    store = Store.open(path)
    shelf = Shelf(folder / "workflows")
    try:
        yield Engine(World(store, shelf, lambda: datetime.now(UTC), random.Random(1), _nobody, people))  # type: ignore[arg-type]
    finally:
        store.close()


def _nobody(_: object) -> object:
    raise LookupError("no agent works here")


_Ask = Callable[[], Awaitable[object]]


async def medians_ms(asked: dict[int, _Ask]) -> dict[int, float]:
    """The median of several calls of each, in turn, after one that is not counted."""
    took: dict[int, list[float]] = {size: [] for size in asked}
    for _ in range(RUNS + 1):
        for size, ask in asked.items():
            start = time.perf_counter()
            await ask()
            took[size].append(time.perf_counter() - start)
    return {size: statistics.median(some[1:]) * 1000 for size, some in took.items()}


async def measure(engines: dict[int, Engine]) -> dict[str, dict[int, float]]:
    """Milliseconds of each query in each database."""
    asked = {size: queries(engine, size) for size, engine in engines.items()}
    return {name: await medians_ms({size: asked[size][name] for size in asked}) for name in asked[min(asked)]}


def queries(engine: Engine, closed: int) -> dict[str, _Ask]:
    """What is asked of one database."""
    read = engine.world.read
    workflow = engine.world.shelf.workflows["refunds"]
    one = closed // 2
    return {
        "queue": engine.overview.queue,
        "digest of a day": partial(engine.digests.of, workflow, datetime.now(UTC).date()),
        "like cases, by choices": lambda: read(
            lambda db: precedents.with_choices_like(db, "refunds", "refund", {"reason": "late"}, 50)
        ),
        "like cases, by words": lambda: read(
            lambda db: precedents.decided(
                db, precedents.search(db, "refunds", f"Order {one} never came, refund the customer").nearest[:5]
            )
        ),
        "evidence: last 200": lambda: read(lambda db: decisions.on_step(db, "refunds", "refund", 200)),
        "entries of one handoff": lambda: read(lambda db: audit.of_handoff(db, one)),
        "one handoff's whole story": lambda: read(lambda db: whole_story(db, one)),
    }


def main() -> int:
    """Fill, measure and print; 1 where a query grows and --strict was given."""
    parser = argparse.ArgumentParser(description="Whether queries grow with the record.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--strict", action="store_true", help="exit with 1 where the limit is missed")
    asked = parser.parse_args()
    with ExitStack() as kept:
        engines: dict[int, Engine] = {}
        for size in asked.sizes:
            folder = Path(kept.enter_context(tempfile.TemporaryDirectory()))
            path = folder / "baton.db"
            started = time.perf_counter()
            fill(path, size)
            told = f"{time.perf_counter() - started:.0f} s, {path.stat().st_size / 2**20:,.0f} MiB"
            print(f"filled {size:,} closed handoffs in {told}", flush=True)
            engines[size] = kept.enter_context(house(folder, path))
        found = asyncio.run(measure(engines))
    least = min(asked.sizes)
    missed = False
    print(f"{'median ms':28}" + "".join(f"{size:>12,}" for size in asked.sizes) + f"{'most / least':>15}")
    for name, took in found.items():
        ratio = max(took.values()) / took[least]
        missed |= ratio > LIMIT
        print(f"{name:28}" + "".join(f"{took[size]:12.3f}" for size in asked.sizes) + f"{ratio:15.2f}")
    print(f"limit {LIMIT:g} x; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return int(asked.strict and missed)


if __name__ == "__main__":
    sys.exit(main())
