"""The tables of earned autonomy, as the fifth migration makes them."""

TABLES = """
CREATE TABLE certificate (           -- what the evidence allows a step to do alone, for one version of its agent
  workflow TEXT NOT NULL,
  step TEXT NOT NULL,
  version TEXT NOT NULL,             -- over agent, code, instructions and the step itself
  state TEXT NOT NULL,               -- JSON; can be rebuilt from the rows of evidence
  parts TEXT NOT NULL,               -- JSON: what the version is made of, to say what changed
  why TEXT NOT NULL,                 -- why it began anew; empty for the first one
  began_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (workflow, step, version)
) STRICT;
CREATE INDEX certificate_newest ON certificate(workflow, step, began_at);

CREATE TABLE evidence (              -- everything that happened to a certificate, in order; never changed
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  workflow TEXT NOT NULL,
  step TEXT NOT NULL,
  version TEXT NOT NULL,
  epoch INTEGER NOT NULL DEFAULT 1,  -- counted anew that often, with one more at each
  kind TEXT NOT NULL,                -- request | decision | check | act | report | sample | planted | refit | limit
  handoff_id INTEGER REFERENCES handoff(id),
  person TEXT NOT NULL DEFAULT '',
  requester TEXT NOT NULL DEFAULT '',
  score REAL,
  wrong INTEGER NOT NULL DEFAULT 0,
  weight REAL NOT NULL DEFAULT 1,    -- what it counts; of a limit, the limit
  why TEXT NOT NULL DEFAULT '',      -- why it does not count; empty where it does
  at TEXT NOT NULL
) STRICT;
CREATE INDEX evidence_of ON evidence(workflow, step, version, id);
CREATE INDEX evidence_pair ON evidence(workflow, step, version, epoch, person, requester)
  WHERE requester <> '' AND why = '';
CREATE INDEX evidence_handoff ON evidence(handoff_id);

CREATE TABLE alone (                 -- acts that ran, or were about to run, without asking
  handoff_id INTEGER PRIMARY KEY REFERENCES handoff(id),
  workflow TEXT NOT NULL,
  step TEXT NOT NULL,
  version TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  number INTEGER NOT NULL,           -- the how manieth since the right was earned
  own INTEGER NOT NULL,              -- 1: a receipt of its own; 0: one message an hour
  bound REAL NOT NULL,
  state TEXT NOT NULL,               -- JSON: the certificate as it was at that moment
  evidence_id INTEGER NOT NULL,      -- the newest row of evidence at that moment
  at TEXT NOT NULL,
  ran_at TEXT,
  picked INTEGER NOT NULL,           -- 1: a person looks afterwards
  verdict TEXT NOT NULL DEFAULT '',  -- right | wrong | unsure, of that look
  verdict_by TEXT NOT NULL DEFAULT '',
  verdict_at TEXT,
  report TEXT NOT NULL DEFAULT '',   -- account | decision | ask | other
  report_by TEXT NOT NULL DEFAULT '',
  report_at TEXT,
  undone_by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX alone_step ON alone(workflow, step, at);
CREATE INDEX alone_of ON alone(workflow, step, version, epoch);
CREATE INDEX alone_at ON alone(at);

CREATE TABLE planted (               -- cards that are known to be wrong
  handoff_id INTEGER PRIMARY KEY REFERENCES handoff(id),
  like_id INTEGER NOT NULL REFERENCES handoff(id),   -- the case that it repeats
  field TEXT NOT NULL,               -- the argument that is another case's
  caught INTEGER,                    -- NULL: not decided, or taken over
  person TEXT NOT NULL DEFAULT '',
  at TEXT
) STRICT;

CREATE TABLE seed (                  -- draws of one UTC day; the record has its seal first, and the seed a day later
  day TEXT PRIMARY KEY,
  seed TEXT NOT NULL,
  sealed_at TEXT NOT NULL,
  opened_at TEXT
) STRICT;

CREATE INDEX audit_autonomy ON audit(at)
  WHERE kind IN ('autonomy_earned', 'autonomy_widened', 'autonomy_revoked', 'autonomy_held', 'autonomy_resumed');

CREATE TABLE hold (                  -- what owners hold: a step, or everything (workflow and step empty)
  workflow TEXT NOT NULL,
  step TEXT NOT NULL,
  most INTEGER,                      -- so many a day alone; NULL = none
  why TEXT NOT NULL,
  by TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (workflow, step)
) STRICT
"""

COLUMNS = (
    "ALTER TABLE handoff ADD COLUMN way TEXT NOT NULL DEFAULT 'never'",  # ask | check | act | never (no evidence)
    "ALTER TABLE handoff ADD COLUMN version TEXT NOT NULL DEFAULT ''",  # of the step, as certificate has it
    "ALTER TABLE handoff ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE handoff ADD COLUMN rate REAL NOT NULL DEFAULT 1",  # the chance with which a person is asked
    "ALTER TABLE handoff ADD COLUMN weight REAL NOT NULL DEFAULT 1",  # what a person's word on it counts
)
