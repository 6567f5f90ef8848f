"""What stands in the fields of a view: the state that Slack sends, and what it checks before it asks the app."""

import copy
import re
import secrets
from collections.abc import Iterator

from workspace.jsontypes import Json

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MULTI = {
    "multi_static_select": ("initial_options", "selected_options"),
    "multi_external_select": ("initial_options", "selected_options"),
    "multi_users_select": ("initial_users", "selected_users"),
    "multi_conversations_select": ("initial_conversations", "selected_conversations"),
    "multi_channels_select": ("initial_channels", "selected_channels"),
    "checkboxes": ("initial_options", "selected_options"),
    "file_input": ("initial_files", "files"),
}
SINGLE = {
    "plain_text_input": ("initial_value", "value"),
    "number_input": ("initial_value", "value"),
    "email_text_input": ("initial_value", "value"),
    "url_text_input": ("initial_value", "value"),
    "rich_text_input": ("initial_value", "rich_text_value"),
    "static_select": ("initial_option", "selected_option"),
    "external_select": ("initial_option", "selected_option"),
    "radio_buttons": ("initial_option", "selected_option"),
    "users_select": ("initial_user", "selected_user"),
    "conversations_select": ("initial_conversation", "selected_conversation"),
    "channels_select": ("initial_channel", "selected_channel"),
    "datepicker": ("initial_date", "selected_date"),
    "timepicker": ("initial_time", "selected_time"),
    "datetimepicker": ("initial_date_time", "selected_date_time"),
}
"""Element type -> the key of its initial value and the key of its value in a state."""
CLICKABLE = frozenset({"button", "overflow", "workflow_button", "icon_button", "feedback_buttons", *SINGLE, *MULTI})
"""Elements that have an action id."""
REQUIRED = "Complete this required field."


def plain(text: Json | None) -> Json | None:
    """Return a text object with the keys that Slack adds to it."""
    if not isinstance(text, dict):
        return None
    return text | ({"emoji": text.get("emoji", True)} if text.get("type") == "plain_text" else {})


def complete(blocks: list[Json]) -> list[Json]:
    """Return a copy of blocks with what Slack adds: missing block and action ids, `emoji` and `verbatim`."""
    fresh = copy.deepcopy(blocks)
    for block in fresh:
        block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
        _complete_parts(block)
    return fresh


def _complete_parts(part: Json) -> None:
    for value in list(part.values()):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, dict):
                _complete_one(child)
                _complete_parts(child)


def _complete_one(child: Json) -> None:
    kind = child.get("type")
    if kind == "plain_text":
        child.setdefault("emoji", True)
    elif kind == "mrkdwn":
        child.setdefault("verbatim", False)
    elif kind in CLICKABLE:
        child.setdefault("action_id", secrets.token_urlsafe(4)[:5])


def inputs(view: Json) -> Iterator[tuple[Json, Json]]:
    """Yield each block of a view together with each of its elements that has a state."""
    for block in view.get("blocks", []):
        parts = [block.get("element"), block.get("accessory"), *(block.get("elements") or [])]
        for element in parts:
            if isinstance(element, dict) and element.get("type") in (SINGLE | MULTI):
                yield block, element


def state_values(view: Json, given: Json | None) -> Json:
    """Return the whole `state.values` of a view: what was typed in, else what was there from the start, else null."""
    values: Json = {}
    for block, element in inputs(view):
        kind = element["type"]
        initial, key = (SINGLE | MULTI)[kind]
        typed = (given or {}).get(block["block_id"], {}).get(element["action_id"])
        value = typed.get(key) if typed else element.get(initial)
        if value is None and kind in MULTI:
            value = []
        values.setdefault(block["block_id"], {})[element["action_id"]] = {"type": kind, key: value}
    return values


def missing(view: Json, values: Json) -> dict[str, str]:
    """Return, by block id, what Slack itself says of a field before the app is asked."""
    errors: dict[str, str] = {}
    for block, element in inputs(view):
        if block["type"] == "input":
            one = values[block["block_id"]][element["action_id"]]
            problem = _problem(element, one[(SINGLE | MULTI)[element["type"]][1]], bool(block.get("optional")))
            if problem:
                errors[block["block_id"]] = problem
    return errors


def _problem(element: Json, value: object, optional: bool) -> str | None:
    if value is None or value in ("", []):
        return None if optional else REQUIRED
    if not isinstance(value, str):
        return None
    match element["type"]:
        case "plain_text_input" if len(value) < element.get("min_length", 0):
            return f"Must be at least {element['min_length']} characters."
        case "plain_text_input" if len(value) > element.get("max_length", 3000):
            return f"Must be at most {element.get('max_length', 3000)} characters."
        case "number_input":
            return _number_problem(element, value)
        case "email_text_input" if not EMAIL.fullmatch(value):
            return "This doesn't look like a valid email address."
        case "url_text_input" if not value.startswith(("http://", "https://")):
            return "This doesn't look like a valid URL."
    return None


def _number_problem(element: Json, value: str) -> str | None:
    pattern = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(pattern, value):
        return "Enter a number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Must be {element['min_value']} or more."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Must be {element['max_value']} or less."
    return None


def kept_values(old: Json, new: Json) -> Json:
    """Return what was typed into fields that an update leaves in place (same block id and action id)."""
    here = {(block["block_id"], element["action_id"]) for block, element in inputs(new)}
    values: Json = {}
    for block_id, actions in old["state"]["values"].items():
        for action_id, value in actions.items():
            if (block_id, action_id) in here:
                values.setdefault(block_id, {})[action_id] = value
    return values
