"""Taking an act alone back: the tool's own inverse, under a key of its own, written down before it is tried."""

import asyncio
import logging
from datetime import timedelta
from functools import partial

from bot import correlation
from bot.engine import attesting, moves, secrecy, tell
from bot.engine.calls import as_dict, call_raw, said
from bot.engine.keys import effect_key, undo_key
from bot.engine.world import World
from bot.tools import Call, ToolRefused
from bot.workflows import Step
from storage import audit, autonomy, chain, due, effects, handoffs
from storage.models import Handoff
from storage.sqlite import Db

TRIES = 3
PAUSE_SECONDS = 0.5
log = logging.getLogger(__name__)


class Undoing:
    """Runs what takes an act back: due row in, end of the effect out."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def undo(self, handoff_id: int) -> None:
        """Take back what this handoff's act did. An inverse is asked again under the same key until it answers."""
        self._world.shelf.refresh()
        begun = await self._world.write(lambda db: self._begin(db, handoff_id))
        if begun is None:
            return
        handoff, step, again = begun
        correlation.enter(handoff.request_id)
        key, state, why = undo_key(handoff), "in_doubt", ""
        for attempt in range(TRIES):
            if attempt:
                await asyncio.sleep(PAUSE_SECONDS)
            try:
                result = await self._call(handoff, step, key)
            except ToolRefused as refused:
                # After a try that nobody knows the end of, a refusal says nothing of that one.
                state, why = ("in_doubt" if attempt or again else "failed"), said(refused)
                break
            except Exception as error:
                log.exception("taking %s back failed", handoff.name)
                why = f"no answer came back ({type(error).__name__})"
            else:
                await self._world.write(partial(self._end, handoff=handoff, state="done", result=result, why=""))
                return
        await self._world.write(partial(self._end, handoff=handoff, state=state, result=None, why=why))

    async def _call(self, handoff: Handoff, step: Step, key: str) -> dict[str, object]:
        inverse = step.tool.inverse
        if inverse is None:
            raise ToolRefused("it cannot be taken back any more")
        alone = await self._world.read(partial(autonomy.alone, handoff_id=handoff.id))
        who = (alone.undone_by.partition("/")[2],) if alone else ()
        call = Call(key, handoff.request_id, handoff.id, step.name, who, self._world.clock())
        args = await secrecy.real(self._world, handoff.request_id, step.tool, handoff.args)
        return as_dict(await call_raw(inverse, args, call, step.timeout_seconds))

    def _begin(self, db: Db, handoff_id: int) -> tuple[Handoff, Step, bool] | None:
        """Its handoff and step, and whether a process began it before and ended in the middle of it."""
        now = self._world.clock()
        handoff = handoffs.get(db, handoff_id)
        step = self._world.shelf.step(handoff.workflow, handoff.step)
        act, key = effects.get(db, effect_key(handoff)), undo_key(handoff)
        before = effects.get(db, key)
        if act is None or act.state != "done" or (before and before.state != "started"):
            due.drop(db, "undo", handoff_id)
            return None
        if step is None:
            due.put(db, "undo", handoff_id, now + timedelta(minutes=1))
            gone = f"the step {handoff.step} is gone from the workflow file. It waits."
            tell.notice(
                db, f"gone:{handoff.workflow}/{handoff.step}", f"{handoff.name} is to be taken back, but {gone}", now
            )
            return None
        if before is None:
            effects.start(
                db, key=key, handoff_id=handoff.id, revision=act.revision, step=act.step, args=act.args, now=now
            )
            self._audit(db, "effect_started", handoff, {"key": key, "digest": chain.digest(act.args)})
        return handoff, step, before is not None

    def _end(self, db: Db, handoff: Handoff, state: str, result: dict[str, object] | None, why: str) -> None:
        now, key = self._world.clock(), undo_key(handoff)
        result, why = secrecy.told_back(db, self._world, handoff, result, why)
        cause = "refused" if state == "failed" else ""
        due.drop(db, "undo", handoff.id)
        if not moves.effect(db, key, "started", state, now, result=result, error=why, cause=cause):
            return
        if result is not None:
            effects.release(db, handoff.id)
        data = {"key": key, "result": chain.digest(result or {}), "attempts": 1, "cause": cause}
        seq = self._audit(db, f"effect_{state}", handoff, data | attesting.why(db, handoff, why))
        alone = autonomy.alone(db, handoff.id)
        if alone is not None:
            tell.receipt(db, handoff, True, seq, now)

    def _audit(self, db: Db, kind: str, handoff: Handoff, data: dict[str, object]) -> int:
        ids = {"request": handoff.request_id, "run": handoff.run_id, "handoff": handoff.id}
        return audit.add(db, self._world.clock(), kind, "baton", **ids, data=data)
