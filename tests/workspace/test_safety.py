"""Loopback only, no foreign pages, no real tokens, nothing that a page could run."""

import asyncio
import logging
import socket
from typing import Any

import aiohttp
import pytest

from tests.workspace.apps import open_url
from workspace.server import Workspace

REAL_TOKENS = [
    "xoxb-" + "123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx",
    "xoxp-" + "123456789012-1234567890123-1234567890123-abcdef",
    "xapp-" + "1-A0123456789-1234567890123-abcdef",
    "xoxe.xoxb-" + "1-AbCdEfGhIjKl",
    "xoxb-" + "1-AbCdEfGhIjKl",
]


async def get(url: str, **headers: str) -> tuple[int, str, Any]:
    """Return status, text and headers of a GET."""
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as response:
        return response.status, await response.text(), response.headers


@pytest.mark.parametrize("path", ["", "ui/boot", "control/faults", "api/api.test", "page/app.js", "link/?ticket=x"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Host": "169.254.1.1"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "same-site", "Referer": "http://127.0.0.1:1/"},
    ],
)
async def test_foreign_pages_get_nothing(ws: Workspace, path: str, headers: dict[str, str]) -> None:
    """A request under another name, or from another page, is refused everywhere."""
    status, text, _ = await get(ws.page + path, **headers)
    assert status == 403
    assert "token" not in text


async def test_own_page_gets_everything(ws: Workspace) -> None:
    """The page's own origin passes, under both names of loopback."""
    port = ws.page.rstrip("/").rsplit(":", 1)[1]
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", "127.0.0.1"):
        assert (await get(f"{ws.page}ui/boot", Host=host))[0] == 200
    assert (await get(f"{ws.page}ui/boot", Origin=ws.page.rstrip("/")))[0] == 200
    for site in ("same-origin", "none"):  # the page itself, and an address that somebody typed
        assert (await get(f"{ws.page}ui/boot", **{"Sec-Fetch-Site": site}))[0] == 200


@pytest.mark.parametrize(
    "query",
    [
        "limits?on=",
        "faults?now=disconnect",
        "faults?now=abort_tcp",
        "faults?seed=5",
        "faults?remove=1",
        "clock?advance_seconds=864000",
        "clock?scale=60",
        "log?limit=10&advance_seconds=1",
    ],
)
async def test_a_get_changes_nothing(ws: Workspace, query: str) -> None:
    """What acts is a POST: an old browser that tells nothing of another page can send any GET for it."""
    ws.office.limits.on = True
    ws.office.faults.arm({"kind": "delay"})
    before = (ws.office.faults.shown(), ws.office.clock.scale, ws.office.clock.now())
    status, text, _ = await get(f"{ws.page}control/{query}")
    assert (status, ws.office.limits.on) == (400, True)
    assert "A GET only looks, and changes nothing" in text
    assert (ws.office.faults.shown(), ws.office.clock.scale) == before[:2]
    assert ws.office.clock.now() - before[2] < 60
    assert ws.office.traffic.latest(10) == []


@pytest.mark.parametrize("name", ["limits", "faults", "clock", "log", "log?limit=10"])
async def test_a_get_looks(ws: Workspace, name: str) -> None:
    """The switches can be looked at."""
    assert (await get(f"{ws.page}control/{name}"))[0] == 200


async def test_binds_loopback_only(ws: Workspace) -> None:
    """On the machine's other addresses the port is closed."""
    addresses = ws._runner.addresses
    assert [address[0] for address in addresses] == ["127.0.0.1"]
    own = socket.gethostbyname(socket.gethostname())
    if own.startswith("127."):
        return
    with pytest.raises(aiohttp.ClientConnectorError):
        await get(f"http://{own}:{addresses[0][1]}/")


@pytest.mark.parametrize("token", REAL_TOKENS)
@pytest.mark.parametrize("where", ["header", "form"])
async def test_real_tokens_are_refused_and_not_kept(
    ws: Workspace, token: str, where: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A token that looks real is refused with a sentence; neither the log nor the inspector has it."""
    caplog.set_level(logging.DEBUG, "workspace")
    headers = {"Authorization": f"Bearer {token}"} if where == "header" else {}
    data = {"token": token} if where == "form" else {}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{ws.api}chat.postMessage", headers=headers, data=data) as response,
    ):
        answer = await response.json()
    assert answer["error"] == "invalid_auth"
    assert "looks like one of a real Slack workspace" in answer["response_metadata"]["messages"][0]
    assert "refused" in caplog.text
    assert token not in caplog.text
    assert token not in str(ws.office.traffic.latest(100))


async def test_own_tokens_are_not_logged(ws: Workspace, caplog: pytest.LogCaptureFixture) -> None:
    """The workspace's own tokens stay out of the inspector too."""
    async with aiohttp.ClientSession() as session:
        await session.post(f"{ws.api}auth.test", data={"token": ws.bot_token})
        await session.post(f"{ws.api}auth.test?token={ws.bot_token}")
    assert ws.bot_token not in str(ws.office.traffic.latest(100))
    assert ws.bot_token not in caplog.text


async def test_page_is_served_strictly(ws: Workspace) -> None:
    """The page comes with a policy that forbids everything from elsewhere."""
    for path in ("", "archives/C02REFUNDS/p1"):
        status, _, headers = await get(ws.page + path)
        assert status == 200
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self';")
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name",
    ["../server.py", "..%2fserver.py", "%2e%2e/server.py", "index.html/../../seed.py", "", "a" * 300, "index.html%00"],
)
async def test_only_files_of_the_page_are_served(ws: Workspace, name: str) -> None:
    """No path leads out of the page's folder."""
    reader, writer = await asyncio_open(ws)
    writer.write(f"GET /page/{name} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    assert b" 404 " in answer.split(b"\r\n")[0]


async def asyncio_open(ws: Workspace) -> Any:
    """Open a raw connection to the workspace."""
    return await asyncio.open_connection("127.0.0.1", int(ws.page.rstrip("/").rsplit(":", 1)[1]))


async def test_web_socket_of_a_foreign_page(ws: Workspace) -> None:
    """A foreign page cannot open the app's WebSocket, even with a ticket."""
    url = await open_url(ws)
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await session.ws_connect(url, headers={"Origin": "https://evil.example"})
    assert caught.value.status == 403


async def test_uploaded_files_cannot_run(ws: Workspace) -> None:
    """A file that a browser would run comes back as a download of bytes."""
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {ws.bot_token}"}) as session:
        for name, kind in (
            ("x.html", "application/octet-stream"),
            ("x.svg", "application/octet-stream"),
            ("x.png", "image/png"),
        ):
            asked = await (
                await session.post(f"{ws.api}files.getUploadURLExternal", data={"filename": name, "length": 9})
            ).json()
            await session.post(asked["upload_url"], data=b"<script>1")
            files = f'[{{"id":"{asked["file_id"]}"}}]'
            done = await (await session.post(f"{ws.api}files.completeUploadExternal", data={"files": files})).json()
            async with session.get(done["files"][0]["url_private"]) as response:
                assert response.content_type == kind
                assert "sandbox" in response.headers["Content-Security-Policy"]
                assert ("Content-Disposition" in response.headers) == (kind != "image/png")
