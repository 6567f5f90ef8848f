"""What owners hold: a step, or everything, acts alone no more, or so often a day."""

from bot.engine import recall
from bot.engine.world import World
from bot.hours import midnight
from storage import audit, autonomy, holds, rulings
from storage.acts import Hold
from storage.sqlite import Db


def held(world: World, db: Db, workflow: str, step: str, handoff_id: int) -> str:
    """Why this step does not act alone now, whatever it earned; empty where nothing is held.

    Acts of the day that were decided before `handoff_id` have the first right to what a cap allows.
    """
    for hold in holds.standing(db):
        if (hold.workflow, hold.step) not in {("", ""), (workflow, step)}:
            continue
        if hold.most is None:
            return f"Paused by {world.people.name(hold.by.user)}."
        today = midnight(world.clock(), world.shelf.team.zone)
        if autonomy.count_acts(db, workflow, step, today, handoff_id) >= hold.most:
            return f"{hold.most} acted alone today, as many as {world.people.name(hold.by.user)} allows."
    return ""


def hold(world: World, db: Db, hold: Hold) -> int:
    """Owners hold a step, or everything: what was about to run alone becomes cards; how many."""
    holds.put(db, hold)
    place = {"workflow": hold.workflow, "step": hold.step, "most": hold.most, "why": hold.why}
    kind = "pause" if hold.most is None else "cap"
    data = rulings.add(db, hold.at, kind, hold.by, salt=world.salt(), **place)  # type: ignore[arg-type]
    audit.add(db, hold.at, "autonomy_held", str(hold.by), data=data)
    if hold.most is not None:
        return 0
    reason = f"Paused by {world.people.name(hold.by.user)}."
    return sum(
        bool(recall.to_card(world, db, each, reason))
        for each in autonomy.not_begun(db)
        if not hold.workflow or (each.workflow, each.step) == (hold.workflow, hold.step)
    )
