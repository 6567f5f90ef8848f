"""What an agent's move becomes: a move with plain texts, and the handoff that puts it to a person."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.agents import Finished, GiveUp, Later, Move, Proposal, Question
from bot.escalation import patience_seconds
from bot.workflows import Step, Workflow
from storage import chain
from storage.models import Brief, Handoff, Run, known

LONGEST_PARKED_SECONDS = 3600.0


def plain_move(move: object) -> Move:
    """A move that is no proposal, with plain texts. Raises TypeError where it is none of the others either."""
    if isinstance(move, Question):
        to: Literal["requester", "channel"] = "channel" if move.to == "channel" else "requester"
        return Question(str(move.text), tuple(str(each) for each in move.choices or ()), to, str(move.about or ""))
    if isinstance(move, GiveUp):
        return GiveUp(str(move.reason or "The agent gives no reason."), move.brief)
    if isinstance(move, Finished):
        return Finished(str(move.text or ""))
    if isinstance(move, Later):
        return Later(min(LONGEST_PARKED_SECONDS, max(1.0, move.seconds)), move.why)
    raise TypeError(f"{type(move).__name__} is no move")


def handoff_of(
    move: Proposal | Question | GiveUp, run: Run, workflow: Workflow, agent_version: str, now: datetime
) -> Handoff:
    """The handoff that a move asks for, as `plain_move` or its step's model has it; it has no id yet."""
    args = dict(move.args) if isinstance(move, Proposal) else {}
    step = workflow.steps[move.step] if isinstance(move, Proposal) else None
    seconds = deadline_seconds(workflow, step)
    return known(
        Handoff,
        {
            "id": 0,
            "run_id": run.id,
            "request_id": run.request_id,
            "kind": "approval" if step else "question" if isinstance(move, Question) else "case",
            "state": "waiting",
            "workflow": workflow.id,
            "step": step.name if step else "",
            "revision": 1,
            "stage": 1,
            "rung": 0,
            "args": args,
            "args_digest": chain.digest(args),
            "question": move.text if isinstance(move, Question) else move.reason if isinstance(move, GiveUp) else "",
            "choices": tuple(move.choices) if isinstance(move, Question) else (),
            "audience": move.to if isinstance(move, Question) else "requester",
            "about": move.about if isinstance(move, Question) else "",
            "brief": brief_of(None if isinstance(move, Question) else move.brief),
            "reasons": (),
            "score": move.score if isinstance(move, Proposal) else None,
            "agent_version": agent_version,
            "policy_hash": workflow.hash,
            "draw": None,
            "looking_since": None,
            "deadline_at": now + timedelta(seconds=seconds) if seconds else None,
            "held": False,
            "opened_at": now,
            "revised_at": now,
            "closed_at": None,
            "effect_key": "",
            "alike": (),
            "way": "never",
            "version": "",
            "epoch": 0,
            "rate": 1.0,
            "weight": 1.0,
            "given": "",
        },
    )


def deadline_seconds(workflow: Workflow, step: Step | None) -> float:
    """How long a handoff waits before the next rung: the step's, or the shortest of the workflow's."""
    if step:
        return patience_seconds(step, 0)
    found = (patience_seconds(each, 0) for each in workflow.steps.values())
    return min(filter(None, found), default=0)


def score_of(told: float) -> float:
    """What is no number from 0 to 1 vouches for nothing: 97 may be a percentage, or a fault."""
    return told if 0.0 <= told <= 1.0 else 0.0


def brief_of(brief: Brief | Mapping[str, Any] | str | None) -> Brief:
    """Whatever an agent gave as its brief, as a Brief; what does not fit is kept as its assessment.

    A Brief is looked at, too: parts of an agent's own kind would be written down, and read by nobody ever again.
    """
    if brief is None:
        return _NO_BRIEF
    if not isinstance(brief, Brief | Mapping):
        return Brief(assessment=str(brief or "")[:2000])
    told = brief.__dict__ if isinstance(brief, Brief) else brief
    try:
        plain = brief.model_dump(warnings=False, include=_FIELDS) if isinstance(brief, Brief) else dict(brief)
        return Brief.model_validate(plain)
    except ValueError:
        return Brief(assessment="; ".join(f"{key}: {value}" for key, value in told.items())[:2000])


_FIELDS = set(Brief.model_fields)
_NO_BRIEF = Brief()
