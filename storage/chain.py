"""The links of the record: each row's hash covers the row before it. Pure.

hash = sha256(previous hash, newline, canonical JSON of the row without its hash), as lower-case hex. The first row's
previous hash is 64 zeros.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from storage.sqlite import to_json

START = "0" * 64


def link(previous: str, row: Mapping[str, Any]) -> str:
    """The hash of `row` behind `previous`."""
    body = {name: value for name, value in row.items() if name != "hash"}
    return hashlib.sha256(f"{previous}\n{to_json(body)}".encode()).hexdigest()


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


def digest(args: Mapping[str, Any]) -> str:
    """sha256 of canonical arguments: what a decision is bound to."""
    return hashlib.sha256(to_json(dict(args)).encode()).hexdigest()
