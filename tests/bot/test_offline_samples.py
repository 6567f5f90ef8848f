"""The offline agent on the sample workflows: held-out examples, the demo's inbox, and what is learned when."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.agents import Case, GiveUp, Proposal, Question
from bot.agents.base import Seen
from bot.loading import load
from bot.tools import Call
from bot.workflows import Example, Workflow
from storage.models import Who
from tests.bot.bills import workflow as bills

pytest.importorskip("sklearn", reason="the extra offline is not installed")
import numpy as np

from bot.agents import learned as learning
from bot.agents.classifier import Head
from bot.agents.fields import fields_of
from bot.agents.hearing import Heard
from bot.agents.judge import PERSON
from bot.agents.learned import Learned, fitted, learned
from bot.agents.offline import OfflineAgent
from bot.agents.offline import _assessment as reading
from bot.agents.scan import Scan
from bot.agents.space import Space

SAMPLES = Path(__file__).parents[2] / "workflows"
NOW = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)
FOLDS = 5


class RealLog:
    """Performs the reads of a sample on its own database."""

    def __init__(self, workflow: Workflow) -> None:
        self._reads = workflow.reads

    async def read(self, tool: str, args: Mapping[str, Any]) -> dict[str, Any]:
        found = self._reads[tool]
        call = Call("read-1", 1, 0, tool, (), NOW)
        return dict(found(found.model.model_validate(dict(args)), *([call] if found.takes_call else [])))

    async def seen(self) -> tuple[Seen, ...]:
        """None: nothing was read before."""
        return ()


@pytest.fixture(scope="module")
def samples() -> dict[str, Workflow]:
    return load(SAMPLES)[0]


def held_out(examples: tuple[Example, ...]) -> list[tuple[tuple[Example, ...], list[Example]]]:
    """Folds in which every step has its share: what is learned from, what is asked."""
    seen: Counter[str | None] = Counter()
    numbered = []
    for example in examples:
        numbered.append((seen[example.step] % FOLDS, example))
        seen[example.step] += 1
    return [(tuple(one for i, one in numbered if i != k), [one for i, one in numbered if i == k]) for k in range(FOLDS)]


Folds = dict[str, list[tuple[Learned, list[Example]]]]


@pytest.fixture(scope="module")
def folds(samples: dict[str, Workflow]) -> Folds:
    """For each sample: what was learned from four fifths of its examples, and the fifth that it has not seen."""
    return {
        name: [(Learned(replace(sample, examples=known)), asked) for known, asked in held_out(sample.examples)]
        for name, sample in samples.items()
        if sample.examples
    }


@pytest.mark.parametrize(("name", "floor"), [("access", 0.82), ("refunds", 0.85)])
def test_the_step_of_held_out_examples(folds: Folds, name: str, floor: float) -> None:
    right: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for mind, asked in folds[name]:
        for example in asked:
            guess = mind.guess(mind.look(example.text))
            step = PERSON if guess.strange or guess.probability < 0.5 else guess.step
            every[example.step or "a person"] += 1
            right[example.step or "a person"] += step == (example.step or PERSON)
    share = sum(right.values()) / sum(every.values())
    print(f"{name}: {share:.3f} of {sum(every.values())}", {step: f"{right[step]}/{every[step]}" for step in every})
    assert share >= floor


def test_the_probabilities_of_held_out_examples_mean_what_they_say(folds: Folds) -> None:
    sure: list[tuple[float, bool]] = []
    for mind, asked in (fold for each in folds.values() for fold in each):
        guesses = [(mind.guess(mind.look(example.text)), example) for example in asked]
        sure += [(guess.probability, guess.step == (example.step or PERSON)) for guess, example in guesses]
    told, true = np.mean([chance for chance, _ in sure]), np.mean([right for _, right in sure])
    high = [right for chance, right in sure if chance >= 0.9]
    print(f"told {told:.3f}, true {true:.3f}; at 0.9 and more {np.mean(high):.3f} of {len(high)}")
    assert abs(told - true) <= 0.08
    assert np.mean(high) >= 0.88


@pytest.mark.parametrize(("name", "floor"), [("access", 0.9), ("refunds", 0.85)])
def test_the_fields_of_held_out_examples(samples: dict[str, Workflow], folds: Folds, name: str, floor: float) -> None:
    right, wrong = 0, []
    for mind, asked in folds[name]:
        for example in asked:
            for field, value, expected in filled(mind, samples[name], example) if example.step else ():
                right += value == expected
                wrong += [] if value == expected else [(field, value, expected, example.text[:60])]
    share = right / (right + len(wrong))
    print(f"{name}: {share:.3f} of {right + len(wrong)}", *wrong, sep="\n  ")
    assert share >= floor


def filled(mind: Learned, workflow: Workflow, example: Example) -> list[tuple[str, Any, Any]]:
    """Field, the value that is read from the example's text (None = not one), the value that the example gives."""
    step = workflow.steps[example.step or ""]
    heard = Heard((Scan(example.text, NOW.date()),), "", workflow, mind.known, 1.0).of(step)
    found = []
    for name, field in fields_of(step.tool.model).items():
        values = [value.value for value in heard[name]]
        hints = [value for value, chance in mind.field(mind.look(example.text), step.name, name) if chance > 0.5]
        value = values[0] if len(values) == 1 else hints[0] if hints and not values else None
        given = example.args.get(name)
        found.append((name, value, None if given is None else field.accepts(given)))
    return found


