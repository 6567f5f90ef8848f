"""Effects: once, under one key; in doubt where nobody can know; never blindly again."""

from dataclasses import replace

import pytest
from pydantic import BaseModel

from bot.engine import actions, moves
from bot.states import ImpossibleMove
from storage import due
from storage.models import Handoff
from storage.sqlite import Db
from tests.bot.engine.house import DANA, ELSE, JONAS, MARIA, House, proposal
from tests.bot.engine.outside import Outside, Refund

REFUND = {"order_id": "1042", "amount": "49.90", "kind": "goods"}


async def approved(house: House, step: str, **more: str) -> Handoff:
    """A card of this step, approved, and all that follows."""
    card = await house.card(proposal(step, **more))
    assert await house.decide(card) == "decided"
    await house.settle()
    return card


async def test_nothing_runs_before_the_decision(house: House, outside: Outside) -> None:
    await house.card(proposal("keyless"))
    house.clock.advance(days=40)
    await house.settle()
    assert outside.calls == []


async def test_what_is_approved_runs_once_as_shown_under_its_key(house: House, outside: Outside) -> None:
    card = await approved(house, "keyless")
    assert outside.happened == [(f"H-{card.id}-1", REFUND)]
    (call,) = outside.calls
    assert (call.handoff_id, call.step, call.decided_by, call.now) == (card.id, "keyless", ("UMARIA",), house.clock.now)
    effect = await house.effect(call.key)
    assert effect is not None
    assert (effect.state, effect.args, effect.result, effect.attempts) == ("done", REFUND, {"refunded": "49.90"}, 1)
    assert (await house.run(card.request_id)).state == "finished"
    assert [outcome.verdict for outcome in house.agent.cases[-1].outcomes] == ["approve"]
    assert house.agent.cases[-1].outcomes[0].result == {"refunded": "49.90"}


async def test_an_action_ends_once(house: House) -> None:
    card = await approved(house, "keyless")

    def again(db: Db, key: str = f"H-{card.id}-1") -> int | None:
        return moves.ended(db, key, "failed", house.clock.now, result=None, error="late", cause="")

    with pytest.raises(ImpossibleMove, match="from done to failed"):
        await house.world.write(again)
    assert await house.world.write(lambda db: again(db, "H-99-1")) is None
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert (effect.state, effect.error) == ("done", "")


@pytest.mark.tampers
async def test_a_forged_approval_runs_nothing(house: House, outside: Outside) -> None:
    card = await house.card(proposal("keyless"))

    def forge(db: Db) -> None:
        db.execute("UPDATE handoff SET state = 'approved', closed_at = opened_at WHERE id = ?", (card.id,))
        due.put(db, "act", card.id, house.clock.now)

    await house.world.write(forge)
    await house.settle()
    assert outside.calls == []
    assert await house.effect(f"H-{card.id}-1") is None


async def test_what_is_rejected_does_not_run(house: House, outside: Outside) -> None:
    card = await house.card(proposal("keyless"))
    await house.decide(card, MARIA, "reject", note="not entitled")
    await house.settle()
    assert outside.calls == []
    assert await house.effect(f"H-{card.id}-1") is None
    (outcome,) = house.agent.cases[-1].outcomes
    assert (outcome.verdict, outcome.note, outcome.result) == ("reject", "not entitled", None)


async def test_an_edit_runs_what_the_editor_wrote_under_a_new_key(house: House, outside: Outside) -> None:
    card = await house.card(proposal("keyless"))
    await house.decide(card, MARIA, "edit", args={"order_id": "1042", "amount": "44.95"})
    await house.settle()
    assert outside.happened == [(f"H-{card.id}-2", {**REFUND, "amount": "44.95"})]
    (decision,) = await house.decisions(card.id)
    assert (decision.args_before["amount"], decision.args_after["amount"]) == ("49.90", "44.95")
    assert (decision.digest_shown, decision.digest_run) != (decision.digest_run, decision.digest_run)


async def test_a_refusal_of_the_tool_is_the_end_and_nothing_happened(house: House, outside: Outside) -> None:
    outside.plan = ["refuse"]
    card = await approved(house, "keyed")
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert (effect.state, effect.error, len(outside.calls)) == ("failed", "It was refunded before.", 1)
    assert house.agent.cases[-1].outcomes[0].error == "It was refunded before."


@pytest.mark.parametrize("how", ["lost_before", "lost_after"])
async def test_an_idempotent_tool_is_asked_again_under_the_same_key(house: House, outside: Outside, how: str) -> None:
    outside.plan = [how, how]
    card = await approved(house, "keyed")
    assert [call.key for call in outside.calls] == [f"H-{card.id}-1"] * 3
    assert len(outside.happened) == 1
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert (effect.state, effect.attempts) == ("done", 3)


