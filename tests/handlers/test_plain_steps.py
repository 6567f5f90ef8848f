"""What a team reads whose steps have no words of their own, whose lists are empty, whose looks told nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pydantic import BaseModel

from bot.story import Alike, Story
from bot.workflows import Step, Words
from handlers.slack import cards, texts
from handlers.slack.outcomes import ending, question
from storage.models import Brief
from tests.handlers.told import ASKED, REFUND, REFUND_STORY, changed, decision, effect, tool
from workspace.blocks import visible_text


class Booking(BaseModel):
    room: str
    day: date
    catering: bool = False
    beamer: bool = False
    equipment: list[str] = []


ARGS = {"room": "Amber", "day": "2026-12-09", "catering": True, "beamer": False, "equipment": []}
ROOM = replace(REFUND, title="Book a room", tool=tool(Booking), max={}, once=(), words=Words())
PLAIN = replace(changed(REFUND_STORY, args=ARGS), step=ROOM)
BARE = replace(changed(REFUND_STORY, brief=Brief()), alike=Alike())


def lines(story: Story) -> list[str]:
    return visible_text(cards.card(story).blocks)


def told(story: Story) -> str:
    line, rest = ending(story)
    return "".join(str(getattr(piece, "text", piece)) for piece in (*line, " ", *rest))


def test_a_title_names_what_is_wanted_and_leaves_out_what_is_not() -> None:
    assert question(PLAIN) == "Book a room: Amber, 2026-12-09, catering?"
    assert [line.split() for line in lines(PLAIN) if line.startswith(("Equipment", "Beamer"))] == [
        ["Beamer", "no"],
        ["Equipment", "none"],
    ]


def test_done_is_said_once() -> None:
    done = replace(changed(PLAIN, state="approved"), decisions=(decision(),), effect=effect(args=ARGS))
    assert texts.outcome(done).text == "Done: Book a room: Amber, 2026-12-09, catering."


def test_the_question_of_a_doubt_fits_its_header() -> None:
    long = {**ARGS, "room": "A room with a long long name"}
    doubt = replace(changed(PLAIN, kind="doubt", args=long), effect=effect("in_doubt", args=long))
    assert lines(doubt)[0].endswith("… did it happen? Baton does not know.") or lines(doubt)[0].endswith(
        ": did it happen? Baton does not know."
    )


def test_a_look_without_a_fact_is_not_called_no_look() -> None:
    assert "• Nothing was looked up." in lines(BARE)
    looked = lines(replace(BARE, reads=("find_order", "who_has")))
    assert "• Looked up: find order, who has. No fact was noted." in looked
    assert "• Nothing was looked up." not in looked


def test_the_reason_of_an_edit_stands_beside_the_edits() -> None:
    story = replace(REFUND_STORY, alike=Alike(approved=6, edited=1, rejected=1, last_edit="longer"))
    assert "• 8 alike: 6 approved, 1 edited (longer), 1 rejected" in lines(story)


@pytest.mark.parametrize(("how", "end"), [("hold", "it is held"), ("expire", "it is closed")])
def test_a_case_ends_as_its_card_says(how: str, end: str) -> None:
    step: Step = replace(REFUND, on_timeout=how)  # type: ignore[arg-type]
    flow = replace(REFUND_STORY.workflow, steps={step.name: step})
    case = replace(changed(REFUND_STORY, kind="case", step="", args={}), step=None, workflow=flow, next_rung="")
    assert any(f"{end}, nothing runs." in line for line in lines(case))


def test_what_was_approved_a_moment_ago_runs_unless_it_waits_for_an_undo() -> None:
    approved = replace(changed(REFUND_STORY, state="approved"), decisions=(decision(),))
    assert "It runs now." in told(approved)
    assert "Not run yet." in told(replace(approved, step=replace(REFUND, undo_seconds=5)))


def test_a_handoff_that_the_agent_replaced_was_not_withdrawn_by_the_requester() -> None:
    withdrawn = changed(REFUND_STORY, state="withdrawn", closed_at=ASKED + timedelta(minutes=3))
    assert "Jonas withdrew the request" in told(withdrawn)
    assert "Jonas withdrew" not in told(replace(withdrawn, replaced=True))
    assert "The agent looked again" in told(replace(withdrawn, replaced=True))


def test_an_undo_after_anothers_undo_says_that_nothing_ran() -> None:
    back = replace(
        changed(REFUND_STORY, state="approved"),
        effect=effect("failed", error="Dana took the approval back; H-3 asks again", cause="never"),
    )
    assert texts.ran_already(back).text == "Nothing ran: Dana took the approval back; H-3 asks again."


def test_what_ran_already_is_to_be_rejected() -> None:
    story = replace(REFUND_STORY, same=("H-2 ran for the same: reference AB123. It cannot run again.",))
    assert texts.holds_it(story, "H-2").text == (
        "Not approved: H-2 ran for the same: reference AB123. It cannot run again. Reject this one."
    )


def test_a_reply_is_asked_for_where_it_is_heard() -> None:
    rejected = replace(
        changed(REFUND_STORY, state="rejected"), decisions=(decision("reject", note="Need more facts first"),)
    )
    assert REFUND_STORY.request.reply_thread
    assert texts.outcome(rejected).text.endswith("Reply here with anything new and I look again.")
    direct = replace(rejected, request=rejected.request.model_copy(update={"reply_thread": ""}))
    assert "Reply in the thread of this message with anything new" in visible_text(texts.outcome(direct).blocks)[0]


def test_a_doubt_says_how_often_it_was_tried() -> None:
    doubt = replace(changed(REFUND_STORY, kind="doubt"), effect=effect("in_doubt", error="no answer", attempts=1))
    again = replace(doubt, effect=effect("in_doubt", error="no answer", attempts=4))
    assert any(line.startswith("Started ") and " UTC, then: no answer." in line for line in lines(doubt))
    assert any(line.startswith("Started ") and ", tried 4 times, then: no answer." in line for line in lines(again))
