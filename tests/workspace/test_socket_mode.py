"""Socket Mode: tickets, connections, acks, retries, the queue, and farewells."""

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.workspace.apps import listening, name_of, open_url
from workspace.driver import Person, PersonError
from workspace.server import Workspace


@pytest.fixture
def quick(ws: Workspace) -> Workspace:
    """The workspace with a deadline for acks of 0.3 s."""
    ws.office.socket.ack_seconds = 0.3
    return ws


async def not_acked(ws: Workspace, times: int) -> None:
    """Until the workspace has missed so many acks: how long that takes depends on the machine."""
    async with asyncio.timeout(10):
        while sum(each["status"] == "not acked" for each in ws.office.traffic.latest(20)) < times:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def handshake_status(url: str) -> int:
    """Return the HTTP status of a refused handshake."""
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await session.ws_connect(url)
    return caught.value.status


async def test_hello(ws: Workspace) -> None:
    """The first frame says how many connections there are and of which app."""
    async with listening(ws) as app:
        hello = app.frames[0]
    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert hello["connection_info"] == {"app_id": "A01BATON"}
    assert hello["debug_info"]["approximate_connection_time"] == 18060


async def test_ticket_opens_one_connection(ws: Workspace) -> None:
    """A ticket is spent by its handshake."""
    url = await open_url(ws)
    async with listening(ws, url=url):
        assert await handshake_status(url) == 401


async def test_ticket_grows_old(ws: Workspace) -> None:
    """A ticket that nobody used is worth nothing after half a minute."""
    url = await open_url(ws)
    ws.office.clock.advance(31)
    assert await handshake_status(url) == 401


async def test_no_ticket(ws: Workspace) -> None:
    """Without a ticket there is no connection."""
    assert await handshake_status(ws.page.replace("http", "ws") + "link/?ticket=made-up") == 401


async def test_eleventh_connection_is_sent_away(ws: Workspace) -> None:
    """Ten connections are open; the next one hears too_many_websockets and is closed."""
    async with aiohttp.ClientSession() as session:
        sockets = [await session.ws_connect(await open_url(ws)) for _ in range(10)]
        hellos = [await one.receive_json() for one in sockets]
        assert [one["num_connections"] for one in hellos] == list(range(1, 11))
        eleventh = await session.ws_connect(await open_url(ws))
        assert (await eleventh.receive_json())["reason"] == "too_many_websockets"
        assert (await eleventh.receive()).type is aiohttp.WSMsgType.CLOSE
        for one in [*sockets, eleventh]:
            await one.close()


async def test_each_envelope_goes_to_one_connection(ws: Workspace, maria: Person) -> None:
    """Two connections share the envelopes; none comes twice."""
    async with listening(ws) as one, listening(ws) as other:
        for number in range(6):
            await maria.command("/handoff", f"request {number}", "C02REFUNDS")
        counts = [sum(1 for f in app.frames if f["type"] == "slash_commands") for app in (one, other)]
    assert counts == [3, 3]


async def test_ack_counts_from_any_connection(ws: Workspace, maria: Person) -> None:
    """An envelope may be acked on another connection than the one it came on."""
    async with listening(ws, ack=False) as one, listening(ws, ack=False) as other:
        asked = asyncio.create_task(maria.command("/handoff", "x", "C02REFUNDS"))
        waits = [asyncio.create_task(app.interaction("/handoff")) for app in (one, other)]
        done, left = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for task in left:
            task.cancel()
        stranger = other if waits[0] in done else one
        await stranger.acknowledge(done.pop().result())
        assert await asked == {}


