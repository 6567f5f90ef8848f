"""The learned part of the offline agent: labelled texts in, a label with its probability out.

scikit-learn is imported when something is fitted, never before. Everything here is synchronous: call it in a thread.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from typing import Any

from bot.agents.concepts import concepts_of, with_concepts, words_of

_FOLDS = 5
_OTHERS_WEIGHT = 0.5
_MANY = 2000  # examples from which on a term that only one of them holds is left out
_MARKS = (
    (re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>"), " someone "),
    (re.compile(r"<?(?:mailto:)?(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+(?:\|[^>]*)?>?"), " email "),
    (re.compile(r"<?https?://\S+"), " link "),
    (re.compile(r"\d+(?:[.,:'-]\d+)*"), " 0 "),
)
_WORD = r"(?u)\b\w+\b"


def available() -> bool:
    """Whether the extra `offline` is installed."""
    return find_spec("sklearn") is not None


def plain_words(text: str) -> str:
    """`text` in lower case with names, addresses, links and numbers replaced by what they are."""
    for pattern, name in _MARKS:
        text = pattern.sub(name, text)
    return text.lower()


@dataclass(frozen=True)
class Look:
    """One text as the classifier sees it: `weights` (n) at `columns` (n) of the space.

    `similar` holds its similarity to each example; they and the share of `unseen` words are 0 to 1.
    """

    columns: Any
    weights: Any
    similar: Any
    unseen: float

    @property
    def similarity(self) -> float:
        """The similarity to the most similar example."""
        return float(self.similar.max())

    def nearest(self, among: Sequence[int]) -> int:
        """The most similar example of `among` (one at least)."""
        return max(among, key=lambda i: float(self.similar[i]))


class _Terms:
    """One TF-IDF vectorizer. Single texts are turned into numbers without scikit-learn's checks, which take longer
    than the work.
    """

    def __init__(self, vectorizer: Any, texts: Sequence[str]) -> None:
        self.rows = vectorizer.fit_transform(texts)
        self.names = [str(name) for name in vectorizer.get_feature_names_out()]
        self._terms = vectorizer.build_analyzer()
        self._columns, self._rarity = vectorizer.vocabulary_, vectorizer.idf_

    def weigh(self, text: str) -> tuple[Any, Any]:
        """Columns and weights of a text, as the vectorizer's `transform` gives them."""
        import numpy as np

        counts = Counter(column for term in self._terms(text) if (column := self._columns.get(term)) is not None)
        columns = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
        weights = (np.log(np.fromiter(counts.values(), dtype=float, count=len(counts))) + 1) * self._rarity[columns]
        return columns, weights / (np.linalg.norm(weights) or 1.0)


class Space:
    """Texts as points: word 1-2-grams and character 3-5-grams, TF-IDF, each half of length one.

    Args:
        texts: the examples; what is looked at is compared with these.
        others: further texts that only help to tell common terms from rare ones; their rows follow the examples'.
    """

    def __init__(self, texts: Sequence[str], others: Sequence[str] = ()) -> None:
        from scipy.sparse import hstack  # type: ignore[import-untyped]
        from sklearn.feature_extraction.text import TfidfVectorizer

        rare = 1 if len(texts) < _MANY else 2
        told = [with_concepts(plain_words(text)) for text in (*texts, *others)]
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=_WORD, min_df=rare)
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=rare)
        self._words, self._letters = _Terms(words, told), _Terms(letters, told)
        self.rows = hstack([self._words.rows, self._letters.rows]).tocsr()
        self._holders = self.rows[: len(texts)].T.tocsr()  # term to the examples that hold it
        self.names = self._words.names
        self._counts = Counter(meaning for text in texts for meaning in _meanings(text))

    def look(self, text: str) -> Look:
        """Where `text` lies among the examples."""
        import numpy as np

        told = with_concepts(plain_words(text))
        (words, some), (letters, others) = self._words.weigh(told), self._letters.weigh(told)
        columns = np.concatenate([words, letters + len(self.names)])
        return self._look(text, columns, np.concatenate([some, others]), skip=-1)

    def look_without(self, text: str, index: int) -> Look:
        """Where example `index` would lie if it were not one of the examples."""
        start, end = self.rows.indptr[index], self.rows.indptr[index + 1]
        return self._look(text, self.rows.indices[start:end], self.rows.data[start:end], skip=index)

    def similar(self, columns: Any, weights: Any) -> Any:
        """The similarity of a text to each example, 0 to 1."""
        return self._holders[columns].T @ weights / 2

    def _look(self, text: str, columns: Any, weights: Any, skip: int) -> Look:
        similar = self.similar(columns, weights)
        if skip >= 0:
            similar[skip] = 0.0
        words = set(words_of(plain_words(text)))
        new = sum(all(self._counts[one] <= (skip >= 0) for one in (word, *concepts_of(word))) for word in words)
        unseen = new / len(words) if words else 1.0
        return Look(columns, weights, similar, unseen)


