"""Agents learn from what people decided: which decisions, how often, and what the record says of it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.agents import Move
from bot.engine.learning import FEWEST, Learner
from bot.workflows import Example, Workflow
from storage import autonomy
from storage.models import AUTONOMY
from tests.bot.engine.earning import acts, earned
from tests.bot.engine.house import DANA, MARIA, Agent, House, proposal


class Studious(Agent):
    """An agent that learns, and keeps what it was given to learn."""

    def __init__(self, moves: list[Move]) -> None:
        super().__init__(list(moves))
        self.fit = 0
        self.studied: list[tuple[Example, ...]] = []
        self.at_study: Callable[[], None] = lambda: None

    async def study(self, lessons: tuple[Example, ...]) -> object:
        self.studied.append(lessons)
        self.at_study()
        return lessons

    def use(self, learned: object, fit: int) -> None:
        assert learned == self.studied[-1]
        self.fit = fit


@pytest.fixture
def agent(house: House) -> Studious:
    house.agent = Studious([])
    return house.agent


async def decided(house: House, many: int = FEWEST, verdict: str = "approve", text: str = "order {} lost") -> None:
    start = len(await house.rows("SELECT id FROM request"))
    for number in range(start + 2000, start + 2000 + many):
        house.agent.moves[:0] = [proposal(order_id=str(number))]
        card = await house.open_of(await house.ask(text.format(number)))
        change: dict[str, Any] = {"args": {"order_id": str(number), "amount": "44.95"}} if verdict == "edit" else {}
        await house.decide(card, verdict=verdict, note="because", **change)
        await house.settle()


async def fits(house: House) -> list[tuple[int, int]]:
    """Number and count of lessons of each fit, as its table has it; the record has to say the same."""
    kept = [(number, count) for number, count in await house.rows("SELECT number, lessons FROM fit ORDER BY number")]
    told = [json.loads(row[0]) for row in await house.rows("SELECT data FROM audit WHERE kind = 'refit' ORDER BY seq")]
    assert [(each["fit"], each["lessons"]) for each in told] == kept
    return kept


async def test_without_decisions_the_examples_are_fitted_and_nothing_is_recorded(house: House, agent: Studious) -> None:
    await decided(house, FEWEST - 1)
    await house.engine.learning.study()
    assert agent.studied == [()]
    assert (agent.fit, await fits(house)) == (0, [])


async def test_decisions_become_examples(house: House, agent: Studious) -> None:
    await decided(house, 8)
    await decided(house, 1, "edit")
    await decided(house, 1, "reject")
    await house.engine.learning.study()
    (lessons,) = agent.studied
    assert (len(lessons), agent.fit, await fits(house)) == (10, 1, [(1, 10)])
    approved, edited, rejected = lessons[0], lessons[8], lessons[9]
    assert (approved.text, approved.step) == ("order 2000 lost", "keyless")
    assert (approved.args["order_id"], approved.args["amount"]) == ("2000", "49.90")
    assert (edited.step, edited.args["amount"]) == ("keyless", "44.95")
    assert (rejected.step, rejected.args) == (None, {})


async def test_what_two_people_had_to_approve_is_one_example(house: House, agent: Studious) -> None:
    await decided(house, FEWEST - 1)
    house.agent.moves[:0] = [proposal("two", order_id="3001")]
    card = await house.open_of(await house.ask("order 3001 lost"))
    for who in (MARIA, DANA):
        await house.decide(card, who)
    await house.engine.learning.study()
    assert [each.text for each in agent.studied[0]].count("order 3001 lost") == 1


async def test_it_learns_once_a_day_at_most_and_only_where_there_is_something_new(
    house: House, agent: Studious
) -> None:
    await decided(house)
    await house.engine.learning.study()
    await decided(house)
    house.clock.advance(hours=23)
    await house.engine.learning.study()
    assert await fits(house) == [(1, FEWEST)]
    house.clock.advance(hours=1)
    await house.engine.learning.study()
    house.clock.advance(days=3)
    await house.engine.learning.study()
    assert await fits(house) == [(1, FEWEST), (2, 2 * FEWEST)]
    assert [len(each) for each in agent.studied] == [FEWEST, 2 * FEWEST]


async def test_after_a_restart_the_same_lessons_are_learned_and_no_fit_is_counted(
    house: House, agent: Studious
) -> None:
    await decided(house)
    await house.engine.learning.study()
    await decided(house, 3)
    await house.restart()
    house.agent = again = Studious([])
    await house.engine.learning.study()
    assert (again.studied, again.fit) == (agent.studied, 1)
    assert await fits(house) == [(1, FEWEST)]


@pytest.mark.tampers
async def test_a_text_that_was_erased_is_learned_no_more(house: House, agent: Studious) -> None:
    await decided(house)
    await house.engine.learning.study()
    await house.world.write(lambda db: db.execute("UPDATE request SET text = '' WHERE id = 1"))
    house.agent = again = Studious([])
    await house.engine.learning.study()
    assert again.studied == [agent.studied[0][1:]]


async def test_what_baton_did_alone_is_no_lesson(house: House, agent: Studious) -> None:
    await earned(house)
    for number in range(FEWEST):
        await acts(house, f"70{number:02}")
    alone = await house.rows("SELECT count(*) FROM decision WHERE person = ?", str(AUTONOMY))
    assert alone[0][0] >= FEWEST, "nothing acted alone, so this shows nothing"
    await house.engine.learning.study()
    assert await fits(house) == []


async def test_an_approval_that_was_taken_back_is_no_lesson(house: House, agent: Studious) -> None:
    await decided(house, FEWEST)
    house.agent.moves[:0] = [proposal("undoable", order_id="3001")]
    card = await house.open_of(await house.ask("order 3001 lost"))
    await house.decide(card)
    await house.engine.verdicts.undo(house.click(MARIA), card.id)
    await house.decide(await house.open_of(card.request_id), MARIA, "reject", note="no")
    await house.settle()
    await house.engine.learning.study()
    assert [each.step for each in agent.studied[0] if each.text == "order 3001 lost"] == [None]


@pytest.mark.tampers
async def test_a_planted_mistake_is_no_lesson(house: House, agent: Studious) -> None:
    await decided(house, FEWEST + 1)
    await house.world.write(
        lambda db: db.execute("UPDATE handoff SET way = 'plant' WHERE id = (SELECT max(id) FROM handoff)")
    )
    await house.engine.learning.study()
    assert [each.text for each in agent.studied[0]] == [f"order {2000 + i} lost" for i in range(FEWEST)]


async def test_the_record_has_the_fit_before_the_agent_goes_by_it(house: House, agent: Studious) -> None:
    await decided(house)

    async def no_write(work: object) -> None:
        raise RuntimeError("the database does not take it")

    house.world.write = no_write  # type: ignore[method-assign, assignment]
    with pytest.raises(RuntimeError):
        await house.engine.learning.study()
    assert agent.fit == 0


async def test_after_a_fit_more_of_what_acts_alone_is_checked_again(house: House, agent: Studious) -> None:
    await earned(house)
    await decided(house)
    before = await house.read(lambda db: autonomy.newest(db, "refunds", "reversible"))
    await house.engine.learning.study()
    after = await house.read(lambda db: autonomy.newest(db, "refunds", "reversible"))
    rows = await house.rows("SELECT step, version FROM evidence WHERE kind = 'refit'")
    assert ("reversible", before.version) in rows
    assert after.version == before.version
    assert (after.state["open"], after.state["acts"]) == (before.state["open"], 0)


async def test_an_agent_that_does_not_learn_is_left_alone(house: House) -> None:
    await decided(house)
    await house.engine.learning.study()
    assert await fits(house) == []


async def test_an_agent_that_has_nothing_to_learn_with_counts_no_fit(house: House, agent: Studious) -> None:
    class Blank(Studious):
        async def study(self, lessons: tuple[Example, ...]) -> object:
            return None

    house.agent = Blank([])
    await decided(house)
    await house.engine.learning.study()
    assert await fits(house) == []


def test_a_workflow_s_agent_learns_by_its_methods(house: House, agent: Studious) -> None:
    workflow: Workflow = house.world.shelf.workflows["refunds"]
    assert isinstance(house.world.make_agent(workflow), Learner)
    assert not isinstance(Agent([]), Learner)
