"""chat.scheduleMessage, chat.deleteScheduledMessage and chat.scheduledMessages.list."""

from workspace.jsontypes import Json
from workspace.schedule import Scheduled
from workspace.webapi import paging
from workspace.webapi.call import ApiError, Call, method
from workspace.webapi.chat import CONTENT, CONTENT_ERRORS, draft, may_post


def schedule_message(call: Call) -> Json:
    """Keep a message and post it at its time."""
    channel = may_post(call, call.channel(by_name=True))
    try:
        post_at = int(call.text("post_at"))
    except ValueError as error:
        raise ApiError("invalid_time") from error
    wanted = draft(call, channel, "msg_too_long")
    one = call.office.schedule.add(channel, post_at, wanted)
    message: Json = {
        "type": "delayed_message",
        "text": wanted.text,
        "bot_id": call.office.seed.bot_id,
        **({"blocks": wanted.blocks} if wanted.blocks else {}),
        **({"attachments": wanted.attachments} if wanted.attachments else {}),
        **({"metadata": wanted.metadata} if wanted.metadata else {}),
    }
    return {"channel": channel.id, "scheduled_message_id": one.id, "post_at": post_at, "message": message}


def delete_scheduled(call: Call) -> Json:
    """Take a message back that is not due within a minute."""
    if not call.office.schedule.cancel(call.text("scheduled_message_id"), call.channel()):
        raise ApiError("invalid_scheduled_message_id")
    return {}


def list_scheduled(call: Call) -> Json:
    """List what waits to be posted."""
    channel = call.text("channel")
    if channel and channel not in call.office.state.channels:
        raise ApiError("invalid_channel")
    oldest, latest = float(call.value("oldest") or 0), float(call.value("latest") or 10**11)
    waiting = [
        one
        for one in call.office.schedule.waiting()
        if (not channel or one.channel.id == channel) and oldest <= one.post_at <= latest
    ]
    result = paging.page(call, waiting, "scheduled_messages", 100, 1000)
    result["scheduled_messages"] = [_listed(one) for one in result["scheduled_messages"]]
    return result


def _listed(one: Scheduled) -> Json:
    return {
        "id": one.id,
        "channel_id": one.channel.id,
        "post_at": one.post_at,
        "date_created": one.created,
        "text": one.draft.text,
    }


METHODS = (
    method(
        "chat.scheduleMessage",
        "t3",
        schedule_message,
        "chat:write",
        f"channel! post_at! {CONTENT} markdown_text metadata:json reply_broadcast:bool unfurl_links:bool "
        "unfurl_media:bool as_user:bool",
        f"{CONTENT_ERRORS} invalid_metadata_format invalid_metadata_schema metadata_too_large not_in_channel "
        "invalid_time msg_too_long restricted_too_many time_in_past time_too_far",
    ),
    method(
        "chat.deleteScheduledMessage",
        "t3",
        delete_scheduled,
        "chat:write",
        "channel! scheduled_message_id! as_user:bool",
        "channel_not_found invalid_scheduled_message_id",
    ),
    method(
        "chat.scheduledMessages.list",
        "t3",
        list_scheduled,
        "",
        "channel cursor latest:int limit:int oldest:int team_id",
        "invalid_channel invalid_cursor",
    ),
)
