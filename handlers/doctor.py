"""`baton doctor`: looks at everything that Baton stands on; each finding with its reason and what to do about it."""

import shutil
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot import checkpoints, settings
from bot.engine import record
from bot.errors import ConfigError
from bot.settings import Settings
from handlers.doctor_key import look_at_key, look_at_sealed
from handlers.doctor_servers import look_at_servers
from handlers.doctor_slack import look_at_slack
from handlers.finding import Finding, fine, note, stops, wrong
from handlers.logs import clean, hide
from handlers.record import Reader, StoreFailed, reader, signed_before
from handlers.verify import own_key, short
from storage import condition
from storage.condition import Waiting
from storage.verify import SENSELESS

LITTLE_BYTES = 200_000_000
LATE = timedelta(minutes=5)
OLD_CHECKPOINT = timedelta(hours=2)


async def run(environment: Mapping[str, str], manifest: Path, clock: Callable[[], datetime]) -> tuple[str, int]:
    """What was found, and the exit code: 1 where something stops Baton. Changes nothing; the bot may be running."""
    found = [_sqlite()]
    try:
        known = settings.read(environment, tokens=False)
    except ConfigError as error:
        found.append(stops(str(error), "Baton does not start with this setting.", "Correct it, then ask again."))
        return _told(found)
    hide(known.secrets)
    found += [*await _database(known, clock()), *_signing(known)]
    found += [*look_at_key(known), *await look_at_sealed(known)]
    try:
        known = settings.read(environment)
    except ConfigError as error:
        found.append(stops(str(error), "Without it there is no way to Slack.", "Set it, then ask again."))
        known = settings.read(environment, tokens=False)
    found += await look_at_slack(known, manifest, clock)
    found += await look_at_servers(known.workflows)
    return _told(found)


def _told(found: Iterable[Finding]) -> tuple[str, int]:
    lines, stopping, wrongs = [], 0, 0
    for each in found:
        stopping += each.level == "stops"
        wrongs += each.level == "wrong"
        lines.append(f"{each.level:<6} {each.what}")
        lines += [f"{'':6} {label}: {text}" for label, text in (("Why", each.why), ("Do", each.fix)) if text]
    if stopping:
        lines.append(f"Baton does not run like this: {stopping} thing{'s stop' if stopping > 1 else ' stops'} it.")
    elif wrongs:
        lines.append(f"Baton runs; {wrongs} thing{'s are' if wrongs > 1 else ' is'} wrong.")
    else:
        lines.append("All is well.")
    return clean("\n".join(lines)), 1 if stopping else 0


def _sqlite() -> Finding:
    found = condition.version()
    name = f"SQLite {'.'.join(map(str, found[:3]))}"
    if found < (3, 37, 0):
        return stops(name, "Its tables need 3.37 or newer.", "Use a Python that comes with a newer SQLite.")
    if condition.has_reset_bug(found):
        return note(
            f"{name} has the WAL-reset bug (3.7.0 to 3.51.2)",
            "Two connections that write at once could damage a database. Baton writes with one only: it is harmless "
            "here, unless another program writes to the same file.",
            "Let nobody else write to the database; 3.51.3, 3.50.7 and 3.44.6 are mended.",
        )
    return fine(name)


async def _database(known: Settings, now: datetime) -> list[Finding]:
    path = known.database
    if not path.exists() or not path.stat().st_size:
        if not path.parent.is_dir():
            return [
                stops(f"{path}: the folder is not there", "The database cannot be made.", "Make it, or set BATON_DB.")
            ]
        return [note(f"{path} holds nothing yet", "Nothing is on record.", "`baton run` makes it."), *_disk(path)]
    try:
        db = reader(known)
    except ConfigError as error:
        return [
            stops(str(error), "Baton cannot work without its record.", f"Look at what {path} is, its owner and mode.")
        ]
    try:
        return [*await _file(db, path), *_disk(path), *await _backlog(db, now), *await _record(db, known, now)]
    except (StoreFailed, *SENSELESS) as error:
        said = f"{path} cannot be read: {error}"
        return [stops(said, "Baton cannot work without its record.", "Restore a backup: baton export --restore FILE")]
    finally:
        db.close()


