"""The tools of the sample workflow `alerts`: look an alert and its transfers up, clear it, reopen it, file a report."""

import json
import sqlite3
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, WrapValidator
from pydantic_core import PydanticCustomError

from bot.tools import Call, ToolRefused, tool

from . import bank  # noqa: TID252 (the folder is its own package, its name is Baton's)


def said(text: str) -> WrapValidator:
    """Say `text` where a value does not fit, in place of pydantic's own words."""

    def validate(value: Any, inner: Any) -> Any:
        try:
            return inner(value)
        except ValidationError as error:
            raise PydanticCustomError("does_not_fit", "{text}", {"text": text}) from error

    return WrapValidator(validate)


AlertId = Annotated[str, Field(title="Alert", pattern="^A-[0-9]{4}$"), said("Not an alert: A- and 4 digits.")]
Account = Annotated[str, Field(title="Account", pattern="^[0-9]{2}-[0-9]{4}$"), said("Not an account: 77-3018.")]
Money = Annotated[Decimal, Field(ge=0, decimal_places=2, json_schema_extra={"unit": "EUR"})]


class Args(BaseModel):
    """What all arguments here have in common."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class AlertNumber(Args):
    """Which alert to look up."""

    alert: AlertId


class Clearing(Args):
    """An alert that needs nothing more, and why."""

    alert: AlertId
    why: Annotated[
        Literal["Usual for this account", "Between own accounts", "Explained by the holder"], Field(title="Why")
    ]


class Report(Args):
    """A report of suspicious activity on an account."""

    alert: AlertId
    account: Account
    period: Annotated[str, Field(title="Period", min_length=5, max_length=60)]
    total_in: Annotated[Money, Field(title="Total in")]
    total_out: Annotated[Money, Field(title="Total out")]
    narrative: Annotated[str, Field(title="Narrative", min_length=20, max_length=2000)]


@tool(effect=False)
def find_alert(args: AlertNumber, call: Call) -> dict[str, Any]:
    """Look an alert up: the account, the rule that raised it, what the account file says."""
    with bank.opened() as connection:
        alert = open_alert(connection, args.alert)
    text = f"Account {alert.account}, {alert.holder}, since {alert.opened_on:%B %Y}"
    return {"alert": alert.alert, "account": alert.account, "rule": alert.rule, "facts": [fact(text, "account file")]}


@tool(effect=False)
def find_transfers(args: AlertNumber, call: Call) -> dict[str, Any]:
    """Look up the transfers that an alert is about: how many, how much, with whom, how often before."""
    with bank.opened() as connection:
        alert = open_alert(connection, args.alert)
        found = bank.transfers(connection, alert)
    incoming = [one for one in found if one.incoming]
    outgoing = [one for one in found if not one.incoming]
    return {
        "count": len(found),
        "senders": len({one.other for one in incoming}),
        "total_in": str(total(incoming)),
        "total_out": str(total(outgoing)),
        "period": f"{short(alert.from_day)} to {short(alert.to_day)} {alert.to_day.year}",
        "facts": [*told(incoming, "in"), *told(outgoing, "out" if incoming else "")],
    }


@tool(effect=True, idempotent=True)
def clear_alert(args: Clearing, call: Call) -> dict[str, str]:
    """Clear an alert. Under the same key it happens once."""
    return change("cleared", args, args.why, call)


@clear_alert.readback
def cleared(args: Clearing, call: Call) -> dict[str, str] | None:
    """The clearing under this key, if there is one."""
    with bank.opened() as connection:
        return done(connection, "cleared", args.alert, call)


@clear_alert.check
def clearable(args: Clearing, call: Call) -> dict[str, str]:
    """What the bank says against this clearing; nothing, if it happened under this key already."""
    with bank.opened() as connection:
        return refused(connection, "cleared", args.alert, call)


@clear_alert.undo
def reopen(args: Clearing, call: Call) -> dict[str, str]:
    """Open a cleared alert again. Under the same key it happens once."""
    with bank.opened(write=True) as connection:
        before = done(connection, "reopened", args.alert, call)
        alert = bank.find(connection, args.alert)
        if before is None and (alert is None or alert.state != "cleared"):
            raise ToolRefused(f"{args.alert} is not cleared.")
        return before or bank.change(connection, "reopened", call.key, args.alert, args.why, call.decided_by, call.now)


@tool(effect=True, idempotent=True)
def file_report(args: Report, call: Call) -> dict[str, str]:
    """File a report. It cannot be taken back; under the same key it happens once."""
    return change("reported", args, json.dumps(args.model_dump(mode="json"), sort_keys=True), call)


@file_report.readback
def reported(args: Report, call: Call) -> dict[str, str] | None:
    """The report under this key, if there is one."""
    with bank.opened() as connection:
        return done(connection, "reported", args.alert, call)


@file_report.check
def reportable(args: Report, call: Call) -> dict[str, str]:
    """What the bank says against this report; nothing, if it happened under this key already."""
    with bank.opened() as connection:
        return refused(connection, "reported", args.alert, call)


def change(action: bank.Action, args: Clearing | Report, detail: str, call: Call) -> dict[str, str]:
    """Change the alert once under the call's key, or raise ToolRefused with the reason."""
    with bank.opened(write=True) as connection:
        refusals = refused(connection, action, args.alert, call)
        if refusals:
            raise ToolRefused(" ".join(refusals.values()))
        return done(connection, action, args.alert, call) or bank.change(
            connection, action, call.key, args.alert, detail, call.decided_by, call.now
        )


