"""How handoffs and actions stand or ended, held against what the record says of them. Only reads.

Each check yields the number of the entry that something is about (0 = none), and what is wrong, in words for people.
"""

from collections.abc import Iterator

from storage import chain
from storage.seals import End, Place, Seals
from storage.sqlite import Db, plain


def of_handoffs(db: Db, seals: Seals) -> Iterator[tuple[int, str]]:
    """Whether each handoff was opened by an entry, and is and stands as the newest ones about it left it."""
    # The open ones stand in an index: their column is the last of a long row, and `state` one of its first.
    still_open = {number for (number,) in plain(db, "SELECT id FROM handoff WHERE closed_at IS NULL")}
    outcome = seals.outcome
    query = f"SELECT {_HANDOFF}, {_named(db, 'handoff', 'way', 'audience')} FROM handoff ORDER BY id"  # noqa: S608
    for number, request, state, kind, workflow, step, stage, way, audience in plain(db, query):
        seq, said = outcome.get(number, (0, ""))
        if not seq:
            yield 0, f"No entry attests H-{number}: it was put in beside the record."
        elif state != said or (number in still_open) != (said == "waiting"):
            yield seq, f"H-{number} stands there as {state}; entry {seq:,} attests that it is {said}."
            continue
        place = seals.places[number]
        if (kind, step, stage) != place[:3]:
            now, then = _place(Place(kind, step, stage)), _place(place)
            yield seq, f"H-{number} stands there for {now}; the record attests {then}."
        elif workflow != seals.flows.get(request, workflow):
            yield seq, f"H-{number} stands there for the workflow {workflow}; its request is for another one."
        elif (place.way or way) != way or (place.audience or audience) != audience:
            what = "to whom its question goes" if place.way == way else "how it came to people"
            yield seq, f"H-{number} stands there otherwise than the record attests: {what} was changed."


_HANDOFF = "id, request_id, state, kind, workflow, step, stage"


def _place(place: Place) -> str:
    return f"{place.kind} of {place.step or 'no step'}, stage {place.stage}"


def _named(db: Db, table: str, *columns: str) -> str:
    """These columns for a SELECT; NULL in place of one that a database of an earlier Baton has not."""
    there = {row[1] for row in plain(db, f"PRAGMA table_info({table})")}
    return ", ".join(name if name in there else "NULL" for name in columns)


def of_actions(db: Db, seals: Seals) -> Iterator[tuple[int, str]]:
    """Whether each action was agreed to and begun by an entry, and ended as its entry says, or not at all."""
    query = _ACTIONS.format(_named(db, "effect", "cause"))
    for key, handoff, request, step, args, attempts, state, result, ended, error, cause in plain(db, query):
        place = seals.places.get(handoff)
        if place and step != place.step:
            yield 0, f"The action {key} is of another step than H-{handoff}."
        if not attempts and handoff in seals.agreed and _never_tried(state, result, cause):
            continue  # the approved one that was never tried has no entry of its own
        erased = request in seals.erased
        seq, digest = seals.started.pop(key, (0, "")) if attempts else (0, "")
        if not digest or seals.begun[key] != handoff:
            yield 0, f"No entry attests the action {key}: it was put in beside the record."
        elif digest != chain.digest_of(args) and not (erased and args == "{}"):
            yield seq, f"Entry {seq:,} attests other arguments of the action {key}."
        elif digest not in seals.agreed.get(handoff, ()):
            yield seq, f"Entry {seq:,} starts the action {key}, and no entry decides that it may run."
        end = seals.ended.get(key)
        seq = end.entry if end else 0
        if not _ended(end, state, result, over=ended == 1, erased=erased):
            attested = f"the one that entry {seq:,} attests" if seq else "one that any entry attests"
            yield seq, f"The end of the action {key} is not {attested}."
        elif not _caused(end, cause) or not (
            (erased and not error) or _reason(db, key, end, state, error, seals.doubted.get(key))
        ):
            yield seq, f"Why the action {key} did not end well is not what the record attests."
    for key, (seq, _) in seals.started.items():
        yield seq, f"The action {key} that entry {seq:,} attests is gone."


def _never_tried(state: str, result: str | None, cause: str | None) -> bool:
    """One from before there were causes has none."""
    return (state, result) == ("failed", None) and cause in {None, "", "never"}


def _ended(end: End | None, state: str, result: str | None, *, over: bool, erased: bool) -> bool:
    """Whether an action stands as the entry of its end says (state, digest of the result), or has none as it says."""
    if end is None:
        return not over and result is None and state in {"started", "in_doubt"}
    same = chain.digest_of(result or "{}") == end.result or (erased and result in {None, "{}"})
    return over and state == end.state and same


def _caused(end: End | None, cause: str | None) -> bool:
    said = end.cause if end else ""
    return None in {cause, said} or cause == said


def _reason(db: Db, key: str, end: End | None, state: str, error: str, doubted: str | None) -> bool:
    """Whether the words for why it failed are those that were sealed; of one in doubt, those on the card about it."""
    sealed = end.error if end else doubted
    if end is None and state == "in_doubt":
        asked = db.execute(_ASKED, (key,)).fetchone()
        if asked is not None:
            return bool(asked["question"] == error)
    elif end is None or end.state == "done":
        return not error
    return sealed is None or sealed == chain.sealed(db.execute(_SALT, (key,)).fetchone()["salt"], error)


_ASKED = "SELECT question FROM handoff WHERE kind = 'doubt' AND effect_key = ? ORDER BY id DESC LIMIT 1"
_SALT = (
    "SELECT q.salt FROM effect e JOIN handoff h ON h.id = e.handoff_id JOIN request q ON q.id = h.request_id "
    "WHERE e.key = ?"
)
_ACTIONS = (
    "SELECT e.key, e.handoff_id, h.request_id, e.step, e.args, e.attempts, e.state, e.result, e.ended_at IS NOT NULL, "
    "e.error, {} FROM effect e JOIN handoff h ON h.id = e.handoff_id ORDER BY e.key"
)


def of_values(db: Db, seals: Seals) -> Iterator[tuple[int, str]]:
    """Whether each value that an action holds alone (`once`) is held as its decision says, until it was freed.

    An earlier Baton did not say which values a decision holds: there it is enough that the handoff was approved.
    """
    held: dict[int | None, set[str]] = {}
    for rule, value, handoff, place, salt in plain(db, _VALUES):
        seq, said = seals.claims.get(handoff, (0, None))
        own, _, name = rule.rpartition(".")
        held.setdefault(handoff, set()).add(name)
        if own != place or handoff not in seals.agreed or (said is not None and name not in said):
            yield seq, f"No entry attests that H-{handoff} holds a value of {rule}: it was put in beside the record."
        elif said and salt and chain.sealed(salt, value) != said[name]:
            yield seq, f"The value of {rule} that H-{handoff} holds alone is not the one that entry {seq:,} attests."
    for owner, (seq, claimed) in seals.claims.items():
        for name in claimed.keys() - held.get(owner, ()):
            yield seq, f"The value that H-{owner} holds alone ({name}), as entry {seq:,} attests, is held no more."


_VALUES = (
    "SELECT o.step, o.value, o.handoff_id, h.workflow || '/' || h.step, q.salt FROM once o "
    "JOIN handoff h ON h.id = o.handoff_id JOIN request q ON q.id = h.request_id ORDER BY o.step, o.value"
)
