"""Which request the work of the moment belongs to, so that the log can be followed from a request to its effect."""

from contextvars import ContextVar

_subject: ContextVar[str] = ContextVar("subject", default="")


def subject() -> str:
    """The request that this task works on, `R-12`; empty where it works on none."""
    return _subject.get()


def enter(request_id: int | None) -> None:
    """From here on this task works on a request (None: on none). For tasks that end with the work."""
    _subject.set(f"R-{request_id}" if request_id else "")


class about:  # noqa: N801 - it is called like a function
    """The lines in the block are about a request. For tasks that go on to the next one."""

    def __init__(self, request_id: int | None) -> None:
        self._request_id = request_id

    def __enter__(self) -> None:
        """From here on."""
        self._before = _subject.set(f"R-{self._request_id}" if self._request_id else "")

    def __exit__(self, *error: object) -> None:
        """Up to here."""
        _subject.reset(self._before)
