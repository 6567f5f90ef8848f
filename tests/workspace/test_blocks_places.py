"""Where blocks and elements may stand, what views may hold, and that any JSON gets an answer."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workspace.test_blocks_elements import (
    ELEMENT_SAMPLES,
    Json,
    element,
    faults_of,
    holding,
    home,
    modal,
    mrkdwn,
    plain,
)
from tests.workspace.test_blocks_samples import BLOCK_SAMPLES, FULL_HOME, FULL_MODAL, block
from workspace.blocks import SURFACES, validate_message_blocks, validate_view
from workspace.blocks_tables import BLOCKS, ELEMENTS

BUTTON = element("button")
INPUT = block("input")


INPUTS_REFUSED: dict[str, tuple[Json, str]] = {
    "button in an input": (BUTTON, "unsupported type: button [json-pointer:/view/blocks/0/element/type]"),
    "overflow in an input": (
        element("overflow"),
        "unsupported type: overflow [json-pointer:/view/blocks/0/element/type]",
    ),
    "min_length over max_length": (
        {**element("plain_text_input"), "min_length": 3, "max_length": 2},
        "must not be greater than `max_length` [json-pointer:/view/blocks/0/element/min_length]",
    ),
    "initial text over max_length": (
        {**element("plain_text_input"), "initial_value": "abc", "max_length": 2},
        "must be within `min_length` and `max_length` [json-pointer:/view/blocks/0/element/initial_value]",
    ),
    "number_input without is_decimal_allowed": (
        {"type": "number_input"},
        "missing required field: is_decimal_allowed [json-pointer:/view/blocks/0/element]",
    ),
    "number that is none": (
        {**element("number_input"), "initial_value": "many"},
        "must be a valid number [json-pointer:/view/blocks/0/element/initial_value]",
    ),
    "number that is a number": (
        {**element("number_input"), "initial_value": 7},
        "must provide a string [json-pointer:/view/blocks/0/element/initial_value]",
    ),
    "decimals where there are none": (
        {**element("number_input"), "initial_value": "1.5"},
        "must be a whole number [json-pointer:/view/blocks/0/element/initial_value]",
    ),
    "number out of range": (
        {**element("number_input"), "initial_value": "10", "max_value": "9"},
        "must keep `min_value`, `initial_value` and `max_value` in order [json-pointer:/view/blocks/0/element]",
    ),
    "dispatch on something else": (
        {**element("plain_text_input"), "dispatch_action_config": {"trigger_actions_on": ["on_blur"]}},
        "must be a valid enum value [json-pointer:/view/blocks/0/element/dispatch_action_config/trigger_actions_on/0]",
    ),
}


@pytest.mark.parametrize("name", INPUTS_REFUSED)
def test_input_refused(name: str) -> None:
    an_element, why = INPUTS_REFUSED[name]
    assert f"[ERROR] {why}" in validate_view(modal({**INPUT, "element": an_element}))


def test_a_file_input_cannot_dispatch() -> None:
    silent = {**INPUT, "element": element("file_input")}
    assert validate_view(modal(silent)) == []
    assert validate_view(modal({**silent, "dispatch_action": True})) == [
        "[ERROR] must not define `dispatch_action` to use a `file_input` element [json-pointer:/view/blocks/0]"
    ]


def without(view: Json, key: str) -> Json:
    return {name: part for name, part in view.items() if name != key}


VIEWS_REFUSED: dict[str, tuple[object, str]] = {
    "no view": (None, "must provide an object [json-pointer:/view]"),
    "another type": ({**FULL_HOME, "type": "page"}, "unsupported type: page [json-pointer:/view/type]"),
    "modal without a title": (without(FULL_MODAL, "title"), "missing required field: title [json-pointer:/view]"),
    "modal without blocks": (without(FULL_MODAL, "blocks"), "missing required field: blocks [json-pointer:/view]"),
    "title in mrkdwn": (
        {**FULL_MODAL, "title": mrkdwn()},
        "unsupported type: mrkdwn [json-pointer:/view/title/type]",
    ),
    "input without submit": (
        without(modal({"type": "divider"}, INPUT), "submit"),
        "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/1/input]",
    ),
    "home with submit": (
        {**FULL_HOME, "submit": plain()},
        "invalid additional property: submit [json-pointer:/view]",
    ),
    "home with a title": ({**FULL_HOME, "title": plain()}, "invalid additional property: title [json-pointer:/view]"),
    "what Slack added": ({**FULL_MODAL, "hash": "1.a"}, "invalid additional property: hash [json-pointer:/view]"),
    "same block_id twice": (
        modal({"type": "divider", "block_id": "b"}, {**INPUT, "block_id": "b"}),
        '`block_id` "b" already exists [json-pointer:/view/blocks/1/block_id]',
    ),
    "markdown in a modal": (
        modal({"type": "markdown", "text": "a"}),
        "unsupported type: markdown [json-pointer:/view/blocks/0/type]",
    ),
    "focus twice": (
        modal(*[{**INPUT, "element": {**element("plain_text_input"), "focus_on_load": True}}] * 2),
        "must not define `focus_on_load` on more than one element [json-pointer:/view/blocks/1]",
    ),
}


@pytest.mark.parametrize("name", VIEWS_REFUSED)
def test_view_refused(name: str) -> None:
    view, why = VIEWS_REFUSED[name]
    assert f"[ERROR] {why}" in validate_view(view)


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_a_block_stands_only_where_slack_shows_it(name: str, surface: str) -> None:
    root = "/blocks/0" if surface == "message" else "/view/blocks/0"
    views = {"modal": modal, "home": home}
    one = block(name)
    found = validate_message_blocks([one]) if surface == "message" else validate_view(views[surface](one))
    refusal = [f"[ERROR] unsupported type: {name} [json-pointer:{root}/type]"]
    assert found == ([] if name in SURFACES[surface] else refusal)


# Where each element may stand, as Slack's reference has it.
SELECTS = {name for name in ELEMENTS if name.endswith("_select")}
ANYWHERE = SELECTS | {"checkboxes", "radio_buttons", "datepicker", "timepicker"}
BUTTONS = {"button", "workflow_button", "overflow"}
TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input", "file_input"}
HOLDERS = {
    "actions": ANYWHERE | BUTTONS | {"datetimepicker", "rich_text_input"},
    "section": ANYWHERE | BUTTONS | {"image"},
    "input": ANYWHERE | TYPED | {"datetimepicker", "rich_text_input"},
    "context": {"image"},
    "context_actions": {"icon_button", "feedback_buttons"},
}


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("name", sorted(ELEMENT_SAMPLES))
def test_an_element_stands_only_where_slack_takes_it(name: str, holder: str) -> None:
    part = element(name)
    single = {"section": "accessory", "input": "element"}
    places = {"section": {"text": plain()}, "input": {"label": plain()}}
    held = {single[holder]: part} if holder in single else {"elements": [part]}
    found = faults_of({"type": holder, **places.get(holder, {}), **held})
    assert (found == []) == (name in HOLDERS[holder])


def test_the_same_action_id_in_two_blocks_is_fine() -> None:
    twice = {"type": "actions", "elements": [{**BUTTON, "action_id": "a"}]}
    assert validate_message_blocks([twice, twice]) == []


def test_two_faults_are_both_told() -> None:
    found = validate_message_blocks([{"type": "header", "text": plain("")}, {"type": "divider", "x": 1}])
    assert found == [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]",
        "[ERROR] invalid additional property: x [json-pointer:/blocks/1]",
    ]


@pytest.mark.parametrize("value", [None, {}, "[]", 7])
def test_blocks_that_are_no_list_are_refused(value: object) -> None:
    assert validate_message_blocks(value) == ["[ERROR] must provide an array [json-pointer:/blocks]"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "text", "elements", "blocks", "options"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON, st.sampled_from(sorted(BLOCK_SAMPLES)))
def test_any_json_gets_an_answer(value: Any, name: str) -> None:
    for junk in (value, [value], [{"type": name, **value}] if isinstance(value, dict) else [[value]]):
        assert all(line.startswith("[ERROR] ") for line in validate_message_blocks(junk) + validate_view(junk))


@given(st.sampled_from(sorted(ELEMENT_SAMPLES)), st.text(min_size=1, max_size=8))
def test_an_unknown_key_is_refused_on_every_element(name: str, key: str) -> None:
    known = {"type", *ELEMENTS[name].must, *ELEMENTS[name].may}
    found = faults_of(holding({**element(name), key: 1} if key not in known else {**element(name), "x" + key: 1}))
    assert any("invalid additional property" in line for line in found)
