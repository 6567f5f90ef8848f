"""What the tools of plugins are, as their servers said when it was pinned. The record holds the sha256 of each."""

from datetime import datetime
from typing import NamedTuple

from storage.sqlite import Db, to_text, to_time


class Pin(NamedTuple):
    """A tool's definition as text, its sha256, and when it took the place of another one, if it ever did."""

    server: str
    tool: str
    definition: str
    digest: str
    changed_at: datetime | None


def all_of(db: Db) -> list[Pin]:
    """Every pin; none in a database of an earlier Baton."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'tool_pin'").fetchone():
        return []
    rows = db.execute("SELECT * FROM tool_pin ORDER BY server, tool").fetchall()
    return [Pin(row["server"], row["tool"], row["definition"], row["digest"], _time(row["changed_at"])) for row in rows]


def _time(text: str | None) -> datetime | None:
    return to_time(text) if text else None


def put(db: Db, pin: Pin, now: datetime) -> None:
    """Pin a tool, in place of what was pinned for it before."""
    db.execute(
        "INSERT INTO tool_pin(server, tool, definition, digest, pinned_at, changed_at) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT(server, tool) DO UPDATE SET definition = excluded.definition, digest = excluded.digest, "
        "pinned_at = excluded.pinned_at, changed_at = excluded.changed_at",
        (pin.server, pin.tool, pin.definition, pin.digest, to_text(now), pin.changed_at and to_text(pin.changed_at)),
    )
