"""Secret values on cards and in windows: a mask, and the values only in the window of whoever asked to see them."""

import json
from dataclasses import replace

from bot.story import Story
from handlers.slack import modals
from handlers.slack.cards import card
from handlers.slack.everything import secret_values_modal
from tests.handlers.told import REFUND_STORY, REQUEST, changed
from tests.handlers.windows import golden
from workspace.blocks import validate_view, visible_text

IBAN = "DE89370400440532013000"
TOLD = "Hi, 1042 never showed up, pay it to secret-order_id-7 and not to secret-iban-8"


def story() -> Story:
    """The refund, with a secret order number, and a secret value in the words alone."""
    assert REFUND_STORY.step is not None
    told = changed(REFUND_STORY, args=REFUND_STORY.handoff.args | {"order_id": "secret-order_id-7"})
    step = replace(REFUND_STORY.step, tool=replace(REFUND_STORY.step.tool, secrets=frozenset({"order_id"})))
    return replace(told, step=step, request=REQUEST.model_copy(update={"text": TOLD}))


def test_a_card_has_a_mask() -> None:
    drawn = card(story())
    lines = [" ".join(each.split()) for each in visible_text(drawn.blocks)]
    assert "Refund EUR 49.90 for order ••••?" in lines
    assert "Order ••••" in lines
    assert drawn.text.startswith("Refund EUR 49.90 for order ••••?")


def test_the_windows_of_secret_values() -> None:
    shown = secret_values_modal(story(), {"secret-order_id-7": "1042-A", "secret-iban-8": IBAN})
    golden("secret_values", shown)
    assert validate_view(shown) == []


def test_show_everything_offers_them_where_there_are_some() -> None:
    view = json.dumps(modals.show_everything_modal(story())["blocks"])
    assert "Show secret values" in view
    assert "Show secret values" not in json.dumps(modals.show_everything_modal(REFUND_STORY)["blocks"])


def test_a_value_of_any_length_and_kind_fits() -> None:
    hostile = {f"secret-x-{number}": "<!channel> *" * 900 for number in range(120)}
    assert validate_view(secret_values_modal(story(), hostile)) == []
