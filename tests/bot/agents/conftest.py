"""A house whose agent asks a model on loopback."""

import logging
import random
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.agents import claude_wire, prompts
from bot.agents.claude import ClaudeAgent
from bot.agents.claude_log import Provider
from bot.agents.claude_wire import AnthropicWire
from bot.budgets import Budgets
from bot.workflows import Workflow
from storage.sqlite import to_time
from storage.store import Store
from tests.bot.engine.house import STEPS, Clock, House, workflow_text, write_folder
from tests.bot.engine.outside import OUTSIDE
from tests.fakes.messages import KEY, Messages, Scripted

MODEL = "claude-sonnet-5-5"


class Desk(House):
    """A house with the Claude agent in it. `slept` holds every wait that was asked for; the clock moves by it.

    `from_now_on` is called when what a story is about begins.
    """

    def __init__(self, folder: Path, database: Path, url: str, budgets: Budgets, fallback: str = "") -> None:
        self.slept: list[float] = []
        self.from_now_on: Callable[[], None] = lambda: None
        self.plain: Any = None
        self.url, self.budgets, self.fallback = url, budgets, fallback
        super().__init__(folder, database)
        self.provider = self._provider()

    def _provider(self) -> Provider:
        async def sleep(seconds: float) -> None:
            self.slept.append(seconds)
            self.clock.now += timedelta(seconds=seconds)

        wire = AnthropicWire(KEY, self.url)
        return Provider(
            wire,
            MODEL,
            self.clock,
            random.Random(5),
            sleep,
            lambda: self.clock.now.timestamp(),
            budgets=lambda: self.budgets,
            fallback=self.fallback,
        )

    def _agent_of(self, workflow: Workflow) -> Any:
        return ClaudeAgent(workflow, self.provider, self.plain)

    async def kill(self) -> None:
        """The process ends, and its connections with it."""
        await super().kill()
        await self.provider.wire.close()

    async def start(self) -> None:
        """A new process: it knows only what the rows say."""
        self.provider = self._provider()
        await super().start()

    async def on(self, steps: int = 30, *, restarting: bool = False) -> None:
        """Let time pass until the agent has nothing more to do by itself; with a new process at each step."""
        await self.settle()
        for _ in range(steps):
            due = await self.rows("SELECT min(at) FROM due WHERE kind = 'advance'")
            if due[0][0] is None:
                return
            self.clock.now = max(self.clock.now, to_time(due[0][0]))
            await (self.restart() if restarting else self.settle())
        raise AssertionError("the agent never came to an end")

    async def reasons(self) -> list[str]:
        """What every card of a whole case says."""
        return [str(row[0]) for row in await self.rows("SELECT question FROM handoff WHERE kind = 'case' ORDER BY id")]

    async def talked(self) -> list[tuple[str, bytes]]:
        """Every row of the talk: its kind and its bytes."""
        return [(row[0], row[1]) for row in await self.rows("SELECT kind, body FROM talk ORDER BY id")]


Open = Callable[..., Awaitable[tuple[Desk, Messages]]]


class ToldOnce:
    """What a model is told of a workflow before any case, put together once for each: it takes longer than a run."""

    def __init__(self) -> None:
        self._told: dict[int, tuple[Workflow, prompts.Fixed]] = {}
        self._fixed = prompts.fixed

    def __call__(self, workflow: Workflow) -> prompts.Fixed:
        """The same for the same workflow."""
        if id(workflow) not in self._told:
            self._told[id(workflow)] = (workflow, self._fixed(workflow))
        return self._told[id(workflow)][1]


@pytest.fixture(scope="session")
def remembered() -> ToldOnce:
    """One for all tests that ask for it."""
    return ToldOnce()


@pytest.fixture
def told_once(remembered: ToldOnce, monkeypatch: pytest.MonkeyPatch) -> ToldOnce:
    """For tests that are not about what the model is told: nobody puts it together again and again."""
    monkeypatch.setattr(prompts, "fixed", remembered)
    return remembered


@pytest.fixture(autouse=True)
def no_authorities(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The model is on loopback, without TLS: no client reads all of this machine's certificates, which takes 30 ms."""
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with today's schema."""
    path = tmp_path_factory.mktemp("template") / "baton.db"
    Store.open(path).close()
    return path


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workflow folder that these tests share."""
    return write_folder(
        tmp_path_factory.mktemp("workflows"), workflow_text({name: STEPS[name] for name in ("keyless", "keyed")})
    )


@pytest.fixture
async def desk(folder: Path, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Open]:
    """Open a desk with this script of the model."""
    monkeypatch.setattr(logging.getLogger("bot"), "level", logging.CRITICAL)
    monkeypatch.setattr(claude_wire, "CONNECT_SECONDS", 2.0)
    OUTSIDE.reset()
    opened: list[tuple[Desk, Messages]] = []

    async def make(
        *script: Scripted, otherwise: Scripted | None = None, budgets: Budgets | None = None, fallback: str = ""
    ) -> tuple[Desk, Messages]:
        server = await Messages(*script, otherwise=otherwise).__aenter__()
        database = Path(shutil.copy(template, tmp_path / f"baton{len(opened)}.db"))
        made = Desk(folder, database, server.url, budgets or Budgets(), fallback)
        opened.append((made, server))
        return opened[-1]

    yield make
    OUTSIDE.release.set()
    for made, server in opened:
        await made.kill()
        await server.__aexit__()


__all__ = ["Clock", "Desk", "Open"]
