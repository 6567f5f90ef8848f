"""One finding of `baton doctor`: what, why it matters, what to do."""

from typing import Literal, NamedTuple


class Finding(NamedTuple):
    """`stops`: Baton does not run. `wrong`: it runs, and something is not as it should be. `note`: good to know."""

    level: Literal["fine", "note", "wrong", "stops"]
    what: str
    why: str = ""
    fix: str = ""


def fine(what: str) -> Finding:
    """All is well with this."""
    return Finding("fine", what)


def note(what: str, why: str, fix: str) -> Finding:
    """Good to know."""
    return Finding("note", what, why, fix)


def wrong(what: str, why: str, fix: str) -> Finding:
    """Not as it should be; Baton runs all the same."""
    return Finding("wrong", what, why, fix)


def stops(what: str, why: str, fix: str) -> Finding:
    """Baton does not run like this."""
    return Finding("stops", what, why, fix)
