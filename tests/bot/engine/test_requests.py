"""Requests: recorded once, by who may ask; which workflow it is for, and its envelope."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.agents import Case, Log, Move
from bot.engine import Incoming
from bot.engine.requests import MAX_TEXT
from bot.errors import BadInput
from storage.models import Who
from tests.bot.engine.house import (
    ALEX,
    ELSE,
    FOREIGN,
    GONE,
    GUEST,
    JONAS,
    MARIA,
    ROBOT,
    UNKNOWN,
    VISITOR,
    House,
    proposal,
    workflow_text,
    write_folder,
)

COUNTS = "SELECT (SELECT count(*) FROM request), (SELECT count(*) FROM run), (SELECT count(*) FROM audit)"


@pytest.fixture
def two_flows(build: Callable[..., House], tmp_path: Path) -> House:
    """A house with two workflows; only Alex and the heads may ask of `access`."""
    folder = write_folder(tmp_path / "flows")
    steps = {"grant": ("keyless", dict[str, str]())}
    text = workflow_text(
        steps, workflow="access", channel='"#access"', requesters='["@heads", UOLGA]', listen="[BALERT]"
    )
    return build(folder=write_folder(folder, text, "access"))


async def test_a_request_is_recorded_and_its_run_queued(house: House) -> None:
    request_id = await house.ask("  1042 never came ", settle=False)
    request = await house.request(request_id)
    assert (request.text, request.requester, request.via) == ("1042 never came", JONAS, "message")
    assert (request.workflow, request.reply_channel, request.reply_thread) == ("refunds", "C1", "1.1")
    run = await house.run(request_id)
    assert run.state == "queued"
    assert await house.due() == [("advance", run.id)]


async def test_the_same_message_is_one_request_however_often_and_by_which_event(house: House) -> None:
    again = [house.incoming(key="message:T1:C1:1.1") for _ in range(5)]
    found = await asyncio.gather(*(house.engine.requests.submit(each, "refunds") for each in again))
    assert len([request_id for request_id in found if request_id is not None]) == 1
    await house.restart()
    mention = Incoming("message:T1:C1:1.1", "mention", "1042 never came", JONAS, "C1")
    assert await house.engine.requests.submit(mention, None) is None
    assert await house.rows("SELECT count(*) FROM request") == [(1,)]
    assert await house.rows("SELECT count(*) FROM run") == [(1,)]


async def test_the_same_command_is_one_request(house: House) -> None:
    first = house.incoming(key="slash:1", envelope="command:1")
    second = house.incoming(key="slash:2", envelope="command:1")
    assert await house.engine.requests.submit(first, "refunds") is not None
    assert await house.engine.requests.submit(second, "refunds") is None


@pytest.mark.parametrize("text", ["", "   \n ", "x" * (MAX_TEXT + 1)])
async def test_text_that_cannot_be_used_is_not_recorded(house: House, text: str) -> None:
    with pytest.raises(BadInput):
        await house.engine.requests.submit(house.incoming(text, envelope="command:1"), "refunds")
    assert await house.rows(COUNTS) == [(0, 0, 0)]
    assert await house.engine.requests.submit(house.incoming("short", envelope="command:1"), "refunds") is not None


async def test_the_longest_text_is_taken(house: House) -> None:
    assert await house.engine.requests.submit(house.incoming("x" * MAX_TEXT), "refunds") is not None


MEMBERS_MAY = {JONAS: True, ELSE: True, GUEST: False, VISITOR: False, ROBOT: False, GONE: False, FOREIGN: False,
               UNKNOWN: False}  # fmt: skip


@pytest.mark.parametrize("who", MEMBERS_MAY)
async def test_full_members_may_ask(house: House, who: Who) -> None:
    incoming = house.incoming(who=who)
    found = await house.engine.requests.submit(incoming, "refunds")
    assert (found is not None) is MEMBERS_MAY[who]
    if not MEMBERS_MAY[who]:
        assert await house.rows("SELECT count(*) FROM request") == [(0,)]
        assert await house.rows("SELECT actor FROM audit WHERE kind = 'request_refused'") == [(str(who),)]
        told = await house.rows("SELECT payload FROM outbox WHERE kind = 'answer'")
        assert '"what":"may_not_ask"' in told[0][0]


@pytest.mark.parametrize(
    ("who", "may"), [(ALEX, True), (Who("T1", "UOLGA"), True), (JONAS, False), (Who("T2", "UALEX"), False)]
)
async def test_named_requesters_may_ask(two_flows: House, who: Who, may: bool) -> None:
    assert (await two_flows.engine.requests.submit(two_flows.incoming(who=who), "access") is not None) is may


# Which workflow


async def test_without_a_workflow_the_requester_is_asked_which(two_flows: House) -> None:
    incoming = two_flows.incoming(who=ALEX)
    request_id = await two_flows.engine.requests.submit(incoming, None)
    assert request_id is not None
    assert await two_flows.due() == [("route", request_id)]
    await two_flows.settle()  # nobody can tell the two apart
    assert await two_flows.rows("SELECT kind, request_id FROM outbox") == [("menu", request_id)]
    assert await two_flows.due() == []
    await two_flows.engine.requests.choose(two_flows.click(ALEX), request_id, "refunds")
    assert (await two_flows.request(request_id)).workflow == "refunds"
    assert (await two_flows.run(request_id)).state == "queued"


async def test_who_may_ask_for_one_thing_only_is_not_asked_which(two_flows: House) -> None:
    request_id = await two_flows.engine.requests.submit(two_flows.incoming(), None)
    assert request_id is not None
    two_flows.agent.moves = [proposal()]
    await two_flows.settle()
    assert (await two_flows.open_of(request_id)).workflow == "refunds"
    assert await two_flows.said("routed") == 1
    assert await two_flows.rows("SELECT actor FROM audit WHERE kind = 'workflow_chosen'") == [("agent",)]


async def test_finding_out_which_outlives_a_kill(two_flows: House) -> None:
    request_id = await two_flows.engine.requests.submit(two_flows.incoming(), None)
    assert request_id is not None
    two_flows.agent.moves = [proposal()]
    await two_flows.restart()
    assert (await two_flows.open_of(request_id)).workflow == "refunds"
    await two_flows.restart()
    assert await two_flows.said("routed") == 1
    assert len(await two_flows.rows("SELECT 1 FROM run")) == 1


class Keen:
    """An agent that says how well a text fits."""

    version = "keen-1"

    def __init__(self, fit: float) -> None:
        self.fit = fit

    async def fits(self, text: str) -> float:
        return self.fit

    async def next(self, case: Case, log: Log) -> Move:
        return proposal()


@pytest.mark.parametrize(
    ("fits", "chosen"), [((0.9, 0.1), "refunds"), ((0.2, 0.8), "access"), ((0.9, 0.8), None), ((0.5, 0.0), None)]
)
async def test_the_agents_say_which_workflow(two_flows: House, fits: tuple[float, float], chosen: str | None) -> None:
    agents = dict(zip(("refunds", "access"), map(Keen, fits), strict=True))
    two_flows.world.make_agent = lambda flow: agents[flow.id]
    request_id = await two_flows.engine.requests.submit(two_flows.incoming(who=ALEX), None)
    assert request_id is not None
    await two_flows.settle()
    assert (await two_flows.request(request_id)).workflow == (chosen or "")
    menus = await two_flows.rows("SELECT count(*) FROM outbox WHERE kind = 'menu'")
    assert menus == [(0 if chosen else 1,)]


@pytest.mark.parametrize(
    ("who", "flow", "told"),
    [
        (MARIA, "refunds", "not_yours"),
        (JONAS, "nowhere", "gone"),
        (JONAS, "access", "may_not_ask"),
        (JONAS, "refunds", "chosen"),
    ],
)
async def test_only_the_requester_chooses_and_only_what_they_may_ask(
    two_flows: House, who: Who, flow: str, told: str
) -> None:
    request_id = await two_flows.engine.requests.submit(two_flows.incoming(), None)
    assert request_id is not None
    click = two_flows.click(who)
    await two_flows.engine.requests.choose(click, request_id, flow)
    assert await two_flows.told(click) == told
    assert ([kind for kind, _ in await two_flows.due()] == ["advance"]) is (told == "chosen")


async def test_a_workflow_is_chosen_once(two_flows: House) -> None:
    request_id = await two_flows.engine.requests.submit(two_flows.incoming(who=ALEX), None)
    assert request_id is not None
    first, second = two_flows.click(ALEX), two_flows.click(ALEX)
    await two_flows.engine.requests.choose(first, request_id, "refunds")
    await two_flows.engine.requests.choose(first, request_id, "refunds")
    await two_flows.engine.requests.choose(second, request_id, "access")
    assert [await two_flows.told(click) for click in (first, second)] == ["chosen", "chosen_before"]
    assert await two_flows.rows("SELECT count(*) FROM run") == [(1,)]


async def test_a_request_without_a_workflow_may_be_added_to_and_withdrawn(two_flows: House) -> None:
    request_id = await two_flows.engine.requests.submit(two_flows.incoming(), None)
    assert request_id is not None
    await two_flows.engine.requests.heard(two_flows.click(JONAS, "note:1"), request_id, "it is urgent")
    await two_flows.engine.requests.withdraw(two_flows.click(JONAS), request_id)
    assert await two_flows.said("withdrawn") == 1
    kinds = await two_flows.rows("SELECT kind FROM audit WHERE kind <> 'rules' ORDER BY seq")
    assert kinds == [("requested",), ("request_added",), ("request_withdrew",)]
    click = two_flows.click(JONAS)
    await two_flows.engine.requests.choose(click, request_id, "refunds")
    await two_flows.settle()
    assert two_flows.agent.cases == []


async def test_a_channel_means_its_workflow(two_flows: House) -> None:
    engine = two_flows.engine
    assert [engine.workflow_of(channel) for channel in ("C1", "C2", "C9")] == ["refunds", "access", None]


async def test_a_channel_without_one_means_the_only_workflow_there_is(house: House) -> None:
    assert house.engine.workflow_of("C9") == "refunds"


async def test_a_bot_that_is_listened_to_may_ask(two_flows: House) -> None:
    two_flows.agent.moves = [proposal("grant")]
    alert, other = Who("T1", "BALERT"), Who("T1", "BOTHER")
    assert await two_flows.engine.requests.submit(two_flows.incoming(who=alert), "access") is not None
    assert await two_flows.engine.requests.submit(two_flows.incoming(who=alert), "refunds") is None
    assert await two_flows.engine.requests.submit(two_flows.incoming(who=other), "access") is None


async def test_a_list_of_bots_listens_to_people_too(two_flows: House) -> None:
    engine = two_flows.engine
    assert [engine.listening("C2", bot) for bot in ("", "BALERT", "BOTHER")] == ["access", "access", None]
    assert [engine.listening("C1", bot) for bot in ("", "BALERT")] == [None, None]


# The inbox


async def test_an_event_is_kept_once_and_replayed_until_it_is_handled(house: House) -> None:
    assert await house.engine.requests.keep("event:1", {"text": "hi"})
    assert not await house.engine.requests.keep("event:1", {"text": "hi"})
    await house.restart()
    (envelope,) = await house.engine.requests.unhandled()
    assert (envelope.key, envelope.payload, envelope.failures) == ("event:1", {"text": "hi"}, 0)
    assert [await house.engine.requests.failed("event:1") for _ in range(2)] == [1, 2]
    await house.engine.requests.handled("event:1")
    assert await house.engine.requests.unhandled() == []
    assert not await house.engine.requests.keep("event:1", {"text": "hi"})
