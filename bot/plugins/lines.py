"""What a server process writes to its error output: line by line into the log, and a sign when it ends."""

import asyncio
import os
from collections.abc import Callable
from typing import Self, TextIO

LONGEST = 2000
"""Bytes of a line; what is longer is cut into several."""


class Lines:
    """A pipe for a child process; `said` gets each line, `ended` is called when nobody can write to it any more."""

    def __init__(self, said: Callable[[str], None], ended: Callable[[], None]) -> None:
        self._said, self._ended = said, ended
        self._kept = b""

    def __enter__(self) -> Self:
        """Open the pipe; `file` is the child's end of it."""
        self._end, theirs = os.pipe()
        os.set_blocking(self._end, False)
        self.file: TextIO = os.fdopen(theirs, "w")
        asyncio.get_running_loop().add_reader(self._end, self._read)
        return self

    def handed_over(self) -> None:
        """The child has its end: without ours, the pipe ends with the child."""
        self.file.close()

    def __exit__(self, *_: object) -> None:
        """Close what is open."""
        self.file.close()
        self._close()

    def _close(self) -> None:
        if self._end >= 0:
            asyncio.get_running_loop().remove_reader(self._end)
            os.close(self._end)
            self._end = -1

    def _read(self) -> None:
        try:
            got = os.read(self._end, LONGEST)
        except BlockingIOError:
            return
        lines = (self._kept + got).split(b"\n")
        self._kept = lines.pop() if got else b""
        if len(self._kept) >= LONGEST:
            lines, self._kept = [*lines, self._kept], b""
        for line in filter(None, lines):
            self._said(line.decode("utf-8", "replace"))
        if not got:
            self._close()
            self._ended()
