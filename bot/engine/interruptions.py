"""What was kept back for somebody is told: once they may be interrupted, all of it in one message."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from bot.engine import reaching, stories
from bot.engine.verdicts import Verdicts
from bot.engine.world import World
from bot.story import Story
from storage import asked, due, handoffs, outbox, requests, shifts
from storage.asked import Asked
from storage.models import Handoff, Who
from storage.sqlite import Db


class Kept(NamedTuple):
    """A case that is brought before somebody: in which way, since when, and how it stands."""

    what: str
    since: datetime
    story: Story


class Interruptions:
    """Tells people what was kept back for them."""

    def __init__(self, world: World, verdicts: Verdicts) -> None:
        self._world, self._verdicts = world, verdicts

    async def tell(self, asked_id: int) -> None:
        """The moment has come until which this row was kept back: due row in, one message out."""
        self._world.shelf.refresh()
        await self._world.write(lambda db: self._tell(db, asked_id))

    def _tell(self, db: Db, asked_id: int) -> None:
        now = self._world.clock()
        due.drop(db, "tell", asked_id)
        row = asked.get(db, asked_id)
        if row is None or row.told_at is not None or row.until is None:
            return
        if row.until > now:  # put off, or the clock was ahead for a moment
            due.put(db, "tell", asked_id, row.until)
            return
        waiting = asked.kept(db, row.who, now)
        overtaken = [each.id for each in waiting if not self._stands(db, each)]
        if overtaken:
            asked.told(db, overtaken, "overtaken", now)
        standing = [each for each in waiting if each.id not in overtaken]
        if standing:
            self._together(db, row.who, standing, now)

    def _together(self, db: Db, who: Who, standing: Sequence[Asked], now: datetime) -> None:
        """One message, unless this person may not be interrupted now after all; their own reminders always come."""
        wished = any(each.what == "later" for each in standing)
        until = None if wished else reaching.free_at(db, self._world, who, now)
        ids = [each.id for each in standing]
        if until is not None:
            asked.put_off(db, ids, until)
            for each in ids:
                due.put(db, "tell", each, until)
            return
        asked.told(db, ids, "message", now)
        key, payload = f"desk:{ids[0]}", {"user": who.user, "ids": ids}
        outbox.add(db, key=key, lane=f"desk:{who}", kind="desk", payload=payload, now=now)

    def _stands(self, db: Db, row: Asked) -> bool:
        """Whether there is still something to tell: it is open, and theirs to decide or wished for by themselves."""
        handoff = handoffs.get(db, row.handoff_id)
        if handoff.closed_at is not None or row.number < 0:  # about a stage that is over
            return False
        if row.what in {"shift", "left"}:  # until somebody has it; of `shift`, until it is too late to take it
            return shifts.waits(db, row.number, row.handoff_id, over=row.what == "left")
        return row.what == "later" or not self._verdicts.right(handoff, requests.get(db, handoff.request_id), row.who)

    async def bundle(self, ids: Sequence[int]) -> list[Kept]:
        """What a message tells, as it stands now: cases that were closed since are left out, none comes twice."""

        def work(db: Db) -> list[Kept]:
            found: dict[int, Kept] = {}
            for row in filter(None, (asked.get(db, each) for each in ids)):
                story = stories.story(db, self._world, row.handoff_id)
                if story is not None and story.handoff.closed_at is None:
                    what = row.what if _with_them(row, story.handoff) else "open"
                    found.setdefault(row.handoff_id, Kept(what, row.at, story))
            return list(found.values())

        return await self._world.read(work)


def _with_them(row: Asked, handoff: Handoff) -> bool:
    """Whether a case is still with whoever was to be told that it is; others may have it by now."""
    if row.what == "given":
        return handoff.given == row.who.user
    if row.what == "remind":
        return handoff.given in {"", row.who.user} and row.number == handoff.rung and not handoff.held
    return True
