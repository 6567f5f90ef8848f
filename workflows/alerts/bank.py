"""The sample bank's database: made from `seed.sql` at first use, opened anew for each call. Amounts are EUR as Decimal.

It stands in the same database as the sample shop: SHOP_DB, or `shop.db` of the current folder.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

from bot.tools import ToolRefused

SEED = Path(__file__).with_name("seed.sql")
WAIT_SECONDS = 10.0  # for another process that is writing
Action = Literal["cleared", "reopened", "reported"]
_STATE = {"cleared": "cleared", "reopened": "open", "reported": "reported"}


@dataclass(frozen=True)
class Alert:
    """An alert as the monitoring raised it, with what the account file says of the holder. `state` is of now."""

    alert: str
    account: str
    rule: str
    from_day: date
    to_day: date
    state: str
    holder: str
    opened_on: date


@dataclass(frozen=True)
class Transfer:
    """One transfer; `times_before` is how often the other side was seen on this account before."""

    incoming: bool
    other: str
    amount: Decimal
    day: date
    times_before: int


@contextmanager
def opened(*, write: bool = False) -> Iterator[sqlite3.Connection]:
    """The bank's database in one transaction; it is kept only if the block ends well.

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
        raise ToolRefused(f"The bank's database cannot be opened ({error}). SHOP_DB names its file.") from error
    try:
        connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
        yield connection
        connection.execute("COMMIT")
    finally:
        connection.close()  # what is not committed is rolled back


def _seed(connection: sqlite3.Connection) -> None:
    """Make the tables and their rows. Of two processes the second waits, and then finds every row there."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alert_changes'").fetchone():
        connection.executescript(f"BEGIN IMMEDIATE;{SEED.read_text(encoding='utf-8')}COMMIT;")


def find(connection: sqlite3.Connection, alert: str) -> Alert | None:
    """The alert with its account; None = no such alert."""
    row = connection.execute(
        "SELECT a.*, c.holder, c.opened_on FROM alerts a JOIN accounts c USING (account) WHERE alert = ?", [alert]
    ).fetchone()
    if row is None:
        return None
    days = {name: date.fromisoformat(row[name]) for name in ("from_day", "to_day", "opened_on")}
    return Alert(row["alert"], row["account"], row["rule"], state=row["state"], holder=row["holder"], **days)


def transfers(connection: sqlite3.Connection, alert: Alert) -> list[Transfer]:
    """The account's transfers in the days that the alert is about, oldest first."""
    rows = connection.execute(
        "SELECT * FROM transfers WHERE account = ? AND day BETWEEN ? AND ? ORDER BY day, rowid",
        [alert.account, alert.from_day.isoformat(), alert.to_day.isoformat()],
    )
    return [
        Transfer(
            row["direction"] == "in",
            row["other"],
            Decimal(row["amount_cents"]).scaleb(-2),
            date.fromisoformat(row["day"]),
            row["times_before"],
        )
        for row in rows
    ]


def change_under(connection: sqlite3.Connection, key: str) -> dict[str, str] | None:
    """What was changed under this key; None = nothing was."""
    row = connection.execute(
        "SELECT action, alert, detail, changed_at FROM alert_changes WHERE key = ?", [key]
    ).fetchone()
    return dict(row) if row else None


def change(
    connection: sqlite3.Connection,
    action: Action,
    key: str,
    alert: str,
    detail: str,
    decided_by: tuple[str, ...],
    now: datetime,
) -> dict[str, str]:
    """Change an alert's state under a key that must be new."""
    connection.execute(
        "INSERT INTO alert_changes VALUES (?, ?, ?, ?, ?, ?)",
        [key, action, alert, detail, " ".join(decided_by), now.isoformat()],
    )
    connection.execute("UPDATE alerts SET state = ? WHERE alert = ?", [_STATE[action], alert])
    return {"action": action, "alert": alert, "detail": detail, "changed_at": now.isoformat()}
