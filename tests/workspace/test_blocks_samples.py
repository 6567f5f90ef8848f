"""One full and one smallest legal example of every block and view, as Slack documents them.

Written by hand, not derived from the tables of the validator, so that the two can disagree.
"""

import copy

import pytest

from tests.workspace.test_blocks_elements import (
    IMAGE,
    MENTION,
    STYLE,
    Json,
    element,
    faults_of,
    home,
    modal,
    mrkdwn,
    plain,
    rich,
)
from workspace.blocks import validate_message_blocks, validate_view
from workspace.blocks_tables import BLOCKS

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
SHORT: Json = {"type": "rich_text_section", "elements": LEAVES[:1]}
SECTION: Json = {"type": "rich_text_section", "elements": LEAVES}
RICH: Json = {
    "elements": [
        SECTION,
        {"type": "rich_text_list", "style": "bullet", "indent": 8, "border": 1, "elements": [SHORT, SHORT]},
        {"type": "rich_text_list", "style": "ordered", "indent": 0, "offset": 2, "elements": [SHORT]},
        {"type": "rich_text_quote", "border": 0, "elements": LEAVES[:1]},
        {"type": "rich_text_preformatted", "border": 0, "language": "python", "elements": LEAVES[:1]},
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
    "carousel": ({"elements": [CARD, CARD]}, {"elements": [{"type": "card", "title": plain()}]}),
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


def test_samples_cover_every_type() -> None:
    assert set(BLOCK_SAMPLES) == set(BLOCKS)


@pytest.mark.parametrize("full", [True, False], ids=["full", "smallest"])
@pytest.mark.parametrize("name", sorted(BLOCK_SAMPLES))
def test_a_legal_block_is_accepted(name: str, full: bool) -> None:
    assert faults_of(block(name, full=full)) == []


@pytest.mark.parametrize("view", [FULL_MODAL, FULL_HOME, modal({"type": "divider"}), home({"type": "divider"})])
def test_a_legal_view_is_accepted(view: Json) -> None:
    assert validate_view(view) == []


def test_a_message_without_blocks_is_accepted() -> None:
    assert validate_message_blocks([]) == []


EMPTY = {
    "paragraph": {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
    "list": {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": []}]},
    "quote": {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": []}]},
    "sources": {**block("task_card"), "sources": []},
    "field": {**block("input"), "element": {"type": "plain_text_input", "initial_value": ""}},
    "email field": {**block("input"), "element": {"type": "email_text_input", "initial_value": ""}},
    "url field": {**block("input"), "element": {"type": "url_text_input", "initial_value": ""}},
}


@pytest.mark.parametrize("name", EMPTY)
def test_what_may_be_empty_is_accepted(name: str) -> None:
    assert faults_of(EMPTY[name]) == []


@pytest.mark.parametrize("view", [FULL_MODAL, FULL_HOME], ids=["modal", "home"])
@pytest.mark.parametrize("key", ["private_metadata", "callback_id", "external_id"])
def test_labels_of_a_view_may_be_empty(view: Json, key: str) -> None:
    assert validate_view({**view, key: ""}) == []
