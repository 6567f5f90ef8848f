"""`baton erase` against a workspace: the person's words go from the file's bytes and from Baton's own messages."""

import contextlib
import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import BadInput, ConfigError
from handlers import erase, verify
from storage.store import Store
from tests.stories.stage import (
    BOT,
    DANA,
    GENERAL,
    HOUSE,
    JONAS,
    REFUNDS,
    Stage,
    card,
    cards_in,
    changed,
    direct,
    reply,
    text_of,
)
from workspace.driver import Person

ASKED = "Hi, 1042 never showed up, the customer Hollerbusch wants her money back"
WORDS = ("Hollerbusch", "Silberdistel", "never showed up")


async def told(stage: Stage, maria: Person, jonas: Person, dana: Person) -> str:
    """Jonas asks and adds, Maria approves; Dana asks, and that one stays."""
    asked = await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, "Refund EUR 49.90 for order 1042?")
    await jonas.say(REFUNDS, "Silberdistel says so as well", thread_ts=asked)
    await changed(maria, REFUNDS, shown["ts"], "Jonas changed the request")
    await stage.quiet()
    await maria.click(REFUNDS, shown["ts"], "Approve")
    await reply(jonas, REFUNDS, asked, "Done: refunded EUR 49.90")
    await dana.say(REFUNDS, "1044 came broken, please refund EUR 18.00")
    await card(maria, "Refund EUR 18.00 for order 1044?")
    await stage.quiet()
    return asked


def bytes_of(stage: Stage) -> bytes:
    """The database file, with its log and index."""
    return b"".join(path.read_bytes() for path in stage.folder.glob("baton.db*") if path.suffix != ".key")


async def test_a_persons_words_are_gone_and_the_old_checkpoint_fits(
    stage: Stage, maria: Person, jonas: Person, dana: Person
) -> None:
    asked = await told(stage, maria, jonas, dana)
    settings = stage.settings
    with pytest.raises(ConfigError, match=r"Another Baton runs on .* needs the database for itself"):
        await erase.run(settings, JONAS, stage.clock, dry_run=False)
    await stage.stop()
    old = stage.folder / "old.checkpoints"
    old.write_bytes(settings.checkpoint_file.read_bytes())
    assert all(word.encode() in bytes_of(stage) for word in WORDS)
    would, code = await erase.run(settings, "@jonas", stage.clock, dry_run=True)
    assert (code, "  1 request of theirs" in would) == (0, True)
    assert all(word.encode() in bytes_of(stage) for word in WORDS)

    said, code = await erase.run(settings, "@jonas", stage.clock, dry_run=False)

    assert code == 0
    assert "messages of Baton deleted" in said
    assert "their own messages in Slack" in said
    assert [word for word in WORDS if word.encode() in bytes_of(stage)] == []
    whole, code = await verify.run(settings, file=old)
    assert (code, "The record is whole" in whole) == (0, True)
    left = json.dumps([m for m in await maria.history(REFUNDS) if m.get("bot_id")])
    assert "1042" not in left
    assert [text_of(m) for m in await cards_in(maria, REFUNDS) if "1044" in text_of(m)] != []
    thread = await jonas.thread(REFUNDS, asked)
    assert [m for m in thread if m.get("bot_id")] == []
    assert ASKED in text_of(thread[0])  # their own message is theirs


async def test_what_was_erased_stays_erased_when_the_bot_runs_again(
    stage: Stage, maria: Person, jonas: Person, dana: Person
) -> None:
    await told(stage, maria, jonas, dana)
    await stage.stop()
    offline = replace(stage.settings, bot_token="")
    said, code = await erase.run(offline, f"T01BATON/{JONAS}", stage.clock, dry_run=False)
    assert (code, "Still in Slack; run the same command again" in said) == (1, True)
    assert "1042" in json.dumps([m for m in await maria.history(REFUNDS) if m.get("bot_id")])
    said, code = await erase.run(stage.settings, JONAS, stage.clock, dry_run=False)
    assert (code, "Went: nothing" in said) == (0, True)
    await stage.start()
    await stage.baton.post.reconcile()
    await stage.quiet()
    assert "1042" not in json.dumps([m for m in await maria.history(REFUNDS) if m.get("bot_id")])
    again = await dana.command("/handoff", "status H-1", REFUNDS)
    assert [word for word in WORDS if word in text_of(again)] == []
    shown = await card(maria, "Refund EUR 18.00 for order 1044?")
    await maria.click(REFUNDS, shown["ts"], "Approve")
    await changed(maria, REFUNDS, shown["ts"], "Refunded EUR 18.00, order 1044.")


async def test_a_direct_message_about_a_case_of_theirs_goes_too(stage: Stage, maria: Person, jonas: Person) -> None:
    await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, "Refund EUR 49.90 for order 1042?")
    await maria.select(REFUNDS, shown["ts"], "more", "Remind me later")
    await maria.submit(await maria.wait_for_view(), {})
    await stage.quiet()
    await stage.advance(3601)
    place = (await direct(maria, "You wanted to be reminded"))["ts"]
    await stage.quiet()
    await stage.stop()
    await erase.run(stage.settings, JONAS, stage.clock, dry_run=False)
    assert place not in [m["ts"] for m in await maria.history(await maria.direct(BOT))]


async def test_without_slack_the_words_go_and_the_messages_are_named(
    stage: Stage, maria: Person, jonas: Person, dana: Person
) -> None:
    await told(stage, maria, jonas, dana)
    await stage.stop()
    await stage.ws.stop()
    said, code = await erase.run(stage.settings, JONAS, stage.clock, dry_run=False)
    assert code == 1
    assert "Still in Slack; run the same command again" in said
    assert [word for word in WORDS if word.encode() in bytes_of(stage)] == []


