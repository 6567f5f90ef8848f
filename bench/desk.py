"""How long a person waits at a full desk: App Home, Review all and the queue with 1,000 open handoffs.

The real `baton run` against a workspace of its own process with its limits off. The handoffs are filled in by SQL, as
60 people asked for them, some late. Each figure is what the page waits for: from the press until the view or the
answer is there, the median and the slowest of several.

    python bench/desk.py [--handoffs 1000] [--strict]
"""

import argparse
import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

from bench.growth import fill  # noqa: E402
from bench.waiting import TOOLS, WORKFLOW, start, workspace  # noqa: E402
from workspace.blocks import too_long, validate_message_blocks, visible_text  # noqa: E402
from workspace.driver import Person  # noqa: E402

MARIA, REFUNDS = "U02MARIA", "C02REFUNDS"
ROUNDS, MOST_SECONDS = 15, 1.0
_SPREAD = (
    "UPDATE request SET requester = 'T01BATON/U0ASKS' || (id % 60), text = text || ' ' || hex(randomblob(200))",
    (
        "UPDATE handoff SET rung = id % 3, held = (id % 7 = 0), deadline_at = iif(id % 7 = 0, NULL, "
        "strftime('%Y-%m-%dT%H:%M:%S.000000+00:00', 'now', '+' || (600 + id) || ' minutes'))"
    ),
)


def made(folder: Path, many: int) -> None:
    """A folder with the workflow, and a database in which so many handoffs wait for Maria."""
    flows = folder / "workflows" / "refunds"
    flows.mkdir(parents=True)
    (flows / "workflow.yml").write_text(WORKFLOW, encoding="utf-8")
    (flows / "tools.py").write_text(TOOLS, encoding="utf-8")
    fill(folder / "baton.db", 1000, many)
    db = sqlite3.connect(folder / "baton.db")
    for statement in _SPREAD:
        db.execute(statement)
    db.commit()
    db.close()


async def timed(ask: Callable[[], Awaitable[object]], rounds: int = ROUNDS) -> list[float]:
    """Seconds that each of several took."""
    took = []
    for _ in range(rounds):
        begun = time.perf_counter()
        await ask()
        took.append(time.perf_counter() - begun)
    return took


async def opened(maria: Person) -> None:
    """The tab is pressed; the Home that is drawn for it is there."""
    before = maria.heard.__len__()
    await maria.open_home()
    await maria.wait_for(lambda person: [e for e in person.heard[before:] if e["type"] == "home" and e["view"]])


async def reviewed(maria: Person) -> None:
    """Review all is pressed; the window with the first card is there."""
    await maria.close(everything=True)
    await maria.wait_for(lambda person: not person.views())
    assert maria.home_view is not None
    await maria.click(maria.home_view, button="review_all")
    await maria.wait_for_view()


async def decided(maria: Person) -> None:
    """Approve is pressed in the window; the next card is there."""
    (view,) = maria.views()
    await maria.click(view, button="Approve")
    await maria.wait_for(lambda person: person.views() and person.views()[-1]["title"] != view["title"])


async def main() -> int:
    """Fill, measure and print; 1 where somebody waits for more than a second and --strict was given."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--handoffs", type=int, default=1000)
    parser.add_argument("--strict", action="store_true", help="exit with 1 where a limit is missed")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        made(folder, given.handoffs)
        async with workspace() as told:
            bot, _ = await start(folder, told)
            try:
                async with Person(told["page"], MARIA) as maria:
                    slow = await measure(maria, given.handoffs)
            finally:
                bot.terminate()
                await bot.wait()
    return int(given.strict and slow)


async def measure(maria: Person, many: int) -> bool:
    """Print a row for each thing that people do; whether one of them took too long."""
    first = await timed(lambda: opened(maria), 1)
    rows = {"App Home, the first time": first, "App Home": await timed(lambda: opened(maria))}
    rows["Review all: the first card"] = await timed(lambda: reviewed(maria))
    rows["decision: the next card"] = await timed(lambda: decided(maria))
    queue = lambda: maria.command("/handoff", "queue", REFUNDS)  # noqa: E731 - asked again below
    rows["/handoff queue"] = await timed(queue)
    rows["/handoff digest"] = await timed(lambda: maria.command("/handoff", "digest", REFUNDS), 5)
    print(f"{many:,} handoffs wait for one person                    median     slowest")
    for name, took in rows.items():
        print(f"  {name:<46} {statistics.median(took) * 1000:7.0f} ms {max(took) * 1000:7.0f} ms")
    for name in ("queue", "digest"):
        blocks = (await maria.command("/handoff", name, REFUNDS))["blocks"]
        wrong = [*validate_message_blocks(blocks), *(["too long"] if too_long(blocks) else [])]
        print(f"  the {name}: {len(blocks)} blocks, {sum(map(len, visible_text(blocks)))} characters, wrong: {wrong}")
    return max(max(took) for took in rows.values()) > MOST_SECONDS


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
