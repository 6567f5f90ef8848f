"""Which tables, triggers and views are there by the migrations that made a database. Only reads."""

import hashlib
from collections.abc import Iterator

from storage.sqlite import Db

TABLES = {
    "m001_first": "audit decision due effect handoff inbox note once outbox post request revision run slot turn",
    "m004_agents": "fit inquiry precedent precedent_words prompt talk tool_pin",
    "m005_autonomy": "alone certificate evidence hold planted seed",
    "m006_people": "asked code desk hours proof recovery ruling secret shift shift_case",
}
"""By migration: the tables that it makes."""

WATCHED = {
    "m001_first": {"audit_keeps": "e719dcf7add9c1ba", "audit_stays": "791744f60a63d59b"},
    "m002_record": {"audit_follows": "f8fdecab1a200842", "decisions": "6436d67861dfe355"},
    "m006_people": {"decisions": "5ed7f5e2ff412161"},
    "m008_decisions": {"decisions": "8cb6b9f52f1a3bc6"},
    "m009_settled": {"decisions": "958f84fa5ff1b126"},
}
"""By migration: the triggers that keep the record and the view that people read, each with the sha256 of its SQL."""


def without(db: Db) -> Iterator[str]:
    """The tables that are missing by the migrations which made it, and those that these did not make yet, in words."""
    made = _made(db)
    found = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for level, names in TABLES.items():
        for name in names.split():
            if name not in found and level in made:
                yield f"The table {name} is missing: what it held cannot be held against the record."
            elif name in found and level not in made:
                yield f"The table {name} is there, and no migration that would have made it: their list was changed."


def changed(db: Db) -> Iterator[str]:
    """The triggers of the record, and the view of its decisions, that are missing or other than Baton makes them."""
    made = _made(db)
    rows = db.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')")
    found = {row[0]: hashlib.sha256(row[1].encode()).hexdigest()[:16] for row in rows}
    expected: dict[str, str] = {}
    for level, names in WATCHED.items():
        expected |= names if level in made else {}
    for name, digest in expected.items():
        if found.get(name) != digest:
            what = "is other than Baton makes it" if name in found else "is missing"
            yield f"The {'view' if name == 'decisions' else 'trigger'} {name} {what}: somebody changed the database."


def _made(db: Db) -> set[str]:
    return {row[0] for row in db.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'baton'")}
