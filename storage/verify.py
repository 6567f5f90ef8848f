"""Is the record whole? Follows the chain, and holds the rows that it attests against it. Only reads.

What an entry says about another row is its seal. A hundred thousand entries are checked in about a second, so the
columns are read as tuples and JSON is parsed only where an entry attests something.
"""

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any, NamedTuple

from storage import chain, ends, pins, proofs, rulings, schema
from storage.seals import ATTESTED, Entry, Seals, shown
from storage.sqlite import Db, from_json, plain

_ENTRIES = (
    "SELECT seq, at, kind, actor, request_id, run_id, handoff_id, data, hash FROM audit WHERE seq > ? ORDER BY seq "
    "LIMIT ?"
)
_ALL = -1  # SQLite's word for no limit


class Finding(NamedTuple):
    """Something that does not fit: the audit entry it is about (0 = none), and what is wrong, in words for people."""

    entry: int
    what: str


Checked = Generator[Finding, None, None]
"""What a check finds, one after the other."""


class Looked(NamedTuple):
    """What a look at the whole record found: its size, its last hash, what does not fit, and some entries' hashes."""

    size: int
    head: str
    findings: tuple[Finding, ...]
    hashes: dict[int, str]


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
    missing = [Finding(0, each) for each in schema.without(db)]
    if missing:  # nothing can be compared with what is not there
        yield from missing
        return
    seals = Seals()
    broken = yield from _guarded("audit", _follow(db, seals))
    if not broken:
        for table, check in _CHECKS.items():
            yield from _guarded(table, check(db, seals))
    yield from (Finding(0, each) for each in schema.changed(db))


