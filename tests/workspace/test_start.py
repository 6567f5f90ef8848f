"""Starting, announcing and stopping a workspace."""

import asyncio
import gc
import json
import os
import signal
import socket
import sys
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from workspace.server import PortTakenError, Workspace
from workspace.thread import WorkspaceThread

ROOT = Path(__file__).parents[2]


async def test_auth_test_over_real_http(ws: Workspace, client: AsyncWebClient) -> None:
    """The unchanged SDK client talks to it."""
    answer = await client.auth_test()
    assert answer["user_id"] == "U01BATON"
    assert answer["team"] == "Baton Demo"


async def test_taken_port_is_one_sentence() -> None:
    """A port in use is told in one sentence that names the way out."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(PortTakenError, match="--port") as caught:
            await Workspace.start(port=other.getsockname()[1])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("turns", range(5))
async def test_who_comes_as_it_stops_is_sent_away(turns: int) -> None:
    """A connection that is being accepted is ended as well, and none is left behind."""
    ws = await Workspace.start(limits=False)
    with socket.create_connection(("127.0.0.1", int(ws.page.rsplit(":", 1)[1].strip("/")))) as late:
        for _ in range(turns):
            await asyncio.sleep(0)
        await ws.stop()
        late.settimeout(2)
        ended = await asyncio.to_thread(_ended, late)
    gc.collect()  # what was left behind would warn here, and a warning fails a test
    assert ended


def _ended(late: socket.socket) -> bool:
    try:
        return late.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_command_line_prints_one_line_and_stops(number: int) -> None:
    """`python -m workspace` prints one JSON line, serves, and stops at a signal with code 0."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "workspace", "--port", "0", cwd=ROOT, stdout=-1, stderr=-1, env=dict(os.environ)
    )
    assert process.stdout is not None
    line = json.loads(await process.stdout.readline())
    assert set(line) == {"page", "api", "bot_token", "app_token"}
    assert (await AsyncWebClient(token=line["bot_token"], base_url=line["api"]).auth_test())["ok"]
    process.send_signal(number)
    rest, errors = await process.communicate()
    assert (process.returncode, rest, errors) == (0, b"", b"")


async def test_command_line_exits_1_for_a_taken_port(ws: Workspace) -> None:
    """A second workspace on the same port says why it stops."""
    port = ws.page.rsplit(":", 1)[1].strip("/")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "workspace", "--port", port, cwd=ROOT, stdout=-1, stderr=-1
    )
    out, errors = await process.communicate()
    assert process.returncode == 1
    assert out == b""
    assert f"Port {port} is taken".encode() in errors


def test_thread_of_its_own() -> None:
    """A synchronous program can have a workspace beside it."""
    with WorkspaceThread(limits=False) as thread:
        client = AsyncWebClient(token=thread.workspace.bot_token, base_url=thread.workspace.api)
        assert asyncio.run(client.auth_test())["ok"]


async def test_tokens_differ_at_every_start(ws: Workspace) -> None:
    """A token of one workspace opens no other one."""
    other = await Workspace.start()
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await AsyncWebClient(token=other.bot_token, base_url=ws.api).auth_test()
    assert other.bot_token != ws.bot_token
    assert other.bot_token.startswith("xoxb-local-")
    assert other.app_token.startswith("xapp-local-")
    await other.stop()
