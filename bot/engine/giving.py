"""A case is given to somebody by name, or comes back to oneself later. Neither decides anything."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from bot import escalation
from bot.engine import ballots, reaching, tell, times
from bot.engine.refusing import refuse, refused
from bot.engine.world import Click, World
from bot.errors import BadInput
from bot.escalation import Person
from bot.hours import Hours, moment
from storage import asked, audit, due, handoffs, requests
from storage.models import Handoff, Request, Who
from storage.sqlite import Db

AFTERNOON = time(14)
MORNING = time(9)
_GONE = "This was decided meanwhile. Close this; the card says how it ended."


class Giving:
    """Gives cases to people, and brings them back later."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def refuse(self, click: Click, handoff_id: int) -> bool:
        """Whether this person may not give it away, or nobody may any more; if so, they are told."""
        self._world.shelf.refresh()
        why = await self._world.read(lambda db: self._refusal(db, click.who, handoff_id))
        handoff = await self._world.read(lambda db: handoffs.get(db, handoff_id))
        said = {"what": why, "verdict": "give"} if why else {}
        return await refused(self._world, click, "give", said, handoff)

    def _refusal(self, db: Db, who: Who, handoff_id: int) -> str:
        handoff = handoffs.get(db, handoff_id)
        right = ballots.right(self._world, handoff, requests.get(db, handoff.request_id), who)
        return right or ("late" if handoff.closed_at is not None else "")

    async def people(self, who: Who, handoff_id: int) -> list[Person]:
        """To whom it can be given: everybody else who may decide it now, those at work first."""

        def work(db: Db) -> list[Person]:
            handoff = handoffs.get(db, handoff_id)
            able = self._able(handoff, requests.get(db, handoff.request_id), who)
            now, people = self._world.clock(), self._world.people
            found = [Person(user, people.name(user), self._hours(db, user).why_not(now)) for user in able]
            return sorted(found, key=lambda each: (bool(each.why_not), each.name))

        return await self._world.read(work)

    def _hours(self, db: Db, user: str) -> Hours:
        return times.hours_of(db, self._world, user)

    def _able(self, handoff: Handoff, request: Request, but: Who) -> list[str]:
        people, workflow = self._world.people, self._world.shelf.workflow(handoff.workflow)
        named = {ref for step in (workflow.steps.values() if workflow else ()) for ref in step.ever}
        able = (Who(people.team, user) for user in sorted(people.users(named)))
        return [
            who.user
            for who in able
            if who != but and who.user != handoff.given and not ballots.right(self._world, handoff, request, who)
        ]

    async def give(self, click: Click, handoff_id: int, user: str) -> None:
        """It is with this user from now on, who is told; everybody else may still decide it.

        Raises:
            BadInput: it cannot be given to them, or not any more; `fields` says where.
        """
        self._world.shelf.refresh()
        await self._world.write(lambda db: self._give(db, click, handoff_id, user))

    def _give(self, db: Db, click: Click, handoff_id: int, user: str) -> None:
        now, handoff = self._world.clock(), handoffs.get(db, handoff_id)
        request = requests.get(db, handoff.request_id)
        if not due.receive(db, click.key, "click", {}, now, handled=True):
            return
        why = self._refusal(db, click.who, handoff_id)
        if why == "late":
            raise BadInput("It cannot be given.", {"give": _GONE})
        if why:
            refuse(self._world, db, click, "give", {"what": why}, handoff)
            return
        name = self._world.people.name(user)
        if user == handoff.given:
            raise BadInput("It is given.", {"give": f"It is with {name} already. Choose somebody else, or close this."})
        if user not in self._able(handoff, request, click.who):
            raise BadInput(
                "It cannot be given.", {"give": f"{name} cannot decide this any more. Choose somebody else."}
            )
        people = self._world.people
        handoffs.set_given(db, handoff_id, user)
        step = self._world.shelf.step_of(handoff)
        at_once = step is not None and escalation.urgent(step)
        number = 1 + len(asked.of_handoff(db, handoff_id, "given"))
        to = reaching.reach(db, self._world, handoff, [user], "given", number, at_once=at_once)
        seq = audit.add(
            db,
            now,
            "handoff_given",
            str(click.who),
            request=handoff.request_id,
            run=handoff.run_id,
            handoff=handoff_id,
            data={"to": user, "rung": handoff.rung},
        )
        tell.card(db, handoff_id, seq, now)
        names = {"by": people.name(click.who.user), "who": people.name(user)}
        tell.thread(db, handoff, "given", now, number=seq, to=list(to), **names)

    async def let_go(self) -> None:
        """What was given to somebody who may not decide it any more is with all the others again."""
        if await self._world.read(self._lost):
            await self._world.write(self._let_go)

    def _lost(self, db: Db) -> list[Handoff]:
        team, given = self._world.people.team, (handoffs.get(db, each) for each in handoffs.given_ones(db))
        return [
            each
            for each in given
            if ballots.right(self._world, each, requests.get(db, each.request_id), Who(team, each.given))
        ]

    def _let_go(self, db: Db) -> None:
        now = self._world.clock()
        for each in self._lost(db):
            handoffs.set_given(db, each.id, "")
            ids = {"request": each.request_id, "run": each.run_id, "handoff": each.id}
            data = {"to": "", "from": each.given, "rung": each.rung}
            tell.card(db, each.id, audit.add(db, now, "handoff_given", "baton", **ids, data=data), now)

    # Remind me later -------------------------------------------------------------------------------------------------

    async def moments(self, who: Who) -> dict[str, datetime]:
        """When somebody can be reminded: in an `hour`, this `afternoon`, or as work begins (`morning`)."""

        def work(db: Db) -> dict[str, datetime]:
            now, hours = self._world.clock(), times.hours_of(db, self._world, who.user)
            afternoon = moment(now.astimezone(hours.zone).date(), AFTERNOON, hours.zone)
            morning = _mornings(hours).begins(now)
            found = {"hour": now + timedelta(hours=1)}
            found |= {"afternoon": afternoon} if afternoon - now > timedelta(hours=1) else {}
            found |= {"morning": morning} if morning else {}
            return {key: at.astimezone(hours.zone) for key, at in found.items()}

        return await self._world.read(work)

    async def remind(self, click: Click, handoff_id: int, when: str) -> None:
        """Bring it back to this person alone, at one of `moments`.

        Raises:
            BadInput: it was decided meanwhile, or the moment is not offered any more; `fields` says where.
        """
        offered = await self.moments(click.who)
        if when not in offered:
            raise BadInput("No such moment.", {"later": "This moment has passed. Choose another one."})

        def work(db: Db) -> None:
            now, handoff = self._world.clock(), handoffs.get(db, handoff_id)
            if not due.receive(db, click.key, "click", {}, now, handled=True):
                return
            if not self._world.people.is_person(click.who):
                refuse(self._world, db, click, "later", {"what": "stranger"}, handoff)
                return
            if handoff.closed_at is not None:
                raise BadInput("It is decided.", {"later": _GONE})
            number = 1 + len(asked.of_handoff(db, handoff_id, "later"))
            row = asked.add(db, handoff_id, click.who, "later", number, now, offered[when])
            if row is not None:
                due.put(db, "tell", row, offered[when])
            tell.answer(db, click, {"what": "later", "at": offered[when].isoformat()}, now, handoff_id)

        await self._world.write(work)


def _mornings(hours: Hours) -> Hours:
    """These hours; of who works round the clock, with mornings."""
    whole = hours.week.start == hours.week.end
    return replace(hours, week=replace(hours.week, start=MORNING, end=time(0))) if whole else hours
