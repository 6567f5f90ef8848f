"""A shift that is handed over, as data: what is open, what cannot wait, who took what. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from bot.story import Story

When = Literal["now", "today", "later", "waiting"]
SOON = timedelta(hours=1)
_ORDER: dict[When, int] = {"now": 0, "today": 1, "later": 2, "waiting": 3}


@dataclass(frozen=True)
class Item:
    """A line of the brief. `when`: it cannot wait (`now`), falls into the next shift, comes later, or waits for others.

    `taken_by` is a name, empty while nobody has taken it; `first` marks what they do first.
    """

    story: Story
    when: When
    taken_by: str = ""
    first: bool = False

    @property
    def open(self) -> bool:
        """Whether anything is left to do about it."""
        return self.story.handoff.closed_at is None


@dataclass(frozen=True)
class Handover:
    """The brief of a shift. `day` is the date as those read it who take over; `ladder` names who is told otherwise.

    `closed`: everything was taken, or it is too late for that.
    """

    number: int
    region: str
    next: str
    day: date
    givers: tuple[str, ...]
    takers: tuple[str, ...]
    items: tuple[Item, ...]
    accept_by: datetime
    ladder: str
    closed: bool
    now: datetime

    @property
    def untaken(self) -> tuple[Item, ...]:
        """What is open and nobody has taken."""
        return tuple(each for each in self.items if each.open and not each.taken_by)


def when(story: Story, starts: datetime, ends: datetime, accept_by: datetime) -> When:
    """How urgent a case is for those whose shift runs from `starts` to `ends`."""
    handoff = story.handoff
    if handoff.kind == "question" and handoff.audience == "requester":
        return "waiting"
    if handoff.deadline_at is None:
        return "today"
    risky = story.step is not None and story.step.risk in {"high", "critical"}
    if handoff.deadline_at <= max(accept_by, starts) + SOON or (risky and handoff.deadline_at <= ends):
        return "now"
    return "today" if handoff.deadline_at <= ends else "later"


def ordered(items: list[Item]) -> tuple[Item, ...]:
    """What cannot wait first, then by deadline, then by age."""
    return tuple(sorted(items, key=_place))


def _place(each: Item) -> tuple[int, bool, datetime, int]:
    handoff = each.story.handoff
    return _ORDER[each.when], handoff.deadline_at is None, handoff.deadline_at or handoff.opened_at, handoff.id
