"""What does not fit a tool's model, in people's words."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

_NUMBER, _WHOLE, _DATE = "A number is needed", "A whole number is needed", "A date is needed, such as 2026-11-30"
_WORDS = {
    "missing": "This is needed",
    "string_type": "A text is needed",
    "string_pattern_mismatch": "It does not have the form {pattern}",
    "string_too_long": "At most {max_length} characters",
    "string_too_short": "At least {min_length} characters",
    "greater_than": "It must be more than {gt}",
    "greater_than_equal": "At least {ge}",
    "less_than": "It must be less than {lt}",
    "less_than_equal": "At most {le}",
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "decimal_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "decimal_max_places": "At most {decimal_places} digits after the point",
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "finite_number": _NUMBER,
    "date_parsing": _DATE,
    "date_type": _DATE,
    "date_from_datetime_parsing": _DATE,
    "bool_parsing": "Yes or no is needed",
    "bool_type": "Yes or no is needed",
    "enum": "One of {expected} is needed",
    "literal_error": "One of {expected} is needed",
}


def fields_of(error: ValidationError, model: type[BaseModel] | None = None) -> dict[str, str]:
    """Argument name to one sentence for people; the model's own description of a form says more than its pattern."""
    found: dict[str, str] = {}
    for item in error.errors():
        name = str(item["loc"][0]) if item["loc"] else ""
        text = _described(item, name, model) or _said(item)
        found.setdefault(name, text if text.endswith(".") else f"{text}.")
    return found


def _said(item: Mapping[str, Any]) -> str:
    words = _WORDS.get(str(item["type"]), "")
    return words.format(**item.get("ctx", {})) if words else str(item["msg"]).removeprefix("Value error, ")


def _described(item: Mapping[str, Any], name: str, model: type[BaseModel] | None) -> str:
    field = model.model_fields.get(name) if model and item["type"] == "string_pattern_mismatch" else None
    return f"Expected: {field.description}" if field and field.description else ""
