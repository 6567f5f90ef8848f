"""A workspace in a thread of its own: for synchronous programs and tests."""

import asyncio
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

from workspace.server import Workspace

T = TypeVar("T")


class WorkspaceThread:
    """`with WorkspaceThread(limits=False) as thread:` runs a workspace beside the caller; `thread.workspace` is it.

    The options are those of `Workspace.start`. Whatever touches the workspace's own objects goes through `run`.
    """

    def __init__(self, **options: Any) -> None:
        self._options = options
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="workspace", daemon=True)
        self.workspace: Workspace

    def __enter__(self) -> Self:
        """Start it."""
        self._thread.start()
        self.workspace = self.run(Workspace.start(**self._options))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it and end the thread."""
        self.run(self.workspace.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self, job: Coroutine[Any, Any, T], timeout: float = 30.0) -> T:
        """Run a coroutine in the workspace's loop and return its result; `timeout` in seconds."""
        return asyncio.run_coroutine_threadsafe(job, self._loop).result(timeout)
