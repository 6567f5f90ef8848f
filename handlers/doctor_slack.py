"""What `baton doctor` looks at in Slack, and in the workflow files against it."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import yaml
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.agents.choose import Agents, provider
from bot.errors import BatonError, ConfigError
from bot.holes import holes
from bot.owners import owners_of
from bot.people import People
from bot.quantity import quantity
from bot.settings import Settings
from bot.shelf import Shelf
from bot.workflows import Workflow
from handlers.doctor_codes import look_at_codes
from handlers.finding import Finding, fine, note, stops, wrong
from handlers.slack.directory import fetch
from handlers.slack.out import UNREACHABLE, answered

PATIENCE_SECONDS = 10
CLOCK_SECONDS = 30
_AGAIN = "api.slack.com/apps → your app"


async def look_at_slack(known: Settings, manifest: Path, clock: Callable[[], datetime]) -> list[Finding]:
    """Slack itself, the tokens and scopes, the clock, then the workflows, their approvers and channels."""
    found, people = await _slack(known, manifest, clock) if known.bot_token else ([], None)
    if known.app_token:
        found.append(await _app_token(known))
    return [*found, *_workflows(known, people, clock), *await look_at_codes(known, people)]


def _client(known: Settings, token: str) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=known.api_url, timeout=PATIENCE_SECONDS, retry_handlers=[])


async def _slack(known: Settings, manifest: Path, clock: Callable[[], datetime]) -> tuple[list[Finding], People | None]:
    client = _client(known, known.bot_token)
    started = time.monotonic()
    try:
        me = await client.auth_test()
    except SlackApiError as error:
        return [
            _refused("SLACK_BOT_TOKEN", error, f"Copy the bot token (xoxb-…) again: {_AGAIN} → OAuth & Permissions.")
        ], None
    except UNREACHABLE as error:
        return [_unreached(known, error)], None
    spent = round((time.monotonic() - started) * 1000)
    headers = {name.lower(): value for name, value in (me.headers or {}).items()}
    found = [fine(f"Slack answers in {spent:,} ms: {me.get('user')} in {me.get('team')}")]
    found += [_clock(headers, clock()), *_scopes(headers, manifest)]
    try:
        people = await fetch(client, str(me["team_id"]), str(me["user_id"]))
    except SlackApiError as error:
        found.append(_refused("Who is in the workspace", error, f"Install the app anew from manifest.yml: {_AGAIN}."))
        return found, None
    except UNREACHABLE as error:
        return [*found, _unreached(known, error)], None
    return found, people


def _refused(what: str, error: SlackApiError, fix: str) -> Finding:
    return stops(f"{what}: Slack says {answered(error)}", "Baton cannot work in Slack without it.", fix)


def _unreached(known: Settings, error: BaseException) -> Finding:
    return stops(
        f"Slack is not reached at {known.api_url} ({type(error).__name__})",
        "Requests, clicks and cards go through it.",
        "Look at the network, a proxy, and SLACK_API_URL.",
    )


def _clock(headers: Mapping[str, str], now: datetime) -> Finding:
    try:
        theirs = parsedate_to_datetime(headers["date"]).astimezone(UTC)
    except (KeyError, ValueError):
        return note("Slack did not say what time it is", "This machine’s clock could not be compared.", "")
    off = round((now - theirs).total_seconds())
    if abs(off) > CLOCK_SECONDS:
        return wrong(
            f"This machine’s clock is {abs(off):,} s {'ahead of' if off > 0 else 'behind'} Slack’s",
            "Deadlines, digests and the times in the record are off by as much.",
            "Let the machine keep its time (NTP).",
        )
    return fine("This machine’s clock agrees with Slack’s")


def _scopes(headers: Mapping[str, str], manifest: Path) -> list[Finding]:
    wanted = _wanted(manifest)
    if not headers.get("x-oauth-scopes") or not wanted:
        return [
            note(
                "The scopes of the token could not be compared with manifest.yml", "Slack or the file did not say.", ""
            )
        ]
    has = {scope.strip() for scope in headers["x-oauth-scopes"].split(",")}
    lacks, more = sorted(wanted - has), sorted(has - wanted)
    found = []
    if lacks:
        fix = f"Put manifest.yml into {_AGAIN} → App Manifest, then install it anew."
        found.append(stops(f"The token lacks {', '.join(lacks)}", "Some calls of Baton’s are refused.", fix))
    if more:
        why = "Who gets hold of the token could do more than Baton does."
        found.append(note(f"The token has more than Baton uses: {', '.join(more)}", why, f"Take them away: {_AGAIN}."))
    return found or [fine(f"The token has the {len(wanted)} scopes of manifest.yml, and no other")]


def _wanted(manifest: Path) -> set[str]:
    try:
        found: Any = yaml.safe_load(manifest.read_text(encoding="utf-8"))
        return set(found["oauth_config"]["scopes"]["bot"])
    except (OSError, yaml.YAMLError, KeyError, TypeError):
        return set()


async def _app_token(known: Settings) -> Finding:
    try:
        await _client(known, known.app_token).apps_connections_open(app_token=known.app_token)
    except SlackApiError as error:
        fix = f"Make an app-level token (xapp-…) with connections:write: {_AGAIN} → Basic Information."
        return _refused("SLACK_APP_TOKEN", error, fix)
    except UNREACHABLE as error:
        return _unreached(known, error)
    return fine("The app token opens a connection")


# Workflows -----------------------------------------------------------------------------------------------------------


def _workflows(known: Settings, people: People | None, clock: Callable[[], datetime]) -> list[Finding]:
    try:
        shelf = Shelf(known.workflows)
    except ConfigError as error:
        return [
            stops(str(error), "Baton does not start with a file that it cannot use.", "Correct it; docs/workflows.md.")
        ]
    agents = Agents(provider(known, clock, lambda: shelf.team))
    found = [each for workflow in shelf.workflows.values() for each in _workflow(workflow, agents, people)]
    return [*found, *_team(shelf, people)]


def _workflow(workflow: Workflow, agents: Agents, people: People | None) -> list[Finding]:
    found = []
    try:
        agent = type(agents.make(workflow)).__name__
    except BatonError as error:
        return [stops(str(error), "Nobody would work on its requests.", "Do what it says, then ask again.")]
    for hole in holes(workflow, people) if people else ():
        name = f"{workflow.folder / 'workflow.yml'}: {'.'.join(map(str, hole.keys))}"
        found.append(
            stops(f"{name}: {hole.text}", "Nobody could ever approve it.", "Name people or groups of this Slack.")
        )
    if people and people.channel(workflow.channel) not in people.joined:
        what = f"Baton is not in {workflow.channel}, the channel of {workflow.id}"
        found.append(wrong(what, "Its cards wait.", f"In {workflow.channel}: /invite @baton"))
    return found or [fine(f"Workflow {workflow.id}: {quantity(len(workflow.steps), 'step')}, {agent}")]


def _team(shelf: Shelf, people: People | None) -> list[Finding]:
    team = shelf.team
    if not team.owners:
        why = "What only owners may do is refused, and nobody hears of trouble with Baton itself."
        return [note("team.yml names no owners", why, "owners: [U…] in team.yml")]
    if not people:
        return []
    if team.ops and people.channel(team.ops) not in people.joined:
        what = f"Baton is not in {team.ops}, the channel for health notices"
        return [wrong(what, "The owners get them in direct messages.", f"In {team.ops}: /invite @baton")]
    owners = owners_of(people, team)
    if not owners:
        return [wrong("No owner of team.yml is in this Slack", "Nobody hears of trouble.", "Name people who are.")]
    return [fine(f"Owners: {people.labels(owners, 'and')}")]
