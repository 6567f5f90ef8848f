"""The outbox as a door sees it: what wants to go out, and what became of it."""

from collections.abc import Container, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from bot.engine import stories, tell
from bot.engine.world import World
from bot.people import People
from bot.story import Story
from bot.workflows import Workflow
from storage import audit, handoffs, outbox, requests
from storage.models import Outgoing, Request
from storage.sqlite import Db

_MOST_SHOWN = 64
_WHISPERS = frozenset({"answer", "menu"})
_WITH_BUTTONS = frozenset({"question", "got_it"})
NOTHING: Mapping[int, str] = MappingProxyType({})


class _Loaded(NamedTuple):
    """The story that was loaded last, and what it was loaded from."""

    version: int
    people: People
    workflows: Mapping[str, Workflow]
    story: Story


class Basis(NamedTuple):
    """What a card is sent from, as of one moment.

    `place` is where it stands, `newest` the id of the newest row that a card drawn now stands for, `thread` what is to
    be told in its thread next: none before its first showing is on record, as that waits for nothing.
    """

    story: Story | None
    place: tuple[str, str] | None
    newest: int
    thread: tuple[Outgoing, ...]


class Outbox:
    """Marks rows of the outbox. Each method is one transaction, or a read."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._loaded: _Loaded | None = None
        self._shown: set[tuple[int, int]] = set()
        """Revisions whose first showing this process recorded: a card is drawn several times."""

    async def ready(self, busy: Container[str] = ()) -> list[Outgoing]:
        """The oldest unsent row of each lane that is not `busy`, where its time has come."""
        now, db = self._world.clock(), self._world.store.at_rest
        if db is not None and db.unsent is not None:
            return outbox.first_of_each_lane(db, now, busy)
        return await self._world.read(lambda db: outbox.first_of_each_lane(db, now, busy))

    async def next_at(self) -> datetime | None:
        """When the next row wants to go out."""
        return await self._world.read(outbox.next_at)

    async def story(self, handoff_id: int) -> Story | None:
        """The handoff as it stands now; None where its workflow is gone.

        Several rows about one change go out together: what was loaded for the first of them serves them all.
        """
        return self._as_loaded(handoff_id) or await self._world.read(lambda db: self._load(db, handoff_id))

    def _as_loaded(self, handoff_id: int) -> Story | None:
        """The story that was loaded last, at this moment, where nothing was written or changed since."""
        world, known = self._world, self._loaded
        if (
            known is not None
            and known.story.handoff.id == handoff_id
            and known.version == world.store.version
            and known.people is world.people
            and known.workflows is world.shelf.workflows
        ):
            return known.story.at(world.clock())
        return None

    def _load(self, db: Db, handoff_id: int) -> Story | None:
        world, version = self._world, self._world.store.version
        story = stories.story(db, world, handoff_id)
        if story is not None and version % 2 == 0:  # odd: a commit is under way, and this is from before or after it
            self._loaded = _Loaded(version, world.people, world.shelf.workflows, story)
        return story

    async def basis(self, row: Outgoing) -> Basis:
        """All that a card is sent from."""
        now = self._world.clock()
        return await self._world.read(lambda db: self._basis(db, row.handoff_id or 0, row.lane, now))

    def _basis(self, db: Db, handoff_id: int, lane: str, now: datetime) -> Basis:
        story = self._as_loaded(handoff_id) or self._load(db, handoff_id)
        place, newest, thread = outbox.of_card(db, lane, now)
        seen = story is not None and (handoff_id, story.handoff.revision) in self._shown
        return Basis(story, place, newest, thread if seen else ())

    async def asked(self, row: Outgoing) -> tuple[Story | None, Request | None]:
        """What a requester is told of: a handoff, where it is about one, and what they asked for."""
        story = await self.story(row.handoff_id) if row.handoff_id else None
        if story and story.request.id == row.request_id:
            return story, story.request
        return story, await self.request(row.request_id) if row.request_id else None

    async def over(self, request_id: int) -> list[tuple[Story, str, tuple[str, str]]]:
        """What who asked was asked or offered about handoffs that are over: each with its key and where it stands."""

        def work(db: Db) -> list[tuple[Story, str, tuple[str, str]]]:
            found, said = [], f"said:{request_id}:"
            for stored, place in outbox.as_posted(db, f"{said}requester:"):
                key = stored.removeprefix(said)
                handoff_id, what = tell.of_requester(key)
                about = handoff_id if what in _WITH_BUTTONS else 0
                story = (self._as_loaded(about) or stories.story(db, self._world, about)) if about else None
                if story is not None and story.handoff.closed_at is not None:
                    found.append((story, key, place))
            return found

        return await self._world.read(work)

    async def request(self, request_id: int) -> Request:
        """A request, with its words as people read them."""
        return stories.as_read(self._world.people, await self._world.read(lambda db: requests.get(db, request_id)))

    async def place(self, key: str) -> tuple[str, str] | None:
        """Channel and ts of a thing in Slack (`card:12`, `ask:7`), None where it does not stand there yet."""
        return await self._world.read(lambda db: outbox.post(db, key))

    async def what_stands_at(self, channel: str, ts: str) -> str | None:
        """The inverse of `place`."""
        return await self._world.read(lambda db: outbox.post_key(db, channel, ts))

    async def sent(
        self, row: Outgoing, place: tuple[str, str] | None = None, key: str = "", folded: Sequence[str] = ()
    ) -> None:
        """It is out; with the place where it stands, under `key`, and what lost its buttons before it."""
        now = self._world.clock()

        def work(db: Db) -> None:
            outbox.done(db, row.id, "sent", now)
            if place and key:
                outbox.set_post(db, key, *place, now)
            for each in folded:
                outbox.folded(db, each)

        # Nobody finds a whisper again: the shorter nobody knows of it, the better.
        await (self._world.mark if row.kind in _WHISPERS else self._world.mark_soon)(work)

    async def card_shown(
        self,
        row: Outgoing,
        newest: int,
        shown: Story,
        place: tuple[str, str],
        fingerprint: str,
        told: Mapping[int, str] = NOTHING,
    ) -> None:
        """The card of this revision stands in Slack; rows of the lane up to `newest` are covered by it.

        `told` is what became of the messages in its thread that went with it, by row.
        """
        now, revision = self._world.clock(), (shown.handoff.id, shown.handoff.revision)

        def work(db: Db) -> None:
            outbox.drawn(db, row, newest, now)
            outbox.set_post(db, row.lane, *place, now, fingerprint)
            for number, outcome in told.items():
                outbox.done(db, number, outcome, now)
            if revision not in self._shown:
                handoffs.set_shown(db, *revision, now)

        await self._world.mark_soon(work)
        if len(self._shown) >= _MOST_SHOWN:
            self._shown.clear()
        self._shown.add(revision)

    async def answered_at(self, row: Outgoing, request_id: int, channel: str, thread: str) -> None:
        """The requester is answered here from now on."""
        now = self._world.clock()

        def work(db: Db) -> None:
            outbox.done(db, row.id, "sent", now)
            requests.set_reply(db, request_id, channel, thread)

        await self._world.mark(work)

    async def cards(self) -> list[tuple[int, str]]:
        """Handoffs that are open or closed within a day, each with the fingerprint of what its card showed last."""
        since = self._world.clock() - timedelta(days=1)
        return await self._world.read(lambda db: outbox.cards(db, since))

    async def redraw(self, handoff_id: int) -> bool:
        """Queue the card once more; False where it is queued already."""
        now = self._world.clock()

        def work(db: Db) -> bool:
            if outbox.newest(db, f"card:{handoff_id}", "card"):
                return False
            tell.card(db, handoff_id, audit.head(db)[0], now)
            return True

        return await self._world.write(work)

    async def later(self, row: Outgoing, seconds: float, why: str) -> None:
        """Try again in so many seconds, in an hour at the latest."""
        at = self._world.clock() + timedelta(seconds=min(seconds, outbox.LONGEST_WAIT.total_seconds()))
        await self._world.mark(lambda db: outbox.later(db, row.id, at, why))

    async def never(self, row: Outgoing, why: str) -> None:
        """It cannot be sent, now or ever."""
        now = self._world.clock()
        await self._world.mark(lambda db: outbox.done(db, row.id, f"failed: {why}", now))

    async def stands(self, key: str, place: tuple[str, str]) -> None:
        """A message stands there from now on, under `key`."""
        now = self._world.clock()
        await self._world.mark(lambda db: outbox.set_post(db, key, *place, now))

    async def told(self, row: Outgoing, prefix: str) -> None:
        """The last word is out: the messages under `prefix` stay as they are."""
        now = self._world.clock()

        def work(db: Db) -> None:
            outbox.done(db, row.id, "sent", now)
            outbox.forget_under(db, prefix)

        await self._world.mark(work)

    async def oldest(self) -> tuple[datetime, str] | None:
        """When the oldest thing was queued that is not told yet, and what its last attempt came to."""
        return await self._world.read(outbox.oldest_unsent)
