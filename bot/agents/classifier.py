"""The learned part of the offline agent: rows with labels in, a label with its probability out.

scikit-learn is imported when something is fitted, never before. Everything here is synchronous: call it in a thread.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.util import find_spec
from itertools import islice
from typing import Any

from bot.agents.descent import lowest
from bot.agents.space import Look

_FOLDS = 5
_OTHERS_WEIGHT = 0.5
_ROUNDS = 25  # of the search for the softer half; more make it no better
_STIFFNESS = 20.0
_SHARE = 4.0  # of the sharper half in the sum


def available() -> bool:
    """Whether the extra `offline` is installed."""
    return find_spec("sklearn") is not None


@dataclass(frozen=True)
class Trial:
    """What a head that was fitted on the rows `kept` says on the rows `held` (both row numbers).

    `margins` are theirs (held x labels); `truth` holds their label numbers.
    """

    kept: Any
    held: Any
    margins: Any
    truth: Any


class Head:
    """A linear classifier over rows of a `Space`, its margins turned into probabilities by cross-validation.

    Two machines are fitted and summed into one: the one draws each label apart from all others, the other weighs all
    labels at once. `trials` is what cross-validation saw.

    Args:
        rows: the examples' rows.
        labels: the examples' labels.
        others: further rows of the label `other`, learned with little weight and never used to measure.
        other: their label.
        heard: called with how many of its fits are done, of how many.
    """

    def __init__(
        self,
        rows: Any,
        labels: Sequence[str],
        others: Any = None,
        other: str = "",
        heard: Callable[[int, int], None] = lambda done, of: None,
    ) -> None:
        import numpy as np

        more = 0 if others is None else others.shape[0]
        self.labels = tuple(sorted({*labels, *([other] if more else [])}))
        self.sharpness = 1.0
        self.trials: tuple[Trial, ...] = ()
        if len(self.labels) > 1:
            number = {label: i for i, label in enumerate(self.labels)}
            truth = np.array([number[label] for label in [*labels, *([other] * more)]])
            task = _Task(_stacked(rows, others) if more else rows, truth, len(self.labels), len(labels))
            self._weights, self._offset = task.fit(np.arange(len(truth)))
            heard(1, _FOLDS + 1)
            trials = tuple(task.trials(heard))
            self.sharpness, usual = _sharpness(trials, task.common, len(labels))
            self._offset += usual
            self.trials = tuple(replace(trial, margins=trial.margins + usual) for trial in trials)

    def margins(self, look: Look) -> Any:
        """How far one text lies on each label's side, in the order of `labels`; two labels at least."""
        return look.weights @ self._weights[look.columns] + self._offset

    def probabilities(self, look: Look) -> dict[str, float]:
        """Label to probability, 0 to 1, for one text."""
        if len(self.labels) == 1:
            return {self.labels[0]: 1.0}
        return dict(zip(self.labels, softly(self.sharpness * self.margins(look)).tolist(), strict=True))

    def weighed(self, look: Look, label: str, names: Sequence[str], most: int = 3) -> list[str]:
        """The words of a text that spoke most for `label`, the strongest first."""
        if len(self.labels) == 1:
            return []
        weights = self._weights[look.columns]
        shares = look.weights * (weights[:, self.labels.index(label)] - weights.mean(axis=1))
        strongest = (i for i in (-shares).argsort() if shares[i] > 0 and look.columns[i] < len(names))
        return list(islice((name for i in strongest if _tells(name := names[look.columns[i]])), most))


def softly(margins: Any) -> Any:
    """Margins (… x labels) as probabilities of the labels."""
    import numpy as np

    odds = np.exp(margins - margins.max(axis=-1, keepdims=True))
    return odds / odds.sum(axis=-1, keepdims=True)


