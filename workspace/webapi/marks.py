"""reactions.*, pins.* and bookmarks.add: what is put on a message or a channel."""

import re

from workspace.jsontypes import Json
from workspace.webapi import shown
from workspace.webapi.call import ApiError, Call, method

EMOJI = re.compile(r"[a-z0-9_+'\-]+(::skin-tone-[2-6])?")
MOST_EMOJI = 50
MOST_PINS = 100


def _target(call: Call) -> tuple[str, str]:
    if not call.text("timestamp") or not call.text("channel"):
        raise ApiError("no_item_specified")
    return call.text("channel"), call.text("timestamp")


def _name(call: Call) -> str:
    name = call.text("name").strip(":")
    if not EMOJI.fullmatch(name):
        raise ApiError("invalid_name")
    return name


def reactions_add(call: Call) -> Json:
    """Put an emoji on a message."""
    _target(call)
    channel = call.channel()
    if channel.archived:
        raise ApiError("is_archived")
    message, name = call.message(channel, "timestamp"), _name(call)
    reactions = message.get("reactions", [])
    if len(reactions) >= MOST_EMOJI and all(one["name"] != name for one in reactions):
        raise ApiError("too_many_emoji")
    if not call.office.messages.react(channel, message, call.me, name):
        raise ApiError("already_reacted")
    return {}


def reactions_remove(call: Call) -> Json:
    """Take the bot's emoji off a message."""
    _target(call)
    channel = call.channel()
    message = call.message(channel, "timestamp")
    if not call.office.messages.unreact(channel, message, call.me, _name(call)):
        raise ApiError("no_reaction")
    return {}


def reactions_get(call: Call) -> Json:
    """Return a message with its reactions."""
    _target(call)
    channel = call.channel()
    return {
        "type": "message",
        "channel": channel.id,
        "message": shown.message("reactions.get", call.message(channel, "timestamp")),
    }


def pins_add(call: Call) -> Json:
    """Pin a message to its channel."""
    _target(call)
    channel = call.member(call.channel())
    ts = call.message(channel, "timestamp")["ts"]
    if ts in channel.pins:
        raise ApiError("already_pinned")
    if len(channel.pins) >= MOST_PINS:
        raise ApiError("too_many_pins")
    channel.pins.append(ts)
    return {}


def pins_remove(call: Call) -> Json:
    """Take a pin away."""
    _target(call)
    channel = call.channel()
    ts = call.message(channel, "timestamp")["ts"]
    if ts not in channel.pins:
        raise ApiError("no_pin")
    channel.pins.remove(ts)
    return {}


def bookmarks_add(call: Call) -> Json:
    """Put a link at the top of a channel."""
    channel = call.channel("channel_id")
    if call.text("type") != "link":
        raise ApiError("invalid_bookmark_type")
    if not call.text("link").startswith(("http://", "https://")):
        raise ApiError("invalid_link")
    now = int(call.office.clock.now())
    bookmark: Json = {
        "id": call.office.state.new_id("Bk"),
        "channel_id": channel.id,
        "title": call.text("title"),
        "link": call.text("link"),
        "emoji": call.text("emoji"),
        "icon_url": "",
        "type": "link",
        "entity_id": None,
        "date_created": now,
        "date_updated": 0,
        "rank": f"{len(channel.bookmarks):04d}",
        "last_updated_by_user_id": call.me,
        "last_updated_by_team_id": call.office.seed.team_id,
        "shortcut_id": None,
        "app_id": None,
    }
    channel.bookmarks.append(bookmark)
    return {"bookmark": bookmark}


FOUND = "channel_not_found message_not_found no_item_specified"
METHODS = (
    method(
        "reactions.add",
        "t3",
        reactions_add,
        "reactions:write",
        "channel! name! timestamp!",
        f"{FOUND} already_reacted invalid_name is_archived too_many_emoji",
    ),
    method(
        "reactions.remove",
        "t2",
        reactions_remove,
        "reactions:write",
        "name! channel timestamp file file_comment",
        f"{FOUND} invalid_name no_reaction",
    ),
    method(
        "reactions.get",
        "t3",
        reactions_get,
        "reactions:read",
        "channel timestamp file file_comment full:bool",
        FOUND,
        json=False,
    ),
    method(
        "pins.add",
        "t2",
        pins_add,
        "pins:write",
        "channel! timestamp",
        f"{FOUND} already_pinned not_in_channel too_many_pins",
    ),
    method("pins.remove", "t2", pins_remove, "pins:write", "channel! timestamp", f"{FOUND} no_pin"),
    method(
        "bookmarks.add",
        "t2",
        bookmarks_add,
        "bookmarks:write",
        "channel_id title! type! link emoji entity_id access_level parent_id",
        "channel_not_found invalid_bookmark_type invalid_link",
    ),
)
