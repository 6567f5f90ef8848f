"""The sample shop's database: made from `seed.sql` at first use, opened anew for each call. Amounts are EUR as Decimal.

The database stands at SHOP_DB, or in `shop.db` of the current folder.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from bot.tools import ToolRefused

SEED = Path(__file__).with_name("seed.sql")
WAIT_SECONDS = 10.0  # for another process that is writing


@dataclass(frozen=True)
class Order:
    """An order as the shop knows it now. `reason` and `reported_on` are the customer's report, if there is one."""

    order_id: str
    item: str
    charges: tuple[Decimal, ...]
    paid_on: date | None
    refunded: Decimal
    refunded_on: date | None
    shipment: str
    shipment_since: date | None
    shipment_note: str
    reason: str | None
    reported_on: date | None

    @property
    def paid(self) -> Decimal:
        """All charges together."""
        return sum(self.charges, Decimal(0))

    @property
    def left(self) -> Decimal:
        """What can still be refunded."""
        return self.paid - self.refunded


@contextmanager
def opened(*, write: bool = False) -> Iterator[sqlite3.Connection]:
    """The shop's database in one transaction; it is kept only if the block ends well.

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
        raise ToolRefused(f"The shop's database cannot be opened ({error}). SHOP_DB names its file.") from error
    try:
        connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
        yield connection
        connection.execute("COMMIT")
    finally:
        connection.close()  # what is not committed is rolled back


def _seed(connection: sqlite3.Connection) -> None:
    """Make the tables and their rows. Of two processes the second waits, and then finds every row there."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'refunds'").fetchone():
        connection.executescript(f"BEGIN IMMEDIATE;{SEED.read_text(encoding='utf-8')}COMMIT;")


def find(connection: sqlite3.Connection, order_id: str) -> Order | None:
    """The order with its payments, refunds, shipment and report; None = no such order."""
    row = connection.execute(
        "SELECT o.order_id, o.item, s.status, s.since, s.note, r.reason, r.reported_on FROM orders o"
        " LEFT JOIN shipments s USING (order_id) LEFT JOIN reports r USING (order_id) WHERE order_id = ?",
        [order_id],
    ).fetchone()
    if row is None:
        return None
    charges = connection.execute(
        "SELECT amount_cents, paid_on FROM payments WHERE order_id = ? ORDER BY paid_on", [order_id]
    ).fetchall()
    refunded_cents, refunded_at = connection.execute(
        "SELECT total(amount_cents), max(refunded_at) FROM refunds WHERE order_id = ?", [order_id]
    ).fetchone()
    return Order(
        order_id=order_id,
        item=row["item"],
        charges=tuple(euros(charge["amount_cents"]) for charge in charges),
        paid_on=_day(charges[-1]["paid_on"]) if charges else None,
        refunded=euros(int(refunded_cents)),
        refunded_on=_day(refunded_at),
        shipment=row["status"] or "",
        shipment_since=_day(row["since"]),
        shipment_note=row["note"] or "",
        reason=row["reason"],
        reported_on=_day(row["reported_on"]),
    )


def order_ids_of(connection: sqlite3.Connection, email: str) -> list[str]:
    """The numbers of a customer's orders, newest first."""
    rows = connection.execute(
        "SELECT order_id FROM orders WHERE email = ? ORDER BY CAST(order_id AS INTEGER) DESC", [email.lower()]
    )
    return [row["order_id"] for row in rows]


def refund_under(connection: sqlite3.Connection, key: str) -> dict[str, str] | None:
    """What was refunded under this key; None = nothing was."""
    row = connection.execute(
        "SELECT order_id, amount_cents, reason, refunded_at FROM refunds WHERE key = ?", [key]
    ).fetchone()
    if row is None:
        return None
    return {
        "order_id": row["order_id"],
        "amount": str(euros(row["amount_cents"])),
        "reason": row["reason"],
        "refunded_at": row["refunded_at"],
    }


def add_refund(
    connection: sqlite3.Connection,
    key: str,
    order_id: str,
    amount: Decimal,
    reason: str,
    decided_by: tuple[str, ...],
    now: datetime,
) -> dict[str, str]:
    """Write the refund down, and with it the money goes back; the refund as `refund_under` tells it."""
    refunded_at = now.isoformat(timespec="seconds")
    connection.execute(
        "INSERT INTO refunds (key, order_id, amount_cents, reason, decided_by, refunded_at) VALUES (?, ?, ?, ?, ?, ?)",
        [key, order_id, int(amount * 100), reason, " ".join(decided_by), refunded_at],
    )
    return {"order_id": order_id, "amount": str(amount), "reason": reason, "refunded_at": refunded_at}


def euros(cents: int) -> Decimal:
    """Cents as EUR with two decimals."""
    return (Decimal(cents) / 100).quantize(Decimal("0.01"))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
