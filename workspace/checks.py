"""What Slack checks in a message or a view before it takes it."""

from typing import Any

from workspace.blocks import too_long, validate_message_blocks, validate_view
from workspace.jsontypes import Json, dumps

TEXT_CUT = 40_000
MARKDOWN_LIMIT = 12_000
ATTACHMENT_LIMIT = 100
METADATA_BYTES = 16_000
"""Slack names no figure for metadata_too_large; this is ours."""


class CheckError(Exception):
    """Something is not acceptable: Slack's `error` and its `messages`."""

    def __init__(self, error: str, messages: list[str] | None = None) -> None:
        super().__init__(error)
        self.error, self.messages = error, messages or []


def blocks(given: object, too_long_error: str) -> list[Json] | None:
    """Return valid blocks of a message, None where there are none.

    Raises:
        CheckError: `invalid_blocks_format`, `invalid_blocks`, or `too_long_error` for too much text in all.

    """
    if given is None or given == "":
        return None
    if not isinstance(given, list):
        raise CheckError("invalid_blocks_format")
    problems = validate_message_blocks(given)
    if problems:
        raise CheckError("invalid_blocks", problems)
    if too_long(given):
        raise CheckError(too_long_error)
    return given


def attachments(given: object) -> list[Json] | None:
    """Return valid attachments, None where there are none.

    Raises:
        CheckError: `invalid_attachments`, `too_many_attachments` or `invalid_blocks`.

    """
    if given is None or given == "":
        return None
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise CheckError("invalid_arguments", ["[ERROR] must be an array of attachments [json-pointer:/attachments]"])
    if len(given) > ATTACHMENT_LIMIT:
        raise CheckError("too_many_attachments")
    for one in given:
        if "blocks" in one and (problems := validate_message_blocks(one["blocks"])):
            raise CheckError("invalid_blocks", problems)
    return [{"id": number} | one for number, one in enumerate(given, 1)]


def metadata(given: object) -> Json | None:
    """Return valid metadata (an event, or entities of work objects), None where there is none, {} where it goes.

    Raises:
        CheckError: `invalid_metadata_format`, `invalid_metadata_schema` or `metadata_too_large`.

    """
    if given is None or given == "":
        return None
    if not isinstance(given, dict):
        raise CheckError("invalid_metadata_format")
    if not given:
        return given
    if set(given) == {"entities"} and isinstance(given["entities"], list):
        return given
    if not isinstance(given.get("event_type"), str) or not isinstance(given.get("event_payload"), dict):
        raise CheckError("invalid_metadata_format")
    if not all(_allowed_in_metadata(value) for value in given["event_payload"].values()):
        raise CheckError("invalid_metadata_schema")
    if len(dumps(given).encode()) > METADATA_BYTES:
        raise CheckError("metadata_too_large")
    return {"event_type": given["event_type"], "event_payload": given["event_payload"]}


def _allowed_in_metadata(value: Any) -> bool:
    """A scalar, an array of scalars or of flat objects, or an object of scalars and arrays."""
    if isinstance(value, dict):
        return all(not isinstance(v, dict) for v in value.values())
    if isinstance(value, list):
        return all(not isinstance(v, list) for v in value)
    return True


def view_problems(given: object, kinds: tuple[str, ...] = ("modal",)) -> list[str]:
    """Return what is wrong with a view, nothing where it is valid."""
    if not isinstance(given, dict):
        return ["[ERROR] must provide an object [json-pointer:/view]"]
    if given.get("type") not in kinds:
        return [f"[ERROR] type must be one of {', '.join(kinds)} [json-pointer:/view/type]"]
    return validate_view(given)
