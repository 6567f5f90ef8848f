"""Words that went: by a person's wish, and with time. None is left in the file's bytes, and the record verifies."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.agents import Case, Proposal
from bot.checkpoints import against, new_key, sign
from bot.errors import StorageError
from storage import erase, precedents
from storage.verify import findings, hashes, head
from tests.bot.engine.house import DANA, JONAS, MARIA, WEI, House, proposal, workflow_text, write_folder

THEIRS = ("Zeppelinstrasse", "Quittenmus", "Hollerbusch", "Pfefferkuchen", "Silberdistel", "Wacholder")


@pytest.fixture
async def house(tmp_path: Path, outside: Any) -> Any:
    made = House(write_folder(tmp_path / "workflows", workflow_text(retention="90d")), tmp_path / "baton.db")
    yield made
    await made.kill()


async def busy(house: House) -> None:
    """Jonas asks, adds, is answered, asks the agent, and rejects with words where Dana asked; Dana's own case stays."""

    def repeats(case: Case) -> Proposal:
        return proposal(note=f"{case.text[:40]} {case.words[-30:]}")

    house.agent.reads = ["1042"]
    house.agent.moves = [repeats]
    own = await house.open_of(await house.ask("1042 never came to Zeppelinstrasse, says Quittenmus"))
    house.agent.moves = [repeats]
    await house.engine.requests.add("m:1", own.request_id, JONAS, "it should go to Hollerbusch")
    await house.settle()
    await house.engine.inquiries.ask(house.click(JONAS), own.id, "who is Pfefferkuchen?")
    await house.settle()
    await house.decide(await house.handoff(own.id), DANA, note="Quittenmus is right", words="dear Zeppelinstrasse")
    await house.settle()
    house.agent.moves = [repeats]
    other = await house.open_of(await house.ask("998 is for Danas Kaktus", who=DANA))
    await house.decide(other, JONAS, "reject", note="Silberdistel says no", words="Wacholder")
    await house.settle()


def left(house: House, words: tuple[str, ...] = THEIRS) -> list[str]:
    """The words that still stand in the bytes of the database file, its log and its index."""
    found = b"".join(path.read_bytes() for path in house.database.parent.glob("baton.db*"))
    return [word for word in words if word.encode() in found or word.lower().encode() in found]


async def test_none_of_a_persons_words_is_left_and_an_old_checkpoint_fits(house: House) -> None:
    await busy(house)
    size, last = await house.read(head)
    old = sign(new_key(), "2026-11-23T11:00:00+00:00", size, last)
    assert set(left(house)) == set(THEIRS)
    done = await house.engine.erasing.erase(JONAS)
    assert (done.requests, done.kept) == (2, ())
    assert await house.read(lambda db: list(findings(db))) == []
    (kept,) = await house.rows("SELECT text FROM request WHERE requester = ?", str(DANA))
    assert kept == ("998 is for Danas Kaktus",)
    await house.kill()
    erase.compact(house.database)
    assert left(house) == []
    assert left(house, ("Kaktus",)) == ["Kaktus"]
    await house.start()
    found = await house.read(lambda db: (head(db)[0], hashes(db, [size])))
    assert against([old], found[1], found[0]) == []
    assert await house.read(lambda db: list(findings(db))) == []


async def test_what_happened_is_still_known(house: House) -> None:
    await busy(house)
    before = await house.rows("SELECT id, verdict, person, decided_at, digest_run FROM decision ORDER BY id")
    states = await house.rows("SELECT id, state, args_digest FROM handoff ORDER BY id")
    await house.engine.erasing.erase(JONAS)
    assert await house.rows("SELECT id, verdict, person, decided_at, digest_run FROM decision ORDER BY id") == before
    assert await house.rows("SELECT id, state, args_digest FROM handoff ORDER BY id") == states
    (event,) = await house.rows("SELECT count(*) FROM audit WHERE kind = 'texts_erased' AND actor = 'operator'")
    assert event == (2,)


async def test_the_words_are_found_by_no_search(house: House) -> None:
    await busy(house)
    assert await house.read(lambda db: precedents.in_words_like(db, "refunds", "Quittenmus Zeppelinstrasse", 5))
    await house.engine.erasing.erase(JONAS)
    assert not await house.read(lambda db: precedents.in_words_like(db, "refunds", "Quittenmus Zeppelinstrasse", 5))


@pytest.mark.parametrize("cut", [1, 2, 3])
async def test_an_erasure_that_was_cut_short_is_finished_by_the_next(cut: int, house: House) -> None:
    await busy(house)
    writes = 0

    def ends(name: str) -> None:
        nonlocal writes
        writes += name == "before write"
        if writes == cut and name == "before write":
            raise OSError("the process was killed here")

    house.store.point = ends
    with pytest.raises(StorageError):
        await house.engine.erasing.erase(JONAS)
    await house.restart()
    assert await house.read(lambda db: list(findings(db))) == []
    await house.engine.erasing.erase(JONAS)
    await house.kill()
    erase.compact(house.database)
    assert left(house) == []
    await house.start()


