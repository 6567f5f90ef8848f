"""The schema, forward only. Each migration runs once, in its own transaction."""

from sqlite_utils import Database, Migrations

from storage import tables_agents, tables_talk, tables_time, tables_trust
from storage.tables_autonomy import COLUMNS, TABLES

migrations = Migrations("baton")

_TABLES = """
CREATE TABLE inbox (                 -- every envelope that was acked, before its ack
  key TEXT PRIMARY KEY,
  kind TEXT NOT NULL,                -- event | click | command | view
  payload TEXT NOT NULL,             -- JSON; emptied once handled
  received_at TEXT NOT NULL,
  handled_at TEXT,
  failures INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX inbox_unhandled ON inbox(received_at) WHERE handled_at IS NULL;

CREATE TABLE request (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source_key TEXT NOT NULL UNIQUE,   -- one message, one command = one request, however often it is delivered
  via TEXT NOT NULL,
  workflow TEXT NOT NULL,
  requester TEXT NOT NULL,
  text TEXT NOT NULL,
  channel TEXT NOT NULL,
  message_ts TEXT NOT NULL,
  reply_channel TEXT NOT NULL,
  reply_thread TEXT NOT NULL,
  salt TEXT NOT NULL,                -- the record holds sha256(salt + text), so that the text can be erased
  created_at TEXT NOT NULL,
  closed_at TEXT
) STRICT;
CREATE INDEX request_open ON request(workflow, created_at) WHERE closed_at IS NULL;
CREATE INDEX request_own ON request(requester) WHERE closed_at IS NULL;
CREATE INDEX request_reply ON request(reply_channel, reply_thread);

CREATE TABLE note (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request_id INTEGER NOT NULL REFERENCES request(id),
  source_key TEXT NOT NULL UNIQUE,
  who TEXT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX note_request ON note(request_id);

CREATE TABLE run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request_id INTEGER NOT NULL REFERENCES request(id),
  state TEXT NOT NULL,
  agent TEXT NOT NULL,
  agent_version TEXT NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  closed_at TEXT
) STRICT;
CREATE INDEX run_open ON run(updated_at) WHERE closed_at IS NULL;
CREATE INDEX run_request ON run(request_id);

CREATE TABLE turn (                  -- what the agent read and answered, in order
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER NOT NULL REFERENCES run(id),
  kind TEXT NOT NULL,                -- read | move
  name TEXT NOT NULL,
  input TEXT NOT NULL,
  output TEXT NOT NULL,
  handoff_id INTEGER,                -- the handoff, and its revision, that rests on this read
  revision INTEGER,
  milliseconds INTEGER NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX turn_run ON turn(run_id);
CREATE INDEX turn_handoff ON turn(handoff_id);

CREATE TABLE handoff (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER NOT NULL REFERENCES run(id),
  request_id INTEGER NOT NULL REFERENCES request(id),
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  workflow TEXT NOT NULL,
  step TEXT NOT NULL,
  revision INTEGER NOT NULL,
  stage INTEGER NOT NULL DEFAULT 1,
  rung INTEGER NOT NULL DEFAULT 0,
  args TEXT NOT NULL,
  args_digest TEXT NOT NULL,
  question TEXT NOT NULL DEFAULT '',
  choices TEXT NOT NULL DEFAULT '[]',
  brief TEXT NOT NULL,
  reasons TEXT NOT NULL,
  score REAL,
  agent_version TEXT NOT NULL,
  policy_hash TEXT NOT NULL,
  draw REAL,
  looking_since TEXT,
  deadline_at TEXT,
  held INTEGER NOT NULL DEFAULT 0,
  opened_at TEXT NOT NULL,
  revised_at TEXT NOT NULL,
  closed_at TEXT,
  effect_key TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX handoff_one_open ON handoff(run_id) WHERE closed_at IS NULL;
CREATE INDEX handoff_open ON handoff(workflow, opened_at) WHERE closed_at IS NULL;
CREATE INDEX handoff_run ON handoff(run_id);
CREATE INDEX handoff_request ON handoff(request_id);
CREATE INDEX handoff_closed ON handoff(workflow, closed_at);

CREATE TABLE revision (              -- what each card showed
  handoff_id INTEGER NOT NULL REFERENCES handoff(id),
  revision INTEGER NOT NULL,
  args TEXT NOT NULL,
  args_digest TEXT NOT NULL,
  brief TEXT NOT NULL,
  author TEXT NOT NULL,              -- agent, or the person who edited
  at TEXT NOT NULL,
  shown_at TEXT,                     -- when Slack had the card of this revision
  PRIMARY KEY (handoff_id, revision)
) STRICT;

CREATE TABLE decision (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  handoff_id INTEGER NOT NULL REFERENCES handoff(id),
  revision INTEGER NOT NULL,
  stage INTEGER NOT NULL,
  person TEXT NOT NULL,
  verdict TEXT NOT NULL,
  note TEXT NOT NULL,
  words TEXT NOT NULL,
  private INTEGER NOT NULL,
  proof TEXT NOT NULL,
  args_before TEXT NOT NULL,
  args_after TEXT NOT NULL,
  digest_shown TEXT NOT NULL,
  digest_run TEXT NOT NULL,
  shown_at TEXT,
  decided_at TEXT NOT NULL,
  by_requester INTEGER NOT NULL,
  workflow TEXT NOT NULL,
  step TEXT NOT NULL,
  score REAL,
  agent_version TEXT NOT NULL,
  policy_hash TEXT NOT NULL,
  draw REAL,
  salt TEXT NOT NULL,
  UNIQUE (handoff_id, revision, stage, person)
) STRICT;
CREATE INDEX decision_step ON decision(workflow, step, decided_at);
CREATE INDEX decision_at ON decision(decided_at);

CREATE TABLE effect (
  key TEXT PRIMARY KEY,
  handoff_id INTEGER NOT NULL REFERENCES handoff(id),
  revision INTEGER NOT NULL,
  step TEXT NOT NULL,
  state TEXT NOT NULL,
  args TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  result TEXT,
  error TEXT NOT NULL DEFAULT '',
  started_at TEXT NOT NULL,
  ended_at TEXT
) STRICT;
CREATE INDEX effect_open ON effect(started_at) WHERE ended_at IS NULL;
CREATE INDEX effect_handoff ON effect(handoff_id);

CREATE TABLE once (                  -- one done or running effect for each value of a step's `once` arguments
  step TEXT NOT NULL,                -- workflow/step.argument
  value TEXT NOT NULL,
  handoff_id INTEGER NOT NULL REFERENCES handoff(id),
  PRIMARY KEY (step, value)
) STRICT;

CREATE TABLE due (                   -- what must happen when; a row goes only with the work it stands for
  kind TEXT NOT NULL,                -- advance (run) | act (handoff) | deadline (handoff)
  subject INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (kind, subject)
) STRICT;
CREATE INDEX due_at ON due(at);

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  lane TEXT NOT NULL,                -- rows of one lane go out one after the other
  kind TEXT NOT NULL,
  handoff_id INTEGER,
  request_id INTEGER,
  payload TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at TEXT NOT NULL,
  created_at TEXT NOT NULL,
  sent_at TEXT,
  outcome TEXT NOT NULL DEFAULT ''   -- sent | replaced | failed: why
) STRICT;
CREATE INDEX outbox_unsent ON outbox(next_at) WHERE sent_at IS NULL;
CREATE INDEX outbox_lane ON outbox(lane) WHERE sent_at IS NULL;

CREATE TABLE post (                  -- where in Slack a thing stands
  key TEXT PRIMARY KEY,              -- card:12, ask:7 …
  channel TEXT NOT NULL,
  ts TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX post_place ON post(channel, ts);

CREATE TABLE slot (                  -- a scheduled job ran for this slot
  job TEXT NOT NULL,
  slot TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (job, slot)
) STRICT;

CREATE TABLE audit (                 -- append only, linked
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  request_id INTEGER,
  run_id INTEGER,
  handoff_id INTEGER,
  data TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_handoff ON audit(handoff_id);
CREATE INDEX audit_request ON audit(request_id);
"""

