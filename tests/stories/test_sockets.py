"""Slack says how many connections an app has: more than one bot needs are told to the owners."""

from handlers.health import MOST_CONNECTIONS
from tests.stories.stage import Stage


async def test_too_many_connections_are_told(stage: Stage) -> None:
    health = stage.baton.health
    health.hello(MOST_CONNECTIONS)
    await health.look()
    assert "sockets" not in await stage.baton.engine.notices()
    health.hello(MOST_CONNECTIONS + 1)
    await health.look()
    assert "sockets" in await stage.baton.engine.notices()
    health.hello(1)
    await health.look()
    assert "sockets" not in await stage.baton.engine.notices()