def _tells(name: str) -> bool:
    """Whether a word or pair of words tells a person something: no stop words, no groups of words."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return "_" not in name and not set(name.split()) <= ENGLISH_STOP_WORDS | {"0"}


def _stacked(rows: Any, others: Any) -> Any:
    from scipy.sparse import vstack  # type: ignore[import-untyped]

    return vstack([rows, others]).tocsr()


@dataclass(frozen=True)
class _Task:
    """What is to be learned: `truth` holds label numbers below `count`; the first `measured` rows are examples."""

    rows: Any
    truth: Any
    count: int
    measured: int

    def fit(self, kept: Any) -> tuple[Any, Any]:
        """Weights (terms x labels) and offsets (labels) from the rows `kept`. Labels that these lack get none."""
        import numpy as np

        rows, truth, importance = self.rows[kept], self.truth[kept], self._importance(kept)
        shown, told = np.unique(truth, return_inverse=True)
        sharp, offset = _apart(rows, told, importance)
        soft = _together(rows, told, importance, len(shown))
        weights = np.zeros((self.rows.shape[1], self.count), dtype=np.float32)
        offsets = np.full(self.count, -_SHARE, dtype=np.float32)
        weights[:, shown], offsets[shown] = _SHARE * sharp + soft, _SHARE * offset
        return weights, offsets

    def _importance(self, kept: Any) -> Any:
        """The weight of each row: labels weigh the same, however many examples they have."""
        import numpy as np

        importance = np.where(kept < self.measured, 1.0, _OTHERS_WEIGHT)
        counts = np.bincount(self.truth[kept], minlength=self.count)
        return importance * len(kept) / (np.count_nonzero(counts) * counts[self.truth[kept]])

    @cached_property
    def common(self) -> Any:
        """How common each label is among the examples, as a logarithm; 0 in the middle."""
        import numpy as np

        counts = np.bincount(self.truth[: self.measured], minlength=self.count)
        logs = np.log(np.where(counts, counts, 1))
        return np.where(counts, logs - logs[counts > 0].mean(), 0.0).astype(np.float32)

    @cached_property
    def _folds(self) -> Any:
        """The fold in which each row is held out; the examples of a label are spread over all folds."""
        import numpy as np

        fold = np.arange(len(self.truth)) % _FOLDS
        seen: Counter[int] = Counter()
        for i, label in enumerate(self.truth[: self.measured].tolist()):
            fold[i] = seen[label] % _FOLDS
            seen[label] += 1
        return fold

    def trials(self, heard: Callable[[int, int], None]) -> Iterator[Trial]:
        """Each row is held out once."""
        import numpy as np

        for k in range(_FOLDS):
            held, kept = np.flatnonzero(self._folds == k), np.flatnonzero(self._folds != k)
            if (held < self.measured).any() and len(set(self.truth[kept].tolist())) > 1:
                weights, offset = self.fit(kept)
                yield Trial(kept, held, np.asarray(self.rows[held] @ weights + offset), self.truth[held])
            heard(k + 2, _FOLDS + 1)


def _apart(rows: Any, truth: Any, importance: Any) -> tuple[Any, Any]:
    """A machine that draws each label apart from all the others."""
    import numpy as np
    from sklearn.svm import LinearSVC

    machine = LinearSVC(C=1.0, random_state=0, max_iter=20_000).fit(rows, truth, sample_weight=importance)
    weights, offsets = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:
        weights, offsets = np.vstack([-weights, weights]), np.hstack([-offsets, offsets])
    return weights.T, offsets


def _together(rows: Any, truth: Any, importance: Any, count: int) -> Any:
    """A machine that weighs all labels at once (multinomial regression), its weights (terms x labels)."""
    import numpy as np

    each, back, stiffness = np.arange(len(truth)), rows.T.tocsr(), 1 / (_STIFFNESS * len(truth))
    share = (importance / importance.sum()).astype(np.float32)[:, None]

    def surprise(weights: Any) -> tuple[float, Any]:
        chances = softly(rows @ weights)
        hit = chances[each, truth] + np.float32(1e-12)
        loss = -float(share[:, 0] @ np.log(hit)) + stiffness / 2 * float(np.vdot(weights, weights))
        chances[each, truth] -= 1
        return loss, back @ (chances * share) + np.float32(stiffness) * weights

    return lowest(surprise, np.zeros((rows.shape[1], count), dtype=np.float32), _ROUNDS)


def _sharpness(trials: Sequence[Trial], common: Any, measured: int) -> tuple[float, Any]:
    """The factor on margins under which held-out examples are told with the least surprise; and what is added to the
    margins before, as some labels are commoner than others.

    A share of doubt is kept, so that few examples never make it certain.
    """
    import numpy as np

    if not trials:
        return 1.0, np.zeros_like(common)
    fair = [trial.held < measured for trial in trials]
    margins = np.vstack([trial.margins[which] for trial, which in zip(trials, fair, strict=True)])
    truth = np.concatenate([trial.truth[which] for trial, which in zip(trials, fair, strict=True)])
    doubt = 1 / (len(truth) + 2)

    def surprise(factor: float, share: float) -> float:
        scaled = factor * margins + share * common
        logs = scaled - np.logaddexp.reduce(scaled, axis=1, keepdims=True)
        hit = logs[np.arange(len(truth)), truth]
        miss = (logs.sum(axis=1) - hit) / (margins.shape[1] - 1)
        return float(-((1 - doubt) * hit + doubt * miss).mean())

    factor, share = 1.0, 0.0
    for _ in range(2):
        factor = float(min(np.geomspace(0.05, 16, 49), key=lambda each: surprise(each, share)))
        share = float(min(np.linspace(0, 1, 5), key=lambda each: surprise(factor, each)))
    return factor, (share / factor * common).astype(np.float32)