async def _file(db: Reader, path: Path) -> list[Finding]:
    broken = await db.read(condition.damage)
    if broken:
        return [
            stops(
                f"{path} is damaged: {'; '.join(broken)}",
                "What Baton would read and write there cannot be trusted.",
                "Keep a copy of it, then restore a backup: baton export --restore FILE",
            )
        ]
    return [fine(f"{path}: {_size(path) / 1e6:,.1f} MB, no damage found"), *_modes(path)]


def _size(path: Path) -> int:
    return path.stat().st_size


def _modes(path: Path) -> list[Finding]:
    both = (path, path.with_name(path.name + ".key"))
    open_ones = [each for each in both if each.exists() and each.stat().st_mode & 0o077]
    why = "It holds what people wrote, or the key that signs."
    return [wrong(f"Others on this machine can read {each}", why, f"chmod 600 {each}") for each in open_ones]


def _disk(path: Path) -> list[Finding]:
    free = shutil.disk_usage(path.parent).free
    if free < LITTLE_BYTES:
        return [
            wrong(
                f"{free / 1e6:,.0f} MB are free on the disk of {path}",
                "When it is full, nothing can be recorded, and every click is refused.",
                "Make room, or move the database to a larger disk.",
            )
        ]
    return [fine(f"{free / 1e9:,.1f} GB are free there")]


async def _backlog(db: Reader, now: datetime) -> list[Finding]:
    out, into = await db.read(condition.waiting)
    return [
        *_late(out, now, "messages wait to be sent", "People do not hear what happened."),
        *_late(into, now, "events wait to be worked off", "Requests were taken and nobody looks at them."),
    ] or [fine("Nothing waits longer than it should")]


def _late(waits: Waiting, now: datetime, what: str, why: str) -> list[Finding]:
    if waits.since is None or now - waits.since < LATE:
        return []
    minutes = round((now - waits.since).total_seconds() / 60)
    fix = "Start the bot if it is stopped; if it runs, its log says what Slack answers."
    return [wrong(f"{waits.rows:,} {what}, the oldest for {minutes:,} min", why, fix)]


def _signing(known: Settings) -> list[Finding]:
    try:
        signed_before(known)
    except ConfigError as error:
        why = (
            "Baton does not start where it cannot go on with its checkpoints: they show what a changed database hides."
        )
        return [stops(str(error), why, "Put key and file right, then ask again.")]
    return []


async def _record(db: Reader, known: Settings, now: datetime) -> list[Finding]:
    path = known.checkpoint_file
    try:
        lines = signed_before(known)
    except ConfigError:
        return []  # said elsewhere
    signed = [each for line in lines[-100:] if (each := checkpoints.parse(line))]
    size, hashes = await db.read(partial(record.held, sizes=[each.size for each in signed]))
    unfit = checkpoints.against(signed, hashes, size, own_key(known))
    if unfit:
        return [
            wrong(
                unfit[0], "Somebody changed the database past Baton, or put an old one back.", "baton verify says more."
            )
        ]
    if not signed:
        why = "Without one, a tail cut off or a record made anew could not be seen."
        return [note(f"There is no checkpoint in {path}", why, "`baton run` writes one at its start.")]
    last = signed[-1]
    age = now - datetime.fromisoformat(last.at)
    told = f"The last of {len(lines):,} checkpoints fits: {last.size:,} of {size:,} entries, head {short(last.head)}"
    if age > OLD_CHECKPOINT and last.size < size:
        fix = "Start the bot if it is stopped; if it runs, its log says why it cannot write the file."
        return [wrong(f"{told}, {age.days * 24 + age.seconds // 3600:,} h old", "What came since is not signed.", fix)]
    beside = path.parent.resolve() == known.database.parent.resolve()
    where = "It is kept beside the database: who can change the one can change the other."
    return [
        note(told, where, "Let BATON_CHECKPOINTS name a file on another disk or machine.") if beside else fine(told)
    ]
