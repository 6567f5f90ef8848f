"""Checkpoints: how long the record is and what its last hash is, signed, to be kept outside the database. Pure.

With one of them, `verify` finds what a chain alone cannot: a tail cut off, a chain made anew, an old backup put back.
The signature is Ed25519 (RFC 8032) over "baton checkpoint v1", newline, and the canonical JSON of at, head and size.
"""

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from bot.errors import ConfigError

_PREFIX = b"baton checkpoint v1\n"


@dataclass(frozen=True)
class Checkpoint:
    """`size` entries, the last one's hash `head`, at `at` (ISO, UTC); `key` and `signature` are base64."""

    at: str
    size: int
    head: str
    key: str
    signature: str

    def line(self) -> str:
        """One line of a checkpoint file."""
        return json.dumps(self.__dict__, sort_keys=True, separators=(",", ":"))


def _signed(at: str, size: int, head: str) -> bytes:
    return _PREFIX + json.dumps({"at": at, "head": head, "size": size}, sort_keys=True, separators=(",", ":")).encode()


def new_key() -> str:
    """A fresh private key, base64."""
    return base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()


def sign(private_key: str, at: str, size: int, head: str) -> Checkpoint:
    """Sign where the record stands.

    Raises:
        ConfigError: the key is no Ed25519 key of 32 bytes in base64.
    """
    try:
        key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(private_key, validate=True))
    except ValueError as error:
        raise ConfigError("BATON_SIGNING_KEY is no Ed25519 key: 32 bytes in base64 are expected.") from error
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    return Checkpoint(at, size, head, public, base64.b64encode(key.sign(_signed(at, size, head))).decode())


def public_key(private_key: str) -> str:
    """The public half, base64."""
    return sign(private_key, "", 0, "").key


def read(lines: Iterable[str]) -> list[Checkpoint]:
    """The checkpoints of a file.

    Raises:
        ConfigError: a line is none; with its number.
    """
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        one = parse(line)
        if one is None:
            raise ConfigError(f"Line {number} of the checkpoint file is no checkpoint.")
        found.append(one)
    return found


def parse(line: str) -> Checkpoint | None:
    """The checkpoint of one line; None where it is none."""
    try:
        found = Checkpoint(**json.loads(line))
    except (ValueError, TypeError, RecursionError):
        return None
    texts = (found.at, found.head, found.key, found.signature)
    countable = type(found.size) is int and 0 <= found.size < 2**63
    return found if countable and all(isinstance(text, str) for text in texts) else None


def is_signed(checkpoint: Checkpoint) -> bool:
    """Whether the signature is right for the key that the checkpoint names."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(checkpoint.key, validate=True))
        signature = base64.b64decode(checkpoint.signature, validate=True)
        key.verify(signature, _signed(checkpoint.at, checkpoint.size, checkpoint.head))
    except (ValueError, InvalidSignature):
        return False
    return True


def against(checkpoints: Sequence[Checkpoint], hashes: dict[int, str], size: int, trusted: str = "") -> list[str]:
    """What does not fit between checkpoints and a record of `size` entries; sentences for people.

    `hashes` holds the hash of each entry that a checkpoint names, where it exists. `trusted` is the public key that
    must have signed; empty = the first checkpoint's.
    """
    told = []
    trusted = trusted or (checkpoints[0].key if checkpoints else "")
    for each in checkpoints:
        if each.key != trusted or not is_signed(each):
            told.append(f"The checkpoint of {each.at} is not signed by the key that is trusted.")
        elif each.size > size:
            told.append(
                f"The checkpoint of {each.at} knows {each.size:,} entries, the record has {size:,}: "
                "its end was cut off, or an old copy was put back."
            )
        elif each.size and hashes.get(each.size) != each.head:
            told.append(
                f"Entry {each.size:,} is not the one that the checkpoint of {each.at} signed: the record was rewritten."
            )
    return told
