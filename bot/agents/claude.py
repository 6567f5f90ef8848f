"""The agent that asks Claude. The talk is a list of rows that only grows; each call of `next` reads it and goes on.

Whatever the last row is says what comes next: after something that was said, the model's turn; after the model's turn,
its look-ups, or its move. So a process may end behind any row and the next one goes on without asking twice.
"""

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.agents import draft, prompts
from bot.agents.base import Agent, Answer, Case, GiveUp, Log, Move
from bot.agents.claude_brief import Material, bare
from bot.agents.claude_calls import Calls, Stopped
from bot.agents.claude_log import Line, Provider, TalkLog
from bot.agents.claude_reply import Reply
from bot.agents.claude_talk import Talk, looked_up
from bot.agents.claude_turns import Wrong, is_move, look_up, move_of, over
from bot.agents.orders import gives_orders
from bot.agents.quotes import Source, check, leaves
from bot.errors import BatonError
from bot.quantity import quantity
from bot.workflows import Workflow
from storage.models import Brief

MOST_TURNS = 60
MOST_PAUSES = 3
SPARE_SECONDS = 400.0
PLAIN_SECONDS = 30.0
PATIENCE = timedelta(minutes=15)
log = logging.getLogger(__name__)
NUDGE = "End your turn with one of the tools: a propose_ tool, ask, give_up or finish."
NUDGE_ANSWER = f"Give the answer with the tool {draft.ANSWER}."
Json = dict[str, Any]
Blocks = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Say:
    """What Baton tells the model next, and the facts that are kept with it."""

    blocks: Blocks
    facts: Mapping[str, Any]


class ClaudeAgent:
    """Proposes by asking a model. Needs a log that keeps talks; the engine's does.

    `plain` makes an agent without a model, which is asked what it can find where the provider gives nothing.
    """

    def __init__(self, workflow: Workflow, provider: Provider, plain: Callable[[], Agent] | None = None) -> None:
        self.workflow, self._provider, self._plain = workflow, provider, plain
        self._fixed = prompts.fixed(workflow)

    @property
    def version(self) -> str:
        """The model and the sha256 of all that it is told before a case."""
        return _version(self._provider.model, self._fixed.digest)

    @property
    def seconds(self) -> float:
        """How long one move may take: the time budget of a run, and its pauses."""
        return (self._provider.budgets().run.seconds or 3600.0) + SPARE_SECONDS

    async def next(self, case: Case, log: Log) -> Move:
        """The next move: see the module's first lines."""
        work = _Work(self.workflow, self._provider, self._fixed, case, _talking(log), "", plain=self._plain)
        return await work.move()

    async def answer(self, case: Case, log: Log, question: str) -> Answer:
        """See `bot.agents.Answering`. The same question within the hour, with nothing new, has the same answer."""
        about = (question, case.now.strftime("%Y-%m-%dT%H"), len(case.notes), len(case.outcomes))
        thread = f"asked:{hashlib.sha256(json.dumps(about).encode()).hexdigest()[:24]}"
        return await _Work(self.workflow, self._provider, self._fixed, case, _talking(log), thread, question).answer()


def _version(model: str, digest: str) -> str:
    return f"{model} {digest[:12]}"


def _talking(log: Log) -> TalkLog:
    if not hasattr(log, "talk"):
        raise TypeError("the Claude agent needs a log that keeps talks")
    return log  # type: ignore[return-value]


