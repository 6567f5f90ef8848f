"""Stages of a decision, and the rules that raise what a step asks for where its values say so. Pure.

Rules only ever raise: a higher risk, more people, a better proof, further stages.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

Risk = Literal["low", "normal", "high", "critical"]
Proof = Literal["click", "code"]
RISKS: tuple[Risk, ...] = ("low", "normal", "high", "critical")
PROOFS: tuple[Proof, ...] = ("click", "code")
"""From the weakest to the strongest."""
PROVEN = frozenset({"code", "recovery"})
"""What a decision says of its proof where it was more than a click."""
LIMITS: Mapping[Risk, Decimal | None] = {
    "low": Decimal("0.10"),
    "normal": Decimal("0.05"),
    "high": Decimal("0.02"),
    "critical": None,
}
"""The error limit of a step that names none, by its risk; None = it always asks."""


@dataclass(frozen=True)
class Stage:
    """One of the rounds of a decision, in order: `quorum` distinct people of `approvers`, each with this proof."""

    approvers: tuple[str, ...]
    quorum: int = 1
    sign_off: Proof = "click"


@dataclass(frozen=True)
class Condition:
    """What an argument must be for a rule to hold; every part that is set must fit.

    `among` holds what it may be equal to: numbers, yes or no, or texts, which are compared without case.
    """

    over: Decimal | None = None
    at_least: Decimal | None = None
    under: Decimal | None = None
    at_most: Decimal | None = None
    among: tuple[Decimal | bool | str, ...] = ()

    def holds(self, value: Any) -> bool:
        """Whether it holds for a JSON value. What is not given never fits; a limit holds for what is no number."""
        if value is None:
            return False
        return (not self.among or any(_same(value, each) for each in self.among)) and all(
            limit is None or _beyond(name, value, limit) for name, limit in self.limits.items()
        )

    @property
    def limits(self) -> dict[str, Decimal | None]:
        """The limits by their names in the file."""
        return {"over": self.over, "at_least": self.at_least, "under": self.under, "at_most": self.at_most}


@dataclass(frozen=True)
class Rule:
    """Where all conditions of `when` hold, the step asks for more. What is not set stays as it is.

    `quorum` is for each of the step's own stages, `sign_off` for every stage; `stages` come after the step's own.
    """

    when: Mapping[str, Condition]
    risk: Risk | None = None
    quorum: int | None = None
    sign_off: Proof | None = None
    stages: tuple[Stage, ...] = ()

    def holds(self, args: Mapping[str, Any]) -> bool:
        """Whether it holds for these arguments."""
        return all(condition.holds(args.get(name)) for name, condition in self.when.items())


def codes_at(stages: tuple[Stage, ...], rules: tuple[Rule, ...]) -> list[tuple[str | int, ...]]:
    """Where in a step's file codes may be asked for, as keys below the step; none where they never are."""
    own = [index for index, each in enumerate(stages) if each.sign_off == "code"]
    found: list[tuple[str | int, ...]] = [("sign_off",)] if own else []
    found += [("stages", index, "sign_off") for index in own]
    for number, rule in enumerate(rules):
        found += [("rules", number, "sign_off")] if rule.sign_off == "code" else []
        more = [index for index, each in enumerate(rule.stages) if each.sign_off == "code"]
        found += [("rules", number, "stages", index, "sign_off") for index in more]
    return found


def riskier(*risks: Risk | None) -> Risk:
    """The highest of these risks."""
    return max((risk for risk in risks if risk), key=RISKS.index)


def stricter(*limits: Decimal | None) -> Decimal | None:
    """The lowest of these error limits; None, always ask, is the lowest of all."""
    return None if None in limits else min(limit for limit in limits if limit is not None)


def raised(stages: tuple[Stage, ...], rules: tuple[Rule, ...]) -> tuple[Stage, ...]:
    """A step's own stages as these rules raise them, then the stages that they add, each once."""
    quorum = max((rule.quorum or 1 for rule in rules), default=1)
    proof = better("click", *(rule.sign_off for rule in rules if rule.sign_off))
    own = [Stage(each.approvers, max(each.quorum, quorum), each.sign_off) for each in stages]
    added = dict.fromkeys(each for rule in rules for each in rule.stages)
    return tuple(Stage(each.approvers, each.quorum, better(each.sign_off, proof)) for each in (*own, *added))


def better(*proofs: Proof) -> Proof:
    """The strongest of these proofs."""
    return max(proofs, key=PROOFS.index)


def number(value: Any) -> Decimal | None:
    """A JSON value as a number; None where it is none."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return None if found.is_nan() or isinstance(value, bool) else found


def alike(text: str) -> str:
    """A text as it is compared: "iR " for "IR", ١ for 1, or a character hidden in it, gets nobody around a rule."""
    if text.isascii():  # where nothing of that stands; the same, in a tenth of the time
        return " ".join(text.split()).casefold()
    seen = (each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) != "Cf")
    return " ".join("".join(str(unicodedata.decimal(each, each)) for each in seen).split()).casefold()


def _same(value: Any, wanted: Decimal | bool | str) -> bool:
    if isinstance(wanted, bool):
        return value is wanted or not isinstance(value, bool)
    if isinstance(wanted, Decimal):
        found = number(value)
        return found is None or found == wanted
    return not isinstance(value, str) or alike(value) == alike(wanted)


def _beyond(name: str, value: Any, limit: Decimal) -> bool:
    found = number(value)
    if found is None:
        return True
    return {"over": found > limit, "at_least": found >= limit, "under": found < limit, "at_most": found <= limit}[name]
