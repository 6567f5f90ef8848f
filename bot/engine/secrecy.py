"""Secret values on their way in and out: kept sealed in one row each, a placeholder in their place everywhere else."""

import dataclasses
import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from bot import hidden as log_of_hidden
from bot import secrecy
from bot.agents import Later, Move, Proposal
from bot.engine.world import Ballot, World
from bot.errors import BatonError
from bot.secrecy import Fields
from bot.tools import Tool
from bot.workflows import Step, Workflow
from storage import audit, secrets
from storage.models import Brief, Handoff, Request, Run
from storage.sealing import Unsealable
from storage.sqlite import Db


class Sealed(BatonError):
    """A secret value cannot be put back in its place; the text says why. Nothing was called with it."""


def values(db: Db, world: World, request_id: int) -> dict[str, str]:
    """The secret values of a request: placeholder to value; none that was erased.

    Raises:
        Sealed: there is no key, or it is another one.
    """
    found = [each for each in secrets.of_request(db, request_id) if each.sealed]
    if found and world.sealer is None:
        raise Sealed("Secret values of this request are sealed, and BATON_SECRET_KEY is not set. Nothing was done.")
    try:
        opened = {secrecy.placeholder(each.field, each.id): secrets.value(world.sealer, each) for each in found}  # type: ignore[arg-type]
    except Unsealable as error:
        raise Sealed(f"A secret value of this request cannot be opened. {error}") from error
    log_of_hidden.remember(opened.values())
    return opened


