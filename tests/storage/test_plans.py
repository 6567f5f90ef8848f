"""The queries that are asked all day use their indexes, also among many closed rows."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from storage import (
    asked,
    audit,
    autonomy,
    decisions,
    desk,
    due,
    effects,
    handoffs,
    inquiries,
    lapsed,
    outbox,
    precedents,
    presses,
    requests,
    talk,
    told,
)
from storage.sqlite import Db, connect
from storage.store import Store
from tests.storage.rows import JONAS, MARIA, NOW, decide, later, new_handoff, start_effect

MANY = 10_000
_COPIED = {
    "request": "source_key", "run": "", "handoff": "", "decision": "handoff_id", "effect": "key", "outbox": "key",
    "due": "subject", "inbox": "key", "slot": "slot", "post": "key",
}  # fmt: skip


# Indexes that hold only what is open: walking through one of them is no walk through everything.
PARTIAL = r"_open|_unsent|_unhandled|outbox_lane|audit_rules|request_own"


def copy_row(db: Db, table: str, unique: str, **changes: str) -> None:
    """MANY copies of the table's first row, closed and spread over time."""
    columns = [row["name"] for row in db.execute(f"PRAGMA table_info({table})") if row["name"] != "id"]
    source = db.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()
    chosen = []
    for name in columns:
        if name == unique:
            chosen.append("n.value" if isinstance(source[name], int) else f"{name} || n.value")
        else:
            chosen.append(changes.get(name, name))
    db.execute(
        f"WITH RECURSIVE n(value) AS (SELECT 1000 UNION ALL SELECT value + 1 FROM n WHERE value < {1000 + MANY}) "
        f"INSERT INTO {table}({', '.join(columns)}) SELECT {', '.join(chosen)} FROM n, (SELECT * FROM {table} LIMIT 1)"
    )


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Db]:
    """10,000 closed rows in each table and one open one. No statistics: ANALYZE is never run by the bot either."""
    path: Path = tmp_path_factory.mktemp("full") / "baton.db"
    Store.open(path).close()
    db = connect(path, read_only=False)
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("BEGIN")
    about = new_handoff(db)
    decide(db, about)
    start_effect(db, about)
    due.put(db, "act", 1, NOW)
    outbox.add(db, key="a", lane="a", kind="card", now=NOW)
    outbox.set_post(db, "card:1", "C1", "1.1", NOW)
    due.claim_slot(db, "job", "a", NOW)
    due.receive(db, "e", "event", {}, NOW, handled=False)
    closed = f"'{later(hours=1).isoformat()}'"
    copy_row(db, "request", "source_key", closed_at=closed)
    copy_row(db, "run", "", closed_at=closed)
    copy_row(db, "handoff", "run_id", closed_at=closed, state="'rejected'", request_id="n.value")
    copy_row(db, "decision", "revision", workflow="'access'")
    copy_row(db, "effect", "key", ended_at=closed)
    copy_row(db, "outbox", "key", sent_at=closed)
    copy_row(db, "inbox", "key", handled_at=closed)
    copy_row(db, "due", "subject", at=closed)
    copy_row(db, "post", "key", ts="n.value")
    copy_row(db, "slot", "slot")
    asked.add(db, 1, MARIA, "rung", 1, NOW)
    asked.add(db, 1, MARIA, "remind", 1, NOW, later(hours=1))
    copy_row(db, "asked", "handoff_id", told_at=closed)
    db.execute("COMMIT")
    yield db
    db.close()


