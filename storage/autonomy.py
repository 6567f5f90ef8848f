"""Certificates and the evidence behind them, acts alone, planted mistakes, and sealed seeds."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from storage.acts import Alone, Certificate, Evidence, EvidenceKind
from storage.models import known
from storage.sqlite import Db, Row, from_json, insert, to_json, to_text, to_time, to_time_or_none

# Certificates --------------------------------------------------------------------------------------------------------


def state(db: Db, key: tuple[str, str, str]) -> str | None:
    """The state of a certificate, as the JSON that is kept; None where there is no such certificate."""
    row = db.execute("SELECT state FROM certificate WHERE workflow = ? AND step = ? AND version = ?", key).fetchone()
    return str(row["state"]) if row else None


class Ahead(NamedTuple):
    """What a proposal is judged by: the id it will have, today's seed if there is one, the state of its certificate.

    `held` is whether owners hold anything.
    """

    handoff_id: int
    seed: str | None
    state: str | None
    held: bool


def ahead(db: Db, day: str, key: tuple[str, str, str]) -> Ahead:
    """See `Ahead`; `key` is workflow, step and version. There is one writer, and ids are never given twice."""
    last_id, seed, state, held = db.execute(_AHEAD, (day, *key)).fetchone()
    return Ahead((last_id or 0) + 1, seed, state, bool(held))


_AHEAD = """
SELECT (SELECT seq FROM sqlite_sequence WHERE name = 'handoff') AS last_id,
  (SELECT seed FROM seed WHERE day = ?) AS seed,
  (SELECT state FROM certificate WHERE workflow = ? AND step = ? AND version = ?) AS state,
  EXISTS (SELECT 1 FROM hold) AS held
