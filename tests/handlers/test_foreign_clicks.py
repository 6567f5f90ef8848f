"""Clicks and windows of somebody else: another person's, another record's, of a shape that is none of ours."""

import logging
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.agents import Question
from handlers.health import Health
from handlers.slack import _press, actions, views
from handlers.slack.desk import Desk
from handlers.slack.ids import Meta, Ref
from storage.models import Who
from storage.store import Store
from tests.bot.engine.house import DANA, JONAS, MARIA, House, proposal, write_folder


class Client:
    """Keeps what was called."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.opened: list[dict[str, Any]] = []

    async def chat_postEphemeral(self, **given: Any) -> None:  # noqa: N802 - the name in the client
        self.said.append(str(given["text"]))

    async def views_open(self, **given: Any) -> None:
        self.opened.append(given["view"])


class Ack:
    """Keeps what was acked."""

    def __init__(self) -> None:
        self.given: list[dict[str, Any]] = []

    async def __call__(self, **given: Any) -> None:
        self.given.append(given)


class Door:
    """A house with a door: presses, windows sent, and what came of them."""

    def __init__(self, house: House) -> None:
        self.house, self.client = house, Client()
        self.desk = Desk(house.engine, self.client)  # type: ignore[arg-type]

    async def press(self, who: Who, action: str, value: object) -> str:
        """What the person is told; empty where a window opened or nothing was said."""
        self.house._keys += 1
        pressed = {"action_id": action, "block_id": "b", "value": value, "action_ts": str(self.house._keys)}
        body = {"user": {"id": who.user, "team_id": who.team}, "channel": {"id": "C1"}, "trigger_id": "t"}
        ack = Ack()
        await _press(self.desk, {**body, "container": {"message_ts": "1.1"}, "actions": [pressed]}, ack)  # type: ignore[arg-type]
        assert ack.given == [{}]
        key = f"answer:click:{who.user}:C1:1.1:{action}:{self.house._keys}"
        found = await self.house.rows("SELECT json_extract(payload, '$.what') FROM outbox WHERE key = ?", key)
        return str(found[0][0]) if found else "".join(self.client.said)

    async def send(self, callback: str, meta: object, values: object = None) -> dict[str, str]:
        """The errors that stand in the window."""
        inputs = [{"type": "input", "block_id": "own.why"}]
        view = {"id": "V1", "callback_id": callback, "private_metadata": meta, "blocks": inputs}
        view |= {"state": {"values": values}} if values is not None else {}
        ack = Ack()
        await views.send(self.desk, {"user": {"id": MARIA.user, "team_id": "T1"}, "view": view}, ack)  # type: ignore[arg-type]
        (given,) = ack.given
        return dict(given.get("errors", {}))


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty database and the workflows, which nobody changes."""
    folder = tmp_path_factory.mktemp("ground")
    Store.open(folder / "baton.db").close()
    write_folder(folder / "workflows")
    return folder


@pytest.fixture
async def door(ground: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Door]:
    monkeypatch.setattr(logging.getLogger("handlers"), "level", logging.CRITICAL)
    house = House(ground / "workflows", Path(shutil.copy(ground / "baton.db", tmp_path)))
    yield Door(house)
    await house.kill()


@pytest.mark.parametrize(
    "action",
    [
        *("approve", "edit", "reject", "take_over", "show", "answer", "happened", "undo", "add"),
        *("wrong", "take_back", "why", "behind", "seen_right", "not_sure"),
    ],
)
@pytest.mark.parametrize("value", ["", None, "1' OR 1=1", "9.9", "-1.1.1", f"{10**30}.1.1", "999.1.1.aa", "x" * 2000])
async def test_a_button_of_another_record_is_told_as_such(door: Door, action: str, value: object) -> None:
    await door.house.card()
    assert await door.press(MARIA, action, value) == actions.NOT_OURS
    assert door.client.opened == []


@pytest.mark.parametrize("action", ["hour", "through", "stand", "keep_asking", "resume"])
@pytest.mark.parametrize(
    "value", ["", None, "1' OR 1=1", "a@b", "x" * 2000, "a/b/c/d/e", "a@2026-11-23T10:00:00+00:00"]
)
async def test_a_button_about_a_step_of_another_record_is_told_as_such(door: Door, action: str, value: object) -> None:
    assert await door.press(MARIA, action, value) == actions.NOT_OURS
    assert door.client.opened == []


async def test_a_card_with_another_digest_is_refused_by_its_buttons(door: Door) -> None:
    card = await door.house.card()
    for action in ("approve", "edit", "reject"):
        assert await door.press(MARIA, action, str(Ref(card.id, 1, 1, "0" * 64))) == "changed"
    assert (door.client.opened, (await door.house.handoff(card.id)).state) == ([], "waiting")
    assert await door.press(MARIA, "edit", str(Ref(card.id, 1, 1, card.args_digest))) == ""
    assert len(door.client.opened) == 1


async def test_only_who_asked_gets_the_windows_of_who_asked(door: Door) -> None:
    question = await door.house.card(Question("Which order?"))
    shown = str(Ref(question.id, 1, 1))
    assert await door.press(DANA, "answer", shown) == "not_yours"
    assert await door.press(DANA, "add", str(question.request_id)) == "not_yours"
    assert door.client.opened == []
    assert await door.press(JONAS, "answer", shown) == ""
    assert await door.press(JONAS, "add", str(question.request_id)) == ""
    assert len(door.client.opened) == 2


async def test_a_choice_that_is_not_offered_is_answered(door: Door) -> None:
    question = await door.house.card(Question("Which order?", ("1042",)))
    assert await door.press(JONAS, "choice.7", str(Ref(question.id, 1, 1))) == "text"


@pytest.mark.parametrize("meta", ["", "garbage", "null", "[]", "{}", '{"ref":"x","request_id":1}', None])
async def test_a_window_of_another_shape_says_so_at_its_field(door: Door, meta: object) -> None:
    assert "is not from this Baton" in (await door.send("edit", meta, {}))["own.why"]


@pytest.mark.parametrize("callback", ["nope", "show", ""])
async def test_a_window_that_nobody_knows_says_so(door: Door, callback: str) -> None:
    assert "is not from this Baton" in (await door.send(callback, str(Meta(Ref(1, 1, 1))), {}))["own.why"]


async def test_a_bug_in_a_window_is_answered_and_changes_nothing(door: Door) -> None:
    card = await door.house.card(proposal())
    meta = str(Meta(Ref(card.id, 1, 1, card.args_digest), 0, "C1", "1.1"))
    assert await door.send("edit", meta) == {"own.why": views.SORRY}
    assert (await door.house.handoff(card.id)).state == "waiting"


async def test_a_handle_that_nobody_has_is_told_to_the_owners(door: Door) -> None:
    health = Health(door.house.engine, None)  # type: ignore[arg-type]
    await health.look()
    assert await door.house.engine.notices() == frozenset()
    people = door.house.world.people
    door.house.world.people = replace(people, groups={"SLEADS": people.groups["SLEADS"]})
    await health.look()
    (told,) = await door.house.rows("SELECT payload FROM outbox WHERE key LIKE 'notice:nobody:refunds:%'")
    assert "Nobody here is called @heads, as the file of “Refunds” says." in told[0]
    door.house.world.people = people
    await health.look()
    assert await door.house.engine.notices() == frozenset()
