"""What an agent may not do after what just ended: ask for the very thing again, or leave alone what nobody answered.

It has no memory, and would ask for ever.
"""

from bot.agents import Case, Finished, GiveUp, Move, Question
from bot.engine.keys import effect_key
from storage import effects, handoffs
from storage.models import Handoff
from storage.sqlite import Db


def repeated(db: Db, move: Handoff, case: Case) -> bool:
    """Whether `move` is the one before it once more: done, rejected or expired, and nothing was said since."""
    earlier = [each for each in handoffs.of_run(db, move.run_id) if each.kind != "doubt"]
    last = earlier[-1] if earlier else None
    if last is None or last.closed_at is None or not _ended(db, last):
        return False
    if any(note.at > last.closed_at for note in case.notes):
        return False
    same = (last.kind, last.step, last.question) == (move.kind, move.step, move.question)
    return same and move.args_digest in {each["args_digest"] for each in handoffs.revisions(db, last.id)}


def promised(db: Db, run_id: int, case: Case, move: Move) -> Move:
    """`move`, or the case for a person: "then a person takes it" was said to whoever did not answer a question."""
    earlier = handoffs.of_run(db, run_id)
    last = earlier[-1] if earlier else None
    if last is None or last.kind != "question" or last.state != "expired" or not isinstance(move, Question | Finished):
        return move
    if last.closed_at is not None and any(note.at > last.closed_at for note in case.notes):
        return move
    return GiveUp(f"Nobody answered the question: {last.question}")


def _ended(db: Db, handoff: Handoff) -> bool:
    """Whether there is nothing left to ask; an action that failed may be worth another try."""
    if handoff.state == "approved":
        effect = effects.get(db, effect_key(handoff))
        return effect is not None and effect.state == "done"
    return handoff.state in {"rejected", "expired"}
