"""Events: kept in the inbox before their ack, worked off by `Inbox`. Mentions, messages, edits, deletions."""

import asyncio
import logging
import re
from dataclasses import replace
from typing import Any

from bot import news
from bot.engine import Click, Incoming
from bot.engine.requests import MAX_TEXT
from bot.errors import BadInput, BatonError, StorageError
from handlers.slack.actions import show_home
from handlers.slack.desk import Body, Desk, person
from handlers.slack.files import shortened, with_files
from handlers.slack.out import passing
from handlers.slack.threads import authors, handed_over, thread, transcript, unescaped
from storage.models import Request, Via, Who

log = logging.getLogger(__name__)
TRIES = 5
_TYPED_DECISION = re.compile(
    r"^\W*(ok(ay)?|yes|yep|sure|approved?|lgtm|do it|go ahead|go for it|reject(ed)?|no|nope|declined?|\+1|ship it)\b",
    re.I,
)


def key_of(body: Body) -> str:
    """The same on every delivery of an event or a shortcut."""
    if body.get("type") == "message_action":
        message = body.get("message") or {}
        return f"shortcut:{body['user']['id']}:{body['channel']['id']}:{message.get('ts')}:{body.get('action_ts')}"
    return f"event:{body.get('event_id') or body.get('trigger_id')}"


class Inbox:
    """Works off the inbox, one event after the other, again after a failure."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._stirred = asyncio.Event()

    async def keep(self, body: Body) -> None:
        """Put an event into the inbox; it is durable when this returns.

        Raises:
            StorageError: not recorded: Slack must not get an ack, so that it sends the event again.
        """
        await self._desk.engine.requests.keep(key_of(body), body)
        self._stirred.set()

    async def work_for_ever(self) -> None:
        """Work off what is there, then wait for more."""
        while True:
            self._stirred.clear()
            try:
                again = await self.work()
            except BatonError:
                log.exception("the inbox cannot be read; it is tried again")
                again = True
            try:
                async with asyncio.timeout(1 if again else 30):
                    await self._stirred.wait()
            except TimeoutError:
                continue

    async def work(self) -> bool:
        """Work off everything that is there; True where something failed and is tried again."""
        failed = False
        while envelopes := await self._desk.engine.requests.unhandled():
            for envelope in envelopes:
                failed |= not await self._one(envelope.key, envelope.payload)
            if failed:
                break
        return failed

    async def _one(self, key: str, body: dict[str, Any]) -> bool:
        try:
            await handle(self._desk, key, body)
        except Exception as error:
            log.exception("event %s could not be worked off", key)
            if _passes(error) or await self._desk.engine.requests.failed(key) < TRIES:
                return False
            await _apologise(self._desk, key, body)
        await self._desk.engine.requests.handled(key)
        return True


def _passes(error: Exception) -> bool:
    """Whether it is nobody's fault: then it is tried for as long as it takes."""
    return isinstance(error, StorageError) or passing(error)


async def _apologise(desk: Desk, key: str, body: Body) -> None:
    event = body.get("event") or {}
    if body.get("type") == "message_action":
        who, channel = person(body), str(body["channel"]["id"])
    else:
        who, channel = Who(str(body.get("team_id")), str(event.get("user") or "")), str(event.get("channel") or "")
    if who.user and channel:
        await desk.engine.say(Click(f"sorry:{key}", who, channel), {"what": "sorry"})


async def handle(desk: Desk, key: str, body: Body) -> None:
    """One event, by its type."""
    if body.get("type") == "message_action":
        await handed_over(desk, body)
        return
    event = body.get("event") or {}
    kind = event.get("type")
    if kind == "app_mention":
        await _spoken(desk, key, body, event, "mention")
    elif kind == "message":
        await _message(desk, key, body, event)
    elif kind == "app_home_opened" and event.get("tab") == "home":
        await show_home(desk, Who(str(body.get("team_id")), str(event.get("user"))))


async def _message(desk: Desk, key: str, body: Body, event: Body) -> None:
    subtype = event.get("subtype")
    if subtype == "message_changed":
        await _changed(desk, key, body, event)
    elif subtype == "message_deleted":
        await desk.engine.requests.deleted(_source(body, event, str(event.get("deleted_ts"))))
    elif event.get("bot_id") or subtype == "bot_message":
        await _bot_spoke(desk, body, event)
    elif subtype in {None, "file_share", "thread_broadcast", "me_message"}:
        await _spoken(desk, key, body, event, "message")


