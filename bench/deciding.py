"""What it costs to decide who decides, with a million recorded decisions behind it.

Prints the median time of the decision alone (certificate in, act or ask out), and of what the transaction adds to it.
"""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from bot import policy
from bot.autonomy import state as states
from bot.policy import Standing
from storage import autonomy
from storage.models import Brief
from storage.sqlite import Db, from_json
from tests.bot.engine import earning
from tests.bot.engine.house import House, write_folder

ROWS = 1_000_000
TIMES = 300


def fill(db: Db, key: tuple[str, str, str]) -> None:
    """A million rows of evidence that does not count, so that the certificate stays as it is."""
    db.executemany(
        "INSERT INTO evidence(workflow, step, version, kind, handoff_id, person, requester, score, why, at) "
        "VALUES (?, ?, ?, 'decision', NULL, ?, ?, 0.97, 'faster than 3 s', '2026-01-01')",
        ((*key, f"T1/U{number % 40}", f"T1/R{number % 900}") for number in range(ROWS)),
    )


def median_ms(what: list[float]) -> str:
    return f"{statistics.median(what) * 1000:.3f} ms"


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        house = House(write_folder(path / "workflows"), path / "baton.db")
        await earning.earned(house)
        found = await house.read(lambda db: autonomy.newest(db, "refunds", "reversible"))
        key = (found.workflow, found.step, found.version)
        await house.world.write(lambda db: fill(db, key))
        flow = house.world.shelf.workflows["refunds"]
        step, earned = flow.steps["reversible"], house.engine.runs._earned
        act = await earning.acts(house, "4000")
        alone, added = [], []

        def work(db: Db) -> None:
            for number in range(TIMES):
                args = {**act.args, "order_id": f"{5000 + number}"}
                proposed = act.model_copy(update={"id": 0, "args": args, "state": "waiting"})
                begun = time.perf_counter()
                text = autonomy.state(db, key)
                assert text is not None
                state = states.from_row(from_json(text))
                look = states.look(state, 0.97)
                policy.decide(step, args, Brief(), score=0.97, standing=Standing(look, True, 0.95), draw=0.5)
                alone.append(time.perf_counter() - begun)
                begun = time.perf_counter()
                earned.judge(db, flow, proposed, policy.NO_FLAGS, None, None)
                added.append(time.perf_counter() - begun)

        await house.world.write(work)
        print(f"{ROWS:,} rows of evidence behind one certificate")
        print(f"certificate read by its key, and the decision: {median_ms(alone)}")
        print(f"all that the transaction does for a proposal:  {median_ms(added)}")
        await house.kill()


if __name__ == "__main__":
    asyncio.run(main())
