"""The checkpoint file and the signing key; when a running bot signs; and what it tells of its own health."""

import asyncio
import contextlib
import json
import os
import signal
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import checkpoints
from bot.errors import ConfigError, StorageError
from bot.settings import Settings
from handlers import health, verify
from handlers.record import Ledger, append, signing_key, whole_lines
from storage.store import Store
from tests.stories.stage import (
    ALERTS,
    BOT,
    DANA,
    GENERAL,
    JONAS,
    MARIA,
    Bot,
    Stage,
    cards_in,
    copy_workflows,
    environment,
    text_of,
    until,
)

# --- the key ---------------------------------------------------------------------------------------------------------


def test_the_first_start_makes_a_key_that_is_nobody_elses(settings: Settings) -> None:
    key = signing_key(settings)
    assert settings.key_file.stat().st_mode & 0o777 == 0o600
    assert signing_key(settings) == key, "and the next start finds it"
    assert len(checkpoints.public_key(key)) == 44
    assert [path.name for path in settings.key_file.parent.glob("*.new")] == []


def test_the_environment_comes_first_and_leaves_no_file(settings: Settings) -> None:
    own = checkpoints.new_key()
    assert signing_key(replace(settings, signing_key=own)) == own
    assert not settings.key_file.exists()


async def test_a_key_that_is_lost_is_not_made_anew_where_it_signed(settings: Settings) -> None:
    """A new one would make `verify` call every checkpoint false."""
    signed = checkpoints.sign(signing_key(settings), "2026-11-24T08:30:00+00:00", 0, "")
    append(settings.checkpoint_file, signed.line())
    settings.key_file.unlink()
    with pytest.raises(ConfigError, match=r"were signed with a key that is not here .* Put that key back"):
        Ledger.open(settings)
    assert not settings.key_file.exists()
    said, _ = await verify.run(settings)
    assert "is not signed by the key that is trusted" not in said


async def test_a_key_file_of_other_bytes_is_said(settings: Settings) -> None:
    settings.key_file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="holds no Ed25519 key: 32 bytes in base64"):
        signing_key(settings)
    assert "The record is whole" in (await verify.run(settings))[0]


@pytest.mark.parametrize("key", ["secret", "bm90IDMyIGJ5dGVz", "ü" * 44])
def test_what_is_no_key_is_said_without_it(settings: Settings, key: str) -> None:
    with pytest.raises(ConfigError, match="BATON_SIGNING_KEY is no Ed25519 key") as refused:
        signing_key(replace(settings, signing_key=key))
    assert key not in str(refused.value)
    settings.key_file.write_text(key, encoding="utf-8")
    with pytest.raises(ConfigError, match="holds no Ed25519 key: 32 bytes in base64") as refused:
        signing_key(settings)
    assert key not in str(refused.value)


def test_a_key_file_that_others_could_read_is_closed(settings: Settings) -> None:
    key = signing_key(settings)
    settings.key_file.chmod(0o644)
    assert signing_key(settings) == key
    assert settings.key_file.stat().st_mode & 0o777 == 0o600


def test_a_key_that_cannot_be_read_stops(settings: Settings) -> None:
    settings.key_file.mkdir()
    with pytest.raises(ConfigError, match="cannot be read or made: Is a directory"):
        signing_key(settings)


# --- the file --------------------------------------------------------------------------------------------------------


