"""`baton verify` on rows that somebody changed beside the chain, which stays whole: what an export shows."""

import contextlib
import sqlite3
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.settings import Settings
from storage import schema
from tests.handlers import test_verify as told
from tests.handlers.test_verify import opened, said, sign

OLD = Path(__file__).parents[1] / "storage" / "old"
"""Databases as earlier versions left them."""
_CARD_OF_ANOTHER_VERSION = "(SELECT handoff_id FROM revision WHERE revision = 2 AND author = 'agent' LIMIT 1)"


class Forgery(NamedTuple):
    """What somebody runs on the file, and what `verify` says then."""

    statement: str
    named: str


FORGED = {
    "another requester": Forgery(
        "UPDATE request SET requester = 'T1/UOLGA' WHERE id = 1", "Who made request 1, or how it came in, is not what"
    ),
    "another way in": Forgery(
        "UPDATE request SET via = 'command' WHERE id = 1", "Who made request 1, or how it came in, is not what"
    ),
    "other arguments on a card": Forgery(
        "UPDATE revision SET args = replace(args, '49.90', '777.00') WHERE handoff_id = 1",
        "What the card of H-1 showed as version 1 is not what entry",
    ),
    "other arguments on the card of before": Forgery(
        f"UPDATE revision SET args = replace(args, '49.90', '777.00') "
        f"WHERE handoff_id = {_CARD_OF_ANOTHER_VERSION} AND revision = 1",
        "showed as version 1 is not what entry",
    ),
    "another digest on a card": Forgery(
        "UPDATE revision SET args_digest = 'x' WHERE handoff_id = 1", "What the card of H-1 showed as version 1"
    ),
    "another author of a version": Forgery(
        "UPDATE revision SET author = 'agent' WHERE handoff_id = 2 AND revision = 2", "What the card of H-2 showed as"
    ),
    "other words on a card": Forgery(
        "UPDATE revision SET brief = replace(brief, 'looks right', 'checked with the bank') WHERE handoff_id = 1",
        "The words on the card of H-1, version 1, are not those of entry",
    ),
    "other words on an edited card": Forgery(
        "UPDATE revision SET brief = replace(brief, 'looks right', 'it was paid twice') WHERE handoff_id = 2 "
        "AND revision = 2",
        "The words on the card of H-2, version 2, are not those of entry",
    ),
    "other words on a revised card": Forgery(
        "UPDATE revision SET brief = replace(brief, 'looks right', 'checked') WHERE revision = 2 AND author = 'agent'",
        "version 2, are not those of entry",
    ),
    "other words on the card of a doubt": Forgery(
        "UPDATE revision SET brief = replace(brief, 'there is none', 'it happened') WHERE handoff_id IN "
        "(SELECT id FROM handoff WHERE kind = 'doubt')",
        "version 1, are not those of entry",
    ),
    "other words on a card that was asked anew": Forgery(
        "UPDATE revision SET brief = replace(brief, 'Refunded by hand', 'Not refunded')", "1, are not those of"
    ),
    "another question": Forgery(
        "UPDATE handoff SET question = 'All of it?' WHERE question = 'Which order?'", "version 1, are not those of"
    ),
    "other choices": Forgery(
        "UPDATE handoff SET choices = '[\"yes\"]' WHERE question = 'Which order?'", "version 1, are not those of"
    ),
    "other words on a card that waits": Forgery(
        "UPDATE handoff SET brief = replace(brief, 'looks right', 'checked with the bank') WHERE state = 'waiting'",
        "or its words, are not the ones that entry",
    ),
    "a version deleted": Forgery(
        "DELETE FROM revision WHERE handoff_id = 2 AND revision = 1", "Version 1 of the card of H-2, which entry"
    ),
    "a version put in": Forgery(
        "INSERT INTO revision SELECT handoff_id, 9, args, args_digest, brief, author, at, shown_at FROM revision "
        "WHERE handoff_id = 1",
        "No entry attests version 9 of the card of H-1",
    ),
    "a handoff deleted": Forgery("DELETE FROM handoff WHERE state = 'waiting'", "Version 1 of the card of H-"),
    "a note deleted": Forgery("DELETE FROM note WHERE kind = 'add'", "What UJONAS said about request"),
    "a note of somebody else": Forgery("UPDATE note SET who = 'T1/UDANA' WHERE kind = 'add'", "by UDANA: “only 30"),
    "a note that is an answer now": Forgery(
        "UPDATE note SET kind = 'answer', text = 'please pay it at once' WHERE kind = 'add'",
        "by UJONAS: “please pay it at once”",
    ),
    "a note that is handed back now": Forgery(
        "UPDATE note SET kind = 'back' WHERE kind = 'add'", "by UJONAS: “only 30"
    ),
    "a note of another request": Forgery("UPDATE note SET request_id = 1 WHERE kind = 'add'", "to request 1 by UJONAS"),
    "a note put in": Forgery(
        "INSERT INTO note(request_id, source_key, who, kind, text, at) SELECT request_id, 'twice' || id, who, kind, "
        "text, at FROM note WHERE kind = 'add'",
        "No entry attests what was added to request",
    ),
    "another answer": Forgery(
        "UPDATE note SET text = 'all of it' WHERE kind = 'answer' AND text = '1090'", "by UJONAS: “all of it”"
    ),
    "an answer of somebody else": Forgery(
        "UPDATE note SET who = 'T1/UOLGA' WHERE kind = 'answer' AND text = '1090'", "by UOLGA: “1090”"
    ),
    "an answer deleted": Forgery("DELETE FROM note WHERE text = '1090'", "What UJONAS said about request"),
    "a question to the agent deleted": Forgery("DELETE FROM inquiry", "Question 1 about H-"),
    "an answer of the agent taken away": Forgery(
        "UPDATE inquiry SET answer = '', answered_at = NULL", "The answer to question 1 about H-"
    ),
    "a question of somebody else": Forgery(
        "UPDATE inquiry SET who = 'T1/UOLGA'", "No entry attests question 1 about H-"
    ),
    "a question about another handoff": Forgery(
        "UPDATE inquiry SET handoff_id = 1", "No entry attests question 1 about H-1 as"
    ),
    "no table of questions": Forgery("DROP TABLE inquiry", "The table inquiry is missing"),
    "another answer of a look-up": Forgery(
        'UPDATE turn SET output = \'{"paid":"777.00"}\' WHERE id = 1', "Look-up 1 (find_order) is not the one that"
    ),
    "other arguments of a look-up": Forgery(
        'UPDATE turn SET input = \'{"order_id":"7"}\' WHERE id = 1', "Look-up 1 (find_order) is not the one that"
    ),
    "a look-up erased without a word": Forgery(
        "UPDATE turn SET input = '{}', output = '{}' WHERE id = 1", "Look-up 1 (find_order) is not the one that"
    ),
    "a look-up deleted": Forgery("DELETE FROM turn WHERE id = 1", "Look-up 1 (find_order), which entry"),
    "a look-up of another run": Forgery("UPDATE turn SET run_id = 2 WHERE id = 1", "Look-up 1 (find_order) is not"),
    "a look-up put in": Forgery(
        "INSERT INTO turn(run_id, kind, name, input, output, milliseconds, at) SELECT run_id, kind, name, input, "
        "'{}', milliseconds, at FROM turn WHERE id = 1",
        "it was put in beside the record",
    ),
    "a handoff put in": Forgery(
        "INSERT INTO handoff(run_id, request_id, kind, state, workflow, step, revision, args, args_digest, brief, "
        "reasons, agent_version, policy_hash, opened_at, revised_at, closed_at) SELECT run_id, request_id, kind, "
        "state, workflow, step, revision, args, args_digest, brief, reasons, agent_version, policy_hash, opened_at, "
        "revised_at, closed_at FROM handoff WHERE id = 1",
        "No entry attests H-",
    ),
    "a rejected handoff that is approved now": Forgery(
        "UPDATE handoff SET state = 'approved' WHERE id = 3", "H-3 stands there as approved; entry"
    ),
    "a withdrawn handoff that is rejected now": Forgery(
        "UPDATE handoff SET state = 'rejected' WHERE state = 'withdrawn'", "attests that it is withdrawn"
    ),
    "an expired handoff that is approved now": Forgery(
        "UPDATE handoff SET state = 'approved' WHERE state = 'expired'", "attests that it is expired"
    ),
    "an approved handoff that waits now": Forgery(
        "UPDATE handoff SET state = 'waiting', closed_at = NULL WHERE id = 1", "attests that it is approved"
    ),
    "a handoff that is open, and over": Forgery(
        "UPDATE handoff SET closed_at = NULL WHERE id = 3", "H-3 stands there as rejected; entry"
    ),
    "a doubt that is settled now": Forgery(
        "UPDATE handoff SET state = 'settled', closed_at = opened_at WHERE kind = 'doubt' AND state = 'waiting'",
        "attests that it is waiting",
    ),
    "an action in doubt that is done now": Forgery(
        "UPDATE effect SET state = 'done' WHERE state = 'in_doubt'",
        "The end of the action H-18-1 is not one that any entry attests",
    ),
    "an action in doubt with a result": Forgery(
        "UPDATE effect SET result = '{}' WHERE state = 'in_doubt'",
        "The end of the action H-18-1 is not one that any entry attests",
    ),
    "an action that is done, and open": Forgery(
        "UPDATE effect SET ended_at = NULL WHERE key = 'H-1-1'", "The end of the action H-1-1 is not the one"
    ),
    "an action of a rejected handoff, never tried": Forgery(
        "INSERT INTO effect(key, handoff_id, revision, step, state, args, attempts, started_at) "
        "SELECT 'H-3-1', 3, 1, step, 'failed', args, 0, opened_at FROM handoff WHERE id = 3",
        "No entry attests the action H-3-1",
    ),
    "an action never tried, and done": Forgery(
        "UPDATE effect SET state = 'done', result = '{}' WHERE attempts = 0", "No entry attests the action H-8-1"
    ),
    "a card of another step": Forgery(
        "UPDATE handoff SET step = 'keyed' WHERE state = 'waiting' AND kind = 'approval'",
        "for approval of keyed, stage 1; the record attests approval of keyless, stage 1.",
    ),
    "a doubt that is an approval": Forgery(
        "UPDATE handoff SET kind = 'approval' WHERE kind = 'doubt' AND state = 'waiting'",
        "stage 1; the record attests doubt of",
    ),
    "a card at its next stage": Forgery(
        "UPDATE handoff SET stage = 2 WHERE state = 'waiting' AND kind = 'approval'", "stage 2; the record attests"
    ),
    "an action of another step": Forgery(
        "UPDATE effect SET step = 'keyed' WHERE key = 'H-1-1'", "The action H-1-1 is of another step than H-1."
    ),
    "a request of another workflow": Forgery(
        "UPDATE request SET workflow = 'access' WHERE id = 1", "Request 1 stands there for the workflow access, not for"
    ),
    "a request of no workflow": Forgery(
        "UPDATE request SET workflow = '' WHERE id = 1", "Request 1 stands there for the workflow –, not for refunds."
    ),
    "a handoff of another workflow": Forgery(
        "UPDATE handoff SET workflow = 'access' WHERE state = 'waiting' AND kind = 'approval'",
        "stands there for the workflow access; its request is for another one.",
    ),
    "a case that came to people in another way": Forgery(
        "UPDATE handoff SET way = 'never' WHERE id = 1", "H-1 stands there otherwise than the record attests: how it"
    ),
    "a revised case that came to people in another way": Forgery(
        "UPDATE handoff SET way = 'check' WHERE revision = 2 AND way = 'ask'", "attests: how it came to people was"
    ),
    "a case that was asked anew as no evidence": Forgery(
        "UPDATE handoff SET way = 'never' WHERE id = 9", "H-9 stands there otherwise than the record attests: how it"
    ),
    "a question to others": Forgery(
        "UPDATE handoff SET audience = 'channel' WHERE question = 'Which order?'", "attests: to whom its question goes"
    ),
    "an action that was refused, and dropped now": Forgery(
        "UPDATE effect SET cause = 'dropped' WHERE cause = 'refused'", "did not end well is not what the record attests"
    ),
    "an action that is done, and was refused": Forgery(
        "UPDATE effect SET cause = 'refused' WHERE key = 'H-1-1'", "Why the action H-1-1 did not end well is not what"
    ),
    "an action never tried, and refused": Forgery(
        "UPDATE effect SET cause = 'refused' WHERE attempts = 0", "No entry attests the action H-8-1"
    ),
    "other words of a refusal": Forgery(
        "UPDATE effect SET error = 'It was paid before.' WHERE cause = 'refused'", "did not end well is not what"
    ),
    "no words of a refusal": Forgery("UPDATE effect SET error = '' WHERE cause = 'refused'", "did not end well is not"),
    "other words of a doubt": Forgery(
        "UPDATE effect SET error = 'It did not happen.' WHERE state = 'in_doubt'", "Why the action H-18-1 did not end"
    ),
    "words of an action that is done": Forgery(
        "UPDATE effect SET error = 'half of it' WHERE key = 'H-1-1'", "Why the action H-1-1 did not end well is not"
    ),
    "an action of another handoff": Forgery(
        "UPDATE effect SET handoff_id = 4 WHERE key = 'H-1-1'", "No entry attests the action H-1-1"
    ),
    "a value that is free now": Forgery("DELETE FROM once", "holds alone (order_id), as entry"),
    "another value that is held": Forgery("UPDATE once SET value = '7'", "The value of refunds/once.order_id that H-"),
    "a value of another rule": Forgery(
        "UPDATE once SET step = 'refunds/once.note'", "holds a value of refunds/once.note: it was put in beside"
    ),
    "a value of another step": Forgery(
        "UPDATE once SET step = 'refunds/keyless.order_id'", "holds a value of refunds/keyless.order_id: it was put in"
    ),
    "a value of a handoff that failed": Forgery(
        "INSERT INTO once SELECT 'refunds/once.order_id', '1101', handoff_id FROM effect WHERE step = 'once' "
        "AND state = 'failed'",
        "holds a value of refunds/once.order_id: it was put in beside the record.",
    ),
    "a value of an approval that was taken back": Forgery(
        "INSERT INTO once SELECT 'refunds/once_undo.order_id', '1102', handoff_id FROM effect WHERE step = 'once_undo' "
        "AND cause = 'never'",
        "holds a value of refunds/once_undo.order_id: it was put in beside the record.",
    ),
    "a value of a handoff that nobody approved": Forgery(
        "INSERT INTO once VALUES ('refunds/keyed.order_id', '1044', 3)", "attests that H-3 holds a value of"
    ),
    "a decision's reason without its salt": Forgery(
        "UPDATE decision SET note = 'I never agreed', salt = '' WHERE id = 1",
        "attests the decision of UMARIA on H-1 otherwise",
    ),
    "a decision's words taken out": Forgery(
        "UPDATE decision SET note = '', words = '', salt = '' WHERE id = 1",
        "attests the decision of UMARIA on H-1 otherwise",
    ),
    "another answer of what was looked up again": Forgery(
        "UPDATE turn SET output = replace(output, 'by hand', 'by nobody') WHERE output LIKE '%Refunded by hand%'",
        "(find_order) is not the one that entry",
    ),
}
"""Each leaves the chain as it is."""


