"""What the page looks at: everything at its start, a channel, a thread, the traffic."""

from workspace import shapes
from workspace.jsontypes import Json
from workspace.state import Channel
from workspace.ui.desk import Desk

KINDS = {"channel": "channel", "group": "channel", "mpim": "dm", "im": "dm"}


async def boot(desk: Desk) -> Json:
    """Return all that the page needs to draw itself for one person."""
    office, state = desk.office, desk.office.state
    dm = state.open_direct([state.seed.bot_user, desk.me], office.clock.now())
    shown = [c for c in state.channels.values() if c.kind == "channel" or desk.me in c.members]
    return {
        "team": {"id": state.seed.team_id, "name": state.seed.team_name},
        "me": desk.me,
        "people": _people(desk),
        "groups": [
            {"id": g.id, "handle": g.handle, "name": g.name, "users": list(g.users)} for g in state.groups.values()
        ],
        "app": _app(desk) | {"dm": dm.id},
        "conversations": [conversation(desk, channel) for channel in shown],
        "views": office.views.stack(desk.me),
        "now": office.clock.now(),
        "clock_scale": office.clock.scale,
    }


def _people(desk: Desk) -> list[Json]:
    state, now = desk.office.state, desk.office.clock.now()
    people: list[Json] = [
        {
            "id": person.id,
            "name": person.name,
            "real_name": person.real_name,
            "display_name": person.real_name.split(" ")[0],
            "title": person.title,
            "city": person.city,
            "color": person.color,
            "is_bot": False,
            "is_restricted": person.is_restricted,
            "deleted": person.deleted,
            **shapes.zone(person, now),
        }
        for person in state.people.values()
    ]
    return [*people, _bot(desk)]


def _bot(desk: Desk) -> Json:
    state = desk.office.state
    return {
        "id": state.seed.bot_user,
        "name": state.handle(state.seed.bot_user),
        "real_name": state.bot_name,
        "display_name": state.bot_name,
        "title": "",
        "city": "",
        "tz": "UTC",
        "tz_label": "UTC",
        "tz_offset": 0,
        "color": "4a4a6a",
        "is_bot": True,
        "is_restricted": False,
        "deleted": False,
    }


def _app(desk: Desk) -> Json:
    office, manifest = desk.office, desk.office.manifest
    return {
        "id": office.seed.app_id,
        "name": manifest.name,
        "bot_user": office.seed.bot_user,
        "commands": [
            {"command": c.command, "description": c.description, "usage_hint": c.usage_hint} for c in manifest.commands
        ],
        "shortcuts": [{"callback_id": s.callback_id, "name": s.name, "type": s.type} for s in manifest.shortcuts],
        "home": manifest.home,
        "messages": manifest.messages_tab,
        "messages_read_only": manifest.messages_read_only,
        "connected": bool(office.connections.open()),
        "connections": len(office.connections.open()),
    }


def conversation(desk: Desk, channel: Channel) -> Json:
    """Return a conversation as it stands in the sidebar of one person."""
    state = desk.office.state
    mark = state.read_mark(desk.me, channel.id)
    others = [member for member in channel.members if member != desk.me]
    with_app = channel.kind == "im" and state.seed.bot_user in channel.members
    name = channel.name or (state.handle(others[0]) if others else state.handle(desk.me))
    return {
        "id": channel.id,
        "name": name,
        "kind": "app" if with_app else KINDS[channel.kind],
        "private": channel.kind != "channel",
        "topic": channel.topic,
        "is_member": desk.me in channel.members,
        "archived": channel.archived,
        "unread": mark.unread,
        "mentions": mark.mentions,
        "last_read": mark.last_read,
        "members": len(channel.members),
        **({"with": others[0] if others else desk.me} if channel.kind == "im" else {}),
    }


async def history(desk: Desk) -> Json:
    """Return messages of a channel, oldest first, with what only this person sees among the newest."""
    channel, before = desk.channel(), desk.text("before")
    limit = max(1, min(desk.number("limit", 50), 1000))
    messages = channel.before(before, limit)
    first = messages[0]["ts"] if messages else ""
    own = [
        one
        for one in desk.office.messages.ephemerals_of(desk.me, channel.id)
        if "thread_ts" not in one and one["ts"] > first and (not before or one["ts"] < before)
    ]
    has_more = bool(messages) and channel.order[0] < first
    return {"messages": sorted([*messages, *own], key=lambda m: str(m["ts"])), "has_more": has_more}


async def thread(desk: Desk) -> Json:
    """Return a thread with what only this person sees in it."""
    channel, ts = desk.channel(), desk.text("ts")
    own = [m for m in desk.office.messages.ephemerals_of(desk.me, channel.id) if m.get("thread_ts") == ts]
    return {"messages": sorted([*channel.thread(ts), *own], key=lambda m: str(m["ts"]))}


async def message(desk: Desk) -> Json:
    """Return one message, in a list of its own."""
    return {"messages": [desk.message(desk.channel())]}


async def traffic(desk: Desk) -> Json:
    """Return the newest entries of the traffic log."""
    return {"entries": desk.office.traffic.latest(desk.number("limit", 200))}