def test_lines_are_added_and_never_changed(tmp_path: Path) -> None:
    path = tmp_path / "checkpoints"
    for line in ("one", "two", "three"):
        append(path, line)
    assert whole_lines(path) == ["one", "two", "three"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_line_that_was_cut_short_is_left_out_and_written_over(tmp_path: Path) -> None:
    path = tmp_path / "checkpoints"
    append(path, "one")
    for rest in ("{", '{"at":"2026-11-2', '{"at":"2026-11-24T08:30:00+00:00","head":"ab"\0\0', "\0" * 40):
        with path.open("a") as file:
            file.write(rest)
        assert whole_lines(path)[0] == "one"
        append(path, "three")
        assert path.read_text() == "one\nthree\n"
        path.write_text("one\n")


def test_what_was_never_a_checkpoint_is_not_taken_for_one_that_was_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "checkpoints"
    path.write_text("one\nkept by hand")
    append(path, "three")
    assert path.read_text() == "one\nkept by hand\nthree\n"


@pytest.mark.parametrize("content", ["my precious note", "two\nlines", '{"a": 1}', "SQLite format 3\0", "\r\n \n?"])
def test_a_file_of_somebody_else_is_left_as_it_is(settings: Settings, tmp_path: Path, content: str) -> None:
    path = tmp_path / "notes"
    path.write_text(content)
    with pytest.raises(ConfigError, match="holds something else than checkpoints, and is left as it is"):
        Ledger.open(replace(settings, checkpoints=path))
    assert path.read_bytes() == content.encode()
    assert not settings.key_file.exists()


@pytest.mark.parametrize("ending", ["", "-wal", "-journal", ".lock", ".key"])
def test_checkpoints_go_into_no_file_that_baton_keeps(settings: Settings, ending: str) -> None:
    """In the database itself, the part behind its last line end was cut off, and a line put there."""
    with pytest.raises(ConfigError, match="Let BATON_CHECKPOINTS name a file of its own"):
        Ledger.open(replace(settings, checkpoints=Path(f"{settings.database}{ending}")))


def test_an_empty_file_is_a_new_one(settings: Settings, tmp_path: Path) -> None:
    for number, content in enumerate(["", "\n\r\n", "\0\0", '{"at":"2026']):
        path = tmp_path / f"checkpoints-{number}"
        path.write_text(content)
        assert Ledger.open(replace(settings, checkpoints=path)).last is None


def test_a_last_checkpoint_without_a_line_end_counts_and_is_kept(tmp_path: Path) -> None:
    """As of one that was copied out of a digest's metadata, or a file that an editor closed."""
    path = tmp_path / "checkpoints"
    signed = checkpoints.sign(checkpoints.new_key(), "2026-11-24T08:30:00+00:00", 5, "ab").line()
    path.write_text(signed)
    assert whole_lines(path) == [signed]
    append(path, "two")
    assert path.read_text() == f"{signed}\ntwo\n"


@pytest.mark.parametrize("line", ["# kept until the move", "[" * 100_000])
def test_a_file_that_another_key_signed_is_known_by_its_first_checkpoint(settings: Settings, line: str) -> None:
    signed = checkpoints.sign(checkpoints.new_key(), "2026-11-24T08:30:00+00:00", 5, "ab")
    for each in (line, signed.line(), line):
        append(settings.checkpoint_file, each)
    signing_key(settings)
    with pytest.raises(ConfigError, match="were signed with another key"):
        Ledger.open(settings)


def test_a_line_is_on_the_disk_before_the_next_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    sync = os.fsync

    def counted(handle: int) -> None:
        order.append((tmp_path / "checkpoints").read_text())
        sync(handle)

    monkeypatch.setattr(os, "fsync", counted)
    append(tmp_path / "checkpoints", "one")
    assert order == ["one\n", "one\n"], "the line, then the name of the file in its folder"
    append(tmp_path / "checkpoints", "two")
    assert order[2:] == ["one\ntwo\n"]


def test_a_ledger_goes_on_where_it_was_and_knows_its_key(settings: Settings) -> None:
    ledger = Ledger.open(settings)
    assert ledger.last is None
    signed = checkpoints.sign(signing_key(settings), "2026-11-24T08:30:00+00:00", 5, "ab")
    append(settings.checkpoint_file, signed.line())
    assert Ledger.open(settings).last == signed
    assert Ledger.open(settings).newest(5) == [signed]
    with pytest.raises(ConfigError, match="were signed with another key") as refused:
        Ledger.open(replace(settings, signing_key=checkpoints.new_key()))
    assert signed.key in str(refused.value)
    assert "let BATON_CHECKPOINTS name a new one" in str(refused.value)


def test_a_folder_that_is_not_there_stops(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="BATON_CHECKPOINTS names it"):
        Ledger.open(replace(settings, checkpoints=tmp_path / "unmounted" / "checkpoints"))


# --- when a running bot signs ----------------------------------------------------------------------------------------


@pytest.fixture
async def errands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """The errands of the stories, not started yet."""
    monkeypatch.setattr("handlers.clock.DIRECTORY_SECONDS", 3600)  # the tests look by themselves
    async with Stage(tmp_path, copy_workflows(tmp_path / "workflows", "errands")) as made:
        yield made


def kept(stage: Stage) -> list[dict[str, Any]]:
    return [json.loads(line) for line in whole_lines(stage.settings.checkpoint_file)]


def head(stage: Stage) -> tuple[int, str]:
    found = stage.record("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")[0]
    return found["seq"], found["hash"]


async def begin(stage: Stage) -> None:
    """Start the bot, and wait until it has looked at itself for the first time."""
    await stage.start()
    await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name() == "health"))


