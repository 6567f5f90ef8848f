"""The change of shift in the crash sweep: what is open as somebody goes home is taken over, once."""

from datetime import timedelta
from functools import partial

from tests.torture.ground import ALERTS, Json
from tests.torture.people import Crowd
from tests.torture.ways import approved, fill_in


async def shift(crowd: Crowd) -> None:
    """Two cases are open as Alex goes home; Dana takes them over by a click and one question."""
    for tag in ("shift", "night"):
        await crowd.jonas.say(ALERTS, f"over {tag}")
        await crowd.card(tag)
    slot = (crowd.site.clock() - timedelta(hours=2)).date().isoformat()
    claimed = partial(crowd.record, "SELECT 1 FROM slot WHERE job = 'shift:here' AND slot = ?", slot)
    await crowd.until(claimed, "the shift to end")
    ours = (
        "SELECT c.handoff_id AS id FROM shift_case c JOIN handoff h ON h.id = c.handoff_id WHERE h.step = 'over_chore'"
    )
    over = partial(crowd.record, "SELECT 1 FROM shift WHERE closed_at IS NOT NULL")
    for case in crowd.record(ours)[:1]:  # none where the bot was dead for long
        await fill_in(crowd, crowd.dana, partial(_taking, crowd), {"own.first": str(case["id"])}, over)
    for tag in ("shift", "night"):
        await approved(crowd, tag)


async def _taking(crowd: Crowd) -> Json | None:
    channel, ts, sight = await crowd.until(lambda: next(crowd.dana.briefs(), None), "the brief")
    label = next(each for each in sight.labels if each.startswith("Accept"))
    return await crowd.window(crowd.dana, channel, ts, label)
