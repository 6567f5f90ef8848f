"""Runs: an agent looks at a case and makes its next move; the move becomes a handoff, or the end."""

import asyncio
import logging
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NamedTuple

from pydantic import ValidationError

from bot import correlation
from bot.agents import Case, Finished, GiveUp, Later, Move, Proposal, Question
from bot.contained import contained
from bot.engine import acting, guard, moves, planting, rounds, secrecy, tell, times
from bot.engine.calls import said
from bot.engine.cases import alike, made
from bot.engine.earned import WROTE, Earned
from bot.engine.proposing import handoff_of, plain_move, score_of
from bot.engine.repeats import promised, repeated
from bot.engine.secrecy import Sealed
from bot.engine.talk import RunTalk
from bot.engine.world import World
from bot.errors import BatonError, StorageError
from bot.misfits import fields_of
from bot.workflows import Workflow
from storage import audit, due, handoffs, requests, told
from storage.models import Handoff, Request, Run, Who
from storage.precedents import Found
from storage.sqlite import Db
from storage.told import End

AGENT_SECONDS = 120.0
PUT_OFF_AT_MOST = 12
TRIES = 3
_AT_WORK = frozenset({"queued", "working"})
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Work:
    """How a move came about: the agent's version, its time, and the rows of its reads."""

    version: str
    milliseconds: int
    reads: tuple[int, ...]


class _Begun(NamedTuple):
    """What an agent starts from, as of the store's `version`.

    `earlier` is what came of the run's handoffs, `found` is what was found on the case's words, `reads` whether any
    look-up of the run may be kept, `due` whether a row may say when it goes on.
    """

    run: Run
    request: Request
    workflow: Workflow
    case: Case
    earlier: list[End]
    found: Found | None
    reads: bool
    due: bool
    version: int