async def asked(stage: Stage, text: str = "plain boil eggs") -> None:
    """A request more, and its card stands."""
    count = "SELECT count(*) AS n FROM post WHERE key LIKE 'card:%'"
    before = stage.record(count)[0]["n"]
    await (await stage.person(JONAS)).say(ALERTS, text)
    await until(lambda: stage.record(count)[0]["n"] > before, "the card")
    await stage.quiet()


async def checked(stage: Stage) -> str:
    told, code = await verify.run(stage.settings)
    assert code == 0, told
    return told


async def test_it_signs_at_the_start_hourly_where_the_record_grew_and_at_the_end(errands: Stage) -> None:
    await begin(errands)
    assert [each["size"] for each in kept(errands)] == [1], "the rules are the first entry"
    await errands.baton.health.check_record()
    assert len(kept(errands)) == 1, "nothing new, nothing signed"
    await asked(errands)
    await errands.baton.health.check_record()
    assert (kept(errands)[-1]["size"], kept(errands)[-1]["head"]) == head(errands)
    await asked(errands, "plain boil rice")
    await errands.stop()
    assert (len(kept(errands)), kept(errands)[-1]["size"]) == (3, head(errands)[0])
    assert "3 checkpoints fit." in await checked(errands)
    await begin(errands)
    await errands.stop()
    assert len(kept(errands)) == 3


async def test_a_digest_shows_when_it_was_signed_and_carries_the_checkpoint(errands: Stage) -> None:
    path = errands.workflows / "errands" / "workflow.yml"
    path.write_text(path.read_text(encoding="utf-8") + 'digest: "09:00"\n', encoding="utf-8")
    await begin(errands)
    maria = await errands.person(MARIA)
    await errands.advance(24 * 3600)
    await errands.baton.engine.digests.claim()
    told = await maria.wait_for_message(ALERTS, lambda m: "Record" in text_of(m))
    signed = json.loads(told["metadata"]["event_payload"]["checkpoint"])
    assert (
        f"Record   {signed['size']:,} entries · head {signed['head'][:4]} {signed['head'][4:8]} · signed "
        in text_of(told)
    )
    assert signed in kept(errands)
    assert checkpoints.is_signed(checkpoints.Checkpoint(**signed))
    await errands.stop()
    (errands.folder / "from_slack").write_text(told["metadata"]["event_payload"]["checkpoint"] + "\n")
    told_whole, code = await verify.run(errands.settings, file=errands.folder / "from_slack", key=signed["key"])
    assert code == 0
    assert "1 checkpoint fits." in told_whole


async def test_a_digest_goes_out_without_a_checkpoint_where_none_can_be_kept(errands: Stage) -> None:
    path = errands.workflows / "errands" / "workflow.yml"
    path.write_text(path.read_text(encoding="utf-8") + 'digest: "09:00"\n', encoding="utf-8")
    await begin(errands)
    errands.settings.checkpoint_file.unlink()
    errands.settings.checkpoint_file.mkdir()
    maria = await errands.person(MARIA)
    await errands.advance(24 * 3600)
    await errands.baton.engine.digests.claim()
    told = await maria.wait_for_message(ALERTS, lambda m: "Record" in text_of(m))
    assert "signed" not in text_of(told)


