"""Reads: looked up by an agent, kept as rows, and looked up again just before the effect that rests on them."""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.agents import Seen
from bot.engine import secrecy
from bot.engine.calls import call_tool, said
from bot.engine.world import World
from bot.errors import BadInput, BatonError
from bot.misfits import fields_of
from bot.tools import Call, ToolRefused
from bot.workflows import Workflow
from storage import audit, chain, requests
from storage.models import Brief, Doubt, Fact, Request, Run
from storage.sqlite import Db, to_time

READ_SECONDS = 20.0
Ground = tuple[str, dict[str, Any], dict[str, Any]]
log = logging.getLogger(__name__)


class RunLog:
    """The log of one run: performs reads, and keeps each as a row. `kept` holds the rows' ids."""

    def __init__(self, world: World, workflow: Workflow, request: Request, run: Run) -> None:
        self._world, self._workflow, self._request, self._run = world, workflow, request, run
        self.kept: list[int] = []
        self._recalled: list[int] = []

    @property
    def behind(self) -> tuple[int, ...]:
        """The rows of all reads that a move rests on: made for it, or recalled by `seen`."""
        return tuple(sorted({*self._recalled, *self.kept}))

    async def read(self, tool: str, args: Mapping[str, Any], call: str = "") -> dict[str, Any]:
        """See `bot.agents.Log`; `call` names the call of a model that the row answers."""
        model = await _model(self._world, self._workflow, self._request.id, tool, args)
        started = time.monotonic()
        try:
            answer = await look(self._world, self._workflow, self._request.id, tool, model)
        except ToolRefused as refused:
            kept = await self._keep(tool, args, {"refused": said(refused)}, started, call)
            raise ToolRefused(str(kept["refused"])) from refused
        except BatonError as error:
            kept = await self._keep(tool, args, {"failed": said(error)}, started, call)
            raise BatonError(str(kept["failed"])) from error
        return await self._keep(tool, args, answer, started, call)

    async def seen(self) -> tuple[Seen, ...]:
        """See `bot.agents.Log`."""
        turns = await self._world.read(lambda db: requests.turns(db, self._run.id))
        found = [turn for turn in turns if turn["kind"] == "read"]
        self._recalled = [turn["id"] for turn in found]
        return tuple([Seen(turn["name"], turn["input"], turn["output"], to_time(turn["at"])) for turn in found])

    async def _keep(
        self, tool: str, args: Mapping[str, Any], answer: dict[str, Any], started: float, call: str
    ) -> dict[str, Any]:
        """Keep a read as a row; returns the answer as the agent may have it, without secret values."""
        spent = round((time.monotonic() - started) * 1000)
        now, secrets = self._world.clock(), self._workflow.secrets

        def work(db: Db) -> tuple[int, dict[str, Any]]:
            asked, told = (
                secrecy.hide(db, self._world, secrets, self._request.id, dict(each)) for each in (args, answer)
            )
            turn = requests.add_turn(
                db,
                run_id=self._run.id,
                kind="read",
                name=tool,
                input=asked,
                output=told,
                milliseconds=spent,
                now=now,
                call=call,
            )
            seen = attested(turn, tool, asked, told)
            audit.add(db, now, "read", "agent", request=self._request.id, run=self._run.id, data=seen)
            return turn, told

        turn, told = await self._world.write(work)
        self.kept.append(turn)
        return told


