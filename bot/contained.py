"""Code of others, tools and agents, run so that it ends neither our task nor our process."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import BatonError


class Escaped(BatonError):
    """Code of others raised what is no ordinary error, such as SystemExit or a CancelledError of its own."""


@contextmanager
def contained(who: str) -> Iterator[None]:
    """Run code of `who` ("the tool") in here. That our own task is cancelled goes through, as every ordinary error.

    Raises:
        Escaped: it raised anything else.
    """
    try:
        yield
    except Exception:
        raise
    except BaseException as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        raise Escaped(f"{who} raised {type(error).__name__}.") from error
