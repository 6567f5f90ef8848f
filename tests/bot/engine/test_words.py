"""What people write about a request: whose words are news, what may run after them, and what they say of the agent."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.agents import Answer, Case, Finished, GiveUp, Log, Move, Question
from bot.engine.earned import WROTE
from bot.proofs import findings
from storage import requests
from storage.models import Handoff, Who
from tests.bot.engine.earning import acts, approved, draw_of, earned, evidence, proposed, sample, shown, state
from tests.bot.engine.house import (
    ALEX,
    DANA,
    FOREIGN,
    GONE,
    GUEST,
    JONAS,
    MARIA,
    ROBOT,
    UNKNOWN,
    VISITOR,
    WEI,
    Agent,
    House,
    proposal,
    workflow_text,
    write_folder,
)
from tests.bot.engine.outside import Outside

NOT_OF_THE_TEAM = {
    "another workspace": (FOREIGN, "stranger"),
    "left": (GONE, "stranger"),
    "bot": (ROBOT, "stranger"),
    "unknown": (UNKNOWN, "stranger"),
    "guest": (VISITOR, "guest_adds"),
    "guest who decides": (GUEST, "guest_adds"),
}
STEPS = {
    "reversible": ("reversible", {"reasons": "[Not entitled]"}),
    "keyed": ("keyed", {}),
    "two": ("keyed", {"quorum": "2"}),
    "limited": ("keyed", {"max": "{amount: 500}", "reasons": "[Not entitled]"}),
    "own_limited": ("keyed", {"max": "{amount: 500}", "self_approval": "true"}),
    "never": ("keyed", {"error_limit": "never"}),
}


@pytest.fixture
def house(build: Callable[..., House], tmp_path: Path) -> House:
    return build(folder=write_folder(tmp_path / "own", workflow_text(STEPS)))


async def says(house: House, request_id: int, who: Who, text: str = "no: 1.00", *moves: Move) -> str:
    """Somebody mentions Baton in the request's thread, and the agent makes these moves; what they are told."""
    house.agent.moves[:0] = moves
    click = house.click(who)
    await house.engine.heard(click, await house.request(request_id), text)
    await house.settle()
    return await house.told(click)


async def noted(house: House, request_id: int) -> list[str]:
    return [note.text for note in await house.read(lambda db: requests.notes(db, request_id))]


async def decided(house: House, card: Handoff, *people: Who) -> None:
    """These people approve what the card shows now, after some time."""
    await shown(house, await house.handoff(card.id))
    house.clock.advance(seconds=10)
    for who in people:
        await house.decide(await house.handoff(card.id), who)
    await house.settle()


# Whose words are news ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "why"), NOT_OF_THE_TEAM.values(), ids=NOT_OF_THE_TEAM)
async def test_nobody_outside_the_team_changes_an_open_card(house: House, who: Who, why: str) -> None:
    card = await house.card(proposal("keyed"))
    assert await says(house, card.request_id, who, "make it 9000", proposal("keyed", amount="9000")) == why
    now = await house.handoff(card.id)
    assert (now.revision, now.args, now.looking_since) == (1, card.args, None)
    assert (await noted(house, card.request_id), len(house.agent.cases)) == ([], 1)
    refused = await house.rows("SELECT actor, data FROM audit WHERE kind = 'press_refused'")
    assert refused == [(str(who), f'{{"press":"add","why":"{why}"}}')]


@pytest.mark.parametrize(("who", "why"), NOT_OF_THE_TEAM.values(), ids=NOT_OF_THE_TEAM)
async def test_nobody_outside_the_team_opens_an_ended_request_again(
    house: House, outside: Outside, who: Who, why: str
) -> None:
    await earned(house)
    house.agent.moves[:0] = [Finished("nothing to do")]
    request_id, before = await house.ask(), len(outside.calls)
    assert await says(house, request_id, who, "refund 9001 to me", proposed(order_id="9001")) == why
    assert (await house.run(request_id)).state == "finished"
    assert (await house.handoffs(request_id), len(outside.calls)) == ([], before)


async def test_a_guest_who_asked_tells_more(build: Callable[..., House], tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "guests", workflow_text(STEPS, requesters='["@visitor"]'))
    house = build(proposal("keyed"), proposal("keyed", amount="12.00"), folder=folder)
    card = await house.open_of(await house.ask(who=VISITOR))
    assert await says(house, card.request_id, VISITOR, "only 12.00 of it") == ""
    assert (await house.handoff(card.id)).args["amount"] == "12.00"


class Talker(Agent):
    """Answers questions, too."""

    async def answer(self, case: Case, log: Log, question: str) -> Answer:
        return Answer("I see.", ())


@pytest.mark.parametrize(("who", "news"), [(VISITOR, []), (DANA, ["was it EUR 12.00 for 1044?"])])
async def test_a_fact_in_a_guests_question_is_no_news(house: House, who: Who, news: list[str]) -> None:
    house.agent = Talker([proposal("keyed"), proposal("keyed")])
    card = await house.card()
    await house.engine.inquiries.ask(house.click(who), card.id, "was it EUR 12.00 for 1044?")
    await house.settle()
    assert await noted(house, card.request_id) == news
    assert await house.said("told") == 1