def attested(turn: int, tool: str, asked: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """What the record says of a look-up: its row, and the digests of its arguments and of its answer."""
    return {"turn": turn, "tool": tool, "input": chain.digest(asked), "output": chain.digest(told)}


async def _model(world: World, workflow: Workflow, request_id: int, tool: str, args: Mapping[str, Any]) -> BaseModel:
    found = workflow.reads.get(tool)
    if found is None:
        known = ", ".join(workflow.reads) or "none"
        raise BadInput(f"There is no read called {tool}; the workflow has {known}.")
    try:
        return await secrecy.real(world, request_id, found, args)
    except ValidationError as error:
        wrong = fields_of(error, found.model)
        raise BadInput(f"{tool}: {' '.join(wrong.values())}", wrong) from error


async def look(world: World, workflow: Workflow, request_id: int, tool: str, model: BaseModel) -> dict[str, Any]:
    """What a read answers now.

    Raises:
        ToolRefused: the tool has no answer and says why.
        BatonError: it failed or took longer than READ_SECONDS.
    """
    found = workflow.reads[tool]
    call = Call(f"read-{request_id}", request_id, 0, tool, (), world.clock())
    try:
        return await call_tool(found.function, model, call, READ_SECONDS, takes_call=found.takes_call)
    except ToolRefused:
        raise
    except Exception as error:
        log.exception("the read %s for request %s failed", tool, request_id)
        why = said(error) if isinstance(error, BatonError) else type(error).__name__
        raise BatonError(f"{tool} could not be asked ({why.rstrip('.')}).") from error


@dataclass(frozen=True)
class Changes:
    """What the reads behind a proposal answer differently now.

    `told` has one sentence for each difference, and is empty where nothing changed. `fresh` holds every read with its
    answer of now.
    """

    told: tuple[str, ...]
    before: tuple[Ground, ...]
    fresh: tuple[Ground, ...]

    def brief(self, brief: Brief) -> Brief:
        """The brief with what is known now: facts of the old look give way to those of the new one."""
        stale = {_text(fact) for _, _, answer in self.before for fact in answer.get("facts") or ()}
        known = [fact for fact in brief.facts if fact.text not in stale]
        now = [_fact(fact) for _, _, answer in self.fresh for fact in answer.get("facts") or ()]
        what = f"Not run: since it was asked, something changed. {' '.join(self.told)}"
        doubts = (Doubt(what=what, changes_answer=True), *brief.doubts)
        return brief.model_copy(update={"facts": (*now, *known), "doubts": doubts})


async def look_again(world: World, workflow: Workflow, request_id: int, grounds: Sequence[Ground]) -> Changes:
    """Ask every read behind a proposal once more.

    What was looked up several times counts as it was the last time. A read that cannot be asked again counts as a
    difference: nothing runs on facts that nobody could check.
    """
    told: list[str] = []
    fresh: list[Ground] = []
    newest = {(tool, chain.digest(args)): (tool, args, answer) for tool, args, answer in grounds}
    for tool, args, before in newest.values():
        if tool not in workflow.reads:
            told.append(f"{tool} is not among the workflow’s reads any more, so it could not be asked again.")
            continue
        if not workflow.reads[tool].again:
            continue
        try:
            after = await look(world, workflow, request_id, tool, await _model(world, workflow, request_id, tool, args))
        except ToolRefused as refused:
            after = {"refused": said(refused)}
        except BatonError as error:
            after = {"failed": said(error)}
        after = await secrecy.hidden_answer(world, workflow, request_id, after)
        fresh.append((tool, args, after))
        told += _told(before, after) if chain.digest(before) != chain.digest(after) else []
    return Changes(tuple(dict.fromkeys(told)), tuple(grounds), tuple(fresh))


def told_changes(before: Sequence[Ground], after: Sequence[Ground]) -> tuple[str, ...]:
    """What the same look-ups answer differently, as sentences; what was looked up only once is no difference."""
    known = {(tool, chain.digest(args)): answer for tool, args, answer in before}
    told: list[str] = []
    for tool, args, answer in after:
        earlier = known.get((tool, chain.digest(args)))
        if earlier is not None and "failed" not in answer and chain.digest(earlier) != chain.digest(answer):
            told += _told(earlier, answer)
    return tuple(dict.fromkeys(told))


def _fact(fact: Any) -> Fact:
    try:
        return Fact.model_validate(fact)
    except ValidationError:
        return Fact(text=str(fact))


def _told(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    for trouble in ("refused", "failed"):
        if trouble in after and after.get(trouble) != before.get(trouble):
            return [str(after[trouble])]
    told = [
        f"{_name(key)} was {before.get(key, 'not there')}, is {after.get(key, 'not there')}."
        for key in {**before, **after}
        if key not in {"facts", "doubts"} and before.get(key) != after.get(key)
    ]
    return [*_new_facts(before, after), *told] or ["What was looked up is not the same any more."]


def _new_facts(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    known = [_text(fact) for fact in before.get("facts") or ()]
    return [f"Now: {_text(fact)}." for fact in after.get("facts") or () if _text(fact) not in known]


def _text(fact: Any) -> str:
    return str(fact.get("text", fact) if isinstance(fact, Mapping) else fact)


def _name(key: str) -> str:
    return key.replace("_", " ").capitalize()
