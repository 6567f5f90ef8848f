"""What 10,000 handoffs that wait for people cost a running bot: memory, idle CPU, and the start after a kill -9.

The real `baton run` against a workspace of its own process with its limits off; once with an empty database, once with
so many waiting handoffs, filled in by SQL in bulk. Each bot is started, left alone for a moment, watched, killed with
SIGKILL, and started anew; the time from that start to `ready` is what counts, the best of several.

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


class Seen(NamedTuple):
    """One bot: resident MiB, the share of a core used while idle, and seconds to `ready` after a kill -9."""

    mib: float
    idle: float
    ready: float


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


async def kill(bot: asyncio.subprocess.Process) -> None:
    """SIGKILL, and wait for the end."""
    bot.kill()
    await bot.wait()


async def watch(handoffs: int, settle: float, idle: float, restarts: int) -> Seen:
    """One bot on a database with so many waiting handoffs."""
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
            bot, _ = await start(folder, told)
            try:
                await asyncio.sleep(settle)
                before = cpu_seconds(bot.pid)
                await asyncio.sleep(idle)
                used, mib, ready = (cpu_seconds(bot.pid) - before) / idle, resident_mib(bot.pid), []
                for _ in range(restarts):
                    await kill(bot)
                    bot, seconds = await start(folder, told)
                    ready.append(seconds)
            finally:
                await kill(bot)
        return Seen(mib, used, min(ready))


async def main(handoffs: int, settle: float, idle: float, restarts: int, strict: bool) -> int:
    """Watch both bots and print what they cost."""
    empty = await watch(0, settle, idle, restarts)
    full = await watch(handoffs, settle, idle, restarts)
    more, share, later = full.mib - empty.mib, full.idle - empty.idle, full.ready - empty.ready
    print(f"{'':14}{'memory':>12}{'idle CPU':>12}{'ready after kill -9':>22}")
    for name, seen in (("empty", empty), (f"{handoffs:,} waiting", full)):
        print(f"{name:14}{seen.mib:8.1f} MiB{seen.idle:11.1%}{seen.ready:20.2f} s")
    print(f"{'more':14}{more:8.1f} MiB{share:11.1%}{later:20.2f} s")
    print(f"limits        {MEMORY_MIB:8.1f} MiB{IDLE_CPU:11.1%}{LATER_SECONDS:20.2f} s")
    print(f"idle for {idle:g} s; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
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
