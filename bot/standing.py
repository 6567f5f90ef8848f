"""What counts as evidence, what a version is made of, and how a certificate follows from its rows. Pure."""

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from bot.autonomy import state as states
from bot.autonomy.certificate import Planted, certified
from bot.autonomy.state import State
from bot.people import People
from bot.workflows import Step, Workflow
from storage.acts import Evidence
from storage.models import OVERRIDE_STAGE, Decision, Handoff, Who

PAIR_MOST = 25
"""So many decisions of one person on requests of one other count for one certificate: two people who always agree, or
one with two accounts, cannot earn it between them."""
PAIR_FULL = f"more than {PAIR_MOST} by one person for one other"

_CHANGED = {
    "agent": "The agent changed",
    "code": "The code of the workflow changed",
    "instructions": "The instructions changed",
    "step": "The step changed",
    "tool": "The tool changed",
}


def parts_of(workflow: Workflow, step: Step, agent_version: str) -> dict[str, str]:
    """What a version is made of: a change of any of it starts anew. Not: who decides, deadlines, words, the limit."""
    definition: list[Any] = [step.title, step.tool_reference, step.risk, step.max, step.once, sorted(workflow.reads)]
    if step.rules:  # they say which cases never act alone
        definition.append(step.rules)
    if step.allow:  # so do lists: what is on none of them
        definition.append({name: sorted(patterns) for name, patterns in step.allow.items()})
    return {
        "agent": f"{workflow.agent} {agent_version}",
        "code": workflow.code,
        "instructions": _hash(workflow.instructions),
        "step": _hash(definition),
        "tool": _hash([_tool(step.tool.model), *workflow.definitions]),
    }


@lru_cache(maxsize=256)
def _tool(model: type[BaseModel]) -> str:
    """Of a tool's arguments. Kept, because pydantic takes milliseconds to tell its schema."""
    return _hash(model.model_json_schema())


def version_of(parts: Mapping[str, str]) -> str:
    """The version that these parts make."""
    return _hash(dict(parts))


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:16]


def changed(before: Mapping[str, str], after: Mapping[str, str], at: datetime) -> str:
    """Why a step is counted anew: "The tool changed on 24 Nov"."""
    told = [text for name, text in _CHANGED.items() if before.get(name) != after.get(name)]
    return f"{' and '.join([told[0], *(_lower(text) for text in told[1:])])} on {at.day} {at:%b}" if told else ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


# Evidence ------------------------------------------------------------------------------------------------------------


def wrong(decision: Decision) -> bool:
    """Whether this verdict says that the proposal was wrong: a rejection, or an edit."""
    return decision.verdict in {"edit", "reject"}


def uncounted(
    handoff: Handoff, decisions: Sequence[Decision], requester: Who, min_seconds: float, people: People
) -> str:
    """Why a closed handoff is no evidence; empty where it is. `decisions` are those that it was closed by."""
    if handoff.way in {"never", "plant"}:
        return "always asked, or asked again" if handoff.way == "never" else "planted"
    if not decisions:
        return "nobody answered"
    if OVERRIDE_STAGE in [decision.stage for decision in decisions]:
        return "under override"
    for decision in decisions:
        if decision.verdict == "take_over":
            return "taken over"
        if decision.verdict == "respond":
            return "an answer to a question"
        since = decision.shown_at or handoff.revised_at
        why = unheard(decision.person, requester, decision.decided_at - since, min_seconds, people)
        if why:
            return why
    return ""


def unheard(person: Who, requester: Who, took: timedelta, min_seconds: float, people: People) -> str:
    """Why somebody's word on a case is no evidence, whoever they are; empty where it is."""
    if same_person(people, person, requester):
        return "by the requester"
    return f"faster than {min_seconds:g} s" if took < timedelta(seconds=min_seconds) else ""


def same_person(people: People, one: Who, other: Who) -> bool:
    """Whether two accounts are one person, as far as the workspace tells: the same account, or the same full name."""
    if one == other:
        return True
    mine, theirs = people.members.get(one.user), people.members.get(other.user)
    if mine is None or theirs is None:
        return False
    return mine.name.strip().casefold() == theirs.name.strip().casefold() != ""


def applied(state: State, row: Evidence) -> State:
    """The certificate after one more row of evidence."""
    if row.why or row.kind == "lapsed":
        return state
    if row.kind == "request":
        return states.after_request(state, row.score)
    if row.kind == "sample":
        return states.after_decision(states.after_request(state, row.score), row.score, row.wrong, row.weight)
    if row.kind == "decision":
        return states.after_decision(state, row.score, row.wrong, row.weight)
    if row.kind == "check":
        return states.after_check(state, row.score, row.wrong, row.weight)
    if row.kind == "limit":
        return states.with_limit(state, row.weight)
    if row.kind == "planted":
        return _planted(state, caught=not row.wrong)
    return {"act": states.after_act, "report": states.after_report, "refit": states.after_refit}[row.kind](state)


def _planted(state: State, *, caught: bool) -> State:
    """After one more planted mistake. Where enough of them show that what was earned no longer holds, it asks again."""
    begun = state if state.planted else replace(state, planted=Planted(0, 0))
    after = states.after_planted(begun, caught)
    if after.open < 0 or after.planted is None or after.planted.planted < FEW_PLANTED:
        return after
    holds = certified(after.counts[after.open], after.limit, after.planted)
    return after if holds else states.with_limit(after, after.limit)


FEW_PLANTED = 10
"""With fewer planted mistakes than these, what was earned before they were switched on stays."""


def rebuilt(rows: Iterable[Evidence]) -> State:
    """The certificate from all its rows; the first one says the limit that it began with.

    Raises:
        ValueError: the first row says no limit.
    """
    return deque(after_each(rows), maxlen=1)[0]


def after_each(rows: Iterable[Evidence]) -> Iterator[State]:
    """The certificate after each of its rows, as `rebuilt` has it after the last one.

    Raises:
        ValueError: the first row says no limit.
    """
    each = iter(rows)
    first = next(each, None)
    if first is None or first.kind != "limit":
        raise ValueError("the first row of evidence says no limit")
    state = states.start(first.weight)
    yield state
    for row in each:
        state = applied(state, row)
        yield state
