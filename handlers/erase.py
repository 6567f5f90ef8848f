"""`baton erase`: one person's words go, from the database and from Baton's own messages. The bot must be stopped."""

import glob
import random
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.agents.choose import Agents
from bot.engine import Engine, World, key
from bot.engine.erasing import Erased, Found
from bot.errors import BadInput, ConfigError
from bot.quantity import quantity
from bot.settings import Settings
from bot.shelf import Shelf
from handlers.record import Reader, reader
from handlers.slack.directory import fetch
from handlers.slack.leftovers import Cleared, clear
from handlers.slack.out import UNREACHABLE, answered
from storage import erase
from storage.erase import NotCompacted
from storage.models import Who
from storage.sealing import BadKey, sealer
from storage.store import Store, Unopenable, take_lock

_MEMBER = re.compile(r"(?:(?P<team>[TE][A-Z0-9]+)/)?(?P<user>[UW][A-Z0-9]+)")
_STAYS = (
    "Stays, as it holds no words: who did what and when (ids), states, decisions, hashes, the linked record. It "
    "verifies as before, also against older checkpoints: `baton verify`."
)
_NOT_REACHED = (
    "their own messages in Slack, and what others wrote or quoted there: Slack's own tools delete those",
    "digests, hand-overs and messages that tell of several cases, where a line may hold their words",
    "exports, logs and whatever was copied elsewhere; the checkpoint file holds no words",
    "the systems in which actions were done, and the model's provider where a model was asked",
)


async def run(settings: Settings, person: str, clock: Callable[[], datetime], *, dry_run: bool) -> tuple[str, int]:
    """Erase a person's words; what is to be said, and the exit code: 1 where something of theirs is left.

    `dry_run` only reads; the bot may be running.

    Raises:
        ConfigError: the bot runs, the files or the key are wrong, or Slack is needed and not reached.
        BadInput: there is no such person here.
    """
    client = _client(settings)
    reader(settings).close()  # there is a database, and it is ours
    store = _as_it_is(settings) if dry_run else _open(settings.database)
    try:
        engine = _engine(settings, store, clock)
        await key.opens(engine.world)
        who = await _who(engine, client, person)
        found = await engine.erasing.find(who)
        if dry_run:
            return _would(who, found, client is not None), 0
        erased = await engine.erasing.erase(who)
        cleared = await _clear(engine, client, found)
    finally:
        store.close()
    _compact(settings.database)
    return _report(settings.database, who, found, erased, cleared), 1 if erased.kept or cleared.left else 0


def _as_it_is(settings: Settings) -> Reader:
    reading = reader(settings)
    if reading.older:
        reading.close()
        raise ConfigError(
            f"The database {settings.database} is of an older version. `baton run` brings it up to date first."
        )
    return reading


def _engine(settings: Settings, store: Store | Reader, clock: Callable[[], datetime]) -> Engine:
    try:
        ours = sealer(settings.secret_key)
    except BadKey as error:
        raise ConfigError(str(error)) from error
    shelf = Shelf(settings.workflows)
    return Engine(World(store, shelf, clock, random.SystemRandom(), Agents().make, sealer=ours))


def _open(path: Path) -> Store:
    try:
        return Store.open(path)
    except Unopenable as error:
        raise ConfigError(f"{error} `baton erase` needs the database for itself.") from error


def _client(settings: Settings) -> AsyncWebClient | None:
    if not settings.bot_token:
        return None
    return AsyncWebClient(token=settings.bot_token, base_url=settings.api_url, timeout=10, retry_handlers=[])


async def _who(engine: Engine, client: AsyncWebClient | None, person: str) -> Who:
    """A person by member id, by `team/id`, or by handle (asked of Slack)."""
    user = await _by_handle(client, person) if person.startswith("@") else person
    given = _MEMBER.fullmatch(user)
    if given is None:
        raise BadInput(f"{person} is no person: U0123456 or @handle is expected. In Slack: profile, Copy member ID.")
    known = await engine.erasing.known(given["user"])
    teams = [each for each in known if given["team"] in {None, each.team}]
    if not teams:
        raise BadInput(f"Nothing of {person} stands in this database. Nothing was changed.")
    if len(teams) > 1:
        raise BadInput(f"{person} is known in several workspaces: {', '.join(map(str, teams))}. Name one of these.")
    return teams[0]


