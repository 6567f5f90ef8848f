"""Whose hours it is, and the clocks of handoffs that wait for people."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot import escalation
from bot.engine.world import World
from bot.hours import ALWAYS, Habit, Hours, Own, Week
from bot.workflows import Step, Workflow
from storage import due, hours
from storage.models import Handoff, Who
from storage.sqlite import Db


def own(db: Db, who: Who) -> Own:
    """What a person set for themselves."""
    kept = hours.get(db, who)
    return Own(Week.parse(kept.week) if kept.week else None, date.fromisoformat(kept.back_on) if kept.back_on else None)


def hours_without(world: World, user: str) -> Hours:
    """When a user would work by the team's file alone."""
    return escalation.hours_of(user, world.people, world.shelf.team, Own())


def hours_of(db: Db, world: World, user: str) -> Hours:
    """When a user of our workspace works."""
    return escalation.hours_of(user, world.people, world.shelf.team, own(db, Who(world.people.team, user)))


def habit(db: Db, world: World, who: Who) -> Habit:
    """A person's hours, and how they come about; an absence that is over is none."""
    set_by, hours = own(db, who), hours_of(db, world, who.user)
    if not hours.away(world.clock()):
        set_by = replace(set_by, back_on=None)
    return Habit(set_by, hours, hours_without(world, who.user), own_zone(world, who.user))


def own_zone(world: World, user: str) -> ZoneInfo:
    """Where the times are read that a user sets for themselves: in their time zone as Slack has it."""
    return escalation.hours_of(user, world.people, world.shelf.team, Own(ALWAYS)).zone


class Crew:
    """The people who may be asked about one handoff, by today's groups and hours."""

    def __init__(self, db: Db, world: World, step: Step, requester: Who | None) -> None:
        self._db, self._world, self._step, self._requester = db, world, step, requester
        self._hours: dict[str, Hours] = {}

    def users(self, references: Iterable[str], at: datetime | None = None) -> tuple[str, ...]:
        """Active people; not the one who asked, unless they may decide their own request. `at` None = now."""
        people, named = self._world.people_by(self._world.shelf.team, at), tuple(references)
        found = (Who(people.team, user) for user in sorted(people.users(named)))
        able = (who for who in found if who != self._requester or self._step.self_approval)
        return tuple(
            who.user for who in able if people.is_person(who) and not people.is_uncalled_guest(who.user, named)
        )

    def hours(self, user: str) -> Hours:
        """When this user works."""
        if user not in self._hours:
            self._hours[user] = hours_of(self._db, self._world, user)
        return self._hours[user]


def at_work(
    db: Db, world: World, step: Step, requester: Who | None, targets: Sequence[str], *, kept: bool
) -> tuple[str, ...]:
    """Of users and groups those who are at work: a group as it is where all who may decide are, else each who is.

    `kept`: anybody set hours for themselves.
    """
    if not (kept or world.shelf.team.hours or world.shelf.team.holidays):
        return tuple(targets)
    now, crew = world.clock(), Crew(db, world, step, requester)
    found: list[str] = []
    for target in targets:
        able = crew.users([target])
        here = [user for user in able if crew.hours(user).works(now)]
        found += [target] if able and len(here) == len(able) else here
    return tuple(dict.fromkeys(found))


def ruling(workflow: Workflow, handoff: Handoff) -> Step:
    """The step whose ladder a handoff climbs: its own, as its rules make it, or the first where it is about none."""
    step = workflow.steps.get(handoff.step)
    return step.ruled(handoff.args) if step else next(iter(workflow.steps.values()))


def start(db: Db, world: World, handoff: Handoff, now: datetime) -> None:
    """From now on its deadline is watched, and the moment before it when people are reminded."""
    workflow = world.shelf.workflow(handoff.workflow)
    if handoff.deadline_at is None:
        return
    remind = escalation.reminds_at(ruling(workflow, handoff), handoff.deadline_at, now) if workflow else None
    due.put(db, "deadline", handoff.id, remind or handoff.deadline_at)
