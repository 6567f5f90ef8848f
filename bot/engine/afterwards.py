"""What people say of acts alone, and what owners hold."""

from collections.abc import Sequence
from typing import Any

from bot import correlation, standing
from bot.autonomy import alarm
from bot.engine import holding, secrecy, tell
from bot.engine.earned import Earned
from bot.engine.refusing import refuse, refused
from bot.engine.verdicts import Verdicts
from bot.engine.world import Click, World
from bot.owners import not_an_owner, owns
from storage import audit, autonomy, due, handoffs, holds, requests, rulings
from storage.acts import Alone, Hold
from storage.models import Handoff, Request
from storage.sqlite import Db

REPORTS = {
    "account": "Wrong account",
    "decision": "Wrong decision",
    "ask": "Right, but should have asked",
    "other": "Something else",
}
"""What "This was wrong" may mean."""


class Afterwards:
    """What people say of acts alone, and what owners hold. Each method is one transaction."""

    def __init__(self, world: World, verdicts: Verdicts) -> None:
        self._world, self._verdicts, self._earned = world, verdicts, Earned(world)

    async def report(self, click: Click, handoff_id: int, choice: str) -> None:
        """ "This was wrong": counted once for each act; where it can be taken back by this person, it is."""
        self._world.shelf.refresh()
        with correlation.about(await self._world.read(lambda db: handoffs.request_of(db, handoff_id))):
            await self._world.write(lambda db: self._report(db, click, handoff_id, choice))

    def _report(self, db: Db, click: Click, handoff_id: int, choice: str) -> None:
        now = self._world.clock()
        if not due.receive(db, click.key, "click", {}, now, handled=True):
            return
        handoff, alone = handoffs.get(db, handoff_id), autonomy.alone(db, handoff_id)
        if alone is None or choice not in REPORTS or not self._world.people.is_person(click.who):
            strange = not self._world.people.is_person(click.who)
            refuse(self._world, db, click, "wrong", {"what": "stranger" if strange else "not_alone"}, handoff)
            return
        # Who found it wrong at its check has said so: one act says once that it was wrong.
        if alone.verdict == "wrong" or not autonomy.reported(db, handoff_id, choice, str(click.who), now):
            name = self._world.people.name((alone.report_by or alone.verdict_by).partition("/")[2])
            refuse(self._world, db, click, "wrong", {"what": "reported_before", "name": name}, handoff)
            return
        data = {"choice": choice, "epoch": alone.epoch}
        seq = self._audit(db, "act_reported", click, handoff, data)
        state = self._earned.happened(db, handoff, "report", person=str(click.who), wrong=True)
        reopens = choice != "ask" and self._take_back(db, click, handoff)
        tell.card(db, handoff_id, seq, now) if alone.own else None
        if alone.picked and not alone.verdict:
            tell.check(db, handoff, seq, now)
        left = alarm.reports_left(state.alarm, state.limit) if state.open >= 0 else 0
        facts = {"what": "reported", "left": left, "reopens": reopens, "stopped": state.epoch != alone.epoch}
        facts |= {"owner": self.owns(click)}
        tell.answer(db, click, facts, now, handoff_id)

    async def undo(self, click: Click, handoff_id: int) -> None:
        """Take an act alone back, by the tool's own inverse."""
        self._world.shelf.refresh()

        def work(db: Db) -> None:
            now = self._world.clock()
            if not due.receive(db, click.key, "click", {}, now, handled=True):
                return
            handoff = handoffs.get(db, handoff_id)
            right = self._may_undo(db, click, handoff)
            if right or not self._take_back(db, click, handoff):
                refuse(self._world, db, click, "take_back", {"what": right or "not_back"}, handoff)

        await self._world.write(work)

    def _may_undo(self, db: Db, click: Click, handoff: Handoff) -> str:
        right = self._verdicts.right(handoff, requests.get(db, handoff.request_id), click.who)
        return "" if right == "own_request" else right

    def _take_back(self, db: Db, click: Click, handoff: Handoff) -> bool:
        step = self._world.shelf.step(handoff.workflow, handoff.step)
        if step is None or step.tool.inverse is None or self._may_undo(db, click, handoff):
            return False
        alone = autonomy.alone(db, handoff.id)
        if alone is None or alone.ran_at is None or not autonomy.undone(db, handoff.id, str(click.who)):
            return False
        self._audit(db, "act_undone", click, handoff, {})
        due.put(db, "undo", handoff.id, self._world.clock())
        return True

    async def look(self, click: Click, handoff_id: int, verdict: str) -> None:
        """What a person says of an act that was drawn for a check: right, wrong, or unsure (which does not count)."""
        self._world.shelf.refresh()
        await self._world.write(lambda db: self._look(db, click, handoff_id, verdict))

    def _look(self, db: Db, click: Click, handoff_id: int, verdict: str) -> None:
        now = self._world.clock()
        if verdict not in {"right", "wrong", "unsure"}:
            raise ValueError(verdict)
        if not due.receive(db, click.key, "click", {}, now, handled=True):
            return
        handoff, alone = handoffs.get(db, handoff_id), autonomy.alone(db, handoff_id)
        request = requests.get(db, handoff.request_id)
        right = self._verdicts.right(handoff, request, click.who)
        if alone is None or not alone.picked or right:
            refuse(self._world, db, click, verdict, {"what": right or "changed", "verdict": "approve"}, handoff)
            return
        if alone.report or not autonomy.looked_at(db, handoff_id, verdict, str(click.who), now):
            name = self._world.people.name((alone.verdict_by or alone.report_by).partition("/")[2])
            said = {"what": "looked_before", "name": name, "verdict": alone.verdict or "wrong"}
            refuse(self._world, db, click, verdict, said, handoff)
            return
        why = self._unheard(db, click, handoff, alone, request) if verdict == "right" else ""
        seq = self._audit(db, "act_checked", click, handoff, {"verdict": verdict, "why": why})
        if verdict != "unsure":
            who, wrong = str(click.who), verdict == "wrong"
            self._earned.happened(db, handoff, "check", person=who, request=request, wrong=wrong, why=why)
        if why:
            tell.answer(db, click, {"what": "text", "text": f"Noted, and not counted: {why}."}, now, handoff_id)
        if verdict == "wrong":
            self._take_back(db, click, handoff)
            if alone.own:
                tell.card(db, handoff_id, seq, now)
        tell.check(db, handoff, seq, now)

    def _unheard(self, db: Db, click: Click, handoff: Handoff, alone: Alone, request: Request) -> str:
        """Why a "right" does not count, as for an approval. A "wrong" counts from whomever: it only takes away."""
        workflow = self._world.shelf.workflow(handoff.workflow)
        least = workflow.min_seconds if workflow else 0
        took = self._world.clock() - (alone.ran_at or alone.at)
        why = standing.unheard(click.who, request.requester, took, least, self._world.people)
        return why or self._earned.pair_full(db, handoff, click.who, request)

    def _audit(self, db: Db, kind: str, click: Click, handoff: Handoff, data: dict[str, Any]) -> int:
        ids = {"request": handoff.request_id, "run": handoff.run_id, "handoff": handoff.id}
        return audit.add(db, self._world.clock(), kind, str(click.who), **ids, data=data)

    async def sample(self, workflow: str, step: str, scores: Sequence[float]) -> bool:
        """Sample history for a demo: so many decisions, none changed, marked as such; False where there is history."""
        flow = self._world.shelf.workflows[workflow]
        agent = self._world.make_agent(flow)
        version = str(getattr(agent, "version", type(agent).__name__))
        return await self._world.write(lambda db: self._earned.sample(db, flow, flow.steps[step], version, scores))

    # Owners ---------------------------------------------------------------------------------------------------------

    def owns(self, click: Click) -> bool:
        """Whether this person is an owner."""
        return owns(self._world.people, self._world.shelf.team, click.who)

    async def refuse_unowned(self, click: Click, press: str) -> bool:
        """Whether this person is no owner; if so, they are told who is."""
        return await refused(self._world, click, press, {} if self.owns(click) else self._not_an_owner(click))

    def _not_an_owner(self, click: Click) -> dict[str, Any]:
        return not_an_owner(self._world.people, self._world.shelf.team, click.who)

    async def hold(self, click: Click, workflow: str, step: str, *, most: int | None = None, why: str = "") -> None:
        """An owner pauses a step (`most` None) or caps it for a day; workflow and step empty = everything."""
        self._world.shelf.refresh()

        def work(db: Db) -> None:
            now = self._world.clock()
            if not due.receive(db, click.key, "click", {}, now, handled=True):
                return
            if not self.owns(click):
                refuse(self._world, db, click, "pause" if most is None else "cap", self._not_an_owner(click))
                return
            told = secrecy.about_nothing(self._world, why)
            held = Hold(workflow=workflow, step=step, most=most, why=told, by=click.who, at=now)
            cards = holding.hold(self._world, db, held)
            said = {"what": "held", "step": self._title(workflow, step), "cards": cards, "most": most}
            tell.answer(db, click, said | self._beside(db, workflow), now)

        await self._world.write(work)

    async def resume(self, click: Click, workflow: str, step: str, *, why: str = "") -> None:
        """An owner lets a step, or everything, go on."""
        self._world.shelf.refresh()

        def work(db: Db) -> None:
            now = self._world.clock()
            if not due.receive(db, click.key, "click", {}, now, handled=True):
                return
            if not self.owns(click):
                refuse(self._world, db, click, "resume", self._not_an_owner(click))
                return
            if holds.release(db, workflow, step):
                told = secrecy.about_nothing(self._world, why)
                place = {"workflow": workflow, "step": step, "most": None, "why": told}
                data = rulings.add(db, now, "resume", click.who, salt=self._world.salt(), **place)  # type: ignore[arg-type]
                audit.add(db, now, "autonomy_resumed", str(click.who), data=data)
            said = {"what": "resumed", "step": self._title(workflow, step)}
            tell.answer(db, click, said | self._beside(db, workflow), now)

        await self._world.write(work)

    def _beside(self, db: Db, workflow: str) -> dict[str, Any]:
        """What is paused beside a step: who paused everything; and beside everything, each step that is by itself."""
        paused = [each for each in holds.standing(db) if each.most is None]
        if workflow:
            return {"paused": next((self._world.people.name(each.by.user) for each in paused if not each.workflow), "")}
        return {"steps": [self._title(each.workflow, each.step) for each in paused if each.workflow]}

    def _title(self, workflow: str, step: str) -> str:
        found = self._world.shelf.step(workflow, step)
        return found.title if found else step
