"""api.test, auth.test, apps.connections.open, team.info and bots.info."""

from workspace import shapes
from workspace.jsontypes import Json
from workspace.webapi.call import ApiError, Call, method


def api_test(call: Call) -> Json:
    """Answer with the arguments; `error` makes it fail with that error."""
    if call.text("error"):
        raise ApiError(call.text("error"), args=call.args)
    return {"args": call.args}


def auth_test(call: Call) -> Json:
    """Say who the token belongs to."""
    seed, state = call.office.seed, call.office.state
    return {
        "url": f"{call.office.base}/",
        "team": seed.team_name,
        "user": state.handle(seed.bot_user),
        "team_id": seed.team_id,
        "user_id": seed.bot_user,
        "bot_id": seed.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(call: Call) -> Json:
    """Hand out the address of a WebSocket, good for one handshake."""
    base = call.office.base.replace("http://", "ws://", 1)
    ticket = call.office.connections.ticket()
    return {"url": f"{base}/link/?ticket={ticket}&app_id={call.office.seed.app_id}"}


def team_info(call: Call) -> Json:
    """Describe the team."""
    if call.text("team", call.office.seed.team_id) != call.office.seed.team_id:
        raise ApiError("team_not_found")
    return {"team": shapes.team(call.office.state, f"{call.office.base}/")}


def bots_info(call: Call) -> Json:
    """Describe the app's bot."""
    seed = call.office.seed
    if call.text("bot", seed.bot_id) != seed.bot_id:
        raise ApiError("bot_not_found")
    profile = shapes.bot_profile(call.office.state)
    del profile["team_id"]
    return {"bot": profile | {"user_id": seed.bot_user}}


METHODS = (
    method("api.test", "t4", api_test, params="error"),
    method("auth.test", "t5", auth_test),
    method("apps.connections.open", "t3", connections_open, app_token=True, errors="missing_args"),
    method("team.info", "t3", team_info, "team:read", "team domain", "team_not_found"),
    method("bots.info", "t3", bots_info, "users:read", "bot team_id", "bot_not_found", json=False),
)
