"""The JSON of people, groups, channels and the bot, as Slack's methods return them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from workspace.jsontypes import Json
from workspace.seed import Group, Person
from workspace.state import SLACKBOT, Channel, State

ZONE_LABELS = {
    "WET": "Western European Time",
    "WEST": "Western European Summer Time",
    "CET": "Central European Time",
    "CEST": "Central European Summer Time",
    "EST": "Eastern Standard Time",
    "EDT": "Eastern Daylight Time",
    "+08": "Singapore Standard Time",
}
IMAGE_SIZES = (24, 32, 48, 72, 192, 512)


def team(state: State, url: str) -> Json:
    """Return the team."""
    seed = state.seed
    return {
        "id": seed.team_id,
        "name": seed.team_name,
        "domain": seed.team_domain,
        "email_domain": "",
        "url": url,
        "icon": {"image_default": True},
        "is_verified": False,
    }


def bot_profile(state: State, name: str | None = None) -> Json:
    """Return the profile that stands in each message of the bot."""
    seed = state.seed
    return {
        "id": seed.bot_id,
        "app_id": seed.app_id,
        "name": name or state.bot_name,
        "icons": {f"image_{size}": "" for size in (36, 48, 72)},
        "deleted": False,
        "updated": seed.created,
        "team_id": seed.team_id,
    }


def zone(person: Person, now: float) -> Json:
    """Return `tz`, `tz_label` and `tz_offset` (seconds) of a person at a moment."""
    local = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(person.tz))
    offset = local.utcoffset()
    return {
        "tz": person.tz,
        "tz_label": ZONE_LABELS.get(local.tzname() or "", local.tzname() or person.tz),
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
    }


def user(state: State, user_id: str, now: float, email: bool) -> Json:
    """Return a user as in users.info; `email` = the token may see addresses."""
    if user_id in state.people:
        person = state.people[user_id]
        shape = _member(state, person.id, person.name, person.real_name, person.title, person.color)
        shape |= zone(person, now)
        shape |= {"is_owner": person.is_owner, "is_admin": person.is_admin, "is_restricted": person.is_restricted}
        shape |= {"deleted": person.deleted, "is_email_confirmed": True}
        if person.team_id:
            shape |= {"team_id": person.team_id, "is_stranger": True}
            shape["profile"]["team"] = person.team_id
        first, _, last = person.real_name.partition(" ")
        shape["profile"] |= {"first_name": first, "last_name": last}
        if email:
            shape["profile"]["email"] = address(state, person)
        return shape
    name = "Slackbot" if user_id == SLACKBOT else state.bot_name
    shape = _member(state, user_id, state.handle(user_id), name, "", "757575")
    shape |= {"tz": "America/Los_Angeles", "tz_label": "Pacific Standard Time", "tz_offset": -28800}
    if user_id != SLACKBOT:
        # Slackbot says is_bot false, on the real Slack too: who filters bots must name it.
        shape["is_bot"] = True
        shape["profile"] |= {"bot_id": state.seed.bot_id, "api_app_id": state.seed.app_id, "always_active": True}
    return shape


def _member(state: State, user_id: str, handle: str, real_name: str, title: str, color: str) -> Json:
    profile: Json = {
        "title": title,
        "phone": "",
        "skype": "",
        "real_name": real_name,
        "real_name_normalized": real_name,
        "display_name": real_name.split(" ")[0],
        "display_name_normalized": real_name.split(" ")[0],
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
        "avatar_hash": "",
        "team": state.seed.team_id,
    }
    profile |= {f"image_{size}": "" for size in IMAGE_SIZES}
    return {
        "id": user_id,
        "team_id": state.seed.team_id,
        "name": handle,
        "deleted": False,
        "color": color,
        "real_name": real_name,
        "profile": profile,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": False,
        "is_app_user": False,
        "updated": state.seed.created,
    }


def address(state: State, person: Person) -> str:
    """Return a person's mail address."""
    return f"{person.name}@{state.seed.team_domain}.example"


def group(state: State, one: Group, with_users: bool, with_count: bool) -> Json:
    """Return a user group as in usergroups.list."""
    shape: Json = {
        "id": one.id,
        "team_id": state.seed.team_id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": one.name,
        "description": "",
        "handle": one.handle,
        "is_external": False,
        "date_create": state.seed.created,
        "date_update": state.seed.created,
        "date_delete": 0,
        "auto_provision": False,
        "created_by": next(iter(state.people), ""),
        "updated_by": next(iter(state.people), ""),
        "prefs": {"channels": [], "groups": []},
    }
    if with_users:
        shape["users"] = list(one.users)
    if with_count:
        shape["user_count"] = len(one.users)
    return shape


def channel(state: State, one: Channel, viewer: str) -> Json:
    """Return a conversation as `viewer` sees it in conversations.info."""
    if one.kind == "im":
        other = next((m for m in one.members if m != viewer), viewer)
        return {
            "id": one.id,
            "created": one.created,
            "is_archived": one.archived,
            "is_im": True,
            "is_org_shared": False,
            "user": other,
            "priority": 0,
        }
    return {
        "id": one.id,
        "name": one.name,
        "is_channel": one.kind == "channel",
        "is_group": one.kind == "group",
        "is_im": False,
        "is_mpim": one.kind == "mpim",
        "is_private": one.kind != "channel",
        "created": one.created,
        "is_archived": one.archived,
        "is_general": one.general,
        "unlinked": 0,
        "name_normalized": one.name,
        "is_shared": False,
        "is_org_shared": False,
        "is_ext_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "context_team_id": state.seed.team_id,
        "updated": one.created * 1000,
        "creator": one.creator,
        "shared_team_ids": [state.seed.team_id],
        "pending_connected_team_ids": [],
        "is_member": viewer in one.members,
        "topic": {"value": one.topic, "creator": one.creator, "last_set": one.created},
        "purpose": {"value": one.purpose, "creator": one.creator, "last_set": one.created},
        "previous_names": [],
    }
