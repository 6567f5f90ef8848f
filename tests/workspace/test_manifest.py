"""What a manifest allows, and how a wrong one is told."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.workspace.apps import listening
from workspace.driver import Person, PersonError
from workspace.manifest import PERMISSIVE, ManifestError, load, parse
from workspace.server import Workspace

SMALL: dict[str, Any] = {
    "display_information": {"name": "Tea Bot"},
    "features": {
        "bot_user": {"display_name": "tea"},
        "slash_commands": [{"command": "/tea", "description": "Make tea"}],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands", "app_mentions:read"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_mention"]},
        "interactivity": {"is_enabled": False},
        "socket_mode_enabled": True,
    },
}


@pytest.mark.parametrize(
    ("name", "write"), [("m.json", json.dumps), ("m.yml", yaml.safe_dump), ("m.yaml", yaml.safe_dump)]
)
def test_json_and_yaml(tmp_path: Path, name: str, write: Any) -> None:
    """Both languages say the same."""
    (tmp_path / name).write_text(write(SMALL))
    manifest = load(tmp_path / name)
    assert manifest == parse(SMALL)
    assert (manifest.name, manifest.bot_name, manifest.home) == ("Tea Bot", "tea", False)


NAMED = "display_information: {name: X}\nsettings: {socket_mode_enabled: true}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [", "neither JSON nor YAML"),
        ("- a\n- b", "not an object"),
        ("{}", "display_information.name"),
        ("display_information: {name: X}", "socket_mode_enabled"),
        (f"{NAMED}\nfeatures: []\noauth_config: [1]", "wrong shape"),
        (f"{NAMED}\nfeatures: {{slash_commands: [{{}}]}}", "'command'"),
    ],
)
def test_wrong_manifests_are_told(tmp_path: Path, text: str, says: str) -> None:
    """What is wrong is said in one sentence."""
    (tmp_path / "m.yml").write_text(text)
    with pytest.raises(ManifestError, match=says):
        load(tmp_path / "m.yml")


def test_missing_manifest(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(ManifestError, match=r"nothing\.yml cannot be read"):
        load(tmp_path / "nothing.yml")


async def test_the_apps_own_names_are_used() -> None:
    """The bot, its command and its mention are those of the manifest."""
    ws = await Workspace.start(limits=False, manifest=SMALL)
    async with Person(ws.page, "U02MARIA") as maria, listening(ws) as app:
        boot = await maria.boot()
        assert boot["app"]["name"] == "Tea Bot"
        assert [one["command"] for one in boot["app"]["commands"]] == ["/tea"]
        await maria.say("C02REFUNDS", "@tea milk, no sugar")
        await app.event(lambda p: p["event"]["type"] == "app_mention")
        await maria.command("/tea", "<@nobody> & milk", "C02REFUNDS")
        assert (await app.interaction("/tea"))["payload"]["text"] == "<@nobody> & milk"
        assert "message" not in app.seen()
    await ws.stop()


async def test_interactivity_that_is_off_is_off() -> None:
    """Without interactivity a click comes to nothing and says why."""
    manifest = replace(PERMISSIVE, interactivity=False)
    ws = await Workspace.start(limits=False, manifest=manifest)
    async with Person(ws.page, "U02MARIA") as maria, listening(ws):
        with pytest.raises(PersonError, match="turned off in its manifest"):
            await maria.shortcut("handoff_new")
    await ws.stop()


@pytest.mark.parametrize(
    ("lost", "scope"),
    [("message.channels", None), ("reaction_added", None), (None, "channels:history"), (None, "reactions:read")],
)
async def test_undeclared_events_do_not_come(lost: str | None, scope: str | None) -> None:
    """An event without its subscription, or without its scope, is never sent."""
    manifest = replace(PERMISSIVE, events=PERMISSIVE.events - {lost}, scopes=PERMISSIVE.scopes - {scope})
    ws = await Workspace.start(limits=False, manifest=manifest)
    async with Person(ws.page, "U02MARIA") as maria, listening(ws) as app:
        ts = await maria.say("C02REFUNDS", "hello")
        await maria.react("C02REFUNDS", ts, "eyes")
        await maria.say("C02REFUNDS", "@baton last")
        await app.event(lambda p: p["event"]["type"] == "app_mention")
        seen = set(app.seen())
    gone = "message" if lost == "message.channels" or scope == "channels:history" else "reaction_added"
    assert gone not in seen
    assert {"message", "reaction_added"} - {gone} <= seen
    await ws.stop()


async def test_bot_hears_only_its_own_channels(maria: Person, ws: Workspace) -> None:
    """What is said where the bot is no member never reaches it."""
    ws.office.state.channels["C03ACCESS"].members.remove("U01BATON")
    async with listening(ws) as app:
        await maria.say("C03ACCESS", "@baton secret")
        await maria.say("C02REFUNDS", "open")
        await app.event(lambda p: p["event"].get("text") == "open")
        assert [f["payload"]["event"]["channel"] for f in app.frames if f["type"] == "events_api"] == ["C02REFUNDS"]


async def test_messages_tab_that_is_off() -> None:
    """Without a Messages tab the app cannot be written to, and cannot write."""
    manifest = replace(PERMISSIVE, messages_tab=False)
    ws = await Workspace.start(limits=False, manifest=manifest)
    async with Person(ws.page, "U02MARIA") as maria:
        with pytest.raises(PersonError, match="does not take messages"):
            await maria.say(await maria.direct("U01BATON"), "hello")
    await ws.stop()
