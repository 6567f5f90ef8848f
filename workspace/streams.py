"""Messages that grow while the reader looks on: started, appended to, stopped, or ended by Slack after five minutes."""

from dataclasses import dataclass, field

from workspace.clock import Clock, Timer
from workspace.faults import Faults
from workspace.jsontypes import Json
from workspace.messages import Messages
from workspace.state import Channel, State

LIFE_SECONDS = 300.0
CHUNK_KINDS = ("markdown_text", "task_update", "plan_update", "blocks")


class StreamError(Exception):
    """A stream cannot go on; the text is Slack's error name."""


@dataclass
class Stream:
    """A stream of one message. `plan` is the block that holds the tasks when `display` is `plan`."""

    channel: Channel
    ts: str
    display: str
    ended: str = ""
    """The error name by which an append is refused; empty while the stream runs."""
    markdown: str = ""
    tasks: dict[str, Json] = field(default_factory=dict)
    plan_title: str = ""
    blocks: list[Json] = field(default_factory=list)
    timer: Timer | None = None


class Streams:
    """Keeps the running streams and builds the blocks of their messages."""

    def __init__(self, state: State, clock: Clock, messages: Messages, faults: Faults) -> None:
        self._state, self._clock, self._messages, self._faults = state, clock, messages, faults
        self._streams: dict[tuple[str, str], Stream] = {}

    def start(self, channel: Channel, message: Json, display: str) -> Stream:
        """Begin a stream on a message that was just posted."""
        stream = Stream(channel, message["ts"], display)
        stream.timer = self._clock.call_later(LIFE_SECONDS, lambda: self.end(stream, "message_not_in_streaming_state"))
        self._streams[channel.id, stream.ts] = stream
        return stream

    def running(self, channel: Channel, ts: str) -> Stream:
        """Return the running stream of a message.

        Raises:
            StreamError: `message_not_in_streaming_state` or `stopped_by_user`.

        """
        stream = self._streams.get((channel.id, ts))
        if stream is None:
            raise StreamError("message_not_in_streaming_state")
        if not stream.ended and self._faults.strike("stream_expiry", channel.id):
            self.end(stream, "message_not_in_streaming_state")
        if stream.ended:
            raise StreamError(stream.ended)
        return stream

    def is_running(self, channel: Channel, ts: str) -> bool:
        """Is this message being streamed right now?"""
        stream = self._streams.get((channel.id, ts))
        return stream is not None and not stream.ended

    def append(self, stream: Stream, chunks: list[Json]) -> None:
        """Add chunks, which are valid, and show the message as it is now."""
        for chunk in chunks:
            match chunk["type"]:
                case "markdown_text":
                    stream.markdown += chunk["text"]
                case "task_update":
                    stream.tasks[chunk["id"]] = stream.tasks.get(chunk["id"], {}) | chunk
                case "plan_update":
                    stream.plan_title = chunk["title"]
                case "blocks":
                    stream.blocks += chunk["blocks"]
        message = stream.channel.messages[stream.ts]
        message |= {"text": stream.markdown, "blocks": self._blocks(stream)}
        self._messages.show_progress(stream.channel, message)

    def end(self, stream: Stream, why: str) -> None:
        """End a stream; a later append gets the error `why`."""
        stream.ended = why
        if stream.timer is not None:
            stream.timer.cancel()
        message = stream.channel.messages.get(stream.ts)
        if message is not None:
            self._messages.show_progress(stream.channel, message)

    def stop_by_reader(self, channel: str, ts: str) -> bool:
        """End a stream because its reader pressed stop; return False where none is running."""
        stream = self._streams.get((channel, ts))
        if stream is None or stream.ended:
            return False
        self.end(stream, "stopped_by_user")
        return True

    def clear(self) -> None:
        """Forget everything."""
        for stream in self._streams.values():
            if stream.timer is not None:
                stream.timer.cancel()
        self._streams.clear()

    def _blocks(self, stream: Stream) -> list[Json]:
        cards = [_task_card(task) for task in stream.tasks.values()]
        if stream.display == "plan" and (cards or stream.plan_title):
            cards = [{"type": "plan", "block_id": "plan", "title": stream.plan_title or "Plan", "tasks": cards}]
        words = [{"type": "markdown", "block_id": "text", "text": stream.markdown}] if stream.markdown else []
        return [*cards, *words, *stream.blocks]


def _task_card(task: Json) -> Json:
    card = {"type": "task_card", "block_id": f"task-{task['id']}", "task_id": task["id"], "title": task["title"]}
    return card | {key: task[key] for key in ("status", "details", "output", "sources") if key in task}
