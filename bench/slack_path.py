"""Through Slack's protocol, with an agent that does nothing: event to card, click to effect, CPU for each handoff.

The workspace (limits off) and the bot are processes of their own; a person's page in this one sends the request, hears
of the card, and clicks Approve. The tool writes down when it ran, by the clock that all processes share. One handoff
after the other; the first ten are not counted. CPU is the bot's, user and system.

    python bench/slack_path.py [--handoffs 100] [--strict]

Beside it stand figures of Agno, quoted and not measured here: nothing durable, the same kind of machine. With --strict
the exit is 1 where p99 is over 1 s either way.
"""

import argparse
import asyncio
import contextlib
import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

from bench.waiting import cpu_seconds, workspace  # noqa: E402
from bot import settings  # noqa: E402
from handlers import app  # noqa: E402
from handlers.cli import now  # noqa: E402
from workspace.driver import Person  # noqa: E402

CHANNEL, MARIA, JONAS = "C02REFUNDS", "U02MARIA", "U03JONAS"
WARM = 10
AGNO = {"event to card": "p50 20 ms, p99 25 ms", "click to effect": "p50 13 ms, p99 20 ms", "CPU": "42 ms a handoff"}
WORKFLOW = """
workflow: refunds
channel: "#refunds"
listen: true
agent: tools:NoAgent
steps:
  refund:
    title: Refund an order
    tool: tools:refund
    approvers: [U02MARIA]
"""
TOOLS = """
import asyncio, os, time
from pydantic import BaseModel
from bot.agents import Finished, Proposal
from bot.tools import tool

class Refund(BaseModel):
    order_id: str

@tool(effect=True, idempotent=True)
async def refund(args: Refund) -> dict:
    at = time.monotonic()
    with open(os.environ["RAN"], "a") as ran:
        ran.write(f"{args.order_id} {at}\\n")
    return {"ok": True}

class NoAgent:
    version = "none"

    async def next(self, case, log):
        await asyncio.sleep(float(os.environ.get("AGENT_SECONDS", "0")))
        return Finished() if case.outcomes else Proposal("refund", {"order_id": case.text.split()[-1]}, 0.9)
"""


@contextlib.asynccontextmanager
async def bot(
    folder: Path, told: Mapping[str, str], script: str, **more: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A bot as a process of its own: `script --serve`, until it is told to stop; it has printed `ready`."""
    keep = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, script, "--serve"),
        env=keep | environment(folder, told) | more,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(60):
            line = await process.stdout.readline()
        assert line.strip() == b"ready", line
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


def environment(folder: Path, told: Mapping[str, str]) -> dict[str, str]:
    """What a bot is started with, its workflow written into `folder`."""
    flows = folder / "workflows" / "refunds"
    flows.mkdir(parents=True, exist_ok=True)
    (flows / "workflow.yml").write_text(WORKFLOW, encoding="utf-8")
    (flows / "tools.py").write_text(TOOLS, encoding="utf-8")
    return {
        "SLACK_BOT_TOKEN": told["bot_token"],
        "SLACK_APP_TOKEN": told["app_token"],
        "SLACK_API_URL": told["api"],
        "BATON_DB": str(folder / "baton.db"),
        "BATON_WORKFLOWS": str(folder / "workflows"),
        "RAN": str(folder / "ran"),
    }


async def serve() -> None:
    """Be the bot: as `baton run` is, but as fast as it can, and with a disk that may be slow."""
    slow = float(os.environ.get("DISK_SECONDS", "0"))

    def point(name: str) -> None:
        if slow and name == "before write":  # called in the writer's own thread
            time.sleep(slow)

    stop = asyncio.Event()
    app.stop_on_signals(stop)
    async with app.running(settings.read(), now, pace=False, point=point):
        print("ready", flush=True)
        await stop.wait()


def card_of(person: Person, order: str) -> dict[str, Any] | None:
    """The card that stands for an order, once the person's page has it."""
    for event in reversed(person.heard):
        message = event.get("message") or {}
        if (
            event["type"] == "message"
            and message.get("bot_id")
            and "thread_ts" not in message
            and order in str(message)
        ):
            return dict(message)
    return None


def effects(path: Path) -> dict[str, float]:
    """When the tool ran for each order so far."""
    lines = path.read_text().splitlines() if path.exists() else []
    return {order: float(at) for order, at in map(str.split, lines)}


async def ran_at(path: Path, order: str) -> float:
    """When the tool ran for an order, in seconds of the shared clock."""
    async with asyncio.timeout(30):
        while True:
            if order in (known := effects(path)):
                return known[order]
            await asyncio.sleep(0.005)


async def one(maria: Person, jonas: Person, ran: Path, order: str) -> tuple[float, float]:
    """One handoff: seconds from the event to the card, and from the click to the effect."""
    sent = time.monotonic()
    await jonas.say(CHANNEL, f"Refund order {order}")
    card = await maria.wait_for(lambda person: card_of(person, order), 30, f"the card of {order}")
    stood = time.monotonic()
    clicked = time.monotonic()
    await maria.click(CHANNEL, card["ts"], "Approve")
    return stood - sent, await ran_at(ran, order) - clicked


async def measure(handoffs: int) -> tuple[list[float], list[float], float]:
    """Seconds to the card, seconds to the effect, and the bot's CPU seconds for each handoff."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with (
            workspace() as told,
            bot(folder, told, __file__) as process,
            Person(told["page"], MARIA) as maria,
            Person(told["page"], JONAS) as jonas,
        ):
            took, before = [], 0.0
            for number in range(WARM + handoffs):
                if number == WARM:
                    await asyncio.sleep(1)
                    before = cpu_seconds(process.pid)
                took.append(await one(maria, jonas, folder / "ran", f"A{10_000 + number}Z"))
                maria.heard.clear()
            await asyncio.sleep(1)
            used = (cpu_seconds(process.pid) - before) / handoffs
    to_card, to_effect = zip(*took[WARM:], strict=True)
    return list(to_card), list(to_effect), used


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


async def main(handoffs: int, strict: bool) -> int:
    """Measure and print, Agno's figures beside it."""
    to_card, to_effect, cpu = await measure(handoffs)
    print(f"{handoffs} handoffs through Slack's protocol")
    for name, values in (("event to card", to_card), ("click to effect", to_effect)):
        p50, p99 = statistics.median(values) * 1000, percentile(values, 0.99) * 1000
        print(f"  {name:16} p50 {p50:.0f} ms, p99 {p99:.0f} ms   (Agno, as quoted: {AGNO[name]})")
    print(f"  {'CPU of the bot':16} {cpu * 1000:.0f} ms a handoff       (Agno, as quoted: {AGNO['CPU']})")
    print(f"  load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return int(strict and max(percentile(to_card, 0.99), percentile(to_effect, 0.99)) > 1.0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="From an event to its card, from a click to its effect.")
    parser.add_argument("--handoffs", type=int, default=100)
    parser.add_argument("--strict", action="store_true", help="exit with 1 where p99 is over 1 s")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    logging.basicConfig(level="ERROR")
    if given.serve:
        asyncio.run(serve())
        sys.exit(0)
    sys.exit(asyncio.run(main(given.handoffs, given.strict)))
