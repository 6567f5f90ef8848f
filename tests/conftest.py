"""What every test stands on: no proxy between the processes of this machine. What tests measured is told at the end."""

import os
import sys

import pytest
from hypothesis import settings

for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
    # The SDK sends even loopback calls through a proxy, and ignores NO_PROXY.
    os.environ.pop(name, None)


# What was compiled once is kept, also where the environment says otherwise: a hundred processes of the tests read it.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# How long an example takes says nothing about it on a busy machine.
settings.register_profile("baton", deadline=None)
settings.load_profile("baton")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests recorded as `figures`, from whichever process they ran in."""
    reports = [report for how in ("passed", "failed") for report in terminalreporter.stats.get(how, ())]
    for report in reports:
        for name, value in report.user_properties:
            if name == "figures":
                terminalreporter.write_line(str(value).rstrip())
