"""Certificates in the record: what happens to a step is written down as evidence, and counted in that transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from bot import policy, standing
from bot.autonomy import draw as draws
from bot.autonomy import state as states
from bot.autonomy import words
from bot.autonomy.state import Look, State
from bot.engine import guard, holding, recall, repeats, tell
from bot.engine.certificates import read, written
from bot.engine.world import World
from bot.policy import Act, Ask, Audit, Flags, Standing
from bot.workflows import Step, Workflow
from storage import audit, autonomy, lapsed, requests
from storage.acts import Alone, EvidenceKind
from storage.models import Decision, Handoff, Request, Who
from storage.sqlite import Db

WROTE = "Somebody other than the person who asked wrote about it."
FIRST_OWN = 20
"""So many acts alone have a receipt of their own before there is one message an hour."""


class Key(NamedTuple):
    """What a certificate is for."""

    workflow: str
    step: str
    version: str


NO_KEY = Key("", "", "")


@dataclass(frozen=True)
class Judged:
    """What was decided about a proposal: the handoff as it is to be kept, and the act alone that it is, if it is."""

    handoff: Handoff
    alone: Alone | None = None


class Earned:
    """Counts, and decides who decides. Every method is part of a transaction."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._versions: dict[tuple[str, str, str], tuple[Workflow, dict[str, str], str]] = {}

    # A proposal -----------------------------------------------------------------------------------------------------

    def judge(
        self, db: Db, workflow: Workflow, proposed: Handoff, flags: Flags, before: Handoff | None, spoke: Who | None
    ) -> Judged:
        """May this proposal run alone? Where people have one `before` it to decide, they decide this one, too; and so
        they do where somebody else than the requester `spoke`: then it says little about the agent, see `corrected`.
        """
        if proposed.kind != "approval":
            return Judged(proposed)
        now = self._world.clock()
        step = workflow.steps[proposed.step]
        key = self._key(workflow, step, proposed.agent_version) if step.error_limit is not None else NO_KEY
        ahead = autonomy.ahead(db, now.date().isoformat(), key)
        place = (before.id, before.revision + 1) if before and before.kind == "approval" else (ahead.handoff_id, 1)
        drawn = self._draw(ahead.seed or self._sealed(db, now), *place)
        flags = repeats.marked(db, step, proposed, flags, before.id if before else 0)
        ruled = step.ruled(proposed.args)
        if step.error_limit is None:
            return Judged(_asked(ruled, proposed, flags, draw=drawn))
        if spoke and not (before and before.way != "never" and _same(before, proposed)):
            flags = replace(flags, always=(*flags.always, WROTE))
        state = self._current(db, key, workflow, step, proposed.agent_version, ahead.state)
        if policy.always_asked(ruled, proposed.args, proposed.brief, flags):
            # What took the place of what people had is no case of its own, see `corrected`.
            version = "" if spoke and before and before.kind == "approval" else key.version
            return Judged(_asked(ruled, proposed, flags, draw=drawn, version=version, epoch=state.epoch))
        look = states.look(state, proposed.score)
        hold = "The request changed while people had it." if before else ""
        if not before and ahead.held:
            hold = holding.held(self._world, db, workflow.id, step.name, ahead.handoff_id)
        stands = Standing(look, state.open >= 0, states.acts_from(state), hold)
        chosen = policy.by_evidence(step, score=proposed.score, standing=stands, draw=drawn)
        asks_before = isinstance(chosen, Act) and step.tool.inverse is None
        if asks_before and lapsed.owed(db, key, state.epoch, proposed.request_id):
            look = Look(alone=True, rate=1.0, weight=look.rate)  # as it is certain to be looked at, it weighs less
            chosen = Audit((policy.BY_SCORE_OR_DRAW,))
        if before is None:
            state = self._add(db, key, state, "request", score=proposed.score)
        weight = look.rate if look.alone and isinstance(chosen, Ask) else look.weight
        kept = {"draw": drawn, "version": key.version, "epoch": state.epoch, "rate": look.rate, "weight": weight}
        kept |= {"way": _WAYS[type(chosen)], "reasons": getattr(chosen, "reasons", ())}
        handoff = proposed.model_copy(update=kept)
        return Judged(handoff, self._alone(db, key, state, step, handoff, chosen) if isinstance(chosen, Act) else None)

    def _alone(self, db: Db, key: Key, state: State, step: Step, handoff: Handoff, act: Act) -> Alone:
        number = autonomy.count_of(db, *key, state.epoch) + 1
        return Alone(
            handoff_id=0,
            workflow=key.workflow,
            step=key.step,
            version=key.version,
            epoch=state.epoch,
            number=number,
            own=number <= FIRST_OWN or step.risk == "high",
            bound=states.at_most(state),
            state=states.to_row(state),
            evidence_id=autonomy.last_evidence(db, key),
            at=self._world.clock(),
            ran_at=None,
            picked=act.check,
            verdict="",
            verdict_by="",
            verdict_at=None,
            report="",
            report_by="",
            report_at=None,
            undone_by="",
        )

    def _draw(self, seed: str, handoff_id: int, revision: int) -> float:
        """The draw of a revision, from today's seed."""
        return draws.draw(bytes.fromhex(seed), handoff_id, f"check {revision}")

    def _sealed(self, db: Db, now: datetime) -> str:
        """A new day's seed is sealed before it is used; those of the days before are opened."""
        self.open_seeds(db)
        day, seed = now.date().isoformat(), self._world.random.randbytes(32).hex()
        autonomy.add_seed(db, day, seed, now)
        audit.add(db, now, "seed_sealed", "baton", data={"day": day, "seal": draws.seal(bytes.fromhex(seed))})
        return seed

    def open_seeds(self, db: Db) -> None:
        """Put the seeds of the days before today into the record, so that everybody can draw again."""
        now = self._world.clock()
        for day, seed in autonomy.sealed_before(db, now.date().isoformat()):
            audit.add(db, now, "seed_opened", "baton", data={"day": day, "seed": seed})
            autonomy.open_seed(db, day, now)

    # The certificate ------------------------------------------------------------------------------------------------

    def _current(self, db: Db, key: Key, workflow: Workflow, step: Step, agent: str, found: str | None) -> State:
        """The certificate for what runs now, `found` in its row; begun without one, and held against today's limit."""
        limit = float(step.error_limit or 0)
        if found is None:
            return self._begin(db, key, self._version(workflow, step, agent)[0], limit)
        state = read(found)
        if state.limit != limit:
            state = self._add(db, key, state, "limit", weight=limit)
            data = {**key._asdict(), "limit": limit, "open": state.open}
            audit.add(db, self._world.clock(), "limit_changed", "baton", data=data)
        return state

    def _key(self, workflow: Workflow, step: Step, agent: str) -> Key:
        return Key(workflow.id, step.name, self._version(workflow, step, agent)[1])

    def _version(self, workflow: Workflow, step: Step, agent: str) -> tuple[dict[str, str], str]:
        """What the version of a step is made of, and the version: kept as long as the very same file is in force."""
        name = (workflow.id, step.name, agent)
        known = self._versions.get(name)
        if known is None or known[0] is not workflow:
            parts = standing.parts_of(workflow, workflow.steps[step.name], agent)
            known = self._versions[name] = workflow, parts, standing.version_of(parts)
        return known[1], known[2]

    def _begin(self, db: Db, key: Key, parts: dict[str, str], limit: float) -> State:
        now = self._world.clock()
        before = autonomy.newest(db, key.workflow, key.step)
        why = standing.changed(before.parts, parts, now) if before else ""
        state = states.start(limit)
        autonomy.begin(db, key, states.to_row(state), parts, why, now)
        autonomy.add_evidence(db, key, "limit", now, weight=limit)
        seq = audit.add(db, now, "autonomy_began", "baton", data={**key._asdict(), "limit": limit, "why": why})
        if before is not None and states.from_row(before.state).open >= 0:
            self._recall(db, Key(before.workflow, before.step, before.version), f"{why}.")
            tell.channel(db, "anew", key.workflow, key.step, seq, now, why=why)
        return state

    def _add(self, db: Db, key: Key, state: State, kind: EvidenceKind, **row: Any) -> State:
        """One more row of evidence; the certificate as it stands after it."""
        now = self._world.clock()
        after = standing.applied(state, autonomy.add_evidence(db, key, kind, now, epoch=state.epoch, **row))
        if after is not state and after != state:
            autonomy.keep(db, key, written(after), now)
            self._transition(db, key, state, after)
        return after

    def _transition(self, db: Db, key: Key, before: State, after: State) -> None:
        if after.intake.rung > before.intake.rung:
            self._low_scores(db, key, after)
        if (after.epoch, after.open) == (before.epoch, before.open):
            return
        now = self._world.clock()
        facts: dict[str, Any]
        data = {**key._asdict(), "from": states.acts_from(after), "was": states.acts_from(before)}
        data |= {"bound": states.at_most(after), "epoch": after.epoch}
        if after.epoch != before.epoch:
            seq = audit.add(db, now, "autonomy_revoked", "baton", data=data)
            acts = autonomy.acts_of(db, *key, before.epoch)
            again = self._recall(db, key, "It asks first again.")
            rows = autonomy.evidence(db, key, epoch=before.epoch)
            found = [row.handoff_id or 0 for row in rows if row.kind in _RING and row.wrong and not row.why]
            wrong = sorted(set(found[-1 - before.alarm.wrong :]))  # those that rang: an act, or a check before one
            since = [each.handoff_id for each in acts if each.ran_at and wrong and each.handoff_id >= wrong[0]]
            facts = {"why": words.taken_back_because(before), "wrong": wrong, "since": since, "again": again}
            facts |= {"version": key.version, "epoch": before.epoch}
            tell.channel(db, "revoked", key.workflow, key.step, seq, now, **facts)
        elif after.open < before.open:
            seq = audit.add(db, now, "autonomy_closed", "baton", data=data)
            self._recall(db, key, "It asks first again.")
            tell.channel(db, "closed", key.workflow, key.step, seq, now, standing=words.standing(after))
        else:
            kind = "autonomy_earned" if before.open < 0 else "autonomy_widened"
            seq = audit.add(db, now, kind, "baton", data=data)
            facts = {"acts": words.acts_alone(after), "took": words.earned(after), "first": before.open < 0}
            facts |= {"samples": autonomy.samples(db, key)}
            tell.channel(db, "earned", key.workflow, key.step, seq, now, **facts)

    def _low_scores(self, db: Db, key: Key, state: State) -> None:
        """Clearly more requests than usual score too low to act alone: owners hear of it; nothing acts for it."""
        step = self._world.shelf.step(key.workflow, key.step)
        text = words.low_scores(step.title if step else key.step, key.workflow)
        cause = f"low:{key.workflow}/{key.step}:{state.intake.rung}"
        tell.notice(db, cause, text, self._world.clock(), title="Other requests come in than before.", stands=False)

    # What people say ------------------------------------------------------------------------------------------------

    def closed(self, db: Db, handoff: Handoff, everyone: Sequence[Decision], request: Request) -> dict[str, Any]:
        """A proposal was decided by people, or nobody answered: is it evidence? Returns what the record says of it."""
        decisions = [each for each in everyone if each.revision == handoff.revision]
        workflow = self._world.shelf.workflow(handoff.workflow)
        if handoff.kind != "approval" or not handoff.version or workflow is None:
            return {}
        key = Key(handoff.workflow, handoff.step, handoff.version)
        people = self._world.people
        person = str(decisions[0].person) if decisions else ""
        requester = self._asker(request)
        found = autonomy.state_and_pair(db, key, handoff.epoch, person, requester)
        if found is None:
            return {}
        state, pair = read(found[0]), found[1]
        why = standing.uncounted(handoff, decisions, request.requester, workflow.min_seconds, people)
        if not why and handoff.epoch != state.epoch:
            why = "asked before it was counted from zero"
        if not why and pair >= standing.PAIR_MOST:
            why = standing.PAIR_FULL
        wrong = any(map(standing.wrong, everyone))  # also of an earlier revision: what was shown first was changed
        return self._counted(db, key, state, handoff, wrong=wrong, why=why, person=person, requester=requester)

    def corrected(self, db: Db, shown: Handoff, instead: Handoff | None, spoke: Who | None) -> dict[str, Any]:
        """The agent takes back what people were `shown`, after somebody else than the requester spoke: it was wrong,
        whoever approves what it proposes `instead`. Returns what the record says of it; empty where it is no evidence.
        """
        counts = shown.kind == "approval" and shown.version and shown.way in {"ask", "check"}
        if spoke is None or not counts or (instead and _same(shown, instead)):
            return {}
        key = Key(shown.workflow, shown.step, shown.version)
        found = autonomy.state(db, key)
        if found is None:
            return {}
        state = read(found)
        why = "" if shown.epoch == state.epoch else "asked before it was counted from zero"
        return self._counted(db, key, state, shown, wrong=True, why=why, person=str(spoke))

    def _counted(
        self, db: Db, key: Key, state: State, handoff: Handoff, *, wrong: bool, why: str, **people: str
    ) -> dict[str, Any]:
        """What people said of a proposal is evidence; returns what the record says of it."""
        kind: EvidenceKind = "check" if handoff.way == "check" else "decision"
        said = {"score": handoff.score, "wrong": wrong, "weight": handoff.weight, "why": why}
        self._add(db, key, state, kind, handoff=handoff.id, **people, **said)
        return {"evidence": {"kind": kind, "version": key.version, **said, **people}}

    def lapsed(self, db: Db, handoff: Handoff) -> dict[str, Any]:
        """A proposal goes before people decided it: a check that it was drawn for stays due for whoever asked.

        Otherwise they could take it back and ask again until the draw says alone. Returns what the record says of it.
        """
        if handoff.way != "check":
            return {}
        key, state = self._own(db, handoff)
        said = {"score": handoff.score, "requester": str(requests.get(db, handoff.request_id).requester)}
        self._add(db, key, state, "lapsed", handoff=handoff.id, **said)
        return {"evidence": {"kind": "lapsed", "version": key.version, **said}}

    def pair_full(self, db: Db, handoff: Handoff, person: Who, request: Request) -> str:
        """Why one more "right" of this person on a request of that one does not count; empty where it does."""
        key = Key(handoff.workflow, handoff.step, handoff.version)
        found = autonomy.state_and_pair(db, key, handoff.epoch, str(person), self._asker(request))
        return standing.PAIR_FULL if found and found[1] >= standing.PAIR_MOST else ""

    def _asker(self, request: Request) -> str:
        """Who asked, where it is a person; empty for bots: monitoring does not collude."""
        return str(request.requester) if self._world.people.is_person(request.requester) else ""

    def happened(
        self,
        db: Db,
        handoff: Handoff,
        kind: EvidenceKind,
        *,
        person: str = "",
        request: Request | None = None,
        wrong: bool = False,
        why: str = "",
    ) -> State:
        """Something became of an act alone: it ran (`act`), a person looked at it (`check`), or reported it.

        `why` it does not count, where it does not. `request` is its own, where the pair of person and requester counts.
        """
        key, state = self._own(db, handoff)
        why = why or ("" if handoff.epoch == state.epoch else "it asks first since then")
        people = {"person": person, "requester": self._asker(request) if request else ""}
        return self._add(db, key, state, kind, handoff=handoff.id, score=handoff.score, wrong=wrong, why=why, **people)

    def _own(self, db: Db, handoff: Handoff) -> tuple[Key, State]:
        """The certificate that a handoff was judged by."""
        key = Key(handoff.workflow, handoff.step, handoff.version)
        found = autonomy.state(db, key)
        if found is None:
            raise LookupError(f"no certificate {key}")
        return key, read(found)

    def refitted(self, db: Db, workflow: Workflow) -> None:
        """The workflow's agent learned anew: no new version, but more of what acts alone is checked for a while."""
        for name in workflow.steps:
            found = autonomy.newest(db, workflow.id, name)
            if found is not None:
                key = Key(found.workflow, found.step, found.version)
                self._add(db, key, states.from_row(found.state), "refit")

    def planted(self, db: Db, handoff: Handoff, *, caught: bool, person: str) -> None:
        """A planted mistake of this step was decided."""
        found = autonomy.newest(db, handoff.workflow, handoff.step)
        if found is None:
            return
        key = Key(found.workflow, found.step, found.version)
        state = states.from_row(found.state)
        self._add(db, key, state, "planted", handoff=handoff.id, person=person, wrong=not caught)

    def sample(self, db: Db, workflow: Workflow, step: Step, agent: str, scores: Sequence[float]) -> bool:
        """Put sample history into the record, marked as such; False where there is history already."""
        now = self._world.clock()
        if autonomy.newest(db, workflow.id, step.name):
            return False
        key = self._key(workflow, step, agent)
        state = self._current(db, key, workflow, step, agent, autonomy.state(db, key))
        for score in scores:
            state = self._add(db, key, state, "sample", score=score, why="")
        audit.add(db, now, "sample_history", "baton", data={**key._asdict(), "reviewed": len(scores)})
        return True

    # Before it begins -----------------------------------------------------------------------------------------------

    def stands(self, db: Db, handoff: Handoff) -> str:
        """Why an act alone that has not begun must not run any more; empty where it may.

        All that was asked when it was decided is asked of today's files, certificate and holds.
        """
        workflow = self._world.shelf.workflows[handoff.workflow]
        step = workflow.steps[handoff.step]
        flags = guard.by_tools(self._world, workflow, step)
        always = policy.always_asked(step.ruled(handoff.args), handoff.args, handoff.brief, flags)
        if always:
            return always[0]
        if step.error_limit is None:
            return policy.never(step)
        key = self._key(workflow, step, handoff.agent_version)
        found = autonomy.state(db, key)
        if found is None or key.version != handoff.version:
            return "What it acts alone by changed before it began."
        state = self._current(db, key, workflow, step, handoff.agent_version, found)
        if state.epoch != handoff.epoch or not states.look(state, handoff.score).alone:
            return "It asks first again."
        return holding.held(self._world, db, handoff.workflow, handoff.step, handoff.id)

    def _recall(self, db: Db, key: Key, reason: str) -> list[int]:
        """Acts alone of this certificate that have not begun become cards; the ids of these."""
        mine = [each for each in autonomy.not_begun(db) if (each.workflow, each.step, each.version) == key]
        return [made for each in mine if (made := recall.to_card(self._world, db, each, reason))]


def _same(shown: Handoff, proposed: Handoff) -> bool:
    """Whether both are the same step with the same values."""
    return (shown.step, shown.args_digest) == (proposed.step, proposed.args_digest)


def _asked(step: Step, proposed: Handoff, flags: Flags, **kept: Any) -> Handoff:
    """A proposal that is asked whatever the evidence says."""
    ask = policy.decide(step, proposed.args, proposed.brief, flags)
    return proposed.model_copy(update={"reasons": getattr(ask, "reasons", ()), **kept})


_RING = frozenset({"check", "report"})
_WAYS = {Ask: "ask", Audit: "check", Act: "act"}
