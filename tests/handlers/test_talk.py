"""Talking with the agent: its answers, a case taken over and handed back, and the windows for it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import BadInput
from handlers.slack import talk, texts
from handlers.slack.blocks import Message
from handlers.slack.ids import VALUE
from handlers.slack.ids import Field as Own
from storage.models import Inquiry
from tests.handlers.golden import kept
from tests.handlers.rules import broken
from tests.handlers.told import ASKED, MARIA, REFUND_STORY, changed, decision, note
from tests.handlers.windows import golden, inputs, untouched
from workspace.blocks import visible_text

INQUIRY = Inquiry(
    id=3,
    handoff_id=2214,
    who=MARIA,
    text="What does the carrier say?",
    answer="“Delivered 12 Nov, left at door”. <!channel> *now*",
    sources=("shipments", "the request"),
    asked_at=ASKED,
    answered_at=ASKED + timedelta(minutes=1),
)
TAKEN = replace(changed(REFUND_STORY, state="taken_over"), decisions=(decision("take_over"),))
BACK = replace(TAKEN, notes=(note("Refund only 30.00", kind="back", who=MARIA),))
SAID = [
    ("answered", talk.told(replace(REFUND_STORY, inquiries=(INQUIRY,)), 3)),
    ("answered_bare", talk.told(replace(REFUND_STORY, inquiries=(INQUIRY.model_copy(update={"sources": ()}),)), 3)),
    ("taken_over", talk.taken_over(TAKEN)),
    ("handed_back", talk.handed_back(BACK)),
    ("back_with_agent", texts.sentence(talk.back_with_agent(BACK))),
    (
        "facts_changed",
        texts.asks_again(
            replace(
                changed(REFUND_STORY, revision=2, revised_at=ASKED + timedelta(minutes=11)),
                notes=(note("Status was delivered, is returned.", kind="fact"),),
            ),
            REFUND_STORY.handoff.args,
        ),
    ),
]


@pytest.mark.parametrize(("name", "message"), SAID, ids=[name for name, _ in SAID])
def test_it_says_what_its_golden_file_says(name: str, message: Message | None) -> None:
    assert message is not None
    assert broken(message) == []
    now, before = kept(f"text_{name}", message)
    assert now == before


def test_an_answer_is_quoted_and_inert() -> None:
    message = talk.told(replace(REFUND_STORY, inquiries=(INQUIRY,)), 3)
    assert message is not None
    assert "<!channel>" not in message.text
    assert "From: shipments, the request. An answer decides nothing; the buttons on the card do." in visible_text(
        message.blocks
    )
    over = talk.told(replace(changed(REFUND_STORY, closed_at=ASKED), inquiries=(INQUIRY,)), 3)
    assert over is not None
    assert "the request. An answer decides nothing." in " ".join(visible_text(over.blocks)), "its buttons are gone"
    assert talk.told(REFUND_STORY, 3) is None


def test_the_windows() -> None:
    golden("ask", talk.ask_modal(REFUND_STORY, "C1", "1.0"))
    golden("back", talk.back_modal(TAKEN, "C1", "1.0"))
    about = changed(REFUND_STORY, kind="question", step="", question="Why?", about="issue_refund.reason")
    golden("answer_typed", talk.answer_modal(about, "C1", "1.0"))


@pytest.mark.parametrize(
    ("about", "typed", "told"),
    [("issue_refund.amount", {"value": "30.00"}, "30.00"), ("issue_refund.order_id", {"value": "1042"}, "1042")],
)
def test_a_typed_answer(about: str, typed: dict[str, object], told: str) -> None:
    story = changed(REFUND_STORY, kind="question", step="", question="What?", about=about)
    values = untouched(talk.answer_modal(story))
    assert list(values) == [Own.ANSWER, Own.OTHER]
    values[Own.ANSWER][VALUE] |= typed
    assert talk.read_answer(story, values) == told
    values[Own.OTHER][VALUE]["value"] = "half of it"
    assert talk.read_answer(story, values) == "half of it"


def test_a_choice_and_nothing() -> None:
    story = changed(REFUND_STORY, kind="question", step="", question="Why?", about="issue_refund.reason")
    view = talk.answer_modal(story)
    values = untouched(view)
    with pytest.raises(BadInput, match="Nothing was answered"):
        talk.read_answer(story, values)
    values[Own.ANSWER][VALUE]["selected_option"] = inputs(view)[Own.ANSWER]["element"]["options"][1]
    assert talk.read_answer(story, values) == "Damaged on arrival"


def test_a_question_about_nothing_known_is_answered_in_words() -> None:
    story = changed(REFUND_STORY, kind="question", step="", question="Why?", about="gone.reason")
    values = untouched(talk.answer_modal(story))
    assert list(values) == [Own.ANSWER]
    values[Own.ANSWER][VALUE]["value"] = "because"
    assert talk.read_answer(story, values) == "because"
