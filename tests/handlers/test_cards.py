"""The cards of EXPERIENCE.md, as drawn, and what becomes of them."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.story import Alike, Past, Story
from handlers.slack.cards import card, lock_screen
from handlers.slack.everything import show_everything_modal
from handlers.slack.ids import Action, Ref, read_menu
from storage.models import Brief, Doubt, Fact
from tests.handlers.anything import brimful
from tests.handlers.golden import kept
from tests.handlers.rules import beyond, broken, buttons_at, characters, parts
from tests.handlers.told import (
    ASKED,
    DANA,
    HANDOFF,
    MARIA,
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

DRAWN = """\
Refund EUR 49.90 for order 1042?
Jonas asked 14:02 · for @U02MARIA · answer by 14:32 · H-2214
“Hi, 1042 never showed up, the customer wants her money back”
Not sure
• Delivered or lost? The carrier says delivered 12 Nov, the customer says not. Could change the answer. \
Settled by: the carrier’s photo.
Runs if you approve
Order   1042
Amount  EUR 49.90
Reason  Parcel not received
Checked
• Paid EUR 49.90 on 3 Nov, not refunded so far (orders)
• Against: “Delivered 12 Nov, left at door” (shipments)
Before
• 3 alike: 2 approved, 1 edited (shipping taken off)
[ Approve ]  [ Edit ]  [ Reject ]  […]
No answer by 14:32: goes to Head of support, nothing runs. Every refund is reviewed for now. No language model was used.
"""
EDIT = decision(
    "edit",
    revision=2,
    note="shipping is not refunded",
    args_after={**REFUND_ARGS, "amount": "44.95"},
    decided_at=ASKED + timedelta(minutes=8),
)
EDITED = replace(
    changed(REFUND_STORY, state="approved", revision=2, args={**REFUND_ARGS, "amount": "44.95"}),
    decisions=(EDIT,),
    effect=effect(args={**REFUND_ARGS, "amount": "44.95"}, ended_at=ASKED + timedelta(minutes=8)),
)
APPROVED = replace(changed(REFUND_STORY, state="approved"), decisions=(decision(),), effect=effect())
REJECTED = replace(
    changed(REFUND_STORY, state="rejected"), decisions=(decision("reject", note="Need more facts first"),)
)
DOUBT = replace(
    changed(
        REFUND_STORY,
        kind="doubt",
        question="connection lost before an answer",
        brief=Brief(assessment="not reachable (TimeoutError)"),
        reasons=(),
    ),
    effect=effect("in_doubt", error="connection lost before an answer"),
)
CASE = replace(
    changed(REFUND_STORY, kind="case", step="", args={}, question="The text fits no step of this workflow."), step=None
)
QUESTION = changed(
    REFUND_STORY, kind="question", question="Which order?", choices=("1042, EUR 49.90", "1044, EUR 18.00"), args={}
)
ONE_OF_TWO = replace(REPORT_STORY, decisions=(decision(person=DANA, decided_at=ASKED + timedelta(minutes=78)),))
OPEN = {
    "refund": REFUND_STORY,
    "report": REPORT_STORY,
    "one_of_two": ONE_OF_TWO,
    "doubt": DOUBT,
    "case": CASE,
    "question": QUESTION,
}
FOLDED = {
    "approved": APPROVED,
    "edited": EDITED,
    "rejected": REJECTED,
    "refused": replace(APPROVED, effect=effect("failed", error="Order 1042 was refunded already.")),
    "in_doubt": replace(APPROVED, effect=effect("in_doubt", error="connection lost")),
    "taken_over": replace(changed(REFUND_STORY, state="taken_over"), decisions=(decision("take_over"),)),
    "expired": changed(REFUND_STORY, state="expired", closed_at=ASKED + timedelta(minutes=30)),
    "overridden": replace(APPROVED, decisions=(decision(stage=0, note="Nobody answers since noon."),)),
    "withdrawn": changed(REFUND_STORY, state="withdrawn", closed_at=ASKED + timedelta(minutes=3)),
    "settled": replace(
        changed(DOUBT, state="settled"), decisions=(decision("respond", note="happened"),), effect=effect()
    ),
}


def as_read(story: Story) -> list[str]:
    """The lines of the card with times as a reader in UTC sees them."""
    return [line.replace(" UTC", "") for line in visible_text(card(story).blocks)]


@pytest.mark.parametrize("name", [*OPEN, *FOLDED])
def test_card_is_as_its_golden_file(name: str) -> None:
    now, before = kept(f"card_{name}", card({**OPEN, **FOLDED}[name]))
    assert now == before


def test_refund_card_is_as_drawn_with_its_mention() -> None:
    assert as_read(REFUND_STORY) == DRAWN.splitlines()
    assert [block["type"] for block in card(REFUND_STORY).blocks] == [
        "header",
        "context",
        "rich_text",
        "rich_text",
        "rich_text",
        "rich_text",
        "rich_text",
        "actions",
        "context",
    ]


def test_report_card_has_ten_blocks_and_names_both_approvals() -> None:
    lines = as_read(REPORT_STORY)
    assert len(card(REPORT_STORY).blocks) == 10
    assert "Approvals  0 of 2. May approve: compliance officers, not the person who asked. One Reject ends it." in lines
    assert "Runs if approved" in lines
    assert any(line.startswith("Narrative       “Between") and "of 640 characters: open it" in line for line in lines)


def test_lock_screen_says_question_who_and_how_long() -> None:
    assert lock_screen(REFUND_STORY) == "Refund EUR 49.90 for order 1042? Jonas asks. 30 min to answer."


@pytest.mark.parametrize("name", OPEN)
def test_open_cards_fit_a_phone_screen(name: str) -> None:
    story = OPEN[name]
    message = card(story)
    assert broken(message) == []
    assert beyond(message, story.step.risk if story.step else "normal") == []


@pytest.mark.parametrize("name", FOLDED)
def test_decided_cards_fold_to_two_lines_with_a_way_back(name: str) -> None:
    message = card(FOLDED[name])
    assert broken(message) == []
    assert visible_text(message.blocks)[2:] == ["[ Show everything ]"]
    assert message.blocks[1]["accessory"]["action_id"] == Action.SHOW


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("approved", "Refunded EUR 49.90, order 1042. Approved as shown by Maria 14:09, done 14:09. H-2214"),
        (
            "edited",
            (
                "Refunded EUR 44.95, order 1042. Maria changed amount 49.90 → 44.95: “shipping is not refunded”. "
                "Done 14:10. H-2214"
            ),
        ),
        ("rejected", "Not refunded, order 1042. Rejected by Maria 14:09: Need more facts first. Nothing ran. · H-2214"),
        (
            "refused",
            (
                "Not refunded, order 1042. Approved as shown by Maria 14:09. "
                "Then refused: “Order 1042 was refunded already”. Nothing was changed. · H-2214"
            ),
        ),
        ("expired", "Not refunded, order 1042. Nobody answered by 14:32. Nothing ran. · H-2214"),
        (
            "overridden",
            (
                "Refunded EUR 49.90, order 1042. Approved under override by Maria 14:09: "
                "“Nobody answers since noon”, done 14:09. H-2214"
            ),
        ),
        ("withdrawn", "Not refunded, order 1042. Jonas withdrew the request 14:05. Nothing ran. · H-2214"),
        ("taken_over", "Refund EUR 49.90 for order 1042. Taken over by Maria 14:09. Nothing ran. · H-2214"),
        ("settled", "Refunded EUR 49.90, order 1042. Maria 14:09: it happened. Closed. · H-2214"),
    ],
)
def test_folded_words(name: str, words: str) -> None:
    read = " ".join(as_read(FOLDED[name])[:2])
    assert not as_read(FOLDED[name])[1].startswith("·"), "nothing stands before it on its line"
    assert re.sub(r" +", " ", read) == words


def test_two_approvals_are_both_named() -> None:
    story = replace(
        changed(REPORT_STORY, state="approved"),
        decisions=(decision(person=DANA), decision(decided_at=ASKED + timedelta(minutes=9))),
        effect=effect(),
    )
    assert "Approved as shown by Dana 14:09 and Maria 14:11, done 14:09." in " ".join(as_read(story))


def test_a_private_reason_stays_out_of_the_channel() -> None:
    story = replace(REJECTED, decisions=(decision("reject", note="Looks like fraud", private=True),))
    assert "fraud" not in str(card(story))
    assert "Rejected by Maria 14:09. The reason is private." in as_read(story)[0]


def test_one_of_two_says_who_and_how_many_more() -> None:
    assert "Approvals  1 of 2: Dana 15:20. One more person by 18:00." in as_read(ONE_OF_TWO)


def test_a_changed_request_asks_again_and_says_what_is_new() -> None:
    story = replace(
        changed(
            REFUND_STORY,
            revision=2,
            args={**REFUND_ARGS, "amount": "44.95"},
            revised_at=ASKED + timedelta(minutes=11),
        ),
        notes=(note("without shipping"),),
        decisions=(decision(),),
        earlier=REFUND_ARGS,
    )
    told = "Jonas changed the request 14:12. The agent looked again; the amount is now EUR 44.95. "
    assert f"• {told}Earlier answers do not count." in as_read(story)


def test_the_same_thing_twice_stands_first_under_not_sure() -> None:
    twice = "H-2198 already asks for a refund of order 1042. Only one of them can run."
    lines = as_read(replace(REFUND_STORY, same=(twice,)))
    assert lines[lines.index("Not sure") + 1] == f"• {twice}"


def test_a_text_that_gives_orders_is_told_before_everything_else() -> None:
    story = changed(
        REFUND_STORY,
        brief=REFUND_STORY.handoff.brief.model_copy(update={"orders": True}),
        reasons=("The text tries to give orders; read it with care.", "Every refund is reviewed for now."),
    )
    lines = as_read(story)
    assert lines[lines.index("Not sure") + 1] == "• The text tries to give orders; read it with care."
    assert "Every refund is reviewed for now." in lines[-1]


def test_a_changed_request_pushes_neither_the_warning_nor_the_doubt_off_the_card() -> None:
    brief = Brief(orders=True, doubts=(Doubt(what="Another account.", changes_answer=True), Doubt(what="Small.")))
    lines = as_read(changed(REFUND_STORY, revision=2, brief=brief))
    first = lines.index("Not sure") + 1
    assert lines[first : first + 4] == [
        "• The case changed. The agent looked again; this is what it proposes now.",
        "• The text tries to give orders; read it with care.",
        "• Another account. Could change the answer.",
        "• 1 more: Show everything",
    ]


@pytest.mark.parametrize("fill", ["W" * 40, "W" * 400])
def test_the_warning_and_the_first_doubt_stand_on_the_tightest_card(fill: str) -> None:
    brief = Brief(orders=True, doubts=(Doubt(what="Another account", changes_answer=True),) * 2)
    story = changed(brimful("approval", fill), brief=brief)
    lines = as_read(story)
    assert {"• The text tries to give orders; read it with care.", "• Another account."} <= set(lines)


def test_doubts_that_could_change_the_answer_come_first() -> None:
    brief = Brief(doubts=(Doubt(what="Small."), Doubt(what="Large.", changes_answer=True), Doubt(what="Third.")))
    lines = as_read(changed(REFUND_STORY, brief=brief))
    first = lines.index("Not sure") + 1
    assert lines[first : first + 3] == [
        "• Large. Could change the answer.",
        "• Small.",
        "• 1 more: Show everything",
    ]


def test_nothing_open_nothing_checked_and_none_alike_are_said() -> None:
    lines = as_read(replace(changed(REFUND_STORY, brief=Brief()), alike=Alike()))
    assert {"• Nothing open.", "• Nothing was looked up.", "• None alike so far."} <= set(lines)


def test_a_value_found_in_no_source_says_so_on_its_line() -> None:
    brief = REFUND_STORY.handoff.brief.model_copy(update={"unfound": ("amount",)})
    assert "Amount  EUR 49.90 (found in no source)" in as_read(changed(REFUND_STORY, brief=brief))


def test_the_strongest_fact_against_is_never_crowded_out() -> None:
    facts = (*(Fact(text=f"For {index}.") for index in range(5)), Fact(text="No.", against=True))
    lines = as_read(changed(REFUND_STORY, brief=Brief(facts=facts)))
    first = lines.index("Checked") + 1
    assert lines[first : first + 4] == ["• For 0.", "• For 1.", "• Against: No.", "• 3 more: Show everything"]


def test_long_words_are_cut_and_counted() -> None:
    story = replace(REFUND_STORY, request=REFUND_STORY.request.model_copy(update={"text": "x" * 1000}))
    quoted = as_read(story)[2]
    hidden = re.fullmatch(r"“(x+)… \((\d+) more\)”", quoted)
    assert hidden
    assert len(hidden[1]) + int(hidden[2]) == 1000


def test_characters_that_the_record_left_out_are_counted_too() -> None:
    story = replace(REFUND_STORY, more_chars=1200)
    shown, more = re.fullmatch(r"“(.*)… \(([\d,]+) more\)”", as_read(story)[2]).groups()  # type: ignore[union-attr]
    assert len(shown) + int(more.replace(",", "")) == len(story.request.text) + 1200


ASKED_BEFORE = Past(
    HANDOFF.model_copy(update={"id": 2, "kind": "question", "question": "Which order?"}),
    decision("respond", note="1044, EUR 18.00"),
)


def rejected_before(**values: object) -> Past:
    """Maria rejected H-3, an earlier card of the same request."""
    return Past(HANDOFF.model_copy(update={"id": 3}), decision("reject", note="Need more facts first", **values))


def test_what_the_requester_answered_and_added_stands_under_their_words() -> None:
    answer, photo = note("1044, EUR 18.00", kind="answer"), note("customer sent a photo", kind="add")
    answered = replace(REFUND_STORY, notes=(answer,), past=(ASKED_BEFORE,))
    assert as_read(answered)[3] == "Asked: “Which order?” Answered: “1044, EUR 18.00”"
    assert as_read(replace(answered, past=()))[3] == "Answered: “1044, EUR 18.00”"
    assert as_read(replace(REFUND_STORY, notes=(photo,)))[3] == "Added: “customer sent a photo”"
    hers = photo.model_copy(update={"who": MARIA})
    assert as_read(replace(REFUND_STORY, notes=(hers,)))[3] == "Added by Maria: “customer sent a photo”"
    roomy = replace(REPORT_STORY, notes=(answer, photo, hers), past=(ASKED_BEFORE,))
    told = [line for line in as_read(roomy) if "photo" in line]
    assert told in (
        ["(1 more) Added by Jonas: “customer sent a photo”", "Added by Maria: “customer sent a photo”"],
        ["(2 more) Added by Maria: “customer sent a photo”"],
    )


def test_an_added_text_is_cut_visibly_and_the_card_still_fits() -> None:
    story = replace(REFUND_STORY, notes=(note("x" * 1500, kind="add"),))
    assert re.search(r"\nAdded: “x+… \(1,\d{3} more\)”\n", "\n".join(as_read(story)))
    assert beyond(card(story), "normal") == []


def test_an_earlier_decision_on_the_same_request_is_told() -> None:
    story = replace(REFUND_STORY, alike=Alike(), past=(ASKED_BEFORE, rejected_before()))
    told = "H-3, same request: rejected by Maria 14:09: “Need more facts first”"
    assert told in "\n".join(as_read(story))
    assert "alike" not in "".join(as_read(story))
    assert told.replace("14:09", "14:09 UTC") in "\n".join(visible_text(show_everything_modal(story)["blocks"]))


def test_the_private_reason_of_an_earlier_decision_stays_private() -> None:
    story = replace(REFUND_STORY, past=(rejected_before(private=True),))
    assert "facts first" not in str(card(story).blocks)
    assert "rejected by Maria 14:09. The reason is private." in "\n".join(as_read(story))
    assert "facts first" not in str(show_everything_modal(story))
    assert "facts first" in str(show_everything_modal(story, private=True))


def test_everything_tells_what_came_after_the_end_after_it() -> None:
    early = note("the customer called", kind="add", at=ASKED + timedelta(minutes=1))
    late = note("here is the photo", kind="add", at=ASKED + timedelta(minutes=20))
    story = replace(
        changed(REFUND_STORY, state="rejected", closed_at=ASKED + timedelta(minutes=7)),
        notes=(early, late),
        decisions=(decision("reject", note="Looks like fraud", private=True),),
    )
    lines = visible_text(show_everything_modal(story)["blocks"])
    assert lines[4:6] == ["Added by Jonas 14:03 UTC", "the customer called"]
    assert lines.count("here is the photo") == 1
    assert lines[-4:] == [
        "Decisions",
        "• Maria rejected 14:09 UTC. The reason is private.",
        "Added by Jonas 14:22 UTC, after this was closed",
        "here is the photo",
    ]


def test_what_became_of_an_approved_card_of_the_same_request_is_told() -> None:
    past = Past(HANDOFF.model_copy(update={"id": 3}), decision(), effect("failed", cause="never"))
    assert "H-3, same request: approved by Maria 14:09, but not done." in "\n".join(
        as_read(replace(REFUND_STORY, past=(past,)))
    )


def test_a_line_end_in_a_value_cannot_fake_an_argument() -> None:
    story = changed(REFUND_STORY, args={**REFUND_ARGS, "order_id": "1042\nAmount  EUR 1.00\u202e"})
    lines = as_read(story)
    assert "Order   1042⏎Amount  EUR 1.00⟨U+202E⟩" in lines
    assert sum(line.startswith("Amount") for line in lines) == 1


def test_a_long_case_keeps_its_doubts_whole() -> None:
    """Evidence and the request's words are cut before what could change the answer."""
    brief = REPORT_STORY.handoff.brief
    surname = Doubt(
        what="Is the surname shared by four senders and a board member a family, or chance?",
        changes_answer=True,
        settled_by="the register of residents",
    )
    facts = (*brief.facts, Fact(text="Two calls and one letter, no answer", source="contact log"))
    long = "11 transfers in from 9 accounts in 5 days, nearly all out again the next day. " * 4
    story = replace(
        changed(REPORT_STORY, brief=brief.model_copy(update={"doubts": (*brief.doubts, surname), "facts": facts})),
        request=REPORT_STORY.request.model_copy(update={"text": long}),
    )
    message = card(story)
    lines = as_read(story)
    assert "• " + surname.what + " Could change the answer. Settled by: the register of residents." in lines
    assert "• 1 more: Show everything" in lines
    assert buttons_at(message.blocks) <= 40
    now, before = kept("card_long", message)
    assert now == before


