"""A disk in trouble: FULL, BUSY, READONLY and IOERR at every statement of the writer, and for a while, for real."""

import asyncio
import random
import resource
import sqlite3
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from handlers import app
from storage import sqlite, writer
from tests.torture import scenario, sweep
from tests.torture.bot import Company
from tests.torture.report import Report
from tests.torture.sweep import Task

KINDS: dict[str, tuple[int, str]] = {
    "FULL": (sqlite3.SQLITE_FULL, "database or disk is full"),
    "BUSY": (sqlite3.SQLITE_BUSY, "database is locked"),
    "READONLY": (sqlite3.SQLITE_READONLY, "attempt to write a readonly database"),
    "IOERR": (sqlite3.SQLITE_IOERR, "disk I/O error"),
}


def error(kind: str) -> sqlite3.OperationalError:
    """What sqlite3 raises for it."""
    code, text = KINDS[kind]
    raised = sqlite3.OperationalError(text)
    raised.sqlite_errorcode, raised.sqlite_errorname = code, f"SQLITE_{kind}"
    return raised


class Faulty(sqlite.Db):
    """A connection whose statements fail where `plan` says so."""

    plan: Callable[[str], None] = staticmethod(lambda sql: None)
    """Called with each statement before it runs; what it raises, the statement raises."""

    def execute(self, sql: str, *more: Any) -> sqlite3.Cursor:
        """Run a statement, or fail."""
        if not sql.startswith("PRAGMA"):
            Faulty.plan(sql)
        return super().execute(sql, *more)


def _faulty(path: Path, *, read_only: bool) -> sqlite.Db:
    if read_only:
        return sqlite.connect(path, read_only=True)
    sqlite.connect(path, read_only=False).close()
    db = sqlite3.connect(path, isolation_level=None, timeout=5.0, check_same_thread=False, factory=Faulty)
    db.row_factory = sqlite3.Row
    for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL"):
        db.execute(f"PRAGMA {pragma}")
    return db


class Failing(Company):
    """Statements of the writer fail: each site once, or any of them by chance, in one of these ways.

    `lost`: SQLite rolled back by itself.
    """

    def __init__(self, seed: int, *kinds: str, lost: bool, chance: float) -> None:
        self._kinds, self._random, self._lost, self._chance = kinds, random.Random(seed), lost, chance
        self._sites: dict[str, int] = {}
        self._failed = 0
        self._store: Any = None

    def __str__(self) -> str:
        """For the report."""
        return f"{' or '.join(self._kinds)}, chance {self._chance}, lost {self._lost}"

    def before(self) -> None:
        """Put the faulty connection in the place of the writer's."""
        writer.connect = _faulty  # type: ignore[attr-defined]

    async def beside(self, baton: app.Baton) -> None:
        """From here on statements fail."""
        self._store = baton.engine.world.store
        Faulty.plan = self._before

    def told(self) -> dict[str, Any]:
        """Which sites there were, and how many failures."""
        Faulty.plan = staticmethod(lambda sql: None)
        sites = sorted(zlib.crc32(site.encode()) for site, left in self._sites.items() if left < 0)
        return {"sites": sites, "failed": self._failed}  # short, as nobody may listen before other workers are done

    def _before(self, sql: str) -> None:
        left = self._sites.setdefault(sql, self._random.choice((0, 0, 1, 2)))
        fails = self._random.random() < self._chance if self._chance else left == 0
        self._sites[sql] = -1 if fails or left < 0 else left - 1
        if fails:
            self._failed += 1
            if self._lost and self._store._writer.in_transaction:
                sqlite3.Connection.execute(self._store._writer, "ROLLBACK")
            raise error(self._random.choice(self._kinds))


class Away(Company):
    """For a while the database really does not take anything."""

    def __init__(self, kind: str, after: float, seconds: float) -> None:
        self._kind, self._after, self._seconds = kind, after, seconds
        self._refused = 0

    def __str__(self) -> str:
        """For the report."""
        return f"{self._kind} for {self._seconds:g} s"

    async def beside(self, baton: app.Baton) -> None:
        """Wait, turn the trouble on, wait, turn it off."""
        await asyncio.sleep(self._after)
        path = baton.engine.world.store.path  # type: ignore[union-attr]
        writer = baton.engine.world.store._writer  # type: ignore[union-attr]
        end = await _WAYS[self._kind](path, writer)
        await asyncio.sleep(self._seconds)
        end()

    def told(self) -> dict[str, Any]:
        """Nothing: what people saw is in the traffic."""
        return {"sites": [], "failed": 1}


async def _full(path: Path, writer: sqlite3.Connection) -> Callable[[], None]:
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count = {pages}")
    return lambda: _pragma(writer, "max_page_count = 1073741823")


async def _readonly(path: Path, writer: sqlite3.Connection) -> Callable[[], None]:
    writer.execute("PRAGMA query_only = ON")
    return lambda: _pragma(writer, "query_only = OFF")


async def _busy(path: Path, writer: sqlite3.Connection) -> Callable[[], None]:
    other = sqlite3.connect(path, isolation_level=None, timeout=5.0)
    await asyncio.to_thread(lambda: None)
    other.execute("BEGIN IMMEDIATE")
    return other.close


async def _ioerr(path: Path, writer: sqlite3.Connection) -> Callable[[], None]:
    """No file may grow beyond what the write-ahead log has now: writes fail with EFBIG, an I/O error."""
    size = path.with_name(path.name + "-wal").stat().st_size
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, hard))


def _pragma(writer: sqlite3.Connection, text: str) -> None:
    writer.execute(f"PRAGMA {text}")


_WAYS = {"FULL": _full, "READONLY": _readonly, "BUSY": _busy, "IOERR": _ioerr}


def disk(folder: Path, runs: int, workers: int) -> Report:
    """Trouble at each site, for a while, and by chance in `runs` runs for each kind.

    Without those, the kinds take turns: each site fails in three runs, in ways that the seeds say.
    """
    started = time.monotonic()
    one_by_one = [(kind,) for kind in KINDS] if runs else [tuple(KINDS), tuple(KINDS)]
    by_itself = [("FULL",), ("IOERR",)] if runs else [("FULL", "IOERR")]
    companies: list[Company] = [Failing(n, *kinds, lost=False, chance=0) for n, kinds in enumerate(one_by_one)]
    companies += [Failing(n, *kinds, lost=True, chance=0) for n, kinds in enumerate(by_itself, start=2)]
    away = KINDS if runs else ("FULL", "IOERR")
    companies += [Away(kind, 0.7, 7.0 if kind == "BUSY" else 2.5) for kind in away]
    for seed in range(runs):
        companies += [Failing(seed, kind, lost=seed % 2 == 1, chance=0.005) for kind in KINDS]
    tasks = [Task(tuple(range(len(scenario.STORIES))), company=each) for each in companies]
    done = sweep.work(folder, tasks, workers)
    sites = {site for run in done for site in run.told.get("sites", ())}
    figures: dict[str, object] = {
        "runs": len(done),
        "write sites that failed": len(sites),
        "failed statements": sum(run.told.get("failed", 0) for run in done),
    }
    return Report("disk", figures, [each for run in done for each in run.troubles], time.monotonic() - started)
