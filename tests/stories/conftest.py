"""The stages of the stories: the sample workflows, or the errands of the tests, each with its people."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.agents.learned import learned
from bot.shelf import Shelf
from tests.stories import stage as stages
from tests.stories.stage import Stage
from workspace.driver import Person


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample workflows, copied once: what is learned from their examples serves every story. Nobody changes it.

    It is learned here, as it takes seconds of the processor: no story's people should wait for it.
    """
    folder = stages.copy_workflows(tmp_path_factory.mktemp("samples") / "workflows", "refunds", "access")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHOP_DB", str(folder.parent / "shop.db"))
        for workflow in Shelf(folder).workflows.values():
            learned(workflow)
    return folder


@pytest.fixture
async def stage(tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """The sample workflows, with the bot running."""
    monkeypatch.setenv("SHOP_DB", str(tmp_path / "shop.db"))
    async with Stage(tmp_path, samples) as made:
        await made.start()
        yield made


@pytest.fixture
async def errands(tmp_path: Path) -> AsyncIterator[Stage]:
    """The errands, in a folder of their own that a story may change; the bot is not started yet."""
    async with Stage(tmp_path, stages.copy_workflows(tmp_path / "workflows", "errands")) as made:
        yield made


@pytest.fixture
async def maria(stage: Stage) -> Person:
    """Maria, who decides refunds."""
    return await stage.person(stages.MARIA)


@pytest.fixture
async def jonas(stage: Stage) -> Person:
    """Jonas, who asks."""
    return await stage.person(stages.JONAS)


@pytest.fixture
async def dana(stage: Stage) -> Person:
    """Dana, head of support and owner."""
    return await stage.person(stages.DANA)
