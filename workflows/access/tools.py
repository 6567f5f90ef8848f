"""The tools of the sample workflow `access`: look people and groups up, grant and revoke membership."""

import sqlite3
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WrapValidator
from pydantic_core import PydanticCustomError

from bot.tools import Call, ToolRefused, tool

from . import directory  # noqa: TID252 (the folder is its own package, its name is Baton's)


def said(text: str) -> WrapValidator:
    """Say `text` where a value does not fit, in place of pydantic's own words."""

    def validate(value: Any, inner: Any) -> Any:
        try:
            return inner(value)
        except ValidationError as error:
            raise PydanticCustomError("does_not_fit", "{text}", {"text": text}) from error

    return WrapValidator(validate)


def lowered(value: Any) -> Any:
    """Logins and groups are written small; people do not always."""
    return value.strip().lower() if isinstance(value, str) else value


GroupName = Literal[
    "analytics",
    "billing",
    "customer-data",
    "deploys",
    "marketing-site",
    "payouts",
    "payroll",
    "production-db",
    "staging",
    "support-inbox",
]
Login = Annotated[
    str,
    Field(title="Person", pattern=r"^[a-z]{2,}\.[a-z]{2,}$"),
    BeforeValidator(lowered),
    said("Not a login: first name, dot, last name, for example jonas.weber."),
]
GroupChoice = Annotated[GroupName, Field(title="Group"), BeforeValidator(lowered), said("Not one of the groups.")]


class Args(BaseModel):
    """What all arguments here have in common."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Membership(Args):
    """One person in one group."""

    person: Login
    group: GroupChoice


class PersonLogin(Args):
    """Whom to look up."""

    person: Login


class Mention(BaseModel):
    """Whom a Slack mention means (the field is called as the offline agent looks for people)."""

    user: Annotated[str, Field(title="Slack user id", pattern="^[UW][A-Z0-9]{5,}$"), said("Not a Slack user id.")]


class PlainName(Args):
    """Whom a plain name may mean."""

    name: Annotated[str, Field(title="Name", min_length=2, max_length=80), said("Not a name: 2 to 80 characters.")]


class GroupOnly(Args):
    """Which group to look up."""

    group: GroupChoice


@tool(effect=False)
def find_person(args: PersonLogin, call: Call) -> dict[str, Any]:
    """Look a person up by login."""
    with directory.opened() as connection:
        person = directory.find_person(connection, args.person)
    if person is None:
        raise ToolRefused(f"Nobody with the login {args.person} in the directory.")
    return about(person, call.now.date())


@tool(effect=False)
def person_mentioned(args: Mention, call: Call) -> dict[str, Any]:
    """Look up whom a Slack mention means."""
    with directory.opened() as connection:
        person = directory.find_mentioned(connection, args.user)
    if person is None:
        raise ToolRefused("The person mentioned is not in the directory.")
    return about(person, call.now.date())


@tool(effect=False)
def people_called(args: PlainName, call: Call) -> dict[str, Any]:
    """Look up whom a plain name may mean; where only one fits, it is the person found."""
    with directory.opened() as connection:
        people = directory.find_called(connection, args.name)
    if not people:
        raise ToolRefused(f"Nobody called {args.name} in the directory.")
    if len(people) == 1:
        return about(people[0], call.now.date())
    logins = ", ".join(person.login for person in people)
    return {"people": [person.login for person in people], "facts": [fact(f"Several people fit: {logins}", "person")]}


@tool(effect=False)
def find_group(args: GroupOnly) -> dict[str, Any]:
    """Look a group up: what it opens, who answers for it."""
    with directory.opened() as connection:
        group = directory.find_group(connection, args.group)
    if group is None:
        raise ToolRefused(f"No group {args.group} in the directory.")
    text = f"{group.name} opens {group.opens}; {group.members} members, owner {group.owner}"
    return {"group": group.name, "owner": group.owner, "facts": [fact(text, "group", source="groups")]}


@tool(effect=False)
def find_membership(args: Membership, call: Call) -> dict[str, Any]:
    """Look up whether a person is in a group, and in groups that are kept apart from it."""
    with directory.opened() as connection:
        since = directory.member_since(connection, args.person, args.group)
        clashes = [] if since else directory.clashes(connection, args.person, args.group)
    state = f"Member of {args.group} since {short(since, call.now.date())}" if since else f"Not in {args.group} now"
    doubts = [clash(args, other, why) for other, why in clashes]
    return {"member": since is not None, "facts": [fact(state, "group", source="memberships")], "doubts": doubts}


@tool(effect=True, idempotent=True)
def grant_access(args: Membership, call: Call) -> dict[str, str]:
    """Put a person into a group. Under the same key it happens once."""
    return change("granted", args, call)


@tool(effect=True, idempotent=True)
def revoke_access(args: Membership, call: Call) -> dict[str, str]:
    """Take a person out of a group. Under the same key it happens once."""
    return change("revoked", args, call)


@grant_access.readback
def granted(args: Membership, call: Call) -> dict[str, str] | None:
    """The grant under this key, if there is one."""
    with directory.opened() as connection:
        return done(connection, "granted", args, call)


@revoke_access.readback
def revoked(args: Membership, call: Call) -> dict[str, str] | None:
    """The revocation under this key, if there is one."""
    with directory.opened() as connection:
        return done(connection, "revoked", args, call)


@grant_access.check
def grantable(args: Membership, call: Call) -> dict[str, str]:
    """What the directory says against this grant; nothing, if it happened under this key already."""
    with directory.opened() as connection:
        return refused(connection, "granted", args, call)


@revoke_access.check
def revocable(args: Membership, call: Call) -> dict[str, str]:
    """What the directory says against this revocation; nothing, if it happened under this key already."""
    with directory.opened() as connection:
        return refused(connection, "revoked", args, call)


def change(action: directory.Action, args: Membership, call: Call) -> dict[str, str]:
    """Change the membership once under the call's key, or raise ToolRefused with the reason."""
    with directory.opened(write=True) as connection:
        refusals = refused(connection, action, args, call)
        if refusals:
            raise ToolRefused(" ".join(refusals.values()))
        return done(connection, action, args, call) or directory.change(
            connection, action, call.key, args.person, args.group, call.decided_by, call.now
        )


