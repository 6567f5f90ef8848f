"""`baton verify`: is the record whole, and is it the one that was signed? Only reads; the bot may be running."""

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bot import checkpoints, proofs
from bot.checkpoints import Checkpoint
from bot.errors import BadInput, ConfigError
from bot.quantity import quantity
from bot.settings import Settings
from handlers.record import Reader, StoreFailed, reader, whole_lines
from storage import verify
from storage.verify import Looked

SHOWN = 20
_NAME = re.compile(r"(?:H-)?([1-9][0-9]{0,17})", re.I)


def number_of(name: str) -> int:
    """The number of a handoff that is called `H-12` or `12`.

    Raises:
        BadInput: it is called otherwise.
    """
    found = _NAME.fullmatch(name.strip())
    if found is None:
        raise BadInput(f"{name} is no handoff; write H-12, as its card shows it.")
    return int(found[1])


async def run(settings: Settings, handoff: str = "", file: Path | None = None, key: str = "") -> tuple[str, int]:
    """What is to be said, and the exit code: 0 where the record is whole and every checkpoint fits, else 1.

    Args:
        settings: where the database is, and the checkpoints unless `file` names others.
        handoff: `H-12`, to hear what the record says of it; empty = nothing.
        file: a checkpoint file from elsewhere.
        key: the public key, base64, that must have signed; empty = this bot's own, else that of the first checkpoint.

    Raises:
        ConfigError: database or checkpoint file cannot be read, or BATON_SIGNING_KEY is no key.
        BadInput: there is no such handoff.
    """
    number = number_of(handoff) if handoff else 0
    if settings.signing_key and not key:
        checkpoints.public_key(settings.signing_key)  # one that is none would be passed over in silence
    path = file or settings.checkpoint_file
    signed, unread = _read(path, must_be=file is not None)
    db = reader(settings)
    try:
        looked = await db.read(partial(verify.look, sizes=[each.size for each in signed]))
        counted = [] if looked.findings else await db.read(proofs.findings)
        about, recomputed = await _about(db, number) if number else ([], [])
    except StoreFailed as error:
        return f"The record cannot be read. {error}\n{_next(settings, path)}", 1
    finally:
        db.close()
    trusted = key or own_key(settings)
    wrong = [finding.what for finding in looked.findings] + counted + recomputed + unread
    wrong += checkpoints.against(signed, looked.hashes, looked.size, trusted)
    wrong = [" ".join(each.split()) for each in wrong]  # a row that somebody put in makes no line of its own
    if not wrong:
        return "\n".join([_whole(looked, signed, trusted), *about]), 0
    return "\n".join([*_not_whole(wrong), *_last_that_fits(looked, signed), _next(settings, path)]), 1


def _read(path: Path, *, must_be: bool) -> tuple[list[Checkpoint], list[str]]:
    """The checkpoints of a file, and what is to be said of lines that are none."""
    if must_be and not path.exists():
        raise ConfigError(f"There is no checkpoint file {path}.")
    found, unread = [], []
    for number, line in enumerate(whole_lines(path), start=1):
        one = checkpoints.parse(line)
        if one is not None:
            found.append(one)
        elif line.strip():
            unread.append(f"Line {number:,} of {path} is no checkpoint: somebody changed the file.")
    return found, unread


def own_key(settings: Settings) -> str:
    """This bot's public key, base64; empty where its private key is not here to be read."""
    try:
        private = settings.signing_key or settings.key_file.read_text(encoding="utf-8", errors="replace").strip()
        return checkpoints.public_key(private)
    except (OSError, ConfigError):
        return ""


async def _about(db: Reader, number: int) -> tuple[list[str], list[str]]:
    """What is told of a handoff, and what does not fit where it acted alone."""
    from bot.engine import record  # only here: it takes as long as a third of the whole check

    if not await db.read(partial(record.is_known, handoff_id=number)):
        raise BadInput(f"There is no H-{number} in this record.")
    try:
        told = _told(number, await db.read(partial(record.whole_story, handoff_id=number)))
        recomputed, wrong = await db.read(partial(proofs.of_act, handoff_id=number))
    except (StoreFailed, *verify.SENSELESS) as error:
        if db.older:
            return [_OLDER.format(number)], []
        return [], [verify.senseless(f"H-{number}", error)]
    page = f"The whole story: baton export H-{number} --page --out H-{number}.html"
    return [told, *recomputed, page], wrong


_OLDER = "H-{}: an earlier Baton made this database; `baton run` brings it up to date, and more can be told then."


def _told(number: int, story: dict[str, Any]) -> str:
    entries = [row["seq"] for row in story["record"]]
    kinds = (("revision", "revisions"), ("decision", "decisions"), ("action", "effects"))
    counts = [quantity(len(story[name]), word) for word, name in kinds]
    return f"H-{number}: entries {entries[0]:,} to {entries[-1]:,} tell it; {', '.join(counts)}, all as attested."


def _whole(looked: Looked, signed: Sequence[Checkpoint], trusted: str) -> str:
    size = f"The record is whole: {looked.size:,} entries, head {short(looked.head)}"
    if not signed:
        return (
            f"{size}; there is no checkpoint to hold it against, so a tail cut off, a chain made anew and an old "
            "backup put back would not be seen. --checkpoints names a file."
        )
    fit = f"{len(signed):,} checkpoint{' fits' if len(signed) == 1 else 's fit'}"
    if trusted:
        return f"{size}; {fit}."
    return f"{size}; {fit}.\nThey are signed with the key {signed[0].key}. Is it yours? --key compares it."


def short(head: str) -> str:
    """The first eight figures of a hash, as digests show them."""
    return f"{head[:4]} {head[4:8]}"


def _not_whole(wrong: Sequence[str]) -> list[str]:
    lines = [f"The record is not whole. {wrong[0]}", *(f"- {each}" for each in wrong[1:SHOWN])]
    return [*lines, f"- and {len(wrong) - SHOWN:,} more"] if len(wrong) > SHOWN else lines


def _last_that_fits(looked: Looked, signed: Sequence[Checkpoint]) -> list[str]:
    """Up to where the record is still the one that was signed, if the chain itself holds until there."""
    broken = next((finding.entry for finding in looked.findings if finding.entry), looked.size + 1)
    fitting = [
        each
        for each in signed
        if each.size < broken and looked.hashes.get(each.size) == each.head and checkpoints.is_signed(each)
    ]
    if not fitting:
        return []
    last = max(fitting, key=lambda each: each.size)
    return [f"Entries 1 to {last.size:,} are as they were signed at {last.at}."]


def _next(settings: Settings, path: Path) -> str:
    return (
        f"What to do: stop the bot, and keep copies of {settings.database} and {path} as they are now. Then hold "
        "your backups against the same checkpoints, the newest first: "
        f"BATON_DB=backup.db baton verify --checkpoints {path}\n"
        "The newest one that is whole shows what was changed since; baton export --restore puts it back."
    )
