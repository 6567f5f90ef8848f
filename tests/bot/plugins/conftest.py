"""Servers for the tests of plugins: our own small one, whose tools are told by a file."""

import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from bot.plugins import server as servers
from bot.plugins.entries import Entry
from bot.plugins.plugs import Plugs
from tests.bot.plugins.kit import Small, pin


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    """A small server that is not started yet; restarts follow soon."""
    monkeypatch.setattr(servers, "PAUSES_SECONDS", (0.05, 0.1, 0.2))
    monkeypatch.setattr(logging.getLogger("mcp"), "level", logging.CRITICAL)
    return Small(tmp_path / "small")


Running = Callable[..., AbstractAsyncContextManager[Plugs]]


@pytest.fixture
def running() -> Running:
    """`async with running(name=entry) as plugs`: the servers started, everything that they say pinned."""

    @asynccontextmanager
    async def run(**entries: Entry) -> AsyncIterator[Plugs]:
        plugs = Plugs(entries)
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(plugs.close)
            await plugs.start()
            pin(plugs)
            yield plugs

    return run
