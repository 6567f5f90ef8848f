"""What is told of handoffs, in one look: to people on every card and in every message, to agents after an outcome."""

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from storage import decisions, effects, handoffs, requests
from storage.models import Decision, Effect, Handoff, HandoffKind, HandoffState, Request
from storage.sqlite import Db, from_json, to_time_or_none, unnamed


class About(NamedTuple):
    """A handoff, its request, its effect and the decisions on it, oldest first, and which rows there are beside it, so
    that nobody looks for those that there are not. `earlier`: its request had a handoff before. `hours`: anybody set
    hours for themselves.
    """

    handoff: Handoff
    request: Request
    effect: Effect | None
    decisions: tuple[Decision, ...]
    notes: bool
    inquiries: bool
    reads: bool
    hours: bool
    earlier: bool


def about(db: Db, handoff_id: int) -> About:
    """The handoff with this id, and what belongs to it.

    Raises:
        LookupError: there is none.
    """
    rows = db.execute(_ABOUT, (handoff_id,)).fetchall()
    if not rows:
        raise LookupError(f"no handoff {handoff_id}")
    row = rows[0]
    handoff, request = handoffs.from_columns(row[:_OWN]), requests.from_columns(row[_OWN:_ASKED])
    effect = effects.from_columns(row[_ASKED:_DONE]) if row[_ASKED] else None
    decided = [decisions.from_columns(each[_DONE:_DECIDED]) for each in rows] if row[_DONE] else []
    if len(decided) > 1:
        decided.sort(key=attrgetter("id"))
    return About(handoff, request, effect, tuple(decided), *map(bool, row[_DECIDED:]))


_OWN = len(handoffs.COLUMNS)
_ASKED = _OWN + len(requests.COLUMNS)
_DONE = _ASKED + len(effects.COLUMNS)
_DECIDED = _DONE + len(decisions.COLUMNS)
# A row for each decision, one where there is none. The effect is the one that the handoff names, else the one of its
# newest revision, by the key that the engine makes.
_ABOUT = f"""
SELECT {unnamed(handoffs.COLUMNS, "h")}, {unnamed(requests.COLUMNS, "q")},
  {unnamed(effects.COLUMNS, "e")}, {unnamed(decisions.COLUMNS, "d")},
  EXISTS (SELECT 1 FROM note WHERE request_id = h.request_id) AS c,
  EXISTS (SELECT 1 FROM inquiry WHERE handoff_id = h.id) AS c,
  EXISTS (SELECT 1 FROM turn WHERE handoff_id = h.id AND kind = 'read') AS c,
  EXISTS (SELECT 1 FROM hours WHERE person > '') AS c,
  EXISTS (SELECT 1 FROM handoff WHERE request_id = h.request_id AND id < h.id) AS c
FROM handoff h JOIN request q ON q.id = h.request_id
LEFT JOIN effect e ON e.key = iif(h.effect_key <> '', h.effect_key, 'H-' || h.id || '-' || h.revision)
LEFT JOIN decision d ON d.handoff_id = h.id
WHERE h.id = ?
"""  # noqa: S608 - the names of our own fields


class End(NamedTuple):
    """What a handoff came to so far: the verdict and the note of its newest decision, and the state of its effect.

    `verdict` is empty where nobody decided, `effect` where nothing was begun.
    """

    id: int
    run_id: int
    kind: HandoffKind
    state: HandoffState
    step: str
    question: str
    verdict: str
    note: str
    effect: str
    cause: str
    error: str
    args: dict[str, Any]
    closed_at: datetime | None
    result: dict[str, Any] | None
    ended_at: datetime | None


def ends(db: Db, request_id: int) -> list[End]:
    """What each handoff of a request came to so far, oldest first."""
    return [_end(row) for row in db.execute(_ENDS, (request_id,))]


def _end(row: Sequence[Any]) -> End:
    *plain, args, closed_at, result, ended_at = row
    result = from_json(result) if result else None
    return End._make([*plain, from_json(args), to_time_or_none(closed_at), result, to_time_or_none(ended_at)])


# The effect is that of the newest revision, by the key that the engine makes.
_ENDS = """
SELECT h.id, h.run_id, h.kind, h.state, h.step, h.question, coalesce(d.verdict, ''), coalesce(d.note, ''),
  coalesce(e.state, ''), coalesce(e.cause, ''), coalesce(e.error, ''), h.args, h.closed_at, e.result, e.ended_at
FROM handoff h LEFT JOIN effect e ON e.key = 'H-' || h.id || '-' || h.revision
LEFT JOIN decision d ON d.id = (SELECT max(id) FROM decision WHERE handoff_id = h.id)
WHERE h.request_id = ? ORDER BY h.id
"""
