"""Edited values: whether they fit the tool's model, the step's limits, and what only the data can tell."""

from pydantic import BaseModel, ValidationError

from bot import policy
from bot.engine import secrecy
from bot.engine.calls import call_tool
from bot.engine.world import Ballot, Click, World
from bot.errors import BadInput
from bot.misfits import fields_of
from bot.tools import Call
from bot.workflows import Step
from storage import chain, handoffs
from storage.models import Handoff, Who

CHECK_SECONDS = 2.0


async def checked_edit(world: World, click: Click, ballot: Ballot) -> Ballot:
    """The ballot with its arguments as the tool's model has them.

    Raises:
        BadInput: they do not fit; `fields` says where.
    """
    handoff = await world.read(lambda db: handoffs.get(db, ballot.handoff_id))
    step = world.shelf.step(handoff.workflow, handoff.step)
    if step is None or handoff.closed_at is not None:
        return ballot  # the transaction refuses it with the reason
    try:
        model = await secrecy.real(world, handoff.request_id, step.tool, ballot.args or {})
    except secrecy.Sealed as error:
        raise BadInput(str(error), dict.fromkeys(step.secrets, str(error))) from error
    except ValidationError as error:
        raise BadInput("Some values do not fit.", fields_of(error, step.tool.opens)) from error
    args = secrecy.as_given(step, model, ballot.args or {})
    over = policy.over_limits(step, args)
    if over:
        raise BadInput("Over the limit.", {name: f"At most {step.value(name, limit)}." for name, limit in over.items()})
    wrong = await problems(world, step, model, handoff, click.who)
    if wrong:
        raise BadInput("Some values do not fit.", wrong)
    if chain.digest(args) == handoff.args_digest:
        first = next(iter(step.tool.model.model_fields), "")
        raise BadInput("Nothing is changed.", {first: "Nothing is changed. Cancel, then press Approve."})
    return Ballot(**{**ballot.__dict__, "args": args})


async def problems(world: World, step: Step, model: BaseModel, handoff: Handoff, who: Who) -> dict[str, str]:
    """What the tool's own check says: argument name to sentence. A check that fails is a problem too."""
    if step.tool.checks is None or handoff.way == "plant":  # its case ran long ago
        return {}
    call = Call(f"check-{handoff.name}", handoff.request_id, handoff.id, step.name, (who.user,), world.clock())
    try:
        found = await call_tool(step.tool.checks, model, call, CHECK_SECONDS)
    except Exception as error:
        first = next(iter(step.tool.model.model_fields), "")
        raise BadInput(
            "The values could not be checked.",
            {first: f"Could not be checked just now ({type(error).__name__}). Nothing was changed; try again."},
        ) from error
    return {str(name): str(text) for name, text in found.items()}
