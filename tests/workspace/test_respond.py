"""Response urls and acks with a text: how the app answers a click or a command."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.apps import listening
from workspace.driver import Person, PersonError
from workspace.server import Workspace

BUTTON = {
    "type": "actions",
    "elements": [{"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}],
}
REFUNDS = "C02REFUNDS"


async def clicked(ws: Workspace, maria: Person, where: str, ts: str) -> str:
    """Click the button and return the response url that came with it."""
    async with listening(ws) as app:
        await maria.click(where, ts, "Go")
        return str((await app.interaction("block_actions"))["payload"]["response_url"])


async def commanded(ws: Workspace, maria: Person) -> str:
    """Run a command and return its response url."""
    async with listening(ws) as app:
        await maria.command("/handoff", "x", REFUNDS)
        return str((await app.interaction("/handoff"))["payload"]["response_url"])


async def respond(url: str, **body: Any) -> tuple[int, str]:
    """Post to a response url; return status and text."""
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        return response.status, await response.text()


async def card(client: AsyncWebClient) -> str:
    """Post a card with a button; return its ts."""
    return str((await client.chat_postMessage(channel=REFUNDS, text="card", blocks=[BUTTON]))["ts"])


async def test_answer_is_ephemeral_unless_said_otherwise(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """Without a response_type only the person who clicked sees the answer."""
    url = await clicked(ws, maria, REFUNDS, await card(client))
    assert await respond(url, text="only you") == (200, "ok")
    assert (await maria.wait_for_ephemeral("only you"))["channel"] == REFUNDS
    await respond(url, text="all of you", response_type="in_channel")
    assert [m["text"] for m in (await client.conversations_history(channel=REFUNDS))["messages"]] == [
        "all of you",
        "card",
    ]


async def test_replace_and_delete_the_original(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """The clicked message can be replaced and deleted."""
    ts = await card(client)
    url = await clicked(ws, maria, REFUNDS, ts)
    await respond(url, text="decided", replace_original=True)
    message = (await client.conversations_history(channel=REFUNDS))["messages"][0]
    assert (message["ts"], message["text"], "blocks" in message) == (ts, "decided", False)
    await respond(url, delete_original=True)
    assert (await client.conversations_history(channel=REFUNDS))["messages"] == []


async def test_ephemeral_original_is_replaced_and_deleted(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """The response url of a click is the only way to change an ephemeral message."""
    await client.chat_postEphemeral(channel=REFUNDS, user="U02MARIA", text="psst", blocks=[BUTTON])
    shown = await maria.wait_for_ephemeral("psst")
    url = await clicked(ws, maria, REFUNDS, shown["id"])
    await respond(url, text="other words", replace_original=True)
    replaced = await maria.wait_for_ephemeral("other words")
    assert (replaced["id"], len(maria.ephemerals())) == (shown["id"], 1)
    await respond(url, delete_original=True)
    await maria.wait_for(lambda person: not person.ephemerals())


async def test_command_cannot_replace_its_own_answer(ws: Workspace, maria: Person) -> None:
    """The url of a command has no original: what would replace it comes as another message."""
    url = await commanded(ws, maria)
    await respond(url, text="first")
    await respond(url, text="second", replace_original=True)
    await maria.wait_for_ephemeral("second")
    assert [one["text"] for one in maria.ephemerals()] == ["first", "second"]


async def test_five_uses(ws: Workspace, maria: Person) -> None:
    """The sixth use is refused."""
    url = await commanded(ws, maria)
    statuses = [(await respond(url, text=f"{number}"))[0] for number in range(5)]
    assert statuses == [200] * 5
    status, text = await respond(url, text="6")
    assert status == 404
    assert "used_url" in text


async def test_thirty_minutes(ws: Workspace, maria: Person) -> None:
    """After half an hour the url is expired."""
    url = await commanded(ws, maria)
    ws.office.clock.advance(1790)
    assert (await respond(url, text="in time"))[0] == 200
    ws.office.clock.advance(20)
    status, text = await respond(url, text="too late")
    assert (status, "expired_url" in text) == (404, True)


@pytest.mark.parametrize(
    ("body", "error"),
    [({}, "no_text"), ({"text": "x", "blocks": [{"type": "section"}]}, "invalid_blocks")],
)
async def test_wrong_bodies(ws: Workspace, maria: Person, body: dict[str, Any], error: str) -> None:
    """A body that says nothing, or has wrong blocks, is refused."""
    status, text = await respond(await commanded(ws, maria), **body)
    assert (status, error in text) == (400, True)


async def test_unknown_url_and_no_json(ws: Workspace, maria: Person) -> None:
    """An invented url is unknown; a body that is no JSON is invalid."""
    assert (await respond(f"{ws.page}respond/made-up", text="x"))[0] == 404
    url = await commanded(ws, maria)
    async with aiohttp.ClientSession() as session, session.post(url, data="{") as response:
        assert response.status == 400


async def test_ack_with_a_text(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """The payload of a command's ack is shown at once, to the person or in the channel."""
    async with listening(ws) as app:
        app.answers["/handoff"] = {"text": "Got it."}
        assert (await maria.command("/handoff", "x", REFUNDS))["text"] == "Got it."
        await maria.wait_for_ephemeral("Got it.")
        app.answers["/handoff"] = {"response_type": "in_channel", "text": "All hear it."}
        await maria.command("/handoff", "x", REFUNDS)
    assert (await client.conversations_history(channel=REFUNDS))["messages"][0]["text"] == "All hear it."


