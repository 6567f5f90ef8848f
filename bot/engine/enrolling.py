"""Setting up one-time codes: a picture in a direct message, the first right code, recovery codes; and taking them away.

A seed counts only after its first right code. It is sealed in the database, and in no outgoing row: the door asks for
it at the moment it draws the picture.
"""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

from bot import codes
from bot.engine import proving, tell
from bot.engine.proving import CODE
from bot.engine.refusing import refused
from bot.engine.world import Click, World
from bot.errors import BadInput, ConfigError
from bot.owners import not_an_owner
from bot.people import People
from bot.rules import codes_at
from bot.signing import NOTHING, Asked, Picture, Standing
from bot.workflows import Workflow
from storage import audit, due, handoffs, outbox
from storage import codes as kept
from storage.codes import Codes
from storage.models import Who
from storage.sealing import Unsealable
from storage.sqlite import Db

PICTURE = timedelta(minutes=10)
"""For so long a picture stands, and its seed can be set up."""
_OVER = "This picture is not in force any more. Close this, and send /handoff codes for a new one."
_LOCKED = "Your codes were locked meanwhile, so no new ones are set up. An owner can reset them."


class Enrolling:
    """Sets codes up and takes them away. Each method is one transaction, or a read."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.hint = ""
        """What else stands under each picture."""

    async def asked(self, handoff_id: int) -> Asked:
        """What approving this handoff asks for beside the press; nothing where it is closed.

        Raises:
            LookupError: there is no such handoff.
        """
        self._world.shelf.refresh()
        handoff = await self._world.read(lambda db: handoffs.get(db, handoff_id))
        step = self._world.shelf.step_of(handoff)
        return proving.asked(step, handoff) if handoff.closed_at is None else NOTHING

    async def standing(self, who: Who) -> Standing:
        """How this person's codes stand."""
        return await self._world.read(lambda db: self._standing(db, who))

    def _standing(self, db: Db, who: Who) -> Standing:
        mine, able = kept.of(db, who), self._world.sealer is not None
        if mine is None or mine.set_up_at is None:
            return Standing(able=able)
        return Standing(mine.set_up_at, mine.locked_at, kept.recovery_left(db, mine.id), able)

    async def offer(self, click: Click, handoff_id: int, press: str = "approve") -> bool:
        """Whether this person has no codes to use here, or locked ones; if so, they are told what to do."""
        stands = await self.standing(click.who)
        if stands.set_up_at is not None and stands.locked_at is None:
            return False
        what = "no_codes" if stands.set_up_at is None else "codes_locked"
        handoff = await self._world.read(lambda db: handoffs.get(db, handoff_id))
        return await refused(self._world, click, press, {"what": what}, handoff)

    async def begin(self, click: Click, typed: str | None = None) -> None:
        """A new seed for this person, as a picture in a direct message.

        Raises:
            BadInput: they have codes, and what they `typed` is not a right one; or none can be kept here.
        """
        code = await proving.given(self._world, click.who, typed)
        wrong = await self._world.write(lambda db: self._begin(db, click, code))
        if wrong is not None:
            raise wrong

    def _begin(self, db: Db, click: Click, code: proving.Given) -> BadInput | None:
        now, sealer = self._world.clock(), self._world.sealer
        if sealer is None:
            return BadInput("Codes cannot be kept here: BATON_SECRET_KEY is not set. Tell an owner.")
        if not self._world.people.is_person(click.who):
            return BadInput("Only people of this workspace have codes. Nothing was changed.")
        if not due.receive(db, click.key, "click", {}, now, handled=True):
            return None
        mine = kept.of(db, click.who)
        if mine is not None and mine.set_up_at is not None:
            right = proving.take(self._world, db, click.who, code, None)
            if isinstance(right, BadInput):
                due.give_back(db, click.key)
                return right
        if mine is not None and mine.next_seed:
            self._take_away(db, mine, audit.head(db)[0])
        seed = codes.new_seed(self._world.random)
        code_id = kept.begin(db, click.who, sealer.seal(seed, proving.about(click.who)), now)
        due.put(db, "codes", code_id, now + PICTURE)
        seq = audit.add(db, now, "codes_begun", str(click.who))
        tell.codes(db, click.who.user, "set_up", seq, now, codes=code_id)
        tell.answer(db, click, {"what": "codes_sent"}, now)
        return None

    async def picture(self, code_id: int) -> Picture | None:
        """What the picture shows; None where nothing is being set up any more."""
        found = await self._world.read(lambda db: kept.get(db, code_id))
        if found is None or not found.next_seed:
            return None
        seed = proving.unsealed(self._world, found.person, found.next_seed)
        name = self._world.people.name(found.person.user)
        return Picture(found.person.user, codes.grouped(seed), codes.address(seed, name), self.hint)

    async def confirm(self, click: Click, typed: str) -> tuple[str, ...]:
        """The first code: a right one sets the codes up. Returns the recovery codes, which nobody can show again.

        Raises:
            BadInput: it is not right, or nothing is being set up.
        """
        salt, code = self._world.salt(), codes.tidy(typed)
        recovery = codes.new_recovery(self._world.random)
        hashes: list[str] = []
        if await self._world.read(lambda db: self._first_steps(kept.of(db, click.who), code)):
            hashes = await asyncio.gather(*(asyncio.to_thread(codes.hashed, each, salt) for each in recovery))
        wrong = await self._world.write(lambda db: self._confirm(db, click, code, salt, hashes))
        if wrong is not None:
            raise wrong
        return recovery

    def _confirm(self, db: Db, click: Click, code: str, salt: str, hashes: list[str]) -> BadInput | None:
        now, mine = self._world.clock(), kept.of(db, click.who)
        if mine is None or not mine.next_seed:
            return BadInput("Nothing is being set up.", {CODE: _OVER})
        if mine.locked_at is not None:  # whoever began may be whom the lock is against: only an owner opens it
            self._not_set_up(db, mine)
            return BadInput("The codes are locked.", {CODE: _LOCKED})
        if not codes.is_digits(code):
            return BadInput("No code.", {CODE: "Type the six digits that your authenticator shows now."})
        steps = self._first_steps(mine, code)
        if not steps or not hashes:
            return self._not_first(db, mine)
        due.receive(db, click.key, "click", {}, now, handled=True)
        kept.set_up(db, mine.id, max(steps), salt, hashes, now)
        due.drop(db, "codes", mine.id)
        seq = audit.add(db, now, "codes_set_up", str(click.who), data={"before": mine.set_up_at is not None})
        self._take_away(db, mine, seq)
        proving.alert(self._world, db, "done", click.who, seq, ops=False)
        return None

    def _first_steps(self, mine: Codes | None, code: str) -> list[int]:
        """The time steps around now whose code this is, of the seed that is being set up."""
        if mine is None or not mine.next_seed:
            return []
        return codes.steps_of(proving.unsealed(self._world, mine.person, mine.next_seed), code, self._world.clock())

    def _not_first(self, db: Db, mine: Codes) -> BadInput:
        left = codes.TRIES - kept.failed_next(db, mine.id)
        if left <= 0:
            kept.drop_next(db, mine.id)
            self._take_away(db, mine, audit.head(db)[0])
            return BadInput("No more tries.", {CODE: _OVER})
        tries = f"{left} {'try' if left == 1 else 'tries'} left."
        return BadInput("Not right.", {CODE: f"This is not the code of now; is the phone’s time right? {tries}"})

    def _take_away(self, db: Db, mine: Codes, number: int) -> None:
        tell.codes(db, mine.person.user, "take_away", number, self._world.clock(), codes=mine.id)

    async def expire(self, code_id: int) -> None:
        """The picture was there long enough: it goes, and so does its seed."""

        def work(db: Db) -> None:
            due.drop(db, "codes", code_id)
            mine = kept.get(db, code_id)
            if mine is None or not mine.next_seed:
                return
            self._not_set_up(db, mine)

        await self._world.write(work)

    def _not_set_up(self, db: Db, mine: Codes) -> None:
        kept.drop_next(db, mine.id)
        due.drop(db, "codes", mine.id)
        seq = audit.add(db, self._world.clock(), "codes_not_set_up", str(mine.person))
        self._take_away(db, mine, seq)

    async def drawn(self, code_id: int, file: str) -> None:
        """This file of Slack's holds the picture, wherever it is shown."""
        now = self._world.clock()
        await self._world.mark(lambda db: outbox.set_post(db, f"codes:{code_id}", "", "", now, file))

    async def file(self, code_id: int) -> str:
        """The file of Slack's that holds the picture; empty where there is none."""
        found = await self._world.read(lambda db: outbox.standing(db, f"codes:{code_id}"))
        return found.get(f"codes:{code_id}", "")

    async def gone(self, code_id: int) -> None:
        """The picture and its message are taken away."""

        def work(db: Db) -> None:
            outbox.forget(db, f"codes:{code_id}")
            outbox.forget(db, f"picture:{code_id}")

        await self._world.mark(work)

    async def reset(self, click: Click, user: str) -> None:
        """An owner takes somebody's codes away: they set up new ones. Nobody takes away their own."""
        await self._world.write(lambda db: self._reset(db, click, user))

    def _reset(self, db: Db, click: Click, user: str) -> None:
        now, people = self._world.clock(), self._world.people
        if not due.receive(db, click.key, "click", {}, now, handled=True):
            return
        whose = Who(people.team, user)
        mine = kept.of(db, whose)
        why = self._may_not_reset(click.who, user) or ("" if mine and (mine.seed or mine.next_seed) else "codes_none")
        if why or mine is None:
            audit.add(db, now, "codes_reset_refused", str(click.who), data={"person": str(whose), "why": why})
            unowned = not_an_owner(people, self._world.shelf.team, click.who)
            tell.answer(db, click, {"what": why, "who": user, **unowned}, now)
            return
        kept.forget(db, mine.id)
        due.drop(db, "codes", mine.id)
        seq = audit.add(db, now, "codes_reset", str(click.who), data={"person": str(whose)})
        if mine.next_seed:
            self._take_away(db, mine, seq)
        proving.alert(self._world, db, "reset", whose, seq, ops=False, by=click.who.user)
        tell.answer(db, click, {"what": "codes_reset", "who": user}, now)

    def _may_not_reset(self, who: Who, user: str) -> str:
        unowned = not_an_owner(self._world.people, self._world.shelf.team, who)
        return str(unowned["what"]) if unowned else "codes_own" if who.user == user else ""

    async def reseal(self) -> int:
        """Seal every seed under the first of the keys; how many were sealed under another.

        Raises:
            ConfigError: there are seeds that none of the keys opens.
        """
        found = await self._world.read(kept.everybody)
        newer = {mine.id: (self._anew(mine, mine.seed), self._anew(mine, mine.next_seed)) for mine in found}
        changed = {mine.id for mine in found if newer[mine.id] != (mine.seed, mine.next_seed)}

        def work(db: Db) -> None:
            for code_id in changed:
                kept.reseal(db, code_id, *newer[code_id])
            audit.add(db, self._world.clock(), "codes_resealed", "baton", data={"count": len(changed)})

        if changed:
            await self._world.write(work)
        return len(changed)

    def _anew(self, mine: Codes, seed: str) -> str:
        sealer = self._world.sealer
        try:
            opened = proving.unsealed(self._world, mine.person, seed) if seed else ""
        except Unsealable as error:
            name = self._world.people.name(mine.person.user)
            raise ConfigError(f"The codes of {name} cannot be read with BATON_SECRET_KEY. {error}") from error
        if not seed or sealer is None or sealer.current(seed):
            return seed
        return sealer.seal(opened, proving.about(mine.person))


def lacking(db: Db, workflows: Mapping[str, Workflow], people: People) -> list[tuple[str, list[str]]]:
    """The steps that ask for codes, each with the people who may decide it there and have none, by name."""
    have = {mine.person.user for mine in kept.everybody(db) if mine.set_up_at is not None}
    found = []
    for workflow in workflows.values():
        for step in workflow.steps.values():
            stages = (*step.stages, *(stage for rule in step.rules for stage in rule.stages))
            if not codes_at(step.stages, step.rules):
                continue
            references = [*(each for stage in stages for each in stage.approvers), *(rung.to for rung in step.escalate)]
            able = (user for user in people.users(references) if people.is_person(Who(people.team, user)))
            names = sorted(people.name(user) for user in able if user not in have)
            found += [(f"{workflow.id}/{step.name}", names)] if names else []
    return found
