"""Who is in the workspace: fetched from Slack at the start and then about every half minute, never inside a click.

What Slack tells in between counts at once: who was taken out of a group a second ago decides nothing any more.
"""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.engine import World
from bot.people import Group, Member, People
from handlers.slack.out import answered

log = logging.getLogger(__name__)
NEWS = frozenset({"subteam_created", "subteam_members_changed", "subteam_updated", "team_join", "user_change"})
"""The events that tell of people and groups."""


class Directory:
    """Keeps the world's people as Slack has them."""

    def __init__(self, client: AsyncWebClient, world: World) -> None:
        self._client, self._world = client, world
        self._heard: list[dict[str, Any]] = []

    async def refresh(self) -> None:
        """Ask Slack for everybody anew; what was told meanwhile may be newer than its answer, and stands.

        Raises:
            SlackApiError, aiohttp.ClientError, TimeoutError: as `fetch`.
        """
        self._heard.clear()
        known = self._world.snapshot
        found = await fetch(self._client, known.team, known.bot_user)
        for event in self._heard:
            found = after(found, event)
        self._world.people = found

    def hear(self, event: dict[str, Any]) -> bool:
        """Whether this event tells of people or groups; then it counts from now on."""
        if event.get("type") not in NEWS:
            return False
        self._heard.append(event)
        self._world.people = after(self._world.snapshot, event)
        return True


def after(people: People, event: dict[str, Any]) -> People:
    """The people after one of the `NEWS`."""
    if event["type"] in {"team_join", "user_change"}:
        member = _member(event["user"], people.team)
        return replace(people, members={**people.members, member.id: member})
    if event["type"] == "subteam_members_changed":
        group = people.groups.get(str(event.get("subteam_id")))
        if group is None:  # it was made a moment ago: the next look at everybody finds it
            return people
        users = (group.users | set(event.get("added_users") or ())) - set(event.get("removed_users") or ())
        return _with_group(people, replace(group, users=users))
    group = _group(event["subteam"])
    before = people.groups.get(group.id)
    if "users" not in event["subteam"] and before and not event["subteam"].get("date_delete"):
        group = replace(group, users=before.users)
    return _with_group(people, group)


def _with_group(people: People, group: Group) -> People:
    return replace(people, groups={**people.groups, group.id: group})


async def fetch(client: AsyncWebClient, team: str, bot_user: str) -> People:
    """A new snapshot of members, groups and channels.

    A server that does not know groups or channels gives none, with a warning: then only user ids can be approvers.

    Raises:
        SlackApiError: users.list failed.
        aiohttp.ClientError, TimeoutError: Slack could not be reached.
    """
    members = {raw["id"]: _member(raw, team) async for raw in _pages(client, "users.list", "members")}
    channels: dict[str, str] = {}
    joined: set[str] = set()
    async for raw in _known(client, "conversations.list", "channels", types="public_channel,private_channel"):
        if raw.get("name"):
            channels[raw["name"]] = raw["id"]
        if raw.get("is_member"):
            joined.add(raw["id"])
    groups = {
        raw["id"]: _group(raw) async for raw in _known(client, "usergroups.list", "usergroups", include_users=True)
    }
    return People(team, bot_user, members, groups, channels, frozenset(joined))


async def _known(client: AsyncWebClient, method: str, key: str, **asked: Any) -> AsyncIterator[dict[str, Any]]:
    """Like _pages; a method that this server or token does not have gives nothing."""
    try:
        async for raw in _pages(client, method, key, **asked):
            yield raw
    except SlackApiError as error:
        if answered(error) not in {
            "unknown_method",
            "missing_scope",
            "paid_teams_only",
            "plan_upgrade_required",
        }:
            raise
        log.warning("%s: %s; going on without", method, answered(error))


async def _pages(client: AsyncWebClient, method: str, key: str, **asked: Any) -> AsyncIterator[dict[str, Any]]:
    cursor = ""
    while True:
        more = {"cursor": cursor} if cursor else {}
        paged = {} if method.startswith("usergroups") else {"limit": 200}
        answer = await client.api_call(method, http_verb="GET", params={**asked, **paged, **more})
        for raw in answer.get(key) or []:
            yield raw
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


def _member(raw: dict[str, Any], team: str) -> Member:
    profile = raw.get("profile") or {}
    name = (
        profile.get("display_name") or raw.get("real_name") or profile.get("real_name") or raw.get("name") or raw["id"]
    )
    return Member(
        id=raw["id"],
        team=raw.get("team_id") or team,
        name=name,
        handle=raw.get("name") or "",
        zone=raw.get("tz") or "",
        is_bot=bool(raw.get("is_bot")) or raw["id"] == "USLACKBOT",
        restricted=bool(raw.get("is_restricted") or raw.get("is_ultra_restricted") or raw.get("is_stranger")),
        deleted=bool(raw.get("deleted")),
        bot=profile.get("bot_id") or "",
    )


def _group(raw: dict[str, Any]) -> Group:
    users = frozenset() if raw.get("date_delete") else frozenset(raw.get("users") or [])
    return Group(raw["id"], raw.get("handle") or "", raw.get("name") or raw.get("handle") or raw["id"], users)
