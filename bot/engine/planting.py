"""Planted mistakes: a decided case comes back with one value of another case, so that it is known to be wrong.

Approving one runs nothing, and nobody outside hears of it. It looks like any other card until it is decided. What
reviewers catch of them says how much they would miss of others.
"""

from datetime import datetime, timedelta
from typing import Any

from bot import policy
from bot.autonomy import draw as draws
from bot.engine import moves, tell, times
from bot.engine.earned import Earned
from bot.engine.world import Click, World
from bot.escalation import patience_seconds
from bot.rules import alike, number
from bot.secrecy import numbers_in
from bot.workflows import Step
from storage import audit, autonomy, chain, due, handoffs, requests
from storage.models import Decision, Handoff, Request
from storage.sqlite import Db

RECENT = 40
LEAST_MINUTES, MOST_MINUTES = 1.0, 10.0
_PLAIN = frozenset({"ask", "check"})
"""The ways of cards that ask for nothing that this very case is about."""


def maybe(world: World, db: Db, handoff: Handoff) -> None:
    """A card stands for people: a planted one may follow it after a while, as often as the team wants."""
    share = world.shelf.team.planted
    if not share or handoff.way not in _PLAIN:
        return
    seed = bytes.fromhex(autonomy.seed(db, world.clock().date().isoformat()))
    drawn = draws.draw(seed, handoff.id, "plant")
    odds = share / (1 - share)  # one planted card for so many real ones
    if drawn < odds:
        minutes = LEAST_MINUTES + (MOST_MINUTES - LEAST_MINUTES) * drawn / odds
        due.put(db, "plant", handoff.id, world.clock() + timedelta(minutes=minutes))


