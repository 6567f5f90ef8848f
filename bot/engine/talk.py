"""The log of a run that talks with a model: its talk as rows, each look-up once, what was spent, the owners' ear."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.agents.claude_log import Line
from bot.budgets import Spent, money
from bot.engine import secrecy, tell
from bot.engine.reads import RunLog
from bot.engine.world import World
from bot.errors import BatonError
from bot.hours import midnight
from bot.tools import ToolRefused
from bot.workflows import Workflow
from storage import audit, chain, requests, talk
from storage.models import Request, Run, Said
from storage.sqlite import Db


class RunTalk(RunLog):
    """See `bot.agents.claude_log.TalkLog`. `version` is set by an agent that knows better than its class."""

    def __init__(self, world: World, workflow: Workflow, request: Request, run: Run) -> None:
        super().__init__(world, workflow, request, run)
        self.version = ""

    async def talk(self, thread: str) -> tuple[Said, ...]:
        """The rows of a thread. A new move rests on all that the model has looked up for this run, not only now."""
        rows, reads = await self._world.read(
            lambda db: (talk.of_run(db, self._run.id, thread), requests.reads_for_calls(db, self._run.id))
        )
        if not thread:
            self.kept = list(reads)
        return rows

    async def keep(self, line: Line, prompt: bytes = b"") -> Said:
        """Append a row; the record holds the salted hash of its bytes."""
        now = self._world.clock()
        row = Said(id=0, run_id=self._run.id, at=now, **vars(line))

        def work(db: Db) -> Said:
            if prompt:
                talk.keep_prompt(db, prompt, now)
            body = secrecy.hide_bytes(db, self._world, self._workflow.secrets, self._request.id, row.body)
            kept = row if body == row.body else row.model_copy(update={"body": body})
            number = talk.add(db, kept)
            salt = requests.salt(db, self._request.id)
            data = {"talk": number, "kind": kept.kind, "body": chain.sealed_bytes(salt, body)}
            audit.add(db, now, "talk", "agent", request=self._request.id, run=self._run.id, data=data)
            return kept.model_copy(update={"id": number})

        return await self._world.mark(work)

    async def look(self, tool: str, args: Mapping[str, Any], call: str) -> dict[str, Any]:
        """`read`, or the answer that is kept for this very call."""
        known = await self._world.read(lambda db: requests.read_for_call(db, self._run.id, call))
        if known is None:
            return await self.read(tool, args, call)
        number, answer = known
        self.kept += [] if number in self.kept else [number]
        if set(answer) == {"refused"}:
            raise ToolRefused(str(answer["refused"]))
        if set(answer) == {"failed"}:
            raise BatonError(str(answer["failed"]))
        return answer

    async def spent(self) -> tuple[Spent, Spent]:
        """What this run used up, and all runs since midnight where the team is."""
        today = midnight(self._world.clock(), self._world.shelf.team.zone)
        by_run, by_all = await self._world.read(
            lambda db: (talk.spent_by_run(db, self._run.id), talk.spent_since(db, today))
        )
        return _spent(by_run), _spent(by_all)

    async def tell_owners(self, cause: str, title: str, text: str, since: datetime) -> None:
        """One message for each cause."""
        now = self._world.clock()
        await self._world.write(lambda db: tell.notice(db, cause, text, now, title=title, times={"since": since}))

    async def tell_over(self, cause: str, text: str) -> None:
        """The last word on a cause."""
        now = self._world.clock()
        await self._world.write(lambda db: tell.notice_over(db, cause, text, now))


def _spent(sums: talk.Sums) -> Spent:
    calls, tokens, milliseconds, millionths = sums
    return Spent(calls, tokens, milliseconds / 1000, money(millionths))
