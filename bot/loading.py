"""Workflow folders into `Workflow` records. Anything wrong stops the start with file, line and what is expected.

A folder is its own package, so `from .shop import orders` works in its tools and two `tools.py` never collide.
"""

import hashlib
import importlib.util
import json
import string
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot import ruling, yaml
from bot.allowed import unfit
from bot.errors import BatonError, ConfigError
from bot.files import ReadFile, ServerFile, StepFile, TeamFile, WorkflowFile
from bot.hours import time_of_day
from bot.plugins.entries import Entry
from bot.plugins.plugs import Plugs, Unplugged
from bot.plugins.secrets import wrong
from bot.rostered import check_references, with_schedule
from bot.rules import LIMITS
from bot.secret_fields import kept_secret, without_secrets
from bot.tools import Tool
from bot.where import Where, place
from bot.workflows import Example, Reason, Risk, Rung, Stage, Step, Team, Workflow


def load(folder: Path, plugs: Plugs | None = None) -> tuple[dict[str, Workflow], Team]:
    """All workflows in `folder`, by id, and the team; without `plugs`, tools of servers are names that nobody calls.

    Raises:
        ConfigError: something is wrong; with file, line and what is expected.
    """
    try:
        return _load(folder, plugs)
    except OSError as error:  # a file that went, or became another, while it was read
        raise ConfigError(f"{error.filename or folder}: cannot be read: {error.strerror}.") from error


def _load(folder: Path, plugs: Plugs | None) -> tuple[dict[str, Workflow], Team]:
    if not folder.is_dir():
        raise ConfigError(f"There is no folder {folder}. BATON_WORKFLOWS names the folder that holds the workflows.")
    no_misnamed(folder)
    files = sorted(folder.glob("*/workflow.yml"))
    if not files:
        raise ConfigError(f"{folder} holds no workflow: a folder with a workflow.yml in it is expected.")
    workflows: dict[str, Workflow] = {}
    for path in files:
        workflow = load_workflow(path, plugs)
        if workflow.id in workflows:
            raise twice(workflow, workflows[workflow.id])
        workflows[workflow.id] = workflow
    team = with_schedule(load_team(folder / "team.yml"), folder / "schedule.yml")
    check_references(workflows, team)
    return workflows, team


def twice(workflow: Workflow, first: Workflow) -> ConfigError:
    """The error of two workflows of one name."""
    here, there = (each.folder / "workflow.yml" for each in (workflow, first))
    return ConfigError(f"{place(here, 'workflow')}: the workflow {workflow.id} is defined twice, in {there} too.")


def no_misnamed(folder: Path) -> None:
    """Nobody who writes rules may think that they are in force while nothing reads them.

    Raises:
        ConfigError: a file has the ending that is not read.
    """
    for name in ("team", "schedule", "*/workflow"):
        for path in sorted(folder.glob(f"{name}.yaml")):
            raise ConfigError(f"{path}: is not read by this name; call it {path.stem}.yml.")


