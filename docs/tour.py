"""Make the pictures of docs/tour.md: one case from request to done, and one change of shift, seen from three seats.

.venv/bin/python docs/tour.py [FOLDER]     needs `make test` before, and Debian's chromium

A workspace, the bot and the browser share one clock, which is moved from moment to moment.
"""

import asyncio
import base64
import os
import re
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pyotp
from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright, expect

from bot.settings import Settings, demo_shop
from handlers import app
from handlers.cli import HOUSE
from workspace.clock import Clock
from workspace.server import Workspace

FILES = HOUSE / "docs" / "tour"
SIZE = ViewportSize(width=1180, height=900)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PATIENCE_MS = 20_000
BREATH_SECONDS = 2.0  # what is due at a moment is told before the next one comes
BEGINS = datetime(2026, 11, 24, 10, 2, tzinfo=ZoneInfo("America/New_York"))
ALERTS = "alerts"


class Seat(NamedTuple):
    """Somebody at a browser."""

    user: str
    zone: str


JONAS = Seat("U03JONAS", "Europe/Berlin")
ALEX = Seat("U05ALEX", "America/New_York")
DANA = Seat("U04DANA", "America/New_York")
WEI = Seat("U06WEI", "Asia/Singapore")


class Tour:
    """The workspace, the bot and the browser at one moment of the story."""

    def __init__(self, workspace: Workspace, clock: Clock, baton: app.Baton, browser: Browser, target: Path) -> None:
        self.workspace, self.clock, self.baton = workspace, clock, baton
        self._browser, self._target = browser, target
        self._seeds: dict[str, str] = {}

    async def at(self, hour: int, minute: int, day: int = 24) -> None:
        """Let the time pass until this moment in New York."""
        moment = BEGINS.replace(day=day, hour=hour, minute=minute)
        self.clock.advance(moment.timestamp() - self.clock.now())
        world = self.baton.engine.world
        await self.baton.engine.digests.claim()
        await self.baton.engine.shifts.claim()
        world.due_stirred.set()
        world.out_stirred.set()
        await asyncio.sleep(BREATH_SECONDS)

    @asynccontextmanager
    async def seat(self, seat: Seat, channel: str = ALERTS) -> AsyncIterator[Page]:
        """A browser in this seat, in a channel or (`channel` empty) in the direct messages with Baton."""
        context = await self._browser.new_context(
            viewport=SIZE, timezone_id=seat.zone, locale="en-GB", color_scheme="light", reduced_motion="reduce"
        )
        page = await context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        await page.clock.install(time=datetime.fromtimestamp(self.clock.now(), UTC))
        await page.goto(f"{self.workspace.page}#/{seat.user}/{self._place(seat, channel)}")
        yield page
        await context.close()

    def _place(self, seat: Seat, channel: str) -> str:
        return self.baton.engine.world.people.channels[channel] if channel else f"D{seat.user}"

    async def picture(self, page: Page, name: str) -> None:
        """Keep what this seat sees."""
        await page.mouse.move(0, 0)
        await page.wait_for_timeout(400)
        await page.screenshot(path=self._target / f"{name}.png")

    def code(self, seat: Seat) -> str:
        """The code that this person's authenticator shows."""
        return pyotp.TOTP(self._seeds[seat.user]).at(int(self.clock.now()))

    def keep(self, seat: Seat, seed: str) -> None:
        """This person's authenticator has read the picture."""
        self._seeds[seat.user] = seed


