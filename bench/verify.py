"""How long `baton verify` takes on a clean record, as a process of its own and without the start of Python.

The record is made by the engine: whole handoffs, from the request to the effect, agent and Slack as no-ops.

    python bench/verify.py [--rows 100000]
"""

import argparse
import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.handoff import make_house
from bot.engine import Ballot, Click, Incoming
from storage import audit, verify
from storage.models import Who
from storage.sqlite import connect

LIMIT_SECONDS = 2.0
AT_ONCE = 250
TIMES = 5
HOUSE = Path(__file__).parents[1]


async def make(folder: Path, rows: int) -> int:
    """A record of at least so many rows in `folder`/baton.db; how many handoffs they tell."""
    store, engine, *_ = make_house(folder)
    done = 0
    while (await store.read(audit.head))[0] < rows:
        numbers = range(done + 1, done + AT_ONCE + 1)
        for number in numbers:
            asked = Incoming(
                f"m{number}", "message", f"{number}", Who("T1", "U2"), "C1", f"{number}", "C1", f"{number}"
            )
            await engine.requests.submit(asked, "refunds")
        await engine.settle()
        decide = engine.verdicts.decide
        await asyncio.gather(*(decide(Click(f"c{n}", Who("T1", "U1"), "C1"), Ballot(n, 1, "approve")) for n in numbers))
        await engine.settle()
        done += AT_ONCE
    store.close()
    return done


def checked(path: Path) -> tuple[float, float]:
    """Seconds by the wall and by the processor for the check itself, in this process."""
    db = connect(path, read_only=True)
    wall, cpu = time.perf_counter(), time.process_time()
    found = list(verify.findings(db))
    spent = time.perf_counter() - wall, time.process_time() - cpu
    db.close()
    assert not found, found[:3]
    return spent


def command(path: Path) -> tuple[float, float]:
    """Seconds by the wall and by the processor for the command, Python's start included."""
    wall, cpu = time.perf_counter(), _children()
    env = {**os.environ, "BATON_DB": str(path), "PYTHONPATH": str(HOUSE)}
    ended = subprocess.run([sys.executable, "-m", "handlers.cli", "verify"], env=env, check=False, capture_output=True)
    assert ended.returncode == 0, ended.stdout.decode() + ended.stderr.decode()
    return time.perf_counter() - wall, _children() - cpu


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Make the record, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        handoffs = asyncio.run(make(Path(folder), asked.rows))
        made = time.perf_counter() - started
        path = Path(folder) / "baton.db"
        db = connect(path, read_only=True)
        rows, _ = audit.head(db)
        db.close()
        print(f"{rows:,} rows of {handoffs:,} handoffs ({path.stat().st_size / 1e6:.0f} MB, made in {made:.0f} s)")
        for name, measure in (("check", checked), ("command", command)):
            wall, cpu = (
                sorted(column)[TIMES // 2] for column in zip(*(measure(path) for _ in range(TIMES)), strict=True)
            )
            print(f"  {name:8}{wall:6.2f} s by the wall, {cpu:.2f} s of one core, {rows / wall:,.0f} rows a second")
        print(f"  the limit is {LIMIT_SECONDS:g} s for 100,000 rows, command and all, where nothing else runs")


if __name__ == "__main__":
    main()
