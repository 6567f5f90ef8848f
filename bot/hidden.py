"""What must never be seen: the values of tokens and keys, taken out of every text that leaves this process.

Logs, prompts, requests, the answers of tools and what is said in Slack go through `clean`. The values are those of the
whole process, as there is one environment.
"""

import base64
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from storage.whole import whole

HIDDEN = "[hidden]"
_SHORTEST = 8  # a shorter value would blank out words that say nothing secret
_TOKENS = re.compile(
    r"xox[a-z](?:\.xox[a-z])?-[\w-]+"  # Slack's bot, user, refresh and configuration tokens
    r"|xapp-[\w-]+"
    r"|sk-ant-[\w-]+"
    r"|(?<=[?&]ticket=)[^&\s\"']+"  # a Socket Mode address is a key to the connection
    r"|(?<=hooks\.slack\.com/)[\w/-]+"
    r"|(?<=[Bb]earer )[^\s\"',;]{8,}"
    r"|(?<=[Aa]uthorization: [Bb]asic )[A-Za-z0-9+/]{8,}={0,2}"
)
_SHORTEST_OF_PEOPLE = 4
_MOST_OF_PEOPLE = 500
_of_people: dict[str, re.Pattern[str]] = {}
_known: set[str] = set()
_exact: re.Pattern[str] | None = None


def hide(secrets: Iterable[str]) -> None:
    """Let none of these values through from here on, in any of the forms that a text may give them."""
    global _exact  # one for the whole process, as logging is
    for secret in secrets:
        if len(secret) >= _SHORTEST:
            _known.update(_forms(secret))
    longest_first = sorted(_known, key=len, reverse=True)
    _exact = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None


def _forms(secret: str) -> set[str]:
    """As it is, in a URL, in JSON or a repr, and in base64."""
    return {secret, quote(secret, safe=""), json.dumps(secret)[1:-1], base64.b64encode(secret.encode()).decode()}


def remember(values: Iterable[str]) -> None:
    """Values that are secret in this process, such as an account number: no log line, prompt or message has them."""
    for value in values:
        if len(value) >= _SHORTEST_OF_PEOPLE:
            _of_people.pop(value, None)
            _of_people[value] = re.compile(rf"(?<!\w){re.escape(value)}(?!\w)", re.IGNORECASE)
    while len(_of_people) > _MOST_OF_PEOPLE:
        del _of_people[next(iter(_of_people))]


def veiled(text: str) -> str:
    """`clean`, and without the secret values that this process had in its hands."""
    for value, pattern in list(_of_people.items()):
        if len(value) <= len(text):
            text = pattern.sub(HIDDEN, text)
    return clean(text)


def clean(text: str) -> str:
    """`text` without tokens and keys, and without half letters, which nothing can keep or send."""
    text = whole(text)
    text = _exact.sub(HIDDEN, text) if _exact else text
    return _TOKENS.sub(HIDDEN, text)


def cleaned(value: Any) -> Any:
    """A JSON value without tokens and keys, at any depth, names included."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {str(cleaned(key)): cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(item) for item in value]
    return value
