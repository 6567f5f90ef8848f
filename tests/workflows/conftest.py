"""The sample workflows as Baton imports them: each folder its own package, on a fresh database."""

import importlib
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.tools import Call, Tool

SAMPLES = Path(__file__).parents[2] / "workflows"
NOW = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)


def load(folder: str, module: str) -> ModuleType:
    """A module of a sample folder, which is a package under a name of our own."""
    package = f"sample_of_{folder}"
    if package not in sys.modules:
        spec = ModuleSpec(package, None, is_package=True)
        spec.submodule_search_locations = [str(SAMPLES / folder)]
        sys.modules[package] = module_from_spec(spec)
    return importlib.import_module(f"{package}.{module}")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the samples' database will stand; it is not there yet."""
    path = tmp_path / "shop.db"
    monkeypatch.setenv("SHOP_DB", str(path))
    return path


@pytest.fixture
def refunds(database: Path) -> ModuleType:
    """The tools of `refunds`."""
    return load("refunds", "tools")


@pytest.fixture
def shop(database: Path) -> ModuleType:
    """The database behind `refunds`."""
    return load("refunds", "shop")


@pytest.fixture
def directory(database: Path) -> ModuleType:
    """The database behind `access`."""
    return load("access", "directory")


@pytest.fixture
def bank(database: Path) -> ModuleType:
    """The database behind `alerts`."""
    return load("alerts", "bank")


@pytest.fixture
def access(database: Path) -> ModuleType:
    """The tools of `access`."""
    return load("access", "tools")


def call(key: str = "H-1-1", now: datetime = NOW) -> Call:
    """A call as the engine makes it."""
    return Call(key=key, request_id=1, handoff_id=1, step="", decided_by=("U02MARIA", "U04DANA"), now=now)


@pytest.fixture
def look() -> Callable[..., dict[str, Any]]:
    """Run a read with these arguments."""

    def run(tool: Tool, **args: Any) -> dict[str, Any]:
        found: dict[str, Any] = tool(tool.model(**args), *([call("")] if tool.takes_call else []))
        return found

    return run


@pytest.fixture
def under() -> Callable[..., Call]:
    """A call under a key."""
    return call
