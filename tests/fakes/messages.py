"""A Messages API on loopback, of our own: it answers by a script, counts tokens and what was cached, and is strict.

A request that the real one would refuse is refused here as well: a forced tool, a thinking block that is not as it was
sent, a call without its result, an empty message. So a test that passes shows a talk that holds together.
"""

import asyncio
import copy
import itertools
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

Json = dict[str, Any]
KEY = "sk-ant-test-0123456789abcdef"


@dataclass(frozen=True)
class Reply:
    """What comes back. `content` makes an answer; `body` is sent as it is; `fault` is `drop`, `cut`, `hang`, `drip`."""

    content: tuple[Json, ...] = ()
    stop: str = ""
    status: int = 200
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


Scripted = Reply | Callable[[Json], Reply]


def text(words: str) -> Reply:
    """An answer that ends with words."""
    return Reply(({"type": "text", "text": words},), "end_turn")


def uses(*calls: tuple[str, Json], thinking: str = "") -> Reply:
    """An answer that calls these tools, after a thinking block if there is one. Ids are set when it is sent."""
    thought = ({"type": "thinking", "thinking": thinking, "signature": ""},) if thinking else ()
    return Reply((*thought, *({"type": "tool_use", "name": name, "input": given} for name, given in calls)), "tool_use")


def failed(status: int, kind: str = "api_error", code: str = "", **headers: str) -> Reply:
    """An error as the API sends it."""
    details = {"details": {"error_code": code}} if code else {}
    error = {"type": "error", "error": {"type": kind, "message": "Something happened.", **details}}
    return Reply(
        status=status, body=json.dumps(error).encode(), headers={k.replace("_", "-"): v for k, v in headers.items()}
    )


def evidence(claim: str, quote: str, source: str = "request") -> Json:
    """A piece of evidence of a draft."""
    return {"claim": claim, "source_id": source, "quote": quote}


def draft(**more: Any) -> Json:
    """A draft in which nothing is wrong."""
    parts: Json = {
        "situation": "A refund is asked for.",
        "background": [],
        "evidence": [],
        "counter_evidence": [],
        "uncertainties": [],
        "assessment": "It fits the rules.",
        "alternatives": [],
    }
    return parts | more


def proposes(step: str, arguments: Json, p_correct: float = 0.9, **more: Any) -> Reply:
    """An answer that proposes a step."""
    return uses((f"propose_{step}", draft(arguments=arguments, p_correct=p_correct, **more)))


class Messages:
    """The server. `script` is answered in order, then `otherwise`; `requests` holds the bodies of what came."""

    def __init__(self, *script: Scripted, otherwise: Scripted | None = None) -> None:
        self.script, self.otherwise = list(script), otherwise
        self.requests: list[Json] = []
        self.headers: list[Mapping[str, str]] = []
        self.usages: list[Json] = []
        self.refused: list[str] = []
        self._ids = itertools.count(1)
        self._sent: dict[str, Json] = {}
        self._cached: set[str] = set()
        self._runner: web.AppRunner | None = None
        self._came = asyncio.Condition()
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=50_000_000)
        app.router.add_post("/v1/messages", self._post)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def came(self, number: int) -> None:
        """Wait until so many requests came."""
        async with asyncio.timeout(10), self._came:
            await self._came.wait_for(lambda: len(self.requests) >= number)

    def forget(self) -> None:
        """Count from here on."""
        self.requests.clear()
        self.headers.clear()
        self.usages.clear()

    async def _post(self, request: web.Request) -> web.StreamResponse:
        asked: Json = json.loads(await request.read())
        self.requests.append(asked)
        self.headers.append(dict(request.headers))
        async with self._came:
            self._came.notify_all()
        wrong = self._wrong(asked, request.headers)
        if wrong:
            self.refused.append(wrong)
            return _answered(failed(400, "invalid_request_error"), "req_wrong")
        scripted = self.script.pop(0) if self.script else self.otherwise
        if scripted is None:
            self.refused.append("nobody told what to answer")
            return _answered(failed(400, "invalid_request_error"), "req_unscripted")
        reply = scripted(asked) if callable(scripted) else scripted
        return await self._send(request, asked, reply)

    async def _send(self, request: web.Request, asked: Json, reply: Reply) -> web.StreamResponse:
        name = f"req_{next(self._ids)}"
        if reply.fault in {"drop", "hang"}:
            if reply.fault == "hang":
                await asyncio.sleep(30)
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        answer = _answered(reply, name) if reply.body is not None else web.Response(
            body=self._message(asked, reply), content_type="application/json", headers={"request-id": name}
        )  # fmt: skip
        if reply.fault in {"cut", "drip"}:
            return await _broken(request, answer, reply.fault)
        return answer

    def _message(self, asked: Json, reply: Reply) -> bytes:
        number = next(self._ids)
        content = []
        for index, block in enumerate(copy.deepcopy(list(reply.content))):
            if block["type"] == "tool_use":
                block = {"type": "tool_use", "id": f"toolu_{number}_{index}"} | block
            if block["type"] == "thinking":
                block["signature"] = f"sig-{number}-{index}-{len(json.dumps(asked['messages']))}"
                block["unknown_to_the_sdk"] = {"kept": True}
                self._sent[block["signature"]] = copy.deepcopy(block)
            content.append(block)
        usage = self._usage(asked, content)
        self.usages.append(usage)
        message = {"id": f"msg_{number}", "type": "message", "role": "assistant", "model": asked["model"]}
        message |= {"content": content, "stop_reason": reply.stop, "stop_sequence": None, "usage": usage}
        return json.dumps(message | dict(reply.more)).encode()

    def _usage(self, asked: Json, content: list[Json]) -> Json:
        """Tokens, four characters each: what was kept of an earlier request is read, what is kept now is written."""
        parts = prefix(asked)
        known = max((n for n in range(1, len(parts) + 1) if "".join(parts[:n]) in self._cached), default=0)
        read, total = _tokens("".join(parts[:known])), _tokens("".join(parts))
        for end in breakpoints(asked, len(parts)):
            self._cached.add("".join(parts[:end]))
        hour = min(total - read, max(0, _tokens("".join(parts[: fixed(asked)])) - read))
        return {
            "input_tokens": 0,
            "output_tokens": _tokens(json.dumps(content)),
            "cache_read_input_tokens": read,
            "cache_creation_input_tokens": total - read,
            "cache_creation": {"ephemeral_1h_input_tokens": hour, "ephemeral_5m_input_tokens": total - read - hour},
        }

    # --- what the real one would refuse ------------------------------------------------------------------------

    def _wrong(self, asked: Json, headers: Mapping[str, str]) -> str:
        if headers.get("Authorization") != f"Bearer {KEY}" or not headers.get("anthropic-version"):
            return "the headers are wrong"
        if {"temperature", "top_p", "top_k"} & asked.keys() or asked.get("tool_choice", {}).get("type") in {
            "any",
            "tool",
        }:
            return "sampling or a forced tool"
        if asked["max_tokens"] < 8192:
            return "too few tokens for thinking and a brief"
        return _tools_wrong(asked["tools"]) or self._messages_wrong(asked["messages"])

    def _messages_wrong(self, messages: list[Json]) -> str:
        if not messages or messages[0]["role"] != "user":
            return "the first message is not the user's"
        open_calls: set[str] = set()
        for message in messages:
            content = message["content"]
            if not content:
                return "an empty message"
            results = {block["tool_use_id"] for block in content if block["type"] == "tool_result"}
            if results != open_calls:
                return f"calls {sorted(open_calls)} have results {sorted(results)}"
            open_calls = {block["id"] for block in content if block["type"] == "tool_use"}
            for block in content:
                if block["type"] == "thinking" and self._sent.get(block["signature"]) != block:
                    return "a thinking block is not as it was sent"
        return "a call without a result" if open_calls else ""


