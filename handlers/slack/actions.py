"""Buttons and menus. Each press: parse, one engine method, ack; the answer is a row of the outbox."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.engine import Ballot
from bot.errors import BadInput
from bot.signing import NOTHING, Asked
from bot.story import Story
from handlers.slack import home, modals, own, prove, review, talk
from handlers.slack.blocks import Block
from handlers.slack.desk import Body, Desk, button_click, person, thread_of
from handlers.slack.ids import Action, Meta, Ref, action_of, read_menu, read_menu_block
from storage.models import Verdict, Who

log = logging.getLogger(__name__)
NOT_OURS = "This is not from this Baton, or from a record that is gone. Nothing was changed; ask again."
Handler = Callable[[Desk, Body, AsyncAck], Awaitable[None]]


def ref_of(body: Body) -> Ref:
    """What the card of the pressed button showed.

    Raises:
        BadInput: it is none of ours.
    """
    try:
        return Ref.parse(str(body["actions"][0].get("value")))
    except ValueError as error:
        raise BadInput(NOT_OURS) from error


def _number(body: Body) -> int:
    """The request that a button of the requester is about."""
    try:
        return Ref.parse(f"{body['actions'][0].get('value')}.0.0").handoff
    except ValueError as error:
        raise BadInput(NOT_OURS) from error


def origin(body: Body) -> tuple[str, str]:
    """The channel and the message that a button stands in; empty in a window."""
    container = body.get("container") or {}
    return str((body.get("channel") or {}).get("id") or ""), str(container.get("message_ts") or "")


async def approve(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Approve as shown; where a code or a value is asked for, in a window."""
    shown = ref_of(body)
    asked = await desk.engine.enrolling.asked(shown.handoff)
    if asked:
        await _open(desk, body, ack, shown, "approve", partial(_approving, asked), asked)
        return
    ballot = Ballot(shown.handoff, shown.revision, "approve", digest=shown.digest, stage=shown.stage)
    await desk.engine.verdicts.decide(button_click(body), ballot)
    await ack()
    await after(desk, body, shown.handoff)


