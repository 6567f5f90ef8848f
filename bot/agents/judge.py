"""One score for a guess: the chance that it is right and the request of a kind that the examples know.

A head says which label; two gates weigh a few signs that a person can follow. They are fitted on examples that the
head was not shown, and on others that no example is like, which stand in for requests that nobody has seen yet.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.agents.classifier import Head, Trial, softly
from bot.agents.gate import Gate, odds
from bot.agents.space import Look, Space

PERSON = ""  # the label of what a person should take
SIGNS = ("odds", "margin", "known")
NOVEL_SHARE = 0.15  # of the requests of a team are taken to be of a kind that no example shows,
_OTHERS_SHARE = 0.05  # and so much of it at least is told by what people say elsewhere
_ALIKE = 0.4  # similarity from which on one of the others is taken for the team's own work


@dataclass(frozen=True)
class Judgement:
    """`label` is the best one, `guess` the same or PERSON where that is likelier.

    `right` is the chance that the guess is right: for a label, that the request is in scope besides. `known` is the
    chance that it is in scope at all.
    `chance` is the head's own probability of the label. `signs` are in the order of SIGNS.
    """

    label: str
    guess: str
    right: float
    known: float
    chance: float
    signs: tuple[float, ...]


class Judge:
    """A head with its gates over a space.

    Args:
        space: its first rows are the examples, those behind them the others.
        labels: the examples' labels; PERSON where a person should take it.
        heard: called with how much of the fitting is done, of how much.
    """

    def __init__(
        self, space: Space, labels: Sequence[str], heard: Callable[[int, int], None] = lambda done, of: None
    ) -> None:
        import numpy as np

        self.space = space
        others = unlike(space, labels)
        self.head = Head(space.rows[: len(labels)], labels, space.rows[others] if others else None, PERSON, heard)
        self._real = np.array([label != PERSON for label in self.head.labels])
        self.right, self.known = self._gates(space.rows[[*range(len(labels)), *others]], len(labels))
        self.head.trials = ()

    def judge(self, look: Look) -> Judgement:
        """The guess on one look."""
        import numpy as np

        margins = self.head.margins(look) if len(self.head.labels) > 1 else np.ones(1)
        chances = softly(self.head.sharpness * margins)
        best = int(np.where(self._real, margins, -np.inf).argmax()) if self._real.any() else 0
        label = self.head.labels[best]
        signs = np.array([odds(chances[best]), margins[best], look.known])
        known, nobody = float(self.known.chance(signs)), float(chances[~self._real].sum())
        if nobody > chances[best]:
            return Judgement(label, PERSON, nobody, known, float(chances[best]), tuple(signs.tolist()))
        right = float(self.right.chance(signs))
        return Judgement(label, label, right, known, float(chances[best]), tuple(signs.tolist()))

    def _gates(self, rows: Any, measured: int) -> tuple[Gate, Gate]:
        """The gates, fitted on what each trial held out; the first `measured` of `rows` are examples."""
        import numpy as np

        told = [self._trial(rows, trial) for trial in self.head.trials]
        signs = np.vstack([np.zeros((0, len(SIGNS))), *(each[0] for each in told)])
        right, novel = (np.concatenate([np.zeros(0, dtype=bool), *(each[i] for each in told)]) for i in (1, 2))
        own = np.concatenate([np.zeros(0, dtype=bool), *(trial.held < measured for trial in self.head.trials)])
        missing = max(_OTHERS_SHARE * own.sum(), NOVEL_SHARE / (1 - NOVEL_SHARE) * (~novel).sum() - (novel & own).sum())
        weights = np.where(own, 1.0, missing / max(1, (~own).sum()))
        return Gate(signs, right, weights), Gate(signs, ~novel, weights)

    def _trial(self, rows: Any, trial: Trial) -> tuple[Any, Any, Any]:
        """Signs of what was held out, whether the best label was right, and whether it was for a person anyway."""
        import numpy as np

        at = np.arange(len(trial.truth))
        guess = np.where(self._real, trial.margins, -np.inf).argmax(axis=1)
        chances = softly(self.head.sharpness * trial.margins)
        known = self.space.known(rows[trial.held], rows[trial.kept])
        signs = np.column_stack([odds(chances[at, guess]), trial.margins[at, guess], known])
        return signs, guess == trial.truth, ~self._real[trial.truth]


def unlike(space: Space, labels: Sequence[str]) -> list[int]:
    """Rows of the others that no example of a step is like: a team's work may be what is small talk elsewhere."""
    import numpy as np

    others = space.rows[len(labels) :]
    work = np.flatnonzero(np.array([label != PERSON for label in labels]))
    if not others.shape[0] or not len(work):
        return list(range(len(labels), space.rows.shape[0]))
    nearest = space.likeness(others, space.rows[work]).max(axis=1)
    return (len(labels) + np.flatnonzero(nearest < _ALIKE)).tolist()
