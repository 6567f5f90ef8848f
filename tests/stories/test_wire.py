"""Faults between Slack and Baton while somebody asks and somebody decides: one request, one card, one action."""

import contextlib

import pytest

from handlers import demo
from tests.stories.stage import ALERTS, JONAS, MARIA, Json, Stage, card, cards_in, changed, reply, text_of
from workspace.driver import PersonError


async def asked(stage: Stage) -> tuple[str, Json]:
    """Jonas asks for an errand; the request's ts and its card."""
    maria, jonas = await stage.person(MARIA), await stage.person(JONAS)
    ts = await jonas.say(ALERTS, "plain boil eggs")
    return ts, await card(maria, "Run boil eggs?", ALERTS)


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "duplicate", "on": "message"},
        {"kind": "duplicate_event", "on": "message"},
        {"kind": "drop_ack", "on": "message"},
        {"kind": "abort_tcp", "on": "message"},
        {"kind": "disconnect", "on": "message"},
        {"kind": "http_500", "on": "chat.postMessage"},
        {"kind": "http_429", "on": "chat.postMessage", "seconds": 1},
        {"kind": "reset_before", "on": "chat.postMessage"},
        {"kind": "reset_after", "on": "chat.postMessage"},
    ],
    ids=lambda fault: fault["kind"],
)
async def test_one_request_and_one_card(errands: Stage, fault: Json) -> None:
    errands.ws.office.socket.ack_seconds = 1
    await errands.start()
    errands.ws.office.faults.arm(fault)
    ts, shown = await asked(errands)
    await reply(await errands.person(JONAS), ALERTS, ts, "Got it: H-1.")
    await errands.quiet()
    assert [rule.hits for rule in errands.ws.office.faults.rules] == [1]
    top = [m for m in await cards_in(await errands.person(MARIA), ALERTS) if "thread_ts" not in m]
    assert [m["ts"] for m in top] == [shown["ts"]], [text_of(m) for m in top]
    assert len(errands.record("SELECT * FROM request")) == 1
    assert errands.journal() == []


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "duplicate", "on": "block_actions"},
        {"kind": "drop_ack", "on": "block_actions"},
        {"kind": "abort_tcp", "on": "block_actions"},
        {"kind": "http_500", "on": "chat.update"},
        {"kind": "reset_after", "on": "chat.update"},
        {"kind": "reset_after", "on": "chat.postMessage"},
    ],
    ids=lambda fault: f"{fault['kind']}-{fault['on']}",
)
async def test_one_action(errands: Stage, fault: Json) -> None:
    errands.ws.office.socket.ack_seconds = 1
    await errands.start()
    ts, shown = await asked(errands)
    maria, jonas = await errands.person(MARIA), await errands.person(JONAS)
    await reply(jonas, ALERTS, ts, "Got it: H-1.")
    await errands.quiet()
    errands.ws.office.faults.arm(fault)
    with contextlib.suppress(PersonError):  # the page may say that the app did not answer
        await maria.click(ALERTS, shown["ts"], "Approve")
    await changed(maria, ALERTS, shown["ts"], "Ran boil eggs.")
    await reply(jonas, ALERTS, ts, "Done: ran boil eggs.")
    await errands.quiet()
    assert [rule.hits for rule in errands.ws.office.faults.rules] == [1]
    assert errands.journal() == ["H-1-1 boil eggs"]
    results = [m for m in await maria.thread(ALERTS, shown["ts"]) if m["ts"] != shown["ts"]]
    assert len(results) == 1, [text_of(m) for m in results]
    answers = [m for m in await jonas.thread(ALERTS, ts) if m.get("bot_id")]
    assert len(answers) == 2, [text_of(m) for m in answers]


async def test_the_demo_speaks_on_after_a_pause_that_slack_wants(errands: Stage) -> None:
    await errands.start()
    errands.ws.office.faults.arm({"kind": "http_429", "on": "chat.postMessage", "seconds": 1})
    await demo.say(errands.baton.client, channel=ALERTS, text="In the shop’s database, once.")
    assert [rule.hits for rule in errands.ws.office.faults.rules] == [1]
    maria = await errands.person(MARIA)
    assert [m for m in await cards_in(maria, ALERTS) if m["text"] == "In the shop’s database, once."]
