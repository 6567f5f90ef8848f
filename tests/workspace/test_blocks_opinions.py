"""Second opinions: what slack_sdk.models or blockkit refuse we refuse; what we take, slack_sdk.models takes."""

import copy
import re
import string
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import blockkit
import blockkit.core
import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.workspace.test_blocks_elements import ELEMENT_SAMPLES, Json, element, faults_of, holding
from tests.workspace.test_blocks_samples import BLOCK_SAMPLES, FULL_HOME, FULL_MODAL, block
from workspace.blocks import validate_view
from workspace.blocks_kinds import FORMS, Anything, Flag, Items, Kind, OneOf, Real, Shape, Str, Typed, Whole
from workspace.blocks_tables import BLOCKS

# slack_sdk 3.47 has no models for these.
UNKNOWN_TO_SDK = {"data_table", "data_visualization"}


def sdk_refuses(a_block: Json) -> bool:
    """Whether the SDK's own models raise on this block; a block they do not know they have no opinion on."""
    try:
        model = Block.parse(copy.deepcopy(a_block))
        if model is not None:
            model.to_dict()
    except SlackObjectFormationError:
        return True
    except (TypeError, AttributeError, KeyError, ValueError):  # not its verdict, only its stumbling over a wrong type
        return False
    return False


def sdk_refuses_view(view: Json) -> bool:
    try:
        View(**copy.deepcopy(view)).to_dict()
    except SlackObjectFormationError:
        return True
    except (TypeError, AttributeError, KeyError, ValueError):
        return False
    return False


# blockkit -----------------------------------------------------------------------------------------------------------

COMPONENTS: dict[str, Any] = {
    "actions": blockkit.Actions,
    "context": blockkit.Context,
    "divider": blockkit.Divider,
    "file": blockkit.File,
    "header": blockkit.Header,
    "input": blockkit.Input,
    "markdown": blockkit.Markdown,
    "rich_text": blockkit.RichText,
    "section": blockkit.Section,
    "table": blockkit.core.Table,
    "video": blockkit.Video,
    "modal": blockkit.Modal,
    "home": blockkit.Home,
    "button": blockkit.Button,
    "workflow_button": blockkit.WorkflowButton,
    "overflow": blockkit.Overflow,
    "checkboxes": blockkit.Checkboxes,
    "radio_buttons": blockkit.RadioButtons,
    "datepicker": blockkit.DatePicker,
    "timepicker": blockkit.TimePicker,
    "datetimepicker": blockkit.DatetimePicker,
    "static_select": blockkit.StaticSelect,
    "external_select": blockkit.ExternalSelect,
    "users_select": blockkit.UsersSelect,
    "conversations_select": blockkit.ConversationsSelect,
    "channels_select": blockkit.ChannelsSelect,
    "multi_static_select": blockkit.MultiStaticSelect,
    "multi_external_select": blockkit.MultiExternalSelect,
    "multi_users_select": blockkit.MultiUsersSelect,
    "multi_conversations_select": blockkit.MultiConversationsSelect,
    "multi_channels_select": blockkit.MultiChannelsSelect,
    "plain_text_input": blockkit.PlainTextInput,
    "email_text_input": blockkit.EmailInput,
    "url_text_input": blockkit.UrlInput,
    "number_input": blockkit.NumberInput,
    "rich_text_input": blockkit.RichTextInput,
    "file_input": blockkit.FileInput,
    "raw_text": blockkit.core.RawText,
    "rich_text_section": blockkit.RichTextSection,
    "rich_text_list": blockkit.RichTextList,
    "rich_text_quote": blockkit.RichTextQuote,
    "rich_text_preformatted": blockkit.RichTextPreformatted,
    "text": blockkit.RichTextEl,
    "link": blockkit.RichLinkEl,
    "user": blockkit.RichUserEl,
    "usergroup": blockkit.RichUserGroupEl,
    "channel": blockkit.RichChannelEl,
    "broadcast": blockkit.RichBroadcastEl,
    "emoji": blockkit.RichEmojiEl,
    "date": blockkit.RichDateEl,
    "color": blockkit.RichColorEl,
}
BY_KEY: dict[str, Any] = {
    "confirm": blockkit.Confirm,
    "options": blockkit.Option,
    "initial_option": blockkit.Option,
    "initial_options": blockkit.Option,
    "option_groups": blockkit.OptionGroup,
    "filter": blockkit.ConversationFilter,
    "dispatch_action_config": blockkit.DispatchActionConfig,
    "slack_file": blockkit.SlackFile,
    "workflow": blockkit.Workflow,
    "trigger": blockkit.Trigger,
    "customizable_input_parameters": blockkit.InputParameter,
    "style": blockkit.RichStyle,
    "column_settings": blockkit.core.ColumnSettings,
}
# Where blockkit refuses what Slack takes: its words, with the component that says them, and what Slack does.
BLOCKKIT_IS_WRONG = {
    r"(Modal|Home): .*'(private_metadata|callback_id|external_id)': Length .*got 0": "Slack takes an empty one",
    r"Image(El)?: .*'alt_text': Length": "stops at 255, Slack at 2000",
    r"(Email|Url)Input: .*'initial_value': Length": "stops at 74, Slack names no limit",
    r"PlainTextInput: .*'initial_value': Length .*got 0": "wants a character, Slack takes an empty field",
    r"Confirm: .*'text': Only plain_text": "Slack takes mrkdwn too",
    r"Option: .*'text': Only plain_text": "Slack takes mrkdwn in checkboxes and radio buttons",
    r"ExternalSelect: .*'min_query_length'": "wants 1, Slack takes 0",
    r"Multi\w+: .*'max_selected_items': .*1 and 999999": "stops at 999,999, Slack names no limit",
    r"StaticSelect: .*present in the 'option_groups'": "compares options with whole groups",
    r"FileInput: .*'filetypes'": "has a closed list, Slack takes any extension",
    r"Table: .*'column_settings': .*NoneType": "Slack takes null for a column without settings",
}


