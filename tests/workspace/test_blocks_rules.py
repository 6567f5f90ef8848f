"""What is refused, one reason at a time, in Slack's words and at the right place."""

from typing import Any

import pytest

from tests.workspace.test_blocks_elements import CONFIRM, Json, element, mrkdwn, options, plain, rich
from tests.workspace.test_blocks_samples import CARD, block
from workspace.blocks import validate_message_blocks

BUTTON = element("button")
INPUT = block("input")


def actions(*elements: Any) -> Json:
    return {"type": "actions", "elements": list(elements)}


def section(**parts: Any) -> Json:
    return {"type": "section", **parts}


def an(name: str, **parts: Any) -> Json:
    return {"type": "actions", "elements": [{**element(name), **parts}]}


def listed(**parts: Any) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": [], **parts}]}


def run(*leaves: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(leaves)}]}


FILTERLESS = (
    "must define at least one of `include`, `exclude_bot_users`, `exclude_external_shared_channels`"
    " [json-pointer:/blocks/0/elements/0/filter]"
)
REFUSED: dict[str, tuple[Json, str]] = {
    # what it is
    "unknown block": ({"type": "chart"}, "unsupported type: chart [json-pointer:/blocks/0/type]"),
    "no type": ({"text": plain()}, "missing required field: type [json-pointer:/blocks/0]"),
    "odd type": ({"type": ["header"]}, "unsupported type: ['header'] [json-pointer:/blocks/0/type]"),
    "unknown element": (
        actions({"type": "slider", "action_id": "a"}),
        "unsupported type: slider [json-pointer:/blocks/0/elements/0/type]",
    ),
    "element that is text": (actions("Approve"), "must provide an object [json-pointer:/blocks/0/elements/0]"),
    "missing key": ({"type": "header"}, "missing required field: text [json-pointer:/blocks/0]"),
    "unknown key": ({"type": "divider", "color": "red"}, "invalid additional property: color [json-pointer:/blocks/0]"),
    "unknown key inside": (
        {"type": "header", "text": {**plain(), "bold": True}},
        "invalid additional property: bold [json-pointer:/blocks/0/text]",
    ),
    "block_id on an element": (
        actions({**BUTTON, "block_id": "b"}),
        "invalid additional property: block_id [json-pointer:/blocks/0/elements/0]",
    ),
    # texts
    "header with mrkdwn": (
        {"type": "header", "text": mrkdwn()},
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    "button with mrkdwn": (
        an("button", text=mrkdwn()),
        "unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/text/type]",
    ),
    "select option with mrkdwn": (
        an("static_select", options=[{"text": mrkdwn(), "value": "v"}]),
        "unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/options/0/text/type]",
    ),
    "text as a string": (section(text="hello"), "must provide an object [json-pointer:/blocks/0/text]"),
    "empty text": (section(text=mrkdwn("")), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    "text that is a number": (
        section(text={**plain(), "text": 7}),
        "must provide a string [json-pointer:/blocks/0/text/text]",
    ),
    "emoji on mrkdwn": (
        section(text={**mrkdwn(), "emoji": True}),
        "invalid additional property: emoji [json-pointer:/blocks/0/text]",
    ),
    "verbatim on plain_text": (
        section(text={**plain(), "verbatim": True}),
        "invalid additional property: verbatim [json-pointer:/blocks/0/text]",
    ),
    "section without text": (section(), "must define either `text` or `fields` [json-pointer:/blocks/0/type]"),
    "expand that is a word": (
        section(text=plain(), expand="yes"),
        "must be a boolean [json-pointer:/blocks/0/expand]",
    ),
    "null": (section(text=plain(), accessory=None), "must provide an object [json-pointer:/blocks/0/accessory]"),
    # lists
    "empty actions": (actions(), "must provide at least 1 items [json-pointer:/blocks/0/elements]"),
    "empty context": (
        {"type": "context", "elements": []},
        "must provide at least 1 items [json-pointer:/blocks/0/elements]",
    ),
    "no list": ({"type": "context", "elements": {}}, "must provide an array [json-pointer:/blocks/0/elements]"),
    # places
    "text input in actions": (
        an("plain_text_input"),
        "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
    ),
    "image in actions": (an("image"), "unsupported type: image [json-pointer:/blocks/0/elements/0/type]"),
    "date and time picker in a section": (
        section(text=plain(), accessory=element("datetimepicker")),
        "unsupported type: datetimepicker [json-pointer:/blocks/0/accessory/type]",
    ),
    "button in context": (
        {"type": "context", "elements": [BUTTON]},
        "unsupported type: button [json-pointer:/blocks/0/elements/0/type]",
    ),
    "button in context_actions": (
        {"type": "context_actions", "elements": [BUTTON]},
        "unsupported type: button [json-pointer:/blocks/0/elements/0/type]",
    ),
    "feedback in actions": (
        an("feedback_buttons"),
        "unsupported type: feedback_buttons [json-pointer:/blocks/0/elements/0/type]",
    ),
    "select in a card": (
        {"type": "card", "actions": [element("users_select")]},
        "unsupported type: users_select [json-pointer:/blocks/0/actions/0/type]",
    ),
    "section in a carousel": (
        {"type": "carousel", "elements": [section(text=plain())]},
        "unsupported type: section [json-pointer:/blocks/0/elements/0/type]",
    ),
    "container in a container": (
        {"type": "container", "title": plain(), "child_blocks": [block("container")]},
        "unsupported type: container [json-pointer:/blocks/0/child_blocks/0/type]",
    ),
    "input in a container of a message": (
        {"type": "container", "title": plain(), "child_blocks": [INPUT]},
        "unsupported type: input [json-pointer:/blocks/0/child_blocks/0/type]",
    ),
    "section in a plan": (
        {"type": "plan", "title": "t", "tasks": [section(text=plain())]},
        "unsupported type: section [json-pointer:/blocks/0/tasks/0/type]",
    ),
    # what may not be repeated
    "same action_id twice": (
        actions({**BUTTON, "action_id": "a"}, {**BUTTON, "action_id": "a"}),
        '`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ),
    "same action_id twice in a card": (
        {**CARD, "actions": [{**BUTTON, "action_id": "a"}] * 2},
        '`action_id` "a" already exists [json-pointer:/blocks/0/actions/1/action_id]',
    ),
    "same block_id inside": (
        {
            "type": "container",
            "title": plain(),
            "block_id": "b",
            "child_blocks": [{"type": "divider", "block_id": "b"}],
        },
        '`block_id` "b" already exists [json-pointer:/blocks/0/child_blocks/0/block_id]',
    ),
    "same task_id twice": (
        {"type": "plan", "title": "t", "tasks": [block("task_card")] * 2},
        '`task_id` "t" already exists [json-pointer:/blocks/0/tasks/1/task_id]',
    ),
    "focus twice": (
        actions({**element("users_select"), "focus_on_load": True}, {**element("datepicker"), "focus_on_load": True}),
        "must not define `focus_on_load` on more than one element [json-pointer:/blocks/0]",
    ),
    # elements
    "style": (an("button", style="green"), "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]"),
    "url without a scheme": (
        an("button", url="example.com"),
        "must be a valid URL [json-pointer:/blocks/0/elements/0/url]",
    ),
    "icon": (
        {"type": "context_actions", "elements": [{**element("icon_button"), "icon": "star"}]},
        "must be a valid enum value [json-pointer:/blocks/0/elements/0/icon]",
    ),
    "options and groups": (
        an("static_select", option_groups=[{"label": plain(), "options": options()}]),
        "must define exactly one of `options`, `option_groups` [json-pointer:/blocks/0/elements/0]",
    ),
    "no options": (
        actions({"type": "static_select"}),
        "must define exactly one of `options`, `option_groups` [json-pointer:/blocks/0/elements/0]",
    ),
    "initial option that is none": (
        an("radio_buttons", initial_option=options(2)[1]),
        "must match one of the options [json-pointer:/blocks/0/elements/0/initial_option]",
    ),
    "initial option with another text": (
        an("static_select", initial_option={"text": plain("Other"), "value": "v0"}),
        "must match one of the options [json-pointer:/blocks/0/elements/0/initial_option]",
    ),
    "one initial option that is none": (
        an("multi_static_select", initial_options=options(2)),
        "must match one of the options [json-pointer:/blocks/0/elements/0/initial_options/1]",
    ),
    "url on a select option": (
        an("static_select", options=options(1, url="https://example.com")),
        "invalid additional property: url [json-pointer:/blocks/0/elements/0/options/0]",
    ),
    "confirm without deny": (
        an("button", confirm={key: CONFIRM[key] for key in ("title", "text", "confirm")}),
        "missing required field: deny [json-pointer:/blocks/0/elements/0/confirm]",
    ),
    "confirm with a title in mrkdwn": (
        an("button", confirm={**CONFIRM, "title": mrkdwn()}),
        "unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/confirm/title/type]",
    ),
    "filter without a word": (
        an("conversations_select", filter={}),
        FILTERLESS,
    ),
    "no such day": (
        an("datepicker", initial_date="2026-02-29"),
        "must be a valid date (YYYY-MM-DD) [json-pointer:/blocks/0/elements/0/initial_date]",
    ),
    "date without dashes": (
        an("datepicker", initial_date="20260228"),
        "must be a valid date (YYYY-MM-DD) [json-pointer:/blocks/0/elements/0/initial_date]",
    ),
    "no such hour": (
        an("timepicker", initial_time="24:00"),
        "must be a valid time (HH:mm) [json-pointer:/blocks/0/elements/0/initial_time]",
    ),
    "no such zone": (
        an("timepicker", timezone="Europe/Nowhere"),
        "must be a valid time zone [json-pointer:/blocks/0/elements/0/timezone]",
    ),
    "moment as a string": (
        an("datetimepicker", initial_date_time="1795000000"),
        "must provide an integer [json-pointer:/blocks/0/elements/0/initial_date_time]",
    ),
    "true as a number": (
        an("multi_users_select", max_selected_items=True),
        "must provide an integer [json-pointer:/blocks/0/elements/0/max_selected_items]",
    ),
    # images
    "image without a source": (
        {"type": "image", "alt_text": "a"},
        "must define exactly one of `image_url`, `slack_file` [json-pointer:/blocks/0]",
    ),
    "image with two sources": (
        {"type": "image", "alt_text": "a", "image_url": "https://e.org/a.png", "slack_file": {"id": "F1"}},
        "must define exactly one of `image_url`, `slack_file` [json-pointer:/blocks/0]",
    ),
    "file with two names": (
        {"type": "image", "alt_text": "a", "slack_file": {"id": "F1", "url": "https://files.slack.com/F1"}},
        "must define exactly one of `id`, `url` [json-pointer:/blocks/0/slack_file]",
    ),
    # rich text
    "paragraph of another kind": (
        {"type": "rich_text", "elements": [{"type": "text", "text": "a"}]},
        "unsupported type: text [json-pointer:/blocks/0/elements/0/type]",
    ),
    "leaf of another kind": (
        run({"type": "mrkdwn", "text": "a"}),
        "unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/elements/0/type]",
    ),
    "empty leaf": (
        run({"type": "text", "text": ""}),
        "must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]",
    ),
    "list without a style": (
        {"type": "rich_text", "elements": [{"type": "rich_text_list", "elements": []}]},
        "missing required field: style [json-pointer:/blocks/0/elements/0]",
    ),
    "list of another style": (
        listed(style="dashed"),
        "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]",
    ),
    "list indented too far": (listed(indent=9), "must be less than 9 [json-pointer:/blocks/0/elements/0/indent]"),
    "list indented backwards": (
        listed(indent=-1),
        "must be greater than -1 [json-pointer:/blocks/0/elements/0/indent]",
    ),
    "text in a list": (
        listed(elements=[{"type": "text", "text": "a"}]),
        "unsupported type: text [json-pointer:/blocks/0/elements/0/elements/0/type]",
    ),
    "code style on a user": (
        run({"type": "user", "user_id": "U1", "style": {"code": True}}),
        "invalid additional property: code [json-pointer:/blocks/0/elements/0/elements/0/style]",
    ),
    "broadcast to nobody": (
        run({"type": "broadcast", "range": "all"}),
        "must be a valid enum value [json-pointer:/blocks/0/elements/0/elements/0/range]",
    ),
    "color by name": (
        run({"type": "color", "value": "red"}),
        "must be a valid color (#RRGGBB) [json-pointer:/blocks/0/elements/0/elements/0/value]",
    ),
    "date without a format": (
        run({"type": "date", "timestamp": 1_795_000_000}),
        "missing required field: format [json-pointer:/blocks/0/elements/0/elements/0]",
    ),
    # the newer blocks
    "empty card": (
        {"type": "card", "subtitle": plain()},
        "must define at least one of `hero_image`, `title`, `actions`, `body` [json-pointer:/blocks/0]",
    ),
    "card with two icons": (
        {**CARD, "slack_icon": {"type": "icon", "name": "check"}},
        "must not define both `icon` and `slack_icon` [json-pointer:/blocks/0]",
    ),
    "container without a title": (
        {"type": "container", "child_blocks": [{"type": "divider"}]},
        "must define at least one of `title`, `rich_text_title` [json-pointer:/blocks/0]",
    ),
    "container collapsed for good": (
        {**block("container"), "default_collapsed": True},
        "must define `is_collapsible` to use `default_collapsed` [json-pointer:/blocks/0]",
    ),
    "container with a divider that moves": (
        {**block("container"), "is_collapsible": True, "has_header_divider": True},
        "must not define `has_header_divider` with `is_collapsible` [json-pointer:/blocks/0]",
    ),
    "task of another status": (
        {**block("task_card"), "status": "done"},
        "must be a valid enum value [json-pointer:/blocks/0/status]",
    ),
    "task without a status": (
        {"type": "task_card", "task_id": "t", "title": "t"},
        "missing required field: status [json-pointer:/blocks/0]",
    ),
    "task with text for details": (
        {**block("task_card"), "details": plain()},
        "unsupported type: plain_text [json-pointer:/blocks/0/details/type]",
    ),
    "feedback with one side": (
        {"type": "context_actions", "elements": [{"type": "feedback_buttons", "positive_button": {}}]},
        "missing required field: negative_button [json-pointer:/blocks/0/elements/0]",
    ),
    "auth_provider over http": (
        {**block("auth_provider"), "auth_url": "http://example.com"},
        "must be a valid HTTPS URL [json-pointer:/blocks/0/auth_url]",
    ),
    "auth_provider in its own fallback": (
        {**block("auth_provider"), "fallback": [block("auth_provider")]},
        "unsupported type: auth_provider [json-pointer:/blocks/0/fallback/0/type]",
    ),
    "file from elsewhere": (
        {"type": "file", "external_id": "F1", "source": "local"},
        "must be a valid enum value [json-pointer:/blocks/0/source]",
    ),
    "call without an id": ({"type": "call"}, "missing required field: call_id [json-pointer:/blocks/0]"),
    "video over http": (
        {**block("video"), "video_url": "http://example.com"},
        "must be a valid HTTPS URL [json-pointer:/blocks/0/video_url]",
    ),
    "table cell of text": (
        {"type": "table", "rows": [[plain()]]},
        "unsupported type: plain_text [json-pointer:/blocks/0/rows/0/0/type]",
    ),
    "data_table with a ragged row": (
        {**block("data_table"), "rows": [[{"type": "raw_text", "text": "a"}], [{"type": "raw_text", "text": "a"}] * 2]},
        "must have as many cells as the first row [json-pointer:/blocks/0/rows/1]",
    ),
    "data_table with a rich head": (
        {**block("data_table"), "rows": [[rich()], [rich()]]},
        "unsupported type: rich_text [json-pointer:/blocks/0/rows/0/0/type]",
    ),
    "pie with a slice of nothing": (
        {
            "type": "data_visualization",
            "title": "t",
            "chart": {"type": "pie", "segments": [{"label": "a", "value": 0}]},
        },
        "must be greater than 0 [json-pointer:/blocks/0/chart/segments/0/value]",
    ),
    "chart without a point": (
        {
            "type": "data_visualization",
            "title": "t",
            "chart": {
                "type": "bar",
                "series": [{"name": "s", "data": [{"label": "a", "value": 1}]}],
                "axis_config": {"categories": ["a", "b"]},
            },
        },
        "must have one point for each category [json-pointer:/blocks/0/chart/series/0/data]",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    a_block, why = REFUSED[name]
    assert f"[ERROR] {why}" in validate_message_blocks([a_block])
