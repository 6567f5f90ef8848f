"""An app for tests that speaks Socket Mode by hand: it sees each frame and decides itself what it acks."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from workspace.server import Workspace

WAIT_SECONDS = 10.0


class Listener:
    """One connection of an app. `ack` False = it takes envelopes and says nothing; `answers` = payloads for acks."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse, ack: bool) -> None:
        self.ws, self.ack = ws, ack
        self.frames: list[dict[str, Any]] = []
        self.answers: dict[str, dict[str, Any]] = {}
        self.closed = asyncio.Event()
        self._changed = asyncio.Condition()

    async def run(self) -> None:
        """Read frames until the connection ends."""
        async for frame in self.ws:
            if frame.type is aiohttp.WSMsgType.TEXT:
                await self._take(json.loads(frame.data))
        self.closed.set()
        async with self._changed:
            self._changed.notify_all()

    async def _take(self, frame: dict[str, Any]) -> None:
        if self.ack and "envelope_id" in frame:
            await self.acknowledge(frame)
        async with self._changed:
            self.frames.append(frame)
            self._changed.notify_all()

    async def acknowledge(self, frame: dict[str, Any]) -> None:
        """Ack an envelope, with the payload that stands in `answers`."""
        answer = self.answers.get(name_of(frame))
        await self.ws.send_json({"envelope_id": frame["envelope_id"], **({"payload": answer} if answer else {})})

    async def wait(self, accepts: Callable[[dict[str, Any]], Any], seconds: float = WAIT_SECONDS) -> dict[str, Any]:
        """Return the first frame that is accepted, waiting for it."""

        def found() -> list[dict[str, Any]]:
            return [frame for frame in self.frames if accepts(frame)]

        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(found), seconds)
        return found()[0]

    async def count(self, accepts: Callable[[dict[str, Any]], Any], wanted: int, seconds: float = WAIT_SECONDS) -> int:
        """Wait until so many frames are accepted; return how many there are."""

        def enough() -> bool:
            return sum(1 for frame in self.frames if accepts(frame)) >= wanted

        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(enough), seconds)
        return sum(1 for frame in self.frames if accepts(frame))

    async def event(self, accepts: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """Return the first event whose payload is accepted."""
        return await self.wait(lambda frame: frame["type"] == "events_api" and accepts(frame["payload"]))

    async def interaction(self, name: str) -> dict[str, Any]:
        """Return the first interaction of this name, such as `block_actions` or `/handoff`."""
        return await self.wait(lambda frame: frame["type"] != "events_api" and name_of(frame) == name)

    def seen(self) -> list[str]:
        """Return the names of what came, in order."""
        return [name_of(frame) for frame in self.frames]


def name_of(frame: dict[str, Any]) -> str:
    """Return what a frame is: an event's type, an interaction's type, a command, or the frame's own type."""
    payload = frame.get("payload") or {}
    return str(
        (payload.get("event") or {}).get("type") or payload.get("command") or payload.get("type") or frame["type"]
    )


async def refusal(call: Awaitable[Any]) -> str:
    """Return the error of a Web API call that must fail, with HTTP 200 as Slack does it."""
    with pytest.raises(SlackApiError) as caught:
        await call
    assert caught.value.response.status_code == 200
    return str(caught.value.response["error"])


async def open_url(ws: Workspace) -> str:
    """Ask for the address of a WebSocket."""
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {ws.app_token}"}
        async with session.post(f"{ws.api}apps.connections.open", headers=headers) as response:
            return str((await response.json())["url"])


@asynccontextmanager
async def listening(ws: Workspace, *, ack: bool = True, url: str = "") -> AsyncIterator[Listener]:
    """Connect an app and wait for its hello."""
    async with aiohttp.ClientSession() as session, session.ws_connect(url or await open_url(ws)) as socket:
        listener = Listener(socket, ack)
        reader = asyncio.create_task(listener.run())
        try:
            await listener.wait(lambda frame: frame["type"] in ("hello", "disconnect"))
            yield listener
        finally:
            reader.cancel()
            await asyncio.gather(reader, return_exceptions=True)
