"""The only place that speaks to Anthropic: one request out, its answer or its failure back, as data.

The SDK is imported at the first call, as that takes seconds. It retries nothing: how often is for those who call.
"""

import asyncio
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Trouble = Literal["busy", "limit", "refused", "model", "too_long", "request", "garbled"]
Blocks = Sequence[Mapping[str, Any]]
CONNECT_SECONDS = 10.0
_BROKEN_OFF = "complete message body"
_GIVEN_UP = {408: "it timed out", 429: "too many requests", 500: "an error of its own", 503: "not available"}
_GIVEN_UP |= {504: "it timed out", 529: "overloaded"}


@dataclass(frozen=True)
class Ask:
    """A whole request. `seconds` is how long its answer may take."""

    model: str
    max_tokens: int
    system: Blocks
    tools: Blocks
    messages: Blocks
    seconds: float


@dataclass(frozen=True)
class Came:
    """What came back: the bytes as they were, the provider's id for it, the sha256 of the request's bytes."""

    body: bytes
    request_id: str
    sent_digest: str


@dataclass(frozen=True)
class Failed:
    """Nothing usable came back.

    `trouble`: `busy` and `limit` pass by themselves (`wait_seconds` is what the provider asked for, if it did),
    `refused` needs an owner (key, payment, spend limit), `model` is unknown there, `too_long`, `request` is a bug of
    ours, `garbled` is no answer of the Messages API. `why` is in people's words.
    """

    trouble: Trouble
    why: str
    status: int = 0
    wait_seconds: float | None = None
    request_id: str = ""
    body: bytes = b""


class Wire(Protocol):
    """Sends requests."""

    async def send(self, ask: Ask) -> Came | Failed:
        """One request, sent once."""

    async def close(self) -> None:
        """Let go of the connections."""


class AnthropicWire:
    """The Messages API, by Anthropic's SDK."""

    def __init__(self, key: str, base_url: str = "") -> None:
        self._key, self._base_url = key, base_url
        self._client: Any = None
        self._making = asyncio.Lock()

    async def send(self, ask: Ask) -> Came | Failed:
        """See `Wire`. Every failure that the SDK knows comes back as data; what is left is a bug."""
        async with self._making:  # the first requests may come together, and one client serves them all
            if self._client is None:
                self._client = await asyncio.to_thread(self._made)  # it takes seconds, and clicks wait to be acked
        import anthropic
        import httpx2

        try:
            async with asyncio.timeout(ask.seconds):  # the SDK's own is for each piece of an answer
                return await self._sent(ask, httpx2.Timeout(ask.seconds, connect=min(CONNECT_SECONDS, ask.seconds)))
        except anthropic.APIStatusError as error:
            return _by_status(error)
        except (anthropic.APITimeoutError, TimeoutError):
            return Failed("busy", "it timed out")
        except anthropic.APIConnectionError as error:
            if _BROKEN_OFF in str(error.__cause__):
                return Failed("garbled", "its answer broke off", body=_cause(error))
            return Failed("busy", "it was not reached", body=_cause(error))
        except (anthropic.AnthropicError, httpx2.HTTPError, json.JSONDecodeError) as error:
            return Failed("garbled", "its answer broke off", body=_cause(error))

    def _made(self) -> Any:
        import anthropic  # not every team wants it

        return anthropic.AsyncAnthropic(
            api_key=self._key, base_url=self._base_url or None, max_retries=0, timeout=CONNECT_SECONDS
        )

    async def _sent(self, ask: Ask, patience: Any) -> Came:
        raw = await self._client.messages.with_raw_response.create(
            model=ask.model,
            max_tokens=ask.max_tokens,
            system=ask.system,
            tools=ask.tools,
            messages=ask.messages,
            cache_control={"type": "ephemeral"},
            timeout=patience,
        )
        response = raw.http_response
        sent = hashlib.sha256(response.request.content).hexdigest()
        return Came(bytes(await response.aread()), str(response.headers.get("request-id", "")), sent)

    async def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            await self._client.close()


def _cause(error: BaseException) -> bytes:
    return type(error.__cause__ or error).__name__.encode()


def _by_status(error: Any) -> Failed:
    """The failure behind an HTTP status."""
    status, code = int(error.status_code), str(error.error_code or "")
    trouble, why = _trouble(status, code, str(error.type or ""))
    wait = _wait(error.response.headers) if trouble in {"busy", "limit"} else None
    return Failed(trouble, why, status, wait, str(error.request_id or ""), bytes(error.response.content))


def _trouble(status: int, code: str, kind: str) -> tuple[Trouble, str]:
    if "spend_limit" in code:
        return "refused", "its spend limit is reached"
    if status in _REFUSED:
        return "refused", _REFUSED[status]
    if status == 429:
        return "limit", _GIVEN_UP[429]
    if status in {408, 409} or status >= 500 or kind == "overloaded_error":
        return "busy", _GIVEN_UP.get(status, "overloaded" if kind == "overloaded_error" else "an error of its own")
    if status == 404:
        return "model", "the model is not known there"
    if status == 413:
        return "too_long", "the case is too long for it"
    return "request", f"it did not accept the request, status {status}"


_REFUSED = {
    401: "the key is not accepted",
    402: "the account has to be paid",
    403: "the key may not do this",
}


def _wait(headers: Mapping[str, str]) -> float | None:
    """What the provider asks to wait, in seconds; None where it says nothing that can be understood."""
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            return max(0.0, float(headers[name]) / unit)
        except (KeyError, ValueError):
            continue
    return None
