"""Acts alone and certificates, read for people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.autonomy import state as states
from bot.engine.world import World
from bot.insight import Act, Hour, Stand, Taught, Why
from bot.workflows import Step, Workflow
from storage import audit, autonomy, decisions, handoffs, holds, lessons
from storage.acts import Alone, Evidence
from storage.sqlite import Db

WEEK = timedelta(days=7)
WEEKS = 8
LESSONS = 5
CHANGES = {
    "autonomy_earned": "acts alone",
    "autonomy_widened": "acts alone",
    "autonomy_revoked": "asks first again",
    "autonomy_held": "is held by an owner",
    "autonomy_resumed": "is held no more",
}


class Insights:
    """What is to be seen of a step's autonomy. Only reads."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def act(self, handoff_id: int) -> Act | None:
        """One act alone; None where it is none, or its step is gone."""
        return await self._world.read(lambda db: self._act(db, autonomy.alone(db, handoff_id)))

    def _act(self, db: Db, alone: Alone | None) -> Act | None:
        step = self._world.shelf.step(alone.workflow, alone.step) if alone else None
        return Act(handoffs.get(db, alone.handoff_id), alone, step) if alone and step else None

    async def acts(self, ids: Sequence[int]) -> tuple[Act, ...]:
        """These acts alone, as far as they are there."""

        def work(db: Db) -> tuple[Act, ...]:
            found = (self._act(db, autonomy.alone(db, each)) for each in ids)
            return tuple(each for each in found if each)

        return await self._world.scan(work)

    async def since(self, workflow: str, step: str, version: str, epoch: int, first: int) -> tuple[Act, ...]:
        """What a certificate let run alone in one epoch, from this handoff on."""

        def work(db: Db) -> tuple[Act, ...]:
            rows = autonomy.acts_of(db, workflow, step, version, epoch)
            found = [self._act(db, each) for each in rows if each.ran_at and each.handoff_id >= first]
            return tuple(each for each in found if each)

        return await self._world.scan(work)

    async def spared(self) -> tuple[int, datetime | None]:
        """How many acts ran alone, and since when."""
        return await self._world.scan(autonomy.spared)

    async def taught(self) -> list[Taught]:
        """What changed in the last thirty days because of which decisions, for each workflow."""
        flows = list(self._world.shelf.workflows.values())
        return await self._world.scan(lambda db: [self._taught(db, flow) for flow in flows])

    def _taught(self, db: Db, workflow: Workflow) -> Taught:
        now = self._world.clock()
        fit = lessons.last(db, workflow.id)
        corrected = [
            (step, each)
            for step in workflow.steps.values()
            for each in decisions.on_step(db, workflow.id, step.name, 50)
            if each.verdict in {"edit", "reject"} and not autonomy.is_planted(db, each.handoff_id)
        ]
        corrected = sorted(corrected, key=lambda found: found[1].decided_at, reverse=True)[:LESSONS]
        people = {each.person.user: self._world.people.name(each.person.user) for _, each in corrected}
        changes = [
            (_changed(workflow.steps[data["step"]], kind, data), at)
            for kind, data, at in audit.autonomy_changes(db, now - timedelta(days=30), now + timedelta(seconds=1))
            if data.get("workflow") == workflow.id and data.get("step") in workflow.steps and kind in CHANGES
        ]
        return Taught(
            workflow=workflow,
            fits=fit.number if fit else 0,
            decisions=fit.lessons if fit else 0,
            learned_at=fit.at if fit else None,
            corrections=tuple(corrected),
            changes=tuple(changes[-LESSONS:]),
            names=people,
        )

    async def about_to_run(self) -> int:
        """How many acts alone are due and have not begun."""
        return len(await self._world.read(autonomy.not_begun))

    async def hour(self, workflow: str, step: str, start: datetime) -> Hour | None:
        """The acts of a step in the hour from `start` that have no receipt of their own; None where there are none."""

        def work(db: Db) -> Hour | None:
            end = start + timedelta(hours=1)
            found = [self._act(db, each) for each in autonomy.acts(db, workflow, step, start, end) if not each.own]
            acts = tuple(each for each in found if each)
            return Hour(acts[0].step, start, end, acts, states.from_row(acts[-1].alone.state)) if acts else None

        return await self._world.scan(work)

    async def why(self, handoff_id: int) -> Why | None:
        """Why an act ran alone; None where it did not."""
        return await self._world.scan(lambda db: why(db, self._world, handoff_id))

    async def behind(self, handoff_id: int) -> tuple[tuple[Evidence, str], ...] | None:
        """The decisions behind an act alone that count, newest first, each with who took it; None where it is none."""

        def work(db: Db) -> tuple[tuple[Evidence, str], ...] | None:
            alone = autonomy.alone(db, handoff_id)
            if alone is None:
                return None
            state = states.from_row(alone.state)
            rows = _rows(db, alone)
            name = self._world.people.name
            return tuple(
                (row, name(row.person.partition("/")[2]))
                for row in reversed(rows)
                if row.kind in {"decision", "check"} and not row.why and row.handoff_id and _in_line(row, state)
            )

        return await self._world.scan(work)

    async def stands(self) -> list[Stand]:
        """How every step stands."""
        flows = list(self._world.shelf.workflows.values())

        def work(db: Db) -> list[Stand]:
            return [self._stand(db, flow, step) for flow in flows for step in flow.steps.values()]

        return await self._world.scan(work)

    def _stand(self, db: Db, workflow: Workflow, step: Step) -> Stand:
        now = self._world.clock()
        found = autonomy.newest(db, workflow.id, step.name)
        rows = autonomy.evidence(db, (workflow.id, step.name, found.version)) if found else []
        decided = [row for row in rows if row.kind in {"decision", "check"} and row.handoff_id]
        counted = [row for row in decided if not row.why]
        held = [each for each in holds.standing(db) if _holds(each.workflow, each.step, workflow, step)]
        hold = min(held, key=lambda each: each.most is not None, default=None)  # a cap says nothing of what is paused
        week = autonomy.decided_of(db, workflow.id, step.name, now - WEEK, now)
        acts = autonomy.acts(db, workflow.id, step.name, now - WEEK, now)
        checks = [row for row in counted if row.kind == "check" and row.at >= now - WEEK]
        weeks = tuple(_week(counted, now - WEEK * number) for number in range(WEEKS, 0, -1))
        return Stand(
            workflow=workflow,
            step=step,
            state=states.from_row(found.state) if found else None,
            scored=any(row.score is not None for row in rows if row.kind == "request"),
            hold=hold,
            held_by=self._world.people.name(hold.by.user) if hold else "",
            why=found.why if found else "",
            uncounted=Counter(row.why for row in decided if row.why),
            weeks=weeks if any(n for _, n in weeks[:-1]) else (),
            alone=len(acts),
            handled=sum(week.values()),
            checked=len(checks),
            wrong=sum(row.wrong for row in checks),
            pace=_pace(counted, now),
            catches=self._catches(db, workflow, step),
            right=autonomy.proved_right(db, workflow.id, step.name, now - 4 * WEEK, now),
        )

    def _catches(self, db: Db, workflow: Workflow, step: Step) -> dict[str, tuple[int, int]]:
        name = self._world.people.name
        found = autonomy.catches(db, workflow.id, step.name)
        return {name(person.partition("/")[2]): counts for person, counts in found.items()}


