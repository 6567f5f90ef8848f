"""The team's own decisions as a pool: how sure the agent was, and what people said. Reads the record alone."""

from collections.abc import Mapping

import numpy as np

from bot.evaluation.trial import Pool
from storage import autonomy
from storage.sqlite import Db

REVIEWED = {"decision", "check", "sample"}


def pools(db: Db) -> Mapping[str, Pool]:
    """For each "workflow / step": the decisions that count, of the newest version of its agent that has any."""
    found = {}
    for each in sorted(autonomy.certificates(db), key=lambda each: each.began_at):
        rows = autonomy.evidence(db, (each.workflow, each.step, each.version))
        counted = [row for row in rows if row.kind in REVIEWED and not row.why]
        if counted:
            scores = np.array([1.0 if row.score is None else row.score for row in counted])
            found[f"{each.workflow} / {each.step}"] = Pool.of(scores, np.array([not row.wrong for row in counted]))
    return found
