"""What happened in a period, one row a handoff, for an export."""

import json
from datetime import datetime
from typing import Any

from storage.sqlite import Db, to_text

_SQL = """
SELECT h.id, h.kind, h.workflow, h.step, h.state, h.args, h.question, h.opened_at, h.closed_at,
  h.way, h.score, d.verdict, d.person AS decided_by, d.decided_at,
  coalesce(d.stage = 0, 0) AS override, e.state AS effect,
  a.bound, a.verdict AS checked, a.report, a.undone_by
FROM handoff h
LEFT JOIN decision d ON d.id = (SELECT max(id) FROM decision WHERE handoff_id = h.id)
LEFT JOIN effect e ON e.key = (
  SELECT key FROM effect WHERE handoff_id = h.id AND key NOT LIKE '%-undo' ORDER BY started_at DESC LIMIT 1
)
LEFT JOIN alone a ON a.handoff_id = h.id
WHERE h.opened_at >= ? AND h.opened_at < ?
ORDER BY h.id
"""


def between(db: Db, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """The handoffs opened in [start, end), oldest first: the last decision on each, and what became of its action."""
    rows = db.execute(_SQL, (to_text(start), to_text(end))).fetchall()
    return [{**dict(row), "args": json.loads(row["args"])} for row in rows]
