"""What people read."""

from bot.autonomy import state as moves
from bot.autonomy import words
from bot.autonomy.state import State, start


def reviewed(state: State, n: int, k: int = 0, score: float = 0.97) -> State:
    for number in range(n):
        state = moves.after_decision(state, score, number < k, 1.0)
    return state


def test_before_anything_is_known() -> None:
    assert words.standing(start(0.05)) == "No figure yet. Limit 5%: 76 without a change."


def test_while_it_asks() -> None:
    assert words.standing(reviewed(start(0.05), 62, 3)) == (
        "At most 15.8% wrong: 62 reviewed, 3 changed. Limit 5%: 143 more without a change."
    )
    assert words.standing(reviewed(start(0.10), 41, 1)) == (
        "At most 15.1% wrong: 41 reviewed, 1 changed. Limit 10%: 23 more without a change."
    )
    assert words.acts_alone(start(0.05)) == "asks first"


def test_when_it_is_earned() -> None:
    earned = reviewed(start(0.05), 76)
    assert words.acts_alone(earned) == "acts alone when its score is 0.95 or more"
    assert words.acts_alone(earned, scores=False) == "acts alone"
    assert words.earned(earned) == (
        "What it took: 76 reviewed decisions, none changed: at most 5.0% wrong, with 95% confidence. "
        "Your limit is 5%.\n"
        "It measures what people changed; planted mistakes are off, so it cannot tell what they missed."
    )


def test_a_receipt_says_what_it_was_counted_from() -> None:
    state = start(0.05, planting=True)
    for number in range(24):
        state = moves.after_planted(state, caught=number != 0)
    assert words.why_alone(reviewed(state, 412, 1), "such clearings") == (
        "at most 1.9% of such clearings are wrong, with 95% confidence: 412 reviewed, 1 changed, "
        "23 of 24 planted mistakes caught. Limit 5%."
    )


def test_why_it_was_taken_back() -> None:
    state = reviewed(start(0.05), 76)
    for wrong in (True, False, True, False):
        state = moves.after_check(state, 0.97, wrong)
    assert words.taken_back_because(state) == (
        "of the last 5 that people looked at, 3 were wrong. At your limit it should be 1 in 20."
    )
    assert moves.after_check(state, 0.97, wrong=True).epoch == 2


def test_what_people_found_wrong_of_it_since_is_told_though_it_is_no_evidence() -> None:
    state = moves.after_report(reviewed(start(0.05), 76))
    assert "76 reviewed, none changed, 1 found wrong since. Limit 5%." in words.why_alone(state, "such clearings")
    assert "76 reviewed, none changed, 1 found wrong since. Limit 5%." in words.standing(state)
