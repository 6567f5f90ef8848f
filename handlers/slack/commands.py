"""`/handoff`: sub-commands match exact forms, one unknown word gets help, all else is a request."""

import re
from collections.abc import Awaitable, Callable

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.engine import Click, Incoming
from bot.errors import BatonError
from handlers.slack import digests, enrol, forms, oncall, overrides, pages, texts
from handlers.slack.blocks import Message, clipped
from handlers.slack.desk import Body, Desk, person

COMMAND = "/handoff"
_PLACE = r"([a-z0-9-]{1,40})/([a-z0-9_]{1,40})"
_PAUSE = re.compile(rf"pause\s+{_PLACE}(?:\s+(.+))?", re.S | re.I)
_CAP = re.compile(rf"cap\s+{_PLACE}\s+(\d{{1,4}})", re.I)
_RESUME = re.compile(rf"resume\s+{_PLACE}(?:\s+(.+))?", re.S | re.I)
_ALL = re.compile(r"(pause|resume)\s+all\s+(.+)", re.S | re.I)
_RULES = re.compile(r"(?:pause|cap|resume)\s+[a-z][a-z0-9-]*/[a-z]\w*\b.*", re.S | re.I)
_REASON = 200
"""So many characters of a reason are kept: a long one keeps nobody from pausing."""
_RESET = re.compile(r"codes\s+reset\s+(?:<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|(@?\S{1,80}))(?:\s.*)?", re.S | re.I)
_OVERRIDE = re.compile(r"override\s+(?:(?:h-)?(\d{1,12})|h-(\d{1,12})\s.*)", re.S | re.I)
_STATUS = re.compile(r"status\s+(?:h-)?(\d{1,12})", re.I)


_BELOW = "Nothing was shown; why is told to you alone."
_ASKED = "Asked for. What came of it is told to you alone."
"""Said with every press that is answered by a message of its own, which may stand above this one or below."""
_WORDS = frozenset({"queue", "digest", "lessons"})
"""Commands that show words of people from any channel."""


async def handoff(desk: Desk, body: Body, ack: AsyncAck) -> None:
    """The slash command."""
    try:
        message = await _answer(desk, body)
    except BatonError as error:
        message = texts.sentence(str(error))
    await ack(text=message.text, blocks=message.blocks)


async def _answer(desk: Desk, body: Body) -> Message:
    text = str(body.get("text") or "").strip()
    if not text:
        return texts.empty_request(COMMAND)
    exact = EXACT.get(text.lower())
    shows = exact not in {None, _help, _more} or _STATUS.fullmatch(text)
    if shows and await desk.engine.refuse_stranger(_click(body), "command"):
        return texts.sentence(_BELOW)
    if text.lower() in _WORDS and await desk.engine.refuse_guest(_click(body), "command"):
        return texts.sentence(_BELOW)
    if exact is not None:
        return await exact(desk, body)
    if wanted := _STATUS.fullmatch(text):
        return await _status(desk, body, int(wanted[1]))
    if wanted := _OVERRIDE.fullmatch(text):
        return await _override(desk, body, int(wanted[1] or wanted[2]))
    if held := await _held(desk, body, text):
        return held
    if told := await _codes(desk, body, text):
        return told
    if helped := forms.instead(text, COMMAND):
        return helped
    return await _request(desk, body, text)


async def _request(desk: Desk, body: Body, text: str) -> Message:
    who = person(body)
    trigger = str(body["trigger_id"])
    workflow = desk.engine.workflow_of(str(body["channel_id"]))
    incoming = Incoming(f"slash:{trigger}", "slash", text, who, str(body["channel_id"]), envelope=f"command:{trigger}")
    request_id = await desk.engine.requests.submit(incoming, workflow)
    if request_id is None:
        return texts.sentence("Nothing new was recorded; why is told to you alone.")
    if workflow is None:
        return texts.sentence("Got it. Which kind of work it is comes next; if that is not clear, you are asked.")
    return texts.received(request_id)


async def _status(desk: Desk, body: Body, handoff_id: int) -> Message:
    story, place = await desk.engine.overview.status(handoff_id)
    if story is None:
        return texts.unknown_handoff(f"H-{handoff_id}")
    if await desk.engine.refuse_guest(_click(body), "command", handoff_id):
        return texts.sentence(_BELOW)
    return digests.status(story, place)


