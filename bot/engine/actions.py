"""Effects: written down before they happen, tried under one key, and in doubt where nobody can know.

A step that refuses did nothing. One that fails or takes too long may have happened: an idempotent tool is asked again
under the same key, then its read-back, then a person. Nothing in doubt is ever blindly run again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from pydantic import BaseModel, ValidationError

from bot import correlation
from bot.engine import acting, attesting, ballots, beginning, moves, proving, secrecy, settling, tell
from bot.engine.anew import open_doubt
from bot.engine.beginning import Begun
from bot.engine.calls import as_dict, call_raw, call_tool, said
from bot.engine.keys import effect_key
from bot.engine.recheck import Recheck
from bot.engine.refusing import refuse, refused
from bot.engine.verdicts import Verdicts
from bot.engine.world import Ballot, Click, World
from bot.errors import BadInput, BatonError, StorageError
from bot.misfits import fields_of
from bot.permissions import AGREES
from bot.signing import Asked
from bot.tools import Call, ToolRefused
from bot.workflows import Step
from storage import audit, chain, decisions, due, effects, handoffs, precedents
from storage.models import UNDO, Decision, Effect, Handoff
from storage.sqlite import Db, to_json

TRIES = 3
SETTLEMENTS = ("happened", "again", "drop")
PAUSES_SECONDS = (0.2, 1.0, 3.0)
RECORD_PAUSE_SECONDS = 1.0
STOPPED = "the bot stopped in the middle of it"
OTHERWISE = "The values no longer fit the tool: it would be called with others than the card showed."
log = logging.getLogger(__name__)


class Actions:
    """Runs what was approved."""

    def __init__(self, world: World, verdicts: Verdicts) -> None:
        self._world, self._verdicts, self._recheck = world, verdicts, Recheck(world)
        self._begun: set[str] = set()  # by this very process: no recovery takes them for a dead one's

    async def act(self, handoff_id: int) -> None:
        """Run what a handoff approved, or what its doubt was settled to: due row in, end of the effect out."""
        self._world.shelf.refresh()
        if not await self._recheck.passes(handoff_id):
            return
        self._world.shelf.refresh()  # looking up takes a while
        begun = await self._world.write(lambda db: self._begin(db, handoff_id))
        if begun is not None:
            await self._run(*begun)

    def _begin(self, db: Db, handoff_id: int) -> Begun | None:
        now = self._world.clock()
        handoff = approved_one(db, handoffs.get(db, handoff_id))
        verdicts = decisions.of_handoff(db, handoff.id)
        if not beginning.stands(handoff, verdicts):
            due.drop(db, "act", handoff_id)
            if handoff.state == "approved":
                text = f"{handoff.name} is approved, but the database holds other values now. It does not run."
                tell.notice(db, f"changed:{handoff.name}", text, now, title="The record was changed from outside.")
            return None
        key = effect_key(handoff)
        step = self._world.shelf.step(handoff.workflow, handoff.step)
        if step is None:
            due.put(db, "act", handoff_id, now + timedelta(minutes=1))
            tell.notice(
                db,
                f"gone:{handoff.workflow}/{handoff.step}",
                f"{handoff.name} is approved, but the step {handoff.step} is gone from the workflow file. It waits.",
                now,
            )
            return None
        effect = effects.get(db, key)
        if effect is None and acting.held_back(self._world, db, handoff):
            return None
        due.drop(db, "act", handoff_id)
        counted = acting.counted_late(self._world, db, handoff, verdicts) if effect is None else {}
        if effect is not None and effect.state == "in_doubt":
            moves.effect(db, key, "in_doubt", "started", now)
            effects.try_again(db, key)
            effect = effects.get(db, key)
        elif effect is not None:
            return None
        else:
            effect = beginning.start(db, handoff, now)
        beginning.attest(db, handoff, key, step.tool_reference, counted, now)
        self._begun.add(key)
        return Begun(handoff, effect, step, verdicts) if effect else None

    async def run(self, begun: Begun) -> None:
        """Call what was begun with its decision."""
        self._begun.add(begun.effect.key)
        correlation.enter(begun.handoff.request_id)
        await self._run(*begun)

    async def recover(self) -> None:
        """After a restart: every effect that was started has no living process behind it."""
        for effect in await self._world.read(effects.open_ones):
            if effect.state != "started" or effect.key in self._begun or effect.key.endswith(UNDO):
                continue
            log.warning("effect %s was under way when the process ended", effect.key)
            try:
                await self._take_up(effect)
            except Exception:
                log.exception("effect %s could not be taken up; it stays started until the next start", effect.key)

    async def _take_up(self, effect: Effect) -> None:
        handoff = await self._world.read(partial(handoffs.get, handoff_id=effect.handoff_id))
        correlation.enter(handoff.request_id)
        step = self._world.shelf.step(handoff.workflow, handoff.step)
        began, why = await self._world.read(lambda db: beginning.tool_of(db, effect)), STOPPED
        if step is not None and began not in {"", step.tool_reference}:  # which knows nothing of the key
            step, why = None, f"{STOPPED}, and its step has another tool now"
        if step is not None and step.tool.idempotent:
            verdicts = await self._world.read(lambda db: decisions.of_handoff(db, handoff.id))
            await self._run(handoff, effect, step, verdicts, again=True)
        else:
            unknown = self._settle_unknown(handoff, effect, step, why)
            await self._to_an_end(handoff, effect, unknown)

    async def _run(
        self, handoff: Handoff, effect: Effect, step: Step, verdicts: Sequence[Decision], *, again: bool = False
    ) -> None:
        """Call the tool, and write down what became of it."""
        await self._to_an_end(handoff, effect, self._tried(handoff, effect, step, verdicts, again=again))

    async def _to_an_end(self, handoff: Handoff, effect: Effect, work: Awaitable[None]) -> None:
        """Whatever else breaks on the way, it may have happened: then a person is asked at once."""
        try:
            await work
        except Exception as error:
            log.exception("what became of effect %s is not recorded", effect.key)
            why = f"what became of it could not be recorded ({type(error).__name__})"
            await self._record(lambda db: open_doubt(self._world, db, handoff, effect, why, "not asked"), Exception)

    async def _tried(
        self, handoff: Handoff, effect: Effect, step: Step, verdicts: Sequence[Decision], *, again: bool
    ) -> None:
        """Call the tool. Where it was called before (`again`), a no of now says nothing about what happened then."""
        again = again or effect.attempts > 1
        model = await self._as_shown(handoff, effect, step)
        if isinstance(model, str):
            if again:
                await self._settle_unknown(handoff, effect, step, model)
            else:
                await self._refused(handoff, effect.key, model)
            return
        call = self._call(handoff, effect, step, verdicts)
        why, hung = "", False
        for attempt in range(TRIES if step.tool.idempotent else 1):
            if attempt:
                await asyncio.sleep(PAUSES_SECONDS[attempt - 1])
                await self._record(lambda db: effects.try_again(db, effect.key))
            try:
                self._world.point("before effect")
                result = await call_tool(
                    step.tool.function, model, call, step.timeout_seconds, takes_call=step.tool.takes_call
                )
                self._world.point("after effect")
            except ToolRefused as refused:
                if not hung and (not again or step.tool.idempotent):
                    await self._refused(handoff, effect.key, said(refused))
                    return
                why = f"done again, it was refused: {said(refused)}"
                break  # asked once more, it would refuse once more
            except Exception as error:
                log.exception("effect %s failed", effect.key)
                why, hung = unknown_why(error, step.timeout_seconds), hung or isinstance(error, TimeoutError)
            else:
                ended = partial(self._end, handoff=handoff, key=effect.key, state="done", result=result)
                await self._record(ended)
                log.info("effect %s is done", effect.key)
                return
        await self._settle_unknown(handoff, effect, step, why, hung=hung)

    async def _as_shown(self, handoff: Handoff, effect: Effect, step: Step) -> BaseModel | str:
        """The very values that were decided, as the tool takes them; or why it cannot be called with just these."""
        try:
            model = await secrecy.real(self._world, handoff.request_id, step.tool, effect.args)
        except ValidationError as error:
            return _no_longer(error)
        except secrecy.Sealed as error:
            return str(error)
        taken = secrecy.as_given(step, model, effect.args)
        return model if unordered(taken) == unordered(effect.args) else OTHERWISE

    async def _refused(self, handoff: Handoff, key: str, why: str) -> None:
        """The tool said no: nothing happened."""
        await self._record(lambda db: self._end(db, handoff, key, "failed", error=why, cause="refused"))
        log.info("effect %s is refused by its tool", key)

    async def _record(self, work: Callable[[Db], Any], trouble: type[Exception] = StorageError) -> None:
        """Write down what became of an action, again after each `trouble`: nobody else knows.

        Raises:
            Exception: any other trouble than that; nothing is recorded.
        """
        while True:
            try:
                await self._world.write(work)
            except trouble:
                log.exception("what became of an action is not recorded yet; it is tried again")
                await asyncio.sleep(RECORD_PAUSE_SECONDS)
            else:
                return

    def _call(self, handoff: Handoff, effect: Effect, step: Step, verdicts: Sequence[Decision]) -> Call:
        counted = [each for each in verdicts if each.revision == handoff.revision and each.verdict in AGREES]
        people = tuple([each.person.user for each in counted])
        return Call(effect.key, handoff.request_id, handoff.id, step.name, people, self._world.clock())

    async def _settle_unknown(
        self, handoff: Handoff, effect: Effect, step: Step | None, why: str, *, hung: bool = False
    ) -> None:
        """Nobody knows whether it happened: ask the tool's read-back, else a person.

        A call that hung may still land: then a read-back that finds nothing proves nothing.
        """
        look = ""
        if step is not None and step.tool.read_back is not None:
            try:
                model = await secrecy.real(self._world, handoff.request_id, step.tool, effect.args)
                verdicts = await self._world.read(lambda db: decisions.of_handoff(db, handoff.id))
                call = self._call(handoff, effect, step, verdicts)
                found = await call_raw(step.tool.read_back, model, call, step.timeout_seconds)
            except Exception as error:
                log.exception("the read-back of %s failed", effect.key)
                look = f"not reachable ({type(error).__name__})"
            else:
                if found is not None or not hung:
                    await self._record(lambda db: self._read_back(db, handoff, effect.key, found, why))
                    return
                look = "found nothing, but the call may still land"
        await self._record(lambda db: open_doubt(self._world, db, handoff, effect, why, look or "there is none"))

    def _read_back(self, db: Db, handoff: Handoff, key: str, found: Any, why: str) -> None:
        if found is not None:
            self._end(db, handoff, key, "done", result=as_dict(found))
        else:
            self._end(db, handoff, key, "failed", error=why, cause="absent")

    def _end(
        self,
        db: Db,
        handoff: Handoff,
        key: str,
        state: str,
        *,
        result: Mapping[str, Any] | None = None,
        error: str = "",
        cause: str = "",
    ) -> None:
        """The effect has its end: record it, tell everybody, let the agent go on."""
        now = self._world.clock()
        result, error = secrecy.told_back(db, self._world, handoff, result, error)
        told = None if result is None else to_json(result)
        tried = moves.ended(db, key, state, now, result=told, error=error, cause=cause)
        if tried is None:
            return
        if state == "failed":
            effects.release(db, handoff.id)
        seq = audit.add(
            db,
            now,
            f"effect_{state}",
            "baton",
            request=handoff.request_id,
            run=handoff.run_id,
            handoff=handoff.id,
            data={
                "key": key,
                "result": chain.digest_of(told or "{}"),
                "attempts": tried,
                "cause": cause,
                **attesting.why(db, handoff, error),
            },
        )
        if handoff.way == "act":
            acting.ended(self._world, db, handoff, state, seq)
        else:
            precedents.add(db, handoff)
            tell.card(db, handoff.id, seq, now)
            tell.thread(db, handoff, "result", now)
        tell.requester(db, handoff.request_id, handoff.id, "outcome", now)
        self._verdicts.go_on(db, handoff)

    async def asked(self, handoff_id: int, verdict: str) -> Asked:
        """What settling this doubt so asks for beside the press.

        Raises:
            LookupError: there is no such handoff.
        """
        self._world.shelf.refresh()
        doubt = await self._world.read(partial(handoffs.get, handoff_id=handoff_id))
        return settling.asked(self._world.shelf.step_of(doubt), doubt, verdict)

    async def refuse(self, click: Click, handoff_id: int, verdict: str) -> bool:
        """Whether this doubt must not be settled so by this person; if so, they are told and the record has it."""
        found = await self._world.read(lambda db: ballots.scene(db, self._world, handoff_id))
        why = settling.refusal(self._world, found, click.who, verdict)
        return await refused(self._world, click, verdict, why, found.handoff)

    async def settle(self, click: Click, handoff_id: int, verdict: str, typed: Ballot | None = None) -> None:
        """A person settles a doubt: `happened`, `again` or `drop`; `typed` is what a window was sent with.

        Raises:
            BadInput: the code or the value in the window is missing or wrong; nothing was settled.
        """
        if verdict not in SETTLEMENTS:
            raise ValueError(verdict)
        self._world.shelf.refresh()
        ballot = typed or Ballot(handoff_id, 0, "respond")
        code = await proving.given(self._world, click.who, ballot.code)
        wrong = await self._world.write(lambda db: self._settle(db, click, handoff_id, verdict, ballot, code))
        if wrong is not None:
            raise wrong

    def _settle(
        self, db: Db, click: Click, handoff_id: int, verdict: str, ballot: Ballot, code: proving.Given
    ) -> BadInput | None:
        now = self._world.clock()
        if not due.receive(db, click.key, "click", {}, now, handled=True):
            return None
        found = ballots.scene(db, self._world, handoff_id)
        doubt = found.handoff
        proof = settling.refusal(self._world, found, click.who, verdict) or settling.prove(
            self._world, db, click, found, verdict, ballot, code
        )
        if isinstance(proof, BadInput):
            return proof
        if isinstance(proof, dict):
            refuse(self._world, db, click, verdict, proof, doubt)
            return None
        moves.close(db, doubt, "settled", now)
        due.drop(db, "deadline", doubt.id)
        settling.record(self._world, db, click, found, verdict, proof)
        original, name = approved_one(db, doubt), self._world.people.name(click.who.user)
        if verdict == "again":
            due.put(db, "act", original.id, now)
        elif verdict == "happened":
            self._end(db, original, doubt.effect_key, "done", result={"settled_by": name})
        else:
            self._end(db, original, doubt.effect_key, "failed", error=name, cause="dropped")
        return None


def approved_one(db: Db, handoff: Handoff) -> Handoff:
    """The approval that an effect stands on: the handoff itself, or the one that a doubt is about."""
    if handoff.kind != "doubt":
        return handoff
    effect = effects.get(db, handoff.effect_key)
    return handoffs.get(db, effect.handoff_id) if effect else handoff


def unordered(value: Any) -> Any:
    """A JSON value without the order of its lists: a set has another one in each process."""
    if isinstance(value, Mapping):
        return {name: unordered(each) for name, each in value.items()}
    return sorted(map(unordered, value), key=repr) if isinstance(value, list | tuple) else value


def _no_longer(error: ValidationError) -> str:
    return f"The values no longer fit the tool: {' '.join(fields_of(error).values())}"


def unknown_why(error: Exception, timeout_seconds: float) -> str:
    """Why nobody knows whether it happened, for people."""
    if isinstance(error, TimeoutError):
        return f"no answer within {timeout_seconds:g} s"
    if isinstance(error, BatonError):
        return said(error)
    return f"it failed with {type(error).__name__}"
