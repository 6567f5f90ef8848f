"""What the certificate promises, measured: how often it is wrong, what it costs, how fast it is taken back.

Each function plays made-up cases with a known true error rate through the same `Fleet` as `baton evaluate`, or, where
there is only one line and every case is reviewed, adds up the exact chances.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from bot.autonomy import state
from bot.autonomy.certificate import DELTA, Count, certified
from bot.evaluation.fleet import Flags, Fleet, Floats, stake
from bot.evaluation.trial import Heard, Pool, Revoked, play, until_revoked

ONE_LINE = (0.5,)
MOST_WRONG = 80
PLANT_RATE = 1 / 25
# Between the lines, from the strictest: the share of requests whose score falls there. The rest is below all lines.
BAND_SHARES = (0.20, 0.15, 0.10, 0.10, 0.10, 0.10, 0.10, 0.05, 0.05)


def silent(done: int, of: int) -> None:
    """Nobody hears how far it is."""


def exactly(limit: float, error: float, decisions: int) -> Floats:
    """The exact chance of being certified within 1, 2, … decisions, looked at each time; `error` is the true rate."""
    most = [_most_certified(n, limit) for n in range(decisions + 1)]
    alive, gone = np.zeros(MOST_WRONG + 1), np.zeros(decisions)
    alive[0] = 1.0
    for n in range(1, decisions + 1):
        alive[1:] = alive[1:] * (1 - error) + alive[:-1] * error
        alive[0] *= 1 - error
        gone[n - 1] = alive[: most[n] + 1].sum()
        alive[: most[n] + 1] = 0
    return np.cumsum(gone)


def _most_certified(n: int, limit: float) -> int:
    """The most wrong ones among n with which it is certified; -1 for none. It falls with each wrong one."""
    low, high = -1, min(n, MOST_WRONG) + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if certified((Count(1.0, n, middle),), limit) else (low, middle)
    return low


def median_of(chances: Floats) -> float:
    """Within how many decisions half of the runs are certified; infinite where fewer ever are."""
    reached = np.flatnonzero(chances >= 0.5)
    return float(reached[0] + 1) if len(reached) else float("inf")


@dataclass(frozen=True)
class Share:
    """A share of runs, with its standard error."""

    share: float
    runs: int

    @property
    def error(self) -> float:
        """The standard error."""
        return sqrt(max(self.share * (1 - self.share), 1 / self.runs) / self.runs)

    def within(self, most: float) -> bool:
        """Whether it is at most this, give or take two standard errors of that."""
        return self.share <= most + 2 * sqrt(most * (1 - most) / self.runs)


def _share(flags: Flags) -> Share:
    return Share(float(flags.mean()), len(flags))


# Validity -------------------------------------------------------------------------------------------------------------

Order = Callable[[Fleet, Floats, float], Floats]


def waves(fleet: Fleet, saved: Floats, limit: float) -> Floats:
    """An adversary who sends bad cases until much is saved, then only good ones until it is spent."""
    spending = (fleet.requests // 60) % 2 == 1
    return np.where(spending & (saved >= limit), 0.0, np.where(spending, limit, 2 * limit))


def patient(fleet: Fleet, saved: Floats, limit: float) -> Floats:
    """An adversary who sees the evidence, saves while it is weak, and spends when it is close."""
    every = np.arange(fleet.runs)
    close = stake(fleet.n[every, 0], fleet.k[every, 0], np.full(fleet.runs, limit)) > 0.3 * -log(DELTA)
    return np.where(close & (saved >= limit), 0.0, np.where(close, limit, 1.5 * limit))


def steady(fleet: Fleet, saved: Floats, limit: float) -> Floats:
    """No adversary: each case is wrong with the same chance."""
    return np.full(fleet.runs, limit)


ORDERS: dict[str, Order] = {"steady": steady, "bad first, then good": waves, "seen and spent": patient}


def one_line(
    limit: float, order: Order, runs: int, decisions: int, random: np.random.Generator, heard: Heard = silent
) -> Share:
    """Runs that were wrongly certified, where at every moment the mean true rate so far was at the limit or above.

    Evidence also stops and resumes: in one stretch of fifty in three, by a run's own draw, nothing is reviewed.
    """
    fleet, one = Fleet(runs, limit, ONE_LINE), np.ones(runs)
    saved, certified_once, working = np.zeros(runs), np.zeros(runs, bool), np.ones(runs, bool)
    for now in range(decisions * 3 // 2):
        if now % 50 == 0:
            working = random.random(runs) < 2 / 3
        chance = order(fleet, saved, limit)
        fleet.requests += working
        saved = np.where(working, saved + chance - limit, saved)
        fleet.decide(working & ~certified_once, one, random.random(runs) < chance, one)
        certified_once |= fleet.open >= 0
        heard(now + 1, decisions * 3 // 2)
    return _share(certified_once)


def band_errors(limit: float, bad: int) -> Floats:
    """The true error of each band, so that all scores from line `bad` on are wrong exactly at the limit together.

    Stricter lines are wrong a third as often; what is looser is worse. With 0, all are wrong exactly at the limit.
    """
    shares = np.array(BAND_SHARES)
    errors = np.full(len(shares) + 1, 2 * limit if bad else limit)
    errors[:bad] = limit / 3
    errors[bad] = (limit * shares[: bad + 1].sum() - (errors[:bad] * shares[:bad]).sum()) / shares[bad]
    return errors


def nested(
    limit: float, bad: int, runs: int, requests: int, random: np.random.Generator, heard: Heard = silent
) -> Share:
    """Runs in which line `bad`, the first whose cases are wrong at the limit, was ever open; with the usual checks."""
    fleet, errors = Fleet(runs, limit), band_errors(limit, bad)
    edges = np.cumsum(BAND_SHARES)
    ever = np.zeros(runs, bool)
    for now in range(requests):
        line = np.searchsorted(edges, random.random(runs), side="right")
        scores = np.append(fleet.lines, 0.0)[line]
        wrong = random.random(runs) < errors[line]
        alone, rate, weight = fleet.look(scores)
        fleet.arrive(scores)
        checked = alone & (random.random(runs) < rate)
        fleet.act(alone & ~checked)
        fleet.decide(~alone, scores, wrong, weight)
        fleet.check(checked, scores, wrong)
        ever |= fleet.open >= bad
        heard(now + 1, requests)
    return _share(ever)


# Reviewers ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Watched:
    """Runs that were certified, and the median of the reviewed decisions that it took."""

    certified: Share
    median: float


def reviewers(
    limit: float,
    error: float,
    catch: float,
    runs: int,
    decisions: int,
    random: np.random.Generator,
    heard: Heard = silent,
    *,
    planting: bool = True,
) -> Watched:
    """Reviewers who notice a share `catch` of what is wrong, with planted mistakes among the cards."""
    fleet, one = Fleet(runs, limit, ONE_LINE, planting=planting), np.ones(runs)
    first = np.full(runs, np.inf)
    for now in range(decisions):
        waiting = np.isinf(first)
        fleet.plant(waiting & (random.random(runs) < PLANT_RATE), random.random(runs) < catch)
        fleet.decide(waiting, one, random.random(runs) < error * catch, one)
        first[waiting & (fleet.open >= 0)] = now + 1
        heard(now + 1, decisions)
    return Watched(_share(np.isfinite(first)), float(np.median(first)))


# Taking it back -------------------------------------------------------------------------------------------------------


def made_up_pool(random: np.random.Generator, cases: int = 5000) -> Pool:
    """An agent that is right three times in four and knows it well enough: one in 80 of its good scores is wrong."""
    good = random.random(cases) < 0.65
    scores = np.where(good, 0.95 + 0.05 * random.random(cases), 0.95 * random.random(cases))
    return Pool.of(scores, random.random(cases) >= np.where(good, 0.0125, 0.6 * (1 - scores)))


def half_wrong(wrong: Flags, random: np.random.Generator) -> Flags:
    """The agent broke: half of what it does is wrong, whatever its score."""
    return random.random(wrong.shape) < 0.5


def unchanged(wrong: Flags, random: np.random.Generator) -> Flags:
    """The agent is as it was."""
    return wrong


def after_change(
    pool: Pool,
    limit: float,
    change: Callable[[Flags, np.random.Generator], Flags],
    runs: int,
    random: np.random.Generator,
    reported: float = 0.0,
    earn: int = 2000,
    requests: int = 2000,
    heard: Heard = silent,
) -> tuple[Revoked, float]:
    """Earn for a while, then change: how long until the right is taken back, and the share of acts checked before."""
    order = pool.orders(earn + requests, runs, random)
    scores, wrong = pool.scores[order], pool.wrong[order]
    wrong[earn:] = change(wrong[earn:], random)
    played = play(Fleet(runs, limit), scores, wrong, pool.error_from, limit, random, reported, heard)
    could = played.could[:earn]
    checks = float((could & ~played.alone[:earn]).sum() / max(1, could.sum()))
    return until_revoked(played, earn), checks


def until_noticed(
    limit: float, low_share: float, runs: int, random: np.random.Generator, requests: int = 2000
) -> tuple[float, Share]:
    """A flood of requests with low scores: the median of requests until it is noticed, and the runs where one was
    noticed without any.

    Usually 30% score low; 300 requests were reviewed before, and nobody decides anything meanwhile.
    """
    fleet, usual = Fleet(runs, limit), 0.3
    noticed, false = np.full(runs, np.inf), np.zeros(runs, bool)

    def arriving(share: float) -> Floats:
        return np.where(random.random(runs) < share, 0.2, 0.97)

    for _ in range(300):
        scores = arriving(usual)
        fleet.arrive(scores)
        fleet.decide(np.ones(runs, bool), scores, np.zeros(runs, bool), np.ones(runs))
    for _ in range(requests):
        fleet.arrive(arriving(usual))
        false |= fleet.rung > 0
    before = fleet.rung.copy()
    for now in range(1000):
        fleet.arrive(arriving(low_share))
        noticed = np.where((fleet.rung > before) & np.isinf(noticed), now + 1, noticed)
    return float(np.median(noticed)), _share(false)


def clean(limit: float) -> int:
    """How many clean decisions certify, at the strictest line."""
    return state.still_needed(state.start(limit))
