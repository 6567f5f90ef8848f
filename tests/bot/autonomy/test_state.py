"""What happens to a step's right to act alone: earned, widened, checked, taken back."""

import json

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
