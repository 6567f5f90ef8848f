"""Start reading here. The wiring: settings → store → engine → Slack and the clock. Only here objects meet."""

import asyncio
import contextlib
import gc
import logging
import random
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.agents.choose import Agents, provider
from bot.engine import Engine, World, key
from bot.engine.plugged import Plugged, plugged
from bot.errors import BatonError, ConfigError
from bot.holes import holes
from bot.settings import Settings
from bot.shelf import Shelf
from bot.where import place
from bot.workflows import Team, Workflow
from handlers import clock as ticking
from handlers import logs
from handlers.health import Health
from handlers.record import Ledger
from handlers.slack import register
from handlers.slack.desk import Desk
from handlers.slack.directory import Directory, fetch
from handlers.slack.events import Inbox
from handlers.slack.out import UNREACHABLE, Out, answered
from handlers.slack.pace import Pace
from handlers.slack.post import Post
from storage.sealing import BadKey, Sealer, sealer
from storage.store import Store, Unopenable

log = logging.getLogger(__name__)
REACH_SECONDS = 20.0
RECONCILE_SECONDS = 300.0
TURN_SECONDS = 0.0005
PATIENCE_SECONDS = 10
LEARN_SECONDS = 600.0


class Baton:
    """A running bot: made by `running`, stopped by leaving it."""

    def __init__(self, desk: Desk, post: Post, health: Health) -> None:
        self.desk, self.post, self.health = desk, post, health
        self.engine, self.client, self.inbox = desk.engine, desk.client, Inbox(desk)
        self.directory = Directory(desk.client, desk.engine.world)
        self._rules: tuple[object, object, list[str]] | None = None

    async def refresh(self) -> None:
        """Ask Slack again who is who, act on what has changed with that, and look whether all is well."""
        world = self.engine.world
        try:
            await self.directory.refresh()
        except UNREACHABLE:
            await self.health.slack(reached=False)
            raise
        await self.health.slack(reached=True)
        world.shelf.refresh()
        await self.keep_rules()
        await self.engine.giving.let_go()
        await self.health.look()

    async def turns(self) -> None:
        """Hand over the shifts that have ended, and tell of the turns that have begun."""
        await self.engine.shifts.claim()
        await self.engine.watches.claim()

    async def keep_rules(self) -> None:
        """Put the workflow files, the team and its owners into the record when others came into force."""
        shelf, before = self.engine.world.shelf, self._rules
        now = (shelf.workflows, shelf.team, self.engine.record.owners())
        if before is None or before[0] is not now[0] or before[1:] != now[1:]:
            await self.engine.record.rules()
            self._rules = now


async def run(settings: Settings, clock: Callable[[], datetime], announce: Callable[[], None]) -> None:
    """Run until SIGINT, SIGTERM or SIGHUP; `announce` is called once requests can come in.

    Raises:
        ConfigError: something is wrong with settings, files or tokens; the text says what to do.
    """
    stop = asyncio.Event()
    stop_on_signals(stop)
    starting = asyncio.create_task(_give_up(stop, asyncio.current_task()))
    try:
        await _run(settings, clock, announce, stop, starting)
    except asyncio.CancelledError:
        if not stop.is_set():
            raise
        log.info("stopped while it started")


async def _give_up(stop: asyncio.Event, starting: asyncio.Task[Any] | None) -> None:
    """A start may wait for Slack, or for servers of plugins: whoever stops it meanwhile does not."""
    await stop.wait()
    if starting is not None:
        starting.cancel()


async def _run(
    settings: Settings,
    clock: Callable[[], datetime],
    announce: Callable[[], None],
    stop: asyncio.Event,
    starting: asyncio.Task[None],
) -> None:
    async with running(settings, clock):
        starting.cancel()
        # Modules and rules stay as long as the process: nothing is won by looking through them for garbage again and
        # again, and that was a tenth of what a handoff took.
        gc.freeze()
        announce()
        await stop.wait()
        log.info("stopping")


def stop_on_signals(stop: asyncio.Event) -> None:
    """Set `stop` at SIGINT, SIGTERM, and at SIGHUP (its terminal was closed) unless that is ignored, as under nohup."""
    loop = asyncio.get_running_loop()
    heard = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
        heard.remove(signal.SIGHUP)
    for name in heard:
        loop.add_signal_handler(name, stop.set)


