"""Secret values, sealed: one row for each value of a request. The record holds the sha256 of what is sealed."""

import hashlib
from datetime import datetime
from typing import NamedTuple

from storage.sealing import Sealer
from storage.sqlite import Db, insert, to_text


class Secret(NamedTuple):
    """A secret value of a request; `sealed` is empty once it was erased."""

    id: int
    request_id: int
    field: str
    sealed: str


def _about(number: int) -> bytes:
    return f"secret {number}".encode()


def add(db: Db, sealer: Sealer, *, request_id: int, field: str, value: str, now: datetime) -> Secret:
    """Seal a value and keep it."""
    row = {"request_id": request_id, "field": field, "sealed": "", "at": to_text(now)}
    number = insert(db, "secret", row)
    sealed = sealer.seal(value, _about(number))
    db.execute("UPDATE secret SET sealed = ? WHERE id = ?", (sealed, number))
    return Secret(number, request_id, field, sealed)


def of_request(db: Db, request_id: int) -> list[Secret]:
    """The secret values of a request, oldest first."""
    rows = db.execute(
        "SELECT id, request_id, field, sealed FROM secret WHERE request_id = ? ORDER BY id", (request_id,)
    )
    return [Secret(*row) for row in rows]


def newest(db: Db) -> Secret | None:
    """The newest value that is not erased: the one to try a key on."""
    row = db.execute(
        "SELECT id, request_id, field, sealed FROM secret WHERE sealed <> '' ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return Secret(*row) if row else None


def value(sealer: Sealer, secret: Secret) -> str:
    """The value itself.

    Raises:
        storage.sealing.Unsealable: another key sealed it, it was changed, or it was erased.
    """
    return sealer.unseal(secret.sealed, _about(secret.id))


def attested(secret: Secret) -> dict[str, object]:
    """What the record says of it. Nothing can be guessed from it: what is sealed is as good as random."""
    return {"secret": secret.id, "field": secret.field, "sealed": hashlib.sha256(secret.sealed.encode()).hexdigest()}
