"""What a card, an answer or a modal is drawn from: one handoff with everything that people are told about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.workflows import Step, Workflow
from storage.acts import Alone
from storage.models import Decision, Effect, Handoff, Inquiry, Note, Request


@dataclass(frozen=True)
class Alike:
    """How people decided like cases.

    `last_edit` tells the newest change in a few words, `nearest` the cases that are most alike; both foreign text.
    """

    approved: int = 0
    edited: int = 0
    rejected: int = 0
    last_edit: str = ""
    nearest: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many like cases there were."""
        return self.approved + self.edited + self.rejected


@dataclass(frozen=True)
class Round:
    """A stage of a decision: who may decide it, in words; how many must; `given` are the approvals that count for it.

    `code` is whether each of them is given with a code.
    """

    decides: str
    quorum: int
    code: bool
    given: tuple[Decision, ...]


@dataclass(frozen=True)
class Past:
    """An earlier handoff of the same request, the newest decision on it, and its effect, where it had one."""

    handoff: Handoff
    decision: Decision
    effect: Effect | None = None


@dataclass(frozen=True)
class Story:
    """One handoff and all around it, at `now` (aware UTC).

    `step` is None where the handoff is about no step. `decisions` are those of this handoff, of all revisions, oldest
    first. `names` maps user ids and `@handles` to what people call them. `first_approvers` are the user and group ids
    that are mentioned: those it is with now. `decides` is the same in words ("Maria or Head of support"), `next_rung`
    who comes after them, empty where nobody does. `same` are sentences about other handoffs for the same thing.
    `more_chars` counts the characters of the request that `request.text` does not hold. `earlier` are the arguments
    of the revision before this one, where there was one. `reads` names what was looked up where no fact tells of it.
    `inquiries` are what people asked the agent about it. `replaced`: withdrawn by the agent's next look, not by the
    person who asked. `alone` is set where it acted, or was to act, without asking; `undo` is what took that back.
    `rounds` are the stages of an open approval that asks for more than one person, `lapsed` the approvals that do not
    count: their people may not decide it any more, or not what they changed it to. `proofs` are the ids of decisions
    that were given with a code, each with since when its person had these codes. `past` are the earlier handoffs of
    the same request that somebody decided or answered, oldest first.
    """

    handoff: Handoff
    request: Request
    step: Step | None
    workflow: Workflow
    notes: tuple[Note, ...]
    decisions: tuple[Decision, ...]
    effect: Effect | None
    names: Mapping[str, str]
    first_approvers: tuple[str, ...]
    decides: str
    next_rung: str
    alike: Alike
    same: tuple[str, ...]
    now: datetime
    quorum: int
    more_chars: int
    earlier: Mapping[str, Any] | None = None
    reads: tuple[str, ...] = ()
    replaced: bool = False
    inquiries: tuple[Inquiry, ...] = ()
    alone: Alone | None = None
    undo: Effect | None = None
    proofs: Mapping[int, datetime] = field(default_factory=dict)
    rounds: tuple[Round, ...] = ()
    lapsed: tuple[Decision, ...] = ()
    past: tuple[Past, ...] = ()

    def at(self, now: datetime) -> "Story":
        """The same at another moment. (`replace` goes through all fields, at each message that is drawn.)"""
        same = object.__new__(Story)
        same.__dict__.update(self.__dict__, now=now)
        return same