@pytest.mark.parametrize("what", FORGED)
async def test_a_forged_row_is_named(settings: Settings, what: str) -> None:
    sign(settings)
    statement, named = FORGED[what]
    with opened(settings.database) as db:
        before = db.total_changes
        db.execute(statement)
        assert db.total_changes > before or statement.startswith("DROP")
    words, code = await said(settings)
    assert code == 1
    assert named in words, words


MADE = {
    **{
        f"DROP TABLE {name}": f"The table {name} is missing"
        for name in ("turn", "revision", "once", "talk", "secret", "ruling", "tool_pin", "hold", "proof", "alone")
    },
    **{
        f"DROP TRIGGER {name}": f"The trigger {name} is missing"
        for name in ("audit_keeps", "audit_stays", "audit_follows")
    },
    "DROP VIEW decisions": "The view decisions is missing",
    "DROP VIEW decisions; CREATE VIEW decisions AS SELECT 'H-1' AS handoff": "The view decisions is other than",
    "DELETE FROM _sqlite_migrations WHERE name >= 'm005'": "and no migration that would have made it",
}
"""What somebody runs on the file, and what `verify` says then."""


@pytest.mark.parametrize("statements", MADE)
async def test_what_the_migrations_made_is_there_as_they_made_it(settings: Settings, statements: str) -> None:
    with contextlib.closing(sqlite3.connect(settings.database)) as db:
        db.executescript(statements)
    words, code = await said(settings)
    assert code == 1
    assert MADE[statements] in words, words