async def test_ack_with_wrong_blocks_is_a_failure(ws: Workspace, maria: Person) -> None:
    """An ack that Slack could not show is a failure that the person sees."""
    async with listening(ws) as app:
        app.answers["/handoff"] = {"blocks": [{"type": "nonsense"}]}
        with pytest.raises(PersonError, match="invalid_blocks"):
            await maria.command("/handoff", "x", REFUNDS)


async def test_commands_are_refused_in_threads(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """A command typed into a thread is refused and never sent."""
    ts = await card(client)
    async with listening(ws) as app:
        with pytest.raises(PersonError, match="not supported in threads"):
            await maria.command("/handoff", "x", REFUNDS, thread_ts=ts)
        assert "/handoff" not in app.seen()


async def test_unknown_commands_and_shortcuts(ws: Workspace, maria: Person) -> None:
    """What the manifest does not declare does not exist."""
    async with listening(ws) as app:
        with pytest.raises(PersonError, match="not a valid command"):
            await maria.command("/other", "x", REFUNDS)
        with pytest.raises(PersonError, match="no such shortcut"):
            await maria.shortcut("other")
        with pytest.raises(PersonError, match="no such shortcut"):
            await maria.shortcut("handoff_message")
        await maria.shortcut("handoff_new")
        payload = (await app.interaction("shortcut"))["payload"]
        assert len(app.seen()) == 2
    assert set(payload) & {"channel", "message", "response_url"} == set()


async def test_click_on_what_is_gone(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """A button that an update took away cannot be clicked any more."""
    ts = await card(client)
    shown = (await maria.history(REFUNDS))[-1]
    await client.chat_update(channel=REFUNDS, ts=ts, text="decided")
    block, element = shown["blocks"][0], shown["blocks"][0]["elements"][0]
    action = {"block_id": block["block_id"], "action_id": element["action_id"], "type": "button"}
    async with listening(ws):
        with pytest.raises(PersonError, match="not there any more"):
            await maria._post("action", container={"type": "message", "channel": REFUNDS, "ts": ts}, action=action)


async def test_chosen_conversation_brings_a_url(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """A field with response_url_enabled brings a response url for the conversation that was chosen."""
    element = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    label = {"type": "plain_text", "text": "Where"}
    view = {
        "type": "modal",
        "title": label,
        "submit": label,
        "blocks": [{"type": "input", "block_id": "b", "label": label, "element": element}],
    }
    await client.views_open(trigger_id=ws.office.triggers.mint("U02MARIA"), view=view)
    async with listening(ws) as app:
        await maria.submit(await maria.wait_for_view(), {"where": "C03ACCESS"})
        payload = (await app.interaction("view_submission"))["payload"]
    assert [one["channel_id"] for one in payload["response_urls"]] == ["C03ACCESS"]
    await respond(payload["response_urls"][0]["response_url"], text="there", response_type="in_channel")
    assert (await client.conversations_history(channel="C03ACCESS"))["messages"][0]["text"] == "there"
