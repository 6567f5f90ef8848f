"""What waits for people, as narrow rows; and when a person's own digest was told."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from storage.models import Who
from storage.sqlite import Db, to_text, to_time, to_time_or_none


class Open(NamedTuple):
    """An open handoff that is for people who decide: what is asked of a thousand of them at once.

    `given` is the user that somebody gave it to, if anybody did.
    """

    id: int
    workflow: str
    step: str
    kind: str
    stage: int
    rung: int
    revision: int
    requester: Who
    opened_at: datetime
    deadline_at: datetime | None
    held: bool
    given: str

    @property
    def late(self) -> bool:
        """Whether a deadline of it has passed."""
        return self.held or self.rung > 0


def open_ones(db: Db) -> list[Open]:
    """Everything that waits for somebody who decides, oldest first.

    A question to the person who asked waits for that person alone, and is not in it.
    """
    rows = db.execute(
        "SELECT h.id, h.workflow, h.step, h.kind, h.stage, h.rung, h.revision, r.requester, h.opened_at, h.deadline_at,"
        " h.held, h.given FROM handoff h INDEXED BY handoff_open CROSS JOIN request r ON r.id = h.request_id "
        "WHERE h.closed_at IS NULL AND (h.kind <> 'question' OR h.audience = 'channel') ORDER BY h.opened_at, h.id"
    ).fetchall()
    return [
        Open(
            **dict(row)
            | {
                "requester": Who.parse(row["requester"]),
                "opened_at": to_time(row["opened_at"]),
                "deadline_at": to_time_or_none(row["deadline_at"]),
                "held": bool(row["held"]),
            }
        )
        for row in rows
    ]


def unanswered(db: Db, workflow: str) -> int:
    """How many questions of a workflow (empty: of all) wait for an answer of the person who asked."""
    row = db.execute(
        "SELECT count(*) AS n FROM handoff INDEXED BY handoff_open WHERE closed_at IS NULL AND ? IN ('', workflow) "
        "AND kind = 'question' AND audience = 'requester'",
        (workflow,),
    ).fetchone()
    return int(row["n"])


def decided_by(db: Db, who: Who) -> frozenset[tuple[int, int]]:
    """The open handoffs on which this person has given their word as they are now, each with its revision."""
    rows = db.execute(
        "SELECT d.handoff_id, d.revision FROM handoff h INDEXED BY handoff_open "
        "CROSS JOIN decision d ON d.handoff_id = h.id AND d.revision = h.revision "
        "WHERE h.closed_at IS NULL AND d.person = ?",
        (str(who),),
    ).fetchall()
    return frozenset((row["handoff_id"], row["revision"]) for row in rows)


def changed_later(db: Db, who: Who, since: datetime) -> int:
    """How many handoffs this person approved since then were edited, rejected or taken over by somebody else later."""
    row = db.execute(
        "SELECT count(DISTINCT own.handoff_id) AS n FROM decision own CROSS JOIN decision other "
        "ON other.handoff_id = own.handoff_id AND other.id > own.id WHERE own.decided_at >= ? AND own.person = ? "
        "AND own.verdict IN ('approve', 'edit') AND other.person <> own.person "
        "AND other.verdict IN ('edit', 'reject', 'take_over')",
        (to_text(since), str(who)),
    ).fetchone()
    return int(row["n"])


def open_at(db: Db, workflow: str, moments: Sequence[datetime]) -> dict[datetime, int]:
    """How many handoffs of a workflow were open for people at each of these moments."""
    first = to_text(min(moments))
    rows = db.execute(
        "SELECT opened_at, closed_at FROM handoff INDEXED BY handoff_ended "
        "WHERE closed_at > ? AND workflow = ? AND kind <> 'question' AND way <> 'act' UNION ALL "
        "SELECT opened_at, '~' FROM handoff INDEXED BY handoff_open "
        "WHERE closed_at IS NULL AND workflow = ? AND kind <> 'question'",
        (first, workflow, workflow),
    ).fetchall()
    spans = [(row["opened_at"], row["closed_at"]) for row in rows]
    return {at: sum(opened <= to_text(at) < closed for opened, closed in spans) for at in moments}


class Habit(NamedTuple):
    """A person's own digest: the local time they chose, the newest local date that was claimed, what was told up to."""

    who: Who
    digest: str
    day: date | None
    upto: datetime | None


def habits(db: Db) -> dict[Who, Habit]:
    """Everybody whose digest was chosen or claimed."""
    rows = db.execute("SELECT person, digest, day, upto FROM desk").fetchall()
    found = (
        Habit(
            Who.parse(row["person"]),
            row["digest"],
            date.fromisoformat(row["day"]) if row["day"] else None,
            to_time(row["upto"]) if row["upto"] else None,
        )
        for row in rows
    )
    return {each.who: each for each in found}


def habit(db: Db, who: Who) -> Habit:
    """One person's."""
    return habits(db).get(who, Habit(who, "", None, None))


def choose(db: Db, who: Who, digest: str) -> None:
    """When this person wants their digest: a local time, `never`, or empty for the team's."""
    db.execute(
        "INSERT INTO desk(person, digest) VALUES (?, ?) ON CONFLICT(person) DO UPDATE SET digest = excluded.digest",
        (str(who), digest),
    )


def claim(db: Db, who: Who, day: date, upto: datetime) -> bool:
    """Claim a local date of a person's digest, with all before it; False where it was claimed."""
    cursor = db.execute(
        "INSERT INTO desk(person, day, upto) VALUES (?, ?, ?) ON CONFLICT(person) DO UPDATE "
        "SET day = excluded.day, upto = excluded.upto WHERE desk.day < excluded.day",
        (str(who), day.isoformat(), to_text(upto)),
    )
    return cursor.rowcount == 1


def not_yet(db: Db, now: datetime) -> None:
    """The clock was ahead: nothing that comes after `now` was told."""
    db.execute("UPDATE desk SET upto = :now WHERE upto > :now", {"now": to_text(now)})


def askers(db: Db, since: datetime) -> set[Who]:
    """Everybody who asked for something that is open, or came to a decision since then."""
    rows = db.execute(
        "SELECT requester FROM request INDEXED BY request_own "
        "WHERE closed_at IS NULL AND source_key NOT LIKE 'planted:%' "
        "UNION SELECT r.requester FROM handoff h INDEXED BY handoff_ended CROSS JOIN request r ON r.id = h.request_id "
        "WHERE h.closed_at >= ? AND r.source_key NOT LIKE 'planted:%'",
        (to_text(since),),
    ).fetchall()
    return {Who.parse(row["requester"]) for row in rows}


def ended(db: Db, who: Who, start: datetime, end: datetime) -> list[int]:
    """The handoffs closed in [start, end) with which requests of this person came to their end, oldest first."""
    rows = db.execute(
        "SELECT h.id FROM handoff h INDEXED BY handoff_ended CROSS JOIN request r ON r.id = h.request_id "
        "WHERE h.closed_at >= ? AND h.closed_at < ? AND r.requester = ? AND r.source_key NOT LIKE 'planted:%' "
        "AND NOT EXISTS (SELECT 1 FROM handoff later WHERE later.request_id = r.id AND later.id > h.id) "
        "ORDER BY h.closed_at",
        (to_text(start), to_text(end), str(who)),
    ).fetchall()
    return [int(row["id"]) for row in rows]
