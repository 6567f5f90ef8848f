"""What somebody is told whose press did nothing: who may instead, what was not done, what to do next. Word for word."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.story import Story
from handlers.slack import cards, overrides, says
from handlers.slack.blocks import Message
from handlers.slack.refusals import REFUSALS
from tests.bot.engine import trying
from tests.handlers.golden import FOLDER
from tests.handlers.rules import broken
from tests.handlers.test_cards import APPROVED, DOUBT, EDITED, QUESTION
from tests.handlers.told import ASKED, DANA, JONAS, REFUND_STORY, changed, decision
from workspace.blocks import visible_text

MATRIX = trying.read((Path(__file__).parents[1] / "bot" / "engine" / "matrix.txt").read_text(encoding="utf-8"))
ANSWERED = replace(QUESTION, decisions=(decision("respond", person=JONAS, note="1044, EUR 18.00"),))
LOOKING = changed(REFUND_STORY, looking_since=ASKED)
OVERRIDDEN = replace(APPROVED, decisions=(decision("approve", stage=0, note="Nobody answers since noon."),))

# the name of a refusal -> the story it is told of, and what is known beside it; its words stand in golden/refusals.txt
TOLD: dict[str, tuple[Story | None, dict[str, Any]]] = {
    "not_approver": (REFUND_STORY, {}),
    "own_request": (REFUND_STORY, {}),
    "late": (EDITED, {"verdict": "reject"}),
    "stranger": (REFUND_STORY, {}),
    "guest": (REFUND_STORY, {}),
    "guest_sees": (None, {}),
    "guest_adds": (None, {}),
    "not_yours": (None, {"whose": "Jonas"}),
    "own_words": (REFUND_STORY, {}),
    "owners": (None, {"who": "Dana or Wei"}),
    "no_owners": (None, {"what": "owners", "who": ""}),
    "not_decider": (APPROVED, {}),
    "not_approved": (REFUND_STORY, {}),
    "ran_already": (APPROVED, {}),
    "too_late": (None, {}),
    "too_late_but_looked_at": (None, {"what": "too_late", "again": True}),
    "not_taker": (REFUND_STORY, {"taker": "Alex"}),
    "not_yours_any_more": (REFUND_STORY, {}),
    "not_alone": (REFUND_STORY, {}),
    "not_back": (REFUND_STORY, {}),
    "no_override": (REFUND_STORY, {}),
    "own_override": (REFUND_STORY, {}),
    "decided_before": (REFUND_STORY, {}),
    "looking": (LOOKING, {}),
    "changed": (REFUND_STORY, {"verdict": "approve"}),
    "needs_others": (DOUBT, {}),
    "needs_proof": (DOUBT, {}),
    "gone": (REFUND_STORY, {}),
    "chosen_before": (None, {}),
    "answered_before": (ANSWERED, {"what": "late", "verdict": "respond", "own": True}),
    "reported_before": (REFUND_STORY, {"name": "Maria"}),
    "looked_before": (REFUND_STORY, {"name": "Maria", "verdict": "wrong"}),
    "overridden": (OVERRIDDEN, {}),
}
ELSEWHERE = {"planted", trying.FIELD, "needs_code"}
"""Told by others: what a planted one was, what stands at a field, and the window that asks for a code."""


def read(message: Message | None) -> str:
    assert message is not None
    return " ".join(visible_text(message.blocks)).replace(" UTC", "")


def told(what: str) -> Message:
    story, facts = TOLD[what]
    message = says.answer(story, {"what": what, **facts}, {})
    assert message is not None
    return message


def test_each_says_who_may_and_what_to_do() -> None:
    now = "".join(f"{what}: {read(told(what))}\n" for what in TOLD)
    path = FOLDER / "refusals.txt"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(now, encoding="utf-8")
    assert now == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("what", TOLD)
def test_each_keeps_the_rules_of_every_message(what: str) -> None:
    assert broken(told(what)) == []


def test_every_refusal_of_the_table_has_its_words() -> None:
    cells = {value for rows in MATRIX.values() for cells in rows.values() for value in cells.values()}
    assert cells - {"yes"} - ELSEWHERE <= TOLD.keys()
    assert REFUSALS.keys() <= TOLD.keys()


def test_an_override_is_told_to_those_who_were_passed_over() -> None:
    message = overrides.thread(replace(OVERRIDDEN, first_approvers=("U02MARIA", "S01HEADS")))
    words = "Maria approved this under override, as an owner: “Nobody answers since noon.” Nobody else had to agree."
    assert read(message) == f"@U02MARIA, @S01HEADS: {words}"


def test_a_card_that_was_overridden_says_by_whom_and_why() -> None:
    line = read(cards.card(OVERRIDDEN))
    assert "Approved under override by Maria 14:09: “Nobody answers since noon”, done 14:09." in line


def test_a_change_before_an_override_is_told_too() -> None:
    edit = decision("edit", id=2, person=DANA, args_after={"order_id": "1042", "amount": "44.95"})
    line = read(cards.card(replace(OVERRIDDEN, decisions=(edit, *OVERRIDDEN.decisions))))
    told = "“Nobody answers since noon”. Dana changed amount 49.90 → 44.95, reason Parcel not received → nothing. Done"
    assert told in line
