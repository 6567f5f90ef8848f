"""`baton export`: whole stories as JSON and as pages, backups of a database in use, and backups put back."""

import asyncio
import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from bot import checkpoints
from bot.engine import restoring
from bot.errors import BadInput, ConfigError
from bot.settings import Settings
from handlers import cli, export, verify
from handlers.history import history
from handlers.page import Names, page
from handlers.paper import Html, tag
from handlers.record import append
from storage import backup
from storage.models import Who
from storage.store import Store
from tests.bot.engine.house import DANA, JONAS, MARIA, START, proposal
from tests.bot.engine.outside import OUTSIDE
from tests.handlers.recorded import CANARY, go_on

HOUSE = Path(__file__).parents[2]
HOSTILE = "<script>alert(1)</script>\"'&amp;<img src=x onerror=alert(1)>\u202e\x00\x1b[31m</blockquote></main>"
VOID = {"meta", "br"}


def clock() -> datetime:
    return START


def rows(path: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as db:
        return db.execute(sql, values).fetchall()


def handoffs(settings: Settings) -> list[int]:
    return [number for (number,) in rows(settings.database, "SELECT id FROM handoff ORDER BY id")]


async def told(settings: Settings, handoff: int | str = 1) -> dict[str, Any]:
    return dict(json.loads(await export.story(settings, str(handoff), as_page=False)))


async def drawn(settings: Settings, handoff: int | str = 1) -> str:
    return await export.story(settings, str(handoff), as_page=True)


class Reader(HTMLParser):
    """Reads a page: its words, its elements; an element that is not closed is a fault."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((name, dict(attributes)))
        if name not in VOID:
            self._open.append(name)

    def handle_endtag(self, name: str) -> None:
        assert self._open.pop() == name

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All words, as they are read."""
        return " ".join(" ".join(self.words).split())


# --- JSON ------------------------------------------------------------------------------------------------------------


async def test_json_holds_everything_about_a_handoff(settings: Settings) -> None:
    story = await told(settings, "H-1")
    assert story["request"]["text"] == "1042 never came"
    assert [turn["name"] for turn in story["turns"] if turn["kind"] == "read"] == ["find_order"]
    assert story["revisions"][0]["args"]["amount"] == "49.90"
    assert story["revisions"][0]["brief"]["assessment"] == "looks right"
    assert [(each["person"][1], each["verdict"], each["proof"]) for each in story["decisions"]] == [
        ("UMARIA", "approve", "click")
    ]
    assert [(each["key"], each["state"]) for each in story["effects"]] == [("H-1-1", "done")]
    assert [row["seq"] for row in story["record"]] == [2, 3, 4, *range(7, 12)], "5 and 6 are about the day and the step"
    assert all(len(row["hash"]) == 64 for row in story["record"])
    assert story["head"]["size"] == rows(settings.database, "SELECT max(seq) FROM audit")[0][0]


async def test_json_holds_nothing_that_a_terminal_obeys(settings: Settings) -> None:
    hostile = "\x1b[2J \x7f\x9bH Grüße"
    with contextlib.closing(sqlite3.connect(settings.database)) as db, db:
        db.execute("UPDATE request SET text = ? WHERE id = 1", (hostile,))
    text = await export.story(settings, "1", as_page=False)
    assert not {"\x1b", "\x7f", "\x9b"} & set(text)
    assert json.loads(text)["request"]["text"] == hostile
    assert "Grüße" in text


async def test_every_handoff_has_a_story_and_a_page(settings: Settings) -> None:
    kinds = set()
    for number in handoffs(settings):
        story = await told(settings, number)
        kinds.add((story["handoff"]["kind"], story["handoff"]["state"]))
        text = Reader(await drawn(settings, number)).text
        assert text.startswith(f"H-{number} ·")
        assert f"To check all of it again: baton verify H-{number}" in text
    assert len(kinds) >= 11, kinds


@pytest.mark.parametrize("name", ["H-4711", "4711"])
async def test_a_handoff_that_is_not_there_is_said(settings: Settings, name: str) -> None:
    with pytest.raises(BadInput, match="There is no H-4711 in this record"):
        await told(settings, name)


async def test_a_database_of_an_older_version_is_said(settings: Settings) -> None:
    settings.database.unlink()
    with contextlib.closing(sqlite3.connect(settings.database)) as db:
        db.executescript((HOUSE / "tests/storage/old/m001.sql").read_text(encoding="utf-8"))
    with pytest.raises(ConfigError, match="of an older version is brought up to date by `baton run`"):
        await told(settings)


# --- the page --------------------------------------------------------------------------------------------------------


async def test_the_page_tells_the_story_in_words(settings: Settings) -> None:
    text = Reader(await drawn(settings)).text
    for words in (
        "H-1 · Refund an order: 1042, EUR 49.90, goods?",
        "Approved. It ran, once.",
        "UJONAS asked in a message, 23 Nov 2026, 10:00:00 UTC 1042 never came",
        "find_order , 23 Nov 2026",
        "UMARIA approved it as shown, 23 Nov 2026",
        "Proof a click, by this Slack account",
        "To the requester on its way",
        "Attested by entry 8",
        "It ran, once. Under the key H-1-1",
    ):
        assert words in text, text


async def test_an_edit_says_what_was_changed_and_a_doubt_how_it_was_settled(settings: Settings) -> None:
    text = Reader(await drawn(settings, 2)).text
    assert "UDANA approved it as edited" in text
    assert "Reason no shipping" in text
    assert "Changed Amount: EUR 49.90 → EUR 44.95; Note: <b>bold</b> & ⟨U+202E⟩gnirts → nothing" in text
    (number,) = rows(settings.database, "SELECT handoff_id FROM decision WHERE note = 'again'")[0]
    assert "UDANA said to do it again" in Reader(await drawn(settings, number)).text
    (number,) = rows(settings.database, "SELECT handoff_id FROM decision WHERE verdict = 'reject' AND private = 1")[0]
    text = Reader(await drawn(settings, number)).text
    assert "Reason looks like fraud (kept from the requester)" in text
    assert "What ran Nothing ran." in text


async def test_additions_and_other_points_of_the_request_are_told(settings: Settings) -> None:
    (number,) = rows(
        settings.database, "SELECT id FROM handoff WHERE request_id = (SELECT request_id FROM note LIMIT 1)"
    )[0]
    text = Reader(await drawn(settings, number)).text
    assert "UJONAS added, 23 Nov 2026" in text
    assert f"only 30 of it, {CANARY}" in text
    assert "Card 2, by the agent" in text
    (number,) = rows(settings.database, "SELECT min(id) FROM handoff WHERE kind = 'doubt'")[0]
    assert "Other points of the same request" in Reader(await drawn(settings, number)).text


async def test_of_words_that_were_erased_the_page_says_so(settings: Settings) -> None:
    await _erase(settings, JONAS)
    pages = {number: await drawn(settings, number) for number in handoffs(settings)}
    assert "<blockquote>(erased)</blockquote>" in pages[1]
    assert "What it rests on was erased." in pages[1]
    assert not [number for number, text in pages.items() if CANARY in text]


async def all_of(settings: Settings, first: str = "", last: str = "") -> dict[str, Any]:
    start, end = export.days(first, last, START + timedelta(days=2))
    return dict(json.loads(await export.everything(settings, start, end, as_page=False)))


async def test_everything_that_happened_is_a_row_a_handoff(settings: Settings) -> None:
    told = await all_of(settings)
    assert [each["id"] for each in told["handoffs"]] == handoffs(settings)
    first = told["handoffs"][0]
    assert (first["decided_by"], first["verdict"], first["effect"]) == ("T1/UMARIA", "approve", "done")
    assert told["head"]["size"] == rows(settings.database, "SELECT max(seq) FROM audit")[0][0]
    page = await export.everything(settings, START - timedelta(days=1), START + timedelta(days=2), as_page=True)
    text = Reader(page).text
    assert (
        "H-1 23 Nov 2026, 10:00:00 UTC Refund an order: 1042, EUR 49.90, goods? UMARIA Approved. It ran, once." in text
    )
    (ran,) = rows(settings.database, "SELECT count(*) FROM effect WHERE state = 'done'")[0]
    assert f"{len(told['handoffs'])} handoffs, {ran} actions ran," in text


async def test_a_period_ends_with_its_last_day(settings: Settings) -> None:
    assert (await all_of(settings, "2026-11-23", "2026-11-23"))["handoffs"] != []
    assert (await all_of(settings, last="2026-11-22"))["handoffs"] == []
    assert (await all_of(settings, "2026-11-24"))["handoffs"] == []
    for first, last in (
        ("2026-11-24", "2026-11-23"),
        ("tomorrow", ""),
        ("2026-11-23T12:00+05:00", ""),
        ("", "9999-12-31"),
    ):
        with pytest.raises(BadInput, match=r"is no period: (it ends before it begins|a day is written as 2026-11-23)"):
            await all_of(settings, first, last)


async def test_nothing_foreign_is_markup_in_the_list(settings: Settings) -> None:
    told = poison(await all_of(settings))
    told["from"] = told["to"] = START.isoformat()
    found = Reader(history(told, {HOSTILE: HOSTILE}, {}))
    assert "script" not in {name for name, _ in found.elements}
    assert "<script>alert(1)</script>" in found.text


def poison(value: Any) -> Any:
    """The same shape with hostile words in every text that is not a time, a key of ours or a fixed word."""
    if isinstance(value, dict):
        return {name: each if name in _FIXED else poison(each) for name, each in value.items()}
    if isinstance(value, list):
        return [poison(each) for each in value]
    return HOSTILE if isinstance(value, str) else value


_FIXED = {
    *("at", "created_at", "opened_at", "closed_at", "decided_at", "shown_at", "started_at", "ended_at", "asked_at"),
    *("answered_at", "kind", "state", "verdict", "via", "effect"),
}


async def test_nothing_foreign_is_read_as_markup(settings: Settings) -> None:
    for number in handoffs(settings):
        story = await told(settings, number)
        poisoned = poison(story)
        for row in poisoned["record"]:
            row["data"] = json.dumps({"x": HOSTILE})
        names = Names({HOSTILE: HOSTILE})
        found = Reader(page(poisoned, names))
        assert {name for name, _ in found.elements} <= {
            "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "dl", "dt", "dd", "b",
            "blockquote", "pre", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "code", "time",
        }  # fmt: skip
        assert {key for _, attributes in found.elements for key in attributes} <= {
            "lang", "charset", "name", "content", "http-equiv", "class", "datetime", "scope",
        }  # fmt: skip
        assert "<script>alert(1)</script>" in found.text, "it is shown as what it is"
        assert not {"\u202e", "\x00", "\x1b"} & set(found.text)


def test_a_tag_escapes_everything_but_markup() -> None:
    assert tag("p", "<b>", Html("<i></i>"), class_='a"b') == '<p class="a&quot;b">&lt;b&gt;<i></i></p>'


@pytest.fixture
def chromium() -> Iterator[Any]:
    """A browser with no network to speak of."""
    if not Path("/usr/bin/chromium").exists():
        pytest.skip("Debian's chromium is not installed")
    from playwright.sync_api import sync_playwright

    flags = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    more = ["--disable-component-update", "--disable-sync"]
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path="/usr/bin/chromium", args=[*flags.split(), *more])
        yield browser
        browser.close()


