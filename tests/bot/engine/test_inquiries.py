"""Questions to the agent, cases handed back, questions to the channel, and like cases: as the engine keeps them."""

import pytest

from bot.agents import Answer, Case, Finished, GiveUp, Log, Question
from bot.engine.inquiries import CANNOT, MAX_QUESTION
from bot.errors import BadInput
from storage import inquiries, requests, verify
from storage.models import Inquiry, Who
from tests.bot.engine.house import DANA, ELSE, JONAS, MARIA, Agent, House, Scripted, proposal
from tests.bot.engine.outside import Outside


class Talker(Agent):
    """A scripted agent that answers; it may look up an order first."""

    def __init__(self, moves: list[Scripted]) -> None:
        super().__init__(moves)
        self.looks, self.asked = "", list[str]()
        self.trouble: Exception | None = None

    async def answer(self, case: Case, log: Log, question: str) -> Answer:
        self.asked.append(question)
        if self.trouble:
            raise self.trouble
        if self.looks:
            found = await log.read("find_order", {"order_id": self.looks})
            return Answer(f"Paid {found['paid']}", ("order",))
        return Answer("I see.", ())


@pytest.fixture
def talker(house: House) -> Talker:
    house.agent = Talker([])
    return house.agent


async def said(house: House, handoff_id: int) -> tuple[Inquiry, ...]:
    return tuple(await house.read(lambda db: inquiries.of_handoff(db, handoff_id)))


async def test_a_question_is_answered_once(house: House, talker: Talker) -> None:
    card = await house.card()
    click = house.click(DANA, "view:1")
    for _ in range(2):
        await house.engine.inquiries.ask(click, card.id, " Was it paid? ")
    assert await house.told(click) == "asked"
    assert ("answer", 1) in await house.due()
    await house.settle()
    (one,) = await said(house, card.id)
    assert (one.text, one.answer, one.sources, one.who) == ("Was it paid?", "I see.", (), DANA)
    assert talker.asked == ["Was it paid?"]
    assert await house.said("told") == 1
    assert (await house.handoff(card.id)).revision == 1
    assert ("answer", 1) not in await house.due()


async def test_a_question_outlives_a_kill(house: House, talker: Talker) -> None:
    card = await house.card()
    await house.engine.inquiries.ask(house.click(DANA), card.id, "Was it paid?")
    await house.restart()
    (one,) = await said(house, card.id)
    assert one.answer == "I see."
    await house.restart()
    assert talker.asked == ["Was it paid?"]
    assert await house.said("told") == 1


async def test_an_agent_that_cannot_be_asked_says_so(house: House) -> None:
    card = await house.card()
    await house.engine.inquiries.ask(house.click(DANA), card.id, "Was it paid?")
    await house.settle()
    assert [one.answer for one in await said(house, card.id)] == [CANNOT]


async def test_an_agent_that_fails_says_so(house: House, talker: Talker) -> None:
    card = await house.card()
    talker.trouble = RuntimeError("secret inside")
    await house.engine.inquiries.ask(house.click(DANA), card.id, "Was it paid?")
    await house.settle()
    (one,) = await said(house, card.id)
    assert one.answer.startswith("The agent could not answer (RuntimeError).")
    assert "secret" not in one.answer


async def test_strangers_and_empty_or_endless_questions(house: House, talker: Talker) -> None:
    card = await house.card()
    click = house.click(Who("T2", "UALEX"))
    await house.engine.inquiries.ask(click, card.id, "Was it paid?")
    assert await house.told(click) == "stranger"
    for text in (" ", "x" * (MAX_QUESTION + 1)):
        with pytest.raises(BadInput):
            await house.engine.inquiries.ask(house.click(DANA), card.id, text)
    assert await said(house, card.id) == ()


async def test_a_new_fact_in_a_question_is_looked_at(house: House, talker: Talker) -> None:
    card = await house.card()
    talker.moves = [proposal(amount="30.00")]
    await house.engine.inquiries.ask(house.click(DANA), card.id, "Is it right that only 30.00 are wanted?")
    await house.settle()
    again = await house.handoff(card.id)
    assert (again.revision, again.args["amount"]) == (2, "30.00")
    assert [note.kind for note in talker.cases[-1].notes] == ["add"]


async def test_what_is_looked_up_anew_and_differs_is_looked_at(house: House, talker: Talker, outside: Outside) -> None:
    talker.reads = ["1042"]
    card = await house.card()
    talker.looks = "1042"
    await house.engine.inquiries.ask(house.click(DANA), card.id, "Was it paid?")
    await house.settle()
    assert (await house.handoff(card.id)).revision == 1, "the same answer is no news"
    outside.orders["1042"] = {"paid": "20.00"}
    talker.moves = [proposal(amount="20.00")]
    await house.engine.inquiries.ask(house.click(DANA), card.id, "And now?")
    await house.settle()
    assert (await house.handoff(card.id)).revision == 2
    (note,) = await house.read(lambda db: requests.notes(db, card.request_id))
    assert (note.kind, note.who.user) == ("fact", "UBATON")
    assert "20.00" in note.text


async def test_the_record_attests_what_was_asked_and_answered(house: House, talker: Talker) -> None:
    card = await house.card()
    await house.engine.inquiries.ask(house.click(DANA), card.id, "Is 30.00 right?")
    await house.settle()
    assert await house.read(lambda db: list(verify.findings(db))) == []
    for column, wrong in (("text", "question 1"), ("answer", "the answer to 1")):
        kept = (await house.rows(f"SELECT {column} FROM inquiry"))[0][0]
        await change(house, f"UPDATE inquiry SET {column} = ?", "other")
        (finding,) = await house.read(lambda db: list(verify.findings(db)))
        assert wrong in finding.what
        await change(house, f"UPDATE inquiry SET {column} = ?", kept)


