"""An approved action begins: in the transaction of its decision where nothing has to be looked up first.

What is decided and what is begun are on the disk together then, and the act follows at once. A restart between the
two finds it begun, as it does right before the call: there is one such moment, not two.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from bot.engine import guard
from bot.engine.ballots import Scene
from bot.engine.keys import effect_key
from bot.engine.world import World
from bot.permissions import AGREES
from bot.workflows import Step
from storage import audit, chain, effects
from storage.models import Decision, Effect, Handoff
from storage.sqlite import Db, from_json


class Begun(NamedTuple):
    """An action that is written down and is to be called now."""

    handoff: Handoff
    effect: Effect
    step: Step
    verdicts: Sequence[Decision]


def stands(handoff: Handoff, verdicts: Sequence[Decision]) -> bool:
    """Whether people approved these very arguments: nothing else runs, whatever the row says."""
    if handoff.state != "approved" or chain.digest(handoff.args) != handoff.args_digest:
        return False
    agreed = [each.digest_run for each in verdicts if each.revision == handoff.revision and each.verdict in AGREES]
    return handoff.args_digest in agreed


def start(db: Db, handoff: Handoff, now: datetime) -> Effect:
    """The row of an action that is about to be called for the first time."""
    return effects.start(
        db,
        key=effect_key(handoff),
        handoff_id=handoff.id,
        revision=handoff.revision,
        step=handoff.step,
        args=handoff.args,
        now=now,
    )


def attest(db: Db, handoff: Handoff, key: str, tool: str, counted: Mapping[str, Any], now: datetime) -> None:
    """The record says that it was begun under its key, with which arguments, and by which tool."""
    audit.add(
        db,
        now,
        "effect_started",
        "baton",
        request=handoff.request_id,
        run=handoff.run_id,
        handoff=handoff.id,
        data={"key": key, "digest": handoff.args_digest, "tool": tool, **counted},
    )


def tool_of(db: Db, effect: Effect) -> str:
    """The tool, as its file names it, by which an action was begun last; empty where the record does not say."""
    begun = [
        from_json(row["data"]) for row in audit.of_handoff(db, effect.handoff_id) if row["kind"] == "effect_started"
    ]
    return next((str(each.get("tool", "")) for each in reversed(begun) if each["key"] == effect.key), "")


def at_once(world: World, db: Db, scene: Scene, now: datetime) -> bool:
    """Begin what was just approved; False where it has to go the way of what is due.

    Facts that it rests on are looked up again before it begins, and that takes longer than a transaction may; where
    its tool is not the one of its card, it is asked anew there.
    """
    step = scene.step
    if world.run_at_once is None or step is None or step.undo_seconds or scene.reads:
        return False
    handoff = scene.handoff.model_copy(update={"state": "approved"})
    if guard.changed_since(world, step, handoff) or not stands(handoff, scene.earlier):
        return False
    effect = start(db, handoff, now)
    attest(db, handoff, effect.key, step.tool_reference, {}, now)
    db.then.append(partial(world.run_at_once, Begun(handoff, effect, step, scene.earlier)))
    return True
