"""The moves of the three machines: each asks its table in `states.py` first, then compares and sets the row."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot import states
from storage import effects, handoffs, requests
from storage.models import Handoff
from storage.sqlite import Db


def run(db: Db, run_id: int, before: str, after: str, now: datetime) -> bool:
    """Move a run; False where it is not in `before`.

    Raises:
        bot.states.ImpossibleMove: the table has no such move.
    """
    states.check(states.RUN, before, after)
    return requests.move_run(db, run_id, before, after, now, closed=states.final(states.RUN, after))


def worked(db: Db, run_id: int, after: str, *, now: datetime, agent: str, version: str) -> bool:
    """The agent of a run made its move: from `queued` (or `working`) by way of `working`; False where it ended.

    Raises:
        bot.states.ImpossibleMove: the table has no such move.
    """
    states.check(states.RUN, "queued", "working")
    if after != "working":
        states.check(states.RUN, "working", after)
    return requests.worked(db, run_id, after, now, agent, version, closed=states.final(states.RUN, after))


def close(db: Db, handoff: Handoff, outcome: str, now: datetime) -> bool:
    """Give a handoff its one outcome; False where it has one, or was revised meanwhile.

    Raises:
        bot.states.ImpossibleMove: the table has no such move.
    """
    states.check(states.HANDOFF, "waiting", outcome)
    return handoffs.close(db, handoff.id, handoff.revision, outcome, now)


def effect(
    db: Db,
    key: str,
    before: str,
    after: str,
    now: datetime,
    *,
    result: Mapping[str, Any] | None = None,
    error: str = "",
    cause: str = "",
) -> bool:
    """Move an effect; False where it is not in `before`.

    Raises:
        bot.states.ImpossibleMove: the table has no such move.
    """
    states.check(states.EFFECT, before, after)
    return effects.move(db, key, before, after, now, result=result, error=error, cause=cause)


def ended(db: Db, key: str, after: str, now: datetime, *, result: str | None, error: str, cause: str) -> int | None:
    """Give an effect its end; returns how often it was tried, None where there is no such effect.

    `result` is canonical JSON.

    Raises:
        bot.states.ImpossibleMove: the table has no such move, or it ended before.
    """
    states.check(states.EFFECT, "started", after)
    tried = effects.finish(db, key, after, now, result=result, error=error, cause=cause)
    found = effects.get(db, key) if tried is None else None
    if found is not None:
        states.check(states.EFFECT, found.state, after)
    return tried
