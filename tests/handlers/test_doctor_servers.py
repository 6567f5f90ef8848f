"""`baton doctor` and MCP servers."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from handlers.doctor_servers import look_at_servers

SMALL = Path(__file__).parents[1] / "bot" / "plugins" / "small.py"
FLOW = """\
workflow: refunds
channel: "#refunds"
steps:
  send: {{title: Send it, tool: "mcp:small/{tool}", approvers: [U1]}}
"""


@pytest.fixture
def flows(tmp_path: Path) -> Callable[[str, str], Path]:
    """A team's folder whose step uses a tool of a server that is started by a command."""

    def write(tool: str, command: str = "") -> Path:
        (tmp_path / "refunds").mkdir()
        (tmp_path / "refunds" / "workflow.yml").write_text(FLOW.format(tool=tool))
        (tmp_path / "tools.json").write_text('[{"name": "send", "inputSchema": {"type": "object"}}]')
        started = command or f"{sys.executable}, {SMALL}, {tmp_path}"
        (tmp_path / "team.yml").write_text(f"servers:\n  small: {{command: [{started}], start: 20s}}\n")
        return tmp_path

    return write


async def test_a_server_that_answers_is_fine(flows: Callable[..., Path]) -> None:
    (found,) = await look_at_servers(flows("send"))
    assert (found.level, found.what) == ("fine", "The server small answers, tools: 1")


async def test_a_tool_that_is_not_there_stops(flows: Callable[..., Path]) -> None:
    (found,) = await look_at_servers(flows("sned"))
    assert found.level == "stops"
    assert "line 4: steps.send.tool: the server small has no tool sned; it has send." in found.what


async def test_a_server_that_does_not_start_is_wrong(flows: Callable[..., Path]) -> None:
    (found,) = await look_at_servers(flows("send", "no-such-command-here"))
    assert found.level == "wrong"
    assert "no-such-command-here" in found.what


async def test_without_servers_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert await look_at_servers(tmp_path) == []
