"""What happens when nobody answers: the next rung, then hold or expire. Never approve."""

from datetime import timedelta

from bot.engine import moves, tell
from bot.engine.earned import Earned
from bot.engine.runs import deadline_seconds
from bot.engine.verdicts import Verdicts
from bot.engine.world import World
from bot.workflows import Step, Workflow
from storage import audit, due, handoffs, requests
from storage.models import Handoff
from storage.sqlite import Db


class Deadlines:
    """Deadlines of handoffs."""

    def __init__(self, world: World, verdicts: Verdicts) -> None:
        self._world, self._verdicts = world, verdicts

    async def passed(self, handoff_id: int) -> None:
        """A handoff's deadline has passed: due row in, next rung or end out."""
        self._world.shelf.refresh()
        await self._world.write(lambda db: self._passed(db, handoff_id))

    def _passed(self, db: Db, handoff_id: int) -> None:
        now = self._world.clock()
        due.drop(db, "deadline", handoff_id)
        handoff = handoffs.get(db, handoff_id)
        if handoff.closed_at is not None or handoff.deadline_at is None:
            return
        workflow = self._world.shelf.workflow(handoff.workflow)
        if workflow is None or handoff.deadline_at > now:  # it comes back, or the clock was ahead for a moment
            due.put(db, "deadline", handoff_id, max(handoff.deadline_at, now + timedelta(minutes=1)))
            return
        step = workflow.steps.get(handoff.step) or next(iter(workflow.steps.values()))
        if handoff.way == "plant":
            self._forget(db, handoff)
        elif handoff.kind == "question" and (handoff.audience == "requester" or handoff.rung >= len(step.escalate)):
            self._expire(db, handoff)
        elif handoff.rung < len(step.escalate):
            self._next_rung(db, handoff, workflow, step)
        elif step.on_timeout == "expire" and handoff.kind != "doubt":
            self._expire(db, handoff)
        else:
            handoffs.set_rung(db, handoff.id, handoff.rung, None, held=True)
            self._say(db, handoff, handoff.rung + 1, "held")

    def _forget(self, db: Db, handoff: Handoff) -> None:
        """A planted mistake that nobody decided: it closes, and nobody is told."""
        now = self._world.clock()
        moves.close(db, handoff, "expired", now)
        moves.run(db, handoff.run_id, "parked", "finished", now)
        requests.close(db, handoff.request_id, now)
        run, request = handoff.run_id, handoff.request_id
        seq = audit.add(db, now, "handoff_expired", "baton", request=request, run=run, handoff=handoff.id)
        tell.card(db, handoff.id, seq, now)

    def _next_rung(self, db: Db, handoff: Handoff, workflow: Workflow, step: Step) -> None:
        now = self._world.clock()
        seconds = deadline_seconds(workflow, step)
        deadline = now + timedelta(seconds=seconds)
        handoffs.set_rung(db, handoff.id, handoff.rung + 1, deadline, held=False)
        due.put(db, "deadline", handoff.id, deadline)
        self._say(db, handoff, handoff.rung + 1, "rung")

    def _say(self, db: Db, handoff: Handoff, rung: int, what: str) -> None:
        now = self._world.clock()
        seq = audit.add(
            db,
            now,
            f"deadline_{what}",
            "baton",
            request=handoff.request_id,
            run=handoff.run_id,
            handoff=handoff.id,
            data={"rung": rung},
        )
        tell.card(db, handoff.id, seq, now)
        passed = handoff.deadline_at.isoformat() if handoff.deadline_at else ""
        tell.thread(db, handoff, what, now, number=rung, passed=passed)
        request = requests.get(db, handoff.request_id)
        tell.requester(db, request, handoff.id, "deadline", now, number=rung, held=what == "held")

    def _expire(self, db: Db, handoff: Handoff) -> None:
        now = self._world.clock()
        moves.close(db, handoff, "expired", now)
        counted = Earned(self._world).closed(db, handoff, (), requests.get(db, handoff.request_id))
        seq = audit.add(
            db,
            now,
            "handoff_expired",
            "baton",
            request=handoff.request_id,
            run=handoff.run_id,
            handoff=handoff.id,
            data=counted,
        )
        if handoff.kind != "question" or handoff.audience == "channel":
            tell.card(db, handoff.id, seq, now)
            tell.thread(db, handoff, "result", now)
        tell.requester(db, requests.get(db, handoff.request_id), handoff.id, "outcome", now)
        self._verdicts.go_on(db, handoff)
