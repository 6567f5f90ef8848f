"""The tables of talks with models, as the fourth migration makes them; `turn.call` is the call that a read answers."""

TABLES = """
CREATE TABLE prompt (                -- the fixed part of requests to a model: system and tools, byte for byte
  digest TEXT PRIMARY KEY,           -- its sha256
  body BLOB NOT NULL,
  at TEXT NOT NULL
) STRICT;

CREATE TABLE talk (                  -- what was said to a model and what it answered, in order; never changed
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER NOT NULL REFERENCES run(id),
  thread TEXT NOT NULL,              -- empty = the work itself; else a question about it
  kind TEXT NOT NULL,                -- said | heard | lost
  body BLOB NOT NULL,                -- the bytes of the message, or of the whole response
  facts TEXT NOT NULL,               -- JSON: how it came about
  calls INTEGER NOT NULL,            -- requests sent for it: 0 or 1
  tokens INTEGER NOT NULL,
  money_millionths INTEGER,          -- of the team's currency; NULL where no price is known
  milliseconds INTEGER NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX talk_run ON talk(run_id, thread);
CREATE INDEX talk_at ON talk(at, calls, tokens, milliseconds, money_millionths);

ALTER TABLE turn ADD COLUMN call TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX turn_call ON turn(run_id, call) WHERE call <> ''
"""