def done(
    connection: sqlite3.Connection, action: directory.Action, args: Membership, call: Call
) -> dict[str, str] | None:
    """This very change, if it happened under the call's key."""
    row = directory.change_under(connection, call.key)
    return row if row and (row["action"], row["person"], row["group"]) == (action, args.person, args.group) else None


def refused(connection: sqlite3.Connection, action: directory.Action, args: Membership, call: Call) -> dict[str, str]:
    """Argument to the sentence that says why it cannot be; empty = the change can run, or ran already."""
    if done(connection, action, args, call):
        return {}
    if other := directory.change_under(connection, call.key):  # a directory that outlived Baton's own database
        text = (
            f"The directory has another change under {call.key}: {other['action']} {other['group']}, {other['person']}."
        )
        return {"person": text}
    person = directory.find_person(connection, args.person)
    group = directory.find_group(connection, args.group)
    if person is None:
        return {"person": f"Nobody with the login {args.person} in the directory."}
    if group is None:
        return {"group": f"No group {args.group} in the directory."}
    since = directory.member_since(connection, args.person, args.group)
    if action == "granted":
        return not_grantable(person, group, since, call.now.date())
    return not_revocable(person, group, since)


def not_grantable(person: directory.Person, group: directory.Group, since: date | None, today: date) -> dict[str, str]:
    """Why this person cannot be put into this group."""
    if person.until and person.gone(today):
        return {"person": f"{person.login} left on {short(person.until, today)}."}
    if since:
        return {"group": f"{person.login} is in {group.name} already, since {short(since, today)}."}
    return {}


def not_revocable(person: directory.Person, group: directory.Group, since: date | None) -> dict[str, str]:
    """Why this person cannot be taken out of this group."""
    if since is None:
        return {"group": f"{person.login} is not in {group.name}."}
    if person.login == group.owner:
        return {"person": f"{person.login} owns {group.name}; it needs another owner first."}
    return {}


def about(person: directory.Person, today: date) -> dict[str, Any]:
    """The person as a read tells it, with the doubt that an ending contract raises."""
    facts = [fact(f"{person.name}, {person.team}, {person.city}", "person", source="directory")]
    doubts = []
    if person.until and person.gone(today):
        facts.append(fact(f"Left on {short(person.until, today)}", "person", source="directory"))
    elif person.until:
        what = f"Until when? The contract of {person.login} ends on {short(person.until, today)}."
        doubts.append({"what": what, "changes_answer": False, "settled_by": "the person who asks", "field": "person"})
    return {"person": person.login, "name": person.name, "facts": facts, "doubts": doubts}


def clash(args: Membership, other: str, why: str) -> dict[str, Any]:
    """The doubt that two groups in one hand raise."""
    what = f"{args.group} and {other} in one hand? {args.person} is in {other}; {why}."
    return {"what": what, "changes_answer": True, "settled_by": f"the owner of {args.group}", "field": "group"}


def fact(text: str, field: str, source: str = "directory") -> dict[str, Any]:
    """A fact as the card takes it."""
    return {"text": text, "source": source, "against": False, "field": field}


def short(day: date, today: date) -> str:
    """3 Nov; with the year where it is another one than today's."""
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day.day} {day:%b %Y}"
