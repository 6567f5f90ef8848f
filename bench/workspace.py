"""How fast the local workspace is with its limits off: posts, interaction round trips, and the start.

    python bench/workspace.py [--seconds 3] [--strict]

The workspace runs in a process of its own; the client beside it is plain aiohttp, so that the figures are the server's.
On two cores that others used too (November 2026): 1,252 posts and 1,647 round trips a second, start in 2 ms.
Prints one JSON line; with --strict it exits with 1 where a figure is below its target.
"""

import argparse
import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

TARGETS = {"posts_per_second": 500, "round_trips_per_second": 200, "start_seconds": 0.5}
WORKERS = 8
CARD = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "Refund *EUR 49.90* for order 1042?"}},
    {
        "type": "actions",
        "block_id": "b",
        "elements": [{"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}, "value": "1"}],
    },
]


async def start_seconds() -> float:
    """Return how long a start takes once everything is imported."""
    from workspace.server import Workspace

    started = time.perf_counter()
    workspace = await Workspace.start()
    taken = time.perf_counter() - started
    await workspace.stop()
    return taken


async def rate(job: Any, seconds: float) -> float:
    """Run `job` in several workers for so long; return how often it was done in a second."""
    done, end = 0, time.perf_counter() + seconds

    async def work() -> None:
        nonlocal done
        while time.perf_counter() < end:
            await job()
            done += 1

    started = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(WORKERS)))
    return done / (time.perf_counter() - started)


async def acking(socket: aiohttp.ClientWebSocketResponse) -> None:
    """Be an app that acks everything at once."""
    async for frame in socket:
        envelope = json.loads(frame.data)
        if "envelope_id" in envelope:
            await socket.send_json({"envelope_id": envelope["envelope_id"]})


async def measure(ws: dict[str, str], seconds: float) -> dict[str, float]:
    """Return the rates of posts and of round trips."""
    bot = {"Authorization": f"Bearer {ws['bot_token']}"}
    app = {"Authorization": f"Bearer {ws['app_token']}"}
    async with aiohttp.ClientSession() as session:
        await (await session.post(f"{ws['page']}control/limits", json={"on": False})).read()

        async def post() -> dict[str, Any]:
            body = {"channel": "C02REFUNDS", "text": "Refund for order 1042?", "blocks": CARD}
            async with session.post(f"{ws['api']}chat.postMessage", json=body, headers=bot) as response:
                answer = await response.json()
                assert answer["ok"], answer
                return dict(answer)

        opened = await (await session.post(f"{ws['api']}apps.connections.open", headers=app)).json()
        socket = await session.ws_connect(opened["url"])
        reader = asyncio.create_task(acking(socket))
        card = await post()
        click = {
            "as": "U02MARIA",
            "container": {"type": "message", "channel": "C02REFUNDS", "ts": card["ts"]},
            "action": {"block_id": "b", "action_id": "go", "type": "button"},
        }

        async def round_trip() -> None:
            async with session.post(f"{ws['page']}ui/action", json=click) as response:
                assert (await response.json()) == {"ok": True}

        figures: dict[str, float] = {
            "posts_per_second": round(await rate(post, seconds)),
            "round_trips_per_second": round(await rate(round_trip, seconds)),
        }
        reader.cancel()
        await socket.close()
    return figures


async def main(seconds: float, strict: bool) -> int:
    """Measure everything and print it."""
    figures: dict[str, float] = {"start_seconds": round(await start_seconds(), 4)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "workspace", "--port", "0", cwd=ROOT, stdout=-1
    )
    assert process.stdout is not None
    try:
        figures |= await measure(json.loads(await process.stdout.readline()), seconds)
    finally:
        process.terminate()
        await process.wait()
    print(json.dumps({**figures, "targets": TARGETS}))
    missed = figures["start_seconds"] > TARGETS["start_seconds"] or any(
        figures[name] < TARGETS[name] for name in ("posts_per_second", "round_trips_per_second")
    )
    return int(strict and missed)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=3.0, help="how long each rate is measured")
    parser.add_argument("--strict", action="store_true", help="exit with 1 where a target is missed")
    given = parser.parse_args()
    sys.exit(asyncio.run(main(given.seconds, given.strict)))
