"""Which agent works on a workflow. Imported lazily: what is not used costs nothing."""

import asyncio
import importlib.util
import inspect
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from random import SystemRandom
from typing import Any, cast

from bot.agents.base import Agent
from bot.agents.claude import ClaudeAgent
from bot.agents.claude_log import Provider
from bot.agents.claude_turns import is_move
from bot.agents.claude_wire import AnthropicWire
from bot.errors import ConfigError
from bot.loading import import_from, package_of
from bot.settings import Settings, install
from bot.where import place
from bot.workflows import Team, Workflow


class Agents:
    """Makes the agent of each workflow once, and anew when its file, its examples or a plugin's tool changed."""

    def __init__(self, provider: Provider | None = None) -> None:
        self._provider = provider
        self._made: dict[tuple[object, ...], Agent] = {}

    async def close(self) -> None:
        """Let go of the connections to the model."""
        if self._provider is not None:
            await self._provider.wire.close()

    def make(self, workflow: Workflow) -> Agent:
        """The workflow's agent.

        Raises:
            ConfigError: it cannot be made; the text says what is missing.
        """
        key = (workflow.id, workflow.hash, workflow.taught, workflow.definitions)
        if key not in self._made:
            self._made[key] = _make(workflow, self._provider)
        return self._made[key]


def provider(settings: Settings, clock: Callable[[], datetime], team: Callable[[], Team]) -> Provider | None:
    """The model that the settings name; None without a key."""
    if not settings.anthropic_key:
        return None
    return Provider(
        wire=AnthropicWire(settings.anthropic_key, settings.anthropic_url),
        model=settings.model,
        clock=clock,
        random=SystemRandom(),
        sleep=asyncio.sleep,
        ticks=time.monotonic,
        budgets=lambda: team().budgets,
        fallback=settings.fallback_model,
    )


def _make(workflow: Workflow, model: Provider | None) -> Agent:
    if ":" in workflow.agent:
        return _own(workflow)
    if model is not None and workflow.agent in {"claude", "auto"}:
        return _claude(workflow, model)
    if workflow.agent == "claude":
        raise ConfigError(
            f"Workflow {workflow.id}: agent claude needs ANTHROPIC_API_KEY. Set it, or write agent: auto or offline."
        )
    if not _has_offline():
        raise ConfigError(
            f"Workflow {workflow.id}: agent {workflow.agent} needs a model. Set ANTHROPIC_API_KEY, or install the "
            f"offline agent: {install('offline')}."
        )
    return _offline(workflow)


def _claude(workflow: Workflow, model: Provider) -> Agent:
    taken = [name for name in workflow.reads if is_move(name)]
    if taken:
        raise ConfigError(
            f"Workflow {workflow.id}: a read is called {taken[0]}, which is a move of the Claude agent. Rename it."
        )
    budgets = model.budgets()
    for name in filter(None, (model.model, model.fallback)):
        if (budgets.run.money or budgets.day.money) and name not in budgets.prices:
            raise ConfigError(
                f"team.yml limits money, but budgets.prices has no price for the model {name}, so nothing can be held "
                f"to it. Write one, such as {name}: {{input: 2, output: 10}} for a million tokens."
            )
    return ClaudeAgent(workflow, model, partial(_offline, workflow) if _has_offline() else None)


def _has_offline() -> bool:
    return importlib.util.find_spec("sklearn") is not None


def _offline(workflow: Workflow) -> Agent:
    from bot.agents.offline import OfflineAgent  # heavy, and only some workflows want it

    return OfflineAgent(workflow)


def _own(workflow: Workflow) -> Agent:
    """A class of the workflow's own, `tools:MyAgent`, made with the workflow if it takes one."""
    where = place(workflow.folder / "workflow.yml", "agent")
    try:
        found: Any = import_from(package_of(workflow), workflow.agent)
    except ConfigError as error:
        raise ConfigError(f"{where}: {error}.") from error
    if not (inspect.isclass(found) and inspect.iscoroutinefunction(getattr(found, "next", None))):
        raise ConfigError(f"{where}: {workflow.agent} needs to be a class with `async def next(self, case, log)`.")
    made: Any = found
    try:
        return cast("Agent", made(workflow) if inspect.signature(found).parameters else made())
    except Exception as error:
        raise ConfigError(f"{where}: {workflow.agent} cannot be made: {type(error).__name__}: {error}.") from error
