"""A judge of rows of a table: features by name in, a label and the chance that it is right out.

Only cases of the past come as features; requests in Slack are texts. scikit-learn is imported when something is fitted.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.agents.gate import Gate, odds

_FOLDS = 5
_MOST_KINDS = 200  # values of a feature that are told apart


class TableJudge:
    """Trees over features; their probabilities are set right by what they said on rows they were not shown.

    Args:
        rows: features by name; numbers, texts, yes or no; what is missing may be left out.
        labels: of each row, at least two different ones.
    """

    def __init__(self, rows: Sequence[Mapping[str, Any]], labels: Sequence[str]) -> None:
        import numpy as np

        self._names = list(dict.fromkeys(name for row in rows for name in row))
        self._kinds = {name: _kinds([row.get(name) for row in rows]) for name in self._names}
        self.labels = tuple(sorted(set(labels)))
        cells = np.array([self._cells(row) for row in rows])
        truth = np.array([self.labels.index(label) for label in labels])
        self._trees = self._fit(cells, truth)
        fold = np.random.default_rng(0).permutation(len(rows)) % _FOLDS
        told, right = [np.zeros((0, 1))], [np.zeros(0, dtype=bool)]
        for k in range(_FOLDS):
            if len(set(truth[fold != k])) < 2 or not (fold == k).any():
                continue
            trees = self._fit(cells[fold != k], truth[fold != k])
            chances = _chances(trees, cells[fold == k])
            told.append(odds(chances.max(axis=1))[:, None])
            right.append(trees.classes_[chances.argmax(axis=1)] == truth[fold == k])
        self._right = Gate(np.vstack(told), np.concatenate(right), np.ones(sum(map(len, right))))

    def judge(self, rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, float]]:
        """For each row the likeliest label and the chance, 0 to 1, that it is right."""
        import numpy as np

        chances = _chances(self._trees, np.array([self._cells(row) for row in rows]))
        best = self._trees.classes_[chances.argmax(axis=1)]
        sure = self._right.chance(odds(chances.max(axis=1))[:, None])
        return [(self.labels[label], float(chance)) for label, chance in zip(best, sure, strict=True)]

    def _cells(self, row: Mapping[str, Any]) -> list[float]:
        return [_cell(row.get(name), self._kinds[name]) for name in self._names]

    def _fit(self, cells: Any, truth: Any) -> Any:
        import numpy as np
        from sklearn.ensemble import HistGradientBoostingClassifier

        cells = np.where(
            np.isnan(cells).all(axis=0), 0.0, cells
        )  # a feature that no row has cannot be sorted into bins
        trees = HistGradientBoostingClassifier(categorical_features=[*map(bool, self._kinds.values())], random_state=0)
        with _one_thread():
            return trees.fit(cells, truth)


def _chances(trees: Any, cells: Any) -> Any:
    with _one_thread():
        return trees.predict_proba(cells)


def _one_thread() -> Any:
    """The library's threads wait for each other in circles on a busy machine: one is faster, and leaves room."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    return threadpool_limits(1, user_api="openmp")


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _kinds(values: Sequence[Any]) -> dict[str, int]:
    """The values of a feature that holds other things than numbers, numbered; empty where it holds only numbers."""
    if all(value is None or _number(value) for value in values):
        return {}
    told = dict.fromkeys(str(value) for value in values if value is not None)
    return {value: i for i, value in enumerate(list(told)[:_MOST_KINDS])}


def _cell(value: Any, kinds: Mapping[str, int]) -> float:
    if value is None:
        return float("nan")
    if kinds:
        return float(kinds.get(str(value), float("nan")))
    try:
        return float(value) if _number(value) else float("nan")
    except OverflowError:  # JSON's whole numbers have no end
        return float("nan")
