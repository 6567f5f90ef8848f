"""Finding and filling in what stands in a message or a view: for the driver."""

from workspace.jsontypes import Json


def find(shown: Json, name: str) -> tuple[Json, Json]:
    """Return the block and the element that `name` means: an action id, a block id, a label.

    Raises:
        LookupError: there is none; the text names those that there are.

    """
    known: list[str] = []
    for block in shown.get("blocks", []):
        for element in [block.get("accessory"), block.get("element"), *(block.get("elements") or [])]:
            if not isinstance(element, dict) or "action_id" not in element:
                continue
            text = element.get("text") or block.get("label") or {}
            names = [element["action_id"], text.get("text", "") if isinstance(text, dict) else ""]
            if block["type"] == "input":
                names.append(block["block_id"])
            if name in names:
                return block, element
            known += names
    raise LookupError(f"There is no element {name!r} here, but: {', '.join(filter(None, known))}")


def filled_in(element: Json, value: object) -> Json:
    """Return the state of an element in which a person put `value`."""
    kind = element["type"]
    match kind:
        case "static_select" | "radio_buttons" | "external_select":
            return {"type": kind, "selected_option": _option(element, value)}
        case "multi_static_select" | "checkboxes":
            return {"type": kind, "selected_options": [_option(element, one) for one in _many(value)]}
        case "users_select" | "conversations_select" | "channels_select":
            return {"type": kind, f"selected_{kind.removesuffix('s_select')}": value}
        case "multi_users_select" | "multi_conversations_select" | "multi_channels_select":
            return {"type": kind, f"selected_{kind.removeprefix('multi_').removesuffix('_select')}": _many(value)}
        case "datepicker" | "timepicker":
            return {"type": kind, f"selected_{kind.removesuffix('picker')}": value}
        case "datetimepicker":
            return {"type": kind, "selected_date_time": value}
    return {"type": kind, "value": None if value is None else str(value)}


def _many(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _option(element: Json, value: object) -> Json | None:
    groups = element.get("option_groups") or [element]
    for group in groups:
        for option in group.get("options", []):
            if value in (option.get("value"), option["text"]["text"]):
                return dict(option)
    if value is None:
        return None
    raise LookupError(f"There is no option {value!r} in {element['action_id']}.")
