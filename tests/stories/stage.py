"""A workspace with Baton in it, people at their pages, two databases: what every story stands on."""

import asyncio
import base64
import contextlib
import functools
import os
import re
import shutil
import signal
import sqlite3
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from bot.settings import Settings
from handlers import app
from storage.sqlite import to_text
from storage.store import Store
from tests.stories.forked import Ended, Forked
from workspace.driver import Person
from workspace.form import find
from workspace.server import Workspace

HOUSE = Path(__file__).parents[2]
ERRANDS = Path(__file__).with_name("errands")
MARIA, JONAS, DANA, ALEX, WEI = "U02MARIA", "U03JONAS", "U04DANA", "U05ALEX", "U06WEI"
START, REFUNDS, ACCESS, ALERTS, GENERAL = "C01START", "C02REFUNDS", "C03ACCESS", "C04ALERTS", "C05GENERAL"
BOT = "U01BATON"
SECRET_KEY = base64.b64encode(b"s" * 32).decode()
PATIENCE_SECONDS = 30.0
"""How long a story waits for what should take a moment: two cores may be busy with much else."""

Json = dict[str, Any]


class Clock:
    """The wall's time, moved forward by a story. None begins shortly before the digest of the day, and meets it."""

    def __init__(self) -> None:
        now = datetime.now(UTC)
        digest = now.replace(hour=9, minute=0, second=5, microsecond=0)
        self.ahead = max(timedelta(), digest - now) if digest - now < timedelta(minutes=10) else timedelta()

    def __call__(self) -> datetime:
        """Now, aware UTC."""
        return datetime.now(UTC) + self.ahead


class Stage:
    """One story's world. `async with Stage(...)` starts and stops the workspace; `start()` the bot."""

    def __init__(self, folder: Path, workflows: Path, manifest: Path = HOUSE / "manifest.yml") -> None:
        self.folder, self.workflows, self._manifest = folder, workflows, manifest
        self.clock = Clock()
        self.ws: Workspace
        self.baton: app.Baton
        self._bot: contextlib.AsyncExitStack | None = None
        self._people: dict[str, Person] = {}

    async def __aenter__(self) -> Self:
        self.ws = await Workspace.start(limits=False, manifest=self._manifest)
        self.ws.office.triggers.life = 60  # a slow machine opens windows late
        self.ws.office.socket.ack_seconds = 20
        return self

    async def __aexit__(self, *_: object) -> None:
        for person in self._people.values():
            await person.__aexit__(None, None, None)
        await self.stop()
        await self.ws.stop()

    # --- the bot -----------------------------------------------------------------------------------------------

    @property
    def settings(self) -> Settings:
        """What the bot is started with."""
        ws = self.ws
        database = self.folder / "baton.db"
        return Settings(ws.bot_token, ws.app_token, ws.api, database, self.workflows, "", secret_key=SECRET_KEY)

    async def start(self) -> None:
        """Start the bot in this process."""
        database = self.settings.database
        if not database.exists():
            write_database(database)
        self._bot = contextlib.AsyncExitStack()
        self.baton = await self._bot.enter_async_context(app.running(self.settings, self.clock))

    async def stop(self) -> None:
        """Stop the bot, if it runs."""
        if self._bot is not None:
            await self._bot.aclose()
            self._bot = None

    async def advance(self, seconds: float) -> None:
        """Let time pass for the bot."""
        self.clock.ahead += timedelta(seconds=seconds)
        self.baton.engine.world.due_stirred.set()
        self.baton.engine.world.out_stirred.set()

    async def quiet(self) -> None:
        """Wait until the bot has nothing left to do."""
        await until(lambda: not self._busy(), "the bot to be done")

    def _busy(self) -> int:
        now = self.clock()
        soon = now + timedelta(seconds=5)  # what a fault put off is tried again by then
        return int(
            self.record(
                "SELECT (SELECT count(*) FROM due WHERE at <= ?) + (SELECT count(*) FROM outbox WHERE sent_at IS NULL"
                " AND next_at <= ?) + (SELECT count(*) FROM inbox WHERE handled_at IS NULL)"
                " + (SELECT count(*) FROM effect WHERE state = 'started')"
                " + (SELECT count(*) FROM run WHERE state = 'queued' AND NOT EXISTS"
                " (SELECT 1 FROM due WHERE kind = 'advance' AND subject = run.id)) AS n",
                to_text(now),
                to_text(soon),
            )[0]["n"]
        )

    async def press_old(self, user: str, channel: str, message: Json, label: str) -> None:
        """Press a button of a message as it was: what a page shows that has not heard of the change yet."""
        block, element = find(message, label)
        action = {"block_id": block["block_id"], "action_id": element["action_id"], "type": element["type"]}
        place = self.ws.office.state.channels[channel]
        await self.ws.office.interactions.message_action(user, place, message, action, {})

    # --- people and databases ----------------------------------------------------------------------------------

    async def person(self, user: str) -> Person:
        """Somebody at the page."""
        if user not in self._people:
            self._people[user] = await Person(self.ws.page, user).__aenter__()
        return self._people[user]

    def record(self, sql: str, *values: object) -> list[Json]:
        """Rows of Baton's database."""
        return rows(self.folder / "baton.db", sql, *values)

    def shop(self, sql: str, *values: object) -> list[Json]:
        """Rows of the shop's database."""
        return rows(self.folder / "shop.db", sql, *values)

    def refunds(self, order: str) -> list[Json]:
        """What was refunded of an order by Baton, oldest first."""
        return self.shop("SELECT * FROM refunds WHERE order_id = ? AND key LIKE 'H-%' ORDER BY refunded_at", order)

    def audited(self, kind: str) -> list[Json]:
        """Rows of the record of one kind."""
        return self.record("SELECT * FROM audit WHERE kind = ? ORDER BY seq", kind)

    def journal(self) -> list[str]:
        """What the errands' tools ran."""
        path = self.workflows / "errands" / "journal.txt"
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def write_database(path: Path) -> None:
    """A database as the first start leaves it."""
    path.touch(0o600)
    path.write_bytes(_empty_database())


