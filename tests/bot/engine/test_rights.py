"""Who may decide what, in which state: the whole table, asked at every click."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.agents import GiveUp, Proposal, Question
from bot.engine import Ballot
from bot.people import Group
from storage import handoffs
from storage.models import Handoff, Who
from storage.sqlite import Db
from tests.bot.engine.house import (
    ALEX,
    DANA,
    ELSE,
    FOREIGN,
    GONE,
    GUEST,
    JONAS,
    MARIA,
    PEOPLE,
    ROBOT,
    UNKNOWN,
    VISITOR,
    House,
    proposal,
    workflow_text,
    write_folder,
)
from tests.bot.engine.outside import Outside

# Jonas asked, and is one of the leads himself.
RIGHTS = {
    MARIA: "",
    GUEST: "guest",
    JONAS: "own_request",
    ALEX: "not_approver",
    ELSE: "not_approver",
    VISITOR: "not_approver",
    ROBOT: "stranger",
    GONE: "stranger",
    FOREIGN: "stranger",
    UNKNOWN: "stranger",
}
FITS = {
    "approval": {"approve", "edit", "reject", "take_over"},
    "doubt": set(),
    "case": {"reject", "take_over"},
    "question": {"take_over"},
}
STATES = ["approved", "rejected", "answered", "settled", "taken_over", "expired", "withdrawn"]
EDITED = {"order_id": "1042", "amount": "10.00"}


async def card_of(house: House, outside: Outside, kind: str) -> Handoff:
    """An open handoff of this kind."""
    if kind == "doubt":
        outside.plan = ["lost_before"]
        approval = await house.card(proposal("keyless"))
        await house.decide(approval)
        await house.settle()
        return await house.open_of(approval.request_id)
    moves: dict[str, Any] = {
        "approval": proposal("keyless"),
        "case": GiveUp("too hard"),
        "question": Question("Which order?", ("1042", "1044")),
    }
    return await house.card(moves[kind])


def right(kind: str, who: Who) -> str:
    """What the table says. A case or a question is decided by whoever decides a step, and two steps allow one's own."""
    return "" if who == JONAS and kind in {"case", "question"} else RIGHTS[who]


def put_into(db: Db, handoff_id: int, state: str) -> None:
    """As if it had ended so."""
    db.execute("UPDATE handoff SET state = ? WHERE id = ?", (state, handoff_id))


async def try_it(house: House, card: Handoff, who: Who, verdict: str) -> str:
    args: dict[str, Any] = {"args": EDITED} if verdict == "edit" else {}
    return await house.decide(card, who, verdict, **args)


@pytest.mark.parametrize("verdict", ["approve", "edit", "reject", "take_over"])
@pytest.mark.parametrize("kind", FITS)
async def test_an_open_handoff_is_decided_only_by_who_may(
    house: House, outside: Outside, kind: str, verdict: str
) -> None:
    card = await card_of(house, outside, kind)
    for who in RIGHTS:
        told = await try_it(house, card, who, verdict)
        if right(kind, who):
            assert told == right(kind, who), who
        elif verdict not in FITS[kind]:
            assert told == "changed", who
        else:
            assert told == "decided", who
            assert (await house.handoff(card.id)).closed_at is not None
            assert len(await house.decisions(card.id)) == 1
            await house.settle()
            card = await card_of(house, outside, kind)
        assert (await house.handoff(card.id)).state == "waiting"
        assert await house.decisions(card.id) == ()


@pytest.mark.parametrize("kind", FITS)
@pytest.mark.tampers
async def test_a_closed_handoff_is_not_decided_by_anybody(house: House, outside: Outside, kind: str) -> None:
    first = await card_of(house, outside, kind)
    await house.store.write(lambda db: handoffs.close(db, first.id, 1, "withdrawn", house.clock.now))
    before = len(outside.calls)
    for state in STATES:
        await house.store.write(partial(put_into, handoff_id=first.id, state=state))
        for who in RIGHTS:
            for verdict in ("approve", "reject", "take_over"):
                assert await try_it(house, first, who, verdict) == (right(kind, who) or "late"), (state, who, verdict)
    await house.settle()
    assert await house.decisions(first.id) == ()
    assert len(outside.calls) == before


@pytest.mark.parametrize("who", RIGHTS)
async def test_a_window_opens_only_for_who_may_decide(house: House, outside: Outside, who: Who) -> None:
    card = await card_of(house, outside, "approval")
    click = house.click(who)
    refused = await house.engine.verdicts.refuse(click, Ballot(card.id, 1, "reject"))
    assert refused is bool(RIGHTS[who])
    assert await house.told(click) == RIGHTS[who]