async def test_rules_that_come_into_force_are_entries(errands: Stage) -> None:
    await begin(errands)
    assert len(errands.audited("rules")) == 1
    await errands.baton.refresh()
    await errands.stop()
    await begin(errands)
    assert len(errands.audited("rules")) == 1, "the same rules are no news"
    path = errands.workflows / "errands" / "workflow.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("title: Errands", "title: More errands"), encoding="utf-8")
    await errands.baton.engine.requests.deleted("message:none")
    errands.baton.engine.world.shelf.refresh()  # as a click does
    await errands.baton.refresh()
    first, second = [json.loads(each["data"])["files"] for each in errands.audited("rules")]
    assert set(first) == set(second) == {"errands"}
    assert first != second


async def test_a_page_in_place_of_an_answer_does_not_end_the_start(errands: Stage) -> None:
    errands.ws.office.faults.arm({"kind": "http_500", "on": "auth.test"})
    await begin(errands)
    assert errands.baton.engine.world.people.team == "T01BATON"


async def test_the_key_in_the_file_is_in_no_log(errands: Stage, capfd: pytest.CaptureFixture[str]) -> None:
    """A whole process with the most talkative log: start, a request, the end."""
    env = environment(errands, BATON_LOG="debug", BATON_LOG_FORMAT="json", ANTHROPIC_API_KEY="sk-ant-canary-4711")
    async with Bot(env) as bot:
        jonas = await errands.person(JONAS)
        await jonas.say(ALERTS, "plain boil eggs")
        await until(lambda: errands.record("SELECT 1 FROM handoff"), "the card")
        bot.process.send(signal.SIGTERM)
        told = (await bot.died()).err
    key = errands.settings.key_file.read_text().strip()
    for secret in (env["SLACK_BOT_TOKEN"], env["SLACK_APP_TOKEN"], env["ANTHROPIC_API_KEY"], key):
        assert secret not in told
    lines = [json.loads(line) for line in told.splitlines()]
    assert {"R-1"} == {line["request"] for line in lines if "request" in line}
    assert {line["logger"] for line in lines if line.get("request")} >= {"bot.engine.requests", "bot.engine.runs"}


# --- health ----------------------------------------------------------------------------------------------------------


async def to_dana(stage: Stage) -> list[str]:
    """The direct messages that the owner has, oldest first."""
    dana = await stage.person(DANA)
    return [text_of(message) for message in reversed(await cards_in(dana, await dana.direct(BOT)))][::-1]


async def look(stage: Stage) -> list[str]:
    """The bot looks at itself; what the owner has then."""
    await stage.baton.health.look()
    await stage.quiet()
    return await to_dana(stage)


@contextlib.contextmanager
def tampered(stage: Stage) -> Any:
    with contextlib.closing(sqlite3.connect(stage.folder / "baton.db", isolation_level=None, timeout=10)) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        yield db


async def test_a_channel_without_baton_is_told_once_and_ends(errands: Stage) -> None:
    path = errands.workflows / "errands" / "workflow.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"#alerts"', '"#elsewhere"'), encoding="utf-8")
    await begin(errands)
    told = await look(errands)
    act = (
        "Its cards wait; nothing of them is lost. A request that is written there is not heard. You need to invite it "
    )
    act += "there: /invite @baton (it sees no channel of that name: a private one shows after the invitation, and one "
    act += "that was renamed once its file has the new name)"
    assert [text.startswith(f"Baton is not in #elsewhere, the channel of “Errands”.\n{act}") for text in told] == [True]
    await errands.stop()
    await begin(errands)
    assert await look(errands) == told, "a restart is no news"
    path.write_text(text, encoding="utf-8")
    await errands.baton.refresh()
    await errands.quiet()
    assert await to_dana(errands) == ["Baton is in the channel now. Its cards go out."], "the same message, changed"
    path.write_text(text.replace('"#alerts"', '"#elsewhere"'), encoding="utf-8")
    await errands.baton.refresh()
    await errands.quiet()
    assert len(await to_dana(errands)) == 2, "the next time is a message of its own"


