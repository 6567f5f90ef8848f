"""`baton` in a terminal: what is wrong is one clear sentence and an exit code, and nothing is lost."""

import asyncio
import contextlib
import json
import logging
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import ConfigError
from handlers import app, demo, export
from handlers.cli import main
from storage.store import Store
from tests.stories.forked import Ended, Forked
from tests.stories.stage import (
    ALERTS,
    HOUSE,
    JONAS,
    MARIA,
    Bot,
    Stage,
    bare_environment,
    card,
    changed,
    environment,
    rows,
    until,
    write_database,
)


async def baton(*words: str, env: Mapping[str, str] | None = None, cwd: Path = HOUSE) -> Ended:
    """Run a command to its end."""
    command = Forked(words, {**bare_environment(), **(env or {})}, cwd)
    await command.start()
    return await command.end(60)


async def shell(*words: str, env: Mapping[str, str]) -> Ended:
    """Run a command to its end as a shell does, which takes the time that Python needs to start."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "handlers.cli", *words),
        cwd=HOUSE,
        env={**bare_environment(), **env},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(60):
        out, err = await process.communicate()
    return Ended(process.returncode or 0, out.decode(), err.decode())


def says(ended: Ended, *parts: str) -> None:
    """It failed with one sentence of ours, which has these parts."""
    assert ended.code == 1, ended
    assert ended.out == ""
    lines = ended.err.strip().splitlines()
    assert len(lines) == 1, ended.err
    assert lines[0].startswith("baton: ")
    for part in parts:
        assert part in lines[0], ended.err


TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1-a", "SLACK_APP_TOKEN": "xapp-1-a"}


class Here:
    """A command that ends before anything starts: run in this process, which takes no time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *words: str, env: Mapping[str, str] | None = None) -> Ended:
        """Run it with nothing but `env` of what Baton reads."""
        for name in set(os.environ) - set(bare_environment()):
            self._monkeypatch.delenv(name)
        for name, value in (env or {}).items():
            self._monkeypatch.setenv(name, value)
        try:
            code = main(words)
        except SystemExit as stop:
            code = int(str(stop.code))
        return Ended(code, *self._capsys.readouterr())


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Here]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield Here(monkeypatch, capsys)
    root.handlers[:] = before
    root.setLevel(level)


@pytest.mark.parametrize(
    ("env", "parts"),
    [
        ({}, ("SLACK_BOT_TOKEN is not set", "xoxb-", "OAuth & Permissions", "baton demo")),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, ("SLACK_APP_TOKEN is not set", "xapp-", "Basic Information", "baton demo")),
        ({"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xoxb-1"}, ("are swapped",)),
        ({**TOKENS, "SLACK_API_URL": "slack.example"}, ("SLACK_API_URL", "http:// or https://")),
    ],
)
def test_what_the_environment_lacks(here: Here, env: Mapping[str, str], parts: tuple[str, ...]) -> None:
    says(here("run", env=env), *parts)


@pytest.mark.parametrize(
    ("env", "parts"),
    [
        ({"BATON_LOG": "loud"}, ("BATON_LOG is loud", "debug, info, warning or error")),
        ({"BATON_WORKFLOWS": "no-such-folder"}, ("There is no folder no-such-folder", "BATON_WORKFLOWS")),
    ],
)
async def test_what_the_environment_says_wrongly(env: Mapping[str, str], parts: tuple[str, ...]) -> None:
    says(await shell("run", env={**TOKENS, **env}), *parts)


@pytest.mark.parametrize(
    ("name", "token", "parts"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-wrong", ("Slack refused SLACK_BOT_TOKEN (invalid_auth)", "OAuth & Permissions")),
        ("SLACK_APP_TOKEN", "xapp-wrong", ("Slack refused SLACK_APP_TOKEN (invalid_auth)", "connections:write")),
    ],
)
async def test_a_wrong_token(errands: Stage, name: str, token: str, parts: tuple[str, ...]) -> None:
    says(await baton("run", env=environment(errands, **{name: token, "BATON_LOG": "error"})), *parts)


async def test_a_database_that_cannot_be_written(errands: Stage) -> None:
    folder = str(errands.folder)
    ended = await baton("run", env=environment(errands, BATON_DB=folder))
    says(ended, f"The database {folder} cannot be used", "BATON_DB names the file.")


