"""Holes in a workflow that show only where its people are known. Pure; asked at the start, and of changed files.

A step that nobody may ever approve, stages that cannot be filled by distinct people, a set of approvers that is only
the person who asks. A rule that holds must leave a step that can be decided, too.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from bot.people import People
from bot.permissions import able, unfilled
from bot.rules import Rule, Stage, raised
from bot.workflows import Step, Workflow

MOST_TOGETHER = 6
"""With more rules than these, they are looked at one by one and all together."""


class Hole(NamedTuple):
    """What is wrong with a workflow's people, and at which keys of its file."""

    keys: tuple[str | int, ...]
    text: str


def holes(workflow: Workflow, people: People) -> Iterator[Hole]:
    """Every hole of a workflow, in the order of its file."""
    for step in workflow.steps.values():
        yield from _of_step(workflow, step, people.ever)


def impossible(step: Step, people: People) -> str:
    """Why nobody can ever decide this step; empty where somebody can."""
    return next((hole.text for hole in _unfillable(step, people)), "")


def _of_step(workflow: Workflow, step: Step, people: People) -> Iterator[Hole]:
    found = next(_unfillable(step, people), None) or next(_only_own(workflow, step, people), None)
    if found:
        yield found


def _unfillable(step: Step, people: People) -> Iterator[Hole]:
    """The step as it is, then as each set of its rules makes it."""
    for rules in _sets(step.rules):
        stages = raised(step.stages, rules) if rules else step.stages
        number = unfilled(stages, people)
        if number:
            yield Hole(_at(step, rules, number), _lack(step, stages, number, people, ruled=bool(rules)))
            return


def _sets(rules: tuple[Rule, ...]) -> Iterator[tuple[Rule, ...]]:
    sizes = range(len(rules) + 1) if len(rules) <= MOST_TOGETHER else (0, 1, len(rules))
    for size in sizes:
        yield from combinations(rules, size)


def _at(step: Step, rules: tuple[Rule, ...], number: int) -> tuple[str | int, ...]:
    if rules:
        return "steps", step.name, "rules", step.rules.index(rules[-1])
    return ("steps", step.name, "approvers") if len(step.stages) == 1 else ("steps", step.name, "stages", number - 1)


def _lack(step: Step, stages: tuple[Stage, ...], number: int, people: People, *, ruled: bool) -> str:
    """ "2 must approve, and 1 of the approvers can; nobody here is called @leads"."""
    stage = stages[number - 1]
    many = len(able(stage.approvers, people))
    where = f" in stage {number}" if len(stages) > 1 else ""
    when = "where this rule holds, " if ruled else ""
    unknown = [name for name in (*stage.approvers, *(rung.to for rung in step.escalate)) if not people.users((name,))]
    told = f"{when}{stage.quorum} must approve{where}, and "
    few = f"{many} of the approvers can"
    told += few if many < stage.quorum else "its people are needed in another stage; nobody approves in two"
    lack = f"; nobody here is called {', '.join(unknown)}" if unknown else ""
    if unknown and not people.groups:
        lack += " (no user group can be read here: the Slack app lacks usergroups:read, or there are none)"
    return f"{told}{lack}"


def _askers(workflow: Workflow, people: People) -> frozenset[str]:
    """The people who alone may ask; empty where every member or a bot may."""
    if workflow.requesters == ("members",) or isinstance(workflow.listen, tuple):
        return frozenset()
    return people.users(workflow.requesters)


def _only_own(workflow: Workflow, step: Step, people: People) -> Iterator[Hole]:
    """Where somebody who may ask leaves nobody else to approve, and so does everybody else who may."""
    askers = _askers(workflow, people)
    for rules in _sets(step.rules) if askers and not step.self_approval else ():
        stages = raised(step.stages, rules) if rules else step.stages
        numbers = [unfilled(stages, people, {each}) for each in askers]
        if all(numbers):
            who, where = people.labels(sorted(askers), "and"), "where this rule holds, " if rules else ""
            text = f"{where}only {who} can ask, and nobody else can approve; nobody approves their own"
            yield Hole(_at(step, rules, numbers[0]), text)
            return
