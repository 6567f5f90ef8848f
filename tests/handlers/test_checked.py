"""The check after an act alone: what it asks, of whom, and how it folds."""

from dataclasses import replace

import pytest

from bot.autonomy.state import start, to_row
from handlers.slack import says
from handlers.slack.receipts import check, receipt
from storage.acts import Alone
from tests.handlers.rules import broken
from tests.handlers.told import ASKED, REFUND_STORY, changed, effect
from workspace.blocks import visible_text

ALONE = Alone(
    handoff_id=2214, workflow="refunds", step="refund", version="v1", epoch=1, number=21, own=False, bound=0.04,
    state={}, evidence_id=1, at=ASKED, ran_at=ASKED, picked=True, verdict="", verdict_by="", verdict_at=None, report="",
    report_by="", report_at=None, undone_by="",
)  # fmt: skip
CHECK = replace(
    changed(REFUND_STORY, state="approved", way="act", rate=0.2),
    alone=ALONE,
    effect=effect(),
    first_approvers=("U02MARIA", "S01HEADS"),
)


def test_a_report_answers_the_check() -> None:
    told = ALONE.model_copy(update={"report": "decision", "report_by": "T01TEAM/U04DANA", "report_at": ASKED})
    message = check(replace(CHECK, alone=told))
    lines = visible_text(message.blocks)
    assert lines[0].endswith(" Dana 14:02 UTC: reported wrong.")
    assert lines[1:] == ["H-2214 · reported"]
    assert broken(message) == []


@pytest.mark.parametrize(("verdict", "offered"), [("right", True), ("wrong", False)])
def test_a_receipt_of_what_was_found_wrong_says_so_and_has_no_button_for_it(verdict: str, offered: bool) -> None:
    looked = {"verdict": verdict, "verdict_by": "T01TEAM/U04DANA", "verdict_at": ASKED, "state": to_row(start(0.05))}
    message = receipt(replace(CHECK, alone=ALONE.model_copy(update=looked)))
    lines = visible_text(message.blocks)
    assert any("[ This was wrong ]" in line for line in lines) is offered
    assert any(line.startswith("Found wrong by Dana") for line in lines) is not offered
    assert broken(message) == []


@pytest.mark.parametrize(("owner", "left", "offered"), [(True, 2, True), (False, 2, False), (True, 0, False)])
def test_only_an_owner_is_offered_to_pause_what_was_wrong(owner: bool, left: int, offered: bool) -> None:
    facts = {"what": "reported", "left": left, "reopens": False, "stopped": False, "owner": owner}
    message = says.answer(CHECK, facts, {})
    assert message is not None
    assert ("[ Pause it now ]" in visible_text(message.blocks)) is offered


@pytest.mark.parametrize(
    ("rate", "why"), [(0.2, "it ran alone, and was picked at random"), (1.0, "it ran alone, and every one is checked")]
)
def test_a_check_says_why_it_is_asked_and_of_whom(rate: float, why: str) -> None:
    message = check(changed(CHECK, rate=rate))
    small = next(line for line in visible_text(message.blocks) if "it ran alone" in line)
    assert small.startswith("for @U02MARIA, @S01HEADS · " + why)
    assert broken(message) == []
    assert visible_text(message.blocks)[-1] == "[ Right ]  [ Wrong ]  [ Not sure ]"