def _source(body: Body, event: Body, ts: str) -> str:
    return f"message:{body.get('team_id')}:{event.get('channel')}:{ts}"


async def _changed(desk: Desk, key: str, body: Body, event: Body) -> None:
    message = event.get("message") or {}
    if message.get("bot_id") or not message.get("user"):
        return
    if message.get("subtype") == "tombstone":
        await desk.engine.requests.deleted(_source(body, event, str(message.get("ts"))))
        return
    who = Who(str(body.get("team_id")), str(message["user"]))
    text = without_mention(desk, str(message.get("text") or ""))
    await desk.engine.requests.edited(_source(body, event, str(message.get("ts"))), key, who, text)


async def _bot_spoke(desk: Desk, body: Body, event: Body) -> None:
    """A post of another bot is a request only where a workflow names that bot."""
    workflow = desk.engine.listening(str(event.get("channel")), str(event.get("bot_id")))
    if workflow is None or event.get("thread_ts") not in {None, event.get("ts")}:
        return
    await _ask(desk, body, event, spoken_by_bot(event), "message", workflow, str(event.get("bot_id")))


def spoken_by_bot(event: Body) -> str:
    """What a bot posted: its text, else the words of its blocks and attachments, for alerts are often made of these."""
    text = unescaped(str(event.get("text") or ""))
    if text:
        return text
    parts = [*_strings(event.get("blocks")), *_strings(event.get("attachments"))]
    return unescaped("\n".join(dict.fromkeys(part for part in parts if part.strip())))


def _strings(part: Any) -> list[str]:
    """The words of blocks and attachments, in their order."""
    if isinstance(part, list):
        return [text for each in part for text in _strings(each)]
    if not isinstance(part, dict):
        return []
    words = [str(part[key]) for key in ("pretext", "title", "text", "value") if isinstance(part.get(key), str)]
    inside = [text for key in ("text", "fields", "elements", "blocks") for text in _strings(part.get(key))]
    return [*words, *inside] or ([str(part["fallback"])] if isinstance(part.get("fallback"), str) else [])


async def _spoken(desk: Desk, key: str, body: Body, event: Body, via: Via) -> None:
    """A person wrote: a request, an answer, an addition, or talk that is none of ours."""
    channel, ts = str(event.get("channel")), str(event.get("ts"))
    thread = str(event.get("thread_ts") or "")
    text = without_mention(desk, str(event.get("text") or ""))
    mentioned = via == "mention" or _mention(desk) in str(event.get("text") or "")
    who = Who(str(body.get("team_id")), str(event.get("user")))
    if not event.get("user") or who.user == desk.engine.world.people.bot_user:
        return
    if thread and thread != ts:
        await _replied(desk, body, event, who, text, mentioned=mentioned)
        return
    if event.get("channel_type") == "im" and await _added_in_dm(desk, body, event, who, text):
        return
    workflow = desk.engine.listening(channel, "")
    if mentioned or workflow or event.get("channel_type") == "im":
        await _ask(desk, body, event, text, via, workflow or desk.engine.workflow_of(channel), who.user)


async def _ask(desk: Desk, body: Body, event: Body, text: str, via: Via, workflow: str | None, user: str) -> None:
    channel, ts = str(event.get("channel")), str(event.get("ts"))
    team = str(body.get("team_id"))
    before = await _before(desk, event, channel)
    whole = await _whole(desk, event, channel, text, before)
    incoming = Incoming(
        source_key=_source(body, event, ts),
        via=via,
        text=whole,
        who=Who(team, user),
        channel=channel,
        message_ts=ts,
        reply_channel=channel,
        reply_thread="" if event.get("channel_type") == "im" else str(event.get("thread_ts") or ts),
        handed=whole != text,
        said_by=authors(desk, before, team),
    )
    try:
        await desk.engine.requests.submit(incoming, workflow)
    except BadInput as error:
        if text.strip() or via == "mention":
            click = Click(f"bad:{incoming.source_key}", incoming.who, channel, incoming.reply_thread)
            await desk.engine.say(click, {"what": "text", "text": str(error)})


async def _before(desk: Desk, event: Body, channel: str) -> list[dict[str, Any]]:
    """The other messages of the thread that a request was made in; none where it was made in no thread."""
    if not event.get("thread_ts") or event.get("thread_ts") == event.get("ts"):
        return []
    return [each for each in await thread(desk, channel, str(event["thread_ts"])) if each.get("ts") != event["ts"]]


