"""The three machines through the engine, against a model of a few lines: any order of people, agents, tools and time.

Each rule does one thing to both and compares what the person is told; after each, every request is compared.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.agents import GiveUp, Question
from bot.errors import BadInput
from storage import audit
from storage.models import Who
from storage.sqlite import Db
from tests.bot.engine.house import ALEX, DANA, ELSE, JONAS, MARIA, House, proposal
from tests.bot.engine.outside import OUTSIDE

T = TypeVar("T")
APPROVERS = {MARIA, DANA}
# quorum, minutes to the deadline, rungs, how it ends, seconds to undo, once
RULES = {
    "keyless": (1, 30, 0, "hold", 0, False),
    "two": (2, 30, 0, "hold", 0, False),
    "ends": (1, 10, 1, "expire", 0, False),
    "undoable": (1, 30, 0, "hold", 5, False),
    "once": (1, 30, 0, "hold", 0, True),
    "": (1, 10, 0, "hold", 0, False),  # questions and cases: the shortest deadline of all
}
FITS = {
    "approval": {"approve", "edit", "reject", "take_over"},
    "case": {"reject", "take_over"},
    "question": {"take_over"},
    "doubt": set[str](),
}
GROUND: dict[str, Path] = {}
ENDS = {"approve": "approved", "edit": "approved", "reject": "rejected", "take_over": "taken_over"}


@dataclass
class Card:
    """A handoff as the model knows it; `about` is the approval that a doubt is about; `failed`: nothing came of it."""

    id: int
    kind: str
    step: str
    order: str
    minute: float
    state: str = "waiting"
    revision: int = 1
    rung: int = 0
    held: bool = False
    decided: dict[int, set[Who]] = field(default_factory=dict)
    about: "Card | None" = None
    failed: bool = False

    def __post_init__(self) -> None:
        self.due: float | None = self.minute + RULES[self.step][1]


class Machines(RuleBasedStateMachine):
    """People press, agents move, tools fail, time passes, the process dies."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.home = Path(tempfile.mkdtemp())
        OUTSIDE.reset()
        self.minute = 0.0
        self.runs: dict[int, str] = {}
        self.cards: list[Card] = []
        self.requests: dict[int, int] = {}  # card to request
        self.acts: dict[int, float] = {}  # approval to the minute at which it runs
        self.holders: dict[str, int] = {}
        self.happened: list[str] = []
        self.decisions = 0
        self.presses = 0
        self.last: tuple[Any, ...] = ()
        self.how: tuple[str, ...] = ()  # what the tool does next; an act may begin with its decision, before `settle`
        self.lived = False  # whether anything happened since the last death

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    @initialize()
    def begin(self) -> None:
        self.do(self.open())

    async def open(self) -> None:
        self.house = House(GROUND["folder"], Path(shutil.copy(GROUND["template"], self.home / "baton.db")))

    def teardown(self) -> None:
        OUTSIDE.release.set()
        first_wrong = self.do(self.house.read(audit.first_wrong))
        self.do(self.house.kill())
        self.loop.close()
        shutil.rmtree(self.home)
        assert first_wrong is None

    # The model

    def open_of(self, request: int) -> Card | None:
        return next(
            (card for card in self.cards if self.requests[card.id] == request and card.state == "waiting"), None
        )

    def new(self, request: int, kind: str, step: str, order: str = "", about: Card | None = None) -> Card:
        card = Card(len(self.cards) + 1, kind, step, order, self.minute, about=about)
        self.cards.append(card)
        self.requests[card.id] = request
        self.runs[request] = "parked"
        return card

    def right(self, card: Card, who: Who) -> str:
        climbed = card.rung > 0 and RULES[card.step][2] > 0
        if who == JONAS:
            return "" if card.kind in {"case", "question"} else "own_request"
        return "" if who in APPROVERS or (who == ALEX and climbed) else "not_approver"

    def refusal(self, card: Card, who: Who, verdict: str, revision: int) -> str:
        if self.right(card, who):
            return self.right(card, who)
        if card.state != "waiting":
            return "late"
        if revision != card.revision:
            return "changed"
        if who in card.decided.get(card.revision, set()):
            return "decided_before"
        if verdict not in FITS[card.kind]:
            return "changed"
        taken = self.holders.get(card.order) if RULES[card.step][5] else None
        return "once" if verdict in {"approve", "edit"} and taken not in {None, card.id} else ""

    def end(self, card: Card, state: str) -> None:
        card.state, card.due = state, None

    def act(self, card: Card) -> None:
        """What was approved runs, as the plan has it."""
        del self.acts[card.id]
        how = self.plan.pop(0) if self.plan else "done"
        if how in {"done", "lost_after"}:
            self.happened.append(f"H-{card.id}-{card.revision}")
        again = any(other.about is card for other in self.cards)
        if how.startswith("lost") or (how == "refuse" and again):
            self.new(self.requests[card.id], "doubt", card.step, card.order, about=card)
        else:
            self.ended(card, happened=how == "done")

    def ended(self, card: Card, *, happened: bool) -> None:
        card.failed = not happened
        if not happened and self.holders.get(card.order) == card.id:
            del self.holders[card.order]
        self.runs[self.requests[card.id]] = "finished"

    @property
    def plan(self) -> list[str]:
        return self._plan

    def settle(self) -> None:
        """Everything that is due happens, in both; the plan is the same for both, and used up in the same order."""
        self.lived = True
        self._plan = list(self.how)
        self.do(self.house.settle())
        ready = [card for card in self.cards if self.acts.get(card.id, 1e9) <= self.minute]
        for card in sorted(ready, key=lambda each: self.acts[each.id]):
            self.act(card)
        for card in self.cards:
            if card.due is not None and card.due <= self.minute:
                self.deadline(card)

    def deadline(self, card: Card) -> None:
        _, minutes, rungs, end, _, _ = RULES[card.step]
        if card.kind == "question":
            self.end(card, "expired")
            self.new(self.requests[card.id], "case", "")  # nobody answered: a person takes it
        elif card.rung < rungs:
            card.rung, card.due = card.rung + 1, self.minute + minutes
        elif end == "expire" and card.kind != "doubt":
            self.end(card, "expired")
            self.runs[self.requests[card.id]] = "finished"
        else:
            card.held, card.due = True, None

    # What can happen

    @rule(step=st.sampled_from(["keyless", "two", "ends", "undoable", "once"]), order=st.sampled_from(["1042", "1044"]))
    def ask(self, step: str, order: str) -> None:
        self.house.agent.moves = [proposal(step, order)]
        self.new(self.do(self.house.ask()), "approval", step, order)
        self.settle()

    @rule(kind=st.sampled_from(["question", "case", "nothing"]))
    def ask_other(self, kind: str) -> None:
        moves = {"question": [Question("Which?", ())], "case": [GiveUp("hard")], "nothing": []}
        self.house.agent.moves = moves[kind]  # type: ignore[assignment]
        request = self.do(self.house.ask())
        self.runs[request] = "finished"
        if kind != "nothing":
            self.new(request, kind, "")
        self.settle()

    @precondition(lambda self: self.cards)
    @rule(
        data=st.data(),
        who=st.sampled_from([MARIA, MARIA, DANA, DANA, ALEX, JONAS, ELSE]),
        verdict=st.sampled_from(["approve", "approve", "approve", "edit", "reject", "take_over"]),
        how=st.sampled_from(["done", "done", "refuse", "lost_before", "lost_after"]),
        stale=st.sampled_from([0, 0, 0, 1]),
    )
    def decide(self, data: st.DataObject, who: Who, verdict: str, how: str, stale: int) -> None:
        card = data.draw(st.sampled_from(self.cards[-6:]))
        revision = card.revision - stale
        args = {"order_id": card.order, "amount": f"{card.id}.{card.revision:02}"} if verdict == "edit" else None
        if verdict == "edit" and card.kind not in {"approval"}:
            return
        self.how, OUTSIDE.plan = (how,), [how]
        expected = self.refusal(card, who, verdict, revision)
        handoff = self.do(self.house.handoff(card.id))
        self.last = (handoff, who, verdict, f"press:{self.presses}", revision, args)
        self.presses += 1
        told = self.press()
        if expected:
            assert told == expected
        else:
            self.decided(card, who, verdict, told)
        self.settle()
        self.how, OUTSIDE.plan = (), []

    def press(self) -> str:
        """Deliver the last press."""
        handoff, who, verdict, key, revision, args = self.last
        return self.do(self.house.decide(handoff, who, verdict, key, revision=revision, args=args))

    @precondition(lambda self: self.last)
    @rule()
    def deliver_again(self) -> None:
        try:
            self.press()
        except BadInput:
            assert self.last[2] == "edit"  # its values are looked at before its key
        self.settle()

    def decided(self, card: Card, who: Who, verdict: str, told: str) -> None:
        quorum, _, _, _, undo, once = RULES[card.step]
        self.decisions += 1
        if verdict == "edit":
            card.revision += 1
        agreed = card.decided.setdefault(card.revision, set())
        agreed.add(who)
        if verdict in {"approve", "edit"} and len(agreed) < quorum:
            assert told == "counted"
            return
        self.end(card, ENDS[verdict])
        assert told == ("undo" if undo and verdict in {"approve", "edit"} else "decided")
        if verdict in {"approve", "edit"}:
            self.acts[card.id] = self.minute + undo / 60
            if once:
                self.holders[card.order] = card.id
        else:
            self.runs[self.requests[card.id]] = "taken_over" if verdict == "take_over" else "finished"

    @precondition(lambda self: self.acts)
    @rule(who=st.sampled_from([MARIA, DANA, JONAS]))
    def undo(self, who: Who) -> None:
        card = next(card for card in self.cards if card.id in self.acts)
        click = self.house.click(who)
        self.do(self.house.engine.verdicts.undo(click, card.id))
        told = self.do(self.house.told(click))
        if not any(who in people for people in card.decided.values()):
            assert told == "not_decider"
            return
        assert told == "undone"
        del self.acts[card.id]
        card.failed = True
        self.new(self.requests[card.id], "approval", card.step, card.order)

    @precondition(lambda self: any(card.kind == "doubt" for card in self.cards))
    @rule(
        data=st.data(),
        who=st.sampled_from([MARIA, DANA, JONAS, ELSE]),
        verdict=st.sampled_from(["happened", "again", "drop"]),
        how=st.sampled_from(["done", "refuse", "lost_before", "lost_after"]),
    )
    def settle_doubt(self, data: st.DataObject, who: Who, verdict: str, how: str) -> None:
        card = data.draw(st.sampled_from([card for card in self.cards if card.kind == "doubt"]))
        self.how, OUTSIDE.plan = (how,), [how]
        click = self.house.click(who)
        expected = self.right(card, who) or ("late" if card.state != "waiting" else "")
        alone = RULES[card.step][0] == 1
        expected = expected or ("needs_others" if verdict == "again" and not alone else "")
        self.do(self.house.engine.actions.settle(click, card.id, verdict))
        told = self.do(self.house.told(click))
        if expected:
            assert told == expected
        else:
            assert told in {"", "decided"}
            assert card.about is not None
            self.decisions += 1
            self.end(card, "settled")
            if verdict == "again":
                self.acts[card.about.id] = self.minute
            else:
                self.ended(card.about, happened=verdict == "happened")
        self.settle()
        self.how, OUTSIDE.plan = (), []

    @precondition(lambda self: any(card.kind in {"question", "case"} for card in self.cards))
    @rule(data=st.data(), who=st.sampled_from([JONAS, JONAS, MARIA, ELSE]))
    def respond(self, data: st.DataObject, who: Who) -> None:
        card = data.draw(st.sampled_from([card for card in self.cards if card.kind in {"question", "case"}]))
        click = self.house.click(who)
        may = who == JONAS or (card.kind == "case" and who in APPROVERS)
        refused = "not_yours" if card.kind == "question" else "not_approver"
        expected = refused if not may else "late" if card.state != "waiting" else ""
        self.house.agent.moves = []
        self.do(self.house.engine.verdicts.respond(click, card.id, "1042"))
        assert self.do(self.house.told(click)) == expected
        if not expected:
            self.decisions += 1
            self.end(card, "answered")
            self.runs[self.requests[card.id]] = "finished"
        self.settle()

    @precondition(lambda self: self.runs)
    @rule(data=st.data())
    def add(self, data: st.DataObject) -> None:
        """The requester adds something; the agent proposes the keyless step where it may look again."""
        request = data.draw(st.sampled_from(sorted(self.runs)))
        card = self.open_of(request)
        mine = [each for each in self.cards if self.requests[each.id] == request]
        self.house.agent.moves = [proposal("keyless", "1044")]
        click = self.house.click(JONAS)
        self.do(self.house.engine.requests.add(click, request, "one more thing"))
        told = self.do(self.house.told(click))
        if card is not None and card.kind != "doubt":
            assert told == "added"
            if card.kind == "approval":
                card.revision, card.step, card.order = card.revision + 1, "keyless", "1044"
            else:
                self.end(card, "withdrawn")
                self.new(request, "approval", "keyless", "1044")
        elif self.runs[request] == "finished" and all(each.failed or each.state != "approved" for each in mine):
            assert told == "added"
            self.new(request, "approval", "keyless", "1044")
        else:
            assert told == "noted"
        self.settle()
        self.house.agent.moves = []

    @precondition(lambda self: self.runs)
    @rule(data=st.data(), who=st.sampled_from([JONAS, JONAS, MARIA]))
    def withdraw(self, data: st.DataObject, who: Who) -> None:
        request = data.draw(st.sampled_from(sorted(self.runs)))
        card = self.open_of(request)
        click = self.house.click(who)
        self.do(self.house.engine.requests.withdraw(click, request))
        told = self.do(self.house.told(click))
        if who != JONAS:
            assert told == "not_yours"
        elif card is not None and card.kind != "doubt":
            assert told == ""
            self.end(card, "withdrawn")
            self.runs[request] = "withdrawn"
        else:
            assert told == "too_late"

    @rule(minutes=st.sampled_from([0.05, 1, 9, 10, 30, 60]))
    def pass_time(self, minutes: float) -> None:
        self.minute += minutes
        self.house.clock.advance(minutes=minutes)
        self.settle()

    @precondition(lambda self: self.lived)
    @rule()
    def die(self) -> None:
        self.do(self.house.restart())
        self.settle()
        self.lived = False

    # What must always hold

    @invariant()
    def the_record_and_the_model_agree(self) -> None:
        if not hasattr(self, "house"):
            return
        handoffs, runs, decisions, started = self.do(self.house.read(_record))
        assert handoffs == [(c.id, c.kind, c.state, c.revision, c.rung, int(c.held)) for c in self.cards]
        assert dict(runs) == self.runs
        assert [key for key, _ in OUTSIDE.happened] == self.happened
        assert decisions == [(self.decisions,)]
        assert started == [(0,)]


def _record(db: Db) -> list[list[tuple[Any, ...]]]:
    """What the model knows, as the record has it."""
    asked = (
        "SELECT id, kind, state, revision, rung, held FROM handoff ORDER BY id",
        "SELECT request_id, state FROM run ORDER BY id",
        "SELECT count(*) FROM decision",
        "SELECT count(*) FROM effect WHERE state = 'started'",
    )
    return [[tuple(row) for row in db.execute(sql)] for sql in asked]


@pytest.fixture(scope="module", autouse=True)
def ground(folder: Path, template: Path) -> None:
    """What every example starts from."""
    GROUND.update(folder=folder, template=template)


TestMachines = Machines.TestCase
TestMachines.settings = settings(
    max_examples=12, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