async def change(house: House, sql: str, value: str) -> None:
    await house.store.write(lambda db: db.execute(sql, (value,)))


# Taken over and handed back ------------------------------------------------------------------------------------------


@pytest.mark.tampers
async def test_what_was_erased_is_not_handed_back(house: House) -> None:
    card = await house.card()
    await house.decide(card, MARIA, "take_over")
    await house.world.write(lambda db: db.execute("UPDATE request SET text = '', salt = ''"))
    click = house.click(MARIA)
    await house.engine.handback.hand_back(click, card.id, "look again")
    assert "were erased" in (await house.answer(click))["text"]
    assert (await house.said("handed_back"), (await house.run(card.request_id)).state) == (0, "taken_over")


async def test_handed_back_once_by_those_who_may(house: House) -> None:
    card = await house.card()
    await house.decide(card, MARIA, "take_over")
    for who, told in ((ELSE, "not_taker"), (JONAS, "not_taker")):
        click = house.click(who)
        assert await house.engine.handback.refuse(click, card.id)
        assert await house.told(click) == told
    house.agent.moves = [proposal(amount="30.00")]
    click = house.click(DANA)  # who could have taken it over
    for _ in range(2):
        await house.engine.handback.hand_back(click, card.id, " only 30.00 ")
    await house.settle()
    again = await house.open_of(card.request_id)
    assert (again.id != card.id, again.args["amount"]) == (True, "30.00")
    assert [(note.kind, note.text) for note in house.agent.cases[-1].notes] == [("back", "only 30.00")]
    late = house.click(MARIA)
    await house.engine.handback.hand_back(late, card.id, "once more")
    assert await house.told(late) == "not_yours_any_more"
    assert await house.said("handed_back") == 2, "the person who asked, and the thread"
    with pytest.raises(BadInput):
        await house.engine.handback.hand_back(house.click(MARIA), card.id, " ")
    assert await house.read(lambda db: list(verify.findings(db))) == []


async def test_only_what_was_taken_over_goes_back(house: House) -> None:
    card = await house.card()
    click = house.click(MARIA)
    await house.engine.handback.hand_back(click, card.id, "here")
    assert await house.told(click) == "not_yours_any_more"


# Questions to those who decide ----------------------------------------------------------------------------------------


async def test_a_question_to_the_channel(house: House) -> None:
    house.agent.moves = [Question("Which?", ("a", "b"), to="channel", about="ladder.order_id")]
    asked = await house.open_of(await house.ask())
    assert (asked.kind, asked.audience, asked.about) == ("question", "channel", "ladder.order_id")
    assert await house.rows("SELECT count(*) FROM outbox WHERE kind = 'card'") == [(1,)]
    refused = house.click(ELSE)
    await house.engine.verdicts.respond(refused, asked.id, "a")
    assert await house.told(refused) == "not_approver"
    house.agent.moves = [proposal()]
    await house.engine.verdicts.respond(house.click(MARIA), asked.id, "a")
    await house.settle()
    assert house.agent.cases[-1].outcomes[-1].note == "a"
    assert (await house.open_of(asked.request_id)).kind == "approval"
    assert await house.said("noted") == 0, "it was not the person who asked"


@pytest.mark.parametrize("then", [Finished(), Question("Once more?"), proposal(), GiveUp("hard")])
async def test_what_nobody_answers_is_a_persons(house: House, then: Scripted) -> None:
    house.agent.moves = [Question("Which?"), then]
    asked = await house.open_of(await house.ask())
    assert asked.deadline_at is not None
    house.clock.now = asked.deadline_at
    await house.settle()
    assert (await house.handoff(asked.id)).state == "expired"
    waiting = await house.open_of(asked.request_id)
    expected = {"Finished": "case", "Question": "case", "Proposal": "approval", "GiveUp": "case"}
    assert waiting.kind == expected[type(then).__name__]
    if isinstance(then, Finished | Question):
        assert waiting.question == "Nobody answered the question: Which?"


# Like cases -----------------------------------------------------------------------------------------------------------


async def test_like_cases_reach_the_agent_and_the_card(house: House) -> None:
    first = await house.card(proposal(order_id="2001"))
    await house.decide(first, MARIA)
    await house.settle()
    second = await house.card(proposal(order_id="2002"))
    await house.decide(second, DANA, "reject", note="not ours", private=True)
    await house.settle()
    third = await house.card(proposal(order_id="2003"))
    await house.decide(third, MARIA, "edit", note="shipping taken off", args={"order_id": "2003", "amount": "1.00"})
    await house.settle()
    card = await house.card(proposal(order_id="2004"))
    known = house.agent.cases[-1].precedents
    assert {each.name: each.verdict for each in known} == {"H-1": "approve", "H-2": "reject", "H-3": "edit"}
    assert {each.name: each.note for each in known} == {"H-1": "", "H-2": "", "H-3": "shipping taken off"}
    assert next(each.changed for each in known if each.name == "H-3") == {"amount": "1.00"}
    story = await house.engine.outbox.story(card.id)
    assert story is not None
    assert (story.alike.approved, story.alike.edited, story.alike.rejected) == (1, 1, 1)
    assert story.alike.last_edit == "shipping taken off"
    assert len(story.alike.nearest) == 3


async def test_no_case_is_its_own_precedent_and_nothing_decided_is_none(house: House) -> None:
    card = await house.card()
    await house.engine.requests.heard(house.click(JONAS, "n:1"), card.request_id, "it is the right order")
    house.agent.moves = [proposal()]
    await house.settle()
    assert house.agent.cases[-1].precedents == ()
    story = await house.engine.outbox.story(card.id)
    assert story is not None
    assert story.alike.total == 0