def done(connection: sqlite3.Connection, action: bank.Action, alert: str, call: Call) -> dict[str, str] | None:
    """This very change, if it happened under the call's key."""
    row = bank.change_under(connection, call.key)
    return row if row and (row["action"], row["alert"]) == (action, alert) else None


def refused(connection: sqlite3.Connection, action: bank.Action, alert: str, call: Call) -> dict[str, str]:
    """Argument to the sentence that says why it cannot be; empty = the change can run, or ran already."""
    if done(connection, action, alert, call):
        return {}
    if other := bank.change_under(connection, call.key):  # a bank that outlived Baton's own database
        return {"alert": f"The bank has another change under {call.key}: {other['action']} {other['alert']}."}
    found = bank.find(connection, alert)
    if found is None:
        return {"alert": f"No alert {alert} at the bank."}
    return {} if found.state == "open" else {"alert": f"{alert} is {found.state} already."}


def open_alert(connection: sqlite3.Connection, number: str) -> bank.Alert:
    """The alert, which must be open."""
    alert = bank.find(connection, number)
    if alert is None:
        raise ToolRefused(f"No alert {number} at the bank.")
    if alert.state != "open":
        raise ToolRefused(f"{number} is {alert.state} already.")
    return alert


def told(transfers: list[bank.Transfer], way: str) -> list[dict[str, Any]]:
    """What the transfers of one direction are, and how well the other side is known."""
    if not transfers:
        return []
    many = f"{len(transfers)} transfers" if len(transfers) > 1 else "1 transfer"
    text = f"{many}{f' {way}' if way else ''}, EUR {total(transfers):,} in all, {known(transfers)}"
    return [fact(text, "transfers", against=any(not one.times_before for one in transfers))]


def known(transfers: list[bank.Transfer]) -> str:
    """Who the other side is, and how often it was seen before."""
    least = min(one.times_before for one in transfers)
    side, word = ("sender", "from") if transfers[0].incoming else ("payee", "to")
    others = len({one.other for one in transfers})
    if others > 1:
        return (
            f"{word} {others} {side}s, {f'each seen {least} times or more before' if least else 'new ones among them'}"
        )
    lead = {1: "", 2: "both "}.get(len(transfers), "all ")
    return f"{lead}{word} a {side} {f'used {least} times before' if least else 'never seen before'}"


def total(transfers: list[bank.Transfer]) -> Decimal:
    """All amounts together."""
    return sum((one.amount for one in transfers), Decimal("0.00"))


def short(day: date) -> str:
    """19 Nov."""
    return f"{day.day} {day:%b}"


def fact(text: str, source: str, *, against: bool = False) -> dict[str, Any]:
    """A sentence for the card with its source."""
    return {"text": text, "source": source, "against": against, "field": ""}
