"""Where a text lies among the examples: texts as points whose nearness means likeness.

A point keeps its length 1 even where the examples do not know all of it: what is unknown counts, but points nowhere.
So a text of strange words is near nothing. Synchronous; numpy and scipy are imported when something is fitted.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt
from typing import Any

from bot.agents.concepts import concepts_of, with_concepts, words_of

STANDS_IN = "field_"
"""What the name of a field begins with where it stands in for a value of a text."""
_MANY = 2000  # examples from which on a term that only one of them holds points nowhere
_LETTERS = (3, 4)
_MARKS = (
    (re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>"), " someone "),
    (re.compile(r"<?(?:mailto:)?(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+(?:\|[^>]*)?>?"), " email "),
    (re.compile(r"<?https?://\S+"), " link "),
    (re.compile(r"\d+(?:[.,:'-]\d+)*"), " 0 "),
)
_WORD = re.compile(r"\w+")


def plain_words(text: str) -> str:
    """`text` in lower case with names, addresses, links and numbers replaced by what they are."""
    for pattern, name in _MARKS:
        text = pattern.sub(name, text)
    return text.lower()


@dataclass(frozen=True)
class Look:
    """One text as the classifier sees it: `weights` (n) at `columns` (n) of the space.

    `similar` holds its similarity to each example; they and the share of its weight that is `known` to the examples
    are 0 to 1. `strangers` are the words that mean nothing to any example, as they came.
    """

    columns: Any
    weights: Any
    similar: Any
    known: float
    strangers: tuple[str, ...] = ()

    @property
    def similarity(self) -> float:
        """The similarity to the most similar example."""
        return float(self.similar.max())

    def nearest(self, among: Sequence[int]) -> int:
        """The most similar example of `among` (one at least)."""
        return max(among, key=lambda i: float(self.similar[i]))


class _Terms:
    """The terms of one kind: which of them the examples hold, and what each of them weighs (its rarity)."""

    def __init__(self, held: Sequence[Counter[str]], first: int) -> None:
        rare = 1 if len(held) < _MANY else 2
        holders = Counter(term for terms in held for term in terms)
        self.names = sorted(term for term, count in holders.items() if count >= rare)
        self._columns = {name: first + i for i, name in enumerate(self.names)}
        self._rarity = {term: log((1 + len(held)) / (1 + count)) + 1 for term, count in holders.items()}
        self._rarest = log(1 + len(held)) + 1

    def weigh(self, terms: Mapping[str, int]) -> tuple[list[int], list[float]]:
        """Columns and weights of the known ones of `terms` (term to how often); all of them have the length 1."""
        weights = {term: (1 + log(count)) * self._rarity.get(term, self._rarest) for term, count in terms.items()}
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        known = [(column, weights[term]) for term in terms if (column := self._columns.get(term)) is not None]
        return [column for column, _ in known], [weight / length for _, weight in known]


Kinds = tuple[Counter[str], ...]  # the terms of one text by kind; each kind is one part of its point


def terms_of_text(text: str) -> Kinds:
    """Words and pairs of words with the groups they stand in, and pieces of 3 and 4 letters."""
    told = with_concepts(plain_words(text))
    words = _WORD.findall(told)
    return Counter([*words, *map(" ".join, pairwise(words))]), Counter(_pieces(told))


def _pieces(told: str) -> Iterable[str]:
    for word in told.split():
        for size in _LETTERS:
            framed = f" {word} "
            yield from (framed[i : i + size] for i in range(max(1, len(framed) - size + 1)))


class Space:
    """Examples as points.

    Args:
        examples: what is looked at is compared with these.
        others: further ones that only help to tell common terms from rare ones; their rows follow the examples'.
    """

    def __init__(self, examples: Sequence[str], others: Sequence[str] = ()) -> None:
        held = [terms_of_text(text) for text in (*examples, *others)]
        self._kinds: list[_Terms] = []
        for kind in zip(*held, strict=True):
            self._kinds.append(_Terms(kind, sum(len(each.names) for each in self._kinds)))
        self.rows = self._matrix([self._weigh(each) for each in held])
        self._holders = self.rows[: len(examples)].T.tocsr()  # term to the examples that hold it
        self.names = self._kinds[0].names
        self._counts = Counter(meaning for text in examples for meaning in _meanings(text))

    def _matrix(self, weighed: Sequence[tuple[list[int], list[float]]]) -> Any:
        import numpy as np
        from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

        ends = np.cumsum([0, *(len(columns) for columns, _ in weighed)])
        columns = np.fromiter((one for some, _ in weighed for one in some), dtype=np.int32, count=ends[-1])
        weights = np.fromiter((one for _, some in weighed for one in some), dtype=np.float32, count=ends[-1])
        return csr_matrix((weights, columns, ends), shape=(len(weighed), sum(len(each.names) for each in self._kinds)))

    def _weigh(self, held: Kinds) -> tuple[list[int], list[float]]:
        columns, weights = list[int](), list[float]()
        for terms, kind in zip(held, self._kinds, strict=True):
            some, theirs = kind.weigh(terms)
            columns += some
            weights += theirs
        return columns, weights

    def look(self, text: str) -> Look:
        """Where `text` lies among the examples."""
        import numpy as np

        columns, weights = self._weigh(terms_of_text(text))
        at, weigh = np.array(columns, dtype=np.int64), np.array(weights, dtype=np.float32)
        known = float(weigh @ weigh) / len(self._kinds)
        return Look(at, weigh, self.similar(at, weigh), known, self._strangers(text))

    def similar(self, columns: Any, weights: Any) -> Any:
        """The similarity of a point to each example, 0 to 1."""
        return self._holders[columns].T @ weights / len(self._kinds)

    def likeness(self, some: Any, others: Any) -> Any:
        """The similarity, 0 to 1, of each row of `some` to each row of `others`: a full matrix."""
        return (some @ others.T).toarray() / len(self._kinds)

    def known(self, some: Any, others: Any) -> Any:
        """The share, 0 to 1, of the weight of each row of `some` that the rows `others` know."""
        held = others.getnnz(axis=0) > 0
        return some.multiply(some) @ held / len(self._kinds)

    def _strangers(self, text: str) -> tuple[str, ...]:
        words = [word for word in dict.fromkeys(words_of(plain_words(text))) if not word.startswith(STANDS_IN)]
        return tuple(word for word in words if not any(self._counts[one] for one in (word, *concepts_of(word))))


def _meanings(text: str) -> set[str]:
    words = words_of(plain_words(text))
    return {*words, *(group for word in words for group in concepts_of(word))}
