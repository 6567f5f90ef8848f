"""Which workflow a request without a channel of its own is for: the workflows' agents say how well it fits each.

An agent may have `fits`; for one without, the workflow's examples speak, where there are any. In doubt nobody is sure.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Protocol, runtime_checkable

from bot.agents.base import Agent
from bot.agents.classifier import available
from bot.contained import contained
from bot.workflows import Workflow

CLEAR = 0.6
APART = 0.25
SECONDS = 20.0
log = logging.getLogger(__name__)


@runtime_checkable
class Fitting(Protocol):
    """An agent that can tell how surely a request is one of its own. Optional."""

    async def fits(self, text: str) -> float:
        """0 to 1; 0 where a person should take it. `text` is foreign text."""


async def route(text: str, workflows: Mapping[str, Workflow], make: Callable[[Workflow], Agent]) -> str | None:
    """The one workflow that the text is clearly for; None in doubt."""
    fits = {name: await _fit(text, workflow, make) for name, workflow in workflows.items()}
    best, second = (*sorted(fits.values(), reverse=True), 0.0, 0.0)[:2]
    if best < CLEAR or best - second < APART:
        return None
    return max(fits, key=lambda name: fits[name])


async def _fit(text: str, workflow: Workflow, make: Callable[[Workflow], Agent]) -> float:
    try:
        agent = make(workflow)
        if not isinstance(agent, Fitting):
            if not (workflow.examples and available()):
                return 0.0
            from bot.agents.offline import OfflineAgent  # heavy, and only some teams want it

            agent = OfflineAgent(workflow)
        with contained("The agent"):
            async with asyncio.timeout(SECONDS):
                return min(1.0, max(0.0, float(await agent.fits(text))))
    except Exception:
        log.exception("how well a request fits %s is not known", workflow.id)
        return 0.0
