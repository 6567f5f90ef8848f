"""A process that dies at any durable step: nothing lost, nothing twice, in doubt only where nobody can know."""

import asyncio
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from bot.agents import Case, Finished
from bot.engine import Ballot, Engine, World
from bot.errors import StorageError
from storage import audit, verify
from storage.models import Handoff
from storage.sqlite import Db
from tests.bot.engine.house import DANA, JONAS, MARIA, House, opened, proposal, workflow_text, write_folder
from tests.bot.engine.outside import Outside

T = TypeVar("T")


class Killed(BaseException):
    """The process ends here."""


class Fate:
    """Where the process dies: before or after its n-th durable step. 0 = it lives."""

    def __init__(self) -> None:
        self.count, self.at, self.after = 0, 0, False

    def step(self, *, after: bool) -> None:
        """One half of a durable step."""
        self.count += not after
        if self.at and self.count == self.at and after is self.after:
            self.at = 0
            raise Killed


FATE = Fate()


class Mortal(World):
    """A world whose every transaction and every touch of the outside may be the last."""

    async def write(self, work: Callable[[Db], T], *, soon: bool = False) -> T:
        FATE.step(after=False)
        result = await super().write(work, soon=soon)
        FATE.step(after=True)
        return result


Life = Callable[[House], Awaitable[None]]


async def card_of(house: House) -> Handoff | None:
    """The newest handoff that waits, if any does."""
    found = [each for each in await house.handoffs(1) if each.closed_at is None]
    return found[0] if found else None


async def ask(house: House) -> None:
    await house.engine.requests.submit(house.incoming(key="message:1"), "refunds")
    await house.settle()


async def press(house: House, verdict: str, key: str, **args: object) -> None:
    """The same press, as often as it is delivered, on the card as it stood at first."""
    handoff = (await house.handoffs(1))[0]
    click = house.click(MARIA, key)
    await house.engine.verdicts.decide(click, Ballot(handoff.id, 1, verdict, **args))  # type: ignore[arg-type]
    await house.settle()


async def approved(house: House) -> None:
    await ask(house)
    await press(house, "approve", "click:1")


async def edited(house: House) -> None:
    await ask(house)
    await press(house, "edit", "click:1", args={"order_id": "1042", "amount": "44.95"})


async def rejected(house: House) -> None:
    await ask(house)
    await press(house, "reject", "click:1")


async def withdrawn(house: House) -> None:
    await ask(house)
    await house.engine.requests.withdraw(house.click(JONAS, "click:1"), 1)
    await house.settle()


async def done_again(house: House) -> None:
    """Approved, in doubt, done again by Dana."""
    await approved(house)
    doubts = [each for each in await house.handoffs(1) if each.kind == "doubt"]
    if doubts:
        await house.engine.actions.settle(house.click(DANA, "click:2"), doubts[0].id, "again")
    await house.settle()


async def undone(house: House) -> None:
    """Approved, taken back, approved anew."""
    await approved(house)
    first = (await house.handoffs(1))[0]
    await house.engine.verdicts.undo(house.click(MARIA, "click:2"), first.id)
    await house.settle()
    again = [each for each in await house.handoffs(1) if each.id != first.id]
    if again:
        await house.engine.verdicts.decide(house.click(DANA, "click:3"), Ballot(again[0].id, 1, "approve"))
    house.clock.advance(seconds=5)
    await house.settle()


# A life, the step that is proposed, what the tool does first, and how often it may and must have happened in the end.
LIVES: dict[str, tuple[Life, str, list[str], set[int]]] = {
    "keyed": (approved, "keyed", [], {1}),
    "keyed, lost": (approved, "keyed", ["lost_after"], {1}),
    "keyless": (approved, "keyless", [], {0, 1}),
    "looked": (approved, "looked", [], {0, 1}),
    "edited": (edited, "keyed", [], {1}),
    "rejected": (rejected, "keyed", [], {0}),
    "withdrawn": (withdrawn, "keyed", [], {0}),
    "done again": (done_again, "keyless", ["lost_before"], {0, 1, 2}),
    "undone": (undone, "undoable", [], {0, 1}),
}


