"""The windows that are sent: Edit, Reject, Add something; and the menu that asks which workflow. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from bot.errors import BadInput
from bot.story import Story
from bot.workflows import Reason, Workflow
from bot.workflows import plain as worded
from handlers.slack import fields
from handlers.slack.blocks import (
    Block,
    Message,
    actions,
    clipped,
    cut,
    exact,
    field,
    modal,
    notice,
    options,
    plain,
    prose,
    rich,
    words,
)
from handlers.slack.buttons import ref
from handlers.slack.everything import show_everything_modal
from handlers.slack.ids import VALUE, Action, Field, Meta, Window, argument, menu_block
from handlers.slack.outcomes import asker, each
from storage.models import Fact, Request

__all__ = [
    "Edited",
    "Rejected",
    "add_modal",
    "edit_modal",
    "field_errors",
    "read_add",
    "read_edit",
    "read_reject",
    "refused_window",
    "reject_modal",
    "show_everything_modal",
    "workflow_menu",
]

View = Block
Values = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""`view.state.values` of a submission: block id, action id, state."""


class Edited(NamedTuple):
    """What an Edit window was sent with: all arguments as JSON, the reason for the agent, words for the requester."""

    args: dict[str, Any]
    why: str
    words: str


class Rejected(NamedTuple):
    """What a Reject window was sent with. A private reason is kept from the requester."""

    reason: str
    private: bool
    words: str


def _meta(story: Story, channel: str, ts: str) -> str:
    return str(Meta(ref(story), story.request.id, channel, ts))


def _input(block_id: str, label: str, element: Block, hint: str = "", *, optional: bool = False) -> Block:
    return field(block_id, label, {**element, "action_id": VALUE}, hint, optional=optional)


def _typing(lines: bool = False) -> Block:
    return {"type": "plain_text_input", "multiline": lines, "max_length": 2000}


def _words_for(story: Story) -> Block:
    return _input(Field.WORDS, f"Words for {asker(story)}", _typing(lines=True), optional=True)


def field_errors(error: BadInput, view: View) -> dict[str, str]:
    """The `errors` of a `view_submission` answer: each sentence at its field, one for the whole at the first input.

    Empty where the window has no input that a sentence could stand at.
    """
    blocks = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    placed = {argument(name): cut(prose(text), 200) for name, text in error.fields.items()}
    placed |= {name: cut(prose(text), 200) for name, text in error.fields.items() if name in list(Field)}
    known = {block: text for block, text in placed.items() if block in blocks}
    return known or {block: cut(prose(next(iter(error.fields.values()), str(error))), 200) for block in blocks[:1]}


def refused_window(title: str, why: str) -> View:
    """In the place of a window without inputs that came to nothing: why."""
    return modal(Window.PAGE, prose(title), "", [rich(words([prose(why)]))], str(Meta()))


# Edit ----------------------------------------------------------------------------------------------------------------


def edit_modal(story: Story, channel: str = "", ts: str = "") -> View:
    """One typed field for each argument, with what it was, what was found and the most that is allowed."""
    blocks = [_argument(story, name) for name in _names(story)]
    _focus(blocks, story)
    why = _input(Field.WHY, "Why the change?", _typing(), "The agent reads this.", optional=True)
    title = f"Edit {each(story)}" if each(story) else "Edit"
    blocks += [why, _words_for(story)]
    return modal(Window.EDIT, title, "Approve as edited", blocks, _meta(story, channel, ts))


def _names(story: Story) -> list[str]:
    """Every argument, in the model's order, at most as many as a window holds."""
    known = list(story.step.tool.model.model_fields) if story.step else []
    return [*known, *(name for name in story.handoff.args if name not in known)][:90]


def _typed(story: Story, name: str) -> fields.Typed:
    info = story.step.tool.model.model_fields.get(name) if story.step else None
    return fields.typed(info, story.handoff.args.get(name))


def _argument(story: Story, name: str) -> Block:
    value = story.handoff.args.get(name)
    typed = _typed(story, name)
    label = _label(story, name)
    if not fields.editable(typed, value):
        told = f"{label}: {len(worded(value)):,} characters, more than a field of Slack holds. It stays as it is."
        return {**rich(words([told])), "block_id": argument(name)}
    return _input(argument(name), label, fields.initial(typed, value), _hint(story, name), optional=typed.optional)


def _label(story: Story, name: str) -> str:
    label = prose(story.step.label(name) if story.step else name)
    unit = prose(story.step.unit(name)) if story.step else ""
    return clipped(f"{label} {unit}".strip() or name, 60)


def _hint(story: Story, name: str) -> str:
    """ "was 49.90. Paid EUR 49.90 on 3 Nov (orders). Most allowed: 500."."""
    value = story.handoff.args.get(name)
    parts = ["" if value is None else f"was {clipped(exact(worded(value)), 80)}"]
    parts += [_fact(fact) for fact in story.handoff.brief.facts if fact.field == name][:3]
    most = story.step.max.get(name) if story.step else None
    parts += [f"Most allowed: {most:f}"] if most is not None else []
    return ". ".join(part for part in parts if part)


def _fact(fact: Fact) -> str:
    source = f" ({clipped(prose(fact.source), 40)})" if fact.source else ""
    return f"{'Against: ' if fact.against else ''}{cut(prose(fact.text).rstrip('.'), 120)}{source}"


