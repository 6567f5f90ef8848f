"""The certificate: may one say, after looking at the evidence as often as one likes, that at most `limit` is wrong?

Evidence is counts. `Count(weight, n, k)`: n reviewed cases, k of them wrong, each counted with `weight`. The weight is
1 where every case was reviewed, and less where these cases were reviewed more often than others of the same line, so
that what is looked at most does not weigh most.

The wager. For a limit a, six rivals claim smaller error rates p = f·a, and start with a sixth of the stake each. Each
case multiplies a rival's stake by 1 + weight·(its probability of what happened / that at error rate a, less 1). Where
the true rate is a or more, the sum is expected to shrink, so it reaches 1/delta with probability delta at most, however
often one looks and whenever one stops (Ville's inequality). `docs/decisions/` has the proofs.

Planted mistakes. People notice only a share v of what is wrong, so of true errors at rate a they change a·v. The stake
is then the smallest over all v, each held against the planted mistakes that were caught. Without any it proves nothing.
"""

from collections.abc import Callable, Sequence
from math import exp, lgamma, log, log1p
from typing import NamedTuple

DELTA = 0.05
FRACTIONS = (0.0, 1 / 8, 1 / 4, 3 / 8, 1 / 2, 3 / 4)
# What is thought of reviewers before any mistake was planted: they catch 18 of 19. This only costs or saves cases.
CATCH, MISS = 18.0, 1.0
NARROW = 1e-9
GOLDEN = (5**0.5 - 1) / 2


class Count(NamedTuple):
    """`n` reviewed cases, `k` of them wrong, each counted with `weight` (above 0, at most 1)."""

    weight: float
    n: int
    k: int


class Planted(NamedTuple):
    """Planted mistakes: how many people decided, and how many of these they caught."""

    planted: int
    caught: int


Counts = Sequence[Count]


def stake(counts: Counts, limit: float, planted: Planted | None = None) -> float:
    """The natural log of the evidence that less than `limit` is wrong; log(20) and more certifies at 95%.

    `planted` None: the reviewers are taken to catch everything, so it measures what people change.
    """
    return _stake(counts, limit, planted, float("-inf"))


def certified(counts: Counts, limit: float, planted: Planted | None = None, delta: float = DELTA) -> bool:
    """Whether the evidence shows that less than `limit` is wrong, with confidence 1 - `delta`."""
    enough = -log(delta)
    return _stake(counts, limit, planted, enough) >= enough


def bound(counts: Counts, planted: Planted | None = None, delta: float = DELTA) -> float:
    """At most this share is wrong, with confidence 1 - `delta`, at every look; 1.0 where nothing can be said.

    Rounded up to a thousandth, so that a printed figure is never better than the evidence.
    """
    if not certified(counts, 0.999, planted, delta):
        return 1.0
    low, high = 0, 999
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if certified(counts, middle / 1000, planted, delta) else (middle, high)
    return high / 1000


def clean_needed(counts: Counts, limit: float, planted: Planted | None = None, delta: float = DELTA) -> int:
    """How many more reviewed cases, none wrong, certify `limit`; 10,000 where more are needed."""
    low, high = -1, 1
    while high < 10_000 and not certified([*counts, Count(1.0, high, 0)], limit, planted, delta):
        low, high = high, high * 2
    if certified(counts, limit, planted, delta):
        return 0
    high = min(high, 10_000)
    while high - low > 1:
        middle = (low + high) // 2
        enough = certified([*counts, Count(1.0, middle, 0)], limit, planted, delta)
        low, high = (low, middle) if enough else (middle, high)
    return high


def total(counts: Counts) -> tuple[int, int]:
    """(reviewed, wrong), whatever their weights."""
    return sum(each.n for each in counts), sum(each.k for each in counts)


def add(counts: Counts, weight: float, wrong: bool) -> tuple[Count, ...]:
    """The counts with one more reviewed case."""
    found = {each.weight: each for each in counts}
    old = found.get(weight, Count(weight, 0, 0))
    found[weight] = Count(weight, old.n + 1, old.k + wrong)
    return tuple(sorted(found.values(), reverse=True))


def _stake(counts: Counts, limit: float, planted: Planted | None, enough: float) -> float:
    """The stake; where it is less than `enough`, something that is less as well, and sooner known."""
    if planted is None:
        return _plain(counts, limit)
    mixture = _mixture(planted)
    return _smallest(lambda catch: _plain(counts, limit * catch) + _catching(planted, mixture, catch), enough)


def _plain(counts: Counts, limit: float) -> float:
    odds = 1 / (1 - limit)
    return _log_mean([sum([_rival(each, share, odds) for each in counts]) for share in FRACTIONS])


def _rival(count: Count, share: float, odds: float) -> float:
    weight, n, k = count
    gain = share + (1 - share) * odds  # (1 - share·limit) / (1 - limit)
    right = (n - k) * log1p(weight * (gain - 1))
    if not k:
        return right
    lost = 1 + weight * (share - 1)
    return right + k * log(lost) if lost > 0 else float("-inf")


def _mixture(planted: Planted) -> float:
    """What a Beta mixture of catch rates makes of the planted mistakes."""
    caught, missed = planted.caught, planted.planted - planted.caught
    return _log_beta(CATCH + caught, MISS + missed) - _log_beta(CATCH, MISS)


def _catching(planted: Planted, mixture: float, catch: float) -> float:
    """What the planted mistakes say against a catch rate of `catch`, by their `mixture` of other rates."""
    caught, missed = planted.caught, planted.planted - planted.caught
    return mixture - (caught * log(catch) if caught else 0) - (missed * log1p(-catch) if missed else 0)


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _log_mean(values: Sequence[float]) -> float:
    most = max(values)
    return most + log(sum([exp(each - most) for each in values]) / len(values))


def _smallest(convex: Callable[[float], float], enough: float) -> float:
    """The smallest value of a convex function between 0 and 1, by golden sections; any that is less than `enough`."""
    low, high = NARROW, 1 - NARROW
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = convex(left), convex(right)
    while high - low > 1e-4 and at_left >= enough and at_right >= enough:
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = convex(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = convex(right)
    return min(at_left, at_right, convex(low), convex(high))
