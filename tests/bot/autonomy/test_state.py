"""What happens to a step's right to act alone: earned, widened, checked, taken back."""

import json
import random
from dataclasses import fields, replace

from bot.autonomy import state as moves
from bot.autonomy.state import State, start


def decided(state: State, score: float, times: int, wrong: bool = False) -> State:
    for _ in range(times):
        state = moves.after_decision(state, score, wrong, moves.look(state, score).weight)
    return state


def test_the_clean_count_opens_the_strictest_line() -> None:
    for limit, needed in ((0.10, 37), (0.05, 76), (0.02, 194)):
        assert moves.still_needed(start(limit)) == needed
        before = decided(start(limit), 0.97, needed - 1)
        assert (before.open, moves.still_needed(before)) == (-1, 1)
        assert moves.acts_from(decided(before, 0.97, 1)) == 0.95


def test_a_looser_line_wants_cases_of_its_own() -> None:
    state = decided(start(0.05), 0.97, 300)
    assert moves.acts_from(state) == 0.95
    assert moves.acts_from(decided(state, 0.92, moves.OWN_CASES - 1)) == 0.95
    assert moves.acts_from(decided(state, 0.92, moves.OWN_CASES)) == 0.90


def test_three_reports_take_it_back_and_two_do_not() -> None:
    for limit in (0.10, 0.05, 0.02):
        state = decided(start(limit), 0.97, 250)
        twice = moves.after_report(moves.after_report(state))
        assert (twice.open, twice.epoch) == (state.open, 1)
        assert state.open >= 0
        gone = moves.after_report(twice)
        assert (gone.open, gone.epoch, moves.still_needed(gone)) == (-1, 2, moves.still_needed(start(limit)))


def test_a_row_brings_the_same_state_back() -> None:
    state = decided(start(0.05, planting=True), 0.97, 80)
    state = moves.after_planted(moves.after_report(decided(state, 0.3, 3, wrong=True)), caught=True)
    assert moves.from_row(json.loads(json.dumps(moves.to_row(state)))) == state


def earned(limit: float = 0.05) -> State:
    state = decided(start(limit), 0.97, 300)
    assert state.open >= 0
    return state


def test_everything_asks_before_it_is_earned_and_low_scores_after() -> None:
    assert moves.look(start(0.05), 0.999) == moves.Look(alone=False, rate=1.0, weight=1.0)
    assert moves.look(earned(), 0.97) == moves.Look(alone=True, rate=0.20, weight=1.0)
    assert moves.look(earned(), 0.60) == moves.Look(alone=False, rate=1.0, weight=0.20)


def test_an_agent_without_scores_has_one_line() -> None:
    state = start(0.10)
    for _ in range(37):
        state = moves.after_decision(moves.after_request(state, None), None, False, 1.0)
    assert moves.look(state, None).alone


def test_checks_are_one_in_five_at_first_then_one_in_ten() -> None:
    state = earned()
    for _ in range(moves.FIRST_CASES):
        assert moves.check_rate(state) == 0.20
        state = moves.after_act(state)
    assert moves.check_rate(state) == 0.10
    assert moves.check_rate(moves.after_refit(state)) == 0.20
    assert moves.after_refit(state).open == state.open


def test_after_a_wrong_one_the_next_eight_are_looked_at_and_paid_back() -> None:
    state = earned()
    for _ in range(60):
        state = moves.after_act(state)
    state = moves.after_check(state, 0.97, wrong=True)
    for _ in range(8):
        assert moves.check_rate(state) == 1.0
        state = moves.after_check(state, 0.97, wrong=False)
    assert moves.check_rate(state) in {0.05, 0.10}
    for _ in range(10):
        state = moves.after_check(state, 0.97, wrong=False)
    assert moves.check_rate(state) == moves.FLOOR_RATE


