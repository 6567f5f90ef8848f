"""Each fault on the wire, by chance, twice: the same seed gives the same faults."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import pairwise
from typing import Any

import aiohttp
import pytest

from tests.workspace.apps import listening, open_url
from workspace.driver import Person, PersonError
from workspace.faults import KINDS
from workspace.server import Workspace

ROUNDS = 8
SEED = 11
Scenario = Callable[[Workspace, Person], Awaitable[list[bool]]]


async def arm(ws: Workspace, **rule: Any) -> None:
    """Arm a fault that happens in about half of the cases."""
    body = {"seed": SEED, "add": [{"times": 1000, "chance": 0.5, **rule}]}
    async with aiohttp.ClientSession() as session, session.post(f"{ws.page}control/faults", json=body) as response:
        assert response.status == 200, await response.text()


async def call(ws: Workspace, method: str, **arguments: Any) -> aiohttp.ClientResponse:
    """Call a Web API method on a connection of its own."""
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {ws.bot_token}"}
        async with session.post(f"{ws.api}{method}", json=arguments, headers=headers) as response:
            await response.read()
            return response


async def drop_ack(ws: Workspace, maria: Person) -> list[bool]:
    """The app acks; the person sees a failure."""
    ws.office.socket.ack_seconds = 0.4
    await arm(ws, kind="drop_ack", on="/handoff")
    failed = []
    async with listening(ws):
        for _ in range(ROUNDS):
            try:
                await maria.command("/handoff", "x", "C02REFUNDS")
                failed.append(False)
            except PersonError as error:
                failed.append(error.error == "operation_timeout")
    return failed


async def duplicate(ws: Workspace, maria: Person) -> list[bool]:
    """One envelope id comes twice."""
    await arm(ws, kind="duplicate", on="message")
    async with listening(ws) as app:
        for number in range(ROUNDS):
            await maria.say("C02REFUNDS", f"{number}")
            await maria.command("/handoff", "x", "C02REFUNDS")
        ids = [f["envelope_id"] for f in app.frames if f["type"] == "events_api"]
    return [ids.count(one) == 2 for one in dict.fromkeys(ids)]


async def duplicate_event(ws: Workspace, maria: Person) -> list[bool]:
    """One message comes as two events with ids of their own."""
    await arm(ws, kind="duplicate_event", on="message")
    async with listening(ws) as app:
        for number in range(ROUNDS):
            await maria.say("C02REFUNDS", f"{number}")
            await maria.command("/handoff", "x", "C02REFUNDS")
        events = [f["payload"] for f in app.frames if f["type"] == "events_api"]
    assert len({one["event_id"] for one in events}) == len(events)
    texts = [one["event"]["text"] for one in events]
    return [texts.count(f"{number}") > 1 for number in range(ROUNDS)]


def says(text: str) -> Callable[[dict[str, Any]], bool]:
    """The event of a message that says this."""
    return lambda payload: bool(payload["event"]["text"] == text)


async def delay(ws: Workspace, maria: Person) -> list[bool]:
    """A message comes after what happened after it."""
    await arm(ws, kind="delay", on="message", seconds=0.4)
    late = []
    async with listening(ws) as app:
        for number in range(ROUNDS):
            await maria.say("C02REFUNDS", f"{number}")
            await maria.command("/handoff", f"{number}", "C02REFUNDS")
            texts = [f["payload"]["event"]["text"] for f in app.frames if f["type"] == "events_api"]
            late.append(f"{number}" not in texts)
            await app.event(says(f"{number}"))
    return late


async def reorder(ws: Workspace, maria: Person) -> list[bool]:
    """The first of two messages comes second."""
    await arm(ws, kind="reorder", on="message", seconds=0.5)
    swapped = []
    async with listening(ws) as app:
        for number in range(ROUNDS):
            first, second = f"first {number}", f"second {number}"
            await maria.say("C02REFUNDS", first)
            await maria.command("/handoff", second, "C02REFUNDS")
            await app.event(says(first))
            seen = [f["payload"].get("text") or f["payload"]["event"]["text"] for f in app.frames if "payload" in f]
            swapped.append(seen.index(second) < seen.index(first))
    return swapped


async def disconnect(ws: Workspace, maria: Person) -> list[bool]:
    """A farewell follows the envelope."""
    await arm(ws, kind="disconnect", on="/handoff", reason="link_disabled")
    told = []
    for _ in range(ROUNDS):
        async with listening(ws) as app:
            await maria.command("/handoff", "x", "C02REFUNDS")
            with suppress(TimeoutError):
                await app.wait(lambda f: f.get("reason") == "link_disabled", seconds=0.3)
            told.append(any(f.get("reason") == "link_disabled" for f in app.frames))
            await app.ws.close()
    return told


async def abort_tcp(ws: Workspace, maria: Person) -> list[bool]:
    """The connection is gone without a close frame."""
    ws.office.socket.ack_seconds = 0.1
    await arm(ws, kind="abort_tcp", on="/handoff")
    cut = []
    for _ in range(ROUNDS):
        async with listening(ws) as app:
            await asyncio.gather(maria.command("/handoff", "x", "C02REFUNDS"), return_exceptions=True)
            with suppress(TimeoutError):
                await asyncio.wait_for(app.closed.wait(), 0.3)
            cut.append(app.closed.is_set() and app.ws.close_code == aiohttp.WSCloseCode.ABNORMAL_CLOSURE)
    return cut


async def refuse_websocket(ws: Workspace, maria: Person) -> list[bool]:
    """The handshake is answered with 503, and its ticket is spent."""
    del maria
    await arm(ws, kind="refuse_websocket")
    refused = []
    async with aiohttp.ClientSession() as session:
        for _ in range(ROUNDS):
            url = await open_url(ws)
            try:
                await (await session.ws_connect(url)).close()
                refused.append(False)
            except aiohttp.WSServerHandshakeError as error:
                refused.append(error.status == 503)
                with pytest.raises(aiohttp.WSServerHandshakeError, match="401"):
                    await session.ws_connect(url)
    return refused


async def http_429(ws: Workspace, maria: Person) -> list[bool]:
    """A call is told to come back later."""
    del maria
    await arm(ws, kind="http_429", on="chat.postMessage", seconds=7)
    answers = [await call(ws, "chat.postMessage", channel="C02REFUNDS", text=f"{n}") for n in range(ROUNDS)]
    assert {one.headers["Retry-After"] for one in answers if one.status == 429} == {"7"}
    assert len(ws.office.state.channels["C02REFUNDS"].order) == sum(one.status == 200 for one in answers)
    return [one.status == 429 for one in answers]


async def http_500(ws: Workspace, maria: Person) -> list[bool]:
    """A call fails and did nothing."""
    del maria
    await arm(ws, kind="http_500", on="chat.postMessage")
    answers = [await call(ws, "chat.postMessage", channel="C02REFUNDS", text=f"{n}") for n in range(ROUNDS)]
    assert len(ws.office.state.channels["C02REFUNDS"].order) == sum(one.status == 200 for one in answers)
    return [one.status == 500 for one in answers]


async def _resets(ws: Workspace, kind: str) -> tuple[list[bool], int]:
    await arm(ws, kind=kind, on="chat.postMessage")
    broken = []
    for number in range(ROUNDS):
        try:
            await call(ws, "chat.postMessage", channel="C02REFUNDS", text=f"{number}")
            broken.append(False)
        except aiohttp.ClientError:
            broken.append(True)
    return broken, len(ws.office.state.channels["C02REFUNDS"].order)


async def reset_before(ws: Workspace, maria: Person) -> list[bool]:
    """The connection breaks and nothing was posted."""
    del maria
    broken, posted = await _resets(ws, "reset_before")
    assert posted == broken.count(False)
    return broken


async def reset_after(ws: Workspace, maria: Person) -> list[bool]:
    """The connection breaks, yet everything was posted: it did it and could not say so."""
    del maria
    broken, posted = await _resets(ws, "reset_after")
    assert posted == ROUNDS
    return broken


async def stream_expiry(ws: Workspace, maria: Person) -> list[bool]:
    """A stream ends on Slack's side."""
    root = await maria.say("C02REFUNDS", "tell me")
    to = {"thread_ts": root, "recipient_user_id": "U02MARIA", "recipient_team_id": "T01BATON"}
    await arm(ws, kind="stream_expiry")
    ended = []
    for _ in range(ROUNDS):
        started = await (await call_json(ws, "chat.startStream", channel="C02REFUNDS", **to))
        appended = await (
            await call_json(ws, "chat.appendStream", channel="C02REFUNDS", ts=started["ts"], markdown_text="x")
        )
        ended.append(appended.get("error") == "message_not_in_streaming_state")
    return ended


