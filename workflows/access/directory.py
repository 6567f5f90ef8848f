"""The sample directory of people and groups: made from `seed.sql` at first use, opened anew for each call.

It stands in the same database as the sample shop: SHOP_DB, or `shop.db` of the current folder.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from bot.tools import ToolRefused

SEED = Path(__file__).with_name("seed.sql")
WAIT_SECONDS = 10.0  # for another process that is writing
Action = Literal["granted", "revoked"]


@dataclass(frozen=True)
class Person:
    """Somebody of the directory. `until` is the last day of a contract, None where none is agreed."""

    login: str
    name: str
    team: str
    city: str
    until: date | None

    def gone(self, today: date) -> bool:
        """True after the last day of the contract."""
        return self.until is not None and self.until < today


@dataclass(frozen=True)
class Group:
    """A group: what membership opens, who answers for it, how many are in it."""

    name: str
    opens: str
    owner: str
    members: int


@contextmanager
def opened(*, write: bool = False) -> Iterator[sqlite3.Connection]:
    """The directory's database in one transaction; it is kept only if the block ends well.

    Raises:
        ToolRefused: the database cannot be opened; nothing happened.
    """
    path = os.environ.get("SHOP_DB", "shop.db")  # noqa: TID251 (a sample tool stands outside Baton's settings)
    connection = None
    try:
        connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
        connection.row_factory = sqlite3.Row
        _seed(connection)
    except sqlite3.Error as error:
        if connection:
            connection.close()
        raise ToolRefused(f"The directory's database cannot be opened ({error}). SHOP_DB names its file.") from error
    try:
        connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
        yield connection
        connection.execute("COMMIT")
    finally:
        connection.close()  # what is not committed is rolled back


def _seed(connection: sqlite3.Connection) -> None:
    """Make the tables and their rows. Of two processes the second waits, and then finds every row there."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'access_changes'").fetchone():
        connection.executescript(f"BEGIN IMMEDIATE;{SEED.read_text(encoding='utf-8')}COMMIT;")


def find_person(connection: sqlite3.Connection, login: str) -> Person | None:
    """The person with this login; None = nobody."""
    return _one(connection, "login = ?", login)


def find_mentioned(connection: sqlite3.Connection, slack_id: str) -> Person | None:
    """The person with this Slack user id; None = nobody."""
    return _one(connection, "slack_id = ?", slack_id)


def find_called(connection: sqlite3.Connection, name: str) -> list[Person]:
    """Everybody with this first, last or whole name, in any case."""
    wanted = name.casefold()
    people = [_person(row) for row in connection.execute("SELECT * FROM people ORDER BY login")]
    return [person for person in people if wanted in {person.name.casefold(), *person.name.casefold().split()}]


def find_group(connection: sqlite3.Connection, name: str) -> Group | None:
    """The group of this name; None = none."""
    row = connection.execute(
        "SELECT name, opens, owner, (SELECT count(*) FROM memberships WHERE group_name = name) AS members"
        " FROM access_groups WHERE name = ?",
        [name],
    ).fetchone()
    return Group(**row) if row else None


def member_since(connection: sqlite3.Connection, login: str, group: str) -> date | None:
    """Since when this person is in this group; None = not a member."""
    row = connection.execute(
        "SELECT since FROM memberships WHERE login = ? AND group_name = ?", [login, group]
    ).fetchone()
    return date.fromisoformat(row["since"]) if row else None


def clashes(connection: sqlite3.Connection, login: str, group: str) -> list[tuple[str, str]]:
    """Groups that this person is in and that are kept apart from `group`, each with the reason."""
    rows = connection.execute(
        "SELECT m.group_name, k.why FROM memberships m JOIN kept_apart k"
        " ON (k.one = :group AND k.other = m.group_name) OR (k.other = :group AND k.one = m.group_name)"
        " WHERE m.login = :login ORDER BY m.group_name",
        {"group": group, "login": login},
    )
    return [(row["group_name"], row["why"]) for row in rows]


def change_under(connection: sqlite3.Connection, key: str) -> dict[str, str] | None:
    """What was changed under this key; None = nothing was."""
    row = connection.execute(
        "SELECT action, login AS person, group_name AS 'group', changed_at FROM access_changes WHERE key = ?", [key]
    ).fetchone()
    return dict(row) if row else None


def change(
    connection: sqlite3.Connection,
    action: Action,
    key: str,
    login: str,
    group: str,
    decided_by: tuple[str, ...],
    now: datetime,
) -> dict[str, str]:
    """Put the person into the group or take them out, under `key`; the change as `change_under` tells it."""
    changed_at = now.isoformat(timespec="seconds")
    if action == "granted":
        connection.execute(
            "INSERT INTO memberships (login, group_name, since) VALUES (?, ?, ?)",
            [login, group, now.date().isoformat()],
        )
    else:
        connection.execute("DELETE FROM memberships WHERE login = ? AND group_name = ?", [login, group])
    connection.execute(
        "INSERT INTO access_changes (key, action, login, group_name, decided_by, changed_at) VALUES (?, ?, ?, ?, ?, ?)",
        [key, action, login, group, " ".join(decided_by), changed_at],
    )
    return {"action": action, "person": login, "group": group, "changed_at": changed_at}


def _one(connection: sqlite3.Connection, where: str, value: str) -> Person | None:
    row = connection.execute(f"SELECT * FROM people WHERE {where}", [value]).fetchone()  # noqa: S608 (ours, above)
    return _person(row) if row else None


def _person(row: sqlite3.Row) -> Person:
    until = date.fromisoformat(row["until"]) if row["until"] else None
    return Person(login=row["login"], name=row["name"], team=row["team"], city=row["city"], until=until)
