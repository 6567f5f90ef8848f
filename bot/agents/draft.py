"""What the model writes about a move, and the tools that it writes it with. Pure.

The order of the fields is the order in which they are written: what was found, what stands against it, what is open,
and only then the arguments and how sure the model is. The limits are checked here; the provider does not hold them.
"""

import copy
import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.tools import Tool
from bot.workflows import Step, Workflow

Schema = dict[str, Any]
PROPOSE = "propose_"
ASK, GIVE_UP, FINISH, ANSWER = "ask", "give_up", "finish", "answer"
MOVES = frozenset({ASK, GIVE_UP, FINISH, ANSWER})


class Part(BaseModel):
    """A part of a draft: no other keys than these."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _text(most: int, told: str = "", least: int = 1) -> Any:
    return Field(min_length=least, max_length=most, description=told or None)


class Evidence(Part):
    """A fact, and where it stands word for word."""

    claim: Annotated[str, _text(200, "The fact, in one sentence a colleague can check.")]
    source_id: Annotated[str, _text(40, "request, note:1, read:1 … as the material names it.")]
    quote: Annotated[str, _text(240, "Copied character for character from that source. Not a summary.")]


class Uncertainty(Part):
    """Something that is open, and what would settle it."""

    what: Annotated[str, _text(160, "The open question, in one sentence.")]
    kind: Literal[
        "missing_fact", "ambiguous_request", "conflicting_sources", "policy_unclear", "novel_case", "model_limit"
    ]
    would_change_decision: bool
    resolve_by: Annotated[str, _text(160, "The look-up or the question that would settle it.", 0)]
    argument: Annotated[str, _text(60, "The argument that it is about, or empty.", 0)] = ""


class Alternative(Part):
    """What else could be done."""

    what: Annotated[str, _text(160)]
    why_not: Annotated[str, _text(160)]


class Draft(Part):
    """What the model writes about a proposal, or about a case that it gives up."""

    situation: Annotated[str, _text(200, "What this is about, in one or two sentences.")]
    background: Annotated[list[Annotated[str, _text(160)]], Field(max_length=4)] = []
    evidence: Annotated[list[Evidence], Field(max_length=6)] = []
    counter_evidence: Annotated[list[Evidence], Field(max_length=3)] = []
    uncertainties: Annotated[list[Uncertainty], Field(max_length=4)] = []
    assessment: Annotated[str, _text(400, "What you make of it, for the person who decides.")]
    alternatives: Annotated[list[Alternative], Field(max_length=3)] = []


class Proposed(Draft):
    """A draft with what only a proposal has. `arguments` are checked by the step's own model."""

    arguments: dict[str, Any]
    p_correct: Annotated[
        float,
        Field(ge=0, le=1, description="The probability that a careful colleague with full access approves exactly "
              "this action unchanged."),
    ]  # fmt: skip


class Asked(Part):
    """A question to the person who asked, or to those who decide."""

    question: Annotated[str, _text(300, "One question, in plain words, that only they can answer.")]
    choices: Annotated[list[Annotated[str, _text(60)]], Field(max_length=5)] = []
    to: Annotated[Literal["requester", "channel"], Field(description="channel: the people who decide here.")]
    about: Annotated[str, _text(120, "step.argument that is missing, or empty.", 0)] = ""


class GivenUp(Draft):
    """Why a person should take the case."""

    reason: Annotated[str, _text(300, "One sentence for the person who takes it.")]


class Ended(Part):
    """Nothing more to do."""

    text: Annotated[str, _text(600, "Words for the person who asked; empty where the last result says it all.", 0)]


class Answered(Part):
    """The answer to a person's question about the case."""

    text: Annotated[str, _text(1200, "The answer, or that the material does not say it.")]
    evidence: Annotated[list[Evidence], Field(max_length=6)] = []


