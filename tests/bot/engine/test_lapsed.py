"""A check before the act that the requester shakes off stays due: at the next proposal for them, whatever the draw."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot import proofs
from bot.agents import Finished, Question
from bot.people import Member
from storage import verify
from storage.models import Handoff, Who
from tests.bot.engine import earning
from tests.bot.engine.house import DANA, JONAS, MARIA, ROBOT, House
from tests.bot.engine.outside import Outside
from tests.bot.engine.test_evidence import everybody

STEP = "keyless"


async def drawn(house: House, order_id: str = "1042", who: Who = JONAS, step: str = STEP) -> Handoff:
    """A card of this person that was drawn for a check."""
    earning.draw_of(house, 0.05)
    card = await asked(house, order_id, who, step)
    assert card.way == "check"
    earning.draw_of(house, 0.99)
    return card


async def asked(house: House, order_id: str = "1042", who: Who = JONAS, step: str = STEP) -> Handoff:
    """What becomes of a request of this person."""
    house.agent.moves[:0] = [earning.proposed(step, order_id)]
    return (await house.handoffs(await house.ask(who=who)))[-1]


async def decided(house: House, card: Handoff, who: Who = MARIA) -> None:
    """Somebody approves it, with time to read."""
    await earning.shown(house, card)
    house.clock.advance(seconds=9)
    assert await house.decide(card, who) == "decided"
    await house.settle()


async def withdrawn(house: House, card: Handoff) -> None:
    """Whoever asked takes it back."""
    asker = (await house.request(card.request_id)).requester
    await house.engine.requests.withdraw(house.click(asker), card.request_id)
    await house.settle()


async def deleted(house: House, card: Handoff) -> None:
    """Whoever asked deletes the message."""
    await house.engine.requests.deleted((await house.request(card.request_id)).source_key)
    await house.settle()


async def noted(house: House, card: Handoff) -> None:
    """Whoever asked adds something."""
    house.clock.advance(seconds=1)
    await house.engine.requests.heard(house.click(JONAS, f"note:{house.clock()}"), card.request_id, "never mind")
    await house.settle()


async def given_up(house: House, card: Handoff) -> None:
    """What was added makes the agent end."""
    house.agent.moves[:0] = [Finished()]
    await noted(house, card)


async def questioned(house: House, card: Handoff) -> None:
    """What was added makes the agent ask something."""
    house.agent.moves[:0] = [Question("Which order?")]
    await noted(house, card)


async def changed(house: House, card: Handoff) -> None:
    """What was added changes the proposal, and that is taken back."""
    house.agent.moves[:0] = [earning.proposed(STEP, "1042", amount="9.90")]
    await noted(house, card)
    assert (await house.handoff(card.id)).way == "ask"
    await withdrawn(house, card)


async def another_step(house: House, card: Handoff) -> None:
    """What was added makes the agent propose another step, and that is taken back."""
    house.agent.moves[:0] = [earning.proposed("limited", "1042")]
    await noted(house, card)
    await withdrawn(house, card)


ENDS = (withdrawn, deleted, given_up, questioned, changed, another_step)


@pytest.mark.parametrize("end", ENDS)
async def test_a_check_that_goes_before_it_was_decided_stays_due(
    house: House, outside: Outside, end: Callable[[House, Handoff], Awaitable[None]]
) -> None:
    await earning.earned(house, STEP)
    ran = len(outside.calls)
    first = await drawn(house)
    await end(house, first)
    for _ in range(2):
        again = await asked(house)
        assert (again.state, again.way, again.reasons) == ("waiting", "check", first.reasons)
        await withdrawn(house, again)
    assert len(outside.calls) == ran
    assert (await asked(house, "2000", DANA)).way == "act", "nobody else is held to it"
    card = await asked(house, "1042")
    await decided(house, card)
    row = (await earning.evidence(house, STEP))[-1]
    assert (row.kind, row.why, row.weight, row.handoff_id) == ("check", "", 0.2, card.id)
    assert (await asked(house, "1043")).way == "act"
    assert await house.read(proofs.findings) == []
    assert await house.read(lambda db: list(verify.findings(db))) == []


async def test_a_changed_proposal_that_people_decide_is_the_check(house: House) -> None:
    await earning.earned(house, STEP)
    card = await drawn(house)
    house.agent.moves[:0] = [earning.proposed(STEP, "1042", amount="9.90")]
    await noted(house, card)
    await decided(house, await house.handoff(card.id))
    assert (await asked(house, "1043")).way == "act"


async def test_their_own_word_does_not_settle_it(house: House) -> None:
    await earning.earned(house, "own")
    await withdrawn(house, await drawn(house, who=MARIA, step="own"))
    await decided(house, await asked(house, "1043", MARIA, "own"), MARIA)
    card = await asked(house, "1044", MARIA, "own")
    assert card.way == "check"
    await decided(house, card, DANA)
    assert (await asked(house, "1045", MARIA, "own")).way == "act"


async def test_what_had_to_ask_anyway_leaves_nothing_behind(house: House) -> None:
    await earning.earned(house, STEP)
    house.agent.moves[:0] = [earning.proposed(STEP, "1042", 0.5)]
    low = await house.open_of(await house.ask())
    assert low.way == "ask"
    await withdrawn(house, low)
    assert (await asked(house)).way == "act"


async def test_it_holds_over_a_restart(house: House) -> None:
    await earning.earned(house, STEP)
    await withdrawn(house, await drawn(house))
    await house.restart()
    earning.draw_of(house, 0.99)
    assert (await asked(house, "1043")).way == "check"


PUT_IN = (
    "INSERT INTO evidence(workflow, step, version, kind, requester, at, handoff_id) SELECT workflow, step, version,"
)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM evidence WHERE kind = 'lapsed'",
        "UPDATE evidence SET version = 'other' WHERE kind = 'lapsed'",
        "UPDATE evidence SET requester = 'T1/UDANA' WHERE kind = 'lapsed'",
        f"{PUT_IN} 'lapsed', 'T1/UDANA', at, handoff_id FROM evidence WHERE kind = 'decision' LIMIT 1",
    ],
)
async def test_the_record_holds_what_lapsed(house: House, change: str) -> None:
    await earning.earned(house, STEP)
    await withdrawn(house, await drawn(house))
    assert await house.read(proofs.findings) == []
    await house.world.write(lambda db: db.execute(change))
    assert await house.read(proofs.findings)


async def test_what_is_decided_for_a_bot_settles_its_check(house: House) -> None:
    """Monitoring does not collude, so its name is in no row of a decision; its checks come to an end all the same."""
    flow = house.world.shelf.workflows["refunds"]
    house.world.shelf.workflows["refunds"] = replace(flow, listen=(ROBOT.user,))
    await earning.earned(house, "ends")
    await drawn(house, who=ROBOT, step="ends")
    for _ in range(2):
        house.clock.advance(minutes=11)
        await house.settle()
    again = await asked(house, "1043", who=ROBOT, step="ends")
    assert (again.way, (await asked(house, "1044", step="ends")).way) == ("check", "act")
    await decided(house, again)
    assert (await asked(house, "1045", who=ROBOT, step="ends")).way == "act"
    assert await house.read(proofs.findings) == []


async def test_a_planted_mistake_settles_no_check(house: House) -> None:
    """It repeats a case of whoever asked, and is none of theirs."""
    await earning.earned(house, STEP)
    card = await drawn(house)
    house.world.shelf.team = replace(house.world.shelf.team, planted=0.2)
    await house.engine.planting.plant(card.id)
    await withdrawn(house, card)
    ((planted,),) = await house.rows("SELECT handoff_id FROM planted")
    house.clock.advance(seconds=9)
    assert await house.decide(await house.handoff(planted), MARIA, "reject") == "planted"
    assert (await asked(house, "1043")).way == "check"


async def test_a_second_account_of_theirs_settles_no_check(house: House) -> None:
    second = Who("T1", "UJONAS2")
    everybody(house, Member(second.user, "T1", "Jonas", "jonas.two"))
    await earning.earned(house, STEP)
    await withdrawn(house, await drawn(house))
    await decided(house, await asked(house), second)
    assert (await asked(house, "1043")).way == "check"


@pytest.mark.parametrize("same_case", [True, False])
async def test_a_check_that_nobody_answers_stays_due(house: House, outside: Outside, same_case: bool) -> None:
    await earning.earned(house, "ends")
    card, ran = await drawn(house, step="ends"), len(outside.calls)
    for _ in range(2):
        house.clock.advance(minutes=11)
        await house.settle()
    assert (await house.handoff(card.id)).state == "expired"
    if same_case:
        house.agent.moves[:0] = [earning.proposed("ends", "1042")]
        await house.engine.requests.heard(house.click(JONAS), card.request_id, "it is still missing")
        await house.settle()
        again = (await house.handoffs(card.request_id))[-1]
    else:
        again = await asked(house, "1043", step="ends")
    assert (again.way, again.state, len(outside.calls)) == ("check", "waiting", ran)
    await decided(house, again)
    assert (await asked(house, "1044", step="ends")).way == "act"
    assert await house.read(proofs.findings) == []
    assert await house.read(lambda db: list(verify.findings(db))) == []
