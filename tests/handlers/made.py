"""Any value of a type that messages are drawn from, by its annotation: a new kind of argument must declare itself."""

import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from pydantic import BaseModel

from bot.autonomy import state as states
from bot.autonomy.state import State
from bot.digest import Digest
from bot.people import Group, Member, People
from bot.rota import Schedule
from bot.story import Story
from bot.workflows import Step, Workflow
from handlers.slack import away, waiting
from storage.acts import Alone
from storage.models import Decision, Handoff, Request, Who
from tests.handlers.anything import STATES, foreign, stories, targets, users
from tests.handlers.told import FILE, REFUND, TEAM, workflow

MOST = 24
"""So many of anything, one after the other, in a message that shows at most ten of them."""
counts = st.one_of(st.integers(0, 40), st.sampled_from([1000, 987_654]))
now_and_then = st.integers(1_700_000_000, 1_900_000_000).map(lambda stamp: datetime.fromtimestamp(stamp, UTC))


def _flow(step: Step, title: str) -> Workflow:
    return replace(workflow(step), title=title, channel=title)


def _members(names: list[str]) -> People:
    members = {f"U{number:09}": Member(f"U{number:09}", TEAM, name) for number, name in enumerate(names)}
    groups = {"S01": Group("S01", "leads", names[0] if names else "", frozenset(members))}
    return People(TEAM, "UB", members, groups, {}, frozenset())


def _state(limit: float, right: list[bool]) -> State:
    made = states.start(limit)
    for each in right:
        made = states.after_check(states.after_request(made, 0.97), 0.97, not each)
    return made


def _long(user: str) -> str:
    return f"{user}{'x' * 300}"


def _titled(step: Step, title: str) -> Step:
    return replace(step, title=title)


steps = st.builds(_titled, st.sampled_from([REFUND, FILE]), foreign)


def _in_state(state: str) -> st.SearchStrategy[Story]:
    return stories(state=state)


BY_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    str: foreign,
    int: counts,
    float: st.floats(0, 1),
    bool: st.booleans(),
    bytes: st.just(b""),
    datetime: now_and_then,
    date: st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    time: st.times(),
    timedelta: st.timedeltas(timedelta(), timedelta(days=400)),
    ZoneInfo: st.sampled_from([ZoneInfo("Asia/Kathmandu"), ZoneInfo("America/New_York")]),
    Any: foreign,
    Who: st.builds(Who, st.just(TEAM), users),
    Step: steps,
    Workflow: st.builds(_flow, steps, foreign),
    Story: stories(),
    Handoff: stories().map(lambda story: story.handoff),
    Request: stories().map(lambda story: story.request),
    State: st.builds(_state, st.sampled_from([0.01, 0.05, 0.2]), st.lists(st.booleans(), max_size=60)),
    People: st.lists(foreign, max_size=MOST).map(_members),
    Schedule: st.just(Schedule()),
    Callable: st.sampled_from([str, _long]),
}
over = st.sampled_from([each for each in STATES if each != "waiting"]).flatmap(_in_state)
ids = st.from_regex(r"[a-z][a-z0-9_]{0,79}", fullmatch=True)
ours = st.sampled_from(["a guest", "Counted anew because the model is another one", "word " * 40])
"""What Baton itself says."""
NAMED: dict[str, st.SearchStrategy[str]] = {
    **dict.fromkeys(("workflow", "step", "version", "agent", "agent_version", "policy_hash", "key", "id"), ids),
    **dict.fromkeys(("user", "given", "verdict_by", "report_by", "undone_by", "person", "requester"), users),
    **dict.fromkeys(("you", "why", "took", "standing", "acts", "told", "why_not", "changed", "by_what"), ours),
    "channel": st.just("C0123456789"),
    "ts": st.just("1700000000.000100"),
    "file": st.just("F0123456789"),
    "command": st.just("/handoff"),
    "at": st.just("2023-11-14T22:13:20.000000+00:00"),
    "head": st.just("9f3c51d0" + "0" * 56),
    "seed": st.just("JBSWY3DPEHPK3PXP" * 2),
    "hint": ours,
    "digest": st.sampled_from(["09:00", "never", ""]),
    "handoff": st.just("H-12"),
    "shown": st.just("H-12"),
}
"""Texts that nobody outside wrote: ids, and Baton's own words."""
BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "overrides": st.lists(st.tuples(st.just("H-12"), foreign, foreign), max_size=MOST).map(tuple),
    "uncounted": st.dictionaries(ours, counts),
    "recovery": st.lists(st.from_regex(r"[A-Z2-7]{10}", fullmatch=True), min_size=10, max_size=10),
    "moments": st.dictionaries(st.sampled_from(sorted(away._LATER)), now_and_then, min_size=1),
    "cases": st.lists(
        st.tuples(st.sampled_from(sorted(waiting._WHY)), stories(state="waiting")), min_size=1, max_size=MOST
    ),
    "values": st.dictionaries(ours, foreign, max_size=MOST),
    "all_told": st.lists(st.deferred(lambda: built(Digest)), min_size=1, max_size=5),
    "ended": st.lists(over, max_size=MOST).map(tuple),
    "days": st.frozensets(st.integers(0, 6), min_size=1),
    "targets": st.lists(targets, max_size=MOST),
    "owners": st.lists(targets, max_size=MOST),
    "number": st.integers(1, 10_000_000),
    "pace": st.sampled_from([0.0, 0.25, 3.5, 900.0]),
    "median_minutes": st.one_of(st.none(), st.floats(0, 1e6)),
}