@contextlib.asynccontextmanager
async def running(
    settings: Settings,
    clock: Callable[[], datetime],
    *,
    pace: bool = True,
    point: Callable[[str], None] = lambda name: None,
) -> AsyncIterator[Baton]:
    """A bot that takes requests, until the block is left.

    `pace` False calls Slack as fast as it can (benchmarks). `point` is called around every durable step (torture).
    """
    # The writer takes turns with the loop at each statement. At Python's own 5 ms it waits that long for each of them
    # while the loop is busy, and whoever pressed a button waits for the writer.
    sys.setswitchinterval(TURN_SECONDS)
    shelf = Shelf(settings.workflows)
    agents = Agents(provider(settings, clock, lambda: shelf.team))
    logs.hide(settings.secrets)
    store = _open(settings.database)
    async with contextlib.AsyncExitStack() as stack:
        stack.callback(store.close)
        stack.push_async_callback(agents.close)
        client = await stack.enter_async_context(_slack(settings))
        ledger = Ledger.open(settings)
        plugs = await stack.enter_async_context(plugged(settings.workflows, store, clock))
        shelf.plug(plugs)
        for workflow in shelf.workflows.values():
            agents.make(workflow)
        world = World(store, shelf, clock, random.SystemRandom(), agents.make, point=point, sealer=_sealer(settings))
        store.point = point
        engine = Engine(world)
        await key.opens(world)
        await engine.enrolling.reseal()
        await _meet(client, world)
        _check(world, shelf.workflows, shelf.team)
        shelf.judge, shelf.changed = partial(_check, world), world.due_stirred.set
        out = Out(client, Pace(time.monotonic, on=pace), point)
        post = Post(engine, out, partial(ledger.attest, engine))
        baton = Baton(Desk(engine, client, lambda: ledger.last), post, Health(engine, ledger))
        await baton.keep_rules()
        await engine.erasing.begin()
        async with _beside(Plugged(world, plugs, settings.workflows).work_for_ever()), _connected(settings, baton):
            yield baton
        await engine.stop()
        await _last_checkpoint(ledger, engine)


