"""Processes that are forked from a preloaded parent, and the lines between them. The parent has no threads, no loop."""

import ctypes
import json
import os
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

PATIENCE_SECONDS = 300.0
"""How long anything is waited for: a busy machine is no fault, and only what never comes takes so long."""
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


class Line:
    """One end of a line between two processes: JSON values, one a line of text."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._file = end.makefile("rw", encoding="utf-8")

    def fileno(self) -> int:
        """For `wait`."""
        return self._end.fileno()

    def send(self, value: Any) -> None:
        """Tell the other end; one that is gone hears nothing."""
        try:
            self._file.write(json.dumps(value) + "\n")
            self._file.flush()
        except OSError:
            return

    def receive(self) -> Any:
        """What the other end said next; None where it is gone."""
        try:
            text = self._file.readline()
        except OSError:
            return None
        return json.loads(text) if text else None


class Child:
    """A forked process that does `work(line)` and ends; what it prints goes to the file `log`."""

    def __init__(self, work: Callable[[Line], None], log: Path) -> None:
        ours, theirs = socket.socketpair()
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            ours.close()
            _be_a_child(work, Line(theirs), log)
        theirs.close()
        self.line = Line(ours)
        self.handle = os.pidfd_open(self.pid)
        self.status: int | None = None

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self.status is None and not select.select([self.handle], [], [], 0)[0]

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Send it a signal, if it runs."""
        if self.runs:
            signal.pidfd_send_signal(self.handle, how)

    def join(self, seconds: float = PATIENCE_SECONDS) -> int:
        """Wait for its end, then take it from the table; minus the signal that ended it, or its exit code.

        Raises:
            TimeoutError: it still runs.
        """
        if self.status is None:
            if not select.select([self.handle], [], [], seconds)[0]:
                raise TimeoutError(f"process {self.pid} did not end within {seconds:g} s")
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            os.close(self.handle)
        return self.status


def wait(ends: Sequence[Any], seconds: float) -> list[Any]:
    """Those of `ends` (lines, handles) where something happened, within so many seconds."""
    return list(select.select(ends, [], [], max(0.0, seconds))[0])


def until(true: Callable[[], object], seconds: float) -> bool:
    """Look every few milliseconds until it is true; False where it did not come true in time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.005)
    return True


def _be_a_child(work: Callable[[Line], None], line: Line, log: Path) -> None:
    code = 1
    try:
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        work(line)
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it was belongs into the log, and nothing of the parent runs here
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
