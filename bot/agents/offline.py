"""The agent that works without a language model: a text classifier chooses the step, rules fill its fields.

It proposes only what stands in the request, in what it looked up, or among a field's fixed choices. Where something
is missing it asks once; where it is out of its depth it hands over. The text of a request is data and gives no orders.
"""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.agents.answering import answered
from bot.agents.base import Answer, Case, Finished, GiveUp, Log, Move, Outcome, Proposal, Question
from bot.agents.classifier import available
from bot.agents.filling import Filled, fill_step
from bot.agents.hearing import Heard
from bot.agents.judge import PERSON
from bot.agents.learned import Guess, Learned, fitted, learned
from bot.agents.lookups import Findings, look_up
from bot.agents.orders import gives_orders, visible, without_orders
from bot.agents.scan import Scan
from bot.agents.space import Look
from bot.misfits import fields_of
from bot.workflows import Example, Step, Workflow
from storage.models import Brief

__all__ = ["OfflineAgent", "available"]

HOW = "No language model was used."
_CLEAR = 0.5  # a step less likely than this is not proposed
_ORDERS_FACTOR = 0.5  # what is left of the score of a text that gives orders
_ORDERS_SURE = 0.7  # no value of such a text is surer than this, so that what was looked up stands against it
NO_EXAMPLES = "This workflow has no examples yet, so the offline agent cannot tell what is asked."
_MOST_STRANGERS = 3
_CODE = (
    "background classifier concepts descent fields filling gate hearing judge learned lookups masks offline orders "
    "rules scan space"
)


def _version() -> str:
    code = b"".join(Path(__file__).with_name(f"{name}.py").read_bytes() for name in _CODE.split())
    return hashlib.sha256(code).hexdigest()[:12]


@dataclass(frozen=True)
class Reading:
    """All that can be told from a case's texts alone; `look` and `guess` are None without examples."""

    heard: Heard
    orders: bool
    look: Look | None
    guess: Guess | None


@dataclass(frozen=True)
class Turn:
    """What is known in one call of `next`."""

    case: Case
    orders: bool
    findings: Findings

    def brief(self, given: Mapping[str, Any], filled: Filled | None = None, assessment: str = "") -> Brief:
        """The brief with what was looked up about `given`."""
        doubts = (*(filled.doubts if filled else ()), *self.findings.doubts(given))
        return Brief(
            doubts=tuple(sorted(dict.fromkeys(doubts), key=lambda doubt: not doubt.changes_answer)),
            facts=self.findings.facts(given),
            unfound=tuple(filled.unfound) if filled else (),
            orders=self.orders,
            assessment=assessment,
            how=HOW,
        )


class OfflineAgent:
    """Proposes the next move by a classifier and rules. Needs the extra `offline`; see `available`."""

    version = _version()

    def __init__(self, workflow: Workflow) -> None:
        self.workflow = workflow
        self.fit = 0
        self._mind: Learned | None = None

    async def warm(self) -> None:
        """Fit the examples now, off the event loop, so that the first request does not wait for it."""
        if self.workflow.examples:
            await self._learned()

    async def study(self, lessons: tuple[Example, ...]) -> Learned | None:
        """What it would know with these lessons beside its examples, fitted off the event loop; see `use`."""
        if not self.workflow.examples:
            return None
        known = fitted(self.workflow, lessons)
        return known if known is not None else await asyncio.to_thread(learned, self.workflow, lessons)

    def use(self, learned: object, fit: int) -> None:
        """Go by what `study` returned; `fit` is its number in the record, 0 for the examples alone."""
        if isinstance(learned, Learned):
            self._mind, self.fit = learned, fit

    async def _learned(self) -> Learned:
        if self._mind is None:
            self.use(await self.study(()), 0)
        assert self._mind is not None
        return self._mind

    async def next(self, case: Case, log: Log) -> Move:
        """The next move for `case`: see the module's first lines."""
        last, news = _last(case), _news(case)
        if last is not None and last.step and last.verdict in ("approve", "edit"):
            return GiveUp(last.error, Brief(how=HOW)) if last.error else Finished()
        if last is not None and not news and (last.verdict in ("reject", "settled") or last.step):
            return Finished()
        move = await self._move(case, log)
        return move if last is None or news else _after(last, move)

    async def fits(self, text: str) -> float:
        """How surely a text asks for one of this workflow's steps; 0 where a person should take it."""
        if not self.workflow.examples or not visible(text).strip():
            return 0.0
        mind = await self._learned()
        guess = await asyncio.to_thread(lambda: mind.guess(mind.look(without_orders(text) or visible(text))))
        return 0.0 if _out_of_depth(guess, self.workflow.steps.get(guess.step)) else guess.probability

    async def answer(self, case: Case, log: Log, question: str) -> Answer:
        """What is known that shares words with the question; everything is looked up again for it."""
        mind = await self._learned() if self.workflow.examples else None
        heard = (await asyncio.to_thread(_read, case, self.workflow, mind)).heard
        return answered(question, case, await look_up(self.workflow.reads, heard.keys, heard.said, log))

    async def _move(self, case: Case, log: Log) -> Move:
        if not visible(case.words).strip():
            return GiveUp("The request holds no text.", Brief(how=HOW))
        mind = await self._learned() if self.workflow.examples else None
        reading = await asyncio.to_thread(_read, case, self.workflow, mind)
        heard = reading.heard
        turn = Turn(case, reading.orders, await look_up(self.workflow.reads, heard.keys, heard.said, log))
        if mind is None or reading.look is None or reading.guess is None:
            return GiveUp(NO_EXAMPLES, turn.brief({}))
        step, look = self.workflow.steps.get(reading.guess.step), reading.look
        why = _out_of_depth(reading.guess, step)
        if step is None or why:
            return GiveUp(why, turn.brief({}, assessment=_assessment(step, reading.guess)))
        suggest = partial(mind.field, look, step.name)
        filled = fill_step(step, heard.of(step), self.workflow.reads.values(), turn.findings, suggest)
        filled.doubts += heard.doubts(step)
        return self._answer(turn, step, reading.guess, filled)

    def _answer(self, turn: Turn, step: Step, guess: Guess, filled: Filled) -> Move:
        failed = [read for read in turn.findings.reads if read.failed]
        if failed:
            reason = f"Looking up the {failed[0].source} failed: {failed[0].failed}"
            return GiveUp(reason, turn.brief(filled.args, filled))
        if filled.question:
            if _asked_before(turn.case):
                return GiveUp(f"One question did not settle it: {filled.question}", turn.brief(filled.args, filled))
            return Question(filled.question, filled.choices)
        try:
            args = step.tool.model.model_validate_json(json.dumps(filled.args)).model_dump(
                mode="json", exclude_none=True
            )
        except ValidationError as error:
            reason = f"The values found do not fit together: {' '.join(fields_of(error).values())}"
            return GiveUp(reason, turn.brief(filled.args, filled))
        score = guess.probability * filled.sure * (_ORDERS_FACTOR if turn.orders else 1)
        return Proposal(step.name, args, round(score, 4), turn.brief(args, filled, _assessment(step, guess)))


