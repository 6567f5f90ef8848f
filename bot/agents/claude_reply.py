"""An answer of the Messages API, read by our own rules from its bytes. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.budgets import Usage

STOPS = frozenset({"end_turn", "tool_use", "max_tokens", "refusal", "pause_turn", "model_context_window_exceeded"})
_MOST_TOKENS = 10_000_000  # what is said beyond it is no count, and must neither break the record nor use up a day
_BLOCKS = {"text": "text", "thinking": "thinking", "redacted_thinking": "data", "tool_use": "id"}


@dataclass(frozen=True)
class ToolCall:
    """A tool that the model wants called, with its input as it came."""

    id: str
    name: str
    input: Mapping[str, Any]


@dataclass(frozen=True)
class Reply:
    """An answer. `content` is replayed as it is, with every field that we do not know."""

    content: tuple[Mapping[str, Any], ...]
    stop: str
    calls: tuple[ToolCall, ...]
    text: str
    usage: Usage
    category: str = ""


def read(body: bytes) -> Reply | None:
    """The answer in these bytes; None where they are no answer of the Messages API that can be worked with."""
    try:
        data = json.loads(body)
        json.dumps(data, ensure_ascii=False, allow_nan=False).encode()  # it is replayed: NaN or half a letter is none
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("type") != "message" or data.get("stop_reason") not in STOPS:
        return None
    content, stop = data.get("content"), str(data["stop_reason"])
    if not isinstance(content, list) or not all(map(_known, content)):
        return None
    calls = tuple(ToolCall(each["id"], each["name"], each["input"]) for each in content if each["type"] == "tool_use")
    if not _fits(stop, content, calls):
        return None
    text = "\n".join(each["text"] for each in content if each["type"] == "text").strip()
    return Reply(tuple(content), stop, calls, text, usage_of(data.get("usage")), _category(data))


def overloaded(body: bytes) -> str:
    """Why an error that came with status 200 will pass by itself, in people's words; empty where it is none."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    error = data.get("error") if isinstance(data, dict) and data.get("type") == "error" else None
    kind = error.get("type") if isinstance(error, dict) else None
    return {"overloaded_error": "overloaded", "api_error": "an error of its own"}.get(str(kind), "")


def _known(block: Any) -> bool:
    if not isinstance(block, dict) or not isinstance(block.get(_BLOCKS.get(str(block.get("type")), "type ")), str):
        return False
    return block["type"] != "tool_use" or (isinstance(block.get("name"), str) and isinstance(block.get("input"), dict))


def _fits(stop: str, content: list[Any], calls: tuple[ToolCall, ...]) -> bool:
    """Whether what is in the answer goes with why it ended."""
    if stop == "tool_use":
        return bool(calls) and len({call.id for call in calls}) == len(calls)
    if stop == "end_turn":
        return bool(content) and not calls
    return stop != "pause_turn" or bool(content)


def _category(data: Mapping[str, Any]) -> str:
    """Why the provider refused, one word of its own list; its explanation is not stable text and stays in the row."""
    details = data.get("stop_details")
    return str(details.get("category") or "") if isinstance(details, dict) else ""


def usage_of(data: Any) -> Usage:
    """The tokens of an answer; what is not there counts as 0."""
    told = data if isinstance(data, dict) else {}
    split = told.get("cache_creation")
    hour = _count(split, "ephemeral_1h_input_tokens")
    return Usage(
        input=_count(told, "input_tokens"),
        output=_count(told, "output_tokens"),
        read=_count(told, "cache_read_input_tokens"),
        written=max(0, _count(told, "cache_creation_input_tokens") - hour),
        written_hour=hour,
    )


def _count(told: Any, name: str) -> int:
    value = told.get(name) if isinstance(told, dict) else None
    return min(value, _MOST_TOKENS) if isinstance(value, int) and value > 0 else 0
