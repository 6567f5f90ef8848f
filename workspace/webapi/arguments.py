"""From a request's body to typed arguments: form, multipart and JSON, as Slack takes them."""

from typing import Any

from aiohttp import web

from workspace.jsontypes import Json, loads
from workspace.webapi.call import ApiError, Method, Param, invalid_arguments

TRUE, FALSE = ("1", "true", "True", "yes"), ("0", "false", "False", "no", "")
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


async def read(request: web.Request) -> tuple[Json, bool]:
    """Return the raw arguments of a request, and whether they came as JSON.

    Raises:
        ApiError: `invalid_json`, `json_not_object` or `invalid_form_data`.

    """
    raw: Json = dict(request.query)
    if request.content_type == "application/json":
        return raw | _parsed(await request.text()), True
    if request.content_type in FORM_TYPES:
        try:
            form = await request.post()
        except ValueError as error:
            raise ApiError("invalid_form_data") from error
        raw |= {name: value for name, value in form.items() if isinstance(value, str)}
    return raw, False


def _parsed(text: str) -> Json:
    if not text.strip():
        return {}
    try:
        body = loads(text)
    except ValueError as error:
        raise ApiError("invalid_json") from error
    if not isinstance(body, dict):
        raise ApiError("json_not_object")
    return body


def typed(method: Method, raw: Json) -> Json:
    """Return the arguments that the method knows, each in its type. api.test gets them all as they came.

    Raises:
        ApiError: `invalid_arguments`, naming each that is missing or of the wrong type.

    """
    if method.name == "api.test":
        return {name: value for name, value in raw.items() if name != "token"}
    absent = [p.name for p in method.params if p.required and raw.get(p.name) in (None, "")]
    if absent:
        raise invalid_arguments(*(f"missing required field: {name}" for name in absent))
    return {p.name: _typed(p, raw[p.name], method) for p in method.params if raw.get(p.name) is not None}


def _typed(param: Param, value: Any, method: Method) -> Any:
    match param.kind:
        case "int":
            return _integer(param, value)
        case "bool":
            return _flag(param, value)
        case "list":
            return _list(param, value)
        case "json":
            return _json(param, value, method)
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise invalid_arguments(f"must provide a string [json-pointer:/{param.name}]")
    return str(value)


def _integer(param: Param, value: Any) -> int | None:
    if value == "":
        return None
    try:
        return int(float(value))
    except (TypeError, ValueError, OverflowError) as error:
        raise invalid_arguments(f"must provide an integer [json-pointer:/{param.name}]") from error


def _flag(param: Param, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if str(value) in TRUE or str(value) in FALSE:
        return str(value) in TRUE
    raise invalid_arguments(f"must provide a boolean [json-pointer:/{param.name}]")


def _list(param: Param, value: Any) -> list[str]:
    """Return texts, which come as an array, as its JSON, or with commas between them."""
    given = value
    if isinstance(value, str):
        given = _array(value) if value.startswith("[") else [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise invalid_arguments(f"must provide an array of strings [json-pointer:/{param.name}]")
    return given


def _array(text: str) -> Any:
    try:
        return loads(text)
    except ValueError:
        return [text]


def _json(param: Param, value: Any, method: Method) -> Any:
    if not isinstance(value, str):
        return value
    if not value:
        return None
    try:
        return loads(value)
    except ValueError as error:
        own = f"invalid_{param.name}_format"
        if own in method.errors:
            raise ApiError(own) from error
        raise invalid_arguments(f"must provide valid JSON [json-pointer:/{param.name}]") from error