def _meanings(text: str) -> set[str]:
    words = words_of(plain_words(text))
    return {*words, *(group for word in words for group in concepts_of(word))}


class Head:
    """A linear classifier over rows of a `Space`, its margins turned into probabilities by cross-validation.

    Args:
        rows: the examples' rows.
        labels: the examples' labels.
        others: further rows of the label `other`, learned with little weight and never used to measure.
        other: their label.
    """

    def __init__(self, rows: Any, labels: Sequence[str], others: Any = None, other: str = "") -> None:
        import numpy as np

        more = 0 if others is None else others.shape[0]
        self.labels = tuple(sorted({*labels, *([other] if more else [])}))
        self._sharpness = 1.0
        if len(self.labels) > 1:
            truth = np.array([self.labels.index(label) for label in [*labels, *([other] * more)]])
            task = _Task(_stacked(rows, others) if more else rows, truth, len(self.labels), len(labels))
            self._weights, self._offset = task.fit(np.arange(len(truth)))
            self._sharpness = task.sharpness()

    def margins(self, look: Look) -> Any:
        """How far one text lies on each label's side, in the order of `labels`; two labels at least."""
        return look.weights @ self._weights[look.columns] + self._offset

    def probabilities(self, look: Look) -> dict[str, float]:
        """Label to probability, 0 to 1, for one text."""
        import numpy as np

        if len(self.labels) == 1:
            return {self.labels[0]: 1.0}
        scaled = self._sharpness * self.margins(look)
        odds = np.exp(scaled - scaled.max())
        return dict(zip(self.labels, (odds / odds.sum()).tolist(), strict=True))

    def weighed(self, look: Look, label: str, names: Sequence[str], most: int = 3) -> list[str]:
        """The words of a text that spoke most for `label`, the strongest first."""
        if len(self.labels) == 1:
            return []
        weights = self._weights[look.columns]
        shares = look.weights * (weights[:, self.labels.index(label)] - weights.mean(axis=1))
        strongest = (i for i in (-shares).argsort() if shares[i] > 0 and look.columns[i] < len(names))
        return list(islice((name for i in strongest if _tells(name := names[look.columns[i]])), most))


def _tells(name: str) -> bool:
    """Whether a word or pair of words tells a person something: no stop words, no groups of words."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return "_" not in name and not set(name.split()) <= ENGLISH_STOP_WORDS | {"0"}


def _stacked(rows: Any, others: Any) -> Any:
    from scipy.sparse import vstack

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
        from sklearn.svm import LinearSVC

        truth = self.truth[kept]
        importance = np.where(kept < self.measured, 1.0, _OTHERS_WEIGHT)
        machine = LinearSVC(C=1.0, class_weight="balanced", random_state=0, max_iter=20_000)
        machine.fit(self.rows[kept], truth, sample_weight=importance)
        weights, offsets = machine.coef_, machine.intercept_
        if len(machine.classes_) == 2:
            weights, offsets = np.vstack([-weights, weights]), np.hstack([-offsets, offsets])
        full = np.zeros((self.rows.shape[1], self.count), dtype=np.float32)
        offset = np.full(self.count, -1.0, dtype=np.float32)
        full[:, machine.classes_], offset[machine.classes_] = weights.T, offsets
        return full, offset

    def sharpness(self) -> float:
        """The factor on margins under which held-out examples are told with the least surprise."""
        import numpy as np

        fold = np.full(len(self.truth), -1)
        seen: Counter[int] = Counter()
        for i, label in enumerate(self.truth[: self.measured]):
            fold[i] = seen[label] % _FOLDS
            seen[label] += 1
        margins, right = [], []
        for k in range(_FOLDS):
            held, kept = np.flatnonzero(fold == k), np.flatnonzero(fold != k)
            if len(held) and len(set(self.truth[kept])) > 1:
                weights, offset = self.fit(kept)
                margins.append(np.asarray(self.rows[held] @ weights + offset))
                right.append(self.truth[held])
        return _least_surprise(np.vstack(margins), np.concatenate(right)) if margins else 1.0


def _least_surprise(margins: Any, truth: Any) -> float:
    """The temperature search itself; a share of doubt is kept, so that few examples never make it certain."""
    import numpy as np

    doubt = 1 / (len(truth) + 2)

    def surprise(factor: float) -> float:
        scaled = factor * margins
        logs = scaled - np.logaddexp.reduce(scaled, axis=1, keepdims=True)
        hit = logs[np.arange(len(truth)), truth]
        miss = (logs.sum(axis=1) - hit) / (margins.shape[1] - 1)
        return float(-((1 - doubt) * hit + doubt * miss).mean())

    return float(min(np.geomspace(0.25, 16, 49), key=surprise))