def _read(case: Case, workflow: Workflow, mind: Learned | None) -> Reading:
    """Read the texts: in a thread, as long ones take a while. Order-giving sentences do not count for the step."""
    orders = gives_orders(case.words)
    heard = Heard(
        _scans(case), case.requester.user, workflow, mind.known if mind else {}, _ORDERS_SURE if orders else 1.0
    )
    heard.listen()
    if mind is None:
        return Reading(heard, orders, None, None)
    asked = _asked(case)
    look = mind.look(without_orders(asked) or visible(asked))
    return Reading(heard, orders, look, mind.guess(look))


def _scans(case: Case) -> tuple[Scan, ...]:
    """The texts of the case, the newest first. An edit makes the request itself newer than what was added before it."""
    today = case.now.date()
    newer, older = list[Scan](), list[Scan]()
    for note in case.notes:
        if note.kind == "edit":
            older, newer = [*older, *newer], []
        else:
            newer.append(Scan(visible(note.text), today, answer=note.kind == "answer"))
    told = {note.text for note in case.notes}
    answers = [one.note for one in case.outcomes if one.verdict == "respond" and one.note and one.note not in told]
    newer += [Scan(visible(text), today, answer=True) for text in answers]
    return (*reversed(newer), Scan(visible(case.text), today), *reversed(older))


def _asked(case: Case) -> str:
    """What the classifier reads: the request and additions, not the answers to questions."""
    return "\n".join([case.text, *(note.text for note in case.notes if note.kind == "add")])


def _asked_before(case: Case) -> bool:
    return any(one.verdict == "respond" for one in case.outcomes) or any(note.kind == "answer" for note in case.notes)


def _last(case: Case) -> Outcome | None:
    return case.outcomes[-1] if case.outcomes else None


def _news(case: Case) -> bool:
    """Whether something was added or edited after the last outcome."""
    last = _last(case)
    return last is not None and last.at is not None and any(note.at > last.at for note in case.notes)


def _after(last: Outcome, move: Move) -> Move:
    """`move` in the light of an answered or unanswered question, or of a case that a person had."""
    if last.verdict == "expired" and isinstance(move, Question):
        return GiveUp(f"Nobody answered the question: {move.text}", Brief(how=HOW))
    return Finished() if last.verdict == "expired" and isinstance(move, GiveUp) else move


def _out_of_depth(guess: Guess, step: Step | None) -> str:
    """Why a person should take this; empty = the agent goes on."""
    if guess.step == PERSON and (guess.nearest or not guess.strange):
        like = f", as did “{guess.nearest.text[:80]}”" if guess.nearest else ""
        return f"This reads like a request for a person{like}."
    if guess.strange:
        return f"This is unlike the requests that the offline agent knows.{_unknown(guess)}"
    if step is None:
        return f"The examples name the step {guess.step}, which this workflow does not have."
    if guess.probability < _CLEAR:
        return f"It is not clear whether this asks for “{step.title}”."
    return ""


def _assessment(step: Step | None, guess: Guess) -> str:
    """How the request was read: what weighed most, what is most like it, and what is new."""
    if step is None:
        return ""
    words = ", ".join(f"“{word}”" for word in guess.words)
    by = f" by the words {words}" if words else ""
    like = f"; the nearest example is “{guess.nearest.text[:80]}”" if guess.nearest else ""
    return f"Read as “{step.title}”{by}{like}.{_unknown(guess)}"


def _unknown(guess: Guess) -> str:
    strangers = ", ".join(f"“{word[:30]}”" for word in guess.strangers[:_MOST_STRANGERS])
    return f" No example holds {strangers}." if strangers else ""