@pytest.mark.parametrize("way", ["shortcut", "mention"])
async def test_words_that_somebody_else_handed_over_go_too(
    stage: Stage, maria: Person, jonas: Person, dana: Person, way: str
) -> None:
    said = await jonas.say(GENERAL, ASKED)
    await dana.say(GENERAL, "Silberdistel says so as well", thread_ts=said)
    if way == "shortcut":
        await maria.shortcut("hand_off", channel=GENERAL, ts=said)
    else:
        await maria.say(GENERAL, "@baton please look", thread_ts=said)
    shown = await card(dana, "Refund EUR 49.90 for order 1042?")
    (request,) = stage.record("SELECT text FROM request")
    assert all(word in request["text"] for word in WORDS)
    await dana.click(REFUNDS, shown["ts"], "Approve")
    await changed(dana, REFUNDS, shown["ts"], "Refunded EUR 49.90, order 1042.")
    await stage.quiet()
    await stage.stop()
    would, _ = await erase.run(stage.settings, JONAS, stage.clock, dry_run=True)
    assert "  1 request of others" in would

    _, code = await erase.run(stage.settings, JONAS, stage.clock, dry_run=False)

    assert code == 0
    assert [word for word in WORDS if word.encode() in bytes_of(stage)] == []
    whole, code = await verify.run(stage.settings, file=None)
    assert (code, "The record is whole" in whole) == (0, True)


async def test_who_reads_meanwhile_keeps_no_words_in_the_file_unsaid(
    stage: Stage, maria: Person, jonas: Person, dana: Person
) -> None:
    """A reader holds the pages of before: they stand in the file until it is gone."""
    await told(stage, maria, jonas, dana)
    await stage.stop()
    with contextlib.closing(sqlite3.connect(stage.settings.database, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM request").fetchone()
        with pytest.raises(ConfigError, match="another program reads it") as refused:
            await erase.run(stage.settings, JONAS, stage.clock, dry_run=False)
        assert [word for word in WORDS if word.encode() in bytes_of(stage)] != []
    assert "run the same command again" in str(refused.value)
    _, code = await erase.run(stage.settings, JONAS, stage.clock, dry_run=False)
    assert (code, [word for word in WORDS if word.encode() in bytes_of(stage)]) == (0, [])


async def test_a_bot_that_is_started_before_the_file_is_written_anew_is_said(tmp_path: Path) -> None:
    """As who sees to it that a bot always runs may do: the words are gone by then, and their pages are not."""
    path = tmp_path / "baton.db"
    store = Store.open(path)
    with pytest.raises(ConfigError, match=r"The words are erased, but .*Another Baton runs on .*run the same command"):
        erase._compact(path)
    store.close()
    erase._compact(path)


async def test_copies_are_named_whatever_the_database_is_called(stage: Stage, maria: Person, jonas: Person) -> None:
    await jonas.say(REFUNDS, ASKED)
    await card(maria, "Refund EUR 49.90 for order 1042?")
    await stage.quiet()
    await stage.stop()
    settings = replace(stage.settings, database=stage.folder / "team [2].db")
    for name in ("team [2].db", "team [2].db.before-restore"):
        shutil.copy(stage.settings.database, stage.folder / name)
    said, _ = await erase.run(settings, JONAS, stage.clock, dry_run=False)
    assert "copies of the database beside it: team [2].db.before-restore" in said


async def test_a_dry_run_changes_nothing_and_needs_no_stop(stage: Stage, maria: Person, jonas: Person) -> None:
    await jonas.say(REFUNDS, ASKED)
    await card(maria, "Refund EUR 49.90 for order 1042?")
    await stage.quiet()
    would, code = await erase.run(stage.settings, JONAS, stage.clock, dry_run=True)
    assert (code, "  1 request of theirs" in would) == (0, True)
    await stage.stop()
    settings = replace(stage.settings, database=stage.folder / "old.db")
    with contextlib.closing(sqlite3.connect(settings.database)) as db:
        db.executescript((HOUSE / "tests/storage/old/m003.sql").read_text(encoding="utf-8"))
    settings.database.chmod(0o640)
    before = settings.database.read_bytes()
    with pytest.raises(ConfigError, match=r"of an older version. `baton run` brings it up to date first"):
        await erase.run(settings, JONAS, stage.clock, dry_run=True)
    assert settings.database.read_bytes() == before
    assert settings.database.stat().st_mode & 0o777 == 0o640
    assert list(stage.folder.glob("old.db*")) == [settings.database]


@pytest.mark.parametrize("dry_run", [True, False])
async def test_only_a_database_of_batons_is_looked_for_words(stage: Stage, dry_run: bool) -> None:
    await stage.stop()
    empty, shop = stage.folder / "empty.db", stage.folder / "shop.db"
    empty.touch()
    with contextlib.closing(sqlite3.connect(shop)) as db:
        db.execute("CREATE TABLE till(cents INTEGER)")
    before = shop.read_bytes()
    refused = {empty: "is empty", shop: "is no database of Baton’s", stage.folder / "none.db": "There is no database"}
    for path, why in refused.items():
        with pytest.raises(ConfigError, match=why):
            await erase.run(replace(stage.settings, database=path), JONAS, stage.clock, dry_run=dry_run)
    assert (empty.read_bytes(), shop.read_bytes()) == (b"", before)


async def test_who_is_not_known_is_said(stage: Stage) -> None:
    await stage.stop()
    for person, why in (("jonas", "is no person"), (DANA, "Nothing of"), ("@nobody", "is no person")):
        with pytest.raises(BadInput, match=why):
            await erase.run(stage.settings, person, stage.clock, dry_run=False)
    assert stage.record("SELECT * FROM request") == []
