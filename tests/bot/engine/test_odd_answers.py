"""Whatever a tool or an agent says or raises: what happened is recorded, or a person is asked. Nothing hangs."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.agents import Answer, Case, Log, Proposal
from bot.agents.routing import route
from bot.engine import actions, reads, undoing
from bot.engine.anew import open_doubt
from bot.engine.calls import as_dict, said
from bot.errors import BadInput
from bot.tools import ToolRefused
from storage import inquiries, verify
from storage.models import Handoff
from tests.bot.engine import earning
from tests.bot.engine.house import (
    DANA,
    JONAS,
    MARIA,
    TOOLS,
    Agent,
    House,
    proposal,
    workflow_text,
    write_folder,
)
from tests.bot.engine.outside import Outside


class Mute:
    """It cannot say what it is."""

    def __str__(self) -> str:
        raise RuntimeError("no words")


class Ill(dict[str, Any]):
    """Orders that raise this, from the n-th look on."""

    def __init__(self, error: BaseException, after: int = 0) -> None:
        super().__init__()
        self.error, self.after = error, after

    def get(self, *key: Any) -> dict[str, Any]:
        self.after -= 1
        if self.after < 0:
            raise self.error
        return {"paid": "49.90"}


class Changing(dict[str, Any]):
    """Orders that were paid, and answer with half a letter from the second look on."""

    looks = 0

    def get(self, *key: Any) -> dict[str, Any]:
        self.looks += 1
        return {"paid": "49.90" if self.looks == 1 else "\ud83d"}


def endless() -> dict[str, Any]:
    """It holds itself."""
    found: dict[str, Any] = {}
    found["me"] = found
    return found


def deep(levels: int) -> dict[str, Any]:
    """Deeper than a reader of JSON goes."""
    found: dict[str, Any] = {}
    for _ in range(levels):
        found = {"in": found}
    return found


def answers(outside: Outside, monkeypatch: pytest.MonkeyPatch, how: Callable[[], Any]) -> None:
    """The tools act, and then answer or raise this."""
    act = outside.act

    def odd(*args: Any, **more: Any) -> Any:
        act(*args, **more)
        return how()

    async def odd_async(*args: Any, **more: Any) -> Any:
        return odd(*args, **more)

    monkeypatch.setattr(outside, "act", odd)
    monkeypatch.setattr(outside, "act_async", odd_async)


def raises(error: BaseException) -> Callable[[], Any]:
    def fail(*args: Any, **more: Any) -> Any:
        raise error

    return fail


async def approved(house: House, step: str) -> tuple[Handoff, Any]:
    """A card of this step, approved, with what became of the action."""
    card = await house.card(proposal(step))
    assert await house.decide(card) == "decided"
    await house.settle()
    return card, await house.effect(f"H-{card.id}-1")


# What tools answer

UNKEPT = "The tool answered with something that cannot be kept ({})."


@pytest.mark.parametrize("step", ["keyed", "keyless", "looked", "waits"])
@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ({"what": "ok \ud83d", "\ud83d": 1}, {"what": "ok \ufffd", "\ufffd": 1}),
        ("\ud83d", {"result": "\ufffd"}),
        ({"number": 10**5000}, {"result": UNKEPT.format("ValueError")}),
        ({"what": Mute()}, {"result": UNKEPT.format("RuntimeError")}),
        ({Mute(): 1}, {"result": UNKEPT.format("RuntimeError")}),
        (endless(), {"result": UNKEPT.format("RecursionError")}),
        (deep(300), {"result": UNKEPT.format("ValueError")}),
        ({1: "a", None: {2}}, {"1": "a", "None": "{2}"}),
    ],
)
async def test_what_happened_is_done_whatever_the_tool_says_of_it(
    house: House, outside: Outside, monkeypatch: pytest.MonkeyPatch, step: str, answer: Any, kept: dict[str, Any]
) -> None:
    answers(outside, monkeypatch, lambda: answer)
    _, effect = await approved(house, step)
    assert (effect.state, effect.result, len(outside.happened)) == ("done", kept, 1)
    assert await house.said("outcome") == 1
    assert await house.read(lambda db: list(verify.findings(db))) == []


def test_what_can_be_kept_is_told_as_it_is() -> None:
    assert as_dict({"b": [1, ("x", None)], "a": "Grüße 😀"}) == {"b": [1, ["x", None]], "a": "Grüße 😀"}
    assert (as_dict(None), as_dict(False)) == ({}, {"result": False})


@pytest.mark.parametrize(("error", "why"), [("\ud800", "\ufffd"), (Mute(), "ToolRefused")])
async def test_a_refusal_that_cannot_be_kept_as_it_is_is_one(
    house: House, outside: Outside, monkeypatch: pytest.MonkeyPatch, error: Any, why: str
) -> None:
    answers(outside, monkeypatch, raises(ToolRefused(error)))
    _, effect = await approved(house, "keyless")
    assert (effect.state, effect.error, effect.cause) == ("failed", why, "refused")
    assert said(ToolRefused(error)) == why


ESCAPES = [asyncio.CancelledError(), SystemExit(3), KeyboardInterrupt(), GeneratorExit()]


@pytest.mark.parametrize("step", ["keyless", "waits"])
@pytest.mark.parametrize("error", ESCAPES, ids=lambda error: type(error).__name__)
async def test_what_would_end_the_task_is_a_lost_answer(
    house: House, outside: Outside, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    answers(outside, monkeypatch, raises(error))
    card, effect = await approved(house, step)
    assert (effect.state, len(outside.happened)) == ("in_doubt", 1)
    assert type(error).__name__ in effect.error or "RuntimeError" in effect.error
    assert (await house.open_of(card.request_id)).kind == "doubt"
    assert await house.said("in_doubt") == 1


async def test_a_read_back_that_cancels_itself_is_not_reachable(
    house: House, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside.otherwise = "lost_after"
    monkeypatch.setattr(outside, "read_back", raises(asyncio.CancelledError()))
    card, effect = await approved(house, "looked")
    assert effect.state == "in_doubt"
    assert (await house.open_of(card.request_id)).brief.assessment == "not reachable (Escaped)"


@pytest.mark.parametrize("found", [{"x": "\ud83d"}, {"x": 10**5000}])
async def test_a_read_back_that_found_it_says_so_whatever_it_found(
    house: House, outside: Outside, monkeypatch: pytest.MonkeyPatch, found: dict[str, Any]
) -> None:
    outside.otherwise = "lost_after"
    monkeypatch.setattr(outside, "read_back", lambda call: found)
    _, effect = await approved(house, "looked")
    assert effect.state == "done"


# What breaks behind the call


@pytest.mark.parametrize("how", ["done", "refuse"])
async def test_whatever_else_breaks_a_person_is_asked_at_once(
    house: House, outside: Outside, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(house.engine.actions, "_end", raises(KeyError("a bug of ours")))
    outside.otherwise = how
    card, effect = await approved(house, "keyless")
    doubt = await house.open_of(card.request_id)
    assert (effect.state, doubt.kind, len(outside.happened)) == ("in_doubt", "doubt", how == "done")
    assert doubt.question == "what became of it could not be recorded (KeyError)"
    assert await house.said("in_doubt") == 1


async def test_a_doubt_that_cannot_be_recorded_is_recorded_later(
    house: House, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    troubles, real = [KeyError("one"), ValueError("two")], open_doubt

    def late(*args: Any) -> None:
        if troubles:
            raise troubles.pop()
        real(*args)

    monkeypatch.setattr(actions, "RECORD_PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(actions, "open_doubt", late)
    outside.otherwise = "lost_after"
    card, effect = await approved(house, "keyless")
    assert (effect.state, troubles) == ("in_doubt", [])
    assert (await house.open_of(card.request_id)).kind == "doubt"


async def test_what_has_its_end_is_in_no_doubt(house: House, outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something breaks once the end is recorded."""
    end = house.engine.actions._tried

    async def late(*args: Any, **more: Any) -> None:
        await end(*args, **more)
        raise KeyError("a bug of ours")

    monkeypatch.setattr(house.engine.actions, "_tried", late)
    card, effect = await approved(house, "keyless")
    assert effect.state == "done"
    assert [each.kind for each in await house.handoffs(card.request_id)] == ["approval"]


