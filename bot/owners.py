"""Who owns this Baton: who may pause, override and reset. Pure; asked again at every press."""

from typing import Any

from bot.people import People
from bot.workflows import Team
from storage.models import Who

LEAST, MOST = 10, 500
"""Characters of the reason that an override asks for."""


def owners_of(people: People, team: Team) -> tuple[str, ...]:
    """The user ids of the owners of team.yml who are active people of this workspace, in the order of their names.

    Whoever left does not count, nor does a bot; a guest counts only where the file names them by themselves.
    """
    able = (user for user in people.users(team.owners) if people.is_person(Who(people.team, user)))
    found = (user for user in able if not people.is_uncalled_guest(user, team.owners))
    return tuple(sorted(found, key=lambda user: (people.name(user), user)))


def owns(people: People, team: Team, who: Who) -> bool:
    """Whether this person is an owner."""
    return people.is_person(who) and who.user in owners_of(people, team)


def not_an_owner(people: People, team: Team, who: Who) -> dict[str, Any]:
    """Why this person may not do what only owners may, with who they are (empty: there is none); empty for an owner."""
    if not people.is_person(who):
        return {"what": "stranger"}
    owners = owners_of(people, team)
    return {} if who.user in owners else {"what": "owners", "who": people.labels(owners) if owners else ""}