def load_team(path: Path) -> Team:
    """The team's file; without one, nobody is owner and the day runs in UTC."""
    if not (path.exists() or path.is_symlink()):
        return Team()
    data, lines = yaml.read(path)
    where = Where(path, lines)
    team: TeamFile = where.parse(TeamFile, data or {})
    try:
        ZoneInfo(team.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise where.wrong(("timezone",), "a name such as Europe/Lisbon is expected") from error
    servers = {name: _server(where, name, each) for name, each in team.servers.items()}
    owners, budgets = tuple(team.owners), team.budgets.budgets()
    return Team(
        owners,
        team.timezone,
        team.ops,
        servers,
        budgets,
        team.planted,
        team.reviewers,
        team.hours,
        team.holidays,
        team.interruptions,
        roles={name: tuple(people) for name, people in team.roles.items()},
        digest=_time(where, team.digest),
    )


def _server(where: Where, name: str, file: ServerFile) -> Entry:
    entry = file.entry()
    why = wrong(entry)
    if why:
        raise where.wrong(("servers", name), why)
    return entry


def load_workflow(path: Path, plugs: Plugs | None = None) -> Workflow:
    """One workflow from its `workflow.yml`.

    Raises:
        ConfigError: something is wrong; with file, line and what is expected.
    """
    data, lines = yaml.read(path)
    where = Where(path, lines)
    file: WorkflowFile = where.parse(WorkflowFile, data)
    _check_agent(where, file.agent)
    tools = _Tools(where, _package(path.parent), plugs or Unplugged())
    steps = {name: _step(where, tools, name, step) for name, step in file.steps.items()}
    reads = [tools.read(("reads", index), each) for index, each in enumerate(file.reads)]
    _once_each(where, [tool.name for tool in reads])
    made = Workflow(
        id=file.workflow,
        title=file.title or file.workflow.replace("-", " ").capitalize(),
        channel=file.channel,
        listen=file.listen if isinstance(file.listen, bool) else tuple(file.listen),
        requesters=("members",) if file.requesters == "members" else tuple(file.requesters),
        agent=file.agent,
        min_seconds=file.min_seconds,
        digest=_time(where, file.digest),
        retention_seconds=file.retention,
        instructions=file.instructions,
        reads={tool.name: tool for tool in reads},
        steps=steps,
        examples=_examples(where, path.parent / file.examples, steps, given="examples" in (data or {})),
        folder=path.parent,
        hash=hashlib.sha256(path.read_bytes()).hexdigest(),
        code=_code(path.parent),
    )
    return without_secrets(made)


def _code(folder: Path) -> str:
    """The sha256 of a folder's Python files: what its tools, and an agent of its own, are made of."""
    # Editors leave links that lead nowhere beside a file that is open, and nothing can be imported by such a name.
    files = sorted(each for each in folder.glob("*.py") if each.is_file() and not each.name.startswith("."))
    return hashlib.sha256(b"".join(each.name.encode() + each.read_bytes() for each in files)).hexdigest()[:16]


def _check_agent(where: Where, agent: str) -> None:
    if agent not in {"auto", "claude", "offline"} and ":" not in agent:
        raise where.wrong(("agent",), "auto, claude, offline or tools:MyAgent is expected")


def _step(where: Where, tools: "_Tools", name: str, file: StepFile) -> Step:
    keys = ("steps", name)
    stages = ruling.stages(where, keys, file)
    tool = tools.secret((*keys, "tool"), file.tool, file.secret, effect=True)
    risk = "high" if tool.risky and file.risk in {"low", "normal"} else file.risk
    named = {"max": list(file.max), "once": file.once, "allow": list(file.allow)}
    named |= {"confirm": [file.confirm] if file.confirm else []}
    told = [(name, text) for name, text in file.words if name != "many"]
    named |= {f"words.{name}": _fields_in(where, (*keys, "words", name), text) for name, text in told}
    if set(_fields_in(where, (*keys, "words", "many"), file.words.many)) - {"count"}:
        raise where.wrong((*keys, "words", "many"), "several at once have no arguments; braces hold {count} alone")
    for key, names in named.items():
        for argument in names:
            if tool.met and argument not in tool.model.model_fields:
                known = ", ".join(tool.model.model_fields)
                raise where.wrong((*keys, *key.split(".")), f"{tool.name} has no argument {argument}; it has {known}")
            if argument in tool.secrets and not key.startswith("words."):
                raise where.wrong((*keys, key), f"{argument} is secret, so nothing can be held against it")
    for argument, patterns in file.allow.items():
        if why := unfit(patterns):
            raise where.wrong((*keys, "allow", argument), why)
    for argument in file.max if tool.met else ():
        if not ruling.numeric(tool.model.model_fields[argument].annotation):
            raise where.wrong((*keys, "max"), f"{argument} of {tool.name} is no number, so nothing can be held to it")
    return Step(
        name=name,
        title=file.title,
        tool=tool,
        tool_reference=file.tool,
        risk=risk,
        stages=stages,
        rules=ruling.rules(where, keys, file.rules, tool, stages, risk),
        self_approval=file.self_approval,
        error_limit=_limit(where, (*keys, "error_limit"), file, risk, stages),
        max=file.max,
        once=tuple(file.once),
        confirm=file.confirm,
        allow={name: tuple(patterns) for name, patterns in file.allow.items()},
        reasons=tuple(Reason(text=item) if isinstance(item, str) else item for item in file.reasons),
        timeout_seconds=file.timeout,
        undo_seconds=file.undo,
        deadline_seconds=file.deadline,
        escalate=tuple(Rung(each.to, each.after, each.away) for each in file.escalate),
        remind_seconds=file.remind,
        on_timeout=file.on_timeout,
        words=file.words,
    )


def _fields_in(where: Where, keys: tuple[str | int, ...], template: str) -> list[str]:
    """The names in braces; each must be an argument, and nothing else may stand in the braces."""
    try:
        fields = [(name, form, how) for _, name, form, how in string.Formatter().parse(template) if name is not None]
    except ValueError as error:
        raise where.wrong(keys, f"{error}; braces hold the name of an argument, such as {{amount}}") from error
    if any(form or how or not name.isidentifier() for name, form, how in fields):
        raise where.wrong(keys, "braces hold the name of an argument and nothing else, such as {amount}")
    return [name for name, _, _ in fields]


def _limit(
    where: Where, keys: tuple[str | int, ...], file: StepFile, risk: Risk, stages: tuple[Stage, ...]
) -> Decimal | None:
    if file.error_limit is None:
        one_press = len(stages) == 1 and stages[0].sign_off == "click" and not file.confirm
        return LIMITS[risk] if one_press else None
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


def _time(where: Where, value: str | int) -> time | None:
    if value == "":
        return None
    try:
        return time_of_day(str(value))
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
    except (Exception, SystemExit) as error:  # a script that reads its arguments ends whatever imports it
        raise ConfigError(f"{module_name}.py does not import: {type(error).__name__}: {error}") from error
    if not hasattr(module, name):
        raise ConfigError(f"{module_name}.py has no {name}")
    return getattr(module, name)


class _Tools:
    """The tools that a workflow file names: functions of its folder's package, and tools of servers."""

    def __init__(self, where: Where, package: str, plugs: Plugs) -> None:
        self._where, self._package, self._plugs = where, package, plugs

    def read(self, keys: tuple[str | int, ...], file: str | ReadFile) -> Tool:
        """One of `reads`."""
        if isinstance(file, ReadFile):
            found = self.secret((*keys, "tool"), file.tool, file.secret, effect=False, harmless=file.effect is False)
            return replace(found, again=file.again)
        return self.secret(keys, file, (), effect=False)

    def secret(
        self, keys: tuple[str | int, ...], reference: str, names: Sequence[str], *, effect: bool, harmless: bool = False
    ) -> Tool:
        """The tool of this reference, with placeholders for its secret values."""
        found = self.named(keys, reference, effect=effect, harmless=harmless)
        try:
            return kept_secret(found, names)
        except ConfigError as error:
            raise self._where.wrong((*keys[:-1], "secret") if names else keys, str(error)) from error

    def named(self, keys: tuple[str | int, ...], reference: str, *, effect: bool, harmless: bool = False) -> Tool:
        """The tool of this reference, for a step (`effect`) or as a read."""
        if reference.count(":") != 1 and not reference.startswith("mcp:"):
            raise self._where.wrong(keys, "module:function is expected, for example tools:issue_refund")
        try:
            if reference.startswith("mcp:"):
                return self._plugs.tool(reference, effect=effect, harmless=harmless)
            found = import_from(self._package, reference)
        except ConfigError as error:
            raise self._where.wrong(keys, str(error)) from error
        if not isinstance(found, Tool):
            raise self._where.wrong(keys, f"{reference} is no tool: put @tool(effect={effect}) above it")
        if found.effect is not effect:
            need = "a step needs a tool with effect=True" if effect else "a read must not have an effect"
            raise self._where.wrong(keys, f"{reference} is declared with effect={found.effect}: {need}")
        return found


def _once_each(where: Where, names: list[str]) -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            raise where.wrong(("reads", index), f"there are two reads called {name}")


def _examples(where: Where, path: Path, steps: dict[str, Step], *, given: bool) -> tuple[Example, ...]:
    if not path.exists():
        if given:
            raise where.wrong(("examples",), f"there is no file {path.name} in this folder")
        return ()
    try:
        # A line ends with \n and nothing else: a text may hold what Unicode calls an end of line.
        rows = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read as UTF-8 text: {type(error).__name__}.") from error
    examples = []
    for number, row in enumerate(rows, start=1):
        if not row.strip():
            continue
        try:
            examples.append(_example(json.loads(row)))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise ConfigError(
                f'{path}, line {number}: {{"text": "…", "step": "…" or null, "args": {{}}}} is expected.'
            ) from error
        step = examples[-1].step
        if step is not None and step not in steps:
            raise ConfigError(f"{path}, line {number}: there is no step {step}; known are {', '.join(steps)}.")
    return tuple(examples)


def _example(data: Any) -> Example:
    text, step, args = data["text"], data["step"], data.get("args") or {}
    if not (isinstance(text, str) and isinstance(step, str | None) and isinstance(args, dict)):
        raise TypeError("a text, the name of a step or null, and an object are expected")
    json.dumps(data, ensure_ascii=False).encode()  # half a letter is none
    return Example(text, step, args)
