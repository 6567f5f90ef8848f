"""The demo as a stranger meets it: `baton demo`, a browser, a mouse. What counts is what the page and the shop say."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from tests.stories.stage import HOUSE, bare_environment, rows
from tests.workspace.page_kit import CHROMIUM, CHROMIUM_ARGS, DESKTOP, NEEDS_CHROMIUM, PHONE

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]
CARD_SECONDS = 30
PATIENCE_MS = 20_000


class Demo(NamedTuple):
    """A running demo: its page, its shop's database, and when it said `ready` (seconds of the monotonic clock)."""

    page: str
    shop: Path
    ready_at: float


AS_IT_IS = ("-m", "handlers.cli", "demo", "--port", "0")


@contextmanager
def demo(folder: Path, command: Sequence[str] = AS_IT_IS) -> Iterator[Demo]:
    """`baton demo` on a free port, in a folder of its own."""
    with (folder / "stderr").open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=folder,
            env={**bare_environment(), "PYTHONPATH": str(HOUSE)},
            stdout=subprocess.PIPE,
            stderr=err,
            text=True,
        )
        try:
            assert process.stdout is not None
            told = json.loads(process.stdout.readline())
            assert process.stdout.readline() == "ready\n"
            yield Demo(told["page"], folder / ".demo" / "shop.db", time.monotonic())
        finally:
            process.terminate()
            process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in (folder / "stderr").read_text(encoding="utf-8")


class Screen:
    """A browser window; it keeps what the page's console complained of."""

    def __init__(self, browser: Browser, address: str, size: ViewportSize, pictures: Path) -> None:
        self.page: Page = browser.new_context(viewport=size, reduced_motion="reduce").new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self._pictures, self._size = pictures, size
        self.page.goto(address)

    def picture(self, name: str) -> None:
        """Keep what is to be seen now, for somebody to look at."""
        self.page.screenshot(path=self._pictures / f"{name}-{self._size['width']}.png")

    def card(self, question: str) -> Locator:
        """The message whose card asks this."""
        found = self.page.locator("#main .message").filter(has=self.page.get_by_role("heading", name=question))
        expect(found).to_be_visible(timeout=CARD_SECONDS * 1000)
        return found

    def message(self, words: str) -> Locator:
        """The top-level message with these words."""
        found = self.page.locator("#main .message", has_text=words).last
        expect(found).to_be_visible(timeout=PATIENCE_MS)
        return found


def open_channel(screen: Screen, name: str) -> None:
    """Open a channel as a person does, through the drawer on a phone."""
    drawer = screen.page.get_by_role("button", name=re.compile("channels|menu", re.I))
    row = screen.page.locator("#sidebar").get_by_role("link", name=name)
    row.wait_for(state="attached")
    if not row.is_visible():
        drawer.first.click()
    row.click()


def act_as(screen: Screen, name: str) -> None:
    """Become somebody else by the switch above."""
    screen.page.get_by_role("group", name="Act as").get_by_role("button", name=name).click()


def test_a_stranger_approves_edits_and_rejects(tmp_path: Path) -> None:
    pictures = Path(os.environ.get("STORY_PICTURES", tmp_path / "pictures"))
    pictures.mkdir(exist_ok=True)
    with demo(tmp_path) as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        maria, phone = (Screen(browser, running.page, size, pictures) for size in (DESKTOP, PHONE))
        approve(running, maria, phone)
        edit(running, maria)
        reject(running, maria)
        two_people(running, maria)
        assert maria.complaints == []
        assert phone.complaints == []
        browser.close()


def refunds(running: Demo, order: str) -> list[tuple[str, int]]:
    """Key and cents of what Baton refunded of an order."""
    found = rows(running.shop, "SELECT key, amount_cents FROM refunds WHERE order_id = ? AND key LIKE 'H-%'", order)
    return [(row["key"], row["amount_cents"]) for row in found]


