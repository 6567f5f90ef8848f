"""Is the record whole? Follows the chain, and holds the rows that it attests against it. Only reads.

What an entry says about another row is its seal. A hundred thousand entries are checked in about a second, so the
columns are read as tuples and JSON is parsed only where an entry attests something.
"""

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any, NamedTuple

from storage import chain, pins, proofs, rulings
from storage.sqlite import Db, from_json

_ENTRIES = (
    "SELECT seq, at, kind, actor, request_id, run_id, handoff_id, data, hash FROM audit WHERE seq > ? ORDER BY seq "
    "LIMIT ?"
)
_ALL = -1  # SQLite's word for no limit


class Finding(NamedTuple):
    """Something that does not fit: the audit entry it is about (0 = none), and what is wrong, in words for people."""

    entry: int
    what: str


class Entry(NamedTuple):
    """A row of the record."""

    seq: int
    at: str
    kind: str
    actor: str
    request_id: int | None
    run_id: int | None
    handoff_id: int | None
    data: str
    hash: str


class Looked(NamedTuple):
    """What a look at the whole record found: its size, its last hash, what does not fit, and some entries' hashes."""

    size: int
    head: str
    findings: tuple[Finding, ...]
    hashes: dict[int, str]


class _Seals:
    """What the entries attest, each with the number of the entry that said so last."""

    def __init__(self) -> None:
        self.text: dict[int | None, tuple[int, str]] = {}
        self.notes: dict[int | None, set[str]] = {}
        self.talk: dict[tuple[int, bool], str] = {}
        self.args: dict[int | None, tuple[int, str]] = {}
        self.decision: dict[int, tuple[int, str, str]] = {}
        self.unnumbered: dict[tuple[int | None, str], tuple[int, str]] = {}
        self.said: dict[int, tuple[int, str]] = {}
        self.agreed: dict[int | None, set[str]] = {}
        self.started: dict[str, tuple[int, str]] = {}
        self.ended: dict[str, tuple[int, tuple[str, str]]] = {}
        self.tools: dict[str, tuple[int, str]] = {}
        self.proofs: proofs.Said = {}
        self.shifts: dict[tuple[int, int | None], tuple[int, str]] = {}
        self.secrets: dict[int, tuple[int, int | None, str]] = {}
        self.erased: set[int | None] = set()


def head(db: Db) -> tuple[int, str]:
    """How many entries there are, and the last one's hash."""
    row = db.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    return (row["seq"], row["hash"]) if row else (0, chain.START)


def hashes(db: Db, sizes: Iterable[int]) -> dict[int, str]:
    """The hash of each of these entries that exists."""
    found = {}
    for size in sizes:
        row = db.execute("SELECT hash FROM audit WHERE seq = ?", (size,)).fetchone()
        if row:
            found[size] = str(row["hash"])
    return found


def look(db: Db, sizes: Iterable[int]) -> Looked:
    """Check everything; `hashes` has the hash of each entry of `sizes` that exists."""
    size, last = head(db)
    return Looked(size, last, tuple(findings(db)), hashes(db, sizes))


def findings(db: Db) -> Iterator[Finding]:
    """Everything that does not fit, the first break of the chain first; none where the record is whole.

    Where the chain is broken nothing after the break can be trusted, and the rows are not compared.
    """
    seals = _Seals()
    broken = yield from _follow(db, seals)
    if not broken:
        for check in (_decisions, _effects, _texts, _notes, _inquiries, _arguments, _tools, _models, _secrets, _shifts):
            yield from check(db, seals)
        yield from map(Finding._make, rulings.wrong(db))
        yield from (Finding(*each) for each in proofs.unproven(db, seals.proofs))


def follow(db: Db, after: int, head: str, limit: int) -> tuple[Finding | None, int, str]:
    """Follow the chain for at most `limit` entries behind entry `after`, whose hash is `head`.

    Returns:
        What does not follow, if anything, and the last entry that does with its hash: where to go on.
    """
    for row in _plain(db, _ENTRIES, (after, limit)):
        if row[0] != after + 1 or row[8] != chain.link_columns(head, *row[:8]):
            return _broken(Entry(*row), after), after, head
        after, head = row[0], row[8]
    return None, after, head


def _broken(entry: Entry, after: int) -> Finding:
    """What is wrong with an entry that does not follow entry `after`."""
    if entry.seq != after + 1:
        return Finding(after + 1, f"Entry {after + 1:,} is missing.")
    return Finding(entry.seq, f"Entry {entry.seq:,} ({entry.kind}, {entry.at}) was changed or moved.")


