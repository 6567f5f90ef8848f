"""A record that somebody changes: eight kinds of it and each forged row, each on a copy; how long a clean one takes."""

import asyncio
import logging
import shutil
import tempfile
import time
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any

from bench import verify as measured
from bot.settings import Settings
from tests.handlers import recorded
from tests.handlers import test_forged as forged
from tests.handlers import test_verify as told
from tests.torture.report import Report

ROWS = 100_000
LIMIT_SECONDS = 2.0
Found = Callable[[Settings, Path], Coroutine[Any, Any, None]]


def _by_the_chain(tamper: Callable[..., int]) -> Found:
    return lambda settings, _: told.test_the_chain_alone_shows(settings, tamper)


def _by_a_checkpoint(tamper: Callable[..., None]) -> Found:
    return lambda settings, _: told.test_only_a_checkpoint_shows_a_record_made_anew(settings, tamper)


def _forged(what: str) -> Found:
    return lambda settings, _: forged.test_a_forged_row_is_named(settings, what)


KINDS: dict[str, Found] = {
    "an entry edited": _by_the_chain(told.edit_an_entry),
    "an entry deleted": _by_the_chain(told.delete_an_entry),
    "two entries swapped": _by_the_chain(told.swap_two_entries),
    "a decision changed": _by_the_chain(told.change_a_decision),
    "the chain made anew": _by_a_checkpoint(told.rebuild_the_chain),
    "the tail made anew": _by_a_checkpoint(told.cut_and_append),
    "the tail cut off": lambda settings, _: told.test_only_a_checkpoint_shows_a_tail_that_was_cut_off(settings),
    "an old backup put back": told.test_only_a_checkpoint_shows_an_old_backup,
    **{what: _forged(what) for what in forged.FORGED},
}
"""Each fails by an assertion where `baton verify` does not name what is wrong."""


def tampering(folder: Path, *, rows: int) -> Report:
    """Each kind on a copy of one record; then a clean record of at least so many rows, where there are any."""
    started, troubles = time.monotonic(), list[str]()
    logging.disable(logging.CRITICAL)
    whole = recorded.make(folder)
    for name, finds in KINDS.items():
        with tempfile.TemporaryDirectory(dir=folder) as place:
            copy = Path(shutil.copy(whole, place))
            Path(place, "elsewhere").mkdir()
            settings = Settings("", "", "http://127.0.0.1:9/api/", copy, folder / "workflows", "")
            try:
                asyncio.run(finds(settings, Path(place, "elsewhere")))
            except AssertionError as error:
                troubles.append(f"not found: {name}: {error}")
    figures: dict[str, object] = {"kinds": len(KINDS), "found": len(KINDS) - len(troubles)}
    if rows:
        figures |= _clean(folder / "long", rows, troubles)
    return Report("tampering", figures, troubles, time.monotonic() - started)


def _clean(folder: Path, rows: int, troubles: list[str]) -> dict[str, object]:
    """Seconds to check a clean record: of the processor, as others may have it meanwhile."""
    folder.mkdir()
    asyncio.run(measured.make(folder, rows))
    wall, processor = min(map(partial(_checked, folder / "baton.db"), range(3)))
    if processor > LIMIT_SECONDS:
        troubles.append(f"{rows:,} rows took {processor:.2f} s of the processor")
    return {"rows of a clean record": f"{rows:,}", "checked in s": f"{wall:.2f}"}


def _checked(path: Path, _: int) -> tuple[float, float]:
    return measured.checked(path)