class Runs:
    """Lets agents work. `advance` is called for a queued run, or one that is due; both end with the work."""

    def __init__(self, world: World) -> None:
        self._world, self._earned = world, Earned(world)

    async def advance(self, run_id: int) -> None:
        """Let the run's agent make its next move, and record it."""
        begun = await self._world.read(lambda db: self._begin(db, run_id))
        if begun is None:
            await self._world.write(lambda db: self._idle(db, run_id))
            return
        run, request, workflow, case, *_ = begun
        correlation.enter(request.id)
        started = time.monotonic()
        kept = RunTalk(self._world, workflow, request, run)
        try:
            with contained("The agent"):
                agent = self._world.make_agent(workflow)
                async with asyncio.timeout(float(getattr(agent, "seconds", AGENT_SECONDS))):
                    move = await self._fitting(request, workflow, await agent.next(case, kept))
        except StorageError:
            raise  # our own trouble, not the agent's: the run stays queued, and no try is counted
        except Exception as error:
            log.exception("the agent of run %s failed", run_id)
            reason = "took longer than 2 minutes" if isinstance(error, TimeoutError) else type(error).__name__
            text = said(error) if isinstance(error, BatonError) else f"The agent failed ({reason})."
            await self._world.write(lambda db: self._stumble(db, begun, text))
            return
        version = kept.version or str(getattr(agent, "version", type(agent).__name__))
        work = _Work(version, round((time.monotonic() - started) * 1000), kept.behind)
        try:
            # An end without a word: nobody waits for it, and the agent says it again where the process ends first.
            soon = isinstance(move, Finished) and not move.text
            await self._world.write(lambda db: self._take(db, begun, move, work), soon=soon)
        except (ValueError, TypeError, ArithmeticError) as error:  # half a letter, say: no database takes it
            log.exception("what the agent of run %s said cannot be kept", run_id)
            text = f"What the agent said cannot be kept ({type(error).__name__})."
            await self._world.write(lambda db: self._stumble(db, begun, text))
            return
        log.info("run %s: %s, after %s ms", run_id, type(move).__name__, work.milliseconds)

    def _begin(self, db: Db, run_id: int) -> _Begun | None:
        """What the agent starts from; None where there is nothing to do now. Only reads: a crash loses nothing."""
        version = self._world.store.version  # before anything is read: a commit that ends meanwhile counts as later
        start = requests.start(db, run_id)
        run, request = start.run, start.request
        workflow = self._world.shelf.workflow(request.workflow)
        if run.state not in _AT_WORK or workflow is None:
            return None
        notes = requests.notes(db, request.id) if start.notes else ()
        known = told.ends(db, request.id) if start.handoffs else []
        case, found = made(db, self._world, run, request, notes, known)
        mine = [each for each in known if each.run_id == run.id]
        return _Begun(run, request, workflow, case, mine, found, start.reads, start.due, version)

    def _idle(self, db: Db, run_id: int) -> None:
        """Called without work: the run is over, or its workflow is gone and it waits for it."""
        now = self._world.clock()
        run = requests.run(db, run_id)
        if run.state not in _AT_WORK:
            due.drop(db, "advance", run_id)
            return
        gone = requests.get(db, run.request_id).workflow
        due.put(db, "advance", run_id, now + timedelta(minutes=1))
        tell.notice(db, f"gone:{gone}", f"The workflow {gone} is gone; its open requests wait.", now)

    def _still(self, db: Db, begun: _Begun) -> _Begun | None:
        """What the agent began with, as far as it stands; None where the request changed while it looked.

        Then it looks once more before anything is shown. Nothing needs a second look where nothing at all was written.
        """
        if begun.version == self._world.store.version and not begun.version % 2:
            return begun
        now, run, case = self._world.clock(), begun.run, begun.case
        if requests.run(db, run.id).state not in _AT_WORK:
            due.drop(db, "advance", run.id)
            return None
        if requests.get(db, run.request_id).text != case.text or len(requests.notes(db, run.request_id)) != len(
            case.notes
        ):
            due.put(db, "advance", run.id, now)
            return None
        mine = [each for each in told.ends(db, run.request_id) if each.run_id == run.id]
        return begun._replace(earlier=mine, found=None, reads=True, due=True)

    def _stumble(self, db: Db, begun: _Begun, text: str) -> None:
        if self._still(db, begun) is None:
            return
        now, run = self._world.clock(), begun.run
        failures = requests.count_failure(db, run.id)
        audit.add(db, now, "agent_failed", "baton", request=run.request_id, run=run.id, data={"failures": failures})
        if failures < TRIES:
            due.put(db, "advance", run.id, now + timedelta(seconds=2**failures))
            return
        move = GiveUp(f"{text} So this comes without its work.")
        self._take(db, begun, move, _Work(run.agent_version, 0, ()))

    def _take(self, db: Db, begun: _Begun, move: Move, work: "_Work") -> None:
        still = self._still(db, begun)
        if still is not None:
            move = secrecy.hidden_move(db, self._world, begun.workflow, move, begun.run)
            self._go_on(db, still, move, work)

    def _go_on(self, db: Db, begun: _Begun, move: Move, work: "_Work") -> None:
        now = self._world.clock()
        run, request, earlier = begun.run, begun.request, begun.earlier
        if begun.due:
            due.drop(db, "advance", run.id)
        shape = {"kind": type(move).__name__, "step": getattr(move, "step", ""), "score": getattr(move, "score", None)}
        requests.add_turn(
            db,
            run_id=run.id,
            kind="move",
            name=type(move).__name__,
            input={},
            output=shape,
            milliseconds=work.milliseconds,
            now=now,
        )
        before = handoffs.open_of_run(db, run.id) if [each for each in earlier if each.closed_at is None] else None
        move = _at_last(db, run.id, promised(earlier, begun.case, move))
        if isinstance(move, Later):
            self._worked(db, begun, work, "working")
            due.put(db, "advance", run.id, now + timedelta(seconds=move.seconds))
            audit.add(db, now, "run_put_off", "agent", request=run.request_id, run=run.id, data=_seconds(move))
            tell.requester(db, request.id, None, "put_off", now)
            return
        if isinstance(move, Finished):
            self._worked(db, begun, work, "finished")
            self._finish(db, begun, before, move)
            return
        self._ask(db, begun, before, move, work)

    def _ask(
        self, db: Db, begun: _Begun, before: Handoff | None, move: Proposal | Question | GiveUp, work: "_Work"
    ) -> None:
        """The move becomes a handoff, or takes the place of the one `before` it that is still open."""
        run, workflow, case = begun.run, begun.workflow, begun.case
        after = handoff_of(move, run, workflow, work.version, self._world.clock())
        like = alike(db, workflow.steps.get(after.step), after, case.words, begun.found)
        looked_up = requests.reads_of(db, run.id) if begun.reads else []
        brief, flags = guard.marked(self._world, workflow, after, case, looked_up)
        after = after.model_copy(update={"alike": like, "brief": brief})
        if begun.earlier and before is None and repeated(db, handoffs.of_run(db, run.id), after, case):
            log.warning("run %s: its agent asks for the same again, and nothing is new; the run ends", run.id)
            self._worked(db, begun, work, "finished")
            self._finish(db, begun, None, Finished())
            return
        self._worked(db, begun, work, "parked")
        spoke = _others(case)
        more = (*self._tried(db, begun, after), *self._advised(db, begun))
        flags = replace(flags, always=(*flags.always, *more))
        judged = self._earned.judge(db, workflow, after, flags, before, spoke)
        if before and before.kind == after.kind == "approval":
            requests.rest_on(db, work.reads, before.id, before.revision + 1)
            self._revise(db, before, judged.handoff, _others(case, before))
            return
        if before:
            self._close_before(db, before, _others(case, before))
        opened = self._open(db, begun, judged.handoff)
        requests.rest_on(db, work.reads, opened, 1)
        if judged.alone:
            step = workflow.steps[after.step]
            acting.decide(self._world, db, judged.handoff.model_copy(update={"id": opened}), step, judged.alone)

    def _tried(self, db: Db, begun: _Begun, after: Handoff) -> list[str]:
        """Why what was tried for the same request is not tried again alone: an agent might do so for ever, or what
        did not happen, as people said, did happen after all.
        """
        known = told.ends(db, begun.request.id) if begun.case.outcomes else []
        mine = [each for each in known if each.step == after.step]
        failed = [each.id for each in mine if each.effect == "failed" and each.cause != "never"]
        same = [each.id for each in mine if each.effect == "done" and each.args == after.args]
        why = [f"H-{same[-1]} did the very same for this request."] if same else []
        return [*why, *([f"H-{failed[-1]} was to do this for the same request, and did not."] if failed else [])]

    def _advised(self, db: Db, begun: _Begun) -> list[str]:
        """That somebody but who asked told the agent why they decided as they did, in words of their own."""
        if not any(each.note and each.verdict != "respond" for each in begun.case.outcomes):
            return []
        others = [who for who in guard.advisers(db, self._world, begun.request) if who != begun.request.requester]
        return [WROTE] if others else []

    def _worked(self, db: Db, begun: _Begun, work: "_Work", after: str) -> None:
        run, now = begun.run, self._world.clock()
        moves.worked(db, run.id, after, now=now, agent=begun.workflow.agent, version=work.version)

    async def _fitting(self, request: Request, workflow: Workflow, move: object) -> Move:
        """A proposal that fits its step's model; one that does not becomes a case for a person.

        Raises:
            TypeError, ValueError: it is no move at all.
        """
        if not isinstance(move, Proposal):
            return plain_move(move)
        step = workflow.steps.get(move.step)
        if step is None:
            return GiveUp(f"The agent proposed a step that this workflow does not have: {move.step}.", move.brief)
        try:
            fitting = await secrecy.real(self._world, request.id, step.tool, move.args)
        except Sealed as error:
            return GiveUp(f"The agent proposed “{step.title}”. {error}", move.brief)
        except ValidationError as error:
            wrong = "; ".join(f"{step.label(name)}: {text}" for name, text in fields_of(error, step.tool.opens).items())
            return GiveUp(f"The agent proposed “{step.title}” with values that do not fit. {wrong}.", move.brief)
        args = secrecy.as_given(step, fitting, move.args)
        return Proposal(move.step, args, None if move.score is None else score_of(float(move.score)), move.brief)

    def _open(self, db: Db, begun: _Begun, handoff: Handoff) -> int:
        now, run, request = self._world.clock(), begun.run, begun.request
        handoff_id = handoffs.add(db, handoff, "agent")
        seq = audit.add(
            db,
            now,
            "handoff_opened",
            "agent",
            request=run.request_id,
            run=run.id,
            handoff=handoff_id,
            data={
                "kind": handoff.kind,
                "step": handoff.step,
                "digest": handoff.args_digest,
                "score": handoff.score,
                "agent": handoff.agent_version,
                "policy": handoff.policy_hash,
                "way": handoff.way,
                "draw": handoff.draw,
                "card": handoffs.attested(db, handoff_id, 1),
                **({"audience": handoff.audience} if handoff.kind == "question" else {}),
            },
        )
        if handoff.way == "act":
            return handoff_id
        handoff = handoff.model_copy(update={"id": handoff_id})
        if handoff.deadline_at:
            times.start(db, self._world, handoff, now)
        if handoff.kind == "question" and handoff.audience == "requester":
            tell.requester(db, request.id, handoff_id, "question", now)
        else:
            tell.card(db, handoff_id, seq, now)
            tell.requester(db, request.id, handoff_id, "got_it", now)
            planting.maybe(self._world, db, handoff)
        return handoff_id

    def _revise(self, db: Db, before: Handoff, after: Handoff, spoke: Who | None) -> None:
        now, counted = self._world.clock(), self._earned.corrected(db, before, after, spoke)
        newer = after.model_copy(update={"id": before.id, "revision": before.revision + 1, "rung": before.rung})
        handoffs.revise(db, newer, "agent", now)
        seq = audit.add(
            db,
            now,
            "handoff_revised",
            "agent",
            request=before.request_id,
            run=before.run_id,
            handoff=before.id,
            data={
                "revision": newer.revision,
                "step": newer.step,
                "digest": newer.args_digest,
                "score": newer.score,
                "way": newer.way,
                "card": handoffs.attested(db, before.id, newer.revision),
                **(counted or self._earned.lapsed(db, before)),
            },
        )
        tell.card(db, before.id, seq, now)
        tell.thread(db, newer, "revised", now, number=newer.revision, before=before.args)
        if before.stage > 1:
            rounds.move(self._world, db, before, newer, 1)

    def _close_before(self, db: Db, before: Handoff, spoke: Who | None) -> None:
        now, counted = self._world.clock(), self._earned.corrected(db, before, None, spoke)
        moves.close(db, before, "withdrawn", now)
        due.drop(db, "deadline", before.id)
        data = counted or self._earned.lapsed(db, before)
        ids = {"request": before.request_id, "run": before.run_id, "handoff": before.id}
        seq = audit.add(db, now, "handoff_withdrawn", "agent", **ids, data=data)
        tell.card_of(db, before, seq, now)

    def _finish(self, db: Db, begun: _Begun, before: Handoff | None, move: Finished) -> None:
        now, run = self._world.clock(), begun.run
        if before:
            self._close_before(db, before, _others(begun.case, before))
        requests.close(db, run.request_id, now)
        audit.add(db, now, "run_finished", "agent", request=run.request_id, run=run.id)
        if move.text:
            tell.requester(db, begun.request.id, None, "finished", now, text=move.text, number=run.id)


def _others(case: Case, shown: Handoff | None = None) -> Who | None:
    """Who else than the requester spoke about a case, the last one; what was looked up again is nobody's word.

    With what people were `shown`: who did since then. What was said before that, it stood up to.
    """
    said = [note for note in case.notes if note.kind != "fact"]
    said = [note for note in said if shown is None or note.at > shown.revised_at] or said[-1:]
    spoke = [note.who for note in said if note.who != case.requester]
    return spoke[-1] if spoke else None


def _seconds(move: Later) -> dict[str, float]:
    """What the record says of a putting off: its reason is an agent's words."""
    return {"seconds": move.seconds}


def _at_last(db: Db, run_id: int, move: Move) -> Move:
    """An agent that only ever asks for more time does not keep people waiting for ever."""
    if not isinstance(move, Later) or requests.last_moves(db, run_id, "Later") <= PUT_OFF_AT_MOST:
        return move
    why = f": {move.why.rstrip('.')}" if move.why else ""
    return GiveUp(f"The agent put this off {PUT_OFF_AT_MOST} times{why}. So this comes without its work.")
