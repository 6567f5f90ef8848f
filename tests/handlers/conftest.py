"""A record to look at: made once through the engine, copied for each test."""

import shutil
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.handlers import recorded


@pytest.fixture(scope="session")
def whole_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with a database that nobody touched since the bot stopped, and its workflows."""
    return recorded.make(tmp_path_factory.mktemp("record")).parent


@pytest.fixture
def settings(whole_record: Path, tmp_path: Path) -> Settings:
    """Settings whose database is a copy of it."""
    shutil.copy(whole_record / "baton.db", tmp_path)
    return Settings("", "", "http://127.0.0.1:9/api/", tmp_path / "baton.db", whole_record / "workflows", "")
