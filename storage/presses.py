"""What a press of a button is about, in one look: it is asked for in the transaction that somebody waits for."""

from datetime import datetime
from typing import NamedTuple

from storage import decisions, handoffs, requests
from storage.models import Decision, Handoff, Request
from storage.sqlite import Db, to_time_or_none, unnamed


class About(NamedTuple):
    """What a press is about, and what there is beside it.

    `earlier` are the decisions on the handoff, oldest first. `shown_at` is when Slack first had the card of its
    revision. `reads`: something was looked up for it. `others`: another handoff waits for a person.
    """

    handoff: Handoff
    request: Request
    earlier: tuple[Decision, ...]
    shown_at: datetime | None
    reads: bool
    others: bool


def about(db: Db, handoff_id: int) -> About:
    """The handoff with this id, and what belongs to it.

    Raises:
        LookupError: there is none.
    """
    row = db.execute(_ABOUT, (handoff_id,)).fetchone()
    if row is None:
        raise LookupError(f"no handoff {handoff_id}")
    *_, shown_at, decided, reads, others = row
    own = len(handoffs.COLUMNS)
    earlier = decisions.of_handoff(db, handoff_id) if decided else ()
    handoff, request = handoffs.from_columns(row[:own]), requests.from_columns(row[own:-4])
    return About(handoff, request, earlier, to_time_or_none(shown_at), bool(reads), bool(others))


# Left to itself, SQLite looks for another open handoff among all that were ever closed.
_ABOUT = f"""
SELECT {unnamed(handoffs.COLUMNS, "h")}, {unnamed(requests.COLUMNS, "q")}, v.shown_at AS c,
  EXISTS (SELECT 1 FROM decision WHERE handoff_id = h.id) AS c,
  EXISTS (SELECT 1 FROM turn WHERE handoff_id = h.id AND kind = 'read') AS c,
  EXISTS (SELECT 1 FROM handoff o INDEXED BY handoff_open WHERE o.closed_at IS NULL AND o.id <> h.id) AS c
FROM handoff h JOIN request q ON q.id = h.request_id
LEFT JOIN revision v ON v.handoff_id = h.id AND v.revision = h.revision
WHERE h.id = ?
"""  # noqa: S608 - the names of our own fields
