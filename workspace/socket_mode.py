"""Socket Mode: tickets, up to ten connections, each envelope to one of them, acks, and events that are retried."""

import asyncio
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from aiohttp import WSMsgType, web

from workspace.clock import Clock
from workspace.faults import Faults
from workspace.jsontypes import Json, dumps
from workspace.traffic import Traffic

MAX_CONNECTIONS = 10
TICKET_SECONDS = 30.0
PING_SECONDS = 30.0
CONNECTION_SECONDS = 18_060.0
WARNING_SECONDS = 10.0
RETRY_AFTER_SECONDS = (1.0, 60.0, 300.0)
"""From a missed deadline to the next attempt of an event."""
QUEUE_SECONDS = 361.0
"""How long an event waits for a connection before it is lost."""
HOST = "applink-local"


class NotAckedError(Exception):
    """The app did not take an interaction; the text is what Slack calls it."""


@dataclass(eq=False)
class Connection:
    """A WebSocket of the app; `ws` None = a ghost that takes envelopes and never answers."""

    id: str
    ws: web.WebSocketResponse | None
    transport: asyncio.BaseTransport | None = None
    draining: bool = False
    """A disconnect was announced: nothing more is sent, acks still count."""


@dataclass(eq=False)
class Pending:
    """An envelope that waits for its ack."""

    name: str
    entry: Json
    sent_at: float
    acked: asyncio.Future[Json]


@dataclass(eq=False)
class Event:
    """An event on its way to the app."""

    payload: Json
    name: str
    born: float
    attempt: int = 0
    reason: str = ""
    seen: set[str] = field(default_factory=set)