async def test_an_idempotent_tool_is_asked_three_times_and_no_more(house: House, outside: Outside) -> None:
    outside.otherwise = "lost_before"
    card = await approved(house, "keyed")
    assert len(outside.calls) == 3
    doubt = await house.open_of(card.request_id)
    assert (doubt.kind, doubt.effect_key, doubt.step) == ("doubt", f"H-{card.id}-1", "keyed")


async def test_a_refusal_after_a_failure_of_an_idempotent_tool_is_the_end(house: House, outside: Outside) -> None:
    outside.plan = ["lost_before", "refuse"]
    card = await approved(house, "keyed")
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert (effect.state, len(outside.calls)) == ("failed", 2)


async def test_a_refusal_says_nothing_of_a_call_that_hangs(house: House, outside: Outside) -> None:
    outside.plan = ["hang_before", "refuse"]
    first = await approved(house, "quick_keyed")
    doubt = await house.open_of(first.request_id)
    assert (doubt.kind, doubt.question) == ("doubt", "done again, it was refused: It was refunded before.")
    assert len(outside.calls) == 2


@pytest.mark.parametrize("how", ["lost_before", "lost_after"])
async def test_a_keyless_tool_is_asked_once_then_a_person(house: House, outside: Outside, how: str) -> None:
    outside.otherwise = how
    card = await approved(house, "keyless")
    assert len(outside.calls) == 1
    doubt = await house.open_of(card.request_id)
    assert (doubt.kind, doubt.question, doubt.brief.assessment) == ("doubt", "it failed with Lost", "there is none")
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert (effect.state, effect.ended_at) == ("in_doubt", None)
    assert await house.said("in_doubt") == 1


@pytest.mark.parametrize(("how", "state"), [("lost_before", "failed"), ("lost_after", "done")])
async def test_a_read_back_settles_what_failed(house: House, outside: Outside, how: str, state: str) -> None:
    outside.plan = [how]
    card = await approved(house, "looked")
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert (effect.state, outside.looks, len(outside.calls)) == (state, 1, 1)
    assert (await house.run(card.request_id)).state == "finished"


async def test_a_read_back_that_does_not_know_leaves_it_to_a_person(house: House, outside: Outside) -> None:
    outside.plan, outside.look = ["lost_after"], "unknown"
    card = await approved(house, "looked")
    doubt = await house.open_of(card.request_id)
    assert (doubt.kind, doubt.brief.assessment) == ("doubt", "not reachable (Lost)")


async def test_an_idempotent_tool_with_a_read_back_is_looked_for_after_three_tries(
    house: House, outside: Outside
) -> None:
    outside.otherwise = "lost_after"
    card = await approved(house, "keyed_looked")
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert (effect.state, len(outside.calls), outside.looks) == ("done", 3, 1)


@pytest.mark.parametrize("step", ["quick", "quick_waits"])
@pytest.mark.parametrize("how", ["hang_before", "hang_after"])
async def test_a_tool_that_hangs_is_in_doubt_after_its_time(
    house: House, outside: Outside, step: str, how: str
) -> None:
    outside.otherwise = how
    card = await approved(house, step)
    doubt = await house.open_of(card.request_id)
    assert (doubt.kind, doubt.question, len(outside.calls)) == ("doubt", "no answer within 0.4 s", 1)


async def test_a_call_that_hung_may_still_land_so_an_empty_read_back_proves_nothing(
    house: House, outside: Outside
) -> None:
    outside.otherwise = "hang_before"
    card = await approved(house, "quick_looked")
    doubt = await house.open_of(card.request_id)
    assert (doubt.kind, doubt.brief.assessment) == ("doubt", "found nothing, but the call may still land")


async def test_a_call_that_hung_and_is_found_is_done(house: House, outside: Outside) -> None:
    outside.otherwise = "hang_after"
    card = await approved(house, "quick_looked")
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert effect.state == "done"


async def test_an_idempotent_tool_that_hung_once_is_done_the_second_time(house: House, outside: Outside) -> None:
    outside.plan = ["hang_before"]
    card = await approved(house, "quick_keyed")
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert (effect.state, len(outside.calls), len(outside.happened)) == ("done", 2, 1)


async def in_doubt(house: House, outside: Outside, step: str = "keyless") -> tuple[Handoff, Handoff]:
    """An approval whose effect is in doubt, and the doubt."""
    outside.plan = ["lost_after"]
    card = await approved(house, step)
    return card, await house.open_of(card.request_id)


