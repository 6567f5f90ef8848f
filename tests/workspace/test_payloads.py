"""What the app is told: the keys of events and interactions against Slack's samples, and what stands in them."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace import truth
from tests.workspace.apps import Listener, listening
from workspace.driver import Person
from workspace.server import Workspace

ALWAYS_MORE = {
    "/view/blocks": "Slack sends them; the sample has its blocks blanked away",
    "/event/view/blocks": "the same",
    "/context_team_id": "of newer events",
}
BUTTON = {
    "type": "actions",
    "elements": [{"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}, "value": "7"}],
}
REASON = {
    "type": "input",
    "block_id": "why",
    "label": {"type": "plain_text", "text": "Why"},
    "element": {"type": "plain_text_input", "action_id": "text"},
}
MODAL = {
    "type": "modal",
    "callback_id": "m",
    "notify_on_close": True,
    "title": {"type": "plain_text", "text": "T"},
    "submit": {"type": "plain_text", "text": "Go"},
    "blocks": [REASON],
}


async def event_payloads(ws: Workspace, client: AsyncWebClient, maria: Person, app: Listener) -> dict[str, Any]:
    """Do everything that makes an event once; return the payloads by the name of their sample."""
    asked = await maria.say("C02REFUNDS", "hello @baton")
    posted = await client.chat_postMessage(channel="C02REFUNDS", text="hi", thread_ts=asked)
    await maria.edit("C02REFUNDS", asked, "hello again")
    await maria.react("C02REFUNDS", asked, "eyes")
    await client.chat_delete(channel="C02REFUNDS", ts=posted["ts"])
    made = await client.conversations_create(name="new-one")
    await client.conversations_invite(channel=made["channel"]["id"], users="U02MARIA")
    await client.views_publish(user_id="U02MARIA", view={"type": "home", "blocks": [BUTTON]})
    await maria.open_home()
    is_event: Callable[[str, str], Callable[[dict[str, Any]], bool]] = lambda kind, sub: (  # noqa: E731
        lambda p: p["event"]["type"] == kind and p["event"].get("subtype", "") == sub
    )
    wanted = {
        "MessagePayload": is_event("message", ""),
        "AppMentionPayload": is_event("app_mention", ""),
        "MessageChangedPayload": is_event("message", "message_changed"),
        "MessageDeletedPayload": is_event("message", "message_deleted"),
        "ReactionAddedPayload": is_event("reaction_added", ""),
        "MemberJoinedChannelPayload": is_event("member_joined_channel", ""),
        "AppHomeOpenedPayload": is_event("app_home_opened", ""),
    }
    return {f"events/{name}": (await app.event(accepts))["payload"] for name, accepts in wanted.items()}


async def interaction_payloads(ws: Workspace, client: AsyncWebClient, maria: Person, app: Listener) -> dict[str, Any]:
    """Do everything that makes an interaction once; return the payloads by the name of their sample."""
    app.answers["view_submission"] = {"response_action": "clear"}
    await maria.command("/handoff", "refund 1042", "C02REFUNDS")
    card = await client.chat_postMessage(channel="C02REFUNDS", text="card", blocks=[BUTTON])
    await maria.click("C02REFUNDS", card["ts"], "go")
    await client.views_open(trigger_id=ws.office.triggers.mint("U02MARIA"), view=MODAL)
    await maria.submit(await maria.wait_for_view(), {"why": "late"})
    await maria.wait_for(lambda person: not person.views())
    await client.views_open(trigger_id=ws.office.triggers.mint("U02MARIA"), view=MODAL)
    await maria.wait_for_view()
    await maria.close()
    await maria.shortcut("handoff_message", "C02REFUNDS", await maria.say("C02REFUNDS", "take this"))
    names = {
        "slash-commands/SlashCommandPayload": "/handoff",
        "interactive-components/BlockActionPayload": "block_actions",
        "views/ViewSubmissionPayload": "view_submission",
        "views/ViewClosedPayload": "view_closed",
        "interactive-components/MessageShortcutPayload": "message_action",
    }
    return {sample: (await app.interaction(name))["payload"] for sample, name in names.items()}


@pytest.mark.skipif(not truth.FOLDER.is_dir(), reason="Slack's samples are not on this machine")
async def test_no_key_that_slack_does_not_send(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """Every key of our events and interactions is in the sample of its payload."""
    async with listening(ws) as app:
        payloads = await event_payloads(ws, client, maria, app) | await interaction_payloads(ws, client, maria, app)
    extra = [
        f"{name}{path}"
        for name, payload in payloads.items()
        for path in truth.extra_keys(payload, truth.sample(name))
        if path not in ALWAYS_MORE
    ]
    assert "\n".join(extra) == ""


async def test_message_of_a_person(ws: Workspace, maria: Person) -> None:
    """A typed message has tokens in its text, a rich_text block beside it, and the channel's kind."""
    async with listening(ws) as app:
        ts = await maria.say("C02REFUNDS", "ask @jonas in #access about <b> & https://shop.example.")
        event = (await app.event(lambda p: p["event"]["type"] == "message"))["payload"]["event"]
    assert event["ts"] == event["event_ts"] == ts
    assert event["channel_type"] == "channel"
    assert event["text"] == "ask <@U03JONAS> in <#C03ACCESS|> about &lt;b&gt; &amp; <https://shop.example>."
    elements = event["blocks"][0]["elements"][0]["elements"]
    assert [one["type"] for one in elements] == ["text", "user", "text", "channel", "text", "link", "text"]
    assert event["client_msg_id"]


