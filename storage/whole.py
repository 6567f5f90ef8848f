"""Half letters: what is left of an emoji that was cut in two. JSON may hold one, no row and no hash can. Pure."""

import re

_HALF = re.compile("[\ud800-\udfff]")


def whole(text: str) -> str:
    """`text` with U+FFFD in the place of each half letter."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return _HALF.sub("\ufffd", text)
    return text
