"""Every failure of the provider, at every place of a run: how it ends, what the card says, how often it is asked."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from bot.agents import Case, Log, Move, Proposal, claude_calls, claude_reply
from bot.agents.prompts import MOST_OF_FEWER
from storage.models import Brief, Fact
from tests.bot.agents.conftest import Desk, Open
from tests.bot.engine.house import MARIA, START
from tests.bot.engine.outside import OUTSIDE, Lost
from tests.fakes.messages import Messages, Reply, failed, proposes, text, uses

REFUND = {"order_id": "1042", "amount": "49.90", "kind": "goods", "note": None}
GOOD = proposes("keyless", REFUND)
LOOK = uses(("find_order", {"order_id": "1042"}))
BAD_DRAFT = uses(("propose_keyless", {"arguments": REFUND}))
NO_ANSWER = "The model did not answer ({}), so this comes without its work."
GARBLED = "The model’s answer could not be read ({}), so this comes without its work."
PARKED = 15


def stopped(reason: str, **more: Any) -> Reply:
    return Reply(({"type": "text", "text": "Half of"},), reason, more=more)


class Broken(dict[str, Any]):
    """Orders that cannot be looked up."""

    def get(self, *_: object) -> Any:
        raise Lost


@dataclass(frozen=True)
class Row:
    """A failure: what the provider answers again and again, how often it is asked, what the card says.

    `used` is how many of the requests a site has taken already by a trouble of the same kind.
    """

    reply: Reply
    requests: int
    reason: str
    used: dict[str, int] = field(default_factory=dict)
    alert: str = ""


SAID = (
    b'{"type": "message", "stop_reason": "end_turn", "content": [{"type": "text", "text": %b}], '
    b'"usage": {"input_tokens": %b, "output_tokens": 0}}'
)
ROWS = {
    "refusal": Row(
        Reply((), "refusal", more={"stop_details": {"type": "refusal", "category": "cyber", "explanation": "x"}}),
        1,
        "The model declined to work on this (cyber), so this comes without its work.",
    ),
    "max_tokens": Row(
        Reply(({"type": "tool_use", "name": "propose_keyless", "input": {}},), "max_tokens"),
        2,
        "The model’s answer was cut off, twice, so this comes without its work.",
    ),
    "context window": Row(
        stopped("model_context_window_exceeded"),
        2,
        "The case is too long for the model, so this comes without its work.",
    ),
    "413": Row(
        failed(413, "request_too_large"), 2, "The case is too long for the model, so this comes without its work."
    ),
    "pause_turn": Row(stopped("pause_turn"), 4, "The model kept pausing, so this comes without its work."),
    "unknown stop": Row(stopped("hologram"), 2, GARBLED.format("no valid answer")),
    "no stop": Row(stopped("", stop_reason=None), 2, GARBLED.format("no valid answer")),
    "html": Row(Reply(body=b"<html>Bad gateway</html>"), 2, GARBLED.format("no valid answer")),
    "broken json": Row(Reply(body=b'{"type": "message", "content": ['), 2, GARBLED.format("no valid answer")),
    "other shape": Row(Reply(body=b'{"hello": "world"}'), 2, GARBLED.format("no valid answer")),
    "half a letter": Row(Reply(body=SAID % (b'"\\ud800"', b"1")), 2, GARBLED.format("no valid answer")),
    "no number": Row(Reply(body=SAID % (b'"x", "more": NaN', b"1")), 2, GARBLED.format("no valid answer")),
    "no content": Row(stopped("end_turn", content=None), 2, GARBLED.format("no valid answer")),
    "unknown block": Row(Reply(({"type": "hologram", "text": "x"},), "end_turn"), 2, GARBLED.format("no valid answer")),
    "cut in the middle": Row(Reply((), "end_turn", fault="cut"), 2, GARBLED.format("its answer broke off")),
    "invalid draft": Row(
        BAD_DRAFT,
        2,
        "The model’s answer does not have the form that was asked for, so a person should look.",
        {"after a repair": 1},
    ),
    "only text": Row(text("I think it is fine."), 2, "The model ended without a proposal.", {"after a nudge": 1}),
    "unknown tool": Row(
        uses(("delete_everything", {})), 3, "The model asked for a tool that is not there, so a person should look."
    ),
    "bad arguments": Row(
        proposes("keyless", {"order_id": "x", "amount": "-1"}),
        3,
        "The model’s values for “Refund an order” do not fit, so a person should look.",
    ),
    "tool error": Row(
        LOOK, 3, "Something could not be looked up: find_order could not be asked (Lost), so a person should look."
    ),
    "429": Row(failed(429, "rate_limit_error"), PARKED, NO_ANSWER.format("too many requests")),
    "429 for an hour": Row(
        failed(429, "rate_limit_error", retry_after="3600"), 12, NO_ANSWER.format("too many requests")
    ),
    "401": Row(
        failed(401, "authentication_error"),
        1,
        "The model does not work for us just now (the key is not accepted), so this comes without its work.",
        alert="the key is not accepted",
    ),
    "402": Row(
        failed(402, "billing_error"),
        1,
        "The model does not work for us just now (the account has to be paid), so this comes without its work.",
        alert="the account has to be paid",
    ),
    "403": Row(
        failed(403, "permission_error"),
        1,
        "The model does not work for us just now (the key may not do this), so this comes without its work.",
        alert="the key may not do this",
    ),
    "spend limit": Row(
        failed(429, "rate_limit_error", "enforced_spend_limit_reached"),
        1,
        "The model does not work for us just now (its spend limit is reached), so this comes without its work.",
        alert="its spend limit is reached",
    ),
    "529": Row(failed(529, "overloaded_error"), PARKED, NO_ANSWER.format("overloaded")),
    "500": Row(failed(500), PARKED, NO_ANSWER.format("an error of its own")),
    "503": Row(failed(503), PARKED, NO_ANSWER.format("not available")),
    "504": Row(failed(504), PARKED, NO_ANSWER.format("it timed out")),
    "408": Row(failed(408), PARKED, NO_ANSWER.format("it timed out")),
    "409": Row(failed(409), PARKED, NO_ANSWER.format("an error of its own")),
    "error with 200": Row(
        Reply(body=b'{"type": "error", "error": {"type": "overloaded_error", "message": "x"}}'),
        PARKED,
        NO_ANSWER.format("overloaded"),
    ),
    "dropped": Row(Reply(fault="drop"), PARKED, NO_ANSWER.format("it was not reached")),
    "hangs": Row(Reply(fault="hang"), PARKED, NO_ANSWER.format("it timed out")),
    "drips": Row(Reply((), "end_turn", fault="drip"), PARKED, NO_ANSWER.format("it timed out")),
    "400": Row(
        failed(400, "invalid_request_error"),
        1,
        "The model could not be asked (it did not accept the request, status 400), so this comes without its work.",
        alert="The provider did not accept a request (req_",
    ),
    "422": Row(
        failed(422, "invalid_request_error"),
        1,
        "The model could not be asked (it did not accept the request, status 422), so this comes without its work.",
        alert="The provider did not accept a request (req_",
    ),
    "404": Row(
        failed(404, "not_found_error"),
        1,
        "The model is not known to the provider, so this comes without its work.",
        alert="BATON_MODEL names the model.",
    ),
}


async def first(house: Desk, model: Messages) -> None:
    await house.ask()


async def after_a_read(house: Desk, model: Messages) -> None:
    model.script.insert(0, LOOK)
    await house.ask()


async def after_a_repair(house: Desk, model: Messages) -> None:
    model.script.insert(0, BAD_DRAFT)
    await house.ask()


async def after_a_nudge(house: Desk, model: Messages) -> None:
    model.script.insert(0, text("Let me think."))
    await house.ask()


async def resumed(house: Desk, model: Messages) -> None:
    """Killed while the second request was under way; a new process goes on."""
    model.script[:0] = [LOOK, Reply(fault="hang")]
    await house.ask(settle=False)
    working = asyncio.ensure_future(house.engine.settle())
    await model.came(2)
    await house.kill()
    working.cancel()
    house.from_now_on()
    await house.start()


async def after_an_effect(house: Desk, model: Messages) -> None:
    model.script[:0] = [GOOD]
    card = await house.open_of(await house.ask())
    await house.decide(card, MARIA)
    await house.settle()


SITES: dict[str, tuple[Callable[[Desk, Messages], Any], int]] = {
    "first turn": (first, 0),
    "after a read": (after_a_read, 1),
    "after a repair": (after_a_repair, 1),
    "after a nudge": (after_a_nudge, 1),
    "resumed": (resumed, 2),
    "after an effect": (after_an_effect, 1),
}
LONGEST = timedelta(minutes=16)
SLOW = {"hangs", "drips"}
"""A time-out is one wherever it happens: two sites show it, the others would only take longer."""
CASES = [(name, site) for name in ROWS for site in SITES if name not in SLOW or site in {"first turn", "resumed"}]


def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer may take this long in tests that wait for none; a moment stands for the minutes of a real one."""
    monkeypatch.setattr(claude_calls, "CALL_SECONDS", 0.4)
    monkeypatch.setattr(claude_calls, "LEAST_SECONDS", 0.4)


