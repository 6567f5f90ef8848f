"""Who has what to decide: the rights are asked once for all that are alike, never for each of a thousand."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial

from bot.digest import Row
from bot.engine import stories
from bot.engine.verdicts import Verdicts
from bot.engine.world import World
from bot.story import Story
from bot.workflows import Stage, Step
from storage import desk, handoffs, outbox, requests
from storage.desk import Open
from storage.models import Handoff, Request, Who
from storage.sqlite import Db

_NEVER = datetime.max.replace(tzinfo=UTC)


class Waiting:
    """What is open, and for whom."""

    def __init__(self, world: World, verdicts: Verdicts) -> None:
        self._world, self._verdicts = world, verdicts

    def mine(self, db: Db, who: Who, found: Sequence[Open] | None = None) -> list[Open]:
        """What waits for this person's word: what was given to them, what nobody answered, then by deadline.

        What was given to somebody else comes last, though they may decide it, too. `found` is what is open, where that
        is known already. What they have said their word on is not in it.
        """
        found = desk.open_ones(db) if found is None else found
        said = desk.decided_by(db, who)
        rights: dict[object, bool] = {}
        able = [each for each in found if (each.id, each.revision) not in said and self._may(db, each, who, rights)]
        return sorted(able, key=partial(_place, who.user))

    def _may(self, db: Db, each: Open, who: Who, rights: dict[object, bool]) -> bool:
        step = self._world.shelf.step(each.workflow, each.step)
        own = each.requester == who
        key: object = (each.workflow, each.step, each.kind, each.stage, each.rung, own)
        if step is not None and step.rules:  # who decides goes by the values
            key = each.id
        if key not in rights:
            handoff = handoffs.get(db, each.id)
            rights[key] = not self._verdicts.right(handoff, requests.get(db, handoff.request_id), who)
        return rights[key]


def _place(user: str, each: Open) -> tuple[bool, bool, bool, datetime, int]:
    return each.given not in {"", user}, each.given != user, not each.held, each.deadline_at or _NEVER, each.id


def rows(db: Db, world: World, found: Iterable[Open]) -> list[Row]:
    """These as people read them. A story is loaded for each: hand in no more than are shown."""
    return [row(db, world, each.id) for each in found]


def row(db: Db, world: World, handoff_id: int) -> Row:
    """One open handoff as people read it."""
    handoff = handoffs.get(db, handoff_id)
    told = stories.story(db, world, handoff_id)
    channel, ts = outbox.post(db, f"card:{handoff.id}") or ("", "")
    request = stories.as_read(world.people, requests.get(db, handoff.request_id))
    step = told.step if told else None
    return Row(
        handoff=handoff,
        ask=_asks(handoff, request, step.ask(handoff.args) if step else ""),
        waits_for=_holder(world, told) if told else world.people.name(handoff.given) if handoff.given else "",
        late=handoff.held or handoff.rung > 0,
        channel=channel,
        ts=ts,
        code=bool(step and _stage(step, handoff).sign_off == "code"),
    )


def _holder(world: World, told: Story) -> str:
    """Who has it now, in words: who was given it, the newest rung, or everybody who may decide."""
    handoff = told.handoff
    if handoff.given:
        return world.people.name(handoff.given)
    step = told.step or next(iter(told.workflow.steps.values()))
    reached = 0 < handoff.rung <= len(step.escalate) and not handoff.held
    return world.people.label(step.escalate[handoff.rung - 1].to) if reached else told.decides


def _asks(handoff: Handoff, request: Request, act: str) -> str:
    """What is asked, as its card asks it; `act` is the step's own question."""
    words = " ".join(request.text.split())
    words = words if len(words) <= 56 else f"{words[:55].rstrip()}…"
    if handoff.kind == "case":
        return f"Who takes this? “{words}”"
    if handoff.kind == "question":
        return handoff.question or words
    if handoff.kind == "doubt" and act:
        return f"{act.rstrip('?.! ')}: did it happen?"
    return act or words


def _stage(step: Step, handoff: Handoff) -> Stage:
    """The stage of a step that a handoff is at, as its rules make it for these values."""
    stages = step.ruled(handoff.args).stages
    return stages[min(max(handoff.stage, 1), len(stages)) - 1]
