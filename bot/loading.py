"""Workflow folders into `Workflow` records. Anything wrong stops the start with file, line and what is expected.

A folder is its own package, so `from .shop import orders` works in its tools and two `tools.py` never collide.
"""

import hashlib
import importlib.util
import json
import string
import sys
from datetime import time
from decimal import Decimal
from pathlib import Path
from types import ModuleType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from bot import yaml
from bot.errors import BatonError, ConfigError
from bot.tools import Tool
from bot.workflows import Example, Reason, Risk, Step, Team, Words, Workflow

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Text = Annotated[str, StringConstraints(min_length=1)]
LIMITS: dict[Risk, Decimal | None] = {
    "low": Decimal("0.10"),
    "normal": Decimal("0.05"),
    "high": Decimal("0.02"),
    "critical": None,
}
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_EXPECTED = {
    "extra_forbidden": "this key is not known here",
    "missing": "this key is missing",
    "string_pattern_mismatch": "a name of a-z, 0-9 and - (steps: _) is expected",
}


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _seconds(value: Any) -> float:
    text = str(value).strip()
    number, unit = (text[:-1], text[-1]) if text and text[-1] in _UNITS else (text, "s")
    try:
        seconds = float(number) * _UNITS[unit]
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= 30 * 86400:
        raise ValueError("a duration such as 30s, 5m, 2h or 1d is expected, at most 30d")
    return seconds


def _over_zero(seconds: float) -> float:
    if seconds <= 0:
        raise ValueError("a duration over 0 is expected, such as 30s")
    return seconds


class _Step(_File):
    title: Text
    tool: Text
    risk: Risk = "normal"
    approvers: Annotated[list[Text], Field(min_length=1)]
    quorum: Annotated[int, Field(ge=1, le=20)] = 1
    sign_off: Literal["click", "code"] = "click"
    self_approval: bool = False
    error_limit: str | float | None = None
    max: dict[str, Decimal] = {}
    once: list[str] = []
    reasons: list[str | Reason] = []
    timeout: Annotated[float, AfterValidator(_over_zero)] = 30
    undo: float = 0
    deadline: float = 1800
    escalate: list[Text] = []
    on_timeout: Literal["hold", "expire"] = "hold"
    words: Words = Words()

    @field_validator("timeout", "undo", "deadline", mode="before")
    @classmethod
    def _duration(cls, value: Any) -> float:
        return _seconds(value)


class _Workflow(_File):
    workflow: Id
    title: Text = ""
    channel: Text
    listen: bool | list[Text] = False
    requesters: Literal["members"] | list[Text] = "members"
    agent: str = "auto"
    min_seconds: Annotated[float, Field(ge=0)] = 3
    digest: str | int = ""
    instructions: str = ""
    reads: list[str] = []
    steps: Annotated[dict[Name, _Step], Field(min_length=1)]
    examples: str = "examples.jsonl"


class _Team(_File):
    owners: list[Text] = []
    timezone: str = "UTC"
    ops: str = ""


class _Where:
    """A file and its lines: turns what is wrong into one sentence."""

    def __init__(self, path: Path, lines: yaml.Lines) -> None:
        self.path, self.lines = path, lines

    def wrong(self, keys: tuple[str | int, ...], text: str) -> ConfigError:
        named = ".".join(str(key) for key in keys)
        return ConfigError(f"{self.path}, line {yaml.line(self.lines, keys)}: {named}: {text}.")

    def parse(self, model: type[BaseModel], data: Any) -> Any:
        if not isinstance(data, dict):
            raise ConfigError(f"{self.path}, line 1: keys and values are expected, for example `workflow: refunds`.")
        try:
            return model.model_validate(data)
        except ValidationError as error:
            # A misspelt key is often missing under its right name too: the misspelling says more.
            first = min(error.errors(), key=lambda each: each["type"] != "extra_forbidden")
            keys = tuple(key for key in first["loc"] if key in {*_flat(self.lines)})
            known = ", ".join(_known(model, keys)) if first["type"] == "extra_forbidden" else ""
            text = _EXPECTED.get(first["type"], first["msg"].removeprefix("Value error, "))
            if first["type"] == "missing":
                keys = tuple(first["loc"])
            raise self.wrong(keys, text + (f"; known are {known}" if known else "")) from error


def _flat(lines: yaml.Lines) -> set[str | int]:
    return {key for keys in lines for key in keys}


def _known(model: type[BaseModel], keys: tuple[str | int, ...]) -> list[str]:
    if len(keys) > 1 and keys[0] == "steps":
        return list(Words.model_fields) if "words" in keys[:-1] else list(_Step.model_fields)
    return list(model.model_fields)


