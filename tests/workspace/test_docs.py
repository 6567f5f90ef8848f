"""The page for other apps' authors: its examples run, and what it names exists."""

import asyncio
import os
import re
import sys
from pathlib import Path
from typing import Any

from workspace import control
from workspace.driver import Person
from workspace.faults import KINDS
from workspace.server import Workspace

TEXT = (Path(__file__).parents[2] / "docs" / "workspace.md").read_text()
EXAMPLES = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


async def test_the_bot_of_the_page_says_hello(ws: Workspace, maria: Person, tmp_path: Path) -> None:
    """The first example, as it stands, answers a mention."""
    (tmp_path / "bot.py").write_text(EXAMPLES[0] + "\n\nimport asyncio\n\nasyncio.run(main())\n")
    tokens = {"SLACK_BOT_TOKEN": ws.bot_token, "SLACK_APP_TOKEN": ws.app_token, "SLACK_API_URL": ws.api}
    bot = await asyncio.create_subprocess_exec(sys.executable, "bot.py", cwd=tmp_path, env={**os.environ, **tokens})
    await maria.wait_for(lambda _: ws.office.connections.open(), 15, "the bot")
    await maria.say("C02REFUNDS", "@baton hello")
    assert await maria.wait_for_message("C02REFUNDS", lambda m: m["text"] == "Hello <@U02MARIA>")
    bot.kill()
    await bot.wait()


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
