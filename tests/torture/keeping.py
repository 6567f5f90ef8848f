"""In the crash sweep: what an owner approves instead of others, what comes back later, words that are kept a moment."""

import contextlib
from functools import partial

from tests.torture.ground import ALERTS, START, Json
from tests.torture.people import Crowd
from tests.torture.ways import approved, fill_in
from workspace.driver import PersonError

WHY = "Nobody else is there, and it cannot wait for the morning."


async def overridden(crowd: Crowd) -> None:
    """Dana, an owner, approves it instead of those who decide: once, though she may type it again."""
    await crowd.jonas.say(ALERTS, "sure overridden")
    await crowd.card("overridden")
    await fill_in(
        crowd, crowd.dana, partial(_overriding, crowd), {"own.override": WHY}, lambda: crowd.over("overridden")
    )


async def _overriding(crowd: Crowd) -> Json | None:
    sql = "SELECT h.id FROM handoff h JOIN request r ON r.id = h.request_id WHERE r.text = 'sure overridden'"
    for row in crowd.record(sql):
        with contextlib.suppress(PersonError, TimeoutError):
            await crowd.dana.command("/handoff", f"override H-{row['id']}", ALERTS)
            return await crowd.dana.wait_for_view(1.0)
    return None


async def reminded(crowd: Crowd) -> None:
    """Maria wants to hear of it later, does, once, and approves it then."""
    await crowd.jonas.say(ALERTS, "sure reminded")
    place = await crowd.card("reminded")
    opened = partial(crowd.listed, crowd.maria, *place, "Remind me later")
    wished = "SELECT 1 FROM asked WHERE what = 'later'"
    await fill_in(crowd, crowd.maria, opened, {"own.later": "hour"}, partial(crowd.record, wished))
    told = partial(crowd.record, f"{wished} AND told_at IS NOT NULL")
    await crowd.until(told, "Maria to be reminded")
    await approved(crowd, "reminded")


async def passing(crowd: Crowd) -> None:
    """The words of what is closed go after a moment; ids, decisions and the record stay."""
    await crowd.jonas.say(START, "@baton sure passing")
    gone = partial(crowd.record, "SELECT 1 FROM request WHERE workflow = 'passing' AND text = ''")
    place = await crowd.card("passing")
    await crowd.insist(crowd.maria, place, "Approve", gone)
    await crowd.until(gone, "the words to go")