def steps(db: Db, world: World) -> tuple[int, int, int]:
    """How many steps act alone, ask first, and are paused; those that always ask are not counted."""
    paused = {(each.workflow, each.step) for each in holds.standing(db) if each.most is None}
    counts = [0, 0, 0]
    for flow in world.shelf.workflows.values():
        for step in (each for each in flow.steps.values() if each.error_limit is not None):
            found = autonomy.newest(db, flow.id, step.name)
            alone = found is not None and states.from_row(found.state).open >= 0
            held = paused & {("", ""), (flow.id, step.name)}
            counts[2 if held else 0 if alone else 1] += 1
    return counts[0], counts[1], counts[2]


def _changed(step: Step, kind: str, data: Mapping[str, Any]) -> str:
    """ "Clear an alert acts alone from score 0.90 (was 0.95)"."""
    told = f"{step.title} {CHANGES[kind]}" + (f" from score {data['from']:.2f}" if data.get("from") else "")
    return f"{told} (was {data['was']:.2f})" if data.get("from") and data.get("was") else told


def changes(db: Db, workflow: Workflow, start: datetime, end: datetime) -> tuple[str, ...]:
    """What the steps of a workflow may do alone since [start, end), in sentences."""
    found = audit.autonomy_changes(db, start, end)
    return tuple(
        _changed(workflow.steps[data["step"]], kind, data)
        for kind, data, _ in found
        if data.get("workflow") == workflow.id and data.get("step") in workflow.steps and kind in CHANGES
    )


