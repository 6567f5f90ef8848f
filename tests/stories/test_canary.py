"""A canary in every secret value and token: it is in no call to Slack, prompt, log, export or cell, until a click."""

import base64
import io
import json
import logging
import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyotp
import pytest

from bot.checkpoints import new_key
from bot.settings import Settings
from handlers import export, logs
from tests.fakes.messages import KEY, Json, Messages, Reply, proposes, uses
from tests.stories.stage import (
    BOT,
    HOUSE,
    JONAS,
    MARIA,
    REFUNDS,
    Stage,
    card,
    changed,
    direct,
    text_of,
    until,
    whisper,
)

TYPED, FOUND, PIN = "DE89370400440532013000", "FR7630006000011234567890189", "canary-pin-4938"
EDITED, SAID, RETURNED = "DE02120300000000202051", "DE75512108001245126199", "GB33BUKB20201555555555"
CANARIES = (TYPED, FOUND, PIN, EDITED, SAID, RETURNED)
SECRET_KEY = base64.b64encode(b"canary-of-the-secret-key-32-byte").decode()
SIGNING_KEY = new_key()
FILE = """
workflow: payouts
channel: "#refunds"
listen: true
agent: claude
digest: "09:00"
reads: [tools:find_account]
steps:
  pay:
    title: Pay a customer
    tool: tools:pay
    approvers: ["@support-leads"]
    words: {ask: "Pay order {order_id} to {iban}?", done: "Paid order {order_id} to {iban}"}
    reasons: [Wrong account]
"""
TOOLS = (
    '''
from pathlib import Path
from typing import Annotated
from pydantic import BaseModel, Field
from bot.tools import tool

IBAN = r"^[A-Z]{2}\\d{2}[A-Z0-9]{11,30}$"
JOURNAL = Path(__file__).with_name("journal.txt")


class Payout(BaseModel):
    order_id: str
    iban: Annotated[str, Field(pattern=IBAN, title="IBAN", json_schema_extra={"secret": True})]
    pin: Annotated[str | None, Field(title="PIN", json_schema_extra={"secret": True})] = None


class Wanted(BaseModel):
    order_id: str


@tool(effect=True)
def pay(args: Payout, call):
    with JOURNAL.open("a") as file:
        file.write(f"{args.iban} {args.pin}\\n")
    if args.order_id == "9":
        raise RuntimeError(f"the bank fell over with {args.iban}")
    return {"account": {"iban": "RETURNED", "from": args.iban}, "receipt": "R-1"}


@tool(effect=False)
def find_account(args: Wanted):
    """Find the account that an order was paid from."""
    facts = [{"text": "Paid from FOUND, of Ana", "source": "bank", "field": "iban"}]
    return {"iban": "FOUND", "pin": "THE_PIN", "facts": facts}
'''.replace("RETURNED", RETURNED)
    .replace("FOUND", FOUND)
    .replace("THE_PIN", PIN)
)


class Payouts(Stage):
    """A stage with a workflow of secrets, all keys set, and a provider on loopback."""

    url = ""

    @property
    def settings(self) -> Settings:
        return replace(
            super().settings,
            anthropic_key=KEY,
            anthropic_url=self.url,
            secret_key=SECRET_KEY,
            signing_key=SIGNING_KEY,
        )

    @property
    def paid(self) -> list[str]:
        """What the bank saw."""
        path = self.workflows / "payouts" / "journal.txt"
        return path.read_text().splitlines() if path.exists() else []


def works(asked: Json) -> Reply:
    """A model that looks the account up and proposes the placeholder that it was asked for."""
    told = json.dumps(asked["messages"], ensure_ascii=False)
    results = [block for m in asked["messages"] for block in m["content"] if block["type"] == "tool_result"]
    order = "9" if "order 9" in told else "7"
    if not results:
        return uses(("find_account", {"order_id": order}), thinking="Look first.")
    if len(results) > 1:
        return uses(("finish", {"text": ""}))
    words = {word.strip(".,") for word in told.replace("\\", " ").replace('"', " ").split()}
    first = min((word for word in words if word.startswith("secret-iban-")), key=_number)
    pin = min((word for word in words if word.startswith("secret-pin-")), key=_number)
    return proposes("pay", {"order_id": order, "iban": first, "pin": pin}, 0.9)