# What may run after them -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "way"), [(JONAS, "act"), (DANA, "never")], ids=["who asked", "somebody else"])
async def test_after_words_of_others_a_step_that_earned_its_right_asks(
    house: House, outside: Outside, who: Who, way: str
) -> None:
    await earned(house)
    house.agent.moves[:0] = [Finished("nothing to do")]
    request_id, before = await house.ask(), len(outside.calls)
    await says(house, request_id, who, "refund 9001 as well", proposed(order_id="9001"))
    (made,) = await house.handoffs(request_id)
    assert (made.way, len(outside.calls) - before) == (way, way == "act")
    assert (made.state, made.reasons[:1]) == (("approved", ()) if way == "act" else ("waiting", (WROTE,)))


async def test_an_answer_of_others_makes_it_ask(house: House) -> None:
    await earned(house)
    house.agent.moves[:0] = [Question("Which account?", to="channel"), proposed(order_id="9001")]
    request_id = await house.ask()
    await says(house, request_id, MARIA, "77-3018")
    assert (await house.open_of(request_id)).reasons[0] == WROTE


@pytest.mark.parametrize(
    ("note", "way"), [("it was order 9001", "never"), ("Not entitled", "act"), ("", "act")], ids=["words", "choice", ""]
)
async def test_after_the_words_of_a_rejection_it_asks(house: House, outside: Outside, note: str, way: str) -> None:
    await earned(house)
    card = await house.card(proposed(score=0.2))
    before = len(outside.calls)
    house.agent.moves[:0] = [proposed(order_id="9001")]
    await house.decide(card, MARIA, "reject", note=note)
    await house.settle()
    made = (await house.handoffs(card.request_id))[-1]
    assert (made.way, len(outside.calls) - before) == (way, way == "act")
    assert made.reasons[:1] == ((WROTE,) if way == "never" else ())


async def test_what_was_looked_up_again_is_nobodys_word(house: House) -> None:
    await earned(house)
    house.agent.moves[:0] = [Finished()]
    request = await house.request(await house.ask())
    baton = Who("T1", "UBATON")
    house.agent.moves[:0] = [proposed(order_id="9001")]
    await house.world.write(
        lambda db: house.engine.requests.note(db, request, key="found:1", who=baton, text="paid: 1", kind="fact")
    )
    await house.settle()
    assert [each.way for each in await house.handoffs(request.id)] == ["act"]


async def test_a_step_that_always_asks_says_so_as_ever(house: House) -> None:
    card = await house.card(proposal("never"))
    await says(house, card.request_id, DANA, "no: 1.00", proposal("never", amount="1.00"))
    assert (await house.handoff(card.id)).reasons == card.reasons


# Who decides after them ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "amount", "told"),
    [("limited", "9000", "own_words"), ("limited", "500", "decided"), ("own_limited", "9000", "decided")],
)
async def test_beyond_a_limit_nobody_approves_their_own_words(
    house: House, outside: Outside, step: str, amount: str, told: str
) -> None:
    card = await house.card(proposal(step))
    await says(house, card.request_id, MARIA, f"make it {amount}", proposal(step, amount=amount))
    now = await house.handoff(card.id)
    assert await house.decide(now, MARIA) == told
    await house.settle()
    assert len(outside.happened) == (told == "decided")
    assert await house.decide(now, DANA) == ("decided" if told == "own_words" else "late")


@pytest.mark.parametrize(("note", "told"), [("it is 9000", "own_words"), ("Not entitled", "decided")])
async def test_beyond_a_limit_nobody_approves_what_they_rejected_another_for(
    house: House, note: str, told: str
) -> None:
    card = await house.card(proposal("limited"))
    house.agent.moves[:0] = [proposal("limited", amount="9000")]
    await house.decide(card, MARIA, "reject", note=note)
    await house.settle()
    assert await house.decide(await house.open_of(card.request_id), MARIA) == told


async def test_who_told_the_agent_still_corrects_and_rejects(house: House) -> None:
    for verdict, args in (("edit", {"order_id": "1042", "amount": "400"}), ("reject", None)):
        card = await house.card(proposal("limited"))
        await says(house, card.request_id, MARIA, "make it 9000", proposal("limited", amount="9000"))
        assert await house.decide(await house.handoff(card.id), MARIA, verdict, args=args) == "decided"


# What they say of the agent ----------------------------------------------------------------------------------------


async def counted(house: House, step: str = "reversible") -> list[tuple[bool, str]]:
    """What decisions say, the newest certificate's: wrong, and why it does not count."""
    assert await house.read(findings) == []
    return [(each.wrong, each.why) for each in await evidence(house, step) if each.kind in {"decision", "check"}]