@functools.cache
def _empty_database() -> bytes:
    """Made once, as all migrations take longer than a copy."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "baton.db"
        Store.open(path).close()
        return path.read_bytes()


def rows(path: Path, sql: str, *values: object) -> list[Json]:
    """Rows of a database that others may be writing to."""
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute(sql, values)]


async def until(true: Callable[[], object], what: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Look again and again until it is true.

    Raises:
        TimeoutError: it did not come true in time.
    """
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds:g} s for {what}")
        await asyncio.sleep(0.02)


# --- looking at messages -----------------------------------------------------------------------------------------


def text_of(shown: Any) -> str:
    """Every word that a message, a view or a part of one shows, a line for each part; dates as their fallback."""
    if isinstance(shown, str):
        return _DATE.sub(r"\1", shown)
    if isinstance(shown, list):
        return "\n".join(filter(None, map(text_of, shown)))
    if shown.get("type") == "date":
        return str(shown["fallback"])
    if shown.get("type") == "rich_text_section":
        return "".join(map(text_of, shown["elements"]))
    own = [] if "blocks" in shown else [shown.get("text", "")]
    return text_of([*own, *(shown[part] for part in _PARTS if part in shown)])


_DATE = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
_PARTS = ("title", "blocks", "elements", "accessory", "label", "hint", "element", "options")


def has_button(message: Json, label: str) -> bool:
    """Whether a message shows this button."""
    elements = [each for block in message.get("blocks", []) for each in block.get("elements", [])]
    return any(each.get("type") == "button" and each["text"]["text"] == label for each in elements)


async def card(person: Person, words: str, channel: str = REFUNDS, label: str = "Approve") -> Json:
    """The open card whose words are these, once it stands."""
    return await message(person, channel, lambda m: has_button(m, label) and words in text_of(m), words)