@contextlib.asynccontextmanager
async def _slack(settings: Settings) -> AsyncIterator[AsyncWebClient]:
    """Slack's Web API over connections that stay open: left to itself, the SDK opens one for each call."""
    patience = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
    async with aiohttp.ClientSession(timeout=patience, cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield AsyncWebClient(
            token=settings.bot_token,
            base_url=settings.api_url,
            session=session,
            timeout=PATIENCE_SECONDS,
            retry_handlers=[],
        )


@contextlib.asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Let this work go on until the block is left."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _last_checkpoint(ledger: Ledger, engine: Engine) -> None:
    try:
        await ledger.keep(engine)
    except BatonError as error:
        log.error("%s", error)  # noqa: TRY400 - the text says it all


def _open(path: Path) -> Store:
    try:
        return Store.open(path)
    except Unopenable as error:
        raise ConfigError(f"{error} BATON_DB names the file.") from error


def _sealer(settings: Settings) -> Sealer | None:
    try:
        return sealer(settings.secret_key)
    except BadKey as error:
        raise ConfigError(str(error)) from error


def _passes(why: str) -> bool:
    """Whether what Slack answered is its own trouble of a moment, and no word about our tokens."""
    return why in {"ratelimited", "internal_error", "fatal_error"} or why.startswith("status_5")


async def _meet(client: AsyncWebClient, world: World) -> None:
    """Who are we, and who is there? Slack may take a moment to be reachable."""
    deadline = asyncio.get_running_loop().time() + REACH_SECONDS
    while True:
        try:
            me = await client.auth_test()
            world.people = await fetch(client, str(me["team_id"]), str(me["user_id"]))
        except SlackApiError as error:
            why = answered(error)
            if not _passes(why):
                raise ConfigError(_refused(why)) from error
            trouble = why
        except UNREACHABLE as error:
            trouble = type(error).__name__
        else:
            return
        if asyncio.get_running_loop().time() > deadline:
            raise ConfigError(
                f"Slack was not reached at {client.base_url} for {REACH_SECONDS:g} s ({trouble}). Is the network up? "
                "`baton doctor` looks at each part."
            )
        await asyncio.sleep(1)


def _refused(why: str) -> str:
    if why == "missing_scope":
        return "The Slack app lacks a scope that Baton needs. Install it anew from manifest.yml, then start again."
    return (
        f"Slack refused SLACK_BOT_TOKEN ({why}). Copy the bot token (xoxb-…) again from "
        "api.slack.com/apps → your app → OAuth & Permissions."
    )


def _check(world: World, workflows: Mapping[str, Workflow], team: Team) -> None:
    """A step that nobody may ever approve, or a lost key, stops the start and keeps a changed file out of force."""
    key.needed(world.sealer, workflows)
    people = world.people_by(team).ever
    for workflow in workflows.values():
        for hole in holes(workflow, people):
            raise ConfigError(f"{place(workflow.folder / 'workflow.yml', *hole.keys)}: {hole.text}.")


@contextlib.asynccontextmanager
async def _connected(settings: Settings, baton: Baton) -> AsyncIterator[None]:
    engine = baton.engine
    # Bolt and the SDK retry nothing: every retry is a row of ours.
    app = AsyncApp(client=baton.client, name="baton", logger=logging.getLogger("slack_bolt"))
    register(app, baton.desk, baton.inbox, baton.directory)
    handler = AsyncSocketModeHandler(app, settings.app_token)
    handler.client.message_listeners.append(partial(_greeted, baton.health))
    await engine.digests.claim()
    await baton.turns()
    loops = [
        asyncio.create_task(work, name=name)
        for name, work in (
            ("due", engine.work_for_ever()),
            ("outbox", baton.post.work_for_ever()),
            ("inbox", baton.inbox.work_for_ever()),
            ("recovery", engine.actions.recover()),
            ("learning", _learn(engine)),
            ("reconciliation", _reconcile(baton)),
            ("watchdog", _watch(handler)),
        )
    ]
    scheduler = ticking.start(engine.digests.claim, baton.turns, baton.refresh, baton.health.check_record)
    try:
        await _connect(handler, baton.client, settings.app_token)
        loops.append(asyncio.create_task(_first_look(baton.health), name="health"))
        yield
    finally:
        scheduler.shutdown(wait=False)
        await handler.close_async()
        for task in loops:
            task.cancel()
        await asyncio.gather(*loops, return_exceptions=True)


async def _greeted(health: Health, client: object, message: dict[str, object], raw: str | None) -> None:
    """Every frame passes here; only `hello` says how many connections this app has."""
    if message.get("type") == "hello":
        health.hello(int(str(message.get("num_connections") or 1)))


async def _connect(handler: AsyncSocketModeHandler, client: AsyncWebClient, app_token: str) -> None:
    """Open the Socket Mode connection.

    The first address is asked for here: the client itself would ask for ever, and never say what Slack answered.
    """
    try:
        async with asyncio.timeout(REACH_SECONDS):
            handler.client.wss_uri = await _address(client, app_token)
            await handler.connect_async()
            while not await handler.client.is_connected():  # noqa: ASYNC110 - the client has no event for it
                await asyncio.sleep(0.02)
    except SlackApiError as error:
        raise ConfigError(
            f"Slack refused SLACK_APP_TOKEN ({answered(error)}). Make an app-level token (xapp-…) with "
            "connections:write: api.slack.com/apps → your app → Basic Information."
        ) from error
    except UNREACHABLE as error:
        raise ConfigError(
            f"The Socket Mode connection did not open within {REACH_SECONDS:g} s ({type(error).__name__}). Does a "
            "firewall keep WebSockets (wss://) back? `baton doctor` looks at each part."
        ) from error


async def _address(client: AsyncWebClient, app_token: str) -> str:
    """Where the Socket Mode connection is to be opened; asked again while Slack has a trouble of its own."""
    while True:
        try:
            return str((await client.apps_connections_open(app_token=app_token))["url"])
        except SlackApiError as error:
            if not _passes(answered(error)):
                raise
        except UNREACHABLE as error:
            log.warning("Slack gave no address for the connection yet: %s", type(error).__name__)
        await asyncio.sleep(1)


async def _reconcile(baton: Baton) -> None:
    """Make each card equal to the record: at the start, then now and then."""
    while True:
        try:
            redrawn = await baton.post.reconcile()
            if redrawn:
                log.info("%s cards did not show the record; they are drawn again", redrawn)
        except Exception:
            log.exception("the cards could not be compared with the record; it is tried again")
        await asyncio.sleep(RECONCILE_SECONDS)


async def _first_look(health: Health) -> None:
    """The record first, so that what is told of it is told at once."""
    try:
        await health.check_record()
        await health.look()
    except BatonError:
        log.exception("Baton could not look at itself; it is tried again")


async def _learn(engine: Engine) -> None:
    """Fit what has to be fitted before the first request wants it; then look now and then what people decided."""
    while True:
        try:
            await engine.learning.study()
        except Exception:
            log.exception("the agents could not learn; they go by what they know, and it is tried again")
        await asyncio.sleep(LEARN_SECONDS)


async def _watch(handler: AsyncSocketModeHandler) -> None:
    """The aiohttp client never asks for a new address after a refused handshake: make it forget the old one."""
    while True:
        await asyncio.sleep(1)
        if handler.client is not None and not await handler.client.is_connected():
            handler.client.wss_uri = None