@pytest.mark.browser
def test_a_browser_shows_it_and_loads_nothing(
    settings: Settings, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    plain, story = asyncio.run(drawn(settings, 2)), poison(asyncio.run(told(settings, 2)))
    chromium = request.getfixturevalue("chromium")  # its tools keep a loop of their own running
    for row in story["record"]:
        row["data"] = "{}"
    path = tmp_path / "page.html"
    path.write_text(page(story, Names()), encoding="utf-8")
    seen = chromium.new_page(viewport={"width": 360, "height": 740})
    heard: list[str] = []
    seen.on("request", lambda request: heard.append(request.url))
    seen.on("console", lambda message: heard.append(message.text))
    seen.on("dialog", lambda dialog: heard.append(dialog.message))
    for text in (plain, path.read_text(encoding="utf-8")):
        path.write_text(text, encoding="utf-8")
        heard.clear()
        seen.goto(path.as_uri())
        assert heard == [path.as_uri()]
        assert seen.locator("h2").all_inner_texts()[0] == "What was asked"
        assert seen.evaluate("document.documentElement.scrollWidth") <= 360, "nothing runs out of a phone"
    seen.emulate_media(media="print")
    assert seen.pdf().startswith(b"%PDF")


# --- files -----------------------------------------------------------------------------------------------------------


def test_an_export_takes_the_place_of_no_file_and_is_nobody_elses(tmp_path: Path) -> None:
    target = tmp_path / "H-1.json"
    assert export.write("ü", target) == f"Written to {target}."
    assert (target.read_text(encoding="utf-8"), target.stat().st_mode & 0o777) == ("ü", 0o600)
    with pytest.raises(export.ExportError, match="is there already, and is left as it is"):
        export.write("other", target)
    with pytest.raises(export.ExportError, match="cannot be written: No such file or directory"):
        export.write("other", tmp_path / "nowhere" / "H-1.json")
    assert target.read_text(encoding="utf-8") == "ü"


def test_the_command(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_log", lambda level: None)
    monkeypatch.setenv("BATON_DB", str(settings.database))
    monkeypatch.setenv("BATON_WORKFLOWS", str(settings.workflows))
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)
    assert cli.main(["export", "H-1"]) == 0
    assert json.loads(capsys.readouterr().out)["handoff"]["id"] == 1
    assert cli.main(["export", "H-1", "--page", "--out", str(tmp_path / "page.html")]) == 0
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert cli.main(["export", "--backup", str(tmp_path / "copy.db")]) == 0
    assert "sound and whole" in capsys.readouterr().out
    assert cli.main(["export", "--backup", str(tmp_path / "copy.db")]) == 1
    assert cli.main(["export", "--restore", str(tmp_path / "copy.db")]) == 0
    assert "is in place as" in capsys.readouterr().out
    assert cli.main(["export", "--page"]) == 0
    assert "Everything that happened" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        cli.main(["export", "H-1", "--backup", "x"])


# --- backups ---------------------------------------------------------------------------------------------------------


def test_a_backup_is_sound_whole_one_file_and_nobody_elses(settings: Settings, tmp_path: Path) -> None:
    target = tmp_path / "kept" / "copy.db"
    target.parent.mkdir()
    said, code = export.back_up(settings, target)
    assert code == 0
    assert "entries, sound and whole." in said
    assert [path.name for path in target.parent.iterdir()] == ["copy.db"]
    assert target.stat().st_mode & 0o777 == 0o600
    assert asyncio.run(verify.run(replace(settings, database=target)))[1] == 0
    for table in ("request", "decision", "effect", "audit", "outbox"):
        count = f"SELECT count(*) FROM {table}"
        assert rows(target, count) == rows(settings.database, count)


def test_a_backup_takes_the_place_of_no_file(settings: Settings, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("something dear")
    with pytest.raises(export.ExportError, match="is there already, and is left as it is"):
        export.back_up(settings, target)
    assert target.read_text() == "something dear"
    (tmp_path / "link.db").symlink_to(tmp_path / "nothing.db")
    with pytest.raises(export.ExportError, match="is there already, and is left as it is"):
        export.back_up(settings, tmp_path / "link.db")
    (tmp_path / "gone.db-wal").write_bytes(b"what was written to another one")
    with pytest.raises(export.ExportError, match=r"gone.db-wal is there already, and is left as it is"):
        export.back_up(settings, tmp_path / "gone.db")
    assert not (tmp_path / "gone.db").exists()
    with pytest.raises(export.ExportError, match="could not be made"):
        export.back_up(settings, tmp_path / "nowhere" / "copy.db")
    with pytest.raises(ConfigError, match="There is no database"):
        export.back_up(replace(settings, database=tmp_path / "none.db"), tmp_path / "other.db")


def test_a_backup_leaves_alone_what_others_named_alike(settings: Settings, tmp_path: Path) -> None:
    dear = [tmp_path / f"copy.db.partial{ending}" for ending in ("", "-wal", "-shm", "-journal")]
    for path in dear:
        path.write_text("something dear")
    said, _ = export.back_up(settings, tmp_path / "copy.db")
    assert {path.read_text() for path in dear} == {"something dear"}
    assert "Left by" not in said, "it has not the form of our names"


def test_of_two_backups_at_once_the_one_does_not_touch_the_others(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second begins once the first has checked its copy, and has copied nothing yet when the first is done."""
    target, second_began, first_done = tmp_path / "copy.db", threading.Event(), threading.Event()
    real_check, real_copy = backup.check, backup.copy
    said: list[str] = []

    def copy(source: Path, beside: Path) -> None:
        if threading.current_thread() is second:
            beside.touch()
            second_began.set()
            first_done.wait(20)
        real_copy(source, beside)

    def check(path: Path) -> Any:
        checked = real_check(path)
        if threading.current_thread() is not second:
            second.start()
            assert second_began.wait(20)
        return checked

    def too_late() -> None:
        with pytest.raises(export.ExportError) as refused:
            export.back_up(settings, target)
        said.append(str(refused.value))

    second = threading.Thread(target=too_late)
    monkeypatch.setattr(backup, "copy", copy)
    monkeypatch.setattr(backup, "check", check)
    assert export.back_up(settings, target)[1] == 0
    whole = target.read_bytes()
    first_done.set()
    second.join()
    assert f"{target} came to be there; it is left as it is" in said[0]
    assert target.read_bytes() == whole
    assert asyncio.run(verify.run(replace(settings, database=target)))[1] == 0
    assert list(tmp_path.glob("copy.db.*")) == []


@pytest.mark.parametrize("links", [True, False])
def test_a_backup_replaces_no_file_that_came_meanwhile(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    target, real_check = tmp_path / "copy.db", backup.check

    def check(path: Path) -> Any:
        target.write_text("something dear")
        return real_check(path)

    monkeypatch.setattr(backup, "check", check)
    if not links:
        monkeypatch.setattr(os, "link", no_link)
    with pytest.raises(export.ExportError, match=r"came to be there; it is left as it is.* Name another file"):
        export.back_up(settings, target)
    assert target.read_text() == "something dear"
    assert list(tmp_path.glob("copy.db*")) == [target]


def no_link(*_: object) -> None:
    raise OSError("no links here")


def test_what_a_killed_backup_left_is_told_and_stays(settings: Settings, tmp_path: Path) -> None:
    """The next night's backup has another name, and says so all the same."""
    code = "import os; from pathlib import Path; from storage import backup; backup.check = lambda path: os._exit(9); "
    code += f"backup.back_up(Path({str(settings.database)!r}), Path({str(tmp_path / 'monday.db')!r}))"
    ended = subprocess.run([sys.executable, "-c", code], cwd=HOUSE, timeout=60, check=False)
    assert ended.returncode == 9
    (left,) = tmp_path.glob("monday.db*")
    assert left.stat().st_mode & 0o777 == 0o600
    said, code_ = export.back_up(settings, tmp_path / "tuesday.db")
    assert (code_, f"Left by a backup or restore that was stopped: {left}. Delete it" in said) == (0, True)
    assert left.exists()


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal", ".lock", ".key", ".key.new", ".checkpoints", ".signed"])
def test_a_backup_takes_no_place_of_the_databases_own_files(settings: Settings, tmp_path: Path, ending: str) -> None:
    if ending == ".signed":
        settings = replace(settings, checkpoints=tmp_path / "baton.db.signed")
    (tmp_path / "link").symlink_to(tmp_path)
    for folder in (tmp_path, tmp_path / "link"):
        with pytest.raises(export.ExportError, match="is where Baton keeps a file of its own beside"):
            export.back_up(settings, folder / f"baton.db{ending}")
    assert not (tmp_path / f"baton.db{ending}").is_file()


async def test_a_backup_of_a_database_in_use_is_of_one_moment(settings: Settings, tmp_path: Path) -> None:
    """While the engine decides one card after the other, five copies are made; each is whole."""
    OUTSIDE.reset()
    house = go_on(settings.workflows, settings.database)
    ended = threading.Event()
    made: list[tuple[str, int]] = []

    def copies() -> None:
        for number in range(5):
            made.append(export.back_up(settings, tmp_path / f"{number}.db"))  # noqa: PERF401 - one after the other
        ended.set()

    thread = threading.Thread(target=copies)
    thread.start()
    sizes: list[int] = []
    while not ended.is_set() or len(sizes) < 5:
        card = await house.card(proposal("keyless", "3000"))
        await house.decide(card, MARIA)
        await house.settle()
        sizes.append((await house.rows("SELECT max(seq) FROM audit"))[0][0])
    thread.join()
    await house.kill()
    assert [code for _, code in made] == [0] * 5
    assert len(sizes) >= 5
    assert len({rows(tmp_path / f"{number}.db", "SELECT max(seq) FROM audit")[0] for number in range(5)}) >= 2


def test_a_damaged_database_gives_no_backup(settings: Settings, tmp_path: Path) -> None:
    damage(settings.database)
    with pytest.raises(export.ExportError, match=r"is damaged|could not be made"):
        export.back_up(settings, tmp_path / "copy.db")
    assert [path.name for path in tmp_path.glob("copy*")] == []


def damage(path: Path) -> None:
    """Overwrite some pages in the middle."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 3)
        file.write(os.urandom(3 * 4096))


def test_a_backup_of_a_record_that_is_not_whole_is_kept_and_says_so(settings: Settings, tmp_path: Path) -> None:
    tamper(settings.database)
    said, code = export.back_up(settings, tmp_path / "copy.db")
    assert code == 1
    assert "is a sound copy, but the record in it is not whole" in said
    assert (tmp_path / "copy.db").exists()


def tamper(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE decision SET proof = 'code' WHERE id = 1")


# --- restoring -------------------------------------------------------------------------------------------------------


@pytest.fixture
def source(settings: Settings, tmp_path: Path) -> Path:
    """A backup, after which the database went on: three more cards, two of them decided and run."""
    export.back_up(settings, tmp_path / "backup.db")
    asyncio.run(_go_on(settings))
    return tmp_path / "backup.db"


async def _go_on(settings: Settings) -> None:
    OUTSIDE.reset()
    house = go_on(settings.workflows, settings.database)
    for order in ("4000", "4001", "4002"):
        card = await house.card(proposal("keyless", order))
        if order != "4002":
            await house.decide(card, MARIA)
            await house.settle()
    await house.kill()


def test_a_restore_puts_the_backup_in_place_and_keeps_what_was_there(settings: Settings, source: Path) -> None:
    size = rows(source, "SELECT max(seq) FROM audit")[0][0]
    before = rows(settings.database, "SELECT max(seq), max(hash) FROM audit")
    said = export.restore(settings, source, clock)
    kept = settings.database.with_name("baton.db.before-restore")
    assert f"{source} is in place as {settings.database}: {size + 1:,} entries, sound and whole." in said
    assert f"kept as {kept}." in said
    assert rows(kept, "SELECT max(seq), max(hash) FROM audit") == before
    assert rows(settings.database, "SELECT kind, actor FROM audit ORDER BY seq DESC LIMIT 1") == [
        ("restored", "operator")
    ]
    assert asyncio.run(verify.run(settings))[1] == 0
    assert settings.database.stat().st_mode & 0o777 == 0o600


def test_a_restore_names_the_actions_that_it_does_not_know(settings: Settings, source: Path) -> None:
    said = export.restore(settings, source, clock)
    assert "2 actions are told otherwise in the old one, and may have happened:" in said
    assert said.count(": done there") == 2
    assert "was decided since the backup is open again, and may have run" in said


def test_a_restore_says_whose_erased_words_are_back(settings: Settings, source: Path) -> None:
    asyncio.run(_erase(settings, JONAS))
    told = f"Words that were erased since the backup are back. Erase them again: baton erase --person {JONAS.user}"
    for _ in range(2):  # the database that is replaced the second time holds the words, too
        assert told in export.restore(settings, source, clock)
    asyncio.run(_erase(settings, JONAS))
    export.back_up(settings, source.with_name("clean.db"))
    assert "are back" not in export.restore(settings, source.with_name("clean.db"), clock)
    settings.database.unlink()
    assert "nobody knows whose words were erased since the backup" in export.restore(settings, source, clock)


async def _erase(settings: Settings, who: Who) -> None:
    house = go_on(settings.workflows, settings.database)
    await house.engine.erasing.erase(who)
    await house.kill()


def test_ids_are_never_given_twice(settings: Settings, source: Path) -> None:
    (highest,) = rows(settings.database, "SELECT max(id) FROM handoff")[0]
    export.restore(settings, source, clock)
    card = asyncio.run(_next_card(settings))
    assert card == highest + 1, "the keys of actions that ran stay those of other handoffs"


async def _next_card(settings: Settings) -> int:
    house = go_on(settings.workflows, settings.database)
    card = await house.card(proposal("keyless", "5000"))
    await house.kill()
    return card.id


def test_without_the_old_database_many_ids_are_left_out(settings: Settings, source: Path) -> None:
    (highest,) = rows(source, "SELECT max(id) FROM handoff")[0]
    settings.database.unlink()
    said = export.restore(settings, source, clock)
    assert "kept as" not in said
    assert asyncio.run(_next_card(settings)) == highest + restoring.IDS_SKIPPED + 1


@pytest.mark.parametrize(("step", "runs"), [("keyless", 0), ("keyed", 1)])
async def test_what_was_about_to_run_counts_as_begun(settings: Settings, tmp_path: Path, step: str, runs: int) -> None:
    """It may have run since: a tool with a key is asked again under it, for any other a person looks."""
    OUTSIDE.reset()
    house = go_on(settings.workflows, settings.database)
    card = await house.card(proposal(step, "6000"))
    await house.decide(card, DANA)
    await house.kill()
    export.back_up(settings, tmp_path / "backup.db")
    export.restore(settings, tmp_path / "backup.db", clock)
    await house.start()
    assert [key for key, _ in OUTSIDE.happened] == [f"H-{card.id}-1"] * runs
    kinds = {each.kind for each in await house.handoffs(card.request_id) if each.closed_at is None}
    assert kinds == (set() if runs else {"doubt"})
    await house.kill()
    assert (await verify.run(settings))[1] == 0


def test_what_was_said_is_looked_for_before_it_is_said_again(settings: Settings, source: Path) -> None:
    never_tried = "SELECT kind FROM outbox WHERE sent_at IS NULL AND attempts = 0"
    assert rows(source, never_tried)
    export.restore(settings, source, clock)
    assert rows(settings.database, never_tried) == [("notice",)]  # that a backup was put back
    others = "SELECT key FROM outbox WHERE sent_at IS NULL AND kind <> 'notice' ORDER BY id"
    assert rows(settings.database, others) == rows(source, others)


def test_a_restore_wants_the_bot_stopped(settings: Settings, source: Path) -> None:
    store = Store.open(settings.database)
    before = settings.database.read_bytes()
    with pytest.raises(export.ExportError, match="Another Baton runs on"):
        export.restore(settings, source, clock)
    store.close()
    assert settings.database.read_bytes() == before
    export.restore(settings, source, clock)


def spoil_nothing_there(path: Path) -> None:
    path.unlink()


def spoil_no_database(path: Path) -> None:
    path.write_text("this is a letter, and no database\n" * 200)


def spoil_another_database(path: Path) -> None:
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE other(x)")


SPOILT: dict[Callable[[Path], None], str] = {
    spoil_nothing_there: "There is no backup",
    spoil_no_database: "is damaged: file is not a database",
    spoil_another_database: "is no database of Baton’s",
    damage: "is damaged|was not restored",
    tamper: "The record in .* is not whole: .* Try an older one",
}


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_spoilt_backup_changes_nothing(settings: Settings, source: Path, spoil: Callable[[Path], None]) -> None:
    spoil(source)
    before = rows(settings.database, "SELECT max(seq), max(hash) FROM audit")
    with pytest.raises(export.ExportError, match=SPOILT[spoil]):
        export.restore(settings, source, clock)
    assert rows(settings.database, "SELECT max(seq), max(hash) FROM audit") == before
    assert [path.name for path in settings.database.parent.glob("baton.db.*re*")] == []


def test_a_damaged_database_is_replaced_and_kept(settings: Settings, source: Path) -> None:
    damage(settings.database)
    torn = settings.database.read_bytes()
    export.restore(settings, source, clock)
    assert asyncio.run(verify.run(settings))[1] == 0
    kept = settings.database.with_name("baton.db.before-restore")
    assert kept.stat().st_size == len(torn)


def test_a_log_that_was_left_behind_is_not_played_into_the_restored_one(settings: Settings, source: Path) -> None:
    """The bot was killed: what it wrote last stands in the write-ahead log beside the database."""
    db = sqlite3.connect(settings.database, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("INSERT INTO slot VALUES ('late', 'entry', 'x')")
    for suffix in ("", "-wal", "-shm"):
        shutil.copy(f"{settings.database}{suffix}", f"{settings.database}.crashed{suffix}")
    db.close()
    for suffix in ("", "-wal", "-shm"):
        shutil.move(f"{settings.database}.crashed{suffix}", f"{settings.database}{suffix}")
    export.restore(settings, source, clock)
    late = "SELECT count(*) FROM slot WHERE job = 'late'"
    assert rows(settings.database, late) == [(0,)]
    assert rows(settings.database.with_name("baton.db.before-restore"), late) == [(1,)]


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_a_log_without_its_database_is_not_played_into_the_restored_one(
    settings: Settings, source: Path, ending: str
) -> None:
    """The bot was killed, and its database is gone: deleted, or never copied from the broken disk."""
    with contextlib.closing(sqlite3.connect(settings.database, isolation_level=None)) as db:
        db.execute(f"PRAGMA journal_mode = {'WAL' if ending == '-wal' else 'DELETE'}")
        db.execute("PRAGMA cache_size = 5")
        db.execute("BEGIN")
        db.execute("UPDATE request SET text = text || ' and more'")
        db.execute("CREATE TABLE more AS SELECT hex(randomblob(500)) FROM audit")
        if ending == "-wal":
            db.execute("COMMIT")
        log = Path(f"{settings.database}{ending}").read_bytes()
    for path in settings.database.parent.glob("baton.db*"):
        path.unlink()
    Path(f"{settings.database}{ending}").write_bytes(log)
    told = export.restore(settings, source, clock)
    kept = settings.database.with_name(f"baton.db.before-restore{ending}")
    assert f"The log of the database that was there is kept as {kept}." in told
    assert kept.read_bytes() == log
    assert asyncio.run(verify.run(settings))[1] == 0
    assert rows(settings.database, "SELECT name FROM sqlite_master WHERE name = 'more'") == []


@pytest.mark.parametrize("ending", ["", "-0a1b2c3d"])
def test_what_a_stopped_restore_left_is_no_backup(settings: Settings, source: Path, ending: str) -> None:
    left = settings.database.with_name(f"baton.db.restoring{ending}")
    shutil.copy(source, left)
    before = everything_in(settings.database.parent)
    with pytest.raises(export.ExportError, match=r"is what a restore left that was stopped.* Name the backup itself"):
        export.restore(settings, left, clock)
    assert everything_in(settings.database.parent) == before
    said = export.restore(settings, source, clock)
    assert left.read_bytes() == before[left], "another restore leaves it there, too"
    assert (f"Left by a backup or restore that was stopped: {left}. Delete it" in said) == bool(ending)


def everything_in(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("link", [Path.symlink_to, Path.hardlink_to, None])
def test_the_database_is_no_backup_of_itself(settings: Settings, tmp_path: Path, link: Any) -> None:
    named = settings.database
    if link:
        named = tmp_path / "link.db"
        link(named, settings.database)
    before = everything_in(tmp_path)
    with pytest.raises(export.ExportError, match=r"is the database .* itself\. Nothing was changed\. Name a backup"):
        export.restore(settings, named, clock)
    assert everything_in(tmp_path) == before


def test_a_backup_takes_the_place_of_what_a_newer_baton_made(settings: Settings, source: Path) -> None:
    """It is not read, as it may say other things than it seems to; what is not known of it is said."""
    with contextlib.closing(sqlite3.connect(settings.database)) as db, db:
        db.execute("INSERT INTO _sqlite_migrations(migration_set, name) VALUES ('baton', 'm099_future')")
    with pytest.raises(ConfigError, match="was made by a newer Baton"):
        export.back_up(settings, source.with_name("second.db"))
    with pytest.raises(export.ExportError, match="was made by a newer Baton"):
        export.restore(replace(settings, database=source), settings.database, clock)
    said = export.restore(settings, source, clock)
    assert "nobody knows whose words were erased since the backup" in said
    assert asyncio.run(verify.run(settings))[1] == 0
    assert settings.database.with_name("baton.db.before-restore").exists()


def test_a_database_of_others_is_not_replaced(settings: Settings, source: Path) -> None:
    shop = settings.database.with_name("shop.db")
    with contextlib.closing(sqlite3.connect(shop)) as db:
        db.execute("CREATE TABLE other(x)")
    before = shop.read_bytes()
    with pytest.raises(export.ExportError, match="is no database of Baton’s: it holds the table other"):
        export.restore(replace(settings, database=shop), source, clock)
    assert shop.read_bytes() == before
    assert list(shop.parent.glob("shop.db*")) == [shop]


def test_each_restore_keeps_what_it_replaces(settings: Settings, source: Path) -> None:
    for _ in range(3):
        export.restore(settings, source, clock)
    kept = sorted(path.name for path in settings.database.parent.glob("*.before-restore*"))
    assert kept == ["baton.db.before-restore", "baton.db.before-restore-2", "baton.db.before-restore-3"]


def test_after_a_restore_newer_checkpoints_do_not_fit(settings: Settings, source: Path) -> None:
    size, head = rows(settings.database, "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")[0]
    append(settings.checkpoint_file, checkpoints.sign(checkpoints.new_key(), "2026-11-24", size, head).line())
    export.restore(settings, source, clock)
    said, code = asyncio.run(verify.run(settings))
    assert code == 1
    assert "an old copy was put back" in said


def test_a_file_system_without_links_will_do(
    settings: Settings, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", no_link)
    export.restore(settings, source, clock)
    export.back_up(settings, tmp_path / "second.db")
    assert asyncio.run(verify.run(replace(settings, database=tmp_path / "second.db")))[1] == 0
    assert settings.database.with_name("baton.db.before-restore").exists()


def test_killed_at_any_line_it_is_the_old_one_or_the_new_one(
    whole_record: Path, settings: Settings, tmp_path: Path
) -> None:
    export.back_up(settings, tmp_path / "backup.db")
    folder = tmp_path / "sweep"
    folder.mkdir()
    command = [
        sys.executable,
        "-m",
        "tests.handlers.restore_sweep",
        *map(str, (settings.database, tmp_path / "backup.db", folder)),
    ]
    ended = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr
    swept = json.loads(ended.stdout)
    assert set(swept["states"]) == {"old", "new"}
    assert swept["lines"] >= 150
    assert swept["states"]["new"] >= 1