def test_a_report_is_no_evidence_and_makes_people_look() -> None:
    before = earned()
    after = moves.after_report(before)
    assert after.counts == before.counts
    assert moves.check_rate(after) == 1.0
    assert moves.after_report(start(0.05)) == start(0.05)


def test_many_wrong_checks_take_it_back_and_keep_what_measures_people() -> None:
    state = moves.after_planted(decided(start(0.05, planting=True), 0.97, 130), caught=True)
    for _ in range(20):
        state = moves.after_planted(state, caught=True)
    assert state.open >= 0
    for _ in range(3):
        state = moves.after_check(state, 0.97, wrong=True)
    assert (state.open, state.epoch, state.planted) == (-1, 2, (21, 21))
    assert moves.at_most(state) == 1.0


def test_another_limit_is_held_against_the_same_evidence() -> None:
    state = decided(start(0.10), 0.97, 60)
    assert state.open >= 0
    stricter = moves.with_limit(state, 0.02)
    assert (stricter.open, moves.still_needed(stricter)) == (-1, 134)
    assert moves.with_limit(stricter, 0.10).open == state.open


def test_a_band_that_is_far_too_wrong_does_not_open() -> None:
    state = decided(decided(earned(), 0.92, 3, wrong=True), 0.92, 17)
    assert state.bands[state.first + 1] == (20, 3)
    assert moves.acts_from(state) == 0.95
    assert moves.acts_from(decided(state, 0.92, 40)) == 0.90


def test_the_first_line_is_the_strictest_that_half_of_the_requests_reach() -> None:
    for scores, first in (((0.9999, 0.2), 0.999), ((0.985, 0.97), 0.98), ((0.97, 0.2), 0.95), ((0.6, 0.55), 0.5)):
        state = start(0.05)
        for number in range(moves.FIRST_REQUESTS):
            state = moves.after_request(state, scores[number % 2])
        assert state.lines[state.first] == first, scores


def test_more_low_scores_than_usual_make_people_look() -> None:
    state = start(0.05)
    for _ in range(100):
        state = decided(moves.after_request(state, 0.97), 0.97, 1)
    assert (state.open >= 0, state.close) == (True, 0)
    for _ in range(40):
        state = moves.after_request(state, 0.1)
    assert state.intake.rung >= 1
    assert moves.check_rate(state) == 1.0
    assert state.open >= 0


def test_a_request_changes_what_came_and_nothing_else() -> None:
    draws, state, names = random.Random(5), start(0.10, planting=True), {each.name for each in fields(State)}
    for number in range(600):
        score = draws.choice([None, 0.1, 0.4, 0.97, draws.random()]) if number < 560 else 0.1
        before, told = state, json.dumps(moves.to_row(state))
        state = moves.after_request(before, score)
        assert json.dumps(moves.to_row(before)) == told
        reach = [score is None or score >= line for line in state.lines]
        assert state.reached == tuple(count + more for count, more in zip(before.reached, reach, strict=True))
        assert state.intake.requests == number + 1
        came = {name: getattr(before, name) for name in ("reached", "intake", "first", "close")}
        assert (replace(state, **came), set(vars(state))) == (before, names)
        state = moves.after_planted(moves.after_check(state, 0.97, draws.random() < 0.01), caught=True)
    assert state.open >= 0 < state.intake.rung


def test_a_case_changes_its_counts_and_nothing_else() -> None:
    before = decided(start(0.05), 0.97, 20)
    told = json.dumps(moves.to_row(before))
    after = moves.after_decision(before, 0.85, wrong=True, weight=0.2)
    line = moves.LINES.index(0.80)
    assert json.dumps(moves.to_row(before)) == told
    assert replace(after, counts=before.counts, bands=before.bands) == before
    assert [now == then for now, then in zip(after.counts, before.counts, strict=True)] == [
        at < line for at in range(len(after.lines))
    ]
    assert after.bands == (*before.bands[:line], (1, 1), *before.bands[line + 1 :])
