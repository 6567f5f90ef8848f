"""How handoffs and actions stand or ended, held against what the record says of them. Only reads.

Each check yields the number of the entry that something is about (0 = none), and what is wrong, in words for people.
"""

from collections.abc import Iterator

from storage import chain
from storage.seals import Place, Seals
from storage.sqlite import Db, plain


def of_handoffs(db: Db, seals: Seals) -> Iterator[tuple[int, str]]:
    """Whether each handoff was opened by an entry, and is and stands as the newest ones about it left it."""
    # The open ones stand in an index: their column is the last of a long row, and `state` one of its first.
    still_open = {number for (number,) in plain(db, "SELECT id FROM handoff WHERE closed_at IS NULL")}
    outcome = seals.outcome
    for number, state, kind, step, stage in plain(db, "SELECT id, state, kind, step, stage FROM handoff ORDER BY id"):
        seq, said = outcome.get(number, (0, ""))
        if not seq:
            yield 0, f"No entry attests H-{number}: it was put in beside the record."
        elif state != said or (number in still_open) != (said == "waiting"):
            yield seq, f"H-{number} stands there as {state}; entry {seq:,} attests that it is {said}."
        elif (kind, step, stage) != seals.places[number]:
            now, then = _place(Place(kind, step, stage)), _place(seals.places[number])
            yield seq, f"H-{number} stands there for {now}; the record attests {then}."


def _place(place: Place) -> str:
    return f"{place.kind} of {place.step or 'no step'}, stage {place.stage}"


def of_actions(db: Db, seals: Seals) -> Iterator[tuple[int, str]]:
    """Whether each action was agreed to and begun by an entry, and ended as its entry says, or not at all."""
    for key, handoff, request, step, args, attempts, state, result, ended in plain(db, _ACTIONS):
        place = seals.places.get(handoff)
        if place and step != place.step:
            yield 0, f"The action {key} is of another step than H-{handoff}."
        if not attempts:  # the approved one that was never tried has no entry of its own
            if (state, result) != ("failed", None) or handoff not in seals.agreed:
                yield 0, f"No entry attests the action {key}: it was put in beside the record."
            continue
        erased = request in seals.erased
        seq, digest = seals.started.pop(key, (0, ""))
        if not digest:
            yield 0, f"No entry attests the action {key}: it was put in beside the record."
        elif digest != chain.digest_of(args) and not (erased and args == "{}"):
            yield seq, f"Entry {seq:,} attests other arguments of the action {key}."
        elif digest not in seals.agreed.get(handoff, ()):
            yield seq, f"Entry {seq:,} starts the action {key}, and no entry decides that it may run."
        seq, end = seals.ended.get(key, (0, None))
        if not _ended(end, state, result, over=ended == 1, erased=erased):
            attested = f"the one that entry {seq:,} attests" if seq else "one that any entry attests"
            yield seq, f"The end of the action {key} is not {attested}."
    for key, (seq, _) in seals.started.items():
        yield seq, f"The action {key} that entry {seq:,} attests is gone."


def _ended(end: tuple[str, str] | None, state: str, result: str | None, *, over: bool, erased: bool) -> bool:
    """Whether an action stands as the entry of its end says (state, digest of the result), or has none as it says."""
    if end is None:
        return not over and result is None and state in {"started", "in_doubt"}
    same = chain.digest_of(result or "{}") == end[1] or (erased and result in {None, "{}"})
    return over and state == end[0] and same


_ACTIONS = (
    "SELECT e.key, e.handoff_id, h.request_id, e.step, e.args, e.attempts, e.state, e.result, e.ended_at IS NOT NULL "
    "FROM effect e JOIN handoff h ON h.id = e.handoff_id ORDER BY e.key"
)
