"""Requests on their way in, and what happens to them before an agent looks: additions, edits, withdrawal."""

import logging
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot import correlation
from bot.engine import correcting, envelopes, moves, planting, secrecy, tell
from bot.engine.earned import Earned
from bot.engine.keys import effect_key
from bot.engine.refusing import refuse, refused
from bot.engine.world import Click, Incoming, World
from bot.errors import BadInput
from bot.hidden import clean
from bot.people import People
from bot.permissions import may_ask, not_to_tell
from bot.workflows import Workflow
from storage import audit, due, effects, handoffs, requests
from storage.chain import sealed
from storage.models import Request, Run, Who
from storage.sqlite import Db

MAX_TEXT = 8000
MAX_HANDED = 40_000
"""Characters of a request: one that was typed, and one that is a thread or a file handed over."""
log = logging.getLogger(__name__)
_SMALL_TALK = re.compile(
    r"^\W*(thanks?|thank you|thx|danke|obrigad[oa]|ok(ay)?|great|perfect|cool|super)\b[\w\s,]{0,20}\W*$", re.I
)


OPERATOR = Who("baton", "operator")
"""Whoever may write the database file, and ran a command on it."""
_HOW = {"add": "added", "fact": "fact_changed", "back": "handed_back"}


class Requests:
    """Intake. Every method is one transaction."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def keep(self, key: str, payload: Mapping[str, Any]) -> bool:
        """Put an event into the inbox before its ack; False where it is known."""
        now = self._world.clock()
        kept = envelopes.sealed(self._world.sealer, key, payload)
        return await self._world.write(lambda db: due.receive(db, key, "event", kept, now, handled=False))

    async def unhandled(self, limit: int = 100) -> list[due.Envelope]:
        """Events that wait for somebody to work on them, oldest first; with a negative limit all of them."""
        waiting = await self._world.read(lambda db: due.unhandled(db, limit))
        return [envelopes.opened(self._world.sealer, each) for each in waiting]

    async def handled(self, key: str) -> None:
        """The event is worked off."""
        now = self._world.clock()
        await self._world.write(lambda db: due.handled(db, key, now))

    async def failed(self, key: str) -> int:
        """Working on the event failed; returns how often so far."""
        return await self._world.write(lambda db: due.failed(db, key))

    async def submit(self, incoming: Incoming, workflow_id: str | None) -> int | None:
        """Record a request and queue its run; without a workflow, it is found out which, see `Routing`.

        Returns:
            The request's id; None where this message or command was recorded before, or its sender may not ask.

        Raises:
            BadInput: the text is empty or too long.
            StorageError: not recorded.
        """
        self._world.shelf.refresh()
        check_text(incoming.text, MAX_HANDED if incoming.handed else MAX_TEXT)
        number = await self._world.write(lambda db: self._submit(db, incoming, workflow_id))
        with correlation.about(number):
            log.info("%s %s", incoming.source_key, "is recorded" if number else "was recorded before, or is refused")
        return number

    def _submit(self, db: Db, incoming: Incoming, workflow_id: str | None) -> int | None:
        now = self._world.clock()
        if incoming.envelope and not due.receive(db, incoming.envelope, "command", {}, now, handled=True):
            return None
        workflow = self._world.shelf.workflow(workflow_id) if workflow_id else None
        possible, people = [workflow] if workflow else list(self._world.shelf.workflows.values()), self._world.people
        if not any(may_ask(flow, incoming.who, people) for flow in possible):
            self._refuse(db, incoming, workflow_id, possible)
            return None
        salt, chosen = self._world.salt(), workflow.id if workflow else ""
        text = clean(incoming.text).strip()
        secrets = workflow.secrets if workflow else secrecy.all_fields(possible)
        request_id = requests.add(
            db,
            source_key=incoming.source_key,
            via=incoming.via,
            workflow=chosen,
            requester=incoming.who,
            text=text if not secrets else "",
            channel=incoming.channel,
            message_ts=incoming.message_ts,
            reply_channel=incoming.reply_channel,
            reply_thread=incoming.reply_thread,
            salt=salt,
            now=now,
        )
        if not request_id:
            return None
        if secrets:
            text = secrecy.hide_text(db, self._world, secrets, request_id, text)
            requests.set_text(db, request_id, text)
        data: dict[str, Any] = {"via": incoming.via, "workflow": chosen, "text": sealed(salt, text)}
        if incoming.said_by:  # so that whoever wants their words erased finds them in another's request
            data["said_by"] = list(map(str, incoming.said_by))
        audit.add(db, now, "requested", str(incoming.who), request=request_id, data=data)
        if workflow:
            self.queue_run(db, request_id)
        else:
            due.put(db, "route", request_id, now)
        return request_id

    def _refuse(self, db: Db, incoming: Incoming, workflow_id: str | None, possible: Sequence[Workflow]) -> None:
        """Tell somebody who may not ask for any of these; nothing where they might when the message first came."""
        now, who = self._world.clock(), incoming.who
        if requests.by_source(db, incoming.source_key):
            return
        click = Click(f"refused:{incoming.source_key}", who, incoming.channel, incoming.reply_thread)
        tell.answer(db, click, who_may_ask(possible, who, self._world.people), now)
        audit.add(db, now, "request_refused", str(who), data={"workflow": workflow_id or ""})

    def queue_run(self, db: Db, request_id: int) -> None:
        """A new run of an agent on the request."""
        now = self._world.clock()
        run_id = requests.add_run(db, request_id, "", "", now)
        audit.add(db, now, "run_queued", "baton", request=request_id, run=run_id)
        self._world.advance(db, run_id)

    async def choose(self, click: Click, request_id: int, workflow_id: str) -> None:
        """The requester said which workflow a request is for."""
        self._world.shelf.refresh()

        def work(db: Db) -> None:
            now = self._world.clock()
            if not due.receive(db, click.key, "click", {}, now, handled=True):
                return
            request = requests.get(db, request_id)
            workflow = self._world.shelf.workflow(workflow_id)
            refusal = self._not_to_choose(db, request, workflow, click.who)
            if not refusal and not requests.set_workflow(db, request_id, workflow_id):
                refusal = {"what": "chosen_before", "workflow": request.workflow}
            if refusal:
                refuse(self._world, db, click, "choose", refusal, request)
            else:
                audit.add(
                    db, now, "workflow_chosen", str(click.who), request=request_id, data={"workflow": workflow_id}
                )
                due.drop(db, "route", request_id)
                self.queue_run(db, request_id)
                tell.answer(db, click, {"what": "chosen", "workflow": workflow_id}, now)

        await self._world.write(work)

    def _not_to_choose(self, db: Db, request: Request, workflow: Workflow | None, who: Who) -> dict[str, Any]:
        if refusal := self._not_yours(request, who):
            return refusal
        if workflow is None:
            return {"what": "gone"}
        if not requests.is_open(db, request.id):
            return {"what": "too_late"}
        may = may_ask(workflow, who, self._world.people)
        return {} if may else who_may_ask([workflow], who, self._world.people)

    def _not_yours(self, request: Request, who: Who) -> dict[str, Any]:
        """Why this person has nothing to say about this request; empty where it is theirs."""
        if not self._world.people.is_person(who):
            return {"what": "stranger"}
        whose = self._world.people.name(request.requester.user)
        return {} if request.requester == who else {"what": "not_yours", "whose": whose}

    async def refuse_addition(self, click: Click, request_id: int) -> bool:
        """Whether this person did not make this request; if so, they are told."""
        request = await self._world.read(lambda db: requests.get(db, request_id))
        return await refused(self._world, click, "add", self._not_yours(request, click.who), request)

    async def add(self, click: Click, request_id: int, text: str) -> None:
        """Whoever asked added to a request by its button: the agent looks again, and earlier answers do not count.

        Raises:
            BadInput: the text is empty or too long.
        """
        check_text(text)

        def work(db: Db) -> None:
            now = self._world.clock()
            request = requests.get(db, request_id)
            if not due.receive(db, click.key, "click", {}, now, handled=True):
                return
            if refusal := self._not_yours(request, click.who):
                refuse(self._world, db, click, "add", refusal, request)
                return
            if planting.told_news(self._world, db, click, request):
                return
            went_on = self.note(db, request, key=click.key, who=click.who, text=clean(text).strip(), kind="add")
            if went_on is not None:
                tell.answer(db, click, {"what": "added" if went_on else "noted"}, now)

        await self._world.write(work)

    async def heard(self, click: Click, request_id: int, text: str) -> None:
        """Somebody wrote about a request: the agent looks again where they may tell it news, else they hear why not.

        Raises:
            BadInput: the text is empty or too long.
        """
        check_text(text)

        def work(db: Db) -> None:
            request, who = requests.get(db, request_id), click.who
            if not due.receive(db, click.key, "click", {}, self._world.clock(), handled=True):
                return  # it was heard: as an addition, or as the answer to a question
            if refusal := not_to_tell(request, who, self._world.people):
                refuse(self._world, db, click, "add", {"what": refusal}, request)
            elif _SMALL_TALK.match(text):
                return  # it says nothing that anybody would have to look at again
            elif not planting.told_news(self._world, db, click, request):
                went_on = self.note(db, request, key=click.key, who=who, text=clean(text).strip(), kind="add")
                if went_on is False:
                    tell.answer(db, click, {"what": "noted"}, self._world.clock())

        await self._world.write(work)

    def note(
        self, db: Db, request: Request, *, key: str, who: Who, text: str, kind: str, restart: bool = True
    ) -> bool | None:
        """Something new about a request: noted, and the agent looks again if it still can; None = noted before."""
        now = self._world.clock()
        if not requests.salt(db, request.id):
            return False  # its words were erased
        text = secrecy.words(db, self._world, request, text)
        if not requests.add_note(db, request_id=request.id, source_key=key, who=who, kind=kind, text=text, now=now):
            return None
        return self._look_again(db, request, who, _HOW[kind], restart=restart)

    async def edited(self, source_key: str, edit_key: str, who: Who, text: str) -> None:
        """The original message of a request was edited, or a reply that added something to one."""
        text = clean(text)
        if not text.strip():
            return

        def work(db: Db) -> None:
            now = self._world.clock()
            request = requests.by_source(db, source_key)
            if request is None:
                correcting.reply(self._world, db, self.note, source_key, edit_key, who, text.strip())
            if request is None or request.requester != who or not requests.salt(db, request.id):
                return
            told = secrecy.words(db, self._world, request, text.strip())
            if request.text == told:
                return
            if requests.add_note(
                db, request_id=request.id, source_key=edit_key, who=who, kind="edit", text=told, now=now
            ):
                if requests.is_open(db, request.id):
                    requests.set_text(db, request.id, told)
                self._look_again(db, request, who, "edited", restart=False)

        await self._world.write(work)

    def _look_again(self, db: Db, request: Request, who: Who, how: str, *, restart: bool = True) -> bool:
        """The request changed: withdraw nothing, but let the agent look before anybody decides."""
        now = self._world.clock()
        run = requests.last_run(db, request.id) if request.workflow else None
        handoff = handoffs.open_of_run(db, run.id) if run else None
        # An edit of a closed request does not change its text: the record attests the text that stands.
        what = "text" if how == "edited" and requests.is_open(db, request.id) else "note"
        newest = requests.notes(db, request.id)[-1]
        seq = audit.add(
            db,
            now,
            f"request_{how}",
            str(who),
            request=request.id,
            run=run.id if run else None,
            handoff=handoff.id if handoff else None,
            data={what: sealed(requests.salt(db, request.id), newest.text)},
        )
        if run is None:
            return True
        if handoff and handoff.kind == "doubt":
            return False
        if handoff and run.state == "parked":
            handoffs.set_looking(db, handoff.id, now)
            moves.run(db, run.id, "parked", "queued", now)
            self._world.advance(db, run.id)
            tell.card_of(db, handoff, seq, now)
            return True
        if run.state in {"queued", "working"}:
            due.put(db, "advance", run.id, now)
            return True
        back = how == "handed_back" and run.state in {"finished", "failed", "taken_over"}
        if restart and (back or self._begins_again(db, request, run)):
            requests.reopen(db, request.id)
            self.queue_run(db, request.id)
            return True
        return False

    def _begins_again(self, db: Db, request: Request, run: Run) -> bool:
        """Whether something new begins an ended case again: not once something that was approved for it happened."""
        approved = [each for each in handoffs.of_request(db, request.id) if each.state == "approved"]
        acts = [effects.get(db, effect_key(each)) for each in approved]
        happened = any(act is None or act.state != "failed" for act in acts)
        return run.state in {"finished", "failed"} and not happened

    async def withdraw(self, click: Click, request_id: int) -> None:
        """The requester takes the request back; nothing runs."""

        def work(db: Db) -> None:
            now = self._world.clock()
            if not due.receive(db, click.key, "click", {}, now, handled=True):
                return
            request = requests.get(db, request_id)
            if refusal := self._not_yours(request, click.who):
                refuse(self._world, db, click, "withdraw", refusal, request)
            elif self._withdraw(db, request, click.who, "withdrew"):
                tell.requester(db, request.id, None, "withdrawn", now)
            else:
                run = requests.last_run(db, request.id) if request.workflow else None
                again = run is not None and self._begins_again(db, request, run)
                refuse(self._world, db, click, "withdraw", {"what": "too_late", "again": again}, request)

        await self._world.write(work)

    def close_for_good(self, db: Db, request_id: int) -> bool:
        """The words of an open request are to be erased: nothing more runs; False where something is under way."""
        return self._withdraw(db, requests.get(db, request_id), OPERATOR, "closed_for_erasure")

    async def deleted(self, source_key: str) -> None:
        """The original message was deleted: the same as taking the request back."""

        def work(db: Db) -> None:
            request = requests.by_source(db, source_key)
            if request is not None:
                self._withdraw(db, request, request.requester, "deleted")

        await self._world.write(work)

    def _withdraw(self, db: Db, request: Request, who: Who, how: str) -> bool:
        now = self._world.clock()
        if not requests.is_open(db, request.id):
            return False
        if request.workflow:
            run = requests.last_run(db, request.id)
            handoff = handoffs.open_of_run(db, run.id)
            if (handoff and handoff.kind == "doubt") or (run.state == "parked" and handoff is None):
                return False  # an action is under way
            if not moves.run(db, run.id, run.state, "withdrawn", now):
                return False
            due.drop(db, "advance", run.id)
            seq = audit.add(
                db,
                now,
                f"request_{how}",
                str(who),
                request=request.id,
                run=run.id,
                handoff=handoff.id if handoff else None,
                data=Earned(self._world).lapsed(db, handoff) if handoff else {},
            )
            if handoff:
                moves.close(db, handoff, "withdrawn", now)
                due.drop(db, "deadline", handoff.id)
                tell.card_of(db, handoff, seq, now)
        else:
            audit.add(db, now, f"request_{how}", str(who), request=request.id)
        requests.close(db, request.id, now)
        return True


def who_may_ask(workflows: Sequence[Workflow], who: Who, people: People) -> dict[str, Any]:
    """For somebody who may not ask: what they are here, and who may ask for what."""
    member = people.members.get(who.user)
    other = member is None or member.team != who.team or who.team != people.team
    named = [flow for flow in workflows if flow.requesters != ("members",)]
    told = {flow.title: people.labels(flow.requesters) for flow in named} if len(named) == len(workflows) else {}
    you = "from another workspace" if other else "a guest here" if member and member.restricted else ""
    return {"what": "may_not_ask", "you": you, "who": "; ".join(f"{title}: {who_}" for title, who_ in told.items())}


def check_text(text: str, most: int = MAX_TEXT) -> None:
    """Raise BadInput where a request's text cannot be used."""
    if not text.strip():
        raise BadInput("There is no text. Say what you need, for example: /handoff refund order 1042, it never came")
    if len(text) > most:
        raise BadInput(
            f"The text has {len(text):,} characters; at most {most:,} fit. Nothing was recorded. "
            "Send the short version, and add the rest in the thread."
        )