def tools(workflow: Workflow) -> list[Schema]:
    """The tools of a workflow, always in the same order: looks, proposals, and the other moves."""
    looks = [_tool(name, _told(tool), strict(tool.model)) for name, tool in sorted(workflow.reads.items())]
    proposals = [_tool(f"{PROPOSE}{name}", _proposing(step), _proposed(step)) for name, step in workflow.steps.items()]
    return [*looks, *proposals, *(_tool(name, told, strict(model)) for name, told, model in _OTHERS)]


_OTHERS: tuple[tuple[str, str, type[Part]], ...] = (
    (ASK, "Ask one question that only a person can answer. Ask before anything is proposed, not after.", Asked),
    (GIVE_UP, "Hand the case over to a person, with what was found.", GivenUp),
    (FINISH, "End the work: nothing more is to be done.", Ended),
    (ANSWER, "Answer a person's question about the case. Only where the newest message asks you one.", Answered),
)


def _told(tool: Tool) -> str:
    return (tool.function.__doc__ or tool.name.replace("_", " ")).strip()


def _proposing(step: Step) -> str:
    text = f"Propose “{step.title}” with exact arguments. It does not run: a person or the team's own rules decide."
    return f"{text} {_told(step.tool)}"


def _proposed(step: Step) -> Schema:
    """The schema of a proposal, with the step's own arguments in the place of `arguments`."""
    named = json.dumps(strict(step.tool.model)).replace('"#/$defs/', '"#/$defs/own_')
    schema, own = strict(Proposed), json.loads(named)
    schema["$defs"] |= {f"own_{name}": kept for name, kept in own.pop("$defs", {}).items()}
    schema["properties"]["arguments"] = own
    return schema


def _tool(name: str, told: str, schema: Schema) -> Schema:
    made: Schema = {"name": name, "description": told, "input_schema": schema}
    return {**made, "strict": True} if _closed(schema) else made


_KEPT = frozenset(
    {"type", "properties", "required", "items", "enum", "const", "anyOf", "$ref", "$defs", "description", "title"}
)
_TOLD_BY_OTHERS = frozenset({"default", "format", "additionalProperties"})
_FORMATS = frozenset({"date-time", "time", "date", "duration", "email", "uri", "uuid"})


def strict(model: type[BaseModel]) -> Schema:
    """A model's schema as the provider can hold to it: limits go into the descriptions, objects are closed."""
    return _strict(copy.deepcopy(model.model_json_schema()))


def _strict(schema: Schema) -> Schema:
    kept = {key: value for key, value in schema.items() if key in _KEPT and key != "title"}
    said = {key: value for key, value in schema.items() if key not in _KEPT | _TOLD_BY_OTHERS}
    limits = [f"{key}: {value}" for key, value in said.items() if isinstance(value, str | int | float)]
    if schema.get("format") in _FORMATS:
        kept["format"] = schema["format"]
    if limits:
        kept["description"] = " ".join(filter(None, [kept.get("description", ""), f"({', '.join(limits)})"]))
    for name in ("properties", "$defs"):
        if name in kept:
            kept[name] = {key: _strict(value) for key, value in kept[name].items()}
    if "anyOf" in kept:
        kept["anyOf"] = [_strict(each) for each in kept["anyOf"]]
    if isinstance(kept.get("items"), dict):
        kept["items"] = _strict(kept["items"])
    if "properties" in kept:
        kept |= {"additionalProperties": False, "required": list(kept["properties"])}
    elif kept.get("type") == "object" and "additionalProperties" in schema:
        kept["additionalProperties"] = schema["additionalProperties"]
    return kept


def _closed(schema: Any) -> bool:
    """Whether every object in it names all its keys, as a strict tool must."""
    if isinstance(schema, list):
        return all(map(_closed, schema))
    if not isinstance(schema, Mapping):
        return True
    if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
        return False
    return all(_closed(value) for key, value in schema.items() if key not in {"enum", "const"})