def made(hint: Any, name: str = "", least: int = 0) -> st.SearchStrategy[Any]:
    """Any value of this type; `name` is what the argument or field is called, `least` how many there are of it."""
    if name in BY_NAME:
        return BY_NAME[name]
    if hint is str and name in NAMED:
        return NAMED[name]
    if hint in BY_TYPE:
        return BY_TYPE[hint]
    args = typing.get_args(hint)
    kind = typing.get_origin(hint)
    if kind is tuple and args[1:] != (...,):
        return st.tuples(*(made(each) for each in args))
    return OF[kind](args, name, least) if kind in OF else built(hint)


def _some(args: Sequence[Any], name: str, least: int) -> st.SearchStrategy[Any]:
    return st.lists(made(args[0], name), min_size=least, max_size=MOST).map(tuple)


def _by(args: Sequence[Any], name: str, least: int) -> st.SearchStrategy[Any]:
    return st.dictionaries(made(args[0]), made(args[1]), min_size=least, max_size=MOST)


def _either(args: Sequence[Any], name: str, least: int) -> st.SearchStrategy[Any]:
    return st.one_of(*(st.none() if each is type(None) else made(each, name, least) for each in args))


OF: dict[Any, Callable[[Sequence[Any], str, int], st.SearchStrategy[Any]]] = {
    **dict.fromkeys((tuple, list, Sequence), _some),
    **dict.fromkeys((dict, Mapping), _by),
    **dict.fromkeys((typing.Union, types.UnionType), _either),
    frozenset: lambda args, name, least: st.frozensets(made(args[0]), max_size=MOST),
    typing.Literal: lambda args, name, least: st.sampled_from(args),
    Callable: lambda args, name, least: BY_TYPE[Callable],
}
"""What holds other values, or is one of several."""


def built(kind: Any) -> st.SearchStrategy[Any]:
    """Any instance of a record.

    Raises:
        TypeError: nothing says what such a value looks like.
    """
    if kind is Alone:
        return st.builds(Alone, **{**_parts(Alone), "state": BY_TYPE[State].map(states.to_row)})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    if is_dataclass(kind) or hasattr(kind, "_fields") or (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return st.builds(kind, **_parts(kind))
    raise TypeError(f"say in BY_TYPE what a {kind} looks like")


FULL = {"acts": 1, "cases": 1, "weeks": 1, "items": 1, "moments": 1}
"""Of these there is always one at least."""


def _parts(kind: Any) -> dict[str, st.SearchStrategy[Any]]:
    hints = typing.get_type_hints(kind)
    names = getattr(kind, "_fields", None) or getattr(kind, "model_fields", None)
    names = names or [each.name for each in fields(kind)]
    return {name: made(hints[name], name, FULL.get(name, 0)) for name in names}


BY_TYPE[Decision] = built(Decision)