def opened(db: Db, world: World, request_id: int, args: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """Arguments with the secret values of this request back in their places, where the tool says they belong.

    A placeholder in any other argument stays one: no text can carry a secret value out.

    Raises:
        Sealed: one of them is another request's, was erased, or cannot be opened.
    """
    given = {name: value for name, value in args.items() if name in names}
    numbers = set(secrecy.numbers_in(given))
    if not numbers:
        return dict(args)
    found = values(db, world, request_id)
    known = {number: text for name, text in found.items() for number in secrecy.numbers_in(name)}
    if numbers - known.keys():
        raise Sealed("A secret value in it does not belong to this request, or was erased.")
    return {**args, **secrecy.opened(given, known)}


async def real(world: World, request_id: int, tool: Tool, args: Mapping[str, Any]) -> BaseModel:
    """The arguments that a tool is called with.

    Raises:
        Sealed: as `opened`.
        pydantic.ValidationError: they do not fit the tool's model.
    """
    if not tool.secrets:
        return tool.model.model_validate(dict(args))
    whole = await world.read(lambda db: opened(db, world, request_id, args, tool.secrets))
    return tool.opens.model_validate(whole)


def as_given(step: Step, fitting: BaseModel, given: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments as the tool's model has them, but secret ones as they were given: not put back in their places.

    One that was not given is left out: its default is the tool's own, whatever it is.
    """
    args = fitting.model_dump(mode="json", exclude_none=True)
    if not step.secrets:
        return args
    kept = {name: value for name, value in args.items() if name not in step.secrets or given.get(name) is not None}
    return {name: given[name] if name in step.secrets else value for name, value in kept.items()}


def hide(db: Db, world: World, fields: Fields, request_id: int, value: Any) -> Any:
    """A JSON value (an answer, arguments) as rows, prompts and people may have it; new secret values are kept."""
    if not fields:
        return value
    found = list(dict.fromkeys(secrecy.in_answer(fields, value)))
    return secrecy.hidden(value, fields, _known(db, world, request_id, found))


def hide_text(db: Db, world: World, fields: Fields, request_id: int, text: str) -> str:
    """The same for people's words: what the fields' patterns find, and every secret value of this request."""
    if not fields:
        return text
    found = list(dict.fromkeys(secrecy.in_words(fields, text)))
    return secrecy.hidden_in_text(text, _known(db, world, request_id, found), fields)


def hide_words(db: Db, world: World, fields: Fields, request_id: int, value: Any) -> Any:
    """The same for the texts of a JSON value, whatever their keys are called."""
    if not fields:
        return value
    found = [each for text in secrecy.texts_in(value) for each in secrecy.in_words(fields, text)]
    return secrecy.hidden(value, {}, _known(db, world, request_id, found), fields)


def hide_answer(db: Db, world: World, field: str, request_id: int, text: str) -> str:
    """The whole of what was typed is a secret value: an answer to a question about it."""
    return next(iter(_known(db, world, request_id, [(field, text)], only=text).values()))


def _known(
    db: Db, world: World, request_id: int, found: Iterable[tuple[str, str]], *, only: str | None = None
) -> dict[str, str]:
    """Value to placeholder, for all of a request; those `found` that are new get a row of their own."""
    known = {text: name for name, text in values(db, world, request_id).items()}
    for field, text in found:
        if text not in known:
            known[text] = _keep(db, world, request_id, field, text)
    return known if only is None else {only: known[only]}


def _keep(db: Db, world: World, request_id: int, field: str, text: str) -> str:
    now = world.clock()
    if world.sealer is None:  # the start refuses this; a file that came into force later is refused as well
        raise Sealed("A secret value cannot be kept: BATON_SECRET_KEY is not set. Nothing was recorded.")
    kept = secrets.add(db, world.sealer, request_id=request_id, field=field, value=text, now=now)
    audit.add(db, now, "secret_kept", "baton", request=request_id, data=secrets.attested(kept))
    log_of_hidden.remember([text])
    return secrecy.placeholder(field, kept.id)


def all_fields(workflows: Iterable[Workflow]) -> Fields:
    """The secret fields of all these workflows, for words of which nobody knows yet which one they are for."""
    return {name: pattern for flow in workflows for name, pattern in flow.secrets.items()}


def fields_for(world: World, workflow_id: str) -> Fields:
    """The secret fields of a workflow; of all of them where it is not chosen yet, or gone."""
    workflow = world.shelf.workflow(workflow_id) if workflow_id else None
    return workflow.secrets if workflow else all_fields(world.shelf.workflows.values())


def words(db: Db, world: World, request: Request, text: str) -> str:
    """What somebody wrote about a request, without secret values and tokens."""
    return hide_text(db, world, fields_for(world, request.workflow), request.id, log_of_hidden.clean(text))


def about_nothing(world: World, text: str) -> str:
    """What somebody wrote about no request, such as why they pause a step: nothing secret is kept of it, nor sealed."""
    fields = all_fields(world.shelf.workflows.values())
    known = {value: secrecy.MASK for _, value in secrecy.in_words(fields, text)}
    return log_of_hidden.veiled(secrecy.hidden_in_text(text, known, fields))


async def hidden_answer(world: World, workflow: Workflow, request_id: int, answer: dict[str, Any]) -> dict[str, Any]:
    """`hide`, in a transaction of its own; none where the workflow has no secret values."""
    if not workflow.secrets:
        return answer
    return dict(await world.mark(lambda db: hide(db, world, workflow.secrets, request_id, answer)))


def hide_bytes(db: Db, world: World, fields: Fields, request_id: int, body: bytes) -> bytes:
    """What a model said, as JSON, without secret values: it may have made one up, or seen one that nothing found."""
    if not fields:
        return body
    text = body.decode("utf-8", "surrogatepass")
    try:
        found = list(dict.fromkeys(secrecy.in_answer(fields, json.loads(text))))
    except ValueError:
        found = list(secrecy.in_words(fields, text))
    told = secrecy.hidden_in_text(text, _known(db, world, request_id, found), {})  # no short one: numbers stay JSON
    return body if told == text else told.encode("utf-8", "surrogatepass")


def typed(db: Db, world: World, step: Step | None, request_id: int, args: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments as they were typed or proposed, as rows may have them."""
    if step is None or not step.secrets:
        return dict(args)
    return dict(hide(db, world, dict.fromkeys(step.secrets), request_id, dict(args)))


def kept_ballot(db: Db, world: World, step: Step | None, handoff: Handoff, ballot: Ballot) -> Ballot:
    """What somebody decides, without the secret values and tokens that they typed."""
    if ballot.note or ballot.words:
        note, words = log_of_hidden.clean(ballot.note), log_of_hidden.clean(ballot.words)
        ballot = dataclasses.replace(ballot, note=note, words=words)
    fields = fields_for(world, handoff.workflow)
    if not fields or (ballot.args is None and not ballot.note and not ballot.words):
        return ballot
    words_of = {"note": ballot.note, "words": ballot.words}
    told = dict(hide_words(db, world, fields, handoff.request_id, words_of))
    if ballot.args is not None:
        told["args"] = typed(db, world, step, handoff.request_id, ballot.args)
    return dataclasses.replace(ballot, **told)


def answered(db: Db, world: World, handoff: Handoff, text: str) -> str:
    """The answer to a question of the agent: all of it is secret where the question is about a secret argument."""
    text = log_of_hidden.clean(text)
    name, _, argument = handoff.about.partition(".")
    step = world.shelf.step(handoff.workflow, name)
    if step is not None and argument in step.secrets:
        return hide_answer(db, world, argument, handoff.request_id, text)
    return hide_text(db, world, fields_for(world, handoff.workflow), handoff.request_id, text)


def told_back(
    db: Db, world: World, handoff: Handoff, result: Mapping[str, Any] | None, error: str
) -> tuple[dict[str, Any] | None, str]:
    """What a tool returned and what it said, without secret values. What happened is recorded, whatever the key."""
    fields = fields_for(world, handoff.workflow)
    if not fields:
        return (None if result is None else dict(result)), error
    try:
        told = None if result is None else dict(hide(db, world, fields, handoff.request_id, dict(result)))
        return told, hide_text(db, world, fields, handoff.request_id, error)
    except Sealed as sealed:  # what was said may hold secret values, and nobody could tell
        return (None if result is None else {}), str(sealed)


def hidden_move(db: Db, world: World, workflow: Workflow, move: Move, run: Run) -> Move:
    """What an agent proposes, asks or says, without secret values."""
    fields, request_id = workflow.secrets, run.request_id
    if not fields or isinstance(move, Later):
        return move
    told = {each.name: getattr(move, each.name) for each in dataclasses.fields(move)}
    brief = told.get("brief")
    if isinstance(brief, Brief):
        told["brief"] = brief.model_dump(mode="json")
    if isinstance(move, Proposal):
        step = workflow.steps.get(move.step)
        told["args"] = typed(db, world, step, request_id, move.args)
    open_ones = {name: value for name, value in told.items() if name not in {"args", "score", "step"}}
    told |= hide_words(db, world, fields, request_id, open_ones)
    if "choices" in told:
        told["choices"] = tuple(told["choices"])
    return dataclasses.replace(move, **told)
