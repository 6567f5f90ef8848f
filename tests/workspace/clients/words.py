"""What the scenario's app shows, the same in every language."""

from typing import Any

CARD: list[dict[str, Any]] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "Refund *EUR 49.90* for order 1042?"}},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "open", "text": {"type": "plain_text", "text": "Decide"}, "value": "1042"}
        ],
    },
]
DECIDED: list[dict[str, Any]] = [{"type": "section", "text": {"type": "mrkdwn", "text": "Decided."}}]
MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "decide",
    "title": {"type": "plain_text", "text": "Decide"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "why",
            "label": {"type": "plain_text", "text": "Why"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}
HOME: dict[str, Any] = {"type": "home", "blocks": DECIDED}
