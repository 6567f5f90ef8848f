"""Who is in the workspace, and what Slack tells of it in between."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.escalation import hours_of
from bot.hours import Own, Week
from bot.people import Group, People
from bot.workflows import Team
from handlers.slack import directory
from handlers.slack.directory import Directory, after
from storage.models import Who
from tests.bot.engine.house import MARIA, MEMBERS, PEOPLE, START

GONE = {"type": "subteam_members_changed", "subteam_id": "SLEADS", "added_users": [], "removed_users": ["UMARIA"]}
CAME = {"type": "subteam_members_changed", "subteam_id": "SLEADS", "added_users": ["UOLGA"], "removed_users": []}
LEADS = PEOPLE.groups["SLEADS"].users


def changed(**more: Any) -> dict[str, Any]:
    """Maria's account as Slack tells of it after a change."""
    return {"type": "user_change", "user": {"id": "UMARIA", "team_id": "T1", "name": "maria", "real_name": "M"} | more}


@pytest.mark.parametrize(
    ("event", "users"),
    [
        (GONE, LEADS - {"UMARIA"}),
        (CAME, LEADS | {"UOLGA"}),
        ({**GONE, "subteam_id": "SOTHER"}, LEADS),
        ({"type": "subteam_updated", "subteam": {"id": "SLEADS", "handle": "leads", "users": ["UWEI"]}}, {"UWEI"}),
        ({"type": "subteam_updated", "subteam": {"id": "SLEADS", "handle": "bosses"}}, LEADS),
        ({"type": "subteam_updated", "subteam": {"id": "SLEADS", "handle": "leads", "date_delete": 9}}, set()),
    ],
    ids=["left", "joined", "another", "updated", "renamed", "disabled"],
)
def test_a_group_is_as_slack_told_last(event: dict[str, Any], users: set[str]) -> None:
    assert after(PEOPLE, event).groups["SLEADS"].users == users


@pytest.mark.parametrize(("told", "zone"), [({}, "Europe/Berlin"), ({"tz": None}, "Europe/Berlin"),
                                            ({"tz": "Asia/Tokyo"}, "Asia/Tokyo")])  # fmt: skip
def test_whoever_has_no_time_zone_in_slack_is_where_the_team_is(told: dict[str, Any], zone: str) -> None:
    day, night = Week.parse("Mon-Fri 09:00-18:00"), Week.parse("Mon-Fri 22:00-06:00")
    berlin = Team(timezone="Europe/Berlin", hours={"Europe/Berlin": day, "Asia/Tokyo": night})
    hours = hours_of("UMARIA", after(PEOPLE, changed(**told)), berlin, Own())
    assert (hours.zone, hours.week) == (ZoneInfo(zone), day if zone == "Europe/Berlin" else night)


def test_a_renamed_group_is_called_by_its_new_handle() -> None:
    event = {"type": "subteam_updated", "subteam": {"id": "SLEADS", "handle": "bosses"}}
    assert after(PEOPLE, event).resolve("@bosses") == "SLEADS"
    assert after(PEOPLE, event).resolve("@leads") == ""


@pytest.mark.parametrize(
    ("event", "person", "member"),
    [
        (changed(), True, True),
        (changed(deleted=True), False, False),
        (changed(is_restricted=True), True, False),
        (changed(is_bot=True), False, False),
        (changed(team_id="T2"), False, False),
    ],
    ids=["renamed", "deactivated", "guest", "bot", "elsewhere"],
)
def test_a_person_is_as_slack_told_last(event: dict[str, Any], person: bool, member: bool) -> None:
    people = after(PEOPLE, event)
    assert (people.is_person(MARIA), people.is_full_member(MARIA)) == (person, member)


def test_somebody_new_is_known_at_once() -> None:
    event = {"type": "team_join", "user": {"id": "UNEW", "team_id": "T1", "name": "new"}}
    assert after(PEOPLE, event).is_full_member(Who("T1", "UNEW"))


class World:
    """Only what the directory uses of the world."""

    def __init__(self) -> None:
        self.snapshot = PEOPLE

    def clock(self) -> Any:
        return START

    @property
    def people(self) -> People:
        return self.snapshot

    @people.setter
    def people(self, found: People) -> None:
        self.snapshot = found


async def test_what_is_told_while_everybody_is_asked_for_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    kept = Directory(None, world)  # type: ignore[arg-type]

    async def fetched(client: object, team: str, bot_user: str) -> People:
        kept.hear(GONE)  # after Slack made its answer, and before it came
        return replace(PEOPLE, groups={"SLEADS": Group("SLEADS", "leads", "Leads", LEADS)})

    monkeypatch.setattr(directory, "fetch", fetched)
    await kept.refresh()
    assert "UMARIA" not in world.people.groups["SLEADS"].users
    assert world.people.members == MEMBERS


async def test_what_was_told_before_is_not_told_again_after_a_new_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    kept = Directory(None, world)  # type: ignore[arg-type]
    assert kept.hear(GONE)
    assert "UMARIA" not in world.people.groups["SLEADS"].users

    async def fetched(client: object, team: str, bot_user: str) -> People:
        return PEOPLE  # she was taken in again

    monkeypatch.setattr(directory, "fetch", fetched)
    await kept.refresh()
    assert "UMARIA" in world.people.groups["SLEADS"].users


def test_nothing_else_is_kept_from_the_inbox() -> None:
    kept = Directory(None, World())  # type: ignore[arg-type]
    assert not kept.hear({"type": "message", "text": "hello"})
    assert not kept.hear({})
