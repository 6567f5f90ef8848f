"""What every handler has at hand, and how a body of Slack's becomes a click."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.checkpoints import Checkpoint
from bot.engine import Click, Engine
from handlers.slack.ids import Meta
from storage.models import Who

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Desk:
    """The engine, and the client for what goes out directly (`views.*`). `signed`: the last checkpoint, if any."""

    engine: Engine
    client: AsyncWebClient
    signed: Callable[[], Checkpoint | None] = lambda: None


def person(body: Body) -> Who:
    """Who pressed, sent or wrote."""
    user = body.get("user") or {}
    team = user.get("team_id") or (body.get("team") or {}).get("id") or body.get("team_id") or ""
    return Who(str(team), str(user.get("id") or body.get("user_id") or ""))


def button_click(body: Body) -> Click:
    """A press of a button or a choice in a menu: the same key on every delivery of the same press."""
    action = body["actions"][0]
    container = body.get("container") or {}
    place = container.get("message_ts") or container.get("view_id") or body.get("trigger_id", "")
    channel = str((body.get("channel") or {}).get("id") or container.get("channel_id") or "")
    who, thread = person(body), thread_of(body)
    key = f"click:{who.user}:{channel}:{place}:{action.get('action_id')}:{action.get('action_ts')}"
    return Click(key, who, channel, thread)


def thread_of(body: Body) -> str:
    """The thread that the pressed message was said in; a message that only has one below it stands in the channel."""
    container = body.get("container") or {}
    thread = str((body.get("message") or {}).get("thread_ts") or container.get("thread_ts") or "")
    return "" if thread == container.get("message_ts") else thread


def window_click(body: Body, meta: Meta) -> Click:
    """A window that was sent; the answer goes to the channel, and the thread, that it was opened from."""
    view = body["view"]
    return Click(f"view:{view['id']}:{view.get('hash', '')}", person(body), meta.channel, meta.thread)
