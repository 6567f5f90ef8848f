"""Cursors: opaque to the app, a place in a list to us."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from workspace.jsontypes import Json
from workspace.webapi.call import ApiError, Call


def encode(place: str) -> str:
    """Return the cursor for a place."""
    return base64.b64encode(f"next:{place}".encode()).decode()


def decode(cursor: str) -> str:
    """Return the place of a cursor.

    Raises:
        ApiError: `invalid_cursor`.

    """
    try:
        kind, _, place = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ApiError("invalid_cursor") from error
    if kind != "next":
        raise ApiError("invalid_cursor")
    return place


def limit(call: Call, default: int, most: int) -> int:
    """Return the `limit` argument: `default` where it is missing or 0.

    Raises:
        ApiError: `invalid_limit` where the method knows that error, else `invalid_arguments`-free clamping to `most`.

    """
    given = call.value("limit")
    if not given:
        return default
    if given < 0 or given > most:
        if "invalid_limit" in call.method.errors:
            raise ApiError("invalid_limit")
        return default if given < 0 else most
    return int(given)


def page(call: Call, items: Sequence[Any], key: str, default: int, most: int) -> Json:
    """Return one page of `items` under `key`, with `response_metadata.next_cursor` ("" on the last page).

    Raises:
        ApiError: `invalid_cursor` or `invalid_limit`.

    """
    cursor = call.text("cursor")
    start = _index(decode(cursor)) if cursor else 0
    size = limit(call, default, most)
    following = start + size
    next_cursor = encode(str(following)) if following < len(items) else ""
    return {key: list(items[start:following]), "response_metadata": {"next_cursor": next_cursor}}


def _index(place: str) -> int:
    if not place.isdigit():
        raise ApiError("invalid_cursor")
    return int(place)