@dataclass
class _Work:
    """One call of `next` or `answer`."""

    workflow: Workflow
    provider: Provider
    fixed: prompts.Fixed
    case: Case
    log: TalkLog
    thread: str
    asked: str = ""
    plain: Callable[[], Agent] | None = None

    async def move(self) -> Move:
        talk = Talk(await self.log.talk(self.thread))
        for _ in range(MOST_TURNS):
            done = await self._step(talk)
            if not isinstance(done, Talk):
                return done
            talk = done
        return await self._to_a_person(talk, "The model took too many turns, so a person should look.")

    async def _step(self, talk: Talk) -> Talk | Move:
        """One row further, or the move that it came to."""
        if talk.last is None or talk.opening["prompt"] != self.fixed.digest:
            return await self._open(talk, self.provider.model)
        self.log.version = _version(str(talk.opening["model"]), self.fixed.digest)
        if talk.reply is not None:
            if talk.reply.stop == "refusal" and self._news(talk):
                return await self._open(talk, str(talk.opening["model"]))  # a refusal is not argued with
            done = await self._heard(talk, talk.reply)
            if done is not None:
                return await self._said(talk, done) if isinstance(done, Say) else done
        elif news := self._news(talk):
            text = f"Since then:\n{prompts.between(talk.mark, news)}"
            return await self._said(talk, Say([_text(text)], {"seen": self._now_seen()}))
        return await self._asked(talk)

    async def _asked(self, talk: Talk) -> Talk | Move:
        """The model's turn."""
        calls = Calls(self.provider, self.log, self.fixed, self.thread, _patience(self.workflow))
        came = await calls.turn(talk)
        if not isinstance(came, Stopped):
            return came
        model = str(talk.opening["model"])
        talk = Talk(await self.log.talk(self.thread))
        if came.trouble == "too_long" and not talk.opening.get("fewer"):
            return await self._open(talk, model, fewer=True)
        fallback = self.provider.fallback
        if came.trouble == "model" and fallback and model != fallback:
            self.provider.model = fallback
            return await self._open(talk, fallback)
        return await self._without_a_model(await self._to_a_person(talk, came.why), talk)

    async def _without_a_model(self, given: GiveUp, talk: Talk) -> GiveUp:
        """The same case with what can be found without a model, where the model has looked nothing up."""
        if self.plain is None or talk.reads():
            return given
        try:
            async with asyncio.timeout(PLAIN_SECONDS):
                move = await self.plain().next(self.case, self.log)
        except Exception:
            log.exception("run %s: nothing could be found without a model either", self.case.run_id)
            return given
        brief = getattr(move, "brief", None)
        return GiveUp(given.reason, brief.model_copy(update={"unfound": ()})) if isinstance(brief, Brief) else given

    async def _to_a_person(self, talk: Talk, why: str, said: str = "") -> GiveUp:
        """The case for a person, with what was looked up; what ran already comes first, as they have to know."""
        done = [each.step for each in self.case.outcomes if each.result is not None and not each.error]
        titles = [self.workflow.steps[step].title for step in done if step in self.workflow.steps]
        ran = f"“{titles[-1]}” ran. " if titles else ""
        return GiveUp(f"{ran}{why}", bare(await self._material(talk), said))

    # --- what is said ------------------------------------------------------------------------------------------

    async def _open(self, talk: Talk, model: str, *, fewer: bool = False) -> Talk:
        """Begin the talk, or begin it anew from the case: another model, other rules, fewer words."""
        mark = f"CASE-{self.provider.random.getrandbits(64):016x}"
        seen = await self.log.seen() if talk.rows or self.asked else ()
        reads = [looked_up(number, each.tool, each.args, each.answer) for number, each in enumerate(seen, start=1)]
        text = prompts.opening(self.case, mark, reads=reads, asked=self.asked, fewer=fewer)
        facts: Json = {"start": True, "model": model, "prompt": self.fixed.digest, "mark": mark}
        facts |= {"seen": self._now_seen()} | ({"fewer": True} if fewer else {})
        return await self._said(talk, Say([_text(text)], facts))

    async def _said(self, talk: Talk, say: Say) -> Talk:
        body = json.dumps(say.blocks, ensure_ascii=False).encode()
        prompt = self.fixed.body if say.facts.get("start") else b""
        return Talk((*talk.rows, await self.log.keep(Line("said", body, say.facts, self.thread), prompt)))

    def _now_seen(self) -> list[int]:
        return [len(self.case.outcomes), len(self.case.notes)]

    def _news(self, talk: Talk) -> Json:
        """What happened since the model was told last, as data."""
        outcomes, notes = talk.seen
        found: Json = {}
        if self.case.outcomes[outcomes:]:
            last = _proposed(talk)
            found["outcomes"] = [
                {"source_id": f"outcome:{number}"} | prompts.decided(each, last)
                for number, each in enumerate(self.case.outcomes[outcomes:], start=outcomes + 1)
            ]
        if self.case.notes[notes:]:
            new = enumerate(self.case.notes[notes:], start=notes + 1)
            found["notes"] = [prompts.note(each, number) for number, each in new]
            if any(each.kind == "edit" for each in self.case.notes[notes:]):
                found["request"] = {"source_id": "request", "text": prompts.cut(self.case.text, prompts.MOST)}
        return found

    # --- what is heard -----------------------------------------------------------------------------------------

    async def _heard(self, talk: Talk, reply: Reply) -> Say | Move | None:
        """What the model's answer leads to; None = its turn goes on."""
        news = {} if self.asked else self._news(talk)
        if reply.stop == "refusal":
            return await self._refused(talk, reply)
        if reply.stop == "pause_turn":
            if talk.pauses() <= MOST_PAUSES:
                return None
            return await self._to_a_person(talk, "The model kept pausing, so this comes without its work.")
        if not reply.calls:
            return await self._only_text(talk, reply, news)
        if len(reply.calls) == 1 and is_move(reply.calls[0].name):
            return await self._moved(talk, reply, news)
        return await self._looked(talk)

    async def _refused(self, talk: Talk, reply: Reply) -> Move:
        about = f" ({reply.category.replace('_', ' ')})" if reply.category else ""
        return await self._to_a_person(
            talk, f"The model declined to work on this{about}, so this comes without its work."
        )

    async def _only_text(self, talk: Talk, reply: Reply, news: Json) -> Say | Move:
        if news:
            return Say([_text(prompts.between(talk.mark, news))], {"seen": self._now_seen()})
        if talk.count("nudge"):
            return await self._to_a_person(talk, "The model ended without a proposal.", reply.text)
        return Say([_text(NUDGE_ANSWER if self.asked else NUDGE)], {"nudge": 1})

    async def _moved(self, talk: Talk, reply: Reply, news: Json) -> Say | Move:
        """The one move that it made: taken, told what came of it, or sent back."""
        call, material = reply.calls[0], await self._material(talk)
        if news:
            told: Json = {"type": "tool_result", "tool_use_id": call.id, "content": prompts.between(talk.mark, news)}
            return Say([told], {"seen": self._now_seen()})
        move = move_of(call, self.workflow, material)
        if not isinstance(move, Wrong):
            return move
        block: Json = {"type": "tool_result", "tool_use_id": call.id, "content": move.told, "is_error": True}
        if over(talk, move, {}):
            return await self._to_a_person(talk, move.reason, move.unparsed)
        return Say([block], {move.kind: 1})

    async def _looked(self, talk: Talk) -> Say | Move:
        results = await look_up(talk, self.workflow, self.log)
        if results.last is not None and over(talk, results.last, results.counts):
            return await self._to_a_person(talk, results.last.reason)
        return Say(results.blocks, results.counts)

    async def _material(self, talk: Talk) -> Material:
        by_run, _ = await self.log.spent()
        model, budgets = str(talk.opening.get("model", self.provider.model)), self.provider.budgets()
        looks = talk.reads()
        cost = budgets.told(by_run, priced=model in budgets.prices)
        how = f"Model {model}, {quantity(looks, 'look-up')}, {cost}."
        sources = talk.sources()
        orders = any(map(gives_orders, [self.case.words, *_looked_up(sources.values())]))
        return Material(self.workflow, sources, orders, how)

    # --- a person's question -----------------------------------------------------------------------------------

    async def answer(self) -> Answer:
        """The answer to the question in the case.

        Raises:
            BatonError: there is none now; the text says why.
        """
        talk = Talk(await self.log.talk(self.thread))
        for _ in range(MOST_TURNS):
            if talk.last is None:
                talk = await self._open(talk, self.provider.model)
            elif talk.reply is not None:
                done = await self._answered(talk, talk.reply)
                if isinstance(done, Answer):
                    return done
                talk = await self._said(talk, done) if done is not None else await self._ask_now(talk)
            else:
                talk = await self._ask_now(talk)
        raise BatonError("The agent came to no answer.")

    async def _ask_now(self, talk: Talk) -> Talk:
        patience = timedelta(0)  # somebody waits: it is answered now, or not
        calls = Calls(self.provider, self.log, self.fixed, self.thread, patience, parks=False)
        came = await calls.turn(talk)
        if isinstance(came, Talk):
            return came
        raise BatonError(f"{came.why.partition(', so this comes')[0].rstrip('.')}, so there is no answer now.")

    async def _answered(self, talk: Talk, reply: Reply) -> Answer | Say | None:
        call = reply.calls[0] if len(reply.calls) == 1 else None
        if call is not None and call.name == draft.ANSWER:
            try:
                return _answer(draft.Answered.model_validate(dict(call.input)), talk)
            except ValueError:
                return Answer(str(call.input.get("text", ""))[:1200] or "The agent came to no answer.")
        if call is not None and is_move(call.name):
            wrong = {"type": "tool_result", "tool_use_id": call.id, "content": NUDGE_ANSWER, "is_error": True}
            if talk.count("wrong"):
                raise BatonError("The agent came to no answer.")
            return Say([wrong], {"wrong": 1})
        if not reply.calls and talk.count("nudge") and reply.text:
            return Answer(reply.text[:1200])
        done = await self._heard(talk, reply)
        if done is None or isinstance(done, Say):
            return done
        raise BatonError(done.reason if isinstance(done, GiveUp) else "The agent came to no answer.")