async def test_a_file_that_is_no_database(errands: Stage) -> None:
    path = errands.folder / "letter.db"
    path.write_text("Dear Maria, this is a letter and no database. " * 100, encoding="utf-8")
    says(await baton("run", env=environment(errands, BATON_DB=str(path))), f"The database {path} cannot be used")
    assert path.read_text(encoding="utf-8").startswith("Dear Maria")


async def test_a_database_of_others(errands: Stage) -> None:
    path = errands.folder / "till.db"
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE till(cents INTEGER)")
    before = path.read_bytes()
    for words in (("run",), ("erase", "--person", JONAS), ("verify",), ("export", "--page"), ("digest",)):
        ended = await baton(*words, env=environment(errands, BATON_DB=str(path)))
        says(ended, f"{path} is no database of Baton’s: it holds the table till.", "BATON_DB names the file.")
    assert path.read_bytes() == before
    assert [each.name for each in errands.folder.glob("till*")] == ["till.db"]


async def test_a_database_of_a_newer_baton(errands: Stage) -> None:
    path = errands.folder / "newer.db"
    write_database(path)
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        db.execute("INSERT INTO _sqlite_migrations(migration_set, name) VALUES ('baton', 'm099_future')")
    before = path.read_bytes()
    for words in (("run",), ("erase", "--dry-run", "--person", JONAS), ("verify",), ("export", "H-1")):
        ended = await baton(*words, env=environment(errands, BATON_DB=str(path)))
        says(ended, f"{path} was made by a newer Baton", "Use that version", "baton export --restore FILE")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "words", [("digest",), ("erase", "--dry-run", "--person", JONAS), ("workflow", "preview", "errands")]
)
async def test_a_damaged_database_is_not_tried_again_soon(errands: Stage, words: tuple[str, ...]) -> None:
    path = errands.folder / "damaged.db"
    write_database(path)
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_master SET sql = 'CREATE TABLE handoff(' WHERE name = 'handoff'")
    ended = await baton(*words, env=environment(errands, BATON_DB=str(path)))
    says(ended, "The database cannot be read: malformed database schema (handoff)", "`baton doctor` says more.")
    assert "try again" not in ended.err


@pytest.mark.parametrize("words", [("digest",), ("workflow", "check"), ("workflow", "preview", "errands")])
async def test_what_a_command_logs_holds_no_token(errands: Stage, words: tuple[str, ...]) -> None:
    """As a tool may, or a library on its way down: in the log, and in a warning of Python."""
    tools = errands.folder / "workflows" / "errands" / "tools.py"
    says_it = (
        "import logging, os, warnings\n"
        "for name in ('SLACK_BOT_TOKEN', 'BATON_SIGNING_KEY'):\n"
        "    logging.getLogger('tool').warning('I was given %s', os.environ[name])\n"
        "    warnings.warn('I was given ' + os.environ[name])\n"
    )
    tools.write_text(says_it + tools.read_text(encoding="utf-8"), encoding="utf-8")
    key = "c2lnbmluZy1rZXktb2YtMzItYnl0ZXMtZm9yLWEtdGU="
    ended = await baton(*words, env=environment(errands, BATON_SIGNING_KEY=key, BATON_LOG="info"))
    assert ended.err.count("I was given [hidden]") == 4, ended.err
    for secret in (key, environment(errands)["SLACK_BOT_TOKEN"]):
        assert secret not in ended.out + ended.err


async def test_a_second_bot_on_the_same_database(errands: Stage) -> None:
    async with Bot(environment(errands)):
        ended = await baton("run", env=environment(errands))
        says(ended, f"Another Baton runs on {errands.folder / 'baton.db'}", "stop that one first")
        told = await baton("digest", env=environment(errands))
        assert told.code == 0
        assert told.out.startswith("Errands · ")


async def test_through_a_link_it_is_the_same_database(errands: Stage) -> None:
    """Nothing that wants the database for itself goes on beside the bot, and the link stays one."""
    file, link = errands.folder / "baton.db", errands.folder / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(file)
    linked, copy = environment(errands, BATON_DB=str(link)), str(errands.folder / "copy.db")
    async with Bot(environment(errands)):
        assert (await baton("export", "--backup", copy, env=linked)).code == 0
        for words in (("run",), ("erase", "--person", JONAS), ("export", "--restore", copy)):
            says(await baton(*words, env=linked), f"Another Baton runs on {file}", "stop that one first")
    assert (await baton("export", "--restore", copy, env=linked)).code == 0
    assert link.is_symlink()
    assert list(link.parent.iterdir()) == [link]
    assert rows(file, "SELECT kind FROM audit ORDER BY seq DESC LIMIT 1") == [{"kind": "restored"}]


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ("title: Errands\n", "title: Errands\ncolour: blue\n", ("line 3: colour: this key is not known here",)),
        ("    timeout: 1s\n", "    confirm: colour\n", ("confirm: ", "has no argument colour")),
        ('[U02MARIA, "@head-of-support"]', '["@nobody"]', ("approvers: 1 must approve, and 0 of the approvers can",)),
    ],
)
async def test_a_wrong_workflow_file(errands: Stage, before: str, after: str, parts: tuple[str, ...]) -> None:
    path = errands.workflows / "errands" / "workflow.yml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    says(await baton("run", env=environment(errands)), str(path), *parts)


