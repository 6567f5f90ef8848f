"""The one type for JSON objects on the wire, and how they are read and written."""

import json
from typing import Any

Json = dict[str, Any]
"""A JSON object. Its shape is Slack's, so it is not typed further."""


def dumps(value: object) -> str:
    """Return compact JSON text, as Slack sends it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
