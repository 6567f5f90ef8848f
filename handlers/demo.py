"""`baton demo`: a workspace as a process of its own, the bot in this one, and sample requests at a person's pace."""

import asyncio
import base64
import json
import logging
import secrets
import shutil
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import codes
from bot.engine.calls import call_raw
from bot.errors import ConfigError
from bot.settings import Settings, demo_shop, environment
from bot.story import Story
from bot.tools import Call
from handlers import app
from handlers.record import unused
from handlers.slack.blocks import context, plain
from handlers.slack.out import retry_after

log = logging.getLogger(__name__)
T = TypeVar("T")
PATIENCE_SECONDS = 60.0
LATER_SECONDS = 20.0
BREATH_SECONDS = 3.0
LOOK_SECONDS = 0.5

_SEATS = (
    "3. “Act as” above makes you somebody else: Jonas asked, Dana shares your rights; access wants two people, "
    "and a report on an account does, too: Dana and Alex, each with a one-time code."
)
WELCOME = (
    "Welcome. You are Maria, and you lead support; requests come in, an agent proposes, you decide.\n"
    "1. Open {refunds}: a card waits there. Approve it; correct the next with Edit, refuse the third with Reject.\n"
    "2. Then {alerts}: approve two, see the step act alone, and say “This was wrong” where it was.\n"
) + _SEATS
QUIET = (
    "Welcome. You are Maria, and you lead support; no sample requests come, so ask as somebody else.\n"
    "1. Act as Jonas, open {refunds} and write “1042 never showed up, the customer wants her money back”.\n"
    "2. Act as Alex, open {alerts} and write “A-5536, please look”, then “A-5538, please look”: where Maria approved "
    "both, the step acts alone.\n"
) + _SEATS
SEEN = (
    "You have seen it. Yours next: `baton workflow new refunds-eu` · `baton doctor` for a real Slack · everything that "
    "happened: `baton export --page`. The other sample requests come now, one in 20 s; write stop here to end them. "
    "The commands stand in .venv/bin; for what happened in this demo: "
    "BATON_DB=.demo/baton.db .venv/bin/baton export --page --out all.html"
)
HISTORY = (
    "Sample history for this demo, marked as such in the record: 74 alerts reviewed, none changed. "
    "What you decide from here on is yours."
)
EARNED = "The evidence is enough by now: this step acts alone, and the channel was told what it took."
SAMPLES = [0.96] * 74
NO_PHONE = (
    'Demo: no authenticator at hand? In a terminal, with the secret from above: .venv/bin/baton demo --code "SECRET". '
    "Keep that line: each approval asks for a new code."
)


async def run(port: int, house: Path, clock: Callable[[], datetime], *, quiet: bool) -> int:
    """Run the demo until it is stopped; returns the exit code.

    Raises:
        ConfigError: another demo runs in this folder, or the workspace did not start: the port may be in use.
    """
    folder = _fresh(Path(".demo"))
    demo_shop(folder / "shop.db")
    process = await _start_workspace(port, house)
    try:
        return await _demo(process, house, folder, clock, quiet=quiet)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def code(secret: str, now: datetime) -> str:
    """What an authenticator with this secret (base32, blanks between) shows at `now`, and for how long.

    Raises:
        ConfigError: this is no such secret.
    """
    step = codes.step_at(now)
    try:
        shown = codes.at_step("".join(secret.split()), step)
    except ValueError as error:
        raise ConfigError("This is no secret: the letters and digits from under the picture are expected.") from error
    left = (step + 1) * codes.STEP_SECONDS - int(now.timestamp())
    return f"{shown}, for {left} s more"


def _fresh(folder: Path) -> Path:
    """The folder, empty; not where a demo runs in it, which would go on in files that nobody finds any more."""
    if folder.is_dir():
        unused(folder / "baton.db")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def _with_codes(samples: Path, folder: Path) -> Path:
    """The samples, the report among them with codes: here is always a key to seal them under."""
    shutil.copytree(samples, folder)
    report = folder / "alerts" / "workflow.yml"
    report.write_text(report.read_text(encoding="utf-8").replace("sign_off: click", "sign_off: code"), encoding="utf-8")
    return folder


