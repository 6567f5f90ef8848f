"""From a request in Slack to its card: p50 and p99 with the offline agent, warm, and where the time goes.

The workspace runs as a process of its own, the bot in this one; Maria's page says when the card stands. Each request is
about an order of its own. Shares are wall time between request and card during which a commit, the agent, or a Slack
call was under way, in this order where they overlap. Each request takes two posts in one channel, its card and the
answer to Jonas, and Baton keeps to Slack's one post a second and channel: more than one request every 2 s only queues.

    python bench/request_to_card.py [--requests 100] [--every 2]
"""

import argparse
import asyncio
import base64
import contextlib
import json
import logging
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))
for _name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
    os.environ.pop(_name, None)  # the SDK sends even loopback calls through a proxy

from slack_sdk.web.async_client import AsyncWebClient  # noqa: E402

from bot.agents import Agent, Case, Log, Move  # noqa: E402
from bot.settings import Settings  # noqa: E402
from bot.workflows import Workflow  # noqa: E402
from handlers import app  # noqa: E402
from handlers.cli import now  # noqa: E402
from storage.store import Store  # noqa: E402
from workspace.driver import Person  # noqa: E402

CHANNEL, MARIA, JONAS = "C02REFUNDS", "U02MARIA", "U03JONAS"
FIRST_ORDER = 20_000
TEXTS = (
    "Order {} never showed up, the customer wants her money back",
    "{}: arrived broken, please refund",
    "Customer of order {} got the wrong item, refund please",
    "Please refund order {}, she changed her mind and sent it back",
)
WARM = 5
T = TypeVar("T")


class Spans:
    """When something of a kind was under way: starts and ends in seconds of the performance counter."""

    def __init__(self) -> None:
        self.spans: dict[str, list[tuple[float, float]]] = defaultdict(list)

    def timed(self, kind: str, call: Callable[..., Awaitable[T]]) -> Callable[..., Awaitable[T]]:
        """The same call, noted under `kind`."""

        @wraps(call)
        async def noted(*args: Any, **kwargs: Any) -> T:
            start = time.perf_counter()
            try:
                return await call(*args, **kwargs)
            finally:
                self.spans[kind].append((start, time.perf_counter()))

        return noted

    def seconds(self, kinds: tuple[str, ...], start: float, end: float) -> float:
        """For how long at least one of these was under way between two moments."""
        clipped = sorted((max(a, start), min(b, end)) for kind in kinds for a, b in self.spans[kind])
        total, reached = 0.0, start
        for a, b in clipped:
            total += max(0.0, b - max(a, reached))
            reached = max(reached, b)
        return total


class Timed:
    """An agent whose turns are noted."""

    def __init__(self, agent: Agent, spans: Spans) -> None:
        self._next = spans.timed("agent", agent.next)
        self.version = getattr(agent, "version", "")

    async def next(self, case: Case, log: Log) -> Move:
        """The agent's next move."""
        return await self._next(case, log)


