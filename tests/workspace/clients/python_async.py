"""The scenario's app in Bolt for Python, asynchronous, for the aiohttp and the websockets client."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.clients.words import CARD, DECIDED, HOME, MODAL


def build(bot_token: str, api: str) -> AsyncApp:
    """Return the app with all its listeners."""
    app = AsyncApp(client=AsyncWebClient(token=bot_token, base_url=api))

    @app.event("app_mention")
    async def mentioned(event: dict[str, Any], say: Any) -> None:
        await say(text=f"Working on it: {event['text']}", thread_ts=event["ts"])

    @app.event("message")
    async def heard() -> None:
        """Take every message, so that none goes unacked."""

    @app.command("/handoff")
    async def asked(ack: Any, command: dict[str, Any], client: AsyncWebClient) -> None:
        await ack(f"Taken: {command['text']}")
        await client.chat_postMessage(channel=command["channel_id"], text="Card", blocks=CARD)

    @app.action("open")
    async def clicked(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        place = f"{body['channel']['id']} {body['message']['ts']}"
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL | {"private_metadata": place})

    @app.view("decide")
    async def submitted(ack: Any, body: dict[str, Any], view: dict[str, Any], client: AsyncWebClient) -> None:
        why = view["state"]["values"]["why"]["text"]["value"]
        if why == "bad":
            await ack(response_action="errors", errors={"why": "Say more."})
            return
        await ack()
        channel, ts = view["private_metadata"].split()
        await client.chat_update(channel=channel, ts=ts, text=f"Decided: {why}", blocks=DECIDED)
        await client.chat_postEphemeral(channel=channel, user=body["user"]["id"], text="Thanks.")

    @app.shortcut("handoff_message")
    async def taken(ack: Any, shortcut: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        message = shortcut["message"]
        await client.chat_postMessage(
            channel=shortcut["channel"]["id"], thread_ts=message["ts"], text=f"Handed off: {message['text']}"
        )

    @app.event("app_home_opened")
    async def home(event: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view=HOME)

    return app
