"""A small app for the tests of the page: a card with buttons, a modal, a Home, and what it heard."""

import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

JONAS = "U03JONAS"
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
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_quote", "elements": [bold("Hi, 1042 never showed up")]}],
        },
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


async def handoff(ack: Any, command: Block, client: AsyncWebClient) -> None:
    """Answer the command, and post a card."""
    await ack(f"Got it: {command['text']}")
    await client.chat_postMessage(channel=command["channel_id"], text=command["text"], blocks=card())


async def approve(ack: Any, body: Block, client: AsyncWebClient) -> None:
    """Fold the card and say in its thread what happened."""
    await ack()
    place = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
    text = f"*Refunded EUR 49.90, order 1042.* Approved as shown by <@{body['user']['id']}>."
    await client.chat_update(**place, text=text, blocks=folded(text))
    done = "Done: EUR 49.90 goes back."
    await client.chat_postMessage(channel=place["channel"], thread_ts=place["ts"], text=done)


async def edit(ack: Any, body: Block, client: AsyncWebClient) -> None:
    """Open the modal."""
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=edit_view())


async def edited(ack: Any, view: Block) -> None:
    """Refuse 94.90 at its field, push a second window at 1, take everything else."""
    amount = view["state"]["values"]["amount"]["amount"]["value"]
    if amount == "94.90":
        await ack(response_action="errors", errors={"amount": "More than was paid (EUR 49.90)."})
    elif amount == "1":
        await ack(response_action="push", view=edit_view() | {"title": words("Second window")})
    else:
        await ack()


async def reject(ack: Any, respond: Any) -> None:
    """Tell only the person who clicked."""
    await ack()
    await respond(text="Maria and Head of support decide refunds; nothing was changed.", replace_original=False)


async def hand_off(ack: Any, shortcut: Block, client: AsyncWebClient) -> None:
    """Tell only the person what was handed off."""
    await ack()
    channel, user = shortcut["channel"]["id"], shortcut["user"]["id"]
    await client.chat_postEphemeral(channel=channel, user=user, text=f"Handed off: {shortcut['message']['text']}")


async def home(event: Block, client: AsyncWebClient) -> None:
    """Publish a Home."""
    blocks = [{"type": "header", "text": words("3 wait for you")}]
    await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})


async def take(event: Block) -> None:
    """Take every message, so that none is retried."""


def make_app(client: AsyncWebClient, heard: list[Block]) -> AsyncApp:
    """Return the app; it adds the actions and submitted values that it got to `heard`. Only `stuck` is never acked."""

    async def note(ack: Any, action: Block, body: Block, client: AsyncWebClient) -> None:
        await ack()
        heard.append(action)
        chosen = action.get("selected_option") or {}
        said = chosen.get("value") or action.get("selected_user") or action.get("value") or action["action_id"]
        if "channel" in body:
            channel, user = body["channel"]["id"], body["user"]["id"]
            await client.chat_postEphemeral(channel=channel, user=user, text=f"Noted: {said}")

    async def every_input(ack: Any, view: Block) -> None:
        heard.append(view["state"]["values"])
        await ack()

    app = AsyncApp(client=client)
    app.command("/handoff")(handoff)
    for action, listener in {"approve": approve, "edit": edit, "reject": reject}.items():
        app.action(action)(listener)
    app.action(re.compile("^(more$|wipe$|pick_|field_)"))(note)
    app.view("edit_refund")(edited)
    app.view("every_input")(every_input)
    app.shortcut("handoff_message")(hand_off)
    app.event("app_home_opened")(home)
    app.event("message")(take)
    return app
