"""The offline agent's judge on a part of the public data; the whole of it is bench/offline_agent.py's."""

import json
import random
from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="the extra offline is not installed")
import numpy as np
from sklearn.metrics import roc_auc_score

from bot.agents.background import BACKGROUND
from bot.agents.judge import PERSON, Judge, Judgement
from bot.agents.space import Space

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "clinc150" / "data_full.json"
INTENTS, KNOWN, FOREIGN = 25, 40, 300
pytestmark = pytest.mark.skipif(
    not DATA.is_file(), reason=f"no {DATA.name}: the public data is not part of the project"
)


@pytest.fixture(scope="module")
def told() -> tuple[list[Judgement], list[str], list[Judgement]]:
    """What the judge says on requests in scope, their labels, and on others: out of scope, and of unknown intents."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    draw = random.Random(11)
    intents = set(draw.sample(sorted({label for _, label in data["train"]}), INTENTS))
    known = [pair for pair in data["train"] if pair[1] in intents]
    known = [pair for i, pair in enumerate(known) if i % 100 < KNOWN]
    asked = [pair for pair in data["test"] if pair[1] in intents]
    foreign = [text for text, _ in draw.sample(data["oos_test"], FOREIGN)]
    foreign += [text for text, label in draw.sample(data["test"], FOREIGN) if label not in intents]
    space = Space([text for text, _ in known], BACKGROUND)
    judge = Judge(space, [label for _, label in known])
    own = [judge.judge(space.look(text)) for text, _ in asked]
    return own, [label for _, label in asked], [judge.judge(space.look(text)) for text in foreign]


Said = tuple[list[Judgement], list[str], list[Judgement]]


def test_requests_in_scope_are_told_from_others(told: Said) -> None:
    own, _, foreign = told
    scope = [1] * len(own) + [0] * len(foreign)
    auroc = roc_auc_score(scope, [one.known for one in (*own, *foreign)])
    print(f"AUROC {auroc:.3f}")
    assert auroc >= 0.93


def test_most_requests_in_scope_are_read_rightly_and_most_others_left_to_people(told: Said) -> None:
    own, labels, foreign = told
    taken = [one for one in foreign if one.guess != PERSON and one.known >= 0.5]
    right = np.mean([one.label == label for one, label in zip(own, labels, strict=True)])
    print(f"right {right:.3f}, taken of others {len(taken) / len(foreign):.3f}")
    assert right >= 0.93
    assert len(taken) <= 0.35 * len(foreign)


def test_the_score_is_a_probability_and_the_sure_ones_are_right(told: Said) -> None:
    own, labels, _ = told
    right = np.array([one.guess == label for one, label in zip(own, labels, strict=True)])
    score = np.array([one.right for one in own])
    sure = score >= 0.9
    print(f"told {score.mean():.3f}, true {right.mean():.3f}; at 0.9 and more {right[sure].mean():.3f} of {sure.sum()}")
    assert abs(score.mean() - right.mean()) <= 0.06
    assert right[sure].mean() >= 0.97
    assert sure.mean() >= 0.6
