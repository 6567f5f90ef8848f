"""The log lets no token or key through, whatever form it comes in, and names the request that a line is about."""

import asyncio
import base64
import io
import json
import logging
import os
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from bot import correlation, hidden
from bot.errors import ConfigError
from bot.settings import log_format, read
from handlers import logs

HOUSE = Path(__file__).parents[2]
CANARIES = {
    "SLACK_BOT_TOKEN": "xoxb-canary-bot-4711",
    "SLACK_APP_TOKEN": "xapp-1-canary-app-4711",
    "ANTHROPIC_API_KEY": 'canary key with blanks, a "quote" and 100% more',
    "BATON_SIGNING_KEY": base64.b64encode(b"canary-signing-key-of-32-bytes!!").decode(),
}
PATTERNS = (
    "xoxp-1-2-3-abcdef",
    "xoxe.xoxp-1-abcdef",
    "xapp-1-A1-2-abc",
    "sk-ant-api03-Abc_def-123",
    "Authorization: Bearer abc.def~ghi",
    "authorization: basic dXNlcjpwYXNzd29yZA==",
    "wss://example.com/link/?ticket=3fd3a1b2-77&app_id=A1",
    "https://hooks.slack.com/actions/T1/222/abcdefg",
)
KEPT = (
    "xox",
    "xoxb",
    "the bearer of news",
    "sk-ante",
    "a basic thing",
    "your app → Basic Information.",
    "?ticket",
    "H-12 for R-12",
)


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], io.StringIO]]:
    """Starts the log in a format and gives what it writes to; everything is as before afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    for module, name in ((sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    monkeypatch.setattr(hidden, "_known", set())
    monkeypatch.setattr(hidden, "_exact", None)

    def start(form: str) -> io.StringIO:
        stream = io.StringIO()
        logs.start("DEBUG", form, read(CANARIES).secrets, stream)
        return stream

    yield start
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)


def forms(secret: str) -> set[str]:
    """What must not be read anywhere."""
    return {secret, quote(secret, safe=""), json.dumps(secret)[1:-1], base64.b64encode(secret.encode()).decode()}


def hits(text: str) -> list[str]:
    return [form for secret in CANARIES.values() for form in forms(secret) if form in text]


class Odd:
    """A value whose text is a secret, or cannot be made."""

    def __init__(self, text: str | None) -> None:
        self.text = text

    def __str__(self) -> str:
        if self.text is None:
            raise RuntimeError(f"no text, but {CANARIES['SLACK_BOT_TOKEN']}")
        return self.text


def write_everything(secret: str) -> None:
    """A secret in every place of a record."""
    log = logging.getLogger(f"some.{secret}")
    log.info("in the message %s", secret)
    log.info(f"as the message {secret}")
    log.warning("in a mapping %s and %r", {"token": secret}, [secret])
    log.warning("by its own str %s", Odd(secret))
    log.warning("quoted %s, encoded %s", quote(secret, safe=""), base64.b64encode(secret.encode()).decode())
    log.warning("in json %s", json.dumps({"a": secret}))
    log.error("with the stack", stack_info=True)
    try:
        try:
            int(secret)
        except ValueError as error:
            error.add_note(f"a note {secret}")
            raise RuntimeError(f"because {secret}") from error
    except RuntimeError:
        log.exception("it failed with %s", secret)
    log.info("too few values %s %s", secret)
    log.info("%d", secret)
    log.info("%s", Odd(None))
    warnings.warn(f"a warning {secret}", RuntimeWarning, stacklevel=1)


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("name", CANARIES)
@pytest.mark.filterwarnings("default")
def test_a_secret_is_in_no_part_of_the_log(log: Callable[[str], io.StringIO], form: str, name: str) -> None:
    stream = log(form)
    write_everything(CANARIES[name])
    told = stream.getvalue()
    assert told.count(logs.HIDDEN) >= 14
    assert "because" in told
    assert hits(told) == []


def test_without_the_filter_the_same_lines_tell_it(log: Callable[[str], io.StringIO]) -> None:
    """The test above can fail."""
    stream = log("text")
    logging.getLogger().handlers[0].setFormatter(logging.Formatter())
    logging.getLogger("x").info("in the message %s", CANARIES["SLACK_BOT_TOKEN"])
    assert hits(stream.getvalue()) != []


@pytest.mark.parametrize("text", PATTERNS)
def test_what_looks_like_a_token_is_hidden_though_nobody_named_it(text: str) -> None:
    cleaned = logs.clean(f"before {text} after")
    assert logs.HIDDEN in cleaned
    assert cleaned.startswith("before ")
    assert cleaned.endswith(" after")
    assert not any(part in cleaned for part in ("abc", "Abc", "3fd3a1b2", "dXNlc"))


@pytest.mark.parametrize("text", KEPT)
def test_other_words_stay(text: str) -> None:
    assert logs.clean(text) == text


def test_a_line_of_json_has_its_parts_and_its_request(log: Callable[[str], io.StringIO]) -> None:
    stream = log("json")
    with correlation.about(12):
        logging.getLogger("bot.engine.runs").info("the agent moved: %s", "“Proposal”")
    logging.getLogger("x").info("about nothing")
    first, second = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert first.pop("time").endswith("+00:00")
    assert first == {
        "level": "info",
        "logger": "bot.engine.runs",
        "request": "R-12",
        "message": "the agent moved: “Proposal”",
    }
    assert "request" not in second


def test_a_line_of_text_names_its_request(log: Callable[[str], io.StringIO]) -> None:
    stream = log("text")
    with correlation.about(12):
        logging.getLogger("bot.engine.runs").info("the agent moved")
    assert stream.getvalue().endswith("INFO bot.engine.runs R-12: the agent moved\n")


@pytest.mark.parametrize("form", ["text", "json"])
def test_foreign_text_cannot_fake_a_line_or_steer_a_terminal(log: Callable[[str], io.StringIO], form: str) -> None:
    stream = log(form)
    logging.getLogger("x").info("asked: %s", "a\n2026-11-22 14:02:00 INFO x: all is well\r\x1b[2J\u2028{}\x9b31m")
    lines = stream.getvalue().splitlines()
    assert [line for line in lines if not line.startswith(("20", "{"))] == [
        line for line in lines[1:] if line.startswith("    ")
    ]
    assert len([line for line in lines if line.startswith(("20", "{"))]) == 1
    assert not set("\x1b\x9b\r\u2028") & set(stream.getvalue())


async def test_a_task_keeps_its_request_to_itself() -> None:
    seen: dict[int, str] = {}

    async def work(number: int) -> None:
        correlation.enter(number)
        await asyncio.sleep(0)
        seen[number] = correlation.subject()

    await asyncio.gather(*(asyncio.create_task(work(number)) for number in (1, 2, 3)))
    assert seen == {1: "R-1", 2: "R-2", 3: "R-3"}
    assert correlation.subject() == ""
    with correlation.about(4):
        assert correlation.subject() == "R-4"
    assert correlation.subject() == ""
    correlation.enter(None)
    assert correlation.subject() == ""


CRASH = """
import os, sys, threading
from handlers import logs
secret = os.environ["SLACK_BOT_TOKEN"]
logs.start("INFO", "text", [secret])
thread = threading.Thread(target=lambda: 1 / 0 if secret == "" else (_ for _ in ()).throw(ValueError(secret)))
thread.start()
thread.join()
class Bad:
    def __del__(self):
        raise KeyError(secret)
