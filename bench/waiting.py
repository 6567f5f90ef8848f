"""What 10,000 handoffs that wait for people cost a running bot: memory, idle CPU, and the start after a kill -9.

The real `baton run` against a workspace of its own process with its limits off; once with an empty database, once with
so many waiting handoffs, filled in by SQL in bulk. Both are started, left alone for a moment, and watched; then they
are killed with SIGKILL and started anew in turn, so that whatever else the machine does falls on both. The time from
that start to `ready` is what counts, the best of several; beside it stands the processor time until then.

    python bench/waiting.py [--handoffs 10000] [--strict]

Memory is the resident set once the bot has settled; CPU is what the process used while nothing happened.
"""

import argparse
import asyncio
import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

import aiohttp  # noqa: E402

from bench.growth import fill  # noqa: E402
from storage.store import Store  # noqa: E402

MEMORY_MIB, IDLE_CPU, LATER_SECONDS = 40.0, 0.02, 0.5
WORKFLOW = """
workflow: refunds
channel: "#refunds"
steps:
  refund:
    title: Refund an order
    tool: tools:refund
    approvers: [U02MARIA]
    deadline: 0s
agent: tools:NoAgent
"""
TOOLS = """
from pydantic import BaseModel
from bot.agents import Finished
from bot.tools import tool

class Refund(BaseModel):
    order_id: str
    reason: str

@tool(effect=True, idempotent=True)
async def refund(args: Refund) -> dict:
    return {"ok": True}

class NoAgent:
    async def next(self, case, log):
        return Finished()
"""


class Start(NamedTuple):
    """A start: seconds until it printed `ready`, and processor seconds that it had used by then."""

    ready: float
    used: float


@contextlib.asynccontextmanager
async def workspace() -> AsyncIterator[dict[str, str]]:
    """A workspace as a process of its own, with its limits off; what it tells about itself."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "workspace", "--port", "0", "--manifest", str(HOUSE / "manifest.yml")),
        "--until-stdin-closes",
        cwd=HOUSE,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        told: dict[str, str] = json.loads(await process.stdout.readline())
        async with aiohttp.ClientSession() as session:
            await (await session.post(f"{told['page']}control/limits", json={"on": False})).read()
        yield told
    finally:
        process.terminate()
        await process.wait()


async def start(folder: Path, told: dict[str, str]) -> tuple[asyncio.subprocess.Process, float]:
    """Start the bot; it and the seconds until it printed `ready`."""
    keep = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    more = {
        "SLACK_BOT_TOKEN": told["bot_token"],
        "SLACK_APP_TOKEN": told["app_token"],
        "SLACK_API_URL": told["api"],
        "BATON_DB": str(folder / "baton.db"),
        "BATON_WORKFLOWS": str(folder / "workflows"),
        "BATON_LOG": "error",
        "PYTHONPATH": str(HOUSE),
    }
    started = time.perf_counter()
    bot = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "from handlers.cli import main; main()", "run"),
        env=keep | more,
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
    )
    assert bot.stdout is not None
    async with asyncio.timeout(60):
        line = await bot.stdout.readline()
    assert line.strip() == b"ready", line
    return bot, time.perf_counter() - started


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mib(pid: int) -> float:
    """The resident set of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


class House:
    """A bot on a database with so many waiting handoffs, and its workspace."""

    def __init__(self, folder: Path, told: dict[str, str], name: str) -> None:
        self.folder, self.told, self.name = folder, told, name
        self.bot: asyncio.subprocess.Process | None = None
        self.starts: list[Start] = []
        self.mib = self.idle = 0.0

    async def restart(self) -> None:
        """Kill the bot, if it runs, and start it."""
        await self.kill()
        self.bot, seconds = await start(self.folder, self.told)
        self.starts.append(Start(seconds, cpu_seconds(self.bot.pid)))

    async def kill(self) -> None:
        """SIGKILL, and wait for the end."""
        if self.bot is not None:
            self.bot.kill()
            await self.bot.wait()
            self.bot = None

    async def watch(self, seconds: float) -> None:
        """What the bot uses while nothing happens."""
        assert self.bot is not None
        before = cpu_seconds(self.bot.pid)
        await asyncio.sleep(seconds)
        self.idle, self.mib = (cpu_seconds(self.bot.pid) - before) / seconds, resident_mib(self.bot.pid)
        self.starts.clear()  # the first start warmed the file cache

    def best(self) -> Start:
        """The quickest start, and the least processor time of one."""
        return Start(min(each.ready for each in self.starts), min(each.used for each in self.starts))


@contextlib.asynccontextmanager
async def house(handoffs: int) -> AsyncIterator[House]:
    """A folder with a workflow and a database, a workspace, and a bot that is not started yet."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        flows = folder / "workflows" / "refunds"
        flows.mkdir(parents=True)
        (flows / "workflow.yml").write_text(WORKFLOW, encoding="utf-8")
        (flows / "tools.py").write_text(TOOLS, encoding="utf-8")
        if handoffs:
            fill(folder / "baton.db", 0, still_open=handoffs, recent=0)
        else:
            Store.open(folder / "baton.db").close()
        async with workspace() as told:
            made = House(folder, told, f"{handoffs:,} waiting" if handoffs else "empty")
            try:
                yield made
            finally:
                await made.kill()


async def main(handoffs: int, settle: float, idle: float, restarts: int, strict: bool) -> int:
    """Watch both bots and print what they cost."""
    async with house(0) as empty, house(handoffs) as full:
        both = (empty, full)
        for each in both:
            await each.restart()
        await asyncio.sleep(settle)
        await asyncio.gather(*(each.watch(idle) for each in both))
        for _ in range(restarts):
            for each in both:
                await each.restart()
    more, share = full.mib - empty.mib, full.idle - empty.idle
    later, used = (one - other for one, other in zip(full.best(), empty.best(), strict=True))
    print(f"{'':14}{'memory':>12}{'idle CPU':>12}{'ready after kill -9':>22}{'CPU until then':>18}")
    for each in both:
        ready = each.best()
        print(f"{each.name:14}{each.mib:8.1f} MiB{each.idle:11.1%}{ready.ready:20.2f} s{ready.used:16.2f} s")
    print(f"{'more':14}{more:8.1f} MiB{share:11.1%}{later:20.2f} s{used:16.2f} s")
    print(f"limits        {MEMORY_MIB:8.1f} MiB{IDLE_CPU:11.1%}{LATER_SECONDS:20.2f} s")
    print(f"idle for {idle:g} s, {restarts} starts; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    missed = more >= MEMORY_MIB or share > IDLE_CPU or later > LATER_SECONDS
    return int(strict and missed)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="What handoffs that wait cost.")
    parser.add_argument("--handoffs", type=int, default=10_000)
    parser.add_argument("--settle", type=float, default=12.0, help="seconds before the bot is watched (12)")
    parser.add_argument("--idle", type=float, default=5.0, help="seconds that it is watched for (5)")
    parser.add_argument("--restarts", type=int, default=3, help="how often it is killed and started anew (3)")
    parser.add_argument("--strict", action="store_true", help="exit with 1 where a limit is missed")
    given = parser.parse_args()
    sys.exit(asyncio.run(main(given.handoffs, given.settle, given.idle, given.restarts, given.strict)))
