"""`baton workflow`: for those who write workflows. A new folder that runs, a check of the files, an agent on trial."""

import json
import logging
import random
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from bot.agents.choose import Agents, provider
from bot.engine import Engine, World
from bot.engine.plugged import plugged
from bot.engine.trial import Trial, trial
from bot.errors import ConfigError
from bot.loading import load_team, load_workflow, no_misnamed, twice
from bot.people import Member, People
from bot.plugins.plugs import Plugs, Unplugged
from bot.quantity import quantity
from bot.rostered import check_references, with_schedule
from bot.settings import Settings
from bot.shelf import Shelf
from bot.workflows import Stage, Step, Workflow
from handlers.slack import cards, texts
from handlers.slack.measure import visible
from storage.models import Who
from storage.sealing import Sealer
from storage.store import Store

TEMPLATE = Path(__file__).parent / "template"
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
YOU = Who("T0TRIAL", "U0YOU")
LONGEST = 400
log = logging.getLogger(__name__)


def new(settings: Settings, name: str) -> str:
    """Write a folder for the workflow `name`; returns what to do next.

    Raises:
        ConfigError: the name cannot be used, or stands already.
    """
    if not _ID.fullmatch(name):
        raise ConfigError(f"{name!r} cannot be the name of a workflow: a-z, 0-9 and - are expected, at most 40.")
    folder = settings.workflows / name
    if folder.exists():
        raise ConfigError(f"{folder} is there already. Nothing was written.")
    folder.mkdir(parents=True)
    for source in sorted(TEMPLATE.glob("*.txt")):
        text = source.read_text(encoding="utf-8")
        title = name.replace("-", " ").capitalize()
        (folder / source.stem).write_text(text.replace("__NAME__", name).replace("__TITLE__", title), encoding="utf-8")
    load_workflow(folder / "workflow.yml")
    written = ", ".join(sorted(path.name for path in folder.iterdir() if path.is_file()))
    return (
        f"Written: {folder} ({written}). It runs as it is; make it yours from there.\n"
        f"  baton workflow check {name}\n"
        f'  baton workflow try {name} "a monitor for Alice please"\n'
        f"  baton demo            then, in #general: /handoff a monitor for Alice please"
    )


def check(settings: Settings, name: str = "") -> tuple[str, int]:
    """What the files of one workflow, or of all and of the team, say; and the exit code: 1 where one is wrong."""
    folder, flows = settings.workflows, dict[str, Workflow]()
    files, lines, wrong = _files(settings, name), list[str](), list[str]()
    team = None
    try:
        team = with_schedule(load_team(folder / "team.yml"), folder / "schedule.yml")
    except ConfigError as error:
        wrong.append(str(error))
    plugs = Unplugged(team.servers if team else None)
    for path in files:
        try:
            lines.append(_told(_read(path, plugs, flows)))
        except ConfigError as error:
            lines.append(str(error))
    found = len(files) - len(flows)
    for look in (partial(no_misnamed, folder), *([partial(check_references, flows, team)] if team else [])):
        try:
            look()
        except ConfigError as error:
            wrong.append(str(error))
    found += len(wrong)
    lines += [*wrong, f"{found} to correct." if found else _FINE]
    return "\n".join(lines), min(found, 1)


def _read(path: Path, plugs: Plugs, flows: dict[str, Workflow]) -> Workflow:
    """One workflow, put among those that were read before it, if nothing is wrong with it."""
    flow = load_workflow(path, plugs)
    if flow.id in flows:
        raise twice(flow, flows[flow.id])
    if ":" in flow.agent:  # an agent of their own is a part of the files
        Agents().make(flow)
    flows[flow.id] = flow
    return flow


_FINE = "All fine. Whether its handles and channels exist, `baton doctor` asks Slack."


def _files(settings: Settings, name: str) -> list[Path]:
    files = sorted(settings.workflows.glob(f"{name or '*'}/workflow.yml"))
    if not files:
        what = f"{settings.workflows / name / 'workflow.yml'}" if name else f"workflow in {settings.workflows}"
        raise ConfigError(f"There is no {what}. BATON_WORKFLOWS names the folder; `baton workflow new` writes one.")
    return files


