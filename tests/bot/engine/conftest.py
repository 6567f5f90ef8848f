"""A house for each test; the outside is new each time, and nothing pauses."""

import contextlib
import logging
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from storage import verify
from storage.sqlite import connect
from storage.store import Store
from tests.bot.engine.house import House, Scripted, write_folder
from tests.bot.engine.outside import OUTSIDE, Outside


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with today's schema."""
    path = tmp_path_factory.mktemp("template") / "baton.db"
    Store.open(path).close()
    return path


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workflow folder that tests share; whoever changes it makes one of their own."""
    return write_folder(tmp_path_factory.mktemp("workflows"))


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries follow at once, and what is expected to fail is not logged."""
    monkeypatch.setattr("bot.engine.actions.PAUSES_SECONDS", (0.0, 0.0, 0.0))
    monkeypatch.setattr(logging.getLogger("bot"), "level", logging.CRITICAL)


@pytest.fixture
def outside() -> Iterator[Outside]:
    """What the tools meet."""
    OUTSIDE.reset()
    yield OUTSIDE
    OUTSIDE.release.set()


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Path:
    """An empty database file."""
    return Path(shutil.copy(template, tmp_path / "baton.db"))


@pytest.fixture
async def build(
    folder: Path, database: Path, outside: Outside, request: pytest.FixtureRequest
) -> AsyncIterator[Callable[..., House]]:
    """Make a house with these moves of its agent. What it leaves verifies, unless the test `tampers`."""
    houses: list[House] = []

    def make(*moves: Scripted, folder: Path = folder) -> House:
        houses.append(House(folder, database, *moves))
        return houses[-1]

    yield make
    outside.release.set()
    for house in houses:
        await house.kill()
    if request.node.get_closest_marker("tampers") is None:
        assert unattested(database) == []


def unattested(database: Path) -> list[str]:
    """What `verify` finds in the rows that a test left."""
    with contextlib.closing(connect(database, read_only=True)) as db:
        return [each.what for each in verify.findings(db)]


@pytest.fixture
async def house(build: Callable[..., House]) -> House:
    """A house whose agent has nothing to say yet."""
    return build()