def approve(running: Demo, maria: Screen, phone: Screen) -> None:
    maria.picture("1-start")
    open_channel(maria, "refunds")
    card = maria.card("Refund EUR 49.90 for order 1042?")
    assert time.monotonic() - running.ready_at < CARD_SECONDS
    maria.picture("2-card")
    # Dana, on her phone, has the window open before Maria decides.
    phone.page.goto(f"{running.page}#/U04DANA/C02REFUNDS")
    dana_card = phone.card("Refund EUR 49.90 for order 1042?")
    phone.picture("2-card")
    dana_card.get_by_role("button", name="Reject").click()
    window = phone.page.get_by_role("dialog", name="Reject refund")
    expect(window).to_be_visible()
    phone.picture("3-reject")
    card.get_by_role("button", name="Approve").click()
    folded = maria.message("Refunded EUR 49.90, order 1042.")
    expect(folded).to_contain_text("Approved as shown by Maria")
    expect(folded.get_by_role("button", name="Approve")).to_have_count(0)
    window.get_by_role("button", name="Reject").click()
    told = phone.page.get_by_text(
        re.compile(r"Maria approved this at .*, before your Reject\. Nothing else was done\.")
    )
    expect(told.first).to_be_visible(timeout=PATIENCE_MS)
    phone.picture("4-second-click")
    folded.get_by_role("button", name=re.compile("repl")).click()
    thread = maria.page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_text("In the shop’s database, once, under H-1-1")).to_be_visible(timeout=PATIENCE_MS)
    maria.picture("5-thread")
    assert refunds(running, "1042") == [("H-1-1", 4990)]


def edit(running: Demo, maria: Screen) -> None:
    card = maria.card("Refund EUR 94.90 for order 1063?")
    expect(card).to_contain_text("The request says EUR 94.90, the order EUR 49.90.")
    card.get_by_role("button", name="Edit").click()
    window = maria.page.get_by_role("dialog", name="Edit refund")
    amount = window.get_by_label("Amount EUR")
    expect(amount).to_be_focused()
    amount.fill("94.90")
    window.get_by_role("button", name="Approve as edited").click()
    expect(window.get_by_text("More than was paid (EUR 49.90).")).to_be_visible()
    maria.picture("6-edit-error")
    assert refunds(running, "1063") == []
    amount.fill("49.90")
    window.get_by_label("Why the change?").fill("no more than was paid")
    window.get_by_role("button", name="Approve as edited").click()
    folded = maria.message("Refunded EUR 49.90, order 1063.")
    expect(folded).to_contain_text("Maria changed amount 94.90 → 49.90: “no more than was paid”")
    maria.picture("7-edited")
    assert refunds(running, "1063") == [("H-2-2", 4990)]


def reject(running: Demo, maria: Screen) -> None:
    card = maria.card("Refund EUR 79.00 for order 1057?")
    expect(card).to_contain_text("The text tries to give orders; read it with care.")
    card.get_by_role("button", name="Reject").click()
    window = maria.page.get_by_role("dialog", name="Reject refund")
    window.get_by_role("button", name="Reject").click()
    folded = maria.message("Not refunded, order 1057.")
    expect(folded).to_contain_text("Rejected by Maria")
    expect(folded).to_contain_text("Nothing ran.")
    maria.picture("8-rejected")
    assert refunds(running, "1057") == []


def two_people(running: Demo, maria: Screen) -> None:
    act_as(maria, "Jonas")
    open_channel(maria, "access")
    box = maria.page.locator("#main").get_by_role("textbox").last
    box.fill("Please give kenji.mori access to analytics, he writes the weekly report from now on")
    box.press("Enter")
    act_as(maria, "Maria")
    open_channel(maria, "access")
    maria.card("Grant analytics to kenji.mori?").get_by_role("button", name="Approve").click()
    expect(maria.card("Grant analytics to kenji.mori?")).to_contain_text("1 of 2: Maria")
    act_as(maria, "Dana")
    maria.card("Grant analytics to kenji.mori?").get_by_role("button", name="Approve").click()
    expect(maria.message("Granted analytics to kenji.mori.")).to_contain_text("Approved as shown by Maria")
    maria.picture("9-granted")
    granted = rows(running.shop, "SELECT decided_by FROM access_changes WHERE login = 'kenji.mori'")
    assert [row["decided_by"] for row in granted] == ["U02MARIA U04DANA"]
    act_as(maria, "Jonas")
    open_channel(maria, "refunds")
    asked = maria.message("1042 never showed up")
    asked.get_by_role("button", name=re.compile("repl")).click()
    thread = maria.page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_text("Done: refunded EUR 49.90, order 1042.")).to_be_visible()
    maria.picture("10-jonas")
