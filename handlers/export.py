"""`baton export`: a handoff's whole story to keep or to hand on; the database as a backup, and a backup put back."""

import json
import os
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bot.engine import record
from bot.engine.restoring import Changed, restored
from bot.errors import BadInput, BatonError, ConfigError
from bot.settings import Settings
from bot.shelf import Shelf
from bot.workflows import Step
from handlers.digest import people
from handlers.history import history
from handlers.page import Names, page
from handlers.record import StoreFailed, Unopenable, beside, reader
from handlers.verify import number_of
from storage import backup
from storage.backup import BackupFailed, Left
from storage.verify import SENSELESS

SHOWN = 20


class ExportError(BatonError):
    """Nothing was exported or put back; the text says why and what to do."""


async def story(settings: Settings, handoff: str, *, as_page: bool) -> str:
    """A handoff's whole story as JSON, or as a page for people.

    Raises:
        BadInput: there is no such handoff.
        ConfigError: the database cannot be read.
    """
    number = number_of(handoff)

    def read(db: Any) -> dict[str, Any]:
        if not record.is_known(db, number):
            raise BadInput(f"There is no H-{number} in this record.")
        return record.whole_story(db, number)

    told = await _read(settings, read)
    if not as_page:
        return _json(told)
    return page(told, Names(await _names(settings), _step(settings, told)))


async def everything(settings: Settings, start: datetime, end: datetime, *, as_page: bool) -> str:
    """The handoffs opened in [start, end), one row each, as JSON or as a page for people.

    Raises:
        ConfigError: the database cannot be read.
    """
    told = await _read(settings, partial(record.everything, start=start, end=end))
    if not as_page:
        return _json(told)
    return history(told, await _names(settings), _steps(settings))


def days(first: str, last: str, now: datetime) -> tuple[datetime, datetime]:
    """From the first moment of a day (UTC; "" = ever) to the last of another ("" = now).

    Raises:
        BadInput: one is no day, or they stand the wrong way round.
    """
    try:
        start = _midnight(first) if first else datetime(1970, 1, 1, tzinfo=UTC)
        end = _midnight(last) + timedelta(days=1) if last else now
    except (ValueError, OverflowError) as error:
        raise BadInput(f"{first or 'ever'} to {last or 'now'} is no period: a day is written as 2026-11-23.") from error
    if start >= end:
        raise BadInput(f"From {first} to {last or 'now'} is no period: it ends before it begins.")
    return start, end


def _midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), UTC)


def _json(told: dict[str, Any]) -> str:
    text = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


_CONTROL = re.compile(r"[\x7f-\x9f]")  # those that JSON lets stand as they are, and a terminal may obey


