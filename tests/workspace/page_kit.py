"""What the tests of the page stand on: a workspace, a small app that answers, Debian's Chromium."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

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
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
MARIA, JONAS, DANA, WEI = "U02MARIA", "U03JONAS", "U04DANA", "U06WEI"
START, REFUNDS, ACCESS, ALERTS, GENERAL = "C01START", "C02REFUNDS", "C03ACCESS", "C04ALERTS", "C05GENERAL"
ACK_SECONDS = 0.6
"""Shortened from 3 s, so that the click that nobody answers does not take long."""

Block = dict[str, Any]


def words(text: str) -> Block:
    """Return a plain_text object."""
    return {"type": "plain_text", "text": text}


def button(text: str, action: str, **more: Any) -> Block:
    """Return a button whose value is its action."""
    return {"type": "button", "text": words(text), "action_id": action, "value": action, **more}


def option(text: str, note: str = "") -> Block:
    """Return an option whose value is its text."""
    return {"text": words(text), "value": text} | ({"description": words(note)} if note else {})


def rich(*elements: Block) -> Block:
    """Return a rich_text section."""
    return {"type": "rich_text_section", "elements": list(elements)}


def bold(text: str) -> Block:
    """Return a bold rich_text element."""
    return {"type": "text", "text": text, "style": {"bold": True}}


def bullets(*lines: str) -> Block:
    """Return a rich_text list."""
    return {"type": "rich_text_list", "style": "bullet", "elements": [rich({"type": "text", "text": t}) for t in lines]}


def card(question: str = "Refund EUR 49.90 for order 1042?") -> list[Block]:
    """Return a card as the product posts it, with two buttons more: one asks first, one is never acked."""
    doubt = "Delivered or lost? The carrier says delivered 12 Nov, the customer says not."
    return [
        {"type": "header", "text": words(question)},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": f"<@{JONAS}> asked · H-2214"}]},
        {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [bold("Hi, 1042 never showed up")]}]},
        {"type": "rich_text", "elements": [rich(bold("Not sure")), bullets(doubt)]},
        {"type": "rich_text", "elements": [rich(bold("Runs if you approve")), bullets("Amount EUR 49.90")]},
        {
            "type": "actions",
            "elements": [
                button("Approve", "approve", style="primary", accessibility_label="Approve the refund of EUR 49.90"),
                button("Edit", "edit"),
                button("Reject", "reject", style="danger"),
                button("Wipe", "wipe", style="danger", confirm=CONFIRM),
                button("Stuck", "stuck"),
                {"type": "overflow", "action_id": "more", "options": [option("Take over"), option("Show everything")]},
            ],
        },
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "No answer: goes to Head of support."}]},
    ]


CONFIRM = {
    "title": words("Wipe it?"),
    "text": {"type": "mrkdwn", "text": "It is *gone* then."},
    "confirm": words("Wipe"),
    "deny": words("Keep"),
    "style": "danger",
}


def edit_view() -> Block:
    """Return a modal with an amount, a reason, and words."""
    amount = {"type": "number_input", "action_id": "amount", "is_decimal_allowed": True, "initial_value": "49.90"}
    reasons = [option("Parcel not received"), option("Wrong size"), option("Broken")]
    reason = {"type": "static_select", "action_id": "reason", "options": reasons, "placeholder": words("Choose one")}
    why = {"type": "plain_text_input", "action_id": "why", "multiline": True, "max_length": 20}
    return {
        "type": "modal",
        "callback_id": "edit_refund",
        "title": words("Edit refund"),
        "submit": words("Approve as edited"),
        "close": words("Cancel"),
        "blocks": [
            {"type": "section", "text": words("Order 1042")},
            {"type": "input", "block_id": "amount", "label": words("Amount EUR"), "element": amount},
            {"type": "input", "block_id": "reason", "label": words("Reason"), "element": reason},
            {"type": "input", "block_id": "why", "label": words("Why"), "optional": True, "element": why},
        ],
    }


def folded(line: str) -> list[Block]:
    """Return what a decided card becomes."""
    return [{"type": "section", "text": {"type": "mrkdwn", "text": line}}]


def make_app(client: AsyncWebClient, heard: list[Block]) -> AsyncApp:
    """Return an app that answers as the tests need it, and adds the actions and values that it got to `heard`."""
    app = AsyncApp(client=client)

    @app.command("/handoff")
    async def handoff(ack: Any, command: Block, client: AsyncWebClient) -> None:
        await ack(f"Got it: {command['text']}")
        await client.chat_postMessage(channel=command["channel_id"], text=command["text"], blocks=card())

    @app.action("approve")
    async def approve(ack: Any, body: Block, client: AsyncWebClient) -> None:
        await ack()
        place = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        text = f"*Refunded EUR 49.90, order 1042.* Approved as shown by <@{body['user']['id']}>."
        await client.chat_update(**place, text=text, blocks=folded(text))
        await client.chat_postMessage(channel=place["channel"], thread_ts=place["ts"], text="Done: EUR 49.90 goes back.")

    @app.action("edit")
    async def edit(ack: Any, body: Block, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=edit_view())

    @app.view("edit_refund")
    async def edited(ack: Any, view: Block) -> None:
        amount = view["state"]["values"]["amount"]["amount"]["value"]
        if amount == "94.90":
            await ack(response_action="errors", errors={"amount": "More than was paid (EUR 49.90)."})
        elif amount == "1":
            await ack(response_action="push", view=edit_view() | {"title": words("Second window")})
        else:
            await ack()

    @app.action("reject")
    async def reject(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="Maria and Head of support decide refunds; nothing was changed.", replace_original=False)

    @app.action("more")
    @app.action("wipe")
    @app.action(re.compile("^(pick|field)_"))
    async def note(ack: Any, action: Block, body: Block, client: AsyncWebClient) -> None:
        await ack()
        heard.append(action)
        chosen = action.get("selected_option") or {}
        said = chosen.get("value") or action.get("selected_user") or action.get("value") or action["action_id"]
        if "channel" in body:
            await client.chat_postEphemeral(channel=body["channel"]["id"], user=body["user"]["id"], text=f"Noted: {said}")

    @app.view("every_input")
    async def every_input(ack: Any, view: Block) -> None:
        heard.append(view["state"]["values"])
        await ack()

    @app.shortcut("handoff_message")
    async def shortcut(ack: Any, shortcut: Block, client: AsyncWebClient) -> None:
        await ack()
        channel, user = shortcut["channel"]["id"], shortcut["user"]["id"]
        await client.chat_postEphemeral(channel=channel, user=user, text=f"Handed off: {shortcut['message']['text']}")

    @app.event("app_home_opened")
    async def home(event: Block, client: AsyncWebClient) -> None:
        blocks = [{"type": "header", "text": words("3 wait for you")}]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.event("message")
    async def message() -> None:
        """Take every message, so that none is retried."""

    return app


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

    def page(self, user: str = MARIA, channel: str = REFUNDS, size: dict[str, int] = DESKTOP, **options: Any) -> Page:
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
        blocks = {} if "blocks" in more or "thread_ts" in more else {"blocks": card()}
        return str(self.client.chat_postMessage(channel=channel, text=text, **blocks, **more)["ts"])

    def open_view(self, view: Block, user: str = MARIA) -> None:
        """Show a modal to a person, as after views.open."""

        async def show() -> None:
            self.thread.workspace.office.views.open(user, view)

        self.thread.run(show())

    def fresh(self) -> None:
        """Begin a test with an empty workspace and closed pages."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()
        self.foreign.clear()
        self.errors.clear()
        self.heard.clear()
        self.thread.workspace.office.socket.ack_seconds = ACK_SECONDS

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