async def test_an_open_request_is_withdrawn_and_erased(house: House) -> None:
    handoff = await house.card(proposal())
    done = await house.engine.erasing.erase(JONAS)
    assert done.kept == ()
    assert (await house.handoff(handoff.id)).state == "withdrawn"
    assert (await house.request(handoff.request_id)).text == ""
    assert await house.decide(handoff, MARIA) == "late"


async def test_what_is_in_doubt_stays_until_it_is_settled(house: House, outside: Any) -> None:
    handoff = await house.card(proposal("keyless"))
    outside.otherwise = "lost_after"
    await house.decide(handoff)
    await house.settle()
    assert (await house.engine.erasing.erase(JONAS)).kept == (handoff.request_id,)
    assert (await house.request(handoff.request_id)).text != ""


async def test_nothing_new_is_written_beside_erased_words(house: House) -> None:
    await busy(house)
    await house.engine.erasing.erase(JONAS)
    await house.engine.requests.add("m:9", 1, JONAS, "Quittenmus again")
    click = house.click(WEI)
    await house.engine.inquiries.ask(click, 1, "what was it?")
    assert "erased" in (await house.answer(click))["text"]
    assert await house.rows("SELECT count(*) FROM note WHERE text LIKE '%again%'") == [(0,)]


async def test_what_may_run_once_is_still_held(tmp_path: Path, outside: Any) -> None:
    house = House(write_folder(tmp_path / "workflows"), tmp_path / "baton.db")
    handoff = await house.card(proposal("once"))
    await house.decide(handoff)
    await house.settle()
    await house.engine.erasing.erase(JONAS)
    again = await house.open_of(await _asked_by(house, DANA))
    assert await house.decide(again, MARIA) == "once"
    await house.kill()


async def _asked_by(house: House, who: Any) -> int:
    house.agent.moves = [proposal("once")]
    return await house.ask(who=who)


@pytest.mark.parametrize("statement", [
    "UPDATE decision SET verdict = 'reject' WHERE id = 1",
    "UPDATE request SET salt = '' WHERE requester = 'T1/UDANA'",
    "UPDATE effect SET state = 'failed'",
])  # fmt: skip
async def test_what_stays_is_still_held_against_the_record(statement: str, house: House) -> None:
    house.agent.moves = [proposal("keyed")]
    handoff = await house.open_of(await house.ask())
    await house.decide(handoff)
    await house.settle()
    house.agent.moves = [proposal()]
    await house.ask("998", who=DANA)
    await house.engine.erasing.erase(JONAS)
    assert await house.read(lambda db: list(findings(db))) == []
    await house.store.write(lambda db: db.execute(statement))
    assert await house.read(lambda db: list(findings(db))) != []


# Retention -----------------------------------------------------------------------------------------------------------


async def test_old_words_go_by_themselves_and_young_ones_stay(house: House) -> None:
    await busy(house)
    await house.engine.erasing.begin()
    house.clock.advance(days=80)
    house.agent.moves = [proposal()]
    young = await house.open_of(await house.ask("7 young Wacholder", who=DANA))
    await house.decide(young, MARIA)
    await house.settle()
    assert left(house, ("Quittenmus",))
    house.clock.advance(days=11)
    await house.settle()
    texts = await house.rows("SELECT text FROM request ORDER BY id")
    assert texts == [("",), ("",), ("7 young Wacholder",)]
    assert await house.read(lambda db: list(findings(db))) == []
    assert await house.rows("SELECT at FROM due WHERE kind = 'retention'") == [
        ((house.clock() + timedelta(days=1)).isoformat(timespec="microseconds"),)
    ]


async def test_a_days_work_goes_in_batches_and_survives_an_end(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.erasing.BATCH", 1)
    await busy(house)
    await house.engine.erasing.begin()
    await house.settle()
    house.clock.advance(days=91)
    await house.engine.erasing.retain(0)
    assert await house.rows("SELECT count(*) FROM request WHERE text = ''") == [(1,)]
    await house.restart()
    assert await house.rows("SELECT count(*) FROM request WHERE text = ''") == [(2,)]
    assert await house.rows("SELECT count(*) FROM audit WHERE kind = 'texts_erased'") == [(2,)]


async def test_no_words_of_people_stand_in_the_record_itself(house: House) -> None:
    await busy(house)
    said = str(await house.rows("SELECT data FROM audit"))
    assert [word for word in (*THEIRS, "Kaktus", "Jonas", "Dana") if word in said] == []
