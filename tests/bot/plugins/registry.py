"""Real MCP servers, installed from the registries at first need into a folder that outlives the tests."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PYTHON = ("mcp-server-time==2026.10.19", "mcp-server-git==2026.10.19")
NODE = ("@modelcontextprotocol/server-filesystem@2026.8.31", "@modelcontextprotocol/server-everything@2026.8.31")
PATIENCE_SECONDS = 300


@dataclass(frozen=True)
class Launch:
    """How an installed server is started."""

    command: tuple[str, ...]
    env: dict[str, str]


def cellar() -> Path:
    """Where installed servers are kept."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "baton-tests" / "mcp"


def time() -> Launch:
    """mcp-server-time."""
    return _python("mcp_server_time")


def git(repository: Path) -> Launch:
    """mcp-server-git, for one repository."""
    launch = _python("mcp_server_git")
    return Launch((*launch.command, "--repository", str(repository)), launch.env)


def filesystem(folder: Path) -> Launch:
    """server-filesystem, for one folder."""
    return Launch((*_node("server-filesystem"), str(folder)), {})


def everything() -> Launch:
    """server-everything."""
    return Launch(_node("server-everything"), {})


def _python(module: str) -> Launch:
    folder = _installed("python", PYTHON)
    return Launch((sys.executable, "-m", module), {"PYTHONPATH": str(folder)})


def _node(name: str) -> tuple[str, ...]:
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not on this machine")
    folder = _installed("node", NODE)
    return ("node", str(folder / "node_modules" / "@modelcontextprotocol" / name / "dist" / "index.js"))


@cache
def _installed(kind: str, wanted: tuple[str, ...]) -> Path:
    """The folder with these packages; the test is skipped where they cannot be had."""
    digest = hashlib.sha256("|".join((sys.version[:4], *wanted)).encode()).hexdigest()
    folder = cellar() / f"{kind}-{digest[:12]}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "whole").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            _install(kind, folder, wanted)
            (folder / "whole").touch()
    return folder


def _install(kind: str, folder: Path, wanted: tuple[str, ...]) -> None:
    pip = [sys.executable, "-m", "pip", "install", "-q", "--target", str(folder), *wanted]
    npm = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), *wanted]
    try:
        subprocess.run(
            pip if kind == "python" else npm, check=True, capture_output=True, text=True, timeout=PATIENCE_SECONDS
        )
    except (subprocess.SubprocessError, OSError) as error:
        lines = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
        why = next((line for line in lines if "rror" in line), lines[-1] if lines else "no reason was given")
        pytest.skip(f"{', '.join(wanted)} could not be installed: {why[:200]}")