async def test_the_ops_channel_hears_instead_of_the_owners(errands: Stage) -> None:
    team = errands.workflows / "team.yml"
    team.write_text(team.read_text(encoding="utf-8") + 'ops: "#general"\n', encoding="utf-8")
    await begin(errands)
    maria = await errands.person(MARIA)
    await errands.baton.engine.notice("test", "Something is odd.", title="Odd.")
    await maria.wait_for_message(GENERAL, lambda m: "Something is odd." in text_of(m))
    await errands.quiet()
    assert await to_dana(errands) == []


async def test_a_short_time_without_slack_is_nothing_to_tell(errands: Stage) -> None:
    await begin(errands)
    assert await without_slack(errands, seconds=20) == []


async def test_a_time_without_slack_is_told_once_it_is_back(errands: Stage) -> None:
    await begin(errands)
    (told,) = await without_slack(errands, seconds=400)
    assert told.startswith("Slack was not reachable from ")
    assert "Nothing is lost" in told
    assert "You need not do anything else." in told


async def without_slack(stage: Stage, seconds: float) -> list[str]:
    stage.ws.office.faults.arm({"kind": "reset_before", "on": "users.list", "times": 1000})
    for _ in range(2):
        with pytest.raises(aiohttp.ClientError):
            await stage.baton.refresh()
        await stage.advance(seconds / 2)
    stage.ws.office.faults.reseed(0)
    await stage.baton.refresh()
    await stage.quiet()
    return await to_dana(stage)


async def test_a_database_that_took_nothing_is_told_once_it_does_again(errands: Stage) -> None:
    await begin(errands)
    await look(errands)
    store = errands.baton.engine.world.store
    assert isinstance(store, Store)
    store.locked_seconds = 0.3
    with tampered(errands) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="Not recorded"):
            await errands.baton.engine.notice("test", "x")
        with pytest.raises(StorageError):
            await errands.baton.health.look()
        other.execute("ROLLBACK")
    (told,) = await look(errands)
    assert told.startswith("The database did not take what was to be recorded, from ")
    assert "Whoever clicked then was told that nothing was changed" in told
    assert await look(errands) == [told], "once"


async def test_messages_that_wait_too_long_are_told_and_it_ends(errands: Stage) -> None:
    await begin(errands)
    errands.ws.office.faults.arm({"kind": "http_500", "on": "chat.postMessage", "times": 10_000})
    jonas = await errands.person(JONAS)
    await jonas.say(ALERTS, "plain boil eggs")
    await until(lambda: errands.record("SELECT 1 FROM outbox WHERE kind = 'card' AND attempts > 0"), "an attempt")
    await errands.advance(health.PATIENCE.total_seconds() + 60)
    await errands.baton.health.look()
    assert errands.record("SELECT 1 FROM outbox WHERE kind = 'notice'") == [], "twice in a row it must be late"
    await errands.baton.health.look()
    (row,) = errands.record("SELECT payload FROM outbox WHERE kind = 'notice'")
    assert json.loads(row["payload"])["title"] == "Messages wait to be sent since {since}."
    assert "Slack’s last answer was: status_500." in json.loads(row["payload"])["text"]
    errands.ws.office.faults.reseed(0)
    for _ in range(4):
        await errands.advance(400)
        await errands.quiet()
    (told,) = await look(errands)
    assert told.startswith("The messages that waited are told, since ")


async def test_a_record_that_was_changed_is_told_within_a_day(errands: Stage) -> None:
    await begin(errands)
    await asked(errands)
    await errands.baton.health.check_record()
    with tampered(errands) as db:
        db.execute("UPDATE audit SET actor = 'T01BATON/U06WEI' WHERE seq = 2")
    await errands.baton.health.check_record()
    assert await look(errands) == [], "each hour only what is new is followed"
    await errands.advance(timedelta(hours=25).total_seconds())
    await errands.baton.health.check_record()
    (told,) = await look(errands)
    assert told.startswith("The record does not fit itself any more.\nEntry 2 (requested, ")
    assert "You need to act: keep copies" in told
    with tampered(errands) as db:
        db.execute("UPDATE audit SET actor = ? WHERE seq = 2", (f"T01BATON/{JONAS}",))
    await errands.baton.health.check_record()
    (told,) = await look(errands)
    assert told.startswith("The record fits again, as of ")


