"""Other ways to decide who acts alone, to stand beside the certificate. Same moves as `Fleet`, plain rules.

All review what asks and check one act in ten; none takes the right back by an alarm of its own.
"""

from collections.abc import Callable
from math import exp, lgamma, log, log1p

import numpy as np

from bot.autonomy import state
from bot.autonomy.certificate import DELTA
from bot.evaluation.fleet import Flags, Floats, Ints

CLEAN = 20
LEAST = 30
CALIBRATION = 300
FIXED = 0.90

LINES = np.array(state.LINES)


class Rival:
    """A rule over counts of each line: `n` reviewed, `k` wrong, and `clean`, how many in a row were right.

    `rule(rival)` returns the index of the loosest line that is open in each run, -1 for none.
    """

    def __init__(self, runs: int, limit: float, rule: Callable[["Rival"], Ints]) -> None:
        self.runs, self.limit, self._rule = runs, limit, rule
        self.n = np.zeros((runs, len(LINES)), np.int64)
        self.k = np.zeros_like(self.n)
        self.total = np.zeros(runs, np.int64)
        self.clean = np.zeros(runs, np.int64)
        self.epoch = np.ones(runs, np.int64)
        self.kept = np.full(runs, -1)
        self.open = rule(self)

    def threshold(self) -> Floats:
        """The score from which each run acts alone; infinite where it does not."""
        return np.asarray(np.append(LINES, [-np.inf, np.inf])[self.open])

    def look(self, scores: Floats) -> tuple[Flags, Floats, Floats]:
        """(may act alone, chance of a check, weight of a person's word)."""
        alone = scores >= self.threshold()
        return alone, np.where(alone, state.USUAL_RATE, 1.0), np.ones(self.runs)

    def arrive(self, scores: Floats) -> None:
        """Nothing is learned from a score alone."""

    def act(self, mask: Flags) -> None:
        """Nothing is learned from an act that nobody saw."""

    def report(self, mask: Flags) -> None:
        """A streak ends with a report; counts are not touched."""
        self.clean[mask] = 0

    def decide(self, mask: Flags, scores: Floats, wrong: Flags, weight: Floats) -> None:
        """People decided these."""
        inside = mask[:, None] & (scores[:, None] >= LINES)
        self.n += inside
        self.k += inside & wrong[:, None]
        self.total += mask
        self.clean = np.where(mask, np.where(wrong, 0, self.clean + 1), self.clean)
        self.open = self._rule(self)

    def check(self, mask: Flags, scores: Floats, wrong: Flags) -> None:
        """People looked at these acts."""
        self.decide(mask, scores, wrong, np.ones(self.runs))


def always(rival: Rival) -> Ints:
    """Ask always."""
    return np.full(rival.runs, -1)


def fixed(rival: Rival) -> Ints:
    """Act from a fixed score, whatever people say."""
    return np.full(rival.runs, int(np.flatnonzero(LINES == FIXED)[0]))


def streak(rival: Rival) -> Ints:
    """Everything runs alone after so many right ones in a row."""
    return np.where(rival.clean >= CLEAN, len(LINES), -1)


def plug_in(rival: Rival) -> Ints:
    """The loosest line with enough cases and an observed rate within the limit."""
    return _loosest((rival.n >= LEAST) & (rival.k <= rival.limit * rival.n))


def conformal(rival: Rival) -> Ints:
    """Conformal risk control on the first requests, then fixed: bounds wrong AND alone among all requests."""
    found = _loosest((rival.k + 1) <= rival.limit * (rival.total[:, None] + 1))
    rival.kept = np.where((rival.kept < 0) & (rival.total >= CALIBRATION), found, rival.kept)
    return rival.kept


def peeking(rival: Rival) -> Ints:
    """The loosest line whose Clopper-Pearson bound, made for one look, is within the limit at this look."""
    table = _most_wrong(rival.limit)
    return _loosest(rival.k <= table[np.minimum(rival.n, len(table) - 1)])


RULES: dict[str, Callable[[Rival], Ints]] = {
    "ask always": always,
    f"fixed score {FIXED}": fixed,
    f"{CLEAN} clean approvals": streak,
    "observed rate": plug_in,
    "conformal risk control": conformal,
    "Clopper-Pearson, each look": peeking,
}


def _loosest(good: Flags) -> Ints:
    last = good.shape[1] - 1 - good[:, ::-1].argmax(1)
    return np.where(good.any(1), last, -1)


_TABLES: dict[float, Ints] = {}


def _most_wrong(limit: float) -> Ints:
    """For each number of reviewed cases, the most wrong ones with which 95% are sure of `limit`; -1 for none."""
    if limit not in _TABLES:
        found, most = [], -1
        for n in range(4000):
            while _at_most(most + 1, n, limit) <= DELTA:
                most += 1
            found.append(most)
        _TABLES[limit] = np.array(found)
    return _TABLES[limit]


def _at_most(k: int, n: int, p: float) -> float:
    return sum(
        exp(lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) + i * log(p) + (n - i) * log1p(-p))
        for i in range(min(k, n) + 1)
    )
