"""Rows as the engine writes them, with one thing changed at a time."""

from datetime import UTC, datetime, timedelta
from typing import Any

from storage import chain, decisions, effects, handoffs, requests
from storage.models import Brief, Decision, Doubt, Handoff, Who
from storage.sqlite import Db

NOW = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)
JONAS, MARIA, DANA = Who("T1", "UJONAS"), Who("T1", "UMARIA"), Who("T1", "UDANA")


def later(**spent: float) -> datetime:
    """NOW and so much."""
    return NOW + timedelta(**spent)


def new_request(db: Db, source_key: str = "message:1", **changes: Any) -> int:
    """A request of Jonas; returns its id."""
    values: dict[str, Any] = {
        "via": "message",
        "workflow": "refunds",
        "requester": JONAS,
        "text": "1042 never came",
        "channel": "C1",
        "message_ts": "1.1",
        "reply_channel": "C1",
        "reply_thread": "1.1",
        "salt": "salt",
        "now": NOW,
    }
    return requests.add(db, source_key=source_key, **values | changes)


def new_run(db: Db, source_key: str = "message:1") -> tuple[int, int]:
    """A request and a queued run on it; returns both ids."""
    request_id = new_request(db, source_key)
    return request_id, requests.add_run(db, request_id, "auto", "1", NOW)


def handoff(run_id: int, request_id: int, **changes: Any) -> Handoff:
    """A handoff that is not stored yet."""
    args = changes.pop("args", {"order_id": "1042", "amount": "49.90"})
    values: dict[str, Any] = {
        "id": 0,
        "run_id": run_id,
        "request_id": request_id,
        "kind": "approval",
        "state": "waiting",
        "workflow": "refunds",
        "step": "issue_refund",
        "revision": 1,
        "stage": 1,
        "rung": 0,
        "args": args,
        "args_digest": chain.digest(args),
        "question": "",
        "choices": (),
        "brief": Brief(doubts=(Doubt(what="Lost or late?"),), assessment="looks right"),
        "reasons": ("Every refund is reviewed for now.",),
        "score": 0.8,
        "agent_version": "1",
        "policy_hash": "p",
        "draw": 0.5,
        "looking_since": None,
        "deadline_at": later(minutes=30),
        "held": False,
        "opened_at": NOW,
        "revised_at": NOW,
        "closed_at": None,
        "effect_key": "",
    }
    return Handoff(**values | changes)


def new_handoff(db: Db, source_key: str = "message:1", **changes: Any) -> Handoff:
    """A request, a run and an open handoff; returns the handoff as it is stored."""
    request_id, run_id = new_run(db, source_key)
    handoff_id = handoffs.add(db, handoff(run_id, request_id, **changes), "agent")
    return handoffs.get(db, handoff_id)


def decision(about: Handoff, who: Who = MARIA, **changes: Any) -> Decision:
    """A decision that is not stored yet."""
    values: dict[str, Any] = {
        "id": 0,
        "handoff_id": about.id,
        "revision": about.revision,
        "stage": about.stage,
        "person": who,
        "verdict": "approve",
        "note": "",
        "words": "",
        "private": False,
        "proof": "click",
        "args_before": about.args,
        "args_after": about.args,
        "digest_shown": about.args_digest,
        "digest_run": about.args_digest,
        "shown_at": None,
        "decided_at": NOW,
        "by_requester": False,
        "score": 0.8,
        "agent_version": "1",
        "policy_hash": "p",
        "draw": 0.5,
    }
    return Decision(**values | changes)


def decide(db: Db, about: Handoff, who: Who = MARIA, **changes: Any) -> int:
    """Store a decision."""
    return decisions.add(db, decision(about, who, **changes), workflow=about.workflow, step=about.step, salt="s")


def start_effect(db: Db, about: Handoff, key: str = "") -> str:
    """An effect under way; returns its key."""
    key = key or f"H-{about.id}-{about.revision}"
    effects.start(db, key=key, handoff_id=about.id, revision=1, step=about.step, args=about.args, now=NOW)
    return key
