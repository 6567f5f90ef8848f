"""Rate limits: by method and tier, by channel, for the whole team, and the switch that turns them off."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from workspace.server import Workspace


@pytest.fixture
async def limited() -> AsyncIterator[Workspace]:
    """A workspace with its limits on."""
    workspace = await Workspace.start()
    yield workspace
    await workspace.stop()


@pytest.fixture
def caller(limited: Workspace) -> AsyncWebClient:
    """A client without retries."""
    return AsyncWebClient(token=limited.bot_token, base_url=limited.api)


async def calls_until_limited(caller: AsyncWebClient, method: str, most: int) -> tuple[int, SlackApiError | None]:
    """Call until it is refused; return how many calls passed and the refusal."""
    for number in range(most):
        try:
            await caller.api_call(method, params={"user": "U02MARIA"})
        except SlackApiError as error:
            return number, error
    return most, None


@pytest.mark.parametrize(("method", "allowed"), [("users.list", 20), ("dnd.info", 50), ("users.info", 100)])
async def test_tiers(limited: Workspace, caller: AsyncWebClient, method: str, allowed: int) -> None:
    """Tier 2, 3 and 4 allow 20, 50 and 100 calls; then 429 with whole seconds; a minute later all is well."""
    passed, refusal = await calls_until_limited(caller, method, 130)
    assert allowed <= passed <= allowed + 3
    assert refusal is not None
    assert refusal.response.status_code == 429
    assert refusal.response["error"] == "ratelimited"
    assert int(refusal.response.headers["Retry-After"]) >= 1
    limited.office.clock.advance(60)
    assert (await calls_until_limited(caller, method, 1))[0] == 1


async def test_one_method_does_not_use_up_another(limited: Workspace, caller: AsyncWebClient) -> None:
    """Each method has an allowance of its own."""
    await calls_until_limited(caller, "users.list", 30)
    assert (await calls_until_limited(caller, "usergroups.list", 5))[0] == 5


async def test_posting_is_limited_by_channel(limited: Workspace, caller: AsyncWebClient) -> None:
    """A burst to one channel is stopped; another channel is free; a second later one more passes."""

    async def post(channel: str) -> bool:
        try:
            await caller.chat_postMessage(channel=channel, text="hello")
        except SlackApiError as error:
            waits.append(error.response.headers["Retry-After"])
            return False
        return True

    waits: list[str] = []
    passed = 0
    while passed < 50 and await post("C02REFUNDS"):
        passed += 1
    assert 10 <= passed <= 12
    assert await post("C03ACCESS")
    limited.office.clock.advance(1)
    assert await post("C02REFUNDS")
    assert len(limited.office.state.channels["C02REFUNDS"].order) == passed + 1
    assert waits == ["1"]


async def test_a_refused_post_says_nothing_of_blocks(limited: Workspace, caller: AsyncWebClient) -> None:
    """A post with wrong blocks does not use up the channel's allowance."""
    for _ in range(20):
        with pytest.raises(SlackApiError, match="invalid_blocks"):
            await caller.chat_postMessage(channel="C02REFUNDS", text="x", blocks=[{"type": "nonsense"}])
    await caller.chat_postMessage(channel="C02REFUNDS", text="x")
    assert len(limited.office.state.channels["C02REFUNDS"].order) == 1


async def test_sdk_retry_handler_gets_through(limited: Workspace, caller: AsyncWebClient) -> None:
    """The SDK's own handler waits as it is told and succeeds."""
    caller.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=2))
    limited.office.clock.set_scale(20)
    for _ in range(14):
        await caller.chat_postMessage(channel="C02REFUNDS", text="hello")
    assert len(limited.office.state.channels["C02REFUNDS"].order) == 14


async def test_switch(limited: Workspace, caller: AsyncWebClient) -> None:
    """Limits are turned off and on at run time."""
    async with aiohttp.ClientSession() as session:
        await session.post(f"{limited.page}control/limits", json={"on": False})
        assert (await calls_until_limited(caller, "users.list", 60))[1] is None
        await session.post(f"{limited.page}control/limits", json={"on": True})
    assert (await calls_until_limited(caller, "users.list", 60))[1] is not None
