"""Presses and windows about one-time codes: approve with one, set them up, take them away."""

from collections.abc import Mapping
from dataclasses import replace

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.engine import Ballot
from handlers.slack import enrol, prove
from handlers.slack.actions import Handler, show_window
from handlers.slack.blocks import Block
from handlers.slack.desk import Body, Desk, button_click, person, window_click
from handlers.slack.ids import Action, Field, Meta, Window
from handlers.slack.modals import text_of
from handlers.slack.views import Handler as Sent
from handlers.slack.views import as_shown


async def set_up(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Send the picture, or ask who has codes for one first."""
    stands = await desk.engine.enrolling.standing(person(body))
    if stands.set_up_at is None:
        await desk.engine.enrolling.begin(button_click(body))
    await ack()
    if stands.set_up_at is not None:
        await show_window(desk, body, enrol.anew_modal())


async def first(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Open the window for the first code."""
    await ack()
    await show_window(desk, body, enrol.first_modal())


async def approve_sent(desk: Desk, body: Body, meta: Meta) -> None:
    """Approve, with what was asked for."""
    shown, _ = await as_shown(desk, meta)
    typed = prove.typed(body["view"])
    ballot = Ballot(shown.handoff, shown.revision, "approve", digest=shown.digest)
    ballot = replace(ballot, stage=shown.stage, code=typed.code, typed=typed.value)
    await desk.engine.verdicts.decide(window_click(body, meta), ballot)


def _settle_sent(verdict: str) -> Sent:
    async def settle_sent(desk: Desk, body: Body, meta: Meta) -> None:
        """Settle a doubt, with what was asked for."""
        shown, _ = await as_shown(desk, meta)
        typed = prove.typed(body["view"])
        ballot = Ballot(shown.handoff, shown.revision, "respond", digest=shown.digest)
        ballot = replace(ballot, stage=shown.stage, code=typed.code, typed=typed.value)
        await desk.engine.actions.settle(window_click(body, meta), shown.handoff, verdict, ballot)

    return settle_sent


async def first_sent(desk: Desk, body: Body, meta: Meta) -> Block:
    """The first code: the window shows the recovery codes in its place."""
    typed = text_of(body["view"]["state"]["values"], Field.CODE)
    return enrol.recovery_window(await desk.engine.enrolling.confirm(window_click(body, Meta()), typed))


async def anew_sent(desk: Desk, body: Body, meta: Meta) -> None:
    """Who has codes sets up new ones."""
    typed = text_of(body["view"]["state"]["values"], Field.CODE)
    await desk.engine.enrolling.begin(window_click(body, Meta()), typed)


ROUTES: Mapping[Action, Handler] = {Action.SET_UP_CODES: set_up, Action.FIRST_CODE: first}
WINDOWS: Mapping[Window, Sent] = {
    Window.APPROVE: approve_sent,
    Window.AGAIN: _settle_sent("again"),
    Window.DROP: _settle_sent("drop"),
    Window.FIRST_CODE: first_sent,
    Window.ANEW: anew_sent,
}
