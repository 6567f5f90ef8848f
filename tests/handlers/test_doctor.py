"""`baton doctor` against a workspace: all well, and each thing that may be wrong; no secret in any of it."""

import base64
import contextlib
import importlib.util
import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import checkpoints
from bot.settings import Settings
from handlers import cli, doctor
from handlers.record import append
from storage import condition, secrets
from storage.sealing import Sealer
from storage.sqlite import Db
from storage.store import Store
from tests.bot.engine.house import START
from tests.stories.stage import HOUSE, Stage, copy_workflows, write_database

MANIFEST = HOUSE / "manifest.yml"


class Patient:
    """A stage, and what the doctor is handed."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.env = {
            "SLACK_BOT_TOKEN": stage.ws.bot_token,
            "SLACK_APP_TOKEN": stage.ws.app_token,
            "SLACK_API_URL": stage.ws.api,
            "BATON_DB": str(stage.folder / "baton.db"),
            "BATON_WORKFLOWS": str(stage.workflows),
            "ANTHROPIC_API_KEY": "sk-ant-canary-of-the-doctor",
            "BATON_SIGNING_KEY": checkpoints.new_key(),
        }
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)

    @property
    def database(self) -> Path:
        return Path(self.env["BATON_DB"])

    async def examine(self, manifest: Path = MANIFEST) -> tuple[str, int]:
        """What the doctor says; never a secret."""
        told, code = await doctor.run(self.env, manifest, self.now)
        for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "ANTHROPIC_API_KEY", "BATON_SIGNING_KEY"):
            assert not self.env[name] or self.env[name] not in told
        return told, code

    async def says(self, level: str, words: str, code: int) -> str:
        """A finding of this level has these words, with a reason and something to do; returns all that is told."""
        told, ended = await self.examine()
        assert ended == code, told
        lines = told.splitlines()
        (at,) = [number for number, line in enumerate(lines) if line.startswith(level) and words in line] or [-1]
        assert at >= 0, told
        assert lines[at + 1].startswith("       Why: "), told
        return told


@pytest.fixture
async def patient(tmp_path: Path) -> AsyncIterator[Patient]:
    async with Stage(tmp_path, copy_workflows(tmp_path / "workflows", "errands")) as stage:
        write_database(tmp_path / "baton.db")
        yield Patient(stage)


def rewrite(patient: Patient, old: str, new: str, file: str = "errands/workflow.yml") -> None:
    path = patient.stage.workflows / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# --- all well --------------------------------------------------------------------------------------------------------


async def test_all_is_well(patient: Patient) -> None:
    await patient.stage.start()
    told, code = await patient.examine()
    assert code == 0
    assert told.splitlines()[-1] == "All is well."
    for words in (
        "MB, no damage found",
        "GB are free there",
        "Nothing waits longer than it should",
        "Slack answers in",
        "This machine’s clock agrees with Slack’s",
        "scopes of manifest.yml, and no other",
        "The app token opens a connection",
        "Workflow errands: 3 steps, Clerk",
        "Owners: Dana",
    ):
        assert any(line.startswith("fine ") and words in line for line in told.splitlines()), told
    assert not [line for line in told.splitlines() if line.startswith(("wrong", "stops"))]


def test_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "BATON_WORKFLOWS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BATON_DB", str(tmp_path / "baton.db"))
    monkeypatch.setenv("BATON_SECRET_KEY", base64.b64encode(b"k" * 32).decode())
    monkeypatch.setattr(cli, "_log", lambda level: None)
    assert cli.main(["doctor"]) == 1
    told = capsys.readouterr().out
    assert "stops  SLACK_BOT_TOKEN is not set." in told
    assert "note   " + str(tmp_path / "baton.db") + " holds nothing yet" in told
    assert told.splitlines()[-1] == "Baton does not run like this: 1 thing stops it."
    assert not (tmp_path / "baton.db").exists(), "it changes nothing"


# --- settings and Slack ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SLACK_BOT_TOKEN", "", "SLACK_BOT_TOKEN is not set"),
        ("SLACK_APP_TOKEN", "", "SLACK_APP_TOKEN is not set"),
        ("SLACK_API_URL", "slack.com", "SLACK_API_URL is 'slack.com'"),
        ("SLACK_BOT_TOKEN", "xapp-1-swapped-canary", "are swapped"),
        ("SLACK_BOT_TOKEN", "xoxb-wrong-canary", "SLACK_BOT_TOKEN: Slack says invalid_auth"),
        ("SLACK_APP_TOKEN", "xapp-wrong-canary", "SLACK_APP_TOKEN: Slack says"),
        ("SLACK_API_URL", "http://127.0.0.1:9/api/", "Slack is not reached at http://127.0.0.1:9/api/"),
        ("BATON_WORKFLOWS", "/nowhere/at/all", "/nowhere/at/all"),
    ],
)
async def test_a_wrong_setting_stops(patient: Patient, name: str, value: str, words: str) -> None:
    patient.env[name] = value
    told, code = await patient.examine()
    assert code == 1
    assert any(line.startswith("stops") and words in line for line in told.splitlines()), told
    assert "canary" not in told


async def test_a_scope_that_is_missing_stops_and_one_too_many_is_noted(tmp_path: Path) -> None:
    manifest: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    scopes = manifest["oauth_config"]["scopes"]["bot"]
    scopes.remove("groups:history")
    scopes.append("reactions:write")
    (tmp_path / "manifest.yml").write_text(yaml.safe_dump(manifest), encoding="utf-8")
    workflows = copy_workflows(tmp_path / "workflows", "errands")
    async with Stage(tmp_path, workflows, manifest=tmp_path / "manifest.yml") as stage:
        found = Patient(stage)
        told = await found.says("stops", "The token lacks groups:history", 1)
        assert "note   The token has more than Baton uses: reactions:write" in told
        assert "All is well" not in told
        told, code = await found.examine(tmp_path / "nowhere.yml")
        assert code == 0
        assert "could not be compared with manifest.yml" in told


@pytest.mark.parametrize(("hours", "words"), [(1, "3,600 s ahead of Slack’s"), (-1, "3,600 s behind Slack’s")])
async def test_a_clock_that_is_off_is_wrong(patient: Patient, hours: int, words: str) -> None:
    patient.now = lambda: datetime.now(UTC).replace(microsecond=0) + timedelta(hours=hours)
    told, code = await patient.examine()
    assert code == 0
    line = next(line for line in told.splitlines() if "This machine’s clock is" in line)
    assert line.startswith("wrong")
    said = int(line.split("clock is ")[1].split(" s")[0].replace(",", ""))
    assert abs(said - 3600) <= 30, line
    assert words.split(" s ")[1] in line


async def test_what_slack_answers_late_or_not_at_all_is_no_crash(patient: Patient) -> None:
    patient.stage.ws.office.faults.arm({"kind": "http_500", "on": "users.list"})
    told = await patient.says("stops", "Who is in the workspace: Slack says status_500", 1)
    assert "Workflow errands" in told, "the files are looked at all the same"
    patient.stage.ws.office.faults.arm({"kind": "reset_before", "on": "users.list", "times": 9})
    await patient.says("stops", "Slack is not reached at", 1)


# --- workflows and people --------------------------------------------------------------------------------------------


async def test_a_broken_workflow_file_stops(patient: Patient) -> None:
    rewrite(patient, "listen: true", "listens: true")
    await patient.says("stops", "listens: this key is not known here", 1)


async def test_a_step_that_nobody_may_approve_stops(patient: Patient) -> None:
    rewrite(
        patient, 'approvers: [U02MARIA, "@head-of-support"]\n    undo: 20s', 'approvers: ["@nobody"]\n    undo: 20s'
    )
    await patient.says("stops", "steps.late_errand.approvers: 1 must approve, and 0 of the approvers can", 1)


async def test_an_agent_that_cannot_be_made_stops(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    rewrite(patient, "agent: tools:Clerk", "agent: offline")
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "sklearn" else find(name, *more)
    )
    await patient.says("stops", "install the offline agent", 1)


async def test_a_channel_that_baton_is_not_in_is_wrong(patient: Patient) -> None:
    rewrite(patient, 'channel: "#alerts"', 'channel: "#elsewhere"')
    told = await patient.says("wrong", "Baton is not in #elsewhere, the channel of errands", 0)
    assert told.splitlines()[-1] == "Baton runs; 1 thing is wrong."


@pytest.mark.parametrize(
    ("old", "new", "level", "words"),
    [
        ("owners: [U04DANA]", "owners: []", "note", "team.yml names no owners"),
        ("owners: [U04DANA]", "owners: [U99NOBODY]", "wrong", "No owner of team.yml is in this Slack"),
        ("owners: [U04DANA]", 'ops: "#elsewhere"\nowners: [U04DANA]', "wrong", "Baton is not in #elsewhere"),
    ],
)
async def test_nobody_to_tell_is_said(patient: Patient, old: str, new: str, level: str, words: str) -> None:
    rewrite(patient, old, new, "team.yml")
    await patient.says(level, words, 0)


# --- the database and the record -------------------------------------------------------------------------------------


async def test_a_damaged_database_stops(patient: Patient) -> None:
    with patient.database.open("r+b") as file:
        file.seek(8192)
        file.write(b"\x5a" * 8192)
    told, code = await patient.examine()
    assert code == 1
    assert "is damaged" in told or "cannot be read" in told
    assert "baton export --restore FILE" in told


async def test_a_letter_in_its_place_stops(patient: Patient) -> None:
    patient.database.write_text("Dear Maria\n" * 900)
    await patient.says("stops", "baton.db", 1)


async def test_a_database_of_others_stops(patient: Patient, tmp_path: Path) -> None:
    patient.env["BATON_DB"] = str(tmp_path / "shop.db")
    with contextlib.closing(sqlite3.connect(tmp_path / "shop.db")) as db:
        db.execute("CREATE TABLE other(x)")
    told = await patient.says("stops", "is no database of Baton’s: it holds the table other", 1)
    assert "--restore" not in told


async def test_a_database_of_a_newer_baton_stops(recorded: Patient) -> None:
    with contextlib.closing(sqlite3.connect(recorded.env["BATON_DB"])) as db, db:
        db.execute("INSERT INTO _sqlite_migrations(migration_set, name) VALUES ('baton', 'm099_future')")
    told = await recorded.says("stops", "was made by a newer Baton: m099_future is not known here.", 1)
    assert "baton export --restore FILE" in told


async def test_an_empty_file_is_a_note(patient: Patient, tmp_path: Path) -> None:
    patient.env["BATON_DB"] = str(tmp_path / "empty.db")
    (tmp_path / "empty.db").touch()
    await patient.says("note", "holds nothing yet", 0)


async def test_a_folder_that_is_not_there_stops(patient: Patient, tmp_path: Path) -> None:
    patient.env["BATON_DB"] = str(tmp_path / "nowhere" / "baton.db")
    await patient.says("stops", "the folder is not there", 1)


async def test_a_full_disk_is_wrong(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LITTLE_BYTES", 10**18)
    await patient.says("wrong", "MB are free on the disk of", 0)


async def test_a_database_that_others_can_read_is_wrong(patient: Patient) -> None:
    patient.database.chmod(0o644)
    await patient.says("wrong", "Others on this machine can read", 0)


@pytest.fixture
def recorded(patient: Patient, settings: Settings) -> Patient:
    """The patient with a database in which much has happened."""
    patient.env["BATON_DB"] = str(settings.database)
    settings.database.chmod(0o600)
    return patient


async def test_what_waits_too_long_is_wrong(recorded: Patient) -> None:
    with contextlib.closing(sqlite3.connect(recorded.database, isolation_level=None)) as db:
        db.execute("UPDATE outbox SET created_at = '2026-01-01T00:00:00.000000+00:00' WHERE sent_at IS NULL")
        db.execute("INSERT INTO inbox VALUES ('k', 'event', '{}', '2026-01-01T00:00:00.000000+00:00', NULL, 0)")
    told = await recorded.says("wrong", "messages wait to be sent, the oldest for", 0)
    assert "1 events wait to be worked off, the oldest for" in told


def sign(patient: Patient, at: datetime, less: int = 0, key: str = "") -> None:
    with contextlib.closing(sqlite3.connect(patient.database)) as db:
        query = "SELECT seq, hash FROM audit WHERE seq <= (SELECT max(seq) FROM audit) - ? ORDER BY seq DESC LIMIT 1"
        size, head = db.execute(query, (less,)).fetchone()
    line = checkpoints.sign(key or patient.env["BATON_SIGNING_KEY"], at.isoformat(), size, head).line()
    append(patient.database.with_name("baton.db.checkpoints"), line)


def counted(patient: Patient) -> int:
    """How many entries the record has."""
    with contextlib.closing(sqlite3.connect(patient.database)) as db:
        return int(db.execute("SELECT count(*) FROM audit").fetchone()[0])


async def test_a_checkpoint_that_fits_is_told(recorded: Patient, tmp_path: Path) -> None:
    sign(recorded, datetime.now(UTC))
    entries = counted(recorded)
    await recorded.says("note", f"The last of 1 checkpoints fits: {entries} of {entries} entries", 0)
    (tmp_path / "elsewhere").mkdir()
    recorded.database.with_name("baton.db.checkpoints").rename(tmp_path / "elsewhere" / "kept")
    recorded.env["BATON_CHECKPOINTS"] = str(tmp_path / "elsewhere" / "kept")
    told, _ = await recorded.examine()
    assert "fine   The last of 1 checkpoints fits" in told


async def test_a_checkpoint_that_does_not_fit_is_wrong(recorded: Patient) -> None:
    sign(recorded, START)
    with contextlib.closing(sqlite3.connect(recorded.database, isolation_level=None)) as db:
        db.execute("DROP TRIGGER audit_stays")
        db.execute("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)")
    await recorded.says("wrong", "its end was cut off, or an old copy was put back", 0)


async def test_a_checkpoint_of_another_key_stops(recorded: Patient) -> None:
    sign(recorded, START, key=checkpoints.new_key())
    await recorded.says("stops", "were signed with another key", 1)


async def test_what_keeps_baton_from_signing_stops(recorded: Patient, tmp_path: Path) -> None:
    """`baton run` does not start then, and the rest is looked at all the same."""
    sign(recorded, START)
    key = recorded.env["BATON_SIGNING_KEY"]
    recorded.env["BATON_SIGNING_KEY"] = ""
    assert "Owners: Dana" in await recorded.says("stops", "were signed with a key that is not here", 1)
    assert not recorded.database.with_name("baton.db.key").exists()
    recorded.env["BATON_SIGNING_KEY"] = "bm90IDMyIGJ5dGVz"
    await recorded.says("stops", "BATON_SIGNING_KEY is no Ed25519 key", 1)
    recorded.env |= {"BATON_SIGNING_KEY": key, "BATON_CHECKPOINTS": str(tmp_path)}
    assert "Owners: Dana" in await recorded.says("stops", "cannot be read: Is a directory", 1)
    recorded.env["BATON_CHECKPOINTS"] = str(tmp_path / "nowhere" / "checkpoints")
    await recorded.says("stops", "for the checkpoints is not there. BATON_CHECKPOINTS names it", 1)


async def test_a_row_without_sense_stops(recorded: Patient) -> None:
    with contextlib.closing(sqlite3.connect(recorded.database)) as db, db:
        db.execute("UPDATE outbox SET created_at = '', sent_at = NULL WHERE id = 1")
    assert "Owners: Dana" in await recorded.says("stops", "cannot be read: Invalid isoformat", 1)


async def test_an_old_checkpoint_is_wrong_where_the_record_grew(recorded: Patient) -> None:
    sign(recorded, datetime.now(UTC) - timedelta(hours=30), less=3)
    entries = counted(recorded)
    await recorded.says("wrong", f"{entries - 3} of {entries} entries", 0)


async def test_without_a_checkpoint_it_is_noted(recorded: Patient) -> None:
    await recorded.says("note", "There is no checkpoint in", 0)


@pytest.mark.parametrize(
    ("version", "bug"),
    [
        ((3, 6, 23), False), ((3, 7, 0), True), ((3, 40, 1), True), ((3, 44, 5), True), ((3, 44, 6), False),
        ((3, 45, 0), True), ((3, 50, 6), True), ((3, 50, 7), False), ((3, 51, 0), True), ((3, 51, 2), True),
        ((3, 51, 3), False), ((3, 52, 0), False),
    ],
)  # fmt: skip
async def test_the_bug_of_sqlite_is_named_where_it_is(
    patient: Patient, monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], bug: bool
) -> None:
    assert condition.has_reset_bug(version) is bug
    monkeypatch.setattr(condition, "version", lambda: version)
    told, code = await patient.examine()
    assert ("has the WAL-reset bug" in told) is (bug and version >= (3, 37, 0))
    assert ("Its tables need 3.37 or newer" in told) is (code == 1) is (version < (3, 37, 0))


# --- the key ---------------------------------------------------------------------------------------------------------


async def test_a_key_that_a_workflow_needs_is_missed(patient: Patient) -> None:
    rewrite(patient, "    approvers:", "    secret: [what]\n    approvers:")
    told = await patient.says("stops", "what is secret, and BATON_SECRET_KEY is not set", 1)
    assert "workflow.yml, line " in told
    patient.env["BATON_SECRET_KEY"] = "bm8ga2V5"
    await patient.says("stops", "BATON_SECRET_KEY: key 1 is not 32 bytes", 1)
    patient.env["BATON_SECRET_KEY"] = base64.b64encode(b"k" * 32).decode()
    told, code = await patient.examine()
    assert (code, "BATON_SECRET_KEY is a key" in told) == (0, True)
    assert patient.env["BATON_SECRET_KEY"] not in told


async def test_a_key_that_opens_nothing_is_found(patient: Patient) -> None:
    store = Store.open(patient.database)

    def work(db: Db) -> None:
        secrets.add(db, Sealer([b"k" * 32]), request_id=1, field="x", value="y", now=START)

    store._writer.execute("PRAGMA foreign_keys = OFF")
    await store.write(work)
    store.close()
    await patient.says("stops", "The database holds sealed values, and BATON_SECRET_KEY is not set", 1)
    patient.env["BATON_SECRET_KEY"] = base64.b64encode(b"x" * 32).decode()
    told = await patient.says("stops", "does not open what the database holds", 1)
    assert "Set the key that sealed it" in told
