"""A person's own hours: as they are, and changed by themselves."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from bot import escalation
from bot.engine import times
from bot.engine.times import Crew
from bot.engine.world import Click, World
from bot.errors import BadInput
from bot.escalation import Ahead, Asks
from bot.hours import Habit, Week
from bot.workflows import Step
from storage import asked, audit, due, hours
from storage.models import Who
from storage.sqlite import Db

FARTHEST_DAYS = 365


class Habits:
    """Reads and keeps people's own hours."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def of(self, who: Who) -> Habit:
        """When this person works."""
        return await self._world.read(lambda db: times.habit(db, self._world, who))

    async def ahead(self, step: Step, opened: datetime) -> Ahead:
        """Who would be asked when, if a card of this step came then and nobody answered."""

        def work(db: Db) -> Ahead:
            crew = Crew(db, self._world, step, None)
            events = tuple(escalation.ahead(step, crew, opened))
            users = {*crew.users((*step.approvers, *(rung.to for rung in step.escalate)))}
            users |= {user for event in events if event.asks for user in _named(event.asks)}
            return Ahead(events, {user: crew.hours(user) for user in users})

        return await self._world.read(work)

    async def keep(self, click: Click, week: Week | None, back_on: date | None) -> None:
        """These are the person's hours from now on (`week` None = as the team's file says), away until `back_on`.

        Raises:
            BadInput: the day is past or more than a year ahead, or this is no person of the workspace.
        """
        if not self._world.people.is_person(click.who):
            raise BadInput("Only people of this workspace have hours here. Nothing was changed.")

        def work(db: Db) -> None:
            now = self._world.clock()
            _check(back_on, now.astimezone(times.own_zone(self._world, click.who.user)).date())
            if due.receive(db, click.key, "click", {}, now, handled=True):
                self._keep(db, click, week, back_on, now)

        await self._world.write(work)

    def _keep(self, db: Db, click: Click, week: Week | None, back_on: date | None, now: datetime) -> None:
        who, day = click.who, back_on.isoformat() if back_on else ""
        text = week.text if week else ""
        hours.put(db, who, text, day, now)
        data: dict[str, Any] = {"week": text, "back_on": day}
        audit.add(db, now, "hours_set", str(who), data=data)
        ids = asked.waiting(db, who)
        asked.put_off(db, ids, now)  # looked at again by the new hours
        for each in ids:
            due.put(db, "tell", each, now)


def _check(back_on: date | None, today: date) -> None:
    if back_on is not None and back_on <= today:
        raise BadInput(
            "The day is past.", {"own.back_on": "This is today or past. Choose the day you are back, or none."}
        )
    if back_on is not None and (back_on - today).days > FARTHEST_DAYS:
        raise BadInput("Too far.", {"own.back_on": "A day within a year is expected."})


def _named(asks: Asks) -> Iterator[str]:
    """Everybody of a rung, asked or left out."""
    yield from asks.now
    yield from (user for user, _ in (*asks.later, *asks.left))
