"""The workflows in force. Files are read again when they changed; a broken one leaves the old ones in force."""

from pathlib import Path

from bot import loading
from bot.errors import ConfigError
from bot.workflows import Step, Workflow

_Stamp = tuple[tuple[str, int, int], ...]


class Shelf:
    """Holds workflows and team, and notices when their files change.

    Raises:
        ConfigError: at the start only, when a file is wrong.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp = self._now()
        self.workflows, self.team = loading.load(folder)
        self.trouble = ""

    def refresh(self) -> bool:
        """Read the files again if one changed; True where what is in force, or `trouble`, is new."""
        stamp = self._now()
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        try:
            self.workflows, self.team = loading.load(self._folder)
            self.trouble = ""
        except ConfigError as error:
            self.trouble = f"{error} The rules from before stay in force."
        return True

    def workflow(self, workflow_id: str) -> Workflow | None:
        """The workflow of this id, None where it was taken away."""
        return self.workflows.get(workflow_id)

    def step(self, workflow_id: str, step: str) -> Step | None:
        """A step of a workflow, None where it was taken away."""
        workflow = self.workflows.get(workflow_id)
        return workflow.steps.get(step) if workflow else None

    def _now(self) -> _Stamp:
        files = sorted([*self._folder.glob("*/workflow.yml"), *self._folder.glob("*/examples.jsonl")])
        files += [path for path in [self._folder / "team.yml"] if path.exists()]
        return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)
