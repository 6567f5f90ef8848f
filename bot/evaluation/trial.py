"""Past cases, played again in many orders of arrival: the agent's answers stand, only the policy decides anew.

A pool is what the agent said about each case: its score, and whether it was right. The pool is taken as the whole
truth, so that the true error rate at each score is known exactly.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np

from bot.evaluation.fleet import Flags, Floats, Ints

QUIET = 0.0
Heard = Callable[[int, int], None]


class Policy(Protocol):
    """What decides who acts alone, for many runs at once."""

    epoch: Ints

    def threshold(self) -> Floats:
        """The score from which each run acts alone."""

    def look(self, scores: Floats) -> tuple[Flags, Floats, Floats]:
        """(may act alone, chance of a check, weight of a person's word)."""

    def arrive(self, scores: Floats) -> None:
        """A request came in every run."""

    def act(self, mask: Flags) -> None:
        """These acted alone, unseen."""

    def decide(self, mask: Flags, scores: Floats, wrong: Flags, weight: Floats) -> None:
        """People decided these."""

    def check(self, mask: Flags, scores: Floats, wrong: Flags) -> None:
        """People looked at these acts."""

    def report(self, mask: Flags) -> None:
        """Somebody said that these acts were wrong."""


@dataclass(frozen=True)
class Pool:
    """Score and right or wrong of each case, the highest score first; `places` is where each stood before."""

    scores: Floats
    wrong: Flags
    places: Ints

    @classmethod
    def of(cls, scores: Floats, right: Flags) -> "Pool":
        """From what the agent said, in any order."""
        order = np.argsort(-scores, kind="stable")
        return cls(scores[order], ~right[order], order)

    def error_from(self, thresholds: Floats) -> Floats:
        """The true share of wrong ones among the cases with at least this score; 0 where there are none."""
        reached = np.searchsorted(-self.scores, -thresholds, side="right")
        wrong = np.concatenate([[0], np.cumsum(self.wrong)])
        return np.asarray(wrong[reached] / np.maximum(1, reached))

    def orders(self, requests: int, runs: int, random: np.random.Generator) -> Ints:
        """Which case comes when, (requests, runs): each run in an order of its own; drawn again where there are few."""
        if requests > len(self.scores):
            return random.integers(len(self.scores), size=(requests, runs))
        return np.stack([random.permutation(len(self.scores))[:requests] for _ in range(runs)], axis=1)


@dataclass(frozen=True)
class Played:
    """What happened, each of shape (requests, runs).

    `could`: it could act alone; `alone`: it did, and nobody looked; `wrong`: the agent's answer was; `over`: the true
    error from the score in force was above the limit; `epoch` as in `State`.
    """

    could: Flags
    alone: Flags
    wrong: Flags
    over: Flags
    epoch: Ints


def play(
    policy: Policy,
    scores: Floats,
    wrong: Flags,
    error_from: Callable[[Floats], Floats],
    limit: float,
    random: np.random.Generator,
    reported: float = QUIET,
    heard: Heard = lambda done, of: None,
) -> Played:
    """Play requests of shape (requests, runs) through a policy. `reported` of the wrong acts alone are reported."""
    shape = scores.shape
    could, alone, over = (np.zeros(shape, bool) for _ in range(3))
    epoch: Ints = np.zeros(shape, np.int64)
    for now in range(shape[0]):
        may, rate, weight = policy.look(scores[now])
        policy.arrive(scores[now])
        checked = may & (random.random(shape[1]) < rate)
        could[now], alone[now] = may, may & ~checked
        policy.act(alone[now])
        policy.decide(~may, scores[now], wrong[now], weight)
        policy.check(checked, scores[now], wrong[now])
        if reported:
            policy.report(alone[now] & wrong[now] & (random.random(shape[1]) < reported))
        over[now] = error_from(policy.threshold()) > limit
        epoch[now] = policy.epoch
        heard(now + 1, shape[0])
    return Played(could, alone, wrong, over, epoch)


@dataclass(frozen=True)
class Result:
    """Figures of many runs. Shares from 0 to 1; `first` and `until` are medians in requests, infinite for never.

    `alone` and `error` are those of the last tenth; `checked_after` also has the acts at which a person looked later.
    """

    alone_all: float
    alone: float
    checked_after: float
    error: float
    over: float
    first: float
    revoked: float
    checks: float


def result(played: Played) -> Result:
    """The figures of what was played."""
    last = slice(-max(1, len(played.alone) // 10), None)
    began = played.could.any(0)
    first = np.where(began, played.could.argmax(0) + 1, np.inf)
    wrong = (played.alone & played.wrong)[last].sum()
    return Result(
        alone_all=float(played.alone.mean()),
        alone=float(played.alone[last].mean()),
        checked_after=float(played.could[last].mean()),
        error=float(wrong / max(1, played.alone[last].sum())),
        over=float(played.over.any(0).mean()),
        first=float(np.median(first)),
        revoked=float((played.epoch[-1] > 1).mean()),
        checks=float((played.could & ~played.alone).sum() / max(1, played.could.sum())),
    )


def curve(values: Flags, among: Flags | None = None, parts: int = 30) -> tuple[Floats, Floats]:
    """The mean of `values` (where `among`) over time, in so many parts: (requests so far, share)."""
    edges = np.linspace(0, len(values), parts + 1).astype(int)
    inside = np.ones_like(values) if among is None else among
    shares = [(values & inside)[a:b].sum() / max(1, inside[a:b].sum()) for a, b in pairwise(edges)]
    return edges[1:].astype(float), np.array(shares)


@dataclass(frozen=True)
class Revoked:
    """After the agent broke: medians of the requests and of the wrong acts alone until the right was taken back.

    `missed` is the share of runs in which it never was. Runs that had no right to lose are left out.
    """

    requests: float
    wrong_acts: float
    missed: float


def until_revoked(played: Played, broken_at: int) -> Revoked:
    """How long it took, from request number `broken_at` (0 is the first) on."""
    had = played.could[max(0, broken_at - 100) : broken_at].any(0)
    gone = played.epoch[broken_at:] > played.epoch[broken_at - 1]
    when = np.where(gone.any(0), gone.argmax(0), len(gone))
    wrong = np.cumsum((played.alone & played.wrong)[broken_at:], axis=0)
    acts = wrong[np.minimum(when, len(gone) - 1), np.arange(wrong.shape[1])]
    if not had.any():
        return Revoked(float("inf"), float("inf"), 1.0)
    never = ~gone.any(0)[had]
    requests = np.where(never, np.inf, when[had] + 1)
    return Revoked(float(np.median(requests)), float(np.median(acts[had])), float(never.mean()))