def place(path: Path, *keys: str | int) -> str:
    """Where something stands in a file: "…/workflow.yml, line 7: steps.issue_refund.approvers".

    Raises:
        ConfigError: the file cannot be read any more.
    """
    return f"{path}, line {yaml.line(yaml.read(path)[1], keys)}: {'.'.join(map(str, keys))}"


def load(folder: Path) -> tuple[dict[str, Workflow], Team]:
    """All workflows in `folder`, by id, and the team.

    Raises:
        ConfigError: something is wrong; with file, line and what is expected.
    """
    if not folder.is_dir():
        raise ConfigError(f"There is no folder {folder}. BATON_WORKFLOWS names the folder that holds the workflows.")
    files = sorted(folder.glob("*/workflow.yml"))
    if not files:
        raise ConfigError(f"{folder} holds no workflow: a folder with a workflow.yml in it is expected.")
    workflows: dict[str, Workflow] = {}
    for path in files:
        workflow = load_workflow(path)
        if workflow.id in workflows:
            raise ConfigError(f"{path}: the workflow {workflow.id} is defined twice.")
        workflows[workflow.id] = workflow
    return workflows, load_team(folder / "team.yml")


def load_team(path: Path) -> Team:
    """The team's file; without one, nobody is owner and the day runs in UTC."""
    if not path.exists():
        return Team()
    data, lines = yaml.read(path)
    where = _Where(path, lines)
    if isinstance(data, dict):
        for key in ("servers", "budgets", "reviewers"):
            if key in data:
                raise where.wrong((key,), "this version does not enforce it yet; take it out")
    team: _Team = where.parse(_Team, data or {})
    try:
        ZoneInfo(team.timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise where.wrong(("timezone",), "a name such as Europe/Lisbon is expected") from error
    return Team(tuple(team.owners), team.timezone, team.ops)


def load_workflow(path: Path) -> Workflow:
    """One workflow from its `workflow.yml`.

    Raises:
        ConfigError: something is wrong; with file, line and what is expected.
    """
    data, lines = yaml.read(path)
    where = _Where(path, lines)
    file: _Workflow = where.parse(_Workflow, data)
    _check_agent(where, file.agent)
    package = _package(path.parent)
    steps = {name: _step(where, package, name, step) for name, step in file.steps.items()}
    reads = [_tool(where, package, ("reads", index), text, effect=False) for index, text in enumerate(file.reads)]
    return Workflow(
        id=file.workflow,
        title=file.title or file.workflow.replace("-", " ").capitalize(),
        channel=file.channel,
        listen=file.listen if isinstance(file.listen, bool) else tuple(file.listen),
        requesters=("members",) if file.requesters == "members" else tuple(file.requesters),
        agent=file.agent,
        min_seconds=file.min_seconds,
        digest=_time(where, file.digest),
        instructions=file.instructions,
        reads={tool.name: tool for tool in reads},
        steps=steps,
        examples=_examples(where, path.parent / file.examples, steps, given="examples" in (data or {})),
        folder=path.parent,
        hash=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def _check_agent(where: _Where, agent: str) -> None:
    if agent == "claude":
        raise where.wrong(("agent",), "this version has no Claude agent yet; auto, offline or tools:MyAgent fits")
    if agent not in {"auto", "offline"} and ":" not in agent:
        raise where.wrong(("agent",), "auto, offline or tools:MyAgent is expected")


def _step(where: _Where, package: str, name: str, file: _Step) -> Step:
    keys = ("steps", name)
    if file.sign_off != "click":
        raise where.wrong((*keys, "sign_off"), "this version does not enforce codes yet; only click is expected")
    tool = _tool(where, package, (*keys, "tool"), file.tool, effect=True)
    named = {"max": list(file.max), "once": file.once}
    named |= {f"words.{name}": _fields_in(where, (*keys, "words", name), text) for name, text in file.words}
    for key, names in named.items():
        for argument in names:
            if argument not in tool.model.model_fields:
                known = ", ".join(tool.model.model_fields)
                raise where.wrong((*keys, *key.split(".")), f"{tool.name} has no argument {argument}; it has {known}")
    for argument in file.max:
        if not _numeric(tool.model.model_fields[argument].annotation):
            raise where.wrong((*keys, "max"), f"{argument} of {tool.name} is no number, so nothing can be held to it")
    return Step(
        name=name,
        title=file.title,
        tool=tool,
        tool_reference=file.tool,
        risk=file.risk,
        approvers=tuple(file.approvers),
        quorum=file.quorum,
        self_approval=file.self_approval,
        error_limit=_limit(where, (*keys, "error_limit"), file),
        max=file.max,
        once=tuple(file.once),
        reasons=tuple(Reason(text=item) if isinstance(item, str) else item for item in file.reasons),
        timeout_seconds=file.timeout,
        undo_seconds=file.undo,
        deadline_seconds=file.deadline,
        escalate=tuple(file.escalate),
        on_timeout=file.on_timeout,
        words=file.words,
    )


def _numeric(annotation: Any) -> bool:
    """Whether an argument may be a number; an annotation that says nothing may be."""
    if get_origin(annotation) in (Union, UnionType, Annotated):
        return any(map(_numeric, get_args(annotation)))
    if not isinstance(annotation, type):
        return annotation is Any
    return issubclass(annotation, int | float | Decimal) and not issubclass(annotation, bool)


def _fields_in(where: _Where, keys: tuple[str | int, ...], template: str) -> list[str]:
    """The names in braces; each must be an argument, and nothing else may stand in the braces."""
    try:
        fields = [(name, form, how) for _, name, form, how in string.Formatter().parse(template) if name is not None]
    except ValueError as error:
        raise where.wrong(keys, f"{error}; braces hold the name of an argument, such as {{amount}}") from error
    if any(form or how or not name.isidentifier() for name, form, how in fields):
        raise where.wrong(keys, "braces hold the name of an argument and nothing else, such as {amount}")
    return [name for name, _, _ in fields]


def _limit(where: _Where, keys: tuple[str | int, ...], file: _Step) -> Decimal | None:
    if file.error_limit is None:
        return LIMITS[file.risk]
    text = str(file.error_limit).strip()
    if text == "never":
        return None
    try:
        limit = Decimal(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ArithmeticError:
        limit = Decimal(-1)
    if limit.is_nan() or not 0 < limit <= Decimal("0.5"):
        raise where.wrong(keys, "a share such as 5% or never is expected, over 0 and at most 50%")
    if file.risk == "critical":
        raise where.wrong(keys, "a critical step always asks; only never is expected")
    return limit


def _time(where: _Where, value: str | int) -> time | None:
    if value == "":
        return None
    try:
        return time.fromisoformat(str(value).zfill(5))
    except ValueError as error:
        raise where.wrong(("digest",), 'a time of day such as "09:00" is expected') from error


def package_of(workflow: Workflow) -> str:
    """The name of the package that a workflow's folder is."""
    return _package(workflow.folder)


def _package(folder: Path) -> str:
    name = f"workflow_{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]}"
    if name not in sys.modules:
        package = ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package
    return name


def import_from(package: str, reference: str) -> Any:
    """The thing that `module:name` names inside a workflow's package.

    Raises:
        ConfigError: no such module or name, or the module does not import; one sentence without file and line.
    """
    module_name, _, name = reference.partition(":")
    full = f"{package}.{module_name}"
    if not module_name.isidentifier() or importlib.util.find_spec(full) is None:
        raise ConfigError(f"there is no {module_name}.py in this folder")
    try:
        module = importlib.import_module(full)
    except BatonError as error:
        raise ConfigError(f"{module_name}.py does not import: {error}") from error
    except Exception as error:
        raise ConfigError(f"{module_name}.py does not import: {type(error).__name__}: {error}") from error
    if not hasattr(module, name):
        raise ConfigError(f"{module_name}.py has no {name}")
    return getattr(module, name)


def _tool(where: _Where, package: str, keys: tuple[str | int, ...], reference: str, *, effect: bool) -> Tool:
    if reference.startswith("mcp:"):
        raise where.wrong(keys, "this version has no MCP tools yet; module:function is expected")
    if reference.count(":") != 1:
        raise where.wrong(keys, "module:function is expected, for example tools:issue_refund")
    try:
        found = import_from(package, reference)
    except ConfigError as error:
        raise where.wrong(keys, str(error)) from error
    if not isinstance(found, Tool):
        raise where.wrong(keys, f"{reference} is no tool: put @tool(effect={effect}) above it")
    if found.effect is not effect:
        need = "a step needs a tool with effect=True" if effect else "a read must not have an effect"
        raise where.wrong(keys, f"{reference} is declared with effect={found.effect}: {need}")
    return found


def _examples(where: _Where, path: Path, steps: dict[str, Step], *, given: bool) -> tuple[Example, ...]:
    if not path.exists():
        if given:
            raise where.wrong(("examples",), f"there is no file {path.name} in this folder")
        return ()
    try:
        rows = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read as UTF-8 text: {type(error).__name__}.") from error
    examples = []
    for number, row in enumerate(rows, start=1):
        if not row.strip():
            continue
        try:
            data = json.loads(row)
            example = Example(str(data["text"]), data["step"], dict(data.get("args") or {}))
        except (ValueError, KeyError, TypeError) as error:
            raise ConfigError(
                f'{path}, line {number}: {{"text": "…", "step": "…" or null, "args": {{}}}} is expected.'
            ) from error
        if example.step is not None and str(example.step) not in steps:
            raise ConfigError(f"{path}, line {number}: there is no step {example.step}; known are {', '.join(steps)}.")
        examples.append(example)
    return tuple(examples)