async def test_a_record_that_was_cut_is_told_within_the_hour(errands: Stage) -> None:
    await begin(errands)
    await asked(errands)
    await errands.baton.health.check_record()
    with tampered(errands) as db:
        db.execute("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)")
    await errands.baton.health.check_record()
    (told,) = await look(errands)
    assert told.startswith("The record is not the one that was signed.\nThe checkpoint of ")
    assert "its end was cut off" in told


async def test_an_old_database_is_told_at_the_start(errands: Stage) -> None:
    await begin(errands)
    await errands.stop()
    old = (errands.folder / "baton.db").read_bytes()
    await begin(errands)
    await asked(errands)
    await errands.stop()
    (errands.folder / "baton.db").write_bytes(old)
    await begin(errands)
    await until(lambda: errands.record("SELECT 1 FROM outbox WHERE kind = 'notice'"), "the notice")
    await errands.quiet()
    (told,) = await to_dana(errands)
    assert "an old copy was put back" in told


async def test_checkpoints_that_cannot_be_written_are_told_and_it_ends(errands: Stage) -> None:
    await begin(errands)
    path = errands.settings.checkpoint_file
    path.rename(path.with_name("aside"))
    path.mkdir()
    await asked(errands)
    await errands.baton.health.check_record()
    (told,) = await look(errands)
    assert told.startswith("Checkpoints cannot be written.")
    path.rmdir()
    path.with_name("aside").rename(path)
    await errands.baton.health.check_record()
    (told,) = await look(errands)
    assert told.startswith("Checkpoints are written again, since ")


@pytest.mark.parametrize("fault", ["reset_after", "reset_before", "http_500", "http_429"])
async def test_a_notice_is_one_message_whatever_goes_wrong(errands: Stage, fault: str) -> None:
    await begin(errands)
    for method, text in (("chat.postMessage", "It began."), ("chat.update", "It changed."), ("chat.update", "")):
        errands.ws.office.faults.arm({"kind": fault, "on": method})
        if text:
            await errands.baton.engine.notice("test", text)
        else:
            await errands.baton.engine.notice_over("test", "It is over.")
        await errands.quiet()
        assert await to_dana(errands) == [text or "It is over."]
    assert errands.record("SELECT * FROM post WHERE key LIKE 'notice:test%'") == []


async def test_a_workflow_that_is_gone_and_back_is_one_message(errands: Stage) -> None:
    await begin(errands)
    engine = errands.baton.engine
    for _ in range(3):
        await engine.notice("gone:errands", "The workflow errands is gone; its open requests wait.")
    await engine.notice("gone:elsewhere", "The workflow elsewhere is gone; its open requests wait.")
    await errands.quiet()
    assert len(errands.record("SELECT 1 FROM outbox WHERE kind = 'notice'")) == 2
    told = await look(errands)
    assert sorted(told) == [
        "It is back, and what waited goes on.",
        "The workflow elsewhere is gone; its open requests wait.",
    ]


async def test_an_owner_who_left_keeps_nobody_else_from_hearing(errands: Stage) -> None:
    team = errands.workflows / "team.yml"
    team.write_text("owners: [U04DANA, U99GONE]\n", encoding="utf-8")
    await begin(errands)
    people = errands.baton.engine.world.people
    gone = replace(people.members[DANA], id="U00GONE", name="Gone")
    errands.baton.engine.world.people = replace(
        people, members={**people.members, "U99GONE": replace(gone, id="U99GONE")}
    )
    await errands.baton.engine.notice("test", "Something is odd.")
    await errands.quiet()
    assert await to_dana(errands) == ["Something is odd."]
