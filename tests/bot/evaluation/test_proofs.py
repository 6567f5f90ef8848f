"""What the certificate promises, in short; `baton evaluate --check` has the long form."""

import numpy as np
import pytest

from bot.evaluation import proofs

DELTA = 0.05


def random() -> np.random.Generator:
    return np.random.default_rng(21)


@pytest.mark.parametrize(("limit", "clean", "median"), [(0.10, 37, 64), (0.05, 76, 130), (0.02, 194, 330)])
def test_exact_chances(limit: float, clean: int, median: int) -> None:
    assert proofs.clean(limit) <= clean
    assert proofs.median_of(proofs.exactly(limit, limit / 4, 400)) <= median
    assert 0.015 < proofs.exactly(limit, limit, 700)[-1] <= DELTA


def test_exact_chances_are_those_that_are_played() -> None:
    seen = proofs.one_line(0.10, proofs.steady, 800, 300, random())
    exact = proofs.exactly(0.10, 0.10, 300)[-1]
    assert seen.share == pytest.approx(exact, abs=3 * seen.error)


@pytest.mark.parametrize("order", list(proofs.ORDERS))
def test_no_order_makes_it_wrong_more_often(order: str) -> None:
    assert proofs.one_line(0.10, proofs.ORDERS[order], 400, 300, random()).within(DELTA)


@pytest.mark.parametrize("bad", [0, 3, 6])
def test_lines_and_checks_do_not_either(bad: int) -> None:
    assert proofs.nested(0.10, bad, 200, 500, random()).within(DELTA)


def test_the_line_that_is_bad_is_at_the_limit_exactly() -> None:
    for bad in (3, 6):
        errors, shares = proofs.band_errors(0.05, bad), np.array(proofs.BAND_SHARES)
        upto = slice(0, bad + 1)
        assert (errors[upto] * shares[upto]).sum() / shares[upto].sum() == pytest.approx(0.05)


def test_careless_reviewers_certify_nothing_once_mistakes_are_planted() -> None:
    with_planted = proofs.reviewers(0.05, 0.06, 0.5, 50, 300, random())
    without = proofs.reviewers(0.05, 0.06, 0.5, 50, 300, random(), planting=False)
    assert with_planted.certified.within(DELTA)
    assert without.certified.share > 0.2


def test_careful_reviewers_certify_soon() -> None:
    assert proofs.reviewers(0.05, 0.01, 0.95, 100, 180, random()).median <= 2 * 76


@pytest.mark.parametrize(("reported", "requests", "acts"), [(0.0, 95, 30), (0.2, 30, 8)])
def test_a_broken_agent_is_stopped(reported: float, requests: int, acts: int) -> None:
    pool = proofs.made_up_pool(random(), cases=2500)
    found, checks = proofs.after_change(pool, 0.05, proofs.half_wrong, 40, random(), reported, earn=800, requests=200)
    assert found.requests <= requests
    assert found.wrong_acts <= acts
    assert checks < 0.15


def test_a_flood_of_low_scores_is_noticed() -> None:
    requests, false = proofs.until_noticed(0.05, 0.6, 60, random(), requests=300)
    assert requests <= 70
    assert false.within(DELTA)
