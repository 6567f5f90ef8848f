"""Hypothesis strategies: any story at all, with words as hostile as they come. Every foreign string holds MARK."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from pydantic import BaseModel, create_model

from bot.story import Alike, Past, Round, Story
from bot.workflows import Reason, Words
from storage.models import Brief, Doubt, Fact, Inquiry, Who
from tests.handlers.told import (
    ASKED,
    FILE,
    HANDOFF,
    MARIA,
    REFUND,
    REFUND_STORY,
    REQUEST,
    TEAM,
    Refund,
    Report,
    decision,
    effect,
    note,
    tool,
)

MARK = "ƒ"


def inquiry(text: str, answer: str) -> Inquiry:
    """A question to the agent with its answer, in these words."""
    return Inquiry(
        id=1, handoff_id=1, who=Who(TEAM, "U02MARIA"), text=text, answer=answer, sources=(answer,), asked_at=ASKED,
        answered_at=ASKED,
    )  # fmt: skip


NASTY = (
    "<!channel> ",
    "<@U02MARIA> ",
    "<https://evil.example|Approve>",
    "https://evil.example/x",
    "*bold* _it_ `code`",
    ":tada:",
    "\u202edrawer\u202c",
    "\u200b",
    "\u2066",
    "\n[ Approve ]\n",
    "\nAmount  EUR 1.00\n",
    "&amp;&lt;&gt;",
    "&&&&&&&&&&&&",
    "<<<<<>>>>>",
    "e\u0301\u0301\u0301\u0301\u0301\u0301",
    "אבג 1042",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\x00\x07\x1b[31m",
    "\ud800",
    "\u3164",
    "\U000e0041",
    "{amount}",
    "x" * 300,
    "wide 漢字 " * 20,
    "a" * 39 + " ",
    "word " * 400,
)
PAIRS = [first + MARK + second for first in NASTY for second in NASTY[::5]]
foreign = st.one_of(st.sampled_from(NASTY), st.sampled_from(PAIRS), st.text(max_size=30)).map(lambda text: MARK + text)
moments = st.integers(946_684_800, 2_840_140_800).map(lambda stamp: datetime.fromtimestamp(stamp, UTC))
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), foreign, st.decimals().map(str))
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3), max_leaves=4)
users = st.from_regex(r"[UW][A-Z0-9]{2,10}", fullmatch=True)
targets = st.one_of(users, st.from_regex(r"S[A-Z0-9]{2,10}", fullmatch=True), foreign)
doubts = st.builds(Doubt, what=foreign, changes_answer=st.booleans(), settled_by=foreign, field=st.just("amount"))
facts = st.builds(Fact, text=foreign, source=foreign, against=st.booleans(), field=st.just("amount"))
briefs = st.builds(
    Brief,
    doubts=st.lists(doubts, max_size=5).map(tuple),
    facts=st.lists(facts, max_size=6).map(tuple),
    unfound=st.lists(st.sampled_from(["amount", "order_id"]), max_size=2).map(tuple),
    orders=st.booleans(),
    assessment=foreign,
    how=foreign,
)
MANY: type[BaseModel] = create_model("Many", **{f"field_{index}": (str, ...) for index in range(40)})  # type: ignore[call-overload]
MODELS: list[type[BaseModel]] = [Refund, Report, MANY]
KINDS = ("approval", "question", "doubt", "case")
NOTES = ("add", "edit", "answer", "back", "fact")
STATES = ("waiting", "approved", "rejected", "answered", "settled", "taken_over", "expired", "withdrawn")


@st.composite
def stories(draw: st.DrawFn, state: str | None = None, kind: str | None = None) -> Story:
    """A story of any kind, in any state, of any size."""
    model = draw(st.sampled_from(MODELS))
    step = replace(
        draw(st.sampled_from([REFUND, FILE])),
        title=draw(foreign),
        tool=tool(model),
        risk=draw(st.sampled_from(["low", "normal", "high", "critical"])),
        self_approval=draw(st.booleans()),
        reasons=tuple(Reason(text=text) for text in draw(st.lists(foreign, max_size=12, unique=True))),
        max={"amount": Decimal(500)},
        on_timeout=draw(st.sampled_from(["hold", "expire"])),
        words=Words(
            ask=draw(st.sampled_from(["", "Refund {amount} for order {order_id}?", "{narrative}"])),
            done=draw(st.sampled_from(["", "Done {order_id}"])),
            undone="",
            each=draw(st.sampled_from(["", "refund", "reply", "a very long name of an act indeed"])),
        ),
    )
    given = draw(st.lists(values, max_size=12))
    names = [*model.model_fields, "extra"][:: draw(st.integers(1, 3))]
    args: dict[str, Any] = {name: given[index % len(given)] for index, name in enumerate(names) if given}
    now = draw(st.one_of(st.just(ASKED + timedelta(minutes=8)), moments))
    people = draw(st.lists(users, min_size=1, max_size=4))
    decisions = tuple(
        decision(
            draw(st.sampled_from(["approve", "edit", "reject", "respond", "take_over"])),
            revision=draw(st.integers(1, 3)),
            person=Who(TEAM, draw(st.sampled_from(people))),
            note=draw(st.one_of(foreign, st.sampled_from(["", "happened", "again", "drop"]))),
            words=draw(st.one_of(st.just(""), foreign)),
            private=draw(st.booleans()),
            args_before={"amount": draw(scalars)},
            args_after=args,
        )
        for _ in range(draw(st.integers(0, 4)))
    )
    handoff = HANDOFF.model_copy(
        update={
            "kind": kind or draw(st.sampled_from(KINDS)),
            "state": state or draw(st.sampled_from(STATES)),
            "revision": draw(st.integers(1, 3)),
            "rung": draw(st.integers(0, 2)),
            "stage": draw(st.integers(1, 3)),
            "args": args,
            "question": draw(st.one_of(st.just(""), foreign)),
            "choices": tuple(draw(st.lists(foreign, max_size=12))),
            "brief": draw(briefs),
            "reasons": tuple(draw(st.lists(foreign, max_size=3))),
            "looking_since": draw(st.one_of(st.none(), moments)),
            "deadline_at": draw(st.one_of(st.none(), moments)),
            "held": draw(st.booleans()),
        }
    )
    return replace(
        REFUND_STORY,
        handoff=handoff,
        request=REQUEST.model_copy(update={"text": draw(foreign), "requester": Who(TEAM, people[0])}),
        step=draw(st.sampled_from([step, None])) if handoff.kind in {"question", "case"} else step,
        notes=tuple(note(draw(foreign), kind=draw(st.sampled_from(NOTES))) for _ in range(draw(st.integers(0, 4)))),
        decisions=decisions,
        effect=draw(_effects(args)),
        names={user: draw(foreign) for user in people},
        first_approvers=tuple(draw(st.lists(targets, max_size=4))),
        decides=draw(foreign),
        next_rung=draw(st.one_of(st.just(""), foreign)),
        alike=Alike(
            draw(st.integers(0, 99999)),
            draw(st.integers(0, 99)),
            draw(st.integers(0, 99)),
            draw(foreign),
            (draw(foreign),),
        ),
        inquiries=(inquiry(draw(foreign), draw(foreign)),),
        same=tuple(draw(st.lists(foreign, max_size=3))),
        now=now,
        quorum=draw(st.integers(1, 4)),
        more_chars=draw(st.sampled_from([0, 7, 123456])),
        earlier=draw(st.sampled_from([None, {"amount": "1.00"}])),
        rounds=tuple(draw(st.lists(_rounds(decisions), max_size=3))),
        lapsed=decisions[:1],
        past=tuple(Past(handoff, each, draw(st.one_of(st.none(), st.just(effect())))) for each in decisions),
    )


def _rounds(decisions: tuple[Any, ...]) -> st.SearchStrategy[Round]:
    given = st.lists(st.sampled_from(decisions), max_size=3).map(tuple) if decisions else st.just(())
    return st.builds(Round, foreign, st.integers(1, 4), st.booleans(), given)


def _effects(args: dict[str, Any]) -> st.SearchStrategy[Any]:
    made = st.builds(
        effect,
        st.sampled_from(["started", "done", "failed", "in_doubt"]),
        error=foreign,
        args=st.just(args),
        attempts=st.integers(1, 9),
        result=st.one_of(st.none(), st.just({"ok": True}), foreign.map(lambda text: {"told": text})),
    )
    return st.one_of(st.none(), made)


def brimful(kind: str, fill: str) -> Story:
    """A story with everything there can be, each part of it as long as `fill`."""
    doubt = Doubt(what=fill, changes_answer=True, settled_by=fill)
    fact = Fact(text=fill, source=fill)
    against = Fact(text=fill, source=fill, against=True)
    handoff = HANDOFF.model_copy(
        update={
            "kind": kind,
            "args": {f"field_{index}": fill for index in range(40)},
            "question": fill,
            "choices": (fill,) * 12,
            "reasons": (fill,) * 3,
            "revision": 2,
            "brief": Brief(
                doubts=(doubt,) * 5, facts=(fact, fact, fact, against), how=fill, assessment=fill, orders=True
            ),
            "looking_since": ASKED - timedelta(days=3),
            "deadline_at": ASKED + timedelta(days=4),
        }
    )
    return replace(
        REFUND_STORY,
        handoff=handoff,
        step=replace(REFUND, tool=tool(MANY), words=Words(), title=fill),
        request=REQUEST.model_copy(update={"text": fill, "created_at": ASKED - timedelta(days=400)}),
        names={"U03JONAS": fill, "U02MARIA": fill},
        first_approvers=("U0123456789AB", "S0123456789AB", "U0123456789AD"),
        decides=fill,
        next_rung=fill,
        same=(fill,) * 3,
        alike=Alike(99999, 99999, 99999, fill, (fill,) * 5),
        inquiries=(inquiry(fill, fill),),
        effect=effect("in_doubt", error=fill, key=fill),
        notes=(note(fill, at=ASKED), *(note(fill, kind=kind, who=MARIA, at=ASKED) for kind in NOTES)),
        past=(Past(handoff, decision("reject", note=fill)), Past(handoff, decision("edit", note=fill), effect())),
        earlier={},
    )
