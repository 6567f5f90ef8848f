"""views.open, views.push, views.update and views.publish."""

from workspace.blocks import view_too_large
from workspace.checks import view_problems
from workspace.jsontypes import Json
from workspace.triggers import Trigger, TriggerError
from workspace.webapi.call import ApiError, Call, invalid_arguments, method


def _view(call: Call, *kinds: str) -> Json:
    given = call.value("view")
    if isinstance(given, dict) and view_too_large(given):
        raise ApiError("view_too_large")
    problems = view_problems(given, kinds)
    if problems or not isinstance(given, dict):
        raise ApiError("invalid_arguments", response_metadata={"messages": problems})
    return given


def _trigger(call: Call) -> Trigger:
    given = call.text("trigger_id") or call.text("interactivity_pointer")
    if not given:
        raise invalid_arguments("missing required field: trigger_id")
    try:
        return call.office.triggers.use(given)
    except TriggerError as error:
        raise ApiError(str(error)) from error


def views_open(call: Call) -> Json:
    """Open a modal for the person whose click brought the trigger."""
    view = _view(call, "modal")
    trigger = _trigger(call)
    return {"view": dict(call.office.views.open(trigger.user, view))}


def views_push(call: Call) -> Json:
    """Put a modal on top of the one whose click brought the trigger."""
    view = _view(call, "modal")
    trigger = _trigger(call)
    if trigger.view_id is None:
        raise ApiError("invalid_trigger_id")
    return {"view": dict(call.office.views.push(trigger.user, view))}


def views_update(call: Call) -> Json:
    """Change an open modal, or an App Home, by its id or the app's own id for it."""
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if not view_id and not external_id:
        raise invalid_arguments("missing required field: view_id")
    found = call.office.views.find(view_id, external_id)
    if found is None:
        raise ApiError("not_found")
    view = _view(call, found["type"])
    return {"view": dict(call.office.views.update(found, view, call.text("hash") or None))}


def views_publish(call: Call) -> Json:
    """Set a person's App Home."""
    if not call.office.manifest.home:
        raise ApiError("not_enabled")
    if call.text("user_id") not in call.office.state.people:
        raise invalid_arguments("user_id is not a user of this team [json-pointer:/user_id]")
    view = _view(call, "home")
    return {"view": dict(call.office.views.publish(call.text("user_id"), view, call.text("hash") or None))}


TRIGGER_ERRORS = "exchanged_trigger_id expired_trigger_id invalid_trigger_id"
METHODS = (
    method(
        "views.open",
        "t4",
        views_open,
        "",
        "view:json! trigger_id interactivity_pointer",
        f"duplicate_external_id view_too_large {TRIGGER_ERRORS}",
    ),
    method(
        "views.push",
        "t4",
        views_push,
        "",
        "view:json! trigger_id interactivity_pointer",
        f"duplicate_external_id view_too_large not_found push_limit_reached {TRIGGER_ERRORS}",
    ),
    method(
        "views.update",
        "t4",
        views_update,
        "",
        "view:json! view_id external_id hash",
        "duplicate_external_id hash_conflict not_found view_too_large",
    ),
    method(
        "views.publish",
        "t4",
        views_publish,
        "",
        "user_id! view:json! hash interactivity_pointer",
        "duplicate_external_id hash_conflict not_enabled view_too_large",
    ),
)
