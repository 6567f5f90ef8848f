"""What a torture stands on: a workspace in a process of its own, and a folder with workflows for each run."""

import asyncio
import base64
import json
import os
import shutil
import signal
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.settings import Settings
from tests.torture.processes import PATIENCE_SECONDS, Child, Line
from workspace import socket_mode, traffic
from workspace.seed import DEFAULT, Seed
from workspace.server import Workspace

HOUSE = Path(__file__).parents[2]
CHORES = Path(__file__).with_name("chores")
START, REFUNDS, ACCESS, ALERTS, GENERAL = "C01START", "C02REFUNDS", "C03ACCESS", "C04ALERTS", "C05GENERAL"
MARIA, JONAS, DANA, BOT = "U02MARIA", "U03JONAS", "U04DANA", "U01BATON"
WORKFLOWS = (("chores", "#alerts"), ("errands", "#access"), ("passing", "#start-here"))
"""The steps are the same; the third keeps no words."""
DIGEST_AFTER_SECONDS = 1.5
SECRET_KEY = base64.b64encode(b"s" * 32).decode()
SCHEDULE = """\
regions:
  here: {{hours: Mon-Sun {start}-{end} UTC, people: [U05ALEX], channel: "#alerts", next: there}}
  there: {{hours: Mon-Sun 00:00-24:00 UTC, people: [U04DANA]}}
"""
"""Alex goes home a moment after the digests (tests/torture/bot.py), and Dana takes over."""

Json = dict[str, Any]


class Ground:
    """A workspace that serves until it is stopped. Made in a parent without threads; the rest is plain HTTP."""

    def __init__(self, folder: Path, ack_seconds: float = 1.0) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._child = Child(lambda line: asyncio.run(_serve(line, ack_seconds)), folder / "workspace.log")
        told = self._child.line.receive()
        self.page, self.api = str(told["page"]), str(told["api"])
        self.bot_token, self.app_token = str(told["bot_token"]), str(told["app_token"])

    def control(self, switch: str, given: Json | None = None) -> Json:
        """Turn one of the workspace's switches."""
        return control(self.page, switch, given)

    def stop(self) -> None:
        """End it."""
        self._child.kill(signal.SIGTERM)
        self._child.join()


def control(page: str, switch: str, given: Json | None = None) -> Json:
    """Turn a switch of the workspace whose page stands there."""
    body = json.dumps(given or {}).encode()
    with urllib.request.urlopen(f"{page}control/{switch}", body, timeout=PATIENCE_SECONDS) as answer:
        return dict(json.load(answer))


async def open_workspace(ack_seconds: float, seed: Seed = DEFAULT) -> Workspace:
    """A workspace that remembers everything, tries events again soon, and has patience with two busy cores."""
    traffic.KEPT = 1_000_000
    socket_mode.RETRY_AFTER_SECONDS = (0.2, 0.5, 1.0, 2.0, *[4.0] * 60)  # type: ignore[assignment]
    workspace = await Workspace.start(limits=False, manifest=HOUSE / "manifest.yml", seed=seed)
    workspace.office.socket.ack_seconds = ack_seconds
    workspace.office.triggers.life = 2 * PATIENCE_SECONDS
    return workspace


async def _serve(line: Line, ack_seconds: float) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    workspace = await open_workspace(ack_seconds)
    line.send(workspace.announcement())
    await stop.wait()
    await workspace.stop()


@dataclass(frozen=True)
class Site:
    """One run's folder, and how far its clock is behind the wall's."""

    folder: Path
    behind: timedelta
    api: str
    page: str
    bot_token: str
    app_token: str

    @property
    def settings(self) -> Settings:
        """What its bot is started with."""
        database, workflows = self.folder / "baton.db", self.folder / "workflows"
        return Settings(self.bot_token, self.app_token, self.api, database, workflows, "", secret_key=SECRET_KEY)

    def clock(self) -> datetime:
        """Now, aware UTC."""
        return datetime.now(UTC) - self.behind

    def journal(self) -> list[str]:
        """What the tools did."""
        path = self.folder / "journal.txt"
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def new_site(ground: Ground, folder: Path) -> Site:
    """An empty folder with the workflows, an empty workspace, and a clock that is a moment before the digests."""
    ground.control("reset")
    return lay(folder, {name: getattr(ground, name) for name in ("api", "page", "bot_token", "app_token")})


def lay(folder: Path, workspace: dict[str, str], approvers: str = "") -> Site:
    """The same for a workspace that is empty already; `workspace` is its announcement.

    `approvers` stands in the place of those in the workflow files.
    """
    shutil.rmtree(folder, ignore_errors=True)
    now = datetime.now(UTC)
    minute = now.replace(second=0, microsecond=0)
    behind = now - (minute - timedelta(seconds=DIGEST_AFTER_SECONDS))
    for name, channel in WORKFLOWS:
        shutil.copytree(CHORES, folder / "workflows" / name, ignore=shutil.ignore_patterns("__pycache__"))
        file = folder / "workflows" / name / "workflow.yml"
        text = (
            file.read_text(encoding="utf-8").replace('"#alerts"', f'"{channel}"').replace("DIGEST", f"{minute:%H:%M}")
        )
        text = text.replace("workflow: chores", f"workflow: {name}").replace("title: Chores", f"title: {name.title()}")
        if name != "chores":
            text = text.replace("listen: true", "listen: false")
        if name != "errands":
            text = text.split("  slow_chore:")[0]  # the shortest deadline is that of the questions, too
        if name == "passing":  # two steps, as every start reads them
            text = text.split("  hushed_chore:")[0].replace(f'digest: "{minute:%H:%M}"\n', "retention: 0.3s\n")
        text = text.replace('[U02MARIA, "@head-of-support"]', approvers) if approvers else text
        file.write_text(text, encoding="utf-8")
    own = minute.astimezone(ZoneInfo("Europe/Lisbon"))  # Maria's own digest comes in the same minute
    team = f'owners: [U04DANA]\ntimezone: UTC\ndigest: "{own:%H:%M}"\n'
    (folder / "workflows" / "team.yml").write_text(team, encoding="utf-8")
    ends = {"start": f"{minute - timedelta(hours=2):%H:%M}", "end": f"{minute:%H:%M}"}
    (folder / "workflows" / "schedule.yml").write_text(SCHEDULE.format(**ends), encoding="utf-8")
    return Site(folder, behind, **workspace)


def enter(site: Site) -> None:
    """Let the tools of this process know their folder."""
    os.environ["TORTURE_FOLDER"] = str(site.folder)