def test_requests_of_another_workflow_go_to_a_person(samples: dict[str, Workflow]) -> None:
    for mine, other in (("access", "refunds"), ("refunds", "access")):
        mind = learned(samples[mine])
        texts = [example.text for example in samples[other].examples]
        guesses = [mind.guess(mind.look(text)) for text in texts]
        taken = [guess for guess in guesses if guess.step != PERSON and not guess.strange and guess.probability >= 0.5]
        print(f"{mine}: {len(taken)} of {len(texts)} requests of {other} taken for its own")
        assert len(taken) <= 0.08 * len(texts)


@pytest.mark.parametrize(
    "entry",
    [one for one in json.loads((SAMPLES / "demo.json").read_text(encoding="utf-8")) if one["workflow"] != "alerts"],
    ids=lambda one: one["text"][:40],
)
async def test_the_inbox_of_the_demo(
    samples: dict[str, Workflow], entry: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_DB", str(tmp_path / "shop.db"))
    workflow = samples[entry["workflow"]]
    case = Case(1, 1, workflow.id, entry["text"], Who("T1", entry["as"]), "", (), (), NOW)
    made = await OfflineAgent(workflow).next(case, RealLog(workflow))
    if "expect" in entry:
        assert isinstance(made, Proposal), made
        assert {"step": made.step, "args": made.args} == entry["expect"]
    elif "person" in entry:
        assert isinstance(made, GiveUp)
    else:  # what happened before in the demo may have made a question of it
        assert isinstance(made, Question | Proposal)


# What is learned when.


async def test_examples_are_fitted_once_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    fits: list[str] = []

    class Counting(Learned):
        def __init__(self, workflow: Workflow, lessons: tuple[Example, ...] = ()) -> None:
            fits.append(workflow.id)
            super().__init__(workflow, lessons)

    monkeypatch.setattr(learning, "Learned", Counting)
    mine = replace(bills(), id="bills-counted")
    agents = [OfflineAgent(replace(mine, hash=str(i))) for i in range(6)]
    await asyncio.gather(*(agent.warm() for agent in agents))
    assert fits == ["bills-counted"]
    changed = replace(mine, examples=mine.examples[1:])
    await OfflineAgent(changed).warm()
    assert fits == ["bills-counted"] * 2


async def test_the_event_loop_goes_on_while_examples_are_fitted(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(Learned):
        def __init__(self, workflow: Workflow, lessons: tuple[Example, ...] = ()) -> None:
            time.sleep(0.3)
            super().__init__(workflow, lessons)

    monkeypatch.setattr(learning, "Learned", Slow)
    fitting = asyncio.create_task(OfflineAgent(replace(bills(), id="bills-slow")).warm())
    turns = 0
    while not fitting.done():
        turns += 1
        await asyncio.sleep(0.01)
    assert turns >= 10


def test_what_was_learned_is_found_again_only_for_the_same_examples() -> None:
    mine = replace(bills(), id="bills-known")
    assert fitted(mine) is None
    assert learned(mine) is fitted(replace(mine, title="Other", hash="other"))
    assert fitted(replace(mine, examples=mine.examples[:-1])) is None


def test_a_hundred_examples_are_fitted_well_under_a_second(samples: dict[str, Workflow]) -> None:
    few = replace(samples["access"], examples=samples["access"].examples[:100])
    Learned(few)  # imports
    started = time.process_time()
    Learned(few)
    assert time.process_time() - started < 1


def test_a_single_text_is_weighed_as_the_library_weighs_it() -> None:
    texts = [example.text for example in bills().examples]
    space = Space(texts)
    for i, text in enumerate(texts):
        look = space.look(text)
        row = np.zeros(space.rows.shape[1])
        row[look.columns] = look.weights
        assert np.allclose(row, space.rows[i].toarray()[0])
        assert look.similarity == pytest.approx(1, rel=1e-5)
        assert look.nearest(range(len(texts))) == i
        assert look.strangers == ()


@pytest.mark.parametrize("labels", [["a"] * 4, ["a", "b", "a", "b"], ["a", "b", "c", "d"]])
def test_a_head_tells_probabilities_of_all_its_labels(labels: list[str]) -> None:
    space = Space(["pay the bill", "remind them", "settle the bill", "send a reminder"])
    chances = Head(space.rows, labels).probabilities(space.look("pay this bill"))
    assert set(chances) == set(labels)
    assert sum(chances.values()) == pytest.approx(1)


def test_words_that_no_example_knows_are_strange() -> None:
    mind = learned(bills())
    assert mind.guess(mind.look("Qual é a previsão do tempo para amanhã em Lisboa?")).strange
    assert not mind.guess(mind.look("Please pay bill B-1042 by bank transfer")).strange


async def test_the_brief_tells_which_words_weighed_most_and_the_nearest_example(samples: dict[str, Workflow]) -> None:
    guess = learned(samples["refunds"]).guess(learned(samples["refunds"]).look("please refund order 1018"))
    assert "refund" in " ".join(guess.words)
    assert guess.nearest in samples["refunds"].examples


# What the team decided.


def zapped(step: str | None) -> tuple[Example, ...]:
    """Decisions on requests in words that no example of the workflow uses."""
    return tuple(
        Example(f"zap the quibble {word} via wexelford", step, {}) for word in ["now", "soon", "once", "fast", "today"]
    )


async def test_an_agent_goes_by_lessons_once_it_is_told_to() -> None:
    agent = OfflineAgent(replace(bills(), id="bills-taught"))
    asked = "zap the quibble via wexelford"
    before = await agent.fits(asked)
    version = agent.version
    taught = await agent.study(zapped("pay_bill"))
    assert (await agent.fits(asked), agent.fit) == (before, 0)
    agent.use(taught, 3)
    assert await agent.fits(asked) > max(before, 0.5)
    assert (agent.fit, agent.version) == (3, version)


async def test_what_was_rejected_is_handed_over(samples: dict[str, Workflow]) -> None:
    asked = "please refund order 1018, it never came"
    lessons = tuple(Example(f"please refund order {i}, it never came", None, {}) for i in range(1000, 1030))
    before, after = learned(samples["refunds"]), learned(samples["refunds"], lessons)
    assert before.guess(before.look(asked)).step == "issue_refund"
    guess = after.guess(after.look(asked))
    assert guess.step == PERSON or guess.probability < before.guess(before.look(asked)).probability


async def test_the_words_of_lessons_are_never_shown() -> None:
    """They are other people's: shown on a card, they would outlive their erasure."""
    mine = replace(bills(), id="bills-private")
    agent = OfflineAgent(mine)
    taught = await agent.study(zapped("pay_bill"))
    assert taught is not None
    nearest = taught.guess(taught.look("zap the quibble via wexelford")).nearest
    assert nearest is None or nearest in mine.examples
    agent.use(taught, 1)
    case = Case(1, 1, mine.id, "zap the quibble now, bill B-1042", Who("T1", "U1"), "", (), (), NOW)
    made = await agent.next(case, RealLog(mine))
    assert "wexelford" not in repr(made)


def test_words_that_no_example_holds_are_told() -> None:
    mind = learned(bills())
    guess = mind.guess(mind.look("Please pay bill B-1042 to the zeppelin yard"))
    assert "zeppelin" in guess.strangers
    assert "pay" not in guess.strangers
    step = bills().steps["pay_bill"]
    assert "No example holds “zeppelin”" in reading(step, guess)
    assert f"Read as “{step.title}” by the words" in reading(step, guess)


def test_what_stands_in_for_a_value_is_no_word_that_somebody_wrote() -> None:
    mind = learned(bills())
    assert mind.guess(mind.look("<@U06WEI> asks the zeppelin for EUR 50.00")).strangers == ("asks", "zeppelin")


async def test_what_is_unlike_everything_goes_to_a_person_with_the_words_that_are_new() -> None:
    case = Case(1, 1, "bills", "Which zeppelin flies to Reykjavik on Monday", Who("T1", "U1"), "", (), (), NOW)
    made = await OfflineAgent(bills()).next(case, RealLog(bills()))
    assert isinstance(made, GiveUp)
    assert made.reason.startswith("This is unlike the requests that the offline agent knows. No example holds “")
    assert "“zeppelin”" in made.reason
