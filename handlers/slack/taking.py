"""Presses and windows about a shift that is handed over, and about what the command takes."""

from collections.abc import Mapping

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import BadInput
from handlers.slack import forms, shifts
from handlers.slack.actions import NOT_OURS, Handler, show_window
from handlers.slack.commands import COMMAND
from handlers.slack.desk import Body, Desk, button_click, window_click
from handlers.slack.ids import Action, Meta, Window
from handlers.slack.views import Handler as Sent


async def more(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Every form of the command, in a window."""
    await ack()
    await show_window(desk, body, forms.window(COMMAND))


async def take_all(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """One question before all of it is theirs; where one case is left there is nothing to ask."""
    await _open(desk, body, ack, some=False)


async def take_some(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Which ones, and what first."""
    await _open(desk, body, ack, some=True)


async def _open(desk: Desk, body: Body, ack: AsyncAck, *, some: bool) -> None:
    number = _number(str(body["actions"][0].get("value")))
    click = button_click(body)
    told = await desk.engine.shifts.handover(number)
    if len(told.untaken) < 2:
        await desk.engine.shifts.take(click, number, ())
        await ack()
        return
    refused = await desk.engine.shifts.refused(click, number)
    await ack()
    if not refused:
        await show_window(desk, body, shifts.window(told, some=some, channel=click.channel))


def _number(value: str) -> int:
    if not (value.isdecimal() and value.isascii() and len(value) < 16):
        raise BadInput(NOT_OURS)
    return int(value)


async def taken(desk: Desk, body: Body, meta: Meta) -> None:
    """They take what they chose."""
    chosen, first = shifts.read_window(body["view"]["state"]["values"])
    await desk.engine.shifts.take(window_click(body, meta), meta.request_id, chosen, first)


ROUTES: Mapping[Action, Handler] = {
    Action.FORMS: more,
    Action.SHIFT_ALL: take_all,
    Action.SHIFT_SOME: take_some,
}
WINDOWS: Mapping[Window, Sent] = {Window.SHIFT: taken}
