"""Who may be interrupted now, and who later: cards in a channel interrupt nobody, mentions and direct messages do.

A high or critical risk interrupts at once. Everything else keeps to people's hours, comes at most so often an hour, and
what follows shortly after something else comes together with the rest, as one message.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.engine.times import hours_of
from bot.engine.world import World
from bot.people import People
from storage import asked, due
from storage.models import Handoff, Who
from storage.sqlite import Db

TOGETHER = timedelta(minutes=2)
"""What comes so soon after another interruption is told with what follows it."""
HOUR = timedelta(hours=1)


def reach(
    db: Db, world: World, handoff: Handoff, users: Iterable[str], what: str, number: int, *, at_once: bool
) -> tuple[str, ...]:
    """Bring a handoff before these users, each once for `what` and `number`; returns those to be mentioned now.

    The others are told by a message of their own as soon as they may be interrupted.
    """
    now, mentioned = world.clock(), []
    for user in users:
        who = Who(world.people.team, user)
        until = None if at_once else free_at(db, world, who, now)
        row = asked.add(db, handoff.id, who, what, number, now, until)
        if row is not None and until is not None:
            due.put(db, "tell", row, until)
        elif row is not None:
            mentioned.append(user)
    return tuple(mentioned)


def summon(
    db: Db,
    world: World,
    cases: Sequence[int],
    users: Iterable[str],
    what: str,
    number: int,
    *,
    at_once: bool,
    before: datetime | None = None,
) -> tuple[str, ...]:
    """Call users about several handoffs together, as one interruption; returns those to be called now.

    The others are told of each by a message of their own, where they may be interrupted before `before`; who is on
    leave is left out.
    """
    now, called = world.clock(), []
    for user in users:
        who = Who(world.people.team, user)
        until = None if at_once else free_at(db, world, who, now)
        if hours_of(db, world, user).away(now):
            continue
        if until is None and _tell(db, cases, who, what, number, now):
            called.append(user)
        elif until is not None and (before is None or until < before):
            _keep(db, cases, who, what, number, now, until)
    return tuple(called)


def _tell(db: Db, cases: Sequence[int], who: Who, what: str, number: int, now: datetime) -> bool:
    """One mention tells them all; False where it did so already."""
    first = asked.add(db, cases[0], who, what, number, now)
    for case in cases[1:] if first else ():
        asked.add(db, case, who, what, number, now, told_as=first)
    return first is not None


def _keep(db: Db, cases: Iterable[int], who: Who, what: str, number: int, now: datetime, until: datetime) -> None:
    for case in cases:
        row = asked.add(db, case, who, what, number, now, until)
        if row is not None:
            due.put(db, "tell", row, until)


def free_at(db: Db, world: World, who: Who, now: datetime) -> datetime | None:
    """When this person may be interrupted; None = now."""
    start = hours_of(db, world, who.user).starts(now)
    if start is None:
        return now + timedelta(days=1)  # away for longer than anybody plans: looked at again
    if start > now:
        return start
    # what a clock that was ahead wrote down is yet to come, and does not count
    before = [at for at in asked.interruptions(db, who, now - HOUR) if at <= now]
    most = world.shelf.team.interruptions
    if len(before) >= most:
        return before[-most] + HOUR
    return before[-1] + TOGETHER if before and now - before[-1] < TOGETHER else None


def targets(people: People, references: Iterable[str], users: Sequence[str]) -> tuple[str, ...]:
    """The ids that mention exactly these users: their groups, where it is all of them, else each."""
    known = people.targets(references)
    return known if users and people.users(known) == set(users) else tuple(users)
