"""The app's WebSockets: tickets that open one, ten at most, a farewell before each is refreshed, and ghosts."""

import asyncio
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from aiohttp import WSMsgType, web

from workspace.clock import Clock
from workspace.faults import Faults
from workspace.jsontypes import Json, dumps
from workspace.traffic import Traffic

MAX_CONNECTIONS = 10
TICKET_SECONDS = 30.0
PING_SECONDS = 30.0
"""Between two pings of the server; a client that does not answer within half of it is dropped."""
CONNECTION_SECONDS = 18_060.0
WARNING_SECONDS = 10.0
"""From the warning to the refresh, and from a farewell to the close frame."""
HOST = "applink-local"


@dataclass(eq=False)
class Connection:
    """A WebSocket of the app; `ws` None = a ghost that takes envelopes and never answers."""

    id: str
    ws: web.WebSocketResponse | None
    transport: asyncio.BaseTransport | None = None
    draining: bool = False
    """A farewell was sent: nothing more is, but acks still count."""


class Tasks:
    """Background jobs that end with the workspace."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def start(self, job: Coroutine[Any, Any, None]) -> None:
        """Run a job beside everything else."""
        task = asyncio.get_running_loop().create_task(job)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def stop(self) -> None:
        """End all jobs."""
        for task in list(self._running):
            task.cancel()


class Connections:
    """Opens, lists and closes the connections. `on_frame` gets the app's frames, `on_open` is called after a hello."""

    def __init__(
        self, app_id: str, clock: Clock, traffic: Traffic, faults: Faults, on_change: Callable[[int], None]
    ) -> None:
        self._app_id, self._clock, self._traffic, self._faults = app_id, clock, traffic, faults
        self._on_change = on_change
        self._tickets: dict[str, float] = {}
        self._all: list[Connection] = []
        self._turn = 0
        self.ping_seconds = PING_SECONDS
        self.tasks = Tasks()
        self.on_frame: Callable[[str], None]
        self.on_open: Callable[[], None]

    def ticket(self) -> str:
        """Return a new ticket, good for one handshake within 30 s."""
        ticket = secrets.token_urlsafe(24)
        self._tickets[ticket] = self._clock.short()
        return ticket

    def open(self) -> list[Connection]:
        """Return the connections that take envelopes."""
        return [one for one in self._all if not one.draining]

    def next(self) -> Connection | None:
        """Return the connection whose turn it is, None where there is none."""
        connections = self.open()
        self._turn += 1
        return connections[self._turn % len(connections)] if connections else None

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one WebSocket of the app until it ends."""
        minted = self._tickets.pop(request.query.get("ticket", ""), None)
        if minted is None or self._clock.short() - minted > TICKET_SECONDS:
            self._traffic.add("socket", "handshake", "refused: the ticket is unknown, used or too old")
            return web.Response(status=401, text="invalid ticket")
        if self._faults.strike("refuse_websocket", "handshake"):
            return web.Response(status=503, text="refused")
        ws = web.WebSocketResponse(heartbeat=self.ping_seconds)
        await ws.prepare(request)
        connection = Connection(secrets.token_hex(4), ws, request.transport)
        if len(self.open()) >= MAX_CONNECTIONS:
            self._traffic.add("socket", "handshake", "too_many_websockets")
            await self.send(connection, dumps(_farewell("too_many_websockets")))
            await ws.close()
        else:
            await self._serve(connection, ws)
        return ws

    async def _serve(self, connection: Connection, ws: web.WebSocketResponse) -> None:
        if self._faults.strike("ghost_connection", "handshake"):
            self.add_ghost()
        self._join(connection)
        timers = [
            self._clock.call_later(CONNECTION_SECONDS - WARNING_SECONDS, lambda: self._announce(connection, "warning")),
            self._clock.call_later(CONNECTION_SECONDS, lambda: self._announce(connection, "refresh_requested")),
        ]
        try:
            await self.send(connection, dumps(self._hello()))
            self.on_open()
            async for frame in ws:
                if frame.type is WSMsgType.TEXT:
                    self.on_frame(frame.data)
        finally:
            for timer in timers:
                timer.cancel()
            self._leave(connection)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.open()),
            "debug_info": {
                "host": HOST,
                "build_number": 1,
                "approximate_connection_time": int(CONNECTION_SECONDS),
            },
            "connection_info": {"app_id": self._app_id},
        }

    async def send(self, connection: Connection, text: str) -> None:
        """Send a frame; to a ghost, or to one that just went away, it is lost."""
        if connection.ws is None or connection.ws.closed:
            return
        try:
            await connection.ws.send_str(text)
        except ConnectionError:
            self._leave(connection)

    def _join(self, connection: Connection) -> None:
        self._all.append(connection)
        self._changed("connected", connection)

    def _leave(self, connection: Connection) -> None:
        if connection in self._all:
            self._all.remove(connection)
            self._changed("closed", connection)

    def _changed(self, what: str, connection: Connection) -> None:
        self._traffic.add("socket", what, "ok", connection=connection.id, connections=len(self.open()))
        self._on_change(len(self.open()))

    def add_ghost(self) -> None:
        """Add a connection that nobody listens on."""
        self._join(Connection("ghost-" + secrets.token_hex(2), None))

    def _announce(self, connection: Connection, reason: str) -> None:
        if connection in self.open():
            self.tasks.start(self.disconnect(connection, reason))

    async def disconnect(self, connection: Connection, reason: str) -> None:
        """Tell a client to connect anew; from then on nothing is sent to it, and it is closed 10 s later."""
        connection.draining = True
        self._changed(f"disconnect {reason}", connection)
        ws = connection.ws
        if ws is None:
            self._leave(connection)
            return
        await self.send(connection, dumps(_farewell(reason)))
        self._clock.call_later(WARNING_SECONDS, lambda: self.tasks.start(_close(ws)))

    async def disconnect_all(self, reason: str) -> None:
        """Tell every client to connect anew."""
        for connection in self.open():
            await self.disconnect(connection, reason)

    def abort(self, connection: Connection) -> None:
        """Cut a connection without a close frame."""
        if isinstance(connection.transport, asyncio.Transport):
            connection.transport.abort()
        self._leave(connection)

    def abort_all(self) -> None:
        """Cut every connection."""
        for connection in list(self._all):
            self.abort(connection)

    async def stop(self) -> None:
        """Close every connection."""
        self.tasks.stop()
        for connection in list(self._all):
            if connection.ws is not None:
                await connection.ws.close()


def _farewell(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": HOST}}


async def _close(ws: web.WebSocketResponse) -> None:
    await ws.close()
