"""With what proof: what a decision asks for beside the press, and whether what was typed is right.

Everything here happens inside the transaction of the decision: a code that was taken stays taken, whatever comes after.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from bot import codes
from bot.engine import tell
from bot.engine.world import Ballot, Click, World
from bot.errors import BadInput
from bot.owners import owners_of
from bot.rules import codes_at
from bot.signing import NOTHING, Asked
from bot.workflows import Step, plain
from storage import audit, due
from storage import codes as kept
from storage.codes import Codes
from storage.models import Handoff, Who
from storage.sealing import Unsealable
from storage.sqlite import Db, to_text

CODE, TYPED = "own.code", "own.typed"
"""What is typed beside the arguments, as errors name it; no argument has a dot in its name."""
_AGREES = frozenset({"approve", "edit"})


class Given(NamedTuple):
    """A code as it was typed, tidied; `hash` is that of a recovery code. It is never shown or stored."""

    code: str
    hash: str

    def __repr__(self) -> str:
        """Without the code."""
        return "Given()"


_NOT_TYPED = Given("", "")


class Proof(NamedTuple):
    """How a decision was given: click, code or recovery, and since when its person had these codes."""

    kind: str
    set_up_at: datetime | None = None


CLICKED = Proof("click")


def asked(step: Step | None, handoff: Handoff, edited: Mapping[str, Any] | None = None) -> Asked:
    """What approving asks for by today’s rules: at the stage of the card, and for `edited` values at the first."""
    if step is None or handoff.kind != "approval":
        return NOTHING
    code, confirm = _asked_now(step, handoff, edited)
    return Asked(code, confirm, perhaps=bool(codes_at(step.stages, step.rules)))


def _asked_now(step: Step, handoff: Handoff, edited: Mapping[str, Any] | None) -> tuple[bool, str]:
    """Whether approving this asks for a code, and the argument whose value it asks for."""
    code = step.ruled(handoff.args).stage(handoff.stage).sign_off == "code"
    if edited is not None:
        code = code or step.ruled(edited).stage(1).sign_off == "code"
    args = handoff.args if edited is None else edited
    return code, step.confirm if args.get(step.confirm) is not None else ""


def proven_stage(step: Step, stage: int) -> int:
    """The first stage that asks for a code, `stage` where none does."""
    numbers = (number for number, each in enumerate(step.stages, start=1) if each.sign_off == "code")
    return next(numbers, stage)


def missing(step: Step | None, handoff: Handoff, ballot: Ballot) -> dict[str, Any]:
    """Why this ballot cannot be looked at: nothing was asked of its person, or about another card; empty if it can."""
    if step is None or handoff.kind != "approval" or ballot.verdict not in _AGREES:
        return {}
    code, confirm = _asked_now(step, handoff, ballot.args)
    if not code and not confirm:
        return {}
    if code and ballot.code is None:
        return {"what": "needs_code"}
    if confirm and ballot.typed is None:
        return {"what": "needs_typing"}
    if ballot.stage != handoff.stage or ballot.digest != handoff.args_digest:
        return {"what": "changed", "verdict": ballot.verdict}
    return {}


async def given(world: World, who: Who, typed: str | None) -> Given:
    """What was typed as a code, ready to be compared: a recovery code's hash takes too long for the writer."""
    if not typed:
        return _NOT_TYPED
    code = codes.tidy(typed)
    if not codes.is_recovery(code):
        return Given(code, "")
    mine = await world.read(lambda db: kept.of(db, who))
    return Given(code, await asyncio.to_thread(codes.hashed, code, mine.salt) if mine else "")


def prove(
    world: World, db: Db, click: Click, ballot: Ballot, handoff: Handoff, step: Step | None, code: Given
) -> Proof | BadInput:
    """What proves this ballot, used up; or what stands at the field, with the try counted and the press forgotten."""
    found = _proof(world, db, click.who, ballot, handoff, step, code)
    if isinstance(found, BadInput):
        due.give_back(db, click.key)
    return found


def _proof(
    world: World, db: Db, who: Who, ballot: Ballot, handoff: Handoff, step: Step | None, code: Given
) -> Proof | BadInput:
    if step is None or handoff.kind != "approval" or ballot.verdict not in _AGREES:
        return CLICKED
    asks_code, confirm = _asked_now(step, handoff, ballot.args)
    args = handoff.args if ballot.args is None else ballot.args
    if confirm and not _same(step, confirm, ballot.typed or "", args[confirm]):
        label = step.label(confirm)
        return BadInput("It was typed otherwise.", {TYPED: f"This is not what stands under {label}. Nothing was done."})
    return take(world, db, who, code, handoff) if asks_code else CLICKED