class NoOpinion(Exception):
    """Blockkit has no such component, or no such field."""


def component(value: Json, key: str = "") -> Any:
    """The blockkit component that this JSON describes."""
    name = value.get("type")
    if name in ("plain_text", "mrkdwn"):
        return blockkit.Text(**value)
    kind = (
        (blockkit.ImageEl if key else blockkit.Image) if name == "image" else COMPONENTS.get(str(name), BY_KEY.get(key))
    )
    if kind is None:
        raise NoOpinion
    made = kind()
    for field, part in value.items():
        if field != "type":
            fill(made, field, float(part) if name == "number_input" and field in NUMBERS else part)
    return made


NUMBERS = ("initial_value", "min_value", "max_value")


def fill(made: Any, field: str, part: Any) -> None:
    setter = getattr(made, field, None)
    if setter is None:
        raise NoOpinion
    setter(*(convert(item, field) for item in part)) if isinstance(part, list) else setter(convert(part, field))


def convert(part: Any, key: str) -> Any:
    if isinstance(part, dict):
        return component(part, key)
    if isinstance(part, list):
        return [convert(item, key) for item in part]
    return part


def blockkit_refusal(a_block: Json) -> str:
    """Why blockkit refuses this block, or nothing."""
    refusals = (blockkit.core.FieldValidationError, blockkit.core.ComponentValidationError)
    try:
        component(a_block).build()
    except refusals as error:
        return str(error) if not known_wrong(error) else ""
    except (NoOpinion, TypeError, AttributeError, KeyError, ValueError):
        return ""
    return ""


def known_wrong(error: Exception) -> bool:
    """Whether this is one of blockkit's own mistakes, told by the innermost component that was building."""
    owners = [frame.f_locals.get("self") for frame, _ in traceback.walk_tb(error.__traceback__)]
    owner = [type(owner).__name__ for owner in owners if isinstance(owner, blockkit.core.Component)][-1]
    return any(re.search(wrong, f"{owner}: {error}") for wrong in BLOCKKIT_IS_WRONG)


# Mutations ----------------------------------------------------------------------------------------------------------

Path = tuple[str | int, ...]
REPLACEMENTS: list[Any] = ["", " ", "x" * 80, "x" * 160, "x" * 3001, "x" * 12_001, 0, -1, 9, 10**11, True, None, [], {}]


def paths(value: Any, at: Path = ()) -> Iterator[Path]:
    yield at
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from paths(part, (*at, key))


def replaced(value: Any, at: Path, change: Callable[[Any], Any]) -> Any:
    """A copy of `value` in which the part at `at` is changed."""
    changed = copy.deepcopy(value)
    if not at:
        return change(changed)
    holder = changed
    for key in at[:-1]:
        holder = holder[key]
    holder[at[-1]] = change(holder[at[-1]])
    return changed


def without(value: Any, at: Path) -> Any:
    return replaced(value, at[:-1], lambda part: _less(part, at[-1]))


def _less(part: Any, key: str | int) -> Any:
    del part[key]
    return part


def texts_retyped(part: Any) -> Any:
    other: dict[Any, str] = {"plain_text": "mrkdwn", "mrkdwn": "plain_text"}
    return {**part, "type": other.get(part.get("type"), "plain_text")} if isinstance(part, dict) else part


def set_to(new: Any) -> Callable[[Any], Any]:
    return lambda _: copy.deepcopy(new)


def mutants(value: Json) -> Iterator[Json]:
    """The value with one thing changed, for each thing and each way to change it."""
    for at in list(paths(value))[1:]:
        if at[-1] != "type" or len(at) > 1:
            yield without(value, at)
        for new in REPLACEMENTS:
            yield replaced(value, at, set_to(new))
        yield replaced(value, at, texts_retyped)
        yield replaced(value, at, lambda part: part * 101 if isinstance(part, list) else part)


def every_sample() -> dict[str, Json]:
    blocks = {f"{name} block": block(name, full=True) for name in BLOCK_SAMPLES}
    return blocks | {f"{name} element": holding(element(name, full=True)) for name in ELEMENT_SAMPLES}


SAMPLES = every_sample()


