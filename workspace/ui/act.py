"""What a person does on the page."""

from workspace import typed
from workspace.interactions import RefusedError
from workspace.jsontypes import Json
from workspace.messages import Draft
from workspace.state import Channel
from workspace.ui.desk import Desk
from workspace.ui.look import conversation

MESSAGE_LENGTH = 40_000


def _joined(desk: Desk) -> Channel:
    channel = desk.channel()
    if channel.archived:
        raise RefusedError("is_archived", "This channel is archived.")
    if desk.me not in channel.members:
        raise RefusedError("not_in_channel", "Join the channel first.")
    return channel


def _typed(desk: Desk) -> tuple[str, list[Json]]:
    given = desk.text("text")
    if not given.strip():
        raise RefusedError("no_text", "There is nothing to send.")
    if len(given) > MESSAGE_LENGTH:
        raise RefusedError("msg_too_long", f"A message holds {MESSAGE_LENGTH} characters at most.")
    return typed.message(desk.office.state, given)


def _own(desk: Desk) -> tuple[Channel, Json]:
    channel = desk.channel()
    message = desk.message(channel)
    if message.get("user") != desk.me:
        raise RefusedError("not_yours", "Only its author can change a message.")
    return channel, message


async def send(desk: Desk) -> Json:
    """Post what was typed."""
    channel = _joined(desk)
    manifest = desk.office.manifest
    with_app = channel.kind == "im" and desk.office.seed.bot_user in channel.members
    if with_app and (not manifest.messages_tab or manifest.messages_read_only):
        raise RefusedError("messages_tab_disabled", "This app does not take messages.")
    text, blocks = _typed(desk)
    thread_ts = desk.text("thread_ts") or None
    if thread_ts and thread_ts not in channel.messages:
        raise RefusedError("thread_not_found", "That thread is not there any more.")
    draft = Draft(desk.me, text, blocks, thread_ts=thread_ts, broadcast=bool(desk.args.get("broadcast")))
    return {"ts": desk.office.messages.post(channel, draft)["ts"]}


async def edit(desk: Desk) -> Json:
    """Change an own message."""
    channel, message = _own(desk)
    text, blocks = _typed(desk)
    desk.office.messages.edit(channel, message["ts"], {"text": text, "blocks": blocks}, desk.me)
    return {"ok": True}


async def delete(desk: Desk) -> Json:
    """Delete an own message."""
    channel, message = _own(desk)
    desk.office.messages.delete(channel, message["ts"])
    return {"ok": True}


async def react(desk: Desk) -> Json:
    """Give an emoji, or take it back."""
    channel, messages = desk.channel(), desk.office.messages
    message, name = desk.message(channel), desk.text("name").strip(":")
    if not name:
        raise RefusedError("invalid_name", "Name an emoji.")
    if not messages.react(channel, message, desk.me, name):
        messages.unreact(channel, message, desk.me, name)
    return {"ok": True}


async def command(desk: Desk) -> Json:
    """Run a slash command."""
    channel = _joined(desk)
    answer = await desk.office.interactions.command(
        desk.me, channel, desk.text("command"), desk.text("text"), desk.text("thread_ts") or None
    )
    return {"ok": True, "response": answer}


async def action(desk: Desk) -> Json:
    """Use an element of a message, a modal or App Home."""
    office, container, given = desk.office, desk.object("container"), desk.object("action")
    if not isinstance(given.get("block_id"), str) or not isinstance(given.get("action_id"), str):
        raise RefusedError("invalid_action", "An action needs its block_id and action_id.")
    if container.get("type") == "view":
        await office.interactions.view_action(desk.me, _view(desk, container.get("view_id")), given, _values(desk))
        return {"ok": True}
    channel = Desk(office, desk.me, container).channel()
    message = _clicked(desk, channel, container)
    await office.interactions.message_action(desk.me, channel, message, given, _values(desk))
    return {"ok": True}