async def _by_handle(client: AsyncWebClient | None, handle: str) -> str:
    if client is None:
        raise ConfigError(f"To find {handle}, SLACK_BOT_TOKEN is needed; a member id (U0123456) works without.")
    try:
        me = await client.auth_test()
        people = await fetch(client, str(me["team_id"]), str(me["user_id"]))
    except SlackApiError as error:
        raise ConfigError(f"Slack refused to say who {handle} is ({answered(error)}). Give the member id.") from error
    except UNREACHABLE as error:
        raise ConfigError(f"Slack was not reached ({type(error).__name__}). Give the member id.") from error
    return people.resolve(handle) or handle


async def _clear(engine: Engine, client: AsyncWebClient | None, found: Found) -> Cleared:
    if client is None:
        left = [f"{place.channel} {place.ts} (no SLACK_BOT_TOKEN)" for place in found.places]
        return Cleared(left=left)
    try:
        me = await client.auth_test()
    except (SlackApiError, *UNREACHABLE) as error:
        why = answered(error) if isinstance(error, SlackApiError) else type(error).__name__
        return Cleared(left=[f"{place.channel} {place.ts} ({why})" for place in found.places])
    cleared = await clear(client, str(me["user_id"]), found.places)
    for place in cleared.done:
        await engine.erasing.gone(place)
    return cleared


def _compact(path: Path) -> None:
    try:
        lock = take_lock(path)
        try:
            erase.compact(path)
        finally:
            erase.unlock(lock)
    except (NotCompacted, Unopenable) as error:  # a full disk, or a bot that somebody started at this moment
        raise ConfigError(
            f"The words are erased, but the file {path} could not be written anew ({str(error).rstrip('.')}), so "
            "traces of them may be left in it. Mend that, then run the same command again."
        ) from error


def _would(who: Who, found: Found, slack: bool) -> str:
    lines = [
        f"Nothing is changed. `baton erase` would take out what {who.user} wrote, and what was written about it:",
        f"  {quantity(len(found.own), 'request')} of theirs, with everything about them",
        f"  {quantity(len(found.touched), 'request')} of others, without their words and what agents made of them",
        f"  {quantity(len(found.places), 'message')} of Baton in Slack, with those in the threads below"
        + ("" if slack else " (SLACK_BOT_TOKEN is not set: these would stay)"),
    ]
    if found.open:
        are = "is" if len(found.open) == 1 else "are"
        lines.append(f"  {len(found.open)} of the requests {are} open: what is theirs would be withdrawn first")
    return "\n".join(lines)


def _report(path: Path, who: Who, found: Found, erased: Erased, cleared: Cleared) -> str:
    rows = ", ".join(f"{count:,} {what}" for what, count in sorted(erased.rows.items()) if count) or "nothing"
    lines = [
        f"Erased: what {who.user} wrote, and what was written about it ({quantity(erased.requests, 'request')}).",
        f"Went: {rows}; the file was written anew without them.",
        f"In Slack: {quantity(cleared.deleted, 'message')} of Baton deleted"
        + (f"; {cleared.others:,} of people stand in the same threads" if cleared.others else "") + ".",
        _STAYS,
        "Not reached, and yours to look after:",
        *(f"  {each}" for each in (*_beside(path), *_NOT_REACHED)),
    ]  # fmt: skip
    if cleared.left:
        lines.append("Still in Slack; run the same command again for these:")
        lines += [f"  {each}" for each in cleared.left]
    if erased.kept:
        lines.append(
            "Left as they are, as something is under way or another's request is open: requests "
            f"{', '.join(map(str, erased.kept))}. Run the same command again once they are closed."
        )
    return "\n".join(lines)


def _beside(path: Path) -> list[str]:
    """Files beside the database that look like copies of it."""
    own = {f"{path.name}{end}" for end in ("", "-wal", "-shm", ".lock", ".key", ".checkpoints")}
    beside = path.absolute().parent.glob(f"{glob.escape(path.name)}*")
    copies = sorted(each.name for each in beside if each.name not in own)
    return [f"copies of the database beside it: {', '.join(copies)}"] if copies else ["backups of the database"]
