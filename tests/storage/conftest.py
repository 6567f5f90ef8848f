"""A migrated database for each test: a copy of one template file."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.sqlite import Db, connect
from storage.store import Store


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with today's schema."""
    path = tmp_path_factory.mktemp("template") / "baton.db"
    Store.open(path).close()
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    """A copy of the template."""
    return Path(shutil.copy(template, tmp_path / "baton.db"))


@pytest.fixture
def db(path: Path) -> Iterator[Db]:
    """A writing connection without a store around it."""
    connection = connect(path, read_only=False)
    connection.execute("PRAGMA synchronous = OFF")
    yield connection
    connection.close()


@pytest.fixture
async def store(path: Path) -> AsyncIterator[Store]:
    """An open store."""
    opened = Store.open(path)
    yield opened
    opened.close()
