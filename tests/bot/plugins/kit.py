"""The small server of the tests, from outside: what its tools are, what it did."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.plugins.entries import Entry
from bot.plugins.plugs import Pinned, Plugs

SMALL = Path(__file__).with_name("small.py")
READ = {"readOnlyHint": True, "destructiveHint": False, "openWorldHint": False}
ADDS = {"readOnlyHint": False, "destructiveHint": False, "openWorldHint": False}
ARGS = {"type": "object", "properties": {"to": {"type": "string"}, "amount": {"type": "number"}}, "required": ["to"]}


def definition(name: str, hints: dict[str, Any] | None = READ, **more: Any) -> dict[str, Any]:
    """A tool as the small server tells it."""
    told = {"name": name, "description": f"The tool {name}.", "inputSchema": ARGS, **more}
    return told if hints is None else {**told, "annotations": hints}


class Small:
    """A folder with a small server in it: `tell` says what its tools are, `done` and `starts` what became of it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.tell()

    def tell(self, *tools: dict[str, Any]) -> None:
        """These are its tools from now on."""
        (self.folder / "tools.json").write_text(json.dumps(list(tools) or [definition("look"), definition("env")]))

    def entry(self, **more: Any) -> Entry:
        """How it stands in team.yml."""
        made = Entry(command=(sys.executable, str(SMALL), str(self.folder)), start_seconds=20)
        return replace(made, **more)

    def _lines(self, name: str) -> list[str]:
        path = self.folder / name
        return path.read_text().splitlines() if path.exists() else []

    @property
    def done(self) -> list[str]:
        """Everything that it did."""
        return self._lines("done.txt")

    @property
    def starts(self) -> list[int]:
        """The process ids of its starts."""
        return [int(line) for line in self._lines("started.txt")]


def pin(plugs: Plugs) -> None:
    """What servers say now is in force."""
    plugs.pin({where: Pinned(found) for where, found in plugs.unpinned().items()})
