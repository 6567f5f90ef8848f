"""Every limit of blocks and views, at the limit and one above; `docs/limits.md` cites these tests by name."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.workspace.test_blocks_elements import (
    CONFIRM,
    Json,
    element,
    faults_of,
    holding,
    home,
    mrkdwn,
    options,
    plain,
    rich,
)
from tests.workspace.test_blocks_elements import modal as modal_of
from tests.workspace.test_blocks_samples import CARD, block
from workspace.blocks import text_length, too_long, validate_message_blocks, validate_view, view_too_large

DIVIDER: Json = {"type": "divider"}


def in_block(name: str, *path: str, text: Callable[[str], Any] = str) -> Callable[[str], list[str]]:
    """Faults of a block of this type whose part at `path` is a text."""
    return lambda value: faults_of(put(block(name, full=True), path, text(value)))


def in_element(name: str, *path: str, text: Callable[[str], Any] = str) -> Callable[[str], list[str]]:
    """Faults of an element of this type whose part at `path` is a text."""
    return lambda value: faults_of(holding(put(element(name, full=True), path, text(value))))


def in_view(view: Callable[..., Json], key: str, text: Callable[[str], Any] = str) -> Callable[[str], list[str]]:
    return lambda value: validate_view(view(DIVIDER, **{key: text(value)}))


def put(value: Json, path: tuple[str, ...], part: Any) -> Json:
    holder: Any = value
    for key in path[:-1]:
        holder = holder[int(key) if isinstance(holder, list) else key]
    holder[int(path[-1]) if isinstance(holder, list) else path[-1]] = part
    return value


def url(text: str) -> str:
    return ("https://" + text)[: len(text)]


def select(**more: Any) -> list[str]:
    return faults_of(holding({"type": "static_select", **more}))


def option(**more: Any) -> Callable[[str], list[str]]:
    """Faults of a select whose only option has the text in each of these places."""
    return lambda value: select(
        options=[{"text": plain(), "value": "v"} | {key: make(value) for key, make in more.items()}]
    )


def confirm(key: str, text: Callable[[str], Any] = plain) -> Callable[[str], list[str]]:
    return lambda value: faults_of(holding({**element("button"), "confirm": {**CONFIRM, key: text(value)}}))


def chosen(**parts: Any) -> Json:
    return holding({"type": "checkboxes", "options": [{"text": plain(), "value": "v", **parts}]})


def pie_of(*segments: Json) -> Json:
    return {"type": "data_visualization", "title": "t", "chart": {"type": "pie", "segments": list(segments)}}


TRIGGER = ("workflow", "trigger")
TEXT_LIMITS: dict[str, tuple[int, Callable[[str], list[str]]]] = {
    "section text": (3000, in_block("section", "text", text=mrkdwn)),
    "section field": (2000, in_block("section", "fields", "0", text=mrkdwn)),
    "header text": (150, in_block("header", "text", text=plain)),
    "context text": (3000, in_block("context", "elements", "1", text=plain)),
    "markdown text": (12_000, in_block("markdown", "text")),
    "image alt_text": (2000, in_block("image", "alt_text")),
    "image title": (2000, in_block("image", "title", text=plain)),
    "image element alt_text": (2000, in_element("image", "alt_text")),
    "input label": (2000, in_block("input", "label", text=plain)),
    "input hint": (2000, in_block("input", "hint", text=plain)),
    "card title": (150, in_block("card", "title", text=mrkdwn)),
    "card subtitle": (150, in_block("card", "subtitle", text=plain)),
    "card body": (200, in_block("card", "body", text=mrkdwn)),
    "container title": (150, in_block("container", "title", text=plain)),
    "container subtitle": (150, in_block("container", "subtitle", text=mrkdwn)),
    "alert text": (200, in_block("alert", "text", text=mrkdwn)),
    "video title": (199, in_block("video", "title", text=plain)),
    "video alt_text": (2000, in_block("video", "alt_text")),
    "video author_name": (49, in_block("video", "author_name")),
    "video provider_name": (50, in_block("video", "provider_name")),
    "video description": (200, in_block("video", "description", text=plain)),
    "file external_id": (255, in_block("file", "external_id")),
    "auth_provider value": (150, in_block("auth_provider", "value")),
    "auth_provider name": (75, in_block("auth_provider", "name", text=plain)),
    "auth_provider description": (150, in_block("auth_provider", "description", text=plain)),
    "auth_provider identity": (75, in_block("auth_provider", "connected_identity", text=plain)),
    "auth_provider context": (75, in_block("auth_provider", "connected_context", text=plain)),
    "data_visualization title": (50, in_block("data_visualization", "title")),
    "chart x label": (50, in_block("data_visualization", "chart", "axis_config", "x_label")),
    "chart y label": (50, in_block("data_visualization", "chart", "axis_config", "y_label")),
    "chart series name": (20, in_block("data_visualization", "chart", "series", "0", "name")),
    "card subtext": (200, in_block("card", "subtext", text=mrkdwn)),
    "chart point label": (20, lambda text: faults_of(pie_of({"label": text, "value": 1}))),
    "slack_file id": (30, in_element("image", "slack_file", "id")),
    "table cell": (10_000, in_block("table", "rows", "0", "0", "text")),
    "block_id": (255, in_block("divider", "block_id")),
    "action_id": (255, in_element("button", "action_id")),
    "button text": (75, in_element("button", "text", text=plain)),
    "button value": (2000, in_element("button", "value")),
    "button agent_prompt": (4000, in_element("button", "agent_prompt")),
    "accessibility_label": (75, in_element("button", "accessibility_label")),
    "workflow input name": (
        3000,
        in_element("workflow_button", *TRIGGER, "customizable_input_parameters", "0", "name"),
    ),
    "workflow input value": (
        3000,
        in_element("workflow_button", *TRIGGER, "customizable_input_parameters", "0", "value"),
    ),
    "workflow_button text": (75, in_element("workflow_button", "text", text=plain)),
    "icon_button text": (75, in_element("icon_button", "text", text=plain)),
    "icon_button value": (2000, in_element("icon_button", "value")),
    "icon_button label": (75, in_element("icon_button", "accessibility_label")),
    "feedback label": (75, in_element("feedback_buttons", "positive_button", "accessibility_label")),
    "feedback text": (75, in_element("feedback_buttons", "positive_button", "text", text=plain)),
    "feedback value": (2000, in_element("feedback_buttons", "negative_button", "value")),
    "option text": (75, option(text=plain)),
    "option value": (150, option(value=str)),
    "option description": (75, option(description=plain)),
    "option group label": (75, lambda text: select(option_groups=[{"label": plain(text), "options": options()}])),
    "choice text": (75, lambda text: faults_of(chosen(text=mrkdwn(text)))),
    "choice value": (150, lambda text: faults_of(chosen(value=text))),
    "choice description": (75, lambda text: faults_of(chosen(description=mrkdwn(text)))),
    "overflow option text": (75, in_element("overflow", "options", "0", "text", text=plain)),
    "overflow option value": (150, in_element("overflow", "options", "0", "value")),
    "overflow option description": (75, in_element("overflow", "options", "0", "description", text=plain)),
    "placeholder": (150, in_element("users_select", "placeholder", text=plain)),
    "plain_text_input placeholder": (150, in_element("plain_text_input", "placeholder", text=plain)),
    "plain_text_input initial_value": (3000, lambda text: faults_of(holding(initial(text)))),
    "confirm title": (100, confirm("title")),
    "confirm text": (300, confirm("text", mrkdwn)),
    "confirm confirm": (30, confirm("confirm")),
    "confirm deny": (30, confirm("deny")),
    "view title": (24, in_view(modal_of, "title", plain)),
    "view submit": (24, in_view(modal_of, "submit", plain)),
    "view close": (24, in_view(modal_of, "close", plain)),
    "modal private_metadata": (3000, in_view(modal_of, "private_metadata")),
    "modal callback_id": (255, in_view(modal_of, "callback_id")),
    "modal external_id": (255, in_view(modal_of, "external_id")),
    "home private_metadata": (3000, in_view(home, "private_metadata")),
    "home callback_id": (255, in_view(home, "callback_id")),
    "home external_id": (255, in_view(home, "external_id")),
}


def initial(text: str) -> Json:
    return {"type": "plain_text_input", "initial_value": text}


URL_LIMITS: dict[str, tuple[int, Callable[[str], list[str]]]] = {
    "button url": (3000, in_element("button", "url")),
    "overflow option url": (3000, in_element("overflow", "options", "0", "url")),
    "image image_url": (3000, lambda text: faults_of({"type": "image", "alt_text": "a", "image_url": text})),
    "link url": (3000, lambda text: faults_of(leaf({"type": "link", "url": text}))),
    "auth_provider auth_url": (3000, in_block("auth_provider", "auth_url")),
    "auth_provider icon_url": (3000, in_block("auth_provider", "icon_url")),
    "auth_provider disconnect_url": (3000, in_block("auth_provider", "disconnect_url")),
    "video video_url": (2000, in_block("video", "video_url")),
    "video title_url": (2000, in_block("video", "title_url")),
    "video provider_icon_url": (2000, in_block("video", "provider_icon_url")),
    "video thumbnail_url": (2000, in_block("video", "thumbnail_url")),
}


def leaf(part: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [part]}]}


def many(name: str, *path: str, of: Callable[[int], Any]) -> Callable[[int], list[str]]:
    """Faults of a block of this type that lists a number of things at `path`."""
    return lambda count: faults_of(put(block(name), path, [of(n) for n in range(count)]))


def numbered(name: str) -> Callable[[int], Json]:
    return lambda n: {**element(name), "action_id": f"a{n}"}


def choices(name: str) -> Callable[[int], list[str]]:
    return lambda count: faults_of(holding({"type": name, "options": options(count)}))


def cell(n: int = 0) -> Json:
    return {"type": "raw_text", "text": f"cell {n}"}


def data_rows(count: int) -> list[str]:
    return faults_of({**block("data_table"), "rows": [[cell()]] * count})


def pie(count: int) -> list[str]:
    return faults_of(pie_of(*({"label": f"s{n}", "value": 1} for n in range(count))))


def plot(series: int = 1, points: int = 1) -> list[str]:
    labels = [f"c{n}" for n in range(points)]
    data = [{"label": label, "value": 1} for label in labels]
    lines = [{"name": f"s{n}", "data": data} for n in range(series)]
    chart = {"type": "bar", "series": lines, "axis_config": {"categories": labels}}
    return faults_of({"type": "data_visualization", "title": "t", "chart": chart})


def initial_options(count: int) -> list[str]:
    return faults_of(holding({"type": "multi_external_select", "initial_options": options(count)}))


def workflow_inputs(count: int) -> list[str]:
    path = (*TRIGGER, "customizable_input_parameters")
    return faults_of(holding(put(element("workflow_button"), path, [{"name": "n", "value": "v"}] * count)))


def dispatch_triggers(count: int) -> list[str]:
    triggers = ["on_enter_pressed"] * count
    return faults_of(holding({"type": "plain_text_input", "dispatch_action_config": {"trigger_actions_on": triggers}}))


COUNT_LIMITS: dict[str, tuple[int, int, Callable[[int], list[str]]]] = {
    # name: least, most, faults of so many
    "blocks in a message": (0, 50, lambda count: validate_message_blocks([DIVIDER] * count)),
    "blocks in a modal": (1, 100, lambda count: validate_view(modal_of(*[DIVIDER] * count))),
    "blocks in a home view": (1, 100, lambda count: validate_view(home(*[DIVIDER] * count))),
    "section fields": (1, 10, many("section", "fields", of=lambda n: plain(str(n)))),
    "context elements": (1, 10, many("context", "elements", of=lambda n: plain(str(n)))),
    "actions elements": (1, 25, many("actions", "elements", of=numbered("button"))),
    "context_actions elements": (1, 5, many("context_actions", "elements", of=numbered("icon_button"))),
    "card actions": (1, 3, many("card", "actions", of=numbered("button"))),
    "carousel cards": (1, 10, many("carousel", "elements", of=lambda _: CARD)),
    "container children": (1, 10, many("container", "child_blocks", of=lambda _: DIVIDER)),
    "plan tasks": (1, 50, many("plan", "tasks", of=lambda n: {**block("task_card"), "task_id": f"t{n}"})),
    "table rows": (1, 100, many("table", "rows", of=lambda _: [cell()])),
    "table columns": (1, 20, many("table", "rows", "0", of=cell)),
    "table column_settings": (0, 20, many("table", "column_settings", of=lambda _: {"align": "left"})),
    "data_table rows": (2, 201, data_rows),
    "data_table columns": (1, 20, lambda count: faults_of({**block("data_table"), "rows": [[cell()] * count] * 2})),
    "pie segments": (1, 12, pie),
    "chart series": (1, 12, lambda count: plot(series=count)),
    "chart points": (1, 20, lambda count: plot(points=count)),
    "charts in a message": (0, 2, lambda count: validate_message_blocks([block("data_visualization")] * count)),
    "tables in a message": (0, 1, lambda count: validate_message_blocks([block("table")] * count)),
    "select options": (1, 100, choices("static_select")),
    "multi-select options": (1, 100, choices("multi_static_select")),
    "option groups": (1, 100, lambda count: select(option_groups=[{"label": plain(), "options": options(1)}] * count)),
    "options in a group": (1, 100, lambda count: select(option_groups=[{"label": plain(), "options": options(count)}])),
    "overflow options": (1, 5, choices("overflow")),
    "initial options of an external select": (1, 100, initial_options),
    "workflow inputs": (1, 100, workflow_inputs),
    "dispatch triggers": (1, 2, dispatch_triggers),
    "checkboxes options": (1, 10, choices("checkboxes")),
    "radio_buttons options": (1, 10, choices("radio_buttons")),
}


def number(name: str, key: str, **more: Any) -> Callable[[int], list[str]]:
    return lambda value: faults_of(holding({"type": name, key: value, **more}))


def listed(key: str) -> Callable[[int], list[str]]:
    items = rich()["elements"]
    return lambda value: faults_of(
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_list", "style": "bullet", "elements": items, key: value}],
        }
    )


NUMBER_LIMITS: dict[str, tuple[int, int, Callable[[int], list[str]]]] = {
    "plain_text_input max_length": (1, 3000, number("plain_text_input", "max_length")),
    "plain_text_input min_length": (0, 3000, number("plain_text_input", "min_length")),
    "file_input max_files": (1, 10, number("file_input", "max_files")),
    "datetimepicker initial_date_time": (10**9, 10**10 - 1, number("datetimepicker", "initial_date_time")),
    "rich_text_list indent": (0, 8, listed("indent")),
    "rich_text_list border": (0, 1, listed("border")),
    "rich_text_input min_lines": (1, 100, number("rich_text_input", "min_lines")),
    "rich_text_input max_lines": (1, 100, number("rich_text_input", "max_lines")),
    "emoji skin_tone": (1, 6, lambda value: faults_of(leaf({"type": "emoji", "name": "wave", "skin_tone": value}))),
    "data_table row_header_column_index": (
        0,
        19,
        lambda value: faults_of({**block("data_table"), "row_header_column_index": value}),
    ),
    "header level": (1, 4, lambda value: faults_of({**block("header"), "level": value})),
    "data_table page_size": (1, 100, lambda value: faults_of({**block("data_table"), "page_size": value})),
}


# name: the least that is taken, and faults of a number. Nobody names a most.
LEAST: dict[str, tuple[int, Callable[[int], list[str]]]] = {
    "max_selected_items": (1, number("multi_users_select", "max_selected_items")),
    "min_query_length": (0, number("external_select", "min_query_length")),
    "multi min_query_length": (0, number("multi_external_select", "min_query_length")),
    "rich_text_list offset": (0, listed("offset")),
    "date timestamp": (0, lambda value: faults_of(leaf({"type": "date", "timestamp": value, "format": "{date}"}))),
}


@pytest.mark.parametrize("name", LEAST)
def test_least(name: str) -> None:
    least, faults = LEAST[name]
    assert faults(least) == []
    assert f"[ERROR] must be greater than {least - 1} " in faults(least - 1)[0]


@pytest.mark.parametrize("name", TEXT_LIMITS)
def test_text_limit(name: str) -> None:
    most, faults = TEXT_LIMITS[name]
    assert faults("x" * most) == []
    assert f"[ERROR] must be less than {most + 1} characters" in faults("x" * (most + 1))[0]


@pytest.mark.parametrize("name", TEXT_LIMITS)
def test_text_limit_counts_entities(name: str) -> None:
    most, faults = TEXT_LIMITS[name]
    full = "&" * (most // 5) + "x" * (most % 5)
    assert faults(full) == []
    assert f"[ERROR] must be less than {most + 1} characters" in faults(full + "x")[0]


@pytest.mark.parametrize("name", URL_LIMITS)
def test_url_limit(name: str) -> None:
    most, faults = URL_LIMITS[name]
    assert faults(url("x" * most)) == []
    assert f"[ERROR] must be less than {most + 1} characters" in faults(url("x" * (most + 1)))[0]


@pytest.mark.parametrize("name", COUNT_LIMITS)
def test_count_limit(name: str) -> None:
    least, most, faults = COUNT_LIMITS[name]
    assert faults(most) == []
    assert f"[ERROR] no more than {most} " in faults(most + 1)[0]
    assert faults(least) == []
    assert least == 0 or f"[ERROR] must provide at least {least} items" in faults(least - 1)[0]


@pytest.mark.parametrize("name", NUMBER_LIMITS)
def test_number_limit(name: str) -> None:
    least, most, faults = NUMBER_LIMITS[name]
    assert faults(least) == faults(most) == []
    assert f"[ERROR] must be less than {most + 1} " in faults(most + 1)[0]
    assert f"[ERROR] must be greater than {least - 1} " in faults(least - 1)[0]


def test_markdown_total() -> None:
    def split(count: int) -> list[Json]:
        return [{"type": "markdown", "text": "x" * 6000}, {"type": "markdown", "text": "x" * (count - 6000)}]

    assert validate_message_blocks(split(12_000)) == []
    assert validate_message_blocks(split(12_001)) == [
        "[ERROR] must be less than 12001 characters in all markdown blocks [json-pointer:/blocks]"
    ]


def test_message_total() -> None:
    def sections(count: int) -> list[Json]:
        return [{"type": "section", "text": plain("x" * part)} for part in (3000, 3000, 3000, 3000, count - 12_000)]

    assert not too_long(sections(13_261 - 5 * 45))
    assert too_long(sections(13_261 - 5 * 45 + 1))


def test_view_size() -> None:
    bare = len('{"private_metadata":""}')
    assert not view_too_large({"private_metadata": "x" * (250_000 - bare)})
    assert view_too_large({"private_metadata": "x" * (250_000 - bare + 1)})
    assert not view_too_large({"private_metadata": "\ud800"})


def test_length_is_counted_after_escaping() -> None:
    assert text_length("a & b < c > d") == len("a &amp; b &lt; c &gt; d")
    assert text_length("a &amp; b") == len("a &amp; b")
