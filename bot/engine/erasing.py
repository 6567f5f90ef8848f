"""Words that go: of old requests, where a workflow says how long they are kept; and of one person, by a command."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from bot.engine.requests import Requests
from bot.engine.world import World
from storage import audit, due, erase
from storage.erase import Place
from storage.models import Who
from storage.sqlite import Db

BATCH = 50
EVERY = timedelta(days=1)
ALL = 0  # the due row of retention is about no one thing
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """What stands of a person: their requests, those of others with words of theirs, and where Slack has messages."""

    own: tuple[int, ...]
    touched: tuple[int, ...]
    open: tuple[int, ...]
    places: tuple[Place, ...]


@dataclass
class Erased:
    """What went: rows by what they held; `kept` are requests on which something is under way, left as they are."""

    rows: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    kept: tuple[int, ...] = ()


class Erasing:
    """Takes words out of the record's rows. Ids, states, hashes, times and decisions stay, and the record says so."""

    def __init__(self, world: World, requests: Requests) -> None:
        self._world, self._requests = world, requests

    # Retention ------------------------------------------------------------------------------------------------------

    async def begin(self) -> None:
        """Once a day from now on, where any workflow says how long words are kept; a day that was missed is made up."""
        if any(flow.retention_seconds for flow in self._world.shelf.workflows.values()):
            now = self._world.clock()
            await self._world.write(lambda db: due.put(db, "retention", ALL, now))

    async def retain(self, subject: int) -> None:
        """One batch of what is too old; due again at once while there is more, else tomorrow."""
        self._world.shelf.refresh()
        now = self._world.clock()
        old = await self._world.scan(lambda db: self._old(db, now))
        await self._world.write(lambda db: self._retain(db, subject, old, now))
        if len(old) < BATCH:  # nothing older is left: what newer cases were told of those that went goes, too
            quoting = await self._world.scan(erase.quoting_gone)
            for start in range(0, len(quoting), BATCH):
                ids = quoting[start : start + BATCH]
                await self._world.write(partial(self._erase_quotes, ids=ids, actor="baton"))

    def _old(self, db: Db, now: datetime) -> list[int]:
        found: list[int] = []
        for flow in self._world.shelf.workflows.values():
            if flow.retention_seconds and len(found) < BATCH:
                before = now - timedelta(seconds=flow.retention_seconds)
                found += erase.old_ones(db, flow.id, before, BATCH - len(found))
        return found

    def _retain(self, db: Db, subject: int, old: Sequence[int], now: datetime) -> None:
        if old:
            self._erase(db, old, {"why": "retention"})
            log.info("the words of %s requests are as old as their workflow keeps them, and went", len(old))
        due.put(db, "retention", subject, now if len(old) == BATCH else now + EVERY)

    # One person -----------------------------------------------------------------------------------------------------

    async def known(self, user: str) -> list[Who]:
        """Who is known here by this user id."""
        found = await self._world.scan(lambda db: erase.persons(db, user))
        return [Who.parse(each) for each in found]

    async def find(self, who: Who) -> Found:
        """What stands of a person here."""
        return await self._world.scan(lambda db: self._find(db, str(who)))

    def _find(self, db: Db, who: str) -> Found:
        own, touched = erase.requests_of(db, who), erase.touched_by(db, who)
        everywhere = [*own, *touched]
        places = erase.places(db, [*everywhere, *erase.erased_of(db, who)])
        return Found(tuple(own), tuple(touched), tuple(erase.open_among(db, everywhere)), tuple(places))

    async def erase(self, who: Who) -> Erased:
        """Erase what a person wrote and what was written about their requests. Their open requests are withdrawn first.

        What runs, or waits for somebody to say whether it happened, is left as it is: erase once more after it.
        """
        found = await self.find(who)
        for request in set(found.open) & set(found.own):
            await self._world.write(partial(self._requests.close_for_good, request_id=request))
        still_open = set((await self.find(who)).open)
        done = Erased(kept=tuple(sorted(still_open)))
        quoting = await self._world.scan(lambda db: erase.quoting(db, [*found.own, *found.touched]))
        for start in range(0, len(quoting), BATCH):
            done.rows += await self._world.write(partial(self._erase_quotes, ids=quoting[start : start + BATCH]))
        for ids, whose in ((found.own, ""), (found.touched, str(who))):
            going = [each for each in ids if each not in still_open]
            for start in range(0, len(going), BATCH):
                batch = going[start : start + BATCH]
                data = {"why": "person", "person": str(who)}
                done.rows += await self._world.write(partial(self._erase, ids=batch, data=data, who=whose))
                done.requests += len(batch)
        done.rows += await self._world.write(partial(self._erase_rows, who=who))
        await self._forget_events(who)
        return done

    def _erase(self, db: Db, ids: Sequence[int], data: dict[str, str], *, who: str = "") -> Counter[str]:
        now = self._world.clock()
        counts = Counter(erase.erase(db, ids, now, who=who))
        told = {"requests": list(ids), "rows": sum(counts.values()), "decisions": erase.decisions_of(db, ids)}
        actor = "operator" if "person" in data else "baton"
        audit.add(db, now, "texts_erased", actor, data={**data, **told})
        return counts

    def _erase_rows(self, db: Db, who: Who) -> Counter[str]:
        """What belongs to no request; `verify` takes a reason for erased only where an entry says whose words went."""
        counts = Counter(erase.person_rows(db, str(who)))
        if counts.total():
            data = {"why": "person", "person": str(who), "requests": [], "rows": counts.total(), "decisions": {}}
            audit.add(db, self._world.clock(), "texts_erased", "operator", data=data)
        return counts

    def _erase_quotes(self, db: Db, ids: Sequence[int], actor: str = "operator") -> Counter[str]:
        counts = Counter(erase.erase_quotes(db, ids))
        data = {"why": "quoted", "requests": list(ids), "rows": sum(counts.values()), "decisions": {}}
        audit.add(db, self._world.clock(), "texts_erased", actor, data=data)
        return counts

    async def _forget_events(self, who: Who) -> None:
        """Events of theirs, or with a message of theirs, that nobody worked off yet are left aside."""
        now = self._world.clock()
        for envelope in await self._requests.unhandled(limit=-1):
            event = envelope.payload.get("event") or envelope.payload
            said = [event, event.get("message") or {}, event.get("previous_message") or {}]
            users = [each.get("user") for each in said]
            if who.user in [user.get("id") if isinstance(user, dict) else user for user in users]:
                await self._world.write(partial(due.handled, key=envelope.key, now=now))

    async def gone(self, place: Place) -> None:
        """This message of ours does not stand in Slack any more."""
        await self._world.mark(lambda db: erase.gone(db, place))
