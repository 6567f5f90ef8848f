"""What an agent is given: the request as it stands, what came of its earlier moves, and like cases."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, get_origin

from pydantic import BaseModel

from bot.agents import Case, Outcome, Precedent
from bot.engine.world import World
from bot.secrecy import masked
from bot.workflows import Step
from storage import precedents, requests, told
from storage.models import Handoff, Note, Request, Run
from storage.precedents import Found
from storage.sqlite import Db, from_json
from storage.told import End

MOST_PRECEDENTS = 5
MOST_ALIKE = 50


def case(db: Db, world: World, run: Run, request: Request) -> Case:
    """All that an agent knows about a request now."""
    return made(db, world, run, request, requests.notes(db, request.id), told.ends(db, request.id))[0]


def made(
    db: Db, world: World, run: Run, request: Request, notes: tuple[Note, ...], known: Sequence[End]
) -> tuple[Case, Found | None]:
    """The same where its notes and all its handoffs are at hand; and what was found on its words, where it was asked.

    After an outcome nobody asks: what comes next follows from that.
    """
    so_far, found = outcomes(known), None
    if not so_far or so_far[-1].result is None:
        words = "\n".join([request.text, *[note.text for note in notes if note.kind != "edit"]])
        found = precedents.search(db, request.workflow, words, not_request=request.id)
    like = precedents.decided(db, found.nearest[:MOST_PRECEDENTS]) if found else ()
    looked_at = Case(
        request_id=request.id,
        run_id=run.id,
        workflow=request.workflow,
        text=request.text,
        requester=request.requester,
        requester_name=world.people.name(request.requester.user),
        notes=notes,
        outcomes=so_far,
        now=world.clock(),
        precedents=tuple(map(precedent, like)),
    )
    return looked_at, found


def precedent(decided: precedents.Decided) -> Precedent:
    """A decided case as agents and cards see it."""
    before, after = masked(from_json(decided.before)), masked(from_json(decided.after))
    changed = {name: after.get(name) for name in {**before, **after} if before.get(name) != after.get(name)}
    return Precedent(
        name=f"H-{decided.handoff_id}",
        step=decided.step,
        text=masked(decided.text),
        verdict=decided.verdict,
        args=before,
        changed=changed,
        note=masked(decided.note),
        at=decided.at,
    )


def alike(db: Db, step: Step | None, handoff: Handoff, text: str, found: Found | None = None) -> tuple[int, ...]:
    """The handoffs of like cases: those with the same choices among their arguments; without any, with like words.

    `found` is what was found on `text` for the whole workflow, where nothing was written since.
    """
    if step is None:
        return ()
    choices = {name: handoff.args[name] for name in _choices(step.tool.model) if handoff.args.get(name) is not None}
    mine = handoff.request_id
    if choices:
        same = precedents.with_choices_like(db, handoff.workflow, step.name, choices, MOST_ALIKE, not_request=mine)
        return tuple(same)
    nearest = found.of_step(step.name) if found else None
    if nearest is None:
        nearest = precedents.search(db, handoff.workflow, text, not_request=mine, step=step.name).nearest
    return tuple(precedents.with_decisions(db, nearest[:MOST_ALIKE]))


@lru_cache(maxsize=256)
def _choices(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(name for name, field in model.model_fields.items() if get_origin(field.annotation) is Literal)


def outcomes(known: Sequence[End]) -> tuple[Outcome, ...]:
    """What became of the moves on a request so far; `known` are all its handoffs, oldest first."""
    ended = [each for each in known if each.closed_at and each.kind != "doubt" and each.state not in _UNDECIDED]
    return tuple(map(_outcome, ended))


_UNDECIDED = frozenset({"withdrawn", "taken_over"})


def _outcome(end: End) -> Outcome:
    return Outcome(
        step=end.step,
        verdict="expired" if end.state == "expired" or not end.verdict else end.verdict,
        args=end.args,
        result=end.result,
        error=_why(end),
        note=end.note,
        at=end.ended_at or end.closed_at,
    )


def _why(end: End) -> str:
    """Why an action was not done, as a sentence for the agent, and for the person who takes it from there."""
    return _WHY.get(end.cause, "{}").format(end.error) if end.effect == "failed" else end.error


_WHY = {
    "dropped": "Nobody knew whether it happened; {} looked and dropped it.",
    "absent": "It did not happen: {}.",
}
