"""The door for people's time: give to someone, remind me later, my hours. Parse, one engine method, ack."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import BadInput
from handlers.slack import actions, away
from handlers.slack.desk import Body, Desk, button_click, person, window_click
from handlers.slack.ids import Action, Meta, Ref, Window, read_menu
from handlers.slack.views import Handler as Sender

GONE = "This window is not from this Baton. Close it and press the button again."


async def more(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """The overflow menu of a card: what is about time is here, the rest there."""
    action, shown = read_menu(str(body["actions"][0]["selected_option"]["value"]))
    if action is Action.GIVE:
        await _give(desk, body, ack, shown)
    elif action is Action.LATER:
        await _later(desk, body, ack, shown)
    else:
        await actions.more(desk, body, ack)


async def _give(desk: Desk, body: Body, ack: AsyncAck, shown: Ref) -> None:
    giving, who = desk.engine.giving, person(body)
    refused = await giving.refuse(button_click(body), shown.handoff)
    story = None if refused else await desk.engine.outbox.story(shown.handoff)
    people = await giving.people(who, shown.handoff) if story else []
    await ack()
    if story is not None:
        window = away.give_modal(story, people, *actions.origin(body)) if people else away.nobody_modal(story)
        await actions.show_window(desk, body, window)
    else:
        await actions.after(desk, body, shown.handoff, refused=True)


async def _later(desk: Desk, body: Body, ack: AsyncAck, shown: Ref) -> None:
    story = await desk.engine.outbox.story(shown.handoff)
    moments = await desk.engine.giving.moments(person(body))
    await ack()
    if story is not None:
        await actions.show_window(desk, body, away.later_modal(story, moments, *actions.origin(body)))


async def hours(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Open the window with one's hours."""
    habit = await desk.engine.habits.of(person(body))
    await ack()
    await actions.show_window(desk, body, away.hours_modal(habit))


async def give(desk: Desk, body: Body, meta: Meta) -> None:
    """It is given to the person who was chosen."""
    user = away.read_give(body["view"]["state"]["values"])
    await desk.engine.giving.give(window_click(body, meta), _about(meta), user)


async def later(desk: Desk, body: Body, meta: Meta) -> None:
    """It comes back at the moment that was chosen."""
    when = away.read_later(body["view"]["state"]["values"])
    await desk.engine.giving.remind(window_click(body, meta), _about(meta), when)


async def keep(desk: Desk, body: Body, meta: Meta) -> None:
    """One's hours are these from now on."""
    habit = await desk.engine.habits.of(person(body))
    week, back_on = away.read_hours(body["view"]["state"]["values"], habit.own.week)
    await desk.engine.habits.keep(window_click(body, meta), week, back_on)


def _about(meta: Meta) -> int:
    if meta.ref is None:
        raise BadInput(GONE)
    return meta.ref.handoff


ROUTES: dict[Action, actions.Handler] = {Action.MORE: more, Action.HOURS: hours}
WINDOWS: dict[Window, Sender] = {Window.GIVE: give, Window.LATER: later, Window.HOURS: keep}
