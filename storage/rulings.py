"""What owners ruled: pauses, caps and what ended them, each with who, when and why. Rows are never changed."""

from collections.abc import Container, Iterator
from datetime import datetime
from typing import Any

from storage import chain
from storage.models import Who
from storage.sqlite import Db, insert, to_text

KINDS = ("autonomy_held", "autonomy_resumed")
"""The entries of the record that attest a ruling, and so what is held."""
Said = list[tuple[int, str, str, str, dict[str, Any]]]
"""What these entries say, in their order: number, time, kind, who, data."""


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


def wrong(db: Db, said: Said, erased: Container[str]) -> Iterator[tuple[int, str]]:
    """What does not fit the record: the entry that it is about (0 = none), and what is wrong in words.

    `erased` are the people (`team/user`) whose words went, as the record says.
    """
    attested: dict[int, tuple[int, list[Any]]]
    attested = {data["ruling"]: (seq, [at, who, data]) for seq, at, _, who, data in said if "ruling" in data}
    reasons: dict[int, str] = {}
    for row in db.execute("SELECT * FROM ruling ORDER BY id") if _kept(db) else ():
        seq, told = attested.pop(row["id"], (0, []))
        reasons[row["id"]] = row["why"]
        name = f"ruling {row['id']} of {row['person'].partition('/')[2]}"
        if not seq:
            yield 0, f"No entry attests {name}: it was put in beside the record."
        elif told != [row["at"], row["person"], {**_said(dict(row)), "why": _why(dict(row), told[2]["why"], erased)}]:
            yield seq, f"Entry {seq:,} attests {name} otherwise than it stands there now."
    for seq, _ in attested.values():
        yield seq, f"The ruling that entry {seq:,} attests is gone."
    yield from _holds(db, said, reasons)


def _holds(db: Db, said: Said, reasons: dict[int, str]) -> Iterator[tuple[int, str]]:
    """What is held must be what the newest entry about its place says, with the reason of that ruling."""
    if not _kept(db, "hold"):
        return
    newest = {(data["workflow"], data["step"]): (seq, at, kind, who, data) for seq, at, kind, who, data in said}
    for row in db.execute("SELECT * FROM hold ORDER BY workflow, step"):
        place = row["workflow"], row["step"]
        seq, at, kind, who, data = newest.pop(place, (0, "", "", "", {}))
        why = reasons.get(data.get("ruling", 0), row["why"])  # an earlier Baton kept no rulings
        now = row["at"], row["by"], row["most"], row["why"]
        if kind != "autonomy_held" or now != (at, who, data["most"], why):
            yield seq, f"What is held of {_place(*place)} is not what the record attests."
    for place, (seq, _, kind, *_) in newest.items():
        if kind == "autonomy_held":
            yield seq, f"The pause or cap of {_place(*place)} that entry {seq:,} attests is gone."


def _place(workflow: str, step: str) -> str:
    return f"{workflow}/{step}" if workflow else "everything"


def _kept(db: Db, table: str = "ruling") -> bool:
    """Whether this database has rulings, or that table; one of an earlier Baton has none."""
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone() is not None


def _said(row: dict[str, Any]) -> dict[str, Any]:
    return {"ruling": row["id"], **{name: row[name] for name in ("kind", "workflow", "step", "most")}}


def _why(row: dict[str, Any], seal: str, erased: Container[str]) -> str:
    """The seal of its reason; of one that was erased the one that the record has."""
    gone = row["salt"] == row["why"] == "" and row["person"] in erased
    return seal if gone else chain.sealed(row["salt"], row["why"])