async def _start_workspace(port: int, house: Path) -> asyncio.subprocess.Process:
    # The workspace ends when its standard input does, so that it never outlives the demo, however that ends.
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "workspace", "--port", str(port), "--manifest", str(house / "manifest.yml")),
        "--until-stdin-closes",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=house,
        start_new_session=True,  # Ctrl-C is for the bot; the workspace ends after it
    )


async def _demo(
    process: asyncio.subprocess.Process, house: Path, folder: Path, clock: Callable[[], datetime], *, quiet: bool
) -> int:
    line = await process.stdout.readline() if process.stdout else b""
    if not line:
        said = (await process.stderr.read()).decode() if process.stderr else ""
        raise ConfigError(said.strip().splitlines()[-1] if said.strip() else "The workspace did not start.")
    told = json.loads(line)
    print(line.decode().strip(), flush=True)
    own = environment().get("BATON_WORKFLOWS", "").strip()
    settings = Settings(
        bot_token=told["bot_token"],
        app_token=told["app_token"],
        api_url=told["api"],
        database=folder / "baton.db",
        workflows=Path(own) if own else _with_codes(house / "workflows", folder / "workflows"),
        anthropic_key="",
        secret_key=base64.b64encode(secrets.token_bytes(32)).decode(),  # as new as the database
    )
    stop = asyncio.Event()
    app.stop_on_signals(stop)
    async with app.running(settings, clock) as baton:
        baton.engine.enrolling.hint = NO_PHONE
        print("ready", flush=True)
        print(f"Open {told['page']}", file=sys.stderr)
        samples = partial(_own, baton) if own else partial(_pace, told["page"], baton, house, quiet=quiet)
        pacing = asyncio.create_task(sent_out(samples))
        await stop.wait()
        pacing.cancel()
        await asyncio.gather(pacing, return_exceptions=True)
    return 0


async def sent_out(samples: Callable[[], Awaitable[None]]) -> None:
    """Send the samples; where that ends too early, say so: a demo that only falls silent helps nobody."""
    try:
        await samples()
    except Exception:
        log.exception("the demo sends no more samples; write requests of your own, or start it again")


async def _own(baton: app.Baton) -> None:
    """With workflows of one's own there are no sample requests: where to ask, and for what."""
    flows = baton.engine.world.shelf.workflows.values()
    told = "\n".join(f"{flow.title}: in {flow.channel}, or anywhere with /handoff" for flow in flows)
    channel = baton.engine.world.people.channels["start-here"]
    await say(baton.client, channel=channel, text=f"Your own workflows run here.\n{told}")


async def _pace(page: str, baton: app.Baton, house: Path, *, quiet: bool) -> None:
    """One sample request, the next one once it is decided or a minute has passed."""
    channels = baton.engine.world.people.channels
    welcome = (QUIET if quiet else WELCOME).format(
        refunds=f"<#{channels['refunds']}>", alerts=f"<#{channels['alerts']}>"
    )
    await say(baton.client, channel=channels["start-here"], text=welcome)
    if await baton.engine.afterwards.sample("alerts", "clear_alert", SAMPLES):
        await say(baton.client, channel=channels["alerts"], text=HISTORY)
    if quiet:
        return
    inbox = json.loads((house / "workflows" / "demo.json").read_text(encoding="utf-8"))
    patience = PATIENCE_SECONDS
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as telling:
        for item in inbox:
            if patience == LATER_SECONDS and await _stopped(baton, channels["start-here"]):
                return
            channel = channels[item["channel"].removeprefix("#")]
            said = {"as": item["as"], "channel": channel, "text": item["text"]}
            async with session.post(f"{page}ui/send", json=said, headers={"Origin": page.rstrip("/")}) as answer:
                ts = (await answer.json())["ts"]
            source = f"message:{baton.engine.world.people.team}:{channel}:{ts}"
            await asyncio.wait({telling.create_task(when_decided(baton, source, item))}, timeout=patience)
            if item.get("then") == "reports":
                await _until_asked_again(baton)
                await say(baton.client, channel=channels["start-here"], text=SEEN)
                patience = LATER_SECONDS
            await asyncio.sleep(BREATH_SECONDS)


