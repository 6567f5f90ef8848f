"""schedule.yml beside team.yml, read and checked, and what the workflow files say of its rotations and of roles."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from bot import yaml
from bot.errors import ConfigError
from bot.people import ROLE
from bot.schedule import ScheduleFile, Wrong, made, unknown
from bot.where import Where, place
from bot.workflows import Team, Workflow

Keys = tuple[str | int, ...]


def with_schedule(team: Team, path: Path) -> Team:
    """The team with the schedule of this file; as it is where there is none.

    Raises:
        ConfigError: something is wrong; with file, line and what is expected.
    """
    if not (path.exists() or path.is_symlink()):
        return team
    data, lines = yaml.read(path)
    where = Where(path, lines)
    try:
        schedule = made(where.parse(ScheduleFile, data or {}), team.timezone)
        return replace(team, schedule=replace(schedule, hash=hashlib.sha256(path.read_bytes()).hexdigest()))
    except Wrong as error:
        raise where.wrong(error.keys, error.text) from error


def check_references(workflows: Mapping[str, Workflow], team: Team) -> None:
    """Every rotation that a file names must stand in the schedule, every role in the team's file.

    Raises:
        ConfigError: one does not; with file, line and what there is.
    """
    for workflow in workflows.values():
        for keys, references in _named(workflow):
            _check(workflow.folder / "workflow.yml", keys, references, team)
    named = {("owners",): team.owners} | {("roles", name): people for name, people in team.roles.items()}
    for folder in {workflow.folder.parent for workflow in workflows.values()}:
        for keys, references in named.items():
            _check(folder / "team.yml", keys, references, team)


def _named(workflow: Workflow) -> Iterable[tuple[Keys, Iterable[str]]]:
    yield ("requesters",), workflow.requesters
    for step in workflow.steps.values():
        for index, stage in enumerate(step.stages):
            yield ("steps", step.name, "stages", index, "approvers"), stage.approvers
        for index, rule in enumerate(step.rules):
            yield ("steps", step.name, "rules", index), (each for stage in rule.stages for each in stage.approvers)
        yield ("steps", step.name, "escalate"), (rung.to for rung in step.escalate)


def _check(path: Path, keys: Keys, references: Iterable[str], team: Team) -> None:
    why = next(filter(None, (unknown(each, team.schedule) or _no_role(each, team) for each in references)), "")
    if why:
        raise ConfigError(f"{place(path, *keys)}: {why}.")


def _no_role(reference: str, team: Team) -> str:
    name = reference.removeprefix(ROLE)
    if not reference.startswith(ROLE) or name in team.roles:
        return ""
    return f"team.yml has no role {name}; " + (f"it has {', '.join(team.roles)}" if team.roles else "it has none")