def test_every_table_is_known_by_its_migration(settings: Settings) -> None:
    """A new table must be named in storage/schema.py, or `verify` would not miss it."""
    with contextlib.closing(sqlite3.connect(settings.database)) as db:
        rows = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '*sqlite_*'")
        found = {name for (name,) in rows if not name.startswith("precedent_words_")}
    assert found == set(" ".join(schema.TABLES.values()).split())


SENSELESS = {
    "a certificate's state": (
        "UPDATE certificate SET state = '{'",
        "",
        "What acts alone (the tables certificate, evidence and decision) cannot be held against the record",
    ),
    "a time of evidence": ("UPDATE evidence SET at = 'yesterday'", "", "What acts alone (the tables certificate"),
    "an entry": (
        "UPDATE audit SET data = json_set(data, '$.requests', 7) WHERE kind = 'texts_erased'",
        "",
        "does not say what such an entry says",
    ),
    "a brief": ("UPDATE handoff SET brief = '{' WHERE id = 1", "H-1", "H-1 cannot be held against the record"),
    "a time of a request": (
        "UPDATE request SET created_at = 'yesterday' WHERE id = 1",
        "H-1",
        "H-1 cannot be held against the record: something stands there that Baton never writes (Invalid isoformat",
    ),
    "a secret value that is a number": (
        "DROP TABLE secret; CREATE TABLE secret AS SELECT 1 AS id, 1 AS request_id, 7 AS sealed",
        "",
        "The table secret cannot be held against the record: something stands there that Baton never writes",
    ),
}
"""What somebody runs on the file, the handoff that is asked for, and what `verify` says then."""


