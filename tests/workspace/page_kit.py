"""What the tests of the page stand on: a workspace with a small app, and Debian's Chromium."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect, sync_playwright
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.page_app import Block, card, make_app
from workspace import socket_mode
from workspace.thread import WorkspaceThread

for _name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
    # The SDK sends even loopback calls through a proxy, and ignores NO_PROXY.
    os.environ.pop(_name, None)

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NEEDS_CHROMIUM = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Debian's chromium is not installed")
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
MARIA, JONAS, DANA, WEI = "U02MARIA", "U03JONAS", "U04DANA", "U06WEI"
START, REFUNDS, ACCESS, ALERTS, GENERAL = "C01START", "C02REFUNDS", "C03ACCESS", "C04ALERTS", "C05GENERAL"
expect.set_options(timeout=20_000)  # what is to be seen says nothing about how busy the machine is
IMPATIENT_SECONDS = 0.6
"""In place of Slack's 3 s, where nobody will ever answer a click."""


class Stage:
    """A running workspace with its app and a browser. `page(...)` opens the page as a person."""

    def __init__(self, thread: WorkspaceThread, browser: Browser) -> None:
        workspace = thread.workspace
        self.thread, self.browser, self.base = thread, browser, workspace.page
        self.client = WebClient(token=workspace.bot_token, base_url=workspace.api)
        self.handler: AsyncSocketModeHandler
        self.heard: list[Block] = []
        """Actions and submitted values that the app got."""
        self.contexts: list[BrowserContext] = []
        self.foreign: list[str] = []
        """Requests that left the workspace."""
        self.errors: list[str] = []
        """What the page's console complained of."""

    def connect_app(self) -> None:
        """Start the app."""
        self.handler = self.thread.run(self._connect())

    async def _connect(self) -> AsyncSocketModeHandler:
        workspace = self.thread.workspace
        client = AsyncWebClient(token=workspace.bot_token, base_url=workspace.api)
        handler = AsyncSocketModeHandler(make_app(client, self.heard), workspace.app_token)
        await handler.connect_async()
        return handler

    def disconnect_app(self) -> None:
        """Stop the app."""
        self.thread.run(self.handler.close_async())

    def page(self, user: str = MARIA, channel: str = REFUNDS, size: ViewportSize = DESKTOP, **options: Any) -> Page:
        """Open the page as `user` in `channel`, in a context of its own, and wait until it stands."""
        context = self.browser.new_context(viewport=size, reduced_motion="reduce", **options)
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("request", lambda request: self.foreign.append(request.url) if self._is_foreign(request.url) else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._console)
        page.goto(f"{self.base}#/{user}/{channel}")
        page.locator("#sidebar .side-row.current").wait_for(state="attached")
        return page

    def _console(self, message: ConsoleMessage) -> None:
        # A refused call is part of many stories; the page words it, and Chromium logs it as well.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.errors.append(message.text)

    def _is_foreign(self, url: str) -> bool:
        return not url.startswith((self.base, "data:", "about:"))

    def post(self, channel: str = REFUNDS, text: str = "Refund EUR 49.90 for order 1042?", **more: Any) -> str:
        """Let the app post; return the ts. Without blocks it is the card."""
        if "thread_ts" not in more:
            more.setdefault("blocks", card())
        return str(self.client.chat_postMessage(channel=channel, text=text, **more)["ts"])

    def open_view(self, view: Block, user: str = MARIA) -> None:
        """Show a modal to a person, as after views.open."""

        async def show() -> None:
            self.thread.workspace.office.views.open(user, view)

        self.thread.run(show())

    def press_what_nobody_answers(self, page: Page) -> None:
        """Press the button that the app never acks, and have the workspace wait for that a shorter time."""
        self.thread.workspace.office.socket.ack_seconds = IMPATIENT_SECONDS
        page.get_by_role("button", name="Stuck").click()

    def fresh(self) -> None:
        """Begin a test with an empty workspace and closed pages."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()
        self.foreign.clear()
        self.errors.clear()
        self.heard.clear()
        self.thread.workspace.office.socket.ack_seconds = socket_mode.ACK_SECONDS

        async def reset() -> None:
            self.thread.workspace.office.reset()

        self.thread.run(reset())


@contextmanager
def stage() -> Iterator[Stage]:
    """Run a workspace, its app (in the workspace's loop) and a browser."""
    with WorkspaceThread(limits=False) as thread, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        one = Stage(thread, browser)
        one.connect_app()
        try:
            yield one
        finally:
            browser.close()
            one.disconnect_app()