def _answer(told: draft.Answered, talk: Talk) -> Answer:
    """The answer with the names of the sources whose quotes are there; invented quotes are said."""
    checked = check(told.evidence, talk.sources())
    sources = tuple(dict.fromkeys(source.label for _, source in checked.found))
    lost = len(checked.invented)
    said = f" ({lost} of its quotes {'stands' if lost == 1 else 'stand'} in no source.)" if lost else ""
    return replace(Answer(told.text + said), sources=sources)


def _looked_up(sources: Iterable[Source]) -> list[str]:
    """The texts that look-ups brought, as a text that gives orders may come from there too."""
    return [text for source in sources if source.id.startswith("read:") for text in leaves(source.data)]


def _text(text: str) -> Json:
    return {"type": "text", "text": text}


def _proposed(talk: Talk) -> Mapping[str, Any] | None:
    """The arguments of the proposal that the model made last; None where its last move was another."""
    reply = talk.reply
    arguments = reply.calls[0].input.get("arguments") if reply and reply.calls else None
    return arguments if isinstance(arguments, Mapping) else None


def _patience(workflow: Workflow) -> timedelta:
    """How long the provider may be waited for: half of the time that people would have for the most urgent step."""
    shortest = min((step.deadline_seconds for step in workflow.steps.values() if step.deadline_seconds), default=0)
    return timedelta(seconds=shortest / 2) if shortest else PATIENCE
