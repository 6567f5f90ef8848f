"""The agent of the sample workflow `alerts`: a scorecard over the transfers, no model.

It weighs how much moved and how fast. It tells on the card how well a payee is known, and does not weigh it: a weak
spot that is left in on purpose, so that spot checks and reports have something to find.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.agents import Case, Finished, GiveUp, Log, Move, Proposal, Question
from bot.tools import ToolRefused

ALERT = re.compile(r"\bA-[0-9]{4}\b")
ORDERS = re.compile(r"\b(?:ignore|forget)\b.{0,40}\b(?:rules?|instructions?)\b|\bdo not ask\b", re.I)
HOW = "No language model was used."


class AlertAgent:
    """Clears what is small and slow, reports what many senders put in and one payee takes out."""

    version = "scorecard-1"

    async def next(self, case: Case, log: Log) -> Move:
        """The next move for `case`."""
        last = case.outcomes[-1] if case.outcomes else None
        if last is not None and last.step:
            return GiveUp(last.error, {"how": HOW}) if last.error else Finished()
        named = ALERT.search(case.words)
        if named is None:
            return Question("Which alert is it? Its number begins with A-.") if last is None else Finished()
        try:
            alert = await log.read("find_alert", {"alert": named[0]})
            moved = await log.read("find_transfers", {"alert": named[0]})
        except ToolRefused as refused:
            return GiveUp(str(refused), {"how": HOW})
        return report(alert, moved, brief(case, alert, moved)) or clearing(alert, moved, brief(case, alert, moved))


def brief(case: Case, alert: Mapping[str, Any], moved: Mapping[str, Any]) -> dict[str, Any]:
    """What was looked up, the transfers first."""
    facts = [*moved["facts"], *alert["facts"]]
    return {"facts": facts, "orders": bool(ORDERS.search(case.words)), "how": HOW}


def clearing(alert: Mapping[str, Any], moved: Mapping[str, Any], told: dict[str, Any]) -> Proposal:
    """Clear it; the score falls with what moved."""
    turnover = Decimal(moved["total_in"]) + Decimal(moved["total_out"])
    score = 0.99 - 0.01 * max(0, moved["count"] - 2) - float(turnover) / 25_000
    args = {"alert": alert["alert"], "why": "Usual for this account"}
    return Proposal("clear_alert", args, round(max(0.05, score), 2), told)


def report(alert: Mapping[str, Any], moved: Mapping[str, Any], told: dict[str, Any]) -> Proposal | None:
    """A report, where several senders put in what goes out again nearly whole; None where that is not so."""
    total_in, total_out = Decimal(moved["total_in"]), Decimal(moved["total_out"])
    if moved["senders"] < 3 or total_in < 5000 or total_out < total_in * Decimal("0.9"):
        return None
    narrative = (
        f"From {moved['period']} the account received EUR {total_in:,} from {moved['senders']} senders. "
        f"EUR {total_out:,} went out again in the same days. The rule that raised it: {alert['rule']}."
    )
    doubt = {"what": "Usual business or layering?", "changes_answer": True, "settled_by": "the holder’s own papers"}
    values = {name: moved[name] for name in ("period", "total_in", "total_out")}
    args = {"alert": alert["alert"], "account": alert["account"], **values, "narrative": narrative}
    return Proposal("file_report", args, 0.9, {**told, "doubts": [doubt]})
