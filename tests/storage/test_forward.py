"""Databases of every earlier schema, written by the Baton of that time: they open, verify, and work goes on.

`old/m001.sql` is one for each migration but the newest: the dump of a database whose last migration it was.
"""

import contextlib
import shutil
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.engine import record
from storage import verify
from storage.sqlite import connect
from storage.store import Store
from tests.bot.engine.house import DANA, JONAS, MARIA, House, proposal, write_folder
from tests.bot.engine.outside import OUTSIDE

OLD = sorted(Path(__file__).with_name("old").glob("*.sql"))
NAMES = [path.stem for path in OLD]


@pytest.fixture(params=OLD, ids=NAMES)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A database as an earlier Baton left it."""
    path = tmp_path / "baton.db"
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.executescript(request.param.read_text(encoding="utf-8"))
    return path


@pytest.fixture
async def house(old: Path, tmp_path: Path) -> AsyncIterator[House]:
    """Today's engine on it."""
    OUTSIDE.reset()
    made = House(write_folder(tmp_path / "workflows"), old)
    yield made
    await made.kill()


def schema(path: Path) -> dict[str, str]:
    with contextlib.closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {name: "".join(str(sql).split()).replace('"', "") for name, sql in rows}


def longest_part(path: Path) -> int:
    """Bytes of the longest part of the index of words, once many more came into it."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        rows = [(number, f"word{number} of many") for number in range(1000, 1900)]
        db.executemany("INSERT INTO precedent_words(rowid, text) VALUES (?, ?)", rows)
        db.commit()
        (longest,) = db.execute("SELECT max(length(block)) FROM precedent_words_data").fetchone()
    return int(longest)


def findings(path: Path) -> list[str]:
    db = connect(path, read_only=True)
    try:
        return [finding.what for finding in verify.findings(db)]
    finally:
        db.close()


def test_every_earlier_schema_has_its_database(tmp_path: Path) -> None:
    Store.open(tmp_path / "new.db").close()
    with contextlib.closing(sqlite3.connect(tmp_path / "new.db")) as db:
        applied = [name for (name,) in db.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]
    assert [name.partition("_")[0] for name in applied[:-1]] == NAMES


def test_it_verifies_before_it_is_migrated(old: Path) -> None:
    """A backup can be checked without being changed."""
    assert findings(old) == []


def test_it_becomes_the_schema_of_today_and_verifies(old: Path, tmp_path: Path) -> None:
    shutil.copy(old, tmp_path / "before.db")
    Store.open(old).close()
    Store.open(tmp_path / "new.db").close()
    assert schema(old) == schema(tmp_path / "new.db")
    assert findings(old) == []
    with (
        contextlib.closing(sqlite3.connect(tmp_path / "before.db")) as before,
        contextlib.closing(sqlite3.connect(old)) as after,
    ):
        for table in ("request", "handoff", "decision", "effect", "audit", "outbox", "turn", "note", "revision"):
            count = f"SELECT count(*) FROM {table}"
            assert after.execute(count).fetchone() == before.execute(count).fetchone(), table
    assert max(longest_part(old), longest_part(tmp_path / "new.db")) < 1500


def test_the_view_has_a_row_for_each_decision(old: Path) -> None:
    """One of these databases has an act that was taken back."""
    Store.open(old).close()
    with contextlib.closing(sqlite3.connect(old)) as db:
        ((seen,), (there,)) = (
            db.execute(f"SELECT count(*) FROM {name}").fetchone() for name in ("decisions", "decision")
        )
    assert seen == there > 0


def test_the_view_says_how_doubts_were_settled(tmp_path: Path) -> None:
    path = tmp_path / "baton.db"
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.executescript(OLD[-1].read_text(encoding="utf-8"))
    Store.open(path).close()
    with contextlib.closing(sqlite3.connect(path)) as db:
        doubts = "SELECT decision, effect FROM decisions WHERE handoff IN (SELECT 'H-' || id FROM handoff WHERE kind = "
        assert db.execute(f"{doubts} 'doubt') ORDER BY decided_at").fetchall() == [
            ("said that it happened", "done"),
            ("said to do it again", "done"),
            ("dropped it", "failed"),
        ]


async def test_what_was_open_can_be_decided_and_new_work_comes_in(house: House, old: Path) -> None:
    (waiting,) = await house.rows("SELECT max(id) FROM handoff WHERE closed_at IS NULL AND kind = 'approval'")
    open_one = await house.handoff(waiting[0])
    house.clock.now = open_one.opened_at
    assert await house.decide(open_one, MARIA) == "decided"
    await house.settle()
    effect = await house.effect(f"H-{open_one.id}-1")
    assert effect is not None
    assert effect.state == "done"
    card = await house.card(proposal("keyless", "2000"))
    assert card.id > open_one.id
    await house.decide(card, DANA, "reject", note="no")
    await house.settle()
    assert findings(old) == []


async def test_a_story_of_then_is_told_whole(house: House) -> None:
    story = await house.read(lambda db: record.whole_story(db, 1))
    assert [decision["verdict"] for decision in story["decisions"]] == ["approve"]
    assert [effect["state"] for effect in story["effects"]] == ["done"]
    assert len(story["record"]) >= 8


async def test_a_persons_words_are_erased_there_too(house: House) -> None:
    """Rows that an earlier Baton attested otherwise lose their words, and the record still verifies."""
    assert findings(house.database) == []
    under_way = [(await house.engine.erasing.erase(each)).kept for each in (JONAS, DANA, MARIA)]
    assert findings(house.database) == []
    left = await house.rows("SELECT id FROM request WHERE requester = ? AND salt <> '' ORDER BY id", str(JONAS))
    assert [number for (number,) in left] == list(under_way[0])
    assert await house.rows("SELECT 1 FROM audit WHERE kind = 'texts_erased'") != []