_TRIGGERS = (
    "CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
    "CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
)


@migrations()
def m001_first(db: Database) -> None:
    """The first schema."""
    for statement in (*_TABLES.split(";\n"), *_TRIGGERS):
        if statement.strip():
            db.execute(statement)


_DECISIONS_VIEW = """
CREATE VIEW decisions AS             -- one row for each decision, in plain words, for SQL and Datasette
SELECT
  'H-' || d.handoff_id AS handoff,
  d.workflow AS workflow,
  d.step AS step,
  CASE d.verdict
    WHEN 'approve' THEN 'approved'
    WHEN 'edit' THEN 'approved as edited'
    WHEN 'reject' THEN 'rejected'
    WHEN 'take_over' THEN 'took over'
    ELSE 'answered'
  END AS decision,
  substr(d.person, instr(d.person, '/') + 1) AS person,
  d.decided_at AS decided_at,
  round((julianday(d.decided_at) - julianday(coalesce(d.shown_at, h.opened_at))) * 86400, 1) AS seconds_to_decide,
  d.note AS reason,
  d.args_before AS arguments_shown,
  d.args_after AS arguments_decided,
  d.proof AS proof,
  CASE d.by_requester WHEN 1 THEN 'yes' ELSE 'no' END AS by_the_requester,
  d.score AS score,
  d.agent_version AS agent_version,
  h.state AS handoff_ended,
  coalesce(e.state, '') AS effect,
  e.result AS effect_result,
  substr(r.requester, instr(r.requester, '/') + 1) AS requester,
  r.text AS request
FROM decision d
JOIN handoff h ON h.id = d.handoff_id
JOIN request r ON r.id = h.request_id
LEFT JOIN effect e ON e.handoff_id = h.id AND e.revision = h.revision
"""


