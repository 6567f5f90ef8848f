"""`bot.autonomy.state` for many runs at once: the same rules on arrays, one element for each run.

A test holds the two against each other, move by move. Scores are floats; a mask says which runs a move is for.
"""

from math import log

import numpy as np
from numpy.typing import NDArray

from bot.autonomy import alarm, state
from bot.autonomy.certificate import CATCH, DELTA, FRACTIONS, GOLDEN, MISS, NARROW

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

WEIGHTS = np.array([1.0, state.FIRST_RATE, state.USUAL_RATE, state.FLOOR_RATE])
SHARES = np.array(FRACTIONS)
with np.errstate(divide="ignore"):
    LOST = np.maximum(np.log(1 + WEIGHTS[:, None] * (SHARES - 1)), -1e300)


class Fleet:
    """Many runs of one step, each with its own evidence. Attributes as in `State`, with a first axis for the runs."""

    def __init__(
        self, runs: int, limit: float, lines: tuple[float, ...] = state.LINES, *, planting: bool = False
    ) -> None:
        begun = state.start(limit, lines=lines)
        self.runs, self.limit, self.planting = runs, limit, planting
        self.lines = np.array(lines)
        self.chooses = lines == state.LINES
        self.open = np.full(runs, -1)
        self.first = np.full(runs, begun.first)
        self.reached = np.zeros((runs, len(lines)), np.int64)
        self.n = np.zeros((runs, len(lines), len(WEIGHTS)))
        self.k = np.zeros_like(self.n)
        self.bands = np.zeros((runs, len(lines), 2))
        self.planted = np.zeros((runs, 2))
        self.times = np.minimum(np.array(alarm.TIMES) * limit, alarm.MOST)
        self.stakes = np.ones((runs, len(alarm.TIMES)))
        self.requests = np.zeros(runs, np.int64)
        self.usual = np.full(runs, np.nan)
        self.low_stake = np.ones(runs)
        self.rung = np.zeros(runs, np.int64)
        self.acts = np.zeros(runs, np.int64)
        self.checks = np.zeros(runs, np.int64)
        self.close = np.zeros(runs, np.int64)
        self.epoch = np.ones(runs, np.int64)

    def line_of(self, scores: Floats) -> Ints:
        """The strictest line that each score reaches; the number of lines where it reaches none."""
        return np.asarray((scores[:, None] < self.lines).sum(1))

    def threshold(self) -> Floats:
        """The score from which each run acts alone; infinite where every case asks."""
        return np.asarray(np.append(self.lines, np.inf)[self.open])

    def rate(self) -> Floats:
        """The chance of a check."""
        allowed = state.FIRST_RATE * state.FIRST_CASES + state.USUAL_RATE * (self.acts - state.FIRST_CASES) + 1
        usual = np.where(self.checks > allowed, state.FLOOR_RATE, state.USUAL_RATE)
        usual = np.where(self.acts < state.FIRST_CASES, state.FIRST_RATE, usual)
        return np.where(self.close > 0, state.CLOSE_RATE, usual)

    def look(self, scores: Floats) -> tuple[Flags, Floats, Floats]:
        """(may act alone, chance of a check, weight of a person's word)."""
        rate = np.where(self.open < 0, 1.0, self.rate())
        alone = self.line_of(scores) <= self.open
        return alone, np.where(alone, rate, 1.0), np.where(alone, 1.0, rate)

    def arrive(self, scores: Floats) -> None:
        """A request came in every run."""
        line = self.line_of(scores)
        self._watch(line > self.open)
        self.requests += 1
        self.reached += line[:, None] <= np.arange(len(self.lines))
        chosen = (self.requests == state.FIRST_REQUESTS) & (self.open < 0) & self.chooses
        for run in np.flatnonzero(chosen):
            self.first[run] = state.first_line(self.reached[run].tolist(), state.FIRST_REQUESTS)

    def _watch(self, low: Flags) -> None:
        more = np.minimum(alarm.LOW_TIMES * self.usual, (1 + self.usual) / 2)
        gain = np.where(low, more / self.usual, (1 - more) / (1 - self.usual))
        watched = np.isfinite(self.usual)
        self.low_stake = np.where(watched, np.maximum(1.0, self.low_stake * gain), 1.0)
        loud = self.low_stake >= alarm.LOW_LOUD
        self.rung += loud
        self.close[loud] = state.CLOSE_CASES
        self.usual = np.where(loud, np.minimum(0.95, more), self.usual)
        self.low_stake[loud] = 1.0

    def act(self, mask: Flags) -> None:
        """These acted alone, unseen."""
        self.acts += mask
        self.close = np.where(mask, np.maximum(0, self.close - 1), self.close)

    def decide(self, mask: Flags, scores: Floats, wrong: Flags, weight: Floats) -> None:
        """People decided these, which had to ask."""
        self._count(mask, scores, wrong, weight)
        self._open_lines(mask)

    def check(self, mask: Flags, scores: Floats, wrong: Flags) -> None:
        """People looked at these, which could act alone and were drawn."""
        self._count(mask, scores, wrong, np.ones(self.runs))
        self.acts += mask
        self.checks += mask
        less = np.where(wrong, state.CLOSE_CASES, np.maximum(0, self.close - 1))
        self.close = np.where(mask, less, self.close)
        self._hear(mask, wrong)
        self._open_lines(mask)

    def report(self, mask: Flags) -> None:
        """Somebody said that these acts were wrong."""
        self.close = np.where(mask & (self.open >= 0), state.CLOSE_CASES, self.close)
        self._hear(mask & (self.open >= 0), np.ones(self.runs, bool))

    def plant(self, mask: Flags, caught: Flags) -> None:
        """People decided planted mistakes in these runs."""
        if self.planting:
            self.planted += np.stack([mask, mask & caught], axis=1)
            self._open_lines(mask)

    def _hear(self, mask: Flags, wrong: Flags) -> None:
        gain = np.where(wrong[:, None], self.times / self.limit, (1 - self.times) / (1 - self.limit))
        self.stakes = np.where(mask[:, None], np.maximum(1.0, self.stakes * gain), self.stakes)
        loud = self.stakes.mean(1) >= alarm.LOUD
        for each in (self.n, self.k, self.bands, self.acts, self.checks, self.close):
            each[loud] = 0
        self.usual[loud] = np.nan
        self.open[loud], self.low_stake[loud], self.stakes[loud] = -1, 1.0, 1.0
        self.epoch += loud

    def _count(self, mask: Flags, scores: Floats, wrong: Flags, weight: Floats) -> None:
        line = self.line_of(scores)
        kind = np.abs(weight[:, None] - WEIGHTS).argmin(1)
        runs, lines = np.nonzero(mask[:, None] & (np.arange(len(self.lines)) >= line[:, None]))
        self.n[runs, lines, kind[runs]] += 1
        self.k[runs, lines, kind[runs]] += wrong[runs]
        own = np.flatnonzero(mask & (line < len(self.lines)))
        self.bands[own, line[own], 0] += 1
        self.bands[own, line[own], 1] += wrong[own]

    def _open_lines(self, mask: Flags) -> None:
        runs = np.flatnonzero(mask & (self.open < len(self.lines) - 1))
        while len(runs):
            line = np.maximum(self.first[runs], self.open[runs] + 1)
            n, k = self.bands[runs, line].T
            own = (line == self.first[runs]) | ((n >= state.OWN_CASES) & (k <= state.OWN_TIMES * self.limit * n))
            runs, line = runs[own], line[own]
            enough = self._stake(runs, line) >= -log(DELTA)
            runs, line = runs[enough], line[enough]
            self.open[runs] = line
            high = (self.requests[runs] - self.reached[runs, line] + 1) / (self.requests[runs] + 2)
            spread = np.sqrt(high * (1 - high) / (self.requests[runs] + 2))
            self.usual[runs] = np.clip(high + alarm.FORGIVEN * spread, 0.01, 0.95)
            self.low_stake[runs] = 1.0
            runs = runs[line < len(self.lines) - 1]

    def _stake(self, runs: Ints, line: Ints) -> Floats:
        n, k = self.n[runs, line], self.k[runs, line]
        limit = np.full(len(runs), self.limit)
        if not self.planting:
            return stake(n, k, limit)
        found = np.full(len(runs), -np.inf)
        worth = np.flatnonzero(stake(n, k, limit) >= -log(DELTA))  # planted mistakes never add to it
        found[worth] = corrected_stake(n[worth], k[worth], self.planted[runs[worth]], self.limit)
        return found


