"""The scenario's app in Bolt for Python, synchronous, for the SDK's built-in client."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from tests.workspace.clients.words import CARD, DECIDED, HOME, MODAL


def build(bot_token: str, api: str) -> App:
    """Return the app with all its listeners."""
    app = App(client=WebClient(token=bot_token, base_url=api))

    @app.event("app_mention")
    def mentioned(event: dict[str, Any], say: Any) -> None:
        say(text=f"Working on it: {event['text']}", thread_ts=event["ts"])

    @app.event("message")
    def heard() -> None:
        """Take every message, so that none goes unacked."""

    @app.command("/handoff")
    def asked(ack: Any, command: dict[str, Any], client: WebClient) -> None:
        ack(f"Taken: {command['text']}")
        client.chat_postMessage(channel=command["channel_id"], text="Card", blocks=CARD)

    @app.action("open")
    def clicked(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        place = f"{body['channel']['id']} {body['message']['ts']}"
        client.views_open(trigger_id=body["trigger_id"], view=MODAL | {"private_metadata": place})

    @app.view("decide")
    def submitted(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        why = view["state"]["values"]["why"]["text"]["value"]
        if why == "bad":
            ack(response_action="errors", errors={"why": "Say more."})
            return
        ack()
        channel, ts = view["private_metadata"].split()
        client.chat_update(channel=channel, ts=ts, text=f"Decided: {why}", blocks=DECIDED)
        client.chat_postEphemeral(channel=channel, user=body["user"]["id"], text="Thanks.")

    @app.shortcut("handoff_message")
    def taken(ack: Any, shortcut: dict[str, Any], client: WebClient) -> None:
        ack()
        message = shortcut["message"]
        client.chat_postMessage(
            channel=shortcut["channel"]["id"], thread_ts=message["ts"], text=f"Handed off: {message['text']}"
        )

    @app.event("app_home_opened")
    def home(event: dict[str, Any], client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view=HOME)

    return app
