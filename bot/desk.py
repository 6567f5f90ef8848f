"""What App Home tells one person, as data."""

from dataclasses import dataclass
from datetime import datetime

from bot.digest import Row
from storage.models import Request


@dataclass(frozen=True)
class Home:
    """`waiting` are the open handoffs this person may decide, `asked` their open requests with the handoff each is at.

    `decided` counts their decisions of the last seven days, half of them within `median_minutes`.
    `autonomy` counts steps that act alone, ask first, and are paused.
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