@contextlib.asynccontextmanager
async def workspace() -> AsyncIterator[dict[str, str]]:
    """A workspace as a process of its own, with its rate limits; what it tells about itself."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "workspace", "--port", "0", "--manifest", str(HOUSE / "manifest.yml")),
        "--until-stdin-closes",
        cwd=HOUSE,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        yield json.loads(await process.stdout.readline())
    finally:
        process.terminate()
        await process.wait()


@contextlib.asynccontextmanager
async def running(folder: Path, told: dict[str, str], spans: Spans) -> AsyncIterator[None]:
    """The bot with the sample workflows, everything that takes time noted."""
    AsyncWebClient.api_call = spans.timed("slack", AsyncWebClient.api_call)  # type: ignore[assignment,method-assign]
    Store.write = spans.timed("commit", Store.write)  # type: ignore[assignment,method-assign]
    settings = Settings(
        bot_token=told["bot_token"],
        app_token=told["app_token"],
        api_url=told["api"],
        database=folder / "baton.db",
        workflows=HOUSE / "workflows",
        anthropic_key="",
        secret_key=base64.b64encode(b"s" * 32).decode(),
    )
    async with app.running(settings, now) as baton:
        make = baton.engine.world.make_agent

        def timed(workflow: Workflow) -> Agent:
            return Timed(make(workflow), spans)

        baton.engine.world.make_agent = timed
        yield


def fill_shop(path: Path, orders: int) -> None:
    """The sample shop with so many more orders, all paid, delivered and complained about."""
    numbers = [str(FIRST_ORDER + index) for index in range(orders)]
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        db.executescript((HOUSE / "workflows" / "refunds" / "seed.sql").read_text(encoding="utf-8"))
        for sql in (
            "INSERT INTO orders (order_id, email, item) VALUES (?, 'c@mail.example', 'Teapot')",
            "INSERT INTO payments (order_id, amount_cents, paid_on) VALUES (?, 4990, '2026-11-03')",
            "INSERT INTO shipments (order_id, status, since, note) VALUES (?, 'delivered', '2026-11-12', 'at door')",
            "INSERT INTO reports (order_id, reason, reported_on) VALUES (?, 'Parcel not received', '2026-11-16')",
        ):
            db.executemany(sql, [(number,) for number in numbers])


async def one(maria: Person, jonas: Person, number: int) -> tuple[float, float]:
    """One request; when it was sent, and when Maria's page had its card."""
    order = str(FIRST_ORDER + number)

    def card(person: Person) -> bool:
        newest = (event["message"] for event in reversed(person.heard) if event["type"] == "message")
        return any(m.get("bot_id") and "thread_ts" not in m and order in m["text"] for m in newest)

    start = time.perf_counter()
    await jonas.say(CHANNEL, TEXTS[number % len(TEXTS)].format(order))
    await maria.wait_for(card, 60, f"the card for order {order}")
    return start, time.perf_counter()


async def measure(requests: int, every: float) -> tuple[list[tuple[float, float]], Spans]:
    """Windows from request to card, after a few that are not counted."""
    spans, windows = Spans(), []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SHOP_DB"] = str(Path(folder) / "shop.db")
        fill_shop(Path(folder) / "shop.db", WARM + requests)
        async with (
            workspace() as told,
            running(Path(folder), told, spans),
            Person(told["page"], MARIA) as maria,
            Person(told["page"], JONAS) as jonas,
        ):
            for number in range(WARM + requests):
                begun = time.perf_counter()
                window = await one(maria, jonas, number)
                if number >= WARM:
                    windows.append(window)
                await asyncio.sleep(max(0.0, every - (time.perf_counter() - begun)))
    return windows, spans


def told(windows: list[tuple[float, float]], spans: Spans) -> list[str]:
    """The result, a line each."""
    took = sorted((end - start) * 1000 for start, end in windows)
    whole = sum(end - start for start, end in windows)

    def share(*kinds: str) -> float:
        return sum(spans.seconds(kinds, *window) for window in windows) / whole

    commits, agent = share("commit"), share("agent", "commit") - share("commit")
    slack = share("slack", "agent", "commit") - agent - commits
    p99 = took[min(len(took) - 1, round(0.99 * len(took)) - 1)]
    rest = 1 - slack - agent - commits
    times = f"p50 {statistics.median(took):.0f} ms, p99 {p99:.0f} ms, most {took[-1]:.0f} ms"
    shares = f"Slack calls {slack:.0%}, agent {agent:.0%}, commits {commits:.0%}"
    return [
        f"request to card, {len(took)} requests: {times}",
        f"share: {shares}, the rest (events on the wire, drawing, waiting) {rest:.0%}",
        f"load of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
    ]


def main() -> int:
    """Measure and print; 1 where p50 is over 300 ms or p99 over 1 s."""
    parser = argparse.ArgumentParser(description="From a request to its card, with the offline agent.")
    parser.add_argument("--requests", type=int, default=100, help="how many are measured (100)")
    parser.add_argument("--every", type=float, default=2.0, help="seconds from one request to the next (2)")
    asked = parser.parse_args()
    logging.basicConfig(level="ERROR")
    windows, spans = asyncio.run(measure(asked.requests, asked.every))
    print("\n".join(told(windows, spans)))
    took = sorted(end - start for start, end in windows)
    return int(statistics.median(took) > 0.3 or took[min(len(took) - 1, round(0.99 * len(took)) - 1)] > 1.0)


if __name__ == "__main__":
    sys.exit(main())
