"""users.*, usergroups.* and dnd.*."""

from workspace import shapes
from workspace.jsontypes import Json
from workspace.state import SLACKBOT
from workspace.webapi import paging
from workspace.webapi.call import ApiError, Call, method

NO_DND = {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}


def _user(call: Call, user: str) -> Json:
    email = "users:read.email" in call.office.manifest.scopes
    shape = shapes.user(call.office.state, user, call.office.clock.now(), email)
    return shape | ({"locale": "en-US"} if call.flag("include_locale") else {})


def _known(call: Call, name: str, default: str = "") -> str:
    user = call.text(name, default)
    if not call.office.state.exists(user) and user != SLACKBOT:
        raise ApiError("user_not_found")
    return user


def users_list(call: Call) -> Json:
    """List everybody, Slackbot and the app's bot included."""
    state = call.office.state
    everybody = [SLACKBOT, *state.people, state.seed.bot_user]
    result = paging.page(call, everybody, "members", len(everybody), 1000)
    result["members"] = [_user(call, user) for user in result["members"]]
    return {**result, "cache_ts": int(call.office.clock.now())}


def users_info(call: Call) -> Json:
    """Describe one user."""
    return {"user": _user(call, _known(call, "user"))}


def users_lookup(call: Call) -> Json:
    """Find a user by address."""
    state, wanted = call.office.state, call.text("email").lower()
    for person in state.people.values():
        if shapes.address(state, person) == wanted:
            return {"user": _user(call, person.id)}
    raise ApiError("users_not_found")


def users_profile(call: Call) -> Json:
    """Return one user's profile."""
    profile = _user(call, _known(call, "user", call.me))["profile"]
    del profile["team"]
    return {"profile": profile}


def users_presence(call: Call) -> Json:
    """Say whether a user is there: people who have the page open are."""
    user = call.text("user", call.me)
    active = user == call.me or call.office.feed.is_open_for(user)
    return {"presence": "active" if active else "away"}


def groups_list(call: Call) -> Json:
    """List the user groups."""
    state = call.office.state
    users, count = call.flag("include_users"), call.flag("include_count")
    return {"usergroups": [shapes.group(state, one, users, count) for one in state.groups.values()]}


def group_users(call: Call) -> Json:
    """List the members of a user group."""
    group = call.office.state.groups.get(call.text("usergroup"))
    if group is None:
        raise ApiError("no_such_subteam")
    return {"users": list(group.users)}


def dnd_info(call: Call) -> Json:
    """Say whether a user is not to be disturbed: nobody is."""
    _known(call, "user", call.me)
    return dict(NO_DND)


def dnd_team(call: Call) -> Json:
    """Say so for several users."""
    return {"users": {user: dict(NO_DND) for user in call.value("users") if call.office.state.exists(user)}}


PAGED = "cursor limit:int"
METHODS = (
    method(
        "users.list",
        "t2",
        users_list,
        "users:read",
        f"{PAGED} include_locale:bool team_id",
        "invalid_cursor",
        json=False,
    ),
    method("users.info", "t4", users_info, "users:read", "user! include_locale:bool", "user_not_found", json=False),
    method("users.lookupByEmail", "t3", users_lookup, "users:read.email", "email!", "users_not_found", json=False),
    method(
        "users.profile.get",
        "t4",
        users_profile,
        "users.profile:read",
        "user include_labels:bool",
        "user_not_found",
        json=False,
    ),
    method("users.getPresence", "t3", users_presence, "users:read", "user", json=False),
    method(
        "usergroups.list",
        "t2",
        groups_list,
        "usergroups:read",
        "include_users:bool include_count:bool include_disabled:bool team_id",
        json=False,
    ),
    method(
        "usergroups.users.list",
        "t2",
        group_users,
        "usergroups:read",
        "usergroup! include_disabled:bool team_id",
        "no_such_subteam",
        json=False,
    ),
    method("dnd.info", "t3", dnd_info, "dnd:read", "user team_id", "user_not_found", json=False),
    method("dnd.teamInfo", "t2", dnd_team, "dnd:read", "users:list! team_id", json=False),
)