@pytest.mark.parametrize("what", SENSELESS)
async def test_a_row_without_sense_is_a_finding_and_no_crash(settings: Settings, what: str) -> None:
    statements, handoff, named = SENSELESS[what]
    with opened(settings.database) as db:
        db.execute(
            "INSERT INTO audit SELECT seq + 1, at, 'texts_erased', 'baton', NULL, NULL, NULL, ?, '' FROM audit "
            "ORDER BY seq DESC LIMIT 1",
            ('{"decisions":{},"requests":[],"rows":0,"why":"old"}',),
        )
        db.executescript(statements)
        told.rebuild(db)
    words, code = await said(settings, handoff=handoff)
    assert code == 1
    assert named in words, words


@pytest.mark.parametrize("level", ["m001", "m002", "m003", "m004", "m005", "m006", "m007", "m008"])
async def test_of_a_handoff_of_an_earlier_baton_it_says_what_to_do(tmp_path: Path, level: str) -> None:
    """The whole is checked as it is; one handoff is told, or it is said what brings the database up to date."""
    path = tmp_path / "baton.db"
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.executescript((OLD / f"{level}.sql").read_text(encoding="utf-8"))
    words, code = await said(Settings("", "", "", path, tmp_path, ""), handoff="H-1")
    assert code == 0, words
    assert "an earlier Baton made this database; `baton run` brings it up to date" in words or "tell it; " in words


