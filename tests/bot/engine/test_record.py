"""What every change leaves behind: one audit event in the same transaction, no person's words in it, and a way out."""

import asyncio
from datetime import timedelta

import pytest

from bot.agents import GiveUp, Question
from bot.engine import Engine
from bot.errors import StorageError
from storage import audit
from storage.sqlite import Db
from tests.bot.engine.house import DANA, JONAS, MARIA, House, opened, proposal
from tests.bot.engine.outside import Outside

CANARY = "CANARY"


async def kinds(house: House) -> list[str]:
    return [str(kind) for (kind,) in await house.rows("SELECT kind FROM audit ORDER BY seq")]


async def test_a_whole_life_is_in_the_record_in_order(house: House) -> None:
    card = await house.card()
    await house.decide(card)
    await house.settle()
    found = [kind for kind in await kinds(house) if kind not in {"run_working", "rules"}]
    assert found[2:4] == ["seed_sealed", "autonomy_began"]
    del found[2:4]
    assert found == [
        "requested",
        "run_queued",
        "handoff_opened",
        "decision_approve",
        "effect_started",
        "effect_done",
        "run_finished",
    ]
    assert await house.read(audit.first_wrong) is None


async def test_a_decision_is_recorded_with_what_was_shown_and_what_runs(house: House) -> None:
    card = await house.card()
    await house.decide(card, MARIA, "edit", args={"order_id": "1042", "amount": "1.00"})
    ((data, actor),) = await house.rows("SELECT data, actor FROM audit WHERE kind = 'decision_edit'")
    newer = await house.handoff(card.id)
    assert card.args_digest in data
    assert newer.args_digest in data
    assert actor == str(MARIA)


async def test_nobodys_words_are_in_the_record(house: House, outside: Outside) -> None:
    """They are kept beside it, under salted hashes: so they can be erased and the record still verifies."""
    outside.orders = {"1042": {"paid": CANARY}}
    house.agent.reads = ["1042"]
    house.agent.moves = [
        Question(f"Which, {CANARY}?", (CANARY,)),
        GiveUp(f"{CANARY} is hard"),
        proposal("keyless", note=CANARY),
        proposal("keyless", amount="49.00", note=CANARY),
    ]
    request_id = await house.ask(f"1042 never came, says {CANARY}")
    await house.engine.verdicts.respond(house.click(JONAS), (await house.open_of(request_id)).id, f"{CANARY} 1042")
    await house.settle()
    await house.engine.requests.heard(house.click(JONAS, "note:1"), request_id, f"and {CANARY}")
    await house.settle()
    card = await house.open_of(request_id)
    await house.decide(card, MARIA, "reject", note=CANARY, words=CANARY)
    await house.settle()
    card = await house.open_of(request_id)
    house.agent.reads = []
    args = {"order_id": "1042", "amount": "1.00", "note": f"{CANARY} too"}
    await house.decide(card, DANA, "edit", note=CANARY, words=CANARY, args=args)
    await house.settle()
    assert [args["note"] for _, args in outside.happened] == [f"{CANARY} too"]
    rows = await house.rows("SELECT kind, actor || data FROM audit")
    assert [kind for kind, text in rows if CANARY in text] == []
    assert len(rows) > 10


async def test_every_row_of_the_record_comes_with_its_change_or_not_at_all(house: House) -> None:
    """A transaction that fails at its end leaves neither."""
    card = await house.card()
    before = await kinds(house)
    close = house.engine.verdicts.close

    def fail(db: Db, *args: object) -> None:
        close(db, *args)  # type: ignore[arg-type]
        raise RuntimeError("a bug")

    house.engine.verdicts.close = fail  # type: ignore[assignment,method-assign]
    with pytest.raises(RuntimeError):
        await house.decide(card)
    assert await kinds(house) == before
    assert (await house.handoff(card.id)).state == "waiting"
    assert await house.rows("SELECT count(*) FROM decision") == [(0,)]


# The way out


async def test_a_card_goes_out_then_its_thread_in_order(house: House) -> None:
    card = await house.card()
    await house.decide(card)
    await house.settle()
    kinds_out = await house.rows("SELECT kind FROM outbox WHERE lane = ? ORDER BY id", f"card:{card.id}")
    assert kinds_out[0] == ("card",)
    assert kinds_out[-1] == ("thread",)
    ready = {row.lane: row for row in await house.engine.outbox.ready()}
    assert ready[f"card:{card.id}"].kind == "card"