@migrations()
def m002_record(db: Database) -> None:
    """What each card showed last, so that it can be made to converge; and a view of the decisions for people."""
    db.execute("ALTER TABLE post ADD COLUMN shown TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE effect ADD COLUMN cause TEXT NOT NULL DEFAULT ''")
    db.execute(_DECISIONS_VIEW)
    db.execute("CREATE INDEX handoff_ended ON handoff(closed_at) WHERE closed_at IS NOT NULL")
    # INSERT OR REPLACE deletes without asking the trigger on DELETE.
    db.execute(
        "CREATE TRIGGER audit_follows BEFORE INSERT ON audit WHEN NEW.seq <= (SELECT max(seq) FROM audit) "
        "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
    )
    db.execute("CREATE INDEX audit_rules ON audit(seq) WHERE kind = 'rules'")


_ROWIDLESS = {  # rows that are found by their key alone: one tree each, where a table and its key are two
    "inbox": "key TEXT PRIMARY KEY, kind TEXT NOT NULL, payload TEXT NOT NULL, received_at TEXT NOT NULL, "
    "handled_at TEXT, failures INTEGER NOT NULL DEFAULT 0",
    "due": "kind TEXT NOT NULL, subject INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (kind, subject)",
    "post": "key TEXT PRIMARY KEY, channel TEXT NOT NULL, ts TEXT NOT NULL, at TEXT NOT NULL, "
    "shown TEXT NOT NULL DEFAULT ''",
    "revision": "handoff_id INTEGER NOT NULL REFERENCES handoff(id), revision INTEGER NOT NULL, args TEXT NOT NULL, "
    "args_digest TEXT NOT NULL, brief TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL, shown_at TEXT, "
    "PRIMARY KEY (handoff_id, revision)",
}
_UNASKED = "run_open request_open handoff_run handoff_closed outbox_unsent audit_handoff turn_handoff"


