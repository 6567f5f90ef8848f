"""Is Baton well? Looks at itself now and then, and tells each cause of trouble in one message: what happened, what it
means, whether somebody must act."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from bot import checkpoints
from bot.engine import Engine
from bot.errors import ConfigError, StorageError
from bot.escalation import EVERYONE
from bot.holes import holes
from handlers.record import Ledger

SHORT = timedelta(minutes=1)
"""A shorter time without Slack is nothing to tell."""
PATIENCE = timedelta(minutes=5)
"""How long a message may wait in the queue."""
ENTRIES_AT_ONCE = 2000
ALL_AGAIN = timedelta(days=1)
LOOKED_AT = 100
NAMED = 3
log = logging.getLogger(__name__)

MOST_CONNECTIONS = 2
_OVER = {
    "queue": "The messages that waited are told, since {until}.",
    "channel": "Baton is in the channel now. Its cards go out.",
    "nobody": "Everybody in the workflow file is found now, as of {until}.",
    "hole": "There are people enough again to decide it, as of {until}.",
    "sockets": "Slack counts no more connections than there should be, as of {until}.",
    "gone": "It is back, and what waited goes on.",
    "checkpoints": "Checkpoints are written again, since {until}.",
    "on_leave": "Somebody who is at work is on call again, as of {until}.",
    "stuck": "What failed goes on, or is not due any more, as of {until}.",
    "record": "The record fits again, as of {until}: every entry was followed from the first one on.",
}


class Trouble(NamedTuple):
    """What is told about a cause. `{name}` in the texts is the moment of that name."""

    title: str
    text: str
    times: Mapping[str, datetime] = {}


class Health:
    """What a running bot knows of its own state. `look` twice a minute, `check_record` every hour."""

    def __init__(self, engine: Engine, ledger: Ledger) -> None:
        self._engine, self._ledger = engine, ledger
        self._told: dict[str, Trouble] = {}
        self._lost: datetime | None = None
        self._waited = False
        self._record: dict[str, Trouble] = {}
        self._place: tuple[int, str] | None = None
        self._begun: datetime | None = None
        self._whole = False
        self._connections = 1

    async def slack(self, *, reached: bool) -> None:
        """Slack was asked something, and did or did not answer. What it missed is told once it is back."""
        now, since = self._engine.world.clock(), self._lost
        self._lost = None if reached else since or now
        if reached and since is not None and now - since >= SHORT:
            text = (
                "Nothing is lost: what was to be told meanwhile goes out now, and Slack brings the clicks and requests "
                "that it kept. Somebody whose click was not answered presses once more. You need not do anything else."
            )
            title = "Slack was not reachable from {since} to {until}."
            times = {"since": since, "until": now}
            await self._engine.notice("slack", text, title=title, times=times, stands=False)

    async def look(self) -> None:
        """Tell what is new, change what is different, end what is over."""
        await self._database()
        found = {**self._channels(), **self._nobody(), **self._sockets(), **await self._queue(), **self._stuck()}
        found |= {**await self._on_leave(), **self._record}
        for cause, trouble in found.items():
            if self._told.get(cause) != trouble:
                log.error("%s: %s %s", cause, trouble.title, trouble.text)
                await self._engine.notice(cause, trouble.text, title=trouble.title, times=trouble.times)
        for cause in await self._engine.notices() - found.keys():
            if self._ended(cause):
                log.info("%s: over", cause)
                over = _OVER[cause.partition(":")[0]]
                await self._engine.notice_over(cause, over, {"until": self._engine.world.clock()})
        self._told = found

    def _ended(self, cause: str) -> bool:
        kind, _, what = cause.partition(":")
        shelf = self._engine.world.shelf
        if kind == "gone":
            workflow, _, step = what.partition("/")
            return bool(shelf.step(workflow, step) if step else shelf.workflow(workflow))
        return kind in _OVER and (kind != "record" or self._whole)

    async def _database(self) -> None:
        """Told once it can be recorded again: the notice itself is the proof."""
        world = self._engine.world
        refused = world.refused
        if not refused:
            return
        text = (
            "Whoever clicked then was told that nothing was changed; Slack sends events again, so no request is lost. "
            "It takes records again. If this comes back, look at the disk: baton doctor"
        )
        title = "The database did not take what was to be recorded, from {since} to {until}."
        times = {"since": refused[0], "until": refused[-1]}
        await self._engine.notice("database", text, title=title, times=times, stands=False)
        world.refused = []

    def hello(self, connections: int) -> None:
        """Slack greeted a new Socket Mode connection, and said how many this app has."""
        self._connections = connections

    def _sockets(self) -> dict[str, Trouble]:
        """More connections than one bot needs: Slack gives each click to any one of them. Two may meet at a refresh."""
        if self._connections <= MOST_CONNECTIONS:
            return {}
        text = (
            "Slack gives each click and message to one of them; what goes to one that nobody reads is lost, and who "
            "clicked sees an error. You need to act: stop the other Baton that uses this app token, or restart this "
            "one if there is none (dead connections end by themselves)."
        )
        return {"sockets": Trouble(f"Slack counts {self._connections} connections of this app.", text)}

    def _channels(self) -> dict[str, Trouble]:
        """Baton cannot post where it is not a member."""
        world, found = self._engine.world, {}
        flows, regions = world.shelf.workflows.values(), world.shelf.team.schedule.regions.values()
        flow = "Its cards wait; nothing of them is lost. A request that is written there is not heard"
        used = [(each.id, each.channel, f"the channel of “{each.title}”", flow) for each in flows]
        used += [
            (
                f"shift:{each.name}",
                each.channel,
                f"where {each.title} hands over",
                "Its shifts wait to be told; nothing is lost",
            )
            for each in regions
            if each.next
        ]
        for name, channel, whose, waits in used:
            if world.people.channel(channel) not in world.people.joined:
                text = f"{waits}. You need to invite it there: /invite @baton"
                if not world.people.channel(channel):
                    text += " (it sees no channel of that name: a private one shows after the invitation, and one that "
                    text += "was renamed once its file has the new name)"
                found[f"channel:{name}"] = Trouble(f"Baton is not in {channel}, {whose}.", text)
        return found

    def _nobody(self) -> dict[str, Trouble]:
        """A handle that nobody has decides nothing and is not told; an id is used as it is."""
        people, found = self._engine.world.people, {}
        for workflow in self._engine.world.shelf.workflows.values():
            named = [name for step in workflow.steps.values() for name in step.ever]
            named += workflow.requesters if workflow.requesters != ("members",) else ()
            lost = [name for name in dict.fromkeys(named) if name.startswith("@") and not people.resolve(name)]
            if lost:
                title = f"Nobody here is called {', '.join(lost)}, as the file of “{workflow.title}” says."
                text = "The others decide; nothing goes to that name. You need to correct it, or to give ids."
                found[f"nobody:{workflow.id}"] = Trouble(title, text)
            for hole in holes(workflow, people.ever):
                step = workflow.steps[str(hole.keys[1])]
                title = f"“{step.title}” of “{workflow.title}” cannot be approved as things stand."
                text = f"In its file, {hole.text}. Its cards wait; nothing is lost. You need to name others there."
                found[f"hole:{workflow.id}/{step.name}"] = Trouble(title, text)
        schedule = self._engine.world.shelf.team.schedule
        watching = [name for rota in schedule.rotations.values() for name in rota.everybody]
        watching += [name for region in schedule.regions.values() for name in (*region.people, region.ladder)]
        team = self._engine.world.shelf.team
        lost = [name for name in dict.fromkeys((*team.hours, *team.holidays)) if _reference(name)]
        lost = [name for name in lost if not people.users((name,))]
        if lost:
            title = f"Nobody here is called {', '.join(lost)}, as hours or holidays in team.yml say."
            text = "Those hours count for nobody. You need to correct the name, or to give ids or a time zone."
            found["nobody:hours"] = Trouble(title, text)
        lost = [name for name in dict.fromkeys(watching) if name and not people.users((name,))]
        if lost:
            title = f"Nobody here is called {', '.join(lost)}, as schedule.yml says."
            text = "In their turn nobody is on call. You need to correct it, or to give ids."
            found["nobody:schedule"] = Trouble(title, text)
        return found

    async def _on_leave(self) -> dict[str, Trouble]:
        """A turn stays with its people whatever leave they took: owners hear of it in time to name others."""
        found = {}
        for each in await self._engine.watches.on_leave():
            who, is_are = " and ".join(each.names), "is" if len(each.names) == 1 else "are"
            text = (
                f"{who} {is_are} away then, as Work hours say. The right stays there; cards go on to the next rung at "
                "their deadlines. You need to name somebody else: an entry under overrides of this rotation in "
                "schedule.yml."
            )
            when = "now, until {end}" if each.begun else "from {at} to {end}"
            title = f"Nobody who is at work is on call for “{each.rota.title}” {when}."
            times = {"at": each.turn.start, "end": each.turn.end}
            found[f"on_leave:{each.rota.name}"] = Trouble(title, text, times)
        return found

    def _stuck(self) -> dict[str, Trouble]:
        """Work that an error of Baton's own keeps from going on: nothing that people do ends it."""
        failing = self._engine.failing()
        if not failing:
            return {}
        names = ", ".join([f"{each.name} ({each.error})" for each in failing[:NAMED]])
        names += f" and {len(failing) - NAMED} more" if len(failing) > NAMED else ""
        text = (
            f"It is an error of Baton itself, at: {names}. Nothing is lost and nothing is done twice; who waits for "
            "that waits on. It is tried again each minute. You need to act: the log has the error under that name; a "
            "newer Baton may mend it, and baton doctor looks at the rest."
        )
        title = "Something that is due fails again and again since {since}."
        return {"stuck": Trouble(title, text, {"since": min(each.since for each in failing)})}

    async def _queue(self) -> dict[str, Trouble]:
        """Messages that wait longer than they should, for another reason than one that is told already."""
        oldest = await self._engine.outbox.oldest()
        late = oldest is not None and self._engine.world.clock() - oldest[0] >= PATIENCE
        waited, self._waited = self._waited, late
        if (
            oldest is None
            or not late
            or not waited
            or self._lost
            or oldest[1] in {"not_in_channel", "channel_not_found"}
        ):
            return {}
        why = f"Slack’s last answer was: {oldest[1]}." if oldest[1] else "They go out at the pace that Slack allows."
        text = f"{why} Nothing is lost, each goes out in its order. You need not do anything; if it lasts: baton doctor"
        return {"queue": Trouble("Messages wait to be sent since {since}.", text, {"since": oldest[0]})}

    async def check_record(self) -> None:
        """Hold the record against the checkpoints so far, follow what is new of it, then write the next checkpoint."""
        now = self._engine.world.clock()
        if self._begun is None or now - self._begun >= ALL_AGAIN:
            self._place, self._begun = None, now
        broken = await self._unsigned() or await self._broken()
        self._whole = broken is None
        self._record = {"record": broken} if broken else {}
        try:
            await self._ledger.keep(self._engine)
        except StorageError as error:
            self._record["checkpoints"] = Trouble(
                "Checkpoints cannot be written.", f"{error} You need to act: give it room, or mend the disk."
            )

    async def _unsigned(self) -> Trouble | None:
        """Whether the newest checkpoints know another record than this one."""
        try:
            newest = await asyncio.to_thread(self._ledger.newest, LOOKED_AT)
        except ConfigError:
            newest = []  # that the file is in trouble is told when it is written
        newest = newest or [each for each in (self._ledger.last,) if each]
        seen, head = self._place or (0, "")
        size, hashes = await self._engine.record.hashes([seen, *(each.size for each in newest)])
        unfit = checkpoints.against(newest, hashes, size, self._ledger.public)
        if seen and hashes.get(seen) != head:
            unfit.append(f"Entry {seen:,} is not the one that stood there an hour ago.")
        return _broken("The record is not the one that was signed.", unfit[0]) if unfit else None

    async def _broken(self) -> Trouble | None:
        """Follow the chain from where it was followed to, in parts that nobody waits for."""
        while True:
            wrong, place = await self._engine.record.follow(self._place, ENTRIES_AT_ONCE)
            if wrong is not None:
                return _broken("The record does not fit itself any more.", wrong.what)
            if place == self._place:
                return None
            self._place = place
            await asyncio.sleep(0.05)


def _broken(title: str, what: str) -> Trouble:
    text = (
        f"{what} Somebody changed the database past Baton, or the disk failed. Requests and decisions go on. You need "
        "to act: keep copies of the database and of the checkpoints as they are now, then run: baton verify"
    )
    return Trouble(title, text)


def _reference(name: str) -> bool:
    """Whether a key of `hours` means people by name, and neither everybody nor a time zone."""
    return name != EVERYONE and "/" not in name
