"""One full and one smallest legal example of every block, element and view, as Slack documents them.

Written by hand, not derived from the tables of the validator, so that the two can disagree.
"""

import copy
from typing import Any

import pytest

from workspace.blocks import SURFACES, validate_message_blocks, validate_view
from workspace.blocks_tables import BLOCKS, ELEMENTS

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

LEAVES: list[Json] = [
    {"type": "text", "text": "Delivered?\n", "style": STYLE},
    {"type": "link", "url": "https://example.com", "text": "photo", "unsafe": False, "style": STYLE},
    {"type": "user", "user_id": "U1", "style": MENTION},
    {"type": "usergroup", "usergroup_id": "S1", "style": {"unlink": True}},
    {"type": "channel", "channel_id": "C1", "style": MENTION},
    {"type": "team", "team_id": "T1"},
    {"type": "broadcast", "range": "here"},
    {"type": "emoji", "name": "wave", "unicode": "1f44b", "skin_tone": 2},
    {
        "type": "date",
        "timestamp": 1_795_000_000,
        "format": "{date} at {time}",
        "fallback": "24 Nov",
        "url": "https://e.org",
    },
    {"type": "color", "value": "#F405B3"},
]
SECTION: Json = {"type": "rich_text_section", "elements": LEAVES}
RICH: Json = {
    "elements": [
        SECTION,
        {"type": "rich_text_list", "style": "bullet", "indent": 8, "border": 1, "elements": [SECTION, SECTION]},
        {"type": "rich_text_list", "style": "ordered", "indent": 0, "offset": 2, "elements": [SECTION]},
        {"type": "rich_text_quote", "border": 0, "elements": LEAVES},
        {"type": "rich_text_preformatted", "border": 0, "elements": LEAVES[:2]},
    ]
}
TASK: Json = {
    "type": "task_card",
    "task_id": "t1",
    "title": "Look up order 1042",
    "details": rich(),
    "output": rich("EUR 49.90"),
    "sources": [{"type": "url", "url": "https://example.com/1042", "text": "orders"}],
    "status": "complete",
}
CARD: Json = {
    "type": "card",
    "hero_image": IMAGE,
    "icon": IMAGE,
    "title": mrkdwn(),
    "subtitle": plain(),
    "body": mrkdwn(),
    "actions": [
        {"type": "button", "text": plain("Approve"), "action_id": "x"},
        {"type": "button", "text": plain("Reject"), "action_id": "y"},
    ],
}


def element(name: str, *, full: bool = False) -> Json:
    """A fresh legal element: all its keys, or as few as Slack needs."""
    return {"type": name, **copy.deepcopy(ELEMENT_SAMPLES[name][0 if full else 1])}


