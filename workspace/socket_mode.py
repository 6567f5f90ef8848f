"""Socket Mode: each envelope to one connection, acks by envelope id, events tried again, interactions never."""

import asyncio
import secrets
from dataclasses import dataclass
from uuid import uuid4

from workspace.clock import Clock
from workspace.connections import Connection, Connections
from workspace.faults import Faults
from workspace.jsontypes import Json, dumps, loads
from workspace.traffic import Traffic

ACK_SECONDS = 3.0
RETRY_AFTER_SECONDS = (1.0, 60.0, 300.0)
"""From a missed deadline to the next attempt of an event."""
QUEUE_SECONDS = 361.0
"""How long an event waits for a connection before it is lost."""


class NotAckedError(Exception):
    """The app did not take an interaction; the text is what Slack calls it."""


@dataclass(eq=False)
class Pending:
    """An envelope that waits for its ack."""

    name: str
    entry: Json
    sent_at: float
    acked: asyncio.Future[Json]


@dataclass(eq=False)
class Event:
    """An event on its way to the app. `due` = when the present attempt fell due (epoch seconds)."""

    payload: Json
    name: str
    subtype: str
    due: float
    attempt: int = 0
    reason: str = ""


class SocketMode:
    """Whatever the app is told goes through here. `ack_seconds` = how long it has to answer, in real time."""

    def __init__(self, clock: Clock, traffic: Traffic, faults: Faults, connections: Connections) -> None:
        self._clock, self._traffic, self._faults = clock, traffic, faults
        self._connections = connections
        self._pending: dict[str, Pending] = {}
        self._queue: list[Event] = []
        self._held: tuple[Connection, str] | None = None
        self.ack_seconds = ACK_SECONDS
        connections.on_frame = self._receive
        connections.on_open = self._flush

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
        event = payload["event"]
        one = Event(payload, str(event["type"]), str(event.get("subtype", "")), self._clock.now())
        self._connections.tasks.start(self._attempt(one))

    def waiting(self) -> int:
        """Return how many events wait for a connection."""
        return len(self._queue)

    def forget(self) -> None:
        """Drop what waits to be sent."""
        self._queue.clear()

    async def _attempt(self, event: Event) -> None:
        if self._clock.now() - event.due > QUEUE_SECONDS:
            self._traffic.add("events_api", event.name, "lost", request=event.payload)
            return
        envelope = {
            "payload": event.payload,
            "type": "events_api",
            "accepts_response_payload": False,
            "retry_attempt": event.attempt,
            "retry_reason": event.reason,
        }
        pending = await self._deliver(envelope, event.name, event.subtype)
        if pending is None:
            self._queue.append(event)
            self._traffic.add("events_api", event.name, "waiting", request=event.payload)
            return
        if event.attempt == 0 and self._faults.strike("duplicate_event", event.name, event.subtype):
            self.tell(event.payload | {"event_id": "Ev" + secrets.token_hex(5).upper()})
        if not await self._acked(pending):
            self._traffic.change(pending.entry, status="not acked")
            self._retry(event)

    def _retry(self, event: Event) -> None:
        if event.attempt >= len(RETRY_AFTER_SECONDS):
            self._traffic.add("events_api", event.name, "given up", request=event.payload)
            return
        delay = RETRY_AFTER_SECONDS[event.attempt]
        event.attempt += 1
        event.reason = "timeout"
        event.due = self._clock.now() + delay
        self._clock.call_later(delay, lambda: self._connections.tasks.start(self._attempt(event)))

    def _flush(self) -> None:
        """Send what waited for a connection, in its order."""
        waiting, self._queue = self._queue, []
        for event in waiting:
            self._connections.tasks.start(self._attempt(event))

    async def _deliver(self, envelope: Json, *names: str) -> Pending | None:
        """Send an envelope to one connection and return what waits for its ack; None = no client is connected."""
        connection = self._connections.next()
        if connection is None:
            return None
        envelope_id = str(uuid4())
        retry = {key: envelope[key] for key in ("retry_attempt", "retry_reason") if envelope.get("retry_attempt")}
        entry = self._traffic.add(
            envelope["type"],
            names[0],
            "sent",
            envelope_id=envelope_id,
            connection=connection.id,
            request=envelope["payload"],
            **retry,
        )
        pending = Pending(names[0], entry, self._clock.short(), asyncio.get_running_loop().create_future())
        self._pending[envelope_id] = pending
        await self._send(connection, dumps({"envelope_id": envelope_id, **envelope}), names)
        return pending

    async def _send(self, connection: Connection, text: str, names: tuple[str, ...]) -> None:
        """Send an envelope with the faults that are armed for it."""
        if (rule := self._faults.strike("delay", *names)) is not None:
            self._connections.tasks.start(self._send_later(connection, text, rule.seconds))
            return
        if self._held is None and (rule := self._faults.strike("reorder", *names)) is not None:
            self._held = (connection, text)
            self._connections.tasks.start(self._release_later(rule.seconds))
            return
        await self._connections.send(connection, text)
        await self._release()
        if self._faults.strike("duplicate", *names):
            await self._connections.send(connection, text)
        if (rule := self._faults.strike("disconnect", *names)) is not None:
            await self._connections.disconnect(connection, rule.reason)
        if self._faults.strike("abort_tcp", *names):
            self._connections.abort(connection)

    async def _send_later(self, connection: Connection, text: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._connections.send(connection, text)

    async def _release_later(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._release()

    async def _release(self) -> None:
        if self._held is not None:
            (connection, text), self._held = self._held, None
            await self._connections.send(connection, text)

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

    def _receive(self, text: str) -> None:
        """Take a frame of the app: an ack, from whichever connection."""
        try:
            frame = loads(text)
            envelope_id = str(frame["envelope_id"])
        except (ValueError, TypeError, KeyError):
            self._traffic.add("socket", "frame", "not understood")
            return
        pending = self._pending.get(envelope_id)
        if pending is None or pending.acked.done():
            self._traffic.add("socket", "ack", "too late, or a second one", envelope_id=envelope_id)
            return
        if self._faults.strike("drop_ack", pending.name, pending.entry["kind"]):
            return
        payload = frame.get("payload")
        elapsed = round((self._clock.short() - pending.sent_at) * 1000, 1)
        self._traffic.change(pending.entry, status="acked", acked_ms=elapsed, response=payload)
        pending.acked.set_result(payload if isinstance(payload, dict) else {})
