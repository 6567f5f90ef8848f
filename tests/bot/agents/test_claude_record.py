"""The record of a talk: whole, and every change of a row shows."""

import json

import pytest

from storage import verify
from storage.sqlite import Db
from tests.bot.agents.conftest import Open
from tests.fakes.messages import proposes, uses

REFUND = {"order_id": "1042", "amount": "49.90", "kind": "goods", "note": None}
COLUMNS = "run_id, thread, kind, body, facts, calls, tokens, milliseconds, at"
ADDED = f"INSERT INTO talk({COLUMNS}) SELECT {COLUMNS} FROM talk WHERE id = 1"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("SELECT 1", []),
        ("UPDATE talk SET body = x'5b5d' WHERE id = 2", ["Row 2 of the talk with the model in run 1 was changed."]),
        ("UPDATE talk SET body = x'' WHERE id = 2", ["Row 2 of the talk with the model in run 1 was changed."]),
        (ADDED, ["Row 5 of the talk with the model in run 1 was changed."]),
    ],
)
async def test_a_row_of_a_talk_that_was_changed_is_found(desk: Open, change: str, told: list[str]) -> None:
    house, _ = await desk(uses(("find_order", {"order_id": "1042"})), proposes("keyless", REFUND))
    await house.ask()

    def look(db: Db) -> list[str]:
        db.execute(change)
        return [finding.what for finding in verify.findings(db)]

    assert await house.store.write(look) == told


async def test_a_row_of_a_talk_that_is_gone_is_found(desk: Open) -> None:
    house, _ = await desk(uses(("find_order", {"order_id": "1042"})), proposes("keyless", REFUND))
    await house.ask()

    def look(db: Db) -> list[str]:
        db.execute("DELETE FROM talk WHERE id = 3")
        return [finding.what for finding in verify.findings(db)]

    (told,) = await house.store.write(look)
    assert told.startswith("Row 3 of the talks with the model, which entry ")


async def test_the_whole_request_can_be_made_again_from_the_rows(desk: Open) -> None:
    house, model = await desk(uses(("find_order", {"order_id": "1042"})), proposes("keyless", REFUND))
    await house.ask()
    said = [body for kind, body in await house.talked() if kind == "said"]
    sent = [each for each in model.requests[-1]["messages"] if each["role"] == "user"]
    assert [json.loads(body) for body in said] == [each["content"] for each in sent]
    kept = await house.rows("SELECT p.body FROM prompt p JOIN talk t ON json_extract(t.facts, '$.prompt') = p.digest")
    fixed = json.loads(kept[0][0])
    assert (fixed["tools"], fixed["system"]) == (model.requests[-1]["tools"], model.requests[-1]["system"])
