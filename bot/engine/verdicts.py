"""What people decide. One transaction for each press: the envelope, the rights, compare-and-set, the record."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot import correlation
from bot.engine import acting, attesting, ballots, beginning, moves, planting, proving, rounds, secrecy, tell
from bot.engine.anew import ask_anew
from bot.engine.ballots import Scene
from bot.engine.earned import Earned
from bot.engine.edits import checked_edit
from bot.engine.keys import effect_key
from bot.engine.refusing import refuse, refused
from bot.engine.world import Ballot, Click, World
from bot.errors import BadInput
from bot.permissions import AGREES, Refusal
from storage import audit, due, effects, handoffs, precedents, requests
from storage.decisions import Added
from storage.models import Handoff, Request, Who
from storage.sqlite import Db

log = logging.getLogger(__name__)
_ANSWERED = {"question", "case"}
_CLOSES = {"approve": "approved", "edit": "approved", "reject": "rejected", "take_over": "taken_over"}


class Verdicts:
    """Decisions on handoffs."""

    def __init__(self, world: World) -> None:
        self._world, self._earned = world, Earned(world)

    async def decide(self, click: Click, ballot: Ballot) -> None:
        """Record a verdict, or the refusal of it; either way the person is answered.

        Raises:
            BadInput: edited values that do not fit; `fields` says where. Nothing was recorded.
            StorageError: not recorded.
        """
        self._world.shelf.refresh()
        if ballot.verdict == "edit":
            ballot = await checked_edit(self._world, click, ballot)
        code = await proving.given(self._world, click.who, ballot.code)
        number = await self._world.write(lambda db: self._decide(db, click, ballot, code))
        if isinstance(number, BadInput):
            raise number
        with correlation.about(number):
            log.info("%s on H-%s is answered", ballot.verdict, ballot.handoff_id)

    async def refuse(self, click: Click, ballot: Ballot) -> bool:
        """Whether this press must be refused; if so, the person is told and the record has it."""
        self._world.shelf.refresh()
        found, why = await self._world.read(lambda db: self._look(db, click.who, ballot))
        if not why:
            return False

        def work(db: Db) -> None:
            if due.receive(db, click.key, "click", {}, self._world.clock(), handled=True):
                self._refuse(db, click, found, ballot, why)

        await self._world.write(work)
        return True

    def _look(self, db: Db, who: Who, ballot: Ballot) -> tuple[Scene, dict[str, Any]]:
        found = ballots.scene(db, self._world, ballot.handoff_id)
        return found, ballots.refusal(db, self._world, found, who, replace(ballot, args=None))

    def right(self, handoff: Handoff, request: Request, who: Who) -> Refusal:
        """Why this person may not decide this handoff by today's rules; empty where they may."""
        return ballots.right(self._world, handoff, request, who)

    def _decide(self, db: Db, click: Click, ballot: Ballot, code: proving.Given) -> int | BadInput | None:
        """Returns the request it is about, or what is wrong with what was typed; None: this press was heard before."""
        now = self._world.clock()
        if not due.receive(db, click.key, "click", {}, now, handled=True):
            return None
        found = ballots.scene(db, self._world, ballot.handoff_id)
        why = ballots.refusal(db, self._world, found, click.who, ballot)
        why = why or proving.missing(found.step, found.handoff, ballot)
        if why:
            self._refuse(db, click, found, ballot, why)
            return found.request.id
        proof = proving.prove(self._world, db, click, ballot, found.handoff, found.step, code)
        if isinstance(proof, BadInput):
            return proof
        ballot = ballot if ballot.proof == proof.kind else replace(ballot, proof=proof.kind)
        ballot = secrecy.kept_ballot(db, self._world, found.step, found.handoff, ballot)
        after = ballots.edited(db, self._world, found, click.who, ballot) if ballot.verdict == "edit" else found
        decision = ballots.record(db, self._world, click, found, after, ballot)
        proving.keep(db, click.who, after.handoff, proof, decision.decision.id, now)
        after = after._replace(earlier=(*after.earlier, decision.decision))
        stage = ballots.still_open(self._world, after) if ballot.verdict in AGREES else None
        if stage is None or after.step is None:
            self.close(db, click, found, after, ballot, decision)
        else:
            self._count(db, click, found, after, ballot, decision, stage)
        return found.request.id

    def _count(
        self, db: Db, click: Click, before: Scene, after: Scene, ballot: Ballot, decision: Added, stage: int
    ) -> None:
        """It counts, and more people must agree: at this stage, or at another one, whose people are told."""
        now, handoff = self._world.clock(), after.handoff
        seq = self._audit_verdict(db, before, handoff, ballot, decision, closed=False)
        anew = handoff.revision != before.handoff.revision and before.handoff.stage > 1
        if after.step and (anew or stage != before.handoff.stage):
            seq = rounds.move(self._world, db, before.handoff, handoff, stage, decision.decision)
        tell.card(db, handoff.id, seq, now)
        seated = after.step is None or decision.decision.stage <= len(after.step.stages)
        tell.answer(db, click, {"what": "counted" if seated else "only_changed"}, now, handoff.id)

    def _refuse(self, db: Db, click: Click, scene: Scene, ballot: Ballot, refusal: Mapping[str, Any]) -> None:
        now = self._world.clock()
        handoff = scene.handoff
        audit.add(
            db,
            now,
            "decision_refused",
            str(click.who),
            request=handoff.request_id,
            run=handoff.run_id,
            handoff=handoff.id,
            data={"verdict": ballot.verdict, "revision": ballot.revision, "why": refusal["what"]},
        )
        tell.answer(db, click, refusal, now, handoff.id)

    def close(self, db: Db, click: Click, before: Scene, scene: Scene, ballot: Ballot, decision: Added) -> None:
        """The handoff has its outcome by this decision, which is recorded: it runs, or the agent hears of it."""
        now, handoff = self._world.clock(), scene.handoff
        moves.close(db, handoff, _CLOSES[ballot.verdict], now)
        undoable = scene.step is not None and scene.step.undo_seconds > 0 and _CLOSES[ballot.verdict] == "approved"
        counted = {} if undoable else self._earned.closed(db, handoff, scene.earlier, scene.request)
        runs = _CLOSES[ballot.verdict] == "approved" and handoff.way != "plant"
        held = attesting.held(db, handoff, scene.step) if runs else {}
        seq = self._audit_verdict(db, before, handoff, ballot, decision, closed=True, **counted, **held)
        if handoff.way == "plant":
            planting.closed(self._world, db, click, handoff, scene.earlier[-1], seq)
            return
        if _CLOSES[ballot.verdict] != "approved":
            precedents.add(db, handoff)  # what is approved becomes one with the end of its act
        due.drop(db, "deadline", handoff.id)
        tell.card_of(db, handoff, seq, now)
        # A check that takes the right back makes cards of what has not begun.
        others = scene.others or (handoff.way == "check" and handoffs.another_open(db, handoff.id))
        if others and not undoable:
            tell.answer(db, click, {"what": "decided"}, now, handoff.id)
        if _CLOSES[ballot.verdict] == "approved":
            self._let_run(db, click, scene, now)
        elif ballot.verdict == "take_over":
            moves.run(db, handoff.run_id, "parked", "taken_over", now)
            requests.close(db, handoff.request_id, now)
            tell.thread(db, handoff, "taken_over", now)
            tell.requester(db, scene.request.id, handoff.id, "taken_over", now)
        else:
            self.go_on(db, handoff)
            tell.thread(db, handoff, "result", now)
            tell.requester(db, scene.request.id, handoff.id, "outcome", now)

    def _let_run(self, db: Db, click: Click, scene: Scene, now: datetime) -> None:
        handoff, step = scene.handoff, scene.step
        wait = timedelta(seconds=step.undo_seconds if step else 0)
        if not beginning.at_once(self._world, db, scene, now):
            due.put(db, "act", handoff.id, now + wait)
        if wait:
            tell.answer(db, click, {"what": "undo", "runs_at": (now + wait).isoformat()}, now, handoff.id)

    def go_on(self, db: Db, handoff: Handoff) -> None:
        """The agent is called with what became of its move."""
        if moves.run(db, handoff.run_id, "parked", "queued", self._world.clock()):
            self._world.advance(db, handoff.run_id)

    def _audit_verdict(
        self, db: Db, scene: Scene, handoff: Handoff, ballot: Ballot, decision: Added, *, closed: bool, **more: Any
    ) -> int:
        return audit.add(
            db,
            self._world.clock(),
            f"decision_{ballot.verdict}",
            str(decision.decision.person),
            request=handoff.request_id,
            run=handoff.run_id,
            handoff=handoff.id,
            data={
                "revision": handoff.revision,
                "stage": decision.decision.stage,
                "proof": ballot.proof,
                "shown": scene.handoff.args_digest,
                "run": handoff.args_digest,
                "closed": closed,
                **({"override": True} if ballot.override else {}),
                **({"card": handoffs.attested(db, handoff.id, handoff.revision)} if ballot.verdict == "edit" else {}),
                **decision.attested,
                **more,
            },
        )

    async def undo(self, click: Click, handoff_id: int) -> None:
        """The decider takes an approval back before it runs: the same proposal is asked anew."""

        def work(db: Db) -> None:
            now = self._world.clock()
            if not due.receive(db, click.key, "click", {}, now, handled=True):
                return
            scene = ballots.scene(db, self._world, handoff_id)
            handoff = scene.handoff
            why = ballots.not_to_undo(self._world, scene, click.who)
            if why or not due.drop(db, "act", handoff.id):
                refuse(self._world, db, click, "undo", {"what": why or "ran_already"}, handoff)
                return
            effects.release(db, handoff.id)
            counted, way = acting.counted_undone(self._world, db, handoff, scene.earlier)
            new_id = ask_anew(self._world, db, handoff, str(click.who), way=way)
            requests.same_grounds(db, handoff.id, new_id)
            effects.never(
                db,
                key=effect_key(handoff),
                handoff=handoff,
                why=f"{self._world.people.name(click.who.user)} took the approval back; H-{new_id} asks again",
                now=now,
            )
            seq = audit.add(
                db,
                now,
                "approval_undone",
                str(click.who),
                request=handoff.request_id,
                run=handoff.run_id,
                handoff=handoff.id,
                data={"asked_again": new_id, **counted},
            )
            tell.card(db, handoff.id, seq, now)
            tell.card(db, new_id, seq, now)
            tell.answer(db, click, {"what": "undone", "again": f"H-{new_id}"}, now, handoff.id)

        await self._world.write(work)

    async def refuse_answer(self, click: Click, handoff_id: int) -> bool:
        """Whether this person may not answer this handoff, or not any more; if so, they are told."""
        scene = await self._world.read(lambda db: ballots.scene(db, self._world, handoff_id))
        return await refused(self._world, click, "answer", self._unanswerable(scene, click.who), scene.handoff)

    def _unanswerable(self, scene: Scene, who: Who) -> dict[str, Any]:
        handoff = scene.handoff
        asked = handoff.kind == "case" or handoff.audience == "channel"  # those who decide
        if not self._world.people.is_person(who):
            return {"what": "stranger"}
        if who != scene.request.requester:
            right = self.right(handoff, scene.request, who) if asked else "not_yours"
            if right:
                return {"what": right}
        if handoff.closed_at is not None:
            mine = any(each.person == who and each.verdict == "respond" for each in scene.earlier)
            return {"what": "late", "verdict": "respond", "own": mine}
        return {} if handoff.kind in _ANSWERED else {"what": "changed", "verdict": "respond"}

    async def respond(self, click: Click, handoff_id: int, text: str) -> None:
        """The requester answers a question.

        Raises:
            BadInput: the answer is empty.
        """
        if not text.strip():
            raise BadInput("There is no answer.", {"answer": "Write a word, or choose one of the buttons."})

        def work(db: Db) -> None:
            now = self._world.clock()
            if not due.receive(db, click.key, "click", {}, now, handled=True):
                return
            scene = ballots.scene(db, self._world, handoff_id)
            handoff = scene.handoff
            refusal = self._unanswerable(scene, click.who)
            if refusal:
                refuse(self._world, db, click, "answer", refusal, handoff)
                return
            said = secrecy.answered(db, self._world, handoff, text.strip())
            ballot = Ballot(handoff.id, handoff.revision, "respond", note=said)
            decision = ballots.record(db, self._world, click, scene, scene, ballot)
            requests.add_note(
                db,
                request_id=handoff.request_id,
                source_key=f"answer:{click.key}",
                who=click.who,
                kind="answer",
                text=said,
                now=now,
            )
            moves.close(db, handoff, "answered", now)
            due.drop(db, "deadline", handoff.id)
            seq = self._audit_verdict(db, scene, handoff, ballot, decision, closed=True)
            self.go_on(db, handoff)
            tell.card_of(db, handoff, seq, now)
            if click.who == scene.request.requester:
                tell.requester(db, scene.request.id, handoff.id, "noted", now)

        await self._world.write(work)
