"""What people set for themselves: when they work, and until when they are away."""

from datetime import datetime
from typing import NamedTuple

from storage.models import Who
from storage.sqlite import Db, to_text


class Kept(NamedTuple):
    """A person's own hours: a week as files write it ('' = as the team's file says), away until a local date or ''."""

    week: str
    back_on: str


def put(db: Db, who: Who, week: str, back_on: str, now: datetime) -> None:
    """These are a person's hours from now on."""
    db.execute(
        "INSERT INTO hours(person, week, back_on, at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT(person) DO UPDATE SET week = excluded.week, back_on = excluded.back_on, at = excluded.at",
        (str(who), week, back_on, to_text(now)),
    )


def get(db: Db, who: Who) -> Kept:
    """What this person set; both empty where nothing."""
    row = db.execute("SELECT week, back_on FROM hours WHERE person = ?", (str(who),)).fetchone()
    return Kept(row["week"], row["back_on"]) if row else Kept("", "")
