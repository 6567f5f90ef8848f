"""What the offline agent does with a request, on a workflow of another team."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.agents import Case, Finished, GiveUp, Move, Outcome, Proposal, Question
from bot.agents.base import ScriptedLog
from bot.errors import BatonError
from storage.models import Brief
from tests.bot.bills import EXAMPLES, NOW, case, log, note, workflow

pytest.importorskip("sklearn", reason="the extra offline is not installed")
from bot.agents.offline import HOW, OfflineAgent, available

PAY = "Please pay bill B-1042 by bank transfer"


async def move(case: Case, answers: ScriptedLog | None = None) -> Move:
    return await OfflineAgent(workflow()).next(case, answers or log())


async def proposal(case: Case) -> tuple[Proposal, Brief]:
    made = await move(case)
    assert isinstance(made, Proposal), made
    assert isinstance(made.brief, Brief)
    return made, made.brief


async def test_it_proposes_what_it_read_and_looked_up() -> None:
    made, brief = await proposal(case(PAY))
    assert (made.step, dict(made.args)) == (
        "pay_bill",
        {"bill": "B-1042", "amount": "49.90", "method": "bank transfer"},
    )
    assert made.score is not None
    assert 0.5 < made.score <= 1
    assert [(fact.text, fact.source) for fact in brief.facts] == [("Billed EUR 49.90", "ledger")]
    assert (brief.how, brief.orders, brief.unfound, brief.doubts) == (HOW, False, (), ())
    assert HOW == "No language model was used."


async def test_the_doubts_of_a_read_stand_in_the_brief() -> None:
    _, brief = await proposal(case("please pay B-2000 by card"))
    assert [(doubt.what, doubt.settled_by) for doubt in brief.doubts] == [("Delivered in full?", "the warehouse")]


async def test_a_larger_amount_than_was_found_is_proposed_as_asked_with_a_doubt() -> None:
    made, brief = await proposal(case("Pay EUR 94.90 for bill B-1042 by card"))
    assert made.args["amount"] == "94.90"
    (doubt,) = brief.doubts
    assert doubt.what == "The request says EUR 94.90, the bill EUR 49.90."
    assert (doubt.field, doubt.changes_answer) == ("amount", True)


async def test_a_smaller_amount_is_what_was_asked_for_and_still_a_doubt() -> None:
    made, brief = await proposal(case("Pay only EUR 20.00 of bill B-1042 by card"))
    assert made.args["amount"] == "20.00"
    assert [doubt.field for doubt in brief.doubts] == ["amount"]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Pay half of bill B-1042 by card", "The request asks for a part (“half”)."),
        ("Pay USD 49.90 for bill B-1042 by card", "The request names USD 49.90, but this is in EUR."),
    ],
)
async def test_what_no_argument_can_hold_is_a_doubt(text: str, doubt: str) -> None:
    made, brief = await proposal(case(text))
    assert made.args == {"bill": "B-1042", "amount": "49.90", "method": "card"}
    assert [(each.what, each.changes_answer) for each in brief.doubts] == [(doubt, True)]


async def test_an_id_is_never_an_amount() -> None:
    made, brief = await proposal(case("pay bill B-1042 by card, our reference is 7731"))
    assert made.args == {"bill": "B-1042", "amount": "49.90", "method": "card"}
    assert not any(doubt.changes_answer for doubt in brief.doubts)


async def test_numbers_dates_and_flags_of_another_step() -> None:
    made, _ = await proposal(case("Remind the supplier of B-1042 in 12 days, by 4 December, not polite"))
    assert (made.step, dict(made.args)) == (
        "remind_supplier",
        {"bill": "B-1042", "days": 12, "by": "2026-12-04", "polite": False},
    )


async def test_a_missing_value_is_asked_for_once() -> None:
    asked = await move(case("Please pay the open bill by bank transfer"))
    assert asked == Question("Which bill?")
    answered = Outcome("", "respond", {}, note="the one from last week", at=NOW + timedelta(minutes=5))
    handed_over = await move(case("Please pay the open bill by bank transfer", answered))
    assert isinstance(handed_over, GiveUp)
    assert "Which bill?" in handed_over.reason


async def test_an_answer_completes_the_request() -> None:
    answered = Outcome("", "respond", {}, note="B-1044", at=NOW + timedelta(minutes=5))
    for given in (case("Please pay the open bill by card", answered),):
        made, _ = await proposal(given)
        assert made.args == {"bill": "B-1044", "amount": "18.00", "method": "card"}
    made, _ = await proposal(case("Please pay the open bill by card", notes=(note("answer", "B-1044"),)))
    assert made.args["bill"] == "B-1044"


async def test_the_fixed_choices_of_a_field_are_offered() -> None:
    assert await move(case("pay bill B-1042")) == Question("Which method?", ("bank transfer", "card", "cash"))


async def test_several_candidates_are_offered_with_what_was_found() -> None:
    asked = await move(case("Pay bill B-1042 or B-1044 by card, I am not sure which"))
    assert asked == Question("Which bill?", ("B-1042, EUR 49.90", "B-1044, EUR 18.00"))
    answered = Outcome("", "respond", {}, note="B-1044, EUR 18.00", at=NOW + timedelta(minutes=5))
    made, brief = await proposal(case("Pay bill B-1042 or B-1044 by card, I am not sure which", answered))
    assert made.args == {"bill": "B-1044", "amount": "18.00", "method": "card"}
    assert brief.doubts == ()


async def test_rows_that_a_read_returned_are_candidates() -> None:
    asked = await move(case("Please pay the open bill of S204 by card"))
    assert asked == Question("Which bill?", ("B-1042, EUR 49.90", "B-1044, EUR 18.00"))


async def test_of_two_candidates_the_one_that_exists_is_taken() -> None:
    made, brief = await proposal(case("Pay B-1042 by card, it replaces B-7777"))
    assert made.args["bill"] == "B-1042"
    assert [doubt.what for doubt in brief.doubts] == ["The request also names B-7777. No bill B-7777."]


async def test_what_does_not_exist_is_not_offered() -> None:
    asked = await move(case("Pay bill B-1042, B-1044 or B-7777 by card"))
    assert asked == Question("Which bill?", ("B-1042, EUR 49.90", "B-1044, EUR 18.00"))


async def test_what_a_read_refuses_is_asked_with_its_reason() -> None:
    assert await move(case("Pay bill B-7777 by card")) == Question("No bill B-7777. Which bill?")


async def test_a_read_that_fails_hands_over() -> None:
    def broken(**_: Any) -> dict[str, Any]:
        raise BatonError("find_bill could not be asked (TimeoutError).")

    made = await move(case(PAY), ScriptedLog({"find_bill": broken}))
    assert isinstance(made, GiveUp)
    assert made.reason == "Looking up the bill failed: find_bill could not be asked (TimeoutError)."


@pytest.mark.parametrize(
    "text",
    [
        "The supplier wants to sue us over B-1201",
        "Qual é a previsão do tempo para amanhã em Lisboa?",
        "my violin lesson moved to the conservatory",
        "?!",
    ],
)
async def test_what_is_out_of_scope_goes_to_a_person(text: str) -> None:
    made = await move(case(text))
    assert isinstance(made, GiveUp), made
    assert made.reason.endswith(".")
    assert isinstance(made.brief, Brief)
    assert made.brief.how == HOW


@pytest.mark.parametrize("text", ["", "   \n", "\u200b\u2060"])
async def test_a_request_without_text_goes_to_a_person(text: str) -> None:
    made = await move(case(text))
    assert isinstance(made, GiveUp)
    assert made.reason == "The request holds no text."


async def test_a_person_gets_the_facts_with_a_case() -> None:
    made = await move(case("The supplier of B-1042 threatens to sue us"))
    assert isinstance(made, GiveUp)
    assert isinstance(made.brief, Brief)
    assert [fact.text for fact in made.brief.facts] == ["Billed EUR 49.90"]


async def test_without_examples_it_hands_over_with_what_it_found() -> None:
    made = await OfflineAgent(workflow(examples=())).next(case(PAY), log())
    assert isinstance(made, GiveUp)
    assert made.reason.startswith("This workflow has no examples")
    assert isinstance(made.brief, Brief)
    assert [fact.text for fact in made.brief.facts] == ["Billed EUR 49.90"]


async def test_examples_of_one_kind_are_enough() -> None:
    only = tuple(each for each in EXAMPLES if each[1] == "pay_bill")
    agent = OfflineAgent(workflow(examples=only))
    assert isinstance(await agent.next(case(PAY), log()), Proposal)
    assert isinstance(await agent.next(case("my violin lesson moved to the conservatory"), log()), GiveUp)


# What comes after an outcome.


def decided(verdict: str, **more: Any) -> Outcome:
    args = {"bill": "B-1042", "amount": "49.90", "method": "bank transfer"}
    return Outcome("pay_bill", verdict, args, at=NOW + timedelta(minutes=9), **more)


@pytest.mark.parametrize("verdict", ["approve", "edit", "reject", "expired", "settled"])
async def test_after_an_outcome_there_is_nothing_more_to_do(verdict: str) -> None:
    assert await move(case(PAY, decided(verdict, result={}))) == Finished()


async def test_an_effect_that_the_tool_refused_goes_to_a_person_with_its_words() -> None:
    made = await move(case(PAY, decided("approve", error="B-1042 was paid by hand at 14:05.")))
    assert isinstance(made, GiveUp)
    assert made.reason == "B-1042 was paid by hand at 14:05."


async def test_news_after_a_rejection_are_looked_at_and_older_notes_are_not() -> None:
    newer = await move(case(PAY, decided("reject"), notes=(note("add", "Sorry, bill B-1044", 30),)))
    assert isinstance(newer, Proposal)
    assert newer.args["bill"] == "B-1044"
    assert await move(case(PAY, decided("reject"), notes=(note("add", "Sorry, bill B-1044", 2),))) == Finished()


async def test_an_unanswered_question_goes_to_a_person_and_an_expired_case_ends() -> None:
    expired = Outcome("", "expired", {}, at=NOW + timedelta(minutes=9))
    made = await move(case("Please pay the open bill by bank transfer", expired))
    assert isinstance(made, GiveUp)
    assert made.reason == "Nobody answered the question: Which bill?"
    assert await move(case("The supplier threatens to sue us over B-1201", expired)) == Finished()


async def test_the_newest_addition_wins() -> None:
    notes = (note("add", "sorry, I meant B-2000", 5), note("add", "no: bill B-1044", 6))
    made, _ = await proposal(case(PAY, notes=notes))
    assert made.args["bill"] == "B-1044"


async def test_an_edit_of_the_request_is_newer_than_what_was_added_before() -> None:
    notes = (note("add", "sorry, I meant B-2000", 5), note("edit", "Please pay bill B-1044 by card", 6))
    made, _ = await proposal(case("Please pay bill B-1044 by card", notes=notes))
    assert made.args == {"bill": "B-1044", "amount": "18.00", "method": "card"}


# What it may not do.


async def test_it_calls_only_reads_and_only_with_what_stands_in_the_text() -> None:
    answers = log()
    await move(case(PAY), answers)
    assert answers.reads == [("find_bill", {"bill": "B-1042"})]


async def test_a_tool_may_return_anything() -> None:
    odd: Mapping[str, Any] = {
        "amount": {"not": "a number"},
        "facts": [None, 3, {"text": ""}, {"text": "Late", "source": 5}, {"text": "Known", "more": 1}],
        "doubts": "none",
    }
    made = await move(case("pay bill B-1042 by card, EUR 5.00"), ScriptedLog({"find_bill": odd}))
    assert isinstance(made, Proposal)
    assert isinstance(made.brief, Brief)
    assert [fact.text for fact in made.brief.facts] == ["Known"]
    assert made.args["amount"] == "5.00"


async def test_the_same_request_gives_the_same_move() -> None:
    assert await move(case(PAY)) == await move(case(PAY))


def test_the_version_is_that_of_the_code_and_not_of_the_examples() -> None:
    one, other = OfflineAgent(workflow()), OfflineAgent(workflow(examples=EXAMPLES[:5]))
    assert one.version == other.version
    assert len(one.version) == 12
    assert int(one.version, 16) >= 0
    assert available()


async def test_changed_examples_are_learned_anew() -> None:
    agent = OfflineAgent(workflow())
    assert isinstance(await agent.next(case(PAY), log()), Proposal)
    relabelled = tuple((text, None if step == "pay_bill" else step, args) for text, step, args in EXAMPLES)
    changed = OfflineAgent(replace(workflow(), examples=workflow(examples=relabelled).examples))
    assert isinstance(await changed.next(case(PAY), log()), GiveUp)
