"""Values that no plain cell may hold: sealed by AES-256-GCM under `BATON_SECRET_KEY`.

A sealed text is `s1.KEY.BYTES`: which key (the first 8 hex digits of its sha256), then nonce and ciphertext, base64.
What it is about (a row, a person) is authenticated with it: a sealed value put into another row does not open there.
"""

import base64
import hashlib
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAKE_A_KEY = 'python3 -c "import base64, os; print(base64.b64encode(os.urandom(32)).decode())"'
_NONCE_BYTES = 12
_KEY_BYTES = 32


class BadKey(Exception):
    """BATON_SECRET_KEY is no key; the text says what is expected, and nothing of the key."""


class Unsealable(Exception):
    """A sealed value cannot be opened; the text says why, for people."""


class Sealer:
    """Seals under the first of its keys, opens what any of them sealed. Shows none of them."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = {hashlib.sha256(key).hexdigest()[:8]: AESGCM(key) for key in keys}
        self._first = next(iter(self._keys))

    def seal(self, value: str, about: bytes) -> str:
        """`value` as a text that says nothing about it but its length."""
        nonce = os.urandom(_NONCE_BYTES)
        body = nonce + self._keys[self._first].encrypt(nonce, value.encode("utf-8", "surrogatepass"), about)
        return f"s1.{self._first}.{base64.b64encode(body).decode()}"

    def unseal(self, sealed: str, about: bytes) -> str:
        """The inverse of `seal`, for the same `about`.

        Raises:
            Unsealable: another key sealed it, or it was changed, or it is about something else.
        """
        form, _, rest = sealed.partition(".")
        name, _, text = rest.partition(".")
        if form != "s1":
            raise Unsealable("This is no sealed value.")
        if name not in self._keys:
            raise Unsealable("It was sealed under another BATON_SECRET_KEY. Add that key, after a comma.")
        try:
            body = base64.b64decode(text, validate=True)
            return (
                self._keys[name]
                .decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], about)
                .decode("utf-8", "surrogatepass")
            )
        except (ValueError, InvalidTag) as error:
            raise Unsealable("The sealed value was changed, or belongs elsewhere.") from error

    def current(self, sealed: str) -> bool:
        """Whether this was sealed under the first key."""
        return f"{sealed}.".split(".")[1] == self._first

    def opens(self, sealed: str) -> bool:
        """Whether one of the keys is the one that sealed this."""
        return f"{sealed}.".split(".")[1] in self._keys


def sealer(text: str) -> Sealer | None:
    """The sealer for BATON_SECRET_KEY: one key of 32 bytes in base64, or several with commas; None where it is empty.

    Raises:
        BadKey: one of them is no such key.
    """
    keys = []
    for number, part in enumerate(filter(None, (each.strip() for each in text.split(","))), start=1):
        try:
            key = base64.b64decode(part, validate=True)
        except ValueError:
            key = b""
        if len(key) != _KEY_BYTES:
            raise BadKey(f"BATON_SECRET_KEY: key {number} is not 32 bytes in base64. This makes one: {MAKE_A_KEY}")
        keys.append(key)
    return Sealer(keys) if keys else None