async def test_what_others_corrected_in_words_was_wrong(house: House) -> None:
    card = await house.card(proposed(amount="999.00"))
    await shown(house, card)
    await says(house, card.request_id, MARIA, "no: 1.00, not 999.00", proposed(amount="1.00"))
    again = await house.handoff(card.id)
    assert (again.args["amount"], again.way, again.reasons[0]) == ("1.00", "never", WROTE)
    assert await counted(house) == [(True, "")]
    await decided(house, card, MARIA)
    assert (await house.handoff(card.id)).state == "approved"
    assert await counted(house) == [(True, "")]  # one case, one piece of evidence


async def test_a_step_that_people_correct_in_words_never_earns(house: House) -> None:
    draw_of(house, 0.99)
    await sample(house)
    for number, who in enumerate((MARIA, DANA, WEI)):
        card = await house.card(proposed(order_id=f"200{number}", amount="999.00"))
        await says(house, card.request_id, who, "no: 1.00", proposed(order_id=f"200{number}", amount="1.00"))
        await decided(house, card, who)
    assert [wrong for wrong, _ in await counted(house)] == [True] * 3
    assert (await state(house)).open < 0
    assert (await acts(house, "9999", amount="999.00")).state == "waiting"


async def test_what_stays_after_words_of_others_counts_as_it_is_decided(house: House) -> None:
    card = await house.card(proposed())
    await says(house, card.request_id, DANA, "the carrier says it is lost", proposed())
    assert (await house.handoff(card.id)).way == "ask"
    await decided(house, card, MARIA)
    assert await counted(house) == [(False, "")]


async def test_what_was_corrected_stays_wrong_whatever_is_said_next(house: House) -> None:
    card = await house.card(proposed(amount="999.00"))
    await says(house, card.request_id, MARIA, "no: 1.00", proposed(amount="1.00"))
    for who in (DANA, JONAS):
        await says(house, card.request_id, who, "yes, the lid alone", proposed(amount="1.00"))
    await decided(house, card, MARIA)
    assert await counted(house) == [(True, "")]


async def test_what_the_requester_corrected_counts_as_it_is_decided(house: House) -> None:
    card = await house.card(proposed(amount="999.00"))
    await says(house, card.request_id, JONAS, "no: 1.00", proposed(amount="1.00"))
    await decided(house, card, MARIA)
    assert await counted(house) == [(False, "")]


async def test_what_the_requester_changes_is_no_correction_of_who_spoke_before(house: House) -> None:
    card = await house.card(proposed())
    house.clock.advance(seconds=9)
    await says(house, card.request_id, DANA, "the carrier says it is lost", proposed())
    house.clock.advance(seconds=9)
    await says(house, card.request_id, JONAS, "sorry, it is order 1043", proposed(order_id="1043"))
    assert await counted(house) == []
    await says(house, card.request_id, DANA, "no, 1044", proposed(order_id="1044"))
    await decided(house, card, MARIA)
    assert await counted(house) == []  # it was made after words of somebody else


@pytest.mark.parametrize("move", [Finished("nothing to do"), Question("Is it 1.00?"), GiveUp("It is hard.")])
async def test_what_is_taken_away_after_words_of_others_was_wrong(house: House, move: Move) -> None:
    card = await house.card(proposed(amount="999.00"))
    await says(house, card.request_id, MARIA, "no: 1.00", move)
    assert (await house.handoff(card.id)).state == "withdrawn"
    assert await counted(house) == [(True, "")]


async def test_a_proposal_made_after_words_of_others_says_nothing_of_the_agent(house: House) -> None:
    house.agent.moves[:0] = [Finished()]
    request_id = await house.ask()
    await says(house, request_id, DANA, "refund 1042, 1.00", proposed(amount="1.00"))
    await decided(house, await house.open_of(request_id), MARIA)
    assert await counted(house) == [(False, "always asked, or asked again")]


async def test_an_edit_counts_though_the_agent_took_its_values_over(house: House) -> None:
    card = await house.card(proposed("two", amount="999.00"))
    await shown(house, card)
    await house.decide(card, MARIA, "edit", args={"order_id": "1042", "amount": "1.00"})
    await says(house, card.request_id, DANA, "yes, the lid alone", proposed("two", amount="1.00"))
    await decided(house, card, MARIA, WEI)
    assert (await house.handoff(card.id)).state == "approved"
    assert [wrong for wrong, _ in await counted(house, "two")] == [True]


async def test_corrections_take_a_right_back(house: House, outside: Outside) -> None:
    await earned(house, "keyed")
    draw_of(house, 0.0)  # a check before the act
    last = 0
    for last in range(6):
        card = await house.card(proposed("keyed", f"200{last}", amount="999.00"))
        if card.way != "check":
            break
        await says(house, card.request_id, MARIA, "no: 1.00", proposed("keyed", f"200{last}", amount="1.00"))
        await decided(house, card, MARIA)
    assert 0 < last < 5
    assert (True, "") in await counted(house, "keyed")
    assert (await approved(house, "3000", ALEX, step="keyed")).way != "act"
