"""What the texts of one case say about every field of a workflow, each worked out once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from bot.agents.fields import Field, Value, fields_of
from bot.agents.rules import said, settled, unheld
from bot.agents.scan import Scan
from bot.workflows import Step, Workflow
from storage.models import Doubt

Known = Mapping[tuple[str, str], tuple[str, ...]]


class Heard:
    """The values that texts offer.

    Args:
        scans: the texts, newest first.
        asker: the Slack user id of the requester.
        workflow: whose steps and reads want values.
        known: (step, argument) to the values that the examples name.
        surest: no value is surer than this, 0 to 1.
    """

    def __init__(self, scans: Sequence[Scan], asker: str, workflow: Workflow, known: Known, surest: float) -> None:
        self._scans, self._asker, self._workflow, self._known, self._surest = scans, asker, workflow, known, surest
        self._told: dict[tuple[int, tuple[str, ...]], list[Value]] = {}

    def listen(self) -> None:
        """Work out everything now, so that later questions are answered at once."""
        for step in self._workflow.steps.values():
            self.of(step)
        for read in self._workflow.reads.values():
            for field in fields_of(read.model).values():
                self.said(field)

    def said(self, field: Field) -> list[Value]:
        """Values for an argument of a read; names that examples give to the same argument of any step count."""
        known = {name for (_, argument), names in self._known.items() if argument == field.name for name in names}
        return self._said(field, tuple(sorted(known)))

    def of(self, step: Step) -> Mapping[str, list[Value]]:
        """Values for every argument of `step`."""
        fields = fields_of(step.tool.model)
        return {name: self._said(field, self._known.get((step.name, name), ())) for name, field in fields.items()}

    def doubts(self, step: Step) -> list[Doubt]:
        """What the texts say about amounts that no argument can hold: a part of something, another currency."""
        amounts = [field for field in fields_of(step.tool.model).values() if field.kind == "amount"]
        heard = ((field, text) for field in amounts for text in unheld(field, self._scans, not self._said(field, ())))
        return [Doubt(what=text, changes_answer=True, field=field.name) for field, text in heard]

    @cached_property
    def keys(self) -> frozenset[str]:
        """The arguments of steps that name a thing or a person."""
        return frozenset(field.name for field in self._fields if field.kind in ("id", "person"))

    @property
    def _fields(self) -> list[Field]:
        return [field for step in self._workflow.steps.values() for field in fields_of(step.tool.model).values()]

    @cached_property
    def _ids(self) -> frozenset[str]:
        """Tokens that are ids, so that no amount is read out of them."""
        fields = {field.name: field for field in self._fields if field.kind == "id"}
        return frozenset(str(value.value) for field in fields.values() for value in self._said(field, ()))

    def _said(self, field: Field, known: tuple[str, ...]) -> list[Value]:
        key = (id(field.adapter), known)
        if key not in self._told:
            taken = self._ids if field.kind in ("amount", "whole") else frozenset()
            values = settled(said(replace(field, known=known), self._scans, self._asker, taken))
            self._told[key] = [replace(value, sure=min(value.sure, self._surest)) for value in values]
        return self._told[key]
