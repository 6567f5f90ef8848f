"""What the app may do: scopes, events, commands and shortcuts, read from an app manifest (JSON or YAML)."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from workspace.jsontypes import Json


class ManifestError(Exception):
    """The manifest cannot be used. The text says why, for the person who wrote it."""


@dataclass(frozen=True)
class Command:
    """A slash command."""

    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True)
class Shortcut:
    """A shortcut; `type` is `message` or `global`."""

    name: str
    type: str
    callback_id: str
    description: str


@dataclass(frozen=True)
class Manifest:
    """The part of an app manifest that decides what works."""

    name: str
    bot_name: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: tuple[Command, ...]
    shortcuts: tuple[Shortcut, ...]
    home: bool
    messages_tab: bool
    messages_read_only: bool
    agent: bool
    interactivity: bool
    socket_mode: bool


def load(path: Path) -> Manifest:
    """Read a manifest from a JSON or YAML file.

    Raises:
        ManifestError: the file is missing, is no manifest, or does not turn Socket Mode on.

    """
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ManifestError(f"The manifest {path} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ManifestError(f"The manifest {path} is neither JSON nor YAML: {error}") from error
    if not isinstance(document, dict):
        raise ManifestError(f"The manifest {path} is not an object with keys such as display_information.")
    return parse(document)


def parse(document: Json) -> Manifest:
    """Take from a manifest's object what the workspace needs.

    Raises:
        ManifestError: a part of it has the wrong shape; the text names the part.

    """
    try:
        return _parse(document)
    except (AttributeError, KeyError, TypeError) as error:
        raise ManifestError(f"The manifest has a part of the wrong shape: {error}.") from error


def _parse(document: Json) -> Manifest:
    features = document.get("features") or {}
    settings = document.get("settings") or {}
    home = features.get("app_home") or {}
    name = (document.get("display_information") or {}).get("name")
    if not name:
        raise ManifestError("The manifest has no display_information.name.")
    if not settings.get("socket_mode_enabled"):
        raise ManifestError(
            "The manifest does not set settings.socket_mode_enabled: true; the workspace speaks Socket Mode only."
        )
    return Manifest(
        name=str(name),
        bot_name=str((features.get("bot_user") or {}).get("display_name") or name),
        scopes=frozenset(((document.get("oauth_config") or {}).get("scopes") or {}).get("bot") or ()),
        events=frozenset((settings.get("event_subscriptions") or {}).get("bot_events") or ()),
        commands=tuple(_command(c) for c in features.get("slash_commands") or ()),
        shortcuts=tuple(_shortcut(s) for s in features.get("shortcuts") or ()),
        home=bool(home.get("home_tab_enabled")),
        messages_tab=bool(home.get("messages_tab_enabled")),
        messages_read_only=bool(home.get("messages_tab_read_only_enabled")),
        agent="agent_view" in features or "assistant_view" in features,
        interactivity=bool((settings.get("interactivity") or {}).get("is_enabled")),
        socket_mode=True,
    )


def _command(given: Json) -> Command:
    return Command(
        command=given["command"],
        description=given.get("description", ""),
        usage_hint=given.get("usage_hint", ""),
        should_escape=bool(given.get("should_escape")),
    )


def _shortcut(given: Json) -> Shortcut:
    return Shortcut(
        name=given["name"],
        type=given["type"],
        callback_id=given["callback_id"],
        description=given.get("description", ""),
    )


PERMISSIVE = parse(
    {
        "display_information": {"name": "Baton"},
        "features": {
            "bot_user": {"display_name": "Baton", "always_online": True},
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "agent_view": {"agent_description": "Hands work from agents to people and back"},
            "slash_commands": [
                {
                    "command": "/handoff",
                    "description": "Ask for something, or look at the queue",
                    "usage_hint": "<request> | queue | status H-2214 | autonomy | digest | help",
                    "should_escape": True,
                }
            ],
            "shortcuts": [
                {
                    "name": "Hand off to Baton",
                    "type": "message",
                    "callback_id": "handoff_message",
                    "description": "Turn this thread into a request",
                },
                {
                    "name": "New handoff",
                    "type": "global",
                    "callback_id": "handoff_new",
                    "description": "Ask for something",
                },
            ],
        },
        "oauth_config": {
            "scopes": {
                "bot": [
                    "app_mentions:read",
                    "assistant:write",
                    "bookmarks:write",
                    "channels:history",
                    "channels:join",
                    "channels:manage",
                    "channels:read",
                    "channels:write.invites",
                    "chat:write",
                    "chat:write.customize",
                    "chat:write.public",
                    "commands",
                    "dnd:read",
                    "files:read",
                    "files:write",
                    "groups:history",
                    "groups:read",
                    "groups:write",
                    "im:history",
                    "im:read",
                    "im:write",
                    "metadata.message:read",
                    "mpim:history",
                    "mpim:read",
                    "mpim:write",
                    "pins:write",
                    "reactions:read",
                    "reactions:write",
                    "team:read",
                    "usergroups:read",
                    "users.profile:read",
                    "users:read",
                    "users:read.email",
                ]
            }
        },
        "settings": {
            "event_subscriptions": {
                "bot_events": [
                    "app_home_opened",
                    "app_mention",
                    "member_joined_channel",
                    "member_left_channel",
                    "message.channels",
                    "message.groups",
                    "message.im",
                    "message.mpim",
                    "reaction_added",
                    "reaction_removed",
                    "subteam_members_changed",
                    "team_join",
                    "user_change",
                ]
            },
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": True,
        },
    }
)
"""Declares everything that the workspace offers: for a start without a manifest."""
