"""How fast a click is acked under load: 50 clicks a second through Socket Mode, with a slow agent and a slow disk.

The workspace (limits off) and the bot are processes of their own. The agent thinks for 2 s, each commit takes 50 ms
longer than the disk alone. Cards are made first; then Approve is clicked at an even pace, whether answers come or not:
twice a second by Maria, who decides a card each time, else by Wei, who may not, which is recorded and answered too.
New requests keep the agent busy. Timed is the page's call, which the workspace answers once the app has acked. As
many clicks on a bare Bolt app that only acks give the ratio.

    python bench/ack.py [--seconds 60] [--rate 50] [--strict]

Limits, with --strict: p99 under 1 s, none over 3 s.
"""

import argparse
import asyncio
import logging
import os
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

import aiohttp  # noqa: E402
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler  # noqa: E402
from slack_bolt.async_app import AsyncApp  # noqa: E402
from slack_sdk.web.async_client import AsyncWebClient  # noqa: E402

from bench.slack_path import CHANNEL, JONAS, MARIA, bot, card_of, percentile, serve  # noqa: E402
from bench.waiting import workspace  # noqa: E402
from handlers import app  # noqa: E402
from workspace.driver import Person  # noqa: E402
from workspace.form import find  # noqa: E402

P99_SECONDS, MOST_SECONDS = 1.0, 3.0
AGENT_SECONDS, DISK_SECONDS = "2", "0.05"
DECISIONS_A_SECOND, STANDING = 2, 20
WEI = "U06WEI"
Json = dict[str, Any]


class Acks(NamedTuple):
    """How long the acks of one app took, in seconds, and how many clicks were not acked."""

    took: list[float]
    failed: int

    def line(self, name: str) -> str:
        """For people."""
        p50, p99, most = statistics.median(self.took), percentile(self.took, 0.99), max(self.took)
        times = f"p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms, most {most * 1000:.0f} ms"
        return f"  {name:10} {len(self.took)} acks: {times}, not acked {self.failed}"


def click_on(card: Json, user: str) -> Json:
    """What the page sends when somebody presses Approve on this card."""
    block, element = find(card, "Approve")
    action = {"block_id": block["block_id"], "action_id": element["action_id"], "type": "button"}
    action["value"] = element["value"]
    return {"as": user, "container": {"type": "message", "channel": CHANNEL, "ts": card["ts"]}, "action": action}


async def load(page: str, clicks: list[Json], rate: float) -> Acks:
    """Send the clicks, so many a second, without waiting for answers."""
    took: list[float] = []
    failed = 0

    async def one(session: aiohttp.ClientSession, click: Json) -> None:
        nonlocal failed
        started = time.perf_counter()
        async with session.post(f"{page}ui/action", json=click) as response:
            answer = await response.json()
        took.append(time.perf_counter() - started)
        failed += answer != {"ok": True}

    limits = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=limits) as session, asyncio.TaskGroup() as group:
        begun = time.perf_counter()
        for number, click in enumerate(clicks):
            await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
            group.create_task(one(session, click))
    return Acks(took, failed)


async def baton(rate: float, seconds: float) -> Acks:
    """Clicks on Baton's cards, while requests come in."""
    with tempfile.TemporaryDirectory() as name:
        async with (
            workspace() as told,
            bot(Path(name), told, __file__, AGENT_SECONDS=AGENT_SECONDS, DISK_SECONDS=DISK_SECONDS),
            Person(told["page"], MARIA) as maria,
            Person(told["page"], JONAS) as jonas,
        ):
            decided = round(DECISIONS_A_SECOND * seconds)
            orders = [f"A{10_000 + number}Z" for number in range(decided + STANDING)]
            for order in orders:
                await jonas.say(CHANNEL, f"Refund order {order}")
            cards = [
                await maria.wait_for(partial(card_of, order=order), 60, f"the card of {order}") for order in orders
            ]
            asking = asyncio.create_task(_keep_asking(jonas))
            try:
                return await load(told["page"], mixed(cards[:decided], cards[decided:], round(rate * seconds)), rate)
            finally:
                asking.cancel()
                await asyncio.gather(asking, return_exceptions=True)


def mixed(to_decide: list[Json], standing: list[Json], many: int) -> list[Json]:
    """So many clicks: each card of `to_decide` decided once, evenly among presses that are refused."""
    clicks = [click_on(standing[number % len(standing)], WEI) for number in range(many - len(to_decide))]
    for index, card in enumerate(to_decide):
        clicks.insert(index * many // len(to_decide), click_on(card, MARIA))
    return clicks


async def _keep_asking(jonas: Person) -> None:
    number = 0
    while True:
        number += 1
        await jonas.say(CHANNEL, f"Refund order B{10_000 + number}Z")
        await asyncio.sleep(1)


async def bare(rate: float, seconds: float) -> Acks:
    """The same clicks on a message whose app only acks."""
    with tempfile.TemporaryDirectory() as name:
        async with workspace() as told, bot(Path(name), told, __file__, ONLY_ACK="1"):
            button = {
                "type": "button",
                "action_id": "go",
                "text": {"type": "plain_text", "text": "Approve"},
                "value": "1",
            }
            blocks = [{"type": "actions", "block_id": "b", "elements": [button]}]
            client = AsyncWebClient(told["bot_token"], base_url=told["api"])
            posted = await client.chat_postMessage(channel=CHANNEL, text="Approve?", blocks=blocks)
            click = click_on({"ts": posted["ts"], "blocks": blocks}, MARIA)
            return await load(told["page"], [click] * round(rate * seconds), rate)


async def only_ack() -> None:
    """Be a Bolt app that acks and does nothing else."""
    client = AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    bolt = AsyncApp(client=client, name="bare")

    @bolt.action("go")
    async def go(ack: Any) -> None:
        await ack()

    stop = asyncio.Event()
    app.stop_on_signals(stop)
    handler = AsyncSocketModeHandler(bolt, os.environ["SLACK_APP_TOKEN"])
    await handler.connect_async()
    print("ready", flush=True)
    await stop.wait()
    await handler.close_async()


async def main(rate: float, seconds: float, strict: bool) -> int:
    """Load both, print what they took."""
    ours, theirs = await baton(rate, seconds), await bare(rate, seconds)
    print(f"{rate:g} clicks a second for {seconds:g} s; agent {AGENT_SECONDS} s, {DISK_SECONDS} s more for each commit")
    print(ours.line("baton"))
    print(theirs.line("bare Bolt"))
    ratios = [of(ours.took) / of(theirs.took) for of in (statistics.median, lambda took: percentile(took, 0.99))]
    print(f"  baton / bare Bolt: p50 {ratios[0]:.1f}, p99 {ratios[1]:.1f}")
    print(f"  limits: p99 {P99_SECONDS:g} s, most {MOST_SECONDS:g} s")
    print(f"  load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    missed = percentile(ours.took, 0.99) > P99_SECONDS or max(ours.took) > MOST_SECONDS or ours.failed > 0
    return int(strict and missed)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="How fast a click is acked under load.")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--rate", type=float, default=50.0, help="clicks a second (50)")
    parser.add_argument("--strict", action="store_true", help="exit with 1 where a limit is missed")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    logging.basicConfig(level="ERROR")
    if given.serve:
        asyncio.run(only_ack() if os.environ.get("ONLY_ACK") else serve())
        sys.exit(0)
    sys.exit(asyncio.run(main(given.rate, given.seconds, given.strict)))
