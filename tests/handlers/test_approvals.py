"""The Approvals of a card with several stages, and what is told when one passes."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk import Card
from bot.story import Round, Story
from bot.workflows import Stage
from handlers.slack import approvals, review
from handlers.slack.blocks import Message
from handlers.slack.cards import card
from handlers.slack.digests import status
from handlers.slack.everything import show_everything_modal
from storage.models import Who
from tests.handlers.golden import kept
from tests.handlers.rules import broken
from tests.handlers.told import ASKED, DANA, MARIA, REPORT_STORY, TEAM, changed, decision
from workspace.blocks import visible_text

ALEX = Who(TEAM, "U05ALEX")

LEADS = decision(id=1, person=MARIA, decided_at=ASKED + timedelta(minutes=7))
FIRST = decision(id=2, person=DANA, stage=2, proof="code", decided_at=ASKED + timedelta(minutes=78))
STEP = REPORT_STORY.step and replace(
    REPORT_STORY.step, stages=(Stage(("@leads",)), Stage(("role:compliance",), 2, "code"), Stage(("@heads",)))
)
STAGED = replace(REPORT_STORY, step=STEP, names={**REPORT_STORY.names, "U02MARIA": "Maria", "U05ALEX": "Alex"})


def at_stage(number: int, *given: tuple[object, ...], lapsed: tuple[object, ...] = ()) -> Story:
    """The report at a stage, with what was given in each."""
    who = ("Support leads", "compliance", "Head of compliance")
    asks = zip(who, (1, 2, 1), (False, True, False), (*given, *((),) * (3 - len(given))), strict=True)
    rounds = tuple(Round(decides, quorum, code, tuple(those)) for decides, quorum, code, those in asks)  # type: ignore[arg-type]
    said = [each for those in given for each in those] + list(lapsed)
    story = replace(STAGED, rounds=rounds, decides=who[number - 1], decisions=tuple(said), lapsed=lapsed)  # type: ignore[arg-type]
    return changed(story, stage=number)


CHEAPER = decision("edit", id=9, person=ALEX, args_after={"order_id": "1042", "amount": "44.95"}, revision=2)
ONE, TWO = at_stage(1), at_stage(2, (LEADS,))
PART, LAST = at_stage(2, (LEADS,), (FIRST,)), at_stage(3, (LEADS,), (FIRST, FIRST))
LAPSED = at_stage(1, (), (FIRST,), lapsed=(LEADS,))
OPEN = {
    "stage_one": (
        ONE,
        (
            "Stage 1 of 3: 0 of 1. May approve: Support leads, not the person who asked; then compliance. "
            "One Reject ends it."
        ),
    ),
    "stage_two": (
        TWO,
        (
            "Stage 2 of 3: 0 of 2, each with a code. May approve: compliance, not the person who asked; "
            "before: Maria 14:09; then Head of compliance. One Reject ends it."
        ),
    ),
    "stage_half": (
        PART,
        (
            "Stage 2 of 3: 1 of 2: Dana 15:20, with code; before: Maria 14:09; then Head of compliance. "
            "One more person by 18:00."
        ),
    ),
    "stage_lapsed": (
        LAPSED,
        (
            "Stage 1 of 3: 0 of 1. May approve: Support leads, not the person who asked; then compliance; "
            "Maria may not decide any more. One Reject ends it."
        ),
    ),
}


def as_read(message: Message) -> str:
    """What a reader in UTC sees."""
    return " ".join(visible_text(message.blocks)).replace(" UTC", "")


@pytest.mark.parametrize("name", OPEN)
def test_the_card_says_where_it_stands(name: str) -> None:
    story, words = OPEN[name]
    message = card(story)
    assert f"Approvals  {words}" in as_read(message)
    assert broken(message) == []
    now, before = kept(f"card_{name}", message)
    assert now == before


UNSEATED = changed(
    replace(STAGED, decisions=(CHEAPER,), lapsed=(CHEAPER,), quorum=1, decides="Support leads"), revision=2
)


def test_a_change_by_somebody_who_may_not_approve_it_is_told_as_such() -> None:
    message = card(UNSEATED)
    assert "Alex changed amount 49.90 → 44.95, reason Parcel not received → nothing. It is no approval." in as_read(
        message
    )
    assert broken(message) == []
    told = "Changed. It is no approval: what stands there now is for Support leads. Nothing has run."
    assert as_read(approvals.only_changed(UNSEATED)) == told
    went_on = review.window(Card(None, (), (UNSEATED,), 0, 0), UNSEATED.handoff.id)
    assert "changed. It is no approval; it waits for others now." in json.dumps(went_on)


def facts(**more: object) -> dict[str, object]:
    """What the row of a passed stage holds."""
    return {"to": ["U04DANA", "S01COMPLY"], "who": "compliance", "passed": True, "decision": 1, "stage": 2, **more}


TOLD = {
    "stage_passed": (
        TWO,
        facts(),
        "Maria approved. @U04DANA, @S01COMPLY, it is with you until 18:00. Nothing has run.",
    ),
    "stage_asleep": (TWO, facts(to=[]), "Maria approved. Now: compliance until 18:00. Nothing has run."),
    "stage_edited": (
        replace(ONE, decisions=(CHEAPER,)),
        facts(decision=9, passed=False),
        (
            "Alex changed amount 49.90 → 44.95, reason Parcel not received → nothing. Earlier answers do not count. "
            "@U04DANA, @S01COMPLY, it is with you until 18:00. Nothing has run."
        ),
    ),
    "stage_lost": (
        LAPSED,
        facts(decision=2, passed=False),
        (
            "Dana approved; an earlier approval does not count any more. "
            "@U04DANA, @S01COMPLY, it is with you until 18:00. Nothing has run."
        ),
    ),
    "stage_revised": (
        ONE,
        facts(decision=0, passed=False),
        "Earlier answers do not count. @U04DANA, @S01COMPLY, it is with you until 18:00. Nothing has run.",
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_the_next_people_are_told_why_and_by_when(name: str) -> None:
    story, said, words = TOLD[name]
    message = approvals.moved(story, said)
    assert as_read(message) == words
    assert broken(message) == []
    now, before = kept(f"text_{name}", message)
    assert now == before


def test_who_is_needed_later_is_told_which_stage_needs_them() -> None:
    message = approvals.needed_later(ONE, {"stage": 2})
    assert as_read(message) == (
        "Nobody decides in two stages, and stage 2 needs you. Nothing was changed. "
        "Somebody else decides this stage: Support leads."
    )


def test_status_and_show_everything_say_it_too() -> None:
    assert "Stage 2 of 3, approved by 1 of 2: Dana 15:20, with code; before: Maria 14:09" in as_read(status(PART))
    shown = " ".join(visible_text(show_everything_modal(PART)["blocks"]))
    assert "Stage 2: 1 of 2, with a code. May approve: compliance." in shown
    assert "Stage 3: 0 of 1. May approve: Head of compliance." in shown
    assert "Maria approved 14:09 UTC. Stage 1." in shown


def test_an_own_request_is_marked_where_it_was_approved() -> None:
    own = at_stage(2, (decision(id=1, by_requester=True),))
    assert "before: Maria 14:09, own request" in as_read(card(own))