async def _override(desk: Desk, body: Body, handoff_id: int) -> Message:
    """Open the window of an override, or tell why there is none."""
    story, _ = await desk.engine.overview.status(handoff_id)
    if story is None:
        return texts.unknown_handoff(f"H-{handoff_id}")
    click = _click(body)
    if await desk.engine.overriding.refuse(click, handoff_id):
        return texts.sentence("Nothing was changed; why is told to you alone.")
    view = overrides.window(story, desk.engine.overriding.asked(story.step, story.handoff), click.channel)
    await desk.client.views_open(trigger_id=body["trigger_id"], view=view)
    return texts.sentence(f"{story.handoff.name}: the window is open. Nothing is approved until you send it.")


async def _queue(desk: Desk, body: Body) -> Message:
    return digests.queue(await desk.engine.overview.queue(person(body)))


async def _digest(desk: Desk, body: Body) -> Message:
    world = desk.engine.world
    here = desk.engine.workflow_of(str(body["channel_id"]))
    shown = [world.shelf.workflows[here]] if here else list(world.shelf.workflows.values())
    today = world.clock().astimezone(world.shelf.team.zone).date()
    return digests.several([await desk.engine.digests.of(workflow, today) for workflow in shown])


async def _autonomy(desk: Desk, body: Body) -> Message:
    insights = desk.engine.insights
    here = desk.engine.workflow_of(str(body["channel_id"]))
    stands = sorted(await insights.stands(), key=lambda stand: stand.workflow.id != here)
    return pages.overview(stands, await insights.spared(), desk.engine.world.clock())


async def _lessons(desk: Desk, body: Body) -> Message:
    return pages.lessons(await desk.engine.insights.taught(), desk.engine.world.clock())


async def _pause_all(desk: Desk, body: Body) -> Message:
    await desk.engine.afterwards.hold(_click(body), "", "")
    return texts.sentence(_ASKED)


async def _resume_all(desk: Desk, body: Body) -> Message:
    await desk.engine.afterwards.resume(_click(body), "", "")
    return texts.sentence(_ASKED)


async def _held(desk: Desk, body: Body, text: str) -> Message | None:
    """`pause alerts/clear_alert new group list`, `cap alerts/clear_alert 20`, `resume alerts/clear_alert why`."""
    asked, step = desk.engine.afterwards, desk.engine.world.shelf.step
    if (found := _PAUSE.fullmatch(text)) and step(found[1], found[2]):
        await asked.hold(_click(body), found[1], found[2], why=_reason(found[3]))
    elif (found := _CAP.fullmatch(text)) and step(found[1], found[2]):
        await asked.hold(_click(body), found[1], found[2], most=int(found[3]))
    elif (found := _RESUME.fullmatch(text)) and step(found[1], found[2]):
        await asked.resume(_click(body), found[1], found[2], why=_reason(found[3]))
    elif found := _ALL.fullmatch(text):
        change = asked.hold if found[1].lower() == "pause" else asked.resume
        await change(_click(body), "", "", why=_reason(found[2]))
    elif _RULES.fullmatch(text):
        return texts.sentence(
            "This names no step, or no number. Nothing was changed. A step is written as refunds/issue_refund."
        )
    else:
        return None
    return texts.sentence(_ASKED)


def _reason(text: str | None) -> str:
    return clipped((text or "").strip(), _REASON)


async def _codes(desk: Desk, body: Body, text: str) -> Message | None:
    """`codes`, and `codes reset @dana`; None where it is something else."""
    enrolling, people = desk.engine.enrolling, desk.engine.world.people
    if text.lower() == "codes":
        return enrol.standing(await enrolling.standing(person(body)), desk.engine.world.clock())
    wanted = _RESET.fullmatch(text)
    if wanted is None:
        return None
    user = wanted[1] or people.resolve(wanted[2])
    if user not in people.members:
        return texts.sentence("Nobody here is called that. Nothing was changed.")
    await enrolling.reset(_click(body), user)
    return texts.sentence(_ASKED)


def _click(body: Body) -> Click:
    """A command as a press: the same key on every delivery."""
    return Click(f"command:{body['trigger_id']}", person(body), str(body.get("channel_id") or ""))


async def _oncall(desk: Desk, body: Body) -> Message:
    world = desk.engine.world
    world.shelf.refresh()
    return oncall.oncall(world.shelf.team.schedule, world.people, world.clock())


async def _help(desk: Desk, body: Body) -> Message:
    return forms.first(COMMAND)


async def _more(desk: Desk, body: Body) -> Message:
    return forms.rest(COMMAND)


EXACT: dict[str, Callable[[Desk, Body], Awaitable[Message]]] = {
    "queue": _queue,
    "digest": _digest,
    "autonomy": _autonomy,
    "lessons": _lessons,
    "pause all": _pause_all,
    "resume all": _resume_all,
    "oncall": _oncall,
    "help": _help,
    "more": _more,
}
