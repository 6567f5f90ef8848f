"""What owners ruled: pauses, caps and what ended them, each with who, when and why. Rows are never changed."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from storage import chain
from storage.models import Who
from storage.sqlite import Db, insert, to_text

KINDS = ("autonomy_held", "autonomy_resumed")
"""The entries of the record that attest a ruling."""


def add(
    db: Db, at: datetime, kind: str, who: Who, *, workflow: str, step: str, most: int | None, why: str, salt: str
) -> dict[str, Any]:
    """Keep a ruling (`pause`, `cap` or `resume`); returns what its entry says of it."""
    row = {"at": to_text(at), "kind": kind, "person": str(who), "workflow": workflow, "step": step, "most": most}
    number = insert(db, "ruling", row | {"why": why, "salt": salt})
    place = {"workflow": workflow, "step": step, "most": most}
    return {"ruling": number, "kind": kind, "why": chain.sealed(salt, why), **place}


def between(db: Db, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """The rulings in [start, end), oldest first."""
    if not _kept(db):
        return []
    rows = db.execute(
        "SELECT id, at, kind, person, workflow, step, most, why FROM ruling WHERE at >= ? AND at < ? ORDER BY id",
        (to_text(start), to_text(end)),
    )
    return [dict(row) for row in rows]


def wrong(db: Db) -> Iterator[tuple[int, str]]:
    """What does not fit the record: the entry that it is about (0 = none), and what is wrong in words."""
    if not _kept(db):
        return
    attested = {}
    for row in db.execute("SELECT seq, at, actor, data FROM audit WHERE kind IN (?, ?)", KINDS):
        data = json.loads(row["data"])
        if "ruling" in data:
            attested[data["ruling"]] = (row["seq"], row["at"], row["actor"], data)
    for row in db.execute("SELECT * FROM ruling ORDER BY id"):
        seq, *said = attested.pop(row["id"], (0,))
        name = f"ruling {row['id']} of {row['person'].partition('/')[2]}"
        if not seq:
            yield 0, f"No entry attests {name}: it was put in beside the record."
        elif said != [row["at"], row["person"], {**_said(dict(row)), "why": _why(dict(row), said[2]["why"])}]:
            yield seq, f"Entry {seq:,} attests {name} otherwise than it stands there now."
    for seq, *_ in attested.values():
        yield seq, f"The ruling that entry {seq:,} attests is gone."


def _kept(db: Db) -> bool:
    """Whether this database has rulings; one of an earlier Baton has none."""
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = 'ruling'").fetchone() is not None


def _said(row: dict[str, Any]) -> dict[str, Any]:
    return {"ruling": row["id"], **{name: row[name] for name in ("kind", "workflow", "step", "most")}}


def _why(row: dict[str, Any], seal: str) -> str:
    """The seal of its reason; of one that was erased the one that the record has."""
    return chain.sealed(row["salt"], row["why"]) if row["salt"] else seal
