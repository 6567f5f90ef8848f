"""The schema: from nothing, again without effect, and with what the record needs."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlite_utils import Database

from storage import audit, decisions, effects, handoffs
from storage.migrations import migrations
from storage.models import Decision, Effect, Handoff, Inquiry, Note, Outgoing, Request, Run
from storage.sqlite import Db, connect
from storage.store import Store, Unopenable
from tests.storage.rows import DANA, NOW, decide, later, new_handoff, start_effect

TABLES = {
    "audit", "decision", "due", "effect", "handoff", "inbox", "note", "once", "outbox", "post", "request", "revision",
    "run", "slot", "turn",
}  # fmt: skip


def schema(path: Path) -> list[tuple[str, str]]:
    db = sqlite3.connect(path)
    found = db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()
    db.close()
    return found


def test_from_nothing_come_all_tables_and_all_are_strict(path: Path) -> None:
    db = connect(path, read_only=True)
    tables = {row["name"]: row["strict"] for row in db.execute("PRAGMA table_list") if row["schema"] == "main"}
    db.close()
    assert set(tables) >= TABLES
    assert {name for name in TABLES if not tables[name]} == set()


def test_opening_again_changes_nothing(path: Path) -> None:
    before = schema(path)
    Store.open(path).close()
    Store.open(path).close()
    assert schema(path) == before


def test_data_outlives_opening_again(path: Path) -> None:
    db = connect(path, read_only=False)
    about = new_handoff(db)
    decide(db, about)
    start_effect(db, about)
    db.close()
    Store.open(path).close()
    db = connect(path, read_only=True)
    counts = [
        db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("request", "run", "handoff", "revision", "decision", "effect")
    ]
    db.close()
    assert counts == [1] * 6


def test_a_migration_that_was_killed_half_way_leaves_nothing(tmp_path: Path) -> None:
    """A table stands in the way: the migration fails as a whole, and works once it is gone."""
    path = tmp_path / "baton.db"
    db = sqlite3.connect(path)
    migrations.apply(Database(db), stop_before="m004_agents")
    db.execute("CREATE TABLE talk(x)")
    db.close()
    before = schema(path)
    with pytest.raises(Unopenable, match="talk"):
        Store.open(path)
    assert schema(path) == before
    db = sqlite3.connect(path)
    db.execute("DROP TABLE talk")
    db.close()
    Store.open(path).close()
    assert {name for name, _ in schema(path)} >= TABLES


@pytest.mark.parametrize(
    ("fields", "table"),
    [(Request.model_fields, "request"), (Run.model_fields, "run"), (Handoff.model_fields, "handoff"),
     (Decision.model_fields, "decision"), (Effect.model_fields, "effect"), (Note.model_fields, "note"),
     (Inquiry.model_fields, "inquiry"), (Outgoing._fields, "outbox")],
    ids=lambda given: given if isinstance(given, str) else "fields",
)  # fmt: skip
def test_every_field_of_a_record_has_its_column(db: Db, fields: Iterable[str], table: str) -> None:
    columns = {row["name"] for row in db.execute(f"PRAGMA table_info({table})")}
    assert set(fields) <= columns


def test_decisions_keep_what_evidence_needs(db: Db) -> None:
    columns = {row["name"] for row in db.execute("PRAGMA table_info(decision)")}
    assert columns >= {
        "score", "agent_version", "policy_hash", "shown_at", "digest_shown", "digest_run", "by_requester", "draw",
    }  # fmt: skip


def test_a_strict_column_takes_no_other_type(db: Db) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("INSERT INTO due(kind, subject, at) VALUES ('act', 'twelve', ?)", (NOW.isoformat(),))


def copy_what_fits(source: Path, target: Db) -> None:
    """Every row of our tables, in the columns that the target has."""
    target.execute("PRAGMA foreign_keys = OFF")
    target.execute("ATTACH ? AS today", (str(source),))
    for table in TABLES:
        columns = ", ".join(row["name"] for row in target.execute(f"PRAGMA main.table_info({table})"))
        target.execute(f"INSERT INTO main.{table}({columns}) SELECT {columns} FROM today.{table} ORDER BY 1")


@pytest.mark.parametrize("name", [each.name for each in migrations._migrations[1:]])
def test_an_earlier_schema_with_data_in_it_moves_forward(tmp_path: Path, path: Path, name: str) -> None:
    db = connect(path, read_only=False)
    about = new_handoff(db)
    decide(db, about)
    key = start_effect(db, about)
    for number in range(3):
        audit.add(db, NOW, "kind", "baton", handoff=about.id, data={"n": number})
    db.close()
    old = tmp_path / "old.db"
    db = connect(old, read_only=False)
    db.row_factory = None
    migrations.apply(Database(db), stop_before=name)
    db.row_factory = sqlite3.Row
    copy_what_fits(path, db)
    db.close()
    Store.open(old).close()
    db = connect(old, read_only=True)
    assert handoffs.get(db, about.id) == about
    assert len(decisions.of_handoff(db, about.id)) == 1
    effect = effects.get(db, key)
    assert effect is not None
    assert effect.state == "started"
    assert (audit.head(db)[0], audit.first_wrong(db)) == (3, None)
    db.close()


def test_the_decisions_in_plain_words(db: Db) -> None:
    about = new_handoff(db)
    decide(db, about, verdict="edit", note="shipping is not refunded", decided_at=later(minutes=2))
    key = start_effect(db, about)
    effects.move(db, key, "started", "done", NOW, result={"ok": 1})
    (row,) = [dict(row) for row in db.execute("SELECT * FROM decisions")]
    assert {name: row[name] for name in ("handoff", "decision", "person", "reason", "by_the_requester")} == {
        "handoff": f"H-{about.id}",
        "decision": "approved as edited",
        "person": "UMARIA",
        "reason": "shipping is not refunded",
        "by_the_requester": "no",
    }
    assert (row["seconds_to_decide"], row["effect"], row["requester"]) == (120.0, "done", "UJONAS")
    decide(db, about, DANA, verdict="respond")
    assert [row["decision"] for row in db.execute("SELECT decision FROM decisions ORDER BY decided_at")] == [
        "answered",
        "approved as edited",
    ]