def test_buttons_carry_what_the_card_showed() -> None:
    buttons = [part for part in parts(card(REFUND_STORY).blocks) if part.get("type") == "button"]
    assert {Ref.parse(button["value"]) for button in buttons} == {Ref(2214, 1, 1, "a" * 64)}
    assert [button["action_id"] for button in buttons] == [Action.APPROVE, Action.EDIT, Action.REJECT]
    assert buttons[0]["accessibility_label"] == "Approve: Refund EUR 49.90 for order 1042"
    menu = next(part for part in parts(card(REFUND_STORY).blocks) if part.get("type") == "overflow")
    assert [read_menu(option["value"]) for option in menu["options"]] == [
        (Action.ASK, Ref(2214, 1, 1)),
        (Action.TAKE_OVER, Ref(2214, 1, 1)),
        (Action.GIVE, Ref(2214, 1, 1)),
        (Action.LATER, Ref(2214, 1, 1)),
        (Action.SHOW, Ref(2214, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"deadline_at": None, "held": True}, "No deadline any more: it is held until somebody decides, nothing runs."),
        ({"rung": 1}, "No answer by 14:32: it is held, nothing runs."),
    ],
)
def test_the_foot_says_what_happens_if_nobody_answers(values: dict[str, object], words: str) -> None:
    story = replace(changed(REFUND_STORY, **values), next_rung="")
    assert as_read(story)[-1].startswith(words)


