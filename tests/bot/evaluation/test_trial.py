"""Pools, figures and the rivals: small ones, by hand."""

import numpy as np
import pytest

from bot.autonomy import state
from bot.evaluation.fleet import Fleet
from bot.evaluation.rivals import RULES, Rival
from bot.evaluation.trial import Played, Pool, play, result, until_revoked


def pool_of(error: float, cases: int = 4000, seed: int = 5) -> Pool:
    random = np.random.default_rng(seed)
    return Pool.of(0.3 + 0.7 * random.random(cases), random.random(cases) >= error)


def played(policy: Fleet | Rival, pool: Pool, requests: int = 700, limit: float = 0.05) -> Played:
    random = np.random.default_rng(6)
    order = pool.orders(requests, policy.runs, random)
    return play(policy, pool.scores[order], pool.wrong[order], pool.error_from, limit, random)


def test_the_true_error_from_a_score() -> None:
    pool = Pool.of(np.array([0.2, 0.9, 0.5, 0.9]), np.array([False, True, False, True]))
    assert pool.scores.tolist() == [0.9, 0.9, 0.5, 0.2]
    assert pool.places.tolist() == [1, 3, 2, 0]
    assert pool.error_from(np.array([0.95, 0.9, 0.5, 0.1, np.inf])).tolist() == pytest.approx([0, 0, 1 / 3, 0.5, 0])


def test_an_order_has_every_case_at_most_once_where_there_are_enough() -> None:
    pool = pool_of(0.1, cases=50)
    order = pool.orders(40, 7, np.random.default_rng(1))
    assert all(len(set(run)) == 40 for run in order.T)
    assert pool.orders(200, 7, np.random.default_rng(1)).shape == (200, 7)


def test_it_earns_where_it_is_right_and_refuses_where_it_is_wrong_everywhere() -> None:
    good, bad = (result(played(Fleet(25, 0.05), pool_of(error))) for error in (0.01, 0.07))
    assert good.alone > 0.5
    assert good.over == 0
    assert good.error < 0.03
    assert bad.over <= 0.12
    assert bad.alone < 0.05


def test_rules_of_thumb_are_wrong_where_the_certificate_refuses() -> None:
    bad = pool_of(0.07)
    over = {name: result(played(Rival(15, 0.05, rule), bad, 600)).over for name, rule in RULES.items()}
    assert over["ask always"] == 0
    assert min(over[name] for name in over if "clean" in name or "observed" in name or "fixed" in name) > 0.9
    assert len(over) == 6


def test_how_long_until_it_was_taken_back() -> None:
    could = np.ones((10, 2), bool)
    epoch = np.ones((10, 2), np.int64)
    epoch[7:, 0] = 2
    wrong = np.ones((10, 2), bool)
    found = until_revoked(Played(could, could, wrong, ~could, epoch), broken_at=5)
    assert (found.missed, found.wrong_acts) == (0.5, 4.0)
    only_first = Played(could[:, :1], could[:, :1], wrong[:, :1], ~could[:, :1], epoch[:, :1])
    assert until_revoked(only_first, broken_at=5).requests == 3


def test_the_lines_of_the_rivals_are_those_of_the_policy() -> None:
    rival = Rival(2, 0.05, RULES["fixed score 0.9"])
    assert rival.threshold().tolist() == [0.9, 0.9]
    assert 0.9 in state.LINES