def _number(placeholder: str) -> int:
    """Which was kept first: 9 comes before 10."""
    return int(re.findall(r"\d+", placeholder)[0])


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that the process logs, as `baton run` writes it at its most talkative."""
    root, stream = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level
    logs.start("DEBUG", "json", (), stream)
    yield stream
    root.handlers[:], level = before
    root.setLevel(level)


@pytest.fixture
async def stage(tmp_path: Path, log: io.StringIO) -> AsyncIterator[Callable[..., Any]]:
    folder = tmp_path / "workflows" / "payouts"
    folder.mkdir(parents=True)
    (folder.parent / "team.yml").write_text((HOUSE / "workflows" / "team.yml").read_text())
    (folder / "workflow.yml").write_text(FILE, encoding="utf-8")
    (folder / "tools.py").write_text(TOOLS, encoding="utf-8")
    async with Payouts(tmp_path, folder.parent) as made:

        async def start(model: Messages) -> Payouts:
            made.url = model.url
            await made.start()
            return made

        yield start


def cells(path: Path) -> str:
    """Every cell of every table, and the bytes of the files."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [str(db.execute(f'SELECT * FROM "{table}"').fetchall()) for table in tables]
    files = [each.read_bytes().decode("latin-1") for each in path.parent.glob(f"{path.name}*") if each.suffix != ".key"]
    return "\n".join([*rows, *files])


def said_to_slack(stage: Stage) -> str:
    """All that Baton sent to Slack."""
    calls = [each for each in stage.ws.office.traffic.latest(2000) if each["kind"] == "web_api"]
    assert len(calls) > 10
    return json.dumps([each.get("request") for each in calls], ensure_ascii=False)


async def test_no_canary_is_seen_before_somebody_presses_show(stage: Callable[..., Any], log: io.StringIO) -> None:
    async with Messages(otherwise=works) as model:
        made = await stage(model)
        jonas, maria = await made.person(JONAS), await made.person(MARIA)
        await jonas.say(REFUNDS, f"Pay order 7 to {TYPED}, not to the old one")
        shown = await card(maria, "Pay order 7 to ••••?")
        await jonas.say(REFUNDS, f"@baton and what about {SAID}?", thread_ts=shown["ts"])
        await maria.click(REFUNDS, shown["ts"], "Edit")
        window = await maria.wait_for_view()
        await maria.submit(window, {"arg.iban": EDITED, "own.why": f"{TYPED} is closed"})
        await changed(maria, REFUNDS, shown["ts"], "Paid order 7 to ••••.")
        await made.quiet()
        await jonas.say(REFUNDS, f"Pay order 9 to {TYPED}")
        shown = await card(maria, "Pay order 9 to ••••?")
        await maria.click(REFUNDS, shown["ts"], "Approve")
        await card(maria, "Baton does not know", label="It happened")
        await maria.command("/handoff", "queue", REFUNDS)
        await maria.command("/handoff", "digest", REFUNDS)
        await made.quiet()
        seed, typed = await set_up_codes(made)
        assert made.paid == [f"{EDITED} {PIN}", f"{TYPED} {PIN}"]
        everywhere = {
            "slack": said_to_slack(made),
            "prompts": json.dumps(model.requests, ensure_ascii=False),
            "log": log.getvalue(),
            "cells": cells(made.folder / "baton.db"),
            **await exports(made),
        }
        assert "secret-iban-" in everywhere["prompts"]
        assert len(everywhere["log"]) > 5000
        tokens = (made.ws.bot_token, made.ws.app_token, KEY, SECRET_KEY, SIGNING_KEY)
        code = re.compile(rf"(?<![\w.]){typed}(?!\w)")  # no part of a hash or of a time
        handed_over = everywhere.pop("slack")
        assert [each["name"] for each in calls_with(made, seed)] == ["chat.postMessage"], "to its owner, once"
        seeds = (seed, seed.replace(" ", ""))
        assert [name for name, text in everywhere.items() if code.search(text) or any(s in text for s in seeds)] == []
        everywhere["slack"] = handed_over
        hits = [(where, each) for where, text in everywhere.items() for each in (*CANARIES, *tokens) if each in text]
        assert hits == []
        await one_presses_show(made, shown["ts"])


