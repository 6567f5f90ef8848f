"""What the offline agent's score is made of: points that know what they do not know, two machines, and a gate."""

import math
import random

import pytest

pytest.importorskip("sklearn", reason="the extra offline is not installed")
import numpy as np

from bot.agents.background import BACKGROUND
from bot.agents.classifier import Head
from bot.agents.descent import lowest
from bot.agents.gate import Gate, odds
from bot.agents.judge import PERSON, Judge, unlike
from bot.agents.space import Space

WORDS = {
    "pay": ["pay", "settle", "transfer", "wire", "invoice", "bill", "amount", "due", "balance", "cash"],
    "send": ["parcel", "ship", "courier", "box", "deliver", "label", "post", "tracking", "weight", "customs"],
    "book": ["room", "table", "seat", "hotel", "night", "reserve", "slot", "calendar", "date", "meeting"],
}
STRANGE = [
    "the giraffe sings opera under purple umbrellas",
    "who composed that waltz",
    "my knee hurts after jogging",
    "boil eggs seven minutes",
    "is jupiter bigger than saturn",
    "knit a scarf from wool",
]


def texts(count: int, seed: int) -> tuple[list[str], list[str]]:
    """Texts of three kinds that share a few words with each other, and their labels."""
    draw = random.Random(seed)
    labels = [list(WORDS)[i % 3] for i in range(count)]
    others = [word for words in WORDS.values() for word in words]
    return [" ".join(draw.sample(WORDS[label], 3) + draw.sample(others, 3)) for label in labels], labels


def test_an_unknown_word_takes_its_share_of_a_point() -> None:
    space = Space(["pay the bill", "send the parcel"])
    known, partly, none = (space.look(text) for text in ("pay the bill", "pay the xylophone", "xylophone quartet"))
    assert known.known == pytest.approx(1, rel=1e-5)
    assert 0.2 < partly.known < 0.8
    assert none.known < 0.2
    assert known.similarity > partly.similarity > none.similarity
    assert partly.strangers == ("xylophone",)


def test_what_is_known_of_a_row_depends_on_the_others() -> None:
    space = Space(["pay the bill", "pay the bill", "quartz"])
    known = space.known(space.rows, space.rows[:1])
    assert known[1] == pytest.approx(1, rel=1e-5)
    assert known[2] == 0


def test_the_bottom_of_a_valley_is_found() -> None:
    goal, steep = np.array([3.0, -2.0, 0.5]), np.array([1.0, 50.0, 0.1])
    seen = []

    def surprise(point: np.ndarray) -> tuple[float, np.ndarray]:
        seen.append(point)
        return float(steep @ (point - goal) ** 2) + 7, 2 * steep * (point - goal)

    assert np.allclose(lowest(surprise, np.zeros(3), 100, still=1e-12), goal, atol=1e-3)
    assert len(seen) < 120


def test_at_the_bottom_already_nothing_moves() -> None:
    assert np.array_equal(lowest(lambda point: (float(point @ point), 2 * point), np.zeros(4), 10), np.zeros(4))


@pytest.mark.parametrize("told", [0.5, 1.0, 2.5])
def test_a_gate_learns_how_much_the_odds_are_worth(told: float) -> None:
    """Where the true log-odds are `told` times those that the classifier says, the gate says so."""
    draw = np.random.default_rng(5)
    said = draw.normal(0.5, 2, 4000)
    truth = draw.random(4000) < 1 / (1 + np.exp(-told * said))
    chances = Gate(said[:, None], truth, np.ones(4000)).chance(np.array([[-1.0], [0.0], [1.0]]))
    assert chances == pytest.approx([1 / (1 + math.exp(-told * x)) for x in (-1, 0, 1)], abs=0.05)


def test_a_gate_without_cases_believes_the_classifier() -> None:
    gate = Gate(np.zeros((0, 3)), np.zeros(0, dtype=bool), np.zeros(0))
    assert gate.chance(np.array([odds(0.8), 4.0, 0.1])) == pytest.approx(0.8, abs=1e-6)


def test_the_score_means_what_it_says_and_the_unknown_is_for_a_person() -> None:
    known, labels = texts(240, seed=1)
    space = Space(known, BACKGROUND)
    judge = Judge(space, labels)
    asked, truth = texts(240, seed=2)
    said = [judge.judge(space.look(text)) for text in asked]
    right = [one.guess == label for one, label in zip(said, truth, strict=True)]
    assert np.mean([one.right for one in said]) == pytest.approx(np.mean(right), abs=0.06)
    strange = [judge.judge(space.look(text)) for text in STRANGE]
    assert {one.guess for one in strange} == {PERSON}
    assert max(one.known for one in strange) < 0.1


def test_others_that_are_like_the_team_s_own_work_are_left_out() -> None:
    space = Space(["pay the bill", "send the parcel"], ["pay the bill now", "water the plants"])
    assert unlike(space, ["pay", "send"]) == [3]
    assert unlike(space, [PERSON, PERSON]) == [2, 3]


def test_one_label_needs_no_machine() -> None:
    space = Space(["pay the bill", "settle it"])
    said = Judge(space, ["pay", "pay"]).judge(space.look("pay"))
    assert (said.guess, said.chance) == ("pay", 1.0)
    assert said.right > 0.9


def test_a_common_label_is_likelier_where_the_words_leave_it_open() -> None:
    """Four fifths of the texts are of one label, and the words say nothing: then the probability is four fifths."""
    draw = random.Random(3)
    told = [" ".join(draw.sample(WORDS["pay"], 3)) for _ in range(200)]
    space = Space(told)
    head = Head(space.rows, ["rare" if i % 5 == 0 else "common" for i in range(200)])
    asked = [" ".join(draw.sample(WORDS["pay"], 3)) for _ in range(60)]
    assert np.mean([head.probabilities(space.look(text))["common"] for text in asked]) == pytest.approx(0.8, abs=0.08)
