"""The tables of hours, shifts and interruptions, as the sixth migration makes them."""

TABLES = """
CREATE TABLE desk (                  -- a person's own digest
  person TEXT PRIMARY KEY,
  digest TEXT NOT NULL DEFAULT '',   -- their local time of day, 'never', or '' for the team's
  day TEXT NOT NULL DEFAULT '',      -- the newest local date whose digest was claimed
  upto TEXT NOT NULL DEFAULT ''      -- what happened until then was told
) STRICT
"""
COLUMNS: tuple[str, ...] = ()
