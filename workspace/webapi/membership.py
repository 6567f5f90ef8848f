"""conversations.* that change who is where: open, join, invite, create."""

import re

from workspace import shapes
from workspace.jsontypes import Json
from workspace.state import Channel
from workspace.webapi.call import ApiError, Call, method

WRITE = "channels:manage groups:write im:write mpim:write"
NAME = re.compile(r"[a-z0-9_\-\u00c0-\U0010ffff]+")
NAME_LENGTH = 80
MOST_IN_GROUP = 8


def _shape(call: Call, channel: Channel) -> Json:
    return shapes.channel(call.office.state, channel, call.me)


def conversations_open(call: Call) -> Json:
    """Open a direct conversation with one user or a few, or the one whose id is given."""
    state = call.office.state
    if call.text("channel"):
        channel = call.channel()
        if channel.kind not in ("im", "mpim"):
            raise ApiError("method_not_supported_for_channel_type")
        return _opened(call, channel, already=True)
    users = call.value("users") or []
    if not users:
        raise ApiError("users_list_not_supplied")
    if len(users) > MOST_IN_GROUP:
        raise ApiError("too_many_users")
    for user in users:
        if user not in state.people:
            raise ApiError("user_not_found")
        if state.people[user].deleted:
            raise ApiError("user_disabled")
    call.need_kind("im" if len(users) == 1 else "mpim")
    existing = state.direct([call.me, *users])
    return _opened(call, existing or state.open_direct([call.me, *users], call.office.clock.now()), bool(existing))


def _opened(call: Call, channel: Channel, already: bool) -> Json:
    full = _shape(call, channel) if call.flag("return_im") or channel.kind == "mpim" else {"id": channel.id}
    return {"channel": full} | ({"no_op": True, "already_open": True} if already else {})


def conversations_join(call: Call) -> Json:
    """Join a public channel."""
    channel = call.channel()
    if channel.kind != "channel":
        raise ApiError("method_not_supported_for_channel_type")
    if channel.archived:
        raise ApiError("is_archived")
    if call.me in channel.members:
        already = "already_in_channel"
        return {"channel": _shape(call, channel), "warning": already, "response_metadata": {"warnings": [already]}}
    channel.members.append(call.me)
    call.office.events.member("member_joined_channel", channel, call.me)
    return {"channel": _shape(call, channel)}


def conversations_invite(call: Call) -> Json:
    """Bring users into a channel."""
    state = call.office.state
    channel = call.member(call.channel())
    if channel.kind not in ("channel", "group"):
        raise ApiError("method_not_supported_for_channel_type")
    if channel.archived:
        raise ApiError("is_archived")
    users = call.value("users") or []
    if not users:
        raise ApiError("no_user")
    errors = [{"ok": False, "error": error, "user": user} for user in users if (error := _refusal(call, channel, user))]
    if errors:
        raise ApiError(str(errors[0]["error"]), errors=errors)
    for user in users:
        channel.members.append(user)
        call.office.events.member("member_joined_channel", channel, user, call.me)
        call.office.announce(channel, user)
    return {"channel": shapes.channel(state, channel, call.me)}


def _refusal(call: Call, channel: Channel, user: str) -> str | None:
    if user == call.me:
        return "cant_invite_self"
    if user not in call.office.state.people:
        return "user_not_found"
    return "already_in_channel" if user in channel.members else None


def conversations_create(call: Call) -> Json:
    """Make a channel; the bot is its first member."""
    state, name = call.office.state, call.text("name")
    if len(name) > NAME_LENGTH:
        raise ApiError("invalid_name_maxlength")
    if not NAME.fullmatch(name) or name != name.lower():
        raise ApiError("invalid_name_specials")
    if not any(character.isalnum() for character in name):
        raise ApiError("invalid_name_punctuation")
    if state.channel_named(name) is not None:
        raise ApiError("name_taken")
    kind = "group" if call.flag("is_private") else "channel"
    call.need_kind(kind)
    channel = Channel(state.new_id("C"), name, kind, [call.me], call.me, int(call.office.clock.now()))
    state.channels[channel.id] = channel
    call.office.announce(channel, None)
    return {"channel": _shape(call, channel)}


METHODS = (
    method(
        "conversations.open",
        "t3",
        conversations_open,
        WRITE,
        "channel users:list return_im:bool prevent_creation:bool",
        "channel_not_found method_not_supported_for_channel_type missing_scope too_many_users user_disabled "
        "user_not_found users_list_not_supplied",
    ),
    method(
        "conversations.join",
        "t3",
        conversations_join,
        "channels:join",
        "channel!",
        "channel_not_found is_archived method_not_supported_for_channel_type",
    ),
    method(
        "conversations.invite",
        "t3",
        conversations_invite,
        "channels:write.invites groups:write.invites channels:manage groups:write im:write mpim:write",
        "channel! users:list! force:bool",
        "already_in_channel cant_invite_self channel_not_found is_archived method_not_supported_for_channel_type "
        "no_user not_in_channel user_not_found",
    ),
    method(
        "conversations.create",
        "t2",
        conversations_create,
        f"{WRITE} channels:write",
        "name! is_private:bool team_id",
        "invalid_name_maxlength invalid_name_specials invalid_name_punctuation missing_scope name_taken",
    ),
)
