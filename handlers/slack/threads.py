"""The shortcut "Hand off to Baton": a whole thread, with who said what, becomes one request."""

import logging
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.engine import Incoming
from handlers.slack.desk import Body, Desk, person
from handlers.slack.files import shortened, with_files
from handlers.slack.out import answered
from storage.models import Who

SHORTCUT = "hand_off"
MOST_MESSAGES = 1000
log = logging.getLogger(__name__)


async def handed_over(desk: Desk, body: Body) -> None:
    """Record the thread that a message belongs to as a request of the person who pressed."""
    message, channel = body.get("message") or {}, str(body["channel"]["id"])
    root = str(message.get("thread_ts") or message.get("ts"))
    said = await thread(desk, channel, root) or [message]
    who = person(body)
    incoming = Incoming(
        source_key=f"shortcut:{who.team}:{channel}:{root}:{body.get('action_ts')}",
        via="shortcut",
        text=await transcript(desk, said),
        who=who,
        channel=channel,
        message_ts=str(message.get("ts")),
        handed=True,
        said_by=authors(desk, said, who.team),
    )
    await desk.engine.requests.submit(incoming, desk.engine.workflow_of(channel))


async def thread(desk: Desk, channel: str, root: str) -> list[dict[str, Any]]:
    """The messages of a thread, oldest first, page by page; none where Baton cannot read there."""
    found: list[dict[str, Any]] = []
    cursor = ""
    try:
        while len(found) < MOST_MESSAGES:
            answer = await desk.client.conversations_replies(channel=channel, ts=root, limit=200, cursor=cursor or None)
            found += answer.get("messages") or []
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                break
    except SlackApiError as error:
        why = answered(error)
        if why not in {"not_in_channel", "channel_not_found", "missing_scope", "thread_not_found"}:
            raise
        log.info("the thread cannot be read (%s); only the message itself is handed over", why)
    return list({str(each.get("ts")): each for each in found}.values())


async def transcript(desk: Desk, messages: list[dict[str, Any]]) -> str:
    """Who said what, with their text files, one message a line; a single message stands without a name.

    Further lines of a message are indented: nobody writes a line that reads as somebody else's.
    """
    people = desk.engine.world.people
    lines: list[tuple[str, str]] = []
    for each in messages:
        words = await with_files(desk, each, unescaped(str(each.get("text") or "")))
        if words and each.get("user") != people.bot_user:
            name = people.name(str(each.get("user") or each.get("bot_id") or "somebody"))
            lines.append((name, "\n    ".join(words.splitlines())))
    text = lines[0][1] if len(lines) == 1 else "\n".join(f"{name}: {words}" for name, words in lines)
    return shortened(text)


def authors(desk: Desk, messages: list[dict[str, Any]], team: str) -> tuple[Who, ...]:
    """The people whose words a transcript of these messages holds."""
    users = dict.fromkeys(str(each["user"]) for each in messages if each.get("user"))
    return tuple(Who(team, user) for user in users if user != desk.engine.world.people.bot_user)


def unescaped(text: str) -> str:
    """The text as it was typed: Slack's escapes undone."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()