@pytest.mark.usefixtures("told_once")
@pytest.mark.parametrize(("name", "site"), CASES)
async def test_a_failure_ends_with_a_person_and_its_reason(
    desk: Open, monkeypatch: pytest.MonkeyPatch, name: str, site: str
) -> None:
    row, (arrive, before) = ROWS[name], SITES[site]
    house, model = await desk(otherwise=row.reply)
    if name in SLOW:
        house.from_now_on = partial(impatient, monkeypatch)
    if site != "resumed":
        house.from_now_on()
    if name == "tool error":
        OUTSIDE.orders = Broken()
        row = Row(row.reply, 3, row.reason, {"after a read": 1, "resumed": 1})
    await arrive(house, model)
    await house.on(restarting=site == "resumed")
    asked = len(model.requests) - before
    ran = "“Refund an order” ran. " if site == "after an effect" else ""
    assert asked == row.requests - row.used.get(site, 0)
    assert await house.reasons() == [f"{ran}{row.reason}"]
    assert [each[0] for each in await house.rows("SELECT state FROM run")] == ["parked"]
    assert len(OUTSIDE.happened) == bool(ran)
    assert model.refused == []
    assert house.clock.now - START <= LONGEST
    assert max(house.slept, default=0) <= claude_calls.LONGEST_PAUSE_SECONDS
    notices = [str(each[0]) for each in await house.rows("SELECT payload FROM outbox WHERE kind = 'notice'")]
    assert any(row.alert in each for each in notices) if row.alert else all("did not accept" not in e for e in notices)
    sent = await house.rows("SELECT sum(calls) FROM talk")
    assert sent[0][0] == len(model.requests) - (1 if site == "resumed" else 0)