def _follow(db: Db, seals: _Seals) -> Generator[Finding, None, bool]:
    after, head = 0, chain.START
    for row in _plain(db, _ENTRIES, (after, _ALL)):
        if row[0] != after + 1 or row[8] != chain.link_columns(head, *row[:8]):
            yield _broken(Entry(*row), after)
            return True
        remember = _ATTESTED.get(row[2])
        if remember is not None:
            entry = Entry(*row)
            try:
                remember(entry, from_json(entry.data), seals)
            except (KeyError, TypeError, ValueError):
                yield Finding(entry.seq, f"Entry {entry.seq:,} ({entry.kind}) does not say what such an entry says.")
        after, head = row[0], row[8]
    return False


def _plain(db: Db, query: str, values: tuple[int, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Rows as tuples: by name each column takes as long as all of them do so."""
    cursor = db.cursor()
    cursor.row_factory = None
    return cursor.execute(query, values)


def _asked(entry: Entry, data: dict[str, Any], seals: _Seals) -> None:
    seals.text[entry.request_id] = (entry.seq, data["text"])


def _changed(entry: Entry, data: dict[str, Any], seals: _Seals) -> None:
    seals.notes.setdefault(entry.request_id, set()).add(data["note"] if "note" in data else data["text"])
    if entry.kind == "request_edited" and "text" in data:
        _asked(entry, data, seals)


def _talked(entry: Entry, data: dict[str, Any], seals: _Seals) -> None:
    seals.talk[data["inquiry"], entry.kind == "agent_answered"] = data["text"]


def _modelled(entry: Entry, data: dict[str, Any], seals: _Seals) -> None:
    seals.said[data["talk"]] = (entry.seq, data["body"])


def _started(entry: Entry, data: dict[str, Any], seals: _Seals) -> None:
    seals.started[data["key"]] = (entry.seq, data["digest"])


def _ended(entry: Entry, data: dict[str, Any], seals: _Seals) -> None:
    seals.ended[data["key"]] = (entry.seq, (entry.kind.removeprefix("effect_"), data["result"]))


def _decided(entry: Entry, data: dict[str, Any], seals: _Seals) -> None:
    if "row" in data:
        seals.decision[data["id"]] = (entry.seq, data["row"], data["words"])
    else:
        seals.unnumbered[entry.handoff_id, entry.actor] = (entry.seq, data.get("run", ""))
    if entry.kind in {"decision_approve", "decision_edit"}:
        seals.agreed.setdefault(entry.handoff_id, set()).add(data["run"])
    if entry.kind == "decision_edit":
        seals.args[entry.handoff_id] = (entry.seq, data["run"])


def _proposed(entry: Entry, data: dict[str, Any], seals: _Seals) -> None:
    seals.args[entry.handoff_id] = (entry.seq, data["digest"])


def _pinned(entry: Entry, data: dict[str, Any], seals: _Seals) -> None:
    seals.tools[data["tool"]] = (entry.seq, data["sha256"])


def _sealed(entry: Entry, data: dict[str, Any], seals: _Seals) -> None:
    seals.secrets[data["secret"]] = (entry.seq, entry.request_id, data["sealed"])


def _erased(entry: Entry, data: dict[str, Any], seals: _Seals) -> None:
    seals.erased.update(data["requests"])
    for number, row in data["decisions"].items():  # as they stand without their words
        if int(number) in seals.decision:  # the first version attested none by its number
            seals.decision[int(number)] = (entry.seq, row, seals.decision[int(number)][2])


def _took(entry: Entry, data: dict[str, Any], seals: _Seals) -> None:
    seals.shifts[data["shift"], entry.handoff_id] = (entry.seq, entry.actor)


_ATTESTED: dict[str, Callable[[Entry, dict[str, Any], _Seals], None]] = {
    "requested": _asked,
    "request_added": _changed,
    "request_edited": _changed,
    "request_fact_changed": _changed,
    "request_handed_back": _changed,
    "talk": _modelled,
    "agent_asked": _talked,
    "agent_answered": _talked,
    "effect_started": _started,
    "effect_done": _ended,
    "effect_failed": _ended,
    "handoff_opened": _proposed,
    "handoff_revised": _proposed,
    "doubt_settled": _decided,
    "secret_kept": _sealed,
    "texts_erased": _erased,
    "tool_pinned": _pinned,
    "code_accepted": lambda entry, data, seals: seals.proofs.update(
        {data["decision"]: (entry.seq, data["kind"], data["set_up_at"])}
    ),
    "tool_changed": _pinned,
    "shift_taken": _took,
    **{f"decision_{verdict}": _decided for verdict in ("approve", "edit", "reject", "respond", "take_over")},
}


def _decisions(db: Db, seals: _Seals) -> Iterator[Finding]:
    known = seals.decision
    columns = ", ".join(("id", "note", "words", "salt", *_FINGERPRINTED))
    for number, note, words, salt, *values in _plain(db, f"SELECT {columns} FROM decision ORDER BY id"):  # noqa: S608
        row = dict(zip(_FINGERPRINTED, values, strict=True))
        seal = known.pop(number, None)
        if seal and seal[1] == chain.digest(row) and (not salt or seal[2] == chain.sealed(salt, f"{note}\n{words}")):
            continue
        name = f"the decision of {row['person'].partition('/')[2]} on H-{row['handoff_id']}"
        if seal is None:
            # The first version attested a decision by its handoff, person and arguments alone.
            older = seals.unnumbered.get((row["handoff_id"], row["person"]))
            if older is None:
                yield Finding(0, f"No entry attests {name}: it was put in beside the record.")
            elif older[1] not in {"", row["digest_run"]}:
                yield Finding(older[0], f"Entry {older[0]:,} attests {name} otherwise than it stands there now.")
        else:
            yield Finding(seal[0], f"Entry {seal[0]:,} attests {name} otherwise than it stands there now.")
    for gone in known.values():
        yield Finding(gone[0], f"The decision that entry {gone[0]:,} attests is gone.")


_FINGERPRINTED = (
    *("handoff_id", "revision", "stage", "person", "verdict", "private", "proof", "args_before", "args_after"),
    *("digest_shown", "digest_run", "shown_at", "decided_at", "by_requester", "workflow", "step", "score"),
    *("agent_version", "policy_hash", "draw"),
)
"""The columns that an entry of a decision attests. A later column needs a seal of its own, or old entries would lie."""


def fingerprint(row: Any) -> str:
    """sha256 over a decision's row as stored; its words only as a salted hash, so that they can be erased."""
    return chain.digest({name: row[name] for name in _FINGERPRINTED})


def sealed_words(row: Any) -> str:
    """The salted hash of a decision's note and words."""
    return chain.sealed(row["salt"], f"{row['note']}\n{row['words']}")


def _effects(db: Db, seals: _Seals) -> Iterator[Finding]:
    for key, handoff, request, args, state, result, ended_at in _plain(db, _STARTED):
        erased = request in seals.erased
        seq, digest = seals.started.pop(key, (0, ""))
        if not digest:
            yield Finding(0, f"No entry attests the action {key}: it was put in beside the record.")
        elif digest != chain.digest_of(args) and not (erased and args == "{}"):
            yield Finding(seq, f"Entry {seq:,} attests other arguments of the action {key}.")
        elif digest not in seals.agreed.get(handoff, ()):
            yield Finding(seq, f"Entry {seq:,} starts the action {key}, and no entry decides that it may run.")
        seq, end = seals.ended.get(key, (0, None))
        now = (state, chain.digest_of(result or "{}"))
        if erased and end is not None and result in {None, "{}"}:
            now = (state, end[1])
        if (end is not None or ended_at) and end != now:
            yield Finding(seq, f"The end of the action {key} is not the one that entry {seq:,} attests.")
    for key, (seq, _) in seals.started.items():
        yield Finding(seq, f"The action {key} that entry {seq:,} attests is gone.")


_STARTED = (
    "SELECT e.key, e.handoff_id, h.request_id, e.args, e.state, e.result, e.ended_at FROM effect e "
    "JOIN handoff h ON h.id = e.handoff_id WHERE attempts > 0 ORDER BY key"
)


def _texts(db: Db, seals: _Seals) -> Iterator[Finding]:
    for row in db.execute("SELECT id, text, salt FROM request ORDER BY id"):
        seq, seal = seals.text.pop(row["id"], (0, ""))
        if not seal:
            yield Finding(0, f"No entry attests request {row['id']}: it was put in beside the record.")
        elif not row["salt"] and row["id"] not in seals.erased:
            yield Finding(seq, f"The words of request {row['id']} are gone, and no entry says that they were erased.")
        elif row["salt"] and seal != chain.sealed(row["salt"], row["text"]):
            yield Finding(seq, f"The text of request {row['id']} is not the one that entry {seq:,} attests.")
    for request, (seq, _) in seals.text.items():
        yield Finding(seq, f"Request {request} that entry {seq:,} attests is gone.")


def _notes(db: Db, seals: _Seals) -> Iterator[Finding]:
    rows = db.execute(
        "SELECT n.request_id, n.text, r.salt FROM note n JOIN request r ON r.id = n.request_id WHERE n.kind <> 'answer'"
    )
    for row in rows:
        if row["salt"] and chain.sealed(row["salt"], row["text"]) not in seals.notes.get(row["request_id"], ()):
            yield Finding(0, f"No entry attests what was added to request {row['request_id']}: “{row['text'][:80]}”")


def _inquiries(db: Db, seals: _Seals) -> Iterator[Finding]:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'inquiry'").fetchone():
        return  # a database of an earlier Baton
    rows = db.execute(
        "SELECT i.id, i.text, i.answer, i.answered_at, h.id AS handoff, r.id AS request, r.salt FROM inquiry i "
        "JOIN handoff h ON h.id = i.handoff_id JOIN request r ON r.id = h.request_id"
    )
    for row in rows:
        said = [(False, row["text"]), *([(True, row["answer"])] if row["answered_at"] else [])]
        for answered, text in said:
            gone = not row["salt"] or (not text and row["request"] in seals.erased)
            if not gone and chain.sealed(row["salt"], text) != seals.talk.get((row["id"], answered)):
                what = "the answer to" if answered else "question"
                yield Finding(0, f"No entry attests {what} {row['id']} about H-{row['handoff']} as it stands now.")


def _arguments(db: Db, seals: _Seals) -> Iterator[Finding]:
    for row in db.execute("SELECT id, request_id, args FROM handoff WHERE kind = 'approval' ORDER BY id"):
        seq, digest = seals.args.get(row["id"], (0, ""))
        if row["request_id"] in seals.erased and row["args"] == "{}":
            continue
        if digest and digest != chain.digest_of(row["args"]):
            yield Finding(seq, f"The arguments of H-{row['id']} are not the ones that entry {seq:,} attests.")


def _tools(db: Db, seals: _Seals) -> Iterator[Finding]:
    for pin in pins.all_of(db):
        name = f"{pin.server}/{pin.tool}"
        seq, digest = seals.tools.pop(name, (0, ""))
        now = hashlib.sha256(pin.definition.encode("utf-8", "surrogatepass")).hexdigest()
        if not digest or {pin.digest, now} != {digest}:
            yield Finding(seq, f"The tool {name} is not pinned as the record says.")
    for name, (seq, _) in seals.tools.items():
        yield Finding(seq, f"The tool {name} that entry {seq:,} pins is gone.")


def _secrets(db: Db, seals: _Seals) -> Iterator[Finding]:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'secret'").fetchone():
        return  # a database of an earlier Baton
    for row in db.execute("SELECT id, request_id, sealed FROM secret ORDER BY id"):
        seq, request, digest = seals.secrets.pop(row["id"], (0, None, ""))
        now = hashlib.sha256(row["sealed"].encode()).hexdigest() if row["sealed"] else ""
        if request != row["request_id"] or (now != digest and not (now == "" and request in seals.erased)):
            yield Finding(seq, f"The secret value {row['id']} of request {row['request_id']} is not the one kept then.")
    for number, (seq, _, _) in seals.secrets.items():
        yield Finding(seq, f"The secret value {number} that entry {seq:,} attests is gone.")


def _models(db: Db, seals: _Seals) -> Iterator[Finding]:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'talk'").fetchone():
        return  # a database of an earlier Baton
    rows = db.execute(
        "SELECT t.id, t.run_id, t.body, q.id AS request, q.salt FROM talk t JOIN run r ON r.id = t.run_id "
        "JOIN request q ON q.id = r.request_id ORDER BY t.id"
    )
    for row in rows:
        seq, digest = seals.said.pop(row["id"], (0, ""))
        gone = not row["salt"] or (row["body"] == b"" and row["request"] in seals.erased)
        if not gone and chain.sealed_bytes(row["salt"], row["body"]) != digest:
            yield Finding(seq, f"Row {row['id']} of the talk with the model in run {row['run_id']} was changed.")
    for number, (seq, _) in seals.said.items():
        yield Finding(seq, f"Row {number} of the talks with the model, which entry {seq:,} attests, is gone.")


def _shifts(db: Db, seals: _Seals) -> Iterator[Finding]:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'shift_case'").fetchone():
        return  # a database of an earlier Baton
    for row in db.execute("SELECT * FROM shift_case WHERE taken_at IS NOT NULL ORDER BY shift_id, handoff_id"):
        seq, who = seals.shifts.pop((row["shift_id"], row["handoff_id"]), (0, ""))
        if who != row["taken_by"]:
            yield Finding(seq, f"Who took H-{row['handoff_id']} at a change of shift is not whom the record names.")
    for (_, handoff), (seq, _) in seals.shifts.items():
        yield Finding(seq, f"Who took H-{handoff} at a change of shift, as entry {seq:,} attests, is gone.")
