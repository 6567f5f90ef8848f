"""Stories for the tests of cards, texts and modals: the two of EXPERIENCE.md, and variations."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field

from bot.story import Alike, Story
from bot.tools import Tool
from bot.workflows import Reason, Rung, Stage, Step, Words, Workflow
from storage.models import Brief, Decision, Doubt, Effect, Fact, Handoff, Note, Request, Who

ASKED = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)
TEAM = "T01TEAM"
JONAS = Who(TEAM, "U03JONAS")
MARIA = Who(TEAM, "U02MARIA")
DANA = Who(TEAM, "U04DANA")
ALERT = Who(TEAM, "B09ALERTS")
NAMES = {
    "U02MARIA": "Maria",
    "U03JONAS": "Jonas",
    "U04DANA": "Dana",
    "B09ALERTS": "Alert A-5531",
    "@head-of-support": "Head of support",
}
Why = Literal["Parcel not received", "Damaged on arrival", "Wrong item"]


class Refund(BaseModel):
    order_id: str = Field(title="Order", pattern=r"^\d{4,8}$")
    amount: Decimal = Field(title="Amount", gt=0, json_schema_extra={"unit": "EUR"})
    reason: Why = Field(title="Reason")


class Report(BaseModel):
    report: Literal["Suspicious activity", "Other"] = Field(title="Report")
    account: str = Field(title="Account")
    period: str = Field(title="Period")
    totals: str = Field(title="Total in / out")
    narrative: str = Field(title="Narrative")


def ran(args: BaseModel, call: object) -> dict[str, Any]:
    raise AssertionError("A test of looks runs no tool.")


def tool(model: type[BaseModel]) -> Tool:
    return Tool(ran, effect=True, idempotent=True, model=model)


REFUND = Step(
    name="issue_refund",
    title="Refund an order",
    tool=tool(Refund),
    tool_reference="tools:issue_refund",
    risk="normal",
    stages=(Stage(("U02MARIA", "@head-of-support")),),
    self_approval=False,
    error_limit=Decimal("0.05"),
    max={"amount": Decimal(500)},
    once=("order_id",),
    reasons=(
        Reason(text="Need more facts first"),
        Reason(text="Not entitled"),
        Reason(text="Wrong order or amount"),
        Reason(text="Looks like fraud", private=True),
    ),
    timeout_seconds=30,
    undo_seconds=0,
    deadline_seconds=1800,
    escalate=(Rung("@head-of-support"),),
    on_timeout="hold",
    words=Words(
        ask="Refund {amount} for order {order_id}?",
        done="Refunded {amount}, order {order_id}",
        undone="Not refunded, order {order_id}",
        each="refund",
    ),
)
FILE = replace(
    REFUND,
    name="file_report",
    title="File a report",
    tool=tool(Report),
    risk="critical",
    stages=(Stage(("U02MARIA", "@head-of-support"), quorum=2),),
    max={},
    once=(),
    words=Words(
        ask="File a report on account {account}?",
        done="Filed a report on account {account}",
        undone="No report filed on account {account}",
        each="report",
    ),
)


def workflow(*steps: Step) -> Workflow:
    return Workflow(
        id="refunds",
        title="Refunds",
        channel="#refunds",
        listen=True,
        requesters=("members",),
        agent="offline",
        min_seconds=3,
        digest=None,
        instructions="",
        reads={},
        steps={step.name: step for step in steps},
        examples=(),
        folder=Path(),
        hash="0" * 64,
    )


REFUND_ARGS = {"order_id": "1042", "amount": "49.90", "reason": "Parcel not received"}
REFUND_BRIEF = Brief(
    doubts=(
        Doubt(
            what="Delivered or lost? The carrier says delivered 12 Nov, the customer says not.",
            changes_answer=True,
            settled_by="the carrier’s photo",
            field="reason",
        ),
    ),
    facts=(
        Fact(text="Paid EUR 49.90 on 3 Nov, not refunded so far", source="orders", field="amount"),
        Fact(text="“Delivered 12 Nov, left at door”", source="shipments", against=True),
    ),
    how="No language model was used.",
)
REQUEST = Request(
    id=7,
    source_key="C1/1",
    via="message",
    workflow="refunds",
    requester=JONAS,
    text="Hi, 1042 never showed up, the customer wants her money back",
    channel="C1",
    message_ts="1.0",
    reply_channel="C1",
    reply_thread="1.0",
    created_at=ASKED,
)
HANDOFF = Handoff(
    id=2214,
    run_id=7,
    request_id=7,
    kind="approval",
    state="waiting",
    workflow="refunds",
    step="issue_refund",
    revision=1,
    stage=1,
    rung=0,
    args=REFUND_ARGS,
    args_digest="a" * 64,
    question="",
    choices=(),
    brief=REFUND_BRIEF,
    reasons=("Every refund is reviewed for now.",),
    score=None,
    agent_version="0",
    policy_hash="0",
    draw=None,
    looking_since=None,
    deadline_at=ASKED + timedelta(minutes=30),
    held=False,
    opened_at=ASKED,
    revised_at=ASKED,
    closed_at=None,
    effect_key="",
)
REFUND_STORY = Story(
    handoff=HANDOFF,
    request=REQUEST,
    step=REFUND,
    workflow=workflow(REFUND),
    notes=(),
    decisions=(),
    effect=None,
    names=NAMES,
    first_approvers=("U02MARIA",),
    decides="Maria or Head of support",
    next_rung="Head of support",
    alike=Alike(approved=2, edited=1, last_edit="shipping taken off"),
    same=(),
    now=ASKED,
    quorum=1,
    more_chars=0,
)
NARRATIVE = (
    "Between 14 and 18 Nov the account received 11 transfers from 9 senders, each of EUR 890 to 960, none of whom had "
    "paid in before. On 19 Nov EUR 10,120.00 left the account in one transfer to a payee first seen that day. "
).ljust(640, "x")
REPORT_STORY = replace(
    REFUND_STORY,
    handoff=HANDOFF.model_copy(
        update={
            "id": 2231,
            "step": "file_report",
            "args": {
                "report": "Suspicious activity",
                "account": "77-3018",
                "period": "14 to 19 Nov 2026",
                "totals": "EUR 10,240.00 / EUR 10,120.00",
                "narrative": NARRATIVE,
            },
            "brief": Brief(
                doubts=(
                    Doubt(what="“Shell company” in the narrative was not found in any source."),
                    Doubt(
                        what="Club fees or layering? The holder is registered as a sports club; fees fall due in Nov.",
                        changes_answer=True,
                        settled_by="the club’s member list",
                    ),
                ),
                facts=(
                    Fact(text="11 transfers in, EUR 890 to 960 each", source="transfers, 11 rows"),
                    Fact(text="EUR 10,120.00 out on 19 Nov, payee first seen that day", source="transfers"),
                    Fact(text="“sports club, 210 members”", source="account file", against=True),
                ),
                how="Model claude, 6 look-ups, EUR 0.04.",
            ),
            "reasons": ("Always asked: critical steps never act alone.",),
            "deadline_at": datetime(2026, 11, 24, 18, 0, tzinfo=UTC),
        }
    ),
    request=REQUEST.model_copy(
        update={
            "requester": ALERT,
            "text": "11 transfers in from 9 accounts in 5 days, nearly all out again the next day",
        }
    ),
    step=FILE,
    first_approvers=("U04DANA", "S01COMPLY"),
    decides="compliance officers",
    next_rung="Head of compliance",
    alike=Alike(edited=1, last_edit="report filed after both people edited the narrative"),
    quorum=2,
)


def changed(story: Story, **values: Any) -> Story:
    """The story with other values in its handoff."""
    return replace(story, handoff=story.handoff.model_copy(update=values))


def decision(verdict: str = "approve", **values: Any) -> Decision:
    """Maria's decision of 14:09 on the refund as it was shown."""
    given: Mapping[str, Any] = {
        "id": 1,
        "handoff_id": 2214,
        "revision": 1,
        "stage": 1,
        "person": MARIA,
        "verdict": verdict,
        "note": "",
        "words": "",
        "private": False,
        "proof": "click",
        "args_before": REFUND_ARGS,
        "args_after": REFUND_ARGS,
        "digest_shown": "a" * 64,
        "digest_run": "a" * 64,
        "shown_at": ASKED,
        "decided_at": ASKED + timedelta(minutes=7),
        "by_requester": False,
        "score": None,
        "agent_version": "0",
        "policy_hash": "0",
        "draw": None,
    }
    return Decision.model_validate({**given, **values})


def effect(state: str = "done", **values: Any) -> Effect:
    """The refund as it ran at 14:09."""
    given: Mapping[str, Any] = {
        "key": "H-2214-1",
        "handoff_id": 2214,
        "revision": 1,
        "step": "issue_refund",
        "state": state,
        "args": REFUND_ARGS,
        "attempts": 1,
        "result": {"ok": True},
        "error": "",
        "started_at": ASKED + timedelta(minutes=7),
        "ended_at": ASKED + timedelta(minutes=7) if state != "started" else None,
    }
    return Effect.model_validate({**given, **values})


def note(text: str, **values: Any) -> Note:
    """Something that Jonas added at 14:12."""
    given: Mapping[str, Any] = {
        "id": 1,
        "request_id": 7,
        "who": JONAS,
        "kind": "edit",
        "text": text,
        "at": ASKED + timedelta(minutes=10),
    }
    return Note.model_validate({**given, **values})
