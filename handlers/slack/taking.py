"""Presses and windows about a shift that is handed over, and about what the command takes."""

from collections.abc import Mapping

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.slack import forms
from handlers.slack.actions import Handler, show_window
from handlers.slack.commands import COMMAND
from handlers.slack.desk import Body, Desk
from handlers.slack.ids import Action


async def more(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Every form of the command, in a window."""
    await ack()
    await show_window(desk, body, forms.window(COMMAND))


ROUTES: Mapping[Action, Handler] = {Action.FORMS: more}
