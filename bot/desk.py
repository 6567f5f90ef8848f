"""What App Home, the queue and a walk through what waits tell one person, as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.digest import Row
from bot.hours import Habit
from bot.story import Story
from storage.models import Request


@dataclass(frozen=True)
class Home:
    """`waiting` are the first of the open handoffs that wait for this person's word, `asked` of their open requests,
    each with the handoff it is at.

    `decided` counts their decisions of the last seven days, half of them within `median_minutes`; `changed_later` were
    changed by somebody else. `autonomy` counts steps that act alone, ask first, and are paused. `digest` is the local
    time of their own digest in their `zone`, `never`, or empty where they get none. `habit` says when they work.
    """

    waiting: tuple[Row, ...]
    total_waiting: int
    asked: tuple[tuple[Request, Row | None], ...]
    decided: int
    median_minutes: float | None
    open: int
    late: int
    now: datetime
    autonomy: tuple[int, int, int] = (0, 0, 0)
    total_asked: int = 0
    changed_later: int = 0
    digest: str = ""
    zone: str = ""
    habit: Habit | None = None


@dataclass(frozen=True)
class Own:
    """A person's digest: what waits for them and what they asked, the first of each; what `ended` and how many notices
    were `held` back between `covers_from` and `covers_to`. `signed_at` as in a workflow's digest.
    """

    day: date
    late: bool
    covers_from: datetime
    covers_to: datetime
    waiting: tuple[Row, ...]
    total_waiting: int
    total_late: int
    asked: tuple[tuple[Request, Row | None], ...]
    total_asked: int
    ended: tuple[Story, ...]
    total_ended: int
    held: int
    entries: int
    head: str
    now: datetime
    signed_at: datetime | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.total_waiting or self.total_asked or self.total_ended or self.held)


@dataclass(frozen=True)
class Queue:
    """A `page` of what is open, from row `first` on. `mine` of the `total` wait for whoever asked, and stand first.

    `unanswered` counts what is not among them: questions to those who made the requests.
    """

    rows: Sequence[Row]
    total: int
    mine: int
    first: int
    workflow: str
    now: datetime
    page: int = 15
    unanswered: int = 0


@dataclass(frozen=True)
class Card:
    """One stop of a walk through what waits for a person.

    `story` is the card to decide now, None where nothing waits. `ahead` are those to come, `gone` the first of those
    that were before it and wait for this person no more: the one they were at, and of the `skipped` others some.
    `left` counts what waits beside it.
    """

    story: Story | None
    ahead: tuple[int, ...]
    gone: tuple[Story, ...]
    skipped: int
    left: int
