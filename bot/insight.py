"""What people read about a step's autonomy, as data: an hour of acts, why one ran alone, how every step stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.autonomy.state import State
from bot.workflows import Step, Workflow
from storage.acts import Alone, Hold
from storage.models import Decision, Handoff


@dataclass(frozen=True)
class Act:
    """One act alone, with the step that it is of."""

    handoff: Handoff
    alone: Alone
    step: Step


@dataclass(frozen=True)
class Hour:
    """The acts of a step alone between two moments, oldest first; `state` as the last of them found it."""

    step: Step
    start: datetime
    end: datetime
    acts: tuple[Act, ...]
    state: State


@dataclass(frozen=True)
class Why:
    """Why an act ran alone: what an auditor asks for.

    `reviewed` counts the decisions behind it by whoever took them, `changed` are the handoffs that people changed,
    `uncounted` says why others did not count. `entries` are the first and last entry of the record about it. `sealed`
    and `opened` say when the seed of its draw was sealed, and opened (None: not yet). `file`: since when the workflow's
    file was in force as it was then, where the record says so.
    """

    act: Act
    workflow: Workflow
    state: State
    reviewed: int
    people: int
    first: datetime | None
    last: datetime | None
    samples: int
    changed: tuple[int, ...]
    uncounted: Mapping[str, int]
    entries: tuple[int, int]
    sealed: datetime | None
    opened: datetime | None
    file: datetime | None
    now: datetime


@dataclass(frozen=True)
class Stand:
    """How a step stands. `state` None: nothing was proposed yet, or it always asks.

    `weeks` are (changed, reviewed) of the last weeks, oldest first. `alone` and `handled` count acts alone and all
    cases of this week, `checked` and `wrong` the checks among them. `pace` is how many decisions count in a week.
    `right` counts cases of the last four weeks that nobody found wrong: alone, and by way of people. `catches`: by
    name, how many planted mistakes each person decided, and caught.
    """

    workflow: Workflow
    step: Step
    state: State | None
    scored: bool
    hold: Hold | None
    held_by: str
    why: str
    uncounted: Mapping[str, int]
    weeks: tuple[tuple[int, int], ...]
    alone: int
    handled: int
    checked: int
    wrong: int
    pace: float
    catches: Mapping[str, tuple[int, int]]
    right: tuple[int, int]


@dataclass(frozen=True)
class Taught:
    """What changed for a workflow because of decisions.

    `fits` and `decisions` say how often its agent learned, and from how many of them the last time, at `learned_at`;
    0 where it does not learn. `corrections` are what people changed or refused last, `changes` sentences about what its
    steps may do alone, each with when.
    """

    workflow: Workflow
    fits: int
    decisions: int
    learned_at: datetime | None
    corrections: tuple[tuple[Step, Decision], ...]
    changes: tuple[tuple[str, datetime], ...]
    names: Mapping[str, str]
