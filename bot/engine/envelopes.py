"""What Slack sent, on its way through the inbox: sealed there where there is a key, as nobody has looked at it yet."""

import json
from collections.abc import Mapping
from typing import Any

from bot.engine.secrecy import Sealed
from storage.due import Envelope
from storage.sealing import Sealer, Unsealable

_SEALED = "sealed"


def sealed(sealer: Sealer | None, key: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """The payload as the inbox may hold it."""
    if sealer is None:
        return dict(payload)
    return {_SEALED: sealer.seal(json.dumps(payload, ensure_ascii=False), key.encode())}


def opened(sealer: Sealer | None, envelope: Envelope) -> Envelope:
    """The envelope as it came.

    Raises:
        Sealed: it was sealed, and there is no key, or another one.
    """
    if set(envelope.payload) != {_SEALED}:
        return envelope
    if sealer is None:
        raise Sealed("What Slack sent is sealed, and BATON_SECRET_KEY is not set. It waits.")
    try:
        text = sealer.unseal(envelope.payload[_SEALED], envelope.key.encode())
    except Unsealable as error:
        raise Sealed(f"What Slack sent cannot be opened. {error} It waits.") from error
    return envelope._replace(payload=json.loads(text))
