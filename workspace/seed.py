"""Who and what is there when a workspace starts. A caller may start with any other `Seed`."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Person:
    """A human member."""

    id: str
    name: str
    """The handle, lower case."""
    real_name: str
    title: str
    city: str
    tz: str
    """IANA name, e.g. `Europe/Lisbon`."""
    color: str
    """Six hex digits, for the avatar."""
    is_owner: bool = False
    is_admin: bool = False
    is_restricted: bool = False
    deleted: bool = False
    team_id: str = ""
    """The workspace that they belong to, where it is a connected one; empty = this one."""


@dataclass(frozen=True)
class Group:
    """A user group."""

    id: str
    handle: str
    name: str
    users: tuple[str, ...]


@dataclass(frozen=True)
class Room:
    """A channel. `members` None = every person; the bot is a member where `bot` is true."""

    id: str
    name: str
    topic: str = ""
    purpose: str = ""
    members: tuple[str, ...] | None = None
    bot: bool = True
    private: bool = False
    archived: bool = False
    general: bool = False


@dataclass(frozen=True)
class Line:
    """A message that is there from the start, said `ago` seconds before it; `user` may be the bot."""

    channel: str
    user: str
    text: str
    ago: float = 60.0


@dataclass(frozen=True)
class Seed:
    """A whole workspace at its start."""

    people: tuple[Person, ...]
    groups: tuple[Group, ...]
    rooms: tuple[Room, ...]
    lines: tuple[Line, ...] = ()
    team_id: str = "T01BATON"
    team_name: str = "Baton Demo"
    team_domain: str = "baton-demo"
    app_id: str = "A01BATON"
    bot_user: str = "U01BATON"
    bot_id: str = "B01BATON"
    created: int = field(default=1_767_225_600)
    """Epoch seconds at which everything was made."""


PEOPLE = (
    Person("U02MARIA", "maria", "Maria Lopes", "Support lead", "Lisbon", "Europe/Lisbon", "8a5a00"),
    Person("U03JONAS", "jonas", "Jonas Weber", "Sales", "Berlin", "Europe/Berlin", "2b6ca3"),
    Person("U04DANA", "dana", "Dana Cole", "Owner, compliance", "New York", "America/New_York", "7a3e8e", True, True),
    Person("U05ALEX", "alex", "Alex Reyes", "On call", "New York", "America/New_York", "1f7a4d"),
    Person("U06WEI", "wei", "Wei Tan", "Shift lead", "Singapore", "Asia/Singapore", "b23a48"),
)

GROUPS = (
    Group("S01SUPPORT", "support-leads", "Support leads", ("U02MARIA", "U06WEI")),
    Group("S02HEADSUP", "head-of-support", "Head of support", ("U04DANA",)),
    Group("S03COMPLY", "compliance", "Compliance officers", ("U04DANA", "U05ALEX")),
    Group("S04ACCESS", "access-admins", "Access admins", ("U02MARIA", "U04DANA", "U05ALEX")),
)

ROOMS = (
    Room("C01START", "start-here", "Three things to try"),
    Room("C02REFUNDS", "refunds", "Refund requests and their decisions"),
    Room("C03ACCESS", "access", "Who may open what"),
    Room("C04ALERTS", "alerts", "Transaction alerts"),
    Room("C05GENERAL", "general", "Everybody", general=True),
)

DEFAULT = Seed(PEOPLE, GROUPS, ROOMS)