async def changed(person: Person, channel: str, ts: str, words: str) -> Json:
    """The message at this place, once it shows these words."""
    return await message(person, channel, lambda m: m["ts"] == ts and words in text_of(m), words)


async def reply(person: Person, channel: str, thread: str, words: str) -> Json:
    """The bot's answer in a thread that has these words."""
    return await message(
        person, channel, lambda m: m.get("thread_ts") == thread != m["ts"] and words in text_of(m), words
    )


async def direct(person: Person, words: str) -> Json:
    """A direct message of the bot with these words."""
    return await message(person, await person.direct(BOT), lambda m: words in text_of(m), words)


async def message(person: Person, channel: str, fits: Callable[[Json], bool], words: str) -> Json:
    """A message of the bot that fits.

    Raises:
        TimeoutError: none came; the text tells those that did.
    """
    try:
        return await person.wait_for_message(channel, lambda m: bool(m.get("bot_id")) and fits(m), PATIENCE_SECONDS)
    except TimeoutError:
        heard = [event["message"] for event in person.heard if event["type"] in ("message", "changed")]
        raise TimeoutError(_missed(person, words, [m for m in heard if m.get("bot_id")])) from None


async def whisper(person: Person, words: str) -> Json:
    """What only this person sees, once it has these words."""

    def seen(each: Person) -> list[Json]:
        return [one for one in each.ephemerals() if words in text_of(one)]

    try:
        return dict((await person.wait_for(seen, PATIENCE_SECONDS))[-1])
    except TimeoutError:
        raise TimeoutError(_missed(person, words, person.ephemerals())) from None


def _missed(person: Person, words: str, seen: list[Json]) -> str:
    told = "\n---\n".join(map(text_of, seen[-4:]))
    return f"{person.user} did not see {words!r} but:\n{told}"


async def cards_in(person: Person, channel: str) -> list[Json]:
    """All top-level messages of the bot in a channel."""
    return [m for m in await person.history(channel) if m.get("bot_id") and not m.get("ephemeral")]


# --- processes ---------------------------------------------------------------------------------------------------


def copy_workflows(folder: Path, *names: str) -> Path:
    """A workflows folder with these of the sample workflows (`errands`: of the tests) and the sample team."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(HOUSE / "workflows" / "team.yml", folder)
    for name in names:
        source = ERRANDS if name == "errands" else HOUSE / "workflows" / name
        shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def environment(stage: Stage, **more: str) -> dict[str, str]:
    """The environment of a `baton run` beside this stage."""
    settings = stage.settings
    own = {
        "SLACK_BOT_TOKEN": settings.bot_token,
        "SLACK_APP_TOKEN": settings.app_token,
        "SLACK_API_URL": settings.api_url,
        "BATON_DB": str(settings.database),
        "BATON_WORKFLOWS": str(settings.workflows),
        "SHOP_DB": str(stage.folder / "shop.db"),
        "BATON_SECRET_KEY": SECRET_KEY,
        "BATON_LOG": "warning",
    }
    return {**bare_environment(), **own, **more}


def bare_environment() -> dict[str, str]:
    """This process's environment without anything that Baton reads."""
    ours = ("SLACK_", "BATON_", "SHOP_", "ANTHROPIC_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


class Bot:
    """`baton run` as a process of its own."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = dict(env)
        self.process: Forked

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.kill()

    async def start(self) -> None:
        """Start it and wait for `ready`.

        Raises:
            RuntimeError: it ended; the text is what it said.
        """
        self.process = Forked(["run"], self._env, HOUSE)
        await self.process.start()
        await until(lambda: self.process.out == "ready\n" or not self.runs, "`ready`", 60)
        if not self.runs:
            raise RuntimeError((await self.died()).err)

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self.process.runs

    async def kill(self) -> None:
        """kill -9."""
        self.process.send(signal.SIGKILL)
        await self.died()

    async def died(self) -> Ended:
        """Wait until it has ended by itself."""
        return await self.process.end(PATIENCE_SECONDS)
