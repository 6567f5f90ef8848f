"""Presses and windows about acting alone. Each: parse, one engine method, ack; the answer is a row of the outbox."""

from collections.abc import Mapping
from datetime import datetime

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import BadInput
from handlers.slack import pages
from handlers.slack.actions import NOT_OURS, Handler, origin, ref_of, show_window
from handlers.slack.desk import Body, Desk, button_click, window_click
from handlers.slack.ids import Action, Meta, Window
from handlers.slack.views import Handler as Sent


def _value(body: Body, parts: int, mark: str = "/") -> list[str]:
    """The parts of a button's value.

    Raises:
        BadInput: it is none of ours.
    """
    found = str(body["actions"][0].get("value")).split(mark)
    if len(found) != parts:
        raise BadInput(NOT_OURS)
    return found


async def wrong(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Open the window with what may have been wrong."""
    story = await desk.engine.outbox.story(ref_of(body).handoff)
    await ack()
    if story is not None:
        await show_window(desk, body, pages.wrong_modal(story, *origin(body)))


async def take_back(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Take an act alone back."""
    await desk.engine.afterwards.undo(button_click(body), ref_of(body).handoff)
    await ack()


async def why(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Why it ran alone."""
    found = await desk.engine.insights.why(ref_of(body).handoff)
    if found is None:
        raise BadInput(NOT_OURS)
    await ack()
    await show_window(desk, body, pages.why_window(found, desk.signed()))


async def behind(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """The decisions behind an act alone."""
    found = await desk.engine.insights.behind(ref_of(body).handoff)
    if found is None:
        raise BadInput(NOT_OURS)
    await ack()
    await show_window(desk, body, pages.behind_window(found, desk.engine.world.clock()))


def _seen(verdict: str) -> Handler:
    async def seen(desk: Desk, body: Body, ack: AsyncAck) -> None:
        """What a person says of an act that was picked for a check."""
        await desk.engine.afterwards.look(button_click(body), ref_of(body).handoff, verdict)
        await ack()

    return seen


async def hour(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """The acts of an hour."""
    place, start = _value(body, 2, "@")
    workflow, _, step = place.partition("/")
    try:
        begins = datetime.fromisoformat(start)
    except ValueError as error:
        raise BadInput(NOT_OURS) from error
    found = await desk.engine.insights.hour(workflow, step, begins)
    if found is None:
        raise BadInput(NOT_OURS)
    await ack()
    await show_window(desk, body, pages.list_window("Acts alone", found.acts, desk.engine.world.clock()))


async def through(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """What ran alone since the first wrong one."""
    workflow, step, version, epoch, first = _value(body, 5)
    if not (epoch.isdecimal() and first.isdecimal()):
        raise BadInput(NOT_OURS)
    found = await desk.engine.insights.since(workflow, step, version, int(epoch), int(first))
    await ack()
    await show_window(desk, body, pages.list_window("Look through", found, desk.engine.world.clock()))


async def stand(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """How a step stands."""
    workflow, step = _value(body, 2)
    found = {(each.workflow.id, each.step.name): each for each in await desk.engine.insights.stands()}
    if (workflow, step) not in found:
        raise BadInput(NOT_OURS)
    await ack()
    own = desk.engine.afterwards.owns(button_click(body))
    people = own and desk.engine.world.shelf.team.reviewers == "person"
    await show_window(desk, body, pages.stand_window(found[workflow, step], people=people))


async def stands(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """How every step stands, in a window."""
    insights = desk.engine.insights
    told = pages.overview(await insights.stands(), await insights.spared(), desk.engine.world.clock())
    await ack()
    await show_window(desk, body, pages.stands_window(told.blocks))


async def keep_asking(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """An owner pauses a step."""
    await desk.engine.afterwards.hold(button_click(body), *_value(body, 2))
    await ack()


async def resume(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """An owner lets a step go on; `/` alone = everything."""
    await desk.engine.afterwards.resume(button_click(body), *_value(body, 2))
    await ack()


async def pause_all(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Ask an owner once more before everything is paused."""
    click = button_click(body)
    owner = not await desk.engine.afterwards.refuse_unowned(click, "pause")
    about = await desk.engine.insights.about_to_run() if owner else 0
    await ack()
    if owner:
        await show_window(desk, body, pages.pause_all_modal(about))


async def wrong_sent(desk: Desk, body: Body, meta: Meta) -> None:
    """This was wrong."""
    choice = pages.read_wrong(body["view"]["state"]["values"])
    if meta.ref is None:
        raise BadInput(NOT_OURS)
    await desk.engine.afterwards.report(window_click(body, meta), meta.ref.handoff, choice)


async def pause_all_sent(desk: Desk, body: Body, meta: Meta) -> None:
    """Everything is paused."""
    await desk.engine.afterwards.hold(window_click(body, meta), "", "")


ROUTES: Mapping[Action, Handler] = {
    Action.WRONG: wrong,
    Action.TAKE_BACK: take_back,
    Action.WHY: why,
    Action.BEHIND: behind,
    Action.SEEN_RIGHT: _seen("right"),
    Action.SEEN_WRONG: _seen("wrong"),
    Action.NOT_SURE: _seen("unsure"),
    Action.HOUR: hour,
    Action.THROUGH: through,
    Action.STAND: stand,
    Action.STANDS: stands,
    Action.KEEP_ASKING: keep_asking,
    Action.RESUME: resume,
    Action.PAUSE_ALL: pause_all,
}
WINDOWS: Mapping[Window, Sent] = {Window.WRONG: wrong_sent, Window.PAUSE_ALL: pause_all_sent}
