"""A press that changes nothing: the person is told why, and the record has who it was and why. One place for all."""

from collections.abc import Mapping
from typing import Any

from bot.engine import tell
from bot.engine.world import Click, World
from storage import audit, due
from storage.models import Handoff, Request
from storage.sqlite import Db


def refuse(
    world: World,
    db: Db,
    click: Click,
    press: str,
    refusal: Mapping[str, Any],
    about: Handoff | Request | None = None,
) -> None:
    """Tell this person why `press` did nothing (`refusal["what"]`), and put it into the record."""
    now = world.clock()
    ids: dict[str, int] = {}
    if isinstance(about, Handoff):
        ids = {"request": about.request_id, "run": about.run_id, "handoff": about.id}
    elif isinstance(about, Request):
        ids = {"request": about.id}
    audit.add(db, now, "press_refused", str(click.who), **ids, data={"press": press, "why": refusal["what"]})
    tell.answer(db, click, refusal, now, ids.get("handoff"))


async def refused(
    world: World, click: Click, press: str, refusal: Mapping[str, Any], about: Handoff | Request | None = None
) -> bool:
    """Whether there is a refusal; if so, it is told and recorded, once for each press."""

    def work(db: Db) -> None:
        if due.receive(db, click.key, "click", {}, world.clock(), handled=True):
            refuse(world, db, click, press, refusal, about)

    if refusal:
        await world.write(work)
    return bool(refusal)