def test_a_step_that_expires_says_so() -> None:
    story = replace(REFUND_STORY, next_rung="", step=replace(REFUND, on_timeout="expire"))
    assert as_read(story)[-1].startswith("No answer by 14:32: it is closed, nothing runs.")


def test_a_deadline_on_another_day_says_the_day() -> None:
    story = changed(REFUND_STORY, deadline_at=ASKED + timedelta(hours=20))
    assert "answer by 25 Nov 10:02" in as_read(story)[1]
    assert "{date_short_pretty} {time}" in str(card(story).blocks[1])


def test_the_agent_looking_again_is_told() -> None:
    story = changed(REFUND_STORY, looking_since=ASKED + timedelta(minutes=10))
    assert "the agent looks again since 14:12" in as_read(story)[1]


def test_doubt_offers_its_three_ways_and_says_what_each_does() -> None:
    lines = as_read(DOUBT)
    assert lines[0] == "Refund EUR 49.90 for order 1042: did it happen? Baton does not know."
    assert "Started 14:09:00, then: connection lost before an answer. It is not tried again by itself." in lines
    assert "Look for key H-2214-1. The tool’s own read-back: not reachable (TimeoutError)." in lines
    assert "[ It happened ]  [ Do it again ]  [ Drop it ]  […]" in lines
    assert lines[-1].startswith("It happened closes it. Do it again runs it, twice if it did happen.")


