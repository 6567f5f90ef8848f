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


def targets(people: People, reference: str, users: Sequence[str]) -> tuple[str, ...]:
    """The ids that mention exactly these users: their group, where it is all of it, else each."""
    known = people.resolve(reference)
    whole = known in people.groups and people.groups[known].users == set(users)
    return (known,) if whole else tuple(users)