class SocketMode:
    """The app's side of the workspace: whatever is sent to the app goes through here."""

    def __init__(self, clock: Clock, traffic: Traffic, faults: Faults, on_change: Callable[[int], None]) -> None:
        self._clock, self._traffic, self._faults = clock, traffic, faults
        self._on_change = on_change
        self._tickets: dict[str, float] = {}
        self._pending: dict[str, Pending] = {}
        self._queue: list[Event] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = 0
        self._held: tuple[Connection, str] | None = None
        self.connections: list[Connection] = []
        self.app_id = ""
        self.ack_seconds = 3.0
        self.host = HOST

    # --- connections -------------------------------------------------------------------------------------------

    def ticket(self) -> str:
        """Return a new ticket, good for one handshake within 30 s."""
        ticket = secrets.token_urlsafe(24)
        self._tickets[ticket] = self._clock.short()
        return ticket

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one WebSocket of the app until it ends."""
        minted = self._tickets.pop(request.query.get("ticket", ""), None)
        if minted is None or self._clock.short() - minted > TICKET_SECONDS:
            self._traffic.add("socket", "handshake", "refused: the ticket is unknown, used or too old")
            return web.Response(status=401, text="invalid ticket")
        if self._faults.strike("refuse_websocket", "handshake"):
            return web.Response(status=503, text="refused")
        ws = web.WebSocketResponse(heartbeat=PING_SECONDS)
        await ws.prepare(request)
        connection = Connection(secrets.token_hex(4), ws, request.transport)
        if len(self._open()) >= MAX_CONNECTIONS:
            await self._send(connection, self._disconnect("too_many_websockets"))
            await ws.close()
            return ws
        await self._serve(connection, ws)
        return ws

    async def _serve(self, connection: Connection, ws: web.WebSocketResponse) -> None:
        self._join(connection)
        timers = [
            self._clock.call_later(CONNECTION_SECONDS - WARNING_SECONDS, lambda: self._announce(connection, "warning")),
            self._clock.call_later(CONNECTION_SECONDS, lambda: self._announce(connection, "refresh_requested")),
        ]
        try:
            await self._send(connection, self._hello())
            self._flush()
            async for frame in ws:
                if frame.type is WSMsgType.TEXT:
                    self._receive(frame.data)
        finally:
            for timer in timers:
                timer.cancel()
            self._leave(connection)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._open()),
            "debug_info": {
                "host": self.host,
                "build_number": 1,
                "approximate_connection_time": int(CONNECTION_SECONDS),
            },
            "connection_info": {"app_id": self.app_id},
        }

    def _disconnect(self, reason: str) -> Json:
        return {"type": "disconnect", "reason": reason, "debug_info": {"host": self.host}}

    def _open(self) -> list[Connection]:
        return [one for one in self.connections if not one.draining]

    def is_connected(self) -> bool:
        """Is there a connection that takes envelopes?"""
        return bool(self._open())

    def _join(self, connection: Connection) -> None:
        self.connections.append(connection)
        self._traffic.add("socket", "connected", "ok", connection=connection.id, connections=len(self._open()))
        self._on_change(len(self._open()))

    def _leave(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
            self._traffic.add("socket", "closed", "ok", connection=connection.id, connections=len(self._open()))
            self._on_change(len(self._open()))

    def add_ghost(self) -> None:
        """Add a connection that nobody listens on."""
        self._join(Connection("ghost-" + secrets.token_hex(2), None))

    def _announce(self, connection: Connection, reason: str) -> None:
        if connection in self.connections and not connection.draining:
            self._spawn(self.disconnect(connection, reason))

    async def disconnect(self, connection: Connection, reason: str) -> None:
        """Tell a client to connect anew; from then on nothing is sent to it, and it is closed 10 s later."""
        connection.draining = True
        self._on_change(len(self._open()))
        if connection.ws is None:
            self._leave(connection)
            return
        await self._send(connection, self._disconnect(reason))
        ws = connection.ws
        self._clock.call_later(WARNING_SECONDS, lambda: self._spawn(_close(ws)))

    async def disconnect_all(self, reason: str) -> None:
        """Tell every client to connect anew."""
        for connection in self._open():
            await self.disconnect(connection, reason)

    def abort_all(self) -> None:
        """Cut every connection without a close frame."""
        for connection in list(self.connections):
            self._abort(connection)

    def _abort(self, connection: Connection) -> None:
        transport = connection.transport
        if isinstance(transport, asyncio.Transport):
            transport.abort()
        self._leave(connection)

    async def stop(self) -> None:
        """Close all connections and forget what waits."""
        for task in list(self._tasks):
            task.cancel()
        for connection in list(self.connections):
            if connection.ws is not None:
                await connection.ws.close()
        self.forget()

    def forget(self) -> None:
        """Drop what waits to be sent."""
        self._queue.clear()

    # --- to the app --------------------------------------------------------------------------------------------

    async def ask(self, kind: str, name: str, payload: Json, *, wants_payload: bool) -> Json:
        """Send an interaction (`interactive`, `slash_commands`); return the payload of its ack, {} where it has none.

        Raises:
            NotAckedError: `dispatch_failed` = no client is connected, `operation_timeout` = no ack within 3 s.

        """
        envelope = {"payload": payload, "type": kind, "accepts_response_payload": wants_payload}
        pending = await self._deliver(envelope, name)
        if pending is None:
            self._traffic.add(kind, name, "dispatch_failed", request=payload)
            raise NotAckedError("dispatch_failed")
        if not await self._acked(pending):
            self._traffic.change(pending.entry, status="operation_timeout")
            raise NotAckedError("operation_timeout")
        return pending.acked.result()

    def tell(self, payload: Json) -> None:
        """Send an event; it is tried again where no ack comes, and waits while no client is connected."""
        event = payload.get("event", {})
        self._spawn(self._attempt(Event(payload, str(event.get("type", "")), self._clock.now())))

    def waiting(self) -> int:
        """Return how many events wait for a connection."""
        return len(self._queue)

    async def _attempt(self, event: Event) -> None:
        if self._clock.now() - event.born > QUEUE_SECONDS:
            self._traffic.add("events_api", event.name, "lost", request=event.payload)
            return
        envelope = {
            "payload": event.payload,
            "type": "events_api",
            "accepts_response_payload": False,
            "retry_attempt": event.attempt,
            "retry_reason": event.reason,
        }
        subtype = str(event.payload["event"].get("subtype", ""))
        pending = await self._deliver(envelope, event.name, subtype)
        if pending is None:
            self._queue.append(event)
            return
        if event.attempt == 0 and self._faults.strike("duplicate_event", event.name, subtype):
            self.tell(event.payload | {"event_id": "Ev" + secrets.token_hex(5).upper()})
        if await self._acked(pending):
            return
        self._traffic.change(pending.entry, status="not acked")
        self._retry(event)

    def _retry(self, event: Event) -> None:
        if event.attempt >= len(RETRY_AFTER_SECONDS):
            self._traffic.add("events_api", event.name, "given up", request=event.payload)
            return
        delay = RETRY_AFTER_SECONDS[event.attempt]
        event.attempt += 1
        event.reason = "timeout"
        event.born = self._clock.now() + delay
        self._clock.call_later(delay, lambda: self._spawn(self._attempt(event)))

    def _flush(self) -> None:
        waiting, self._queue = self._queue, []
        for event in waiting:
            self._spawn(self._attempt(event))

    async def _deliver(self, envelope: Json, *names: str) -> Pending | None:
        """Send an envelope to one connection and return what waits for its ack; None = no client is connected."""
        connections = self._open()
        if not connections:
            return None
        self._turn += 1
        connection = connections[self._turn % len(connections)]
        envelope = {"envelope_id": str(uuid4()), **envelope}
        entry = self._traffic.add(
            envelope["type"], names[0], "sent", envelope_id=envelope["envelope_id"], request=envelope["payload"]
        )
        if envelope.get("retry_attempt"):
            self._traffic.change(entry, retry_attempt=envelope["retry_attempt"], retry_reason=envelope["retry_reason"])
        acked = asyncio.get_running_loop().create_future()
        pending = Pending(names[0], entry, self._clock.short(), acked)
        self._pending[envelope["envelope_id"]] = pending
        await self._send_with_faults(connection, envelope, names)
        return pending

    async def _send_with_faults(self, connection: Connection, envelope: Json, names: tuple[str, ...]) -> None:
        delay = self._faults.strike("delay", *names)
        if delay is not None:
            self._spawn(self._send_later(connection, envelope, delay.seconds))
            return
        if self._held is None and (hold := self._faults.strike("reorder", *names)) is not None:
            self._held = (connection, dumps(envelope))
            self._spawn(self._release_later(hold.seconds))
            return
        await self._send(connection, envelope)
        await self._release()
        if self._faults.strike("duplicate", *names):
            await self._send(connection, envelope)
        if (rule := self._faults.strike("disconnect", *names)) is not None:
            await self.disconnect(connection, rule.reason)
        if self._faults.strike("abort_tcp", *names):
            self._abort(connection)

    async def _send_later(self, connection: Connection, envelope: Json, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._send(connection, envelope)

    async def _release_later(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._release()

    async def _release(self) -> None:
        if self._held is not None:
            (connection, text), self._held = self._held, None
            await self._send_text(connection, text)

    async def _acked(self, pending: Pending) -> bool:
        """Wait until the deadline; return whether an ack came."""
        remaining = pending.sent_at + self.ack_seconds - self._clock.short()
        try:
            await asyncio.wait_for(asyncio.shield(pending.acked), max(remaining, 0.0))
        except TimeoutError:
            return False
        finally:
            self._pending.pop(pending.entry["envelope_id"], None)
        return True

    # --- from the app ------------------------------------------------------------------------------------------

    def _receive(self, text: str) -> None:
        try:
            frame = json.loads(text)
            envelope_id = frame["envelope_id"]
        except (ValueError, TypeError, KeyError):
            self._traffic.add("socket", "frame", "not understood")
            return
        pending = self._pending.get(envelope_id)
        if pending is None or pending.acked.done():
            self._traffic.add("socket", "ack", "too late or unknown", envelope_id=envelope_id)
            return
        if self._faults.strike("drop_ack", pending.name, pending.entry["kind"]):
            return
        payload = frame.get("payload")
        elapsed = round((self._clock.short() - pending.sent_at) * 1000, 1)
        self._traffic.change(pending.entry, status="acked", acked_ms=elapsed, response=payload)
        pending.acked.set_result(payload if isinstance(payload, dict) else {})

    async def _send(self, connection: Connection, frame: Json) -> None:
        await self._send_text(connection, dumps(frame))

    async def _send_text(self, connection: Connection, text: str) -> None:
        if connection.ws is None or connection.ws.closed:
            return
        try:
            await connection.ws.send_str(text)
        except ConnectionError:
            self._leave(connection)

    def _spawn(self, job: "asyncio._CoroutineLike[None]") -> None:
        task = asyncio.get_running_loop().create_task(job)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _close(ws: web.WebSocketResponse) -> None:
    await ws.close()
