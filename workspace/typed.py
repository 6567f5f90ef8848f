"""From what a person typed to what Slack sends: escaped text with tokens, and the rich_text block beside it."""

import re

from workspace.jsontypes import Json
from workspace.state import State

BROADCASTS = ("here", "channel", "everyone")
WORD = re.compile(r"https?://[^\s<>|]+|@[\w.-]+|#[\w-]+")
ENTITY = re.compile(r"&(?!(?:amp|lt|gt);)")
TOKEN = re.compile(r"<(?:[@!#][^<>\s][^<>]*|(?:https?|mailto|tel):[^<>]+)>")
BARE_URL = re.compile(r"(?<![<|\w])https?://[^\s<>|]+")
MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
GROUP_MENTION = re.compile(r"<!subteam\^(S[A-Z0-9]+)(?:\|[^>]*)?>")


def escape(text: str) -> str:
    """Return text in which the three characters that steer Slack's markup are entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def normalise(text: str) -> str:
    """Return an app's text as Slack stores it: stray `&`, `<`, `>` as entities, bare links in angle brackets."""
    parts, end = [], 0
    for token in TOKEN.finditer(text):
        parts += [_plain(text[end : token.start()]), token.group()]
        end = token.end()
    return "".join([*parts, _plain(text[end:])])


def _plain(text: str) -> str:
    safe = ENTITY.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")
    return BARE_URL.sub(lambda found: f"<{found.group()}>", safe)


def message(state: State, typed: str) -> tuple[str, list[Json]]:
    """Return the text and the blocks of what a person typed into the composer."""
    elements = _elements(state, typed)
    text = "".join(_as_text(element) for element in elements)
    return text, [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}]


def command_text(state: State, typed: str) -> str:
    """Return the text of a slash command with `should_escape`: names as `<@U…|name>` and `<#C…|name>`."""
    return "".join(_as_text(element, state) for element in _elements(state, typed))


def mentioned(state: State, text: str) -> set[str]:
    """Return the ids of everybody whom a text mentions, members of mentioned groups included."""
    users = set(MENTION.findall(text))
    for group in GROUP_MENTION.findall(text):
        users |= set(state.groups[group].users) if group in state.groups else set()
    return users


def _elements(state: State, typed: str) -> list[Json]:
    elements: list[Json] = []
    end = 0
    for word in WORD.finditer(typed):
        found = _word(state, word.group())
        if found is None:
            continue
        element, used = found
        if word.start() > end:
            elements.append({"type": "text", "text": typed[end : word.start()]})
        elements.append(element)
        end = word.start() + used
    if end < len(typed) or not elements:
        elements.append({"type": "text", "text": typed[end:]})
    return elements


def _word(state: State, word: str) -> tuple[Json, int] | None:
    """Return the element for a word and how many of its characters it takes, or None where it is only text."""
    if word.startswith("http"):
        url = word.rstrip(".,;:!?)'\"")
        return {"type": "link", "url": url}, len(url)
    name = word[1:].rstrip(".-")
    element = _channel(state, name) if word.startswith("#") else _mention(state, name)
    return (element, len(name) + 1) if element else None


def _channel(state: State, name: str) -> Json | None:
    channel = state.channel_named(name)
    return {"type": "channel", "channel_id": channel.id} if channel else None


def _mention(state: State, name: str) -> Json | None:
    lower = name.lower()
    if lower in BROADCASTS:
        return {"type": "broadcast", "range": lower}
    for user in [*state.people, state.seed.bot_user]:
        if lower == state.handle(user):
            return {"type": "user", "user_id": user}
    group = next((g for g in state.groups.values() if g.handle == lower), None)
    return {"type": "usergroup", "usergroup_id": group.id} if group else None


def _as_text(element: Json, names: State | None = None) -> str:
    match element:
        case {"type": "text", "text": text}:
            return escape(text)
        case {"type": "link", "url": url}:
            return f"<{escape(url)}>"
        case {"type": "user", "user_id": user}:
            return f"<@{user}|{names.handle(user)}>" if names else f"<@{user}>"
        case {"type": "channel", "channel_id": channel}:
            return f"<#{channel}|{names.channels[channel].name if names else ''}>"
        case {"type": "usergroup", "usergroup_id": group}:
            return f"<!subteam^{group}|@{names.groups[group].handle}>" if names else f"<!subteam^{group}>"
    return f"<!{element['range']}>"
