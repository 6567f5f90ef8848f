"""What happens when nobody answers: a reminder before, the next rung after, then hold or expire. Never approve.

Whom to ask when is decided in `bot/escalation.py`; here it becomes rows. One due row watches a handoff: for the moment
of its reminder first, then for its deadline.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot import escalation
from bot.engine import moves, reaching, tell, times
from bot.engine.earned import Earned
from bot.engine.times import Crew
from bot.engine.verdicts import Verdicts
from bot.engine.world import World
from bot.escalation import Asks, Plan, Waits
from bot.permissions import deciders, stage_of
from bot.workflows import Step, Workflow
from storage import asked, audit, decisions, due, handoffs, requests
from storage.models import Handoff, Who
from storage.sqlite import Db


class Deadlines:
    """Deadlines of handoffs."""

    def __init__(self, world: World, verdicts: Verdicts) -> None:
        self._world, self._verdicts = world, verdicts

    async def passed(self, handoff_id: int) -> None:
        """A handoff's deadline has passed, or comes close: due row in; reminder, next rung or end out."""
        self._world.shelf.refresh()
        await self._world.write(lambda db: self._passed(db, handoff_id))

    def _passed(self, db: Db, handoff_id: int) -> None:
        now = self._world.clock()
        due.drop(db, "deadline", handoff_id)
        handoff = handoffs.get(db, handoff_id)
        if handoff.closed_at is not None or handoff.deadline_at is None:
            return
        workflow = self._world.shelf.workflow(handoff.workflow)
        if workflow is None:  # it comes back
            due.put(db, "deadline", handoff_id, max(handoff.deadline_at, now + timedelta(minutes=1)))
            return
        step = times.ruling(workflow, handoff)
        if handoff.deadline_at > now:
            self._close_to(db, handoff, workflow, step)
        elif handoff.way == "plant":
            self._forget(db, handoff)
        elif handoff.kind == "question" and handoff.audience == "requester":
            self._expire(db, handoff)
        else:
            self._climb(db, handoff, step)

    # Before the deadline ---------------------------------------------------------------------------------------------

    def _close_to(self, db: Db, handoff: Handoff, workflow: Workflow, step: Step) -> None:
        """Remind those whom it is with, each once; or wait on, where the clock was ahead for a moment."""
        now, deadline = self._world.clock(), handoff.deadline_at or self._world.clock()
        at = escalation.reminds_at(step, deadline, handoff.opened_at)
        due.put(db, "deadline", handoff.id, at if at and at > now else deadline)
        own = handoff.kind == "question" and handoff.audience == "requester"
        reminded = any(each.number == handoff.rung for each in asked.of_handoff(db, handoff.id, "remind"))
        if at is None or at > now or handoff.looking_since or own or reminded:
            return
        crew = Crew(db, self._world, step, requests.get(db, handoff.request_id).requester)
        first = crew.users(_first_asked(workflow, handoff, step))
        holders = self._holders(db, handoff, first)
        found = escalation.reached(step, holders, crew, now)
        users = (*found.now, *(user for user, _ in found.later))
        urgent = escalation.urgent(step)
        to = reaching.reach(db, self._world, handoff, users, "remind", handoff.rung, at_once=urgent)
        if users:
            data = {"rung": handoff.rung, "told": len(to), "later": len(users) - len(to)}
            seq = self._audit(db, handoff, "deadline_near", data)
            if to:
                tell.thread(db, handoff, "remind", now, number=seq, to=list(to))

    def _holders(self, db: Db, handoff: Handoff, first: Sequence[str]) -> list[str]:
        """Whom it is with: who was given it, else the rung that was asked last; not who has decided already."""
        if handoff.given and self._may_decide(db, handoff, handoff.given):
            return [handoff.given]
        rung = [each.who.user for each in asked.of_handoff(db, handoff.id, "rung") if each.number == handoff.rung]
        found = rung if handoff.rung else first
        done = _decided(db, handoff)
        return [user for user in found if user not in done]

    def _may_decide(self, db: Db, handoff: Handoff, user: str) -> bool:
        who = Who(self._world.people.team, user)
        return not self._verdicts.right(handoff, requests.get(db, handoff.request_id), who)

    # After it --------------------------------------------------------------------------------------------------------

    def _climb(self, db: Db, handoff: Handoff, step: Step) -> None:
        crew = Crew(db, self._world, step, requests.get(db, handoff.request_id).requester)
        before = {each.who.user for each in asked.of_handoff(db, handoff.id, "rung", "given")} | _decided(db, handoff)
        plan = escalation.next_rung(step, handoff.rung, before, crew, self._world.clock())
        if isinstance(plan.next, Asks):
            self._ask(db, handoff, step, plan, plan.next)
        elif isinstance(plan.next, Waits):
            self._wait(db, handoff, plan, plan.next)
        elif handoff.kind == "question" or (step.on_timeout == "expire" and handoff.kind != "doubt"):
            self._expire(db, handoff)
        else:
            handoffs.set_rung(db, handoff.id, plan.next.rung, None, held=True)
            self._say(db, handoff, "held", plan.next.rung + 1, plan)

    def _ask(self, db: Db, handoff: Handoff, step: Step, plan: Plan, asks: Asks) -> None:
        """The next rung has it now, and is told: by a mention in the thread, or later by a message."""
        now, people = self._world.clock(), self._world.people
        seconds = escalation.patience_seconds(step, asks.rung)
        handoffs.set_rung(db, handoff.id, asks.rung, now + timedelta(seconds=seconds) if seconds else None, held=False)
        times.start(db, self._world, handoffs.get(db, handoff.id), now)
        rung = step.escalate[asks.rung - 1]
        at_once = escalation.urgent(step) or rung.away == "ask"
        users = (*asks.now, *(user for user, _ in asks.later))
        to = reaching.reach(db, self._world, handoff, users, "rung", asks.rung, at_once=at_once)
        left = [[people.name(user), why] for user, why in asks.left]
        self._say(db, handoff, "rung", asks.rung, plan, to=list(reaching.targets(people, [asks.to], to)), left=left)

    def _wait(self, db: Db, handoff: Handoff, plan: Plan, waits: Waits) -> None:
        """Nobody of the next rung is at work: they are asked when they are."""
        handoffs.set_rung(db, handoff.id, waits.rung - 1, waits.until, held=False)
        due.put(db, "deadline", handoff.id, waits.until)
        who = self._world.people.label(waits.to)
        self._say(db, handoff, "waits", waits.rung, plan, who=who, until=waits.until.isoformat())

    def _say(self, db: Db, handoff: Handoff, what: str, rung: int, plan: Plan, **facts: Any) -> None:
        now = self._world.clock()
        data = {"rung": rung} | ({"over": [to for to, _ in plan.passed_over]} if plan.passed_over else {})
        seq = self._audit(db, handoff, f"deadline_{what}", data)
        tell.card(db, handoff.id, seq, now)
        passed = handoff.deadline_at.isoformat() if handoff.deadline_at else ""
        tell.thread(db, handoff, what, now, number=seq, passed=passed, **facts)
        request = requests.get(db, handoff.request_id)
        told = "waits" if what == "waits" else "deadline"
        tell.requester(db, request.id, handoff.id, told, now, number=seq, held=what == "held", **facts)

    def _audit(self, db: Db, handoff: Handoff, kind: str, data: dict[str, Any]) -> int:
        now, about = self._world.clock(), handoff
        return audit.add(
            db, now, kind, "baton", request=about.request_id, run=about.run_id, handoff=about.id, data=data
        )

    # The end ---------------------------------------------------------------------------------------------------------

    def _forget(self, db: Db, handoff: Handoff) -> None:
        """A planted mistake that nobody decided: it closes, and nobody is told."""
        now = self._world.clock()
        moves.close(db, handoff, "expired", now)
        moves.run(db, handoff.run_id, "parked", "finished", now)
        requests.close(db, handoff.request_id, now)
        tell.card(db, handoff.id, self._audit(db, handoff, "handoff_expired", {}), now)

    def _expire(self, db: Db, handoff: Handoff) -> None:
        now = self._world.clock()
        moves.close(db, handoff, "expired", now)
        earned = Earned(self._world)
        counted = earned.lapsed(db, handoff) or earned.closed(db, handoff, (), requests.get(db, handoff.request_id))
        seq = self._audit(db, handoff, "handoff_expired", counted)
        if handoff.kind != "question" or handoff.audience == "channel":
            tell.card(db, handoff.id, seq, now)
            tell.thread(db, handoff, "result", now)
        tell.requester(db, handoff.request_id, handoff.id, "outcome", now)
        self._verdicts.go_on(db, handoff)


def _first_asked(workflow: Workflow, handoff: Handoff, step: Step) -> tuple[str, ...]:
    """Who was asked by the card: the approvers of its stage, or those of every step where it is about none."""
    if handoff.step in workflow.steps:
        return deciders(step, 0, stage_of(handoff))
    return tuple(ref for each in workflow.steps.values() for ref in each.approvers)


def _decided(db: Db, handoff: Handoff) -> set[str]:
    """Whoever has said something of this very revision."""
    return {each.person.user for each in decisions.of_handoff(db, handoff.id) if each.revision == handoff.revision}