BLOCK_SAMPLES: dict[str, tuple[Json, Json]] = {
    "actions": ({"elements": [element("button"), element("overflow")]}, {"elements": [element("button")]}),
    "alert": ({"text": mrkdwn(), "level": "warning"}, {"text": plain()}),
    "auth_provider": (
        {
            "value": "shop",
            "name": plain("Shop"),
            "is_connected": True,
            "description": plain("Orders"),
            "icon_url": "https://example.com/i.png",
            "auth_url": "https://example.com/a",
            "disconnect_url": "https://example.com/d",
            "connected_identity": plain("maria"),
            "connected_context": plain("Lisbon"),
            "accessory": element("overflow"),
            "fallback": [{"type": "section", "text": plain()}],
        },
        {"value": "shop", "name": plain("Shop"), "is_connected": False},
    ),
    "call": ({"call_id": "R1", "api_decoration_available": False, "call": {"v1": {"id": "R1"}}}, {"call_id": "R1"}),
    "card": ({key: CARD[key] for key in CARD if key != "type"}, {"body": plain()}),
    "carousel": ({"elements": [CARD] * 10}, {"elements": [{"type": "card", "title": plain()}]}),
    "container": (
        {
            "title": plain("Details"),
            "rich_text_title": rich(),
            "subtitle": mrkdwn(),
            "icon": IMAGE,
            "width": "full",
            "is_collapsible": True,
            "default_collapsed": True,
            "has_header_divider": False,
            "child_blocks": [{"type": "divider"}, {"type": "section", "text": plain()}],
        },
        {"title": plain(), "child_blocks": [{"type": "divider"}]},
    ),
    "context": ({"elements": [IMAGE, plain(), mrkdwn()]}, {"elements": [plain()]}),
    "context_actions": (
        {"elements": [element("feedback_buttons", full=True), element("icon_button", full=True)]},
        {"elements": [element("icon_button")]},
    ),
    "data_table": (
        {
            "caption": "Decisions",
            "rows": [
                [{"type": "raw_text", "text": "Step"}, {"type": "raw_text", "text": "Reviewed"}],
                [rich(), {"type": "raw_number", "value": 412, "text": "412"}],
            ],
            "page_size": 5,
            "row_header_column_index": 0,
        },
        {"caption": "One", "rows": [[{"type": "raw_text", "text": "a"}], [{"type": "raw_text", "text": "b"}]]},
    ),
    "data_visualization": (
        {
            "title": "Changed of reviewed",
            "chart": {
                "type": "line",
                "series": [{"name": "changed", "data": [{"label": "w1", "value": -1}, {"label": "w2", "value": 2.5}]}],
                "axis_config": {"categories": ["w1", "w2"], "x_label": "week", "y_label": "count"},
            },
        },
        {"title": "Decided", "chart": {"type": "pie", "segments": [{"label": "approved", "value": 7}]}},
    ),
    "divider": ({}, {}),
    "file": ({"external_id": "F1", "source": "remote"}, {"external_id": "F1", "source": "remote"}),
    "header": ({"text": {**plain(), "emoji": False}}, {"text": plain()}),
    "image": (
        {"alt_text": "a chart", "title": plain(), "slack_file": {"url": "https://files.slack.com/F1"}},
        {"alt_text": "a chart", "image_url": "https://example.com/chart.png"},
    ),
    "input": (
        {
            "label": plain("Amount"),
            "hint": plain("Paid: 49.90"),
            "element": element("plain_text_input", full=True),
            "optional": True,
            "dispatch_action": True,
        },
        {"label": plain("Amount"), "element": element("plain_text_input")},
    ),
    "markdown": ({"text": "**Refunded** 1042"}, {"text": "x"}),
    "plan": ({"title": "Refund", "tasks": [TASK]}, {"title": "Refund"}),
    "rich_text": (RICH, {"elements": []}),
    "section": (
        {
            "text": {**mrkdwn(), "verbatim": True},
            "fields": [plain(), mrkdwn()],
            "accessory": element("button", full=True),
            "expand": True,
        },
        {"fields": [plain()]},
    ),
    "table": (
        {
            "rows": [[{"type": "raw_text", "text": "a"}, rich(), {"type": "raw_number", "value": 1.5, "text": "1.50"}]],
            "column_settings": [{"align": "right", "is_wrapped": True}, None, {}],
        },
        {"rows": [[{"type": "raw_text", "text": "a"}]]},
    ),
    "task_card": (
        {key: TASK[key] for key in TASK if key != "type"},
        {"task_id": "t", "title": "Look up", "status": "pending"},
    ),
    "video": (
        {
            "alt_text": "how it works",
            "title": plain("Baton"),
            "video_url": "https://example.com/embed/1",
            "thumbnail_url": "https://example.com/1.png",
            "title_url": "https://example.com/1",
            "author_name": "Maria",
            "provider_name": "Shop",
            "provider_icon_url": "https://example.com/i.png",
            "description": plain("Three minutes"),
        },
        {
            "alt_text": "how it works",
            "title": plain("Baton"),
            "video_url": "https://example.com/embed/1",
            "thumbnail_url": "https://example.com/1.png",
        },
    ),
}


def block(name: str, *, full: bool = False) -> Json:
    """A fresh legal block: all its keys, or as few as Slack needs."""
    sample = copy.deepcopy(BLOCK_SAMPLES[name][0 if full else 1])
    return {"type": name, **({"block_id": "b"} if full else {}), **sample}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Edit"), "submit": plain("Approve"), "blocks": list(blocks), **more}


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


FULL_MODAL: Json = modal(
    {"type": "divider"},
    close=plain("Cancel"),
    private_metadata="{}",
    callback_id="edit",
    external_id="edit-1",
    clear_on_close=True,
    notify_on_close=False,
)
FULL_HOME: Json = home({"type": "divider"}, private_metadata="", callback_id="home", external_id="home-U1")


def faults_of(a_block: Json) -> list[str]:
    """What we say of a block in the first place where its type may stand."""
    if a_block.get("type") in SURFACES["message"]:
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
    assert set(BLOCK_SAMPLES) == set(BLOCKS)
    assert set(ELEMENT_SAMPLES) == set(ELEMENTS)


@pytest.mark.parametrize("full", [True, False], ids=["full", "smallest"])
@pytest.mark.parametrize("name", sorted(BLOCK_SAMPLES))
def test_a_legal_block_is_accepted(name: str, full: bool) -> None:
    assert faults_of(block(name, full=full)) == []


@pytest.mark.parametrize("full", [True, False], ids=["full", "smallest"])
@pytest.mark.parametrize("name", sorted(ELEMENT_SAMPLES))
def test_a_legal_element_is_accepted(name: str, full: bool) -> None:
    assert faults_of(holding(element(name, full=full))) == []


@pytest.mark.parametrize("view", [FULL_MODAL, FULL_HOME, modal({"type": "divider"}), home({"type": "divider"})])
def test_a_legal_view_is_accepted(view: Json) -> None:
    assert validate_view(view) == []


def test_a_message_without_blocks_is_accepted() -> None:
    assert validate_message_blocks([]) == []
