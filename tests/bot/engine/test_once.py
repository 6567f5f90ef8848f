"""What may run once for a value, and what is taken back before it runs."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.agents import Proposal
from bot.engine import Ballot
from bot.people import Group
from storage.erase import hidden_value
from storage.models import Handoff, Who
from tests.bot.engine import earning
from tests.bot.engine.house import (
    ALEX,
    DANA,
    ELSE,
    JONAS,
    MARIA,
    PEOPLE,
    TOOLS,
    House,
    proposal,
    workflow_text,
    write_folder,
)
from tests.bot.engine.outside import Outside

COUNTED = """

class Number(Order):
    order_id: str = ""
    number: int


@tool(effect=True)
def counted(args: Number, call):
    return {}
"""
CHEAPER = {"order_id": "1042", "amount": "44.95"}


def without(who: Who) -> dict[str, Group]:
    group = PEOPLE.groups["SLEADS"]
    return {"SLEADS": replace(group, users=group.users - {who.user})}


# Once


async def test_of_two_cards_for_one_value_only_one_may_run(house: House, outside: Outside) -> None:
    first, second = await house.card(proposal("once")), await house.card(proposal("once", amount="10.00"))
    other = await house.card(proposal("once", order_id="1044"))
    assert await house.decide(first) == "decided"
    click = house.click(DANA)
    await house.engine.verdicts.decide(click, Ballot(second.id, 1, "approve"))
    answer = await house.answer(click)
    assert (answer["what"], answer["holder"], answer["field"]) == ("once", f"H-{first.id}", "order_id")
    assert await house.decide(other) == "decided"
    await house.settle()
    assert await house.decide(second, DANA) == "once"
    assert [key for key, _ in outside.happened] == [f"H-{first.id}-1", f"H-{other.id}-1"]
    assert await house.decide(second, DANA, "reject") == "decided"


async def test_a_value_is_free_again_after_what_did_not_happen(house: House, outside: Outside) -> None:
    outside.plan = ["refuse"]
    first, second = await house.card(proposal("once")), await house.card(proposal("once"))
    await house.decide(first)
    await house.settle()
    assert await house.decide(second) == "decided"
    await house.settle()
    assert len(outside.happened) == 1


async def test_a_value_is_held_while_it_is_in_doubt_and_by_how_that_ends(house: House, outside: Outside) -> None:
    outside.plan = ["lost_before"]
    first, second = await house.card(proposal("once")), await house.card(proposal("once"))
    await house.decide(first)
    await house.settle()
    assert await house.decide(second) == "once"
    doubt = await house.open_of(first.request_id)
    await house.engine.actions.settle(house.click(DANA), doubt.id, "drop")
    assert await house.decide(second) == "decided"


async def test_an_edit_to_a_value_that_is_held_is_refused(house: House, outside: Outside) -> None:
    first, second = await house.card(proposal("once")), await house.card(proposal("once", order_id="1044"))
    await house.decide(first)
    assert await house.decide(second, DANA, "edit", args=CHEAPER) == "once"
    assert await house.decide(second, DANA) == "decided"


async def test_an_approval_edited_away_does_not_hold_the_first_value(house: House, outside: Outside) -> None:
    first, second = await house.card(proposal("once")), await house.card(proposal("once"))
    await house.decide(first, MARIA, "edit", args={**CHEAPER, "order_id": "1044"})
    assert await house.decide(second) == "decided"
    await house.settle()
    assert sorted(args["order_id"] for _, args in outside.happened) == ["1042", "1044"]


async def test_what_is_taken_back_frees_its_value(house: House, outside: Outside) -> None:
    first, second = await house.card(proposal("once_undo")), await house.card(proposal("once_undo"))
    await house.decide(first)
    assert await house.decide(second) == "once"
    await house.engine.verdicts.undo(house.click(MARIA), first.id)
    assert await house.decide(second) == "undo"
    assert await house.decide(await house.open_of(first.request_id), DANA) == "once"
    house.clock.advance(seconds=5)
    await house.settle()
    assert [key for key, _ in outside.happened] == [f"H-{second.id}-1"]


async def test_where_facts_changed_the_value_is_free_again(house: House, outside: Outside) -> None:
    house.agent.reads = ["1042"]
    first, second = await house.card(proposal("once")), await house.card(proposal("once"))
    outside.orders = {"1042": {"paid": "1.00"}}
    await house.decide(first)
    await house.settle()
    outside.orders = {}
    assert await house.decide(second, DANA) == "decided"
    await house.settle()
    assert [key for key, _ in outside.happened] == [f"H-{second.id}-1"]


async def test_no_value_is_no_value_that_two_could_share(house: House, outside: Outside) -> None:
    for _ in range(2):
        assert await house.decide(await house.card(proposal("once_note"))) == "decided"
    assert await house.decide(await house.card(proposal("once_note", note="a"))) == "decided"
    assert await house.decide(await house.card(proposal("once_note", note="a"))) == "once"


async def same(house: House, card: Handoff) -> tuple[str, ...]:
    """What its card says of others for the same."""
    story = await house.engine.outbox.story(card.id)
    assert story is not None
    return story.same


@pytest.mark.parametrize("again", ["acc-1", " ACC-1 ", "A\u200bCC-1", "ＡＣＣ-１", "ACC-١"])
async def test_no_other_spelling_of_a_value_runs_beside_it(house: House, outside: Outside, again: str) -> None:
    assert await house.decide(await house.card(proposal("once_note", note="ACC-1"))) == "decided"
    second = await house.card(proposal("once_note", note=again))
    assert (await same(house, second))[0].startswith("H-1 ran for the same")
    assert await house.decide(second) == "once"
    await house.settle()
    assert len(outside.happened) == 1


@pytest.mark.parametrize("again", ["acc-1", "ＡＣＣ-１"])
async def test_open_cards_tell_of_each_other_in_every_spelling(house: House, again: str) -> None:
    first, second = (
        await house.card(proposal("once_note", note="ACC-1")),
        await house.card(proposal("once_note", note=again)),
    )
    for card, other in ((first, second), (second, first)):
        (told,) = await same(house, card)
        assert told.startswith(f"H-{other.id} already asks for the same")
        assert told.endswith(" Only one of them can run.")


async def test_open_cards_without_a_value_have_nothing_to_tell_of_each_other(house: House) -> None:
    cards = [await house.card(proposal("once_note")) for _ in range(2)]
    assert [await same(house, card) for card in cards] == [(), ()]


@pytest.mark.parametrize("again", ["ACC-1", "acc-1", "ＡＣＣ-١"])
async def test_nothing_acts_alone_beside_a_card_for_its_value(house: House, outside: Outside, again: str) -> None:
    await earning.earned(house, "once_note")
    card = await house.card(earning.proposed("once_note", "1042", 0.2, note="ACC-1"))
    act = await earning.acts(house, "1043", step="once_note", note=again)
    assert (act.state, act.reasons[:1]) == ("waiting", (f"{card.name} stands for the same.",))
    assert (await same(house, act))[0].startswith(f"{card.name} already asks for the same")


async def test_numbers_are_one_value_too(build: Callable[..., House], tmp_path: Path, outside: Outside) -> None:
    folder = write_folder(tmp_path / "flows", workflow_text({"counted": ("counted", {"once": "[number]"})}))
    (folder / "refunds" / "tools.py").write_text(TOOLS + COUNTED, encoding="utf-8")
    house = build(folder=folder)
    first, second = [await house.card(Proposal("counted", {"number": 7})) for _ in range(2)]
    assert f"{first.name} stands for the same." in second.reasons
    assert (await same(house, second))[0].startswith(f"{first.name} already asks for the same")


@pytest.mark.tampers
async def test_a_value_that_an_earlier_version_kept_as_it_was_typed_is_held(house: House, outside: Outside) -> None:
    assert await house.decide(await house.card(proposal("once_note", note="ACC-1"))) == "decided"
    await house.settle()
    for kept in ("ACC-1", hidden_value("ACC-1")):
        await house.world.write(lambda db, kept=kept: db.execute("UPDATE once SET value = ?", (kept,)))  # type: ignore[misc]
        assert await house.decide(await house.card(proposal("once_note", note="ACC-1"))) == "once"


async def test_racing_approvals_for_one_value_run_one(house: House, outside: Outside) -> None:
    cards = [await house.card(proposal("once", amount=str(number))) for number in range(1, 9)]
    told = await asyncio.gather(*(house.decide(card) for card in cards))
    await house.settle()
    assert sorted(told) == ["decided"] + ["once"] * 7
    assert len(outside.happened) == 1


# Undo


async def test_an_approval_waits_and_then_runs(house: House, outside: Outside) -> None:
    card = await house.card(proposal("undoable"))
    assert await house.decide(card) == "undo"
    await house.settle()
    assert outside.calls == []
    house.clock.advance(seconds=5)
    await house.settle()
    assert len(outside.happened) == 1


async def test_what_is_taken_back_in_time_does_not_run_and_is_asked_anew(house: House, outside: Outside) -> None:
    card = await house.card(proposal("undoable"))
    await house.decide(card)
    click = house.click(MARIA)
    await house.engine.verdicts.undo(click, card.id)
    again = await house.open_of(card.request_id)
    assert (await house.answer(click))["again"] == f"H-{again.id}"
    assert (again.kind, again.args, again.args_digest) == ("approval", card.args, card.args_digest)
    house.clock.advance(minutes=5)
    await house.settle()
    assert outside.calls == []
    assert await house.decide(again, MARIA) == "undo"
    house.clock.advance(seconds=5)
    await house.settle()
    assert [key for key, _ in outside.happened] == [f"H-{again.id}-1"]


async def test_the_agent_hears_of_the_second_answer_not_of_what_was_taken_back(house: House) -> None:
    card = await house.card(proposal("undoable"))
    await house.decide(card)
    await house.engine.verdicts.undo(house.click(MARIA), card.id)
    await house.decide(await house.open_of(card.request_id), DANA, "reject", note="no")
    await house.settle()
    assert house.agent.cases[-1].outcomes[-1].verdict == "reject"
    assert not any(each.verdict == "approve" and not each.error for each in house.agent.cases[-1].outcomes)


async def test_too_late_to_take_back(house: House, outside: Outside) -> None:
    card = await house.card(proposal("undoable"))
    await house.decide(card)
    house.clock.advance(seconds=5)
    await house.settle()
    click = house.click(MARIA)
    await house.engine.verdicts.undo(click, card.id)
    assert await house.told(click) == "ran_already"
    assert len(outside.happened) == 1


@pytest.mark.parametrize("who", [JONAS, DANA, ALEX, ELSE])
async def test_only_the_decider_takes_back(house: House, outside: Outside, who: Who) -> None:
    card = await house.card(proposal("undoable"))
    await house.decide(card)
    click = house.click(who)
    await house.engine.verdicts.undo(click, card.id)
    assert await house.told(click) == "not_decider"
    house.clock.advance(seconds=5)
    await house.settle()
    assert len(outside.happened) == 1


async def test_taking_back_twice_asks_anew_once(house: House) -> None:
    card = await house.card(proposal("undoable"))
    await house.decide(card)
    first, second = house.click(MARIA), house.click(MARIA)
    await asyncio.gather(
        house.engine.verdicts.undo(first, card.id),
        house.engine.verdicts.undo(second, card.id),
        house.engine.verdicts.undo(first, card.id),
    )
    assert {await house.told(first), await house.told(second)} == {"undone", "ran_already"}
    assert len(await house.handoffs(card.request_id)) == 2


async def test_a_rejection_cannot_be_taken_back(house: House) -> None:
    card = await house.card(proposal("undoable"))
    assert await house.decide(card, MARIA, "reject") == "decided"
    click = house.click(MARIA)
    await house.engine.verdicts.undo(click, card.id)
    assert await house.told(click) == "not_approved"
    assert (await house.handoff(card.id)).state == "rejected"


async def test_the_wait_outlives_a_restart(house: House, outside: Outside) -> None:
    card = await house.card(proposal("undoable"))
    await house.decide(card)
    await house.restart()
    assert outside.calls == []
    house.clock.advance(seconds=5)
    await house.settle()
    assert len(outside.happened) == 1
