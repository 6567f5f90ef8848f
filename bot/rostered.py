"""schedule.yml beside team.yml, read and checked, and what the workflow files say of its rotations."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from bot import yaml
from bot.errors import ConfigError
from bot.schedule import ScheduleFile, Wrong, made, unknown
from bot.where import Where, place
from bot.workflows import Team, Workflow


def with_schedule(team: Team, path: Path) -> Team:
    """The team with the schedule of this file; as it is where there is none.

    Raises:
        ConfigError: something is wrong; with file, line and what is expected.
    """
    if not path.exists():
        return team
    data, lines = yaml.read(path)
    where = Where(path, lines)
    try:
        return replace(team, schedule=made(where.parse(ScheduleFile, data or {}), team.timezone))
    except Wrong as error:
        raise where.wrong(error.keys, error.text) from error


def check_references(workflows: Mapping[str, Workflow], team: Team) -> None:
    """Every rotation that a file names must stand in the schedule.

    Raises:
        ConfigError: one does not; with file, line and what there is.
    """
    for workflow in workflows.values():
        for keys, references in _named(workflow):
            _check(workflow.folder / "workflow.yml", keys, references, team)
    folders = {workflow.folder.parent for workflow in workflows.values()}
    for folder in folders if team.owners else ():
        _check(folder / "team.yml", ("owners",), team.owners, team)


def _named(workflow: Workflow) -> Iterable[tuple[tuple[str, ...], Iterable[str]]]:
    yield ("requesters",), workflow.requesters
    for step in workflow.steps.values():
        yield ("steps", step.name, "approvers"), step.approvers
        yield ("steps", step.name, "escalate"), (rung.to for rung in step.escalate)


def _check(path: Path, keys: tuple[str, ...], references: Iterable[str], team: Team) -> None:
    why = next(filter(None, (unknown(each, team.schedule) for each in references)), "")
    if why:
        raise ConfigError(f"{place(path, *keys)}: {why}.")
