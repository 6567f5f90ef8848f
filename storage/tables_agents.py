"""The tables of m004: what agents were asked, what plugins are, what was learned, and like cases by their words."""

TABLES = """
CREATE TABLE inquiry (               -- what a person asked the agent about a handoff, and what it answered
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  handoff_id INTEGER NOT NULL REFERENCES handoff(id),
  source_key TEXT NOT NULL UNIQUE,
  who TEXT NOT NULL,
  text TEXT NOT NULL,
  answer TEXT NOT NULL DEFAULT '',
  sources TEXT NOT NULL DEFAULT '[]',
  asked_at TEXT NOT NULL,
  answered_at TEXT
) STRICT;
CREATE INDEX inquiry_handoff ON inquiry(handoff_id);

CREATE TABLE tool_pin (              -- what the tools of plugins are; the record holds the sha256 of each
  server TEXT NOT NULL,
  tool TEXT NOT NULL,
  definition TEXT NOT NULL,          -- name, description, schema of the arguments, hints: as the server said
  digest TEXT NOT NULL,
  pinned_at TEXT NOT NULL,
  changed_at TEXT,                   -- when it took the place of another one
  PRIMARY KEY (server, tool)
) STRICT, WITHOUT ROWID;

CREATE TABLE fit (                   -- each time that a workflow's agent learned from decisions
  workflow TEXT NOT NULL,
  number INTEGER NOT NULL,
  upto INTEGER NOT NULL,             -- the id of the newest decision in it
  lessons INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (workflow, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE precedent (             -- handoffs that people decided: their words are found by precedent_words
  id INTEGER PRIMARY KEY REFERENCES handoff(id),
  request_id INTEGER NOT NULL REFERENCES request(id),
  workflow TEXT NOT NULL,
  step TEXT NOT NULL
) STRICT;
CREATE INDEX precedent_request ON precedent(request_id);

-- Holds no text, only which words stand where. The triggers keep it equal to the rows it was made from, so that words
-- erased there are gone here too: SQLite takes them out of the index for good when its parts are merged into one.
CREATE VIRTUAL TABLE precedent_words USING fts5(
  scope, text, args, content='', tokenize='unicode61 remove_diacritics 2'
);
CREATE VIEW precedent_text AS
  SELECT p.id AS id, p.request_id AS request_id,
    'w' || hex(p.workflow) || ' s' || hex(p.workflow || '/' || p.step) AS scope,
    substr(r.text, 1, 2000) AS text, substr(h.args, 1, 2000) AS args
  FROM precedent p JOIN request r ON r.id = p.request_id JOIN handoff h ON h.id = p.id
"""
_WORDS = "INSERT INTO precedent_words(rowid, scope, text, args) SELECT id, scope, text, args FROM precedent_text WHERE"
_WORDS_OUT = (
    "INSERT INTO precedent_words(precedent_words, rowid, scope, text, args) "
    "SELECT 'delete', id, scope, text, args FROM precedent_text WHERE"
)
_REREAD = """
CREATE TRIGGER precedent_{table}_{moment} {moment} UPDATE OF {column} ON {table}
WHEN NEW.{column} <> OLD.{column} AND EXISTS (SELECT 1 FROM precedent WHERE {key} = OLD.id)
BEGIN {what} {key} = OLD.id; {then} END
"""
_MERGED = "INSERT INTO precedent_words(precedent_words) SELECT 'optimize' WHERE NEW.{column} IN ('', '{{}}');"
DECIDED = """
INSERT INTO precedent(id, request_id, workflow, step) SELECT id, request_id, workflow, step FROM handoff h
WHERE state IN ('approved', 'rejected', 'taken_over') AND EXISTS (SELECT 1 FROM decision WHERE handoff_id = h.id)
"""

TRIGGERS = (
    f"CREATE TRIGGER precedent_found AFTER INSERT ON precedent BEGIN {_WORDS} id = NEW.id; END",
    *(
        _REREAD.format(moment=moment, what=what, then=then.format(column=column), table=table, column=column, key=key)
        for table, column, key in (("request", "text", "request_id"), ("handoff", "args", "id"))
        for moment, what, then in (("BEFORE", _WORDS_OUT, ""), ("AFTER", _WORDS, _MERGED))
    ),
)