def stake(n: Floats, k: Floats, limit: Floats) -> Floats:
    """`certificate.stake` for counts of shape (runs, weights), and a limit for each run."""
    gain = SHARES + (1 - SHARES) / (1 - limit[:, None])
    right = np.log1p(WEIGHTS[None, :, None] * (gain[:, None, :] - 1))
    rivals = np.einsum("rw,rwf->rf", n - k, right) + k @ LOST
    most = rivals.max(1)
    return np.asarray(most + np.log(np.exp(rivals - most[:, None]).mean(1)))


def corrected_stake(n: Floats, k: Floats, planted: Floats, limit: float) -> Floats:
    """The same with planted mistakes, (planted, caught) for each run: the smallest over all catch rates."""
    caught = planted[:, 1]
    missed = planted[:, 0] - caught
    mixture = _log_beta(CATCH + caught, MISS + missed) - _log_beta(np.array(CATCH), np.array(MISS))

    def at(catch: Floats) -> Floats:
        return stake(n, k, limit * catch) + mixture - caught * np.log(catch) - missed * np.log1p(-catch)

    low, high = np.full(len(n), NARROW), np.full(len(n), 1 - NARROW)
    least = np.minimum(at(low), at(high))
    while len(n) and (high - low).max() > 1e-4:
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        at_left, at_right = at(left), at(right)
        least = np.minimum(least, np.minimum(at_left, at_right))
        down = at_left < at_right
        low, high = np.where(down, low, left), np.where(down, right, high)
    return least


def _log_beta(a: Floats, b: Floats) -> Floats:
    return _log_gamma(a) + _log_gamma(b) - _log_gamma(a + b)


def _log_gamma(values: Floats) -> Floats:
    """Stirling's series, after seven steps up: to twelve digits for the values from 1 that come here."""
    x = values + 7
    series = 1 / (12 * x) - 1 / (360 * x**3) + 1 / (1260 * x**5)
    steps = sum(np.log(values + step) for step in range(7))
    return np.asarray((x - 0.5) * np.log(x) - x + 0.5 * np.log(2 * np.pi) + series - steps)
