"""Agents: they look and propose; they never act.

An agent is a class with `async next(case, log)`. It is called anew after each outcome and has no memory but `case`.
"""

from bot.agents.base import (
    Agent,
    Answer,
    Answering,
    Case,
    Finished,
    GiveUp,
    Later,
    Log,
    Move,
    Outcome,
    Precedent,
    Proposal,
    Question,
    Seen,
)

__all__ = [
    "Agent",
    "Answer",
    "Answering",
    "Case",
    "Finished",
    "GiveUp",
    "Later",
    "Log",
    "Move",
    "Outcome",
    "Precedent",
    "Proposal",
    "Question",
    "Seen",
]
