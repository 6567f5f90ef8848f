"""Make docs/card.png, the picture in the README: a real request, a real card, in the local workspace.

.venv/bin/python docs/picture.py        needs `make test` before, and Debian's chromium
"""

import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from playwright.async_api import FloatRect, Page, ViewportSize, async_playwright

from bot.settings import Settings, demo_shop
from handlers import app
from handlers.cli import HOUSE, now
from workspace.driver import Person
from workspace.server import Workspace

MARIA = "U02MARIA"
SIZE = ViewportSize(width=1180, height=1000)
AIR_PIXELS = 12
WAIT_SECONDS = 30.0
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


async def picture(target: Path) -> None:
    """Start a workspace and the bot, ask as the first sample does, and photograph the card as Maria sees it."""
    with tempfile.TemporaryDirectory() as folder:
        demo_shop(Path(folder) / "shop.db")
        workspace = await Workspace.start(manifest=HOUSE / "manifest.yml")
        settings = Settings(
            bot_token=workspace.bot_token,
            app_token=workspace.app_token,
            api_url=workspace.api,
            database=Path(folder) / "baton.db",
            workflows=HOUSE / "workflows",
            anthropic_key="",
        )
        async with app.running(settings, now) as baton:
            await _ask(workspace.page, baton.engine.world.people.channels)
            await _photograph(f"{workspace.page}#/{MARIA}/{baton.engine.world.people.channels['refunds']}", target)
        await workspace.stop()


async def _ask(page: str, channels: Mapping[str, str]) -> None:
    sample = json.loads((HOUSE / "workflows" / "demo.json").read_text(encoding="utf-8"))[0]
    channel = channels[sample["channel"].removeprefix("#")]
    async with Person(page, sample["as"]) as person:
        await person.say(channel, sample["text"])
        await person.wait_for_message(
            channel, lambda message: "blocks" in message and "bot_id" in message, timeout=30.0
        )


async def _photograph(address: str, target: Path) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        context = await browser.new_context(viewport=SIZE, device_scale_factor=2, color_scheme="light")
        page = await context.new_page()
        await page.goto(address)
        await _shoot(page, target)
        await browser.close()


async def _shoot(page: Page, target: Path) -> None:
    card = page.locator(".message", has=page.get_by_role("button", name="Approve")).last
    await card.wait_for()
    await page.mouse.move(0, 0)
    row, body = await card.bounding_box(), await card.locator(".message-body").bounding_box()
    assert row is not None
    assert body is not None
    width = body["x"] + body["width"] - row["x"] + AIR_PIXELS
    clip = FloatRect(x=row["x"], y=row["y"], width=width, height=row["height"] + AIR_PIXELS)
    await page.screenshot(path=target, clip=clip)


if __name__ == "__main__":
    asyncio.run(picture(Path(sys.argv[1]) if len(sys.argv) > 1 else HOUSE / "docs" / "card.png"))
