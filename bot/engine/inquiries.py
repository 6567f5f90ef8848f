"""People ask the agent about a case; it answers from its reads. A new fact in the question or the answer is looked at.

A question is a row before anybody works on it, and an answer is one before it is told. Neither decides anything.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot import correlation
from bot.agents import Answer, Answering, Case
from bot.contained import contained
from bot.engine import planting, secrecy, tell
from bot.engine.calls import said
from bot.engine.cases import case as case_of
from bot.engine.reads import Ground, told_changes
from bot.engine.refusing import refuse
from bot.engine.requests import Requests
from bot.engine.talk import RunTalk
from bot.engine.world import Click, World
from bot.errors import BadInput, BatonError
from bot.news import new_facts
from bot.permissions import not_to_tell
from bot.workflows import Workflow
from storage import audit, due, handoffs, inquiries, requests
from storage.chain import sealed
from storage.models import Handoff, Inquiry, Request, Who
from storage.sqlite import Db, to_json

ANSWER_SECONDS = 60.0
MAX_QUESTION = 2000
ERASED = "The words of this case were erased, so there is nothing that the agent could answer from."
CANNOT = "This agent cannot be asked. What it looked up stands under Show everything."
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Asked:
    """A question with all that an answer starts from; `workflow` None where it is gone."""

    inquiry: Inquiry
    handoff: Handoff
    request: Request
    workflow: Workflow | None
    case: Case


class Inquiries:
    """Questions from people to the agent."""

    def __init__(self, world: World, requests_: Requests) -> None:
        self._world, self._requests = world, requests_

    async def ask(self, click: Click, handoff_id: int, text: str, *, seen: bool = False) -> None:
        """Somebody asks the agent about a handoff; the answer comes in the card's thread.

        `seen` True where the question stands in that thread already, so that nothing more need be said now.

        Raises:
            BadInput: there is no question, or it is too long.
        """
        if not text.strip():
            raise BadInput("There is no question.", {"question": "Write what you want to know."})
        if len(text) > MAX_QUESTION:
            raise BadInput("Too long.", {"question": f"At most {MAX_QUESTION:,} characters fit."})
        await self._world.write(lambda db: self._ask(db, click, handoff_id, text.strip(), seen=seen))

    def _ask(self, db: Db, click: Click, handoff_id: int, text: str, *, seen: bool) -> None:
        now = self._world.clock()
        if not due.receive(db, click.key, "click", {}, now, handled=True):
            return
        handoff = handoffs.get(db, handoff_id)
        if not self._world.people.is_person(click.who):
            refuse(self._world, db, click, "ask", {"what": "stranger"}, handoff)
            return
        request = requests.get(db, handoff.request_id)
        if not requests.salt(db, request.id):
            tell.answer(db, click, {"what": "text", "text": ERASED}, now, handoff_id)
            return
        text = secrecy.words(db, self._world, request, text)
        number = inquiries.add(db, handoff_id=handoff_id, source_key=click.key, who=click.who, text=text, now=now)
        if number is None:
            return
        self._record(db, "agent_asked", str(click.who), handoff, number, text)
        due.put(db, "answer", number, now)
        news = handoff.closed_at is None and not not_to_tell(request, click.who, self._world.people)
        news = news and bool(new_facts(text, _known(db, handoff, request)))
        if news and planting.told_news(self._world, db, click, request):
            return
        if not seen:
            tell.answer(db, click, {"what": "asked"}, now, handoff_id)
        if news:
            self._requests.note(db, request, key=f"asked:{number}", who=click.who, text=text, kind="add")

    def _record(self, db: Db, kind: str, actor: str, handoff: Handoff, number: int, text: str) -> None:
        data = {"inquiry": number, "text": sealed(requests.salt(db, handoff.request_id), text)}
        now = self._world.clock()
        audit.add(db, now, kind, actor, request=handoff.request_id, run=handoff.run_id, handoff=handoff.id, data=data)

    async def answer(self, inquiry_id: int) -> None:
        """Let the agent answer: due row in, a message in the card's thread out."""
        self._world.shelf.refresh()
        asked = await self._world.read(lambda db: self._begin(db, inquiry_id))
        if asked is None:
            await self._world.write(lambda db: due.drop(db, "answer", inquiry_id))
            return
        correlation.enter(asked.request.id)
        answer, fresh = await self._answered(asked)
        await self._world.write(lambda db: self._keep(db, asked, answer, fresh))
        log.info("question %s about %s is answered", inquiry_id, asked.handoff.name)

    def _begin(self, db: Db, inquiry_id: int) -> _Asked | None:
        inquiry = inquiries.get(db, inquiry_id)
        if inquiry.answered_at is not None:
            return None
        handoff = handoffs.get(db, inquiry.handoff_id)
        request = requests.get(db, handoff.request_id)
        case = case_of(db, self._world, requests.run(db, handoff.run_id), request)
        return _Asked(inquiry, handoff, request, self._world.shelf.workflow(request.workflow), case)

    async def _answered(self, asked: _Asked) -> tuple[Answer, Sequence[Ground]]:
        """The agent's answer, or a sentence that says why there is none; and what it looked up for it."""
        if asked.workflow is None:
            return Answer("This workflow is not in the files any more, so nobody can be asked."), ()
        run = await self._world.read(lambda db: requests.run(db, asked.handoff.run_id))
        kept = RunTalk(self._world, asked.workflow, asked.request, run)
        try:
            with contained("The agent"):
                agent = self._world.make_agent(asked.workflow)
                if not isinstance(agent, Answering):
                    return Answer(CANNOT), ()
                async with asyncio.timeout(ANSWER_SECONDS):
                    answer = _plain(await agent.answer(asked.case, kept, asked.inquiry.text))
        except BatonError as error:
            answer = Answer(said(error))
        except Exception as error:
            log.exception("the agent could not answer question %s", asked.inquiry.id)
            why = "took longer than a minute" if isinstance(error, TimeoutError) else type(error).__name__
            answer = Answer(f"The agent could not answer ({why}). Ask again, or look under Show everything.")
        ids = tuple(kept.kept)
        return answer, await self._world.read(lambda db: requests.reads(db, ids))

    def _keep(self, db: Db, asked: _Asked, answer: Answer, fresh: Sequence[Ground]) -> None:
        now = self._world.clock()
        handoff = handoffs.get(db, asked.handoff.id)
        due.drop(db, "answer", asked.inquiry.id)
        words = answer.text.strip() or "The agent said nothing."
        text = secrecy.words(db, self._world, asked.request, words)
        if not inquiries.answer(db, asked.inquiry.id, text, answer.sources, now):
            return
        self._record(db, "agent_answered", "agent", handoff, asked.inquiry.id, text)
        tell.thread(db, handoff, "told", now, number=asked.inquiry.id)
        changes = told_changes(requests.grounds(db, handoff.id), fresh)
        if changes and handoff.closed_at is None and handoff.looking_since is None:
            people = self._world.people
            who, key = Who(people.team, people.bot_user), f"found:{asked.inquiry.id}"
            self._requests.note(db, asked.request, key=key, who=who, text=" ".join(changes), kind="fact")


def _plain(answer: Answer) -> Answer:
    """The answer in plain texts, whatever the agent made it of."""
    return Answer(str(answer.text), tuple([str(each) for each in answer.sources]))


def _known(db: Db, handoff: Handoff, request: Request) -> list[str]:
    """Every text in which a fact of this case may stand already."""
    said = [request.text, *(note.text for note in requests.notes(db, request.id))]
    reads = [to_json(answer) for _, _, answer in requests.grounds(db, handoff.id)]
    return [*said, to_json(handoff.args), handoff.question, handoff.brief.model_dump_json(), *reads]
