"""kill -9 behind every stored row of a run with five tool calls: what was heard is never asked again, no tool twice."""

import asyncio
import contextlib
import importlib
import os
import shutil
import signal
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot.budgets import Budgets
from tests.bot.agents.conftest import Desk, ToldOnce
from tests.bot.engine.house import MARIA, _shelf
from tests.fakes.messages import Beside, Json, Messages, Reply, proposes, uses

REFUND = {"order_id": "1042", "amount": "49.90", "kind": "goods", "note": None}
ORDERS = ["1042", "1043", "1044", "1045", "1046"]


def script(asked: Json) -> Reply:
    """The model answers by what it was sent, as a real one does: so a request that is repeated would show."""
    results = [b for m in asked["messages"] for b in m["content"] if b["type"] == "tool_result"]
    if len(results) == 0:
        return uses(*(("find_order", {"order_id": order}) for order in ORDERS[:2]), thinking="First two.")
    if len(results) == 2:
        return uses(*(("find_order", {"order_id": order}) for order in ORDERS[2:]), thinking="Then three.")
    if len(results) == 5:
        return proposes("keyed", REFUND)
    return uses(("finish", {"text": "Done."}))


class Counted:
    """Kills this process behind the write of this number; 0 = never."""

    def __init__(self, last: int) -> None:
        self.last, self.seen = last, 0

    def __call__(self, name: str) -> None:
        """A point of the store."""
        self.seen += name == "after write"
        if self.last and self.seen == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


async def _life(folder: Path, database: Path, url: str, last: int) -> None:
    """One process: goes on with whatever the rows say, decides what is open, and works until nothing is left."""
    house = Desk(folder, database, url, Budgets())
    house.store.point = Counted(last)
    await house.engine.actions.recover()
    if not await house.rows("SELECT 1 FROM request"):
        await house.ask(settle=False)
    await house.settle()
    for row in await house.rows("SELECT id FROM handoff WHERE closed_at IS NULL AND kind = 'approval'"):
        await house.decide(await house.handoff(row[0]), MARIA)
        await house.settle()
    await house.kill()


def child(folder: Path, database: Path, url: str, last: int) -> int:
    """Fork a process and wait for its end: 0, or the signal that killed it."""
    process = os.fork()
    if process == 0:
        code = 1
        try:
            asyncio.run(_life(folder, database, url, last))
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def rows(database: Path, statement: str) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(database)) as db:
        return db.execute(statement).fetchall()


@pytest.fixture
def lives(tmp_path: Path, template: Path, folder: Path, told_once: ToldOnce) -> Any:
    """A fresh database for each kill."""
    importlib.import_module("anthropic")  # before the forks, so that children start at once, as are the next lines
    for workflow in _shelf(folder).workflows.values():
        told_once(workflow)

    def fresh(number: int) -> Path:
        return Path(shutil.copy(template, tmp_path / f"killed{number}.db"))

    return fresh


def test_killed_behind_every_row_it_goes_on_where_it_was(folder: Path, lives: Any) -> None:
    model = Messages(otherwise=script)
    with Beside(model):
        whole = lives(0)
        assert child(folder, whole, model.url, 0) == 0
        requests, writes = len(model.requests), 0
        assert requests == 4
        for last in range(1, 200):
            model.forget()
            database = lives(last)
            code = child(folder, database, model.url, last)
            if code == 0:
                break
            assert code == -signal.SIGKILL
            writes += 1
            before = [row[0] for row in rows(database, "SELECT body FROM talk ORDER BY id")]
            assert child(folder, database, model.url, 0) == 0
            _whole(database, before, model)
        assert writes >= 20


def _whole(database: Path, before: list[bytes], model: Messages) -> None:
    """Nothing stored was lost or asked again, every look-up was made once, and the case came to its end."""
    after = rows(database, "SELECT kind, body FROM talk ORDER BY id")
    assert [body for _, body in after][: len(before)] == before
    assert [kind for kind, _ in after] == ["said", "heard"] * 4
    reads = rows(database, "SELECT json_extract(input, '$.order_id') FROM turn WHERE kind = 'read' ORDER BY id")
    assert [each[0] for each in reads] == ORDERS
    assert rows(database, "SELECT state FROM run") == [("finished",)]
    assert rows(database, "SELECT state FROM effect") == [("done",)]
    sent = [str(asked["messages"]) for asked in model.requests]
    heard = sum(kind == "heard" for kind, _ in after)
    # A request whose answer had not come to the disk is the only one that may be sent again.
    assert heard <= len(sent) <= heard + 1
    assert len(set(sent)) == heard
    assert model.refused == []


def test_thinking_is_sent_back_to_the_last_byte(folder: Path, lives: Any) -> None:
    """The server refuses a thinking block that is not as it was sent, with fields that no SDK knows."""
    model = Messages(otherwise=script)
    with Beside(model):
        assert child(folder, lives(0), model.url, 0) == 0
        assert model.refused == []
        blocks = [b for m in model.requests[-1]["messages"] for b in m["content"] if b["type"] == "thinking"]
        assert [block["unknown_to_the_sdk"] for block in blocks] == [{"kept": True}] * 2
