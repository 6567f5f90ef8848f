"""Answers of a line or two: what they say, word for word, and that any record keeps them harmless."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from bot.story import Story
from handlers.slack import talk, texts, waiting
from handlers.slack.blocks import Message
from handlers.slack.ids import Action, Ref
from tests.handlers.anything import MARK, stories
from tests.handlers.golden import kept
from tests.handlers.rules import broken, parts
from tests.handlers.test_cards import APPROVED, DOUBT, EDITED, QUESTION, REJECTED
from tests.handlers.told import (
    ASKED,
    JONAS,
    REFUND,
    REFUND_ARGS,
    REFUND_STORY,
    REPORT_STORY,
    changed,
    decision,
    effect,
    note,
)
from workspace.blocks import visible_text

LATER = changed(REFUND_STORY, rung=1, deadline_at=ASKED + timedelta(minutes=60))
RUNG = replace(LATER, first_approvers=("S01HEADS",), next_rung="")
CHEAPER = changed(REFUND_STORY, args={**REFUND_ARGS, "amount": "44.95"})
ANSWERED = replace(
    changed(QUESTION, state="answered", closed_at=ASKED + timedelta(minutes=7)),
    step=None,  # as of every question
    decisions=(decision("respond", person=JONAS, note="1044, EUR 18.00"),),
)
WITH_WORDS = replace(EDITED, decisions=(EDITED.decisions[0].model_copy(update={"words": "Shipping stays."}),))
NEIGHBOURS = "Delivered with a photo, please ask the customer to check with neighbours."


def read(message: Message) -> str:
    """What a reader in UTC sees."""
    return " ".join(visible_text(message.blocks)).replace(" UTC", "")


def rejected(**values: object) -> Story:
    return replace(REJECTED, decisions=(decision("reject", **values),))


SAID: list[tuple[str, Message, str]] = [
    (
        "got_it",
        texts.got_it(REFUND_STORY),
        (
            "Got it: H-2214. A person decides refunds; Maria or Head of support, by 14:32. I answer here. "
            "[ Add something ]  [ Withdraw ]"
        ),
    ),
    (
        "still_waiting",
        waiting.still_waiting(RUNG),
        "Nobody has answered yet. Head of support has it until 15:02. Nothing has been done.",
    ),
    (
        "held",
        waiting.still_waiting(changed(REFUND_STORY, held=True, deadline_at=None)),
        "Nobody has answered yet. It is held until somebody decides: Maria or Head of support. Nothing has been done.",
    ),
    ("done", texts.outcome(APPROVED), "Done: refunded EUR 49.90, order 1042."),
    (
        "done_edited",
        texts.outcome(WITH_WORDS),
        "Done: refunded EUR 44.95, order 1042. Maria changed amount 49.90 → 44.95: “Shipping stays.”",
    ),
    (
        "not_done_words",
        texts.outcome(rejected(note="Not entitled", words=NEIGHBOURS)),
        f"Not done. Maria: “{NEIGHBOURS}” Reply here with anything new and I look again.",
    ),
    (
        "not_done_reason",
        texts.outcome(rejected(note="Need more facts first")),
        "Not approved. Maria’s reason: need more facts first. Reply here with anything new and I look again.",
    ),
    (
        "not_done_private",
        texts.outcome(rejected(note="Looks like fraud", private=True)),
        "Not approved. Reply here with anything new and I look again.",
    ),
    (
        "refused",
        texts.outcome(replace(APPROVED, effect=effect("failed", error="Refunded already."))),
        "Not done. It was approved, then refused: “Refunded already”. Reply here with anything new and I look again.",
    ),
    (
        "question",
        texts.ask(QUESTION),
        (
            "One question before I go on: which order? [ 1042, EUR 49.90 ]  [ 1044, EUR 18.00 ]  [ Another ] "
            "Until 14:32, then a person takes it."
        ),
    ),
    (
        "question_answered",
        texts.ask(ANSWERED),
        "Which order? Jonas answered 14:09: “1044, EUR 18.00” The agent goes on. · H-2214",
    ),
    (
        "rung",
        waiting.rung(RUNG, {"passed": (ASKED + timedelta(minutes=30)).isoformat(), "to": ["S01HEADS"]}),
        "No answer by 14:32. @S01HEADS, it is with you until 15:02. Nothing has run.",
    ),
    (
        "too_late",
        texts.too_late(APPROVED, Action.REJECT),
        "Maria approved this at 14:09, before your Reject. Nothing else was done. [ Open it ]",
    ),
    (
        "may_not_decide",
        texts.may_not_decide(REFUND_STORY),
        "Maria and Head of support decide refunds; nothing was changed. [ Ask a question ]",
    ),
    (
        "one_may_decide",
        texts.may_not_decide(replace(REFUND_STORY, decides="Head of support")),
        "Only Head of support may decide refunds; nothing was changed. [ Ask a question ]",
    ),
    (
        "group_may_decide",
        texts.may_not_decide(replace(REFUND_STORY, decides="Access admins")),
        "Only Access admins may decide refunds; nothing was changed. [ Ask a question ]",
    ),
    (
        "own_request",
        texts.own_request(REFUND_STORY),
        "You asked for this, so somebody else decides: Maria or Head of support.",
    ),
    (
        "only_buttons",
        texts.only_buttons(),
        "Only the buttons decide, so that the record is sure who it was. Facts for the agent: mention Baton.",
    ),
    ("more_wait", texts.more_wait(6), "Done. 6 more wait for you. [ Next ]"),
    ("one_more_waits", texts.more_wait(1), "Done. 1 more waits for you. [ Next ]"),
    ("may_undo", texts.may_undo(APPROVED, ASKED + timedelta(seconds=12)), "Approved. Runs at 14:02:12. [ Undo ]"),
    (
        "asks_again",
        texts.asks_again(
            replace(
                changed(
                    REFUND_STORY, args={**REFUND_ARGS, "amount": "44.95"}, revised_at=ASKED + timedelta(minutes=11)
                ),
                notes=(note("no shipping"),),
                decisions=(decision(),),
            ),
            REFUND_ARGS,
        ),
        (
            "Jonas changed the request 14:12. The agent looked again; the amount is now EUR 44.95. "
            "Earlier answers do not count."
        ),
    ),
    (
        "counted_one",
        texts.counted_one(replace(REPORT_STORY, decisions=(decision(),))),
        "Your approval counts. One more person is needed: compliance officers. Nothing has run.",
    ),
    (
        "holds_it",
        texts.holds_it(REFUND_STORY, "H-2198"),
        "Not approved: H-2198 already stands for the same. Only one of them can run; reject one.",
    ),
    (
        "looking_again",
        texts.looking_again(changed(REFUND_STORY, looking_since=ASKED + timedelta(minutes=10))),
        (
            "Jonas changed the request 14:12 and the agent looks again. "
            "Nothing was changed; decide when this card asks anew."
        ),
    ),
    (
        "card_changed",
        texts.card_changed(replace(CHEAPER, earlier=REFUND_ARGS)),
        "The case changed: the amount is now EUR 44.95. Nothing was done; look at the card again and decide.",
    ),
    (
        "unknown",
        texts.unknown_handoff("H-9"),
        "There is no H-9 here. See what is open with: /handoff queue",
    ),
    (
        "result",
        texts.result(REJECTED),
        "Not refunded, order 1042. Rejected by Maria 14:09: Need more facts first. Nothing ran. · H-2214",
    ),
]


@pytest.mark.parametrize(("name", "message", "words"), SAID, ids=[name for name, _, _ in SAID])
def test_it_says_what_it_should(name: str, message: Message, words: str) -> None:
    assert read(message) == words
    assert broken(message) == []
    now, before = kept(f"text_{name}", message)
    assert now == before


def test_a_question_without_choices_offers_words() -> None:
    assert "[ Answer ]" in read(texts.ask(changed(QUESTION, choices=())))


def test_undo_and_add_carry_what_they_are_about() -> None:
    undo = next(part for part in parts(texts.may_undo(APPROVED, ASKED).blocks) if part.get("type") == "button")
    assert Ref.parse(undo["value"]).handoff == 2214
    add, withdraw = [part for part in parts(texts.got_it(REFUND_STORY).blocks) if part.get("type") == "button"]
    assert (add["value"], withdraw["value"]) == ("7", "7")


def test_a_window_that_is_out_of_date_says_what_is_new() -> None:
    told = texts.stale(replace(CHEAPER, earlier=REFUND_ARGS))
    assert told == "The case changed while this was open: the amount is now EUR 44.95. Close and look again."


def test_nothing_is_claimed_of_an_effect_in_doubt() -> None:
    assert "not known whether it was done" in read(texts.outcome(replace(APPROVED, effect=effect("in_doubt"))))
    assert "Nothing was tried again." in read(waiting.rung(DOUBT, {"passed": ASKED.isoformat()}))
    taken = replace(changed(DOUBT, state="taken_over"), decisions=(decision("take_over"),))
    assert "Whether it ran is still not known." in read(texts.result(taken))


@pytest.mark.parametrize("each", [("refund", "refunds"), ("reply", "replies"), ("access", "accesses"), ("day", "days")])
def test_an_act_is_told_in_the_plural(each: tuple[str, str]) -> None:
    step = replace(REFUND, words=REFUND.words.model_copy(update={"each": each[0]}))
    assert f"A person decides {each[1]};" in read(texts.got_it(replace(REFUND_STORY, step=step)))


ALL: list[Callable[[Story], Message]] = [
    texts.got_it,
    waiting.still_waiting,
    texts.maybe_done,
    texts.ask,
    texts.may_not_decide,
    texts.own_request,
    texts.already_yours,
    texts.counted_one,
    texts.looking_again,
    texts.card_changed,
    texts.ran_already,
    lambda story: waiting.rung(story, {"passed": story.now.isoformat()}),
    lambda story: texts.asks_again(story, {"amount": MARK}),
    lambda story: texts.too_late(story, Action.APPROVE),
    lambda story: texts.sentence(story.request.text),
    lambda story: texts.unknown_handoff(story.request.text),
    lambda story: texts.holds_it(story, "H-1"),
    lambda story: texts.may_undo(story, story.now),
    lambda story: texts.taken_back(story, "H-1"),
    lambda story: talk.told(story, 1) or texts.sorry(),
    talk.taken_over,
    talk.handed_back,
    lambda story: texts.sentence(talk.back_with_agent(story)),
    lambda story: talk.may_not_ask("a guest here", story.request.text),
    lambda story: talk.routed(story.request.text),
]
relaxed = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@relaxed
@given(stories(state="waiting"))
def test_any_record_keeps_every_text_harmless(story: Story) -> None:
    assert [found for tell in ALL for found in broken(tell(story), MARK)] == []


@relaxed
@given(stories())
def test_any_ending_is_told_harmlessly(story: Story) -> None:
    if story.handoff.state != "waiting":
        assert broken(texts.outcome(story), MARK) + broken(texts.result(story), MARK) == []
        private = [one for one in story.decisions[-1:] if one.private and story.handoff.state == "rejected"]
        assert all(texts.outcome(story).text.startswith(("Not approved.", "Not done.")) for _ in private)


SHOUTING = re.compile(r"!|\bplease\b|\bAI\b|New message", re.I)


def test_our_own_words_neither_shout_nor_plead() -> None:
    own = [read(message) for name, message, _ in SAID if name != "not_done_words"]
    own += [read(texts.sorry()), read(texts.empty_request()), read(texts.received(7))]
    assert [text for text in own if SHOUTING.search(text)] == []
