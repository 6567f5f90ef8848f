"""In the crash sweep: `baton erase` once the bot is stopped, killed on its way, and run again to its end."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from handlers import erase
from storage import erase as words
from storage import verify
from storage.sqlite import Db, connect
from storage.store import Store
from tests.stories.stage import rows
from tests.torture import bot, checks
from tests.torture.ground import JONAS, Json, Site, enter
from tests.torture.processes import Child, Line

_HIS = "SELECT DISTINCT text FROM request WHERE requester LIKE ? AND text <> ''"
_OTHERS = "SELECT text FROM request WHERE requester NOT LIKE ? UNION SELECT text FROM note WHERE who NOT LIKE ?"


@dataclass
class Erased:
    """Where it was killed, how many points its last run came by, and what was wrong after that."""

    died: list[str] = field(default_factory=list)
    seen: int = 0
    troubles: list[str] = field(default_factory=list)


def erased(site: Site, kills: Sequence[int]) -> Erased:
    """Erase Jonas, killed at these points one run after the other, then once more to its end."""
    found = Erased()
    his = {row["text"] for row in rows(site.folder / "baton.db", _HIS, f"%/{JONAS}")}
    his -= {row["text"] for row in rows(site.folder / "baton.db", _OTHERS, f"%/{JONAS}", f"%/{JONAS}")}
    told: Json = {}
    for last in (*kills, 0):
        told = _run(site, last)
        found.died += [f"erase: {told['point'].split('(')[0][:40]}"] if "point" in told else []
    found.seen = told.get("seen", 0)
    found.troubles += [] if told.get("code") == 0 else [f"erase: it ended with {told}"]
    found.troubles += [*_left(site, his), *asyncio.run(_shown(site))]
    return found


def _run(site: Site, last: int) -> Json:
    """What one run said at its end, or as it was killed."""
    child = Child(lambda line: asyncio.run(_erase(site, line, last)), site.folder / "erase.log")
    told = child.line.receive()
    child.join()
    return told or {}


async def _erase(site: Site, line: Line, last: int) -> None:
    enter(site)
    points = bot.Points(line, last)
    bot.watch_calls(points)

    def opened(path: Path) -> Store:
        store = Store.open(path)
        store._writer.set_trace_callback(points)
        return store

    def compacted(path: Path, *, read_only: bool) -> Db:
        db = connect(path, read_only=read_only)
        db.set_trace_callback(points)
        return db

    erase._open = opened
    words.connect = compacted  # type: ignore[attr-defined]
    told, code = await erase.run(site.settings, JONAS, site.clock, dry_run=False)
    line.send({"code": code, "told": told, "seen": points.seen})


def _left(site: Site, his: set[str]) -> Iterator[str]:
    """Words of his in the bytes of the database's files, and what does not hold in the record."""
    for path in site.folder.glob("baton.db*"):
        data = path.read_bytes() if path.suffix != ".key" else b""
        yield from (f"erase: {path.name} still holds {text!r}" for text in sorted(his) if text.encode() in data)
    db = connect(site.folder / "baton.db", read_only=True)
    yield from (f"erase: {found.what}" for found in verify.findings(db))
    db.close()


async def _shown(site: Site) -> list[str]:
    """Cards of his that still stand in Slack."""
    sql = "SELECT h.id FROM handoff h JOIN request r ON r.id = h.request_id WHERE r.requester LIKE ?"
    keys = {f"card:{row['id']}" for row in rows(site.folder / "baton.db", sql, f"%/{JONAS}")}
    return [f"erase: {checks.key_in(m)} still stands" for m in await checks.messages(site) if checks.key_in(m) in keys]