async def edit(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Open the window with one field for each argument."""
    shown = ref_of(body)
    asked = await desk.engine.enrolling.asked(shown.handoff)
    await _open(desk, body, ack, shown, "edit", partial(_editing, asked), asked)


def _approving(asked: Asked, story: Story, channel: str, ts: str) -> Block:
    return prove.approve_modal(story, asked, channel, ts)


def _editing(asked: Asked, story: Story, channel: str, ts: str) -> Block:
    view = modals.edit_modal(story, channel, ts)
    return {**view, "blocks": [*view["blocks"], *prove.proof_fields(story, asked)]}


async def reject(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Open the window with the reasons."""
    await _open(desk, body, ack, ref_of(body), "reject", modals.reject_modal)


async def _open(
    desk: Desk,
    body: Body,
    ack: AsyncAck,
    shown: Ref,
    verdict: Verdict,
    window: Callable[[Story, str, str], Any],
    asked: Asked = NOTHING,
) -> None:
    """A window, unless this person may not decide, or not any more, or has no codes where one is asked for."""
    ballot = Ballot(shown.handoff, shown.revision, verdict, digest=shown.digest)
    refused = await desk.engine.verdicts.refuse(button_click(body), ballot)
    if not refused and asked.code:
        refused = await desk.engine.enrolling.offer(button_click(body), shown.handoff)
    story = None if refused else await desk.engine.outbox.story(shown.handoff)
    await ack()
    if story is not None:
        await show_window(desk, body, window(story, *origin(body)))
    else:
        await after(desk, body, shown.handoff, refused=True)


async def show_window(desk: Desk, body: Body, view: Any) -> None:
    """A new window, or one on top of the window that the button stands in."""
    in_window = (body.get("view") or {}).get("type") == "modal"
    show = desk.client.views_push if in_window else desk.client.views_open
    await show(trigger_id=body["trigger_id"], view=_placed(body, view, _meta_of(body["view"]) if in_window else None))


def _placed(body: Body, view: Any, below: Meta | None) -> Any:
    """The window knows where it is answered: where it was opened, or as the window below, whose way it goes on.

    Who goes through what waits for them sees in the window itself what came of it.
    """
    meta = _meta_of(view)
    if meta is None or meta.walk is not None:
        return view
    if below is not None:
        meta = replace(meta, channel=below.channel, thread=below.thread, walk=below.walk)
    else:
        meta = replace(meta, channel=origin(body)[0], thread=thread_of(body))
    return {**view, "private_metadata": str(meta)}


def _meta_of(view: Body) -> Meta | None:
    """What a window of ours is about; None where it is none."""
    try:
        return Meta.parse(str(view.get("private_metadata")))
    except (ValueError, LookupError, TypeError):
        return None


def walk_of(view: Body) -> tuple[int, ...] | None:
    """The handoffs ahead of somebody who goes through what waits for them in this window; None where nobody does."""
    meta = _meta_of(view)
    return meta.walk if meta else None


async def more(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """The overflow menu of a card."""
    action, shown = read_menu(str(body["actions"][0]["selected_option"]["value"]))
    if action is Action.TAKE_OVER:
        await _take_over(desk, body, ack, shown)
    elif action is Action.ASK:
        await _ask(desk, body, ack, shown)
    else:
        await _show(desk, body, ack, shown)


async def take_over(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """The case is theirs from here on."""
    await _take_over(desk, body, ack, ref_of(body))


async def _take_over(desk: Desk, body: Body, ack: AsyncAck, shown: Ref) -> None:
    ballot = Ballot(shown.handoff, shown.revision, "take_over", digest=shown.digest)
    await desk.engine.verdicts.decide(button_click(body), ballot)
    await ack()
    await after(desk, body, shown.handoff)


async def ask(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Open the window for a question to the agent."""
    await _ask(desk, body, ack, ref_of(body))


async def _ask(desk: Desk, body: Body, ack: AsyncAck, shown: Ref) -> None:
    story = await desk.engine.outbox.story(shown.handoff)
    await ack()
    if story is not None:
        await show_window(desk, body, talk.ask_modal(story, *origin(body)))


async def hand_back(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Open the window for the note with which a case goes back to the agent."""
    shown = ref_of(body)
    refused = await desk.engine.handback.refuse(button_click(body), shown.handoff)
    story = None if refused else await desk.engine.outbox.story(shown.handoff)
    await ack()
    if story is not None:
        await show_window(desk, body, talk.back_modal(story, *origin(body)))


async def show(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Show everything about a handoff."""
    await _show(desk, body, ack, ref_of(body))


async def _show(desk: Desk, body: Body, ack: AsyncAck, shown: Ref) -> None:
    story = await desk.engine.outbox.story(shown.handoff)
    await ack()
    if story is not None:
        who = person(body)
        decides = not desk.engine.verdicts.right(story.handoff, story.request, who)
        view = modals.show_everything_modal(story, private=decides)
        await show_window(desk, body, view)


async def answer(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Open the window for an answer in words."""
    shown = ref_of(body)
    refused = await desk.engine.verdicts.refuse_answer(button_click(body), shown.handoff)
    story = None if refused else await desk.engine.outbox.story(shown.handoff)
    await ack()
    if story is not None:
        view = talk.answer_modal(story, *origin(body))
        await show_window(desk, body, view)
    else:
        await after(desk, body, shown.handoff, refused=True)


async def choose(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """One of the choices of a question."""
    shown = ref_of(body)
    _, index = action_of(str(body["actions"][0]["action_id"]))
    story = await desk.engine.outbox.story(shown.handoff)
    if story is not None and index < len(story.handoff.choices):
        await desk.engine.verdicts.respond(button_click(body), shown.handoff, story.handoff.choices[index])
    else:
        await desk.engine.say(button_click(body), {"what": "text", "text": NOT_OURS})
    await ack()
    await after(desk, body, shown.handoff)


def _settle(verdict: str) -> Handler:
    async def settle(desk: Desk, body: Body, ack: AsyncAck) -> None:
        """What a person found out about an effect in doubt; where a code or a value is asked for, in a window."""
        shown, click = ref_of(body), button_click(body)
        asked = await desk.engine.actions.asked(shown.handoff, verdict)
        if not asked:
            await desk.engine.actions.settle(click, shown.handoff, verdict)
            await ack()
            await after(desk, body, shown.handoff)
            return
        refused = await desk.engine.actions.refuse(click, shown.handoff, verdict)
        if not refused and asked.code:
            refused = await desk.engine.enrolling.offer(click, shown.handoff, verdict)
        story = None if refused else await desk.engine.outbox.story(shown.handoff)
        await ack()
        if story is not None:
            await show_window(desk, body, _SETTLING[verdict](story, asked, *origin(body)))

    return settle


_SETTLING = {"again": prove.again_modal, "drop": prove.drop_modal}


async def add(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Open the window for an addition to one's request."""
    number = _number(body)
    if await desk.engine.requests.refuse_addition(button_click(body), number):
        await ack()
        return
    request = await desk.engine.outbox.request(number)
    await ack()
    view = modals.add_modal(request, *origin(body))
    await show_window(desk, body, view)


async def withdraw(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Take one's request back."""
    await desk.engine.requests.withdraw(button_click(body), _number(body))
    await ack()
    if (body.get("view") or {}).get("type") == "home":
        await show_home(desk, person(body))


async def workflow(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Which workflow a request is for."""
    action = body["actions"][0]
    request_id = int(read_menu_block(str(action["block_id"])))
    await desk.engine.requests.choose(button_click(body), request_id, str(action["selected_option"]["value"]))
    await ack()


async def undo(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Take one's approval back before it runs."""
    await desk.engine.verdicts.undo(button_click(body), ref_of(body).handoff)
    await ack()


async def review_one(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Open the whole card in a window; those after it follow there."""
    view = await review.begin(desk, person(body), ref_of(body).handoff)
    await ack()
    await show_window(desk, body, view)


async def review_all(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Go through all that waits for this person, in one window."""
    first = await review.begin(desk, person(body))
    await ack()
    shown = body.get("view") or {}
    if shown.get("type") == "modal":  # in the queue's window, whose place it takes
        await review.show(desk, str(shown["id"]), first)
    else:
        await show_window(desk, body, first)


async def next_one(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Leave the card in the window as it is, and see the next one."""
    view = await review.next_one(desk, person(body), walk_of(body["view"]) or ())
    await ack()
    await review.show(desk, str(body["view"]["id"]), view)


async def queue(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """What is open, in a window, from the row on that the button names; in that window, its next rows."""
    first, _, workflow = str(body["actions"][0].get("value")).partition(".")
    found = await desk.engine.overview.queue(person(body), int(first) if first.isdigit() else 0, workflow)
    await ack()
    view = body.get("view") or {}
    if view.get("type") == "modal":
        await review.show(desk, str(view["id"]), home.queue_window(found))
    else:
        await show_window(desk, body, home.queue_window(found))


async def kept(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """What was kept back for this person in the time of a digest, in a window."""
    start, _, end = str(body["actions"][0].get("value")).partition("/")
    try:
        between = [datetime.fromtimestamp(float(each), UTC) for each in (start, end)]
    except (ValueError, OverflowError) as error:
        raise BadInput(NOT_OURS) from error
    ids = await desk.engine.desks.held_back(person(body), *between)
    stories = [await desk.engine.outbox.story(each) for each in ids]
    await ack()
    await show_window(desk, body, own.kept_window([each for each in stories if each]))


async def digest_at(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """Another time for one's own digest."""
    chosen = str((body["actions"][0].get("selected_option") or {}).get("value"))
    if chosen not in {home.NEVER, *home.HOURS}:
        raise BadInput(NOT_OURS)
    await desk.engine.desks.choose(button_click(body), chosen)
    await ack()
    await show_home(desk, person(body))


async def after(desk: Desk, body: Body, handoff_id: int, *, refused: bool = False) -> None:
    """Where a card was decided in a window, the next one stands there now; App Home is drawn anew."""
    view = body.get("view") or {}
    if view.get("type") == "modal":
        await review.after(desk, person(body), str(view["id"]), walk_of(view) or (), handoff_id, refused=refused)
        await show_home(desk, person(body))


async def show_home(desk: Desk, who: Who) -> None:
    """Draw a person's App Home as things stand."""
    told = await desk.engine.overview.home(who)
    await desk.client.views_publish(user_id=who.user, view=home.home(told))


async def nothing(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """A button that opens a link: Slack does the rest."""
    await ack()


ROUTES: dict[Action, Handler] = {
    Action.APPROVE: approve,
    Action.EDIT: edit,
    Action.REJECT: reject,
    Action.MORE: more,
    Action.TAKE_OVER: take_over,
    Action.SHOW: show,
    Action.ASK: ask,
    Action.HAND_BACK: hand_back,
    Action.ANSWER: answer,
    Action.CHOICE: choose,
    Action.HAPPENED: _settle("happened"),
    Action.AGAIN: _settle("again"),
    Action.DROP: _settle("drop"),
    Action.ADD: add,
    Action.WITHDRAW: withdraw,
    Action.WORKFLOW: workflow,
    Action.UNDO: undo,
    Action.OPEN: nothing,
    Action.REVIEW: review_one,
    Action.REVIEW_ALL: review_all,
    Action.NEXT: next_one,
    Action.KEPT: kept,
    Action.DIGEST_AT: digest_at,
    Action.QUEUE: queue,
}
