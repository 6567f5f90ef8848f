"""From what happens in the workspace to what the app is told: which events it gets, and their payloads."""

import secrets

from workspace.clock import Clock
from workspace.jsontypes import Json
from workspace.manifest import Manifest
from workspace.socket_mode import SocketMode
from workspace.state import Channel, State

VERIFICATION_TOKEN = "local-verification"  # noqa: S105 - Socket Mode has no use for it; the key is always there
MESSAGE_EVENTS = {
    "channel": ("message.channels", "channels:history"),
    "group": ("message.groups", "groups:history"),
    "im": ("message.im", "im:history"),
    "mpim": ("message.mpim", "mpim:history"),
}
"""Kind of conversation -> the subscription and the scope that its messages need."""
EVENT_SCOPES = {
    "app_mention": ("app_mentions:read",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "member_joined_channel": ("channels:read", "groups:read", "mpim:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "subteam_created": ("usergroups:read",),
    "subteam_members_changed": ("usergroups:read",),
    "subteam_updated": ("usergroups:read",),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
    "app_home_opened": (),
}
"""Event -> the scopes of which the app needs one; none = it only has to subscribe."""


def _keys(text: str) -> frozenset[str]:
    return frozenset(text.split())


MESSAGE_KEYS = _keys(
    "client_msg_id type subtype team channel user bot_id bot_profile username icons text blocks attachments metadata ts"
    " parent_user_id thread_ts edited files upload display_as_bot inviter topic purpose"
)
"""Keys of a message that its event has."""
NESTED_KEYS = _keys(
    "client_msg_id type subtype user team bot_id bot_profile username icons edited text blocks attachments files upload"
    " thread_ts parent_user_id hidden is_locked subscribed ts reply_count reply_users_count latest_reply"
)
"""Keys of a message inside message_changed and message_deleted."""
MENTION_KEYS = _keys("client_msg_id user app_id bot_id bot_profile text blocks ts team edited thread_ts upload")
"""Keys of a message in its app_mention."""


class Events:
    """Builds events and hands those that the app subscribed to, and may see, to Socket Mode."""

    def __init__(self, state: State, manifest: Manifest, clock: Clock, socket: SocketMode) -> None:
        self._state, self._manifest, self._clock, self._socket = state, manifest, clock, socket

    def posted(self, channel: Channel, message: Json) -> None:
        """Tell of a new message, and of the mention in it."""
        shown = {key: value for key, value in message.items() if key in MESSAGE_KEYS}
        more = {"channel": channel.id, "event_ts": message["ts"], "channel_type": channel.kind}
        self._message(channel, shown | more)
        own = message.get("user") == self._state.seed.bot_user
        mention = f"<@{self._state.seed.bot_user}>"
        if mention in message["text"] and channel.kind != "im" and not message.get("subtype") and not own:
            shown = {key: value for key, value in message.items() if key in MENTION_KEYS}
            more = {"type": "app_mention", "channel": channel.id, "event_ts": message["ts"]}
            self._tell("app_mention", channel, shown | more)

    def changed(self, channel: Channel, message: Json, before: Json) -> None:
        """Tell of an edit."""
        self._hidden(channel, "message_changed", {"message": _nested(message), "previous_message": _nested(before)})

    def deleted(self, channel: Channel, before: Json) -> None:
        """Tell of a deletion."""
        self._hidden(channel, "message_deleted", {"deleted_ts": before["ts"], "previous_message": _nested(before)})

    def reaction(self, kind: str, channel: Channel, message: Json, user: str, name: str) -> None:
        """Tell of a reaction; `kind` is `reaction_added` or `reaction_removed`."""
        item = {"type": "message", "channel": channel.id, "ts": message["ts"]}
        event: Json = {"type": kind, "user": user, "reaction": name, "item": item, "event_ts": self._ts()}
        if "user" in message:
            event["item_user"] = message["user"]
        self._tell(kind, channel, event)

    def member(self, kind: str, channel: Channel, user: str, inviter: str | None = None) -> None:
        """Tell of somebody who joined or left; `kind` is `member_joined_channel` or `member_left_channel`."""
        event: Json = {
            "type": kind,
            "user": user,
            "channel": channel.id,
            "channel_type": "G" if channel.kind == "group" else "C",
            "team": self._state.seed.team_id,
            "event_ts": self._ts(),
        }
        if inviter is not None:
            event["inviter"] = inviter
        self._tell(kind, channel, event)

    def home_opened(self, user: str, dm: Channel, tab: str, view: Json | None) -> None:
        """Tell that somebody opened the app's Home or Messages tab."""
        event: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": dm.id,
            "tab": tab,
            "event_ts": self._ts(),
        }
        if view is not None:
            event["view"] = view
        self._tell("app_home_opened", dm, event)

    def team_event(self, event: Json) -> None:
        """Tell of something that belongs to no conversation, such as `subteam_members_changed`."""
        if self._subscribed(event["type"]):
            self._send(event | {"event_ts": self._ts()}, None)

    def _message(self, channel: Channel, event: Json) -> None:
        subscription, scope = MESSAGE_EVENTS[channel.kind]
        if subscription in self._manifest.events and scope in self._manifest.scopes and self._sees(channel):
            self._send(event, channel)

    def _hidden(self, channel: Channel, subtype: str, more: Json) -> None:
        ts = self._ts()
        about = {"type": "message", "subtype": subtype, "channel": channel.id, "hidden": True}
        self._message(channel, about | more | {"ts": ts, "event_ts": ts, "channel_type": channel.kind})

    def _tell(self, name: str, channel: Channel, event: Json) -> None:
        if self._subscribed(name) and self._sees(channel):
            self._send(event, channel)

    def _subscribed(self, name: str) -> bool:
        scopes = EVENT_SCOPES.get(name, ())
        return name in self._manifest.events and (not scopes or bool(self._manifest.scopes.intersection(scopes)))

    def _sees(self, channel: Channel) -> bool:
        return self._state.seed.bot_user in channel.members

    def _send(self, event: Json, channel: Channel | None) -> None:
        seed = self._state.seed
        authorization = {
            "enterprise_id": None,
            "team_id": seed.team_id,
            "user_id": seed.bot_user,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        self._socket.tell(
            {
                "token": VERIFICATION_TOKEN,
                "team_id": seed.team_id,
                "api_app_id": seed.app_id,
                "event": event,
                "type": "event_callback",
                "event_id": "Ev" + secrets.token_hex(5).upper(),
                "event_time": int(self._clock.now()),
                "authorizations": [authorization],
                "is_ext_shared_channel": False,
                "event_context": f"4-{seed.team_id}-{channel.id if channel else 'team'}",
            }
        )

    def _ts(self) -> str:
        return self._state.next_ts(self._clock.now())


def _nested(message: Json) -> Json:
    return {key: value for key, value in message.items() if key in NESTED_KEYS}
