"""The links of the record: each row's hash covers the row before it. Pure.

hash = sha256(previous hash, newline, canonical JSON of the row without its hash), as lower-case hex. The first row's
previous hash is 64 zeros.
"""

import hashlib
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring
from typing import Any

from storage.sqlite import to_json

START = "0" * 64


def link(previous: str, row: Mapping[str, Any]) -> str:
    """The hash of `row` behind `previous`."""
    body = {name: value for name, value in row.items() if name != "hash"}
    return hashlib.sha256(f"{previous}\n{to_json(body)}".encode()).hexdigest()


def link_columns(
    previous: str,
    seq: int,
    at: str,
    kind: str,
    actor: str,
    request_id: int | None,
    run_id: int | None,
    handoff_id: int | None,
    data: str,
) -> str:
    """The same hash as `link` gives, for one row of the record, in a quarter of the time."""
    quoted = encode_basestring
    request, run, handoff = (
        "null" if request_id is None else request_id,
        "null" if run_id is None else run_id,
        "null" if handoff_id is None else handoff_id,
    )
    body = (
        f'{previous}\n{{"actor":{quoted(actor)},"at":{quoted(at)},"data":{quoted(data)},'
        f'"handoff_id":{handoff},"kind":{quoted(kind)},"request_id":{request},"run_id":{run},"seq":{seq}}}'
    )
    return hashlib.sha256(body.encode()).hexdigest()


def first_wrong(rows: Iterable[Mapping[str, Any]]) -> int | None:
    """The `seq` of the first row that does not follow, None where all do. Rows come in order of `seq` from 1."""
    previous, expected = START, 1
    for row in rows:
        if row["seq"] != expected or row["hash"] != link(previous, row):
            return expected
        previous, expected = row["hash"], expected + 1
    return None


def sealed(salt: str, text: str) -> str:
    """What the record holds in place of a person's words: they can be erased, the record still verifies."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def sealed_bytes(salt: str, body: bytes) -> str:
    """The same for bytes: what a model was told or said holds people's words."""
    return hashlib.sha256(f"{salt}\n".encode() + body).hexdigest()


def digest(args: Mapping[str, Any]) -> str:
    """sha256 of canonical arguments: what a decision is bound to."""
    return digest_of(to_json(dict(args)))


def digest_of(canonical: str) -> str:
    """The digest of arguments that are stored as canonical JSON."""
    return hashlib.sha256(canonical.encode()).hexdigest()
