"""`baton` as processes of their own, forked off one that has imported what they need: no test waits for Python's start.

Each has its own environment, folder, output and exit code, and can be killed, as if a shell had started it.
"""

import asyncio
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(
    [__name__, "handlers.app", "handlers.author", "handlers.digest", "handlers.logs", "bot.agents.learned"]
)
LOOK_SECONDS = 0.005


class Ended(NamedTuple):
    """How a command ended; minus a signal's number where one killed it."""

    code: int
    out: str
    err: str


class Forked:
    """A `baton` command that runs from `start` on, with `env` as its whole environment."""

    def __init__(self, words: Sequence[str], env: Mapping[str, str], cwd: Path) -> None:
        self._kept = tempfile.TemporaryDirectory(prefix="baton-")
        self._out, self._err = (Path(self._kept.name) / name for name in ("out", "err"))
        self._ended: Ended | None = None
        self._process = CONTEXT.Process(
            target=_run, args=(list(words), dict(env), str(cwd), str(self._out), str(self._err)), daemon=True
        )

    async def start(self) -> None:
        """Start it."""
        self._out.touch()
        self._err.touch()
        await asyncio.to_thread(self._process.start)

    @property
    def out(self) -> str:
        """What it printed until now."""
        return self._ended.out if self._ended else self._out.read_text(encoding="utf-8")

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self._ended is None and self._process.is_alive()

    def send(self, how: signal.Signals) -> None:
        """Send it a signal, if it runs."""
        if self.runs and self._process.pid is not None:
            os.kill(self._process.pid, how)

    async def end(self, seconds: float) -> Ended:
        """Wait until it has ended.

        Raises:
            TimeoutError: it still runs.
        """
        if self._ended is None:
            until = time.monotonic() + seconds
            while self._process.is_alive():
                if time.monotonic() > until:
                    raise TimeoutError(f"it still runs after {seconds:g} s")
                await asyncio.sleep(LOOK_SECONDS)
            code = self._process.exitcode or 0
            self._ended = Ended(code, self.out, self._err.read_text(encoding="utf-8"))
            self._process.close()
            self._kept.cleanup()
        return self._ended


def _run(words: list[str], env: dict[str, str], cwd: str, out: str, err: str) -> None:
    for path, number in ((out, 1), (err, 2)):
        handle = os.open(path, os.O_WRONLY | os.O_APPEND)
        os.dup2(handle, number)
        os.close(handle)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.argv = ["baton", *words]
    from handlers.cli import main

    sys.exit(main(words))
