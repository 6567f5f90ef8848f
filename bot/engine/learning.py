"""Agents learn from what people decided: in the background, at most once a day, each time numbered in the record."""

import logging
from datetime import timedelta
from typing import Protocol, runtime_checkable

from bot.engine.earned import Earned
from bot.engine.world import World
from bot.secrecy import masked, numbers_in
from bot.workflows import Example, Workflow
from storage import audit, lessons
from storage.lessons import Fit, Lesson
from storage.sqlite import Db

EVERY = timedelta(days=1)
FEWEST = 10
"""New decisions that are worth learning anew: after it, more of what acts alone is checked for a while."""
log = logging.getLogger(__name__)


@runtime_checkable
class Learner(Protocol):
    """An agent that learns. `fit` is the number of the lessons that it goes by, 0 for its examples alone."""

    fit: int

    async def study(self, lessons: tuple[Example, ...]) -> object:
        """What it would know with these lessons beside its examples; None = nothing. It does not go by it yet."""

    def use(self, learned: object, fit: int) -> None:
        """Go by what `study` returned, from the next case on."""


class Learning:
    """Lets agents learn. Nothing waits for it: an agent goes by what it knows until it knows more."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._earned = Earned(world)

    async def study(self) -> None:
        """Let each workflow's agent learn what there is to learn now; one that knows its last lessons is left alone."""
        for workflow in list(self._world.shelf.workflows.values()):
            agent = self._world.make_agent(workflow)
            if isinstance(agent, Learner):
                await self._study(workflow, agent)

    async def _study(self, workflow: Workflow, agent: Learner) -> None:
        fit, is_new, found = await self._world.scan(lambda db: self._lessons(db, workflow.id))
        if fit.number == agent.fit and fit.number:
            return
        learned = await agent.study(tuple(map(_example, found)))
        if learned is None:
            return
        if is_new:
            await self._world.write(lambda db: self._record(db, workflow, fit))
        agent.use(learned, fit.number)
        log.info("workflow %s: its agent goes by fit %s, %s decisions", workflow.id, fit.number, len(found))

    def _lessons(self, db: Db, workflow: str) -> tuple[Fit, bool, list[Lesson]]:
        """The fit to go by, whether it is a new one, and its lessons."""
        now = self._world.clock()
        last = lessons.last(db, workflow)
        rested = last is None or now - last.at >= EVERY
        if rested and lessons.are_new(db, workflow, last.upto if last else 0, FEWEST):
            newest = lessons.newest(db, workflow)
            found = lessons.upto(db, workflow, newest)
            return Fit((last.number if last else 0) + 1, newest, len(found), now), True, found
        return (last, False, lessons.upto(db, workflow, last.upto)) if last else (Fit(0, 0, 0, now), False, [])

    def _record(self, db: Db, workflow: Workflow, fit: Fit) -> None:
        lessons.add(db, workflow.id, fit)
        data = {"workflow": workflow.id, "fit": fit.number, "upto": fit.upto, "lessons": fit.lessons}
        audit.add(db, fit.at, "refit", "baton", data={**data, "examples": len(workflow.examples)})
        self._earned.refitted(db, workflow)


def _example(lesson: Lesson) -> Example:
    """A decision as an example: what was approved or edited is one of its step, what was rejected is not.

    Nobody learns a secret value, not even by its placeholder.
    """
    if lesson.verdict == "reject":
        return Example(masked(lesson.text), None, {})
    open_ones = {name: value for name, value in lesson.args.items() if not any(numbers_in(value))}
    return Example(masked(lesson.text), lesson.step, open_ones)
