"""A request that came without a workflow: the agents find out which one, or the person who asked says it."""

import logging

from bot import correlation
from bot.agents.routing import route
from bot.engine import tell
from bot.engine.requests import Requests
from bot.engine.world import World
from bot.permissions import may_ask
from bot.workflows import Workflow
from storage import audit, due, requests
from storage.models import Request
from storage.sqlite import Db

log = logging.getLogger(__name__)


class Routing:
    """Finds the workflow of a request."""

    def __init__(self, world: World, requests_: Requests) -> None:
        self._world, self._requests = world, requests_

    async def route(self, request_id: int) -> None:
        """Due row in; a run, or a menu for the person who asked, out."""
        self._world.shelf.refresh()
        request = await self._world.read(lambda db: requests.get(db, request_id))
        correlation.enter(request_id)
        flows = self._world.shelf.workflows
        possible = {name: flow for name, flow in flows.items() if may_ask(flow, request.requester, self._world.people)}
        chosen = await self._chosen(request, possible) if not request.workflow else None
        await self._world.write(lambda db: self._keep(db, request, possible.get(chosen or "")))
        log.info("request %s is for %s", request_id, chosen or "one of several")

    async def _chosen(self, request: Request, possible: dict[str, Workflow]) -> str | None:
        if len(possible) == 1:
            return next(iter(possible))
        return await route(request.text, possible, self._world.make_agent)

    def _keep(self, db: Db, request: Request, workflow: Workflow | None) -> None:
        now = self._world.clock()
        due.drop(db, "route", request.id)
        if request.workflow or not requests.is_open(db, request.id):
            return
        if workflow is None:
            tell.menu(db, request.id, request.requester.user, request.channel, request.reply_thread, now)
        elif requests.set_workflow(db, request.id, workflow.id):
            audit.add(db, now, "workflow_chosen", "agent", request=request.id, data={"workflow": workflow.id})
            self._requests.queue_run(db, request.id)
            tell.requester(db, request.id, None, "routed", now, workflow=workflow.title)
