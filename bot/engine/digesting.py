"""The digest of each workflow: queued once for each local date, and what it holds."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median

from bot.digest import AloneRow, Digest, due_days, instant, next_due
from bot.engine import insights
from bot.engine.desks import Desks
from bot.engine.earned import Earned
from bot.engine.waiting import rows
from bot.engine.world import World
from bot.weeks import Week
from bot.workflows import Step, Workflow
from storage import asked, audit, autonomy, decisions, desk, due, handoffs, lessons, outbox
from storage.models import Who
from storage.sqlite import Db

LATE_ROWS, WEEKS, LEARNED = 5, 8, 3


class Digests:
    """The digests of workflows."""

    def __init__(self, world: World, desks: Desks) -> None:
        self._world, self._desks = world, desks

    async def of(self, workflow: Workflow, day: date, *, late: bool | None = None) -> Digest:
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
            waiting = [each for each in desk.open_ones(db) if each.workflow == workflow.id]
            late_ones = [each for each in waiting if each.late]
            verdicts, people = decisions.counts(db, workflow.id, start, end)
            entries, head = audit.head(db)
            return Digest(
                workflow=workflow.id,
                title=workflow.title,
                day=day,
                covers_from=start,
                covers_to=end,
                rows=tuple(rows(db, self._world, late_ones[:LATE_ROWS])),
                total_late=len(late_ones),
                open=len(waiting),
                oldest_at=waiting[0].opened_at if waiting else None,
                verdicts=dict(verdicts),
                deciders={Who.parse(person).user: count for person, count in people.most_common()},
                median_minutes=_median_minutes(db, workflow, start, end),
                entries=entries,
                head=head,
                now=now.astimezone(zone),
                late=bool(late),
                waiting_for_answer=desk.unanswered(db, workflow.id),
                changed=insights.changes(db, workflow, start, end),
                alone=tuple(_alone(db, workflow, step, start, end) for step in workflow.steps.values()),
                learned=tuple(lessons.taught(db, workflow.id, start, end).most_common(LEARNED)),
                held=_held(db, workflow.id, start, end),
                overrides=tuple(
                    (f"H-{each.handoff_id}", self._world.people.name(each.person.user), each.note)
                    for each in decisions.overrides(db, workflow.id, start, end)
                ),
                names={Who.parse(person).user: self._world.people.name(Who.parse(person).user) for person in people},
            )

        return await self._world.scan(work)

    async def weeks(self, workflow: Workflow, day: date) -> tuple[Week, ...]:
        """The last weeks of a workflow up to its digest of this local date, from the first with a decision in it on.

        None where there was none.
        """
        zone, at = self._world.shelf.team.zone, workflow.digest or datetime.min.time()
        ends = [instant(day - timedelta(days=7 * back), at, zone) for back in reversed(range(WEEKS + 1))]

        def work(db: Db) -> tuple[Week, ...]:
            open_at = desk.open_at(db, workflow.id, ends)
            return tuple(
                Week(
                    end.astimezone(zone).date(),
                    sum(decisions.counts(db, workflow.id, start, end)[1].values()),
                    sum(len(autonomy.acts(db, workflow.id, step, start, end)) for step in workflow.steps),
                    open_at[end],
                )
                for start, end in pairwise(ends)
            )

        found = await self._world.scan(work)
        busy = [index for index, each in enumerate(found) if each.decided or each.alone]
        return found[min(busy[0], WEEKS - 2) :] if busy else ()

    async def claim(self) -> datetime:
        """Queue every digest that is due, each (workflow or person, local date) once.

        Returns when the next one of a workflow is.
        """
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
        await self._desks.claim()
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
                _claim_picture(db, workflow, day, now)

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


def _held(db: Db, workflow: str, start: datetime, end: datetime) -> int:
    """How many notices about a workflow's handoffs were kept back for a while."""
    found = asked.kept_between(db, start, end)
    return sum(handoffs.get(db, each.handoff_id).workflow == workflow for each in found)


def _claim_picture(db: Db, workflow: Workflow, day: date, now: datetime) -> None:
    """With the first digest of a week goes its picture, once."""
    year, week, _ = day.isocalendar()
    job, slot = f"picture:{workflow.id}", f"{year}-W{week:02}"
    if due.claim_slot(db, job, slot, now):
        payload = {"workflow": workflow.id, "day": day.isoformat()}
        outbox.add(db, key=f"{job}:{slot}", lane=job, kind="picture", payload=payload, now=now)


def _median_minutes(db: Db, workflow: Workflow, start: datetime, end: datetime) -> float | None:
    """Half of what people approved or rejected in [start, end) was decided within so many minutes."""
    closed = handoffs.closed_between(db, workflow.id, start, end)
    minutes = [
        (each.closed_at - each.opened_at).total_seconds() / 60
        for each in closed
        if each.closed_at and each.kind == "approval" and each.way != "act" and each.state in {"approved", "rejected"}
    ]
    return median(minutes) if minutes else None


def _alone(db: Db, workflow: Workflow, step: Step, start: datetime, end: datetime) -> AloneRow:
    """What a step did alone in [start, end)."""
    acts = autonomy.acts(db, workflow.id, step.name, start, end)
    verdicts = [act.verdict for act in acts if act.verdict in {"right", "wrong"}]
    reported = sum(bool(act.report) for act in acts)
    return AloneRow(step.many(len(acts)), len(acts), len(verdicts), verdicts.count("wrong"), reported)