SENSELESS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What is raised on rows that Baton never writes: no JSON where there is JSON, no time where there is a time."""


def senseless(what: str, error: Exception) -> str:
    """What is said of rows that cannot be held against the record, as one of them makes no sense."""
    why = (str(error).splitlines() or [type(error).__name__])[0]
    return f"{what} cannot be held against the record: something stands there that Baton never writes ({why})."


def _guarded(table: str, found: Generator[Finding, None, bool | None]) -> Generator[Finding, None, bool]:
    """What is found; and that is something, too, where a row of `table` cannot even be read."""
    try:
        return bool((yield from found))
    except SENSELESS as error:
        yield Finding(0, senseless(f"The table {table}", error))
        return True


def follow(db: Db, after: int, head: str, limit: int) -> tuple[Finding | None, int, str]:
    """Follow the chain for at most `limit` entries behind entry `after`, whose hash is `head`.

    Returns:
        What does not follow, if anything, and the last entry that does with its hash: where to go on.
    """
    for row in plain(db, _ENTRIES, (after, limit)):
        if row[0] != after + 1 or row[8] != chain.link_columns(head, *row[:8]):
            return _broken(Entry(*row), after), after, head
        after, head = row[0], row[8]
    return None, after, head


def _broken(entry: Entry, after: int) -> Finding:
    """What is wrong with an entry that does not follow entry `after`."""
    if entry.seq != after + 1:
        return Finding(after + 1, f"Entry {after + 1:,} is missing.")
    return Finding(entry.seq, f"Entry {entry.seq:,} ({entry.kind}, {entry.at}) was changed or moved.")


def _follow(db: Db, seals: Seals) -> Generator[Finding, None, bool]:
    after, head = 0, chain.START
    for row in plain(db, _ENTRIES, (after, _ALL)):
        if row[0] != after + 1 or row[8] != chain.link_columns(head, *row[:8]):
            yield _broken(Entry(*row), after)
            return True
        remember = ATTESTED.get(row[2])
        if remember is not None:
            entry = Entry(*row)
            try:
                remember(entry, from_json(entry.data), seals)
            except SENSELESS:
                yield Finding(entry.seq, f"Entry {entry.seq:,} ({entry.kind}) does not say what such an entry says.")
        after, head = row[0], row[8]
    return False


def _rows(db: Db, table: str, query: str) -> Iterable[Any]:
    """Rows of a table that a database of an earlier Baton has not."""
    there = db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    return db.execute(query) if there else ()


def _decisions(db: Db, seals: Seals) -> Checked:
    known = seals.decision
    columns = ", ".join(("id", "note", "words", "salt", *_FINGERPRINTED))
    for number, note, words, salt, *values in plain(db, f"SELECT {columns} FROM decision ORDER BY id"):  # noqa: S608
        row = dict(zip(_FINGERPRINTED, values, strict=True))
        seal = known.pop(number, None)
        erased = salt == note == words == "" and number in seals.wordless
        if seal and seal[1] == chain.digest(row) and (erased or seal[2] == chain.sealed(salt, f"{note}\n{words}")):
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


def _ends(db: Db, seals: Seals) -> Checked:
    yield from map(Finding._make, ends.of_handoffs(db, seals))


def _effects(db: Db, seals: Seals) -> Checked:
    yield from map(Finding._make, ends.of_actions(db, seals))


def _claims(db: Db, seals: Seals) -> Checked:
    yield from map(Finding._make, ends.of_values(db, seals))


def _texts(db: Db, seals: Seals) -> Checked:
    for number, requester, via, workflow, text, salt in plain(db, _REQUESTS):
        seq, seal = seals.text.pop(number, (0, ""))
        if not seal:
            yield Finding(0, f"No entry attests request {number}: it was put in beside the record.")
            continue
        if not salt and number not in seals.erased:
            yield Finding(seq, f"The words of request {number} are gone, and no entry says that they were erased.")
        elif salt and seal != chain.sealed(salt, text):
            yield Finding(seq, f"The text of request {number} is not the one that entry {seq:,} attests.")
        seq, who, how = seals.asked.get(number, (seq, "", ""))
        if via != how or requester != (who or requester):
            yield Finding(seq, f"Who made request {number}, or how it came in, is not what entry {seq:,} attests.")
        # One for a workflow that was gone at that very moment was taken in for none, and its entry says otherwise.
        flow = seals.flows.get(number, workflow)
        if workflow != flow and (workflow or number in seals.worked_on):
            yield Finding(seq, f"Request {number} stands there for the workflow {workflow or '–'}, not for {flow}.")
    for request, (seq, _) in seals.text.items():
        yield Finding(seq, f"Request {request} that entry {seq:,} attests is gone.")


_REQUESTS = "SELECT id, requester, via, workflow, text, salt FROM request ORDER BY id"


def _notes(db: Db, seals: Seals) -> Checked:
    """What was added, each with its entry; an answer to a question with the decision that it is."""
    said = seals.notes
    for handoff, seq in seals.answers.items():
        for request, who, text, salt in plain(db, _ANSWERED, (handoff,)):
            said.setdefault((request, who, "answer"), []).append((seq, chain.sealed(salt, text)))
    for request, who, kind, text, salt in plain(db, _NOTES):
        mine = said.get((request, who, kind), [])
        entry = next((each for each in mine if not salt or each[1] == chain.sealed(salt, text)), None)
        if entry is not None:
            mine.remove(entry)
        else:
            name = who.partition("/")[2]
            yield Finding(0, f"No entry attests what was added to request {request} by {name}: “{text[:80]}”")
    for (request, who, _), left in said.items():
        for seq, _ in left:
            name = who.partition("/")[2]
            yield Finding(seq, f"What {name} said about request {request}, as entry {seq:,} attests, is gone.")


_NOTES = (
    "SELECT n.request_id, n.who, n.kind, n.text, r.salt FROM note n JOIN request r ON r.id = n.request_id ORDER BY n.id"
)
_ANSWERED = (
    "SELECT h.request_id, d.person, d.note, r.salt FROM decision d JOIN handoff h ON h.id = d.handoff_id "
    "JOIN request r ON r.id = h.request_id WHERE d.handoff_id = ? AND d.verdict = 'respond'"
)


def _inquiries(db: Db, seals: Seals) -> Checked:
    for number, handoff, who, text, answer, answered_at, request, salt in _rows(db, "inquiry", _INQUIRIES):
        said = [(False, who, text), *([(True, "agent", answer)] if answered_at else [])]
        for answered, person, words in said:
            seq, actor, about, seal = seals.talk.pop((number, answered), (0, "", None, ""))
            gone = not salt or (answered and not words and request in seals.quoting)
            if (actor, about) != (person, handoff) or (not gone and seal != chain.sealed(salt, words)):
                what = "the answer to" if answered else "question"
                yield Finding(seq, f"No entry attests {what} {number} about H-{handoff} as it stands now.")
    for (number, answered), (seq, _, about, _) in seals.talk.items():
        what = f"The answer to question {number}" if answered else f"Question {number}"
        yield Finding(seq, f"{what} about H-{about}, which entry {seq:,} attests, is gone.")


_INQUIRIES = (
    "SELECT i.id, i.handoff_id, i.who, i.text, i.answer, i.answered_at, r.id, r.salt FROM inquiry i "
    "JOIN handoff h ON h.id = i.handoff_id JOIN request r ON r.id = h.request_id ORDER BY i.id"
)


def _versions(db: Db, seals: Seals) -> Checked:
    """What each version of a card showed, and that the newest one is what the handoff says."""
    for handoff, number, args, digest, brief, author, question, choices, salt, stands in plain(db, _VERSIONS):
        said = seals.versions.pop((handoff, number), None)
        if said is None:
            yield Finding(0, f"No entry attests version {number} of the card of H-{handoff}.")
            continue
        seq = said.entry
        erased = not salt and args == "{}"
        if (author, digest) != (said.author, said.digest) or not (erased or chain.digest_of(args) == said.digest):
            yield Finding(
                seq, f"What the card of H-{handoff} showed as version {number} is not what entry {seq:,} attests."
            )
        elif salt and said.words and said.words != shown(salt, brief, question, choices):
            yield Finding(
                seq, f"The words on the card of H-{handoff}, version {number}, are not those of entry {seq:,}."
            )
        if not stands and (handoff, number + 1) not in seals.versions:
            yield Finding(
                seq, f"The arguments of H-{handoff}, or its words, are not the ones that entry {seq:,} attests."
            )
    for (handoff, number), said in seals.versions.items():
        yield Finding(
            said.entry, f"Version {number} of the card of H-{handoff}, which entry {said.entry:,} attests, is gone."
        )


_VERSIONS = (
    "SELECT v.handoff_id, v.revision, v.args, v.args_digest, v.brief, v.author, h.question, h.choices, r.salt, "
    "v.revision = h.revision AND v.args = h.args AND v.brief = h.brief FROM revision v "
    "JOIN handoff h ON h.id = v.handoff_id JOIN request r ON r.id = h.request_id ORDER BY v.handoff_id, v.revision"
)


def _reads(db: Db, seals: Seals) -> Checked:
    query = "SELECT id, run_id, name, input, output FROM turn WHERE kind = 'read' ORDER BY id"
    for number, run, tool, asked, told in plain(db, query):
        said = seals.reads.pop(number, None)
        if said is None:
            if run not in seals.unread:
                yield Finding(0, f"No entry attests look-up {number} ({tool}): it was put in beside the record.")
            continue
        erased = said.request in seals.erased and asked == told == "{}"
        same = erased or (chain.digest_of(asked), chain.digest_of(told)) == (said.asked, said.told)
        if not same or (run, tool) != (said.run, said.tool):
            yield Finding(said.entry, f"Look-up {number} ({tool}) is not the one that entry {said.entry:,} attests.")
    for number, said in seals.reads.items():
        yield Finding(said.entry, f"Look-up {number} ({said.tool}), which entry {said.entry:,} attests, is gone.")


def _alone(db: Db, seals: Seals) -> Checked:
    for row in _rows(db, "alone", "SELECT * FROM alone ORDER BY handoff_id"):
        handoff = row["handoff_id"]
        seq, said = seals.alone.pop(handoff, (0, {}))
        if not seq:
            yield Finding(0, f"No entry attests that H-{handoff} acted alone: it was put in beside the record.")
        elif {name: _there(name, row[name]) for name in said} != said:
            yield Finding(seq, f"How H-{handoff} acted alone, or what was said of it, is not what the record attests.")
    for handoff, (seq, _) in seals.alone.items():
        yield Finding(seq, f"That H-{handoff} acted alone, as entry {seq:,} attests, is gone.")


def _there(name: str, value: Any) -> Any:
    return value is not None if name.endswith("_at") else value


def _tools(db: Db, seals: Seals) -> Checked:
    for pin in pins.all_of(db):
        name = f"{pin.server}/{pin.tool}"
        seq, digest = seals.tools.pop(name, (0, ""))
        now = hashlib.sha256(pin.definition.encode("utf-8", "surrogatepass")).hexdigest()
        if not digest or {pin.digest, now} != {digest}:
            yield Finding(seq, f"The tool {name} is not pinned as the record says.")
    for name, (seq, _) in seals.tools.items():
        yield Finding(seq, f"The tool {name} that entry {seq:,} pins is gone.")


def _secrets(db: Db, seals: Seals) -> Checked:
    for row in _rows(db, "secret", "SELECT id, request_id, sealed FROM secret ORDER BY id"):
        seq, request, digest = seals.secrets.pop(row["id"], (0, None, ""))
        now = hashlib.sha256(row["sealed"].encode()).hexdigest() if row["sealed"] else ""
        if request != row["request_id"] or (now != digest and not (now == "" and request in seals.erased)):
            yield Finding(seq, f"The secret value {row['id']} of request {row['request_id']} is not the one kept then.")
    for number, (seq, _, _) in seals.secrets.items():
        yield Finding(seq, f"The secret value {number} that entry {seq:,} attests is gone.")


def _models(db: Db, seals: Seals) -> Checked:
    query = (
        "SELECT t.id, t.run_id, t.body, q.id AS request, q.salt FROM talk t JOIN run r ON r.id = t.run_id "
        "JOIN request q ON q.id = r.request_id ORDER BY t.id"
    )
    for row in _rows(db, "talk", query):
        seq, digest = seals.said.pop(row["id"], (0, ""))
        gone = not row["salt"] or (row["body"] == b"" and row["request"] in seals.quoting)
        if not gone and chain.sealed_bytes(row["salt"], row["body"]) != digest:
            yield Finding(seq, f"Row {row['id']} of the talk with the model in run {row['run_id']} was changed.")
    for number, (seq, _) in seals.said.items():
        yield Finding(seq, f"Row {number} of the talks with the model, which entry {seq:,} attests, is gone.")


def _shifts(db: Db, seals: Seals) -> Checked:
    query = "SELECT * FROM shift_case WHERE taken_at IS NOT NULL ORDER BY shift_id, handoff_id"
    for row in _rows(db, "shift_case", query):
        seq, who = seals.shifts.pop((row["shift_id"], row["handoff_id"]), (0, ""))
        if who != row["taken_by"]:
            yield Finding(seq, f"Who took H-{row['handoff_id']} at a change of shift is not whom the record names.")
    for (_, handoff), (seq, _) in seals.shifts.items():
        yield Finding(seq, f"Who took H-{handoff} at a change of shift, as entry {seq:,} attests, is gone.")


def _rulings(db: Db, seals: Seals) -> Checked:
    yield from map(Finding._make, rulings.wrong(db, seals.rulings, seals.people))


def _proofs(db: Db, seals: Seals) -> Checked:
    yield from map(Finding._make, proofs.unproven(db, seals.proofs))


_CHECKS: dict[str, Callable[[Db, Seals], Checked]] = {
    "decision": _decisions, "effect": _effects, "request": _texts, "note": _notes, "inquiry": _inquiries,
    "revision": _versions, "turn": _reads, "alone": _alone, "tool_pin": _tools, "talk": _models, "secret": _secrets,
    "shift_case": _shifts, "ruling": _rulings, "proof": _proofs, "handoff": _ends, "once": _claims,
}  # fmt: skip
"""By the table that each holds against the record."""