@asynccontextmanager
async def running(folder: Path, target: Path) -> AsyncIterator[Tour]:
    """A workspace and a bot on a clock that begins at the story's first moment, and a browser."""
    demo_shop(folder / "shop.db")
    shutil.copytree(HOUSE / "workflows" / "alerts", folder / "workflows" / "alerts")
    shutil.copytree(FILES, folder / "workflows", dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.png"))
    clock = Clock(wall=BEGINS.timestamp)
    workspace = await Workspace.start(manifest=HOUSE / "manifest.yml", clock=clock)
    tokens = workspace.bot_token, workspace.app_token, workspace.api
    settings = Settings(*tokens, folder / "baton.db", folder / "workflows", "")
    settings = replace(settings, secret_key=base64.b64encode(os.urandom(32)).decode())
    async with (
        app.running(settings, lambda: datetime.fromtimestamp(clock.now(), UTC)) as baton,
        async_playwright() as playwright,
    ):
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield Tour(workspace, clock, baton, browser, target)
        await browser.close()
    await workspace.stop()


async def enrol(tour: Tour, seat: Seat, picture: str = "") -> None:
    """Codes are set up: ask for the picture, read it, type the first code."""
    async with tour.seat(seat) as page:
        await write(page, "/handoff codes")
        await page.get_by_role("button", name="Set up codes").last.click()
        await page.locator("#sidebar").get_by_role("link", name="Baton").click()
        await page.get_by_role("tab", name="Messages").click()
        first = page.get_by_role("button", name="Type the first code").last
        await expect(first).to_be_visible(timeout=PATIENCE_MS)
        if picture:
            await tour.picture(page, picture)
        seed = re.search(r"Secret\s+((?:[A-Z2-7]{4} ?)+)", await page.locator("#main").inner_text())
        assert seed is not None
        tour.keep(seat, seed[1].replace(" ", ""))
        await first.click()
        await page.get_by_role("dialog").get_by_label("6-digit code").fill(tour.code(seat))
        await page.locator("dialog, .modal").get_by_role("button", name="Set up").click()
        await page.get_by_role("dialog", name="Recovery codes").get_by_role("button", name="Close").last.click()
        await page.get_by_role("dialog").wait_for(state="hidden")


async def write(page: Page, text: str) -> None:
    """Type into the channel and send it."""
    box = page.get_by_role("textbox", name=re.compile("message", re.I)).first
    await box.fill(text)
    await box.press("Enter")


async def card(page: Page) -> Locator:
    """The card of the report."""
    found = page.locator("#main .message").filter(has=page.get_by_role("heading", name=re.compile("report on account")))
    await expect(found.last).to_be_visible(timeout=PATIENCE_MS)
    return found.last


async def thread(page: Page, first: Locator | Page) -> None:
    """Open the thread of a message."""
    await first.get_by_role("button", name=re.compile("repl")).first.click()
    await page.wait_for_timeout(2000)


async def approve(tour: Tour, page: Page, seat: Seat, before: str, after: str) -> None:
    """Type the value and the code; a picture of the window, and one of what the card says then."""
    await (await card(page)).get_by_role("button", name="Approve").first.click()
    window = page.get_by_role("dialog")
    await window.get_by_label("Account").fill("77-3018")
    await window.get_by_label("6-digit code").fill(tour.code(seat))
    await tour.picture(page, before)
    await window.get_by_role("button", name="Approve").click()
    await window.wait_for(state="hidden")
    await page.wait_for_timeout(2000)
    await tour.picture(page, after)


async def asked(tour: Tour) -> None:
    """Jonas in Berlin asks; Alex, on call in New York, has the card."""
    async with tour.seat(JONAS) as page:
        await write(page, "A-5531 looks bad: many senders, and it all went abroad the next day")
        await card(page)
        await tour.picture(page, "2-asked")


async def escalated(tour: Tour) -> None:
    """Alex does not answer: a reminder, then Dana."""
    await tour.at(11, 33)
    async with tour.seat(ALEX) as page:
        await thread(page, await card(page))
        await tour.picture(page, "3-reminded")
    await tour.at(12, 3)
    async with tour.seat(DANA) as page:
        await thread(page, await card(page))
        await tour.picture(page, "4-escalated")
        await page.get_by_role("button", name=re.compile("Close")).first.click()
        await approve(tour, page, DANA, "5-code", "6-one-of-two")


async def handed_over(tour: Tour) -> None:
    """New York goes home, Singapore takes the case, and Wei gives the second code."""
    await tour.at(14, 4)
    await tour.at(19, 40)
    async with tour.seat(JONAS) as page:
        await write(page, "A-5536 came in: the same amount twice within two days. Can it go?")
        await page.wait_for_timeout(2000)
    await tour.at(20, 0)
    async with tour.seat(WEI) as page:
        await page.wait_for_timeout(2000)
        await tour.picture(page, "7-handover")
        await page.get_by_role("button", name=re.compile("Accept")).last.click()
        await page.wait_for_timeout(2000)
        await tour.picture(page, "8-what-first")
        await page.get_by_role("dialog").get_by_role("radio").first.check()
        await page.get_by_role("dialog").get_by_role("button", name=re.compile("Accept|Take")).click()
        await page.get_by_role("dialog").wait_for(state="hidden")
    await tour.at(20, 6)
    async with tour.seat(WEI) as page:
        await approve(tour, page, WEI, "9-second-code", "10-done")
    async with tour.seat(JONAS) as page:
        await thread(page, page)
        await tour.picture(page, "11-told")


async def main(target: Path) -> None:
    """The story, picture by picture."""
    with tempfile.TemporaryDirectory() as folder:
        async with running(Path(folder), target) as tour:
            await enrol(tour, DANA, "1-codes")
            await enrol(tour, WEI)
            await asked(tour)
            await escalated(tour)
            await handed_over(tour)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FILES))
