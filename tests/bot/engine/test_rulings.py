"""What owners rule is a decision in the record: who, when and why; and whose the files are is said, too."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.engine import Click
from bot.people import Group, Member
from bot.workflows import Team
from handlers.slack import says
from handlers.slack.pages import stand_lines
from storage import rulings, verify
from storage.models import Who
from tests.bot.engine.house import ALEX, DANA, GONE, GUEST, PEOPLE, House
from workspace.blocks import visible_text


@pytest.fixture
async def house(house: House) -> House:
    house.world.shelf.team = Team(owners=("UDANA", "@heads", "UGONE", "UGUEST"))
    return house


async def ruled(house: House) -> list[dict[str, Any]]:
    start, end = house.clock() - timedelta(days=1), house.clock() + timedelta(days=1)
    return list(await house.read(lambda db: rulings.between(db, start, end)))


async def findings(house: House) -> list[str]:
    return [each.what for each in await house.read(lambda db: list(verify.findings(db)))]


async def rule(house: House) -> None:
    """A pause, a cap, and the end of both."""
    asked = house.engine.afterwards
    await asked.hold(house.click(DANA), "refunds", "keyless", why="new group list")
    await asked.hold(house.click(ALEX), "refunds", "two", most=20)
    await asked.resume(house.click(ALEX), "refunds", "keyless", why="the list was checked")


async def test_each_ruling_is_a_row_and_an_entry(house: House) -> None:
    await rule(house)
    assert [(each["kind"], each["person"], each["step"], each["most"], each["why"]) for each in await ruled(house)] == [
        ("pause", "T1/UDANA", "keyless", None, "new group list"),
        ("cap", "T1/UALEX", "two", 20, ""),
        ("resume", "T1/UALEX", "keyless", None, "the list was checked"),
    ]
    rows = await house.rows("SELECT actor, data FROM audit WHERE kind LIKE 'autonomy_%' ORDER BY seq")
    assert [actor for actor, _ in rows] == ["T1/UDANA", "T1/UALEX", "T1/UALEX"]
    assert "group list" not in "".join(data for _, data in rows), "the record holds no words"
    assert await findings(house) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE ruling SET person = 'T1/UALEX' WHERE id = 1", "attests ruling 1 of UALEX otherwise"),
        ("UPDATE ruling SET why = 'none' WHERE id = 1", "attests ruling 1 of UDANA otherwise"),
        ("UPDATE ruling SET why = 'none', salt = '' WHERE id = 1", "attests ruling 1 of UDANA otherwise"),
        ("UPDATE ruling SET why = '', salt = '' WHERE id = 1", "attests ruling 1 of UDANA otherwise"),
        ("UPDATE ruling SET most = 2000 WHERE id = 2", "attests ruling 2 of UALEX otherwise"),
        ("DELETE FROM ruling WHERE id = 3", "attests is gone"),
        ("UPDATE ruling SET id = 9 WHERE id = 3", "was put in beside the record"),
        ("DELETE FROM hold", "The pause or cap of refunds/two that entry"),
        ("UPDATE hold SET step = 'keyed'", "What is held of refunds/keyed is not what the record attests"),
        ("UPDATE hold SET most = 2000", "What is held of refunds/two is not what"),
        ("UPDATE hold SET by = 'T1/UDANA'", "What is held of refunds/two is not what"),
        ("UPDATE hold SET why = 'as agreed'", "What is held of refunds/two is not what"),
        (
            "INSERT INTO hold VALUES ('refunds', 'keyless', NULL, '', 'T1/UDANA', '2026-11-23')",
            "What is held of refunds/keyless is not what",
        ),
        ("INSERT INTO hold VALUES ('', '', NULL, '', 'T1/UDANA', '2026-11-23')", "What is held of everything is not"),
    ],
)
@pytest.mark.tampers
async def test_a_ruling_that_was_changed_is_found(house: House, change: str, words: str) -> None:
    await rule(house)
    await house.store.write(lambda db: db.execute(change))
    assert any(words in what for what in await findings(house))


async def test_whoever_resumes_hears_what_is_still_paused(house: House) -> None:
    asked = house.engine.afterwards
    await asked.hold(house.click(DANA), "", "")
    await asked.hold(house.click(DANA), "refunds", "keyless")
    ways: dict[str, Callable[[Click], Awaitable[None]]] = {
        "one": lambda click: asked.resume(click, "refunds", "two"),
        "cap": lambda click: asked.hold(click, "refunds", "two", most=3),
        "all": lambda click: asked.resume(click, "", ""),
        "last": lambda click: asked.resume(click, "refunds", "keyless"),
    }
    heard = {}
    for name, way in ways.items():
        click = house.click(ALEX)
        await way(click)
        message = says.answer(None, await house.answer(click), {})
        assert message is not None
        heard[name] = " ".join(visible_text(message.blocks))
    everything = " But Dana paused everything: it asks first until /handoff resume all."
    assert heard == {
        "one": f"“Refund an order” is not paused any more.{everything}",
        "cap": f"“Refund an order” acts alone at most 3 times a day from now on.{everything}",
        "all": "Everything is not paused any more. Still paused by itself: “Refund an order”.",
        "last": "“Refund an order” is not paused any more: it acts alone as far as its evidence allows.",
    }


@pytest.mark.parametrize("capped_first", [True, False])
async def test_a_step_with_a_cap_stands_as_paused_where_everything_is(house: House, capped_first: bool) -> None:
    asked = house.engine.afterwards
    rules = [("refunds", "keyless", 20), ("", "", None)]
    for workflow, step, most in rules if capped_first else reversed(rules):
        await asked.hold(house.click(DANA), workflow, step, most=most)
    (stand,) = [each for each in await house.engine.insights.stands() if each.step.name == "keyless"]
    assert stand.hold is not None
    assert (stand.hold.most, stand.held_by) == (None, "Dana")
    assert stand_lines(stand)[0][0] == "paused by Dana, "


@pytest.mark.tampers
async def test_an_erased_reason_leaves_the_record_whole(house: House) -> None:
    await rule(house)
    await house.engine.erasing.erase(DANA)
    assert [each["why"] for each in await ruled(house)] == ["", "", "the list was checked"]
    assert await findings(house) == []
    await house.store.write(lambda db: db.execute("UPDATE ruling SET why = 'as agreed' WHERE id = 1"))
    assert any("attests ruling 1 of UDANA otherwise" in what for what in await findings(house))


@pytest.mark.parametrize(("who", "told"), [(GONE, "stranger"), (GUEST, "held"), (Who("T2", "UDANA"), "stranger")])
async def test_who_left_or_is_elsewhere_owns_nothing_and_a_named_guest_does(house: House, who: Who, told: str) -> None:
    click = house.click(who)
    await house.engine.afterwards.hold(click, "", "")
    assert await house.told(click) == told


async def test_a_guest_in_a_group_of_owners_owns_nothing(house: House) -> None:
    guest = Member("UVISITOR", "T1", "Visitor", "visitor", restricted=True)
    heads = Group("SHEADS", "heads", "Heads", frozenset({"UALEX", "UVISITOR"}))
    house.world.people = replace(
        PEOPLE, members={**PEOPLE.members, "UVISITOR": guest}, groups={**PEOPLE.groups, "SHEADS": heads}
    )
    click = house.click(Who("T1", "UVISITOR"))
    await house.engine.afterwards.hold(click, "", "")
    assert (await house.answer(click))["who"] == "Alex, Dana or Guest"


async def test_the_record_says_that_the_files_changed_and_who_owns_it(house: House) -> None:
    await house.engine.record.rules()
    house.world.shelf.team = Team(owners=("UDANA",))
    await house.engine.record.rules()
    await house.engine.record.rules()
    rows = await house.rows("SELECT actor, data FROM audit WHERE kind = 'rules' ORDER BY seq")
    assert [(actor, json.loads(data)["owners"]) for actor, data in rows] == [
        ("files", ["UALEX", "UDANA", "UGUEST"]),
        ("files", ["UDANA"]),
    ]
