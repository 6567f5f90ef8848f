"""Brings together what the texts say and what was looked up: the arguments of a step, doubts, or one question. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bot.agents.fields import Field, Value, fields_of
from bot.agents.lookups import Findings, Read
from bot.tools import Tool
from bot.workflows import Step
from storage.models import Doubt

Suggest = Callable[[str], Sequence[tuple[Any, float]]]

_FIRST = ("id", "person")  # these are settled first: what is looked up hangs on them
_LOOKED_UP = ("amount", "whole", "date", "flag")
_SUGGESTED = 0.5  # a value that only the examples suggest must be likelier than this
_LIKELY = 0.8  # one less likely than this is told as a doubt
_STRONG = 0.75  # a value in the text that may stand against what was found
_HEARD = 0.65  # one that is at least worth a doubt


@dataclass
class Filled:
    """The arguments so far, how sure they are (the least sure one), and what is open.

    `question` is empty where every required argument is there. `unfound` names those that stand in no source.
    """

    args: dict[str, Any] = field(default_factory=dict)
    sure: float = 1.0
    doubts: list[Doubt] = field(default_factory=list)
    unfound: list[str] = field(default_factory=list)
    question: str = ""
    choices: tuple[str, ...] = ()


def fill_step(
    step: Step, said: Mapping[str, Sequence[Value]], reads: Iterable[Tool], findings: Findings, suggest: Suggest
) -> Filled:
    """Fill every argument of `step` that can be filled; ask about the required ones that cannot.

    Args:
        step: what is to be done.
        said: argument to the values that the texts offer.
        reads: the workflow's reads: what they can look up later need not be asked.
        findings: what was looked up.
        suggest: argument to the values that the examples suggest, with probabilities.
    """
    fields = fields_of(step.tool.model)
    filled, open_fields, many = Filled(), list[Field](), dict[str, list[Any]]()
    for wanted in sorted(fields.values(), key=lambda one: one.kind not in _FIRST):
        values = _possible(wanted, said[wanted.name], findings, filled)
        value = _settle(step, wanted, values, findings, suggest, filled)
        if value is not None:
            filled.args[wanted.name] = value.value
            filled.sure = min(filled.sure, value.sure)
            _tell_inferred(step, wanted, value, filled)
        elif wanted.required:
            open_fields.append(wanted)
            many[wanted.name] = [one.value for one in values] or [
                one for one, _ in findings.values(wanted, filled.args)
            ]
    _ask(step, _worth_asking(open_fields, reads), many, findings, filled)
    filled.args = {name: filled.args[name] for name in fields if name in filled.args}
    return filled


def _tell_inferred(step: Step, wanted: Field, value: Value, filled: Filled) -> None:
    """A value that only the examples suggest is told as such where it is free text or not very likely."""
    if value.where != "examples":
        return
    if not wanted.choices:
        filled.unfound.append(wanted.name)
    elif value.sure < _LIKELY:
        what = f"{step.label(wanted.name)} “{step.value(wanted.name, value.value)}” is inferred from the wording."
        filled.doubts.append(Doubt(what=what, field=wanted.name))


def _worth_asking(missing: list[Field], reads: Iterable[Tool]) -> list[Field]:
    """Without the figures that may come from a look-up once the other arguments are known."""
    keys = {name for read in reads for name in read.model.model_fields}
    if not any(wanted.name in keys for wanted in missing):
        return missing
    return [wanted for wanted in missing if wanted.name in keys or wanted.kind not in _LOOKED_UP]


def _possible(wanted: Field, values: Sequence[Value], findings: Findings, filled: Filled) -> list[Value]:
    """What the text says, without what a read knows nothing of while it knows another of the values."""
    if wanted.many or len(values) < 2:
        return list(values)
    good = {str(read.args[wanted.name]) for read in findings.good if wanted.name in read.args}
    refused = {
        str(read.args[wanted.name]): read for read in findings.reads if read.refused and wanted.name in read.args
    }
    kept = [value for value in values if str(value.value) in good] or list(values)
    for value in values:
        if value not in kept and str(value.value) in refused:
            filled.doubts.append(
                Doubt(what=f"The request also names {value.value}. {refused[str(value.value)].refused}")
            )
    return kept


def _settle(
    step: Step, wanted: Field, values: list[Value], findings: Findings, suggest: Suggest, filled: Filled
) -> Value | None:
    """One value for a field, or None where there is none or more than one."""
    if wanted.many:
        return Value([value.value for value in values], min(value.sure for value in values)) if values else None
    found = findings.values(wanted, filled.args)
    if len(found) == 1:
        return _against(step, wanted, values or _suggested(wanted, suggest), *found[0], filled)
    if len(values) == 1 and (wanted.required or values[0].sure >= _STRONG):
        return values[0]
    if not values and not found:
        return next(iter(_suggested(wanted, suggest)), None)
    return None


def _suggested(wanted: Field, suggest: Suggest) -> list[Value]:
    told = [(wanted.accepts(value), chance) for value, chance in suggest(wanted.name)[:1] if value is not None]
    return [Value(value, chance, "examples") for value, chance in told if value is not None and chance > _SUGGESTED]


def _against(step: Step, wanted: Field, values: list[Value], found: Any, read: Read, filled: Filled) -> Value:
    """What was said against what was found: a clear word of the request stands, with a doubt; else what was found."""
    if not values:
        return Value(found, 0.95, "read")
    if wanted.kind == "amount":
        return _amount_against(step, wanted, values, found, read, filled)
    if any(str(value.value) == str(found) for value in values):
        return Value(found, 0.98, "read")
    _doubt(step, wanted, values[0].value, found, read, filled)
    if len(values) == 1 and wanted.kind in ("choice", "flag", "text") and values[0].sure >= _STRONG:
        return values[0]
    return Value(found, 0.7, "read")


def _amount_against(step: Step, wanted: Field, values: list[Value], found: Any, read: Read, filled: Filled) -> Value:
    limit = Decimal(str(found))
    others = [value for value in values if Decimal(str(value.value)) != limit]
    if not others:
        return Value(found, 0.98, "read")
    agreed = len(others) < len(values)
    least = min(others, key=lambda value: Decimal(str(value.value)))
    strong = least.sure >= _STRONG
    heard = least.sure >= _HEARD
    if heard or not agreed:
        _doubt(step, wanted, least.value, found, read, filled, changes=heard)
    if strong and not agreed:
        return Value(least.value, 0.8, least.where)
    return Value(found, 0.7 if heard else 0.9, "read")


def _doubt(step: Step, wanted: Field, said: Any, found: Any, read: Read, filled: Filled, changes: bool = True) -> None:
    what = f"The request says {step.value(wanted.name, said)}, the {read.source} {step.value(wanted.name, found)}."
    filled.doubts.append(Doubt(what=what, changes_answer=changes, field=wanted.name))


def _ask(step: Step, missing: list[Field], many: Mapping[str, list[Any]], findings: Findings, filled: Filled) -> None:
    """The one question: about what a read refused, since other values may hang on it, else about what is missing."""
    about = [read for read in findings.reads if read.refused and _about(read, step, filled.args)]
    other = [read for read in findings.reads if read.refused and missing and not _shared(read, step)]
    if about:
        names = [name for name in about[0].args if name in filled.args][:1]
        filled.question = f"{about[0].refused} {_which(step, names)}"
    elif missing:
        reason = f"{other[0].refused} " if len(other) == 1 else ""  # the reasons of several guesses would only confuse
        filled.question = reason + _which(step, [one.name for one in missing])
    if not about and len(missing) == 1:
        offered = many[missing[0].name] or list(missing[0].choices)
        filled.choices = tuple(_choice(step, missing[0], value, findings) for value in offered[:10])


def _which(step: Step, names: list[str]) -> str:
    """Which order and which reason?"""
    labels = " and ".join(f"which {step.label(name)[:1].lower()}{step.label(name)[1:]}" for name in names)
    return f"{labels[:1].upper()}{labels[1:]}?"


def _shared(read: Read, step: Step) -> set[str]:
    return read.args.keys() & step.tool.model.model_fields.keys()


def _about(read: Read, step: Step, args: Mapping[str, Any]) -> bool:
    """Whether a read asked about the very values that the step would run with."""
    shared = _shared(read, step) & args.keys()
    return bool(shared) and all(read.args[name] == args[name] for name in shared)


def _choice(step: Step, wanted: Field, value: Any, findings: Findings) -> str:
    """A value with what was found for it: `1042, EUR 49.90`."""
    fields = fields_of(step.tool.model).values() if wanted.kind in _FIRST else ()
    others = [one for one in fields if one.unit and one.name != wanted.name]
    found = [found for other in others for found in findings.values(other, {wanted.name: value})[:1]]
    told = [step.value(other.name, one) for other, (one, _) in zip(others, found, strict=False)]
    return ", ".join([str(value), *told])
