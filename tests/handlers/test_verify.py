"""`baton verify` on a record made by the engine: clean, and tampered with in every way that is worth a try."""

import base64
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import checkpoints
from bot.errors import BadInput, ConfigError
from bot.settings import Settings
from handlers import cli, verify
from handlers.record import append
from storage import chain
from storage.sqlite import Db
from storage.verify import follow

KEY, OTHER_KEY = checkpoints.new_key(), checkpoints.new_key()


@contextmanager
def opened(path: Path) -> Iterator[Db]:
    """The database as somebody with the file and a SQLite shell has it: without the triggers until it is closed."""
    db = sqlite3.connect(path, isolation_level=None, factory=Db)
    db.row_factory = sqlite3.Row
    triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for row in triggers:
        db.execute(f"DROP TRIGGER {row['name']}")
    yield db
    for row in triggers:
        with suppress(sqlite3.OperationalError):  # its table was dropped
            db.execute(row["sql"])
    db.close()


def entries(db: sqlite3.Connection) -> list[dict[str, Any]]:
    return [dict(row) for row in db.execute("SELECT * FROM audit ORDER BY seq")]


def size_and_head(path: Path) -> tuple[int, str]:
    with opened(path) as db:
        last = entries(db)[-1]
    return last["seq"], last["hash"]


def sign(settings: Settings, key: str = KEY, at: str = "2026-11-24T08:30:00+00:00") -> None:
    """A checkpoint of the record as it stands."""
    append(settings.checkpoint_file, checkpoints.sign(key, at, *size_and_head(settings.database)).line())


def seq_of(db: sqlite3.Connection, kind: str) -> int:
    return int(db.execute("SELECT max(seq) AS seq FROM audit WHERE kind = ?", (kind,)).fetchone()["seq"])


