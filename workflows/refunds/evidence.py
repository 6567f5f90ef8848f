"""What the shop's records say about an order, in sentences for the card: facts with their source, and doubts."""

from datetime import date
from typing import Any

from .shop import Order  # noqa: TID252 (the folder is its own package, its name is Baton's)

Fact = dict[str, Any]
Doubt = dict[str, Any]


def nothing_left(order: Order, today: date) -> str:
    """Why nothing of this order can be refunded any more."""
    if order.refunded_on is None:
        return f"Order {order.order_id} was not paid, so there is nothing to refund."
    when = short(order.refunded_on, today)
    return f"Order {order.order_id} was refunded in full already (EUR {order.refunded}, last on {when})."


def facts(order: Order, today: date) -> list[Fact]:
    """What the shop knows, with its source; at most four, the payment first."""
    known = [payment_fact(order, today), shipment_fact(order, today)]
    if order.refunded and order.refunded_on:
        text = f"EUR {order.refunded} of it refunded on {short(order.refunded_on, today)}"
        known.insert(1, {"text": text, "source": "refunds", "against": True, "field": "amount"})
    if order.reason and order.reported_on and not disputed(order):
        text = f"Customer reported on {short(order.reported_on, today)}: {order.reason.lower()}"
        known.append({"text": text, "source": "reports", "against": False, "field": "reason"})
    return known


def payment_fact(order: Order, today: date) -> Fact:
    """What was paid and when."""
    times = f" in {len(order.charges)} charges" if len(order.charges) > 1 else ""
    when = f" on {short(order.paid_on, today)}" if order.paid_on else ""
    so_far = "" if order.refunded else ", not refunded so far"
    text = f"Paid EUR {order.paid}{times}{when}{so_far}"
    return {"text": text, "source": "orders", "against": False, "field": "amount"}


def shipment_fact(order: Order, today: date) -> Fact:
    """Where the parcel is. A delivery speaks against a refund, unless something else is on file."""
    if order.shipment in ("", "packed") or order.shipment_since is None:
        return {"text": "Not shipped yet", "source": "shipments", "against": True, "field": ""}
    note = f", {order.shipment_note}" if order.shipment_note else ""
    text = f"“{order.shipment.capitalize()} {short(order.shipment_since, today)}{note}”"
    against = order.shipment == "delivered" and order.reason in (None, "Parcel not received")
    return {"text": text, "source": "shipments", "against": against, "field": ""}


def doubts(order: Order, today: date) -> list[Doubt]:
    """What the shop's own records leave open."""
    since = short(order.shipment_since, today) if order.shipment_since else ""
    found = []
    if disputed(order):
        what = f"Delivered or lost? The carrier says delivered {since}, the customer says not."
        found.append(doubt(what, "the carrier’s photo", "reason"))
    if order.shipment == "in transit":
        found.append(doubt(f"Lost or late? In transit since {since}.", "the carrier’s tracking", "reason"))
    if order.shipment in ("", "packed"):
        found.append(doubt("Cancel in place of a refund? The order is not shipped yet.", "the warehouse", ""))
    if len(order.charges) > 1:
        charges = " and ".join(f"EUR {charge}" for charge in order.charges)
        found.append(doubt(f"All of it or one charge? {charges} were paid.", "the payment page", "amount"))
    return found


def doubt(what: str, settled_by: str, field: str) -> Doubt:
    """A doubt that could change the answer."""
    return {"what": what, "changes_answer": True, "settled_by": settled_by, "field": field}


def disputed(order: Order) -> bool:
    """True where the carrier says delivered and the customer says not."""
    return order.shipment == "delivered" and order.reason == "Parcel not received"


def short(day: date, today: date) -> str:
    """3 Nov; with the year where it is another one than today's."""
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day.day} {day:%b %Y}"
