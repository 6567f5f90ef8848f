"""The loop in which agents learn: it goes on whatever happens in it."""

import asyncio
import contextlib
from typing import Any, cast

import pytest

from handlers import app


class Learning:
    """Fails the first time."""

    def __init__(self) -> None:
        self.times = 0
        self.again = asyncio.Event()

    async def study(self) -> None:
        self.times += 1
        if self.times == 1:
            raise RuntimeError("no")
        self.again.set()


class Engine:
    def __init__(self) -> None:
        self.learning = Learning()


async def test_a_failure_is_logged_and_learning_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(app, "LEARN_SECONDS", 0)
    engine = Engine()
    loop = asyncio.create_task(app._learn(cast("Any", engine)))
    async with asyncio.timeout(10):
        await engine.learning.again.wait()
    loop.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await loop
    assert engine.learning.times >= 2
    assert "they go by what they know" in caplog.text