def rebuild(db: sqlite3.Connection) -> None:
    """Recompute every number and every hash, as somebody who knows the rule does."""
    rows = entries(db)
    db.execute("DELETE FROM audit")
    previous = chain.START
    for seq, row in enumerate(rows, start=1):
        row["seq"] = seq
        row["hash"] = previous = chain.link(previous, row)
        db.execute(f"INSERT INTO audit({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))


async def said(settings: Settings, **how: Any) -> tuple[str, int]:
    return await verify.run(settings, **how)


# --- a whole record --------------------------------------------------------------------------------------------------


async def test_a_whole_record_says_so(settings: Settings) -> None:
    sign(settings)
    size, head = size_and_head(settings.database)
    told, code = await said(settings, key=checkpoints.public_key(KEY))
    assert (told, code) == (
        f"The record is whole: {size:,} entries, head {head[:4]} {head[4:8]}; 1 checkpoint fits.",
        0,
    )
    assert size > 100, "a record worth the name"


async def test_without_a_known_key_the_signer_is_named(settings: Settings) -> None:
    sign(settings)
    told, code = await said(settings)
    assert code == 0
    assert f"They are signed with the key {checkpoints.public_key(KEY)}. Is it yours?" in told


async def test_without_a_checkpoint_it_says_what_it_cannot_see(settings: Settings) -> None:
    told, code = await said(settings)
    assert code == 0
    assert "there is no checkpoint to hold it against" in told


async def test_a_handoff_is_told_with_its_entries(settings: Settings) -> None:
    told, code = await said(settings, handoff="h-1")
    assert code == 0
    assert "H-1: entries 2 to 11 tell it; 1 revision, 1 decision, 1 action, all as attested." in told
    assert "baton export H-1 --page" in told


@pytest.mark.parametrize("name", ["H-", "0", "H-0", "one", "H-1;", "H-99999999999999999999"])
async def test_what_is_no_handoff_is_said(settings: Settings, name: str) -> None:
    with pytest.raises(BadInput, match="is no handoff; write H-12"):
        await said(settings, handoff=name)


async def test_a_handoff_that_is_not_there_is_said(settings: Settings) -> None:
    with pytest.raises(BadInput, match="There is no H-4711 in this record"):
        await said(settings, handoff="4711")


async def test_it_only_reads(settings: Settings) -> None:
    sign(settings)
    before = settings.database.read_bytes()
    settings.database.chmod(0o400)
    await said(settings, handoff="H-1")
    assert settings.database.read_bytes() == before


# --- eight kinds of tampering ----------------------------------------------------------------------------------------


def edit_an_entry(db: sqlite3.Connection) -> int:
    seq = seq_of(db, "decision_reject")
    db.execute("UPDATE audit SET actor = 'T1/UDANA' WHERE seq = ?", (seq,))
    return seq


def delete_an_entry(db: sqlite3.Connection) -> int:
    seq = seq_of(db, "decision_refused")
    db.execute("DELETE FROM audit WHERE seq = ?", (seq,))
    return seq


def swap_two_entries(db: sqlite3.Connection) -> int:
    one, two = seq_of(db, "decision_edit"), seq_of(db, "decision_reject")
    db.execute("UPDATE audit SET seq = 0 WHERE seq = ?", (one,))
    db.execute("UPDATE audit SET seq = ? WHERE seq = ?", (one, two))
    db.execute("UPDATE audit SET seq = ? WHERE seq = 0", (two,))
    return min(one, two)


def change_a_decision(db: sqlite3.Connection) -> int:
    db.execute("UPDATE decision SET verdict = 'approve' WHERE verdict = 'reject'")
    return seq_of(db, "decision_reject")


SEEN_BY_THE_CHAIN = [edit_an_entry, delete_an_entry, swap_two_entries, change_a_decision]


@pytest.mark.parametrize("tamper", SEEN_BY_THE_CHAIN)
async def test_the_chain_alone_shows(settings: Settings, tamper: Callable[[sqlite3.Connection], int]) -> None:
    with opened(settings.database) as db:
        wrong = tamper(db)
    told, code = await said(settings)
    assert code == 1
    assert told.startswith("The record is not whole. ")
    assert f"ntry {wrong:,}" in told.splitlines()[0], told
    assert "What to do: stop the bot, and keep copies of" in told


def rebuild_the_chain(db: sqlite3.Connection) -> None:
    row = db.execute("SELECT * FROM audit WHERE kind = 'decision_refused'").fetchone()
    db.execute("UPDATE audit SET actor = 'T1/UALEX', data = '{}' WHERE seq = ?", (row["seq"],))
    rebuild(db)


def cut_and_append(db: sqlite3.Connection) -> None:
    """The last request never was: its entries go, and as many others come."""
    first, last = seq_of(db, "requested"), entries(db)[-1]["seq"]
    request = db.execute("SELECT request_id FROM audit WHERE seq = ?", (first,)).fetchone()["request_id"]
    for table, column in (("handoff", "request_id"), ("run", "request_id"), ("request", "id")):
        db.execute(f"DELETE FROM {table} WHERE {column} = ?", (request,))
    db.execute("DELETE FROM audit WHERE seq >= ?", (first,))
    for seq in range(first, last + 1):
        add_queued(db, seq)
    rebuild(db)


def add_queued(db: sqlite3.Connection, seq: int) -> None:
    """An entry that attests no row."""
    db.execute("INSERT INTO audit SELECT ?, at, 'run_queued', actor, 1, 1, NULL, '{}', '' FROM audit LIMIT 1", (seq,))


SEEN_BY_A_CHECKPOINT = [rebuild_the_chain, cut_and_append]


@pytest.mark.parametrize("tamper", SEEN_BY_A_CHECKPOINT)
async def test_only_a_checkpoint_shows_a_record_made_anew(
    settings: Settings, tamper: Callable[[sqlite3.Connection], None]
) -> None:
    sign(settings)
    size, _ = size_and_head(settings.database)
    with opened(settings.database) as db:
        tamper(db)
    assert size_and_head(settings.database)[0] == size
    told, code = await said(settings, key=checkpoints.public_key(KEY))
    assert code == 1
    assert f"Entry {size:,} is not the one that the checkpoint of 2026-11-24T08:30:00+00:00 signed" in told
    settings.checkpoint_file.unlink()
    assert (await said(settings))[1] == 0, "the chain alone does not know better"


async def test_only_a_checkpoint_shows_a_tail_that_was_cut_off(settings: Settings) -> None:
    size, _ = size_and_head(settings.database)
    with opened(settings.database) as db:
        add_queued(db, size + 1)
        rebuild(db)
    sign(settings)
    with opened(settings.database) as db:
        db.execute("DELETE FROM audit WHERE seq > ?", (size,))
    told, code = await said(settings, key=checkpoints.public_key(KEY))
    assert code == 1
    assert f"knows {size + 1:,} entries, the record has {size:,}: its end was cut off" in told
    settings.checkpoint_file.unlink()
    assert (await said(settings))[1] == 0, "the chain alone does not know better"


async def test_only_a_checkpoint_shows_an_old_backup(settings: Settings, tmp_path: Path) -> None:
    shutil.copy(settings.database, tmp_path / "backup.db")
    sign(settings, at="2026-11-24T08:30:00+00:00")
    size, _ = size_and_head(settings.database)
    with opened(settings.database) as db:
        db.execute(
            "INSERT INTO audit SELECT ?, at, 'run_queued', actor, 1, 1, NULL, '{}', '' FROM audit LIMIT 1", (size + 1,)
        )
        rebuild(db)
    sign(settings, at="2026-11-24T09:30:00+00:00")
    assert (await said(settings))[1] == 0
    shutil.copy(tmp_path / "backup.db", settings.database)
    told, code = await said(settings)
    assert code == 1
    assert "The checkpoint of 2026-11-24T09:30:00+00:00 knows" in told
    assert "an old copy was put back" in told
    assert f"Entries 1 to {size:,} are as they were signed at 2026-11-24T08:30:00+00:00." in told
    settings.checkpoint_file.unlink()
    assert (await said(settings))[1] == 0


# --- rows beside the chain -------------------------------------------------------------------------------------------

BESIDE = {
    "UPDATE decision SET person = 'T1/UWEI' WHERE id = 1": "attests the decision of UWEI on H-1 otherwise",
    "UPDATE decision SET note = 'fine by me' WHERE verdict = 'reject'": "otherwise than it stands there now",
    "UPDATE decision SET proof = 'code' WHERE id = 2": "otherwise than it stands there now",
    "DELETE FROM decision WHERE id = 3": "The decision that entry",
    "UPDATE effect SET args = replace(args, '49.90', '4990') WHERE key = 'H-1-1'": "attests other arguments of",
    "UPDATE effect SET state = 'failed' WHERE key = 'H-1-1'": "The end of the action H-1-1 is not the one",
    "UPDATE effect SET result = '{\"refunded\":\"1\"}' WHERE key = 'H-1-1'": "The end of the action H-1-1",
    "DELETE FROM effect WHERE key = 'H-1-1'": "The action H-1-1 that entry",
    "UPDATE effect SET attempts = 0 WHERE key = 'H-1-1'": "The action H-1-1 that entry",
    "UPDATE request SET text = 'something else' WHERE id = 1": "The text of request 1 is not the one",
    "UPDATE note SET text = 'all of it' WHERE kind = 'add'": "No entry attests what was added to request",
    "UPDATE handoff SET args = replace(args, '1099', '1098') WHERE state = 'waiting'": "The arguments of H-",
    "INSERT INTO decision SELECT 999, handoff_id, revision, stage, 'T1/UWEI', verdict, note, words, private, proof, "
    "args_before, args_after, digest_shown, digest_run, shown_at, decided_at, by_requester, workflow, step, score, "
    "agent_version, policy_hash, draw, salt FROM decision WHERE id = 1": "it was put in beside the record",
    "INSERT INTO effect(key, handoff_id, revision, step, state, args, attempts, started_at) "
    "SELECT 'H-9-9', handoff_id, revision, step, state, args, 1, started_at FROM effect LIMIT 1": "No entry attests",
    "INSERT INTO request SELECT 999, 'x', via, workflow, requester, text, channel, message_ts, reply_channel, "
    "reply_thread, salt, created_at, closed_at FROM request LIMIT 1": "No entry attests request 999",
}  # fmt: skip


@pytest.mark.parametrize("statement", BESIDE)
async def test_a_row_changed_beside_the_chain_is_found(settings: Settings, statement: str) -> None:
    with opened(settings.database) as db:
        assert db.execute(statement).rowcount >= 1
    told, code = await said(settings)
    assert code == 1
    assert BESIDE[statement] in told


async def test_an_action_without_a_decision_is_found(settings: Settings) -> None:
    """A chain made anew that hides a decision together with its row leaves the action without one."""
    with opened(settings.database) as db:
        db.execute("DELETE FROM decision WHERE handoff_id = 1")
        db.execute("DELETE FROM audit WHERE kind LIKE 'decision_%' AND handoff_id = 1")
        renumbered = {row["id"]: row for row in db.execute("SELECT id FROM decision")}
        assert renumbered
        rebuild(db)
    told, code = await said(settings)
    assert code == 1
    assert "starts the action H-1-1, and no entry decides that it may run" in told


@pytest.mark.parametrize("data", ["{}", "[]", "3", "no json", '{"text": null}'])
async def test_an_entry_without_sense_is_a_finding_and_no_crash(settings: Settings, data: str) -> None:
    with opened(settings.database) as db:
        seq = db.execute("SELECT min(seq) FROM audit WHERE kind = 'effect_started'").fetchone()[0]
        db.execute("UPDATE audit SET data = ? WHERE seq = ?", (data, seq))
        rebuild(db)
    told, code = await said(settings)
    assert code == 1
    assert f"Entry {seq} (effect_started) does not say what such an entry says." in told


async def test_bytes_that_are_no_text_are_no_crash(settings: Settings) -> None:
    with opened(settings.database) as db:
        db.execute("UPDATE audit SET actor = CAST(x'ff' AS TEXT) WHERE seq = 5")
    told, code = await said(settings)
    assert code == 1
    assert told.startswith("The record cannot be read. ")


def test_what_somebody_put_in_cannot_speak_for_the_command(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A terminal would clear its screen and show a line that says that all is well."""
    with opened(settings.database) as db:
        db.execute("UPDATE note SET text = char(27) || '[2J' || char(155) || 'H' || char(10) || 'The record is whole.'")
    monkeypatch.setenv("BATON_DB", str(settings.database))
    monkeypatch.setattr(cli, "_log", lambda level: None)
    assert cli.main(["verify"]) == 1
    shown = capsys.readouterr().out
    assert "\ufffd[2J\ufffdH The record is whole." in shown
    assert not {"\x1b", "\x9b"} & set(shown)
    assert not [line for line in shown.splitlines() if line.startswith("The record is whole")]


async def test_many_findings_are_counted(settings: Settings) -> None:
    with opened(settings.database) as db:
        db.execute("UPDATE request SET text = 'x'")
        db.execute("UPDATE decision SET proof = 'x'")
    told, _ = await said(settings)
    assert len(told.splitlines()) == verify.SHOWN + 3
    assert "more" in told.splitlines()[verify.SHOWN]


# --- checkpoint files ------------------------------------------------------------------------------------------------


def changed(settings: Settings, **values: Any) -> str:
    found = json.loads(settings.checkpoint_file.read_text().splitlines()[0])
    return json.dumps(found | values)


async def test_a_checkpoint_of_another_key_is_refused(settings: Settings) -> None:
    sign(settings, OTHER_KEY)
    told, code = await said(settings, key=checkpoints.public_key(KEY))
    assert code == 1
    assert "is not signed by the key that is trusted" in told


async def test_the_own_key_is_trusted_without_being_named(settings: Settings) -> None:
    settings.key_file.write_text(KEY + "\n")
    sign(settings, OTHER_KEY)
    assert (await said(settings))[1] == 1
    settings.checkpoint_file.unlink()
    sign(settings)
    assert (await said(settings))[1] == 0


async def test_a_signing_key_that_is_none_is_said(settings: Settings) -> None:
    with pytest.raises(ConfigError, match="BATON_SIGNING_KEY"):
        await said(replace(settings, signing_key="garbage"))


@pytest.mark.parametrize(
    "values",
    [{"size": 5}, {"head": "0" * 64}, {"at": "2020-01-01T00:00:00+00:00"}, {"signature": "ü"}, {"key": "no key"},
     {"signature": base64.b64encode(b"x" * 64).decode()}, {"size": 2**62}],
)  # fmt: skip
async def test_a_checkpoint_that_was_changed_is_refused(settings: Settings, values: dict[str, Any]) -> None:
    sign(settings)
    settings.checkpoint_file.write_text(changed(settings, **values) + "\n")
    told, code = await said(settings, key=checkpoints.public_key(KEY))
    assert code == 1
    assert "is not signed by the key that is trusted" in told


@pytest.mark.parametrize("line", ["nonsense", "{}", "[1]", "null", '{"size": "5"}', '{"size": 1e400}', "[" * 100_000])
async def test_a_line_that_is_no_checkpoint_is_named(settings: Settings, line: str) -> None:
    sign(settings)
    with settings.checkpoint_file.open("a") as file:
        file.write(f"{line}\n")
    told, code = await said(settings)
    assert code == 1
    assert f"Line 2 of {settings.checkpoint_file} is no checkpoint" in told


async def test_sizes_that_no_database_can_count_are_no_checkpoints(settings: Settings) -> None:
    sign(settings)
    settings.checkpoint_file.write_text(changed(settings, size=2**70) + "\n")
    assert "Line 1 of" in (await said(settings))[0]


async def test_a_write_that_was_cut_short_is_no_finding_and_is_written_over(settings: Settings) -> None:
    sign(settings)
    with settings.checkpoint_file.open("a") as file:
        file.write('{"at": "2026')
    assert (await said(settings))[1] == 0
    sign(settings)
    assert len(settings.checkpoint_file.read_text().splitlines()) == 2
    assert "2 checkpoints fit." in (await said(settings))[0]


async def test_a_checkpoint_file_from_elsewhere(settings: Settings, tmp_path: Path) -> None:
    sign(settings)
    settings.checkpoint_file.rename(tmp_path / "elsewhere")
    assert "1 checkpoint fits" in (await said(settings, file=tmp_path / "elsewhere"))[0]
    with pytest.raises(ConfigError, match="There is no checkpoint file"):
        await said(settings, file=tmp_path / "nowhere")


async def test_a_database_that_is_not_there_is_said(settings: Settings) -> None:
    settings.database.unlink()
    with pytest.raises(ConfigError, match="There is no database"):
        await said(settings)


# --- the command and the parts ---------------------------------------------------------------------------------------


async def test_where_nothing_can_be_written_beside_it_it_says_what_to_do(settings: Settings) -> None:
    """As on a disk that is mounted to be read alone: nothing is wrong with the record."""
    settings.database.with_name("baton.db-shm").symlink_to("not-there/shm")
    told, code = await said(settings)
    assert code == 1
    assert "unable to open database file. SQLite makes a file beside it: where nothing can be written there, co" in told


def test_the_command_prints_and_exits(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BATON_DB", str(settings.database))
    monkeypatch.setattr(cli, "_log", lambda level: None)
    assert cli.main(["verify", "H-1"]) == 0
    assert "The record is whole" in capsys.readouterr().out
    with opened(settings.database) as db:
        edit_an_entry(db)
    assert cli.main(["verify"]) == 1
    assert "The record is not whole" in capsys.readouterr().out
    assert cli.main(["verify", "nobody"]) == 1
    assert "is no handoff" in capsys.readouterr().err


def test_the_chain_is_followed_in_parts(settings: Settings) -> None:
    with opened(settings.database) as db:
        rows, place, steps = entries(db), (0, chain.START), 0
        while True:
            wrong, seq, head = follow(db, *place, 7)
            assert wrong is None
            if (seq, head) == place:
                break
            place, steps = (seq, head), steps + 1
        assert place == (len(rows), rows[-1]["hash"])
        assert steps == -(-len(rows) // 7)
        changed = edit_an_entry(db)
        wrong, seq, head = follow(db, 0, chain.START, 1000)
        assert wrong is not None
        assert (wrong.entry, seq, head) == (changed, changed - 1, rows[changed - 2]["hash"])


TEXT = st.text(st.characters(blacklist_categories=["Cs"]))
NUMBER = st.none() | st.integers(-(2**63), 2**63 - 1)


@given(st.integers(0, 2**62), TEXT, TEXT, TEXT, NUMBER, NUMBER, NUMBER, TEXT)
def test_the_fast_link_is_the_link(
    seq: int, at: str, kind: str, actor: str, request: int | None, run: int | None, handoff: int | None, data: str
) -> None:
    row = {"seq": seq, "at": at, "kind": kind, "actor": actor, "request_id": request, "run_id": run}
    row |= {"handoff_id": handoff, "data": data, "hash": "x"}
    fast = chain.link_columns(chain.START, seq, at, kind, actor, request, run, handoff, data)
    assert fast == chain.link(chain.START, row)
