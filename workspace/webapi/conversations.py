"""conversations.* that look: list, info, history, replies, members, and users.conversations."""

import re
from bisect import bisect_left, bisect_right

from workspace import shapes
from workspace.jsontypes import Json
from workspace.state import Channel
from workspace.webapi import paging, shown
from workspace.webapi.call import ApiError, Call, method

TYPES = {"public_channel": "channel", "private_channel": "group", "mpim": "mpim", "im": "im"}
READ = "channels:read groups:read mpim:read im:read"
HISTORY = "channels:history groups:history mpim:history im:history"
TS = re.compile(r"\d+(\.\d+)?")
FIRST, LAST = "0", "9999999999.999999"


def _kinds(call: Call) -> set[str]:
    """Return the kinds of conversations that are asked for, after checking the scope of each."""
    names = call.value("types") or ["public_channel"]
    if not set(names) <= set(TYPES):
        raise ApiError("invalid_types")
    kinds = {TYPES[name] for name in names}
    for kind in kinds:
        call.need_kind(kind)
    return kinds


def _listed(call: Call, channels: list[Channel]) -> Json:
    state = call.office.state
    kinds = _kinds(call)
    visible = [
        channel
        for channel in channels
        if channel.kind in kinds
        and (channel.kind == "channel" or call.me in channel.members)
        and not (call.flag("exclude_archived") and channel.archived)
    ]
    result = paging.page(call, visible, "channels", 100, 1000)
    result["channels"] = [shapes.channel(state, one, call.me) | _more(call, one) for one in result["channels"]]
    return result


def _more(call: Call, channel: Channel) -> Json:
    """Return what a list says of a conversation beyond conversations.info."""
    if channel.kind == "im":
        return {
            "is_user_deleted": any(one.deleted for m in channel.members if (one := call.office.state.people.get(m)))
        }
    return {"num_members": len(channel.members)} if call.method.name == "conversations.list" else {}


def conversations_list(call: Call) -> Json:
    """List the conversations that the bot can see."""
    return _listed(call, list(call.office.state.channels.values()))


def users_conversations(call: Call) -> Json:
    """List the conversations that a user is in and the bot can see."""
    state = call.office.state
    result = _listed(call, list(state.conversations_of(call.text("user", call.me))))
    for channel in result["channels"]:
        channel.pop("is_member", None)
    return result


def conversations_info(call: Call) -> Json:
    """Describe a conversation."""
    channel = call.channel()
    shape = shapes.channel(call.office.state, channel, call.me)
    if channel.kind == "im":
        shape["last_read"] = channel.order[-1] if channel.order else "0000000000.000000"
    if call.flag("include_num_members"):
        shape["num_members"] = len(channel.members)
    if call.flag("include_locale"):
        shape["locale"] = "en-US"
    return {"channel": shape}


def conversations_members(call: Call) -> Json:
    """List the members of a conversation."""
    return paging.page(call, call.channel().members, "members", 100, 1000)


def _span(call: Call, cursor_is: str) -> tuple[str, str, bool]:
    """Return oldest, latest and inclusive, narrowed by the cursor, which stands in the place of `cursor_is`."""
    oldest, latest = call.text("oldest", FIRST) or FIRST, call.text("latest", LAST) or LAST
    for name, given in (("oldest", oldest), ("latest", latest)):
        if not TS.fullmatch(given):
            raise ApiError(f"invalid_ts_{name}")
    cursor = call.text("cursor")
    if cursor:
        place = paging.decode(cursor)
        if not TS.fullmatch(place):
            raise ApiError("invalid_cursor")
        oldest, latest = (place, latest) if cursor_is == "oldest" else (oldest, place)
    return oldest, latest, call.flag("inclusive") and not cursor


def _between(order: list[str], oldest: str, latest: str, inclusive: bool) -> list[str]:
    left, right = (bisect_left, bisect_right) if inclusive else (bisect_right, bisect_left)
    return order[left(order, _padded(oldest)) : right(order, _padded(latest))]


def _padded(ts: str) -> str:
    """Return a ts that compares with others as text: ten digits, a dot, six digits."""
    seconds, _, fraction = ts.partition(".")
    return f"{int(seconds):010d}.{fraction:0<6.6}"


def _shown(call: Call, stored: Json) -> Json:
    message = shown.message(call.method.name, stored)
    if not call.flag("include_all_metadata"):
        message.pop("metadata", None)
    return message


def conversations_history(call: Call) -> Json:
    """Return messages of a conversation, newest first, replies left out."""
    channel = call.member(call.channel())
    size = paging.limit(call, 100, 999)
    found = _between(channel.order, *_span(call, "latest"))
    page = found[-size:]
    result: Json = {
        "messages": [_shown(call, channel.messages[ts]) for ts in reversed(page)],
        "has_more": len(found) > size,
        "pin_count": len(channel.pins),
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }
    if len(found) > size:
        result["response_metadata"] = {"next_cursor": paging.encode(page[0])}
    return result


def conversations_replies(call: Call) -> Json:
    """Return a thread, oldest first; the root comes on every page."""
    channel = call.channel()
    if call.me not in channel.members:
        raise ApiError("channel_not_found")
    root = channel.messages.get(call.text("ts"))
    if root is None:
        raise ApiError("thread_not_found")
    size = paging.limit(call, 999, 999)
    replies = channel.threads.get(root["ts"], [])
    found = _between(replies, *_span(call, "oldest"))
    page = found[:size]
    result: Json = {
        "messages": [_shown(call, root), *(_shown(call, channel.messages[ts]) for ts in page)],
        "has_more": len(found) > size,
    }
    if len(found) > size:
        result["response_metadata"] = {"next_cursor": paging.encode(page[-1])}
    return result


LISTED = "types:list exclude_archived:bool cursor limit:int team_id"
SPAN = "oldest latest inclusive:bool include_all_metadata:bool cursor limit:int"
METHODS = (
    method(
        "conversations.list",
        "t2",
        conversations_list,
        READ,
        LISTED,
        "invalid_cursor invalid_limit invalid_types missing_scope",
        json=False,
    ),
    method(
        "users.conversations",
        "t3",
        users_conversations,
        READ,
        f"{LISTED} user exclude_muted:bool",
        "invalid_cursor invalid_limit invalid_types missing_scope",
        json=False,
    ),
    method(
        "conversations.info",
        "t3",
        conversations_info,
        READ,
        "channel! include_locale:bool include_num_members:bool",
        "channel_not_found missing_scope",
        json=False,
    ),
    method(
        "conversations.members",
        "t4",
        conversations_members,
        READ,
        "channel! cursor limit:int",
        "channel_not_found invalid_cursor invalid_limit missing_scope",
        json=False,
    ),
    method(
        "conversations.history",
        "t3",
        conversations_history,
        HISTORY,
        f"channel! {SPAN}",
        "channel_not_found invalid_cursor invalid_ts_latest invalid_ts_oldest not_in_channel",
    ),
    method(
        "conversations.replies",
        "t3",
        conversations_replies,
        HISTORY,
        f"channel! ts! {SPAN}",
        "channel_not_found invalid_cursor invalid_ts_latest invalid_ts_oldest thread_not_found",
        json=False,
    ),
)
