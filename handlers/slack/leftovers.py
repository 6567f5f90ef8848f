"""Takes Baton's own messages out of Slack when the words in them are erased: cards, threads under them, answers."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from handlers.slack.out import SLACK_GONE, UNREACHABLE, answered, retry_after
from storage.erase import Place

TRIES = 5
_NOT_OURS = {"not_in_channel", "channel_not_found", "thread_not_found", "missing_scope"}
log = logging.getLogger(__name__)


@dataclass
class Cleared:
    """How many messages of ours are gone, how many of other people stand in the same threads, and what is left."""

    deleted: int = 0
    others: int = 0
    left: list[str] = field(default_factory=list)
    done: list[Place] = field(default_factory=list)


async def clear(client: AsyncWebClient, bot_user: str, places: tuple[Place, ...]) -> Cleared:
    """Delete the messages at these places, and ours in the threads under them; what fails is told."""
    cleared = Cleared()
    for place in places:
        try:
            async for ts, ours in _under(client, bot_user, place):
                if not ours:
                    cleared.others += 1
                elif ts != place.ts:
                    cleared.deleted += await _delete(client, place.channel, ts)
            cleared.deleted += await _delete(client, place.channel, place.ts)
            cleared.done.append(place)
        except (SlackApiError, *UNREACHABLE) as error:
            why = answered(error) if isinstance(error, SlackApiError) else type(error).__name__
            cleared.left.append(f"{place.channel} {place.ts} ({why})")
    return cleared


async def _under(client: AsyncWebClient, bot_user: str, place: Place) -> AsyncIterator[tuple[str, bool]]:
    """The messages of a thread: ts, and whether it is ours. One that cannot be read has none."""
    cursor: str | None = None
    while place.thread:
        asked = {"channel": place.channel, "ts": place.ts, "limit": 200, "cursor": cursor}
        try:
            found = await _patient(partial(client.conversations_replies, **asked))  # type: ignore[arg-type]
        except SlackApiError as error:
            if answered(error) in _NOT_OURS:
                return
            raise
        for each in found.get("messages") or []:
            yield str(each.get("ts")), each.get("user") == bot_user
        cursor = (found.get("response_metadata") or {}).get("next_cursor") or None
        if cursor is None:
            return


async def _delete(client: AsyncWebClient, channel: str, ts: str) -> int:
    try:
        await _patient(lambda: client.chat_delete(channel=channel, ts=ts))
    except SlackApiError as error:
        if answered(error) in SLACK_GONE:
            return 0
        raise
    return 1


async def _patient(call: Callable[[], Awaitable[AsyncSlackResponse]]) -> AsyncSlackResponse:
    """Slack says how long to wait where it is asked too often."""
    for _ in range(TRIES):
        try:
            return await call()
        except SlackApiError as error:
            seconds = retry_after(error)
            if seconds is None:
                raise
            await asyncio.sleep(seconds)
    return await call()