async def test_what_an_earlier_baton_did_not_attest_is_no_finding(settings: Settings) -> None:
    """An entry without the seal of a card's words, or with no list of what was looked up again, as today's were not."""
    with opened(settings.database) as db:
        db.execute("UPDATE audit SET data = json_remove(data, '$.card', '$.reads')")
        told.rebuild(db)
    assert (await said(settings))[1] == 0


async def test_words_that_only_quoted_an_erased_case_are_no_erased_request(settings: Settings) -> None:
    """What a model was told of somebody else may go; the words of the request itself still stand."""
    with opened(settings.database) as db:
        db.execute(
            "INSERT INTO audit SELECT seq + 1, at, 'texts_erased', 'baton', NULL, NULL, NULL, ?, '' FROM audit "
            "ORDER BY seq DESC LIMIT 1",
            ('{"decisions":{},"requests":[1],"rows":0,"why":"quoted"}',),
        )
        told.rebuild(db)
    assert (await said(settings))[1] == 0
    with opened(settings.database) as db:
        db.execute("UPDATE request SET salt = '', text = 'something else' WHERE id = 1")
    words, code = await said(settings)
    assert code == 1
    assert "The words of request 1 are gone, and no entry says that they were erased." in words


async def test_a_first_versions_record_names_other_arguments_too(tmp_path: Path) -> None:
    """It attested what was asked anew by the number of its handoff alone."""
    path = tmp_path / "baton.db"
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.executescript((OLD / "m001.sql").read_text(encoding="utf-8"))
        db.execute("UPDATE revision SET args = replace(args, '49.90', '777.00') WHERE handoff_id = 9")
        db.commit()
    words, code = await said(Settings("", "", "", path, tmp_path, ""))
    assert code == 1
    assert "What the card of H-9 showed as version 1 is not what entry" in words
