"""What must not move a certificate: people who agree with each other, hurry, edit nothing, or press twice."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot import proofs
from bot.autonomy import state as states
from bot.autonomy.certificate import total
from bot.autonomy.state import evidence, to_row
from bot.engine import Ballot, certificates
from bot.errors import BadInput
from bot.people import Member, People
from bot.standing import PAIR_MOST
from storage import verify
from storage.models import Handoff, Who
from storage.sqlite import to_json
from tests.bot.engine import earning
from tests.bot.engine.house import ALEX, DANA, ELSE, JONAS, MARIA, OLGA, PEOPLE, WEI, House
from tests.bot.engine.outside import Outside

SECOND = Who("T1", "UJONAS2")


async def counted(house: House) -> int:
    """How many decisions count for the step."""
    return total((await earning.state(house)).counts[-1])[0]


def everybody(house: House, *more: Member) -> None:
    """These join the workspace and the group that decides."""
    leads = PEOPLE.groups["SLEADS"]
    group = leads.__class__(leads.id, leads.handle, leads.name, leads.users | {each.id for each in more})
    members = {**PEOPLE.members, **{each.id: each for each in more}}
    house.people = People(
        PEOPLE.team, PEOPLE.bot_user, members, {**PEOPLE.groups, "SLEADS": group}, PEOPLE.channels, PEOPLE.joined
    )
    house.world.people = house.people


async def test_an_approval_unchanged_counts_as_right_and_an_edit_or_a_rejection_as_wrong(house: House) -> None:
    await earning.approved(house, "1001")
    house.agent.moves[:0] = [earning.proposed(order_id="1002")]
    card = await house.open_of(await house.ask())
    house.clock.advance(seconds=9)
    await house.decide(card, MARIA, "reject", note="no")
    await house.settle()
    house.agent.moves[:0] = [earning.proposed(order_id="1003")]
    card = await house.open_of(await house.ask())
    house.clock.advance(seconds=9)
    await house.decide(card, DANA, "edit", args={"order_id": "1003", "amount": "1.00"})
    rows = [row for row in await earning.evidence(house) if row.kind == "decision"]
    assert [(row.wrong, row.why) for row in rows] == [(False, ""), (True, ""), (True, "")]


async def test_a_colluding_approver_earns_nothing_for_one_colleague(house: House) -> None:
    """Everything that Jonas asks for, Maria approves: that counts so often and no more."""
    earning.draw_of(house, 0.99)
    for number in range(PAIR_MOST + 60):
        await earning.approved(house, f"{1000 + number}", MARIA)
    assert await counted(house) == PAIR_MOST
    assert (await earning.state(house)).open == -1
    last = (await earning.evidence(house))[-1]
    assert last.why == f"more than {PAIR_MOST} by one person for one other"
    await earning.approved(house, "2001", DANA)
    assert await counted(house) == PAIR_MOST + 1


async def test_a_requester_with_a_second_account_is_not_counted(house: House) -> None:
    everybody(house, Member(SECOND.user, "T1", "Jonas", "jonas.two"))
    before = to_row(await _begun(house))
    act = await earning.approved(house, "1002", SECOND)
    assert act.state == "approved"
    (row,) = [row for row in await earning.evidence(house) if row.kind == "decision" and row.person == str(SECOND)]
    assert row.why == "by the requester"
    assert to_row(await earning.state(house))["counts"] == before["counts"]


async def test_a_second_account_under_another_name_is_held_by_the_pair(house: House) -> None:
    everybody(house, Member(SECOND.user, "T1", "Jo Web", "jo"))
    earning.draw_of(house, 0.99)
    for number in range(PAIR_MOST + 60):
        await earning.approved(house, f"{1000 + number}", SECOND)
    assert (await counted(house), (await earning.state(house)).open) == (PAIR_MOST, -1)


async def test_an_approval_within_a_second_is_not_counted(house: House) -> None:
    before = await _begun(house)
    for number in range(5):
        await earning.approved(house, f"100{number}", (MARIA, DANA, WEI)[number % 3], seconds=1)
    rows = [row for row in await earning.evidence(house) if row.kind == "decision"]
    assert [row.why for row in rows[1:]] == ["faster than 3 s"] * 5
    assert (await earning.state(house)).counts == before.counts


async def test_an_edit_that_changes_nothing_is_refused_and_counts_for_nothing(house: House) -> None:
    before = await _begun(house)
    house.agent.moves[:0] = [earning.proposed(order_id="1002")]
    card = await house.open_of(await house.ask())
    house.clock.advance(seconds=9)
    ballot = Ballot(card.id, card.revision, "edit", args=dict(card.args))
    with pytest.raises(BadInput, match="changed"):
        await house.engine.verdicts.decide(house.click(MARIA), ballot)
    assert (await earning.state(house)).counts == before.counts


async def test_a_replayed_click_counts_once(house: House) -> None:
    await _begun(house)
    house.agent.moves[:0] = [earning.proposed(order_id="1002")]
    card = await house.open_of(await house.ask())
    await earning.shown(house, card)
    house.clock.advance(seconds=9)
    await house.decide(card, MARIA, key="the same")
    once = await earning.state(house)
    for _ in range(3):
        await house.engine.verdicts.decide(house.click(MARIA, "the same"), Ballot(card.id, 1, "approve"))
        await house.engine.verdicts.decide(house.click(DANA), Ballot(card.id, 1, "approve"))
    assert await earning.state(house) == once
    assert total(evidence(once))[0] >= 1


async def test_take_overs_answers_and_time_outs_are_not_counted(house: House) -> None:
    before = await _begun(house)
    house.agent.moves[:0] = [earning.proposed(order_id="1002")]
    card = await house.open_of(await house.ask())
    house.clock.advance(seconds=9)
    await house.decide(card, MARIA, "take_over")
    house.agent.moves[:0] = [earning.proposed("ends", "1003")]
    await house.ask()
    for _ in range(3):
        house.clock.advance(minutes=11)
        await house.settle()
    assert (await earning.state(house)).counts == before.counts
    assert [row.why for row in await earning.evidence(house)][-1] == "taken over"
    assert [row.why for row in await earning.evidence(house, "ends")][-1] == "nobody answered"


async def test_a_case_that_is_always_asked_is_no_evidence(house: House) -> None:
    doubt = {"doubts": [{"what": "Lost?", "changes_answer": True}]}
    move = earning.proposed(order_id="1001")
    house.agent.moves[:0] = [move.__class__(move.step, move.args, move.score, doubt)]
    card = await house.open_of(await house.ask())
    house.clock.advance(seconds=9)
    await house.decide(card, MARIA)
    assert (card.way, card.reasons[0]) == ("never", "A doubt could change the answer.")
    assert [(row.kind, row.why) for row in await earning.evidence(house)] == [
        ("limit", ""),
        ("decision", "always asked, or asked again"),
    ]


async def test_what_was_asked_before_a_reset_does_not_count_after_it(house: House) -> None:
    await earning.earned(house)
    house.agent.moves[:0] = [earning.proposed(order_id="1900", score=0.5)]
    card = await house.open_of(await house.ask())
    done = [await earning.acts(house, f"104{number}") for number in range(3)]
    for act in done:
        await house.engine.afterwards.report(house.click(MARIA), act.id, "decision")
    assert (await earning.state(house)).epoch == 2
    house.clock.advance(seconds=9)
    await house.decide(card, DANA)
    (row,) = [row for row in await earning.evidence(house) if row.handoff_id == card.id and row.kind == "decision"]
    assert row.why == "asked before it was counted from zero"


@pytest.mark.parametrize("who", [ALEX, OLGA, ELSE, JONAS])
async def test_who_may_not_decide_moves_nothing(house: House, who: Who) -> None:
    before = await _begun(house)
    house.agent.moves[:0] = [earning.proposed(order_id="1002")]
    card = await house.open_of(await house.ask())
    house.clock.advance(seconds=9)
    await house.engine.verdicts.decide(house.click(who), Ballot(card.id, 1, "approve"))
    assert (await earning.state(house)).counts == before.counts


async def _begun(house: House) -> states.State:
    """The certificate after one decision that counts."""
    await earning.approved(house, "1900", WEI)
    return await earning.state(house)


async def taken_back(house: House, verdict: str = "approve", **more: Any) -> tuple[Handoff, Handoff]:
    """A card of the step that waits before it runs, decided and taken back; and the card that asks again."""
    house.agent.moves[:0] = [earning.proposed("undoable", "1001")]
    card = await house.open_of(await house.ask())
    await earning.shown(house, card)
    house.clock.advance(seconds=9)
    await house.decide(card, MARIA, verdict, **more)
    assert [row.kind for row in await earning.evidence(house, "undoable")] == ["limit", "request"]
    await house.engine.verdicts.undo(house.click(MARIA), card.id)
    again = await house.open_of(card.request_id)
    await earning.shown(house, again)
    house.clock.advance(seconds=9)
    return card, again


@pytest.mark.parametrize("verdict", ["approve", "reject"])
async def test_after_an_approval_that_is_taken_back_the_next_word_counts(house: House, verdict: str) -> None:
    """A slip of the thumb hides no mistake: whoever took it back and rejects it says that it was wrong."""
    _, again = await taken_back(house)
    await house.decide(again, MARIA, verdict)
    house.clock.advance(seconds=9)
    await house.settle()
    (row,) = [row for row in await earning.evidence(house, "undoable") if row.kind == "decision"]
    assert (row.handoff_id, row.wrong, row.why) == (again.id, verdict == "reject", "")
    assert await house.read(proofs.findings) == []
    assert await house.read(lambda db: list(verify.findings(db))) == []


async def test_an_edit_that_is_taken_back_counts_as_wrong_whatever_comes_next(house: House) -> None:
    """The next card shows the values of a person: approving these says nothing of the agent."""
    card, again = await taken_back(house, "edit", args={"order_id": "1001", "amount": "12.00"})
    await house.decide(again, MARIA)
    house.clock.advance(seconds=9)
    await house.settle()
    (row,) = [row for row in await earning.evidence(house, "undoable") if row.kind == "decision"]
    assert (row.handoff_id, row.wrong, row.why) == (card.id, True, "")
    assert await house.read(proofs.findings) == []


async def test_an_edit_counts_as_wrong_also_where_facts_change_before_it_runs(house: House, outside: Outside) -> None:
    house.agent.reads = ["1042"]
    card = await house.card(earning.proposed("undoable"))
    await earning.shown(house, card)
    house.clock.advance(seconds=9)
    await house.decide(card, MARIA, "edit", args={**card.args, "amount": "12.00"})
    outside.orders = {"1042": {"paid": "12.00"}}
    house.clock.advance(seconds=9)
    await house.settle()
    assert (await house.open_of(card.request_id)).way == "never"
    (row,) = [row for row in await earning.evidence(house, "undoable") if row.kind == "decision"]
    assert (row.handoff_id, row.wrong, row.why) == (card.id, True, "")
    assert await house.read(proofs.findings) == []


async def test_an_approval_that_is_not_taken_back_counts_when_it_runs(house: House) -> None:
    act = await earning.approved(house, "1001", step="undoable")
    house.clock.advance(seconds=9)
    await house.settle()
    (row,) = [row for row in await earning.evidence(house, "undoable") if row.kind == "decision"]
    assert (row.handoff_id, row.why) == (act.id, "")
    assert await house.read(proofs.findings) == []


@pytest.mark.parametrize(("before", "after"), [(0.0, 5.0), (5.0, 0.0)])
@pytest.mark.parametrize("verdict", ["approve", "edit"])
async def test_an_approval_counts_once_also_where_the_file_says_otherwise_before_it_runs(
    house: House, before: float, after: float, verdict: str
) -> None:
    def undo(seconds: float) -> None:
        workflow = house.world.shelf.workflows["refunds"]
        steps = {**workflow.steps, "keyless": replace(workflow.steps["keyless"], undo_seconds=seconds)}
        house.world.shelf.workflows["refunds"] = replace(workflow, steps=steps)

    undo(before)
    house.agent.reads = ["1042"]  # which are looked up again before it runs: it does not begin with its decision
    card = await house.card(earning.proposed("keyless"))
    await earning.shown(house, card)
    house.clock.advance(seconds=9)
    args = {"args": {**card.args, "amount": "12.00"}} if verdict == "edit" else {}
    await house.engine.verdicts.decide(house.click(MARIA), Ballot(card.id, 1, verdict, **args))  # type: ignore[arg-type]
    undo(after)
    house.clock.advance(seconds=9)
    await house.settle()
    assert await house.effect(f"{card.name}-{1 if verdict == 'approve' else 2}")
    (row,) = [row for row in await earning.evidence(house, "keyless") if row.kind == "decision"]
    assert (row.wrong, row.why) == (verdict == "edit", "")
    assert await house.read(proofs.findings) == []


async def test_after_a_reset_a_pair_may_count_again(house: House) -> None:
    await earning.earned(house)
    done = [await earning.acts(house, f"104{number}") for number in range(3)]
    for act in done:
        await house.engine.afterwards.report(house.click(MARIA), act.id, "decision")
    for number in range(PAIR_MOST + 2):
        await earning.approved(house, f"{3000 + number}", MARIA)
    assert await counted(house) == PAIR_MOST


def test_a_state_that_is_remembered_is_the_one_that_its_row_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certificates, "MOST_REMEMBERED", 2)
    state, known = states.start(0.05, planting=True), len(certificates._by_text)
    for score, wrong in ((0.97, False), (None, False), (0.4, True), (0.91, False)):
        state = states.after_check(states.after_request(state, score), score, wrong)
        state = states.after_planted(states.after_decision(state, score, wrong, 0.2), caught=not wrong)
        text = certificates.written(state)
        assert (text, certificates.read(text)) == (to_json(states.to_row(state)), state)
        assert certificates.read(text) is state
        assert (states.from_row(json.loads(text)), certificates.read(f" {text}")) == (state, state)
    assert len(certificates._by_text) <= max(2, known)