async def story(folder: Path, database: Path, outside: Outside, name: str, at: int, *, after: bool) -> int:
    """One life with one death; returns how many durable steps it had."""
    life, step, plan, allowed = LIVES[name]
    outside.reset()
    outside.plan = list(plan)
    FATE.count, FATE.at, FATE.after = 0, at, after
    house = House(folder, database, world=Mortal)
    house.world.point = lambda _: FATE.step(after=False)
    house.agent.next = _agent(step)  # type: ignore[method-assign,assignment]
    try:
        await life(house)
    except Killed:
        FATE.at = 0
        await house.kill()
        await house.start()
        await life(house)
    steps = FATE.count
    await check(house, outside, allowed, where=f"{name}, step {at}, {'after' if after else 'before'}")
    await house.kill()
    return steps


def _agent(step: str) -> Callable[..., Awaitable[object]]:
    """An agent without a memory, as all are: it proposes until something came of it."""

    async def move(case: Case, log: object) -> object:
        return Finished() if case.outcomes else proposal(step)

    return move


async def check(house: House, outside: Outside, allowed: set[int], where: str) -> None:
    """The promises, whatever happened."""
    assert await house.rows("SELECT count(*) FROM request") == [(1,)], where
    assert await house.read(audit.first_wrong) is None, where
    keys = [key for key, _ in outside.happened]
    assert len(keys) in allowed, where
    decided = await house.rows(
        "SELECT e.key, e.state, d.digest_run, h.args_digest FROM effect e JOIN handoff h ON h.id = e.handoff_id "
        "LEFT JOIN decision d ON d.handoff_id = e.handoff_id AND d.revision = e.revision AND d.verdict <> 'reject'"
    )
    assert all(run == shown for _, _, run, shown in decided), where
    assert set(keys) <= {key for key, _, _, _ in decided}, where
    states = {key: state for key, state, _, _ in decided}
    assert all(states[key] in {"done", "in_doubt"} for key in keys), where
    assert all(state != "started" for state in states.values()), where
    done = [key for key, state in states.items() if state == "done"]
    assert all(key in keys for key in done), where
    waiting = await house.handoffs(1)
    doubts = [each for each in waiting if each.kind == "doubt" and each.closed_at is None]
    assert len(doubts) == list(states.values()).count("in_doubt"), where
    (run,) = await house.rows("SELECT state FROM run")
    assert run[0] == ("parked" if doubts else "withdrawn" if "withdrawn" in where else "finished"), where
    pressed = await house.rows("SELECT count(*), count(DISTINCT handoff_id || person || revision) FROM decision")
    assert pressed[0][0] == pressed[0][1], where
    assert await house.rows("SELECT count(*) FROM due WHERE kind <> 'deadline'") == [(0,)], where


@pytest.mark.parametrize("name", LIVES)
async def test_death_at_every_durable_step(
    folder: Path, template: Path, tmp_path: Path, outside: Outside, name: str
) -> None:
    async def one(number: int, after: bool) -> int:
        database = Path(shutil.copy(template, tmp_path / f"{number}-{after}.db"))
        return await story(folder, database, outside, name, number, after=after)

    steps = await one(0, after=False)
    assert steps >= 3
    for number in range(1, steps + 1):
        for after in (False, True):
            await one(number, after)


async def called(outside: Outside, times: int) -> None:
    """Wait until tools were called so often."""
    for _ in range(5000):
        if len(outside.calls) >= times:
            return
        await asyncio.sleep(0.001)
    raise AssertionError(outside.calls)


async def hanging(house: House, outside: Outside, step: str, how: str) -> Handoff:
    """An approved card whose tool hangs."""
    outside.plan = [how]
    card = await house.card(proposal(step))
    await house.decide(card)
    await house.engine.start_due()
    await called(outside, 1)
    return card


