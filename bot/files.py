"""What may stand in workflow.yml and team.yml: keys, their forms and their defaults. Pure."""

import math
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from bot.budgets import Budgets, Limit, Price
from bot.hours import Week, zone_named
from bot.plugins.entries import Entry
from bot.workflows import Proof, Reason, Risk, Words

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Text = Annotated[str, StringConstraints(min_length=1)]


def _no_yes(value: Any) -> Any:
    """YAML takes yes for a word of its own, and whoever wants numbers would take it for 1."""
    if isinstance(value, bool):
        raise ValueError("a number is expected, not yes or no")  # noqa: TRY004 - pydantic hears of no other
    return value


Number = BeforeValidator(_no_yes)
Quorum = Annotated[int, Number, Field(ge=1, le=20)]
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _seconds(value: Any, most_days: int = 30) -> float:
    text = str(value).strip()
    number, unit = (text[:-1], text[-1]) if text and text[-1] in _UNITS else (text, "s")
    try:
        seconds = float(number) * _UNITS[unit]
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= most_days * 86400:
        raise ValueError(f"a duration such as 30s, 5m, 2h or 1d is expected, at most {most_days}d")
    return seconds


_MOST_PLANTED = 0.2


def _share(value: Any) -> float:
    """A share such as 4%."""
    text = str(value).strip()
    try:
        share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        share = math.nan
    if not 0 <= share <= _MOST_PLANTED:
        raise ValueError(f"a share such as 4% is expected, at most {_MOST_PLANTED:.0%}")
    return share


def _over_zero(seconds: float) -> float:
    if seconds <= 0:
        raise ValueError("a duration over 0 is expected, such as 30s")
    return seconds


class RungFile(_File):
    """An entry of `escalate` that says more than whom."""

    to: Text
    after: Annotated[float, AfterValidator(_over_zero)] | None = None
    away: Literal["wait", "skip", "ask"] = "wait"

    @field_validator("after", mode="before")
    @classmethod
    def _duration(cls, value: Any) -> float | None:
        return None if value is None else _seconds(value)


def _rung(value: Any) -> Any:
    """A name alone is a rung that says whom, and no more."""
    return {"to": value} if isinstance(value, str) else value


def _whose(reference: str) -> str:
    """`everyone`, a reference, or the name of a time zone that there is."""
    return zone_named(reference) if "/" in reference else reference


def _week(value: Any) -> Week:
    return Week.parse(str(value))


Whose = Annotated[Text, AfterValidator(_whose)]


class StageFile(_File):
    """One of the `stages` of a step, or of a rule."""

    approvers: Annotated[list[Text], Field(min_length=1)]
    quorum: Quorum = 1
    sign_off: Proof = "click"


class ConditionFile(_File):
    """What an argument must be for a rule to hold."""

    over: Decimal | None = None
    at_least: Decimal | None = None
    under: Decimal | None = None
    at_most: Decimal | None = None
    equal: Any = Field(default=None, alias="is")
    among: Annotated[list[Any], Field(min_length=1)] | None = Field(default=None, alias="in")

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("a condition is expected, such as {over: 500}")
        return self


class RuleFile(_File):
    """One of the `rules` of a step: what it asks for more, where its values are these."""

    when: Annotated[dict[Text, ConditionFile], Field(min_length=1)]
    risk: Risk | None = None
    quorum: Quorum | None = None
    sign_off: Proof | None = None
    stages: list[StageFile] = []


class StepFile(_File):
    """A step of workflow.yml."""

    title: Text
    tool: Text
    risk: Risk = "normal"
    approvers: list[Text] = []
    quorum: Quorum = 1
    sign_off: Proof = "click"
    stages: list[StageFile] = []
    rules: list[RuleFile] = []
    self_approval: bool = False
    error_limit: str | float | None = None
    max: dict[str, Decimal] = {}
    once: list[str] = []
    confirm: str = ""
    allow: dict[str, list[Text]] = {}
    secret: list[Text] = []
    reasons: list[str | Reason] = []
    timeout: Annotated[float, AfterValidator(_over_zero)] = 30
    undo: float = 0
    deadline: float = 1800
    remind: float = 0
    escalate: list[Annotated[RungFile, BeforeValidator(_rung)]] = []
    on_timeout: Literal["hold", "expire"] = "hold"
    words: Words = Words()

    @field_validator("timeout", "undo", "deadline", "remind", mode="before")
    @classmethod
    def _duration(cls, value: Any) -> float:
        return _seconds(value)

    @field_validator("remind", mode="after")
    @classmethod
    def _before_it(cls, value: float, info: ValidationInfo) -> float:
        if value and value >= info.data.get("deadline", value + 1):
            raise ValueError("how long before the deadline is expected, and less than the deadline itself")
        return value


