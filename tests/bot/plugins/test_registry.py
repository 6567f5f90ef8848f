"""Real servers from the registries: their tools as models, as reads and as steps."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.errors import ConfigError
from bot.plugins.entries import Entry
from bot.plugins.plugs import Plugs
from bot.tools import ToolRefused
from tests.bot.plugins import registry
from tests.bot.plugins.conftest import Running
from tests.bot.plugins.test_server import call


def entry(launch: registry.Launch, **more: Any) -> Entry:
    return Entry(command=launch.command, env=launch.env, start_seconds=60, **more)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one file that is not committed."""
    folder = tmp_path / "repository"
    run(["git", "init", "-q", str(folder)])
    (folder / "note.txt").write_text("one\n")
    run(["git", "-C", str(folder), "add", "note.txt"])
    run(["git", "-C", str(folder), "config", "user.email", "tests@example.com"])
    run(["git", "-C", str(folder), "config", "user.name", "Tests"])
    return folder


def run(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def fields(plugs: Plugs, reference: str, *, effect: bool) -> dict[str, bool]:
    """The arguments of a tool, and whether each must be given."""
    model = plugs.tool(reference, effect=effect).model
    return {name: field.is_required() for name, field in model.model_fields.items()}


async def test_time(running: Running) -> None:
    async with running(time=entry(registry.time(), trusted=True)) as plugs:
        assert fields(plugs, "mcp:time/convert_time", effect=False) == {
            "source_timezone": True, "time": True, "target_timezone": True
        }  # fmt: skip
        now = await call(plugs, "mcp:time/get_current_time", timezone="Europe/Lisbon")
        assert now["timezone"] == "Europe/Lisbon"
        with pytest.raises(ToolRefused, match="Nowhere"):
            await call(plugs, "mcp:time/get_current_time", timezone="Europe/Nowhere")
        tool = plugs.tool("mcp:time/get_current_time", effect=False)
        assert (tool.vouched, tool.always, tool.name) == (True, "", "time_get_current_time")


async def test_git(running: Running, repository: Path) -> None:
    async with running(git=entry(registry.git(repository))) as plugs:
        status = await call(plugs, "mcp:git/git_status", repo_path=str(repository))
        assert "note.txt" in str(status)
        for name in ("git_commit", "git_add", "git_reset", "git_checkout", "git_create_branch"):
            with pytest.raises(ConfigError, match="does not say that it only reads"):
                plugs.tool(f"mcp:git/{name}", effect=False)
        assert plugs.tool("mcp:git/git_reset", effect=True).risky
        assert not plugs.tool("mcp:git/git_commit", effect=True).risky
        args = {"repo_path": str(repository), "message": "Add a note"}
        await call(plugs, "mcp:git/git_commit", effect=True, **args)
    assert run(["git", "-C", str(repository), "log", "--format=%s"]).strip() == "Add a note"


async def test_filesystem(running: Running, tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    home.mkdir()
    other.mkdir()
    async with running(files=entry(registry.filesystem(home))) as plugs:
        write = plugs.tool("mcp:files/write_file", effect=True)
        assert (write.risky, write.always) == (True, "Always asked: its tool may overwrite or delete.")
        await call(plugs, "mcp:files/write_file", effect=True, path=str(home / "a.txt"), content="hello")
        answer = await call(plugs, "mcp:files/read_text_file", path=str(home / "a.txt"))
        assert "hello" in str(answer)
        with pytest.raises(ToolRefused):
            await call(plugs, "mcp:files/read_text_file", path=str(other / "b.txt"))
        edit = plugs.tool("mcp:files/edit_file", effect=True).model
        given = {"path": "x", "edits": [{"oldText": "a", "newText": "b"}]}
        assert edit.model_validate(given).model_dump(exclude_none=True) == {**given, "dryRun": False}
        with pytest.raises(ValueError, match="oldText"):
            edit.model_validate({"path": "x", "edits": [{"newText": "b"}]})
    assert (home / "a.txt").read_text() == "hello"


async def test_everything(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1-canary")
    async with running(all=entry(registry.everything())) as plugs:
        # Its word for get-env is that it only reads: what it shows is what its entry names, and no more.
        shown = str(await call(plugs, "mcp:all/get-env"))
        assert "PATH" in shown
        assert "canary" not in shown
        assert "HOME" not in shown
        weather = await call(plugs, "mcp:all/get-structured-content", location="Chicago")
        assert "temperature" in str(weather)
        with pytest.raises(ValueError, match="location"):
            plugs.tool("mcp:all/get-structured-content", effect=False).model.model_validate({"location": "Lisbon"})
        assert "5" in str(await call(plugs, "mcp:all/get-sum", a=2, b=3))
        assert plugs.tool("mcp:all/gzip-file-as-resource", effect=True).always.startswith(
            "Always asked: its tool reaches"
        )
        with pytest.raises(ConfigError, match="only reads"):
            plugs.tool("mcp:all/gzip-file-as-resource", effect=False)
