"""Four independent clients run one scenario: Bolt for Python three times, Bolt for JavaScript once."""

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.workspace.clients import python_async, python_sync, words
from workspace.driver import Person
from workspace.server import Workspace

REFUNDS = "C02REFUNDS"
RECONNECT_SECONDS = 15.0
SETTLE_SECONDS = {"python-builtin": 4.0}
"""The built-in client opens a new connection at once but answers on it only when its old one has let go, 3 s later."""
Running = Callable[[Workspace, pytest.Config], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def aiohttp_client(ws: Workspace, config: pytest.Config) -> AsyncIterator[None]:
    """Bolt for Python, asynchronous, on aiohttp."""
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

    del config
    handler = AsyncSocketModeHandler(python_async.build(ws.bot_token, ws.api), ws.app_token)
    await handler.connect_async()
    yield
    await handler.close_async()


@asynccontextmanager
async def websockets_client(ws: Workspace, config: pytest.Config) -> AsyncIterator[None]:
    """Bolt for Python, asynchronous, on websockets."""
    pytest.importorskip("websockets", reason="the websockets package is not installed")
    from slack_bolt.adapter.socket_mode.websockets import AsyncSocketModeHandler

    del config
    handler = AsyncSocketModeHandler(python_async.build(ws.bot_token, ws.api), ws.app_token)
    await handler.connect_async()
    yield
    await handler.close_async()


@asynccontextmanager
async def builtin_client(ws: Workspace, config: pytest.Config) -> AsyncIterator[None]:
    """Bolt for Python, synchronous, on the SDK's own client."""
    from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler

    del config
    app = await asyncio.to_thread(python_sync.build, ws.bot_token, ws.api)
    handler = SocketModeHandler(app, ws.app_token)
    await asyncio.to_thread(handler.connect)
    yield
    await asyncio.to_thread(handler.close)


@asynccontextmanager
async def javascript_client(ws: Workspace, config: pytest.Config) -> AsyncIterator[None]:
    """Bolt for JavaScript from npm, in Node."""
    folder = await asyncio.to_thread(bolt_for_javascript, config)
    process = await asyncio.create_subprocess_exec(
        "node",
        str(Path(__file__).parent / "clients" / "app.mjs"),
        stdout=subprocess.PIPE,
        env={
            "PATH": os.environ["PATH"],
            "BOLT": str(folder),
            "BOT_TOKEN": ws.bot_token,
            "APP_TOKEN": ws.app_token,
            "API": ws.api,
            "WORDS": json.dumps({name: getattr(words, name) for name in ("CARD", "DECIDED", "MODAL", "HOME")}),
        },
    )
    assert process.stdout is not None
    assert await asyncio.wait_for(process.stdout.readline(), 20) == b"ready\n"
    yield
    process.terminate()
    await process.communicate()


def bolt_for_javascript(config: pytest.Config) -> Path:
    """Return a folder with @slack/bolt, installed once and kept in pytest's cache; skip where that is not possible."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("Node and npm are not on this machine")
    assert config.cache is not None
    folder = Path(config.cache.mkdir("bolt-js"))
    if not (folder / "node_modules" / "@slack" / "bolt").is_dir():
        command = ["npm", "install", "--no-fund", "--no-audit", "--silent", "@slack/bolt@5"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode:
            pytest.skip(f"npm cannot install @slack/bolt: {done.stderr[-200:]}")
    return folder


CLIENTS: dict[str, Running] = {
    "python-aiohttp": aiohttp_client,
    "python-websockets": websockets_client,
    "python-builtin": builtin_client,
    "javascript": javascript_client,
}


async def reconnect(ws: Workspace, maria: Person, how: dict[str, Any]) -> None:
    """Make the client connect anew and wait until it has."""
    opened = sum(1 for entry in ws.office.traffic.latest(2000) if entry["name"] == "connected")
    async with aiohttp.ClientSession() as session:
        await session.post(f"{ws.page}control/faults", json=how)

    def is_back(person: Person) -> bool:
        del person
        entries = ws.office.traffic.latest(2000)
        return sum(1 for entry in entries if entry["name"] == "connected") > opened

    await maria.wait_for(is_back, RECONNECT_SECONDS, "the client connecting anew")


async def card_decided(maria: Person, text: str) -> None:
    """Ask with the command, decide in the modal: once wrongly, once well."""
    answer = await maria.command("/handoff", text, REFUNDS)
    assert answer["text"] == f"Taken: {text}"
    assert (await maria.wait_for_ephemeral(f"Taken: {text}"))["user"] == "U01BATON"
    card = await maria.wait_for_message(REFUNDS, lambda m: m["text"] == "Card")
    await maria.click(REFUNDS, card["ts"], "Decide")
    view = await maria.wait_for_view()
    assert await maria.submit(view, {"text": ""}) == {
        "ok": True,
        "response_action": "errors",
        "errors": {"why": "Complete this required field."},
    }
    refused = await maria.submit(view, {"text": "bad"})
    assert refused["errors"] == {"why": "Say more."}
    assert maria.views()
    assert await maria.submit(view, {"text": text}) == {"ok": True}
    await maria.wait_for(lambda person: not person.views(), what="the modal closed")
    decided = await maria.wait_for_message(REFUNDS, lambda m: m["text"] == f"Decided: {text}")
    assert decided["ts"] == card["ts"]
    await maria.wait_for_ephemeral("Thanks.")


@pytest.mark.parametrize("client", CLIENTS)
async def test_scenario(client: str, ws: Workspace, maria: Person, request: pytest.FixtureRequest) -> None:
    """Mention, thread, command, card, modal with errors, update, ephemeral, shortcut, home, and a reconnect between."""
    async with CLIENTS[client](ws, request.config):
        asked = await maria.say(REFUNDS, "@baton where is 1042?")
        reply = await maria.wait_for_message(REFUNDS, lambda m: m["text"].startswith("Working on it"), 10)
        assert (reply["thread_ts"], reply["text"]) == (asked, "Working on it: <@U01BATON> where is 1042?")
        await card_decided(maria, "first")
        await reconnect(ws, maria, {"now": "disconnect", "reason": "refresh_requested"})
        await asyncio.sleep(SETTLE_SECONDS.get(client, 0))
        maria.heard.clear()
        await card_decided(maria, "second")
        ts = await maria.say(REFUNDS, "take this")
        await maria.shortcut("handoff_message", REFUNDS, ts)
        handed = await maria.wait_for_message(REFUNDS, lambda m: m["text"] == "Handed off: take this")
        assert handed["thread_ts"] == ts
        await maria.open_home()
        assert (await maria.wait_for_home())["blocks"][0]["text"]["text"] == "Decided."
        thread = await maria.thread(REFUNDS, asked)
        assert [one["user"] for one in thread] == ["U02MARIA", "U01BATON"]
    failed = [e for e in ws.office.traffic.latest(2000) if e["status"] in ("not acked", "operation_timeout", "lost")]
    assert failed == []


async def test_client_comes_back_after_an_abort(ws: Workspace, maria: Person) -> None:
    """A cut connection is replaced, and what was said in between arrives."""
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

    handler = AsyncSocketModeHandler(python_async.build(ws.bot_token, ws.api), ws.app_token, ping_interval=1)
    await handler.connect_async()
    async with aiohttp.ClientSession() as session:
        await session.post(f"{ws.page}control/faults", json={"now": "abort_tcp"})
    await maria.say(REFUNDS, "@baton still there?")
    await maria.wait_for_message(REFUNDS, lambda m: m["text"].startswith("Working on it"), RECONNECT_SECONDS)
    await handler.close_async()
    assert any(entry["status"] == "waiting" for entry in ws.office.traffic.latest(2000))
