"""Response urls: how the app answers a click or a command, five times within thirty minutes."""

import secrets
from dataclasses import dataclass

from workspace import typed
from workspace.blocks import validate_message_blocks
from workspace.clock import Clock
from workspace.jsontypes import Json
from workspace.messages import Draft, Messages
from workspace.state import State
from workspace.traffic import Traffic
from workspace.view_state import complete

MAX_USES = 5
LIFE_SECONDS = 1800.0


class RespondError(Exception):
    """An answer is refused; `args` are Slack's error name and the HTTP status."""


@dataclass
class Origin:
    """What a response url belongs to. `ts` or `ephemeral_id` = the message that was clicked; neither = a command."""

    user: str
    channel: str
    ts: str | None = None
    ephemeral_id: str | None = None
    thread_ts: str | None = None


@dataclass
class ResponseUrl:
    """A response url and its use so far."""

    origin: Origin
    minted: float
    uses: int = 0


class ResponseUrls:
    """Mints response urls and does what the app posts to them."""

    def __init__(self, state: State, clock: Clock, messages: Messages, traffic: Traffic) -> None:
        self._state, self._clock, self._messages, self._traffic = state, clock, messages, traffic
        self._urls: dict[str, ResponseUrl] = {}
        self.base = ""

    def mint(self, origin: Origin) -> str:
        """Return a new url for an interaction."""
        token = secrets.token_urlsafe(24)
        self._urls[token] = ResponseUrl(origin, self._clock.now())
        return f"{self.base}{token}"

    def respond(self, token: str, body: Json) -> None:
        """Do what the app asked for.

        Raises:
            RespondError: the url is unknown, used up or too old, or the body is not acceptable.

        """
        url = self._urls.get(token)
        if url is None:
            raise RespondError("invalid_url", 404)
        if self._clock.now() - url.minted > LIFE_SECONDS:
            raise RespondError("expired_url", 404)
        if url.uses >= MAX_USES:
            raise RespondError("used_url", 404)
        url.uses += 1
        self._traffic.add("web_api", "response_url", "ok", request=body)
        self.answer(url.origin, body)

    def answer(self, origin: Origin, body: Json) -> None:
        """Show an answer in the way its `response_type`, `replace_original` and `delete_original` say.

        Raises:
            RespondError: its blocks are not valid, or it says nothing.

        """
        if body.get("delete_original"):
            self._delete_original(origin)
            if not body.get("text") and not body.get("blocks"):
                return
        draft = self._draft(origin, body)
        channel = self._state.channels[origin.channel]
        replaces = bool(body.get("replace_original")) and not body.get("delete_original")
        if replaces and origin.ephemeral_id in self._state.ephemerals:
            self._messages.ephemeral(channel, origin.user, draft, replaces=origin.ephemeral_id)
        elif replaces and origin.ts in channel.messages:
            changes = {"text": draft.text, "blocks": draft.blocks, "attachments": draft.attachments}
            self._messages.edit(channel, origin.ts, changes, self._state.seed.bot_id)
        elif body.get("response_type") == "in_channel":
            self._messages.post(channel, draft)
        else:
            self._messages.ephemeral(channel, origin.user, draft)

    def _delete_original(self, origin: Origin) -> None:
        channel = self._state.channels[origin.channel]
        if origin.ephemeral_id:
            self._messages.dismiss(origin.ephemeral_id)
        elif origin.ts in channel.messages:
            self._messages.delete(channel, origin.ts)

    def _draft(self, origin: Origin, body: Json) -> Draft:
        blocks, attachments = body.get("blocks"), body.get("attachments")
        if blocks and validate_message_blocks(blocks):
            raise RespondError("invalid_blocks", 400)
        if not (body.get("text") or blocks or attachments):
            raise RespondError("no_text", 400)
        return Draft(
            user=self._state.seed.bot_user,
            text=typed.normalise(str(body.get("text") or "")),
            blocks=complete(blocks) if blocks else None,
            attachments=attachments,
            thread_ts=body.get("thread_ts") or (origin.thread_ts if not body.get("replace_original") else None),
        )
