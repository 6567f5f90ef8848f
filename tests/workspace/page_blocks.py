"""Blocks and elements of every kind that the page draws, for its tests."""

from typing import Any

from tests.workspace.page_app import CONFIRM, Block, bold, bullets, button, option, rich, words

MRKDWN = (
    "*bold* _italic_ ~strike~ `code` <https://example.com|a label> <@U02MARIA> <!subteam^S01SUPPORT> <#C02REFUNDS>"
    " <!here> 2*3*4 snake_case_here\n> quoted\n```pre\n  <b>```after"
)


def text(kind: str, **more: Any) -> Block:
    """Return an element with an action of its own."""
    return {"type": kind, "action_id": f"field_{kind}", **more}


def few() -> list[Block]:
    """Return three options, one with a description."""
    return [option("One", "the first"), option("Two"), option("Three")]


def acting() -> list[Block]:
    """Return every element that may stand in an actions block, but the buttons of the card."""
    hint = {"placeholder": words("Choose one")}
    return [
        button("Open the shop", "field_link", url="https://shop.example/orders/1042"),
        button("Wipe all", "field_wipe", style="danger", confirm=CONFIRM),
        text("static_select", options=few(), **hint),
        text("multi_static_select", options=[option(f"Option {i}") for i in range(12)], **hint),
        text("users_select", **hint),
        text("conversations_select", **hint),
        text("channels_select", **hint),
        text("datepicker", initial_date="2026-11-24"),
        text("timepicker", initial_time="09:30"),
        text("datetimepicker", initial_date_time=1_795_528_920),
        text("checkboxes", options=few()),
        text("radio_buttons", options=few(), initial_option=few()[1]),
        text("overflow", options=[option("First"), option("Second")]),
    ]


def everything() -> list[Block]:
    """Return a message with every block that the page draws, and two that it only names."""
    date: Block = {"type": "date", "timestamp": 1_795_528_920, "format": "{date_long} at {time}", "fallback": "24 Nov"}
    inline: list[Block] = [
        {"type": "link", "url": "https://example.com", "text": "label"},
        {"type": "user", "user_id": "U02MARIA"},
        {"type": "usergroup", "usergroup_id": "S01SUPPORT"},
        {"type": "channel", "channel_id": "C02REFUNDS"},
        {"type": "broadcast", "range": "here"},
        {"type": "emoji", "name": "eyes"},
        date,
    ]
    picture = {"image_url": "https://example.com/a.png", "alt_text": "Errors by week"}
    cells = [[cell("Step"), cell("Errors")], [cell("Refund"), cell("3")]]
    return [
        {"type": "header", "text": words("Every block")},
        {"type": "section", "text": {"type": "mrkdwn", "text": MRKDWN}, "accessory": {"type": "image", **picture}},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": f"*Field {i}*\nvalue"} for i in range(3)]},
        {"type": "section", "text": words("long text that folds. " * 60)},
        {"type": "section", "expand": True, "text": words("long text that stays. " * 60)},
        {
            "type": "section",
            "text": words("Choose"),
            "accessory": text("multi_users_select", placeholder=words("People")),
        },
        {"type": "divider"},
        {"type": "actions", "elements": acting()},
        {"type": "context", "elements": [{"type": "image", **picture}, {"type": "mrkdwn", "text": "only *you*"}]},
        {
            "type": "rich_text",
            "elements": [rich(bold("Rich "), *inline), bullets("one", "two"), preformatted("pre <b>\n x")],
        },
        {"type": "image", **picture, "title": words("Errors")},
        {
            "type": "markdown",
            "text": "# Heading\n\n**bold** [link](https://example.com)\n\n- a\n- b\n\n> quote\n\n```\ncode\n```",
        },
        {"type": "table", "rows": cells, "column_settings": [{"align": "left"}, {"align": "right"}]},
        {
            "type": "plan",
            "title": "A plan",
            "tasks": [{"type": "task_card", "task_id": "t1", "title": "Look", "status": "complete"}],
        },
    ]


def cell(value: str) -> Block:
    """Return a table cell."""
    return {"type": "raw_text", "text": value}


def preformatted(value: str) -> Block:
    """Return a rich_text_preformatted part."""
    return {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": value}]}


def many_inputs() -> Block:
    """Return a modal with every input."""
    hint = {"placeholder": words("Choose one")}
    fields = {
        "A select": text("static_select", options=few(), **hint),
        "Many": text("multi_static_select", options=few(), **hint),
        "A person": text("users_select", **hint),
        "A place": text("conversations_select", **hint),
        "One of": text("radio_buttons", options=few()),
        "Some of": text("checkboxes", options=few()),
        "Words": text("plain_text_input", min_length=3, max_length=10),
        "More words": text("plain_text_input", multiline=True, placeholder=words("Write"))
        | {"action_id": "more_words"},
        "A number": text("number_input", is_decimal_allowed=False, min_value="2", max_value="10"),
        "A day": text("datepicker"),
        "A time": text("timepicker"),
        "A moment": text("datetimepicker"),
        "Mail": text("email_text_input"),
        "Address": text("url_text_input"),
    }
    inputs = [
        {"type": "input", "block_id": label, "label": words(label), "element": element, "hint": words(f"Hint: {label}")}
        for label, element in fields.items()
    ]
    return {
        "type": "modal",
        "callback_id": "every_input",
        "title": words("Every input"),
        "submit": words("Save"),
        "blocks": inputs,
    }
