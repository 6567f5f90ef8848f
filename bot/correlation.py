"""Which request the work of the moment belongs to, so that the log can be followed from a request to its effect."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

_subject: ContextVar[str] = ContextVar("subject", default="")


def subject() -> str:
    """The request that this task works on, `R-12`; empty where it works on none."""
    return _subject.get()


def enter(request_id: int | None) -> None:
    """From here on this task works on a request (None: on none). For tasks that end with the work."""
    _subject.set(f"R-{request_id}" if request_id else "")


@contextlib.contextmanager
def about(request_id: int | None) -> Iterator[None]:
    """The lines in the block are about a request. For tasks that go on to the next one."""
    before = _subject.set(f"R-{request_id}" if request_id else "")
    try:
        yield
    finally:
        _subject.reset(before)
