"""One request on trial: the agent looks and makes its move, and nobody can approve anything."""

from dataclasses import dataclass
from typing import Any

from bot.engine import stories
from bot.engine.engine import Engine
from bot.engine.world import Incoming
from bot.errors import BadInput
from bot.story import Story
from storage import handoffs, requests
from storage.models import Who
from storage.sqlite import Db

TRIES = 6


@dataclass(frozen=True)
class Trial:
    """What came of it. `story` is None where the agent had finished; `turns` are the run's log, oldest first."""

    story: Story | None
    state: str
    turns: tuple[dict[str, Any], ...]


async def trial(engine: Engine, workflow_id: str, who: Who, text: str) -> Trial:
    """Let the workflow's agent work on `text` until a person would have to act. Reads are made; no step is run.

    Raises:
        BadInput: the text is empty or too long, or this person may not ask.
    """
    incoming = Incoming(f"trial:{engine.world.clock().isoformat()}", "slash", text, who, "")
    request_id = await engine.requests.submit(incoming, workflow_id)
    if request_id is None:
        raise BadInput("Nobody may ask for this: look at `requesters` in the workflow file.")
    for _ in range(TRIES):
        run = await engine.world.read(lambda db: requests.last_run(db, request_id))
        if run.state not in {"queued", "working"}:
            break
        await engine.runs.advance(run.id)
    return await engine.world.read(lambda db: _came_of(db, engine, request_id))


def _came_of(db: Db, engine: Engine, request_id: int) -> Trial:
    found = handoffs.of_request(db, request_id)
    story = stories.story(db, engine.world, found[-1].id) if found else None
    run = requests.last_run(db, request_id)
    return Trial(story, run.state, tuple(requests.turns(db, run.id)))
