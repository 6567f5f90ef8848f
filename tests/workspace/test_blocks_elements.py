"""One full and one smallest legal example of every element, as Slack documents them, and how to put one in a block.

Written by hand, not derived from the tables of the validator, so that the two can disagree.
"""

import copy
from typing import Any

import pytest

from workspace.blocks import validate_message_blocks, validate_view
from workspace.blocks_tables import ELEMENTS

Json = dict[str, Any]


def plain(text: str = "Refund") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "*Refund*") -> Json:
    return {"type": "mrkdwn", "text": text}


def rich(text: str = "facts") -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def options(count: int = 2, **more: Any) -> list[Json]:
    return [{"text": plain(f"Choice {n}"), "value": f"v{n}", **more} for n in range(count)]


CONFIRM: Json = {
    "title": plain("Sure?"),
    "text": mrkdwn("It cannot be *taken back*."),
    "confirm": plain("Do it"),
    "deny": plain("Stop"),
    "style": "danger",
}
DISPATCH: Json = {"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]}
ASKS: Json = {"action_id": "a", "confirm": CONFIRM, "focus_on_load": True}
PICKS: Json = {**ASKS, "placeholder": plain("Pick one")}
TYPES: Json = {"action_id": "a", "focus_on_load": True, "placeholder": plain(), "dispatch_action_config": DISPATCH}
IMAGE: Json = {"type": "image", "alt_text": "a chart", "image_url": "https://example.com/chart.png"}
FEEDBACK: Json = {"text": plain("Right"), "value": "right", "accessibility_label": "This was right"}
FILTER: Json = {"include": ["im", "mpim", "private", "public"], "exclude_bot_users": True}
STYLE: Json = {"bold": True, "italic": False, "strike": True, "code": True, "underline": True}
MENTION: Json = {"bold": True, "italic": True, "strike": True, "highlight": True, "client_highlight": True}

ELEMENT_SAMPLES: dict[str, tuple[Json, Json]] = {
    "button": (
        {
            "action_id": "approve",
            "text": {**plain("Approve"), "emoji": True},
            "url": "https://example.com/h?a=1",
            "value": "H-2214",
            "style": "primary",
            "confirm": CONFIRM,
            "accessibility_label": "Approve the refund",
            "agent_prompt": "Explain this refund",
            "agent_prompt_display": "Explain",
            "visible_to_user_ids": ["U1"],
        },
        {"text": plain("Approve")},
    ),
    "workflow_button": (
        {
            "action_id": "run",
            "text": plain("Run"),
            "style": "danger",
            "accessibility_label": "Run the workflow",
            "workflow": {
                "trigger": {
                    "url": "https://slack.com/shortcuts/Ft1/abc",
                    "customizable_input_parameters": [{"name": "order", "value": "1042"}],
                }
            },
        },
        {"text": plain("Run"), "workflow": {"trigger": {"url": "https://slack.com/shortcuts/Ft1/abc"}}},
    ),
    "icon_button": (
        {
            "action_id": "trash",
            "icon": "trash",
            "text": plain("Delete"),
            "value": "H-1",
            "confirm": CONFIRM,
            "accessibility_label": "Delete this answer",
            "visible_to_user_ids": ["U1"],
        },
        {"icon": "trash", "text": plain("Delete")},
    ),
    "feedback_buttons": (
        {"action_id": "f", "positive_button": FEEDBACK, "negative_button": FEEDBACK},
        {
            "positive_button": {"text": plain("Right"), "value": "r"},
            "negative_button": {"text": plain("Wrong"), "value": "w"},
        },
    ),
    "overflow": (
        {
            "action_id": "more",
            "options": options(5, url="https://example.com/", description=plain()),
            "confirm": CONFIRM,
        },
        {"options": options(1)},
    ),
    "checkboxes": (
        {
            **ASKS,
            "options": options(10, description=mrkdwn()),
            "initial_options": options(2, description=mrkdwn()),
        },
        {"options": [{"text": mrkdwn(), "value": "v"}]},
    ),
    "radio_buttons": (
        {**ASKS, "options": options(10, description=plain()), "initial_option": options(1, description=plain())[0]},
        {"options": options(1)},
    ),
    "datepicker": ({**PICKS, "initial_date": "2028-02-29"}, {}),
    "timepicker": ({**PICKS, "initial_time": "23:59", "timezone": "Europe/Lisbon"}, {}),
    "datetimepicker": ({**ASKS, "initial_date_time": 1_795_000_000}, {}),
    "static_select": ({**PICKS, "options": options(), "initial_option": options()[1]}, {"options": options(1)}),
    "multi_static_select": (
        {
            **PICKS,
            "option_groups": [{"label": plain("Teams"), "options": options()}],
            "initial_options": options(),
            "max_selected_items": 2,
        },
        {"option_groups": [{"label": plain("Teams"), "options": options(1)}]},
    ),
    "external_select": ({**PICKS, "initial_option": options()[0], "min_query_length": 1}, {}),
    "multi_external_select": (
        {**PICKS, "initial_options": options(), "min_query_length": 1, "max_selected_items": 1},
        {},
    ),
    "users_select": ({**PICKS, "initial_user": "U1"}, {}),
    "multi_users_select": ({**PICKS, "initial_users": ["U1", "U2"], "max_selected_items": 2}, {}),
    "conversations_select": (
        {
            **PICKS,
            "initial_conversation": "C1",
            "default_to_current_conversation": True,
            "response_url_enabled": True,
            "filter": FILTER,
        },
        {},
    ),
    "multi_conversations_select": (
        {
            **PICKS,
            "initial_conversations": ["C1"],
            "default_to_current_conversation": True,
            "filter": {"exclude_external_shared_channels": True},
            "max_selected_items": 3,
        },
        {},
    ),
    "channels_select": ({**PICKS, "initial_channel": "C1", "response_url_enabled": True}, {}),
    "multi_channels_select": ({**PICKS, "initial_channels": ["C1"], "max_selected_items": 3}, {}),
    "plain_text_input": (
        {**TYPES, "initial_value": "44.95", "multiline": True, "min_length": 1, "max_length": 3000},
        {},
    ),
    "email_text_input": ({**TYPES, "initial_value": "maria@example.com"}, {}),
    "url_text_input": ({**TYPES, "initial_value": "https://example.com"}, {}),
    "number_input": (
        {**TYPES, "is_decimal_allowed": True, "min_value": "-1.5", "initial_value": "44.95", "max_value": "500"},
        {"is_decimal_allowed": False},
    ),
    "rich_text_input": ({**TYPES, "initial_value": rich(), "min_lines": 1, "max_lines": 9}, {}),
    "file_input": ({"action_id": "a", "filetypes": ["pdf", "png"], "max_files": 10}, {}),
    "image": (
        {"alt_text": "a chart", "slack_file": {"id": "F0123456"}},
        {"alt_text": "a chart", "image_url": "https://example.com/chart.png"},
    ),
}


def element(name: str, *, full: bool = False) -> Json:
    """A fresh legal element: all its keys, or as few as Slack needs."""
    return {"type": name, **copy.deepcopy(ELEMENT_SAMPLES[name][0 if full else 1])}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Edit"), "submit": plain("Approve"), "blocks": list(blocks), **more}


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


def faults_of(a_block: Json) -> list[str]:
    """What we say of a block in the first place where its type may stand."""
    if str(a_block.get("type")) not in {"alert", "input"}:
        return validate_message_blocks([a_block])
    return validate_view(modal(a_block))


def holding(an_element: Json) -> Json:
    """A legal block around an element, of the first kind that may hold it."""
    name = an_element["type"]
    if name in ("icon_button", "feedback_buttons"):
        return {"type": "context_actions", "elements": [an_element]}
    if name == "image":
        return {"type": "context", "elements": [an_element]}
    if name in ("button", "workflow_button", "overflow"):
        return {"type": "actions", "elements": [an_element]}
    return {"type": "input", "label": plain(), "element": an_element}


def test_samples_cover_every_type() -> None:
    assert set(ELEMENT_SAMPLES) == set(ELEMENTS)


@pytest.mark.parametrize("full", [True, False], ids=["full", "smallest"])
@pytest.mark.parametrize("name", sorted(ELEMENT_SAMPLES))
def test_a_legal_element_is_accepted(name: str, full: bool) -> None:
    assert faults_of(holding(element(name, full=full))) == []