async def test_event_is_retried_three_times_and_given_up(quick: Workspace, maria: Person) -> None:
    """Without an ack an event comes again at once, after one minute and after five, with its event id unchanged."""
    async with listening(quick, ack=False) as app:
        await maria.say("C02REFUNDS", "hello")
        for attempt, pause in enumerate((1, 60, 300), 1):
            await app.count(lambda f: f["type"] == "events_api", attempt)
            await not_acked(quick, attempt)
            quick.office.clock.advance(pause)
        await app.count(lambda f: f["type"] == "events_api", 4)
        await not_acked(quick, 4)
        quick.office.clock.advance(3600)
        await asyncio.sleep(0.05)
        events = [f for f in app.frames if f["type"] == "events_api"]
    assert [f["retry_attempt"] for f in events] == [0, 1, 2, 3]
    assert [f["retry_reason"] for f in events] == ["", "timeout", "timeout", "timeout"]
    assert len({f["payload"]["event_id"] for f in events}) == 1
    assert len({f["envelope_id"] for f in events}) == 4
    assert quick.office.traffic.latest(1)[0]["status"] == "given up"


async def test_retry_after_about_four_seconds(ws: Workspace, maria: Person) -> None:
    """In real time the first retry comes about four seconds after the first delivery."""
    async with listening(ws, ack=False) as app:
        started = asyncio.get_running_loop().time()
        await maria.say("C02REFUNDS", "hello")
        again = await app.wait(lambda f: f.get("retry_attempt") == 1, seconds=15)
        await app.acknowledge(again)
        waited = asyncio.get_running_loop().time() - started
    assert 3.8 < waited < 8


async def test_acked_event_does_not_come_again(quick: Workspace, maria: Person) -> None:
    """An acked event is done with."""
    async with listening(quick) as app:
        await maria.say("C02REFUNDS", "hello")
        await app.event(lambda p: p["event"]["text"] == "hello")
        await asyncio.sleep(0.4)
        quick.office.clock.advance(400)
        await asyncio.sleep(0.05)
        assert app.seen().count("message") == 1


async def test_command_is_never_retried(quick: Workspace, maria: Person) -> None:
    """An unacked command fails before the person's eyes and does not come again."""
    async with listening(quick, ack=False) as app:
        with pytest.raises(PersonError, match="did not respond in time") as caught:
            await maria.command("/handoff", "x", "C02REFUNDS")
        quick.office.clock.advance(400)
        await asyncio.sleep(0.05)
        assert app.seen().count("/handoff") == 1
    assert caught.value.error == "operation_timeout"


async def test_late_ack_is_lost(quick: Workspace, maria: Person) -> None:
    """An ack after the deadline changes nothing, and the inspector says so."""
    async with listening(quick, ack=False) as app:
        with pytest.raises(PersonError, match="operation_timeout"):
            await maria.command("/handoff", "x", "C02REFUNDS")
        await app.acknowledge(await app.interaction("/handoff"))
        await asyncio.sleep(0.05)
    acks = [entry for entry in quick.office.traffic.latest(10) if entry["name"] == "ack"]
    assert acks[0]["status"] == "too late, or a second one"


async def test_without_a_client_commands_fail_at_once(ws: Workspace, maria: Person) -> None:
    """With no client connected a command fails at once."""
    with pytest.raises(PersonError, match="not connected") as caught:
        await maria.command("/handoff", "x", "C02REFUNDS")
    assert caught.value.error == "dispatch_failed"


async def test_without_a_client_events_wait(ws: Workspace, maria: Person) -> None:
    """Events wait for a client, in their order, and are not marked as retries."""
    for number in range(5):
        await maria.say("C02REFUNDS", f"message {number}")
    assert ws.office.socket.waiting() == 5
    async with listening(ws) as app:
        await app.count(lambda f: f["type"] == "events_api", 5)
        events = [f for f in app.frames if f["type"] == "events_api"]
    assert [f["payload"]["event"]["text"] for f in events] == [f"message {number}" for number in range(5)]
    assert {f["retry_attempt"] for f in events} == {0}