def _values(desk: Desk) -> Json:
    """Return what the page says of its fields; what has not the shape of `{block: {action: {…}}}` is left out."""
    values = desk.object("state").get("values")
    blocks = values.items() if isinstance(values, dict) else ()
    return {
        block: {action: one for action, one in actions.items() if isinstance(one, dict)}
        for block, actions in blocks
        if isinstance(actions, dict)
    }


def _clicked(desk: Desk, channel: Channel, container: Json) -> Json:
    ephemeral = desk.office.state.ephemerals.get(str(container.get("ephemeral_id") or ""))
    if ephemeral is not None and ephemeral["reader"] == desk.me:
        return ephemeral
    return Desk(desk.office, desk.me, container).message(channel)


def _view(desk: Desk, view_id: object) -> Json:
    home = desk.office.state.homes.get(desk.me)
    mine = [*desk.office.state.stacks.get(desk.me, []), *([home] if home else [])]
    for view in mine:
        if view["id"] == view_id:
            return view
    raise RefusedError("view_not_found", "That window is closed already.")


async def submit(desk: Desk) -> Json:
    """Submit a modal."""
    view = _view(desk, desk.text("view_id"))
    return {"ok": True, **await desk.office.interactions.submit(desk.me, view, _values(desk))}


async def close(desk: Desk) -> Json:
    """Close the top modal, or all."""
    await desk.office.interactions.close(desk.me, bool(desk.args.get("all")))
    return {"ok": True}


async def shortcut(desk: Desk) -> Json:
    """Run a shortcut, on a message where `channel` and `ts` are given."""
    channel = desk.channel() if desk.text("channel") and desk.text("ts") else None
    message = desk.message(channel) if channel is not None else None
    await desk.office.interactions.shortcut(desk.me, desk.text("callback_id"), channel, message)
    return {"ok": True}


async def home(desk: Desk) -> Json:
    """Open the app's Home or Messages tab; return the Home as it is now."""
    office = desk.office
    dm = office.state.open_direct([office.seed.bot_user, desk.me], office.clock.now())
    view = office.state.homes.get(desk.me)
    tab = "messages" if desk.text("tab") == "messages" else "home"
    office.events.home_opened(desk.me, dm, tab, view if tab == "home" else None)
    return {"view": office.views.home(desk.me), "channel": dm.id}


async def read(desk: Desk) -> Json:
    """Remember how far a conversation was read."""
    desk.office.messages.read(desk.channel(), desk.me, desk.text("ts"))
    return {"ok": True}


async def join(desk: Desk) -> Json:
    """Join a public channel."""
    channel = desk.channel()
    if desk.me not in channel.members:
        channel.members.append(desk.me)
        desk.office.events.member("member_joined_channel", channel, desk.me)
        desk.office.announce(channel, desk.me)
    return {"ok": True}


async def leave(desk: Desk) -> Json:
    """Leave a channel; #general cannot be left."""
    channel = desk.channel()
    if channel.general or channel.kind not in ("channel", "group"):
        raise RefusedError("cant_leave_general", "This conversation cannot be left.")
    if desk.me in channel.members:
        channel.members.remove(desk.me)
        desk.office.events.member("member_left_channel", channel, desk.me)
        desk.office.announce(channel, desk.me)
    return {"ok": True}


async def direct(desk: Desk) -> Json:
    """Open the direct conversation with a user."""
    user = desk.text("user")
    if not desk.office.state.exists(user):
        raise RefusedError("user_not_found", "There is no such person.")
    channel = desk.office.state.open_direct([user, desk.me], desk.office.clock.now())
    desk.office.feed.to([desk.me], {"type": "conversation", "conversation": conversation(desk, channel)})
    return {"channel": channel.id}


async def dismiss(desk: Desk) -> Json:
    """Take an ephemeral message away."""
    own = desk.office.state.ephemerals.get(desk.text("id"))
    if own is not None and own["reader"] == desk.me:
        desk.office.messages.dismiss(desk.text("id"))
    return {"ok": True}


async def stop_stream(desk: Desk) -> Json:
    """Press stop on a message that still grows."""
    if not desk.office.streams.stop_by_reader(desk.text("channel"), desk.text("ts")):
        raise RefusedError("not_streaming", "That message is complete.")
    return {"ok": True}
