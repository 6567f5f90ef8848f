"""Power loss: what strace sees must be log written, log on the disk, then the ack on its way."""

import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from handlers import app
from tests.torture import checks, scenario, ways
from tests.torture.ground import HOUSE, Ground, Json, Site, enter, new_site
from tests.torture.people import Crowd
from tests.torture.processes import PATIENCE_SECONDS, Child, Line, until
from tests.torture.report import Report

STRACE = shutil.which("strace")
TRACED = "pwrite64,pwritev,fdatasync,fsync,write,sendto"
_PWRITE = re.compile(r"pwrite\w*\(\d+<[^>]*-wal>")
_SYNC = re.compile(r"f(data)?sync\(\d+<[^>]*-wal>\) *= 0")
_SYNC_ENDED = re.compile(r"<\.\.\. f(data)?sync resumed>\) *= 0")
_MARK = re.compile(r'write\(\d+<[^>]*null[^>]*>, "baton: ([^"]*)"')


def run_marked(site: Site) -> None:
    """The bot in this process, for `strace python -m tests.torture.power SITE`."""
    handle = os.open("/dev/null", os.O_WRONLY)

    def point(name: str) -> None:
        os.write(handle, f"baton: {name}".encode())

    async def run() -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        _mark_envelopes(point)
        async with app.running(site.settings, site.clock, pace=False, point=point):
            (site.folder / "pid").write_text(str(os.getpid()), encoding="utf-8")
            await stop.wait()

    enter(site)
    asyncio.run(run())


def _mark_envelopes(point: Callable[[str], None]) -> None:
    """Mark the arrival of each envelope whose ack promises something, and its ack on the way out."""
    handle: Callable[..., Awaitable[Any]] = AsyncSocketModeHandler.handle
    acknowledge: Callable[..., Awaitable[Any]] = SocketModeClient.send_socket_mode_response
    promised: set[str] = set()

    async def handled(self: AsyncSocketModeHandler, client: Any, request: SocketModeRequest) -> Any:
        body = request.payload
        name = str(body["event"]["type"] if "event" in body else body.get("type", ""))
        entry = {"kind": request.type, "name": name, "request": body, "response": {"text": "Got it"}}
        if checks.key_of_envelope(entry):
            promised.add(request.envelope_id)
            point(f"arrived {request.envelope_id}")
        return await handle(self, client, request)

    async def acked(self: SocketModeClient, response: SocketModeResponse) -> Any:
        if response.envelope_id in promised:
            point(f"acks {response.envelope_id}")
        await acknowledge(self, response)

    AsyncSocketModeHandler.handle = handled  # type: ignore[method-assign, assignment]
    SocketModeClient.send_socket_mode_response = acked  # type: ignore[method-assign, assignment]


@dataclass
class Seen:
    """What stands in a trace: commits with their log on the disk, acks, and what is in the wrong order."""

    commits: int = 0
    acks: int = 0
    syncs: int = 0
    troubles: list[str] = field(default_factory=list)


def order(lines: list[str]) -> Seen:
    """Follow the calls in their order.

    What a commit wrote to the log is on the disk before the store says that it is done; and between the arrival of an
    envelope whose ack promises something, and that ack, something was committed.
    """
    seen = Seen()
    wrote = synced = False
    arrived: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        mark = _MARK.search(line)
        if _PWRITE.search(line):
            wrote, synced = True, False
        elif _SYNC.search(line) or _SYNC_ENDED.search(line):
            seen.syncs += 1
            synced = True
        elif mark and mark[1] == "before write":
            wrote = synced = False
        elif mark and mark[1] == "after write":
            seen.commits += wrote
            if wrote and not synced:
                seen.troubles.append(f"call {number}: a commit is reported before its log is on the disk")
        elif mark and mark[1].startswith("arrived "):
            arrived[mark[1].split()[1]] = seen.commits
        elif mark and mark[1].startswith("acks "):
            seen.acks += 1
            if seen.commits == arrived[mark[1].split()[1]]:
                seen.troubles.append(f"call {number}: an ack leaves before anything is on the disk")
    return seen


def power(folder: Path) -> Report:
    """People ask, press and type, one after the other, while strace watches the bot."""
    started = time.monotonic()
    if STRACE is None:
        return Report("power", {"strace": "is not installed: not looked at"}, [])
    ground = Ground(folder, ack_seconds=10.0)
    site = new_site(ground, folder / "run")
    trace = folder / "trace.txt"
    told = {"folder": str(site.folder), "behind": site.behind.total_seconds(), "api": site.api, "page": site.page}
    told |= {"bot_token": site.bot_token, "app_token": site.app_token}
    command = [STRACE, "-f", "-y", "-s", "60", "-e", f"trace={TRACED}", "-o", str(trace)]
    with (folder / "bot.log").open("w") as log:
        traced = subprocess.Popen(
            [*command, sys.executable, "-m", "tests.torture.power", json.dumps(told)], cwd=HOUSE, stderr=log
        )
    troubles: list[str] = []
    try:
        if not until(lambda: (site.folder / "pid").exists(), PATIENCE_SECONDS):
            return Report("power", {}, [f"the bot did not start under strace; see {folder}/bot.log"])
        people = Child(lambda line: asyncio.run(_people(site, line)), folder / "people.log")
        troubles += people.line.receive() or []
        people.join()
        os.kill(int((site.folder / "pid").read_text(encoding="utf-8")), signal.SIGTERM)
        traced.wait(PATIENCE_SECONDS)
    finally:
        traced.kill()
        traced.wait()
        ground.stop()
    seen = order(trace.read_text(encoding="utf-8", errors="replace").splitlines())
    figures: Json = {"commits": seen.commits, "syncs of the log": seen.syncs, "acks": seen.acks}
    if not (seen.commits and seen.acks and seen.syncs):
        troubles.append("the trace shows nothing")
    return Report("power", figures, troubles + seen.troubles, time.monotonic() - started)


async def _people(site: Site, line: Line) -> None:
    enter(site)
    async with Crowd(site) as crowd:
        try:
            for text in ("sure one", "plain two", "seen three"):
                await ways.said(crowd, text, text.split()[1])
            await scenario.edited(crowd)
            await scenario.slash(crowd)
            await crowd.until(lambda: checks.is_quiet(site), "everything to be sent and done")
        except TimeoutError as error:
            crowd.troubles.append(str(error))
        line.send(crowd.troubles)


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    run_marked(Site(Path(given.pop("folder")), timedelta(seconds=given.pop("behind")), **given))
