"""One-time codes of people: sealed seeds, tries, recovery codes; and which decisions were given with one."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from storage.models import Who
from storage.sqlite import Db, Row, to_text, to_time, to_time_or_none


class Codes(NamedTuple):
    """How one person's codes stand. `seed` and `next_seed` are sealed; empty = none.

    `last_step` is the newest time step whose code was taken. `next_*` are of a seed that is being set up.
    """

    id: int
    person: Who
    seed: str
    set_up_at: datetime | None
    last_step: int
    wrong: int
    locked_at: datetime | None
    next_seed: str
    next_at: datetime | None
    next_wrong: int
    salt: str


def _codes(row: Row) -> Codes:
    return Codes(
        row["id"],
        Who.parse(row["person"]),
        row["seed"],
        to_time_or_none(row["set_up_at"]),
        row["last_step"],
        row["wrong"],
        to_time_or_none(row["locked_at"]),
        row["next_seed"],
        to_time_or_none(row["next_at"]),
        row["next_wrong"],
        row["salt"],
    )


def of(db: Db, who: Who) -> Codes | None:
    """A person's codes; None where they never began to set any up."""
    row = db.execute("SELECT * FROM code WHERE person = ?", (str(who),)).fetchone()
    return _codes(row) if row else None


def get(db: Db, code_id: int) -> Codes | None:
    """The codes of this id."""
    row = db.execute("SELECT * FROM code WHERE id = ?", (code_id,)).fetchone()
    return _codes(row) if row else None


def everybody(db: Db) -> list[Codes]:
    """All that is kept, by person; none in a database of an earlier Baton."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'code'").fetchone():
        return []
    return [_codes(row) for row in db.execute("SELECT * FROM code ORDER BY person")]


def standings(db: Db) -> dict[str, str]:
    """How everybody's codes that are in force stand, in a form that is compared: since when, what is left, locked."""
    return {
        str(each.person): f"{each.set_up_at} {recovery_left(db, each.id)} {each.locked_at or ''}"
        for each in everybody(db)
        if each.set_up_at is not None
    }


def lock(db: Db, person: str, now: datetime) -> None:
    """Nobody can use these codes (of `team/user`) any more, until they are reset."""
    db.execute("UPDATE code SET locked_at = ? WHERE person = ?", (to_text(now), person))


def begin(db: Db, who: Who, next_seed: str, now: datetime) -> int:
    """A seed is being set up; what the person has stays in force until its first right code. Returns the id."""
    db.execute(
        "INSERT INTO code(person, next_seed, next_at) VALUES (?, ?, ?) ON CONFLICT(person) "
        "DO UPDATE SET next_seed = excluded.next_seed, next_at = excluded.next_at, next_wrong = 0",
        (str(who), next_seed, to_text(now)),
    )
    return int(db.execute("SELECT id FROM code WHERE person = ?", (str(who),)).fetchone()["id"])


def drop_next(db: Db, code_id: int) -> None:
    """The seed that was being set up is not any more."""
    db.execute("UPDATE code SET next_seed = '', next_at = NULL, next_wrong = 0 WHERE id = ?", (code_id,))


def set_up(db: Db, code_id: int, step: int, salt: str, hashes: Iterable[str], now: datetime) -> None:
    """The seed that was being set up is in force, with these recovery codes in the place of the ones before.

    It opens no lock: what is locked stays so until it is forgotten.
    """
    db.execute(
        "UPDATE code SET seed = next_seed, set_up_at = ?, last_step = ?, wrong = 0, salt = ?, "
        "next_seed = '', next_at = NULL, next_wrong = 0 WHERE id = ?",
        (to_text(now), step, salt, code_id),
    )
    db.execute("DELETE FROM recovery WHERE code_id = ?", (code_id,))
    db.executemany("INSERT INTO recovery(code_id, hash) VALUES (?, ?)", [(code_id, each) for each in hashes])


def take(db: Db, code_id: int, step: int) -> None:
    """The code of this step was right: neither it nor an older one is taken again."""
    db.execute("UPDATE code SET last_step = ?, wrong = 0 WHERE id = ?", (step, code_id))


def take_recovery(db: Db, code_id: int, hashed: str, now: datetime) -> bool:
    """Use a recovery code up; False where it is none, or was used."""
    used = db.execute(
        "UPDATE recovery SET used_at = ? WHERE code_id = ? AND hash = ? AND used_at IS NULL",
        (to_text(now), code_id, hashed),
    )
    if used.rowcount == 1:
        db.execute("UPDATE code SET wrong = 0 WHERE id = ?", (code_id,))
    return used.rowcount == 1


def recovery_left(db: Db, code_id: int) -> int:
    """How many recovery codes were not used yet."""
    sql = "SELECT count(*) AS n FROM recovery WHERE code_id = ? AND used_at IS NULL"
    return int(db.execute(sql, (code_id,)).fetchone()["n"])


def failed(db: Db, code_id: int, most: int, now: datetime) -> int:
    """A wrong try; locked with the one that is `most`. Returns how many there are now."""
    db.execute("UPDATE code SET wrong = wrong + 1 WHERE id = ?", (code_id,))
    wrong = int(db.execute("SELECT wrong FROM code WHERE id = ?", (code_id,)).fetchone()["wrong"])
    if wrong >= most:
        db.execute("UPDATE code SET locked_at = ? WHERE id = ? AND locked_at IS NULL", (to_text(now), code_id))
    return wrong


def failed_next(db: Db, code_id: int) -> int:
    """A wrong first code; returns how many there are now."""
    db.execute("UPDATE code SET next_wrong = next_wrong + 1 WHERE id = ?", (code_id,))
    return int(db.execute("SELECT next_wrong FROM code WHERE id = ?", (code_id,)).fetchone()["next_wrong"])


def forget(db: Db, code_id: int) -> None:
    """The person has no codes any more."""
    db.execute("DELETE FROM recovery WHERE code_id = ?", (code_id,))
    db.execute(
        "UPDATE code SET seed = '', set_up_at = NULL, last_step = 0, wrong = 0, locked_at = NULL, next_seed = '', "
        "next_at = NULL, next_wrong = 0, salt = '' WHERE id = ?",
        (code_id,),
    )


def reseal(db: Db, code_id: int, seed: str, next_seed: str) -> None:
    """The same seeds, sealed under another key."""
    db.execute("UPDATE code SET seed = ?, next_seed = ? WHERE id = ?", (seed, next_seed, code_id))


def prove(db: Db, decision_id: int, set_up_at: datetime) -> None:
    """This decision was given with a code that its person has since then."""
    db.execute("INSERT INTO proof(decision_id, set_up_at) VALUES (?, ?)", (decision_id, to_text(set_up_at)))


def proofs(db: Db, handoff_id: int) -> Mapping[int, datetime]:
    """The decisions on a handoff that were given with a code, each with since when its person had it."""
    rows: Any = db.execute(
        "SELECT p.decision_id, p.set_up_at FROM decision d JOIN proof p ON p.decision_id = d.id WHERE d.handoff_id = ?",
        (handoff_id,),
    )
    return {int(row["decision_id"]): to_time(row["set_up_at"]) for row in rows}
