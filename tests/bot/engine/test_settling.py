"""A doubt takes what its approval took: nobody does again, or frees, with one click what a code or two people gave."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.engine import Ballot
from bot.errors import BadInput
from storage import verify
from storage.models import Handoff, Who
from tests.bot.engine.coded import code, enrolled, sealed
from tests.bot.engine.house import ALEX, DANA, MARIA, WEI, House, proposal, workflow_text, write_folder
from tests.bot.engine.outside import Outside

CODE = {"sign_off": "code"}
PAIR = {**CODE, "quorum": "2", "confirm": "order_id"}
STAGES = '[{approvers: ["@leads"]}, {approvers: ["@heads"], sign_off: code}]'
OWN = {
    "click": ("keyless", {}),
    "pair": ("keyless", PAIR),
    "sure_pair": ("keyed", PAIR),
    "pair_once": ("keyless", {**PAIR, "once": "[order_id]"}),
    "stages": ("keyless", {"stages": STAGES}),
    "coded": ("keyless", CODE),
    "typed": ("keyless", {"confirm": "order_id"}),
    "once": ("keyless", {**CODE, "once": "[order_id]"}),
    "free": ("keyless", {"once": "[order_id]"}),
    "large": ("keyless", {"rules": "[{when: {amount: {over: 500}}, quorum: 2}]"}),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = workflow_text(OWN)
    before, found, after = text.partition("  stages:\n")
    own = after.replace('    approvers: ["@leads"]\n', "", 1)  # its stages name who approves
    return write_folder(tmp_path_factory.mktemp("settling"), before + found + own)


@pytest.fixture
async def house(build: Callable[..., House], folder: Path) -> House:
    made = build(folder=folder)
    sealed(made)
    await enrolled(made, MARIA, DANA, ALEX)
    return made


async def in_doubt(
    house: House, outside: Outside, step: str, *people: Who, how: tuple[str, ...] = ("lost_after",), **args: Any
) -> tuple[Handoff, Handoff]:
    """What these people approved with all that is asked, and the doubt about it: it did happen."""
    outside.plan = list(how)
    card = await house.card(proposal(step, **args))
    for who in people or (MARIA,):
        now = await house.handoff(card.id)
        typed = {"code": code(house, who), "typed": card.args["order_id"]}
        await house.decide(now, who, digest=now.args_digest, stage=now.stage, **typed)
    await house.settle()
    house.clock.advance(seconds=60)
    doubt = await house.open_of(card.request_id)
    assert doubt.kind == "doubt"
    return card, doubt


async def press(house: House, doubt: Handoff, who: Who, verdict: str, **typed: str | None) -> str:
    """Settle it, in a window where something is typed; what the person is told, or what stands at the field."""
    click = house.click(who)
    window = Ballot(doubt.id, 1, "respond", digest=doubt.args_digest, stage=1, **typed) if typed else None  # type: ignore[arg-type]
    try:
        await house.engine.actions.settle(click, doubt.id, verdict, window)
    except BadInput as error:
        return " ".join(error.fields.values())
    await house.settle()
    return await house.told(click)


async def state(house: House, handoff: Handoff) -> str:
    return (await house.handoff(handoff.id)).state


@pytest.mark.parametrize(
    ("step", "people", "args"),
    [
        ("pair", (MARIA, DANA), {}),
        ("stages", (MARIA, ALEX), {}),
        ("large", (MARIA, DANA), {"amount": "501.00"}),
    ],
)
async def test_what_several_approved_nobody_does_again_alone(
    house: House, outside: Outside, step: str, people: tuple[Who, ...], args: dict[str, Any]
) -> None:
    _, doubt = await in_doubt(house, outside, step, *people, **args)
    assert await press(house, doubt, WEI, "again") == "needs_others"
    assert await press(house, doubt, MARIA, "again", code=code(house, MARIA), typed="1042") == "needs_others"
    assert await house.engine.actions.refuse(house.click(WEI), doubt.id, "again"), "nor is there a window"
    assert (len(outside.happened), await state(house, doubt)) == (1, "waiting")
    assert await press(house, doubt, WEI, "drop") == "decided"
    again = await house.card(proposal(step, **args))
    assert await house.decide(again, WEI, digest=again.args_digest, stage=1, typed="1042") != "decided"
    assert (len(outside.happened), await state(house, again)) == (1, "waiting")


async def test_a_smaller_one_of_the_same_step_is_done_again_with_a_press(house: House, outside: Outside) -> None:
    _, doubt = await in_doubt(house, outside, "large")
    assert await press(house, doubt, WEI, "again") == "decided"
    assert len(outside.happened) == 2


async def test_a_tool_that_knows_its_key_is_done_again_with_a_press(house: House, outside: Outside) -> None:
    """It runs once at most: what everybody approved."""
    lost = ("lost_before", "lost_before", "lost_before")
    _, doubt = await in_doubt(house, outside, "sure_pair", MARIA, DANA, how=lost)
    assert await press(house, doubt, WEI, "again") == "decided"
    assert (len(outside.happened), await state(house, doubt)) == (1, "settled")


async def test_done_again_takes_the_code_that_approving_took(house: House, outside: Outside) -> None:
    _, doubt = await in_doubt(house, outside, "coded")
    asked = await house.engine.actions.asked(doubt.id, "again")
    assert (asked.code, asked.confirm, asked.perhaps) == (True, "", False)
    assert await press(house, doubt, WEI, "again") == "needs_proof"
    assert await press(house, doubt, DANA, "again", code="") == (
        "Six digits from your authenticator are expected, or a recovery code. Nothing was done."
    )
    assert await press(house, doubt, DANA, "again", code=code(house, MARIA)) == (
        "This is not the code of now. 9 tries left."
    )
    assert await press(house, doubt, WEI, "again", code=code(house, DANA)) == (
        "You have no codes yet. Close this, and send /handoff codes."
    )
    assert (len(outside.happened), await state(house, doubt)) == (1, "waiting")
    assert await press(house, doubt, DANA, "again", code=code(house, DANA)) == "decided"
    assert (len(outside.happened), await state(house, doubt)) == (2, "settled")
    (decision,) = await house.decisions(doubt.id)
    assert (decision.proof, decision.note) == ("code", "again")
    ((number,),) = await house.rows(
        "SELECT json_extract(data, '$.decision') FROM audit WHERE kind = 'code_accepted' AND handoff_id = ?", doubt.id
    )
    assert number == decision.id
    assert await house.read(lambda db: list(verify.findings(db))) == []


async def test_one_code_does_one_thing_again(house: House, outside: Outside) -> None:
    _, first = await in_doubt(house, outside, "coded")
    _, second = await in_doubt(house, outside, "coded", order_id="1043")
    typed = code(house, DANA)
    assert await press(house, first, DANA, "again", code=typed) == "decided"
    assert await press(house, second, DANA, "again", code=typed) == (
        "This code was used already; wait for the next one (up to 30 s). 9 tries left."
    )
    assert len(outside.happened) == 3


async def test_a_code_is_for_the_values_that_its_window_showed(house: House, outside: Outside) -> None:
    _, doubt = await in_doubt(house, outside, "coded")
    other = doubt.model_copy(update={"args_digest": "other"})
    assert await press(house, other, DANA, "again", code=code(house, DANA)) == "changed"
    assert len(outside.happened) == 1
    assert await press(house, doubt, DANA, "again", code=code(house, DANA)) == "decided", "it was not used up"


async def test_done_again_takes_the_value_that_approving_took(house: House, outside: Outside) -> None:
    _, doubt = await in_doubt(house, outside, "typed")
    assert await press(house, doubt, WEI, "again") == "needs_proof"
    told = await press(house, doubt, WEI, "again", typed="1043")
    assert told == "This is not what stands under Order. Nothing was done."
    assert len(outside.happened) == 1
    assert await press(house, doubt, WEI, "again", typed="1042") == "decided"
    assert len(outside.happened) == 2


@pytest.mark.parametrize(("step", "people"), [("once", (MARIA,)), ("pair_once", (MARIA, DANA))])
async def test_a_value_that_is_good_once_is_freed_with_a_code(
    house: House, outside: Outside, step: str, people: tuple[Who, ...]
) -> None:
    card, doubt = await in_doubt(house, outside, step, *people)
    held = "SELECT handoff_id FROM once"
    assert await press(house, doubt, WEI, "drop") == "needs_proof"
    assert (
        await press(house, doubt, DANA, "drop", code="000000", typed="1042")
        == "This is not the code of now. 9 tries left."
    )
    assert await house.rows(held) == [(card.id,)]
    assert await press(house, doubt, DANA, "drop", code=code(house, DANA), typed="1042") == "decided"
    assert (await house.rows(held), await state(house, doubt)) == ([], "settled")


@pytest.mark.parametrize(
    ("step", "verdict", "asked"),
    [
        ("click", "again", False),
        ("click", "drop", False),
        ("coded", "happened", False),
        ("coded", "drop", False),
        ("once", "happened", False),
        ("free", "again", False),
        ("free", "drop", False),
        ("coded", "again", True),
        ("typed", "again", True),
        ("once", "drop", True),
    ],
)
async def test_a_press_is_enough_where_nothing_is_lost_by_it(
    house: House, outside: Outside, step: str, verdict: str, asked: bool
) -> None:
    _, doubt = await in_doubt(house, outside, step)
    assert bool(await house.engine.actions.asked(doubt.id, verdict)) == asked
    assert await press(house, doubt, WEI, verdict) == ("needs_proof" if asked else "decided")
    assert await state(house, doubt) == ("waiting" if asked else "settled")


async def test_a_step_that_is_gone_is_not_done_again(house: House, outside: Outside) -> None:
    """What approving it takes is not known any more."""
    _, doubt = await in_doubt(house, outside, "click")
    workflow = house.world.shelf.workflows["refunds"]
    left = {name: step for name, step in workflow.steps.items() if name != "click"}
    house.world.shelf.workflows = {"refunds": replace(workflow, steps=left)}
    assert await press(house, doubt, WEI, "again") == "gone"
    assert await press(house, doubt, WEI, "happened") == "decided"
