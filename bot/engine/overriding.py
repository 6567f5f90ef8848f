"""Approve anyway: an owner instead of those who decide, for one handoff, with a reason, and marked wherever it stands.

For what is stuck: nobody answers, everybody is away, too few are left, codes are lost. It lowers no proof, is never
evidence, and never for what one asked for oneself. Everybody who was passed over is told.
"""

from dataclasses import replace
from typing import Any

from bot import correlation
from bot.engine import ballots, planting, proving, secrecy, tell
from bot.engine.ballots import Scene
from bot.engine.refusing import refuse, refused
from bot.engine.verdicts import Verdicts
from bot.engine.world import Ballot, Click, World
from bot.errors import BadInput
from bot.owners import LEAST, MOST, not_an_owner
from bot.signing import Asked
from bot.workflows import Step
from storage import due
from storage.models import Handoff, Who
from storage.sqlite import Db

REASON = "own.override"


class Overriding:
    """Approvals by owners, instead of those who decide."""

    def __init__(self, world: World, verdicts: Verdicts) -> None:
        self._world, self._verdicts = world, verdicts

    async def refuse(self, click: Click, handoff_id: int) -> bool:
        """Whether this person may not override it, or not any more; if so, they are told, and the record has it.

        Raises:
            LookupError: there is no such handoff.
        """
        self._world.shelf.refresh()
        found = await self._world.read(lambda db: ballots.scene(db, self._world, handoff_id))
        return await refused(self._world, click, "override", self._not_now(found, click.who), found.handoff)

    def asked(self, step: Step | None, handoff: Handoff) -> Asked:
        """What an override of this handoff asks for beside the reason: the best proof of any stage."""
        if step is None:
            return Asked()
        stage = proving.proven_stage(step, handoff.stage)
        return replace(proving.asked(step, handoff.model_copy(update={"stage": stage})), perhaps=False)

    async def override(self, click: Click, ballot: Ballot) -> None:
        """Approve it anyway; `ballot.note` is the reason.

        Raises:
            BadInput: the reason, the code or the typed value is missing or wrong; nothing was decided.
        """
        reason = ballot.note.strip()
        if not LEAST <= len(reason) <= MOST:
            text = f"Say in a sentence why nobody else can approve it: {LEAST} to {MOST} characters."
            raise BadInput("The reason is missing.", {REASON: text})
        self._world.shelf.refresh()
        ballot = replace(ballot, verdict="approve", note=reason, args=None, override=True)
        code = await proving.given(self._world, click.who, ballot.code)
        number = await self._world.write(lambda db: self._override(db, click, ballot, code))
        if isinstance(number, BadInput):
            raise number
        correlation.enter(number)

    def _override(self, db: Db, click: Click, ballot: Ballot, code: proving.Given) -> int | BadInput | None:
        """Returns the request it is about, or what is wrong with what was typed; None: this press was heard before."""
        now = self._world.clock()
        if not due.receive(db, click.key, "click", {}, now, handled=True):
            return None
        found = ballots.scene(db, self._world, ballot.handoff_id)
        handoff, asked, cast = found.handoff, strictest(found), ballot
        why = self._not_now(found, click.who) or self._not_as_it_stands(db, found, click.who, ballot)
        if not why and ballot.stage == handoff.stage:
            cast = replace(ballot, stage=asked.stage)
        why = why or proving.missing(found.step, asked, cast)
        if why:
            refuse(self._world, db, click, "override", why, handoff)
            return found.request.id
        proof = proving.prove(self._world, db, click, cast, asked, found.step, code)
        if isinstance(proof, BadInput):
            return proof
        if handoff.way == "plant":
            planting.passed_over(self._world, db, click, handoff, "override")
            return found.request.id
        ballot = secrecy.kept_ballot(db, self._world, found.step, handoff, replace(ballot, proof=proof.kind))
        decision = ballots.record(db, self._world, click, found, found, ballot)
        proving.keep(db, click.who, handoff, proof, decision.decision.id, now)
        after = found._replace(earlier=(*found.earlier, decision.decision))
        self._verdicts.close(db, click, found, after, ballot, decision)
        tell.thread(db, handoff, "overridden", now, number=decision.decision.id)
        tell.answer(db, click, {"what": "overridden"}, now, handoff.id)
        return found.request.id

    def _not_now(self, found: Scene, who: Who) -> dict[str, Any]:
        """Why this person may not override this handoff now, whatever they type; empty where they may."""
        handoff = found.handoff
        why = not_an_owner(self._world.people, self._world.shelf.team, who)
        if why:
            return why
        if who == found.request.requester:
            return {"what": "own_override"}
        if handoff.closed_at is not None:
            return {"what": "late", "verdict": "override"}
        if handoff.kind != "approval":
            return {"what": "no_override"}
        if found.step is None:
            return {"what": "gone"}
        return {"what": "looking"} if handoff.looking_since else {}

    def _not_as_it_stands(self, db: Db, found: Scene, who: Who, ballot: Ballot) -> dict[str, Any]:
        handoff = found.handoff
        if (handoff.revision, handoff.args_digest) != (ballot.revision, ballot.digest):
            return {"what": "changed", "verdict": "override"}
        if found.step and ballots.told_over_limit(db, self._world, found, found.step, who, ballot):
            return {"what": "own_words"}
        return ballots.once_elsewhere(db, found, handoff.args)


def strictest(found: Scene) -> Handoff:
    """The handoff as if at the stage that asks for the best proof: an override lowers none."""
    step, handoff = found.step, found.handoff
    return handoff.model_copy(update={"stage": proving.proven_stage(step, handoff.stage)}) if step else handoff