def _tools_wrong(tools: list[Json]) -> str:
    names = [tool["name"] for tool in tools]
    if len(set(names)) != len(names):
        return "two tools of one name"
    return next((f"{tool['name']} is not strict" for tool in tools if tool.get("strict") and not _closed(tool)), "")


def _closed(schema: Any) -> bool:
    if isinstance(schema, list):
        return all(map(_closed, schema))
    if not isinstance(schema, dict):
        return True
    if schema.get("type") == "object" and (
        schema.get("additionalProperties") is not False or set(schema["required"]) != set(schema["properties"])
    ):
        return False
    return all(map(_closed, schema.values()))


def _answered(reply: Reply, name: str) -> web.Response:
    return web.Response(
        status=reply.status,
        body=reply.body,
        headers={"content-type": "application/json", "request-id": name, **reply.headers},
    )


async def _broken(request: web.Request, answer: web.Response, fault: str) -> web.StreamResponse:
    """Half of the answer, then the connection ends; or one byte now and then."""
    assert isinstance(answer.body, bytes)
    sent = web.StreamResponse(status=answer.status, headers={"content-type": "application/json"})
    sent.content_length = len(answer.body)
    await sent.prepare(request)
    if fault == "drip":
        for byte in answer.body:
            await sent.write(bytes([byte]))
            await asyncio.sleep(0.05)
    await sent.write(answer.body[: len(answer.body) // 2])
    assert request.transport is not None
    request.transport.close()
    return sent


# --- the cached prefix ---------------------------------------------------------------------------------------------


def prefix(asked: Json) -> list[str]:
    """A request in the order in which it is kept: tools, system, then each block of each message."""
    parts = [asked["model"], *(json.dumps(tool) for tool in asked["tools"])]
    parts += [json.dumps({name: value for name, value in block.items() if name != "cache_control"})
              for block in asked["system"]]  # fmt: skip
    parts += [message["role"] + json.dumps(block) for message in asked["messages"] for block in message["content"]]
    return parts


def fixed(asked: Json) -> int:
    """How many parts of the prefix come before the case."""
    return 1 + len(asked["tools"]) + len(asked["system"])


def breakpoints(asked: Json, size: int) -> list[int]:
    """Where the request asks to keep what is before: behind marked system blocks, and at its end."""
    first = 1 + len(asked["tools"])
    marked = [first + index + 1 for index, block in enumerate(asked["system"]) if "cache_control" in block]
    return [*marked, *([size] if "cache_control" in asked else [])]


def _tokens(words: str) -> int:
    return len(words) // 4


class Beside:
    """The server in a thread of its own, for tests whose bot is another process."""

    def __init__(self, server: Messages) -> None:
        self.server = server
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Messages:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self.server.__aenter__(), self._loop).result(10)
        return self.server

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self.server.__aexit__(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
