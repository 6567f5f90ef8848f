"""Which agent works on a workflow. Imported lazily: what is not used costs nothing."""

import importlib.util
import inspect
from typing import Any, cast

from bot.agents.base import Agent
from bot.errors import ConfigError
from bot.loading import import_from, package_of, place
from bot.workflows import Workflow


class Agents:
    """Makes the agent of each workflow once, and anew when its file or its examples changed."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str, int], Agent] = {}

    def make(self, workflow: Workflow) -> Agent:
        """The workflow's agent.

        Raises:
            ConfigError: it cannot be made; the text says what is missing.
        """
        key = (workflow.id, workflow.hash, len(workflow.examples))
        if key not in self._made:
            self._made[key] = _make(workflow)
        return self._made[key]


def _make(workflow: Workflow) -> Agent:
    if ":" in workflow.agent:
        return _own(workflow)
    if importlib.util.find_spec("sklearn") is None:
        raise ConfigError(
            f"Workflow {workflow.id}: agent {workflow.agent} needs a model. Set ANTHROPIC_API_KEY, or install the "
            "offline agent: pip install 'baton[offline]'."
        )
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
    takes = inspect.signature(found).parameters
    made: Any = found
    return cast("Agent", made(workflow) if takes else made())