def _same(step: Step, name: str, typed: str, value: Any) -> bool:
    """Whether this is the value, however it is spaced, and with or without its unit."""
    text = _bare(typed)
    if text in {_bare(plain(value)), _bare(step.value(name, value))}:
        return True
    unit = _bare(step.unit(name))
    try:
        return Decimal(text.removeprefix(unit).removesuffix(unit)) == Decimal(_bare(plain(value)))
    except InvalidOperation:
        return False


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


def take(world: World, db: Db, who: Who, given: Given, about: Handoff | None) -> Proof | BadInput:
    """Use this person's code up. A wrong one counts, and locks at the tenth; what has no form of a code does not."""
    mine = kept.of(db, who)
    if mine is None or mine.set_up_at is None:
        return _at("You have no codes yet. Close this, and send /handoff codes.")
    if mine.locked_at is not None:
        return _refused(world, db, mine, about, "locked")
    recovery = codes.is_recovery(given.code)
    if not recovery and not codes.is_digits(given.code):
        return _at("Six digits from your authenticator are expected, or a recovery code. Nothing was done.")
    try:
        seed = unsealed(world, who, mine.seed)
    except Unsealable:
        return _at("Your codes cannot be read: Baton’s key is another one now. Tell an owner. Nothing was done.")
    if recovery:
        if kept.take_recovery(db, mine.id, given.hash, world.clock()):
            return Proof("recovery", mine.set_up_at)
        return _refused(world, db, mine, about, "recovery")
    steps = codes.steps_of(seed, given.code, world.clock())
    fresh = [step for step in steps if step > mine.last_step]
    if not fresh:
        return _refused(world, db, mine, about, "used" if steps else "wrong")
    kept.take(db, mine.id, fresh[0])
    return Proof("code", mine.set_up_at)


def unsealed(world: World, who: Who, seed: str) -> str:
    """A person's seed.

    Raises:
        Unsealable: there is no key, or it is not the one that sealed it.
    """
    if world.sealer is None:
        raise Unsealable("There is no BATON_SECRET_KEY.")
    return world.sealer.unseal(seed, about(who))


def about(who: Who) -> bytes:
    """What a person's seed is bound to."""
    return f"code {who}".encode()


_WHY = {
    "wrong": "This is not the code of now.",
    "used": "This code was used already; wait for the next one (up to 30 s).",
    "recovery": "This is no recovery code of yours, or it was used.",
    "locked": "Your codes are locked; nothing was done. An owner can reset them.",
}


def _at(text: str) -> BadInput:
    return BadInput("The code was not taken.", {CODE: text})


def _refused(world: World, db: Db, mine: Codes, about: Handoff | None, why: str) -> BadInput:
    """Count a wrong try, tell whom it concerns where it was the last one, and say what stands at the field."""
    now = world.clock()
    wrong = mine.wrong if why == "locked" else kept.failed(db, mine.id, codes.TRIES, now)
    ids = {"request": about.request_id, "run": about.run_id, "handoff": about.id} if about else {}
    seq = audit.add(db, now, "code_refused", str(mine.person), **ids, data={"why": why, "tries": wrong})
    if why != "locked" and wrong >= codes.TRIES:
        audit.add(db, now, "codes_locked", str(mine.person), **ids, data={"tries": wrong})
        alert(world, db, "locked", mine.person, seq, handoff=about.name if about else "")
        return _at(_WHY["locked"])
    left = codes.TRIES - wrong
    tries = "" if why == "locked" else f" {left} {'try' if left == 1 else 'tries'} left."
    return _at(_WHY[why] + tries)


def alert(world: World, db: Db, what: str, person: Who, number: int, *, ops: bool = True, **facts: Any) -> None:
    """Tell a person, every owner, and the channel for health notices something about the person's codes."""
    now, team = world.clock(), world.shelf.team
    channel = world.people.channel(team.ops) if ops and team.ops else ""
    others = [*(each for each in owners_of(world.people, team) if each != person.user), *([channel] if channel else [])]
    facts |= {"who": person.user, "at": now.isoformat()}
    tell.codes(db, person.user, what, number, now, **facts)
    for each in others:
        tell.codes(db, each, f"{what}_other", number, now, **facts)


def keep(db: Db, who: Who, handoff: Handoff, proof: Proof, decision_id: int, now: datetime) -> None:
    """Put into the record with which proof a decision was given, where it was more than a click."""
    if proof.set_up_at is None:
        return
    kept.prove(db, decision_id, proof.set_up_at)
    ids = {"request": handoff.request_id, "run": handoff.run_id, "handoff": handoff.id}
    data: dict[str, Any] = {"decision": decision_id, "kind": proof.kind, "set_up_at": to_text(proof.set_up_at)}
    data |= {"revision": handoff.revision, "stage": handoff.stage, "digest": handoff.args_digest}
    audit.add(db, now, "code_accepted", str(who), **ids, data=data)