def test_a_count_of_tokens_that_cannot_be_is_cut_and_still_fits_the_record() -> None:
    assert claude_reply.usage_of({"input_tokens": 10**30, "output_tokens": -5}).tokens == 10_000_000


async def test_a_cut_answer_gets_twice_the_room_once(desk: Open) -> None:
    cut = Reply(({"type": "tool_use", "name": "propose_keyless", "input": {}},), "max_tokens")
    house, model = await desk(cut, GOOD)
    card = await house.open_of(await house.ask())
    assert card.step == "keyless"
    assert [each["max_tokens"] for each in model.requests] == [8192, 16384]
    assert model.requests[0]["messages"] == model.requests[1]["messages"]


async def test_a_case_that_is_too_long_is_told_anew_with_fewer_words(desk: Open) -> None:
    house, model = await desk(LOOK, failed(413, "request_too_large"), GOOD)
    card = await house.open_of(await house.ask("1042 never came " + "x" * 7_000))
    assert card.step == "keyless"
    told = model.requests[2]["messages"]
    assert len(told) == 1
    assert len(told[0]["content"][0]["text"]) < 2 * MOST_OF_FEWER < 7_000
    assert "more characters are not shown" in told[0]["content"][0]["text"]
    assert '"tool": "find_order"' in told[0]["content"][0]["text"]


