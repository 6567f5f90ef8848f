"""`baton workflow preview`: who would be asked when, if a card came at some moment and nobody answered. Only looks."""

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.agents.choose import Agents
from bot.engine import Engine, World
from bot.errors import BadInput, ConfigError
from bot.escalation import Ahead, Asks, Event
from bot.people import Member, People
from bot.permissions import deciders
from bot.settings import Settings
from bot.shelf import Shelf
from bot.workflows import Step, Workflow
from handlers.digest import people as directory
from handlers.record import Reader, reader
from storage.store import Store

_FORM = "%a %d %b %H:%M"
_NO_SLACK = "Without SLACK_BOT_TOKEN each name stands for one person in the team’s time zone."
_SAID = {"hold": "held until somebody decides", "expire": "closed, and nothing runs", "stays": "it waits, no deadline"}


async def preview(settings: Settings, name: str, step: str, at: str, clock: Callable[[], datetime]) -> str:
    """The chain of a workflow's steps, or of one, for a card that comes at this moment, as lines.

    Raises:
        ConfigError: there is no such workflow or step, or a file is wrong.
        BadInput: `at` is no moment.
    """
    shelf = Shelf(settings.workflows)
    workflow = shelf.workflows.get(name)
    if workflow is None:
        raise ConfigError(f"There is no workflow {name}; known are {', '.join(shelf.workflows)}.")
    if step and step not in workflow.steps:
        raise ConfigError(f"{name} has no step {step}; known are {', '.join(workflow.steps)}.")
    opened = _moment(at, clock(), shelf)
    chosen = [each for each in workflow.steps.values() if step in {"", each.name}]
    people = await directory(settings)
    named = bool(people.members)
    people = people if named else _stand_ins(chosen, shelf)
    with ExitStack() as stack:
        world = World(_store(settings, stack), shelf, lambda: opened, random.SystemRandom(), Agents().make, people)
        engine = Engine(world)
        told = [_chain(workflow, each, await engine.habits.ahead(each, opened), world) for each in chosen]
    return "\n\n".join(["\n".join(lines) for lines in told] + ([] if named else [_NO_SLACK]))


def _moment(at: str, now: datetime, shelf: Shelf) -> datetime:
    """The moment that was asked for; without a zone it is the team's."""
    if not at:
        return now
    try:
        found = datetime.fromisoformat(at)
        # in UTC: added up in local time, a night in which the clocks change would be an hour longer or shorter
        moment = (found if found.tzinfo else found.replace(tzinfo=shelf.team.zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        moment = None
    if moment is None or not 1970 <= moment.year < 9000:
        raise BadInput(f"{at} is no moment. One such as 2026-12-24T18:00 is expected, local to the team.")
    return moment


def _store(settings: Settings, stack: ExitStack) -> Store | Reader:
    """The database with the hours that people set for themselves; an empty one where there is none yet."""
    if settings.database.exists():
        reading = reader(settings)
        stack.callback(reading.close)
        return reading
    home = stack.enter_context(tempfile.TemporaryDirectory(prefix="baton-"))
    store = Store.open(Path(home) / "none.db")
    stack.callback(store.close)
    return store


def _stand_ins(steps: Sequence[Step], shelf: Shelf) -> People:
    """One person for each name in the file, those of its roles and rotations included."""
    team, zone = shelf.team, shelf.team.timezone
    named = {name for step in steps for name in deciders(step, len(step.escalate))}
    ever = [*team.roles.values(), *(rota.everybody for rota in team.schedule.rotations.values())]
    names = {name for name in (*named, *(each for group in ever for each in group)) if ":" not in name}
    return replace(People(), team="T0", members={name: Member(name, "T0", name, zone=zone) for name in names})


def _chain(workflow: Workflow, step: Step, ahead: Ahead, world: World) -> list[str]:
    zone, first = world.shelf.team.zone, ahead.events[0].at
    lead = f"{workflow.id} / {step.name}: {step.title} ({step.risk} risk), if nobody answers."
    when = f"A card that comes {first.astimezone(zone):%a %d %b %Y %H:%M} ({zone.key}, as all times in front):"
    return [
        lead,
        when,
        *(f"  {event.at.astimezone(zone):{_FORM}}  {_told(event, ahead, world)}" for event in ahead.events),
        *_later_stages(step, world),
    ]


def _later_stages(step: Step, world: World) -> Iterator[str]:
    """The chain above is that of the first stage; the others climb it from their own beginning."""
    people, count = world.people_by(world.shelf.team, None), len(step.stages)
    for number, stage in enumerate(step.stages[1:], start=2):
        names = ", ".join(people.label(each) for each in stage.approvers)
        yield f"  Stage {number} of {count}, {names}: the same chain, from when stage {number - 1} agrees"


def _told(event: Event, ahead: Ahead, world: World) -> str:
    if event.kind == "card" and event.asks:
        return f"the card, for {_people(event.asks.now, event.at, ahead, world) or 'nobody'}"
    if event.kind == "remind" and event.asks:
        return f"reminder: {'; '.join(_asked(event.asks, event.at, ahead, world)) or 'nobody can be reminded'}"
    if event.kind == "rung" and event.asks:
        label = _label(event, world)
        return f"{label}: {'; '.join(_asked(event.asks, event.at, ahead, world))}"
    if event.kind == "over":
        return f"{_label(event, world)} is passed over: {event.why}"
    if event.kind == "waits" and event.until:
        until = event.until.astimezone(world.shelf.team.zone)
        return f"{_label(event, world)}: nobody is at work, so it waits until {until:{_FORM}}"
    return _SAID[event.kind]


def _asked(asks: Asks, at: datetime, ahead: Ahead, world: World) -> Iterator[str]:
    """Who is asked now, who later, and who is not."""
    if asks.now:
        yield f"asks {_people(asks.now, at, ahead, world)}"
    for user, start in asks.later:
        yield f"{_local(user, start, at, ahead, world)} when at work again"
    for user, why in asks.left:
        yield f"not {world.people.name(user)} ({why})"


def _label(event: Event, world: World) -> str:
    """What people call a rung; who is on call, at that moment."""
    return world.people_by(world.shelf.team, event.at).label(event.to)


def _people(users: Sequence[str], at: datetime, ahead: Ahead, world: World) -> str:
    return ", ".join(_local(user, at, at, ahead, world) for user in users)


def _local(user: str, at: datetime, since: datetime, ahead: Ahead, world: World) -> str:
    """A person and their own time then: "Dana (13:00 New York)"."""
    hours = ahead.hours[user]
    local, place = at.astimezone(hours.zone), hours.zone.key.rpartition("/")[2].replace("_", " ")
    form = "%H:%M" if at - since < timedelta(hours=12) else _FORM
    away = "" if hours.works(at) else f", {hours.why_not(at)}" if "there" not in hours.why_not(at) else ", not at work"
    return f"{world.people.name(user)} ({local:{form}} {place}{away})"
