"""Nonsense of every kind: whatever is sent to any door, the answer is one of those that the door may give."""

import json
from random import Random
from typing import Any

import aiohttp
import pytest

from workspace.control import SWITCHES
from workspace.server import ACTS, LOOKS, Workspace
from workspace.webapi import METHODS
from workspace.webapi.call import COMMON_ERRORS

VALUES: list[Any] = [
    "",
    "x",
    "C02REFUNDS",
    "U02MARIA",
    "1.000001",
    "inf",
    "nan",
    "[",
    '{"a":1}',
    "\x00\u202e",
    -1,
    0,
    10**30,
    1.5,
    True,
    None,
    [],
    {},
    ["U02MARIA"],
    [[1]],
    [None],
    [{"type": 5}],
    [{"id": {}}],
    {"type": "modal"},
    {"type": "modal", "blocks": 3},
    {"type": "home", "blocks": [{"type": "section", "text": []}]},
    {"values": {"b": 1}},
    {"type": "view", "view_id": []},
    {"type": "message", "channel": "C02REFUNDS", "ts": {}},
    {"block_id": "b", "action_id": []},
]
PAGE_NAMES = [
    "channel",
    "ts",
    "text",
    "thread_ts",
    "command",
    "container",
    "action",
    "state",
    "view_id",
    "all",
    "callback_id",
    "tab",
    "user",
    "name",
    "id",
    "limit",
    "before",
]
SWITCH_NAMES = [
    "seed",
    "add",
    "now",
    "remove",
    "reason",
    "scale",
    "advance_seconds",
    "on",
    "id",
    "users",
    "limit",
    "deleted",
    "tz",
]
TRIES = 25


def some(names: list[str], dice: Random) -> dict[str, Any]:
    """Return some of the arguments with some of the values."""
    return {name: dice.choice(VALUES) for name in names if dice.random() < 0.8}


@pytest.mark.parametrize("method", METHODS)
async def test_every_method_answers_nonsense(ws: Workspace, method: str) -> None:
    """HTTP 200 and an error that the method declares, whatever the arguments."""
    dice = Random(method)
    names = [param.name for param in METHODS[method].params]
    token = ws.app_token if METHODS[method].app_token else ws.bot_token
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as session:
        for _ in range(TRIES):
            given = some(names, dice)
            as_form = {key: v if isinstance(v, str) else json.dumps(v) for key, v in given.items()}
            for body in ({"json": given}, {"data": as_form}):
                async with session.post(f"{ws.api}{method}", **body) as response:
                    answer = await response.json()
                    assert response.status == 200
                allowed = (
                    answer["ok"] or answer["error"] in (METHODS[method].errors | COMMON_ERRORS) or "error" in given
                )
                assert allowed, (given, answer)
                assert answer.get("error") != "internal_error", given


@pytest.mark.parametrize("name", [*ACTS, *LOOKS])
async def test_every_page_call_answers_nonsense(ws: Workspace, name: str) -> None:
    """The page's calls answer with 200, or with 400 and a sentence."""
    dice = Random(name)
    async with aiohttp.ClientSession() as session:
        for _ in range(TRIES):
            given = {"as": "U02MARIA", **some(PAGE_NAMES, dice)}
            if name in LOOKS:
                query = {key: str(value) for key, value in given.items()}
                call = session.get(f"{ws.page}ui/{name}", params=query)
            else:
                call = session.post(f"{ws.page}ui/{name}", json=given)
            async with call as response:
                assert response.status in (200, 400), (given, await response.text())
                answer = await response.json()
                assert response.status == 200 or answer["message"].endswith((".", "?")), answer


async def test_half_a_letter_is_replaced_whoever_says_it(ws: Workspace) -> None:
    """Half an emoji in a text, in blocks, or in blocks that are JSON in a form."""
    half = {"type": "section", "text": {"type": "mrkdwn", "text": "b \ud83d"}}
    said = {"channel": "C02REFUNDS", "text": "a \ud83d", "blocks": [half]}
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {ws.bot_token}"}) as session:
        for body in ({"json": said}, {"data": {"channel": "C02REFUNDS", "blocks": json.dumps([half]), "text": "a"}}):
            async with session.post(f"{ws.api}chat.postMessage", **body) as response:
                answer = await response.json()
                assert (response.status, answer["ok"]) == (200, True)
                assert answer["message"]["blocks"][0]["text"]["text"] == "b \ufffd"
        given = {"as": "U02MARIA", "channel": "C02REFUNDS", "text": "c \ud83d 😀"}
        async with session.post(f"{ws.page}ui/send", json=given) as response:
            assert response.status == 200, await response.text()
        query = {"as": "U02MARIA", "channel": "C02REFUNDS"}
        async with session.get(f"{ws.page}ui/history", params=query) as response:
            assert "c \ufffd 😀" in await response.text()


@pytest.mark.parametrize("name", [*SWITCHES, "../respond/x"])
async def test_every_switch_answers_nonsense(ws: Workspace, name: str) -> None:
    """The switches answer with 200, or refuse."""
    dice = Random(name)
    async with aiohttp.ClientSession() as session:
        for _ in range(TRIES):
            given = some(SWITCH_NAMES, dice)
            async with session.post(f"{ws.page}control/{name}", json=given) as response:
                assert response.status in (200, 400, 404), (given, await response.text())
    assert ws.office.clock.scale > 0