async def test_events_that_waited_too_long_are_lost(ws: Workspace, maria: Person) -> None:
    """After the last retry would have been due, a waiting event is lost."""
    await maria.say("C02REFUNDS", "too early")
    ws.office.clock.advance(400)
    async with listening(ws) as app:
        await maria.say("C02REFUNDS", "in time")
        await app.event(lambda p: p["event"]["text"] == "in time")
        assert app.seen().count("message") == 1
    assert any(e["status"] == "lost" for e in ws.office.traffic.latest(20))


async def test_farewell_before_the_refresh(ws: Workspace, maria: Person) -> None:
    """Ten seconds before five hours are over a connection is warned; then nothing more is sent to it."""
    async with listening(ws) as app, listening(ws) as other:
        ws.office.clock.advance(18_060 - 10)
        warning = await app.wait(lambda f: f["type"] == "disconnect")
        await other.wait(lambda f: f["type"] == "disconnect")
        assert warning["reason"] == "warning"
        with pytest.raises(PersonError, match="dispatch_failed"):
            await maria.command("/handoff", "x", "C02REFUNDS")
        ws.office.clock.advance(11)
        await asyncio.wait_for(app.closed.wait(), 2)
        assert "/handoff" not in app.seen()


@pytest.mark.parametrize("reason", ["refresh_requested", "link_disabled", "warning"])
async def test_disconnect_on_demand(ws: Workspace, reason: str) -> None:
    """The control API sends any farewell at once."""
    async with listening(ws) as app, aiohttp.ClientSession() as session:
        await session.post(f"{ws.page}control/faults", json={"now": "disconnect", "reason": reason})
        frame = await app.wait(lambda f: f["type"] == "disconnect")
    assert frame["reason"] == reason
    assert set(frame) == {"type", "reason", "debug_info"}


async def test_ack_of_an_envelope_from_before_the_farewell_counts(ws: Workspace, maria: Person) -> None:
    """What was sent before a farewell can still be acked on the old connection."""
    async with listening(ws, ack=False) as app:
        asked = asyncio.create_task(maria.command("/handoff", "x", "C02REFUNDS"))
        frame = await app.interaction("/handoff")
        await ws.office.connections.disconnect_all("refresh_requested")
        await app.acknowledge(frame)
        assert await asked == {}


async def test_pings_both_ways(ws: Workspace) -> None:
    """The server pings, and answers a ping with the same words."""
    ws.office.connections.ping_seconds = 0.1
    async with aiohttp.ClientSession() as session:
        socket = await session.ws_connect(await open_url(ws), autoping=False)
        await socket.ping(b"are you there")
        kinds: dict[aiohttp.WSMsgType, Any] = {}
        while not {aiohttp.WSMsgType.PING, aiohttp.WSMsgType.PONG} <= set(kinds):
            frame = await socket.receive(timeout=2)
            kinds[frame.type] = frame.data
            if frame.type is aiohttp.WSMsgType.PING:
                await socket.pong(frame.data)
        await socket.close()
    assert kinds[aiohttp.WSMsgType.PONG] == b"are you there"


async def test_nonsense_from_the_app_does_no_harm(ws: Workspace, maria: Person) -> None:
    """Frames that are no acks are logged and passed over."""
    async with listening(ws) as app:
        for text in ("no json", "[]", "null", "{}", '{"envelope_id": "unknown"}', '{"envelope_id": []}'):
            await app.ws.send_str(text)
        assert await maria.command("/handoff", "x", "C02REFUNDS") == {}


async def test_envelope_keys(ws: Workspace, maria: Person) -> None:
    """Envelopes have the keys that Slack's have."""
    async with listening(ws) as app:
        await maria.say("C02REFUNDS", "hello")
        await maria.command("/handoff", "x", "C02REFUNDS")
        event = await app.event(lambda p: True)
        command = await app.interaction("/handoff")
    keys = {"envelope_id", "payload", "type", "accepts_response_payload"}
    assert set(command) == keys
    assert set(event) == keys | {"retry_attempt", "retry_reason"}
    assert (command["accepts_response_payload"], event["accepts_response_payload"]) == (True, False)
    assert name_of(event) == "message"