def test_what_several_approved_is_not_offered_to_be_done_again() -> None:
    assert DOUBT.step is not None
    several = replace(DOUBT.step, stages=(replace(DOUBT.step.stages[0], quorum=2),))
    once = replace(several, tool=replace(several.tool, idempotent=False))
    lines = as_read(replace(DOUBT, step=once))
    assert "[ It happened ]  [ Drop it ]  […]" in lines
    told = "It happened closes it. Several people approve this: to do it again, drop it and ask anew. Drop it closes it"
    assert lines[-1].startswith(told)
    keyed = replace(several, tool=replace(several.tool, idempotent=True))  # it runs what was approved, once
    assert "[ It happened ]  [ Do it again ]  [ Drop it ]  […]" in as_read(replace(DOUBT, step=keyed))


def test_case_says_why_a_person_should_take_it() -> None:
    lines = as_read(CASE)
    first = lines.index("A person should take this")
    assert lines[first + 1] == "The text fits no step of this workflow."
    assert "[ Take over ]  [ Answer ]  […]" in lines


INTERNAL = re.compile(
    r"\b(revision|hash|digest|certificate|lease|epoch|in_doubt|taken_over|AI|please)\b|!|New message", re.I
)


@pytest.mark.parametrize("name", [*OPEN, *FOLDED])
def test_no_internal_word_and_no_shouting(name: str) -> None:
    message = card({**OPEN, **FOLDED}[name])
    assert [line for line in [message.text, *visible_text(message.blocks)] if INTERNAL.search(line)] == []


def test_the_figures_of_the_two_drawn_cards() -> None:
    assert (characters(card(REFUND_STORY).blocks), buttons_at(card(REFUND_STORY).blocks)) == (710, 23)
    assert characters(card(REPORT_STORY).blocks) <= 2300
    assert buttons_at(card(REPORT_STORY).blocks) <= 40
