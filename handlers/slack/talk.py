"""Talking with the agent: the windows to ask, to answer and to hand back, and what stands in a card's thread. Pure."""

from collections.abc import Mapping
from typing import Any

from bot.errors import BadInput
from bot.story import Story
from bot.workflows import plain as worded
from handlers.slack import fields
from handlers.slack.blocks import (
    Block,
    Bold,
    Italic,
    Line,
    Message,
    Piece,
    actions,
    bullets,
    button,
    clipped,
    context,
    cut,
    exact,
    field,
    modal,
    notice,
    plain,
    prose,
    quote,
    revealed,
    rich,
    said,
    words,
)
from handlers.slack.buttons import ref
from handlers.slack.ids import VALUE, Action, Field, Meta, Window
from handlers.slack.modals import required, text_of
from handlers.slack.outcomes import asker, called, last, name, question
from storage.models import Doubt, Inquiry

Values = Mapping[str, Mapping[str, Mapping[str, Any]]]
LONGEST_ANSWER = 2800


# Windows -------------------------------------------------------------------------------------------------------------


def ask_modal(story: Story, channel: str = "", ts: str = "") -> Block:
    """A question to the agent about this case."""
    hint = "The agent looks things up and answers in the card’s thread, with its sources. Asking decides nothing."
    asked = _typing(Field.QUESTION, "What do you want to know?", hint)
    return modal(Window.ASK, "Ask a question", "Ask", [_about(story), asked], _meta(story, channel, ts))


def back_modal(story: Story, channel: str = "", ts: str = "") -> Block:
    """A case goes back to the agent."""
    hint = "The agent reads this and looks again; what it proposes then is asked like any other."
    note = _typing(Field.BACK, "What should the agent know?", hint)
    return modal(Window.BACK, "Hand back", "Hand back", [_about(story), note], _meta(story, channel, ts))


def answer_modal(story: Story, channel: str = "", ts: str = "") -> Block:
    """An answer to the agent's question: in the kind of field that the argument has, or in words."""
    hint = "The agent reads this and goes on."
    typed = _typed(story)
    if typed is None:
        inputs = [_typing(Field.ANSWER, "Your answer", hint)]
    else:
        element = {**fields.initial(typed, None), "action_id": VALUE, "focus_on_load": True}
        inputs = [
            field(Field.ANSWER, _label(story), element, hint, optional=True),
            _typing(Field.OTHER, "Or in words", "Only if it does not fit above.", optional=True),
        ]
    return modal(Window.ANSWER, "Answer", "Send", [_about(story), *inputs], _meta(story, channel, ts))


def _meta(story: Story, channel: str, ts: str) -> str:
    return str(Meta(ref(story), story.request.id, channel, ts))


def _about(story: Story) -> Block:
    return rich(words([question(story)]))


def _typing(block: Field, label: str, hint: str, *, optional: bool = False) -> Block:
    element = {"type": "plain_text_input", "multiline": True, "max_length": 2000, "action_id": VALUE}
    focus = {} if optional else {"focus_on_load": True}
    return field(block, label, {**element, **focus}, hint, optional=optional)


def _argument(story: Story) -> tuple[Any, str]:
    """The step and the name of the argument that a question is about; None and empty where it is about none."""
    step_name, _, argument = story.handoff.about.partition(".")
    step = story.workflow.steps.get(step_name)
    return (step, argument) if step and argument in step.tool.model.model_fields else (None, "")


def _typed(story: Story) -> fields.Typed | None:
    step, argument = _argument(story)
    return fields.typed(step.tool.model.model_fields[argument], None) if step else None


def _label(story: Story) -> str:
    step, argument = _argument(story)
    unit = prose(step.unit(argument))
    return clipped(f"{prose(step.label(argument))} {unit}".strip() or argument, 60)


def read_answer(story: Story, values: Values) -> str:
    """What was answered, in words.

    Raises:
        BadInput: it is empty, or cannot be read as what was asked for.
    """
    typed, other = _typed(story), text_of(values, Field.OTHER)
    if typed is None or other:
        return other or required(values, Field.ANSWER, "Write the answer, or cancel.")
    try:
        value = fields.read(typed, values.get(Field.ANSWER, {}).get(VALUE, {}), None)
    except ValueError as error:
        raise BadInput(str(error), {Field.ANSWER: str(error)}) from error
    if value in (None, "", []):
        raise BadInput("Nothing was answered.", {Field.ANSWER: "Give the answer here, or in words below."})
    return worded(value)


def read_question(values: Values) -> str:
    """The question. Raises BadInput where it is empty."""
    return required(values, Field.QUESTION, "Write what you want to know, or cancel.")