class ReadFile(_File):
    """A read of which its author says more: in its server's place that it has no effect, or not to ask it again."""

    tool: Text
    effect: Literal[False] | None = None
    again: bool = True
    secret: list[Text] = []


class WorkflowFile(_File):
    """A workflow.yml."""

    workflow: Id
    title: Text = ""
    channel: Text
    listen: bool | list[Text] = False
    requesters: Literal["members"] | list[Text] = "members"
    agent: str = "auto"
    min_seconds: Annotated[float, Number, Field(ge=0, le=86400)] = 3
    digest: str | int = ""
    retention: float = 0
    instructions: str = ""
    reads: list[str | ReadFile] = []
    steps: Annotated[dict[Name, StepFile], Field(min_length=1)]
    examples: str = "examples.jsonl"

    @field_validator("retention", mode="before")
    @classmethod
    def _duration(cls, value: Any) -> float:
        return _seconds(value, most_days=3660)


class ServerFile(_File):
    """One of the `servers` of team.yml: an MCP server."""

    command: list[Text] = []
    env: dict[str, str] = {}
    folder: str = ""
    url: str = ""
    headers: dict[str, str] = {}
    trusted: bool = False
    start: Annotated[float, AfterValidator(_over_zero)] = 20
    timeout: Annotated[float, AfterValidator(_over_zero)] = 10

    @field_validator("start", "timeout", mode="before")
    @classmethod
    def _duration(cls, value: Any) -> float:
        return _seconds(value)

    def entry(self) -> Entry:
        """The server as the plugins know it, its variables still in their places."""
        return Entry(
            command=tuple(self.command),
            env=self.env,
            folder=self.folder,
            url=self.url,
            headers=self.headers,
            trusted=self.trusted,
            start_seconds=self.start,
            timeout_seconds=self.timeout,
        )


class LimitFile(_File):
    """The most that may be used up: time, tokens, money."""

    time: Annotated[float, AfterValidator(_over_zero)] | None = None
    tokens: Annotated[int, Number, Field(gt=0)] | None = None
    money: Annotated[Decimal, Field(gt=0)] | None = None

    @field_validator("time", mode="before")
    @classmethod
    def _duration(cls, value: Any) -> float | None:
        return None if value is None else _seconds(value)


class PriceFile(_File):
    """What a million tokens of a model cost."""

    input: Annotated[Decimal, Field(ge=0)]
    output: Annotated[Decimal, Field(ge=0)]


class BudgetsFile(_File):
    """`budgets:` of team.yml."""

    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = Budgets.currency
    run: LimitFile | None = None
    day: LimitFile | None = None
    prices: dict[Text, PriceFile] = {}

    def budgets(self) -> Budgets:
        """As the agents use them; a limit that is not written keeps its default."""
        kept = Budgets()
        return Budgets(
            run=_limit(self.run, kept.run),
            day=_limit(self.day, kept.day),
            currency=self.currency,
            prices={model: Price(each.input, each.output) for model, each in self.prices.items()},
        )


def _limit(file: LimitFile | None, kept: Limit) -> Limit:
    if file is None:
        return kept
    return Limit(file.time or kept.seconds, file.tokens or kept.tokens, file.money)


class TeamFile(_File):
    """A team.yml."""

    owners: list[Text] = []
    timezone: str = "UTC"
    ops: str = ""
    servers: dict[Id, ServerFile] = {}
    budgets: BudgetsFile = BudgetsFile()
    planted: Annotated[float, BeforeValidator(_share)] = 0
    reviewers: Literal["team", "person"] = "team"
    hours: dict[Whose, Annotated[Week, BeforeValidator(_week)]] = {}
    holidays: dict[Whose, frozenset[date]] = {}
    interruptions: Annotated[int, Number, Field(ge=1, le=60)] = 6
    digest: str | int = "09:00"
    roles: dict[Name, Annotated[list[Text], Field(min_length=1)]] = {}

    @field_validator("roles")
    @classmethod
    def _flat(cls, roles: dict[str, list[str]]) -> dict[str, list[str]]:
        if inner := [each for people in roles.values() for each in people if each.startswith("role:")]:
            raise ValueError(f"a role holds people, groups and rotations, not {inner[0]}")
        return roles