class Spy:
    """A connection that keeps the plans of what it is asked, and knows nothing by itself."""

    only_writer, unsent = False, None

    def __init__(self, db: Db) -> None:
        self._db = db
        self.plans: list[str] = []

    def execute(self, statement: str, values: Any = ()) -> sqlite3.Cursor:
        self.plans += [row["detail"] for row in self._db.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
        return self._db.execute(statement, values)


ASKED: dict[str, tuple[Callable[[Any], object], str]] = {
    "open handoffs of a workflow": (lambda db: handoffs.open_ones(db, "refunds"), "handoff_open"),
    "all open handoffs": (lambda db: handoffs.open_ones(db), "handoff_"),
    "the open handoff of a run": (lambda db: handoffs.open_of_run(db, 1), "handoff_one_open"),
    "handoffs of a run": (lambda db: handoffs.of_run(db, 1), "handoff_request|PRIMARY"),
    "handoffs of a request": (lambda db: handoffs.of_request(db, 2), "handoff_request"),
    "what came of a request": (lambda db: told.ends(db, 2), "handoff_request|effect|decision|PRIMARY"),
    "same step, open": (lambda db: handoffs.open_args(db, "refunds", "s"), "handoff_open"),
    "closed in a day": (lambda db: handoffs.closed_between(db, "refunds", NOW, later(minutes=1)), "handoff_ended"),
    "what is due": (lambda db: due.ready(db, NOW), "due_at"),
    "queued runs": (lambda db: requests.queued(db, 200), "request_own|run_request|due|PRIMARY"),
    "what is due next": (lambda db: due.next_after(db, NOW), "due_at"),
    "the inbox": (lambda db: due.unhandled(db), "inbox_unhandled"),
    "the last slot": (lambda db: due.last_slot(db, "digest"), "slot"),
    "the outbox": (lambda db: outbox.first_of_each_lane(db, NOW), "outbox_"),
    "all that is unsent": (lambda db: outbox.unsent(db), "outbox_"),
    "when the outbox goes on": (lambda db: outbox.next_at(db), "outbox_"),
    "what stands where": (lambda db: outbox.post_key(db, "C1", "1.1"), "post_place"),
    "decisions on a step": (lambda db: decisions.on_step(db, "refunds", "issue_refund", 200), "decision_step"),
    "decisions of a day": (lambda db: decisions.counts(db, "access", later(days=-1), later(minutes=-1)), "decision_at"),
    "decisions on a handoff": (lambda db: decisions.of_handoff(db, 5), "decision"),
    "open effects": (lambda db: effects.open_ones(db), "effect_open"),
    "an effect": (lambda db: effects.get(db, "H-1-1"), "effect"),
    "open requests of a person": (lambda db: requests.open_of(db, JONAS), "request_own"),
    "the request of a message": (lambda db: requests.by_source(db, "message:1"), "request"),
    "the request of a thread": (lambda db: requests.by_reply(db, "C9", "9.9"), "request_reply"),
    "the last run": (lambda db: requests.last_run(db, 1), "run_request"),
    "notes": (lambda db: requests.notes(db, 1), "note_request"),
    "turns": (lambda db: requests.turns(db, 1), "turn_run"),
    "the read of a call": (lambda db: requests.read_for_call(db, 1, "1/toolu"), "turn_call"),
    "the reads of a model": (lambda db: requests.reads_for_calls(db, 1), "turn_run"),
    "a talk": (lambda db: talk.of_run(db, 1, ""), "talk_run"),
    "spent by a run": (lambda db: talk.spent_by_run(db, 1), "talk_run"),
    "spent today": (lambda db: talk.spent_since(db, later(hours=-1)), "talk_at"),
    "grounds": (lambda db: requests.grounds(db, 7), "turn_handoff"),
    "decided cases": (lambda db: precedents.decided(db, [5, 7]), "PRIMARY|decision"),
    "questions to the agent": (lambda db: inquiries.of_handoff(db, 5), "inquiry_handoff"),
    "a person's minutes": (lambda db: decisions.minutes_of(db, MARIA, later(hours=1)), "decision_at|PRIMARY"),
    "another open handoff": (lambda db: handoffs.another_open(db, 1), "handoff_"),
    "what a press is about": (lambda db: presses.about(db, 5), "PRIMARY|revision|handoff_open|decision|turn_handoff"),
    "revisions": (lambda db: handoffs.revisions(db, 1), "revision"),
    "cards that may be wrong": (lambda db: outbox.cards(db, later(hours=2)), "handoff_|post"),
    "what is being said": (lambda db: outbox.standing(db, "notice:"), "post"),
    "the oldest unsent": (lambda db: outbox.oldest_unsent(db), "outbox_"),
    "the newest of a lane": (lambda db: outbox.newest(db, "a", "card"), "outbox_lane"),
    "what a card goes out with": (lambda db: outbox.of_card(db, "a", NOW), "outbox_lane|PRIMARY"),
    "what is told": (lambda db: told.about(db, 5), "PRIMARY|effect|note_|decision|inquiry_|turn_|hours|handoff_req"),
    "the story of effects": (lambda db: effects.of_handoff(db, 5, "H-1-1"), "effect"),
    "the record of a handoff": (lambda db: audit.of_handoff(db, 1), "audit_request|PRIMARY"),
    "the record of a request": (lambda db: audit.of_request(db, 1), "audit_request"),
    "a desk": (lambda db: desk.open_ones(db), "handoff_open|PRIMARY"),
    "whose word was given": (lambda db: desk.decided_by(db, MARIA), "handoff_open|decision"),
    "what others changed": (lambda db: desk.changed_later(db, MARIA, later(hours=1)), "decision"),
    "what ended of a person": (lambda db: desk.ended(db, JONAS, later(hours=2), later(hours=3)), "handoff_|PRIMARY"),
    "who asked of late": (lambda db: desk.askers(db, later(hours=2)), "request_own|handoff_ended|PRIMARY"),
    "questions without an answer": (lambda db: desk.unanswered(db, "refunds"), "handoff_open"),
    "open at some moments": (lambda db: desk.open_at(db, "refunds", [later(hours=2)]), "handoff_"),
    "whom a case was brought before": (lambda db: asked.of_handoff(db, 1, "rung"), "asked"),
    "what was kept back for somebody": (lambda db: asked.kept(db, JONAS, later(hours=2)), "asked_kept"),
    "all that waits for somebody": (lambda db: asked.waiting(db, JONAS), "asked_kept"),
    "how often somebody was interrupted": (
        lambda db: asked.interruptions(db, MARIA, later(hours=1)),
        "asked_told",
    ),
    "what was kept back in a night": (lambda db: asked.kept_between(db, later(hours=1), later(hours=2)), "asked_at"),
    "the certificate in use": (lambda db: autonomy.newest(db, "refunds", "refund"), "certificate_|evidence_of"),
    "whether it is counted": (lambda db: autonomy.is_counted(db, 7), "evidence_handoff"),
    "why it was decided so": (lambda db: decisions.reasons(db, 2), "handoff_request|decision"),
    "a check that lapsed": (lambda db: lapsed.owed(db, ("refunds", "refund", "1"), 1, 1), "evidence_pair|PRIMARY"),
    "changes of autonomy": (lambda db: audit.autonomy_changes(db, NOW, later(hours=1)), "audit_autonomy"),
    "since when a file": (lambda db: audit.in_force_since(db, "refunds", "a", 9), "audit_rules"),
    "the rules in force": (lambda db: audit.last_rules(db), "audit_rules"),
}


@pytest.mark.parametrize("name", ASKED)
def test_the_plan_uses_an_index(full: Db, name: str) -> None:
    ask, index = ASKED[name]
    spy = Spy(full)
    ask(spy)
    reads = [plan for plan in spy.plans if re.match(r"(SCAN|SEARCH) (?!\(subquery)", plan)]
    assert reads
    for plan in reads:
        assert re.search(r"INDEX|PRIMARY KEY", plan), plan
        assert re.search(index, plan), plan
    assert [plan for plan in reads if plan.startswith("SCAN") and not re.search(PARTIAL, plan)] == []


@pytest.mark.parametrize("name", ASKED)
def test_the_answer_does_not_walk_through_what_is_closed(full: Db, name: str) -> None:
    """Counted in steps of SQLite's own machine, so that no clock is needed."""
    steps = [0]

    def count() -> int:
        steps[0] += 1
        return 0

    full.set_progress_handler(count, 100)
    ASKED[name][0](full)
    full.set_progress_handler(None, 0)
    assert steps[0] * 100 < 2 * MANY
