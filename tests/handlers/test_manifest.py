"""The manifest asks for what the code needs, and for nothing else: scopes, events, commands and shortcuts."""

import ast
import inspect
from functools import cache
from pathlib import Path

import pytest
import yaml
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack import directory, events
from handlers.slack.commands import COMMAND
from handlers.slack.threads import SHORTCUT
from workspace.events import EVENT_SCOPES, MESSAGE_EVENTS
from workspace.webapi import METHODS

HOUSE = Path(__file__).parents[2]
MANIFEST = yaml.safe_load((HOUSE / "manifest.yml").read_text())
SCOPES = frozenset(MANIFEST["oauth_config"]["scopes"]["bot"])
EVENTS = frozenset(MANIFEST["settings"]["event_subscriptions"]["bot_events"])

# method of Slack -> the scopes that Baton needs for what it asks of it (a method without any is free)
NEEDS: dict[str, tuple[str, ...]] = {
    "apps.connections.open": (),  # by the app-level token
    "auth.test": (),
    "chat.delete": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("channels:history", "groups:history", "im:history"),  # looking for a post of ours
    "conversations.list": ("channels:read", "groups:read"),  # "#refunds" in a workflow file
    "conversations.open": ("im:write",),  # answers in direct messages
    "conversations.replies": ("channels:history", "groups:history", "im:history"),  # a thread that is handed over
    "files.completeUploadExternal": ("files:write",),
    "files.delete": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "usergroups.list": ("usergroups:read",),
    "users.list": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}
# event -> the scopes that it comes with
HEARS: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "subteam_created": ("usergroups:read",),
    "subteam_members_changed": ("usergroups:read",),
    "subteam_updated": ("usergroups:read",),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
}
# what is neither a method nor an event -> its scope, and the words in the code that show it
BESIDE: dict[str, tuple[str, str, str]] = {
    "the slash command": ("commands", "handlers/slack/__init__.py", "app.command("),
    "files that are handed over": ("files:read", "handlers/slack/files.py", "url_private_download"),
}


@cache
def called() -> frozenset[str]:
    """The methods that the doors call: by name on a client, or as a text for `api_call`."""
    names = {name.replace(".", "_"): name for name in METHODS}
    sdk = {name for name, _ in inspect.getmembers(AsyncWebClient, inspect.iscoroutinefunction) if name[0] != "_"}
    sdk -= {"api_call"}
    found = set()
    for path in (HOUSE / "handlers").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr in sdk:
                found.add(names.get(node.attr, node.attr))
            elif isinstance(node, ast.Constant) and node.value in METHODS:
                found.add(str(node.value))
    return frozenset(found)


def test_every_method_that_the_code_calls_is_in_the_table_and_no_other() -> None:
    assert called() == NEEDS.keys()


def test_no_scope_is_asked_for_that_nothing_needs() -> None:
    needed = {scope for scopes in (*NEEDS.values(), *HEARS.values()) for scope in scopes}
    assert needed | {scope for scope, _, _ in BESIDE.values()} == SCOPES


@pytest.mark.parametrize("method", NEEDS)
def test_the_table_says_what_slack_says(method: str) -> None:
    """The workspace's own table, which its tests hold against Slack's description."""
    asks = set(METHODS[method].scopes)
    assert set(NEEDS[method]) <= asks
    assert bool(NEEDS[method]) == bool(asks)


@pytest.mark.parametrize("what", BESIDE)
def test_what_is_no_method_is_in_the_code(what: str) -> None:
    _, path, words = BESIDE[what]
    assert words in (HOUSE / path).read_text()


def test_every_event_has_a_scope_as_slack_says() -> None:
    messages = {name: {scope} for name, scope in MESSAGE_EVENTS.values()}
    known = messages | {name: set(scopes) for name, scopes in EVENT_SCOPES.items()}
    assert {name: set(scopes) for name, scopes in HEARS.items()} == {name: known[name] for name in EVENTS}


def test_each_event_has_a_listener_and_each_listener_an_event() -> None:
    compared = [
        node.comparators[0].value
        for node in ast.walk(ast.parse(inspect.getsource(events.handle)))
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Name) and node.left.id == "kind"
        if isinstance(node.comparators[0], ast.Constant)
    ]
    assert set(compared) | directory.NEWS == {name.partition(".")[0] for name in EVENTS}


def test_commands_and_shortcuts_are_the_ones_that_are_listened_to() -> None:
    features = MANIFEST["features"]
    assert [each["command"] for each in features["slash_commands"]] == [COMMAND]
    assert [each["callback_id"] for each in features["shortcuts"]] == [SHORTCUT]
    assert MANIFEST["settings"]["interactivity"]["is_enabled"]
