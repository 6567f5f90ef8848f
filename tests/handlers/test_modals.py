"""The windows: what stands in them, what is read from them, and that any record gives legal ones."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field

from bot.errors import BadInput
from bot.signing import Asked
from bot.workflows import Words
from handlers.slack import modals, prove, talk
from handlers.slack.blocks import Block
from handlers.slack.ids import VALUE, Meta, Ref, Window, argument
from handlers.slack.ids import Field as Own
from storage.models import Brief, Doubt
from tests.handlers.rules import broken
from tests.handlers.told import (
    NARRATIVE,
    REFUND,
    REFUND_ARGS,
    REFUND_STORY,
    REPORT_STORY,
    REQUEST,
    changed,
    tool,
    workflow,
)
from tests.handlers.windows import golden, inputs, untouched
from workspace.blocks import validate_view, visible_text


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Everything(BaseModel):
    text: str
    amount: Annotated[Decimal, Field(gt=0)]
    count: int
    share: float
    sure: bool
    colour: Colour
    reason: Literal["Lost", "Damaged"]
    day: date
    hour: time
    moment: datetime
    groups: list[Literal["billing", "staging", "production"]]
    names: list[str]
    extra: dict[str, int]
    perhaps: Literal["a", "b"] | None = None
    maybe: str | None = None


EVERY_ARG: dict[str, Any] = {
    "text": "as it was",
    "amount": "49.90",
    "count": 3,
    "share": 0.25,
    "sure": True,
    "colour": "red",
    "reason": "Lost",
    "day": "2026-11-24",
    "hour": "09:30:00",
    "moment": "2026-11-24T14:02:00Z",
    "groups": ["staging", "billing"],
    "names": ["Jonas", "Maria"],
    "extra": {"b": 2, "a": 1},
}
EVERY = replace(
    changed(REFUND_STORY, args=EVERY_ARG, brief=Brief()), step=replace(REFUND, tool=tool(Everything), words=Words())
)
KINDS = {
    "text": "plain_text_input",
    "amount": "number_input",
    "count": "number_input",
    "share": "number_input",
    "sure": "static_select",
    "colour": "static_select",
    "reason": "static_select",
    "day": "datepicker",
    "hour": "timepicker",
    "moment": "datetimepicker",
    "groups": "multi_static_select",
    "names": "plain_text_input",
    "extra": "plain_text_input",
    "perhaps": "static_select",
    "maybe": "plain_text_input",
}


def typed(view: Block, **states: dict[str, Any]) -> dict[str, dict[str, dict[str, Any]]]:
    """The same with some arguments changed."""
    values = untouched(view)
    for name, state in states.items():
        values[argument(name)][VALUE] |= state
    return values


def option(view: Block, name: str, label: str) -> Block:
    """The option with this label, as Slack sends it back."""
    listed: list[Block] = inputs(view)[argument(name)]["element"]["options"]
    return next(one for one in listed if one["text"]["text"] == label)


def test_the_windows_of_a_doubt_ask_for_what_approving_asks_for() -> None:
    doubt, asked = changed(REFUND_STORY, kind="doubt"), Asked(code=True, confirm="order_id")
    for name, view in (("again", prove.again_modal(doubt, asked)), ("drop", prove.drop_modal(doubt, asked))):
        golden(name, view)
        assert list(inputs(view)) == [Own.TYPED, Own.CODE]
        assert (view["callback_id"], view["title"]) == (name, view["submit"])


def test_edit_window_is_as_drawn() -> None:
    view = modals.edit_modal(REFUND_STORY, "C1", "1.0")
    golden("edit", view)
    assert (view["title"]["text"], view["submit"]["text"], view["close"]["text"]) == (
        "Edit refund",
        "Approve as edited",
        "Cancel",
    )
    assert [block["label"]["text"] for block in inputs(view).values()] == [
        "Order",
        "Amount EUR",
        "Reason",
        "Why the change?",
        "Words for Jonas",
    ]
    hints = [block.get("hint", {}).get("text") for block in inputs(view).values()]
    assert hints[:2] == [
        "was 1042",
        "was 49.90. Paid EUR 49.90 on 3 Nov, not refunded so far (orders). Most allowed: 500",
    ]
    assert hints[3] == "The agent reads this."
    assert Meta.parse(view["private_metadata"]) == Meta(Ref(2214, 1, 1, "a" * 64), 7, "C1", "1.0")
    assert view["callback_id"] == Window.EDIT


def test_focus_starts_where_the_doubt_is() -> None:
    focused = [name for name, block in inputs(modals.edit_modal(REFUND_STORY)).items() if _focus(block)]
    assert focused == [argument("reason")]
    plain = [name for name, block in inputs(modals.edit_modal(EVERY)).items() if _focus(block)]
    assert plain == [argument("text")]
    two = Brief(doubts=(Doubt(what="small", field="order_id"), Doubt(what="x", field="amount", changes_answer=True)))
    strong = [
        name for name, block in inputs(modals.edit_modal(changed(REFUND_STORY, brief=two))).items() if _focus(block)
    ]
    assert strong == [argument("amount")]


def _focus(block: Block) -> bool:
    return bool(block["element"].get("focus_on_load"))


def test_every_type_has_its_own_input() -> None:
    view = modals.edit_modal(EVERY)
    assert validate_view(view) == []
    found = {name: inputs(view)[argument(name)]["element"]["type"] for name in KINDS}
    assert found == KINDS
    decimals = {name: inputs(view)[argument(name)]["element"]["is_decimal_allowed"] for name in ("amount", "count")}
    assert decimals == {"amount": True, "count": False}
    optional = [name for name in KINDS if inputs(view)[argument(name)]["optional"]]
    assert optional == ["perhaps", "maybe"]


def test_an_untouched_window_gives_back_the_very_arguments() -> None:
    assert modals.read_edit(EVERY, untouched(modals.edit_modal(EVERY))).args == EVERY_ARG
    Everything.model_validate(EVERY_ARG)


def test_what_is_typed_comes_back_in_its_type() -> None:
    view = modals.edit_modal(EVERY)
    values = typed(
        view,
        text={"value": "new"},
        amount={"value": "44.95"},
        count={"value": "4"},
        share={"value": "0.5"},
        sure={"selected_option": option(view, "sure", "No")},
        colour={"selected_option": option(view, "colour", "blue")},
        reason={"selected_option": option(view, "reason", "Damaged")},
        day={"selected_date": "2026-12-01"},
        hour={"selected_time": "10:00"},
        moment={"selected_date_time": 1_764_000_000},
        groups={"selected_options": [option(view, "groups", "production")]},
        names={"value": "Wei\n\nDana"},
        extra={"value": '{"c": 3}'},
        perhaps={"selected_option": option(view, "perhaps", "b")},
        maybe={"value": "so"},
    )
    args = modals.read_edit(EVERY, values).args
    assert args == {
        "text": "new",
        "amount": "44.95",
        "count": 4,
        "share": 0.5,
        "sure": False,
        "colour": "blue",
        "reason": "Damaged",
        "day": "2026-12-01",
        "hour": "10:00",
        "moment": datetime.fromtimestamp(1_764_000_000, UTC).isoformat().replace("+00:00", "Z"),
        "groups": ["production"],
        "names": ["Wei", "Dana"],
        "extra": {"c": 3},
        "perhaps": "b",
        "maybe": "so",
    }
    Everything.model_validate(args)


@pytest.mark.parametrize("written", ["49.9", "49.900", " 49.90 "])
def test_the_same_number_written_otherwise_is_no_change(written: str) -> None:
    view = modals.edit_modal(REFUND_STORY)
    assert modals.read_edit(REFUND_STORY, typed(view, amount={"value": written})).args == REFUND_ARGS


def test_a_number_that_is_none_is_told_at_its_field() -> None:
    with pytest.raises(BadInput) as caught:
        modals.read_edit(EVERY, typed(modals.edit_modal(EVERY), count={"value": "4.5"}))
    assert caught.value.fields == {"count": "A whole number, digits only."}


def test_an_emptied_optional_argument_is_left_out() -> None:
    story = changed(EVERY, args={**EVERY_ARG, "maybe": "so"})
    args = modals.read_edit(story, typed(modals.edit_modal(story), maybe={"value": None})).args
    assert "maybe" not in args


def test_why_and_words_are_read_apart() -> None:
    values = untouched(modals.edit_modal(REFUND_STORY))
    values[Own.WHY][VALUE]["value"] = " shipping is not refunded "
    values[Own.WORDS][VALUE]["value"] = "Sorry for the wait."
    edited = modals.read_edit(REFUND_STORY, values)
    assert (edited.why, edited.words) == ("shipping is not refunded", "Sorry for the wait.")
    assert edited.args == REFUND_ARGS


def test_broken_json_is_told_at_its_field() -> None:
    with pytest.raises(BadInput) as caught:
        modals.read_edit(EVERY, typed(modals.edit_modal(EVERY), extra={"value": "{c: 3"}))
    assert modals.field_errors(caught.value, modals.edit_modal(EVERY)) == {
        argument("extra"): "Not JSON. Write it as it stood: quotes, brackets and commas included."
    }


def test_a_choice_that_is_gone_is_told_at_its_field() -> None:
    gone = {"selected_option": {"text": {"type": "plain_text", "text": "Stolen"}, "value": "gone"}}
    with pytest.raises(BadInput, match="One field") as caught:
        modals.read_edit(EVERY, typed(modals.edit_modal(EVERY), reason=gone))
    assert list(caught.value.fields) == ["reason"]


def test_errors_stand_at_their_fields_and_others_at_the_first() -> None:
    view = modals.edit_modal(REFUND_STORY)
    more = BadInput("Some values do not fit.", {"amount": "More than was paid (EUR 49.90)."})
    assert modals.field_errors(more, view) == {argument("amount"): "More than was paid (EUR 49.90)."}
    assert modals.field_errors(BadInput("Nothing is changed."), view) == {argument("order_id"): "Nothing is changed."}
    unknown = BadInput("Wrong.", {"nobody": "Not here."})
    assert modals.field_errors(unknown, view) == {argument("order_id"): "Not here."}


def test_a_value_too_long_for_a_field_stays_as_it_is() -> None:
    long = "x" * 5000
    story = changed(REPORT_STORY, args={**REPORT_STORY.handoff.args, "narrative": long})
    view = modals.edit_modal(story)
    assert validate_view(view) == []
    told = "Narrative: 5,000 characters, more than a field of Slack holds. It stays as it is."
    assert told in visible_text(view["blocks"])
    assert modals.read_edit(story, untouched(view)).args["narrative"] == long


def test_a_long_text_opens_with_room() -> None:
    element = inputs(modals.edit_modal(REPORT_STORY))[argument("narrative")]["element"]
    assert element["multiline"] is True
    assert element["initial_value"] == NARRATIVE


# Reject --------------------------------------------------------------------------------------------------------------


def picked(view: Block, label: str) -> dict[str, dict[str, dict[str, Any]]]:
    values = untouched(view)
    listed = inputs(view)[Own.REASON]["element"]["options"]
    values[Own.REASON][VALUE]["selected_option"] = next(one for one in listed if one["text"]["text"] == label)
    return values


def test_reject_takes_two_taps() -> None:
    view = modals.reject_modal(REFUND_STORY)
    golden("reject", view)
    assert view["title"]["text"] == "Reject refund"
    assert modals.read_reject(REFUND_STORY, untouched(view)) == ("Need more facts first", False, "")


def test_a_private_reason_is_known_as_private() -> None:
    values = picked(modals.reject_modal(REFUND_STORY), "Looks like fraud")
    values[Own.WORDS][VALUE]["value"] = "Call us."
    assert modals.read_reject(REFUND_STORY, values) == ("Looks like fraud", True, "Call us.")


def test_another_reason_wants_words() -> None:
    view = modals.reject_modal(REFUND_STORY)
    values = picked(view, "Another reason")
    with pytest.raises(BadInput) as caught:
        modals.read_reject(REFUND_STORY, values)
    assert modals.field_errors(caught.value, view) == {Own.OTHER: "Write the reason; the agent reads it."}
    values[Own.OTHER][VALUE]["value"] = "Order is older than a year"
    assert modals.read_reject(REFUND_STORY, values).reason == "Order is older than a year"


def test_reasons_are_known_by_their_words_not_by_their_place() -> None:
    values = picked(modals.reject_modal(REFUND_STORY), "Not entitled")
    fewer = replace(REFUND_STORY, step=replace(REFUND, reasons=REFUND.reasons[1:]))
    assert modals.read_reject(fewer, values).reason == "Not entitled"
    gone = replace(REFUND_STORY, step=replace(REFUND, reasons=REFUND.reasons[2:]))
    with pytest.raises(BadInput, match="reasons changed"):
        modals.read_reject(gone, values)


# Answer, add, which workflow -----------------------------------------------------------------------------------------


def test_answer_and_add_read_what_was_written() -> None:
    asked = changed(REFUND_STORY, kind="question", question="Which order?")
    answer, add = talk.answer_modal(asked), modals.add_modal(REQUEST, "C1", "1.0")
    golden("answer", answer)
    golden("add", add)
    values = untouched(answer) | untouched(add)
    values[Own.ANSWER][VALUE]["value"] = " 1042 "
    values[Own.ADD][VALUE]["value"] = "It was a gift."
    assert (talk.read_answer(asked, values), modals.read_add(values)) == ("1042", "It was a gift.")
    assert Meta.parse(add["private_metadata"]) == Meta(None, 7, "C1", "1.0")


@pytest.mark.parametrize(
    ("read", "view"),
    [
        (partial(talk.read_answer, REFUND_STORY), talk.answer_modal(REFUND_STORY)),
        (modals.read_add, modals.add_modal(REQUEST)),
    ],
)
def test_an_empty_answer_is_told_at_its_field(read: Any, view: Block) -> None:
    values = untouched(view)
    next(iter(values.values()))[VALUE]["value"] = "   "
    with pytest.raises(BadInput) as caught:
        read(values)
    assert list(modals.field_errors(caught.value, view)) == list(values)


def test_the_menu_offers_every_workflow_and_says_nothing_is_asked_yet() -> None:
    message = modals.workflow_menu("7", "1042 never showed up", [workflow(REFUND)])
    assert broken(message) == []
    assert message.blocks[-1]["block_id"] == "menu.7"
    listed = message.blocks[-1]["elements"][0]["options"]
    assert [(one["text"]["text"], one["value"]) for one in listed] == [("Refunds", "refunds")]
    assert "Nothing is asked for until you choose." in visible_text(message.blocks)[0]
