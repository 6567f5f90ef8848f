"""What happens to messages: posting, editing, deleting, reacting, reading, and ephemeral ones for one reader."""

import copy
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import uuid4

from workspace import shapes, typed
from workspace.clock import Clock
from workspace.events import Events
from workspace.feed import Feed
from workspace.jsontypes import Json
from workspace.state import Channel, State

COUNTS = ("thread_ts", "reply_count", "latest_reply", "reply_users", "reply_users_count", "is_locked", "subscribed")
"""Keys of a root that its replies make."""
BROADCAST_TOKENS = ("<!here", "<!channel", "<!everyone")


@dataclass(frozen=True)
class Draft:
    """What is to be posted. `user` is a person or the bot; the rest is as in chat.postMessage."""

    user: str
    text: str
    blocks: list[Json] | None = None
    attachments: list[Json] | None = None
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: Json | None = None
    username: str | None = None
    icons: Json | None = None
    more: Json = field(default_factory=dict)
    """Further keys of the message, such as `files`."""


class Messages:
    """Changes messages, tells the app (through `events`) and the pages (through `feed`)."""

    def __init__(self, state: State, clock: Clock, feed: Feed, events: Events) -> None:
        self._state, self._clock, self._feed, self._events = state, clock, feed, events

    def post(self, channel: Channel, draft: Draft) -> Json:
        """Post a message and return it."""
        message = self._built(channel, draft)
        root = channel.messages.get(draft.thread_ts or "")
        is_reply = root is not None
        channel.add(message, in_channel=not is_reply or draft.broadcast)
        if root is not None:
            self._count_replies(channel, root, message)
        self._mark_unread(channel, message, in_channel=not is_reply or draft.broadcast)
        self._events.posted(channel, message)
        self._show(channel, "message", message)
        if root is not None:
            self._show(channel, "changed", root)
        return message

    def place(self, channel: Channel, draft: Draft, at: float) -> None:
        """Put a message of the past (epoch seconds) into a channel; nobody is told and nothing is unread."""
        message = self._built(channel, draft, at)
        channel.add(message, in_channel=True)

    def edit(self, channel: Channel, ts: str, changes: Json, editor: str, *, mark_edited: bool = True) -> Json:
        """Change a message; a value None takes its key away. `editor` is the user or bot id of the `edited` mark."""
        message = channel.messages[ts]
        before = copy.deepcopy(message)
        for key, value in changes.items():
            if value is None:
                message.pop(key, None)
            else:
                message[key] = value
        if mark_edited:
            message["edited"] = {"user": editor, "ts": self._state.next_ts(self._clock.now())}
        self._events.changed(channel, message, before)
        self._show(channel, "changed", message)
        return message

    def show_progress(self, channel: Channel, message: Json) -> None:
        """Show a message that changed without being edited, such as a stream."""
        self._show(channel, "changed", message)

    def delete(self, channel: Channel, ts: str) -> None:
        """Delete a message; a root with replies leaves a stone in its place."""
        message = channel.messages[ts]
        if channel.threads.get(ts):
            self._bury(channel, message)
            return
        channel.remove(ts)
        root = channel.messages.get(message.get("thread_ts", ""))
        if root is not None:
            self._count_replies(channel, root, None)
        self._events.deleted(channel, message)
        self._feed.to(channel.members, {"type": "deleted", "channel": channel.id, "ts": ts})
        if root is not None:
            self._show(channel, "changed", root)

    def _bury(self, channel: Channel, message: Json) -> None:
        before = copy.deepcopy(message)
        for key in ("blocks", "attachments", "files", "metadata", "bot_id", "bot_profile", "app_id", "username"):
            message.pop(key, None)
        message |= {"subtype": "tombstone", "text": "This message was deleted.", "user": "USLACKBOT", "hidden": True}
        self._events.changed(channel, message, before)
        self._show(channel, "changed", message)

    def react(self, channel: Channel, message: Json, user: str, name: str) -> bool:
        """Add a reaction; return False where this user had given it already."""
        reactions = message.setdefault("reactions", [])
        found = next((one for one in reactions if one["name"] == name), None)
        if found is None:
            found = {"name": name, "users": [], "count": 0}
            reactions.append(found)
        if user in found["users"]:
            return False
        found["users"].append(user)
        found["count"] += 1
        self._events.reaction("reaction_added", channel, message, user, name)
        self._show(channel, "changed", message)
        return True

    def unreact(self, channel: Channel, message: Json, user: str, name: str) -> bool:
        """Take a reaction away; return False where there was none."""
        found = next((one for one in message.get("reactions", []) if one["name"] == name), None)
        if found is None or user not in found["users"]:
            return False
        found["users"].remove(user)
        found["count"] -= 1
        message["reactions"] = [one for one in message["reactions"] if one["count"]]
        if not message["reactions"]:
            del message["reactions"]
        self._events.reaction("reaction_removed", channel, message, user, name)
        self._show(channel, "changed", message)
        return True

    def read(self, channel: Channel, user: str, ts: str) -> None:
        """Remember that `user` has read the conversation up to `ts`."""
        mark = self._state.read_mark(user, channel.id)
        mark.last_read = max(mark.last_read, ts)
        mark.unread = mark.mentions = 0
        self._tell_unread(channel, user)

    # --- ephemeral messages ------------------------------------------------------------------------------------

    def ephemeral(self, channel: Channel, reader: str, draft: Draft, replaces: str | None = None) -> Json:
        """Show a message to one reader only; `replaces` is the id of the ephemeral message in whose place it comes."""
        message = self._built(channel, draft)
        message.pop("metadata", None)
        old = self._state.ephemerals.pop(replaces, None) if replaces else None
        message |= {"ephemeral": True, "id": replaces if old else "Eph" + secrets.token_hex(5)}
        if old is not None:
            message["ts"] = old["ts"]
        self._state.ephemerals[message["id"]] = message | {"channel": channel.id, "reader": reader}
        event: Json = {"type": "ephemeral", "channel": channel.id, "message": message}
        if old is not None:
            event = {"type": "ephemeral_replaced", "channel": channel.id, "id": replaces, "message": message}
        elif draft.thread_ts:
            event["thread_ts"] = draft.thread_ts
        self._feed.to([reader], event)
        return message

    def dismiss(self, ephemeral_id: str) -> None:
        """Take an ephemeral message away from its reader's page."""
        old = self._state.ephemerals.pop(ephemeral_id, None)
        if old is not None:
            gone = {"type": "ephemeral_replaced", "channel": old["channel"], "id": ephemeral_id, "message": None}
            self._feed.to([old["reader"]], gone)

    def ephemerals_of(self, reader: str, channel: str) -> list[Json]:
        """Return the ephemeral messages that `reader` sees in `channel`, oldest first."""
        mine = [e for e in self._state.ephemerals.values() if e["reader"] == reader and e["channel"] == channel]
        hidden = ("reader", "channel")
        return [{k: v for k, v in one.items() if k not in hidden} for one in sorted(mine, key=lambda e: str(e["ts"]))]

    # --- parts -------------------------------------------------------------------------------------------------

    def _built(self, channel: Channel, draft: Draft, at: float | None = None) -> Json:
        seed = self._state.seed
        message: Json = {"type": "message", "user": draft.user, "text": draft.text, "team": seed.team_id}
        message["ts"] = self._state.next_ts(self._clock.now() if at is None else at)
        if draft.user == seed.bot_user:
            message |= {"bot_id": seed.bot_id, "app_id": seed.app_id, "bot_profile": shapes.bot_profile(self._state)}
        else:
            message["client_msg_id"] = str(uuid4())
        if draft.username or draft.icons:
            message |= {"subtype": "bot_message", "username": draft.username or self._state.bot_name}
            message |= {"icons": draft.icons} if draft.icons else {}
            del message["user"]
        for key in ("blocks", "attachments", "metadata"):
            if (value := getattr(draft, key)) is not None:
                message[key] = value
        root = channel.messages.get(draft.thread_ts or "")
        if draft.thread_ts:
            message["thread_ts"] = draft.thread_ts
        if root is not None and "user" in root:
            message["parent_user_id"] = root["user"]
        if draft.broadcast and root is not None:
            message["subtype"] = "thread_broadcast"
        return message | draft.more

    def _count_replies(self, channel: Channel, root: Json, new: Json | None) -> None:
        """Bring the root's counts up to date; `new` = the reply that was added, None = one was taken away."""
        replies = channel.threads.get(root["ts"], [])
        if not replies:
            for key in COUNTS:
                root.pop(key, None)
            return
        counted = [new] if new is not None else [channel.messages[ts] for ts in replies]
        before = root.get("reply_users", []) if new is not None else []
        users = list(dict.fromkeys([*before, *(one.get("user", one.get("bot_id")) for one in counted)]))
        root |= {"thread_ts": root["ts"], "reply_count": len(replies), "latest_reply": replies[-1]}
        root |= {"reply_users": users, "reply_users_count": len(users), "is_locked": False, "subscribed": False}

    def _mark_unread(self, channel: Channel, message: Json, in_channel: bool) -> None:
        mentioned = self._mentioned(channel, message)
        for user in channel.members:
            if user not in self._state.people:
                continue
            mark = self._state.read_mark(user, channel.id)
            if user == message.get("user"):
                mark.last_read, mark.unread, mark.mentions = message["ts"], 0, 0
            else:
                mark.unread += in_channel
                mark.mentions += user in mentioned or (in_channel and channel.kind == "im")
            self._tell_unread(channel, user)

    def _mentioned(self, channel: Channel, message: Json) -> set[str]:
        if any(token in message["text"] for token in BROADCAST_TOKENS):
            return set(channel.members)
        return typed.mentioned(self._state, message["text"])

    def _tell_unread(self, channel: Channel, user: str) -> None:
        mark = self._state.read_mark(user, channel.id)
        event = {"type": "unread", "channel": channel.id, "unread": mark.unread, "mentions": mark.mentions}
        self._feed.to([user], event)

    def _show(self, channel: Channel, kind: str, message: Json) -> None:
        self._feed.to(self._readers(channel), {"type": kind, "channel": channel.id, "message": message})

    def _readers(self, channel: Channel) -> Iterable[str]:
        return self._state.people if channel.kind == "channel" else channel.members
