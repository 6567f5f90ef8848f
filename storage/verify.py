"""Is the record whole? Follows the chain, and holds the rows that it attests against it. Only reads."""

import json
from collections.abc import Callable, Generator, Iterator
from typing import Any, NamedTuple

from storage import chain
from storage.sqlite import Db


class Finding(NamedTuple):
    """Something that does not fit: the audit entry it is about (0 = none), and what is wrong, in words for people."""

    entry: int
    what: str


def findings(db: Db) -> Iterator[Finding]:
    """Everything that does not fit, the first break of the chain first; none where the record is whole."""
    seals: dict[str, dict[Any, tuple[int, Any]]] = {"effect": {}, "result": {}, "decision": {}, "text": {}, "args": {}}
    broken = yield from _follow(db, seals)
    if not broken:
        for check in (_decisions, _effects, _texts, _arguments):
            yield from check(db, seals)


def _follow(db: Db, seals: dict[str, dict[Any, tuple[int, Any]]]) -> Generator[Finding, None, bool]:
    previous, expected = chain.START, 1
    for row in db.execute("SELECT * FROM audit ORDER BY seq"):
        values = dict(row)
        if values["seq"] != expected:
            yield Finding(expected, f"Entry {expected:,} is missing.")
            return True
        if values["hash"] != chain.link(previous, values):
            yield Finding(expected, f"Entry {expected:,} ({values['kind']}, {values['at']}) was changed or moved.")
            return True
        _remember(values, seals)
        previous, expected = values["hash"], expected + 1
    return False


def _remember(row: dict[str, Any], seals: dict[str, dict[Any, tuple[int, Any]]]) -> None:
    kind, seq = row["kind"], row["seq"]
    remember = _ATTESTED.get(kind)
    if remember is not None:
        remember(row, json.loads(row["data"]), seq, seals)


def _text(row: dict[str, Any], data: dict[str, Any], seq: int, seals: Any) -> None:
    seals["text"][row["request_id"]] = (seq, data["text"])


def _started(row: dict[str, Any], data: dict[str, Any], seq: int, seals: Any) -> None:
    seals["effect"][data["key"]] = (seq, data["digest"])


def _ended(row: dict[str, Any], data: dict[str, Any], seq: int, seals: Any) -> None:
    seals["result"][data["key"]] = (seq, (row["kind"].removeprefix("effect_"), data["result"]))


def _decided(row: dict[str, Any], data: dict[str, Any], seq: int, seals: Any) -> None:
    if "row" in data:
        seals["decision"][data["id"]] = (seq, (data["row"], data["words"]))
    if row["kind"] == "decision_edit":
        seals["args"][row["handoff_id"]] = (seq, data["run"])


def _proposed(row: dict[str, Any], data: dict[str, Any], seq: int, seals: Any) -> None:
    seals["args"][row["handoff_id"]] = (seq, data["digest"])


_ATTESTED: dict[str, Callable[[dict[str, Any], dict[str, Any], int, Any], None]] = {
    "requested": _text,
    "request_edited": _text,
    "effect_started": _started,
    "effect_done": _ended,
    "effect_failed": _ended,
    "handoff_opened": _proposed,
    "handoff_revised": _proposed,
    "doubt_settled": _decided,
    **{f"decision_{verdict}": _decided for verdict in ("approve", "edit", "reject", "respond", "take_over")},
}


def _decisions(db: Db, seals: Any) -> Iterator[Finding]:
    known = seals["decision"]
    for row in db.execute("SELECT * FROM decision ORDER BY id"):
        seq, seal = known.pop(row["id"], (0, ()))
        name = f"the decision of {row['person'].partition('/')[2]} on H-{row['handoff_id']}"
        if not seal:
            yield Finding(0, f"No entry attests {name}: it was put in beside the record.")
        elif seal[0] != fingerprint(dict(row)) or (row["salt"] and seal[1] != sealed_words(dict(row))):
            yield Finding(seq, f"Entry {seq:,} attests {name} otherwise than it stands there now.")
    for seq, _ in known.values():
        yield Finding(seq, f"The decision that entry {seq:,} attests is gone.")


def fingerprint(row: dict[str, Any]) -> str:
    """sha256 over a decision's row as stored; its words only as a salted hash, so that they can be erased."""
    fixed = {name: value for name, value in row.items() if name not in {"id", "note", "words", "salt"}}
    return chain.digest(fixed)


def sealed_words(row: dict[str, Any]) -> str:
    """The salted hash of a decision's note and words."""
    return chain.sealed(row["salt"], f"{row['note']}\n{row['words']}")


def _effects(db: Db, seals: Any) -> Iterator[Finding]:
    started, ended = seals["effect"], seals["result"]
    for row in db.execute("SELECT * FROM effect WHERE attempts > 0 ORDER BY key"):
        seq, digest = started.pop(row["key"], (0, ""))
        if not digest:
            yield Finding(0, f"No entry attests the action {row['key']}: it was put in beside the record.")
        elif digest != chain.digest(json.loads(row["args"])):
            yield Finding(seq, f"Entry {seq:,} attests other arguments of the action {row['key']}.")
        seq, end = ended.get(row["key"], (0, None))
        now = (row["state"], chain.digest(json.loads(row["result"]) if row["result"] else {}))
        if (end is not None or row["ended_at"]) and end != now:
            yield Finding(seq, f"The end of the action {row['key']} is not the one that entry {seq:,} attests.")
    for key, (seq, _) in started.items():
        yield Finding(seq, f"The action {key} that entry {seq:,} attests is gone.")


def _texts(db: Db, seals: Any) -> Iterator[Finding]:
    for row in db.execute("SELECT id, text, salt FROM request ORDER BY id"):
        seq, seal = seals["text"].pop(row["id"], (0, ""))
        if not seal:
            yield Finding(0, f"No entry attests request {row['id']}: it was put in beside the record.")
        elif row["salt"] and seal != chain.sealed(row["salt"], row["text"]):
            yield Finding(seq, f"The text of request {row['id']} is not the one that entry {seq:,} attests.")
    for request, (seq, _) in seals["text"].items():
        yield Finding(seq, f"Request {request} that entry {seq:,} attests is gone.")


def _arguments(db: Db, seals: Any) -> Iterator[Finding]:
    for row in db.execute("SELECT id, args FROM handoff WHERE kind = 'approval' ORDER BY id"):
        seq, digest = seals["args"].get(row["id"], (0, ""))
        if digest and digest != chain.digest(json.loads(row["args"])):
            yield Finding(seq, f"The arguments of H-{row['id']} are not the ones that entry {seq:,} attests.")
