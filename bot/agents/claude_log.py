"""What the Claude agent needs of a run's log beyond reads: its talk as rows, what was spent, and the owners' ear."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any, Literal, Protocol

from bot.agents.base import Log
from bot.agents.breaker import Breaker
from bot.agents.claude_wire import Wire
from bot.budgets import Budgets, Spent
from storage.models import Said

AT_ONCE = 16
"""Requests under way; a flood of cases must not become a flood of refusals."""


@dataclass(frozen=True)
class Line:
    """A row of the talk that is to be kept. See `storage.models.Said`."""

    kind: Literal["said", "heard", "lost"]
    body: bytes
    facts: Mapping[str, Any]
    thread: str = ""
    calls: int = 0
    tokens: int = 0
    money_millionths: int | None = None
    milliseconds: int = 0


class TalkLog(Log, Protocol):
    """The log of a run that talks with a model."""

    version: str

    async def talk(self, thread: str) -> tuple[Said, ...]:
        """The rows of one thread of this run, oldest first."""

    async def keep(self, line: Line, prompt: bytes = b"") -> Said:
        """Append a row, and the fixed part of its requests if that is given; durable when this returns."""

    async def look(self, tool: str, args: Mapping[str, Any], call: str) -> dict[str, Any]:
        """`read` for one call of the model. The answer of a call that was made before comes from its row."""

    async def spent(self) -> tuple[Spent, Spent]:
        """What this run used up, and what all runs used up today."""

    async def tell_owners(self, cause: str, title: str, text: str, since: datetime) -> None:
        """One message to the owners for each `cause`; `{since}` in it is that moment."""

    async def tell_over(self, cause: str, text: str) -> None:
        """The cause has ended; nothing where it was never told."""


@dataclass
class Provider:
    """The model as all workflows share it. `sleep` and `ticks` wait and measure seconds."""

    wire: Wire
    model: str
    clock: Callable[[], datetime]
    random: Random
    sleep: Callable[[float], Awaitable[None]]
    ticks: Callable[[], float]
    budgets: Callable[[], Budgets] = Budgets
    fallback: str = ""
    breaker: Breaker = field(default_factory=Breaker)
    looked_for_notices: bool = False
    at_once: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
