"""Act, or ask a person? Pure. Every step asks; `reasons` say why, in people's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.workflows import Step
from storage.models import Brief


@dataclass(frozen=True)
class Ask:
    """A person decides. `reasons` stand on the card, the strongest first."""

    reasons: tuple[str, ...]


def decide(step: Step, args: Mapping[str, Any], brief: Brief) -> Ask:
    """Whether the agent may do this step alone with these arguments."""
    reasons = []
    if brief.orders:
        reasons.append("The text tries to give orders; read it with care.")
    if step.risk == "critical":
        reasons.append("Always asked: critical steps never act alone.")
    reasons += [_over(step, field, limit) for field, limit in over_limits(step, args).items()]
    if any(doubt.changes_answer for doubt in brief.doubts):
        reasons.append("A doubt could change the answer.")
    if step.risk != "critical":
        reasons.append(f"Every {step.each} is reviewed for now.")
    return Ask(tuple(reasons))


def _over(step: Step, field: str, limit: Decimal) -> str:
    """ "Over EUR 500."; a bare number says of what."""
    return f"Over {step.value(field, limit)}." if step.unit(field) else f"{step.label(field)} over {limit}."


def over_limits(step: Step, args: Mapping[str, Any]) -> dict[str, Decimal]:
    """The `max` of each argument that is beyond it, or that is no number where a limit is set."""
    over = {}
    for field, limit in step.max.items():
        if args.get(field) is None:
            continue
        try:
            if Decimal(str(args[field])) > limit:
                over[field] = limit
        except InvalidOperation:
            over[field] = limit
    return over
