"""What happens later: scheduled messages, streams, status lines, and the clock that makes it come sooner."""

import asyncio
from functools import partial
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.apps import refusal
from workspace.clock import Clock
from workspace.driver import Person
from workspace.server import Workspace

REFUNDS = "C02REFUNDS"
TO_MARIA: dict[str, Any] = {"recipient_user_id": "U02MARIA", "recipient_team_id": "T01BATON"}


def later(ws: Workspace, seconds: float) -> int:
    """Return a moment in the workspace's time, in epoch seconds."""
    return int(ws.office.clock.now() + seconds)


# --- scheduled messages ----------------------------------------------------------------------------------------------


async def test_scheduled_message_is_posted(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """At its time, and not before, the message is there for everybody."""
    kept = await client.chat_scheduleMessage(channel=REFUNDS, post_at=later(ws, 600), text="good morning")
    listed = (await client.chat_scheduledMessages_list())["scheduled_messages"]
    assert [(one["id"], one["text"]) for one in listed] == [(kept["scheduled_message_id"], "good morning")]
    ws.office.clock.advance(590)
    assert (await client.conversations_history(channel=REFUNDS))["messages"] == []
    ws.office.clock.advance(11)
    await maria.wait_for_message(REFUNDS, lambda m: m["text"] == "good morning")
    assert (await client.chat_scheduledMessages_list())["scheduled_messages"] == []


async def test_scheduled_message_with_metadata_never_comes(ws: Workspace, client: AsyncWebClient) -> None:
    """Slack accepts a scheduled message with metadata and never posts it; so do we."""
    metadata = {"event_type": "x", "event_payload": {}}
    await client.chat_scheduleMessage(channel=REFUNDS, post_at=later(ws, 600), text="lost", metadata=metadata)
    ws.office.clock.advance(3600)
    assert (await client.conversations_history(channel=REFUNDS))["messages"] == []


async def test_scheduled_message_is_taken_back(ws: Workspace, client: AsyncWebClient) -> None:
    """Until a minute before its time a message can be taken back, once."""
    kept = await client.chat_scheduleMessage(channel=REFUNDS, post_at=later(ws, 600), text="x")
    one = {"channel": REFUNDS, "scheduled_message_id": kept["scheduled_message_id"]}
    await client.chat_deleteScheduledMessage(**one)
    assert await refusal(client.chat_deleteScheduledMessage(**one)) == "invalid_scheduled_message_id"
    soon = await client.chat_scheduleMessage(channel=REFUNDS, post_at=later(ws, 30), text="y")
    one["scheduled_message_id"] = soon["scheduled_message_id"]
    assert await refusal(client.chat_deleteScheduledMessage(**one)) == "invalid_scheduled_message_id"
    ws.office.clock.advance(700)
    texts = [one["text"] for one in (await client.conversations_history(channel=REFUNDS))["messages"]]
    assert texts == ["y"]


@pytest.mark.parametrize(("seconds", "error"), [(-5, "time_in_past"), (121 * 86_400, "time_too_far")])
async def test_time_of_a_scheduled_message(ws: Workspace, client: AsyncWebClient, seconds: int, error: str) -> None:
    """Not in the past and not more than 120 days ahead."""
    call = client.chat_scheduleMessage(channel=REFUNDS, post_at=later(ws, seconds), text="x")
    assert await refusal(call) == error


async def test_time_must_be_a_number(client: AsyncWebClient) -> None:
    """A time that is none is invalid_time."""
    assert await refusal(client.chat_scheduleMessage(channel=REFUNDS, post_at="soon", text="x")) == "invalid_time"


async def test_thirty_in_five_minutes(ws: Workspace, client: AsyncWebClient) -> None:
    """The 31st message for the same five minutes of a channel is refused; another channel is free."""
    window = (later(ws, 3600) // 300 + 1) * 300
    for number in range(30):
        await client.chat_scheduleMessage(channel=REFUNDS, post_at=window + number, text="x")
    call = client.chat_scheduleMessage(channel=REFUNDS, post_at=window + 40, text="x")
    assert await refusal(call) == "restricted_too_many"
    assert (await client.chat_scheduleMessage(channel="C03ACCESS", post_at=window, text="x"))["ok"]


# --- streams ---------------------------------------------------------------------------------------------------------


async def test_sdk_streams_a_message(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """The SDK's own stream helper lets a message grow before the reader's eyes."""
    root = await maria.say(REFUNDS, "tell me")
    stream = await client.chat_stream(channel=REFUNDS, thread_ts=root, buffer_size=1, **TO_MARIA)
    await stream.append(markdown_text="one ")
    await maria.wait_for_message(REFUNDS, lambda m: m["text"] == "one ")
    await stream.append(markdown_text="two")
    await maria.wait_for_message(REFUNDS, lambda m: m["text"] == "one two")
    stopped = await stream.stop(markdown_text="!", blocks=[{"type": "divider"}])
    assert stopped["message"]["text"] == "one two!"
    assert [block["type"] for block in stopped["message"]["blocks"]] == ["markdown", "divider"]
    assert stopped["message"]["thread_ts"] == root


@pytest.mark.parametrize(("display", "kinds"), [("timeline", ["task_card", "task_card"]), ("plan", ["plan"])])
async def test_tasks_in_a_stream(
    ws: Workspace, client: AsyncWebClient, maria: Person, display: str, kinds: list[str]
) -> None:
    """Tasks come as cards or as one plan, and an update changes its own task."""
    root = await maria.say(REFUNDS, "tell me")
    started = await client.chat_startStream(channel=REFUNDS, thread_ts=root, task_display_mode=display, **TO_MARIA)
    spot = {"channel": REFUNDS, "ts": started["ts"]}
    task = {"type": "task_update", "id": "1", "title": "Look", "status": "in_progress"}
    await client.chat_appendStream(**spot, markdown_text="", chunks=[task, task | {"id": "2", "title": "Act"}])
    await client.chat_appendStream(**spot, markdown_text="", chunks=[task | {"status": "complete"}])
    message = ws.office.state.channels[REFUNDS].messages[started["ts"]]
    assert [block["type"] for block in message["blocks"]] == kinds
    tasks = message["blocks"][0]["tasks"] if display == "plan" else message["blocks"]
    assert [one["status"] for one in tasks] == ["complete", "in_progress"]


async def test_stream_ends_after_five_minutes(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """Slack ends a stream of its own accord; chat.update then works, which it did not before."""
    root = await maria.say(REFUNDS, "tell me")
    ts = (await client.chat_startStream(channel=REFUNDS, thread_ts=root, **TO_MARIA))["ts"]
    assert await refusal(client.chat_update(channel=REFUNDS, ts=ts, text="x")) == "streaming_state_conflict"
    ws.office.clock.advance(301)
    late = client.chat_appendStream(channel=REFUNDS, ts=ts, markdown_text="x")
    assert await refusal(late) == "message_not_in_streaming_state"
    assert await refusal(client.chat_stopStream(channel=REFUNDS, ts=ts)) == "message_not_in_streaming_state"
    assert (await client.chat_update(channel=REFUNDS, ts=ts, text="the rest"))["ok"]


async def test_reader_stops_a_stream(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """A stream that its reader stopped says so."""
    root = await maria.say(REFUNDS, "tell me")
    ts = (await client.chat_startStream(channel=REFUNDS, thread_ts=root, **TO_MARIA))["ts"]
    await maria._post("stop", channel=REFUNDS, ts=ts)
    assert await refusal(client.chat_appendStream(channel=REFUNDS, ts=ts, markdown_text="x")) == "stopped_by_user"


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("chat.startStream", {}, "missing_recipient_team_id"),
        ("chat.startStream", {"recipient_team_id": "T01BATON"}, "missing_recipient_user_id"),
        ("chat.startStream", {"recipient_team_id": "T99", "recipient_user_id": "U02MARIA"}, "team_not_found"),
        ("chat.startStream", {"recipient_team_id": "T01BATON", "recipient_user_id": "U99"}, "user_not_found"),
        ("chat.startStream", {**TO_MARIA, "chunks": [{"type": "song"}]}, "invalid_chunks"),
        ("chat.startStream", {**TO_MARIA, "chunks": [{"type": "task_update", "id": "1"}]}, "invalid_chunks"),
        ("chat.startStream", {**TO_MARIA, "markdown_text": "x" * 12_001}, "invalid_arguments"),
        ("chat.appendStream", {"ts": "1.000001", "markdown_text": "x"}, "message_not_found"),
    ],
)
async def test_streams_are_refused(client: AsyncWebClient, method: str, arguments: dict[str, Any], error: str) -> None:
    """Each refusal of a stream has Slack's name."""
    assert await refusal(client.api_call(method, json={"channel": REFUNDS, **arguments})) == error


async def test_stream_in_a_direct_message_needs_no_recipient(client: AsyncWebClient) -> None:
    """In a direct message the reader is known."""
    dm = (await client.conversations_open(users="U02MARIA"))["channel"]["id"]
    assert (await client.api_call("chat.startStream", json={"channel": dm, "markdown_text": "hello"}))["ok"]


# --- status lines ----------------------------------------------------------------------------------------------------


async def test_status_line_comes_and_goes(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """A status goes away with the next message, or after two minutes."""

    def status(person: Person) -> str | None:
        events = [one for one in person.heard if one["type"] == "session"]
        return str(events[-1]["status"]) if events else None

    root = await maria.say(REFUNDS, "work")
    thread: dict[str, Any] = {"channel_id": REFUNDS, "thread_ts": root}
    await client.assistant_threads_setStatus(**thread, status="is thinking")
    await maria.wait_for(lambda person: status(person) == "is thinking")
    await client.chat_postMessage(channel=REFUNDS, thread_ts=root, text="done")
    await maria.wait_for(lambda person: status(person) == "")
    await client.assistant_threads_setStatus(**thread, status="is thinking again")
    ws.office.clock.advance(121)
    await maria.wait_for(lambda person: status(person) == "")
    wrong = client.assistant_threads_setStatus(channel_id=REFUNDS, thread_ts="1.000001", status="x")
    assert await refusal(wrong) == "invalid_thread_ts"


# --- the clock -------------------------------------------------------------------------------------------------------


class Hands:
    """A wall and a stopwatch that stand still until they are moved."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def read(self) -> float:
        """Return the seconds."""
        return self.seconds


async def test_clock_scales_and_jumps() -> None:
    """Time passes faster by the scale and moves by jumps; short deadlines follow only the jumps."""
    hands = Hands()
    clock = Clock(wall=lambda: 1000.0, monotonic=hands.read)
    short = clock.short()
    hands.seconds = 10
    assert clock.now() == 1010
    clock.set_scale(60)
    hands.seconds = 11
    assert clock.now() == 1070
    clock.advance(100)
    assert clock.now() == 1170
    assert clock.short() - short == 111


async def test_timers_run_in_order_and_can_be_cancelled() -> None:
    """A jump runs what falls due, in its order, and nothing that was cancelled."""
    clock, seen = Clock(), list[str]()
    for name, seconds in (("b", 20), ("a", 10), ("c", 30), ("late", 100)):
        clock.call_later(seconds, partial(seen.append, name))
    clock.call_later(15, lambda: seen.append("cancelled")).cancel()
    clock.advance(50)
    assert seen == ["a", "b", "c"]
    clock.stop()


async def test_sleep_follows_the_scale() -> None:
    """A minute at 600 times the speed is a tenth of a second."""
    clock = Clock(scale=600)
    started = asyncio.get_running_loop().time()
    await clock.sleep(60)
    assert 0.08 < asyncio.get_running_loop().time() - started < 1


async def test_pages_hear_of_the_clock(ws: Workspace, maria: Person) -> None:
    """The control API changes the clock and tells the pages."""
    async with aiohttp.ClientSession() as session:
        url = f"{ws.page}control/clock"
        before = (await (await session.get(url)).json())["now"]
        after = await (await session.post(url, json={"scale": 2, "advance_seconds": 3600})).json()
        assert (await session.post(url, json={"scale": 0})).status == 400
        assert (await session.post(url, json={"advance_seconds": -1})).status == 400
        assert (await session.post(url, json={"scale": "fast"})).status == 400
        for wrong in ("nan", "inf", float("nan"), float("inf"), 1e300, 10**400):
            for name in ("scale", "advance_seconds"):
                answer = await session.post(url, json={name: wrong})
                assert (answer.status, name in (await answer.json())["message"]) == (400, True)
        assert (await session.get(f"{ws.page}ui/boot", params={"user": "U02MARIA"})).status == 200
    assert after["scale"] == 2
    assert after["now"] - before >= 3600
    event = await maria.wait_for(lambda person: [one for one in person.heard if one["type"] == "clock"])
    assert event[-1]["scale"] == 2
