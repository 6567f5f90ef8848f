"""Queue, status and digests: what is open and what was decided, read for people."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from statistics import median

from bot.desk import Home
from bot.digest import AloneRow, Digest, Row, due_days, instant, next_due
from bot.engine import insights, stories
from bot.engine.earned import Earned
from bot.engine.verdicts import Verdicts
from bot.engine.world import World
from bot.story import Story
from bot.workflows import Step, Workflow
from storage import audit, autonomy, decisions, due, handoffs, outbox, requests
from storage.models import Handoff, Request, Who
from storage.sqlite import Db


class Overview:
    """What is open, and the digests."""

    def __init__(self, world: World, verdicts: Verdicts) -> None:
        self._world, self._verdicts = world, verdicts

    async def queue(self, who: Who | None = None) -> tuple[list[Row], int]:
        """Open handoffs, oldest first, and how many there are; for `who`, those they may decide come first."""

        def work(db: Db) -> tuple[list[Row], int]:
            found = [each for each in handoffs.open_ones(db, limit=1000) if each.kind != "question"]
            if who is not None:
                found.sort(key=lambda each: bool(self._verdicts.right(each, requests.get(db, each.request_id), who)))
            return self._rows(db, found[:100]), len(found)

        return await self._world.scan(work)

    async def next_for(self, user: str) -> tuple[int, tuple[str, str] | None] | None:
        """How many open handoffs this user may decide, and where the first one's card stands; None where none is."""
        who = Who(self._world.people.team, user)

        def work(db: Db) -> tuple[int, tuple[str, str] | None] | None:
            found = [each for each in handoffs.open_ones(db, limit=1000) if self._waits_for(db, each, who)]
            return (len(found), outbox.post(db, f"card:{found[0].id}")) if found else None

        return await self._world.scan(work)

    async def home(self, who: Who) -> Home:
        """What App Home tells this person."""
        now = self._world.clock()

        def work(db: Db) -> Home:
            found = [each for each in handoffs.open_ones(db, limit=1000) if each.kind != "question"]
            mine = [each for each in found if self._waits_for(db, each, who)]
            minutes = decisions.minutes_of(db, who, now - timedelta(days=7))
            return Home(
                waiting=tuple(self._rows(db, mine[:20])),
                total_waiting=len(mine),
                asked=tuple((request, self._at(db, request)) for request in requests.open_of(db, who)),
                decided=len(minutes),
                median_minutes=median(minutes) if minutes else None,
                open=len(found),
                late=sum(each.held or each.rung > 0 for each in found),
                now=now,
                autonomy=insights.steps(db, self._world),
            )

        return await self._world.scan(work)

    def _at(self, db: Db, request: Request) -> Row | None:
        """The open handoff that a request is at."""
        found = [each for each in handoffs.of_request(db, request.id) if each.closed_at is None]
        return self._row(db, found[-1]) if found else None

    def _waits_for(self, db: Db, handoff: Handoff, who: Who) -> bool:
        """Whether this person may decide it, and has not yet."""
        return (
            handoff.kind != "question"
            and not self._verdicts.right(handoff, requests.get(db, handoff.request_id), who)
            and not any(
                each.person == who and each.revision == handoff.revision
                for each in decisions.of_handoff(db, handoff.id)
            )
        )

    async def status(self, handoff_id: int) -> tuple[Story | None, tuple[str, str] | None]:
        """A handoff's story and where its card stands; None where there is no such handoff."""

        def work(db: Db) -> tuple[Story | None, tuple[str, str] | None]:
            try:
                return stories.story(db, self._world, handoff_id), outbox.post(db, f"card:{handoff_id}")
            except LookupError:
                return None, None

        return await self._world.scan(work)

    def _rows(self, db: Db, found: Iterable[Handoff]) -> list[Row]:
        return [self._row(db, each) for each in found]

    def _row(self, db: Db, handoff: Handoff) -> Row:
        told = stories.story(db, self._world, handoff.id)
        channel, ts = outbox.post(db, f"card:{handoff.id}") or ("", "")
        request = requests.get(db, handoff.request_id)
        ask = told.step.ask(handoff.args) if told and told.step and handoff.kind == "approval" else ""
        return Row(
            handoff=handoff,
            ask=ask or handoff.question or request.text[:80],
            waits_for=told.decides if told else "",
            late=handoff.held or handoff.rung > 0,
            channel=channel,
            ts=ts,
        )

    async def digest(self, workflow: Workflow, day: date, *, late: bool | None = None) -> Digest:
        """A workflow's digest; `day` is the local date it is for.

        A scheduled one (`late` or not) ends at its own moment, however late it is sent: so every decision is in
        exactly one. One that somebody asks for (`late` None) is as of now.
        """
        zone = self._world.shelf.team.zone
        at = workflow.digest or datetime.min.time()
        now = self._world.clock()
        end = now if late is None else min(now, instant(day, at, zone))
        start = instant(day - timedelta(days=1), at, zone)

        def work(db: Db) -> Digest:
            waiting = handoffs.open_ones(db, workflow.id)
            verdicts, people = decisions.counts(db, workflow.id, start, end)
            closed = handoffs.closed_between(db, workflow.id, start, end)
            closed = [each for each in closed if each.kind == "approval" and each.way != "act"]
            minutes = [
                (each.closed_at - each.opened_at).total_seconds() / 60
                for each in closed
                if each.closed_at and each.state in {"approved", "rejected"}
            ]
            entries, head = audit.head(db)
            return Digest(
                workflow=workflow.id,
                title=workflow.title,
                day=day,
                covers_from=start,
                covers_to=end,
                rows=tuple(self._rows(db, (each for each in waiting if each.kind != "question"))),
                verdicts=dict(verdicts),
                deciders={Who.parse(person).user: count for person, count in people.most_common()},
                median_minutes=median(minutes) if minutes else None,
                entries=entries,
                head=head,
                now=now,
                late=bool(late),
                waiting_for_answer=sum(each.kind == "question" for each in waiting),
                changed=insights.changes(db, workflow, start, end),
                alone=tuple(_alone(db, workflow, step, start, end) for step in workflow.steps.values()),
                names={Who.parse(person).user: self._world.people.name(Who.parse(person).user) for person in people},
            )

        return await self._world.scan(work)

    async def claim_digests(self) -> datetime:
        """Queue every digest that is due, each (workflow, local date) once; returns when the next one is."""
        self._world.shelf.refresh()
        now = self._world.clock()
        if await self._world.read(lambda db: autonomy.sealed_before(db, now.date().isoformat())):
            await self._world.write(Earned(self._world).open_seeds)
        moments = [now + timedelta(hours=1)]
        for workflow in self._world.shelf.workflows.values():
            if workflow.digest is None:
                continue
            moments.append(next_due(workflow.digest, self._world.shelf.team.zone, now))
            await self._claim(workflow, now)
        return min(moments)

    async def _claim(self, workflow: Workflow, now: datetime) -> None:
        zone, at, job = self._world.shelf.team.zone, workflow.digest, f"digest:{workflow.id}"
        if at is None:
            return

        def work(db: Db) -> None:
            last = due.last_slot(db, job)
            if last is None and not self._first(db, workflow, now):
                return
            newest = date.fromisoformat(last) if last else None
            for day in due_days(newest, at, zone, now):
                if not due.claim_slot(db, job, day.isoformat(), now):
                    continue
                late = now - instant(day, at, zone) > timedelta(minutes=5)
                key = f"{job}:{day.isoformat()}"
                payload = {"workflow": workflow.id, "day": day.isoformat(), "late": late}
                outbox.add(db, key=key, lane=f"digest:{workflow.id}", kind="digest", payload=payload, now=now)
                audit.add(db, now, "digest_queued", "baton", data=payload)

        await self._world.write(work)

    def _first(self, db: Db, workflow: Workflow, now: datetime) -> bool:
        """The first time a digest's clock is seen: a time of today that has passed is not made up for."""
        zone, at = self._world.shelf.team.zone, workflow.digest
        today = now.astimezone(zone).date()
        if at is not None and instant(today, at, zone) <= now - timedelta(minutes=1):
            due.claim_slot(db, f"digest:{workflow.id}", today.isoformat(), now)
            return False
        if at is not None and instant(today, at, zone) > now:
            due.claim_slot(db, f"digest:{workflow.id}", (today - timedelta(days=1)).isoformat(), now)
            return False
        return True


def _alone(db: Db, workflow: Workflow, step: Step, start: datetime, end: datetime) -> AloneRow:
    """What a step did alone in [start, end)."""
    acts = autonomy.acts(db, workflow.id, step.name, start, end)
    verdicts = [act.verdict for act in acts if act.verdict in {"right", "wrong"}]
    reported = sum(bool(act.report) for act in acts)
    return AloneRow(step.many(len(acts)), len(acts), len(verdicts), verdicts.count("wrong"), reported)