async def test_mention_comes_as_two_events(ws: Workspace, maria: Person) -> None:
    """A mention of the app in a channel is a message and an app_mention, with event ids of their own."""
    async with listening(ws) as app:
        ts = await maria.say("C02REFUNDS", "@baton refund 1042")
        both = [
            (await app.event(lambda p: p["event"]["type"] == "message"))["payload"],
            (await app.event(lambda p: p["event"]["type"] == "app_mention"))["payload"],
        ]
    assert [one["event"]["ts"] for one in both] == [ts, ts]
    assert both[0]["event_id"] != both[1]["event_id"]


async def test_direct_message_is_no_mention(ws: Workspace, maria: Person) -> None:
    """A mention in a direct message with the app is a message.im alone."""
    async with listening(ws) as app:
        dm = await maria.direct("U01BATON")
        await maria.say(dm, "@baton are you there?")
        event = (await app.event(lambda p: p["event"]["type"] == "message"))["payload"]["event"]
        await maria.say("C02REFUNDS", "something else")
        await app.event(lambda p: p["event"].get("text") == "something else")
    assert event["channel_type"] == "im"
    assert "app_mention" not in app.seen()


async def test_the_bot_hears_its_own_messages(ws: Workspace, client: AsyncWebClient) -> None:
    """The app gets the messages of its own bot, marked with the bot's id."""
    async with listening(ws) as app:
        await client.chat_postMessage(channel="C02REFUNDS", text="hello <@U01BATON>")
        event = (await app.event(lambda p: p["event"]["type"] == "message"))["payload"]["event"]
    assert event["bot_id"] == "B01BATON"
    assert event["bot_profile"]["name"] == "Baton"
    assert event["user"] == "U01BATON"
    assert "app_mention" not in app.seen()


async def test_command_payload(ws: Workspace, maria: Person) -> None:
    """A slash command names people as tokens, has no thread, and says false as a text."""
    async with listening(ws) as app:
        await maria.command("/handoff", "ask @jonas and @support-leads in #access", "C02REFUNDS")
        payload = (await app.interaction("/handoff"))["payload"]
    assert payload["text"] == ("ask <@U03JONAS|jonas> and <!subteam^S01SUPPORT|@support-leads> in <#C03ACCESS|access>")
    assert payload["is_enterprise_install"] == "false"
    assert payload["channel_name"] == "refunds"
    assert "thread_ts" not in payload


async def test_click_payload(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """A click tells who, what, where, and the message as it is now; its value is the element's, not the page's."""
    async with listening(ws) as app:
        card = await client.chat_postMessage(channel="C02REFUNDS", text="card", blocks=[BUTTON])
        await maria.click("C02REFUNDS", card["ts"], "Go", value="forged")
        payload = (await app.interaction("block_actions"))["payload"]
    action = payload["actions"][0]
    assert (action["action_id"], action["value"], action["text"]["text"]) == ("go", "7", "Go")
    assert payload["container"]["message_ts"] == payload["message"]["ts"] == card["ts"]
    assert payload["user"]["id"] == "U02MARIA"
    assert payload["message"]["blocks"][0]["block_id"]


async def test_click_in_an_ephemeral_message_has_no_message(
    ws: Workspace, client: AsyncWebClient, maria: Person
) -> None:
    """A click in an ephemeral message says so and leaves the message out."""
    async with listening(ws) as app:
        await client.chat_postEphemeral(channel="C02REFUNDS", user="U02MARIA", text="psst", blocks=[BUTTON])
        shown = await maria.wait_for_ephemeral("psst")
        await maria.click("C02REFUNDS", shown["id"], "Go")
        payload = (await app.interaction("block_actions"))["payload"]
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload
