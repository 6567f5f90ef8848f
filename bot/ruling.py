"""`stages:` and `rules:` of a step, from the file: checked against the tool's arguments, with file and line."""

from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from bot.files import ConditionFile, RuleFile, StageFile, StepFile
from bot.rules import PROOFS, RISKS, Condition, Risk, Rule, Stage, alike
from bot.rules import number as as_number
from bot.tools import Tool
from bot.where import Where

Keys = tuple[str | int, ...]
_KINDS: tuple[tuple[type, str], ...] = ((bool, "yes or no"), (int, "number"), (float, "number"), (Decimal, "number"))


def stages(where: Where, keys: Keys, file: StepFile) -> tuple[Stage, ...]:
    """The stages of a step; approvers, quorum and sign_off of a file without `stages` are the only one."""
    if file.stages and {"approvers", "quorum", "sign_off"} & file.model_fields_set:
        raise where.wrong((*keys, "stages"), "approvers, quorum and sign_off stand in each stage, not beside them")
    if not file.stages and not file.approvers:
        missing = "at least 1 item is expected" if "approvers" in file.model_fields_set else "this key is missing"
        raise where.wrong((*keys, "approvers"), missing)
    if not file.stages:
        return (Stage(tuple(file.approvers), file.quorum, file.sign_off),)
    return _stages(file.stages)


def _stages(files: Iterable[StageFile]) -> tuple[Stage, ...]:
    return tuple(Stage(tuple(each.approvers), each.quorum, each.sign_off) for each in files)


def rules(
    where: Where, keys: Keys, files: list[RuleFile], tool: Tool, own: tuple[Stage, ...], risk: Risk
) -> tuple[Rule, ...]:
    """The rules of a step; each must raise something, and hold for arguments that the tool has."""
    return tuple(_rule(where, (*keys, "rules", index), each, tool, own, risk) for index, each in enumerate(files))


def _rule(where: Where, keys: Keys, file: RuleFile, tool: Tool, own: tuple[Stage, ...], risk: Risk) -> Rule:
    levels: tuple[tuple[str, Any, int, Iterable[int]], ...] = (
        ("risk", file.risk, _rank(RISKS, file.risk), [RISKS.index(risk)]),
        ("quorum", file.quorum, file.quorum or 0, [each.quorum for each in own]),
        ("sign_off", file.sign_off, _rank(PROOFS, file.sign_off), [PROOFS.index(each.sign_off) for each in own]),
    )
    for name, value, level, now in levels:
        if value is not None and level < max(now):
            raise where.wrong((*keys, name), f"{value} would lower what the step asks for; a rule only raises")
        if value is not None and level == min(now):
            raise where.wrong((*keys, name), f"{value} is what the step asks for anyway; a rule raises it")
    more = _stages(file.stages)
    for index, stage in enumerate(more):
        if stage in own:
            text = "this is a stage of the step already; a rule's stages come after the step's own"
            raise where.wrong((*keys, "stages", index), text)
    if not more and all(value is None for _, value, _, _ in levels):
        raise where.wrong(keys, "this rule raises nothing: risk, quorum, sign_off or stages is expected")
    when = {name: _condition(where, (*keys, "when", name), tool, name, each) for name, each in file.when.items()}
    return Rule(when, file.risk, file.quorum, file.sign_off, more)


def _rank(order: tuple[str, ...], value: str | None) -> int:
    return order.index(value) if value is not None else 0


# Conditions ----------------------------------------------------------------------------------------------------------


def _condition(where: Where, keys: Keys, tool: Tool, argument: str, file: ConditionFile) -> Condition:
    limits = {name: getattr(file, name) for name in ("over", "at_least", "under", "at_most")}
    wanted = file.among if file.among is not None else []
    wanted = [*wanted, file.equal] if "equal" in file.model_fields_set else wanted
    annotation = _annotation(where, keys, tool, argument)
    known = kinds(annotation)
    if known is not None and "number" not in known and any(limit is not None for limit in limits.values()):
        raise where.wrong(keys, f"{argument} of {tool.name} is no number; is or in is expected")
    if not any(limit is not None for limit in limits.values()) and not wanted:
        raise where.wrong(keys, "a value is expected, such as {over: 500}")
    if _empty(limits):
        raise where.wrong(keys, "nothing can be all of this at once, so the rule would never hold")
    among = tuple(_value(where, keys, f"{argument} of {tool.name}", annotation, each) for each in wanted)
    return Condition(**limits, among=among)


def _annotation(where: Where, keys: Keys, tool: Tool, argument: str) -> Any:
    """What the tool's model says of an argument; Any where its server was not asked."""
    if not tool.met:
        return Any
    if argument not in tool.model.model_fields:
        known = ", ".join(tool.model.model_fields)
        raise where.wrong(keys, f"{tool.name} has no argument {argument}; it has {known}")
    if argument in tool.secrets:
        raise where.wrong(keys, f"{argument} of {tool.name} is secret, so no rule can look at it")
    return tool.model.model_fields[argument].annotation


def _empty(limits: dict[str, Decimal | None]) -> bool:
    low = [limit for name, limit in limits.items() if limit is not None and name in {"over", "at_least"}]
    high = [limit for name, limit in limits.items() if limit is not None and name in {"under", "at_most"}]
    if not low or not high or max(low) < min(high):
        return False
    edges = limits["at_least"] == limits["at_most"] and limits["over"] is None and limits["under"] is None
    return not edges or max(low) > min(high)


def _value(where: Where, keys: Keys, argument: str, annotation: Any, value: Any) -> Decimal | bool | str:
    known, choices = kinds(annotation), _choices(annotation)
    kind = _kind(type(value))
    if kind is None or (known is not None and kind not in known):
        expected = " or ".join(sorted(known)) if known else "number, text, yes or no"
        hint = ", in quotes" if known == frozenset({"text"}) else ""
        raise where.wrong(keys, f"{argument} can never be {value!r}: {expected} is expected{hint}")
    if choices and not any(alike(str(value)) == alike(str(each)) for each in choices):
        raise where.wrong(keys, f"{argument} can never be {value}; it is one of {', '.join(map(str, choices))}")
    found = as_number(value) if kind == "number" else None
    return found if found is not None else value if isinstance(value, bool) else str(value)


def numeric(annotation: Any) -> bool:
    """Whether an argument may be a number; an annotation that says nothing may be."""
    known = kinds(annotation)
    return known is None or "number" in known


def kinds(annotation: Any) -> frozenset[str] | None:
    """What an argument may be, of number, text, and yes or no; None where its annotation says nothing."""
    if get_origin(annotation) in (Union, UnionType):
        found = [kinds(each) for each in get_args(annotation)]
        return None if None in found else frozenset().union(*(each for each in found if each is not None))
    if get_origin(annotation) is Annotated:
        return kinds(get_args(annotation)[0])
    choices = _choices(annotation)
    if choices:
        return frozenset(kind for each in choices if (kind := _kind(type(each))))
    if annotation is Any:
        return None
    kind = _kind(annotation) if isinstance(annotation, type) else None
    return frozenset({kind} if kind else ())


def _kind(kind: type) -> str | None:
    if kind is NoneType:
        return None
    if issubclass(kind, str):
        return "text"
    return next((name for each, name in _KINDS if issubclass(kind, each)), None)


def _choices(annotation: Any) -> tuple[Any, ...]:
    """The only values that an argument may have, where its annotation lists them."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return tuple(each.value for each in annotation)
    if get_origin(annotation) in (Union, UnionType):
        inner = [_choices(each) for each in get_args(annotation) if each is not NoneType]
        return tuple(value for each in inner for value in each) if all(inner) else ()
    return ()
