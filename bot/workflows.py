"""Workflows as the rest of Baton sees them: read, checked, with their tools imported. `loading.py` makes them."""

import hashlib
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from bot import secrecy
from bot.budgets import Budgets
from bot.hours import Week
from bot.plugins.entries import Entry
from bot.rota import Schedule
from bot.rules import LIMITS, raised, riskier, stricter
from bot.rules import Condition as Condition
from bot.rules import Proof as Proof
from bot.rules import Risk as Risk
from bot.rules import Rule as Rule
from bot.rules import Stage as Stage
from bot.tools import Tool


class Reason(BaseModel):
    """A choice of Reject. A private one reaches the requester only as "Not approved."."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    text: str
    private: bool = False


class Words(BaseModel):
    """How a step is told. Templates take the step's arguments in braces, money with its currency: `{amount}`.

    `ask` is the question on the card, `done` and `undone` its two outcomes (both without a full stop), `each` what one
    such act is called ("refund"). Empty ones are made from the step's title. For a tool with an undo: `undo` is what
    its button says ("Reopen alert"), `reopened` how it stands after that ("alert {alert} is open again"). For acts
    alone: `check` asks whether one was right, `many` tells several of an hour ("Cleared {count} alerts").
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    ask: str = ""
    done: str = ""
    undone: str = ""
    each: str = ""
    undo: str = ""
    reopened: str = ""
    check: str = ""
    many: str = ""


@dataclass(frozen=True)
class Rung:
    """Who is asked next where nobody answered: a reference, and how long it was with those before (None = `deadline`).

    `away`, where the risk does not say now: `wait` until one of them is at work, `skip` who is not, or `ask` all the
    same.
    """

    to: str
    after_seconds: float | None = None
    away: Literal["wait", "skip", "ask"] = "wait"


@dataclass(frozen=True)
class Step:
    """One action of a workflow that has consequences.

    Durations are seconds; `max` holds hard limits by argument, `allow` the recipients and links that each may hold.
    `stages` are asked one after the other and are never empty. `held` are the `rules` that hold for the arguments that
    it was `ruled` for, `base` is the step as it is without them. `confirm` is the argument whose value
    is typed by whoever approves what cannot be taken back.
    """

    name: str
    title: str
    tool: Tool
    tool_reference: str
    risk: Risk
    stages: tuple[Stage, ...]
    self_approval: bool
    error_limit: Decimal | None
    max: Mapping[str, Decimal]
    once: tuple[str, ...]
    reasons: tuple[Reason, ...]
    timeout_seconds: float
    undo_seconds: float
    deadline_seconds: float
    escalate: tuple[Rung, ...]
    on_timeout: Literal["hold", "expire"]
    words: Words
    allow: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remind_seconds: float = 0.0
    rules: tuple[Rule, ...] = ()
    held: tuple[Rule, ...] = ()
    confirm: str = ""
    base: "Step | None" = None

    @property
    def approvers(self) -> tuple[str, ...]:
        """The approvers of all stages, in their order."""
        return tuple(dict.fromkeys(each for stage in self.stages for each in stage.approvers))

    @property
    def ever(self) -> tuple[str, ...]:
        """Everybody who may come to decide it, by reference: of its stages, of those that rules add, and its rungs."""
        added = (stage for rule in self.rules for stage in rule.stages)
        named = (each for stage in (*self.stages, *added) for each in stage.approvers)
        return tuple(dict.fromkeys((*named, *(rung.to for rung in self.escalate))))

    @property
    def quorum(self) -> int:
        """How many must agree in the first stage."""
        return self.stages[0].quorum

    @property
    def sign_off(self) -> Proof:
        """The proof that the first stage asks for."""
        return self.stages[0].sign_off

    def stage(self, number: int) -> Stage:
        """The stage of this number, from 1; the last one where there are fewer by now."""
        return self.stages[min(number, len(self.stages)) - 1]

    def ruled(self, args: Mapping[str, Any]) -> "Step":
        """This step as its rules make it for these arguments, whatever others it was ruled for before."""
        own = self.base or self
        held = tuple([rule for rule in own.rules if rule.holds(args)]) if own.rules else ()
        if not held:
            return own
        risk = riskier(own.risk, *(rule.risk for rule in held))
        limit = stricter(own.error_limit, LIMITS[risk])
        return replace(own, risk=risk, error_limit=limit, stages=raised(own.stages, held), held=held, base=own)

    @property
    def each(self) -> str:
        """What one such act is called: "refund", or the title in quotes."""
        return self.words.each or f"“{self.title}”"

    def ask(self, args: Mapping[str, Any]) -> str:
        """The question with the real values: "Refund EUR 49.90 for order 1042?"."""
        return fill(self.words.ask, self.shown(args)) if self.words.ask else f"{self._titled(args)}?"

    def done(self, args: Mapping[str, Any]) -> str:
        """What happened, without a full stop: "Refunded EUR 49.90, order 1042"."""
        return fill(self.words.done, self.shown(args)) if self.words.done else f"Done: {self._titled(args)}"

    def undone(self, args: Mapping[str, Any]) -> str:
        """What did not happen, without a full stop: "Not refunded, order 1042"."""
        return fill(self.words.undone, self.shown(args)) if self.words.undone else f"Not done: {self._titled(args)}"

    def reopened(self, args: Mapping[str, Any]) -> str:
        """How it stands once it was taken back, without a full stop: "alert A-5540 is open again"."""
        return fill(self.words.reopened, self.shown(args)) if self.words.reopened else "it is taken back"

    def check(self, args: Mapping[str, Any]) -> str:
        """The question of a check after the act: "Was clearing A-5540 right?"."""
        return fill(self.words.check, self.shown(args)) if self.words.check else f"{self.done(args)}: was that right?"

    def many(self, count: int) -> str:
        """Several acts at once, without a full stop: "Cleared 14 alerts"."""
        return fill(self.words.many, {"count": f"{count:,}"}) if self.words.many else f"{self.title}: {count:,} times"

    def _titled(self, args: Mapping[str, Any]) -> str:
        told = (self._in_title(name, text, args[name]) for name, text in self.shown(args).items())
        values = ", ".join(text for text in told if 0 < len(text) <= 30)
        return f"{self.title}: {values}" if values else self.title

    def _in_title(self, name: str, text: str, value: Any) -> str:
        """A value among others without labels: a yes is its label, a no and what is empty say nothing."""
        if isinstance(value, bool):
            return self.label(name).lower() if value else ""
        return "" if value in ([], {}) else text.strip()

    def label(self, field: str) -> str:
        """What people call an argument: the model's title, or its name with a capital."""
        info = self.tool.model.model_fields.get(field)
        return info.title if info and info.title else field.replace("_", " ").capitalize()

    def unit(self, field: str) -> str:
        """The currency or unit of an argument (`json_schema_extra={"unit": "EUR"}`), or empty."""
        info = self.tool.model.model_fields.get(field)
        extra = info.json_schema_extra if info else None
        return str(extra.get("unit", "")) if isinstance(extra, dict) else ""

    def shown(self, args: Mapping[str, Any]) -> dict[str, str]:
        """Every argument as people read it, in the model's order: `EUR 49.90`, `yes`, `a, b`. None is left out."""
        names = [*self.tool.model.model_fields, *(name for name in args if name not in self.tool.model.model_fields)]
        return {name: self.value(name, args[name]) for name in names if args.get(name) is not None}

    @property
    def secrets(self) -> frozenset[str]:
        """The arguments whose values are kept out of sight."""
        return self.tool.secrets

    def value(self, field: str, value: Any) -> str:
        """One value as people read it, an amount with its unit: "EUR 10,240.00"; a secret one only as a mask."""
        if field in self.tool.secrets:
            return secrecy.MASK
        text = plain(value)
        unit = self.unit(field)
        amount = f"{Decimal(text):,}" if _LARGE.fullmatch(text) else text
        return f"{unit} {amount}" if unit else text


