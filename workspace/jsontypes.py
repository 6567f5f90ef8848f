"""The one type for JSON objects on the wire, and how they are read and written."""

import json
import re
from typing import Any

_HALF = re.compile("[\ud800-\udfff]")
Json = dict[str, Any]
"""A JSON object. Its shape is Slack's, so it is not typed further."""


def loads(text: str) -> Any:
    """Return what JSON text says, with U+FFFD for half letters, such as the rest of an emoji that was cut in two.

    Raises:
        ValueError: it is no JSON.

    """
    found = json.loads(text)
    if "\\ud" not in text and "\\uD" not in text:
        return found
    return json.loads(_HALF.sub("\ufffd", dumps(found)))


def dumps(value: object) -> str:
    """Return compact JSON text, as Slack sends it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