Bad()
raise RuntimeError("ends with " + secret)
"""


def test_what_ends_the_process_or_a_thread_is_logged_without_the_secret() -> None:
    env = {**os.environ, **CANARIES, "PYTHONPATH": str(HOUSE)}
    ended = subprocess.run(
        [sys.executable, "-c", CRASH], env=env, cwd=HOUSE, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr.count(logs.HIDDEN) == 3
    assert "the process ends: RuntimeError" in ended.stderr
    assert hits(ended.stderr + ended.stdout) == []


def test_a_short_value_hides_nothing(log: Callable[[str], io.StringIO]) -> None:
    log("text")
    logs.hide(["", "a", "baton"])
    assert logs.clean("a baton is passed on") == "a baton is passed on"


def test_the_format_is_text_or_json() -> None:
    assert (log_format({}), log_format({"BATON_LOG_FORMAT": " JSON "})) == ("text", "json")
    with pytest.raises(ConfigError, match="text or json is expected"):
        log_format({"BATON_LOG_FORMAT": "xml"})


def test_settings_name_every_secret_and_show_none() -> None:
    found = read(CANARIES)
    assert set(found.secrets) == set(CANARIES.values())
    assert hits(repr(found)) == []
    assert (found.key_file.name, found.checkpoint_file.name) == ("baton.db.key", "baton.db.checkpoints")
    assert read({**CANARIES, "BATON_CHECKPOINTS": "/mnt/x"}).checkpoint_file == Path("/mnt/x")
