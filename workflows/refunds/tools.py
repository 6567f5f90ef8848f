"""The tools of the sample workflow `refunds`: look an order up, refund it."""

import sqlite3
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, WrapValidator
from pydantic_core import PydanticCustomError

from bot.tools import Call, ToolRefused, tool

from . import evidence, shop  # noqa: TID252 (the folder is its own package, its name is Baton's)

CENT = Decimal("0.01")


def said(text: str) -> WrapValidator:
    """Say `text` where a value does not fit, in place of pydantic's own words."""

    def validate(value: Any, inner: Any) -> Any:
        try:
            return inner(value)
        except ValidationError as error:
            raise PydanticCustomError("does_not_fit", "{text}", {"text": text}) from error

    return WrapValidator(validate)


OrderId = Annotated[str, Field(title="Order", pattern="^[0-9]{3,8}$"), said("Not an order number: 3 to 8 digits.")]
Amount = Annotated[
    Decimal,
    Field(title="Amount", gt=0, decimal_places=2, max_digits=10, json_schema_extra={"unit": "EUR"}),
    AfterValidator(lambda amount: amount.quantize(CENT)),
    said("Not an amount: more than 0, at most two decimals, for example 49.90."),
]
REASONS = ("Parcel not received", "Damaged on arrival", "Wrong item", "Changed my mind", "Charged twice")
Reason = Annotated[
    Literal["Parcel not received", "Damaged on arrival", "Wrong item", "Changed my mind", "Charged twice"],
    Field(title="Reason"),
    said(f"Not a reason: one of {', '.join(REASONS)}."),
]


class Args(BaseModel):
    """What all arguments here have in common."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, coerce_numbers_to_str=True)


class Refund(Args):
    """A refund of an order, whole or in part."""

    order_id: OrderId
    amount: Amount
    reason: Reason


class OrderNumber(Args):
    """Which order to look up."""

    order_id: OrderId


class Customer(Args):
    """Whose orders to look up."""

    email: Annotated[
        str, Field(title="E-mail", pattern=r"^[^@\s<>|]+@[^@\s<>|]+\.[a-z]+$"), said("Not an e-mail address.")
    ]


@tool(effect=False)
def find_order(args: OrderNumber, call: Call) -> dict[str, Any]:
    """Look an order up: what can still be refunded, what is known about it, what is doubtful."""
    with shop.opened() as connection:
        order = shop.find(connection, args.order_id)
    if order is None:
        raise ToolRefused(f"No order {args.order_id} in the shop.")
    if order.left <= 0:
        raise ToolRefused(evidence.nothing_left(order, call.now.date()))
    found = {"order_id": order.order_id, "amount": str(order.left), "item": order.item}
    today = call.now.date()
    return {**found, "facts": evidence.facts(order, today), "doubts": evidence.doubts(order, today)}


@tool(effect=False)
def orders_of_customer(args: Customer, call: Call) -> dict[str, Any]:
    """List a customer's orders by e-mail address; with only one that can be refunded, it is the order found."""
    with shop.opened() as connection:
        orders = [shop.find(connection, order_id) for order_id in shop.order_ids_of(connection, args.email)]
    if not orders:
        raise ToolRefused(f"No orders of {args.email} in the shop.")
    open_orders = [order for order in orders if order and order.left > 0]
    listed = [{"order_id": order.order_id, "amount": str(order.left), "item": order.item} for order in open_orders]
    text = ", ".join(f"{order.order_id} (EUR {order.left})" for order in open_orders) or "none"
    only = {"order_id": listed[0]["order_id"], "amount": listed[0]["amount"]} if len(listed) == 1 else {}
    fact = {"text": f"Orders of this customer that can be refunded: {text}", "source": "orders", "field": "order_id"}
    return {**only, "orders": listed, "facts": [fact]}


@tool(effect=True, idempotent=True)
def issue_refund(args: Refund, call: Call) -> dict[str, str]:
    """Refund an order, whole or in part. Under the same key it happens once."""
    with shop.opened(write=True) as connection:
        refusals = refused(connection, args, call)
        if refusals:
            raise ToolRefused(" ".join(refusals.values()))
        return done(connection, args, call) or shop.add_refund(
            connection, call.key, args.order_id, args.amount, args.reason, call.decided_by, call.now
        )


@issue_refund.readback
def refunded(args: Refund, call: Call) -> dict[str, str] | None:
    """The refund under this key, if there is one."""
    with shop.opened() as connection:
        return done(connection, args, call)


@issue_refund.check
def refundable(args: Refund, call: Call) -> dict[str, str]:
    """What the shop says against this refund; nothing, if it happened under this key already."""
    with shop.opened() as connection:
        return refused(connection, args, call)


def done(connection: sqlite3.Connection, args: Refund, call: Call) -> dict[str, str] | None:
    """This very refund, if it happened under the call's key."""
    row = shop.refund_under(connection, call.key)
    return row if row and all(row[name] == str(value) for name, value in args) else None


def refused(connection: sqlite3.Connection, args: Refund, call: Call) -> dict[str, str]:
    """Argument to the sentence that says why it cannot be; empty = the refund can run, or ran already."""
    if done(connection, args, call):
        return {}
    if other := shop.refund_under(connection, call.key):  # a shop that outlived Baton's own database
        text = f"The shop has another refund under {call.key}: order {other['order_id']}, EUR {other['amount']}."
        return {"order_id": text}
    order = shop.find(connection, args.order_id)
    if order is None:
        return {"order_id": f"No order {args.order_id} in the shop."}
    if order.left <= 0:
        return {"order_id": evidence.nothing_left(order, call.now.date())}
    if args.amount <= order.left:
        return {}
    if order.refunded:
        return {"amount": f"More than is left to refund (EUR {order.left} of EUR {order.paid})."}
    return {"amount": f"More than was paid (EUR {order.paid})."}