"""


def newest(db: Db, workflow: str, step: str) -> Certificate | None:
    """The certificate by which a proposal of this step was judged last: whoever goes back to a version has its own."""
    row = db.execute(
        "SELECT * FROM certificate c WHERE workflow = ? AND step = ? ORDER BY (SELECT id FROM evidence e "
        "WHERE e.workflow = c.workflow AND e.step = c.step AND e.version = c.version "
        "AND e.kind IN ('request', 'limit') ORDER BY id DESC LIMIT 1) DESC LIMIT 1",
        (workflow, step),
    ).fetchone()
    return _certificate(row) if row else None


def certificates(db: Db) -> list[Certificate]:
    """All of them, the oldest first."""
    return [_certificate(row) for row in db.execute("SELECT * FROM certificate ORDER BY began_at, rowid")]


def _certificate(row: Row) -> Certificate:
    values = dict(row)
    values |= {name: from_json(values[name]) for name in ("state", "parts")}
    values |= {name: to_time(values[name]) for name in ("began_at", "updated_at")}
    return known(Certificate, values)


def begin(
    db: Db,
    key: tuple[str, str, str],
    state: Mapping[str, Any],
    parts: Mapping[str, str],
    why: str,
    now: datetime,
) -> None:
    """A certificate begins: `key` is workflow, step and version."""
    row = {"workflow": key[0], "step": key[1], "version": key[2], "state": to_json(dict(state))}
    at = to_text(now)
    insert(db, "certificate", row | {"parts": to_json(dict(parts)), "why": why, "began_at": at, "updated_at": at})


def keep(db: Db, key: tuple[str, str, str], state: str, now: datetime) -> None:
    """The certificate stands like this from now on; `state` is canonical JSON."""
    db.execute(
        "UPDATE certificate SET state = ?, updated_at = ? WHERE workflow = ? AND step = ? AND version = ?",
        (state, to_text(now), *key),
    )


# Evidence ------------------------------------------------------------------------------------------------------------


def add_evidence(
    db: Db,
    key: tuple[str, str, str],
    kind: EvidenceKind,
    now: datetime,
    *,
    handoff: int | None = None,
    person: str = "",
    requester: str = "",
    score: float | None = None,
    wrong: bool = False,
    weight: float = 1.0,
    why: str = "",
    epoch: int = 1,
) -> Evidence:
    """One more row."""
    at = to_text(now)
    row = (*key, epoch, kind, handoff, person, requester, score, int(wrong), weight, why, at)
    number = db.execute(_ADD_EVIDENCE, row).lastrowid
    return Evidence(int(number or 0), kind, handoff, person, requester, score, wrong, weight, why, now)


def is_counted(db: Db, handoff_id: int) -> bool:
    """Whether what people decided of this proposal is written down as evidence."""
    statement = "SELECT 1 FROM evidence WHERE handoff_id = ? AND kind IN ('decision', 'check')"
    return db.execute(statement, (handoff_id,)).fetchone() is not None


_ADD_EVIDENCE = (
    "INSERT INTO evidence(workflow, step, version, epoch, kind, handoff_id, person, requester, score, wrong, weight, "
    "why, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def evidence(db: Db, key: tuple[str, str, str], up_to: int = 2**62, epoch: int = 0) -> list[Evidence]:
    """Everything that happened to a certificate up to the row `up_to`, in order; where one is named, in its `epoch`."""
    cursor = db.cursor()
    cursor.row_factory = None  # there may be tens of thousands
    return [_evidence(row) for row in cursor.execute(_EVIDENCE_OF, (*key, up_to, epoch))]


_EVIDENCE_OF = (
    f"SELECT {', '.join(Evidence._fields)} FROM evidence "  # noqa: S608 - our own names
    "WHERE workflow = ? AND step = ? AND version = ? AND id <= ? AND ? IN (0, epoch) ORDER BY id"
)


def samples(db: Db, key: tuple[str, str, str]) -> int:
    """How many rows of a certificate are sample history."""
    row = db.execute(
        "SELECT count(*) AS n FROM evidence WHERE workflow = ? AND step = ? AND version = ? AND kind = 'sample'", key
    ).fetchone()
    return int(row["n"])


def last_evidence(db: Db, key: tuple[str, str, str]) -> int:
    """The id of the newest row; 0 where there is none."""
    row = db.execute(
        "SELECT max(id) AS id FROM evidence WHERE workflow = ? AND step = ? AND version = ?", key
    ).fetchone()
    return int(row["id"] or 0)


def state_and_pair(
    db: Db, key: tuple[str, str, str], epoch: int, person: str, requester: str
) -> tuple[str, int] | None:
    """`state`, and how many decisions of this person on requests of that one count for it in this epoch."""
    row = db.execute(
        "SELECT state, (SELECT count(*) FROM evidence WHERE workflow = ? AND step = ? AND version = ? AND epoch = ? "
        "AND person = ? AND requester = ? AND requester <> '' AND why = '') AS pair "
        "FROM certificate WHERE workflow = ? AND step = ? AND version = ?",
        (*key, epoch, person, requester, *key),
    ).fetchone()
    return (str(row["state"]), int(row["pair"])) if row else None


def _evidence(row: tuple[Any, ...]) -> Evidence:
    number, kind, handoff, person, requester, score, wrong, weight, why, at = row
    return Evidence(number, kind, handoff, person, requester, score, bool(wrong), weight, why, to_time(at))


# Acts alone ----------------------------------------------------------------------------------------------------------


def add_alone(db: Db, alone: Alone) -> None:
    """A step is about to act alone."""
    row = alone.model_dump()
    row |= {"own": int(alone.own), "picked": int(alone.picked), "state": to_json(alone.state)}
    row |= {name: to_text(row[name]) if row[name] else None for name in _TIMES}
    insert(db, "alone", row)


_TIMES = ("at", "ran_at", "verdict_at", "report_at")


def alone(db: Db, handoff_id: int) -> Alone | None:
    """The act alone of this handoff."""
    row = db.execute("SELECT * FROM alone WHERE handoff_id = ?", (handoff_id,)).fetchone()
    return _alone(row) if row else None


def _alone(row: Row) -> Alone:
    values = dict(row)
    values |= {name: to_time_or_none(values[name]) for name in _TIMES}
    values |= {"own": bool(row["own"]), "picked": bool(row["picked"]), "state": from_json(row["state"])}
    return known(Alone, values)


def ran(db: Db, handoff_id: int, now: datetime) -> None:
    """It ran."""
    db.execute("UPDATE alone SET ran_at = ? WHERE handoff_id = ?", (to_text(now), handoff_id))


def looked_at(db: Db, handoff_id: int, verdict: str, who: str, now: datetime) -> bool:
    """A person said whether it was right; False where somebody was first."""
    cursor = db.execute(
        "UPDATE alone SET verdict = ?, verdict_by = ?, verdict_at = ? WHERE handoff_id = ? AND verdict = ''",
        (verdict, who, to_text(now), handoff_id),
    )
    return cursor.rowcount == 1


def reported(db: Db, handoff_id: int, report: str, who: str, now: datetime) -> bool:
    """Somebody said that it was wrong; False where somebody was first."""
    cursor = db.execute(
        "UPDATE alone SET report = ?, report_by = ?, report_at = ? WHERE handoff_id = ? AND report = ''",
        (report, who, to_text(now), handoff_id),
    )
    return cursor.rowcount == 1


def undone(db: Db, handoff_id: int, who: str) -> bool:
    """Somebody took it back; False where somebody did before."""
    cursor = db.execute("UPDATE alone SET undone_by = ? WHERE handoff_id = ? AND undone_by = ''", (who, handoff_id))
    return cursor.rowcount == 1


def acts(db: Db, workflow: str, step: str, start: datetime, end: datetime) -> list[Alone]:
    """Acts of a step that ran alone in [start, end), oldest first."""
    rows = db.execute(
        "SELECT * FROM alone WHERE workflow = ? AND step = ? AND at >= ? AND at < ? AND ran_at IS NOT NULL "
        "ORDER BY handoff_id",
        (workflow, step, to_text(start), to_text(end)),
    )
    return [_alone(row) for row in rows]


def acts_of(db: Db, workflow: str, step: str, version: str, epoch: int) -> list[Alone]:
    """Acts of one certificate in one epoch, oldest first, whether they ran or not."""
    rows = db.execute(
        "SELECT * FROM alone WHERE workflow = ? AND step = ? AND version = ? AND epoch = ? ORDER BY handoff_id",
        (workflow, step, version, epoch),
    )
    return [_alone(row) for row in rows]


def count_of(db: Db, workflow: str, step: str, version: str, epoch: int) -> int:
    """How many acts of one certificate were about to run alone in one epoch."""
    row = db.execute(
        "SELECT count(*) AS n FROM alone WHERE workflow = ? AND step = ? AND version = ? AND epoch = ?",
        (workflow, step, version, epoch),
    ).fetchone()
    return int(row["n"])


def count_acts(db: Db, workflow: str, step: str, since: datetime, before: int) -> int:
    """How many acts of a step ran alone since then, or are about to, of the handoffs before this one."""
    row = db.execute(
        "SELECT count(*) AS n FROM alone a WHERE workflow = ? AND step = ? AND at >= ? AND handoff_id < ? "
        "AND NOT EXISTS (SELECT 1 FROM effect e WHERE e.handoff_id = a.handoff_id AND e.cause = 'never')",
        (workflow, step, to_text(since), before),
    ).fetchone()
    return int(row["n"])


def spared(db: Db) -> tuple[int, datetime | None]:
    """How many acts ever ran alone, and when the first one did."""
    row = db.execute("SELECT count(*) AS n, min(ran_at) AS at FROM alone WHERE ran_at IS NOT NULL").fetchone()
    return int(row["n"]), to_time_or_none(row["at"])


def decided_of(db: Db, workflow: str, step: str, start: datetime, end: datetime) -> Counter[str]:
    """How many cases of a step came to an end in [start, end), by their way: none that is planted, or asked again."""
    rows = db.execute(
        "SELECT way, count(*) AS n FROM handoff h WHERE workflow = ? AND closed_at >= ? AND closed_at < ? "
        "AND step = ? AND kind = 'approval' AND state IN ('approved', 'rejected') AND way <> 'plant' "
        "AND NOT EXISTS (SELECT 1 FROM effect e WHERE e.handoff_id = h.id AND e.cause = 'never') GROUP BY way",
        (workflow, to_text(start), to_text(end), step),
    )
    return Counter({row["way"]: row["n"] for row in rows})


def proved_right(db: Db, workflow: str, step: str, start: datetime, end: datetime) -> tuple[int, int]:
    """How many cases of a step were done in [start, end) and not found wrong: alone, and by way of people."""
    row = db.execute(
        "SELECT count(*) FILTER (WHERE h.way = 'act') AS alone, count(*) FILTER (WHERE h.way <> 'act') AS asked "
        "FROM handoff h LEFT JOIN alone a ON a.handoff_id = h.id "
        "WHERE h.workflow = ? AND h.closed_at >= ? AND h.closed_at < ? AND h.step = ? AND h.kind = 'approval' "
        "AND h.state = 'approved' AND h.way <> 'plant' AND coalesce(a.report, '') = '' "
        "AND coalesce(a.verdict, '') <> 'wrong' "
        "AND EXISTS (SELECT 1 FROM effect e WHERE e.handoff_id = h.id AND e.state = 'done')",
        (workflow, to_text(start), to_text(end), step),
    ).fetchone()
    return int(row["alone"]), int(row["asked"])


def not_begun(db: Db) -> list[Alone]:
    """Acts alone that are due and have not begun."""
    rows = db.execute("SELECT a.* FROM due d JOIN alone a ON a.handoff_id = d.subject WHERE d.kind = 'act'")
    return [_alone(row) for row in rows]


# Planted mistakes ----------------------------------------------------------------------------------------------------


def approved(db: Db, workflow: str, step: str, most: int) -> list[int]:
    """The newest handoffs of a step that people approved as shown, and that ran; none that had to ask in any case."""
    rows = db.execute(
        "SELECT h.id FROM handoff h WHERE h.workflow = ? AND h.closed_at IS NOT NULL AND h.step = ? "
        "AND h.state = 'approved' AND h.kind = 'approval' AND h.way IN ('ask', 'check') AND h.revision = 1 "
        "AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.handoff_id = h.id AND d.stage = 0) "
        "AND EXISTS (SELECT 1 FROM effect e WHERE e.handoff_id = h.id AND e.state = 'done') "
        "ORDER BY h.closed_at DESC LIMIT ?",
        (workflow, step, most),
    )
    return [row["id"] for row in rows]


def plant(db: Db, handoff_id: int, like: int, field: str) -> None:
    """This card is known to be wrong."""
    insert(db, "planted", {"handoff_id": handoff_id, "like_id": like, "field": field})


def planted_field(db: Db, handoff_id: int) -> tuple[str, int]:
    """The argument that is wrong on a planted card, and the handoff that it repeats."""
    row = db.execute("SELECT field, like_id FROM planted WHERE handoff_id = ?", (handoff_id,)).fetchone()
    return str(row["field"]), int(row["like_id"])


def is_planted(db: Db, handoff_id: int) -> bool:
    """Whether this card was a planted mistake."""
    return db.execute("SELECT 1 FROM planted WHERE handoff_id = ?", (handoff_id,)).fetchone() is not None


def found(db: Db, handoff_id: int, caught: bool | None, person: str, now: datetime) -> None:
    """A planted card was decided."""
    told = None if caught is None else int(caught)
    db.execute(
        "UPDATE planted SET caught = ?, person = ?, at = ? WHERE handoff_id = ?",
        (told, person, to_text(now), handoff_id),
    )


def catches(db: Db, workflow: str, step: str) -> dict[str, tuple[int, int]]:
    """How many planted mistakes of a step each person decided, and caught."""
    rows = db.execute(
        "SELECT p.person, count(*) AS n, sum(p.caught) AS k FROM planted p JOIN handoff h ON h.id = p.handoff_id "
        "WHERE p.caught IS NOT NULL AND h.workflow = ? AND h.step = ? GROUP BY p.person",
        (workflow, step),
    )
    return {row["person"]: (row["n"], row["k"]) for row in rows}


# Seeds ----------------------------------------------------------------------------------------------------------------


def seed(db: Db, day: str) -> str:
    """The seed of a day, hex; empty where there is none."""
    row = db.execute("SELECT seed FROM seed WHERE day = ?", (day,)).fetchone()
    return str(row["seed"]) if row else ""


def add_seed(db: Db, day: str, value: str, now: datetime) -> None:
    """The seed of a day, hex; its seal stands in the record from now on."""
    insert(db, "seed", {"day": day, "seed": value, "sealed_at": to_text(now)})


def seed_times(db: Db, day: str) -> tuple[datetime | None, datetime | None]:
    """When the seed of a day was sealed, and opened; None where it was not."""
    row = db.execute("SELECT sealed_at, opened_at FROM seed WHERE day = ?", (day,)).fetchone()
    return (to_time(row["sealed_at"]), to_time_or_none(row["opened_at"])) if row else (None, None)


def sealed_before(db: Db, day: str) -> list[tuple[str, str]]:
    """(day, seed) of the days before this one that were not opened yet, oldest first."""
    rows = db.execute("SELECT day, seed FROM seed WHERE opened_at IS NULL AND day < ? ORDER BY day", (day,))
    return [(row["day"], row["seed"]) for row in rows]


def open_seed(db: Db, day: str, now: datetime) -> None:
    """The seed of this day stands in the record from now on."""
    db.execute("UPDATE seed SET opened_at = ? WHERE day = ?", (to_text(now), day))