def _holds(hold_workflow: str, hold_step: str, workflow: Workflow, step: Step) -> bool:
    return (hold_workflow, hold_step) in {("", ""), (workflow.id, step.name)}


def _week(rows: Sequence[Evidence], start: datetime) -> tuple[int, int]:
    """(changed, reviewed) in the week from `start`."""
    those = [row for row in rows if start <= row.at < start + WEEK]
    return sum(row.wrong for row in those), len(those)


def _pace(rows: Sequence[Evidence], now: datetime) -> float:
    """How many decisions counted in a week, over the last four weeks or since the first one."""
    since = [row for row in rows if row.at >= now - 4 * WEEK]
    if len(since) < 2:
        return 0.0
    weeks = max(1 / 7, (now - since[0].at) / WEEK)
    return len(since) / weeks


def why(db: Db, world: World, handoff_id: int) -> Why | None:
    """Why an act ran alone; None where it did not, or its step is gone."""
    alone = autonomy.alone(db, handoff_id)
    workflow = world.shelf.workflow(alone.workflow) if alone else None
    step = workflow.steps.get(alone.step) if alone and workflow else None
    if alone is None or workflow is None or step is None:
        return None
    handoff = handoffs.get(db, handoff_id)
    state = states.from_row(alone.state)
    rows = _rows(db, alone)
    people = [row for row in rows if row.kind in {"decision", "check"} and row.handoff_id]
    counted = [row for row in people if not row.why and _in_line(row, state)]
    entries = [row["seq"] for row in audit.of_handoff(db, handoff_id)]
    sealed, opened = autonomy.seed_times(db, alone.at.date().isoformat())
    return Why(
        act=Act(handoff, alone, step),
        workflow=workflow,
        state=state,
        reviewed=len(counted),
        people=len({row.person for row in counted}),
        first=counted[0].at if counted else None,
        last=counted[-1].at if counted else None,
        samples=sum(row.kind == "sample" and _in_line(row, state) for row in rows),
        changed=tuple(row.handoff_id for row in counted if row.wrong and row.handoff_id),
        uncounted=Counter(row.why for row in people if row.why),
        entries=(entries[0], entries[-1]),
        sealed=sealed,
        opened=opened,
        file=audit.in_force_since(db, alone.workflow, handoff.policy_hash, entries[0]),
        now=world.clock(),
    )


def _rows(db: Db, alone: Alone) -> list[Evidence]:
    """What an act alone rests on: what happened since its right was last counted from zero, as far as it was known."""
    return autonomy.evidence(db, (alone.workflow, alone.step, alone.version), alone.evidence_id, alone.epoch)


def _in_line(row: Evidence, state: states.State) -> bool:
    """Whether a case is of the line that the step acts alone from."""
    line = states.line_of(state, row.score)
    return line is not None and line <= max(0, state.open)
