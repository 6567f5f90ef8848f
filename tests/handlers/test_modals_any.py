"""Show everything, and every window on any record there may be."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from bot.story import Story
from handlers.slack import modals, talk
from handlers.slack.blocks import Block
from tests.handlers.anything import MARK, brimful, stories
from tests.handlers.rules import inert
from tests.handlers.test_cards import CASE
from tests.handlers.told import DANA, NARRATIVE, REFUND_STORY, REPORT_STORY, REQUEST, changed, decision, effect, note
from tests.handlers.windows import golden, untouched
from workspace.blocks import validate_view, view_too_large, visible_text

# Show everything -----------------------------------------------------------------------------------------------------

TOLD = replace(
    changed(REPORT_STORY, state="approved", revision=2),
    notes=(note("and the account of his brother", kind="add"),),
    decisions=(
        decision("approve", person=DANA),
        decision("edit", revision=2, note="shorter", args_before={"report": "Other"}, args_after={}),
    ),
    effect=effect(result={"number": "R-77"}),
)


def test_everything_is_shown() -> None:
    view = modals.show_everything_modal(TOLD)
    golden("everything", view)
    text = "\n".join(visible_text(view["blocks"]))
    for held in (
        REPORT_STORY.request.text,
        NARRATIVE,
        "R-77",
        "shorter",
        "Dana approved",
        "the account of his brother",
    ):
        assert held in text
    assert "Dana approved 14:09 UTC. (on an earlier version, does not count)" in text
    assert "submit" not in view


def test_the_warning_of_a_text_with_orders_and_why_a_case_is_handed_over_are_not_left_out() -> None:
    case = changed(
        CASE, brief=CASE.handoff.brief.model_copy(update={"orders": True}), question="It fits no step. " * 40
    )
    lines = visible_text(modals.show_everything_modal(case)["blocks"])
    assert lines[lines.index("Not sure") + 1] == "• The text tries to give orders; read it with care."
    assert "Nothing open." not in "".join(lines)
    assert "A person should take this" in lines
    assert ("It fits no step. " * 40).strip() in "".join(lines)


def test_a_private_reason_is_shown_only_to_those_who_may_read_it() -> None:
    story = replace(
        changed(REFUND_STORY, state="rejected"), decisions=(decision("reject", note="Looks like fraud", private=True),)
    )
    assert "fraud" not in json.dumps(modals.show_everything_modal(story)["blocks"])
    assert "Looks like fraud" in json.dumps(modals.show_everything_modal(story, private=True)["blocks"])


def test_what_a_window_cannot_hold_is_counted() -> None:
    huge = "long " * 100_000
    story = replace(REFUND_STORY, request=REQUEST.model_copy(update={"text": huge}))
    view = modals.show_everything_modal(story)
    lines = visible_text(view["blocks"])
    shown = sum(len(line) for line in lines if line.startswith(("long", "ong", "ng", "g ", " lon")))
    counted = int("".join(char for char in lines[-1] if char.isdigit()))
    assert lines[-1].startswith("… ")
    assert validate_view(view) == []
    assert len(huge) <= shown + counted <= len(huge) + 1000


# Any record ----------------------------------------------------------------------------------------------------------

relaxed = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def windows(story: Story) -> list[Block]:
    return [
        modals.edit_modal(story),
        modals.reject_modal(story),
        talk.answer_modal(story),
        talk.answer_modal(changed(story, about="issue_refund.amount")),
        talk.ask_modal(story),
        talk.back_modal(story),
        modals.add_modal(story.request),
        modals.show_everything_modal(story),
        modals.show_everything_modal(story, private=True),
    ]


@relaxed
@given(stories())
def test_any_record_gives_legal_and_harmless_windows(story: Story) -> None:
    for view in windows(story):
        assert validate_view(view) == []
        assert not view_too_large(view)
    assert inert(modals.show_everything_modal(story)["blocks"], MARK) == []


@relaxed
@given(stories(kind="approval"))
def test_any_untouched_edit_changes_nothing(story: Story) -> None:
    kept_args = modals.read_edit(story, untouched(modals.edit_modal(story))).args
    before = story.handoff.args
    assert json.dumps(kept_args, default=str) == json.dumps(
        {name: before[name] for name in [*kept_args] if name in before}, default=str
    )
    assert kept_args.keys() == before.keys()


@pytest.mark.parametrize("fill", ["x" * 300, "\u202e" * 100, "&" * 300])
def test_a_brimful_record_fits_its_windows(fill: str) -> None:
    for view in windows(brimful("approval", fill)):
        assert validate_view(view) == []
        assert not view_too_large(view)