async def _whole(desk: Desk, event: Body, channel: str, text: str, before: list[dict[str, Any]]) -> str:
    """A request with its text files, and with the thread that it was made in; what is too long is cut visibly."""
    message: Body = event
    if "upload" in event and not event.get("files"):  # a mention comes without the files of its message
        ts = str(event.get("ts"))
        found = await thread(desk, channel, str(event.get("thread_ts") or ts))
        message = next((each for each in found if each.get("ts") == ts), event)
    whole = await with_files(desk, message, text)
    so_far = await transcript(desk, before)
    whole = f"{whole}\n\nThe thread so far:\n{so_far}" if so_far else whole
    return shortened(whole) if whole != text else text


async def _replied(desk: Desk, body: Body, event: Body, who: Who, text: str, *, mentioned: bool) -> None:
    """A reply in a thread: of a card, or of the requester's own."""
    channel, thread, ts = str(event.get("channel")), str(event.get("thread_ts")), str(event.get("ts"))
    source = _source(body, event, ts)
    request = await desk.engine.thread_of(channel, thread)
    if request is None:
        if mentioned:
            await _ask(desk, body, event, text, "mention", desk.engine.workflow_of(channel), who.user)
        return
    if event.get("bot_id") or desk.engine.world.people.is_bot(who.user):
        return  # not even a refusal: two bots would answer each other for ever
    about, handoff_id = request
    text = shortened(await with_files(desk, event, text), MAX_TEXT) if event.get("files") else text
    click = Click(source, who, channel, thread)
    if await _typed_decision(desk, about, click, text, mentioned=mentioned, of_card=bool(handoff_id)):
        await desk.engine.say(replace(click, key=f"typed:{source}"), {"what": "only_buttons"})
    elif mentioned and news.asks(text) and (handoff_id or who != about.requester):
        await _asked(desk, about, handoff_id, click, text)
    elif (mentioned or (who == about.requester and not handoff_id)) and text.strip():
        await desk.engine.heard(click, about, text)


async def _typed_decision(
    desk: Desk, about: Request, click: Click, text: str, *, mentioned: bool, of_card: bool
) -> bool:
    """Whether the words are "ok, do it", where only buttons decide, and no answer that the agent waits for."""
    if not mentioned and of_card:
        return len(text) <= 60 and bool(_TYPED_DECISION.match(text))
    if not news.decides(text) or await desk.engine.question_to(about, click.who):
        return False
    waiting = await desk.engine.newest_handoff(about)
    return waiting is not None and waiting.closed_at is None


async def _asked(desk: Desk, about: Request, handoff_id: int, click: Click, text: str) -> None:
    """A question to the agent, in the thread of a card or of the request; an answer where the agent asked first."""
    newest = await desk.engine.newest_handoff(about)
    if newest is None or await desk.engine.question_to(about, click.who):
        await desk.engine.heard(click, about, text)
        return
    try:
        await desk.engine.inquiries.ask(click, handoff_id or newest.id, text, seen=bool(handoff_id))
    except BadInput as error:
        words = " ".join(error.fields.values()) or str(error)
        await desk.engine.say(replace(click, key=f"bad:{click.key}"), {"what": "text", "text": words})


async def _added_in_dm(desk: Desk, body: Body, event: Body, who: Who, text: str) -> bool:
    """A message to Baton while exactly one request of this person is open: it belongs to that one."""
    about = await desk.engine.only_open_request(who)
    if about is None or not text.strip():
        return False
    click = Click(_source(body, event, str(event.get("ts"))), who, str(event.get("channel")))
    if await _typed_decision(desk, about, click, text, mentioned=False, of_card=False):
        await desk.engine.say(replace(click, key=f"typed:{click.key}"), {"what": "only_buttons"})
    else:
        await desk.engine.heard(click, about, text)
    return True


def _mention(desk: Desk) -> str:
    return f"<@{desk.engine.world.people.bot_user}"


def without_mention(desk: Desk, text: str) -> str:
    """The text without the mention of Baton, and as it was typed: Slack's escapes undone."""
    bare = re.sub(rf"<@{re.escape(desk.engine.world.people.bot_user)}(\|[^>]*)?>[:,]?\s*", "", text)
    return unescaped(bare)
