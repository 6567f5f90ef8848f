"""The tables of proofs, privacy and rights, as the sixth migration makes them."""

TABLES = """
CREATE TABLE code (                  -- one-time codes of a person
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person TEXT NOT NULL UNIQUE,       -- team/user
  seed TEXT NOT NULL DEFAULT '',     -- sealed, bound to the person; empty = not set up
  set_up_at TEXT,                    -- when its first right code came
  last_step INTEGER NOT NULL DEFAULT 0,    -- the newest time step whose code was taken: no other up to it is
  wrong INTEGER NOT NULL DEFAULT 0,  -- tries since the last right one
  locked_at TEXT,
  next_seed TEXT NOT NULL DEFAULT '',      -- sealed: one that is being set up
  next_at TEXT,
  next_wrong INTEGER NOT NULL DEFAULT 0,
  salt TEXT NOT NULL DEFAULT ''      -- of its recovery codes
) STRICT;

CREATE TABLE recovery (              -- recovery codes, each good once
  code_id INTEGER NOT NULL REFERENCES code(id),
  hash TEXT NOT NULL,                -- scrypt
  used_at TEXT,
  PRIMARY KEY (code_id, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE proof (                 -- decisions that were given with a code
  decision_id INTEGER PRIMARY KEY REFERENCES decision(id),
  set_up_at TEXT NOT NULL            -- since when the person had these codes
) STRICT;

CREATE TABLE secret (                -- values that stand nowhere else: everywhere else their placeholders stand
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request_id INTEGER NOT NULL REFERENCES request(id),
  field TEXT NOT NULL,
  sealed TEXT NOT NULL,              -- bound to this row; empty once erased
  at TEXT NOT NULL
) STRICT;
CREATE INDEX secret_request ON secret(request_id);

CREATE TABLE ruling (                -- what owners ruled about acting alone; an override is a decision
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,                -- pause | cap | resume
  person TEXT NOT NULL,              -- team/user
  workflow TEXT NOT NULL,            -- it and step empty = everything
  step TEXT NOT NULL,
  most INTEGER,                      -- of a cap: so many a day
  why TEXT NOT NULL,
  salt TEXT NOT NULL                 -- empty once the reason was erased
) STRICT;
CREATE INDEX ruling_at ON ruling(at);

DROP VIEW decisions;
CREATE VIEW decisions AS             -- one row for each decision, in plain words, for SQL and Datasette
SELECT
  'H-' || d.handoff_id AS handoff,
  d.workflow AS workflow,
  d.step AS step,
  d.stage AS stage,                  -- 0 = an owner, instead of all stages
  CASE
    WHEN d.stage = 0 THEN 'approved under override'
    WHEN d.verdict = 'approve' THEN 'approved'
    WHEN d.verdict = 'edit' THEN 'approved as edited'
    WHEN d.verdict = 'reject' THEN 'rejected'
    WHEN d.verdict = 'take_over' THEN 'took over'
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