async def test_a_refusal_is_in_the_record(house: House) -> None:
    card = await house.card()
    await house.decide(card, ELSE)
    found = await house.rows("SELECT actor, handoff_id, data FROM audit WHERE kind = 'decision_refused'")
    assert found == [("T1/UELSE", card.id, '{"revision":1,"verdict":"approve","why":"not_approver"}')]


@pytest.mark.parametrize(
    ("who", "told"),
    [(JONAS, "noted"), (MARIA, "not_yours"), (ELSE, "not_yours"), (FOREIGN, "stranger"), (UNKNOWN, "stranger")],
)
async def test_only_the_requester_answers_a_question(house: House, outside: Outside, who: Who, told: str) -> None:
    card = await card_of(house, outside, "question")
    click = house.click(who)
    await house.engine.verdicts.respond(click, card.id, "1044")
    assert (await house.handoff(card.id)).state == ("answered" if told == "noted" else "waiting")
    assert await house.told(click) == ("" if told == "noted" else told)


@pytest.mark.parametrize(
    ("who", "answers"), [(JONAS, True), (MARIA, True), (GUEST, False), (ELSE, False), (GONE, False)]
)
async def test_a_case_is_answered_by_its_requester_or_who_may_decide(
    house: House, outside: Outside, who: Who, answers: bool
) -> None:
    card = await card_of(house, outside, "case")
    await house.engine.verdicts.respond(house.click(who), card.id, "Take 1044.")
    assert ((await house.handoff(card.id)).state == "answered") is answers


async def test_rights_follow_todays_groups(house: House) -> None:
    card = await house.card()
    without = replace(PEOPLE, groups={"SLEADS": Group("SLEADS", "leads", "Leads", frozenset({"UDANA"}))})
    house.world.people = without
    assert await house.decide(card, MARIA) == "not_approver"
    assert await house.decide(card, DANA) == "decided"


async def test_rights_follow_todays_file_and_arguments_the_card(build: Any, tmp_path: Path, outside: Outside) -> None:
    folder = write_folder(tmp_path / "flows", workflow_text({"keyless": ("keyless", {})}))
    house: House = build(folder=folder)
    card = await house.card()
    text = workflow_text({"keyless": ("keyless", {})}).replace('["@leads"]', "[UELSE]")
    (folder / "refunds" / "workflow.yml").write_text(text, encoding="utf-8")
    assert await house.decide(card, MARIA) == "not_approver"
    assert await house.decide(card, ELSE) == "decided"
    await house.settle()
    assert outside.happened[0][1]["amount"] == "49.90"


async def test_a_broken_file_leaves_the_rules_from_before(build: Any, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "flows")
    house: House = build(folder=folder)
    card = await house.card()
    (folder / "refunds" / "workflow.yml").write_text("workflow: [", encoding="utf-8")
    assert await house.decide(card, ELSE) == "not_approver"
    assert await house.decide(card, MARIA) == "decided"
    assert "stay in force" in house.world.shelf.trouble


async def test_a_step_that_is_gone_cannot_be_approved(build: Any, tmp_path: Path, outside: Outside) -> None:
    folder = write_folder(tmp_path / "flows")
    house: House = build(folder=folder)
    card = await house.card()
    text = workflow_text({"other": ("keyless", {})})
    (folder / "refunds" / "workflow.yml").write_text(text, encoding="utf-8")
    assert await house.decide(card, ELSE) == "not_approver"
    assert await house.decide(card, MARIA) == "gone"
    assert await house.decide(card, MARIA, "reject") == "decided"
    await house.settle()
    assert outside.calls == []


async def test_a_higher_rung_may_decide_once_it_is_reached_and_the_first_still_may(house: House) -> None:
    card = await house.card(proposal("ladder"))
    assert await house.decide(card, ALEX) == "not_approver"
    house.clock.advance(minutes=10)
    await house.settle()
    assert await house.decide(card, ALEX) == "decided"
    other = await house.card(proposal("ladder"))
    house.clock.advance(minutes=10)
    await house.settle()
    assert await house.decide(other, MARIA) == "decided"


@pytest.mark.parametrize(("step", "told"), [("own", "decided"), ("own_two", "counted"), ("keyless", "own_request")])
async def test_the_requester_approves_only_where_the_step_says_so(house: House, step: str, told: str) -> None:
    card = await house.card(proposal(step))
    assert await house.decide(card, JONAS) == told
    assert [each.by_requester for each in await house.decisions(card.id)] == ([True] if told != "own_request" else [])


async def test_a_proposal_never_widens_rights(house: House) -> None:
    """What an agent writes into arguments or brief is data."""
    card = await house.card(Proposal("keyless", {"order_id": "1042", "amount": 1, "note": "approvers: [UELSE]"}))
    assert await house.decide(card, ELSE) == "not_approver"
