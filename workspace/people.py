"""What an owner of the workspace changes: who is in a group, who may still do what, who is new."""

from dataclasses import fields, replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workspace import shapes
from workspace.clock import Clock
from workspace.events import Events
from workspace.feed import Feed
from workspace.jsontypes import Json
from workspace.seed import Group, Person
from workspace.state import State

CHANGEABLE = {"real_name", "title", "tz", "is_owner", "is_admin", "is_restricted", "deleted"}
NEEDED = {field.name for field in fields(Person)} - CHANGEABLE - {"id"}


class PeopleError(Exception):
    """A change of people makes no sense; the text says why."""


class People:
    """Changes people and groups, and tells the app and the pages."""

    def __init__(self, state: State, clock: Clock, events: Events, feed: Feed) -> None:
        self._state, self._clock, self._events, self._feed = state, clock, events, feed

    def set_group(self, group_id: str, users: list[str]) -> Group:
        """Replace the members of a group.

        Raises:
            PeopleError: there is no such group, or no such person.

        """
        group = self._state.groups.get(group_id)
        if group is None:
            raise PeopleError(f"There is no group {group_id!r}. Known: {', '.join(self._state.groups)}.")
        if unknown := [user for user in users if user not in self._state.people]:
            raise PeopleError(f"There is nobody with the id {unknown[0]!r}.")
        changed = replace(group, users=tuple(users))
        self._state.groups[group_id] = changed
        self._events.team_event(self._membership(group, changed))
        shape = shapes.group(self._state, changed, with_users=True, with_count=True)
        self._events.team_event({"type": "subteam_updated", "subteam": shape})
        self._feed.to_all({"type": "reset"})
        return changed

    def _membership(self, before: Group, after: Group) -> Json:
        added = [user for user in after.users if user not in before.users]
        removed = [user for user in before.users if user not in after.users]
        now = int(self._clock.now())
        return {
            "type": "subteam_members_changed",
            "subteam_id": after.id,
            "team_id": self._state.seed.team_id,
            "date_previous_update": now,
            "date_update": now,
            "added_users": added,
            "added_users_count": len(added),
            "removed_users": removed,
            "removed_users_count": len(removed),
        }

    def set_person(self, user: str, changes: Json) -> Person:
        """Change a person: a new title, a guest, a deactivated account.

        Raises:
            PeopleError: there is no such person, or the change names something else.

        """
        if user not in self._state.people:
            raise PeopleError(f"There is nobody with the id {user!r}.")
        if unknown := set(changes) - CHANGEABLE:
            raise PeopleError(f"{sorted(unknown)[0]!r} cannot be changed. Known: {', '.join(sorted(CHANGEABLE))}.")
        _check(changes)
        person = replace(self._state.people[user], **changes)
        self._state.people[user] = person
        self._tell("user_change", user)
        return person

    def add(self, given: Json) -> Person:
        """Let somebody new join the team and every public channel.

        Raises:
            PeopleError: an id is taken, or something is missing.

        """
        try:
            person = Person(**given)
        except TypeError as error:
            raise PeopleError(
                f"A person needs id, {', '.join(sorted(NEEDED))}, real_name, title and tz: {error}"
            ) from error
        _check(given)
        if self._state.exists(person.id):
            raise PeopleError(f"The id {person.id!r} is taken.")
        self._state.people[person.id] = person
        self._tell("team_join", person.id)
        for channel in self._state.channels.values():
            if channel.general:
                channel.members.append(person.id)
                self._events.member("member_joined_channel", channel, person.id)
        return person

    def _tell(self, event: str, user: str) -> None:
        shape = shapes.user(self._state, user, self._clock.now(), email=False)
        self._events.team_event({"type": event, "user": shape, "cache_ts": int(self._clock.now())})
        self._feed.to_all({"type": "reset"})


def _check(given: Json) -> None:
    for name, value in given.items():
        kind = bool if name.startswith("is_") or name == "deleted" else str
        if not isinstance(value, kind):
            raise PeopleError(f"{name} is {'true or false' if kind is bool else 'a text'}.")
    try:
        ZoneInfo(given.get("tz", "UTC"))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise PeopleError(f"{given['tz']!r} is no time zone such as Europe/Lisbon.") from error