def _told(workflow: Workflow) -> str:
    steps = "".join(f"\n  {_step(step)}" for step in workflow.steps.values())
    reads = ", ".join(workflow.reads) or "none"
    hears = "every message there" if workflow.listen is True else "bots and messages" if workflow.listen else "mentions"
    lines = [
        f"{workflow.id}: fine. {workflow.title}, in {workflow.channel} ({hears}); agent {workflow.agent}.{steps}",
        f"  reads: {reads}. Examples: {len(workflow.examples)}{_few(workflow)}.",
    ]
    return "\n".join(lines)


def _few(workflow: Workflow) -> str:
    if workflow.examples or workflow.agent not in {"auto", "offline"}:
        return ""
    return "; without any, the offline agent hands every request to a person"


def _step(step: Step) -> str:
    undecided = [] if step.words.ask else ["no words.ask, so the card asks by the title"]
    limit = "always asks" if step.error_limit is None else f"error limit {float(step.error_limit * 100):g}%"
    undecided += [f"secret: {', '.join(sorted(step.secrets))}"] if step.secrets else []
    asked = ", then ".join(map(_stage, step.stages))
    rules = [quantity(len(step.rules), "rule")] if step.rules else []
    told = [asked, f"{step.risk} risk", limit, *rules, *undecided]
    return f"{step.name}: {'; '.join(told)}"


def _stage(stage: Stage) -> str:
    """ "2 of @leads, role:compliance, with a code"."""
    return f"{stage.quorum} of {', '.join(stage.approvers)}{', with a code' if stage.sign_off == 'code' else ''}"


async def attempt(settings: Settings, name: str, text: str, clock: Callable[[], datetime]) -> str:
    """What the agent of a workflow makes of a text: the card as text, and its log. Reads are made; nothing is run.

    Raises:
        ConfigError: a file is wrong, or the agent cannot be made.
        BadInput: the text cannot be a request.
    """
    (path,) = _files(settings, name)
    with tempfile.TemporaryDirectory(prefix="baton-") as home:
        folder = Path(home) / "workflows"
        folder.mkdir()
        load_workflow(path)  # what is wrong is told where it stands
        load_team(settings.workflows / "team.yml")
        (folder / name).symlink_to(path.parent.resolve(), target_is_directory=True)
        for beside in ("team.yml", "schedule.yml"):
            if (settings.workflows / beside).exists():
                (folder / beside).symlink_to((settings.workflows / beside).resolve())
        async with AsyncExitStack() as stack:
            store = Store.open(Path(home) / "trial.db")
            stack.callback(store.close)
            plugs = await stack.enter_async_context(plugged(folder, store, clock))
            shelf = Shelf(folder)
            shelf.plug(plugs)
            agents = Agents(provider(settings, clock, lambda: shelf.team))
            world = World(store, shelf, clock, random.SystemRandom(), agents.make, _people(shelf))
            world.sealer = Sealer([random.SystemRandom().randbytes(32)])  # nothing of this trial is kept
            engine = Engine(world)
            return "\n".join(_shown(await trial(engine, _id(shelf), YOU, text)))


def _id(shelf: Shelf) -> str:
    return next(iter(shelf.workflows))


def _people(shelf: Shelf) -> People:
    """You, asking; whoever else a file names keeps the name that stands there."""
    you = Member(YOU.user, YOU.team, "You", "you", zone=shelf.team.timezone)
    return People(team=YOU.team, bot_user="U0BATON", members={YOU.user: you})


def _shown(done: Trial) -> Iterator[str]:
    if done.story is None:
        yield f"No card: the agent has {done.state} without asking anybody."
    elif done.story.handoff.kind == "question" and done.story.handoff.audience == "requester":
        yield from visible(texts.ask(done.story).blocks)
    else:
        yield from visible(cards.card(done.story).blocks)
    yield ""
    yield "Log"
    for turn in done.turns:
        told = f"{_clipped(turn['input'])} → {_clipped(turn['output'])}"
        yield f"  {turn['kind']:<5} {turn['name']} {told} ({turn['milliseconds']} ms)"
    yield "Nothing was run, posted or kept."


def _clipped(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text) - LONGEST:,} more)"
