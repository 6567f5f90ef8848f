"""A workflow that no sample resembles, as another team might write it: bills of a warehouse."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from bot.agents.base import Case, Outcome, ScriptedLog
from bot.tools import Tool, ToolRefused, tool
from bot.workflows import Example, Stage, Step, Words, Workflow
from storage.models import Note, Who

NOW = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)
WHO = Who("T1", "U03JONAS")

Bill = Annotated[str, Field(title="Bill", pattern=r"^B-[0-9]{4}$")]
Money = Annotated[Decimal, Field(title="Amount", gt=0, decimal_places=2, json_schema_extra={"unit": "EUR"})]


class Pay(BaseModel):
    bill: Bill
    amount: Money
    method: Literal["bank transfer", "card", "cash"]


class Remind(BaseModel):
    bill: Bill
    days: Annotated[int, Field(title="Days", ge=1, le=90)]
    by: date | None = None
    polite: bool = True


class WhichBill(BaseModel):
    bill: Bill


class WhichSupplier(BaseModel):
    supplier: Annotated[str, Field(pattern=r"^S[0-9]{3}$")]


@tool(effect=True)
def pay_bill(args: Pay) -> dict[str, Any]:
    return {}


@tool(effect=True)
def remind_supplier(args: Remind) -> dict[str, Any]:
    return {}


@tool(effect=False)
def find_bill(args: WhichBill) -> dict[str, Any]:
    return {}


@tool(effect=False)
def bills_of_supplier(args: WhichSupplier) -> dict[str, Any]:
    return {}


EXAMPLES: tuple[tuple[str, str | None, dict[str, Any]], ...] = (
    ("Pay bill B-1201 by bank transfer", "pay_bill", {"bill": "B-1201", "method": "bank transfer"}),
    ("please settle B-1300, EUR 80.00, by card", "pay_bill", {"bill": "B-1300", "method": "card"}),
    ("B-2214 is due, transfer the money", "pay_bill", {"bill": "B-2214", "method": "bank transfer"}),
    ("Can we pay B-1877 today? By card is fine", "pay_bill", {"bill": "B-1877", "method": "card"}),
    ("the invoice B-3000 can be paid in cash", "pay_bill", {"bill": "B-3000", "method": "cash"}),
    ("settle the open bill B-4110 with the company card", "pay_bill", {"bill": "B-4110", "method": "card"}),
    ("money for B-1000 should go out, bank transfer", "pay_bill", {"bill": "B-1000", "method": "bank transfer"}),
    ("please pay 49.90 for B-1021 in cash", "pay_bill", {"bill": "B-1021", "method": "cash"}),
    ("pay B-1777", "pay_bill", {"bill": "B-1777"}),
    ("wire EUR 12.00 for B-1666", "pay_bill", {"bill": "B-1666", "method": "bank transfer"}),
    ("Remind the supplier of B-1201 in 10 days", "remind_supplier", {"bill": "B-1201", "days": 10}),
    ("send a reminder for B-1300 after 5 days", "remind_supplier", {"bill": "B-1300", "days": 5}),
    ("B-2214: nudge them again in 3 days", "remind_supplier", {"bill": "B-2214", "days": 3}),
    ("a reminder about B-1877, 14 days from now", "remind_supplier", {"bill": "B-1877", "days": 14}),
    ("they forgot B-3000, remind them in 7 days", "remind_supplier", {"bill": "B-3000", "days": 7}),
    ("Reminder for bill B-4110 in 20 days please", "remind_supplier", {"bill": "B-4110", "days": 20}),
    ("chase the supplier about B-1000 after 2 days", "remind_supplier", {"bill": "B-1000", "days": 2}),
    ("remind them of B-1021", "remind_supplier", {"bill": "B-1021"}),
    ("Who is our contact at the supplier?", None, {}),
    ("The supplier threatens to sue us over B-1201", None, {}),
    ("The scanner in the warehouse is broken", None, {}),
    ("What did we spend last year?", None, {}),
    ("Please hire two more people for the night shift", None, {}),
    ("lunch?", None, {}),
    ("Change the address of supplier S204", None, {}),
    ("good morning everybody", None, {}),
)

BILLS = {
    "B-1042": {"amount": "49.90", "supplier": "S204"},
    "B-1044": {"amount": "18.00", "supplier": "S204"},
    "B-2000": {"amount": "1250.00", "supplier": "S300"},
}


def step(name: str, title: str, tool: Tool) -> Step:
    """A step with the defaults of a workflow file."""
    return Step(
        name, title, tool, f"tools:{name}", "normal", (Stage(("U02MARIA",)),), False, Decimal("0.05"),
        max={}, once=(), reasons=(), timeout_seconds=30, undo_seconds=0, deadline_seconds=1800, escalate=(),
        on_timeout="hold", words=Words(),
    )  # fmt: skip


def workflow(
    steps: Mapping[str, Tool] | None = None,
    reads: tuple[Tool, ...] = (find_bill, bills_of_supplier),
    examples: tuple[tuple[str, str | None, dict[str, Any]], ...] = EXAMPLES,
) -> Workflow:
    """The workflow, or one with other steps, reads and examples."""
    tools = steps or {"pay_bill": pay_bill, "remind_supplier": remind_supplier}
    return Workflow(
        "bills", "Bills", "#bills", True, ("members",), "offline", 3, None, "", {read.name: read for read in reads},
        {name: step(name, name.replace("_", " ").capitalize(), tool) for name, tool in tools.items()},
        tuple(Example(*each) for each in examples), Path(), "",
    )  # fmt: skip


def log() -> ScriptedLog:
    """A log that knows three bills."""
    return ScriptedLog({"find_bill": _bill, "bills_of_supplier": _bills})


def _bill(bill: str) -> dict[str, Any]:
    if bill not in BILLS:
        raise ToolRefused(f"No bill {bill}.")
    fact = {"text": f"Billed EUR {BILLS[bill]['amount']}", "source": "ledger", "field": "amount"}
    doubts = [{"what": "Delivered in full?", "changes_answer": True, "settled_by": "the warehouse"}]
    return {
        "bill": bill,
        "amount": BILLS[bill]["amount"],
        "facts": [fact],
        "doubts": doubts if bill == "B-2000" else [],
    }


def _bills(supplier: str) -> dict[str, Any]:
    rows = [{"bill": bill, "amount": each["amount"]} for bill, each in BILLS.items() if each["supplier"] == supplier]
    return {"rows": rows}


def case(text: str, *outcomes: Outcome, notes: tuple[Note, ...] = ()) -> Case:
    """A request as the engine hands it over."""
    return Case(1, 1, "bills", text, WHO, "Jonas", notes, outcomes, NOW)


def note(kind: Literal["add", "edit", "answer"], text: str, minutes: int = 5) -> Note:
    """Something added `minutes` after the request."""
    return Note(id=minutes, request_id=1, who=WHO, kind=kind, text=text, at=NOW + timedelta(minutes=minutes))
