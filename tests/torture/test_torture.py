"""The tortures in their short forms, each in a process of its own: it forks, so it must have no threads."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.torture.tortures import TORTURES

HOUSE = Path(__file__).parents[2]


@pytest.mark.torture
@pytest.mark.parametrize("name", list(TORTURES))
def test_nothing_is_lost_and_nothing_happens_twice(name: str, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "bench/torture.py", "--short", "--folder", str(tmp_path), name],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=False,
    )
    print(ran.stdout)
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout + ran.stderr
    assert "violations: 0" in ran.stdout
