"""The record's door to the world: the signing key, and the checkpoint file outside the database."""

import asyncio
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from bot import checkpoints
from bot.checkpoints import Checkpoint
from bot.errors import ConfigError, StorageError
from bot.settings import Settings
from handlers.logs import hide
from storage.store import Reader, StoreFailed, Unopenable, take_lock

if TYPE_CHECKING:  # the engine takes a while to import, and `baton verify` does without it
    from bot.engine import Engine

__all__ = [
    "Ledger",
    "Reader",
    "StoreFailed",
    "Unopenable",
    "append",
    "reader",
    "signed_before",
    "signing_key",
    "whole_lines",
]

log = logging.getLogger(__name__)


class Ledger:
    """The checkpoint file of a running bot. Lines are only ever added."""

    def __init__(self, path: Path, private_key: str, last: Checkpoint | None) -> None:
        self.path, self.last = path, last
        self.public = checkpoints.public_key(private_key)
        self._key = private_key
        self._one_at_a_time = asyncio.Lock()

    @classmethod
    def open(cls, settings: Settings) -> "Ledger":
        """The file and the key that the settings name; both are made where they are missing.

        Raises:
            ConfigError: the key is none, or the file was signed with another one; the text says what to do.
        """
        lines = signed_before(settings)
        private = signing_key(settings)
        hide([private])
        path = settings.checkpoint_file
        ledger = cls(path, private, checkpoints.parse(lines[-1]) if lines else None)
        if ledger.last is None:
            log.info("checkpoints go to %s; note the public key, it proves them later: %s", path, ledger.public)
        return ledger

    def newest(self, most: int) -> list[Checkpoint]:
        """The newest checkpoints of the file, oldest first; a line that is none is left out."""
        return [each for line in whole_lines(self.path)[-most:] if (each := checkpoints.parse(line))]

    async def keep(self, engine: "Engine") -> Checkpoint:
        """Write down where the record stands now; nothing where the last checkpoint says the same.

        Raises:
            StorageError: the file cannot be written, or the database cannot be read.
        """
        return await self._add(await engine.record.checkpoint(self._key))

    async def attest(self, engine: "Engine", size: int, head: str) -> Checkpoint:
        """The same for what was read of the record a moment ago, as a digest shows it.

        Raises:
            StorageError: the file cannot be written.
        """
        return await self._add(await engine.record.sign(self._key, size, head))

    async def _add(self, signed: Checkpoint) -> Checkpoint:
        async with self._one_at_a_time:
            if self.last is not None and (self.last.size, self.last.head) == (signed.size, signed.head):
                return self.last
            try:
                await asyncio.to_thread(append, self.path, signed.line())
            except OSError as error:
                raise StorageError(
                    f"The checkpoint file {self.path} cannot be written ({error.strerror}). The record goes on "
                    "without: until that is mended, a tail cut off could not be proved."
                ) from error
            self.last = signed
            return signed


def signed_before(settings: Settings) -> list[str]:
    """The lines of the checkpoint file, where this bot can go on with it; nothing is made or changed.

    Raises:
        ConfigError: there is no folder for it, it cannot be read, it is another file, or the key is none, lost, or not
            that of the file.
    """
    path = settings.checkpoint_file
    if not path.parent.is_dir():
        raise ConfigError(f"The folder {path.parent} for the checkpoints is not there. BATON_CHECKPOINTS names it.")
    if path.resolve() in beside(settings) or _is_foreign(content := _content(path)):
        raise ConfigError(
            f"{path} holds something else than checkpoints, and is left as it is. Let BATON_CHECKPOINTS name a file of "
            "its own."
        )
    lines = _lines(content)
    first = next(filter(None, map(checkpoints.parse, lines)), None)
    private = _known_key(settings)
    if first is not None and (not private or checkpoints.public_key(private) != first.key):
        signer = "another key" if private else "a key that is not here"  # a new one would make them look false
        raise ConfigError(
            f"The checkpoints in {path} were signed with {signer} ({first.key}). Put that key back "
            f"(BATON_SIGNING_KEY, or the file {settings.key_file}), or keep the file as it is and let "
            "BATON_CHECKPOINTS name a new one."
        )
    return lines


