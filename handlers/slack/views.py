"""Windows that were sent. Errors stand at their field; what is recorded is answered through the outbox."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.engine import Ballot
from bot.errors import BadInput, BatonError
from bot.story import Story
from handlers.slack import modals, overrides, prove, review, talk, texts
from handlers.slack.actions import show_home
from handlers.slack.blocks import Block
from handlers.slack.desk import Body, Desk, person, window_click
from handlers.slack.ids import Meta, Ref, Window
from storage.models import Who

SORRY = "Something went wrong on Baton’s side; it is in the log. Close this and look at the card."
log = logging.getLogger(__name__)
Handler = Callable[[Desk, Body, Meta], Awaitable[Block | None]]
"""What a window does once it is sent; it may give another one, which is shown in its place."""
_AT_HOME = frozenset({Window.HOURS})
"""Windows whose outcome App Home shows."""


async def send(desk: Desk, body: Body, ack: AsyncAck, more: Mapping[Window, Handler] = MappingProxyType({})) -> None:
    """A window of ours was sent: record it, or show what is wrong at its field. `more` are the windows of others."""
    view = body["view"]
    meta = Meta()
    try:
        window, meta = _window(view, more)
        follows = await window(desk, body, meta)
    except BatonError as error:
        await _refuse(ack, view, error if isinstance(error, BadInput) else BadInput(str(error)))
        return
    except Exception:
        log.exception("the window %s could not be worked off", view.get("callback_id"))
        await _refuse(ack, view, BadInput(SORRY))
        return
    if follows is not None:
        await ack(response_action="update", view=follows)
        return
    await ack()
    if view["callback_id"] in _AT_HOME:
        await show_home(desk, person(body))
    below = view.get("previous_view_id")
    if below and meta.ref is not None:
        await _refresh(desk, person(body), str(below), meta.ref, meta)


async def _refuse(ack: AsyncAck, view: Body, error: BadInput) -> None:
    """What is wrong, at its field; in the window's place where it has none."""
    if errors := modals.field_errors(error, dict(view)):
        await ack(response_action="errors", errors=errors)
    else:
        await ack(response_action="update", view=modals.refused_window(view["title"]["text"], str(error)))


def _window(view: Body, more: Mapping[Window, Handler]) -> tuple[Handler, Meta]:
    try:
        return {**ROUTES, **more}[Window(view["callback_id"])], Meta.parse(view["private_metadata"])
    except (ValueError, LookupError, TypeError) as error:
        raise BadInput("This window is not from this Baton. Close it and press the button again.") from error


async def _refresh(desk: Desk, who: Who, view_id: str, shown: Ref, meta: Meta) -> None:
    """The window below, from which this one was opened: its next card where somebody goes through what waits."""
    if meta.walk is not None:
        await review.after(desk, who, view_id, meta.walk, shown.handoff)
        await show_home(desk, who)


async def edit(desk: Desk, body: Body, meta: Meta) -> None:
    """Approve as edited."""
    shown, story = await as_shown(desk, meta)
    edited = modals.read_edit(story, body["view"]["state"]["values"])
    ballot = Ballot(shown.handoff, shown.revision, "edit", note=edited.why, words=edited.words, args=edited.args)
    typed = prove.typed(body["view"])
    ballot = replace(ballot, digest=shown.digest, stage=shown.stage, code=typed.code, typed=typed.value)
    await desk.engine.verdicts.decide(window_click(body, meta), ballot)


async def override(desk: Desk, body: Body, meta: Meta) -> None:
    """Approve anyway, as an owner."""
    shown, _ = await as_shown(desk, meta)
    reason = overrides.read(body["view"]["state"]["values"])
    ballot = Ballot(shown.handoff, shown.revision, "approve", note=reason, digest=shown.digest, stage=shown.stage)
    typed = prove.typed(body["view"])
    ballot = replace(ballot, code=typed.code, typed=typed.value)
    await desk.engine.overriding.override(window_click(body, meta), ballot)


async def reject(desk: Desk, body: Body, meta: Meta) -> None:
    """Reject, with a reason."""
    shown, story = await as_shown(desk, meta)
    given = modals.read_reject(story, body["view"]["state"]["values"])
    ballot = Ballot(shown.handoff, shown.revision, "reject", given.reason, given.words, given.private)
    await desk.engine.verdicts.decide(window_click(body, meta), replace(ballot, digest=shown.digest))


async def answer(desk: Desk, body: Body, meta: Meta) -> None:
    """An answer to a question, in words."""
    shown, story = await _shown(desk, meta)
    text = talk.read_answer(story, body["view"]["state"]["values"])
    await desk.engine.verdicts.respond(window_click(body, meta), shown.handoff, text)


async def ask(desk: Desk, body: Body, meta: Meta) -> None:
    """A question to the agent."""
    text = talk.read_question(body["view"]["state"]["values"])
    shown, _ = await _shown(desk, meta)
    await desk.engine.inquiries.ask(window_click(body, meta), shown.handoff, text)


async def back(desk: Desk, body: Body, meta: Meta) -> None:
    """A case goes back to the agent."""
    note = talk.read_back(body["view"]["state"]["values"])
    shown, _ = await _shown(desk, meta)
    await desk.engine.handback.hand_back(window_click(body, meta), shown.handoff, note)


async def add(desk: Desk, body: Body, meta: Meta) -> None:
    """An addition to one's request."""
    text = modals.read_add(body["view"]["state"]["values"])
    click = window_click(body, meta)
    await desk.engine.requests.add(click, meta.request_id, text)


async def _shown(desk: Desk, meta: Meta) -> tuple[Ref, Story]:
    if meta.ref is None:
        raise BadInput("This window is not from this Baton. Close it and press the button again.")
    story = await desk.engine.outbox.story(meta.ref.handoff)
    if story is None:
        raise BadInput("This workflow is not in the files any more. Nothing was changed.")
    return meta.ref, story


async def as_shown(desk: Desk, meta: Meta) -> tuple[Ref, Story]:
    """Like `_shown`; the case must still be as the window showed it, for its fields are compared with that."""
    shown, story = await _shown(desk, meta)
    handoff = story.handoff
    if handoff.closed_at is None and (
        handoff.revision != shown.revision or shown.digest not in {"", handoff.args_digest}
    ):
        raise BadInput(texts.stale(story))
    return shown, story


ROUTES: dict[Window, Handler] = {
    Window.EDIT: edit,
    Window.REJECT: reject,
    Window.ANSWER: answer,
    Window.ADD: add,
    Window.ASK: ask,
    Window.BACK: back,
    Window.OVERRIDE: override,
}