@pytest.mark.parametrize("how", ["hang_before", "hang_after"])
async def test_death_in_the_middle_of_an_idempotent_tool(house: House, outside: Outside, how: str) -> None:
    card = await hanging(house, outside, "keyed", how)
    await house.restart()
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert effect.state == "done"
    assert [call.key for call in outside.calls] == [effect.key] * 2
    assert len(outside.happened) == 1


@pytest.mark.parametrize("how", ["hang_before", "hang_after"])
async def test_death_in_the_middle_of_a_keyless_tool(house: House, outside: Outside, how: str) -> None:
    card = await hanging(house, outside, "waits", how)
    for _ in range(3):
        await house.restart()
    assert len(outside.calls) == 1
    doubt = await house.open_of(card.request_id)
    assert (doubt.kind, doubt.question) == ("doubt", "the bot stopped in the middle of it")


@pytest.mark.parametrize(("began", "now"), [("keyed", "keyless"), ("waits", "keyed"), ("waits", "looked")])
async def test_what_one_tool_began_no_other_ends(
    build: Callable[..., House], tmp_path: Path, outside: Outside, began: str, now: str
) -> None:
    """It knows nothing of the key: it would do it a second time, or say of its own that it did not happen."""
    folder = write_folder(tmp_path / "own", workflow_text({"step": (began, {})}))
    house = build(folder=folder)
    card = await hanging(house, outside, "step", "hang_after")
    await house.kill()
    write_folder(folder, workflow_text({"step": (now, {})}))
    await house.start()
    doubt = await house.open_of(card.request_id)
    why = "the bot stopped in the middle of it, and its step has another tool now"
    assert (doubt.kind, doubt.question) == ("doubt", why)
    assert (len(outside.calls), outside.looks) == (1, 0)
    await house.engine.actions.settle(house.click(DANA), doubt.id, "happened")
    await house.settle()
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert effect.state == "done"
    assert [each.what for each in await house.read(lambda db: list(verify.findings(db)))] == []


@pytest.mark.parametrize(("how", "state"), [("hang_before", "failed"), ("hang_after", "done")])
async def test_death_in_the_middle_of_a_tool_with_a_read_back(
    house: House, outside: Outside, how: str, state: str
) -> None:
    card = await hanging(house, outside, "looked", how)
    await house.restart()
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert (effect.state, len(outside.calls), outside.looks) == (state, 1, 1)


async def test_recovery_leaves_alone_what_the_living_process_began(house: House, outside: Outside) -> None:
    """What was due at the start begins while the recovery still looks: it is no dead process's."""
    outside.plan = ["hang_after"]
    house.agent.reads = ["1042"]  # looked up again before it begins
    card = await house.card(proposal("waits"))
    await house.decide(card)
    await house.kill()
    house.store = opened(house.database)
    house.world = house._world()
    house.engine = Engine(house.world)
    await house.engine.start_due()
    await called(outside, 1)
    await house.engine.actions.recover()
    assert [each.kind for each in await house.handoffs(card.request_id)] == ["approval"]
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert effect.state == "started"


@pytest.mark.parametrize(("reads", "begun"), [([], True), (["1042"], False)])
async def test_what_rests_on_nothing_begins_with_its_decision(house: House, reads: list[str], begun: bool) -> None:
    house.agent.reads = reads
    card = await house.card()
    await house.decide(card)
    effect = await house.effect(f"H-{card.id}-1")
    assert (effect is not None and effect.state == "started") is begun
    assert (("act", card.id) in await house.due()) is not begun
    assert await house.rows("SELECT count(*) FROM audit WHERE kind = 'effect_started'") == [(int(begun),)]


@pytest.mark.parametrize(("step", "kinds"), [("keyed", ["approval"]), ("keyless", ["approval", "doubt"])])
async def test_killed_right_behind_the_decision(house: House, outside: Outside, step: str, kinds: list[str]) -> None:
    """It was begun with it: asked again under its key, or by a person."""
    card = await house.card(proposal(step))
    await house.decide(card)
    await house.restart()
    assert [each.kind for each in await house.handoffs(card.request_id)] == kinds
    assert len(outside.happened) == (step == "keyed")


