"""Slack's door: every route on one screen."""

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from bot.errors import BatonError
from handlers.slack import actions, alone, codes, commands, handing, secrets, taking, views
from handlers.slack.desk import Body, Desk, button_click
from handlers.slack.directory import Directory
from handlers.slack.events import Inbox
from handlers.slack.ids import Action, action_of
from handlers.slack.out import answered, metadata
from handlers.slack.threads import SHORTCUT

log = logging.getLogger(__name__)
SORRY = "Something went wrong on Baton’s side. It is in the log; look at the card, then try again."
_ROUTES = {**actions.ROUTES, **handing.ROUTES, **alone.ROUTES, **codes.ROUTES, **secrets.ROUTES, **taking.ROUTES}
_SHOWS = frozenset(
    {
        *(Action.SHOW, Action.MORE, Action.REVIEW, Action.QUEUE, Action.STAND, Action.STANDS),
        *(Action.WHY, Action.BEHIND, Action.HOUR, Action.THROUGH),
    }
)
"""Presses that decide nothing and show what the record holds: for people of this workspace alone."""
_ANYTHING = re.compile(".*", re.S)


def register(app: AsyncApp, desk: Desk, inbox: Inbox, directory: Directory) -> None:
    """Connect every route. What is subscribed and not listed is acked and left alone."""

    @app.middleware
    async def keep(body: dict[str, Any], next: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse:  # noqa: A002
        if body.get("type") == "event_callback" and not directory.hear(body.get("event") or {}):
            await inbox.keep(body)  # a raise here means no ack: Slack sends it again
        return await next()

    @app.event(_ANYTHING)
    async def event() -> None:
        """Heard or kept already; the inbox works it off."""

    @app.command(commands.COMMAND)
    async def command(body: dict[str, Any], ack: AsyncAck) -> None:
        await commands.handoff(desk, body, ack)

    @app.shortcut(SHORTCUT)
    async def shortcut(body: dict[str, Any], ack: AsyncAck) -> None:
        await inbox.keep(body)
        await ack()

    @app.action(_ANYTHING)
    async def action(body: dict[str, Any], ack: AsyncAck) -> None:
        await _press(desk, body, ack)

    app.view(_ANYTHING)(_sender(desk))
    app.view_closed(_ANYTHING)(_closed)


def _sender(desk: Desk) -> Callable[..., Awaitable[None]]:
    async def sent(body: dict[str, Any], ack: AsyncAck) -> None:
        await views.send(desk, body, ack, {**alone.WINDOWS, **codes.WINDOWS, **handing.WINDOWS, **taking.WINDOWS})

    return sent


async def _closed(ack: AsyncAck) -> None:
    """A window was closed without being sent: nothing happens."""
    await ack()


async def _press(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """A button or a menu. What cannot be recorded is said; a bug is logged and apologised for."""
    try:
        name, _ = action_of(str(body["actions"][0]["action_id"]))
    except ValueError:
        await ack()
        return
    try:
        if name in _SHOWS and await desk.engine.refuse_stranger(button_click(body), "show"):
            await ack()
            return
        if name is Action.QUEUE and await desk.engine.refuse_guest(button_click(body), "show"):
            await ack()
            return
        await _ROUTES[name](desk, body, ack)
    except BatonError as error:
        await ack()
        await _tell(desk, body, str(error))
    except Exception as error:
        log.exception("the press of %s failed", name)
        await ack()
        gone = type(error) is LookupError  # no such row: a card of another database
        await _tell(desk, body, actions.NOT_OURS if gone else SORRY)


async def _tell(desk: Desk, body: Body, text: str) -> None:
    """Straight to the person, where they pressed: the database may be the very thing that is in trouble.

    In a direct message where they pressed in App Home or in a window, or where Baton cannot speak any more.
    """
    click = button_click(body)
    if click.channel and not click.channel.startswith("D"):
        thread: dict[str, Any] = {"thread_ts": click.thread} if click.thread else {}
        try:
            await desk.client.chat_postEphemeral(channel=click.channel, user=click.who.user, text=text, **thread)
        except SlackApiError as error:
            log.warning("what is told where somebody pressed goes to them alone: %s", answered(error))
        else:
            return
    to = click.channel if click.channel.startswith("D") else click.who.user
    await desk.client.chat_postMessage(channel=to, text=text, metadata=metadata(f"told:{click.key}"))