_LARGE = re.compile(r"[0-9]{4,30}(\.[0-9]{1,30})?")
"""An amount of four figures or more, which is read with commas."""


def plain(value: Any) -> str:
    """A JSON value in words: booleans as yes and no, lists with commas, "none" where a list is empty."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(plain(item) for item in value) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {plain(item)}" for key, item in value.items())
    return str(value)


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "–"


def fill(template: str, values: Mapping[str, str]) -> str:
    """Fill `{name}` fields; a value that is not there becomes a dash. Values are never read as templates."""
    return string.Formatter().vformat(template, (), _Blank(values))


@dataclass(frozen=True)
class Example:
    """A labelled text of `examples.jsonl`; `step` None = a person should take it."""

    text: str
    step: str | None
    args: Mapping[str, Any]


@dataclass(frozen=True)
class Workflow:
    """A kind of work. `hash` is the sha256 of the file's text, `code` that of the Python files beside it.

    `retention_seconds` is how long the words of closed requests are kept, 0 = for ever.
    """

    id: str
    title: str
    channel: str
    listen: bool | tuple[str, ...]
    requesters: tuple[str, ...]
    agent: str
    min_seconds: float
    digest: time | None
    instructions: str
    reads: Mapping[str, Tool]
    steps: Mapping[str, Step]
    examples: tuple[Example, ...]
    folder: Path
    hash: str
    code: str = ""
    retention_seconds: float = 0.0

    @cached_property
    def secrets(self) -> secrecy.Fields:
        """The names of all secret values in it, with the patterns by which they are found in people's words."""
        tools = (*(step.tool for step in self.steps.values()), *self.reads.values())
        return secrecy.of_all((tool.opens, tool.secrets) for tool in tools)

    @cached_property
    def taught(self) -> str:
        """The sha256 of the examples: another one has another agent, also where there are as many."""
        return hashlib.sha256(repr(self.examples).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def definitions(self) -> tuple[str, ...]:
        """The sha256 of each plugin tool that it stands on: its agent is made anew when one changes."""
        tools = (*self.reads.values(), *(step.tool for step in self.steps.values()))
        return tuple(tool.definition for tool in tools if tool.definition)


@dataclass(frozen=True)
class Team:
    """`team.yml`: owners, the day's time zone, where health notices go, MCP servers by name, what models may cost.

    `planted` is the share of cards that are planted mistakes, 0 = off; `reviewers` whether owners see figures of each
    person. `hours` and `holidays` are by reference, by the name of a time zone, or for `everyone`. `interruptions` is
    how often an hour one person is interrupted at most. `schedule` is what stands in schedule.yml beside it,
    `roles` the people of each role. `digest` is the local time of people's own digests, None = only those who want one.
    """

    owners: tuple[str, ...] = ()
    timezone: str = "UTC"
    ops: str = ""
    servers: Mapping[str, Entry] = field(default_factory=dict)
    budgets: Budgets = field(default_factory=Budgets)
    planted: float = 0.0
    reviewers: Literal["team", "person"] = "team"
    hours: Mapping[str, Week] = field(default_factory=dict)
    holidays: Mapping[str, frozenset[date]] = field(default_factory=dict)
    interruptions: int = 6
    schedule: Schedule = field(default_factory=Schedule)
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    digest: time | None = time(9)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the team's day."""
        return ZoneInfo(self.timezone)
