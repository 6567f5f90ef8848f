"""Whether Slack would take these blocks, or this view: the workspace's answer to `invalid_blocks`.

The tables in `workspace.blocks_tables` say what each block may hold. This module adds what only the whole payload can
tell: where a block may stand, and what may not be repeated.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from workspace.blocks_kinds import Faults, Flag, Items, Kind, Shape, Str, Typed, fault, repeated
from workspace.blocks_tables import BLOCKS, plain
from workspace.blocks_text import text_length, too_long, visible_text

__all__ = ["text_length", "too_long", "validate_message_blocks", "validate_view", "view_too_large", "visible_text"]

Placed = list[tuple[Mapping[str, Any], str]]

_ANYWHERE = frozenset(
    {"actions", "auth_provider", "card", "context", "divider", "header", "image", "rich_text", "section", "video"}
)
_OUTSIDE_MODALS = frozenset({"carousel", "container", "data_table", "data_visualization", "table"})
_MESSAGES_ONLY = frozenset({"call", "context_actions", "file", "markdown", "plan", "task_card"})
SURFACES: dict[str, frozenset[str]] = {
    "message": _ANYWHERE | _OUTSIDE_MODALS | _MESSAGES_ONLY,
    "modal": _ANYWHERE | {"alert", "input"},
    "home": _ANYWHERE | _OUTSIDE_MODALS | {"input"},
}
"""The blocks that Slack shows in each place."""

_MESSAGE = Items(Typed(BLOCKS), 50, least=0)
_STACK = Items(Typed(BLOCKS), 100)
_LABELS: dict[str, Kind] = {
    "private_metadata": Str(3000, least=0),
    "callback_id": Str(255, least=0),
    "external_id": Str(255, least=0),
}
_MODAL: dict[str, Kind] = {"submit": plain(24), "close": plain(24), "clear_on_close": Flag(), "notify_on_close": Flag()}
_VIEWS = Typed(
    {
        "modal": Shape({"title": plain(24), "blocks": _STACK}, {**_LABELS, **_MODAL}),
        "home": Shape({"blocks": _STACK}, _LABELS),
    }
)
_MARKDOWN_TOTAL = 12_000
_VIEW_BYTES = 250_000
_INNER = ("child_blocks", "elements", "tasks", "fallback")
_OUTER = frozenset({"container", "carousel", "plan", "auth_provider"})


def validate_message_blocks(blocks: object) -> list[str]:
    """Faults of the `blocks` of a message, as Slack lists them in `response_metadata.messages`; [] = Slack takes them.

    The total size is not checked here, because Slack answers it with an error of its own: see `too_long`.
    """
    found = list(_MESSAGE.faults(blocks, "/blocks"))
    if found or not isinstance(blocks, list):
        return found
    placed = list(_placed(blocks, "/blocks"))
    return [line for rule in _MESSAGE_RULES for line in rule(placed)]


def validate_view(view: object) -> list[str]:
    """Faults of a modal or Home view as an app sends it, as Slack lists them; [] = Slack takes it.

    The keys that Slack adds to a view (`id`, `hash`, `state` and the like) are faults: an app may not send them back.
    """
    found = list(_VIEWS.faults(view, "/view"))
    if found or not isinstance(view, Mapping):
        return found
    placed = list(_placed(view["blocks"], "/view/blocks"))
    found += _surface(placed, view["type"])
    if "submit" not in view and view["type"] == "modal":
        found += _needs_submit(placed)
    return found + [line for rule in _VIEW_RULES for line in rule(placed)]


def view_too_large(view: object) -> bool:
    """Whether a view is answered `view_too_large`: more than 250 kB of JSON."""
    packed = json.dumps(view, ensure_ascii=False, separators=(",", ":"))
    return len(packed.encode(errors="surrogatepass")) > _VIEW_BYTES


def _placed(blocks: list[Mapping[str, Any]], at: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Every block with its JSON pointer, also those inside other blocks."""
    for index, block in enumerate(blocks):
        here = f"{at}/{index}"
        yield block, here
        for key in _INNER if block["type"] in _OUTER else ():
            yield from _placed(block.get(key, []), f"{here}/{key}")


def _surface(placed: Placed, surface: str) -> Faults:
    for block, at in placed:
        if block["type"] not in SURFACES[surface]:
            yield fault(f"{at}/type", f"unsupported type: {block['type']}")


def _needs_submit(placed: Placed) -> Faults:
    for block, at in placed:
        if block["type"] == "input":
            yield fault(f"{at}/input", "must define `submit` to use an `input` block in modals")


def _block_ids(placed: Placed) -> Faults:
    return repeated("block_id", placed)


def _one_focus(placed: Placed) -> Faults:
    focused = [at for block, at in placed for element in _elements(block) if element.get("focus_on_load")]
    for at in focused[1:]:
        yield fault(at, "must not define `focus_on_load` on more than one element")


def _elements(block: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    single = [block[key] for key in ("element", "accessory") if key in block]
    return single + (block["elements"] if block["type"] == "actions" else [])


def _markdown_total(placed: Placed) -> Faults:
    if sum(text_length(block["text"]) for block, _ in placed if block["type"] == "markdown") > _MARKDOWN_TOTAL:
        yield fault("/blocks", f"must be less than {_MARKDOWN_TOTAL + 1} characters in all markdown blocks")


def _at_most(most: int, *types: str) -> Callable[[Placed], Faults]:
    def rule(placed: Placed) -> Faults:
        for block, at in [(block, at) for block, at in placed if block["type"] in types][most:]:
            yield fault(at, f"no more than {most} {block['type']} allowed")

    return rule


_VIEW_RULES = (_block_ids, _one_focus)
_MESSAGE_RULES: tuple[Callable[[Placed], Faults], ...] = (
    lambda placed: _surface(placed, "message"),
    _block_ids,
    _one_focus,
    _markdown_total,
    _at_most(1, "table", "data_table"),
    _at_most(2, "data_visualization"),
)
