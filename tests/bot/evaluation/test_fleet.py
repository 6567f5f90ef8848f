"""Many runs in numpy decide exactly as the pure code does in one."""

import numpy as np
import pytest

from bot.autonomy import certificate, state
from bot.autonomy.state import State
from bot.evaluation import fleet
from bot.evaluation.fleet import Fleet

RUNS, REQUESTS = 3, 360


def shown(many: Fleet, run: int) -> tuple[object, ...]:
    return (
        many.open[run],
        many.first[run],
        many.acts[run],
        many.checks[run],
        many.close[run],
        many.epoch[run],
        many.rung[run],
        tuple(many.bands[run, :, 0]),
        tuple(many.bands[run, :, 1]),
        tuple(many.n[run].sum(1)),
        tuple(np.round(many.stakes[run], 6)),
    )


def said(one: State) -> tuple[object, ...]:
    return (
        one.open,
        one.first,
        one.acts,
        one.checks,
        one.close,
        one.epoch,
        one.intake.rung,
        tuple(n for n, _ in one.bands),
        tuple(k for _, k in one.bands),
        tuple(certificate.total(each)[0] for each in one.counts),
        tuple(np.round(one.alarm.stakes, 6)),
    )


@pytest.mark.parametrize(("planting", "limit", "seed"), [(False, 0.10, 1), (False, 0.05, 2), (True, 0.10, 3)])
def test_the_fleet_does_what_the_state_does(planting: bool, limit: float, seed: int) -> None:
    random = np.random.default_rng(seed)
    many = Fleet(RUNS, limit, planting=planting)
    ones = [state.start(limit, planting=planting) for _ in range(RUNS)]
    opened = taken_back = 0
    for number in range(REQUESTS):
        broken = number > REQUESTS * 0.7
        scores = random.beta(6, 0.6 if not broken else 2, RUNS)
        wrong = random.random(RUNS) < np.where(broken, 0.4, (1 - scores) * 0.2)
        draws, reported, plants = random.random((3, RUNS))
        caught = random.random(RUNS) < 0.95
        before = [one.epoch for one in ones]
        alone, rate, weight = many.look(scores)
        looks = [state.look(one, score) for one, score in zip(ones, scores, strict=True)]
        assert [astuple_of(each) for each in looks] == list(zip(alone, rate, weight, strict=True))
        many.arrive(scores)
        checked = alone & (draws < rate)
        acted = alone & ~checked
        many.act(acted)
        many.decide(~alone, scores, wrong, weight)
        many.check(checked, scores, wrong)
        many.report(acted & wrong & (reported < 0.2))
        many.plant(plants < 0.1, caught)
        for run in range(RUNS):
            one = state.after_request(ones[run], scores[run])
            if acted[run]:
                one = state.after_act(one)
            elif checked[run]:
                one = state.after_check(one, scores[run], bool(wrong[run]))
            else:
                one = state.after_decision(one, scores[run], bool(wrong[run]), looks[run].weight)
            if acted[run] and wrong[run] and reported[run] < 0.2:
                one = state.after_report(one)
            if plants[run] < 0.1:
                one = state.after_planted(one, bool(caught[run]))
            ones[run] = one
            assert shown(many, run) == said(one), (number, run)
            opened += one.open >= 0
            taken_back += one.epoch > before[run]
    assert opened > REQUESTS
    assert taken_back >= 2


def astuple_of(look: state.Look) -> tuple[bool, float, float]:
    return look.alone, look.rate, look.weight


def test_the_evidence_is_the_same_number() -> None:
    counts = (certificate.Count(1.0, 140, 2), certificate.Count(0.1, 60, 5))
    n, k = np.zeros((1, len(fleet.WEIGHTS))), np.zeros((1, len(fleet.WEIGHTS)))
    n[0, [0, 2]], k[0, [0, 2]] = (140, 60), (2, 5)
    plain = fleet.stake(n, k, np.array([0.05]))[0]
    assert plain == pytest.approx(certificate.stake(counts, 0.05), abs=1e-9)
    planted = certificate.Planted(20, 19)
    corrected = fleet.corrected_stake(n, k, np.array([[20.0, 19.0]]), 0.05)[0]
    assert corrected == pytest.approx(certificate.stake(counts, 0.05, planted), abs=1e-6)
    assert corrected < plain