async def call_json(ws: Workspace, method: str, **arguments: Any) -> Awaitable[dict[str, Any]]:
    """Call a method and return its answer, to be awaited."""
    response = await call(ws, method, **arguments)
    return response.json()


async def ghost_connection(ws: Workspace, maria: Person) -> list[bool]:
    """The hello counts a connection that nobody has."""
    del maria
    await arm(ws, kind="ghost_connection")
    counts = [0]
    for _ in range(ROUNDS):
        async with listening(ws) as app:
            counts.append(app.frames[0]["num_connections"] - 1)
            await app.ws.close()
        await asyncio.sleep(0.01)
    return [now > before for before, now in pairwise(counts)]


SCENARIOS: dict[str, Scenario] = {
    scenario.__name__: scenario
    for scenario in (
        drop_ack,
        duplicate,
        duplicate_event,
        delay,
        reorder,
        disconnect,
        abort_tcp,
        refuse_websocket,
        http_429,
        http_500,
        reset_before,
        reset_after,
        stream_expiry,
        ghost_connection,
    )
}


def test_every_fault_has_a_scenario() -> None:
    """No fault is without a test."""
    assert set(SCENARIOS) == set(KINDS)


async def played(kind: str) -> list[bool]:
    """In which rounds the fault happened, in a workspace of its own."""
    ws = await Workspace.start(limits=False)
    async with Person(ws.page, "U02MARIA") as maria:
        happened = await SCENARIOS[kind](ws, maria)
    await ws.stop()
    return happened


