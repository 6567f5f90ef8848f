"""What an agent may not do after what just ended: ask for the very thing again, or leave alone what nobody answered.

It has no memory, and would ask for ever.
"""

from collections.abc import Sequence

from bot.agents import Case, Finished, GiveUp, Move, Question
from bot.engine.keys import as_typed, effect_key, once_key, once_value
from bot.policy import Flags
from bot.workflows import Step
from storage import effects, handoffs
from storage.models import Handoff
from storage.sqlite import Db
from storage.told import End


def repeated(db: Db, earlier: Sequence[Handoff], move: Handoff, case: Case) -> bool:
    """Whether `move` is the one before it once more: done, rejected or expired, and nothing was said since.

    `earlier` are the handoffs of its run, oldest first.
    """
    last = next((each for each in reversed(earlier) if each.kind != "doubt"), None)
    if last is None or last.closed_at is None or not _ended(db, last):
        return False
    if any(note.at > last.closed_at for note in case.notes):
        return False
    same = (last.kind, last.step, last.question) == (move.kind, move.step, move.question)
    return same and move.args_digest in {each["args_digest"] for each in handoffs.revisions(db, last.id)}


def marked(db: Db, step: Step, proposed: Handoff, flags: Flags, mine: int) -> Flags:
    """Where another handoff than `mine` stands for the same thing, a person looks."""
    for name in (each for each in step.once if proposed.args.get(each) is not None):
        key, typed = once_key(proposed.workflow, step.name, name), as_typed(proposed.args, name)
        holder = effects.holder(db, key, once_value(proposed.args, name), typed)
        other = open_for(db, proposed, name, mine)
        if holder not in {None, mine} or other:
            reason = f"H-{holder or other} stands for the same."
            return Flags(flags.untrusted, flags.outside, flags.changed, (*flags.always, reason))
    return flags


def open_for(db: Db, proposed: Handoff, argument: str, mine: int) -> int | None:
    """The oldest open handoff but `mine` that asks for the same value of a `once` argument, however it is spelled."""
    value = once_value(proposed.args, argument)
    for number, args in handoffs.open_args(db, proposed.workflow, proposed.step):
        if number != mine and args.get(argument) is not None and once_value(args, argument) == value:
            return number
    return None


def promised(earlier: Sequence[End], case: Case, move: Move) -> Move:
    """`move`, or the case for a person: "then a person takes it" was said to whoever did not answer a question."""
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
