"""The files of the team that lives the simulated year, its people as Slack knows them, and what stands for Slack."""

import itertools
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.people import Group, Member, People
from handlers.slack.blocks import Message
from tests.bot.engine import house
from tests.torture.crowd import HOLIDAYS, REGIONS, Worker

TEAM = "T1"


@dataclass(frozen=True)
class Told:
    """One message: when, under which key, in which channel, and whom it calls."""

    at: datetime
    key: str
    channel: str
    called: frozenset[str]
    handoffs: tuple[int, ...]


class Wire:
    """Takes every message, gives each a place, and remembers whom it calls."""

    def __init__(self, clock: Callable[[], datetime], groups: dict[str, Group]) -> None:
        self._clock, self._groups = clock, groups
        self._numbers = itertools.count(1)
        self.told: list[Told] = []
        self.fresh: list[Told] = []
        self._threads: dict[str, int] = {}

    async def post(self, channel: str, message: Message, key: str, thread: str = "", **more: str) -> tuple[str, str]:
        """A new message."""
        place = f"{next(self._numbers)}.0"
        named = [int(each) for each in re.findall(r"H-(\d+)", json.dumps(message.blocks) + message.text)]
        if key.startswith("card:"):
            number = int(key.split(":")[1])
            self._threads[place] = number
            named.insert(0, number)
        elif thread in self._threads:
            named.insert(0, self._threads[thread])
        told = Told(self._clock(), key, channel, self._called(channel, message), tuple(dict.fromkeys(named)))
        self.told.append(told)
        self.fresh.append(told)
        return channel, place

    def _called(self, channel: str, message: Message) -> frozenset[str]:
        text = json.dumps(message.blocks)
        users = set(re.findall(r'"user_id": "(\w+)"', text)) | set(re.findall(r"<@(\w+)>", text + message.text))
        for group in re.findall(r'"usergroup_id": "(\w+)"', text) + re.findall(r"<!subteam\^(\w+)", text):
            users |= self._groups[group].users
        return frozenset(users | ({channel[1:]} if channel.startswith("DU") else set()))

    async def update(self, place: Any, message: Message, key: str) -> bool:
        """Changed, silently."""
        return True

    async def tidy(self, place: Any, message: Message, key: str) -> bool:
        """Changed, silently."""
        return True

    async def whisper(self, user: str, channel: str, thread: str, message: Message) -> None:
        """Heard by the one who pressed."""

    async def dm(self, user: str) -> str:
        """A direct message."""
        return f"D{user}"

    async def upload(self, content: bytes, name: str, alt: str) -> str:
        """A file."""
        return f"F{next(self._numbers)}"

    async def remove(self, place: Any) -> None:
        """Gone."""

    async def remove_file(self, number: str) -> None:
        """Gone."""

    async def find(self, *args: Any) -> None:
        """Nothing was posted before."""


REMINDS = {"low": "2h", "normal": "1h", "high": "15m", "critical": "5m"}
PATIENCE = {"low": "8h", "normal": "4h", "high": "45m", "critical": "20m"}
_STEP = """  {risk}:
    title: Refund an order
    tool: tools:keyed
    risk: {risk}
    approvers: [{approvers}]
    words: {{ask: "Refund {{amount}} for order {{order_id}}?"}}
    deadline: {deadline}
{more}"""
_CHAIN = """    remind: {remind}
    escalate: [{{to: "@desk", after: {after}}}, {{to: "@heads", after: {after}}}]
"""


def write(folder: Path, people: Mapping[str, Worker], *, hours: bool) -> Path:
    """The workflow, the team and its schedule; without hours, the workflow alone."""
    steps = []
    for risk, patience in PATIENCE.items():
        more = _CHAIN.format(
            remind={"low": "2h", "normal": "1h", "high": "15m", "critical": "5m"}[risk], after=patience
        )
        approvers = '"oncall:desk"' if hours else '"@desk"'
        chain = more if hours else ""
        deadline = patience if hours else "0s"
        steps.append(_STEP.format(risk=risk, approvers=approvers, deadline=deadline, more=chain))
    head = 'workflow: refunds\nchannel: "#refunds"\nreads: [tools:find_order]\ndigest: "09:00"\nsteps:\n'
    house.write_folder(folder, head + "".join(steps))
    if hours:
        (folder / "team.yml").write_text(_team(), encoding="utf-8")
        (folder / "schedule.yml").write_text(_schedule(people), encoding="utf-8")
    return folder


def _team() -> str:
    lines = ["timezone: Europe/Lisbon", "hours:"]
    lines += [f'  {zone}: "Mon-Fri 09:00-17:30"' for zone in REGIONS.values()]
    lines += ["holidays:"]
    lines += [f"  {zone}: [{', '.join(HOLIDAYS[region])}]" for region, zone in REGIONS.items()]
    return "\n".join(lines) + "\n"


NEXT = {"lisbon": "newyork", "newyork": "sydney", "sydney": "singapore", "singapore": "berlin", "berlin": "lisbon"}


def _schedule(people: Mapping[str, Worker]) -> str:
    lines = ["regions:"]
    for region, zone in REGIONS.items():
        lines += [f"  {region}:", f'    hours: "Mon-Fri 09:00-17:30 {zone}"', f'    people: ["@{region}"]']
        lines += ['    channel: "#refunds"', f"    next: {NEXT[region]}", '    ladder: "@heads"']
    lines += ["rotations:", "  desk:", "    gaps: told", "    follow:"]
    for region in REGIONS:
        turns = ", ".join(each.user for each in people.values() if each.region == region)
        lines += [f"      - {{region: {region}, people: [{turns}]}}"]
    return "\n".join(lines) + "\n"


def staff(people: Mapping[str, Worker]) -> People:
    """Everybody as Slack knows them."""
    members = {
        user: Member(user, TEAM, user[1:].capitalize(), user[1:].lower(), REGIONS[each.region])
        for user, each in people.items()
    }
    groups = {
        f"S{region.upper()}": Group(
            f"S{region.upper()}", region, region, frozenset(u for u, each in people.items() if each.region == region)
        )
        for region in REGIONS
    }
    desk = frozenset(user for user in people if int(user[-1]) < 5)
    groups["SDESK"] = Group("SDESK", "desk", "Desk", desk)
    groups["SHEADS"] = Group("SHEADS", "heads", "Heads", frozenset(user for user in people if user.endswith("7")))
    return People(TEAM, "UBATON", members, groups, {"refunds": "C1"}, frozenset({"C1"}))
