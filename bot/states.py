"""The three machines, each one table: state -> the states that may follow. Pure."""

RUN: dict[str, frozenset[str]] = {
    "queued": frozenset({"working", "withdrawn", "taken_over"}),
    "working": frozenset({"queued", "parked", "finished", "failed", "taken_over", "withdrawn"}),
    "parked": frozenset({"queued", "working", "finished", "failed", "taken_over", "withdrawn"}),
    "finished": frozenset(),
    "failed": frozenset(),
    "taken_over": frozenset(),
    "withdrawn": frozenset(),
}

HANDOFF: dict[str, frozenset[str]] = {
    "waiting": frozenset({"approved", "rejected", "answered", "settled", "taken_over", "expired", "withdrawn"}),
    "approved": frozenset(),
    "rejected": frozenset(),
    "answered": frozenset(),
    "settled": frozenset(),
    "taken_over": frozenset(),
    "expired": frozenset(),
    "withdrawn": frozenset(),
}

EFFECT: dict[str, frozenset[str]] = {
    "started": frozenset({"done", "failed", "in_doubt"}),
    "in_doubt": frozenset({"started", "done", "failed"}),
    "done": frozenset(),
    "failed": frozenset(),
}


class ImpossibleMove(Exception):
    """A machine was asked for a move that its table does not hold: a bug, never a person's mistake."""


def final(machine: dict[str, frozenset[str]], state: str) -> bool:
    """Whether nothing can follow `state`."""
    return not machine[state]


def check(machine: dict[str, frozenset[str]], before: str, after: str) -> None:
    """Raise ImpossibleMove unless `machine` allows `before -> after`."""
    if after not in machine[before]:
        raise ImpossibleMove(f"No way from {before} to {after}.")
