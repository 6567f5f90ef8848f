"""Who owns this Baton: who may pause, override and reset. Pure; asked again at every press."""

from bot.people import People
from bot.workflows import Team
from storage.models import Who


def owners_of(people: People, team: Team) -> tuple[str, ...]:
    """The user ids of the owners of team.yml who are active people of this workspace, in the order of their names.

    Whoever left does not count, nor does a bot; a guest counts only where the file names them by themselves.
    """
    named = {people.resolve(reference) for reference in team.owners}
    able = (user for user in people.users(team.owners) if people.is_person(Who(people.team, user)))
    found = (user for user in able if user in named or not people.members[user].restricted)
    return tuple(sorted(found, key=lambda user: (people.name(user), user)))


def owns(people: People, team: Team, who: Who) -> bool:
    """Whether this person is an owner."""
    return people.is_person(who) and who.user in owners_of(people, team)