@pytest.mark.parametrize("kind", SCENARIOS)
async def test_fault_happens_and_repeats_with_its_seed(kind: str) -> None:
    """The fault happens in some rounds and not in others, and in the same rounds of a second run."""
    runs = await asyncio.gather(*(played(kind) for _ in range(2)))
    assert runs[0] == runs[1]
    assert len(runs[0]) == ROUNDS
    assert set(runs[0]) == {True, False}


async def test_ghost_takes_its_share(ws: Workspace, maria: Person) -> None:
    """Beside a ghost, every second command is lost although the app is well."""
    ws.office.socket.ack_seconds = 0.4
    results = []
    async with listening(ws):
        ws.office.connections.add_ghost()
        for _ in range(4):
            try:
                await maria.command("/handoff", "x", "C02REFUNDS")
                results.append("ok")
            except PersonError as error:
                results.append(error.error)
    assert sorted(results) == ["ok", "ok", "operation_timeout", "operation_timeout"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"add": [{"kind": "earthquake"}]}, "Unknown fault 'earthquake'"),
        ({"add": [{"kind": "delay", "speed": 1}]}, "Unknown key speed"),
        ({"add": [{"kind": "delay", "times": "many"}]}, "wrong type"),
        ({"now": "delay"}, "arm it instead"),
        ({"seed": "x"}, "whole number"),
        ({"seed": float("inf")}, "whole number"),
        ({"add": [{"kind": "delay", "times": float("inf")}]}, "wrong type"),
        ({"add": [{"kind": "delay", "seconds": "inf"}]}, "finite"),
        ({"add": [{"kind": "delay", "chance": float("nan")}]}, "finite"),
        ({"add": [1]}, "list of objects"),
        ([], "JSON object"),
    ],
)
async def test_wrong_switches_say_so(ws: Workspace, body: object, says: str) -> None:
    """A fault that cannot be armed is refused with a sentence."""
    async with aiohttp.ClientSession() as session, session.post(f"{ws.page}control/faults", json=body) as response:
        assert response.status == 400
        assert says in (await response.json())["message"]


async def test_rules_are_listed_counted_and_removed(ws: Workspace) -> None:
    """The panel sees what is armed and how often it struck."""
    async with aiohttp.ClientSession() as session:
        url = f"{ws.page}control/faults"
        armed = await (
            await session.post(url, json={"add": [{"kind": "http_500", "on": "api.test", "after": 1}]})
        ).json()
        assert [(await call(ws, "api.test")).status for _ in range(3)] == [200, 500, 200]
        shown = await (await session.get(url)).json()
        assert shown["rules"][0]["hits"] == 1
        gone = await (await session.post(url, json={"remove": armed["rules"][0]["id"]})).json()
    assert gone["rules"] == []
    assert set(gone["kinds"]) == set(KINDS)