async def test_a_model_that_is_gone_gives_way_to_the_other_in_a_new_talk(desk: Open) -> None:
    house, model = await desk(LOOK, failed(404, "not_found_error"), GOOD, fallback="claude-haiku-5-5")
    card = await house.open_of(await house.ask())
    assert [each["model"] for each in model.requests] == ["claude-sonnet-5-5"] * 2 + ["claude-haiku-5-5"]
    assert len(model.requests[2]["messages"]) == 1
    assert card.agent_version.startswith("claude-haiku-5-5 ")


async def test_a_trouble_that_passes_is_waited_for(desk: Open) -> None:
    house, model = await desk(*[failed(529, "overloaded_error")] * 4, GOOD)
    request = await house.ask()
    assert await house.rows("SELECT kind FROM audit WHERE kind = 'run_put_off'") == [("run_put_off",)]
    await house.on()
    assert (await house.open_of(request)).step == "keyless"
    assert len(model.requests) == 5
    assert await house.rows("SELECT 1 FROM outbox WHERE kind = 'notice'") == []
    assert await house.said("put_off") == 1


async def test_while_it_does_not_answer_not_every_run_asks(desk: Open) -> None:
    house, model = await desk(otherwise=failed(529, "overloaded_error"))
    await house.ask()
    await house.on()
    asked = len(model.requests)
    for _ in range(3):
        await house.ask()
    await house.on()
    assert len(model.requests) == asked
    assert await house.reasons() == [NO_ANSWER.format("overloaded")] * 4
    notices = await house.rows("SELECT payload FROM outbox WHERE kind = 'notice' ORDER BY id")
    assert "4 requests became cards" in notices[-1][0]
    assert len({row[0] for row in await house.rows("SELECT lane FROM outbox WHERE kind = 'notice'")}) == 1
    model.otherwise = GOOD
    house.clock.advance(minutes=5)
    card = await house.open_of(await house.ask())
    assert card.step == "keyless"
    notices = await house.rows("SELECT payload FROM outbox WHERE kind = 'notice' ORDER BY id")
    assert "The model answers again." in notices[-1][0]


async def test_a_key_that_is_not_accepted_stops_all_runs_with_one_notice(desk: Open) -> None:
    house, model = await desk(otherwise=failed(401, "authentication_error"))
    for _ in range(5):
        await house.ask()
    assert len(model.requests) == 1
    assert len(await house.reasons()) == 5
    assert len({row[0] for row in await house.rows("SELECT lane FROM outbox WHERE kind = 'notice'")}) == 1


async def test_something_new_is_tried_again_after_it_was_given_up(desk: Open) -> None:
    refused = ROWS["refusal"].reply
    house, model = await desk(refused, GOOD)
    request = await house.ask()
    await house.engine.requests.heard(house.click(MARIA, "note:1"), request, "It is order 1042, EUR 49.90.")
    await house.settle()
    assert (await house.open_of(request)).step == "keyless"
    assert len(model.requests[1]["messages"]) == 1


class Plain:
    """An agent without a model that looks the order up, or fails."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    async def next(self, case: Case, log: Log) -> Move:
        """What it would propose."""
        if self.error:
            raise self.error
        await log.read("find_order", {"order_id": "1042"})
        facts = (Fact(text="Paid EUR 49.90", source="order"),)
        return Proposal(
            "keyless", REFUND, 0.9, Brief(facts=facts, unfound=("amount",), how="No language model was used.")
        )


@pytest.mark.parametrize("error", [None, ValueError("broken")])
async def test_without_the_model_the_card_holds_what_rules_can_find(desk: Open, error: Exception | None) -> None:
    house, _ = await desk(otherwise=failed(401, "authentication_error"))
    house.plain = lambda: Plain(error)
    card = await house.open_of(await house.ask())
    assert (card.kind, card.step, card.args, card.brief.unfound) == ("case", "", {}, ())
    assert card.question.startswith("The model does not work for us just now")
    assert [fact.text for fact in card.brief.facts] == ([] if error else ["Paid EUR 49.90"])
    assert OUTSIDE.happened == []