def disagreement(a_block: Any) -> str:
    if not isinstance(a_block, dict) or faults_of(a_block):
        return ""
    return "slack_sdk" if sdk_refuses(a_block) else blockkit_refusal(a_block)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_one_change_refused_by_another_is_refused_by_us(name: str) -> None:
    found = {why: mutant for mutant in mutants(SAMPLES[name]) if (why := disagreement(mutant))}
    assert found == {}


@pytest.mark.parametrize("view", [FULL_MODAL, FULL_HOME], ids=["modal", "home"])
def test_one_change_of_a_view_refused_by_another_is_refused_by_us(view: Json) -> None:
    taken = [mutant for mutant in mutants(view) if not validate_view(mutant)]
    assert [mutant for mutant in taken if sdk_refuses_view(mutant) or blockkit_refusal(mutant)] == []


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_many_changes_refused_by_another_are_refused_by_us(data: st.DataObject) -> None:
    value: Any = SAMPLES[data.draw(st.sampled_from(sorted(SAMPLES)))]
    for _ in range(data.draw(st.integers(1, 4))):
        places = [at for at in paths(value) if at]
        assume(places)
        at, new = data.draw(st.sampled_from(places)), data.draw(st.sampled_from(REPLACEMENTS))
        value = data.draw(st.sampled_from([without(value, at), replaced(value, at, set_to(new))]))
    assert disagreement(value) == ""


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_samples_are_taken_by_the_others(name: str) -> None:
    assert not sdk_refuses(SAMPLES[name])
    assert blockkit_refusal(SAMPLES[name]) == ""


def test_the_others_do_refuse() -> None:
    long = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    assert sdk_refuses(long)
    assert "Length must be between 1 and 150" in blockkit_refusal(long)
    assert sdk_refuses_view({**FULL_MODAL, "title": {"type": "plain_text", "text": "x" * 25}})


# What our tables allow ----------------------------------------------------------------------------------------------

SPECIMENS: dict[str, st.SearchStrategy[str]] = {
    "date (YYYY-MM-DD)": st.dates().map(str),
    "time (HH:mm)": st.times().map(lambda time: f"{time:%H:%M}"),
    "time zone": st.sampled_from(["Europe/Lisbon", "Asia/Singapore", "UTC"]),
    "number": st.integers(-999, 999).map(str),
    "color (#RRGGBB)": st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}"),
    "URL": st.sampled_from(["https://example.com/a?b=1", "mailto:maria@example.com", "slack://open"]),
    "HTTPS URL": st.just("https://example.com/a"),
}


Draw = Callable[[st.SearchStrategy[Any]], Any]


def some_text(draw: Draw, kind: Str) -> str:
    if kind.form:
        return str(draw(SPECIMENS[kind.form]))
    short = st.text(string.printable, min_size=kind.least, max_size=4)
    return str(draw(short | st.just("x" * kind.most) if kind.most else short))


def some_items(draw: Draw, kind: Items) -> list[Any]:
    count = draw(st.integers(kind.least, min(kind.most or 3, kind.least + 2)))
    return [some(draw, kind.of) for _ in range(count)]


def some_typed(draw: Draw, kind: Typed) -> Json:
    name = draw(st.sampled_from(sorted(kind.names or kind.shapes)))
    return {"type": name, **some_shaped(draw, kind.shapes[name])}


def some_shaped(draw: Draw, shape: Shape) -> Json:
    """An object of this shape. What breaks a rule between its parts is drawn again, a few times."""
    for _ in range(6):
        value = {key: some(draw, kind) for key, kind in shape.must.items()}
        value |= {key: some(draw, kind) for key, kind in shape.may.items() if draw(st.booleans())}
        if not list(shape.faults(value, "")):
            return value
    return reject()


SOME: dict[type[Kind], Callable[[Draw, Any], Any]] = {
    Str: some_text,
    Flag: lambda draw, _: draw(st.booleans()),
    Whole: lambda draw, kind: draw(st.integers(kind.least, kind.least + 99 if kind.most is None else kind.most)),
    Real: lambda draw, kind: draw(st.integers(1 if kind.positive else -99, 99)),
    OneOf: lambda draw, kind: draw(st.sampled_from(kind.values)),
    Anything: lambda *_: {},
    Items: some_items,
    Shape: some_shaped,
    Typed: some_typed,
}


def some(draw: Draw, kind: Kind) -> Any:
    """A value of this kind, as our tables describe it."""
    return SOME[type(kind)](draw, kind)


@st.composite
def allowed(draw: st.DrawFn, name: str) -> Json:
    return {"type": name, **some_shaped(draw, BLOCKS[name])}


@pytest.mark.parametrize("name", sorted(set(BLOCKS) - UNKNOWN_TO_SDK))
def test_what_our_tables_allow_the_sdk_takes(name: str) -> None:
    @settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
    @given(allowed(name))
    def agree(a_block: Json) -> None:
        assume(not faults_of(a_block))
        assert not sdk_refuses(a_block)

    agree()


def test_every_form_has_a_specimen() -> None:
    assert set(SPECIMENS) == set(FORMS)
