"""Text files that people hand over with a message: read as a whole; what is no text, or cannot be read, is named."""

import logging
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.engine.requests import MAX_HANDED
from handlers.slack.desk import Body, Desk

MOST_BYTES = 400_000
SECONDS = 10.0
_TEXTUAL = ("text/", "application/json", "application/xml", "application/yaml", "application/x-yaml", "message/rfc822")
log = logging.getLogger(__name__)


async def with_files(desk: Desk, message: Body, text: str) -> str:
    """The words of a message with those of its text files, one after the other."""
    files = [each for each in message.get("files") or [] if isinstance(each, dict)]
    return "\n\n".join(filter(None, [text.strip(), *[await _told(desk, each) for each in files]]))


async def _told(desk: Desk, file: dict[str, Any]) -> str:
    name = str(file.get("name") or file.get("title") or "a file")[:120]
    if not str(file.get("mimetype") or "").startswith(_TEXTUAL):
        return f"[File {name}: no text, so it was not read.]"
    content = await _read(desk, file)
    return f"[File {name}: it could not be read.]" if content is None else f"File {name}:\n{content.strip()}"


async def _read(desk: Desk, file: dict[str, Any]) -> str | None:
    """What is in a file, None where it cannot be had. The token goes to Slack's own hosts alone."""
    address = str(file.get("url_private_download") or file.get("url_private") or "")
    if not _ours(desk, address) or int(file.get("size") or 0) > MOST_BYTES:
        return None
    head = {"Authorization": f"Bearer {desk.client.token}"}
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS)) as session,
            session.get(address, headers=head, allow_redirects=False) as answer,
        ):
            if answer.status != 200:  # without the scope files:read, Slack sends people to its login page
                log.warning("a file cannot be read: %s", answer.status)
                return None
            content = await answer.content.read(MOST_BYTES)
    except (aiohttp.ClientError, TimeoutError) as error:
        log.warning("a file cannot be read: %s", type(error).__name__)
        return None
    return content.decode("utf-8", "replace").replace("\x00", "")


def _ours(desk: Desk, address: str) -> bool:
    to, api = urlsplit(address), urlsplit(str(desk.client.base_url))
    if to.netloc == api.netloc and to.scheme == api.scheme:
        return True
    return to.scheme == "https" and (to.hostname or "").endswith(".slack.com")


def shortened(text: str, most: int = MAX_HANDED) -> str:
    """A text that a request can hold; what is left out is counted."""
    if len(text) <= most:
        return text
    return text[: most - 60] + f" … ({len(text) - most + 60:,} more characters were not taken)"
