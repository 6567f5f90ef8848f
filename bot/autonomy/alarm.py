"""The alarm: does what people find in acts that ran alone still fit the limit?

An e-CUSUM: rivals that say "the error rate is `times` the limit now" gain with each wrong case and lose with each right
one, and none falls below where it started. While the true rate is at most the limit, no stretch of cases is expected to
multiply a stake; the alarm goes where the mean of the stakes reaches `LOUD`.

A second alarm needs no person: the share of requests whose score is too low to act alone.
"""

from dataclasses import dataclass, replace
from math import sqrt

TIMES = (3.0, 10.0)
MOST = 0.9
LOUD = 100.0
# The share of low scores: half as much again as before, with a stake that a quiet month does not reach.
LOW_TIMES, LOW_LOUD = 1.5, 1000.0
FORGIVEN = 1.5  # standard errors of the share that is usual


@dataclass(frozen=True)
class Alarm:
    """Stakes of the rivals, 1 at rest. `looked` and `wrong` are the cases since it last was at rest."""

    stakes: tuple[float, ...] = (1.0,) * len(TIMES)
    looked: int = 0
    wrong: int = 0

    @property
    def loud(self) -> bool:
        """Whether the right to act alone is to be taken back now."""
        return sum(self.stakes) / len(self.stakes) >= LOUD


def heard(alarm: Alarm, wrong: bool, limit: float) -> Alarm:
    """The alarm after one more act that ran alone was looked at."""
    stakes = tuple(
        max(1.0, stake * _gain(wrong, limit, min(times * limit, MOST)))
        for stake, times in zip(alarm.stakes, TIMES, strict=True)
    )
    if all(stake == 1.0 for stake in stakes):
        return Alarm()
    return Alarm(stakes, alarm.looked + 1, alarm.wrong + wrong)


@dataclass(frozen=True)
class Intake:
    """How many requests came, and the stake on more of them now scoring too low to act alone than before.

    `usual` is the share of low scores when the line was opened; None while nothing is open. `rung` counts the times
    when clearly more than usual were low; after each the watch begins again, with what is usual now.
    """

    requests: int = 0
    usual: float | None = None
    stake: float = 1.0
    rung: int = 0


def watched(intake: Intake, share: float) -> Intake:
    """Begin to watch, where `share` of the requests so far scored too low."""
    spread = sqrt(share * (1 - share) / (intake.requests + 2))
    return replace(intake, usual=min(0.95, max(0.01, share + FORGIVEN * spread)), stake=1.0)


def arrived(intake: Intake, low: bool) -> Intake:
    """One more request, whether its score was too low to act alone."""
    requests, usual = intake.requests + 1, intake.usual
    if usual is None:
        return Intake(requests, usual, intake.stake, intake.rung)
    more = min(LOW_TIMES * usual, (1 + usual) / 2)
    stake = max(1.0, intake.stake * _gain(low, usual, more))
    if stake < LOW_LOUD:
        return Intake(requests, usual, stake, intake.rung)
    return Intake(requests, min(0.95, more), 1.0, intake.rung + 1)


def _gain(happened: bool, before: float, now: float) -> float:
    return now / before if happened else (1 - now) / (1 - before)


def reports_left(alarm: Alarm, limit: float) -> int:
    """How many wrong acts in a row, from here, take the right to act alone back."""
    count = 0
    while not alarm.loud:
        alarm, count = heard(alarm, wrong=True, limit=limit), count + 1
    return count
