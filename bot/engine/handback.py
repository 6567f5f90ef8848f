"""A case that a person took over goes back to the agent, with a note that the agent reads."""

from typing import Any

from bot.engine import tell
from bot.engine.refusing import refuse, refused
from bot.engine.requests import Requests
from bot.engine.verdicts import Verdicts
from bot.engine.world import Click, World
from bot.errors import BadInput
from storage import decisions, due, handoffs, requests
from storage.models import Handoff, Who
from storage.sqlite import Db

ERASED = "The words of this case were erased, so there is nothing that the agent could look at. Nothing was changed."


class Handback:
    """Hands cases back."""

    def __init__(self, world: World, requests_: Requests, verdicts: Verdicts) -> None:
        self._world, self._requests, self._verdicts = world, requests_, verdicts

    async def refuse(self, click: Click, handoff_id: int) -> bool:
        """Whether this person may not hand it back, or nobody may any more; if so, they are told."""
        self._world.shelf.refresh()
        refusal = await self._world.read(lambda db: self._look(db, click.who, handoff_id))
        about = await self._world.read(lambda db: handoffs.get(db, handoff_id)) if refusal else None
        return await refused(self._world, click, "hand_back", refusal, about)

    async def hand_back(self, click: Click, handoff_id: int, note: str) -> None:
        """The agent looks again, with what the person found out.

        Raises:
            BadInput: there is no note.
        """
        if not note.strip():
            raise BadInput("There is no note.", {"back": "Write what the agent should know."})
        self._world.shelf.refresh()

        def work(db: Db) -> None:
            now = self._world.clock()
            if not due.receive(db, click.key, "click", {}, now, handled=True):
                return
            refusal, handoff = self._look(db, click.who, handoff_id), handoffs.get(db, handoff_id)
            if refusal:
                refuse(self._world, db, click, "hand_back", refusal, handoff)
                return
            request = requests.get(db, handoff.request_id)
            key = f"back:{click.key}"
            self._requests.note(db, request, key=key, who=click.who, text=note.strip(), kind="back")
            tell.thread(db, handoff, "handed_back", now, number=handoff.run_id)
            tell.requester(db, request.id, handoff_id, "handed_back", now, number=handoff.run_id)

        await self._world.write(work)

    def _look(self, db: Db, who: Who, handoff_id: int) -> dict[str, Any]:
        handoff = handoffs.get(db, handoff_id)
        request = requests.get(db, handoff.request_id)
        right = self._verdicts.right(handoff, request, who)
        if right == "stranger":
            return {"what": right}
        gone = handoff.state != "taken_over" or handoff.way == "plant"
        if gone or requests.is_open(db, request.id) or _newer(db, handoff):
            return {"what": "not_yours_any_more"}
        if not requests.salt(db, request.id):
            return {"what": "text", "text": ERASED}
        took = [each.person for each in decisions.of_handoff(db, handoff.id) if each.verdict == "take_over"]
        if not right or who in took:  # whoever took it over, and everybody who could have
            return {}
        return {"what": "not_taker", "taker": self._world.people.name(took[-1].user)}


def _newer(db: Db, handoff: Handoff) -> bool:
    return requests.last_run(db, handoff.request_id).id != handoff.run_id