async def _stopped(baton: app.Baton, channel: str) -> bool:
    """Whether somebody wrote stop where the welcome stands."""
    found = await baton.client.conversations_history(channel=channel, limit=20)
    return any(str(each.get("text", "")).strip().casefold() in {"stop", "stop."} for each in found["messages"])


async def when_decided(baton: app.Baton, source: str, item: Mapping[str, Any]) -> None:
    """The grey line of a sample request, as soon as it is decided, however long that takes."""

    async def decided() -> Story | None:
        story = await baton.engine.ended(source)
        return None if story is None or story.replaced else story

    await _tell(baton, await _once(decided), item)


async def _once(look: Callable[[], Awaitable[T | None]]) -> T:
    """What is looked for, once it is there."""
    while True:
        found = await look()
        if found is not None:
            return found
        await asyncio.sleep(LOOK_SECONDS)


async def _until_asked_again(baton: app.Baton) -> None:
    """Leave time to say what was wrong: until the step asks first again, or a minute has passed."""

    async def asks() -> bool | None:
        return None if await _acts_alone(baton, "clear_alert") else True

    with suppress(TimeoutError):
        await asyncio.wait_for(_once(asks), PATIENCE_SECONDS)


async def _acts_alone(baton: app.Baton, step: str) -> bool:
    """Whether this step may act alone as it stands now."""
    states = [each.state for each in await baton.engine.insights.stands() if each.step.name == step]
    return any(state is not None and state.open >= 0 for state in states)


async def _tell(baton: app.Baton, story: Story, item: Mapping[str, Any]) -> None:
    """A grey line in the card's thread: what stands in the database now, and what was to be seen."""
    lines = [line for line in (await _in_database(story), await _note(baton, story, item)) if line]
    if not lines:
        return
    place = await _once(partial(baton.engine.outbox.place, f"card:{story.handoff.id}"))  # a receipt follows its act
    blocks = [context(plain(f"Demo: {line}")) for line in lines]
    await say(baton.client, channel=place[0], thread_ts=place[1], text=lines[-1], blocks=blocks)


async def _note(baton: app.Baton, story: Story, item: Mapping[str, Any]) -> str:
    """What was to be seen here: a sample has a `note` for when a person decides, and one for when it runs `alone`."""
    if story.alone is not None:
        return str(item.get("alone", ""))
    if story.handoff.state in {"withdrawn", "expired"}:
        return ""  # nobody decided
    if "alone" in item and await _acts_alone(baton, story.handoff.step):
        return EARNED
    return str(item["note"])


async def say(client: AsyncWebClient, **message: Any) -> None:
    """Post; where Slack wants a pause first, after it: the bot's own messages go beside these.

    Raises:
        SlackApiError: Slack does not take it, now or later.
    """
    while True:
        try:
            await client.chat_postMessage(**message)
        except SlackApiError as error:
            seconds = retry_after(error)
            if seconds is None:
                raise
            await asyncio.sleep(seconds)
        else:
            return


async def _in_database(story: Story) -> str:
    """What the tool's own read-back finds under this handoff's key."""
    step, handoff = story.step, story.handoff
    if step is None or step.tool.read_back is None or handoff.kind != "approval":
        return ""
    key = f"{handoff.name}-{handoff.revision}"
    call = Call(key, handoff.request_id, handoff.id, step.name, (), story.now)
    found = await call_raw(step.tool.read_back, step.tool.model.model_validate(handoff.args), call, 5.0)
    if found is None:
        return f"In the shop’s database: nothing under {key}."
    return f"In the shop’s database, once, under {key}: {step.done({**handoff.args, **found})}."