def beside(settings: Settings) -> set[Path]:
    """The database, and where Baton and SQLite keep, or will keep, what goes with it but for the checkpoints."""
    endings = ("", "-wal", "-shm", "-journal", ".lock", ".key.new")
    return {each.resolve() for each in (*(Path(f"{settings.database}{end}") for end in endings), settings.key_file)}


def append(path: Path, line: str) -> None:
    """Add a line; it is on the disk when this returns. What is left of a write that was cut short goes first.

    Raises:
        OSError: it cannot be written.
    """
    new = not path.exists()
    with os.fdopen(os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "r+b") as file:
        content = file.read()
        whole = _whole(content)
        if not _is_cut_short(content[len(whole) :]):
            whole = content  # whoever wrote that, it was no checkpoint
        if len(whole) < len(content):
            file.truncate(len(whole))
        begun = b"\n" if whole and not whole.endswith(b"\n") else b""
        file.write(begun + line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    if new:
        _sync_folder(path.parent)


def _whole(content: bytes) -> bytes:
    """Without a last line that was cut short; one that lacks its line end alone is a whole checkpoint."""
    end = content.rfind(b"\n") + 1
    return content if checkpoints.parse(content[end:].decode(errors="replace")) else content[:end]


def _is_cut_short(rest: bytes) -> bool:
    """Whether this is how a checkpoint begins, or a part of the file that the disk had not written yet."""
    begins = rest.strip(b"\0")[: len(_BEGINS)]
    return begins == _BEGINS[: len(begins)]


_BEGINS = b'{"at":'


def _is_foreign(content: bytes) -> bool:
    """Whether nothing in a file is a checkpoint, nor what is left of one."""
    rest = content[len(_whole(content)) :]
    lines = [line for line in _lines(content) if line.strip()]
    return not any(map(checkpoints.parse, lines)) and bool(lines or not _is_cut_short(rest))


def whole_lines(path: Path) -> list[str]:
    """The lines of a checkpoint file, without one that was cut short; none where there is no file.

    Raises:
        ConfigError: it cannot be read.
    """
    return _lines(_content(path))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise ConfigError(f"The checkpoint file {path} cannot be read: {error.strerror}.") from error


def _lines(content: bytes) -> list[str]:
    return _whole(content).decode(errors="replace").splitlines()


def signing_key(settings: Settings) -> str:
    """The private key, base64: from the environment, from the key file, or a new one in the key file.

    Raises:
        ConfigError: it is no key, or the file cannot be read or made.
    """
    path = settings.key_file
    try:
        if not settings.signing_key and not path.exists():
            _make_key(path)
        if not settings.signing_key and path.stat().st_mode & 0o077:
            log.warning("others could read the signing key in %s; its mode is 0600 from now on", path)
            path.chmod(0o600)
    except OSError as error:
        raise ConfigError(f"The signing key {path} cannot be read or made: {error.strerror}.") from error
    return _known_key(settings)


def _known_key(settings: Settings) -> str:
    """The private key, base64, from the environment or the key file; empty where there is no such file."""
    if settings.signing_key:
        checkpoints.public_key(settings.signing_key)
        return settings.signing_key
    path = settings.key_file
    try:
        found = path.read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ConfigError(f"The signing key {path} cannot be read or made: {error.strerror}.") from error
    try:
        checkpoints.public_key(found)
    except ConfigError as error:
        raise ConfigError(
            f"The file {path} holds no Ed25519 key: 32 bytes in base64 are expected. Put the key back that signed the "
            "checkpoints so far; where there are none, delete the file and a new key is made."
        ) from error
    return found


def _make_key(path: Path) -> None:
    """First beside it, then in its place: a key file is whole, or not there."""
    beside = path.with_name(path.name + ".new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(checkpoints.new_key() + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """A new name is on the disk once its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def reader(settings: Settings) -> Reader:
    """The database, opened beside a bot that may be running.

    Raises:
        ConfigError: there is none, or it cannot be read.
    """
    try:
        return Reader(settings.database)
    except Unopenable as error:
        raise ConfigError(f"{error} BATON_DB names the file.") from error


def unused(path: Path) -> None:
    """Look whether a bot runs on the database that is, or may be, at `path`; others' is left alone, too.

    Raises:
        ConfigError: one does.
    """
    try:
        os.close(take_lock(path, to_replace=True))
    except Unopenable as error:
        raise ConfigError(f"{error} Two at once are started in a folder of its own each.") from error
