"""Calls of Slack that say something: paced, quiet (nothing unfurls), and findable by their key afterwards."""

import json
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.hidden import clean, cleaned
from handlers.slack.blocks import Message
from handlers.slack.pace import Pace

UNREACHABLE = (aiohttp.ClientError, TimeoutError, ConnectionError, OSError)
_PASSING = frozenset({"internal_error", "fatal_error", "ratelimited"})
EVENT_TYPE = "baton"
SLACK_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
_NOT_THERE = frozenset({"channel_not_found", "not_in_channel", "user_not_in_channel", "is_archived"})
_QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}
Place = tuple[str, str]
log = logging.getLogger(__name__)


def metadata(key: str, **more: str) -> dict[str, Any]:
    """What a message carries that people do not see: by its key it is found again."""
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key, **more}}


def answered(error: SlackApiError) -> str:
    """The word with which Slack refused; `status_500` where it answered with a page instead of JSON."""
    data = getattr(error.response, "data", error.response)
    return str(data.get("error")) if isinstance(data, dict) else f"status_{getattr(error.response, 'status_code', 0)}"


def passing(error: Exception) -> bool:
    """Whether Slack, or the way to it, has a trouble of a moment: the same call may go well later."""
    if isinstance(error, SlackApiError):
        status = getattr(error.response, "status_code", 200)
        return answered(error) in _PASSING or status == 429 or status >= 500
    return isinstance(error, UNREACHABLE)


def retry_after(error: SlackApiError) -> float | None:
    """Seconds that Slack asks to wait; None where that is not what it said."""
    limited = answered(error) == "ratelimited" or getattr(error.response, "status_code", 200) == 429
    if not limited:
        return None
    return float((getattr(error.response, "headers", None) or {}).get("Retry-After", 1))


def _clean(message: Message) -> Message:
    """The message without tokens and keys, whoever wrote them into it."""
    if clean(plain := json.dumps([message.text, message.blocks])) == plain:
        return message
    return Message(clean(message.text), cleaned(message.blocks))


