"""The one way a Web API call goes: method, token, rate, scope, arguments, handler, answer."""

import inspect
import logging
import re
import secrets

from aiohttp import web

from workspace.checks import CheckError
from workspace.jsontypes import Json, dumps
from workspace.office import Office
from workspace.schedule import ScheduleError
from workspace.streams import StreamError
from workspace.views import ViewError
from workspace.webapi import METHODS, arguments
from workspace.webapi.call import COMMON_ERRORS, ApiError, Call, Method

LOG = logging.getLogger("workspace")
REAL_TOKEN = re.compile(r"(xox[a-z](\.xox[a-z])?-\d+-|xapp-\d+-|xox[a-z]-[A-Z0-9]{8,})")
REFUSED = (
    "[ERROR] this token looks like one of a real Slack workspace. The local workspace takes only the tokens that it "
    "printed at its start; the other one was not stored or logged. Revoke it if it should not have come here."
)
HIDDEN = ("token", "client_secret")


async def answer(office: Office, request: web.Request) -> web.StreamResponse:
    """Answer one call of the Web API, with the faults that are armed."""
    name = request.match_info["method"]
    if (rule := office.faults.strike("http_429", name)) is not None:
        return _too_many(int(max(rule.seconds, 1)))
    if office.faults.strike("http_500", name):
        return web.Response(status=500, text="internal error")
    if office.faults.strike("reset_before", name):
        return _cut(request)
    raw: Json = {}
    try:
        raw, as_json = await arguments.read(request)
        body = await _called(office, request, name, raw, as_json)
    except ApiError as error:
        body = {"ok": False, "error": error.error, **error.more}
    office.traffic.add(
        "web_api",
        name,
        "ok" if body["ok"] else body["error"],
        request={key: value for key, value in raw.items() if key not in HIDDEN},
        response=body,
    )
    if office.faults.strike("reset_after", name):
        return _cut(request)
    if body.get("error") == "ratelimited":
        return _too_many(int(body["retry_after"]))
    return web.Response(text=dumps(body), content_type="application/json", headers=_headers(office, name))


async def _called(office: Office, request: web.Request, name: str, raw: Json, as_json: bool) -> Json:
    method = METHODS.get(name)
    if method is None:
        raise ApiError("unknown_method", req_method=name)
    _check_token(office, method, request, raw, as_json)
    wait = office.limits.wait_for_method(name, method.tier)
    if wait:
        raise ApiError("ratelimited", retry_after=wait)
    call = Call(office, method)
    call.need_scope(*method.scopes)
    call.args = arguments.typed(method, dict(request.query) if as_json and not method.json else raw)
    return {"ok": True, **await _handled(call)}


async def _handled(call: Call) -> Json:
    """Run the handler; turn what the rest of the workspace refuses into errors, and check that it declares them."""
    try:
        result = call.method.handler(call)
        return await result if inspect.isawaitable(result) else result
    except CheckError as error:
        more = {"response_metadata": {"messages": error.messages}} if error.messages else {}
        # Not every method has a name of its own for what is wrong with a message; the others call it an argument.
        raised = ApiError(error.error if error.error in call.method.errors else "invalid_arguments", **more)
    except (ViewError, ScheduleError, StreamError) as error:
        raised = ApiError(str(error))
    except ApiError as error:
        raised = error
    known = call.method.errors | COMMON_ERRORS
    if raised.error not in known and call.method.name != "api.test":
        LOG.error("%s answered %s, which it does not declare", call.method.name, raised.error)
        raise ApiError("internal_error")
    raise raised


def _check_token(office: Office, method: Method, request: web.Request, raw: Json, as_json: bool) -> None:
    scheme, _, header = request.headers.get("Authorization", "").partition(" ")
    in_body = "" if as_json else str(raw.get("token", ""))
    token = header.strip() if scheme.lower() == "bearer" else in_body
    if not token:
        raise ApiError("not_authed")
    if REAL_TOKEN.match(token):
        LOG.warning("A token that looks like one of a real Slack workspace was refused (%s).", method.name)
        raise ApiError("invalid_auth", response_metadata={"messages": [REFUSED]})
    if token not in (office.bot_token, office.app_token):
        raise ApiError("invalid_auth")
    if method.name not in ("api.test", "auth.test") and method.app_token != (token == office.app_token):
        raise ApiError("not_allowed_token_type")
    if method.app_token and not header:
        raise ApiError("missing_args")


def _headers(office: Office, name: str) -> dict[str, str]:
    method = METHODS.get(name)
    headers = {"X-Slack-Req-Id": secrets.token_hex(16), "X-OAuth-Scopes": ",".join(sorted(office.manifest.scopes))}
    if method is not None and method.scopes:
        headers["X-Accepted-OAuth-Scopes"] = ",".join(method.scopes)
    return headers


def _too_many(seconds: int) -> web.Response:
    body = dumps({"ok": False, "error": "ratelimited"})
    headers = {"Retry-After": str(seconds)}
    return web.Response(status=429, text=body, content_type="application/json", headers=headers)


def _cut(request: web.Request) -> web.Response:
    """Break the connection without an answer."""
    if request.transport is not None:
        request.transport.close()
    return web.Response(status=500)
