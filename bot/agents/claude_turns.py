"""What the model's tool calls mean: a move, look-ups to make, or something that it has to put right."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.agents import draft, prompts
from bot.agents.base import Finished, GiveUp, Move, Proposal, Question
from bot.agents.claude_brief import Material, honest, of_draft, unparsed
from bot.agents.claude_log import TalkLog
from bot.agents.claude_reply import ToolCall
from bot.agents.claude_talk import Talk, looked_up
from bot.agents.draft import MOVES, PROPOSE
from bot.errors import BadInput, BatonError, StorageError
from bot.tools import ToolRefused
from bot.workflows import Workflow

MOST_WRONG = 2
"""Calls that do not fit, or look-ups that fail, before a person takes the case."""
MOST_LOOKS = 20
"""Look-ups in one answer; what is beyond is not made."""
Json = dict[str, Any]


@dataclass(frozen=True)
class Wrong:
    """A call that does not fit: what the model is told, what the card says if that does not help, and how it counts."""

    told: str
    card: str
    kind: str = "wrong"
    most: int = MOST_WRONG
    said: Any = None

    @property
    def reason(self) -> str:
        """Why a person should take the case."""
        return f"{self.card.rstrip('.')}, so a person should look."

    @property
    def unparsed(self) -> str:
        """What the model wrote, where that is all there is."""
        return unparsed(self.said) if self.said is not None else ""


@dataclass
class Results:
    """What is sent back to the model, and how it counts."""

    blocks: list[Json] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    last: Wrong | None = None

    def add(self, call: ToolCall, text: str, *, wrong: Wrong | None = None) -> None:
        """The result of a call; an error where it is `wrong`."""
        block: Json = {"type": "tool_result", "tool_use_id": call.id, "content": text}
        self.blocks.append({**block, "is_error": True} if wrong else block)
        if wrong:
            self.counts[wrong.kind] = self.counts.get(wrong.kind, 0) + 1
            self.last = wrong


def is_move(name: str) -> bool:
    """Whether a tool ends the model's turn."""
    return name in MOVES or name.startswith(PROPOSE)


def move_of(call: ToolCall, workflow: Workflow, material: Material) -> Move | Wrong:
    """The move behind a call."""
    if call.name.startswith(PROPOSE):
        return _proposal(call, workflow, material)
    parsed = _MODELS.get(call.name)
    if parsed is None:
        return Wrong(_no_tool(call.name, workflow), "The model asked for a tool that is not there.")
    told = _parse(parsed, call.input)
    if isinstance(told, Wrong):
        return told
    if isinstance(told, draft.Asked):
        return Question(told.question, tuple(told.choices), told.to, _about(told.about, workflow))
    if isinstance(told, draft.GivenUp):
        return GiveUp(told.reason, of_draft(material, told))
    return Finished(told.text if isinstance(told, draft.Ended) else "")


_MODELS: dict[str, type[BaseModel]] = {draft.ASK: draft.Asked, draft.GIVE_UP: draft.GivenUp, draft.FINISH: draft.Ended}


def _no_tool(name: str, workflow: Workflow) -> str:
    names = [*workflow.reads, *(f"{PROPOSE}{step}" for step in workflow.steps), *_MODELS]
    return f"There is no tool {name[:60]} here. There are {', '.join(names)}."


def _about(about: str, workflow: Workflow) -> str:
    """`step.argument` where there is such an argument, else empty."""
    step, _, argument = about.partition(".")
    known = workflow.steps.get(step)
    return about if known and argument in known.tool.model.model_fields else ""


def _proposal(call: ToolCall, workflow: Workflow, material: Material) -> Move | Wrong:
    step = workflow.steps.get(call.name.removeprefix(PROPOSE))
    if step is None:
        return Wrong(_no_tool(call.name, workflow), "The model asked for a tool that is not there.")
    told = _parse(draft.Proposed, call.input)
    if isinstance(told, Wrong):
        return told
    if not isinstance(told, draft.Proposed):
        raise TypeError(type(told).__name__)
    try:
        fitting = step.tool.model.model_validate(told.arguments)
    except ValidationError as error:
        return Wrong(
            f"The arguments do not fit. {_misfits(error)}", f"The model’s values for “{step.title}” do not fit."
        )
    args = fitting.model_dump(mode="json", exclude_none=True)
    score = told.p_correct if honest(told, material.sources) else None
    return Proposal(step.name, args, score, of_draft(material, told, step, args))


def _parse(model: type[BaseModel], data: Mapping[str, Any]) -> BaseModel | Wrong:
    try:
        return model.model_validate(dict(data))
    except ValidationError as error:
        told = f"That does not have the form of this tool. {_misfits(error)} Call it again, whole."
        return Wrong(told, "The model’s answer does not have the form that was asked for.", "draft", 1, dict(data))


def _misfits(error: ValidationError) -> str:
    found = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}." for each in error.errors(include_url=False)[:8]]
    return " ".join(found)


async def look_up(talk: Talk, workflow: Workflow, log: TalkLog) -> Results:
    """Make the look-ups that the model waits for, each once; moves beside them have to come again."""
    pending = talk.pending()
    results, number = Results(), talk.reads()
    if pending is None:
        return results
    row, calls = pending
    for index, call in enumerate(calls):
        if is_move(call.name):
            wrong = Wrong(
                "Look at the results first, then make one move by itself.", "The model made two moves at once."
            )
            results.add(call, wrong.told, wrong=wrong)
        elif call.name not in workflow.reads:
            wrong = Wrong(_no_tool(call.name, workflow), "The model asked for a tool that is not there.")
            results.add(call, wrong.told, wrong=wrong)
        elif index >= MOST_LOOKS:
            results.add(call, "Too many look-ups at once; this one was not made.")
        else:
            number += 1
            await _look(results, call, f"{row.id}/{call.id}", number, talk.mark, log)
    return results


async def _look(results: Results, call: ToolCall, key: str, number: int, mark: str, log: TalkLog) -> None:
    try:
        answer: Mapping[str, Any] = await log.look(call.name, call.input, key)
    except ToolRefused as refused:
        answer = {"refused": str(refused)}
    except BadInput as error:
        results.add(call, str(error), wrong=Wrong(str(error), f"The model asked wrongly: {error}"))
        return
    except StorageError:
        raise  # our own trouble and no answer: the run is tried again from its rows
    except BatonError as error:
        wrong = Wrong(str(error), f"Something could not be looked up: {error}", "failed")
        results.add(call, prompts.between(mark, {"failed": str(error)}), wrong=wrong)
        return
    results.add(
        call, prompts.between(mark, prompts.cut_leaves(looked_up(number, call.name, call.input, answer), prompts.MOST))
    )


def over(talk: Talk, wrong: Wrong, counts: Mapping[str, int]) -> bool:
    """Whether the model had its chances to put this right."""
    return talk.count(wrong.kind) + counts.get(wrong.kind, 1) > wrong.most