@pytest.mark.tampers
async def test_one_effect_that_cannot_be_taken_up_does_not_stop_the_others(house: House, outside: Outside) -> None:
    outside.otherwise = "hang_before"
    first, second = await house.card(proposal("waits")), await house.card(proposal("keyed"))
    for card in (first, second):
        await house.decide(card)
    await house.engine.start_due()
    await called(outside, 2)
    await house.kill()
    outside.otherwise = "done"
    house.store = opened(house.database)
    await house.store.write(lambda db: db.execute("UPDATE handoff SET brief = 7 WHERE id = ?", (first.id,)))
    house.store.close()
    await house.start()
    effect = await house.effect(f"H-{second.id}-1")
    assert effect is not None
    assert effect.state == "done"


@pytest.mark.tampers
async def test_values_that_no_longer_fit_after_a_restart_may_have_run_before(house: House, outside: Outside) -> None:
    card = await hanging(house, outside, "keyed", "hang_after")
    await house.store.write(lambda db: db.execute("UPDATE effect SET args = '{}'"))
    await house.restart()
    assert (await house.open_of(card.request_id)).kind == "doubt"


class Full:
    """A disk that is full for the next so many writes."""

    def __init__(self, writes: int) -> None:
        self.writes = writes

    def __call__(self, db: Db) -> None:
        if self.writes:
            self.writes -= 1
            raise sqlite3.OperationalError("database or disk is full")


class Cramped(World):
    """A world on such a disk."""

    full = Full(0)

    async def write(self, work: Callable[[Db], T], *, soon: bool = False) -> T:
        def tried(db: Db) -> T:
            self.full(db)
            return work(db)

        return await super().write(tried, soon=soon)


@pytest.mark.parametrize(("step", "how"), [("keyless", "done"), ("keyless", "refuse"), ("keyless", "lost_after"),
                                           ("looked", "lost_after"), ("keyed", "lost_before")])  # fmt: skip
async def test_an_end_that_the_disk_does_not_take_is_written_later_and_nothing_runs_twice(
    folder: Path, database: Path, outside: Outside, monkeypatch: pytest.MonkeyPatch, step: str, how: str
) -> None:
    monkeypatch.setattr("bot.engine.actions.RECORD_PAUSE_SECONDS", 0.0)
    house = House(folder, database, world=Cramped)
    outside.plan = [how]
    card = await house.card(proposal(step))
    await house.decide(card)

    def fill(name: str) -> None:
        Cramped.full.writes = 3

    house.world.point = fill
    await house.settle()
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert Cramped.full.writes == 0
    assert effect.state in {"done", "failed", "in_doubt"}
    assert len(outside.calls) == (2 if step == "keyed" else 1)
    assert len(outside.happened) == (0 if how == "refuse" else 1)
    await house.kill()


@pytest.mark.parametrize("write", ["ask", "decide"])
async def test_what_the_disk_does_not_take_is_not_recorded_and_may_be_sent_again(
    folder: Path, database: Path, outside: Outside, write: str
) -> None:
    house = House(folder, database, world=Cramped)
    card = await house.card()
    Cramped.full.writes = 1
    with pytest.raises(StorageError, match="Not recorded"):
        await (house.decide(card, key="k") if write == "decide" else house.ask())
    assert (await house.handoff(card.id)).state == "waiting"
    assert await house.rows("SELECT count(*) FROM request") == [(1,)]
    assert await house.decide(card, key="k") == "decided"
    await house.settle()
    assert len(outside.happened) == 1
    await house.kill()


async def test_stopping_waits_a_moment_and_leaves_the_rest_for_the_next_start(
    house: House, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.engine.engine.LAST_SECONDS", 0.02)
    card = await hanging(house, outside, "waits", "hang_before")
    await house.engine.stop()
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert effect.state == "started"
