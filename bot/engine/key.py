"""Whether BATON_SECRET_KEY is there where workflows need it, and is the one that sealed what is kept."""

from collections.abc import Mapping

from bot import yaml
from bot.engine.world import World
from bot.errors import ConfigError
from bot.rules import codes_at
from bot.where import place
from bot.workflows import Step, Workflow
from storage import secrets
from storage.sealing import MAKE_A_KEY, Sealer, Unsealable
from storage.sqlite import Db


def needed(sealer: Sealer | None, workflows: Mapping[str, Workflow]) -> None:
    """Secret values and the seeds of codes are kept sealed, or not at all.

    Raises:
        ConfigError: a workflow asks for some and there is no key; with file and line.
    """
    for workflow in workflows.values() if sealer is None else ():
        for step in workflow.steps.values():
            _refuse(workflow, sorted(step.secrets), "steps", step.name, "tool")
            _refuse_codes(workflow, step)
        for number, read in enumerate(workflow.reads.values()):
            _refuse(workflow, sorted(read.secrets), "reads", number)


def _refuse(workflow: Workflow, names: list[str], *keys: str | int) -> None:
    if names:
        where = place(workflow.folder / "workflow.yml", *keys)
        raise ConfigError(
            f"{where}: {', '.join(names)} is secret, and BATON_SECRET_KEY is not set. This makes a key: {MAKE_A_KEY}"
        )


def _refuse_codes(workflow: Workflow, step: Step) -> None:
    asked = codes_at(step.stages, step.rules)
    if asked:
        path = workflow.folder / "workflow.yml"
        lines = yaml.read(path)[1]
        found = next((keys for keys in asked if ("steps", step.name, *keys) in lines), ())
        raise ConfigError(
            f"{place(path, 'steps', step.name, *found)}: codes are kept sealed, and BATON_SECRET_KEY is not set. "
            f"This makes a key: {MAKE_A_KEY}"
        )


async def opens(world: World) -> None:
    """The key is tried on the newest secret value.

    Raises:
        ConfigError: it was sealed under another one, or there is none any more.
    """
    await world.read(lambda db: tried(db, world.sealer))


def tried(db: Db, sealer: Sealer | None) -> bool:
    """Whether there was something to try the key on; an older database has nothing.

    Raises:
        ConfigError: as `opens`.
    """
    known = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'secret'").fetchone()
    kept = secrets.newest(db) if known else None
    if kept is None:
        return False
    if sealer is None:
        raise ConfigError("The database holds sealed values, and BATON_SECRET_KEY is not set. Set the key they have.")
    try:
        secrets.value(sealer, kept)
    except Unsealable as error:
        raise ConfigError(f"BATON_SECRET_KEY does not open what the database holds. {error}") from error
    return True