def read_back(values: Values) -> str:
    """The note for the agent. Raises BadInput where it is empty."""
    return required(values, Field.BACK, "Write what the agent should know, or cancel.")


# In the card's thread ------------------------------------------------------------------------------------------------


def told(story: Story, number: int) -> Message | None:
    """The agent's answer to a person's question, with what it rests on."""
    inquiry = next((each for each in story.inquiries if each.id == number), None)
    if inquiry is None:
        return None
    lead = f"{name(story, inquiry.who)} asked: “{cut(prose(inquiry.text), 300)}”"
    answer = revealed(inquiry.answer)
    shown = answer if len(answer) <= LONGEST_ANSWER else cut(answer, LONGEST_ANSWER)
    decides = "; the buttons on the card do" if story.handoff.closed_at is None else ""
    small = context(plain(f"{_sources(inquiry)} An answer decides nothing{decides}."))
    return Message(notice(f"Answer: {prose(inquiry.answer)}"), [rich(words([lead]), quote([shown])), small])


def _sources(inquiry: Inquiry) -> str:
    named = ", ".join(clipped(prose(each), 60) for each in inquiry.sources[:8])
    return f"From: {named}." if named else "It rests on no source."


def taken_over(story: Story) -> Message:
    """Whose the case is now, with everything that was found so far, and the way back."""
    decision = last(story)
    who = name(story, decision.person) if decision else "A person"
    lead = f"{who} has this now. Nothing ran, and Baton does nothing more with {story.handoff.name}."
    made: list[Block] = [words([lead])]
    for title, lines in (("Known so far", _known(story)), ("Checked", _facts(story)), ("Not sure", _doubts(story))):
        if lines:
            made += [words([Bold(title)]), bullets(*lines)]
    back = button("Hand back", Action.HAND_BACK, str(ref(story)), f"Hand {story.handoff.name} back to the agent")
    show = button("Show everything", Action.SHOW, str(ref(story)), f"Show everything about {story.handoff.name}")
    return Message(notice(lead), [rich(*made), actions(back, show)])


def _known(story: Story) -> list[Line]:
    step = story.step
    shown = list(step.shown(story.handoff.args).items())[:8] if step else []
    return [[f"{_label_of(story, each)}  ", Bold(cut(exact(value), 160))] for each, value in shown]


def _label_of(story: Story, argument: str) -> str:
    return clipped(prose(story.step.label(argument)), 20) if story.step else argument


def _facts(story: Story) -> list[Line]:
    told_facts: list[Line] = []
    for fact in story.handoff.brief.facts[:6]:
        text = ("Against: " if fact.against else "") + prose(fact.text)
        source = clipped(prose(fact.source), 40)
        cited: list[Piece] = [" (", Italic(source), ")"] if source else []
        told_facts.append([cut(text, 160), *cited])
    return told_facts


def _doubts(story: Story) -> list[Line]:
    doubts = sorted(story.handoff.brief.doubts, key=lambda doubt: not doubt.changes_answer)
    return [[cut(prose(doubt.what), 160), _settled(doubt)] for doubt in doubts[:4]]


def _settled(doubt: Doubt) -> str:
    by = clipped(prose(doubt.settled_by).rstrip("."), 80)
    return f" Settled by: {by}." if by else ""


def handed_back(story: Story) -> Message:
    """A case is the agent's again."""
    note = next((each for each in reversed(story.notes) if each.kind == "back"), None)
    who = called(story, note.who.user) if note else "A person"
    why = f": “{cut(prose(note.text), 300)}”" if note else "."
    lead = f"{who} handed this back{why}"
    return Message(notice(lead), [rich(words([lead], ["The agent looks again; what it proposes is a new card."]))])


def back_with_agent(story: Story) -> str:
    """To the person who asked: who handed it back."""
    note = next((each for each in reversed(story.notes) if each.kind == "back"), None)
    who = called(story, note.who.user) if note else "A person"
    return f"{who} handed this back, {asker(story)}: the agent looks again. I answer here."


# Around a request's way in -------------------------------------------------------------------------------------------


def may_not_ask(you: str, who: str) -> Message:
    """Somebody asked who may not: who may, and the way through them. `who` is empty where full members may."""
    may = f"only these may ask here: {prose(who)}" if who else "only full members of this workspace may ask here"
    lead = f"You are {you}, and {may}." if you else f"{may[:1].upper()}{may[1:]}."
    return said([f"{lead} One of them can hand your message over: its menu, “Hand off to Baton”. Nothing is recorded."])


def routed(title: str) -> Message:
    """A request came without a workflow, and the agents found it out."""
    wrong = "If that is wrong, withdraw it and ask in the right channel."
    return said([f"This reads like: {prose(title)}. It went there. {wrong}"])
