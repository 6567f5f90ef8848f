"""An act alone that has not begun becomes a card: the same proposal, and a person decides."""

from bot.engine import tell
from bot.engine.anew import ask_anew
from bot.engine.keys import effect_key
from bot.engine.world import World
from storage import audit, due, effects, handoffs, requests
from storage.acts import Alone
from storage.sqlite import Db


def to_card(world: World, db: Db, alone: Alone, reason: str) -> int:
    """Take the act out of what is due and ask people; the new handoff's id, 0 where it has begun or is not due."""
    now = world.clock()
    handoff = handoffs.get(db, alone.handoff_id)
    if effects.get(db, effect_key(handoff)) or not due.drop(db, "act", handoff.id):
        return 0
    effects.release(db, handoff.id)
    asked = handoff.model_copy(update={"reasons": (reason,), "way": "never"})
    new_id = ask_anew(world, db, asked, "baton")
    requests.same_grounds(db, handoff.id, new_id)
    effects.never(db, key=effect_key(handoff), handoff=handoff, why=f"a person decides: H-{new_id} asks", now=now)
    seq = audit.add(
        db,
        now,
        "recalled",
        "baton",
        request=handoff.request_id,
        run=handoff.run_id,
        handoff=handoff.id,
        data={"asked_again": new_id},
    )
    tell.card(db, new_id, seq, now)
    tell.requester(db, handoff.request_id, new_id, "got_it", now)
    return new_id
