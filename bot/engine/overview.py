"""Queue, status and App Home: what is open, read for people."""

from collections.abc import Sequence
from datetime import timedelta
from statistics import median

from bot.desk import Card, Home, Queue
from bot.digest import Row
from bot.engine import insights, stories, times
from bot.engine.desks import NEVER, Desks
from bot.engine.verdicts import Verdicts
from bot.engine.waiting import Waiting, row, rows
from bot.engine.world import World
from bot.story import Story
from storage import decisions, desk, handoffs, outbox, requests
from storage.models import Request, Who
from storage.sqlite import Db

HOME_ROWS, ASKED_ROWS, QUEUE_ROWS, GONE_NAMED = 10, 5, 15, 4


class Overview:
    """What is open, for everybody and for one person."""

    def __init__(self, world: World, verdicts: Verdicts, desks: Desks) -> None:
        self._world, self._verdicts, self._desks = world, verdicts, desks
        self._waiting = Waiting(world, verdicts)

    async def hidden(self, who: Who, handoff_id: int = 0) -> bool:
        """Whether this is a guest, to whom nothing is shown beside what they asked for or may decide.

        Raises:
            LookupError: there is no such handoff (0: it is about none).
        """
        people = self._world.people
        if not people.is_person(who) or people.is_full_member(who):
            return False

        def work(db: Db) -> bool:
            handoff = handoffs.get(db, handoff_id)
            request = requests.get(db, handoff.request_id)
            return request.requester != who and bool(self._verdicts.right(handoff, request, who))

        return not handoff_id or await self._world.read(work)

    async def queue(self, who: Who | None = None, first: int = 0, workflow: str = "") -> Queue:
        """What is open from row `first` on, the oldest first; for `who`, what waits for them comes before the rest."""

        def work(db: Db) -> Queue:
            found = [each for each in desk.open_ones(db) if workflow in {"", each.workflow}]
            mine = self._waiting.mine(db, who, found) if who else []
            own = {each.id for each in mine}
            ordered = [*mine, *(each for each in found if each.id not in own)]
            shown = rows(db, self._world, ordered[first : first + QUEUE_ROWS])
            unanswered, now = desk.unanswered(db, workflow), self._world.clock()
            return Queue(shown, len(found), len(mine), first, workflow, now, QUEUE_ROWS, unanswered)

        return await self._world.scan(work)

    async def waiting(self, who: Who) -> tuple[int, ...]:
        """The handoffs that wait for this person's word, in the order in which to take them."""
        return await self._world.scan(lambda db: tuple(each.id for each in self._waiting.mine(db, who)))

    async def walk(self, who: Who, at: int, ahead: Sequence[int]) -> Card:
        """The next card for somebody who goes through what waits for them: see `Card`.

        `at` is the handoff they are at (0: none): shown again while it still waits for them. `ahead` are those they had
        before them. After these come those behind them, what is new among them, and at last they begin anew.
        """

        def work(db: Db) -> Card:
            waiting = [each.id for each in self._waiting.mine(db, who)]
            still = frozenset(waiting)
            line = [*([at] if at else []), *ahead]
            following = next((each for each in [*line, *waiting] if each in still), 0)
            place = line.index(following) if following in line else len(line)
            gone = line[:place]
            after = waiting.index(following) if following else 0
            rest = line[place + 1 :] or [*waiting[after + 1 :], *waiting[:after]]
            return Card(
                story=stories.story(db, self._world, following) if following else None,
                ahead=tuple(rest),
                gone=tuple(filter(None, (stories.story(db, self._world, each) for each in gone[:GONE_NAMED]))),
                skipped=len(gone) - (at in gone),
                left=len(waiting) - bool(following),
            )

        return await self._world.scan(work)

    async def home(self, who: Who) -> Home:
        """What App Home tells this person."""
        now = self._world.clock()
        since = now - timedelta(days=7)

        def work(db: Db) -> Home:
            found = desk.open_ones(db)
            mine = self._waiting.mine(db, who, found)
            minutes = decisions.minutes_of(db, who, since)
            asked = requests.open_of(db, who, chosen=True)
            digest = self._desks.at(desk.habit(db, who))
            return Home(
                waiting=tuple(rows(db, self._world, mine[:HOME_ROWS])),
                total_waiting=len(mine),
                asked=tuple(
                    (stories.as_read(self._world.people, each), self._at(db, each)) for each in asked[:ASKED_ROWS]
                ),
                total_asked=len(asked),
                decided=len(minutes),
                median_minutes=median(minutes) if minutes else None,
                changed_later=desk.changed_later(db, who, since),
                open=len(found),
                late=sum(each.late for each in found),
                now=now,
                autonomy=insights.steps(db, self._world),
                digest=f"{digest:%H:%M}" if digest else NEVER,
                zone=self._desks.zone(who).key.rpartition("/")[2].replace("_", " "),
                habit=times.habit(db, self._world, who),
            )

        return await self._world.scan(work)

    def _at(self, db: Db, request: Request) -> Row | None:
        """The open handoff that a request is at."""
        found = [each for each in handoffs.of_request(db, request.id) if each.closed_at is None]
        return row(db, self._world, found[-1].id) if found else None

    async def status(self, handoff_id: int) -> tuple[Story | None, tuple[str, str] | None]:
        """A handoff's story and where its card stands; None where there is no such handoff."""

        def work(db: Db) -> tuple[Story | None, tuple[str, str] | None]:
            try:
                return stories.story(db, self._world, handoff_id), outbox.post(db, f"card:{handoff_id}")
            except LookupError:
                return None, None

        return await self._world.scan(work)
