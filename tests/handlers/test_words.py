"""Words in the thread of a request, as Slack's events bring them: whose are heard, who is answered, and where."""

from dataclasses import replace
from typing import Any

import pytest

from bot.people import Member
from handlers.slack import events
from storage.models import Who
from tests.bot.engine.house import DANA, GONE, GUEST, JONAS, MARIA, ROBOT, VISITOR, proposal
from tests.handlers.test_foreign_clicks import Door, door, ground

__all__ = ["door", "ground"]

THREAD = "1.1"
"""In which `House.ask` has its requests answered."""
ELSEWHERE = Who("T1", "UKIM")
"""Somebody of a connected workspace: the event comes for ours, and only the list of people says whose they are."""


async def hears(door: Door, who: Who, text: str, **event: Any) -> list[tuple[Any, ...]]:
    """An event in the thread of a request, as often as Slack may deliver it; what they are told: what, and where."""
    door.house._keys += 1
    ts = f"1790.{door.house._keys}"
    said = {"type": "app_mention", "user": who.user, "text": f"<@UBATON> {text}", "channel": "C1", "ts": ts}
    body = {"team_id": "T1", "event_id": f"Ev{ts}", "event": {**said, "thread_ts": THREAD, **event}}
    for _ in range(2):
        await events.handle(door.desk, events.key_of(body), body)
    await door.house.settle()
    return await door.house.rows(
        "SELECT json_extract(payload, '$.what'), json_extract(payload, '$.channel'), json_extract(payload, '$.thread') "
        "FROM outbox WHERE kind = 'answer' AND key LIKE ?",
        f"%:C1:{ts}",
    )


@pytest.fixture
def asked(door: Door) -> Door:
    kim = Member("UKIM", "T2", "Kim", "kim")
    people = door.house.world.people
    door.house.world.people = replace(people, members={**people.members, kim.id: kim})
    return door


@pytest.mark.parametrize(
    ("who", "what"),
    [(ELSEWHERE, "stranger"), (GONE, "stranger"), (VISITOR, "guest_adds"), (GUEST, "guest_adds")],
    ids=["another workspace", "left", "guest", "guest who decides"],
)
async def test_whoever_is_not_of_the_team_is_refused_where_they_wrote(asked: Door, who: Who, what: str) -> None:
    card = await asked.house.card(proposal(), proposal(amount="9.00"))
    assert await hears(asked, who, "the amount is 9.00") == [(what, "C1", THREAD)]
    assert (await asked.house.handoff(card.id)).revision == 1
    assert await asked.house.rows("SELECT * FROM note") == []


@pytest.mark.parametrize("text", ["the amount is 9.00", "how much was paid?", "ok, do it"])
@pytest.mark.parametrize("event", [{}, {"user": "UOTHER", "bot_id": "B1"}], ids=["by its account", "by its post"])
async def test_a_bot_is_not_answered(asked: Door, text: str, event: dict[str, str]) -> None:
    card = await asked.house.card(proposal(), proposal(amount="9.00"))
    assert await hears(asked, ROBOT, text, **event) == []
    assert (await asked.house.handoff(card.id)).revision == 1
    for table in ("note", "inquiry"):
        assert await asked.house.rows(f"SELECT * FROM {table}") == []


@pytest.mark.parametrize("who", [JONAS, MARIA, DANA])
async def test_people_of_the_team_tell_news(asked: Door, who: Who) -> None:
    card = await asked.house.card(proposal(), proposal(amount="9.00"))
    assert await hears(asked, who, "the amount is 9.00") == []
    assert (await asked.house.handoff(card.id)).args["amount"] == "9.00"
