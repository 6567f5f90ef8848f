"""The workflows in force. Files are read again when they changed; a broken one leaves the old ones in force."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from bot import loading
from bot.errors import ConfigError
from bot.plugins.plugs import Plugs, Unplugged
from bot.workflows import Step, Team, Workflow
from storage.models import Handoff


def _let_pass(workflows: Mapping[str, Workflow], team: Team) -> None:
    """Nothing stands against them."""


_Stamp = tuple[tuple[str, int, int], ...]


class Shelf:
    """Holds workflows and team, and notices when their files, or the tools of `plugs`, change.

    Raises:
        ConfigError: at the start only, when a file is wrong.
    """

    def __init__(self, folder: Path, plugs: Plugs | None = None) -> None:
        self._folder, self._plugs = folder, plugs or Unplugged()
        self._folders: tuple[str, ...] = ()
        self._places: tuple[str, ...] | None = None
        self._folder_stamp: _Stamp = ()
        self._stamp = self._now()
        self.workflows, self.team = loading.load(folder, self._plugs)
        self.trouble = ""
        # Asked of changed files before they are in force; raises ConfigError where they must not be.
        self.judge: Callable[[Mapping[str, Workflow], Team], None] = _let_pass
        # Called where what is in force, or `trouble`, is new: somebody else may have to hear of it at once.
        self.changed: Callable[[], None] = lambda: None

    def plug(self, plugs: Plugs) -> None:
        """Take the tools of these plugins into the workflows.

        Raises:
            ConfigError: a workflow speaks of a tool that is not there, or that is not what it is taken for.
        """
        self._plugs = plugs
        if plugs.named:
            self.workflows, self.team = loading.load(self._folder, plugs)
        self._stamp = self._now()

    def refresh(self) -> bool:
        """Read the files again if one changed; True where what is in force, or `trouble`, is new."""
        stamp = self._now()
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        try:
            workflows, team = loading.load(self._folder, self._plugs)
            self.judge(workflows, team)
            self.workflows, self.team, self.trouble = workflows, team, ""
        except ConfigError as error:
            self.trouble = f"{error} The rules from before stay in force."
        self.changed()
        return True

    def workflow(self, workflow_id: str) -> Workflow | None:
        """The workflow of this id, None where it was taken away."""
        return self.workflows.get(workflow_id)

    def step(self, workflow_id: str, step: str) -> Step | None:
        """A step of a workflow, None where it was taken away."""
        workflow = self.workflows.get(workflow_id)
        return workflow.steps.get(step) if workflow else None

    def step_of(self, handoff: Handoff) -> Step | None:
        """The step of a handoff as its rules make it for the handoff's arguments, None where it was taken away."""
        step = self.step(handoff.workflow, handoff.step)
        return step.ruled(handoff.args) if step else None

    def _now(self) -> _Stamp:
        """What tells that a file changed, or that one came or went: a stat for each file and folder, no listing."""
        if self._places is None or self._stamped(self._folders) != self._folder_stamp:
            self._look_around()
        return (*self._stamped(self._places or ()), ("", self._plugs.version, 0))

    def _look_around(self) -> None:
        root = str(self._folder)
        # Stamped before it is listed: what comes meanwhile is noticed at the next look.
        before = self._stamped((root,))
        homes = tuple(str(path) for path in sorted(self._folder.glob("*")) if path.is_dir())
        self._folder_stamp = (*before, *self._stamped(homes))
        files = [*self._folder.glob("*/workflow.yml"), *self._folder.glob("*/*.jsonl")]
        # Asked for also where they are not there: a link may lead to one some day, and no folder changes then.
        files += [self._folder / "team.yml", self._folder / "schedule.yml"]
        self._folders = (root, *homes)
        self._places = tuple(str(path) for path in sorted(files))

    def _stamped(self, places: tuple[str, ...]) -> _Stamp:
        marks: list[tuple[str, int, int]] = []
        for place in places:
            try:
                found = os.stat(place)  # noqa: PTH116 - asked at every click: a Path costs more than the call
            except OSError:
                marks.append((place, 0, 0))
            else:
                marks.append((place, found.st_mtime_ns, found.st_size))
        return tuple(marks)
