"""The bound: minimum evidence, what is printed, weights, and planted mistakes."""

from itertools import pairwise
from math import log

import pytest

from bot.autonomy.certificate import Count, Planted, add, bound, certified, clean_needed, stake, total


def counts(n: int, k: int = 0, weight: float = 1.0) -> tuple[Count, ...]:
    return (Count(weight, n, k),)


@pytest.mark.parametrize(
    ("limit", "needed"),
    [
        (0.20, [18, 30, 40, 49, 65, 103]),
        (0.10, [37, 64, 83, 101, 135, 212]),
        (0.05, [76, 130, 168, 205, 273, 430]),
        (0.02, [194, 330, 426, 517, 689, 1082]),
    ],
)
def test_the_least_evidence_that_certifies(limit: float, needed: list[int]) -> None:
    for changed, reviewed in zip((0, 1, 2, 3, 5, 10), needed, strict=True):
        assert certified(counts(reviewed, changed), limit)
        assert not certified(counts(reviewed - 1, changed), limit)
        assert clean_needed(counts(changed, changed), limit) == reviewed - changed


def test_the_bound_is_rounded_against_us() -> None:
    for (n, k), most in {(100, 0): 0.039, (412, 1): 0.017, (62, 3): 0.158, (41, 1): 0.151, (380, 3): 0.028}.items():
        assert bound(counts(n, k)) == most
        assert certified(counts(n, k), most)
        assert not certified(counts(n, k), most - 0.001)


def test_nothing_is_known_without_evidence() -> None:
    assert bound(()) == 1.0
    assert bound(counts(20, 20)) == 1.0
    assert clean_needed((), 0.05) == 76
    assert clean_needed(counts(76), 0.05) == 0


def test_a_wrong_case_never_helps_and_a_right_one_never_hurts() -> None:
    for weight in (1.0, 0.2, 0.1):
        clean = [stake(counts(50, k, weight), 0.05) for k in range(6)]
        grown = [stake(counts(n, 1, weight), 0.05) for n in range(20, 80, 10)]
        assert all(more > less for more, less in pairwise(clean))
        assert all(less < more for less, more in pairwise(grown))


def test_what_is_looked_at_more_often_weighs_less() -> None:
    assert stake(counts(100, 0, 0.1), 0.05) == pytest.approx(stake(counts(10), 0.05), rel=0.05)
    mixed = (Count(1.0, 76, 0), Count(0.1, 10, 3))
    assert bound(counts(76)) < bound(mixed) < bound(counts(86, 3))


def test_counts_are_kept_by_weight() -> None:
    kept = add(add(add((), 1.0, wrong=False), 0.1, wrong=True), 1.0, wrong=True)
    assert kept == (Count(1.0, 2, 1), Count(0.1, 1, 1))
    assert total(kept) == (3, 2)


def test_planted_mistakes_never_make_it_better_than_what_people_changed() -> None:
    for planted in (Planted(0, 0), Planted(3, 3), Planted(24, 23), Planted(24, 12), Planted(400, 400)):
        assert bound(counts(412, 1), planted) >= bound(counts(412, 1))


def test_without_planted_mistakes_nothing_is_certified_once_they_are_on() -> None:
    assert not certified(counts(5000), 0.05, Planted(0, 0))
    assert clean_needed((), 0.05, Planted(0, 0)) == 10_000


def test_reviewers_who_catch_too_little_open_nothing() -> None:
    assert certified(counts(200), 0.05, Planted(20, 19))
    assert not certified(counts(200), 0.05, Planted(20, 4))
    assert bound(counts(412, 1), Planted(24, 12)) > 1.5 * bound(counts(412, 1), Planted(24, 23))


def test_planted_mistakes_cost_less_than_twice_the_clean_count() -> None:
    for caught in (3, 6, 12, 24):
        assert clean_needed((), 0.05, Planted(caught, caught)) <= 2 * 76


def test_certified_is_what_the_whole_stake_says() -> None:
    """It ends at the first catch rate that refuses; that must never be another answer."""
    answers = set()
    for n, k in ((0, 0), (76, 0), (130, 1), (150, 0), (300, 2), (400, 30), (900, 0)):
        for decided, caught in ((0, 0), (3, 3), (10, 10), (12, 9), (40, 39), (60, 20)):
            for limit in (0.02, 0.05, 0.2):
                planted, both = Planted(decided, caught), (Count(1.0, n, k), Count(0.2, n // 2, k // 2))
                whole = stake(both, limit, planted) >= log(20)
                assert certified(both, limit, planted) == whole
                answers.add((limit, whole))
    assert len(answers) == 6
