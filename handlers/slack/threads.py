"""The shortcut "Hand off to Baton": a whole thread, with who said what, becomes one request."""

import logging
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.engine import Incoming
from bot.engine.requests import MAX_TEXT
from handlers.slack.desk import Body, Desk, person
from handlers.slack.out import answered

SHORTCUT = "hand_off"
log = logging.getLogger(__name__)


async def handed_over(desk: Desk, body: Body) -> None:
    """Record the thread that a message belongs to as a request of the person who pressed."""
    message, channel = body.get("message") or {}, str(body["channel"]["id"])
    root = str(message.get("thread_ts") or message.get("ts"))
    said = await _thread(desk, channel, root) or [message]
    who = person(body)
    incoming = Incoming(
        source_key=f"shortcut:{who.team}:{channel}:{root}:{body.get('action_ts')}",
        via="shortcut",
        text=transcript(desk, said),
        who=who,
        channel=channel,
        message_ts=str(message.get("ts")),
    )
    await desk.engine.requests.submit(incoming, desk.engine.workflow_of(channel))


async def _thread(desk: Desk, channel: str, root: str) -> list[dict[str, Any]]:
    """The messages of a thread, oldest first; none where Baton cannot read there."""
    try:
        answer = await desk.client.conversations_replies(channel=channel, ts=root, limit=200)
    except SlackApiError as error:
        why = answered(error)
        if why not in {"not_in_channel", "channel_not_found", "missing_scope", "thread_not_found"}:
            raise
        log.info("the thread cannot be read (%s); only the message itself is handed over", why)
        return []
    return list(answer.get("messages") or [])


def transcript(desk: Desk, messages: list[dict[str, Any]]) -> str:
    """Who said what, one message a line; a single message stands as it is. What is too long is cut visibly."""
    people = desk.engine.world.people
    lines = [
        (people.name(str(each.get("user") or each.get("bot_id") or "somebody")), str(each.get("text") or "").strip())
        for each in messages
        if str(each.get("text") or "").strip() and each.get("user") != people.bot_user
    ]
    text = lines[0][1] if len(lines) == 1 else "\n".join(f"{name}: {words}" for name, words in lines)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    mark = f" … ({len(text) - MAX_TEXT + 40:,} more characters)"
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 40] + mark