async def test_it_happened(house: House, outside: Outside) -> None:
    card, doubt = await in_doubt(house, outside)
    await house.engine.actions.settle(house.click(DANA), doubt.id, "happened")
    await house.settle()
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert (effect.state, effect.result, len(outside.calls)) == ("done", {"settled_by": "Dana"}, 1)
    assert (await house.handoff(doubt.id)).state == "settled"
    assert (await house.run(card.request_id)).state == "finished"
    assert await house.due() == []


async def test_drop_it(house: House, outside: Outside) -> None:
    card, doubt = await in_doubt(house, outside)
    await house.engine.actions.settle(house.click(DANA), doubt.id, "drop")
    await house.settle()
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert (effect.state, effect.cause, effect.error, len(outside.calls)) == ("failed", "dropped", "Dana", 1)


async def test_do_it_again_runs_it_once_more_under_the_same_key(house: House, outside: Outside) -> None:
    card, doubt = await in_doubt(house, outside)
    await house.engine.actions.settle(house.click(DANA), doubt.id, "again")
    await house.settle()
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert (effect.state, effect.attempts) == ("done", 2)
    assert [call.key for call in outside.calls] == [f"H-{card.id}-1"] * 2
    assert outside.calls[1].decided_by == ("UMARIA",)


async def test_do_it_again_may_fail_again_and_ask_again(house: House, outside: Outside) -> None:
    card, doubt = await in_doubt(house, outside)
    outside.plan = ["lost_before"]
    await house.engine.actions.settle(house.click(DANA), doubt.id, "again")
    await house.settle()
    second = await house.open_of(card.request_id)
    assert (second.kind, second.id > doubt.id, len(outside.calls)) == ("doubt", True, 2)
    await house.engine.actions.settle(house.click(DANA), second.id, "drop")
    await house.settle()
    assert (await house.run(card.request_id)).state == "finished"


async def test_a_refusal_of_the_second_try_says_nothing_about_the_first(house: House, outside: Outside) -> None:
    """It may be refused because it happened: only a look or a person knows."""
    card, doubt = await in_doubt(house, outside)
    outside.plan = ["refuse"]
    await house.engine.actions.settle(house.click(DANA), doubt.id, "again")
    await house.settle()
    second = await house.open_of(card.request_id)
    assert (second.kind, second.question) == ("doubt", "done again, it was refused: It was refunded before.")


@pytest.mark.parametrize("first", ["happened", "again", "drop"])
@pytest.mark.parametrize("second", ["happened", "again", "drop"])
async def test_a_doubt_is_settled_once(house: House, outside: Outside, first: str, second: str) -> None:
    _, doubt = await in_doubt(house, outside)
    winner, loser = house.click(DANA), house.click(MARIA)
    await house.engine.actions.settle(winner, doubt.id, first)
    await house.engine.actions.settle(loser, doubt.id, second)
    await house.settle()
    assert await house.told(loser) == "late"
    assert len(outside.calls) == (2 if first == "again" else 1)
    assert [each.note for each in await house.decisions(doubt.id)] == [first]


async def test_the_winner_of_a_settlement_is_answered_too(house: House, outside: Outside) -> None:
    _, doubt = await in_doubt(house, outside)
    await house.card()
    click = house.click(DANA)
    await house.engine.actions.settle(click, doubt.id, "drop")
    assert await house.told(click) == "decided"


async def test_a_settlement_delivered_twice_counts_once(house: House, outside: Outside) -> None:
    _, doubt = await in_doubt(house, outside)
    click = house.click(DANA)
    for _ in range(2):
        await house.engine.actions.settle(click, doubt.id, "again")
        await house.settle()
    assert len(outside.calls) == 2


@pytest.mark.parametrize(("who", "what"), [(ELSE, "not_approver"), (JONAS, "own_request")])
async def test_only_who_may_decide_settles(house: House, outside: Outside, who: object, what: str) -> None:
    _, doubt = await in_doubt(house, outside)
    click = house.click(who)  # type: ignore[arg-type]
    await house.engine.actions.settle(click, doubt.id, "happened")
    assert await house.told(click) == what
    assert (await house.handoff(doubt.id)).state == "waiting"


async def test_an_approval_cannot_be_settled(house: House, outside: Outside) -> None:
    card = await house.card(proposal("keyless"))
    click = house.click(MARIA)
    await house.engine.actions.settle(click, card.id, "happened")
    assert (await house.handoff(card.id)).state == "waiting"
    assert await house.told(click) != ""


async def test_an_unknown_settlement_changes_nothing(house: House, outside: Outside) -> None:
    card, doubt = await in_doubt(house, outside)
    with pytest.raises(ValueError, match="perhaps"):
        await house.engine.actions.settle(house.click(MARIA), doubt.id, "perhaps")
    assert (await house.handoff(doubt.id)).state == "waiting"
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert effect.state == "in_doubt"