async def test_a_port_in_use(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for command in ("demo", "workspace"):
            ended = await baton(command, "--port", port, cwd=tmp_path)
            assert ended.code == 1
            assert (
                ended.err.strip()
                .splitlines()[-1]
                .endswith(
                    f"Port {port} is taken by another program. Choose another one with --port, or 0 for any free one."
                )
            )
            assert "Traceback" not in ended.err
            assert "ready" not in ended.out


async def test_a_second_demo_leaves_the_first_its_files(tmp_path: Path) -> None:
    (tmp_path / ".demo").mkdir()
    store = Store.open(tmp_path / ".demo" / "baton.db")
    ended = await baton("demo", "--port", "0", cwd=tmp_path)
    assert (tmp_path / ".demo" / "baton.db").exists()
    store.close()
    says(ended, "Another Baton runs on .demo/baton.db", "stop that one first", "a folder of its own each")


async def test_a_demo_that_is_stopped_while_it_starts_sends_nothing() -> None:
    sent = []

    async def samples() -> None:
        sent.append("a sample")

    pacing = asyncio.create_task(demo.sent_out(samples))
    pacing.cancel()
    await asyncio.gather(pacing, return_exceptions=True)
    assert not sent
    await demo.sent_out(samples)
    assert sent == ["a sample"]


async def test_slack_that_is_not_there(errands: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.app.REACH_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    settings = replace(errands.settings, api_url=f"http://127.0.0.1:{port}/api/")
    with pytest.raises(ConfigError, match=f"Slack was not reached at http://127.0.0.1:{port}/api/ for 0.5 s"):
        async with app.running(settings, errands.clock):
            pytest.fail("it started")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
async def test_a_bot_that_waits_for_slack_stops_when_it_is_told(errands: Stage, how: signal.Signals) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        address = f"http://127.0.0.1:{gone.getsockname()[1]}/api/"
    process = Forked(["run"], environment(errands, SLACK_API_URL=address, BATON_LOG="error"), HOUSE)
    await process.start()
    lock = errands.folder / "baton.db.lock"
    await until(lock.exists, "the bot to begin")
    process.send(how)
    assert await process.end(5) == Ended(0, "", "")


async def test_a_bot_under_nohup_outlives_its_terminal() -> None:
    stop, before = asyncio.Event(), signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        app.stop_on_signals(stop)
        os.kill(os.getpid(), signal.SIGHUP)
        await asyncio.sleep(0.05)
        assert not stop.is_set()
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(stop.wait(), 5)
    finally:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().remove_signal_handler(each)
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("command", [(), ("run",), ("demo",), ("workspace",), ("digest",)])
def test_every_command_explains_itself(here: Here, command: tuple[str, ...]) -> None:
    ended = here(*command, "--help")
    assert ended.code == 0
    assert ended.out.startswith("usage: baton")
    assert len(ended.out.splitlines()) >= 6
    assert ended.err == ""


def test_no_such_command(here: Here) -> None:
    ended = here("jump")
    assert ended.code == 2
    assert "invalid choice" in ended.err


@pytest.mark.parametrize("port", ["65536", "-1", "web"])
@pytest.mark.parametrize("command", ["demo", "workspace"])
def test_a_port_that_is_none(here: Here, command: str, port: str) -> None:
    ended = here(command, f"--port={port}")
    assert (ended.code, ended.out) == (2, "")
    assert f"{port} is no port: 0 to 65535 is expected" in ended.err


def printing_to(out: int) -> tuple[int, str]:
    """`baton workflow check` with this as its standard output: the exit code, and what standard error says."""
    command = [sys.executable, "-m", "handlers.cli", "workflow", "check"]
    with os.fdopen(out, "wb") as stdout:
        ended = subprocess.run(
            command, cwd=HOUSE, env=bare_environment(), stdout=stdout, stderr=subprocess.PIPE, check=False, timeout=60
        )
    return ended.returncode, ended.stderr.decode()


def test_whoever_read_enough_is_told_nothing_more() -> None:
    """As `baton … | head`: the other end of the pipe is closed before anything is written."""
    read, write = os.pipe()
    os.close(read)
    assert printing_to(write) == (128 + signal.SIGPIPE, "")


def test_output_that_is_not_taken_is_said() -> None:
    code, told = printing_to(os.open("/dev/full", os.O_WRONLY))
    assert code == 2, "1 says that something is wrong with the files"
    assert told == "baton: Standard output took no more (No space left on device); what is printed is not all.\n"


@pytest.mark.parametrize("command", [("--help",), ("workflow", "try", "refunds", "1042 is “broken”")])
def test_what_the_locale_cannot_write_is_printed_all_the_same(command: tuple[str, ...]) -> None:
    """As in a Latin-1 session, or under C where Python is told to keep to it."""
    for encoding in ("ascii", "latin-1"):
        ended = subprocess.run(
            [sys.executable, "-m", "handlers.cli", *command],
            cwd=HOUSE,
            env={**bare_environment(), "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert (ended.returncode, ended.stderr) == (0, b"")
        assert set("…·–“") & set(ended.stdout.decode())


async def test_the_bot_works_where_standard_error_is_closed(errands: Stage) -> None:
    """Nobody reads the log then, and that is no reason to stop."""
    maria, jonas = await errands.person(MARIA), await errands.person(JONAS)
    process = await asyncio.create_subprocess_exec(
        *("sh", "-c", 'exec "$0" -m handlers.cli run 2>&-', sys.executable),
        cwd=HOUSE,
        env=environment(errands, BATON_LOG="info"),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
        await jonas.say(ALERTS, "plain boil eggs")
        shown = await card(maria, "Run boil eggs?", ALERTS)
        await maria.click(ALERTS, shown["ts"], "Approve")
        await changed(maria, ALERTS, shown["ts"], "Ran boil eggs.")
    finally:
        if process.returncode is None:
            process.terminate()
        code = await process.wait()
    assert code == 0


COMMANDS = (("verify",), ("doctor",), ("digest",), ("export",), ("evaluate",), ("erase", "--person", "U1"))


@pytest.mark.parametrize("command", [each for each in COMMANDS if each != ("doctor",)])
def test_a_folder_for_a_database(here: Here, command: tuple[str, ...]) -> None:
    says(here(*command, env={"BATON_DB": "."}), "BATON_DB is ., a folder. A file is expected, such as baton.db.")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_name_that_no_file_can_have(here: Here, command: tuple[str, ...]) -> None:
    says(here(*command, env={"BATON_DB": "a" * 300}), "File name too long")


def test_an_export_that_the_disk_does_not_take_leaves_nothing(
    tmp_path: Path,
) -> None:
    """A limit on the size of files stands for a full disk."""
    target = tmp_path / "all.json"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
    try:
        with pytest.raises(export.ExportError, match=r"cannot be written: .* Nothing is left of it"):
            export.write("a" * 9000, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert not target.exists()
    assert export.write("a" * 9000, target) == f"Written to {target}."


def test_a_draw_that_nothing_begins_with_is_said(here: Here) -> None:
    says(here("evaluate", "--seed", "-1", "cases.jsonl"), "--seed 0 or more")


async def test_the_digest_of_no_such_workflow(errands: Stage) -> None:
    says(await baton("digest", "cooking", env=environment(errands)), "There is no workflow cooking; known are errands.")


async def test_the_digest_without_a_database(errands: Stage) -> None:
    says(await baton("digest", env=environment(errands)), "There is no database", "`baton run` makes it.")


async def test_it_stops_when_it_is_told_and_goes_on_later(errands: Stage) -> None:
    async with Bot(environment(errands)) as bot:
        maria, jonas = await errands.person(MARIA), await errands.person(JONAS)
        await jonas.say(ALERTS, "plain boil eggs")
        shown = await card(maria, "Run boil eggs?", ALERTS)
        for how in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            bot.process.send(how)
            assert (await bot.died()).code == 0
            last = json.loads(errands.settings.checkpoint_file.read_text(encoding="utf-8").splitlines()[-1])
            assert last["size"] == errands.record("SELECT max(seq) AS size FROM audit")[0]["size"]
            await bot.start()
        await maria.click(ALERTS, shown["ts"], "Approve")
        await changed(maria, ALERTS, shown["ts"], "Ran boil eggs.")
