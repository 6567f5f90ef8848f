"""Faults that the tortures found, each as a story of its own."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot import codes
from bot.errors import StorageError
from storage import due
from storage.sqlite import Db
from storage.store import Store, StoreFailed
from tests.storage.rows import NOW
from tests.stories.stage import (
    ALERTS,
    BOT,
    DANA,
    GENERAL,
    JONAS,
    MARIA,
    Stage,
    card,
    cards_in,
    changed,
    copy_workflows,
    reply,
    text_of,
    until,
    whisper,
)
from tests.torture.disk import error


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with Stage(tmp_path, copy_workflows(tmp_path / "workflows", "errands")) as made:
        await made.start()
        yield made


class Deaf:
    """For a while the database takes none of the marks that something was told."""

    def __init__(self, stage: Stage) -> None:
        self.refused = 0
        self._world: Any = stage.baton.engine.world
        self._marks = {name: getattr(self._world, name) for name in ("mark", "mark_soon")}
        for name, mark in self._marks.items():
            setattr(self._world, name, partial(self._refuse, mark))

    async def _refuse(self, mark: Callable[[Any], Awaitable[Any]], work: Any) -> Any:
        if "Outbox" not in getattr(work, "__qualname__", ""):
            return await mark(work)
        self.refused += 1
        raise StorageError("Not recorded.")

    def stop(self) -> None:
        """Take them again."""
        for name, mark in self._marks.items():
            setattr(self._world, name, mark)


async def test_what_was_sent_and_could_not_be_marked_is_not_posted_again(stage: Stage) -> None:
    maria, jonas = await stage.person(MARIA), await stage.person(JONAS)
    deaf = Deaf(stage)
    await jonas.say(ALERTS, "plain boil eggs")
    shown = await card(maria, "Run boil eggs?", ALERTS)
    await until(lambda: deaf.refused >= 6, "some attempts")
    deaf.stop()
    await stage.quiet()  # what was sent again may be on its way to the card
    await maria.click(ALERTS, shown["ts"], "Approve")
    await changed(maria, ALERTS, shown["ts"], "Ran boil eggs.")
    await stage.quiet()
    told = [text_of(m) for m in await maria.history(ALERTS) if m.get("bot_id")]
    assert len(told) == 1, told
    assert deaf.refused < 20  # the door does not spin while the database is in trouble


async def test_a_card_that_is_found_again_shows_the_newest_record(stage: Stage) -> None:
    maria, jonas = await stage.person(MARIA), await stage.person(JONAS)
    deaf = Deaf(stage)
    await jonas.say(ALERTS, "plain boil eggs")
    shown = await card(maria, "Run boil eggs?", ALERTS)
    await maria.click(ALERTS, shown["ts"], "Approve")
    await until(stage.journal, "the effect")
    deaf.stop()
    await changed(maria, ALERTS, shown["ts"], "Ran boil eggs.")
    await stage.quiet()
    assert len(await cards_in(maria, ALERTS)) == 1


async def test_an_answer_in_the_thread_that_mentions_the_bot_is_heard_once(stage: Stage) -> None:
    maria, jonas = await stage.person(MARIA), await stage.person(JONAS)
    asked = await jonas.say(ALERTS, "ask")
    await reply(jonas, ALERTS, asked, "which errand?")
    await jonas.say(ALERTS, "@baton plain boil eggs", asked)
    await card(maria, "Run boil eggs?", ALERTS)
    await stage.quiet()
    assert [row["kind"] for row in stage.record("SELECT kind FROM note")] == ["answer"]


async def test_a_press_is_answered_though_slack_failed_once(stage: Stage) -> None:
    maria, jonas = await stage.person(MARIA), await stage.person(JONAS)
    await jonas.say(ALERTS, "plain boil eggs")
    shown = await card(maria, "Run boil eggs?", ALERTS)
    stage.ws.office.faults.arm({"kind": "http_500", "on": "chat.postEphemeral"})
    await jonas.click(ALERTS, shown["ts"], "Approve")
    await whisper(jonas, "nothing was changed")


async def test_a_picture_goes_though_it_could_not_be_marked_before_the_first_code(stage: Stage) -> None:
    dana, deaf = await stage.person(DANA), Deaf(stage)
    await dana.command("/handoff", "codes", ALERTS)
    offer = await dana.wait_for_ephemeral("Set up codes")
    await dana.click(ALERTS, offer["id"], "Set up codes")
    place = await dana.direct(BOT)
    shown = await dana.wait_for_message(place, lambda message: "Secret" in text_of(message))
    seed = "".join(text_of(shown).split("Secret  ")[1].split("\n")[0].split())
    await dana.click(place, shown["ts"], "Type the first code")
    first = codes.at_step(seed, codes.step_at(stage.clock()))
    await dana.submit(await dana.wait_for_view(), {"own.code": first})
    deaf.stop()
    await stage.quiet()
    assert stage.record("SELECT 1 FROM code WHERE set_up_at IS NOT NULL")
    assert not [m for m in await dana.history(place) if "Secret" in text_of(m)]


class Stubborn(Db):
    """A connection that can neither commit nor roll back."""

    def execute(self, sql: str, *more: Any) -> sqlite3.Cursor:
        if sql in {"COMMIT", "ROLLBACK"}:
            raise error("IOERR")
        return super().execute(sql, *more)


async def test_the_writer_outlives_a_rollback_that_fails(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "baton.db")
    store._writer.close()
    store._writer = sqlite3.connect(store.path, isolation_level=None, check_same_thread=False, factory=Stubborn)
    with pytest.raises(StoreFailed):
        await store.write(lambda db: due.claim_slot(db, "job", "lost", NOW))
    assert await store.write(lambda db: due.claim_slot(db, "job", "kept", NOW))
    assert await store.read(lambda db: [row["slot"] for row in db.execute("SELECT slot FROM slot")]) == ["kept"]
    store.close()


async def test_a_thread_handed_over_outlasts_an_outage(stage: Stage) -> None:
    maria, jonas = await stage.person(MARIA), await stage.person(JONAS)
    said = await maria.say(GENERAL, "plain boil eggs")
    stage.ws.office.faults.arm({"kind": "http_500", "on": "conversations.replies", "times": 6})
    await jonas.shortcut("hand_off", GENERAL, said)
    await card(maria, "Run boil eggs?", ALERTS)
    await stage.quiet()
    assert len(stage.record("SELECT 1 FROM request")) == 1
