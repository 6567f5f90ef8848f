"""What Slack accepts in each block and element, as data.

Every figure is counted after escaping, and has a test of its own, listed in `docs/limits.md`. Where Slack publishes no
figure the table has none.
"""

from collections.abc import Mapping

from workspace.blocks_kinds import (
    Anything,
    Flag,
    Items,
    Kind,
    OneOf,
    Real,
    Rule,
    Shape,
    Str,
    Typed,
    Whole,
    at_least_one,
    distinct,
    exactly_one,
    initial_among,
    length_order,
    never,
    number_order,
    series_form,
    table_form,
)

Fields = Mapping[str, Kind]

# Composition objects ------------------------------------------------------------------------------------------------

_ID = Str(255)
_URL = Str(3000, form="URL")
_HTTPS = Str(3000, form="HTTPS URL")
_NAMES = Items(Str())
_NONE: Fields = {}


def plain(most: int) -> Typed:
    """A plain_text object of at most `most` characters."""
    return Typed({"plain_text": Shape({"text": Str(most)}, {"emoji": Flag()})})


def words(most: int) -> Typed:
    """A text object of at most `most` characters, plain_text or mrkdwn."""
    mrkdwn = Shape({"text": Str(most)}, {"verbatim": Flag()})
    return Typed({**plain(most).shapes, "mrkdwn": mrkdwn})


_CONFIRM = Shape(
    {"title": plain(100), "text": words(300), "confirm": plain(30), "deny": plain(30)},
    {"style": OneOf(("primary", "danger"))},
)
_OPTION = Shape({"text": plain(75), "value": Str(150)}, {"description": plain(75)})
_CHOICE = Shape({"text": words(75), "value": Str(150)}, {"description": words(75)})
_MENU_ITEM = Shape({"text": plain(75), "value": Str(150)}, {"description": plain(75), "url": _URL})
_GROUP = Shape({"label": plain(75), "options": Items(_OPTION, 100)}, _NONE)
_FILE = Shape(_NONE, {"id": Str(30), "url": _URL}, (exactly_one("id", "url"),))
_FILTER = Shape(
    _NONE,
    {
        "include": Items(OneOf(("im", "mpim", "private", "public"))),
        "exclude_bot_users": Flag(),
        "exclude_external_shared_channels": Flag(),
    },
    (at_least_one("include", "exclude_bot_users", "exclude_external_shared_channels"),),
)
_DISPATCH = Shape(
    {"trigger_actions_on": Items(OneOf(("on_enter_pressed", "on_character_entered")), 2)},
    _NONE,
)
_PARAMETER = Shape({"name": Str(3000), "value": Str(3000)}, _NONE)
_TRIGGER = Shape({"url": _URL}, {"customizable_input_parameters": Items(_PARAMETER, 100)})
_WORKFLOW = Shape({"trigger": _TRIGGER}, _NONE)
_ICON = Typed({"icon": Shape({"name": Str()}, _NONE)})

# Rich text ----------------------------------------------------------------------------------------------------------

_TEXT_STYLE = Shape(_NONE, dict.fromkeys(("bold", "italic", "strike", "underline", "code"), Flag()))
_MENTION_STYLE = Shape(
    _NONE, dict.fromkeys(("bold", "italic", "strike", "highlight", "client_highlight", "unlink"), Flag())
)
_LEAVES: dict[str, Shape] = {
    "text": Shape({"text": Str()}, {"style": _TEXT_STYLE}),
    "link": Shape({"url": _URL}, {"text": Str(), "unsafe": Flag(), "style": _TEXT_STYLE}),
    "user": Shape({"user_id": Str()}, {"style": _MENTION_STYLE}),
    "usergroup": Shape({"usergroup_id": Str()}, {"style": _MENTION_STYLE}),
    "team": Shape({"team_id": Str()}, {"style": _MENTION_STYLE}),
    "channel": Shape({"channel_id": Str()}, {"style": _MENTION_STYLE}),
    "broadcast": Shape({"range": OneOf(("here", "channel", "everyone"))}, {"style": _TEXT_STYLE}),
    "emoji": Shape({"name": Str()}, {"unicode": Str(), "skin_tone": Whole(1, 6), "style": _TEXT_STYLE}),
    "date": Shape({"timestamp": Whole(0), "format": Str()}, {"url": _URL, "fallback": Str(), "style": _TEXT_STYLE}),
    "color": Shape({"value": Str(form="color (#RRGGBB)")}, {"style": _TEXT_STYLE}),
}
_RUN = Items(Typed(_LEAVES), least=0)
_BORDER = Whole(0, 1)
_SECTION = Shape({"elements": _RUN}, _NONE)
_PARAGRAPHS: dict[str, Shape] = {
    "rich_text_section": _SECTION,
    "rich_text_list": Shape(
        {"style": OneOf(("bullet", "ordered")), "elements": Items(Typed({"rich_text_section": _SECTION}), least=0)},
        {"indent": Whole(0, 8), "offset": Whole(0), "border": _BORDER},
    ),
    "rich_text_quote": Shape({"elements": _RUN}, {"border": _BORDER}),
    "rich_text_preformatted": Shape({"elements": _RUN}, {"border": _BORDER, "language": Str()}),
}
_RICH = Typed({"rich_text": Shape({"elements": Items(Typed(_PARAGRAPHS), least=0)}, {"block_id": _ID})})

