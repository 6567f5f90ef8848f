"""Act alone, ask a person, or ask because the draw says so? Pure; `reasons` say why, in people's words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import floor
from typing import Any

from bot.autonomy.state import Look
from bot.workflows import Condition, Rule, Step, plain
from storage.models import Brief


@dataclass(frozen=True)
class Flags:
    """What code found out about a proposal, whatever its agent says of it.

    `untrusted` are the arguments whose values stand in no trusted source: only in the request's own words, in what an
    untrusted server answered, or nowhere. `outside` are recipients and links that no list of the step allows.
    `changed` is the day ("24 Nov") on which a tool of the step or a read behind it was found to be another one.
    `always` are reasons for which this step never acts alone.
    """

    untrusted: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    changed: str = ""
    always: tuple[str, ...] = ()


NO_FLAGS = Flags()


NOT_ALONE = Look(alone=False, rate=1.0, weight=1.0)


@dataclass(frozen=True)
class Standing:
    """What the evidence allows a step to do alone just now, and what stands in its way.

    `acts_from` is the score from which it acts alone; None while every case asks, or where there are no scores.
    `earned` is whether it acts alone at all. `hold` is why owners or the case keep it asking ("Paused by Dana.").
    """

    look: Look = NOT_ALONE
    earned: bool = False
    acts_from: float | None = None
    hold: str = ""


ASKS = Standing()


@dataclass(frozen=True)
class Ask:
    """A person decides. `reasons` stand on the card, the strongest first.

    `counts` is whether what they say is evidence: not where such a case is always asked.
    """

    reasons: tuple[str, ...]
    counts: bool = False


@dataclass(frozen=True)
class Audit:
    """It may act alone, was drawn for a check, and cannot be taken back: a person decides, and no card says so."""

    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Act:
    """It acts alone. `check`: it was drawn for a check, and can be taken back: a person looks afterwards."""

    check: bool


def decide(
    step: Step,
    args: Mapping[str, Any],
    brief: Brief,
    flags: Flags = NO_FLAGS,
    *,
    score: float | None = None,
    standing: Standing = ASKS,
    draw: float = 1.0,
) -> Act | Audit | Ask:
    """May the agent do this step alone with these arguments? `draw` is from 0 up to, not with, 1."""
    always = always_asked(step, args, brief, flags)
    if always:
        return Ask((*always, f"Every {step.each} is reviewed for now.") if step.risk != "critical" else always)
    return by_evidence(step, score=score, standing=standing, draw=draw)


def by_evidence(step: Step, *, score: float | None, standing: Standing, draw: float) -> Act | Audit | Ask:
    """The same for a case that is not `always_asked`."""
    if step.error_limit is None:
        return Ask((never(step),))
    if not standing.earned:
        return Ask((f"Every {step.each} is reviewed for now.",), counts=True)
    if standing.hold:
        return Ask((standing.hold,), counts=True)
    if not standing.look.alone:
        return Ask((_below(step, score, standing.acts_from),), counts=True)
    drawn = draw < standing.look.rate
    return Audit((BY_SCORE_OR_DRAW,)) if drawn and step.tool.inverse is None else Act(check=drawn)


def never(step: Step) -> str:
    """Why a step without an error limit asks."""
    return f"Every {step.each} is asked, as its file says."


BY_SCORE_OR_DRAW = "Asked by its score or by a draw; which of them is told once it is decided."


def _below(step: Step, score: float | None, acts_from: float | None) -> str:
    """Why a case below the line is asked. Where checks come before the act, nothing may tell them apart."""
    if step.tool.inverse is None or score is None or acts_from is None:
        return BY_SCORE_OR_DRAW
    return f"Score {floor(score * 100) / 100:.2f}, acts alone from {acts_from:.2f}."


def always_asked(step: Step, args: Mapping[str, Any], brief: Brief, flags: Flags = NO_FLAGS) -> tuple[str, ...]:
    """Why a person decides this case whatever the evidence says; empty where nothing of the kind is there."""
    reasons = []
    if brief.orders:
        reasons.append("The text tries to give orders; read it with care.")
    reasons += raised(step)
    if step.risk == "critical":
        reasons.append(_CRITICAL)
    reasons += [_over(step, field, limit) for field, limit in over_limits(step, args).items()]
    reasons += guarded(step, flags)
    if brief.doubts and any(doubt.changes_answer for doubt in brief.doubts):
        reasons.append("A doubt could change the answer.")
    return tuple(reasons)


def guarded(step: Step, flags: Flags) -> list[str]:
    """Why these flags want a person, whatever the evidence says; empty where they do not.

    Values that nobody trusted vouches for are only held against steps that cannot be taken back.
    """
    found = [f"On no list: {', '.join(flags.outside)}."] if flags.outside else []
    if flags.untrusted and step.risk in {"high", "critical"}:
        found.append(f"No trusted source for {', '.join(map(step.label, flags.untrusted))}.")
    if flags.changed:
        found.append(f"The tool changed on {flags.changed}.")
    return [*found, *flags.always]


_CRITICAL = "Always asked: critical steps never act alone."


def raised(step: Step) -> tuple[str, ...]:
    """Why rules ask for more in this case, a sentence for each that holds: "Over EUR 500."."""
    return tuple(dict.fromkeys(f"{_sentence(_because(step, rule))}." for rule in step.held))


def reasons_after(reasons: tuple[str, ...], before: Step, after: Step) -> tuple[str, ...]:
    """The reasons of a card whose values a person changed: by the rules that hold now."""
    gone = _by_risk(before)
    return tuple(dict.fromkeys((*_by_risk(after), *(each for each in reasons if each not in gone))))


def _by_risk(step: Step) -> tuple[str, ...]:
    return (*raised(step), *([_CRITICAL] if step.risk == "critical" else []))


def _because(step: Step, rule: Rule) -> str:
    return " and ".join(part for name, each in rule.when.items() for part in _parts(step, name, each))


def _parts(step: Step, name: str, condition: Condition) -> Iterator[str]:
    """One condition in words: "over EUR 500", "Country: IR or KP", "Items 10 or more"."""
    label = step.label(name)
    for form, limit in condition.limits.items():
        if limit is not None:
            told = _FORMS[form].format(step.value(name, limit))
            yield told if step.unit(name) else f"{label} {told}"
    if condition.among:
        yield f"{label}: {' or '.join(plain(each) for each in condition.among)}"


_FORMS = {"over": "over {}", "at_least": "{} or more", "under": "under {}", "at_most": "{} or less"}


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


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
