"""chat.postMessage, chat.postEphemeral, chat.update, chat.delete and chat.getPermalink."""

from workspace import checks, typed
from workspace.jsontypes import Json
from workspace.messages import Draft
from workspace.state import Channel
from workspace.view_state import complete
from workspace.webapi import shown
from workspace.webapi.call import ApiError, Call, method

UPDATE_TEXT_LIMIT = 4000
CUSTOM = ("username", "icon_emoji", "icon_url")


def draft(call: Call, channel: Channel, too_long_error: str = "msg_blocks_too_long") -> Draft:
    """Return what is to be posted, checked.

    Raises:
        ApiError: the text, the blocks, the attachments, the metadata or the thread are not acceptable.

    """
    markdown = call.text("markdown_text")
    if markdown and (call.text("text") or call.value("blocks")):
        raise ApiError("markdown_text_conflict")
    blocks = checks.blocks(call.value("blocks"), too_long_error)
    attachments = checks.attachments(call.value("attachments"))
    if markdown:
        blocks = _markdown(markdown)
    text = call.text("text") or markdown
    if not text.strip() and not blocks and not attachments:
        raise ApiError("no_text")
    thread_ts = call.text("thread_ts") or None
    return Draft(
        user=call.me,
        text=typed.normalise(text[: checks.TEXT_CUT]),
        blocks=complete(blocks) if blocks else None,
        attachments=attachments or None,
        thread_ts=thread_root(channel, thread_ts),
        broadcast=call.flag("reply_broadcast"),
        metadata=checks.metadata(call.value("metadata")) or None,
        username=custom_name(call),
        icons=custom_icons(call),
    )


def _markdown(markdown: str) -> list[Json]:
    if len(markdown) > checks.MARKDOWN_LIMIT:
        message = f"[ERROR] must be less than {checks.MARKDOWN_LIMIT + 1} characters [json-pointer:/markdown_text]"
        raise ApiError("invalid_arguments", response_metadata={"messages": [message]})
    return [{"type": "markdown", "text": markdown}]


def thread_root(channel: Channel, thread_ts: str | None) -> str | None:
    """Return the ts of the root; a reply's own ts leads to its root, as Slack does it.

    Raises:
        ApiError: `cannot_reply_to_message`, where the root was deleted.

    """
    parent = channel.messages.get(thread_ts or "")
    if parent is not None and parent.get("subtype") == "tombstone":
        raise ApiError("cannot_reply_to_message")
    return str(parent.get("thread_ts", thread_ts)) if parent is not None else thread_ts


def _custom(call: Call, name: str) -> str | None:
    if any(call.text(one) for one in CUSTOM):
        call.need_scope("chat:write.customize")
    return call.text(name) or None


def custom_name(call: Call) -> str | None:
    """Return the name under which the bot wants to post this once."""
    return _custom(call, "username")


def custom_icons(call: Call) -> Json | None:
    """Return the picture with which the bot wants to post this once."""
    if emoji := _custom(call, "icon_emoji"):
        return {"emoji": emoji}
    if url := _custom(call, "icon_url"):
        return {"image_48": url}
    return None


def may_post(call: Call, channel: Channel) -> Channel:
    """Return the channel if the bot may post to it.

    Raises:
        ApiError: `is_archived`, `not_in_channel`, `messages_tab_disabled` or `ratelimited`.

    """
    if channel.archived:
        raise ApiError("is_archived")
    public = channel.kind == "channel" and "chat:write.public" in call.office.manifest.scopes
    if call.me not in channel.members and not public:
        raise ApiError("not_in_channel")
    if channel.kind == "im" and not call.office.manifest.messages_tab:
        raise ApiError("messages_tab_disabled")
    return channel


def post_message(call: Call) -> Json:
    """Post a message."""
    channel = may_post(call, call.channel(by_name=True))
    wanted = draft(call, channel)
    wait = call.office.limits.wait_for_post(channel.id)
    if wait:
        raise ApiError("ratelimited", retry_after=wait)
    message = call.office.messages.post(channel, wanted)
    call.office.sessions.clear_status(channel.id, wanted.thread_ts)
    return {"channel": channel.id, "ts": message["ts"], "message": shown.message("chat.postMessage", message)}


def post_ephemeral(call: Call) -> Json:
    """Show a message to one member of a channel."""
    channel = may_post(call, call.channel(by_name=True))
    if call.text("user") not in channel.members:
        raise ApiError("user_not_in_channel")
    if len(call.text("text")) > checks.TEXT_CUT:
        raise ApiError("msg_too_long")
    message = call.office.messages.ephemeral(channel, call.text("user"), draft(call, channel, "msg_too_long"))
    return {"message_ts": message["ts"]}