def _focus(blocks: list[Block], story: Story) -> None:
    """The cursor stands in the first field that a doubt is about, else in the first one."""
    inputs = {block["block_id"]: block["element"] for block in blocks if block["type"] == "input"}
    doubts = sorted(story.handoff.brief.doubts, key=lambda doubt: not doubt.changes_answer)
    wanted = [argument(doubt.field) for doubt in doubts if argument(doubt.field) in inputs]
    for block_id in [*wanted, *inputs][:1]:
        inputs[block_id]["focus_on_load"] = True


def read_edit(story: Story, values: Values) -> Edited:
    """What was typed. An argument that nobody touched keeps its very value; an emptied optional one is left out.

    Raises:
        BadInput: a field cannot be read as its type; `fields` names it.
    """
    args: dict[str, Any] = {}
    for name in _names(story):
        before = story.handoff.args.get(name)
        state = values.get(argument(name), {}).get(VALUE)
        try:
            value = before if state is None else fields.read(_typed(story, name), state, before)
        except ValueError as error:
            raise fields.wrong(name, error) from error
        if value is not None or (name in story.handoff.args and before is None):
            args[name] = value
    return Edited(args, text_of(values, Field.WHY), text_of(values, Field.WORDS))


def text_of(values: Values, field: Field) -> str:
    """What was typed into a field, empty where nothing was."""
    return str(values.get(field, {}).get(VALUE, {}).get("value") or "").strip()


# Reject --------------------------------------------------------------------------------------------------------------

_ANOTHER = "Another reason"


def reject_modal(story: Story, channel: str = "", ts: str = "") -> View:
    """Two taps: the first reason is chosen already; only another reason wants words."""
    listed = options([*((prose(reason.text), value) for value, reason in _reasons(story).items()), (_ANOTHER, "other")])
    kind = "radio_buttons" if len(listed) <= 10 else "static_select"
    pick = {"type": kind, "options": listed, "initial_option": listed[0]}
    hint = "Needed for “Another reason”, a remark to any other. The agent reads this."
    other = _input(Field.OTHER, "The reason in your words", _typing(), hint, optional=True)
    title = f"Reject {each(story)}" if each(story) else "Reject"
    blocks = [_input(Field.REASON, "Why?", pick), other, _words_for(story)]
    return modal(Window.REJECT, title, "Reject", blocks, _meta(story, channel, ts))


def _reasons(story: Story) -> dict[str, Reason]:
    """The reasons by the values of their options, which stay the same when others come and go."""
    listed = story.step.reasons[: fields.MOST_OPTIONS - 1] if story.step else ()
    return {fields.choice_value(reason.text): reason for reason in listed}


def read_reject(story: Story, values: Values) -> Rejected:
    """The reason and the words.

    Raises:
        BadInput: another reason was chosen and not written down, or the reason is no longer offered.
    """
    chosen = (values.get(Field.REASON, {}).get(VALUE, {}).get("selected_option") or {}).get("value", "other")
    other, words_for = text_of(values, Field.OTHER), text_of(values, Field.WORDS)
    if chosen != "other":
        reason = _reasons(story).get(chosen)
        if reason is None:
            raise BadInput("The reasons changed.", {Field.REASON: "This reason is no longer offered. Look again."})
        return Rejected(f"{reason.text}: {other}" if other else reason.text, reason.private, words_for)
    if not other:
        raise BadInput("The reason is missing.", {Field.OTHER: "Write the reason; the agent reads it."})
    return Rejected(other, False, words_for)


# Add ---------------------------------------------------------------------------------------------------------


def add_modal(request: Request, channel: str = "", ts: str = "") -> View:
    """Something to add to a request."""
    own = rich(words([f"You asked: “{cut(prose(request.text), 300)}”"]))
    element = {**_typing(lines=True), "focus_on_load": True}
    hint = "The agent reads this and looks again; earlier answers do not count then."
    more = _input(Field.ADD, "What should be added?", element, hint)
    return modal(Window.ADD, "Add something", "Add", [own, more], str(Meta(None, request.id, channel, ts)))


def read_add(values: Values) -> str:
    """The addition.

    Raises:
        BadInput: it is empty.
    """
    return required(values, Field.ADD, "Write what to add, or cancel.")


def required(values: Values, field: Field, missing: str) -> str:
    """What was typed into a field. Raises BadInput where nothing was; `missing` stands at the field."""
    text = text_of(values, field)
    if not text:
        raise BadInput("Nothing was written.", {field: missing})
    return text


# Which workflow ------------------------------------------------------------------------------------------------------


def workflow_menu(key: str, text: str, workflows: Sequence[Workflow]) -> Message:
    """Asks for which kind of work a request is. `key` (at most 200 characters) finds the waiting text again."""
    lead = "Which kind of work is this? Nothing is asked for until you choose."
    pairs = [(clipped(prose(workflow.title) or workflow.id, 75), workflow.id) for workflow in workflows][:100]
    pick = {"type": "static_select", "action_id": Action.WORKFLOW, "placeholder": plain("Choose", 150)}
    row = {**actions({**pick, "options": options(pairs)}), "block_id": menu_block(key)}
    return Message(notice(lead), [rich(words([lead], [f"“{cut(prose(text), 160)}”"])), row])