async def set_up_codes(made: Payouts) -> tuple[str, str]:
    """Maria sets up one-time codes; the seed as it was written to her, and the code that she typed."""
    maria = await made.person(MARIA)
    await maria.command("/handoff", "codes", REFUNDS)
    await maria.click(REFUNDS, (await whisper(maria, "You have no codes"))["id"], "Set up codes")
    told = await direct(maria, "Secret")
    (line,) = [line for line in text_of(told).splitlines() if line.startswith("Secret")]
    seed = line.removeprefix("Secret").strip()
    await maria.click(await maria.direct(BOT), told["ts"], "Type the first code")
    code = pyotp.TOTP(seed.replace(" ", "")).at(made.clock())
    await maria.submit(await maria.wait_for_view(), {"own.code": code})
    await until(lambda: made.audited("codes_set_up"), "the codes to be set up")
    await maria.close(everything=True)
    await made.quiet()
    return seed, code


def calls_with(made: Stage, words: str) -> list[Json]:
    """The calls to Slack that hold these words."""
    calls = [each for each in made.ws.office.traffic.latest(2000) if each["kind"] == "web_api"]
    return [each for each in calls if words in json.dumps(each.get("request"), ensure_ascii=False)]


async def exports(made: Stage) -> dict[str, str]:
    """What `baton export` prints of it, in both forms."""
    settings, clock = made.settings, made.clock
    start, end = export.days("", "", clock())
    return {
        "story": await export.story(settings, "H-1", as_page=False),
        "page": await export.story(settings, "H-1", as_page=True),
        "all": await export.everything(settings, start, end, as_page=False),
        "all as a page": await export.everything(settings, start, end, as_page=True),
    }


async def one_presses_show(made: Payouts, card_ts: str) -> None:
    """Then who may decide sees them in a window of theirs, once, in the record; nobody else."""
    maria, jonas = await made.person(MARIA), await made.person(JONAS)
    await maria.click(REFUNDS, card_ts, "Show everything")
    window = await maria.wait_for_view()
    before = len(made.ws.office.traffic.latest(2000))
    await maria.click(window, button="Show secret values")
    await until(lambda: len(maria.views()) == 2, "the window on top")
    assert TYPED in text_of(maria.views()[-1])
    calls = made.ws.office.traffic.latest(2000)[before:]
    assert [each["name"] for each in calls if TYPED in json.dumps(each.get("request"))] == ["views.push"]
    (looked,) = made.audited("secrets_shown")
    assert looked["actor"].endswith(f"/{MARIA}")
    assert TYPED not in cells(made.folder / "baton.db")
    shown = next(m for m in await jonas.history(REFUNDS) if "Pay order 9" in text_of(m) and m.get("bot_id"))
    await jonas.click(REFUNDS, shown["ts"], "Show everything")
    await jonas.click(await jonas.wait_for_view(), button="Show secret values")
    await until(lambda: made.audited("press_refused"), "the refusal")
    assert len(jonas.views()) == 1


def test_the_canaries_would_be_found(tmp_path: Path) -> None:
    path = tmp_path / "baton.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE t(a)")
        db.execute("INSERT INTO t VALUES (?)", (TYPED,))
        db.commit()
    assert TYPED in cells(path)
