"""The page for other apps' authors: its examples run, and what it names exists."""

import asyncio
import os
import re
from pathlib import Path
from typing import Any

import pytest

from workspace import control
from workspace.driver import Person
from workspace.faults import KINDS
from workspace.server import Workspace

TEXT = (Path(__file__).parents[2] / "docs" / "workspace.md").read_text()
EXAMPLES = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


async def test_the_bot_of_the_page_says_hello(ws: Workspace, maria: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first example, as it stands, answers a mention."""
    for name, value in (("BOT_TOKEN", ws.bot_token), ("APP_TOKEN", ws.app_token), ("API_URL", ws.api)):
        monkeypatch.setitem(os.environ, f"SLACK_{name}", value)
    names: dict[str, Any] = {}
    exec(EXAMPLES[0], names)
    bot = asyncio.create_task(names["main"]())
    await maria.wait_for(lambda _: ws.office.connections.open(), what="the bot")
    await maria.say("C02REFUNDS", "@baton hello")
    assert await maria.wait_for_message("C02REFUNDS", lambda m: m["text"] == "Hello <@U02MARIA>")
    bot.cancel()
    await asyncio.gather(bot, return_exceptions=True)


async def test_the_test_of_the_page_passes() -> None:
    """The second example is a test that passes."""
    names: dict[str, Any] = {}
    exec(EXAMPLES[1], names)
    assert await names["test_hello"]() is None


def test_everything_named_exists() -> None:
    """Methods of the driver, switches and kinds of faults are there."""
    driver = re.search(r"`Person` has (.*?)\. Buttons", TEXT, re.DOTALL)
    assert driver is not None
    assert all(hasattr(Person, name) for name in re.findall(r"`(\w+)`", driver.group(1)))
    switches = set(re.findall(r"^\| `(\w+) \{", TEXT, re.MULTILINE))
    assert switches == set(control.SWITCHES) - {"log"}
    assert set(re.findall(r'"(?:kind|now)": "(\w+)"', TEXT)) <= set(KINDS)