# Elements -----------------------------------------------------------------------------------------------------------


def _element(must: Fields, may: Fields, *rules: Rule) -> Shape:
    return Shape(must, {"action_id": _ID, **may}, rules)


_STYLE: Fields = {"style": OneOf(("primary", "danger")), "accessibility_label": Str(75)}
_ASKS: Fields = {"confirm": _CONFIRM, "focus_on_load": Flag()}
_PICKS: Fields = {**_ASKS, "placeholder": plain(150)}
_MANY: Fields = {**_PICKS, "max_selected_items": Whole(1)}
_TYPES: Fields = {"focus_on_load": Flag(), "placeholder": plain(150), "dispatch_action_config": _DISPATCH}
_OPTIONS: Fields = {"options": Items(_OPTION, 100), "option_groups": Items(_GROUP, 100)}
_SOURCE = exactly_one("options", "option_groups")
_CONVERSATION: Fields = {"default_to_current_conversation": Flag(), "filter": _FILTER}
_FEEDBACK = Shape({"text": plain(75), "value": Str(2000)}, {"accessibility_label": Str(75)})

ELEMENTS: dict[str, Shape] = {
    "button": _element(
        {"text": plain(75)},
        {
            **_STYLE,
            "url": _URL,
            "value": Str(2000),
            "confirm": _CONFIRM,
            "agent_prompt": Str(4000),
            "agent_prompt_display": Str(),
            "visible_to_user_ids": _NAMES,
        },
    ),
    "workflow_button": _element({"text": plain(75), "workflow": _WORKFLOW}, _STYLE),
    "icon_button": _element(
        {"text": plain(75), "icon": OneOf(("trash",))},
        {"value": Str(2000), "confirm": _CONFIRM, "accessibility_label": Str(75), "visible_to_user_ids": _NAMES},
    ),
    "feedback_buttons": _element({"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, _NONE),
    "overflow": _element({"options": Items(_MENU_ITEM, 5)}, {"confirm": _CONFIRM}),
    "checkboxes": _element(
        {"options": Items(_CHOICE, 10)}, {**_ASKS, "initial_options": Items(_CHOICE, 10)}, initial_among
    ),
    "radio_buttons": _element({"options": Items(_CHOICE, 10)}, {**_ASKS, "initial_option": _CHOICE}, initial_among),
    "datepicker": _element(_NONE, {**_PICKS, "initial_date": Str(form="date (YYYY-MM-DD)")}),
    "timepicker": _element(
        _NONE, {**_PICKS, "initial_time": Str(form="time (HH:mm)"), "timezone": Str(form="time zone")}
    ),
    "datetimepicker": _element(_NONE, {**_ASKS, "initial_date_time": Whole(10**9, 10**10 - 1)}),
    "static_select": _element(_NONE, {**_PICKS, **_OPTIONS, "initial_option": _OPTION}, _SOURCE, initial_among),
    "multi_static_select": _element(
        _NONE, {**_MANY, **_OPTIONS, "initial_options": Items(_OPTION, 100)}, _SOURCE, initial_among
    ),
    "external_select": _element(_NONE, {**_PICKS, "initial_option": _OPTION, "min_query_length": Whole(0)}),
    "multi_external_select": _element(
        _NONE, {**_MANY, "initial_options": Items(_OPTION, 100), "min_query_length": Whole(0)}
    ),
    "users_select": _element(_NONE, {**_PICKS, "initial_user": Str()}),
    "multi_users_select": _element(_NONE, {**_MANY, "initial_users": _NAMES}),
    "conversations_select": _element(
        _NONE, {**_PICKS, **_CONVERSATION, "initial_conversation": Str(), "response_url_enabled": Flag()}
    ),
    "multi_conversations_select": _element(_NONE, {**_MANY, **_CONVERSATION, "initial_conversations": _NAMES}),
    "channels_select": _element(_NONE, {**_PICKS, "initial_channel": Str(), "response_url_enabled": Flag()}),
    "multi_channels_select": _element(_NONE, {**_MANY, "initial_channels": _NAMES}),
    "plain_text_input": _element(
        _NONE,
        {
            **_TYPES,
            "initial_value": Str(3000, least=0),
            "multiline": Flag(),
            "min_length": Whole(0, 3000),
            "max_length": Whole(1, 3000),
        },
        length_order,
    ),
    "email_text_input": _element(_NONE, {**_TYPES, "initial_value": Str(least=0)}),
    "url_text_input": _element(_NONE, {**_TYPES, "initial_value": Str(least=0)}),
    "number_input": _element(
        {"is_decimal_allowed": Flag()},
        {**_TYPES, **dict.fromkeys(("initial_value", "min_value", "max_value"), Str(form="number"))},
        number_order,
    ),
    "rich_text_input": _element(
        _NONE, {**_TYPES, "initial_value": _RICH, "min_lines": Whole(1, 100), "max_lines": Whole(1, 100)}
    ),
    "file_input": _element(_NONE, {"filetypes": _NAMES, "max_files": Whole(1, 10)}),
    "image": Shape(
        {"alt_text": Str(2000)}, {"image_url": _URL, "slack_file": _FILE}, (exactly_one("image_url", "slack_file"),)
    ),
}
_SELECTS = frozenset(name for name in ELEMENTS if name.endswith("_select"))
_IN_ANY = _SELECTS | {"checkboxes", "radio_buttons", "datepicker", "timepicker"}
_IN_ACTIONS = _IN_ANY | {"button", "workflow_button", "overflow", "datetimepicker", "rich_text_input"}
_IN_SECTION = _IN_ANY | {"button", "workflow_button", "overflow", "image"}
_IN_INPUT = _IN_ANY | {"datetimepicker", "file_input", "rich_text_input", "plain_text_input"}
_IN_INPUT |= {"email_text_input", "url_text_input", "number_input"}


def _elements(*names: str) -> Typed:
    return Typed(ELEMENTS, frozenset(names))


_IMAGE = _elements("image")

# Charts and tables --------------------------------------------------------------------------------------------------

_LABEL = Str(20)
_POINT = Shape({"label": _LABEL, "value": Real()}, _NONE)
_SERIES = Shape({"name": _LABEL, "data": Items(_POINT, 20)}, _NONE)
_AXES = Shape({"categories": Items(_LABEL, 20)}, {"x_label": Str(50), "y_label": Str(50)})
_PLOT = Shape({"series": Items(_SERIES, 12), "axis_config": _AXES}, _NONE, (series_form,))
_SLICE = Shape({"label": _LABEL, "value": Real(positive=True)}, _NONE)
_CHART = Typed(
    {"pie": Shape({"segments": Items(_SLICE, 12)}, _NONE), **dict.fromkeys(("bar", "line", "area"), _PLOT)},
)
_CELL = Typed(
    {
        "raw_text": Shape({"text": Str(10_000)}, _NONE),
        "raw_number": Shape({"value": Real(), "text": Str()}, _NONE),
        **_RICH.shapes,
    }
)
_COLUMN = Shape(_NONE, {"align": OneOf(("left", "center", "right")), "is_wrapped": Flag()})

# Blocks -------------------------------------------------------------------------------------------------------------


def _block(must: Fields, may: Fields, *rules: Rule) -> Shape:
    return Shape(must, {"block_id": _ID, **may}, rules)


_COLLAPSED = never(
    "must define `is_collapsible` to use `default_collapsed`",
    lambda block: block.get("default_collapsed", False) and not block.get("is_collapsible", False),
)
_DIVIDED = never(
    "must not define `has_header_divider` with `is_collapsible`",
    lambda block: block.get("has_header_divider", False) and block.get("is_collapsible", False),
)
_SILENT_FILES = never(
    "must not define `dispatch_action` to use a `file_input` element",
    lambda block: block.get("dispatch_action", False) and block["element"]["type"] == "file_input",
)
_ONE_ICON = never("must not define both `icon` and `slack_icon`", lambda card: {"icon", "slack_icon"} <= card.keys())
_HAS_TEXT = never("must define either `text` or `fields`", lambda block: not block.keys() & {"text", "fields"}, "/type")

BLOCKS: dict[str, Shape] = {}
_TASK = Typed(BLOCKS, frozenset({"task_card"}))
_IN_CONTAINER = frozenset(
    {"actions", "context", "divider", "file", "header", "image", "input", "rich_text", "section", "table", "video"}
)
_CARDS = Items(Typed(BLOCKS, frozenset({"card"})), 10)
_FALLBACK = Items(
    Typed(BLOCKS, _IN_CONTAINER | {"alert", "card", "carousel", "container", "context_actions", "markdown"})
)
BLOCKS |= {
    "actions": _block({"elements": Items(Typed(ELEMENTS, _IN_ACTIONS), 25)}, _NONE, distinct("elements", "action_id")),
    "alert": _block({"text": words(200)}, {"level": OneOf(("default", "info", "warning", "error", "success"))}),
    "auth_provider": _block(
        {"value": Str(150), "name": plain(75), "is_connected": Flag()},
        {
            **dict.fromkeys(("icon_url", "auth_url", "disconnect_url"), _HTTPS),
            **dict.fromkeys(("connected_identity", "connected_context"), plain(75)),
            "description": plain(150),
            "accessory": _elements("overflow"),
            "fallback": _FALLBACK,
        },
    ),
    "call": _block({"call_id": Str()}, {"api_decoration_available": Flag(), "call": Anything()}),
    "card": _block(
        _NONE,
        {
            "hero_image": _IMAGE,
            "icon": _IMAGE,
            "slack_icon": _ICON,
            "title": words(150),
            "subtitle": words(150),
            "body": words(200),
            "subtext": words(200),
            "actions": Items(_elements("button"), 3),
        },
        at_least_one("hero_image", "title", "actions", "body"),
        _ONE_ICON,
        distinct("actions", "action_id"),
    ),
    "carousel": _block({"elements": _CARDS}, _NONE),
    "container": _block(
        {"child_blocks": Items(Typed(BLOCKS, _IN_CONTAINER), 10)},
        {
            "title": plain(150),
            "rich_text_title": _RICH,
            "subtitle": words(150),
            "icon": _IMAGE,
            "width": OneOf(("narrow", "standard", "wide", "full")),
            **dict.fromkeys(("is_collapsible", "default_collapsed", "has_header_divider"), Flag()),
        },
        at_least_one("title", "rich_text_title"),
        _COLLAPSED,
        _DIVIDED,
    ),
    "context": _block({"elements": Items(Typed({**words(3000).shapes, "image": ELEMENTS["image"]}), 10)}, _NONE),
    "context_actions": _block(
        {"elements": Items(_elements("feedback_buttons", "icon_button"), 5)}, _NONE, distinct("elements", "action_id")
    ),
    "data_table": _block(
        {"caption": Str(), "rows": Items(Items(_CELL, 20), 201, least=2)},
        {"page_size": Whole(1, 100), "row_header_column_index": Whole(0, 19)},
        table_form,
    ),
    "data_visualization": _block({"title": Str(50), "chart": _CHART}, _NONE),
    "divider": _block(_NONE, _NONE),
    "file": _block({"external_id": _ID, "source": OneOf(("remote",))}, _NONE),
    "header": _block({"text": plain(150)}, {"level": Whole(1, 4)}),
    "image": _block(
        {"alt_text": Str(2000)},
        {"image_url": _URL, "slack_file": _FILE, "title": plain(2000)},
        exactly_one("image_url", "slack_file"),
    ),
    "input": _block(
        {"label": plain(2000), "element": Typed(ELEMENTS, _IN_INPUT)},
        {"hint": plain(2000), "optional": Flag(), "dispatch_action": Flag()},
        _SILENT_FILES,
    ),
    "markdown": _block({"text": Str(12_000)}, _NONE),
    "plan": _block({"title": Str()}, {"tasks": Items(_TASK, 50)}, distinct("tasks", "task_id")),
    "rich_text": _RICH.shapes["rich_text"],
    "section": _block(
        _NONE,
        {
            "text": words(3000),
            "fields": Items(words(2000), 10),
            "accessory": Typed(ELEMENTS, _IN_SECTION),
            "expand": Flag(),
        },
        _HAS_TEXT,
    ),
    "table": _block(
        {"rows": Items(Items(_CELL, 20), 100)},
        {"column_settings": Items(_COLUMN, 20, least=0, gaps=True)},
    ),
    "task_card": _block(
        {"task_id": Str(), "title": Str(), "status": OneOf(("pending", "in_progress", "complete", "error"))},
        {
            "details": _RICH,
            "output": _RICH,
            "sources": Items(Typed({"url": Shape({"url": _URL, "text": Str()}, _NONE)}), least=0),
            "hide_title": Flag(),
        },
    ),
    # Slack words the limits of title and author as "less than 200" and "less than 50".
    "video": _block(
        {
            "alt_text": Str(2000),
            "title": plain(199),
            "video_url": Str(2000, form="HTTPS URL"),
            "thumbnail_url": Str(2000, form="URL"),
        },
        {
            "title_url": Str(2000, form="HTTPS URL"),
            "author_name": Str(49),
            "provider_name": Str(50),
            "provider_icon_url": Str(2000, form="URL"),
            "description": plain(200),
        },
    ),
}