async def test_a_doubt_can_neither_be_rejected_nor_answered_nor_taken_over(house: House, outside: Outside) -> None:
    _, doubt = await in_doubt(house, outside)
    for verdict in ("approve", "reject", "take_over"):
        assert await house.decide(doubt, DANA, verdict) != "decided"
    await house.engine.verdicts.respond(house.click(JONAS), doubt.id, "it is fine")
    assert (await house.handoff(doubt.id)).state == "waiting"


async def test_an_addition_or_a_withdrawal_does_not_disturb_a_doubt(house: House, outside: Outside) -> None:
    card, doubt = await in_doubt(house, outside)
    await house.engine.requests.heard(house.click(JONAS, "note:1"), card.request_id, "any news?")
    withdrawal = house.click(JONAS)
    await house.engine.requests.withdraw(withdrawal, card.request_id)
    await house.settle()
    assert await house.told(withdrawal) == "too_late"
    assert (await house.handoff(doubt.id)).state == "waiting"


@pytest.mark.tampers
async def test_what_was_approved_by_other_arguments_than_shown_does_not_run(house: House, outside: Outside) -> None:
    card = await house.card(proposal("undoable"))
    await house.decide(card)
    await house.store.write(
        lambda db: db.execute("""UPDATE handoff SET args = '{"order_id":"1042","amount":"9999"}' """)
    )
    house.clock.advance(minutes=1)
    await house.settle()
    assert outside.calls == []
    told = await house.rows("SELECT json_extract(payload, '$.text') FROM outbox WHERE kind = 'notice'")
    assert [f"H-{card.id} is approved, but" in text for (text,) in told] == [True]


async def test_a_settlement_by_the_requester_is_known_as_such(house: House, outside: Outside) -> None:
    outside.plan = ["lost_before"]
    card = await approved(house, "own")
    doubt = await house.open_of(card.request_id)
    await house.engine.actions.settle(house.click(JONAS), doubt.id, "happened")
    assert [each.by_requester for each in await house.decisions(doubt.id)] == [True]


async def test_a_step_that_is_gone_waits_and_tells_the_owners(house: House, outside: Outside) -> None:
    card = await house.card(proposal("undoable"))
    await house.decide(card)
    before = house.world.shelf.workflows["refunds"]
    steps = {name: step for name, step in before.steps.items() if name != "undoable"}
    house.world.shelf.workflows["refunds"] = replace(before, steps=steps)
    house.clock.advance(minutes=1)
    await house.settle()
    assert outside.calls == []
    assert await house.rows("SELECT count(*) FROM outbox WHERE kind = 'notice'") == [(1,)]
    house.world.shelf.workflows["refunds"] = before
    house.clock.advance(minutes=2)
    await house.settle()
    assert len(outside.happened) == 1


async def test_values_that_no_longer_fit_the_tool_do_not_run(house: House, outside: Outside) -> None:
    card = await house.card(proposal("undoable"))
    await house.decide(card)
    model = house.world.shelf.workflows["refunds"].steps["undoable"].tool.model
    try:
        house.world.shelf.workflows["refunds"].steps["undoable"].tool.model = type("Other", (model,), {
            "__annotations__": {"needed": int}})  # fmt: skip
        house.clock.advance(minutes=1)
        await house.settle()
    finally:
        house.world.shelf.workflows["refunds"].steps["undoable"].tool.model = model
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert (effect.state, outside.calls) == ("failed", [])


class Fuller(Refund):
    """What the tool takes by now: with a value that no card showed."""

    tip: int = 5


class Barer(BaseModel):
    """What the tool takes by now: less than the card showed."""

    order_id: str


@pytest.mark.parametrize("model", [Fuller, Barer])
async def test_what_the_tool_takes_is_what_was_shown(house: House, outside: Outside, model: type[BaseModel]) -> None:
    card = await house.card()
    workflow = house.world.shelf.workflows["refunds"]
    step = workflow.steps["keyless"]
    other = {**workflow.steps, "keyless": replace(step, tool=replace(step.tool, model=model))}
    house.world.shelf.workflows["refunds"] = replace(workflow, steps=other)
    await house.decide(card)
    await house.settle()
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert (effect.state, effect.error, outside.calls) == ("failed", actions.OTHERWISE, [])


def test_a_set_is_the_same_in_any_order() -> None:
    shown = {"users": ["a", "b"], "more": {"each": [{"x": 1}, {"y": [2, 1]}]}}
    assert actions.unordered(shown) == actions.unordered(
        {"more": {"each": [{"y": [1, 2]}, {"x": 1}]}, "users": ["b", "a"]}
    )
    assert actions.unordered(shown) != actions.unordered({**shown, "users": ["a", "b", "c"]})
