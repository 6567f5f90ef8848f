"""What every test stands on: no proxy between the processes of this machine, and the long ones first.

What tests measured is told at the end.
"""

import gc
import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

from bot import hidden

for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
    # The SDK sends even loopback calls through a proxy, and ignores NO_PROXY.
    os.environ.pop(name, None)


# What was compiled once is kept, also where the environment says otherwise: a hundred processes of the tests read it.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# How long an example takes says nothing about it on a busy machine.
settings.register_profile("baton", deadline=None)
settings.load_profile("baton")


@pytest.fixture(autouse=True)
def known_secrets() -> Iterator[None]:
    """A process hides every secret that it ever had; one with all tests in it would look for thousands in each text."""
    known, exact, of_people = set(hidden._known), hidden._exact, dict(hidden._of_people)
    yield
    hidden._known, hidden._exact = known, exact
    hidden._of_people.clear()
    hidden._of_people.update(of_people)


LONG = (
    "tests/torture/test_torture.py::test_nothing_is_lost",
    "tests/stories/test_browser",
    "tests/stories/test_hijacked.py",
    "tests/bot/agents/test_claude_killed.py",
    "tests/workspace/test_clients.py",
    "tests/handlers/test_export.py::test_killed",
)
"""How the names of tests begin that take many seconds, the longest first."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long tests: where one comes last, the other worker waits for it.

    Two workers begin with a half each, so every second one stands where the second half begins.
    """
    long = [item for start in LONG for item in items if item.nodeid.startswith(start)]
    short = [item for item in items if not item.nodeid.startswith(LONG)]
    odd, even = long[::2], long[1::2]
    half = max(0, len(items) // 2 - len(odd))
    items[:] = [*odd, *short[:half], *even, *short[half:]]


def pytest_collection_finish() -> None:
    """What was collected stays to the end: nobody looks through it for garbage, which takes a second each time."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests recorded as `figures`, from whichever process they ran in."""
    reports = [report for how in ("passed", "failed") for report in terminalreporter.stats.get(how, ())]
    for report in reports:
        for name, value in report.user_properties:
            if name == "figures":
                terminalreporter.write_line(str(value).rstrip())
