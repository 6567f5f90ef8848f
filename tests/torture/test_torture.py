"""The tortures in their short forms, each in a process of its own: it forks, so it must have no threads.

What each found is told at the end of the tests (tests/conftest.py). `make torture` runs the full forms.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.torture.power import order
from tests.torture.tortures import TORTURES

HOUSE = Path(__file__).parents[2]
TOGETHER = [
    ("storm", "model", "second", "year", "singles", "starts", "power"),
    ("crash", "disk", "tampering", "races", "digests"),
]
"""Those that wait a lot go beside those that work a lot."""


@pytest.mark.parametrize("names", TOGETHER, ids=" and ".join)
def test_nothing_is_lost_and_nothing_happens_twice(
    names: tuple[str, ...], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "bench/torture.py", "--short", "--folder", str(tmp_path), name],
            cwd=HOUSE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for name in names
    ]
    told = [process.communicate()[0] for process in running]
    for each in told:
        record_property("figures", each)
    for name, process, each in zip(names, running, told, strict=True):
        assert process.returncode == 0, each
        assert each.startswith(f"{name}: "), each
        assert "violations: 0" in each


def test_every_torture_is_in_a_test() -> None:
    assert sorted(name for names in TOGETHER for name in names) == sorted(TORTURES)


def test_a_trace_in_the_wrong_order_is_seen() -> None:
    wrote, synced = '7 pwrite64(9</x/baton.db-wal>, "", 24, 0) = 24', "7 fdatasync(9</x/baton.db-wal>) = 0"
    before, after = (f'7 write(3</dev/null>, "baton: {name} write", 18) = 18' for name in ("before", "after"))
    arrived, acks = (f'8 write(3</dev/null>, "baton: {name} e1", 18) = 18' for name in ("arrived", "acks"))
    assert order([arrived, before, wrote, synced, after, acks]).troubles == []
    assert len(order([arrived, before, wrote, after, synced, acks]).troubles) == 1
    assert len(order([arrived, acks, before, wrote, synced, after]).troubles) == 1
    assert len(order([arrived, before, wrote, synced, wrote, after, acks]).troubles) == 1
