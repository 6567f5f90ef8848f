"""What Slack counts in a text, and what a reader sees of a list of blocks."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

# Slack stores & < > as entities and counts those; an entity that is already there is not escaped again.
_ESCAPED = re.compile(r"&(?!amp;|lt;|gt;)|[<>]")
_COST = {"&": 5, "<": 4, ">": 4}

# Nobody outside Slack knows the rule behind msg_blocks_too_long. Text plus a fixed cost for each block fits the
# published measurements: one markdown block passed with 13,297 characters, 9,597 passed in 50 blocks, and refused were
# 13,172 beside a divider and 11,341 in 45 blocks. Nothing that was seen refused passes here; a single block is refused
# 81 characters too early.
_BLOCK_COST = 45
_TOTAL_COST = 13_261

Lines = Iterator[str]


def text_length(text: str) -> int:
    """Characters of `text` as Slack counts them: after & < > became &amp; &lt; &gt;."""
    return len(text) + sum(_COST[hit] - 1 for hit in _ESCAPED.findall(text))


def too_long(blocks: object) -> bool:
    """Whether a message with these blocks is answered `msg_blocks_too_long` (about 13,200 characters in all)."""
    if not isinstance(blocks, list):
        return False
    return sum(text_length(text) for text in _texts(blocks)) + _BLOCK_COST * len(blocks) > _TOTAL_COST


def _texts(part: object) -> Lines:
    """Every string under a `text` key, at any depth; without recursion, because nobody has checked the depth yet."""
    waiting = [part]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            waiting.extend(part.values())
            if isinstance(part.get("text"), str):
                yield part["text"]
        elif isinstance(part, list):
            waiting.extend(part)


def visible_text(blocks: object) -> list[str]:
    """The lines that a reader sees, from top to bottom, of blocks that are valid.

    Markup is resolved (a date shows its fallback, a link its label), buttons stand on one line as `[ Approve ]`, an
    overflow menu as `[…]`. Dividers have no text. What opens only after a click (dialogs, menus) is not visible.
    """
    return list(_seen(blocks)) if isinstance(blocks, list) else []


def _seen(blocks: Sequence[Mapping[str, Any]]) -> Lines:
    for block in blocks:
        yield from _BLOCKS.get(block["type"], _nothing)(block)


def _nothing(_: Mapping[str, Any]) -> Lines:
    return iter(())


def _words(part: str | Mapping[str, Any] | None) -> str:
    """The reading text of a text object, or of a bare string."""
    if part is None or isinstance(part, str):
        return part or ""
    text = str(part["text"])
    return _unescaped(_plain(text) if part["type"] == "mrkdwn" else text)


_LINK = re.compile(r"<([^<>]+)>")
_MARKED = tuple(re.compile(rf"(?<!\w){re.escape(mark)}(\S|\S.*?\S){re.escape(mark)}(?!\w)") for mark in "*_~`")


def _plain(mrkdwn: str) -> str:
    """Mrkdwn without its marks, and with each link, mention or date as the reader sees it."""
    for marked in _MARKED:
        mrkdwn = marked.sub(r"\1", mrkdwn)
    return _LINK.sub(_label, mrkdwn)


def _label(hit: re.Match[str]) -> str:
    """What `<…>` shows: the label of a link, the name behind a mention, the fallback of a date."""
    target, _, label = hit.group(1).partition("|")
    if target.startswith(("@", "#")):
        return target[0] + (label or target[1:])
    if target.startswith("!"):
        return label or "@" + target[1:].rpartition("^")[2]
    return label or target


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _lines(*parts: str | Mapping[str, Any] | None) -> Lines:
    for part in parts:
        if part is not None:
            yield from _words(part).split("\n")


def _keys(*keys: str) -> Callable[[Mapping[str, Any]], Lines]:
    """A block that shows the texts under some keys, one after the other."""
    return lambda block: _lines(*(block.get(key) for key in keys))


def _control(element: Mapping[str, Any]) -> str:
    """One interactive element, as it stands before anybody touched it."""
    if element["type"] == "overflow":
        return "[…]"
    if element["type"] == "feedback_buttons":
        return "  ".join(f"[ {_words(element[key]['text'])} ]" for key in ("positive_button", "negative_button"))
    if element["type"] in ("checkboxes", "radio_buttons"):
        return "\n".join(_choices(element))
    return f"[ {_filled(element)} ]"


def _choices(element: Mapping[str, Any]) -> Lines:
    chosen = [*element.get("initial_options", ()), element.get("initial_option")]
    for option in element["options"]:
        yield f"({'•' if option in chosen else ' '}) {_words(option['text'])}"


_FILLED = ("text", "initial_value", "initial_date", "initial_time", "placeholder")


def _filled(element: Mapping[str, Any]) -> str:
    """The label of a button, or what a field holds at first: its value, else its placeholder."""
    if "initial_option" in element:
        return _words(element["initial_option"]["text"])
    value = next((element[key] for key in _FILLED if element.get(key)), None)
    return " ".join(_rich(value)) if isinstance(value, Mapping) and value["type"] == "rich_text" else _words(value)


def _controls(elements: Sequence[Mapping[str, Any]]) -> Lines:
    return _lines("  ".join(_control(element) for element in elements)) if elements else iter(())


def _section(block: Mapping[str, Any]) -> Lines:
    yield from _lines(block.get("text"), *block.get("fields", ()))
    accessory = block.get("accessory")
    if accessory and accessory["type"] != "image":
        yield from _controls([accessory])


def _context(block: Mapping[str, Any]) -> Lines:
    texts = [_words(element) for element in block["elements"] if element["type"] != "image"]
    return _lines(" ".join(texts)) if texts else iter(())


def _input(block: Mapping[str, Any]) -> Lines:
    yield from _lines(block["label"])
    yield from _lines(_control(block["element"]))
    yield from _lines(block.get("hint"))


def _rich(block: Mapping[str, Any]) -> Lines:
    for part in block["elements"]:
        if part["type"] == "rich_text_list":
            yield from _list(part)
        elif part["elements"]:
            yield from _run(part)


def _run(part: Mapping[str, Any]) -> list[str]:
    return "".join(map(_inline, part["elements"])).removesuffix("\n").split("\n")


def _list(part: Mapping[str, Any]) -> Lines:
    for index, item in enumerate(part["elements"], start=1 + part.get("offset", 0)):
        mark = "•" if part["style"] == "bullet" else f"{index}."
        first, *others = _run(item)
        yield f"{'  ' * part.get('indent', 0)}{mark} {first}"
        yield from others


_INLINE: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "text": lambda leaf: str(leaf["text"]),
    "link": lambda leaf: str(leaf.get("text") or leaf["url"]),
    "user": lambda leaf: f"@{leaf['user_id']}",
    "usergroup": lambda leaf: f"@{leaf['usergroup_id']}",
    "team": lambda leaf: f"@{leaf['team_id']}",
    "channel": lambda leaf: f"#{leaf['channel_id']}",
    "broadcast": lambda leaf: f"@{leaf['range']}",
    "emoji": lambda leaf: f":{leaf['name']}:",
    "date": lambda leaf: str(leaf.get("fallback") or leaf["format"]),
    "color": lambda leaf: str(leaf["value"]),
}


def _inline(leaf: Mapping[str, Any]) -> str:
    return _INLINE[leaf["type"]](leaf)


def _table(block: Mapping[str, Any]) -> Lines:
    yield from _lines(block.get("caption"))
    for row in block["rows"]:
        yield " | ".join(" ".join(_rich(cell)) if cell["type"] == "rich_text" else str(cell["text"]) for cell in row)


def _card(block: Mapping[str, Any]) -> Lines:
    yield from _lines(*(block.get(key) for key in ("title", "subtitle", "body", "subtext")))
    yield from _controls(block.get("actions", ()))


def _task(block: Mapping[str, Any]) -> Lines:
    yield from _lines(block["title"])
    for key in ("details", "output"):
        yield from _rich(block[key]) if key in block else ()
    yield from _lines(*(source["text"] for source in block.get("sources", ())))


def _plan(block: Mapping[str, Any]) -> Lines:
    yield from _lines(block["title"])
    yield from _seen(block.get("tasks", ()))


def _container(block: Mapping[str, Any]) -> Lines:
    # Slack shows rich_text_title where both titles are given.
    yield from _rich(block["rich_text_title"]) if "rich_text_title" in block else _lines(block["title"])
    yield from _lines(block.get("subtitle"))
    yield from () if block.get("default_collapsed") else _seen(block["child_blocks"])


def _auth_provider(block: Mapping[str, Any]) -> Lines:
    yield from _lines(block["name"], block.get("description"))
    if block["is_connected"]:
        yield from _lines(block.get("connected_identity"), block.get("connected_context"))
        yield from _controls([block["accessory"]] if "accessory" in block else [])
    else:
        yield "[ Connect ]"


_BLOCKS: dict[str, Callable[[Mapping[str, Any]], Lines]] = {
    "actions": lambda block: _controls(block["elements"]),
    "alert": _keys("text"),
    "auth_provider": _auth_provider,
    "card": _card,
    "carousel": lambda block: _seen(block["elements"]),
    "container": _container,
    "context": _context,
    "context_actions": lambda block: _controls(block["elements"]),
    "data_table": _table,
    "data_visualization": _keys("title"),
    "header": _keys("text"),
    "image": _keys("title", "alt_text"),
    "input": _input,
    "markdown": _keys("text"),
    "plan": _plan,
    "rich_text": _rich,
    "section": _section,
    "table": _table,
    "task_card": _task,
    "video": _keys("title", "author_name", "description"),
}