class Out:
    """Slack's ears. `point` is the seam that tests stop the process at."""

    def __init__(self, client: AsyncWebClient, pace: Pace, point: Callable[[str], None]) -> None:
        self._client, self._pace, self._point = client, pace, point
        self._dms: dict[str, str] = {}

    async def _call(
        self, method: str, channel: str, call: Callable[[], Awaitable[AsyncSlackResponse]]
    ) -> AsyncSlackResponse:
        await self._pace.turn(method, channel)
        try:
            answer = await call()
        except SlackApiError as error:
            seconds = retry_after(error)
            if seconds is not None:
                self._pace.shut(method, channel, seconds)
            raise
        self._point(f"after {method}")
        return answer

    async def post(self, channel: str, message: Message, key: str, thread: str = "", **more: str) -> Place:
        """Post a message; where it stands. `more` goes into its metadata, which people do not see."""
        message = _clean(message)
        extra: dict[str, Any] = {"thread_ts": thread} if thread else {}
        posted = await self._call(
            "chat.postMessage",
            channel,
            lambda: self._client.chat_postMessage(
                channel=channel,
                text=message.text,
                blocks=message.blocks,
                metadata=metadata(key, **more),
                **_QUIET,
                **extra,
            ),
        )
        return str(posted["channel"]), str(posted["ts"])

    async def update(self, place: Place, message: Message, key: str) -> bool:
        """Change a message; False where it does not stand there any more."""
        channel, ts = place
        message = _clean(message)
        try:
            await self._call(
                "chat.update",
                channel,
                lambda: self._client.chat_update(
                    channel=channel, ts=ts, text=message.text, blocks=message.blocks, metadata=metadata(key)
                ),
            )
        except SlackApiError as error:
            if answered(error) in SLACK_GONE:
                return False
            raise
        return True

    async def tidy(self, place: Place, message: Message, key: str) -> bool:
        """Change a message that does no harm as it is, while cards do not need the calls; False where it stays."""
        if not self._pace.spare("chat.update"):
            return False
        try:
            await self.update(place, message, key)
        except (SlackApiError, *UNREACHABLE) as error:
            log.info("%s stays as it is: %s", key, type(error).__name__)
            return False
        return True

    async def whisper(self, user: str, channel: str, thread: str, message: Message) -> None:
        """Only to one person: where they pressed, or in a direct message where Baton cannot speak there."""
        message = _clean(message)
        said: dict[str, Any] = {"text": message.text, "blocks": message.blocks}
        if channel and not channel.startswith("D"):
            extra: dict[str, Any] = {"thread_ts": thread} if thread else {}
            try:
                await self._call(
                    "chat.postEphemeral",
                    channel,
                    lambda: self._client.chat_postEphemeral(channel=channel, user=user, **said, **extra),
                )
            except SlackApiError as error:
                if answered(error) not in _NOT_THERE:
                    raise
                channel = ""
            else:
                return
        to = channel or await self.dm(user)
        await self._call("chat.postMessage", to, lambda: self._client.chat_postMessage(channel=to, **said, **_QUIET))

    async def remove(self, place: Place) -> None:
        """Take a message of ours away; nothing where it does not stand there any more."""
        channel, ts = place
        try:
            await self._call("chat.delete", channel, lambda: self._client.chat_delete(channel=channel, ts=ts))
        except SlackApiError as error:
            if answered(error) not in SLACK_GONE:
                raise

    async def upload(self, content: bytes, name: str, alt: str) -> str:
        """Put a file into Slack, in no channel: blocks show it by its id, which this returns."""
        asked = await self._call(
            "files.getUploadURLExternal",
            "",
            lambda: self._client.files_getUploadURLExternal(filename=name, length=len(content), alt_txt=alt),
        )
        async with aiohttp.ClientSession() as session, session.post(str(asked["upload_url"]), data=content) as taken:
            taken.raise_for_status()
        number = str(asked["file_id"])
        await self._call(
            "files.completeUploadExternal",
            "",
            lambda: self._client.files_completeUploadExternal(files=[{"id": number, "title": name}]),
        )
        return number

    async def remove_file(self, number: str) -> None:
        """Delete a file of ours; nothing where there is none any more."""
        try:
            await self._call("files.delete", "", lambda: self._client.files_delete(file=number))
        except SlackApiError as error:
            if answered(error) not in {"file_not_found", "file_deleted"}:
                raise

    async def dm(self, user: str) -> str:
        """The channel of the direct messages with a user."""
        if user not in self._dms:
            try:
                opened = await self._call("conversations.open", "", lambda: self._client.conversations_open(users=user))
                self._dms[user] = str(opened["channel"]["id"])
            except SlackApiError as error:
                if answered(error) != "unknown_method":
                    raise
                self._dms[user] = user  # Slack takes a user's id for the channel, too
        return self._dms[user]

    async def find(self, channel: str, thread: str, key: str, since: datetime) -> Place | None:
        """Where a message with this key stands already: an earlier attempt may have got through.

        Slack hands out at most 1,000 messages a page; the newest ones since `since` are looked at.
        """
        asked: dict[str, Any] = {"channel": channel, "limit": 200, "include_all_metadata": True}
        method = "conversations.replies" if thread else "conversations.history"
        asked |= {"ts": thread} if thread else {"oldest": f"{since.timestamp() - 60:.6f}"}
        for _ in range(10):
            found = await self._call(
                method, channel, lambda: self._client.api_call(method, http_verb="GET", params=asked)
            )
            for message in found.get("messages") or []:
                if ((message.get("metadata") or {}).get("event_payload") or {}).get("key") == key:
                    return channel, str(message["ts"])
            cursor = (found.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
            asked["cursor"] = cursor
        return None
