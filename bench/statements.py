"""How many statements one handoff takes, and what they cost without anything around them.

A run of `handoff.py` is recorded, every statement with its values; then those of the writer alone are run again on a
bare connection to an empty database, as fast as they go, beside the floor. What is left of Baton's processor time is
Python: the engine, the way out, asyncio.

    python bench/statements.py [--handoffs 100] [--rounds 5] [--list]
"""

import argparse
import asyncio
import contextlib
import os
import sqlite3
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlite_utils import Database

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

from bench import handoff  # noqa: E402
from storage import sqlite, store, writer  # noqa: E402
from storage.migrations import migrations  # noqa: E402

Statement = tuple[str, Any]


class Recording(sqlite.Db):
    """Notes each statement before it runs it."""

    told: list[Statement]

    def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
        """Note and run."""
        self.told.append((sql, parameters))
        return super().execute(sql, parameters)


@contextlib.contextmanager
def recording(writes: list[Statement], reads: list[Statement]) -> Iterator[None]:
    """Connections that are opened meanwhile note what they run."""
    kept = sqlite.Db

    def connect(path: Path, *, read_only: bool) -> sqlite.Db:
        Recording.told = reads if read_only else writes
        sqlite.Db = Recording  # type: ignore[misc]
        try:
            db = sqlite.connect(path, read_only=read_only)
        finally:
            sqlite.Db = kept  # type: ignore[misc]
        db.told = Recording.told  # type: ignore[attr-defined]
        return db

    writer.connect = store.connect = connect  # type: ignore[attr-defined]
    try:
        yield
    finally:
        writer.connect = store.connect = sqlite.connect  # type: ignore[attr-defined]


def recorded(handoffs: int) -> tuple[list[Statement], list[Statement]]:
    """The statements of a run, without those that make the tables: the writer's, and those that only read."""
    writes: list[Statement] = []
    reads: list[Statement] = []
    with recording(writes, reads), tempfile.TemporaryDirectory() as folder, handoff.drawing_nothing():
        asyncio.run(handoff.baton(Path(folder), handoffs))
    first = max(at for at, (sql, _) in enumerate(writes) if sql.startswith("PRAGMA")) + 1
    return writes[first:], [each for each in reads if not each[0].startswith("PRAGMA")]


def bare(folder: Path, statements: list[Statement], handoffs: int) -> float:
    """CPU milliseconds a handoff for running these statements and nothing else."""
    path = folder / "bare.db"
    db = sqlite.connect(path, read_only=False)
    db.row_factory = None
    migrations.apply(Database(db))
    measured = handoff.Measured()
    measured.latencies.append(0)
    for sql, values in statements:
        db.execute(sql, values).fetchall()
    cpu, _ = measured.result(handoffs)
    db.close()
    return cpu


def main() -> None:
    """Record once, run again several times, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--handoffs", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--list", action="store_true", help="each statement, and how often")
    asked = parser.parse_args()
    writes, reads = recorded(asked.handoffs)
    floors, bares, batons = [], [], []
    for _ in range(asked.rounds):
        floors.append(handoff.run(lambda folder: handoff.floor(folder, asked.handoffs))[0])
        with tempfile.TemporaryDirectory() as folder:
            bares.append(bare(Path(folder), writes, asked.handoffs))
        batons.append(handoff.run(lambda folder: handoff.baton_undrawn(folder, asked.handoffs))[0])
    commits = sum(sql == "COMMIT" for sql, _ in writes)
    each = [number / asked.handoffs for number in (len(writes), commits, len(reads))]
    print(f"a handoff: {each[0]:.1f} statements of the writer, {each[1]:.1f} of them commits; {each[2]:.1f} that read")
    for name, found in (("floor", floors), ("writer's statements, bare", bares), ("Baton", batons)):
        print(f"  {name:26} {statistics.median(found):6.2f} ms CPU a handoff")
    print(f"  load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for kind, statements in (("writer", writes), ("reads", reads)) if asked.list else ():
        for sql, times in Counter(sql for sql, _ in statements).most_common():
            print(f"  {kind} {times / asked.handoffs:6.2f}  {' '.join(sql.split())[:120]}")


if __name__ == "__main__":
    main()
