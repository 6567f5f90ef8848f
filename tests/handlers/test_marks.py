"""What code found out about an argument stands behind its value."""

import pytest

from handlers.slack.cards import card
from handlers.slack.everything import show_everything_modal
from storage.models import Brief
from tests.handlers import rules
from tests.handlers.told import REFUND_ARGS, REFUND_STORY, changed
from workspace.blocks import visible_text

HIDDEN = "eve@evil.example\u202emoc"


@pytest.mark.parametrize(
    ("brief", "line"),
    [
        (Brief(strays={"reason": (HIDDEN,)}), "Reason eve@evil.example⟨U+202E⟩moc (on no list)"),
        (Brief(unfound=("reason",)), "Reason eve@evil.example⟨U+202E⟩moc (found in no source)"),
        (
            Brief(unfound=("reason",), strays={"reason": (HIDDEN,)}),
            "Reason eve@evil.example⟨U+202E⟩moc (found in no source, on no list)",
        ),
        (Brief(origins={"reason": "nowhere"}), "Reason eve@evil.example⟨U+202E⟩moc"),
    ],
)
def test_the_card_marks_a_value_on_its_line(brief: Brief, line: str) -> None:
    drawn = card(changed(REFUND_STORY, args=REFUND_ARGS | {"reason": HIDDEN}, brief=brief))
    lines = [" ".join(each.split()) for each in visible_text(drawn.blocks)]
    assert line in lines
    assert rules.broken(drawn) == []


def test_show_everything_tells_where_each_value_comes_from() -> None:
    origins = {"order_id": "the request’s own words", "amount": "find_order"}
    brief = Brief(origins=origins, strays={"order_id": ("1042",)})
    view = show_everything_modal(changed(REFUND_STORY, brief=brief))
    lines = [" ".join(each.split()) for each in visible_text(view["blocks"])]
    assert "Order (on no list) · from the request’s own words" in lines
    assert "Amount · from find_order" in lines
    assert "Reason" in lines
