"""Decisions that were given with a code, held against what the record says of them. Only reads."""

from collections.abc import Iterator
from typing import Any

from storage.sqlite import Db

Said = dict[int, tuple[int, str, str]]
"""By decision: the entry that attests its code, the kind of code, and since when its person had it."""


def unproven(db: Db, said: Said) -> Iterator[tuple[int, str]]:
    """Every decision whose code no entry attests as it stands, and every such entry without its decision.

    Yields:
        The number of the entry (0 = none), and what is wrong, in words for people.
    """
    left = dict(said)
    for row in _proven(db):
        name = f"the decision of {row['person'].partition('/')[2]} on H-{row['handoff_id']}"
        seq, kind, since = left.pop(row["id"], (0, "", ""))
        if not seq:
            yield 0, f"No entry attests the code of {name}."
        elif (kind, since) != (row["proof"], row["set_up_at"]):
            yield seq, f"Entry {seq:,} attests another proof of {name} than stands there now."
    for seq, _, _ in left.values():
        yield seq, f"The decision with a code that entry {seq:,} attests is gone, or has no code."


def _proven(db: Db) -> list[dict[str, Any]]:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'proof'").fetchone():
        return []  # a database of an earlier Baton
    rows = db.execute(
        "SELECT d.id, d.handoff_id, d.person, d.proof, p.set_up_at FROM decision d "
        "LEFT JOIN proof p ON p.decision_id = d.id WHERE d.proof IN ('code', 'recovery') OR p.set_up_at IS NOT NULL"
    )
    return [dict(row) for row in rows]