def update(call: Call) -> Json:
    """Change a message of the bot."""
    channel = call.channel()
    message = call.message(channel)
    if message.get("bot_id") != call.office.seed.bot_id:
        raise ApiError("cant_update_message")
    if call.office.streams.is_running(channel, message["ts"]):
        raise ApiError("streaming_state_conflict")
    changes = _changes(call)
    by_text = not changes.get("blocks")
    call.office.messages.edit(channel, message["ts"], changes, call.office.seed.bot_id, mark_edited=by_text)
    return {
        "channel": channel.id,
        "ts": message["ts"],
        "text": message["text"],
        "message": shown.message("chat.update", message),
    }


def _changes(call: Call) -> Json:
    """Return the keys of the message that change. What is not given stays, but new text alone takes the blocks away."""
    markdown = call.text("markdown_text")
    if markdown and (call.text("text") or call.value("blocks")):
        raise ApiError("markdown_text_conflict")
    if len(call.text("text")) > UPDATE_TEXT_LIMIT:
        raise ApiError("msg_too_long")
    blocks = _markdown(markdown) if markdown else checks.blocks(call.value("blocks"), "msg_too_long")
    attachments = checks.attachments(call.value("attachments"))
    text = call.text("text") or markdown
    if not (text or blocks or attachments):
        raise ApiError("no_text")
    changes: Json = {"text": typed.normalise(text)} if text else {}
    if text or blocks is not None:
        changes["blocks"] = complete(blocks) if blocks else None
    if attachments is not None:
        changes["attachments"] = attachments or None
    metadata = checks.metadata(call.value("metadata"))
    if metadata is not None:
        changes["metadata"] = metadata or None
    return changes


def delete(call: Call) -> Json:
    """Delete a message of the bot."""
    channel = call.channel()
    message = call.message(channel)
    if message.get("bot_id") != call.office.seed.bot_id:
        raise ApiError("cant_delete_message")
    call.office.messages.delete(channel, message["ts"])
    return {"channel": channel.id, "ts": message["ts"]}


def permalink(call: Call) -> Json:
    """Return the address of a message in the page."""
    channel = call.channel()
    message = call.message(channel, "message_ts")
    url = f"{call.office.base}/archives/{channel.id}/p{message['ts'].replace('.', '')}"
    if "thread_ts" in message:
        url += f"?thread_ts={message['thread_ts']}&cid={channel.id}"
    return {"permalink": url, "channel": channel.id}


CONTENT = "text blocks:json attachments:json thread_ts link_names:bool parse"
CUSTOM_LOOK = "username icon_emoji icon_url"
CONTENT_ERRORS = (
    "channel_not_found invalid_blocks invalid_blocks_format is_archived markdown_text_conflict no_text "
    "too_many_attachments"
)
METHODS = (
    method(
        "chat.postMessage",
        "t5",
        post_message,
        "chat:write",
        f"channel! {CONTENT} {CUSTOM_LOOK} markdown_text metadata:json mrkdwn:bool reply_broadcast:bool "
        "unfurl_links:bool unfurl_media:bool as_user:bool current_draft_last_updated_ts",
        f"{CONTENT_ERRORS} cannot_reply_to_message invalid_metadata_format invalid_metadata_schema "
        "messages_tab_disabled metadata_too_large msg_blocks_too_long not_in_channel",
    ),
    method(
        "chat.postEphemeral",
        "t4",
        post_ephemeral,
        "chat:write",
        f"channel! user! {CONTENT} {CUSTOM_LOOK} markdown_text metadata:json as_user:bool",
        f"{CONTENT_ERRORS} cannot_reply_to_message msg_too_long messages_tab_disabled not_in_channel "
        "user_not_in_channel",
    ),
    method(
        "chat.update",
        "t3",
        update,
        "chat:write",
        "channel! ts! text blocks:json attachments:json unfurled_attachments:json markdown_text metadata:json "
        "link_names:bool parse reply_broadcast:bool as_user:bool file_ids:list",
        "cant_update_message channel_not_found invalid_blocks invalid_blocks_format invalid_metadata_format "
        "invalid_metadata_schema markdown_text_conflict message_not_found metadata_too_large msg_too_long no_text "
        "streaming_state_conflict too_many_attachments",
    ),
    method(
        "chat.delete",
        "t3",
        delete,
        "chat:write",
        "channel! ts! as_user:bool",
        "cant_delete_message channel_not_found message_not_found",
    ),
    method(
        "chat.getPermalink",
        "t5",
        permalink,
        "",
        "channel! message_ts!",
        "channel_not_found message_not_found",
        json=False,
    ),
)