async def test_no_task_fails_unheard(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(begun: object) -> None:
        raise KeyError("a bug of ours")

    monkeypatch.setattr("bot.engine.engine.log", logging.getLogger("heard"))
    monkeypatch.setattr(house.engine.actions, "run", fail)
    card = await house.card(proposal("keyless"))
    await house.decide(card)
    with pytest.raises(KeyError):
        await house.settle()
    assert f"act of {card.id} ended with an error" in caplog.text


# What an agent proposes

LOOSE = """
from typing import Any
from pydantic import BaseModel


class Loose(BaseModel):
    value: Any


@tool(effect=True)
def loose(args: Loose, call):
    return {}
"""


@pytest.mark.parametrize("levels", [250, 5000])
async def test_what_goes_too_deep_to_be_read_again_is_no_card(
    build: Callable[..., House], tmp_path: Path, levels: int
) -> None:
    folder = write_folder(tmp_path / "flows", workflow_text({"loose": ("loose", {})}))
    (folder / "refunds" / "tools.py").write_text(TOOLS + LOOSE, encoding="utf-8")
    house = build(*[Proposal("loose", {"value": deep(levels)}, 0.9) for _ in range(3)], folder=folder)
    request_id = await house.ask()
    for _ in range(3):
        house.clock.advance(seconds=600)
        await house.settle()
    card = await house.open_of(request_id)
    assert card.kind == "case"
    assert card.question.endswith("(ValueError). So this comes without its work.")
    assert await house.read(lambda db: list(verify.findings(db))) == []


# What is looked up


@pytest.mark.parametrize("orders", [Changing(), Ill(asyncio.CancelledError(), 1), Ill(ToolRefused("\ud83d"), 1)])
async def test_a_second_look_that_goes_wrong_asks_again(house: House, outside: Outside, orders: Any) -> None:
    outside.orders, house.agent.reads = orders, ["1042"]
    card = await house.card(proposal())
    await house.decide(card)
    await house.settle()
    again = await house.open_of(card.request_id)
    assert (again.id != card.id, again.kind, outside.happened) == (True, "approval", [])
    assert again.brief.doubts[0].what.startswith("Not run: since it was asked, something changed.")


async def test_a_second_look_that_breaks_is_tried_a_few_times_and_then_asks_again(
    house: House, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []

    async def broken(*args: Any) -> None:
        looks.append(1)
        raise KeyError("a bug of ours")

    house.agent.reads = ["1042"]
    card = await house.card(proposal())
    monkeypatch.setattr(reads, "look_again", broken)
    await house.decide(card)
    for pause in (0, 2, 4, 600, 600):
        house.clock.advance(seconds=pause)
        await house.settle()
    again = await house.open_of(card.request_id)
    assert (len(looks), again.id != card.id, outside.happened) == (3, True, [])
    assert "What it rests on could not be looked up again before it ran (KeyError)." in again.brief.doubts[0].what
    assert await house.effect(f"H-{card.id}-1") is not None, "it is on record that it never ran"
    monkeypatch.undo()
    outside.orders = {"1042": {"paid": "12.00"}}
    await house.decide(again)
    await house.settle()
    assert outside.happened == [], "the next one rests on the same facts, and they changed"


async def test_a_look_up_that_cancels_itself_ends_with_a_person(house: House, outside: Outside) -> None:
    outside.orders, house.agent.reads = Ill(asyncio.CancelledError()), ["1042"]
    request_id = await house.ask()
    for _ in range(3):
        house.clock.advance(seconds=600)
        await house.settle()
    card = await house.open_of(request_id)
    assert card.kind == "case"
    assert "find_order could not be asked (the tool raised CancelledError)." in card.question


async def test_a_commit_that_reads_like_a_number_beyond_all_numbers_is_a_card(house: House, outside: Outside) -> None:
    outside.orders, house.agent.reads = {"1042": {"commit": "7e1234567"}}, ["1042"]
    card = await house.card(proposal())
    assert card.kind == "approval"


async def test_half_a_letter_that_was_looked_up_is_replaced(house: House, outside: Outside) -> None:
    outside.orders, house.agent.reads = {"1042": {"paid": "\ud83d"}}, ["1042"]
    card = await house.card(proposal())
    ((answer,),) = await house.rows("SELECT output FROM turn WHERE kind = 'read'")
    assert answer == '{"paid":"\ufffd"}'
    assert card.kind == "approval"


@pytest.mark.parametrize(
    ("found", "told"), [({"amount": "No \ud83d."}, "No \ufffd."), (asyncio.CancelledError(), "(Escaped)")]
)
async def test_a_check_says_what_it_can(
    house: House, outside: Outside, monkeypatch: pytest.MonkeyPatch, found: Any, told: str
) -> None:
    monkeypatch.setattr(outside, "check", raises(found) if isinstance(found, BaseException) else lambda: found)
    card = await house.card(proposal("checked"))
    with pytest.raises(BadInput) as refused:
        await house.decide(card, MARIA, "edit", args={"order_id": "1042", "amount": "1.00"})
    assert told in " ".join(refused.value.fields.values())


@pytest.mark.parametrize(
    ("how", "state"),
    [
        (lambda: {"x": "\ud83d"}, "done"),
        (raises(ToolRefused("\ud83d")), "failed"),
        (raises(asyncio.CancelledError()), "in_doubt"),
    ],
)
async def test_taking_back_has_an_end_whatever_the_tool_says(
    house: House, outside: Outside, monkeypatch: pytest.MonkeyPatch, how: Callable[[], Any], state: str
) -> None:
    monkeypatch.setattr(undoing, "PAUSE_SECONDS", 0.0)
    await earning.earned(house)
    act = await earning.acts(house, "1042")
    answers(outside, monkeypatch, how)
    await house.engine.afterwards.undo(house.click(MARIA), act.id)
    await house.settle()
    effect = await house.effect(f"{act.name}-1-undo")
    assert effect is not None
    assert effect.state == state


# What agents and people say


class Talker(Agent):
    """An agent that answers with whatever it was given."""

    says: Any = None

    async def answer(self, case: Case, log: Log, question: str) -> Answer:
        if isinstance(self.says, BaseException):
            raise self.says
        return self.says  # type: ignore[no-any-return]

    async def fits(self, text: str) -> float:
        raise self.says


@pytest.mark.parametrize(
    ("says", "told"),
    [
        (Answer("Yes \ud83d", ("\ud83d",)), "Yes \ufffd"),
        (None, "The agent could not answer (AttributeError)."),
        (Answer(Mute()), "The agent could not answer (RuntimeError)."),  # type: ignore[arg-type]
        (asyncio.CancelledError(), "The agent raised CancelledError."),
    ],
)
async def test_a_question_has_its_answer_whatever_the_agent_says(house: House, says: Any, told: str) -> None:
    house.agent = Talker([])
    house.agent.says = says
    card = await house.card()
    await house.engine.inquiries.ask(house.click(DANA), card.id, "Was it paid?")
    await house.settle()
    (one,) = await house.read(lambda db: inquiries.of_handoff(db, card.id))
    assert one.answer.startswith(told)


async def test_an_agent_that_cancels_itself_says_nothing_of_how_well_a_request_fits(house: House) -> None:
    agent = Talker([])
    agent.says = asyncio.CancelledError()
    assert await route("1042", house.world.shelf.workflows, lambda workflow: agent) is None


async def test_half_a_letter_that_people_wrote_is_replaced(house: House) -> None:
    assert await house.engine.requests.keep("event:1", {"event": {"text": "1042 \ud83d"}})
    (envelope,) = await house.engine.requests.unhandled()
    assert envelope.payload == {"event": {"text": "1042 \ufffd"}}
    house.agent.moves = [proposal(), proposal()]
    request_id = await house.ask("1042 \ud83d")
    await house.engine.requests.heard(house.click(JONAS, "note:1"), request_id, "only 12 \ud83d")
    await house.settle()
    assert house.agent.cases[-1].words == "1042 \ufffd\nonly 12 \ufffd"
    card = await house.open_of(request_id)
    await house.decide(card, MARIA, "reject", note="no \ud83d")
    assert (await house.decisions(card.id))[0].note == "no \ufffd"
