"""Act, or ask a person? Pure. Every step asks; `reasons` say why, in people's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.workflows import Step
from storage.models import Brief


@dataclass(frozen=True)
class Flags:
    """What code found out about a proposal, whatever its agent says of it.

    `untrusted` are labels of arguments whose values stand in no trusted source: only in the request's own words, in
    what an untrusted server answered, or nowhere. `outside` are recipients and links that no list of the step allows.
    `changed` is the day ("24 Nov") on which a tool of the step or a read behind it was found to be another one.
    `always` are reasons for which this step never acts alone.
    """

    untrusted: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    changed: str = ""
    always: tuple[str, ...] = ()


NO_FLAGS = Flags()


@dataclass(frozen=True)
class Ask:
    """A person decides. `reasons` stand on the card, the strongest first."""

    reasons: tuple[str, ...]


def decide(step: Step, args: Mapping[str, Any], brief: Brief, flags: Flags = NO_FLAGS) -> Ask:
    """Whether the agent may do this step alone with these arguments."""
    reasons = []
    if brief.orders:
        reasons.append("The text tries to give orders; read it with care.")
    if step.risk == "critical":
        reasons.append("Always asked: critical steps never act alone.")
    reasons += [_over(step, field, limit) for field, limit in over_limits(step, args).items()]
    reasons += guarded(step, flags)
    if any(doubt.changes_answer for doubt in brief.doubts):
        reasons.append("A doubt could change the answer.")
    if step.risk != "critical":
        reasons.append(f"Every {step.each} is reviewed for now.")
    return Ask(tuple(reasons))


def guarded(step: Step, flags: Flags) -> list[str]:
    """Why these flags want a person, whatever the evidence says; empty where they do not.

    Values that nobody trusted vouches for are only held against steps that cannot be taken back.
    """
    found = [f"On no list: {', '.join(flags.outside)}."] if flags.outside else []
    if flags.untrusted and step.risk in {"high", "critical"}:
        found.append(f"No trusted source for {', '.join(flags.untrusted)}.")
    if flags.changed:
        found.append(f"The tool changed on {flags.changed}.")
    return [*found, *flags.always]


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
