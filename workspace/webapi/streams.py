"""chat.startStream, chat.appendStream and chat.stopStream."""

from workspace import checks
from workspace.blocks import validate_message_blocks
from workspace.jsontypes import Json
from workspace.messages import Draft
from workspace.state import Channel
from workspace.streams import CHUNK_KINDS, Stream
from workspace.view_state import complete
from workspace.webapi import shown
from workspace.webapi.call import ApiError, Call, invalid_arguments, method
from workspace.webapi.chat import custom_icons, custom_name, may_post, thread_root

MOST_BLOCKS = 50
STATUSES = ("pending", "in_progress", "complete", "error")
NEEDED = {"markdown_text": ("text",), "task_update": ("id", "title", "status"), "plan_update": ("title",)}
"""Kind of chunk -> the keys that it must have as texts."""


def start_stream(call: Call) -> Json:
    """Post a message that will grow."""
    channel = may_post(call, call.channel())
    if channel.kind != "im":
        _check_recipient(call)
    chunks = _chunks(call)
    thread_ts = thread_root(channel, call.text("thread_ts") or None)
    plan = Draft(call.me, "", thread_ts=thread_ts, username=custom_name(call), icons=custom_icons(call))
    message = call.office.messages.post(channel, plan)
    call.office.sessions.clear_status(channel.id, thread_ts)
    stream = call.office.streams.start(channel, message, call.text("task_display_mode", "timeline"))
    call.office.streams.append(stream, chunks)
    return {"channel": channel.id, "ts": message["ts"]}


def _check_recipient(call: Call) -> None:
    if not call.text("recipient_team_id"):
        raise ApiError("missing_recipient_team_id")
    if not call.text("recipient_user_id"):
        raise ApiError("missing_recipient_user_id")
    if call.text("recipient_team_id") != call.office.seed.team_id:
        raise ApiError("team_not_found")
    if not call.office.state.exists(call.text("recipient_user_id")):
        raise ApiError("user_not_found")


def append_stream(call: Call) -> Json:
    """Add to a message that grows."""
    channel, stream = _running(call)
    chunks = _chunks(call)
    if not chunks:
        raise ApiError("no_text")
    _check_blocks(stream, chunks)
    call.office.streams.append(stream, chunks)
    return {"channel": channel.id, "ts": stream.ts}


def stop_stream(call: Call) -> Json:
    """Complete a message that grew."""
    channel, stream = _running(call)
    chunks = _chunks(call)
    blocks = checks.blocks(call.value("blocks"), "msg_blocks_too_long")
    if blocks:
        chunks.append({"type": "blocks", "blocks": blocks})
    metadata = checks.metadata(call.value("metadata"))
    _check_blocks(stream, chunks)
    call.office.streams.append(stream, chunks)
    message = channel.messages[stream.ts]
    if metadata:
        message["metadata"] = metadata
    message["blocks"] = complete(message["blocks"])
    call.office.streams.end(stream, "message_not_in_streaming_state")
    return {"channel": channel.id, "ts": stream.ts, "message": shown.message("chat.stopStream", message)}


def _running(call: Call) -> tuple[Channel, Stream]:
    channel = call.channel()
    call.message(channel)
    return channel, call.office.streams.running(channel, call.text("ts"))


def _chunks(call: Call) -> list[Json]:
    markdown, given = call.text("markdown_text"), call.value("chunks") or []
    if len(markdown) > checks.MARKDOWN_LIMIT:
        raise invalid_arguments(
            f"must be less than {checks.MARKDOWN_LIMIT + 1} characters [json-pointer:/markdown_text]"
        )
    if not isinstance(given, list) or not all(_is_chunk(one) for one in given):
        raise ApiError("invalid_chunks")
    return ([{"type": "markdown_text", "text": markdown}] if markdown else []) + given


def _is_chunk(chunk: object) -> bool:
    if not isinstance(chunk, dict) or chunk.get("type") not in CHUNK_KINDS:
        return False
    if chunk["type"] == "blocks":
        return isinstance(chunk.get("blocks"), list) and not validate_message_blocks(chunk["blocks"])
    if not all(isinstance(chunk.get(key), str) for key in NEEDED[chunk["type"]]):
        return False
    return chunk["type"] != "task_update" or chunk["status"] in STATUSES


def _check_blocks(stream: Stream, chunks: list[Json]) -> None:
    new = sum(len(chunk["blocks"]) for chunk in chunks if chunk["type"] == "blocks")
    if len(stream.blocks) + new > MOST_BLOCKS:
        raise ApiError("msg_blocks_too_many")


COMMON = "channel_not_found invalid_chunks is_archived messages_tab_disabled not_in_channel"
METHODS = (
    method(
        "chat.startStream",
        "t2",
        start_stream,
        "chat:write",
        "channel! chunks:json markdown_text thread_ts recipient_user_id recipient_team_id task_display_mode icon_emoji "
        "icon_url username",
        f"{COMMON} missing_recipient_team_id missing_recipient_user_id team_not_found user_not_found",
    ),
    method(
        "chat.appendStream",
        "t4",
        append_stream,
        "chat:write",
        "channel! ts! chunks:json markdown_text",
        f"{COMMON} message_not_found message_not_in_streaming_state msg_blocks_too_many no_text stopped_by_user",
    ),
    method(
        "chat.stopStream",
        "t2",
        stop_stream,
        "chat:write",
        "channel! ts! chunks:json markdown_text blocks:json metadata:json session_status",
        f"{COMMON} message_not_found message_not_in_streaming_state msg_blocks_too_many msg_blocks_too_long "
        "invalid_blocks invalid_metadata_format invalid_metadata_schema metadata_too_large",
    ),
)