async def test_a_shown_card_keeps_when_and_where_it_stood(house: House) -> None:
    card = await house.card()
    outbox = house.engine.outbox
    (row,) = [each for each in await outbox.ready() if each.kind == "card"]
    story = await outbox.story(card.id)
    assert story is not None
    house.clock.advance(seconds=2)
    await outbox.card_shown(row, (await outbox.basis(row)).newest, story, ("C1", "5.5"), "print")
    assert await outbox.place(f"card:{card.id}") == ("C1", "5.5")
    assert await outbox.what_stands_at("C1", "5.5") == f"card:{card.id}"
    house.clock.advance(seconds=30)
    await house.decide(card)
    (decision,) = await house.decisions(card.id)
    assert decision.shown_at == house.clock.now - timedelta(seconds=30)


async def test_a_row_that_cannot_go_out_waits_or_is_given_up(house: House) -> None:
    await house.card()
    outbox = house.engine.outbox
    first, *_ = await outbox.ready()
    await outbox.later(first, 60, "rate limited")
    assert first.key not in {row.key for row in await outbox.ready()}
    house.clock.advance(seconds=60)
    (again,) = [row for row in await outbox.ready() if row.key == first.key]
    assert again.attempts == 1
    await outbox.never(again, "user_not_found")
    assert await house.rows("SELECT outcome FROM outbox WHERE key = ?", first.key) == [("failed: user_not_found",)]


async def test_a_card_is_drawn_again_once(house: House) -> None:
    card = await house.card()
    outbox = house.engine.outbox
    assert not await outbox.redraw(card.id)
    (row,) = [each for each in await outbox.ready() if each.kind == "card"]
    await outbox.sent(row, ("C1", "5.5"), f"card:{card.id}")
    await house.decide(await house.card(), MARIA, "reject")
    assert await outbox.redraw(card.id)
    assert not await outbox.redraw(card.id)


# The loop


async def test_the_loop_does_what_is_due_and_wakes_for_what_is_new(house: House, outside: Outside) -> None:
    house.agent.moves = [proposal("keyless")]
    loop = asyncio.create_task(house.engine.work_for_ever())
    request_id = await house.ask(settle=False)
    for _ in range(500):
        if await house.handoffs(request_id):
            break
        await asyncio.sleep(0.01)
    await house.decide(await house.open_of(request_id))
    for _ in range(500):
        if outside.happened:
            break
        await asyncio.sleep(0.01)
    loop.cancel()
    await asyncio.gather(loop, return_exceptions=True)
    assert len(outside.happened) == 1


@pytest.mark.parametrize(("room", "looks"), [(200, 0), (0, 1)])
async def test_a_new_run_is_looked_for_only_where_there_is_no_room(
    house: House, monkeypatch: pytest.MonkeyPatch, room: int, looks: int
) -> None:
    monkeypatch.setattr("bot.engine.engine.READY_AT_ONCE", room)
    house.agent.moves = [proposal()]
    loop = asyncio.create_task(house.engine.work_for_ever())
    await asyncio.sleep(0.02)
    request_id = await house.ask(settle=False)
    assert house.world.due_stirred.is_set() == bool(looks)
    assert (("advance", 1) in house.engine._under_way) == (not looks)
    assert (("advance", 1) in await house.due()) == bool(looks)  # queued without a row: see test_queued.py
    loop.cancel()
    await asyncio.gather(loop, return_exceptions=True)
    monkeypatch.setattr("bot.engine.engine.READY_AT_ONCE", 200)
    await house.settle()
    assert len(await house.handoffs(request_id)) == 1


async def test_slow_agents_hold_up_nothing_that_people_decided(house: House, outside: Outside) -> None:
    card = await house.card(proposal("undoable"))
    house.agent.moves = ["hang"] * 230
    for _ in range(230):
        await house.ask(settle=False)
    for _ in range(100):
        await house.engine.start_due()
        await asyncio.sleep(0)
    await house.decide(card)
    house.clock.advance(seconds=5)
    await house.engine.start_due()
    for _ in range(500):
        if outside.happened:
            break
        await asyncio.sleep(0.01)
    assert len(outside.happened) == 1


async def test_a_bug_in_one_thing_stops_nothing_else(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    async def fail(subject: int) -> None:
        tries.append(subject)
        raise RuntimeError("a bug")

    await house.card(proposal("ladder"))
    house.engine._work["deadline"] = fail
    house.clock.advance(minutes=10)
    house.agent.moves = [proposal()]
    request_id = await house.ask(settle=False)
    loop = asyncio.create_task(house.engine.work_for_ever())
    for _ in range(300):
        if await house.handoffs(request_id):
            break
        await asyncio.sleep(0.01)
    loop.cancel()
    await asyncio.gather(loop, return_exceptions=True)
    assert tries
    assert (await house.open_of(request_id)).kind == "approval"
    assert ("deadline", 1) in await house.due()


async def test_a_closed_database_is_told_as_trouble_of_the_storage(house: House) -> None:
    house.store.close()
    with pytest.raises(StorageError, match="Not recorded"):
        await house.ask()
    house.store = opened(house.database)
    house.world = house._world()
    house.engine = Engine(house.world)
    assert await house.ask() == 1
