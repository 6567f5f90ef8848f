"""`baton evaluate --check`: measures what the certificate promises, and says of each figure whether it holds."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import NamedTuple

import numpy as np

from bot.autonomy.certificate import DELTA
from bot.evaluation import proofs
from handlers.evaluate import REPORTED, Bar

LIMITS = (0.10, 0.05, 0.02)
CLEAN = {0.10: 37, 0.05: 76, 0.02: 194}
MEDIANS = {0.10: 64, 0.05: 130, 0.02: 330}
BAD_LINES = (0, 3, 6)
MOST_CHECKS = 0.115


class Size(NamedTuple):
    """How much is played: runs for validity, decisions in each, runs for the slower rest."""

    runs: int
    decisions: int
    fewer: int


FULL = Size(4000, 2000, 1000)
SHORT = Size(300, 400, 120)


class Figure(NamedTuple):
    """One line of the answer: what was measured, what came out, what it must be, and whether it is."""

    what: str
    found: str
    wanted: str
    holds: bool


Task = Callable[[], list[Figure]]


def run(size: Size = FULL, workers: int = 2) -> tuple[str, int]:
    """Measure everything; the text and the exit code, 1 where a promise does not hold."""
    work, heard = tasks(size), Bar("measuring")
    with ProcessPoolExecutor(workers) as pool:
        waiting = [pool.submit(task) for task in work]
        figures = []
        for done, each in enumerate(waiting, start=1):
            figures += each.result()
            heard(done, len(work))
    return text(figures), int(not all(figure.holds for figure in figures))


def tasks(size: Size) -> Sequence[Task]:
    """What is measured, in the order in which it is told; each can run in a process of its own."""
    found: list[Task] = [partial(exact, limit, size) for limit in LIMITS]
    found += [partial(ordered, limit, name, size) for limit in LIMITS for name in proofs.ORDERS]
    found += [partial(nested, limit, bad, size) for limit in LIMITS for bad in BAD_LINES]
    found += [partial(revoked, reported, size) for reported in (0.0, REPORTED)]
    found += [partial(careless, size), partial(careful, size), partial(flooded, size)]
    return found


def text(figures: Sequence[Figure]) -> str:
    """One line for each figure."""
    rows = [f"{'ok ' if each.holds else 'NO '} {each.what:<78}{each.found:>22}   {each.wanted}" for each in figures]
    return "\n".join(rows)


def exact(limit: float, size: Size) -> list[Figure]:
    """One line, every case reviewed: exact, nothing is drawn."""
    wrong = float(proofs.exactly(limit, limit, size.decisions)[-1])
    median = proofs.median_of(proofs.exactly(limit, limit / 4, max(400, size.decisions)))
    clean = proofs.clean(limit)
    name = f"limit {limit:.0%}"
    return [
        Figure(f"{name}: wrongly certified at a true rate of the limit, exact", f"{wrong:.2%}", "≤ 5%", wrong <= DELTA),
        Figure(f"{name}: clean decisions to certify", f"{clean}", f"≤ {CLEAN[limit]}", clean <= CLEAN[limit]),
        Figure(
            f"{name}: median decisions at a quarter of the limit, exact",
            f"{median:.0f}",
            f"≤ {MEDIANS[limit]}",
            median <= MEDIANS[limit],
        ),
    ]


def ordered(limit: float, name: str, size: Size) -> list[Figure]:
    """True rate at the limit on the mean, in an order that somebody chooses, with evidence that stops and resumes."""
    share = proofs.one_line(limit, proofs.ORDERS[name], size.runs, size.decisions, np.random.default_rng(11))
    return [_validity(f"limit {limit:.0%}: wrongly certified, with pauses, order: {name}", share)]


def nested(limit: float, bad: int, size: Size) -> list[Figure]:
    """All lines, with checks."""
    share = proofs.nested(limit, bad, size.runs, size.decisions, np.random.default_rng(12))
    what = "every line at the limit" if not bad else f"line {bad + 1} of 9 at the limit"
    return [_validity(f"limit {limit:.0%}: wrongly opened, with lines and checks, {what}", share)]


def _validity(what: str, share: proofs.Share) -> Figure:
    return Figure(what, f"{share.share:.2%} of {share.runs}", "≤ 5% + 2 s.e.", share.within(DELTA))


def revoked(reported: float, size: Size) -> list[Figure]:
    """An agent that becomes half wrong, and one that stays as it is; limit 5%."""
    random = np.random.default_rng(13)
    pool = proofs.made_up_pool(random)
    how = f"{reported:.0%} of wrong acts reported" if reported else "checks alone"
    requests, acts, alarms = (30, 8, 0.05) if reported else (95, 30, 0.01)
    broke, checks = proofs.after_change(pool, 0.05, proofs.half_wrong, size.fewer, random, reported, requests=500)
    quiet, _ = proofs.after_change(pool, 0.05, proofs.unchanged, size.fewer, random, reported)
    false = proofs.Share(1 - quiet.missed, size.fewer)
    got_requests, got_acts, got_checks = f"{broke.requests:.0f}", f"{broke.wrong_acts:.0f}", f"{checks:.1%}"
    broken, watched = f"half wrong, {how}", f"{how}: share of acts that a person checked before"
    return [
        Figure(f"{broken}: requests until it asks first", got_requests, f"≤ {requests}", broke.requests <= requests),
        Figure(f"{broken}: wrong acts alone until then", got_acts, f"≤ {acts}", broke.wrong_acts <= acts),
        Figure(f"quiet, {how}: taken back within 2,000", f"{false.share:.2%}", f"≤ {alarms:.0%}", false.within(alarms)),
        Figure(watched, got_checks, "about 10%", checks <= MOST_CHECKS),
    ]


def flooded(size: Size) -> list[Figure]:
    """The alarm that needs no person: low scores, usually 30% of the requests, become 60%."""
    median, false = proofs.until_noticed(0.05, 0.6, size.fewer, np.random.default_rng(16))
    return [
        Figure(
            "low scores double: requests until it is noticed, nobody deciding", f"{median:.0f}", "≤ 60", median <= 60
        ),
        Figure("quiet: a flood noticed in 2,000 requests", f"{false.share:.2%}", "≤ 5%", false.within(DELTA)),
    ]


def careless(size: Size) -> list[Figure]:
    """True error 6%, limit 5%, and reviewers who catch half of it; with planted mistakes, and without."""
    figures = []
    for planting in (True, False):
        random = np.random.default_rng(14)
        found = proofs.reviewers(0.05, 0.06, 0.5, size.fewer, 1500, random, planting=planting)
        how, wanted = ("planted mistakes on", "≤ 5%") if planting else ("planted mistakes off", "no promise is made")
        holds = found.certified.within(DELTA) or not planting
        figures.append(
            Figure(
                f"6% wrong, reviewers catch half, {how}: wrongly certified",
                f"{found.certified.share:.2%}",
                wanted,
                holds,
            )
        )
    return figures


def careful(size: Size) -> list[Figure]:
    """True error 1%, reviewers who catch 95%, planted mistakes on."""
    found = proofs.reviewers(0.05, 0.01, 0.95, size.fewer, 600, np.random.default_rng(15))
    most = 2 * CLEAN[0.05]
    what = "1% wrong, reviewers catch 95%, planted mistakes on: median decisions to certify"
    return [Figure(what, f"{found.median:.0f}", f"≤ {most}", found.median <= most)]
