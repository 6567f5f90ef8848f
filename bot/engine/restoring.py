"""A backup takes the place of the database: what it says is still to be done may have been done since, and what was
taken away since is there again. Inside one transaction of the copy, before anything runs on it.
"""

import secrets
from datetime import datetime
from typing import NamedTuple

from bot.autonomy import state as states
from bot.engine import moves, tell
from bot.engine.actions import approved_one
from bot.engine.keys import effect_key
from bot.engine.requests import OPERATOR
from storage import audit, autonomy, chain, codes, due, effects, handoffs, holds, outbox, rulings
from storage.acts import Hold
from storage.backup import Left, skip_ids
from storage.sqlite import Db

IDS_SKIPPED = 10_000
"""How many ids are left out where nobody can say which were given since a backup."""
_WHY = "A backup was put back: what people said of its acts alone since is not known here."


class Changed(NamedTuple):
    """What a backup would bring back.

    `words` are those (`team/user`) whose words were erased since, `locked` those whose codes were reset, locked, set up
    anew or used up since: theirs are locked. `paused`: what acted alone asks first now.
    """

    words: tuple[str, ...]
    locked: tuple[str, ...]
    paused: bool


def restored(db: Db, before: Left | None, now: datetime) -> Changed:
    """A backup, `db`, takes the place of the database `before`.

    Ids are never given twice, whatever was said is looked for before it is said again, and an action that was about to
    run counts as begun: a tool with a key is asked again under it, for any other a person looks first. Codes that are
    others by now are locked, and nothing acts alone until an owner says so again.
    """
    size, head = audit.head(db)
    erased, here = before.erased if before else {}, audit.erased(db)
    lost = {"size": before.size, "head": before.head} if before else {}
    data = {"size": size, "head": head, "before": lost, "erased": erased}
    words = tuple(person for person, at in sorted(erased.items()) if at > here.get(person, ""))
    changed = Changed(words, _lock(db, before, now), _pause(db, now))
    audit.add(db, now, "restored", "operator", data=data)
    skip_ids(db, before.ids if before else {}, 0 if before else IDS_SKIPPED)
    outbox.attempt_all(db)
    tell.notice(db, "restored", _told(changed), now, title="A backup was put back.", stands=False)
    for handoff_id in due.all_of(db, "act"):
        _count_as_begun(db, handoff_id, now)
    return changed


def _told(changed: Changed) -> str:
    """What owners hear of it."""
    told = ["What was decided since it was made is open again, and may have run."]
    if changed.paused:
        told.append("Nothing acts alone until an owner sends /handoff resume all.")
    if changed.locked:
        many = "one person" if len(changed.locked) == 1 else f"{len(changed.locked)} people"
        told.append(
            f"The codes of {many} are locked, as they are others by now: /handoff codes reset and their handle."
        )
    return " ".join(told)


def _lock(db: Db, before: Left | None, now: datetime) -> tuple[str, ...]:
    """Codes that stand otherwise in the database before, or not any more, are locked: an owner resets them."""
    standings = codes.standings(db) if before else {}
    differ = [each for each, stands in standings.items() if before and before.codes.get(each) != stands]
    for person in differ:
        codes.lock(db, person, now)
        audit.add(db, now, "codes_locked", "operator", data={"person": person, "why": "restored"})
    return tuple(differ)


def _pause(db: Db, now: datetime) -> bool:
    """Where anything may act alone, everything asks first: its right may have been taken away since."""
    found = autonomy.certificates(db)
    if all(states.acts_from(states.from_row(each.state)) is None for each in found):
        return False
    hold = Hold(workflow="", step="", most=None, why=_WHY, by=OPERATOR, at=now)
    holds.put(db, hold)
    salt = secrets.token_hex(16)
    data = rulings.add(db, now, "pause", OPERATOR, workflow="", step="", most=None, why=_WHY, salt=salt)
    audit.add(db, now, "autonomy_held", str(OPERATOR), data=data)
    return True


def _count_as_begun(db: Db, handoff_id: int, now: datetime) -> None:
    handoff = approved_one(db, handoffs.get(db, handoff_id))
    key = effect_key(handoff)
    due.drop(db, "act", handoff_id)
    effect = effects.get(db, key)
    if effect is None:
        step, args = handoff.step, handoff.args
        effects.start(db, key=key, handoff_id=handoff.id, revision=handoff.revision, step=step, args=args, now=now)
    elif moves.effect(db, key, "in_doubt", "started", now):
        effects.try_again(db, key)
    else:
        return
    data = {"key": key, "digest": chain.digest(handoff.args)}
    ids = {"request": handoff.request_id, "run": handoff.run_id, "handoff": handoff.id}
    audit.add(db, now, "effect_started", "baton", **ids, data=data)
