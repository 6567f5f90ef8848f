"""Workspaces, apps and people for the tests of this folder."""

import os
from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from workspace.driver import Person
from workspace.server import Workspace

for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
    # The SDK sends even loopback calls through a proxy, and ignores NO_PROXY.
    os.environ.pop(name, None)


@pytest.fixture
async def ws() -> AsyncIterator[Workspace]:
    """A workspace with its limits off."""
    workspace = await Workspace.start(limits=False)
    yield workspace
    await workspace.stop()


@pytest.fixture
def client(ws: Workspace) -> AsyncWebClient:
    """The SDK's own client with the bot token."""
    return AsyncWebClient(token=ws.bot_token, base_url=ws.api)


@pytest.fixture
async def maria(ws: Workspace) -> AsyncIterator[Person]:
    """Maria at her page."""
    async with Person(ws.page, "U02MARIA") as person:
        yield person