async def _read(settings: Settings, work: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    db = reader(settings)
    try:
        return await db.read(work)
    except (StoreFailed, *SENSELESS) as error:  # a row of an older schema lacks a column, or somebody changed one
        raise ConfigError(
            f"{settings.database} cannot be read as it is ({error}). A database of an older version is brought up to "
            "date by `baton run`; of a backup, restore a copy first. `baton verify` says whether somebody changed it."
        ) from error
    finally:
        db.close()


async def _names(settings: Settings) -> dict[str, str]:
    return {user: member.name for user, member in (await people(settings)).members.items()}


def _steps(settings: Settings) -> dict[tuple[str, str], Step]:
    """The steps as their files describe them today; none where the files are not here or cannot be used."""
    try:
        workflows = Shelf(settings.workflows).workflows.values()
    except BatonError:
        return {}
    return {(workflow.id, step.name): step for workflow in workflows for step in workflow.steps.values()}


def _step(settings: Settings, told: dict[str, Any]) -> Step | None:
    """The step as its file describes it today; None where the files are not here or cannot be used."""
    try:
        return Shelf(settings.workflows).step(told["handoff"]["workflow"], told["handoff"]["step"])
    except BatonError:
        return None


def write(text: str, target: Path) -> str:
    """Put an export into a new file that only its owner can read; what is to be said.

    Raises:
        ExportError: the file is there already, or cannot be written.
    """
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise ExportError(f"{target} is there already, and is left as it is. Name another file.") from error
    except OSError as error:
        raise ExportError(f"{target} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        target.unlink()
        raise ExportError(f"{target} cannot be written: {error.strerror}. Nothing is left of it.") from error
    return f"Written to {target}."


def back_up(settings: Settings, target: Path) -> tuple[str, int]:
    """Copy the database, which may be in use, and check the copy; what is to be said, and the exit code.

    Raises:
        ConfigError: there is no database.
        ExportError: nothing was written.
    """
    if target.resolve() in {*beside(settings), settings.checkpoint_file.resolve()}:
        raise ExportError(
            f"{target} is where Baton keeps a file of its own beside {settings.database}. Nothing was written. Name "
            "another file."
        )
    reader(settings).close()
    try:
        size, findings = backup.back_up(settings.database, target)
    except BackupFailed as error:
        raise ExportError(str(error)) from error
    if findings:
        return (
            f"{target} is a sound copy, but the record in it is not whole, as in {settings.database}: "
            f"{findings[0].what} Look at it with: baton verify"
        ), 1
    kept = "the checkpoints and the signing key are not in it; keep them apart"
    lines = [f"{target}: {size:,} entries, sound and whole. Note that {kept}.", *_left_over(target.parent)]
    return "\n".join(lines), 0


def restore(settings: Settings, source: Path, clock: Callable[[], datetime]) -> str:
    """Put a backup in the database's place; what is to be said.

    Raises:
        ExportError: nothing was changed.
    """
    try:
        done = backup.restore(settings.database, source, partial(restored, now=clock()))
    except (BackupFailed, Unopenable) as error:
        raise ExportError(str(error)) from error
    lines = [f"{source} is in place as {settings.database}: {done.now.size:,} entries, sound and whole."]
    if done.kept:
        what = "log of the database" if done.kept.name.endswith(("-wal", "-shm", "-journal")) else "database"
        lines.append(f"The {what} that was there is kept as {done.kept}.")
    lines += _unknown(done.before, done.now)
    lines += _seen_to(done.before, done.told)
    return "\n".join([*lines, *_left_over(settings.database.parent), _AFTERWARDS])


def _left_over(folder: Path) -> list[str]:
    """What a kill left, told as it holds what people wrote; it may be another's that is at work, and is not touched."""
    found = ", ".join(map(str, backup.left_over(folder)))
    return (
        [f"Left by a backup or restore that was stopped: {found}. Delete it, unless one is at work."] if found else []
    )


_AFTERWARDS = (
    "Before you start the bot: what was decided since the backup is open again, and may have run. Checkpoints that are "
    "newer than the backup do not fit any more; baton verify says so until BATON_CHECKPOINTS names a new file. Keep "
    "the old one."
)


def _seen_to(before: Left | None, changed: Changed) -> list[str]:
    """What the backup brings back, and what was done about it."""
    lines = [f"{_ERASE} {who.partition('/')[2]}" for who in changed.words]
    lines += [f"{_LOCKED} {who.partition('/')[2]}" for who in changed.locked]
    lines += [_PAUSED] if changed.paused else []
    return lines if before else [_NOT_KNOWN, *lines]


_ERASE = "Words that were erased since the backup are back. Erase them again: baton erase --person"
_LOCKED = "Codes that were changed since the backup are locked. An owner resets them: /handoff codes reset, of"
_PAUSED = (
    "Nothing acts alone until an owner sends /handoff resume all: what people said of it since the backup is not known."
)
_NOT_KNOWN = (
    "Without the database that was there before nobody knows whose words were erased since the backup (erase them "
    "again: baton erase) and whose codes were reset (reset them again: /handoff codes reset)."
)


def _unknown(before: Left | None, now: Left) -> list[str]:
    """The actions that the restored record knows nothing of."""
    if before is None:
        return []
    lost = sorted(key for key, state in before.actions.items() if now.actions.get(key) != state)
    if not lost:
        return ["It knows every action that the old one knew."]
    more = [f"- and {len(lost) - SHOWN:,} more"] if len(lost) > SHOWN else []
    told = [f"- {key}: {before.actions[key]} there" for key in lost[:SHOWN]]
    return [f"{len(lost):,} actions are told otherwise in the old one, and may have happened:", *told, *more]