@migrations()
def m003_lean(db: Database) -> None:
    """Fewer pages a write: no index that another one stands in for, and one tree for a table found by its key."""
    for name in _UNASKED.split():
        db.execute(f"DROP INDEX {name}")
    db.execute("CREATE INDEX turn_handoff ON turn(handoff_id) WHERE handoff_id IS NOT NULL")
    for table, columns in _ROWIDLESS.items():
        db.execute(f"CREATE TABLE lean ({columns}) STRICT, WITHOUT ROWID")
        db.execute(f"INSERT INTO lean SELECT * FROM {table}")  # noqa: S608 - our own names
        db.execute(f"DROP TABLE {table}")
        db.execute(f"ALTER TABLE lean RENAME TO {table}")
    db.execute("CREATE INDEX inbox_unhandled ON inbox(received_at) WHERE handled_at IS NULL")
    db.execute("CREATE INDEX due_at ON due(at)")
    db.execute("CREATE INDEX post_place ON post(channel, ts)")


@migrations()
def m004_agents(db: Database) -> None:
    """Working together: questions, like cases by their words; and talks with models."""
    for statement in (*tables_agents.TABLES.split(";\n"), *tables_talk.TABLES.split(";\n"), *tables_agents.TRIGGERS):
        db.execute(statement)
    db.execute(tables_agents.DECIDED)
    db.execute("ALTER TABLE handoff ADD COLUMN audience TEXT NOT NULL DEFAULT 'requester'")  # of a question
    db.execute("ALTER TABLE handoff ADD COLUMN about TEXT NOT NULL DEFAULT ''")  # the argument a question is about
    db.execute("ALTER TABLE handoff ADD COLUMN alike TEXT NOT NULL DEFAULT '[]'")  # handoffs of like cases


@migrations()
def m005_autonomy(db: Database) -> None:
    """Earned autonomy: certificates, their evidence, acts alone, sealed seeds, and what owners hold."""
    for statement in (*TABLES.split(";\n"), *COLUMNS):
        db.execute(statement)


@migrations()
def m006_people(db: Database) -> None:
    """Who may decide with what proof, what is kept how long, and whose hours it is."""
    tables = (*tables_trust.TABLES.split(";\n"), *tables_time.TABLES.split(";\n"))
    for statement in (*tables, *tables_time.COLUMNS):
        db.execute(statement)


@migrations()
def m007_light(db: Database) -> None:
    """Less work at each look and each entry.

    Parts of the index of words that fit a page twice: one is read whole at each look, see docs/decisions/0035. And an
    index without a list of words, of which SQLite makes a tree at each entry of the record: a third of its time.
    """
    db.execute("INSERT INTO precedent_words(precedent_words, rank) VALUES ('pgsz', 1000)")
    db.execute("DROP INDEX audit_autonomy")
    db.execute("CREATE INDEX audit_autonomy ON audit(at) WHERE kind BETWEEN 'autonomy_' AND 'autonomy_z'")


_ANY_ACT = "ON e.handoff_id = h.id AND e.revision = h.revision"
_THE_ACT = "ON e.key = 'H-' || h.id || '-' || h.revision"


@migrations()
def m008_decisions(db: Database) -> None:
    """The view has one row for each decision also where its act was taken back, which is an action of its own."""
    *_, view = tables_trust.TABLES.split(";\n")
    db.execute("DROP VIEW decisions")
    db.execute(view.replace(_ANY_ACT, _THE_ACT))


_SETTLED = """    WHEN h.kind = 'doubt' THEN CASE d.note
      WHEN 'happened' THEN 'said that it happened'
      WHEN 'again' THEN 'said to do it again'
      WHEN 'drop' THEN 'dropped it'
      ELSE 'settled'
    END
    ELSE 'answered'"""
_ITS_ACT = "ON e.key = CASE h.kind WHEN 'doubt' THEN h.effect_key ELSE 'H-' || h.id || '-' || h.revision END"


@migrations()
def m009_settled(db: Database) -> None:
    """The view says how a doubt was settled, and what became of the act that it was about."""
    *_, view = tables_trust.TABLES.split(";\n")
    db.execute("DROP VIEW decisions")
    db.execute(view.replace("    ELSE 'answered'", _SETTLED).replace(_ANY_ACT, _ITS_ACT))