class Planting:
    """Plants mistakes: due row in, a card out."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def plant(self, handoff_id: int) -> None:
        """Plant a mistake for the step of this handoff; nothing where no two decided cases differ enough."""
        self._world.shelf.refresh()
        await self._world.write(lambda db: self._plant(db, handoff_id))

    def _plant(self, db: Db, handoff_id: int) -> None:
        due.drop(db, "plant", handoff_id)
        after = handoffs.get(db, handoff_id)
        step = self._world.shelf.step(after.workflow, after.step)
        # What a card says of why it asks would be untrue of the planted one, and tell it from others.
        plain = after.way in _PLAIN and after.revision == 1
        found = self._choose(db, after, step) if step and plain and self._world.shelf.team.planted else None
        if step is None or found is None:
            return
        base, field, args = found
        request = requests.get(db, base.request_id)
        now = self._world.clock()
        request_id, run_id = self._request(db, request, base, now)
        seconds = patience_seconds(step, 0)
        deadline = now + timedelta(seconds=seconds) if seconds else None
        again: dict[str, Any] = {"id": 0, "request_id": request_id, "run_id": run_id, "state": "waiting", "revision": 1}
        again |= {"stage": 1, "rung": 0, "held": False, "args": args, "args_digest": chain.digest(args)}
        again |= {"opened_at": now, "revised_at": now, "closed_at": None, "way": "plant", "version": after.version}
        reasons = policy.reasons_after(after.reasons, step.ruled(after.args), step.ruled(args))
        again |= {"reasons": reasons, "epoch": after.epoch, "draw": None, "alike": after.alike, "effect_key": ""}
        again |= {"given": "", "deadline_at": deadline}
        planted = base.model_copy(update=again)
        planted_id = handoffs.add(db, planted, "baton")
        autonomy.plant(db, planted_id, base.id, field)
        seq = self._audit(db, "handoff_opened", planted, planted_id, {"way": "plant", "field": field, "like": base.id})
        times.start(db, self._world, planted.model_copy(update={"id": planted_id}), now)
        tell.card(db, planted_id, seq, now)

    def _request(self, db: Db, like: Request, base: Handoff, now: datetime) -> tuple[int, int]:
        """The request of the case, once more: only the card tells of it."""
        salt = self._world.salt()
        source = f"planted:{handoffs.next_id(db)}"
        place = {"channel": like.channel, "message_ts": "", "reply_channel": "", "reply_thread": ""}
        told = {"via": like.via, "workflow": like.workflow, "requester": like.requester, "text": like.text}
        request_id = requests.add(db, source_key=source, salt=salt, now=now, **told, **place)  # type: ignore[arg-type]
        seal = {"via": like.via, "workflow": like.workflow, "text": chain.sealed(salt, like.text)}
        seal["requester"] = str(like.requester)
        audit.add(db, now, "requested", "baton", request=request_id, data=seal)
        run_id = requests.add_run(db, request_id, "planted", base.agent_version, now)
        moves.run(db, run_id, "queued", "working", now)
        moves.run(db, run_id, "working", "parked", now)
        return request_id, run_id

    def _choose(self, db: Db, after: Handoff, step: Step) -> tuple[Handoff, str, dict[str, Any]] | None:
        """A case that people approved as shown, the field that becomes wrong, and the arguments with it."""
        cases = [handoffs.get(db, each) for each in autonomy.approved(db, after.workflow, step.name, RECENT)]
        # A secret value belongs to one request, and may be shown: a copy of it would tell the planted card from others.
        cases = [each for each in cases if each.id != after.id and not any(numbers_in(each.args))]
        self._world.random.shuffle(cases)
        for base in cases:
            for other in cases:
                differ = [each for each, value in base.args.items() if not _alike(value, other.args.get(each, value))]
                wanted = sorted(differ, key=lambda name: name in step.once)
                if wanted:
                    return base, wanted[0], {**base.args, wanted[0]: other.args[wanted[0]]}
        return None

    def _audit(self, db: Db, kind: str, handoff: Handoff, number: int, data: dict[str, Any]) -> int:
        ids = {"request": handoff.request_id, "run": handoff.run_id, "handoff": number}
        told = {"kind": handoff.kind, "step": handoff.step, "digest": handoff.args_digest, **data}
        told["card"] = handoffs.attested(db, number, 1)
        return audit.add(db, self._world.clock(), kind, "baton", **ids, data=told)


def _alike(one: Any, other: Any) -> bool:
    """Whether two values say the same: in the place of the other, neither is a mistake."""
    if one == other or (number(one) is not None and number(one) == number(other)):
        return True
    return isinstance(one, str) and isinstance(other, str) and alike(one) == alike(other)


def closed(world: World, db: Db, click: Click, handoff: Handoff, decision: Decision, seq: int) -> None:
    """A planted card was decided: who did it learns what it was, nothing runs, and the catch rate counts it."""
    now = world.clock()
    field, base_id = autonomy.planted_field(db, handoff.id)
    caught = decision.verdict == "reject" or (
        decision.verdict == "edit" and decision.args_after.get(field) != decision.args_before.get(field)
    )
    due.drop(db, "deadline", handoff.id)
    moves.run(db, handoff.run_id, "parked", "finished", now)
    requests.close(db, handoff.request_id, now)
    tell.card(db, handoff.id, seq, now)
    if decision.verdict == "take_over":
        caught_at = None
    else:
        Earned(world).planted(db, handoff, caught=caught, person=str(click.who))
        caught_at = caught
    autonomy.found(db, handoff.id, caught_at, str(click.who), now)
    step = world.shelf.step(handoff.workflow, handoff.step)
    told = {"label": step.label(field) if step else field, "like": f"H-{base_id}", "share": world.shelf.team.planted}
    tell.answer(db, click, {"what": "planted", "caught": caught_at, **told}, now, handoff.id)


def told_news(world: World, db: Db, click: Click, request: Request) -> bool:
    """Whether it is a planted case that somebody has news about, or handed back: its agent never looks again.

    The real case ran long ago, and what an agent proposed for it now would run once more.
    """
    handoff = next(iter(handoffs.of_request(db, request.id)), None)
    if handoff is None or handoff.way != "plant":
        return False
    if handoff.closed_at is None:
        passed_over(world, db, click, handoff, "add")
    else:
        tell.answer(db, click, {"what": "text", "text": OVER}, world.clock(), handoff.id)
    return True


OVER = "That one was a planted mistake, and nothing comes of it. Nothing was changed. For something new, ask again."


def passed_over(world: World, db: Db, click: Click, handoff: Handoff, press: str) -> None:
    """Somebody wanted a planted card approved anyway, or looked at again: nothing is decided or counted, it closes,
    and says what it was.
    """
    now = world.clock()
    field, base_id = autonomy.planted_field(db, handoff.id)
    due.drop(db, "deadline", handoff.id)
    moves.close(db, handoff, "withdrawn", now)
    moves.run(db, handoff.run_id, "parked", "finished", now)
    requests.close(db, handoff.request_id, now)
    ids = {"request": handoff.request_id, "run": handoff.run_id, "handoff": handoff.id}
    data = {"press": press, "why": "planted"}
    tell.card(db, handoff.id, audit.add(db, now, "press_refused", str(click.who), **ids, data=data), now)
    autonomy.found(db, handoff.id, None, str(click.who), now)
    step = world.shelf.step(handoff.workflow, handoff.step)
    told = {"label": step.label(field) if step else field, "like": f"H-{base_id}", "share": world.shelf.team.planted}
    tell.answer(db, click, {"what": "planted", "caught": None, **told}, now, handoff.id)
