"""Checks before an act that went before somebody decided them: rows of evidence that nobody's word is behind."""

from storage.sqlite import Db


def owed(db: Db, key: tuple[str, str, str], epoch: int, request_id: int) -> bool:
    """Whether a check of whoever made this request lapsed, and nobody else has decided a proposal for them since.

    `key` is workflow, step and version of a certificate.
    """
    last = db.execute(_LAST, (*key, epoch, request_id)).fetchone()
    return last["id"] is not None and not db.execute(_DECIDED, (*key, *last)).fetchone()


# With no person, those of one requester stand together in the index of pairs.
_LAST = """
SELECT max(e.id) AS id, r.requester FROM request r JOIN evidence e ON e.requester = r.requester
WHERE e.workflow = ?1 AND e.step = ?2 AND e.version = ?3 AND e.epoch = ?4 AND e.person = '' AND e.kind = 'lapsed'
  AND e.requester <> '' AND e.why = '' AND r.id = ?5
"""
# Whose the case is, its request says: what a bot asked for is nobody's in the rows of decisions. A planted card only
# repeats a case of theirs, and a second account of theirs is not somebody else.
_DECIDED = """
SELECT 1 FROM evidence e
WHERE e.workflow = ?1 AND e.step = ?2 AND e.version = ?3 AND e.id > ?4 AND e.kind IN ('decision', 'check')
  AND e.why NOT IN ('planted', 'by the requester') AND e.person NOT IN ('', ?5) AND ?5 = (
    SELECT r.requester FROM handoff h JOIN request r ON r.id = h.request_id WHERE h.id = e.handoff_id
  ) LIMIT 1
"""
