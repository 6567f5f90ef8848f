"""The button "Show secret values": a window on top, for one person who may decide, each time in the record."""

from collections.abc import Mapping

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import BatonError
from handlers.slack.actions import Handler, ref_of, show_window
from handlers.slack.desk import Body, Desk, button_click
from handlers.slack.everything import secret_values_modal
from handlers.slack.ids import Action


async def show(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Show the secret values; who may not see them is told why. They go into this window and nowhere else."""
    shown, click = ref_of(body), button_click(body)
    try:
        values = await desk.engine.showing.show(click, shown.handoff)
    except BatonError as error:
        await ack()
        await desk.engine.say(click, {"what": "text", "text": str(error)})
        return
    story = await desk.engine.outbox.story(shown.handoff) if values else None
    await ack()
    if story is not None:
        await show_window(desk, body, secret_values_modal(story, values))


ROUTES: Mapping[Action, Handler] = {Action.SECRETS: show}
