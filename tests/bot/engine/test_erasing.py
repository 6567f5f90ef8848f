"""Words that went: by a person's wish, and with time. None is left in the file's bytes, and the record verifies."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.agents import Case, Proposal
from bot.checkpoints import against, new_key, sign
from bot.errors import StorageError
from storage import audit, chain, erase, outbox, precedents, requests, talk
from storage.models import Handoff, Said
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
    await house.engine.requests.heard(house.click(JONAS, "m:1"), own.request_id, "it should go to Hollerbusch")
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


async def test_a_request_loses_its_words_also_after_somebody_elses_in_it_went(house: House) -> None:
    await busy(house)
    await house.engine.erasing.erase(DANA)  # she rejected with words what Jonas asked for
    (kept,) = await house.rows("SELECT text FROM request WHERE requester = ?", str(JONAS))
    assert "Zeppelinstrasse" in kept[0]
    await house.engine.erasing.erase(JONAS)
    assert await house.rows("SELECT count(*) FROM request WHERE text <> ''") == [(0,)]
    assert await house.read(lambda db: list(findings(db))) == []
    await house.kill()
    erase.compact(house.database)
    assert left(house) == []
    await house.start()


async def test_time_takes_words_also_after_somebody_elses_went(house: House) -> None:
    await busy(house)
    await house.engine.erasing.erase(DANA)
    await house.engine.erasing.begin()
    house.clock.advance(days=91)
    await house.settle()
    assert await house.rows("SELECT count(*) FROM request WHERE text <> ''") == [(0,)]


async def told_as_earlier(house: House, run_id: int, request_id: int) -> None:
    """A model was told of H-1 in the talk of another case."""
    told = json.dumps({"content": json.dumps({"earlier_cases": [{"name": "H-1", "text": "to Zeppelinstrasse"}]})})

    def tell(db: Any) -> None:
        spent = {"calls": 1, "tokens": 9, "money_millionths": None, "milliseconds": 9}
        place = {"id": 0, "run_id": run_id, "thread": "", "kind": "said", "at": house.clock()}
        said = Said(**place, body=told.encode(), facts={}, **spent)
        number, salt = talk.add(db, said), requests.salt(db, request_id)
        data = {"talk": number, "kind": "said", "body": chain.sealed_bytes(salt, said.body)}
        audit.add(db, house.clock(), "talk", "agent", request=request_id, run=run_id, data=data)

    await house.store.write(tell)


async def test_what_a_model_was_told_of_it_as_an_earlier_case_goes_too(house: House) -> None:
    await busy(house)
    house.agent.moves = [proposal()]
    like = await house.open_of(await house.ask("7 is broken", who=WEI))
    await told_as_earlier(house, like.run_id, like.request_id)
    await house.engine.erasing.erase(JONAS)
    assert await house.read(lambda db: list(findings(db))) == []
    await house.kill()
    erase.compact(house.database)
    assert left(house) == []
    await house.start()


def event(**of: Any) -> dict[str, Any]:
    return {"team_id": "T1", "event": {"type": "message", "channel": "C1", **of}}


async def test_events_with_their_words_that_wait_go_too(house: House) -> None:
    """Acked, and not worked off: the bot was stopped, or Slack could not be asked for what belongs to them."""
    theirs = {"user": JONAS.user, "text": "Quittenmus"}
    await busy(house)
    for number in range(120):
        await house.engine.requests.keep(f"old:{number}", event(user=DANA.user, text="hello"))
    for key, body in {
        "said": event(**theirs),
        "changed": event(subtype="message_changed", message=theirs, previous_message=theirs),
        "deleted": event(subtype="message_deleted", previous_message=theirs),
        "handed over": {"type": "message_action", "user": {"id": MARIA.user}, "message": theirs},
        "asked for": {"type": "message_action", "user": {"id": JONAS.user}, "message": {"user": DANA.user}},
        "Danas": event(user=DANA.user, text="Kaktus"),
    }.items():
        await house.engine.requests.keep(key, body)
    await house.engine.erasing.erase(JONAS)
    waiting = await house.rows("SELECT key FROM inbox WHERE handled_at IS NULL AND key NOT LIKE 'old:%'")
    assert waiting == [("Danas",)]
    assert await house.rows("SELECT key FROM inbox WHERE payload LIKE '%Quittenmus%'") == []


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
    assert await house.read(lambda db: precedents.search(db, "refunds", "Quittenmus Zeppelinstrasse").nearest)
    await house.engine.erasing.erase(JONAS)
    assert not await house.read(lambda db: precedents.search(db, "refunds", "Quittenmus Zeppelinstrasse").nearest)


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
    await house.engine.requests.heard(house.click(JONAS, "m:9"), 1, "Quittenmus again")
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


async def old_and_young(house: House) -> Handoff:
    """Cases that are eighty days old, and one of today, which is open."""
    await busy(house)
    await house.engine.erasing.begin()
    house.clock.advance(days=80)
    house.agent.moves = [proposal()]
    return await house.open_of(await house.ask("7 young Wacholder", who=DANA))


async def test_old_words_go_by_themselves_and_young_ones_stay(house: House) -> None:
    young = await old_and_young(house)
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


async def test_with_time_goes_what_a_model_was_told_of_an_old_case_in_a_newer_one(house: House) -> None:
    young = await old_and_young(house)
    await told_as_earlier(house, young.run_id, young.request_id)
    house.clock.advance(days=11)
    await house.settle()
    assert left(house, ("Zeppelinstrasse",)), "an open case keeps what its agent was told"
    await house.decide(young, MARIA)
    await house.settle()
    house.clock.advance(days=1)
    await house.settle()
    assert await house.rows("SELECT body FROM talk") == [(b"",)]
    assert await house.rows("SELECT text FROM request WHERE text <> ''") == [("7 young Wacholder",)]
    assert await house.read(lambda db: list(findings(db))) == []


async def test_messages_about_words_that_went_with_time_are_found(house: House) -> None:
    await busy(house)
    (request,) = await house.rows("SELECT id FROM request WHERE requester = ?", str(JONAS))
    said = f"said:{request[0]}:7"
    await house.world.write(lambda db: outbox.set_post(db, said, "C9", "7.7", house.clock()))
    house.clock.advance(days=91)
    await house.engine.erasing.begin()
    await house.settle()
    assert await house.rows("SELECT text FROM request WHERE id = ?", *request) == [("",)]
    assert (await house.engine.erasing.find(JONAS)).places == (erase.Place("C9", "7.7"),)


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


# What holds words ----------------------------------------------------------------------------------------------------

EMPTIED = {
    "request": "text salt",
    "note": "text",
    "turn": "input output",
    "talk": "body facts",
    "handoff": "args question choices brief reasons",
    "revision": "args brief",
    "decision": "note words args_before args_after salt",
    "effect": "args result error",
    "inquiry": "text answer sources",
    "outbox": "payload outcome",
    "secret": "sealed",
    "once": "value",
    "inbox": "payload",
    "hold": "why",
    "ruling": "why salt",
    "precedent_words": "scope text args",
}
WORDLESS = {
    "alone": "workflow step version state at ran_at verdict verdict_by verdict_at report report_by report_at undone_by",
    "asked": "person what at until told_at how",
    "audit": "at kind actor data hash",
    "certificate": "workflow step version state parts why began_at updated_at",
    "code": "person seed set_up_at locked_at next_seed next_at salt",
    "decision": "person verdict proof digest_shown digest_run shown_at decided_at workflow step agent_version "
    "policy_hash",
    "desk": "person digest day upto",
    "due": "kind at",
    "effect": "key step state started_at ended_at cause",
    "evidence": "workflow step version kind person requester why at",
    "fit": "workflow at",
    "handoff": "kind state workflow step args_digest agent_version policy_hash looking_since deadline_at opened_at "
    "revised_at closed_at effect_key audience about alike way version given",
    "hold": "workflow step by at",
    "hours": "person week back_on at",
    "inbox": "key kind received_at handled_at",
    "inquiry": "source_key who asked_at answered_at",
    "note": "source_key who kind at",
    "once": "step",
    "outbox": "key lane kind next_at created_at sent_at",
    "planted": "field person at",
    "post": "key channel ts at shown",
    "precedent": "workflow step",
    "prompt": "digest body at",
    "proof": "set_up_at",
    "recovery": "hash used_at",
    "request": "source_key via workflow requester channel message_ts reply_channel reply_thread created_at closed_at",
    "revision": "args_digest author at shown_at",
    "ruling": "at kind person workflow step",
    "run": "state agent agent_version created_at updated_at closed_at",
    "secret": "field at",
    "seed": "day seed sealed_at opened_at",
    "shift": "region day next ended_at accept_by closed_at",
    "shift_case": "taken_by taken_at",
    "slot": "job slot at",
    "talk": "thread kind at",
    "tool_pin": "server tool definition digest pinned_at changed_at",
    "turn": "kind name at call",
}


async def test_of_every_column_it_is_known_whether_it_holds_words(house: House) -> None:
    """A new column of texts must be emptied by an erasure, or hold no words of people: say here which."""
    columns = await house.rows(
        "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c "
        "WHERE t.type = 'table' AND c.type IN ('TEXT', 'BLOB', '') ORDER BY 1, 2"
    )
    ours = [each for each in columns if not each[0].startswith(("sqlite_", "_sqlite", "precedent_words_"))]
    known = [(table, name) for told in (EMPTIED, WORDLESS) for table, names in told.items() for name in names.split()]
    hidden = {("precedent_words", "precedent_words"), ("precedent_words", "rank")}
    assert sorted(set(ours) - hidden) == sorted(known)
