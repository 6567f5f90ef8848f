"""What the offline agent learns from a workflow's examples: which step is meant, and fields that rules cannot read.

Fitted once a process for the same examples. Everything here is synchronous: call it in a thread.
"""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.agents.background import BACKGROUND
from bot.agents.classifier import Head
from bot.agents.fields import Field, fields_of
from bot.agents.judge import PERSON, Judge
from bot.agents.masks import Mask
from bot.agents.space import Look, Space
from bot.workflows import Example, Step, Workflow

_ABSENT = "null"  # the label of a field that an example leaves out
_SOMEWHAT_ALIKE = 0.2  # similarity from which on an example is worth showing
_IN_SCOPE = 0.5  # chance from which on a request is taken for one of a kind that the examples show
_FEW = 3  # examples that a rule needs behind it


@dataclass(frozen=True)
class Guess:
    """Which step a text asks for; `step` PERSON = a person should take it.

    `probability` is the chance that this is right and the request in scope, calibrated on held-out examples; `strange`
    is true where it is more likely of a kind that no example shows. `words` weighed most, the strongest first;
    `strangers` are those that no example holds. `nearest` is the workflow's own example of the same step that is most
    like the text, None where none is like it.
    """

    step: str
    probability: float
    strange: bool
    words: tuple[str, ...]
    strangers: tuple[str, ...]
    nearest: Example | None


class Learned:
    """A workflow's examples and lessons from decisions, fitted.

    Lessons are other people's words: they are learned from, and never shown.
    """

    def __init__(self, workflow: Workflow, lessons: tuple[Example, ...] = ()) -> None:
        self.workflow, self.lessons = workflow, lessons
        self._examples = (*workflow.examples, *lessons)
        self._mask = Mask(workflow)
        texts = [self._mask(example.text) for example in self._examples]
        self._space = Space(texts, BACKGROUND)
        labels = [example.step or PERSON for example in self._examples]
        self._steps = Judge(self._space, labels)
        self._heads: dict[tuple[str, str], Head] = {}
        self.known: dict[tuple[str, str], tuple[str, ...]] = {}
        for step in workflow.steps.values():
            for field in fields_of(step.tool.model).values():
                self._learn(step, field)

    def _learn(self, step: Step, field: Field) -> None:
        mine = [(i, example) for i, example in enumerate(self._examples) if example.step == step.name]
        values = [json.dumps(example.args.get(field.name), default=str) for _, example in mine]
        if len(mine) - values.count(_ABSENT) < _FEW:
            return
        if field.kind in ("text", "person") and _standing(mine, field.name):
            named = (example.args.get(field.name) for _, example in mine)
            self.known[step.name, field.name] = tuple(sorted({value for value in named if isinstance(value, str)}))
        elif _is_inferred(field, mine) or (field.kind == "text" and _repeated(values)):
            self._heads[step.name, field.name] = Head(self._space.rows[[i for i, _ in mine]], values)

    def look(self, text: str) -> Look:
        """Where `text` lies among the examples; to be handed to the other methods."""
        return self._space.look(self._mask(text))

    def guess(self, look: Look) -> Guess:
        """The step that the text asks for."""
        judged = self._steps.judge(look)
        step = judged.guess
        words = tuple(self._steps.head.weighed(look, step, self._space.names))
        strange = judged.known < _IN_SCOPE
        return Guess(step, judged.right, strange, words, look.strangers, self._nearest(look, step))

    def _nearest(self, look: Look, step: str) -> Example | None:
        same = [i for i, example in enumerate(self.workflow.examples) if (example.step or PERSON) == step]
        nearest = look.nearest(same) if same else 0
        return self._examples[nearest] if same and look.similar[nearest] >= _SOMEWHAT_ALIKE else None

    def chance(self, look: Look, step: str) -> float:
        """The probability that the text asks for `step`."""
        return self._steps.head.probabilities(look).get(step, 0.0)

    def field(self, look: Look, step: str, field: str) -> list[tuple[Any, float]]:
        """Values that the examples suggest with their probabilities, the likeliest first; empty = no clear rule."""
        head = self._heads.get((step, field))
        if head is None:
            return []
        chances = head.probabilities(look)
        best = sorted(chances, key=lambda label: -chances[label])
        return [(json.loads(label), chances[label]) for label in best if label != _ABSENT or label == best[0]]


def _standing(mine: Sequence[tuple[int, Example]], name: str) -> bool:
    """Whether the examples' values for a field stand in their texts."""
    told = [
        (example.text.lower(), example.args[name]) for _, example in mine if isinstance(example.args.get(name), str)
    ]
    return sum(value.lower() in text for text, value in told) >= 0.8 * len(told) and len(told) >= _FEW


def _is_inferred(field: Field, mine: Sequence[tuple[int, Example]]) -> bool:
    """Whether a choice has to be read out of other words, as it does not stand in the examples' texts itself."""
    return field.kind == "flag" or (field.kind == "choice" and not _standing(mine, field.name))


def _repeated(values: Sequence[str]) -> bool:
    """Whether a few values come back again and again, so that they are kinds and not free words."""
    return len(set(values)) * _FEW <= len(values)


_KEPT = 8
_fitted: list[Learned] = []
_fitting = threading.Lock()


def fitted(workflow: Workflow, lessons: tuple[Example, ...] = ()) -> Learned | None:
    """What was learned from the very same examples, lessons and models in this process, or None."""
    return next((mind for mind in _fitted if _alike(mind.workflow, workflow) and mind.lessons == lessons), None)


def learned(workflow: Workflow, lessons: tuple[Example, ...] = ()) -> Learned:
    """The workflow's examples and lessons, fitted once a process. Takes a while the first time."""
    with _fitting:
        mind = fitted(workflow, lessons)
        if mind is None:
            mind = Learned(workflow, lessons)
            _fitted[:] = [*(each for each in _fitted if each.workflow.id != workflow.id or not lessons), mind][-_KEPT:]
        return mind


def _alike(one: Workflow, other: Workflow) -> bool:
    """Whether the same would be learned from both."""
    models = ({name: step.tool.model for name, step in each.steps.items()} for each in (one, other))
    return one.id == other.id and next(models) == next(models) and one.examples == other.examples
